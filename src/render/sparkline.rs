//! Sparklines: several fields of a record as a small line in a cell of a table, with its words for screen readers.

use super::context::PageContext;
use super::escape;
use super::grid::Grid;
use crate::model::Sparkline;
use std::fmt::Write as _;

/// Size of the drawing in its own coordinates, which are CSS pixels.
const SIZE: (f64, f64) = (104.0, 26.0);

/// Room for the dots at the ends.
const EDGE: f64 = 4.0;

/// Writes the header cell of a column of sparklines.
pub(super) fn head(out: &mut String, sparkline: &Sparkline) {
    out.push_str("<th scope=\"col\">");
    escape::push(out, &sparkline.title);
    out.push_str("</th>");
}

/// Writes a record's cell: each line has its own scale, from its least value to its greatest.
pub(super) fn cell(
    cx: &PageContext<'_>,
    out: &mut String,
    grid: &Grid<'_>,
    record: usize,
    sparkline: &Sparkline,
) {
    let points: Vec<Point<'_>> = sparkline
        .fields
        .iter()
        .filter_map(|name| {
            let field = grid.dataset.field(&name.value)?;
            let cell = grid.dataset.cell(record, field);
            let value = cell.scalar.number().map(|number| number.amount).filter(|amount| amount.is_finite());
            Some(Point { title: &grid.dataset.fields()[field].title, text: cell.text.trim(), value })
        })
        .collect();
    out.push_str("<td class=\"sparkline\">");
    if points.iter().any(|point| point.value.is_some()) {
        draw(out, &points);
        out.push_str("<span class=\"visually-hidden\">");
        escape::push(out, &words(cx.words.get("sparkline"), &points));
        out.push_str("</span>");
    } else {
        super::table::missing(cx, out);
    }
    out.push_str("</td>");
}

struct Point<'a> {
    title: &'a str,
    text: &'a str,
    value: Option<f64>,
}

fn draw(out: &mut String, points: &[Point<'_>]) {
    let values = || points.iter().filter_map(|point| point.value);
    let (low, high) = values().fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
    let step = (SIZE.0 - 2.0 * EDGE) / (points.len() - 1).max(1) as f64;
    let x = |at: usize| round(EDGE + at as f64 * step);
    let y = |value: f64| {
        let part = if high > low { (value - low) / (high - low) } else { 0.5 };
        round(SIZE.1 - EDGE - part * (SIZE.1 - 2.0 * EDGE))
    };
    let _ = write!(
        out,
        "<svg class=\"sparkline-drawing\" viewBox=\"0 0 {} {}\" width=\"{}\" height=\"{}\" aria-hidden=\"true\"><path d=\"",
        SIZE.0, SIZE.1, SIZE.0, SIZE.1
    );
    // A missing value is a gap in the line.
    let mut pen = 'M';
    for (at, point) in points.iter().enumerate() {
        match point.value {
            Some(value) => {
                let _ = write!(out, "{pen}{} {}", x(at), y(value));
                pen = 'L';
            }
            None => pen = 'M',
        }
    }
    out.push_str("\"/>");
    let last = points.iter().enumerate().rev().find_map(|(at, point)| Some((at, point.value?)));
    if let Some((at, value)) = last {
        let _ = write!(out, "<circle cx=\"{}\" cy=\"{}\" r=\"3\"/>", x(at), y(value));
    }
    out.push_str("</svg>");
}

fn round(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}

/// "from 62 (2015) to 19 (2024), lowest 19 (2024), highest 62 (2015)".
fn words(pattern: &str, points: &[Point<'_>]) -> String {
    let known = || points.iter().filter_map(|point| Some((point.value?, point)));
    let told = |point: &Point<'_>| format!("{} ({})", point.text, point.title);
    let (Some((_, first)), Some((_, last))) = (known().next(), known().next_back()) else {
        return String::new();
    };
    let lowest = known().reduce(|a, b| if b.0 < a.0 { b } else { a });
    let highest = known().reduce(|a, b| if b.0 > a.0 { b } else { a });
    let (Some((low, least)), Some((high, most))) = (lowest, highest) else { return told(first) };
    if low == high {
        return told(first);
    }
    let parts = [("{first}", first), ("{last}", last), ("{low}", least), ("{high}", most)];
    parts.into_iter().fold(pattern.to_owned(), |text, (place, point)| text.replace(place, &told(point)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(values: &[Option<f64>]) -> Vec<Point<'static>> {
        let texts = ["5", "9", "2", "7"];
        values.iter().zip(texts).map(|(value, text)| Point { title: "Q", text, value: *value }).collect()
    }

    #[test]
    fn lines_have_gaps_and_a_dot_at_the_last_value() {
        let mut out = String::new();
        draw(&mut out, &points(&[Some(5.0), Some(9.0), None, Some(7.0)]));
        assert!(out.contains("d=\"M4 22L36 4M100 13\""), "{out}");
        assert!(out.contains("<circle cx=\"100\" cy=\"13\""), "{out}");
    }

    #[test]
    fn words_name_ends_and_extremes() {
        assert_eq!(
            words("{first} to {last}, {low}, {high}", &points(&[Some(5.0), Some(9.0), Some(2.0), Some(7.0)])),
            "5 (Q) to 7 (Q), 2 (Q), 9 (Q)"
        );
        assert_eq!(
            words("{first} to {last}, {low}, {high}", &points(&[None, Some(9.0), None, None])),
            "9 (Q)"
        );
        assert_eq!(words("{first} to {last}, {low}, {high}", &points(&[None])), "");
    }
}
