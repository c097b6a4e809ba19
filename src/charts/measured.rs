//! What the numbers of an axis are: their unit, how their field prints them, the power of ten in which the axis counts
//! them, and the name that says so.

use super::plot::{Mark, Plot};
use super::scale::tidy;
use crate::model::{Dataset, Format, Locale, Unit};
use crate::syntax::number::is_currency;

/// Numbers of one unit, printed alike.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measured<'a> {
    /// Their unit, if they have one.
    pub(super) unit: Option<&'a Unit>,
    /// The format of their field.
    pub(super) format: &'a Format,
}

/// What an axis divides numbers by, so that it reads `5, 10, 15` under `$M`, and ratios that are printed in percent
/// `5, 10, 15` under `%`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Magnitude {
    /// What values are divided by.
    pub(super) divisor: f64,
    /// Its sign: `M`; empty for 1, and for hundredths.
    pub(super) symbol: &'static str,
}

impl Magnitude {
    /// No division.
    pub(super) const ONE: Self = Self { divisor: 1.0, symbol: "" };

    /// Ratios counted in percent.
    const HUNDREDTH: Self = Self { divisor: 0.01, symbol: "" };

    /// A value as the axis counts it.
    pub(super) fn apply(self, value: f64) -> f64 {
        tidy(value / self.divisor)
    }
}

impl Measured<'_> {
    /// Whether readers see percentages.
    pub(super) fn is_percent(self) -> bool {
        self.format.percent || self.unit.is_some_and(Unit::is_percent)
    }

    /// The number that stands for the whole: 1 of ratios that are printed in percent.
    pub(super) fn whole(self) -> f64 {
        if self.is_ratio() { 1.0 } else { 100.0 }
    }

    fn is_ratio(self) -> bool {
        self.format.percent && self.unit.is_none_or(Unit::is_none)
    }

    /// The magnitude for values up to `largest`: none below a million.
    pub(super) fn magnitude(self, largest: f64, locale: &Locale) -> Magnitude {
        if self.is_ratio() {
            return Magnitude::HUNDREDTH;
        }
        if !largest.is_finite() || largest.abs() < 1e6 {
            return Magnitude::ONE;
        }
        locale
            .scales
            .iter()
            .rev()
            .map(|(symbol, power)| Magnitude { divisor: 10f64.powi(i32::from(*power)), symbol })
            .find(|magnitude| largest.abs() >= magnitude.divisor)
            .unwrap_or(Magnitude::ONE)
    }

    /// The magnitude where equal factors take equal room: none from the least to the greatest.
    pub(super) fn unscaled(self) -> Magnitude {
        if self.is_ratio() { Magnitude::HUNDREDTH } else { Magnitude::ONE }
    }

    /// The unit as an axis name shows it: `%`, `$ million`, `out of 10`, `per day`; `None` when there is nothing to say.
    pub(super) fn words(self, magnitude: Magnitude, locale: &Locale) -> Option<String> {
        let many = Some(magnitude.symbol).filter(|symbol| !symbol.is_empty());
        let words = match (many, &self.format.suffix) {
            // What stands behind numbers stands behind millions of them too.
            (Some(symbol), Some(suffix)) => {
                let sign = self.format.currency.as_deref().unwrap_or_default();
                match million(symbol, locale) {
                    Some(word) => format!("{sign} {word} {}", suffix.trim()),
                    None => format!("{sign}{symbol}{suffix}"),
                }
            }
            _ => return unit_words(&self.sign(), magnitude, locale),
        };
        Some(words.trim().to_owned())
    }

    /// What is printed beside numbers.
    fn sign(self) -> String {
        let Format { percent, currency, suffix, .. } = self.format;
        let unit = self.unit.map(ToString::to_string).unwrap_or_default();
        let sign = currency.as_deref().unwrap_or_default();
        match suffix {
            Some(suffix) => format!("{sign}{suffix}"),
            None if *percent => "%".to_owned(),
            None if sign.is_empty() => unit,
            // The sign stands in the place of the one that cells have.
            None => match unit.split_once('/') {
                Some((own, per)) if own == "1" || is_currency(own) => format!("{sign}/{per}"),
                None if unit.is_empty() || is_currency(&unit) => sign.to_owned(),
                _ => unit,
            },
        }
        .trim()
        .to_owned()
    }
}

impl Plot {
    /// What its values are.
    pub(super) const fn measured(&self) -> Measured<'_> {
        Measured { unit: self.unit.as_ref(), format: &self.format }
    }

    /// Whether a mark is printed in percent.
    pub(super) fn in_percent(&self, mark: &Mark) -> bool {
        self.format.percent || mark.unit.is_percent()
    }

    /// The one unit of all marks; a bare number goes with any.
    pub(super) fn shared_unit(&self) -> Option<Unit> {
        let mut units =
            self.series.iter().flat_map(|series| &series.marks).filter(|mark| !mark.unit.is_none());
        let first = units.next()?.unit.clone();
        units.all(|mark| mark.unit == first).then_some(first)
    }
}

/// The format of fields that print their numbers alike; of others none.
pub(super) fn shared_format(dataset: &Dataset, fields: &[usize]) -> Format {
    let mut formats = fields.iter().map(|&field| &dataset.fields()[field].format);
    let look = |format: &Format| {
        (format.percent, format.currency.clone(), format.suffix.clone(), format.grouped != Some(false))
    };
    let Some(first) = formats.next() else { return Format::default() };
    if formats.all(|other| look(other) == look(first)) { first.clone() } else { Format::default() }
}

fn million(symbol: &str, locale: &Locale) -> Option<&'static str> {
    if !locale.language.starts_with("en") {
        return None;
    }
    match symbol {
        "K" => Some("thousand"),
        "M" => Some("million"),
        "B" => Some("billion"),
        "" => None,
        _ => Some("trillion"),
    }
}

fn unit_words(plain: &str, magnitude: Magnitude, locale: &Locale) -> Option<String> {
    let english = locale.language.starts_with("en");
    if let (true, Some(top)) = (english, plain.strip_prefix('/').or_else(|| plain.strip_prefix("1//"))) {
        return Some(format!("out of {top}"));
    }
    if let (true, Some(per)) = (english, plain.strip_prefix("1/")) {
        let count = unit_words("", magnitude, locale);
        return Some(count.map_or_else(|| format!("per {per}"), |count| format!("{count} per {per}")));
    }
    if let Some(many) = million(magnitude.symbol, locale) {
        return Some(format!("{plain} {many}").trim().to_owned());
    }
    let words = format!("{plain}{}", magnitude.symbol);
    (!words.is_empty()).then_some(words)
}

/// The name of an axis: what is measured, with the unit in brackets unless the name says it.
pub(super) fn axis_name(measure: &str, unit: Option<&str>) -> String {
    match unit {
        None => measure.to_owned(),
        Some(unit) if measure.is_empty() => unit.to_owned(),
        Some(unit) if says(measure, unit) => measure.to_owned(),
        // The unit stays together when the name is broken into lines.
        Some(unit) => format!("{measure} ({})", unit.replace(' ', "\u{a0}")),
    }
}

fn says(measure: &str, unit: &str) -> bool {
    measure
        .to_lowercase()
        .split(|c: char| c.is_whitespace() || "()[]".contains(c))
        .any(|word| singular(word) == singular(&unit.to_lowercase()))
}

/// `days` and `day` say the same.
fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(unit: Unit, format: &Format, largest: f64, language: &str) -> Option<String> {
        let (locale, measured) = (Locale::of(language), Measured { unit: Some(&unit), format });
        measured.words(measured.magnitude(largest, &locale), &locale)
    }

    #[test]
    fn units_stand_on_the_axis_name() {
        let plain = |unit: Unit, largest| words(unit, &Format::default(), largest, "en");
        assert_eq!(plain(Unit::of("$"), 18e6).as_deref(), Some("$ million"));
        assert_eq!(plain(Unit::of("/10"), 8.7).as_deref(), Some("out of 10"));
        assert_eq!(plain(Unit::NONE.per(&Unit::of("day")), 4700.0).as_deref(), Some("per day"));
        assert_eq!(plain(Unit::NONE, 22_600.0), None);
        assert_eq!(axis_name("Price Surge", Some("%")), "Price Surge (%)");
        assert_eq!(axis_name("Overseas Revenue %", Some("%")), "Overseas Revenue %");
        assert_eq!(axis_name("Inventory days", Some("day")), "Inventory days");
        let bare = Measured { unit: None, format: &Format::default() };
        assert_eq!(bare.magnitude(3e8, &Locale::of("ja")).symbol, "億");
    }

    #[test]
    fn formats_stand_on_the_axis_name() {
        let with = |change: fn(&mut Format)| {
            let mut format = Format::default();
            change(&mut format);
            format
        };
        let percent = with(|f| f.percent = true);
        let suffix = with(|f| f.suffix = Some(" km".to_owned()));
        let currency = with(|f| f.currency = Some("US$".to_owned()));
        let said = |unit: &str, format: &Format, largest| {
            words(if unit.is_empty() { Unit::NONE } else { Unit::of(unit) }, format, largest, "en")
        };
        assert_eq!(said("", &percent, 0.4).as_deref(), Some("%"));
        assert_eq!(said("", &suffix, 40.0).as_deref(), Some("km"));
        assert_eq!(said("", &suffix, 4e6).as_deref(), Some("million km"));
        assert_eq!(words(Unit::NONE, &suffix, 4e6, "de").as_deref(), Some("M km"));
        assert_eq!(said("", &currency, 40.0).as_deref(), Some("US$"));
        assert_eq!(said("$", &currency, 4e9).as_deref(), Some("US$ billion"));
        assert_eq!(said("km", &currency, 40.0).as_deref(), Some("km"));
        let measured = Measured { unit: None, format: &percent };
        assert_eq!(measured.magnitude(0.4, &Locale::default()).apply(0.07), 7.0);
    }
}
