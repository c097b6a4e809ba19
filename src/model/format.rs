//! How values are printed: formats are declared once, on the field, and serve prose, tables, axes and downloads.

/// How a computed value is printed. Every part is optional; `Format::default()` prints plainly by locale.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Format {
    /// Digits after the decimal mark; `None` prints as many as the number needs, at most two for computed numbers.
    pub decimals: Option<u8>,
    /// Whether `decimals` were declared, and so hold for all that is computed from the field: those of cells hold for sums only.
    pub declared: bool,
    /// `12.3M` instead of `12,300,000` (万/億 by language).
    pub compact: bool,
    /// `+` before positive numbers.
    pub signed: bool,
    /// Print as percent: a bare 0.68 is `68%`.
    pub percent: bool,
    /// Print with this currency sign.
    pub currency: Option<String>,
    /// Text after the number, for a unit that is said otherwise (`x`, ` days`).
    pub suffix: Option<String>,
    /// Whether thousands are grouped; `None` asks the locale.
    pub grouped: Option<bool>,
    /// `strftime` pattern for dates.
    pub date: Option<String>,
}

/// What a language asks of numbers and dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locale {
    /// BCP 47 tag: `en`, `de-AT`, `zh-Hans`.
    pub language: String,
    /// Decimal mark.
    pub decimal: char,
    /// Thousands separator.
    pub group: char,
    /// Signs for `.compact()`, smallest first, with their powers of ten.
    pub scales: &'static [(&'static str, u8)],
    /// `strftime` patterns for dates.
    pub dates: DatePatterns,
    /// The names of the months, from January; `None` prints what `strftime` says, in English.
    pub months: Option<&'static [&'static str; 12]>,
    /// Quotation marks.
    pub quotes: Quotes,
}

/// `strftime` patterns by how much of a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatePatterns {
    /// A year.
    pub year: &'static str,
    /// A month of a year.
    pub month: &'static str,
    /// A day.
    pub day: &'static str,
}

/// The quotation marks that straight ones become: opening and closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotes {
    /// For `"…"`.
    pub double: (&'static str, &'static str),
    /// For `'…'`; an apostrophe is none of them.
    pub single: (&'static str, &'static str),
}

impl Quotes {
    /// A text with the marks of keyboards in the place of those that the typography of a page makes of them.
    #[must_use]
    pub fn straight(&self, text: &str) -> String {
        let (double, single) = (self.double, self.single);
        // Single ones of Spanish are double ones of English.
        let marks = [
            (single.0, "'"),
            (single.1, "'"),
            (double.0, "\""),
            (double.1, "\""),
            ("‘", "'"),
            ("’", "'"),
            ("“", "\""),
            ("”", "\""),
            ("\u{5f4}", "\""),
            ("—", "---"),
            ("–", "--"),
            ("…", "..."),
        ];
        marks.iter().fold(text.to_owned(), |text, (made, typed)| text.replace(made, typed))
    }
}

impl Locale {
    /// The locale of a BCP 47 tag; an unknown language prints as English. Patterns and marks follow CLDR 46
    /// (<https://cldr.unicode.org>), with Latin digits in every language.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let swiss = tag.to_ascii_uppercase().ends_with("CH");
        let (decimal, group) = match primary.as_str() {
            "de" if swiss => ('.', '’'),
            "de" | "es" | "pt" | "it" | "nl" => (',', '.'),
            "fr" => (',', '\u{202f}'),
            _ => ('.', ','),
        };
        Self {
            language: tag.to_owned(),
            decimal,
            group,
            scales: scales(&primary, Self::is_traditional(tag)),
            dates: dates(&primary),
            months: months(&primary),
            quotes: quotes(&primary, Self::is_traditional(tag), swiss),
        }
    }

    /// Whether a tag means Chinese in traditional characters.
    #[must_use]
    pub fn is_traditional(tag: &str) -> bool {
        let tag = tag.to_ascii_lowercase().replace('_', "-");
        let mut parts = tag.split('-');
        let chinese = parts.next() == Some("zh");
        // The script, where it is given, outweighs the region.
        let script = parts.clone().find(|part| matches!(*part, "hant" | "hans"));
        chinese
            && script.map_or_else(|| parts.any(|part| matches!(part, "tw" | "hk" | "mo")), |s| s == "hant")
    }

    /// Whether a billion is a million millions in a language, as in most of Europe's other than English.
    #[must_use]
    pub fn has_long_scale(tag: &str) -> bool {
        const LONG: [&str; 22] = [
            "af", "ca", "cs", "da", "de", "es", "eu", "fi", "fr", "gl", "hr", "hu", "it", "lb", "nb", "nl",
            "nn", "no", "pl", "sk", "sl", "sv",
        ];
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        // Brazil counts by the short scale, and so does Puerto Rico.
        let region = tag.get(primary.len() + 1..).unwrap_or_default();
        let is = |language: &str| primary.eq_ignore_ascii_case(language);
        if is("pt") {
            return region.eq_ignore_ascii_case("PT");
        }
        LONG.into_iter().any(is) && !(is("es") && region.eq_ignore_ascii_case("PR"))
    }

    /// The primary language in lower case: `de` of `de-AT`.
    #[must_use]
    pub fn primary(&self) -> String {
        self.language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
    }
}

fn scales(primary: &str, traditional: bool) -> &'static [(&'static str, u8)] {
    match primary {
        "zh" if traditional => &[("萬", 4), ("億", 8), ("兆", 12)],
        "zh" => &[("万", 4), ("亿", 8), ("万亿", 12)],
        "ja" => &[("万", 4), ("億", 8), ("兆", 12)],
        "ko" => &[("만", 4), ("억", 8), ("조", 12)],
        _ => &[("K", 3), ("M", 6), ("B", 9), ("T", 12)],
    }
}

const fn patterns(year: &'static str, month: &'static str, day: &'static str) -> DatePatterns {
    DatePatterns { year, month, day }
}

fn dates(primary: &str) -> DatePatterns {
    match primary {
        "zh" | "ja" => patterns("%Y年", "%Y年%-m月", "%Y年%-m月%-d日"),
        "ko" => patterns("%Y년", "%Y년 %-m월", "%Y년 %-m월 %-d일"),
        "de" => patterns("%Y", "%B %Y", "%-d. %B %Y"),
        "es" | "pt" => patterns("%Y", "%B de %Y", "%-d de %B de %Y"),
        "it" => patterns("%Y", "%m/%Y", "%d/%m/%Y"),
        _ => patterns("%Y", "%B %Y", "%-d %B %Y"),
    }
}

fn months(primary: &str) -> Option<&'static [&'static str; 12]> {
    Some(match primary {
        "de" => &[
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ],
        "fr" => &[
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
        "es" => &[
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
        "pt" => &[
            "janeiro",
            "fevereiro",
            "março",
            "abril",
            "maio",
            "junho",
            "julho",
            "agosto",
            "setembro",
            "outubro",
            "novembro",
            "dezembro",
        ],
        "ar" => &[
            "يناير",
            "فبراير",
            "مارس",
            "أبريل",
            "مايو",
            "يونيو",
            "يوليو",
            "أغسطس",
            "سبتمبر",
            "أكتوبر",
            "نوفمبر",
            "ديسمبر",
        ],
        _ => return None,
    })
}

fn quotes(primary: &str, traditional: bool, swiss: bool) -> Quotes {
    let (double, single) = match primary {
        "de" if swiss => (("«", "»"), ("‹", "›")),
        "de" => (("„", "“"), ("‚", "‘")),
        // Narrow no-break spaces stand inside French marks.
        "fr" => (("«\u{202f}", "\u{202f}»"), ("‹\u{202f}", "\u{202f}›")),
        "es" | "ar" | "it" => (("«", "»"), ("“", "”")),
        "he" => (("”", "”"), ("’", "’")),
        "ja" => (("「", "」"), ("『", "』")),
        "zh" if traditional => (("「", "」"), ("『", "』")),
        _ => (("“", "”"), ("‘", "’")),
    };
    Quotes { double, single }
}

impl Default for Locale {
    fn default() -> Self {
        Self::of("en")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_characters_follow_the_script_before_the_region() {
        for (tag, expected) in [
            ("zh", false),
            ("zh-Hant", true),
            ("zh-hant-CN", true),
            ("zh-TW", true),
            ("zh_HK", true),
            ("zh-Hans-HK", false),
            ("ja-TW", false),
        ] {
            assert_eq!(Locale::is_traditional(tag), expected, "{tag}");
        }
    }
}
