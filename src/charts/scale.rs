//! Value axes: round limits and steps.

use super::text;
use super::theme::FONT;

/// A linear axis with round limits; known here, so that labels can be placed without asking ECharts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    /// Lower limit.
    pub(super) low: f64,
    /// Upper limit.
    pub(super) high: f64,
    /// Distance of ticks.
    pub(super) step: f64,
    /// Whether equal factors, not equal differences, take equal room.
    pub(super) log: bool,
}

impl Scale {
    /// The limits that hold all values in about `ticks` steps; from zero when asked.
    pub(super) fn around(values: impl Iterator<Item = f64>, ticks: usize, from_zero: bool) -> Self {
        let (mut low, mut high) = values
            .filter(|v| v.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        if from_zero {
            (low, high) = (low.min(0.0), high.max(0.0));
        }
        if low == high {
            (low, high) = if low == 0.0 { (0.0, 1.0) } else { (low.min(0.0), high.max(0.0)) };
        }
        let step = round_step((high - low) / ticks.max(1) as f64);
        Self {
            low: tidy((low / step).floor() * step),
            high: tidy((high / step).ceil() * step),
            step,
            log: false,
        }
    }

    /// The limits of a logarithmic axis: 1, 2 or 5 times a power of ten. Values are above zero.
    pub(super) fn logarithmic(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = values
            .filter(|v| v.is_finite() && *v > 0.0)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        let (low, high) = if low > high { (1.0, 10.0) } else { (low, high) };
        let (below, above) = (power_of_ten(low), power_of_ten(high));
        let leads = [1.0, 2.0, 5.0, 10.0];
        let low =
            leads.into_iter().rev().map(|lead| tidy(lead * below)).find(|limit| *limit <= low * (1.0 + 1e-9));
        let high =
            leads.into_iter().map(|lead| tidy(lead * above)).find(|limit| *limit >= high * (1.0 - 1e-9));
        let (low, high) = (low.unwrap_or(below), high.unwrap_or(above * 10.0));
        let high = if low < high { high } else { low * 10.0 };
        Self { low, high, step: 1.0, log: true }
    }

    /// Where the ticks stand.
    pub(super) fn ticks(&self) -> Vec<f64> {
        if !self.log {
            let count = ((self.high - self.low) / self.step).round().min(50.0) as usize;
            return (0..=count).map(|i| tidy(self.low + i as f64 * self.step)).collect();
        }
        let decades = (self.high / self.low).log10();
        let leads: &[f64] = if decades > 3.0 { &[1.0] } else { &[1.0, 2.0, 5.0] };
        // At most fifteen powers, so that numbers above each other keep apart.
        let factor = 10f64.powf((decades / 14.0).ceil().max(1.0));
        let mut ticks = Vec::new();
        let mut power = power_of_ten(self.low);
        while power <= self.high * 1.001 && ticks.len() < 60 {
            let inside = |tick: &f64| (self.low * 0.999..=self.high * 1.001).contains(tick);
            ticks.extend(leads.iter().map(|lead| tidy(lead * power)).filter(inside));
            power = tidy(power * factor);
        }
        ticks
    }

    /// Those ticks of a logarithmic axis of some width whose numbers keep apart: all of them, else powers of ten, else
    /// every second power, and so on.
    pub(super) fn ticks_apart(&self, width: f64) -> Vec<f64> {
        let apart = |ticks: &[f64]| {
            ticks.windows(2).all(|pair| {
                let numbers = pair.iter().map(|value| text::width(&self.written(*value), FONT)).sum::<f64>();
                (self.part(pair[1]) - self.part(pair[0])) * width >= numbers / 2.0 + 10.0
            })
        };
        let all = self.ticks();
        if apart(&all) {
            return all;
        }
        let powers: Vec<f64> = all.iter().copied().filter(|tick| power_of_ten(*tick) == *tick).collect();
        let every = |step: usize| powers.iter().copied().step_by(step).collect::<Vec<f64>>();
        (1..=powers.len()).map(every).find(|ticks| apart(ticks)).unwrap_or_default()
    }

    /// Where a value lies between the limits, from 0 to 1.
    pub(super) fn part(&self, value: f64) -> f64 {
        if self.log {
            let part = (value / self.low).ln() / (self.high / self.low).ln();
            return if part.is_finite() { part.clamp(0.0, 1.0) } else { 0.0 };
        }
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// The width of the widest tick label.
    pub(super) fn label_width(&self) -> f64 {
        self.ticks().into_iter().map(|value| text::width(&self.written(value), FONT)).fold(0.0, f64::max)
    }

    /// A tick as it is written: from a million on with a sign, where each tick says its own magnitude.
    fn written(&self, value: f64) -> String {
        let signs = [("T", 1e12), ("B", 1e9), ("M", 1e6)];
        match signs.iter().find(|(_, divisor)| self.log && value >= *divisor) {
            Some((sign, divisor)) => format!("{}{sign}", tick(tidy(value / divisor))),
            None => tick(value),
        }
    }
}

/// The greatest power of ten that is not above a number.
fn power_of_ten(value: f64) -> f64 {
    tidy(10f64.powf((value.log10() + 1e-9).floor()))
}

/// 1, 2, 2.5 or 5 times a power of ten, and not less than `rough`.
pub(super) fn round_step(rough: f64) -> f64 {
    if !rough.is_finite() || rough <= 0.0 {
        return 1.0;
    }
    let power = 10f64.powf(rough.log10().floor());
    let lead =
        [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().find(|lead| lead * power >= rough * 0.999).unwrap_or(10.0);
    tidy(lead * power)
}

/// A number without the noise of binary fractions.
pub(super) fn tidy(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return if value.is_finite() { 0.0 } else { value };
    }
    format!("{value:.11e}").parse().unwrap_or(value)
}

/// A tick as `engine.js` writes it: a true minus sign, thousands grouped.
fn tick(value: f64) -> String {
    let plain = value.to_string();
    let (whole, rest) = plain.split_once('.').map_or((plain.as_str(), ""), |(whole, rest)| (whole, rest));
    let digits = whole.trim_start_matches('-');
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if whole.starts_with('-') { "−" } else { "" };
    if rest.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}.{rest}") }
}

/// Limits with room around the outermost points; bubbles need more.
pub(super) fn padded(values: Vec<f64>, ticks: usize, bubbles: bool) -> Scale {
    let plain = Scale::around(values.iter().copied(), ticks, false);
    let pad = (plain.high - plain.low) * if bubbles { 0.12 } else { 0.04 };
    let (low, high) =
        values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(*v), h.max(*v)));
    if low > high {
        return plain;
    }
    let low = if low >= 0.0 { (low - pad).max(0.0) } else { low - pad };
    Scale::around([low, high + pad].into_iter(), ticks, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_and_steps_are_round() {
        let scale = |values: &[f64], ticks, zero| Scale::around(values.iter().copied(), ticks, zero);
        assert_eq!(scale(&[41.0, 100.0], 5, true), Scale { low: 0.0, high: 100.0, step: 20.0, log: false });
        assert_eq!(scale(&[0.1, 0.32], 5, false), Scale { low: 0.1, high: 0.35, step: 0.05, log: false });
        assert_eq!(scale(&[-3.0, 12.0], 4, true), Scale { low: -5.0, high: 15.0, step: 5.0, log: false });
        assert_eq!(scale(&[], 4, false), Scale { low: 0.0, high: 1.0, step: 0.25, log: false });
        assert_eq!(scale(&[7.0], 4, false), Scale { low: 0.0, high: 8.0, step: 2.0, log: false });
        assert_eq!(scale(&[f64::NAN, 2.0], 2, true), Scale { low: 0.0, high: 2.0, step: 1.0, log: false });
    }

    #[test]
    fn logarithmic_axes_end_at_round_numbers() {
        let scale = |values: &[f64]| Scale::logarithmic(values.iter().copied());
        let wide = scale(&[599.0, 132_877.0]);
        assert_eq!((wide.low, wide.high), (500.0, 200_000.0));
        assert_eq!(
            wide.ticks(),
            [500.0, 1000.0, 2000.0, 5000.0, 10_000.0, 20_000.0, 50_000.0, 100_000.0, 200_000.0]
        );
        assert_eq!(scale(&[0.001, 870.0]).ticks(), [0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0]);
        assert_eq!((wide.part(500.0), wide.part(200_000.0)), (0.0, 1.0));
        assert_eq!(wide.ticks_apart(900.0), wide.ticks());
        assert_eq!(wide.ticks_apart(240.0), [1000.0, 10_000.0, 100_000.0]);
        assert_eq!(scale(&[1e-6, 1e6]).ticks_apart(240.0), [1e-6, 1e-3, 1.0, 1e3, 1e6]);
        assert_eq!(scale(&[1e-12, 1e12]).ticks().len(), 13);
        assert_eq!((wide.written(100_000.0), wide.written(2e6)), ("100,000".to_owned(), "2M".to_owned()));
        assert!((scale(&[1.0, 100.0]).part(10.0) - 0.5).abs() < 1e-9);
        assert_eq!(scale(&[]).ticks(), [1.0, 2.0, 5.0, 10.0]);
    }

    #[test]
    fn ticks_are_measured_as_echarts_writes_them() {
        assert_eq!(tick(25_000.0), "25,000");
        assert_eq!(tick(-1_234.5), "−1,234.5");
    }
}
