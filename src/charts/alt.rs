//! Alternative text from the data: what kind of chart, what it measures, the extremes with their names, the trend.

use super::ChartInput;
use super::families::Drawing;
use super::plot::{Mark, Plot, Series, XKind};
use super::shares::share;
use super::words::Words;
use crate::diagnostics::counted;
use crate::model::{ChartType, Locale};

/// Most words of an alternative text; what comes later is left out by the sentence.
const MOST_WORDS: usize = 60;

/// The alternative text of a chart: its kind, `None` in an `echarts` block, its title, and words about its data in the
/// language of the page.
pub(super) fn alt(input: &ChartInput<'_>, kind: Option<ChartType>, drawing: Option<&dyn Drawing>) -> String {
    let words = Words::of(input.locale);
    match words.noun(kind) {
        Some(noun) => translated(words, noun, drawing, input.title),
        None => {
            let noun = kind.map_or("Chart", |kind| kind.row().noun);
            english(noun, drawing.map(Drawing::sentences).unwrap_or_default(), input.title)
        }
    }
}

/// Kind, title and sentences.
fn english(kind: &str, about: Vec<String>, title: &str) -> String {
    let head = if title.is_empty() {
        format!("{kind}.")
    } else {
        format!("{kind}: {}.", title.trim_end_matches('.'))
    };
    let mut sentences = vec![head];
    sentences.extend(about);
    let mut words = 0;
    let mut text = Vec::new();
    for (place, sentence) in sentences.iter().enumerate() {
        words += sentence.split_whitespace().count();
        if place > 1 && words > MOST_WORDS {
            break;
        }
        text.push(sentence.as_str());
    }
    text.join(" ")
}

/// In one of the other built-in languages: kind, title, and the extremes of each panel.
fn translated(words: &Words, noun: &str, drawing: Option<&dyn Drawing>, title: &str) -> String {
    let plots = drawing.map(Drawing::plots).unwrap_or_default();
    // No space is written where the mark has its own.
    let (colon, stop, gap) = match words.is_wide() {
        true => ("：", "。", ""),
        false => (": ", ".", " "),
    };
    let head = if title.is_empty() {
        format!("{noun}{stop}")
    } else {
        format!("{noun}{colon}{}{stop}", title.trim_end_matches(['.', '。']))
    };
    let ends = plots.iter().filter_map(|plot| {
        let said = drawing?.extremes(plot, words)?;
        Some(
            plot.title
                .as_ref()
                .filter(|_| plots.len() > 1)
                .map_or(said.clone(), |t| format!("{t}{colon}{said}")),
        )
    });
    std::iter::once(head).chain(ends).collect::<Vec<_>>().join(gap)
}

/// Sentences about each panel, with its title; `words` are those of the panel of a number.
pub(super) fn of_panels(plots: &[Plot], words: impl Fn(usize, &Plot) -> Vec<String>) -> Vec<String> {
    let of = |(index, plot): (usize, &Plot)| match plot.title.as_deref().filter(|_| plots.len() > 1) {
        Some(title) => {
            words(index, plot).iter().map(|sentence| format!("{title}: {}", lower_first(sentence))).collect()
        }
        None => words(index, plot),
    };
    plots.iter().enumerate().flat_map(of).collect()
}

fn lower_first(sentence: &str) -> String {
    let known = ["Highest", "From", "Largest"];
    match known.iter().find(|word| sentence.starts_with(*word)) {
        Some(word) => sentence.replacen(word, &word.to_lowercase(), 1),
        None => sentence.to_owned(),
    }
}

/// "2015: Coal is largest, 36%. 2024: Wind is largest, 26%."
fn shares(plot: &Plot) -> Vec<String> {
    let known: Vec<usize> = (0..plot.points.len()).filter(|at| has_values(plot, *at)).collect();
    let ends = [known.first(), known.last()];
    let largest = |at: usize| {
        let marks = plot.series.iter().filter_map(|s| Some((s, s.marks.get(at)?)));
        let known = marks.filter(|(_, mark)| mark.value.is_some());
        let value = |mark: &super::plot::Mark| mark.value.unwrap_or(0.0);
        let (series, mark) = known.max_by(|a, b| value(a.1).total_cmp(&value(b.1)))?;
        let name = plot.points[at].text.as_str();
        Some(format!("{name}: {} is largest, {}.", series.name, mark.text))
    };
    let few = known.len() <= 4;
    known.iter().filter(|at| few || ends.contains(&Some(*at))).filter_map(|at| largest(*at)).collect()
}

/// Whether something is known of a point.
fn has_values(plot: &Plot, at: usize) -> bool {
    plot.series.iter().filter_map(|series| series.marks.get(at)).any(|mark| mark.value.is_some())
}

/// Extremes of bars; of shares, the largest of each category.
pub(super) fn bars(plot: &Plot) -> Vec<String> {
    let whole = plot.measured().whole();
    let shares_of_all = plot.series.len() > 2
        && (0..plot.points.len()).filter(|at| has_values(plot, *at)).all(|at| {
            let marks = plot.series.iter().filter_map(|series| series.marks.get(at));
            let sum: f64 = marks.filter_map(|mark| mark.value).sum();
            (sum / whole * 100.0 - 100.0).abs() < 1.1
        });
    let percent = plot.measured().is_percent();
    if shares_of_all && percent { shares(plot) } else { extremes(plot) }
}

/// A sentence about each line.
pub(super) fn trends(plot: &Plot) -> Vec<String> {
    plot.series.iter().filter_map(|series| trend(plot, series, true)).collect()
}

/// A sentence about the ends of each line, without what is between.
pub(super) fn ends_of_lines(plot: &Plot) -> Vec<String> {
    plot.series.iter().filter_map(|series| trend(plot, series, false)).collect()
}

/// "Conch AI falls from 100% (Week 1) to 41% (Week 8)."
fn trend(plot: &Plot, series: &Series, turns: bool) -> Option<String> {
    let known: Vec<usize> = (0..series.marks.len()).filter(|&at| series.marks[at].value.is_some()).collect();
    let (&first, &last) = (known.first()?, known.last()?);
    let name = &series.name;
    let value = |at: usize| series.marks[at].value.unwrap_or(0.0);
    let place = |at: usize| {
        let text = plot.points.get(at).map_or("", |point| point.text.as_str());
        if plot.axis == XKind::Number && !plot.x_name.is_empty() {
            format!("{} {text}", plot.x_name)
        } else {
            text.to_owned()
        }
    };
    let words = |at: usize| format!("{} ({})", series.marks[at].text, place(at));
    if first == last {
        return Some(format!("{name} is {}.", words(first)));
    }
    let peak = known.iter().copied().max_by(|a, b| value(*a).total_cmp(&value(*b)).then(b.cmp(a)))?;
    let least = known.iter().copied().min_by(|a, b| value(*a).total_cmp(&value(*b)).then(a.cmp(b)))?;
    // What is printed alike is alike to a reader.
    let alike = |a: usize, b: usize| value(a) == value(b) || series.marks[a].text == series.marks[b].text;
    let inner = |at: usize| turns && !alike(at, first) && !alike(at, last);
    let turn = if inner(peak) {
        format!(", with a peak of {}", words(peak))
    } else if inner(least) {
        format!(", with a low of {}", words(least))
    } else {
        String::new()
    };
    if alike(first, last) {
        return Some(format!("{name} starts and ends at {}{turn}.", series.marks[first].text));
    }
    let verb = if value(last) > value(first) { "rises" } else { "falls" };
    Some(format!("{name} {verb} from {} to {}{turn}.", words(first), words(last)))
}

/// "Highest: Terbium, 220%; lowest: Neodymium, 45%."
pub(super) fn extremes(plot: &Plot) -> Vec<String> {
    let all = named(plot);
    match (ends(plot), all.as_slice()) {
        (Some((high, low)), _) => vec![Words::english().ends(&high, &low)],
        (None, []) => vec!["No values.".to_owned()],
        (None, [only]) => vec![format!("{}.", only.1)],
        (None, [.., last]) => vec![format!("All {} values are equal: {}.", all.len(), last.1)],
    }
}

/// Values with their names, without what sums up the rest.
fn named(plot: &Plot) -> Vec<(f64, String)> {
    let several = plot.series.len() > 1;
    plot.series
        .iter()
        .flat_map(|series| series.marks.iter().enumerate().map(move |(at, mark)| (series, at, mark)))
        .filter(|(_, _, mark)| !mark.rest)
        .filter_map(|(series, at, mark)| {
            let name = plot.points.get(at).map_or("", |point| point.text.as_str());
            let who = if several { series.name.as_str() } else { "" };
            Some((mark.value?, listed(&[name, who, &mark.text])))
        })
        .collect()
}

/// What there is of some texts.
pub(super) fn listed(texts: &[&str]) -> String {
    texts.iter().copied().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The greatest and the least value with their names, when they differ.
pub(super) fn ends(plot: &Plot) -> Option<(String, String)> {
    let all = named(plot);
    let highest = all.iter().rev().max_by(|a, b| a.0.total_cmp(&b.0))?;
    let lowest = all.iter().min_by(|a, b| a.0.total_cmp(&b.0))?;
    (highest.0 > lowest.0).then(|| (highest.1.clone(), lowest.1.clone()))
}

/// "5 parts, $82M in all. Largest: Car, $40M (49%); smallest: On foot, $3M (4%)."
pub(super) fn parts(plot: &Plot) -> Vec<String> {
    let marks = plot.series.first().map(|series| series.marks.as_slice()).unwrap_or_default();
    let named = plot.points.iter().zip(marks);
    let parts: Vec<(&str, f64, &Mark)> =
        named.filter_map(|(point, mark)| Some((point.text.as_str(), mark.value?, mark))).collect();
    let total: f64 = parts.iter().map(|part| part.1).sum();
    let (rest, parts): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(_, _, mark)| mark.rest);
    let highest = parts.iter().rev().max_by(|a, b| a.1.total_cmp(&b.1));
    let lowest = parts.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let english = Locale::default();
    let told = |(name, value, mark): &(&str, f64, &Mark)| {
        let said = listed(&[name, &mark.text]);
        if plot.in_percent(mark) { said } else { format!("{said} ({})", share(*value, total, &english)) }
    };
    let mut sentences = match (highest, lowest) {
        (Some(high), Some(low)) if parts.len() > 1 && high.1 == low.1 => {
            let said = if plot.in_percent(high.2) {
                high.2.text.clone()
            } else {
                format!("{} ({})", high.2.text, share(high.1, total, &english))
            };
            vec![format!("All {} parts are equal: {said}.", parts.len())]
        }
        (Some(high), Some(low)) if parts.len() > 1 => {
            let words = format!("Largest of {} parts: {}; smallest: {}.", parts.len(), told(high), told(low));
            vec![words]
        }
        (Some(only), _) => vec![format!("{}.", told(only))],
        _ if rest.is_empty() => vec!["No values.".to_owned()],
        _ => Vec::new(),
    };
    sentences.extend(rest.first().map(|rest| format!("{}.", told(rest))));
    sentences
}

/// "Largest change: Talkie, from 82% (1-Week Retention) to 41% (8-Week Retention)."
pub(super) fn changes(plot: &Plot) -> Vec<String> {
    let (Some(before), Some(after)) = (plot.series.first(), plot.series.last()) else { return Vec::new() };
    let mut all: Vec<(f64, String)> = Vec::new();
    for (at, point) in plot.points.iter().enumerate() {
        let (Some(a), Some(b)) = (before.marks.get(at), after.marks.get(at)) else { continue };
        let (Some(from), Some(to)) = (a.value, b.value) else { continue };
        let words = format!("from {} ({}) to {} ({})", a.text, before.name, b.text, after.name);
        all.push((
            (to - from).abs(),
            if plot.points.len() > 1 { format!("{}, {words}", point.text) } else { words },
        ));
    }
    let Some(largest) = all.iter().rev().max_by(|a, b| a.0.total_cmp(&b.0)) else {
        // Of what has one value only, there is no change, but the value is drawn.
        return extremes(plot);
    };
    if all.len() == 1 {
        let words = &largest.1;
        let said = words.strip_prefix("from ").map_or_else(|| words.clone(), |ends| format!("From {ends}"));
        return vec![format!("{said}.")];
    }
    let mut sentences = vec![format!("Largest change: {}.", largest.1)];
    if let Some(least) = all.iter().min_by(|a, b| a.0.total_cmp(&b.0)).filter(|least| least.1 != largest.1) {
        sentences.push(format!("Smallest change: {}.", least.1));
    }
    sentences
}

/// "5 points; highest: Replika, 65%; lowest: Talkie, 41%." A point without a name is told by its place.
pub(super) fn scatter(plot: &Plot, places: &[String]) -> Vec<String> {
    let mut flat = plot.clone();
    for (point, place) in flat.points.iter_mut().zip(places).filter(|(point, _)| point.text.is_empty()) {
        point.text =
            if plot.axis == XKind::Time { place.clone() } else { format!("{} {place}", plot.x_name) };
    }
    if flat.series.iter().all(|series| series.marks.iter().filter(|mark| mark.value.is_some()).count() <= 1) {
        let marks: Vec<_> = (0..flat.points.len())
            .map(|at| {
                let marks = flat.series.iter().filter_map(|series| series.marks.get(at));
                marks.into_iter().find(|mark| mark.value.is_some()).cloned().unwrap_or_default()
            })
            .collect();
        flat.series = vec![Series { name: String::new(), marks }];
    }
    let mut sentences =
        vec![format!("{}: {} against {}.", counted(plot.points.len(), "point"), plot.measure, plot.x_name)];
    sentences.extend(extremes(&flat));
    sentences
}

#[cfg(test)]
mod tests {
    use super::super::plot::Point;
    use super::*;

    #[test]
    fn what_is_printed_alike_neither_rises_nor_falls() {
        let mark = |(value, text): &(f64, &str)| Mark {
            value: Some(*value),
            text: (*text).to_owned(),
            ..Mark::default()
        };
        let line = |marks: &[(f64, &str)]| {
            let point = |at: usize| Point { text: (2001 + at).to_string(), at: at as f64 };
            let series = Series { name: "Growth".to_owned(), marks: marks.iter().map(mark).collect() };
            trends(&Plot {
                title: None,
                axis: XKind::Category,
                points: (0..marks.len()).map(point).collect(),
                series: vec![series],
                x_name: String::new(),
                measure: String::new(),
                unit: None,
                format: Default::default(),
                reach: Default::default(),
            })
        };
        let flat = [(5.02, "+5.0%"), (5.04, "+5.0%"), (5.01, "+5.0%")];
        assert_eq!(line(&flat), ["Growth starts and ends at +5.0%."]);
        assert_eq!(
            line(&[(5.02, "5.0"), (5.01, "5.0"), (6.0, "6.0")]),
            ["Growth rises from 5.0 (2001) to 6.0 (2003)."]
        );
        assert_eq!(
            line(&[(5.02, "5.0"), (9.0, "9.0"), (5.01, "5.0")]),
            ["Growth starts and ends at 5.0, with a peak of 9.0 (2002)."]
        );
    }
}
