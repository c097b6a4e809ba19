//! Spreadsheet number formats: a number as its cell shows it (`0.0%`, `[$€-407] #,##0.00`, `0" days"`).
//!
//! Only the first section counts, and only what stands around the digits, the decimals, the grouping and `%`. Formats
//! that change the number otherwise (powers, fractions, thousands cut off) show it plainly.

/// A number format, as far as it matters.
#[derive(Debug, Default, PartialEq, Eq)]
struct Pattern {
    prefix: String,
    suffix: String,
    decimals: usize,
    grouped: bool,
    percent: bool,
}

/// The number as text in a format code.
pub(super) fn show(value: f64, code: &str) -> String {
    let Some(pattern) = pattern(code) else { return plain(value) };
    let value = if pattern.percent { value * 100.0 } else { value };
    // Rounding halves away from zero, as spreadsheets do, not by the last binary digit.
    let scale = 10f64.powi(pattern.decimals as i32);
    let rounded = (significant(value * scale)).round() / scale;
    let digits = format!("{:.*}", pattern.decimals, rounded.abs());
    let digits = if pattern.grouped { group(&digits) } else { digits };
    let sign = if rounded < 0.0 { "-" } else { "" };
    format!("{sign}{}{digits}{}", pattern.prefix, pattern.suffix)
}

/// The number without a format, at the 15 digits that spreadsheets keep.
fn plain(value: f64) -> String {
    format!("{}", significant(value))
}

fn significant(value: f64) -> f64 {
    format!("{value:.14e}").parse().unwrap_or(value)
}

/// What a format code says; `None` when the number is best shown plainly.
fn pattern(code: &str) -> Option<Pattern> {
    let mut pattern = Pattern::default();
    let mut letters = code.chars().peekable();
    let (mut digits, mut fraction, mut after_digits) = (false, false, false);
    let mut comma_last = false;
    while let Some(letter) = letters.next() {
        let mut literal = None;
        match letter {
            ';' => break,
            '0' | '#' | '?' => {
                if after_digits {
                    return None;
                }
                digits = true;
                pattern.decimals += usize::from(fraction);
                comma_last = false;
                continue;
            }
            '.' if digits && !after_digits => {
                fraction = true;
                continue;
            }
            ',' if digits && !after_digits => {
                pattern.grouped = true;
                comma_last = true;
                continue;
            }
            '_' | '*' => {
                letters.next();
                continue;
            }
            '"' => literal = Some(letters.by_ref().take_while(|c| *c != '"').collect::<String>()),
            '\\' => literal = letters.next().map(String::from),
            '[' => {
                let inside: String = letters.by_ref().take_while(|c| *c != ']').collect();
                literal =
                    inside.strip_prefix('$').map(|c| c.split('-').next().unwrap_or_default().to_owned());
            }
            '%' => {
                pattern.percent = true;
                literal = Some("%".to_owned());
            }
            'E' | 'e' | '@' | 'G' | '/' => return None,
            '(' | ')' => {}
            other => literal = Some(other.to_string()),
        }
        let Some(literal) = literal else { continue };
        after_digits |= digits;
        if digits { &mut pattern.suffix } else { &mut pattern.prefix }.push_str(&literal);
    }
    pattern.suffix.truncate(pattern.suffix.trim_end().len());
    pattern.prefix = pattern.prefix.trim_start().to_owned();
    (digits && !comma_last).then_some(pattern)
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
        ];
        for (value, code, expected) in cases {
            assert_eq!(show(value, code), expected, "{value} as {code}");
        }
    }
}
