//! Spreadsheet number formats: a number as its cell shows it (`0.0%`, `[$€-407] #,##0.00`, `+0.0%;-0.0%`).
//!
//! Of a section counts what stands around the digits, the decimals, the grouping and `%`; of several sections the one for the
//! number's sign, or by the conditions in brackets. Formats that change the number otherwise (powers, fractions, thousands cut off)
//! show it plainly.

/// A number in a format.
#[derive(Debug, PartialEq)]
pub(super) struct Shown {
    /// Its text.
    pub(super) text: String,
    /// The exact number that the text stands for: in percent where the format has a `%`, which multiplies.
    pub(super) amount: f64,
    /// Whether it is in percent. A quoted `%` is a sign like any other.
    pub(super) percent: bool,
}

/// One section of a number format, as far as it matters.
#[derive(Debug, Default, PartialEq)]
struct Pattern {
    prefix: String,
    suffix: String,
    /// Decimals that always stand there (`0`), and at most (`#`, `?`).
    fewest: usize,
    decimals: usize,
    grouped: bool,
    percent: bool,
    digits: bool,
    /// Whether the whole part has a digit for zero, too.
    zero: bool,
    /// Whether it stands in brackets, which say minus.
    bracketed: bool,
    /// `[>=1000]`: what it is for, apart from the sign.
    condition: Option<(String, f64)>,
}

/// The number in a format code.
pub(super) fn show(value: f64, code: &str) -> Shown {
    written(value, code).unwrap_or_else(|| Shown { text: plain(value), amount: value, percent: false })
}

fn written(value: f64, code: &str) -> Option<Shown> {
    let mut sections = sections(code).into_iter();
    let first = pattern(sections.next()?).filter(|first| first.digits)?;
    // A section that says nothing here is one without digits; the fourth is for texts.
    let others = sections.take(2).map(|section| pattern(section).unwrap_or_default());
    let patterns: Vec<Pattern> = std::iter::once(first).chain(others).collect();
    let pattern = chosen(value, &patterns)?;
    let amount = if pattern.percent { value * 100.0 } else { value };
    // Rounding halves away from zero, as spreadsheets do, not by the last binary digit.
    let scale = 10f64.powi(pattern.decimals as i32);
    let rounded = significant(amount * scale).round() / scale;
    let digits = pattern.shortened(format!("{:.*}", pattern.decimals, rounded.abs()));
    let digits = if pattern.grouped { group(&digits) } else { digits };
    let (sign, prefix) = sign(rounded, pattern, &patterns);
    let text = format!("{sign}{prefix}{digits}{}", pattern.suffix);
    Some(Shown { text, amount, percent: pattern.percent })
}

/// The section for a number: the first one, too, where its own has no digits, since a number that is hidden, or shown as a word
/// or a dash, would be lost as a number. `None` where no condition holds.
fn chosen(value: f64, patterns: &[Pattern]) -> Option<&Pattern> {
    if patterns.iter().any(|pattern| pattern.condition.is_some()) {
        let fits = |pattern: &&Pattern| pattern.condition.as_ref().is_none_or(|of| holds(value, of));
        return patterns.iter().find(fits).filter(|pattern| pattern.digits);
    }
    match patterns {
        [_, negative, ..] if value < 0.0 && negative.digits => Some(negative),
        [_, _, zero, ..] if value == 0.0 && zero.zero => Some(zero),
        _ => patterns.first(),
    }
}

fn holds(value: f64, (sign, bound): &(String, f64)) -> bool {
    match sign.as_str() {
        "<" => value < *bound,
        "<=" => value <= *bound,
        ">" => value > *bound,
        ">=" => value >= *bound,
        "=" => value == *bound,
        _ => value != *bound,
    }
}

/// The minus sign of a number and what else stands before its digits. A section of its own that looks as the first one does
/// (red is all that tells them apart) needs the sign, too; one that says the opposite is put right.
fn sign(rounded: f64, pattern: &Pattern, all: &[Pattern]) -> (&'static str, String) {
    const SIGNS: [char; 3] = ['-', '−', '+'];
    let positive = all.iter().find(|other| !other.is_for_negatives()).unwrap_or(pattern);
    let alike = pattern.prefix == positive.prefix && pattern.suffix == positive.suffix;
    let sign = if rounded < 0.0 { "-" } else { "" };
    match () {
        // `CO-5`: a sign within the words is none.
        () if alike && rounded < 0.0 => (sign, pattern.prefix.trim_start_matches(SIGNS).to_owned()),
        () if alike => (sign, pattern.prefix.trim_start_matches(['-', '−']).to_owned()),
        () if pattern.bracketed || pattern.prefix.contains(SIGNS) => {
            (sign, pattern.prefix.replace(SIGNS, ""))
        }
        () => ("", pattern.prefix.clone()),
    }
}

/// The number without a format, at the 15 digits that spreadsheets keep.
fn plain(value: f64) -> String {
    format!("{}", significant(value))
}

fn significant(value: f64) -> f64 {
    format!("{value:.14e}").parse().unwrap_or(value)
}

/// The sections of a code: `;` parts them outside quotes, brackets and escapes.
fn sections(code: &str) -> Vec<&str> {
    let (mut sections, mut start) = (Vec::new(), 0);
    let (mut until, mut escaped) = (None, false);
    for (at, letter) in code.char_indices() {
        match (until, letter) {
            _ if escaped => escaped = false,
            (Some(end), letter) => until = Some(end).filter(|_| letter != end),
            (None, '"') => until = Some('"'),
            (None, '[') => until = Some(']'),
            (None, '\\' | '_' | '*') => escaped = true,
            (None, ';') => {
                sections.extend(code.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    sections.extend(code.get(start..));
    sections
}

/// What a section says; `None` when the number is best shown plainly.
fn pattern(section: &str) -> Option<Pattern> {
    let mut pattern = Pattern::default();
    let mut letters = section.chars();
    let (mut fraction, mut after_digits, mut comma_last) = (false, false, false);
    while let Some(letter) = letters.next() {
        let literal = match letter {
            '0' | '#' | '?' => {
                if after_digits {
                    return None;
                }
                pattern.digit(letter, fraction);
                comma_last = false;
                continue;
            }
            '.' if pattern.digits && !after_digits => {
                fraction = true;
                continue;
            }
            ',' if pattern.digits && !after_digits => {
                pattern.grouped = true;
                comma_last = true;
                continue;
            }
            '_' | '*' => {
                letters.next();
                continue;
            }
            '"' => letters.by_ref().take_while(|c| *c != '"').collect::<String>(),
            '\\' => letters.next().map(String::from).unwrap_or_default(),
            '[' => {
                let inside: String = letters.by_ref().take_while(|c| *c != ']').collect();
                let currency = inside.strip_prefix('$').map(|c| c.split('-').next().unwrap_or_default());
                pattern.condition = condition(&inside).or(pattern.condition);
                let Some(currency) = currency else { continue };
                currency.to_owned()
            }
            '%' => {
                pattern.percent = true;
                "%".to_owned()
            }
            'E' | 'e' | '@' | 'G' | '/' => return None,
            '(' | ')' => {
                pattern.bracketed |= !pattern.digits;
                continue;
            }
            other => other.to_string(),
        };
        after_digits |= pattern.digits;
        if pattern.digits { &mut pattern.suffix } else { &mut pattern.prefix }.push_str(&literal);
    }
    pattern.suffix.truncate(pattern.suffix.trim_end().len());
    pattern.prefix = pattern.prefix.trim_start().to_owned();
    if pattern.prefix.contains('(') && pattern.suffix.contains(')') {
        pattern.bracketed = true;
        pattern.prefix = pattern.prefix.replace('(', "");
        pattern.suffix = pattern.suffix.replace(')', "");
    }
    (!comma_last).then_some(pattern)
}

/// `>=1000`.
fn condition(inside: &str) -> Option<(String, f64)> {
    let number = inside.trim_start_matches(['<', '>', '=']);
    let sign = inside.strip_suffix(number).filter(|sign| !sign.is_empty())?;
    Some((sign.to_owned(), number.trim().parse().ok()?))
}

impl Pattern {
    fn digit(&mut self, letter: char, fraction: bool) {
        self.digits = true;
        if fraction {
            self.decimals += 1;
            if letter == '0' {
                self.fewest = self.decimals;
            }
        } else {
            self.zero |= letter == '0';
        }
    }

    /// `[<0]`.
    fn is_for_negatives(&self) -> bool {
        self.condition
            .as_ref()
            .is_some_and(|(sign, bound)| sign.starts_with('<') && sign != "<>" && *bound <= 0.0)
    }

    /// Digits without the last zeros that may be left out.
    fn shortened(&self, mut digits: String) -> String {
        for _ in self.fewest..self.decimals {
            if !digits.ends_with('0') {
                break;
            }
            digits.pop();
        }
        if digits.ends_with('.') {
            digits.pop();
        }
        digits
    }
}

fn group(digits: &str) -> String {
    let (whole, fraction) = digits.find('.').map_or((digits, ""), |at| digits.split_at(at));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + fraction
}

#[cfg(test)]
mod tests {
    use super::show;

    #[test]
    fn numbers_look_as_in_their_cell() {
        let cases = [
            (0.68, "0%", "68%"),
            (0.07, "0.0%", "7.0%"),
            (14.2, "\"$\"#,##0.00", "$14.20"),
            (14.2, "$#,##0.00_);($#,##0.00)", "$14.20"),
            (-1234.5, "[$€-407] #,##0.00", "-€ 1,234.50"),
            (1_234_567.0, "#,##0", "1,234,567"),
            (2.675, "0.00", "2.68"),
            (3.0, "0\" years\"", "3 years"),
            (0.1 + 0.2, "General", "0.3"),
            (15.0, "General", "15"),
            (1_200_000.0, "0.0,,", "1200000"),
            (1_200_000.0, "0.00E+00", "1200000"),
            (0.5, "# ?/?", "0.5"),
            (1.5, "0.##", "1.5"),
            (1.0, "#,##0.##", "1"),
            (1.256, "0.0#", "1.26"),
            (1.0, "0.0#", "1.0"),
            (100.0, "#", "100"),
        ];
        for (value, code, expected) in cases {
            assert_eq!(show(value, code).text, expected, "{value} as {code}");
        }
    }

    #[test]
    fn a_number_takes_the_section_of_its_sign() {
        let accounts = "_(\"$\"* #,##0.00_);_(\"$\"* \\(#,##0.00\\);_(\"$\"* \"-\"??_);_(@_)";
        let cases = [
            (-0.03, "+0.0%;-0.0%", "-3.0%"),
            (0.05, "+0.0%;-0.0%", "+5.0%"),
            (-3.0, "+0;-0;0", "-3"),
            (0.0, "+0;-0;0", "0"),
            (0.03, "\"▲\"0.0%;\"▼\"0.0%", "▲3.0%"),
            (-0.03, "\"▲\"0.0%;\"▼\"0.0%", "▼3.0%"),
            (-0.03, "[Red]-0%;[Blue]+0%", "-3%"),
            (-3.0, "+0", "-3"),
            // Red alone, a hidden number and a word are no signs that a text can keep.
            (-3.0, "0;[Red]0", "-3"),
            (-3.0, "0;;0", "-3"),
            (-3.0, "+0;\"less\"", "-3"),
            (0.0, "0%;-0%;", "0%"),
            (-14.2, "$#,##0.00_);($#,##0.00)", "-$14.20"),
            (-14.2, accounts, "-$14.20"),
            (0.0, accounts, "$0.00"),
            (-5.0, "_-\"€\"* #,##0.00_-;_-\"€\"* -#,##0.00_-", "-€5.00"),
            (-0.0001, "+0.0%;-0.0%", "0.0%"),
            (1.0, "0\";\";-0", "1;"),
            (1500.0, "[>=1000]#,##0;0.00", "1,500"),
            (5.0, "[>=1000]#,##0;0.00", "5.00"),
            (5.0, "[<1]0%;0.0,\"K\"", "5"),
            (-3.0, "0.0;General", "-3.0"),
            (-5.0, "\"CO-\"0", "-CO-5"),
            (5.0, "-0;0", "5"),
            (-0.5, "[<0]\"▼\"0%;\"▲\"0%", "▼50%"),
        ];
        for (value, code, expected) in cases {
            assert_eq!(show(value, code).text, expected, "{value} as {code}");
        }
    }

    #[test]
    fn only_a_bare_percent_sign_multiplies() {
        for (code, amount, percent) in [("0%", 14.0, true), ("0\\%", 0.14, false), ("0\"%\"", 0.14, false)] {
            let shown = show(0.14, code);
            assert!((shown.amount - amount).abs() < 1e-12 && shown.percent == percent, "{code}: {shown:?}");
        }
    }
}
