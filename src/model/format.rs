//! How values are printed: formats are declared once, on the field, and serve prose, tables, axes and downloads.

/// How a computed value is printed. Every part is optional; `Format::default()` prints plainly by locale.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Format {
    /// Digits after the decimal mark; `None` prints as many as the number needs, at most two for computed numbers.
    pub decimals: Option<u8>,
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
    /// `strftime` pattern for a whole date.
    pub date: &'static str,
}

impl Locale {
    /// The locale of a BCP 47 tag; an unknown language prints as English.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let traditional = tag.contains("Hant") || tag.ends_with("TW") || tag.ends_with("HK");
        let (decimal, group) = match primary.as_str() {
            "de" | "es" | "pt" | "it" | "nl" => (',', '.'),
            "fr" => (',', '\u{202f}'),
            _ => ('.', ','),
        };
        let scales: &[(&str, u8)] = match primary.as_str() {
            "zh" if traditional => &[("萬", 4), ("億", 8), ("兆", 12)],
            "zh" => &[("万", 4), ("亿", 8), ("万亿", 12)],
            "ja" => &[("万", 4), ("億", 8), ("兆", 12)],
            "ko" => &[("만", 4), ("억", 8), ("조", 12)],
            _ => &[("K", 3), ("M", 6), ("B", 9), ("T", 12)],
        };
        let date = match primary.as_str() {
            "zh" | "ja" => "%Y年%-m月%-d日",
            "ko" => "%Y년 %-m월 %-d일",
            "de" => "%-d.%-m.%Y",
            "fr" | "es" | "pt" | "it" => "%d/%m/%Y",
            _ => "%-d %B %Y",
        };
        Self { language: tag.to_owned(), decimal, group, scales, date }
    }
}

impl Default for Locale {
    fn default() -> Self {
        Self::of("en")
    }
}
