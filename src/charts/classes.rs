//! Classes of values, each with a colour: from little to much, or to both sides of a middle; and their legend.

use super::frame::{Job, Sheet};
use super::measured::{Magnitude, Measured};
use super::scale::{Scale, tidy};
use super::text;
use super::theme::{self, FONT, POLES, STEPS};
use super::words::Words;
use crate::model::Locale;
use crate::syntax::print;
use serde_json::{Value as Json, json};

/// One class.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Class {
    /// Its limits; the upper one belongs to the next class, that of the last class to it.
    pub(super) limits: (f64, f64),
    /// Its colour, and the colour of words on it.
    pub(super) colours: (&'static str, &'static str),
    /// Its limits as text.
    pub(super) label: String,
}

/// All classes, from least to most.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Classes {
    pub(super) all: Vec<Class>,
    /// What values are divided by.
    pub(super) magnitude: Magnitude,
}

impl Classes {
    /// Classes of round limits for values; around a middle when there is one.
    pub(super) fn of(
        values: &[f64],
        middle: Option<f64>,
        (measured, locale): (Measured<'_>, &Locale),
    ) -> Self {
        let largest = values.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
        let magnitude = measured.magnitude(largest, locale);
        let scaled: Vec<f64> = values.iter().map(|value| magnitude.apply(*value)).collect();
        let limits = match middle {
            Some(middle) => around(&scaled, magnitude.apply(middle)),
            None => rising(&scaled),
        };
        let poles = middle.is_some();
        let number = |value: f64| print::amount(value, None, locale);
        let count = limits.len() - 1;
        let all = (0..count)
            .map(|at| {
                let colours = if poles {
                    let above = at >= POLES;
                    theme::pole(if above { at - POLES } else { POLES - 1 - at }, above)
                } else {
                    // Few classes take the colours that are furthest apart.
                    theme::step(if count > 1 { at * (STEPS - 1) / (count - 1) } else { 2 })
                };
                let label = Words::of(locale).range(&number(limits[at]), &number(limits[at + 1]));
                Class { limits: (limits[at], limits[at + 1]), colours, label }
            })
            .collect();
        Self { all, magnitude }
    }

    /// The class of a value.
    pub(super) fn class(&self, value: f64) -> &Class {
        let value = self.magnitude.apply(value);
        let at = self.all.iter().position(|class| value < class.limits.1).unwrap_or(self.all.len() - 1);
        &self.all[at]
    }

    /// Adds colours and their legend at the top, and gives its height with what follows kept apart.
    pub(super) fn legend(&self, job: &Job<'_>, sheet: &mut Sheet, name: &str, dimension: usize) -> f64 {
        let mut top = 0.0;
        for line in text::wrap(name, FONT, job.width()).iter().filter(|line| !line.is_empty()) {
            sheet.name(line, 0.0, top, charming::element::TextAlign::Left);
            top += 18.0;
        }
        let widths: Vec<f64> = self.all.iter().map(|class| 19.0 + text::width(&class.label, FONT)).collect();
        let lying = widths.iter().map(|width| width + 14.0).sum::<f64>() <= job.width() + 14.0;
        let last = self.all.len() - 1;
        let pieces: Vec<Json> = self
            .all
            .iter()
            .enumerate()
            .map(|(at, class)| {
                let upper = if at == last { "lte" } else { "lt" };
                json!({"gte": class.limits.0, upper: class.limits.1, "label": class.label, "color": class.colours.0})
            })
            .collect();
        let high = if lying { 20.0 } else { self.all.len() as f64 * 20.0 };
        sheet.more(json!({"visualMap": {
            "type": "piecewise", "orient": if lying { "horizontal" } else { "vertical" }, "inverse": !lying,
            "left": 0, "top": top + 4.0, "padding": 0, "itemGap": if lying { 14 } else { 6 },
            "itemWidth": 14, "itemHeight": 14, "itemSymbol": "rect", "textGap": 5, "align": "left",
            "hoverLink": false, "dimension": dimension, "pieces": pieces,
            "outOfRange": {"color": theme::BACKGROUND},
            "textStyle": {"color": theme::TEXT, "fontSize": FONT}}}));
        top + high + 12.0
    }
}

/// Round limits of at most [`STEPS`] classes.
fn rising(values: &[f64]) -> Vec<f64> {
    let mut ticks = STEPS;
    loop {
        let scale = Scale::around(values.iter().copied(), ticks, false);
        let count = ((scale.high - scale.low) / scale.step).round() as usize;
        if count <= STEPS || ticks == 1 {
            return (0..=count.clamp(1, STEPS)).map(|at| tidy(scale.low + at as f64 * scale.step)).collect();
        }
        ticks -= 1;
    }
}

/// Round limits of [`POLES`] classes on either side of a middle.
fn around(values: &[f64], middle: f64) -> Vec<f64> {
    let far = values.iter().map(|value| (value - middle).abs()).fold(0.0, f64::max);
    let step = Scale::around([0.0, far].into_iter(), POLES, true).step;
    let step = if step * POLES as f64 >= far { step } else { step * 2.0 };
    (0..=2 * POLES).map(|at| tidy(middle + (at as f64 - POLES as f64) * step)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Format;

    #[test]
    fn classes_are_round_and_hold_all_values() {
        let (en, format) = (Locale::of("en"), Format::default());
        let bare = Measured { unit: None, format: &format };
        let limits = |values: &[f64], middle| -> Vec<f64> {
            let classes = Classes::of(values, middle, (bare, &en));
            let first = classes.all[0].limits.0;
            std::iter::once(first).chain(classes.all.iter().map(|class| class.limits.1)).collect()
        };
        assert_eq!(limits(&[3.0, 48.0], None), [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]);
        assert_eq!(limits(&[7.0], None), [0.0, 2.0, 4.0, 6.0, 8.0]);
        assert_eq!(limits(&[-4.0, 11.0], Some(0.0)), [-15.0, -10.0, -5.0, 0.0, 5.0, 10.0, 15.0]);
        let classes = Classes::of(&[3.0, 48.0], None, (bare, &en));
        assert_eq!(classes.class(10.0).label, "10 to 20");
        assert_eq!(classes.class(50.0).label, "40 to 50");
    }
}
