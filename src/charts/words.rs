//! The words that charts write themselves, by language: names of marks, limits of classes, keys.
//!
//! Names of months and days stand in `syntax::calendar`, those of types in `nouns`; the English sentences of alternative
//! texts in `alt` and with the types.

use super::nouns;
use crate::model::{ChartType, Locale};

/// The words of a language; `{a}` and `{b}` are places.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// The language, `zh-hant` for Chinese in traditional characters.
    language: &'static str,
    /// The place in an order.
    pub(super) rank: &'static str,
    /// What a bar should reach.
    pub(super) target: &'static str,
    /// The middle of all values.
    pub(super) median: &'static str,
    /// What a histogram counts.
    pub(super) count: &'static str,
    /// A part of a whole.
    pub(super) share: &'static str,
    /// A part of `{a}`.
    share_of: &'static str,
    /// What candles show.
    pub(super) price: &'static str,
    /// How candles are read.
    pub(super) candles: &'static str,
    /// What one symbol stands for: `{a}`.
    symbol: &'static str,
    /// From `{a}` to `{b}`.
    range: &'static str,
    /// What of `{a}` belongs to none of its parts.
    rest: &'static str,
    /// The greatest of all values, `{a}`, and the least, `{b}`, with their names.
    ends: &'static str,
    /// The same of medians.
    medians: &'static str,
}

const ALL: [Words; 10] = [
    Words {
        language: "en",
        rank: "Rank",
        target: "Target",
        median: "Median",
        count: "Number of records",
        share: "Share",
        share_of: "Share of {a}",
        price: "Price",
        candles: "hollow: rise, filled: fall",
        symbol: "one symbol is {a}",
        range: "{a} to {b}",
        rest: "{a} (rest)",
        ends: "Highest: {a}; lowest: {b}.",
        medians: "Highest median: {a}; lowest: {b}.",
    },
    Words {
        language: "de",
        rank: "Rang",
        target: "Ziel",
        median: "Median",
        count: "Anzahl",
        share: "Anteil",
        share_of: "Anteil: {a}",
        price: "Kurs",
        candles: "hohl: gestiegen, gefüllt: gefallen",
        symbol: "ein Symbol steht für {a}",
        range: "{a} bis {b}",
        rest: "{a} (Rest)",
        ends: "Höchster Wert: {a}; niedrigster: {b}.",
        medians: "Höchster Median: {a}; niedrigster: {b}.",
    },
    Words {
        language: "fr",
        rank: "Rang",
        target: "Objectif",
        median: "Médiane",
        count: "Nombre",
        share: "Part",
        share_of: "Part\u{a0}: {a}",
        price: "Cours",
        candles: "vide\u{a0}: hausse, plein\u{a0}: baisse",
        symbol: "un symbole vaut {a}",
        range: "{a} à {b}",
        rest: "{a} (reste)",
        ends: "Valeur la plus haute\u{a0}: {a}\u{a0}; la plus basse\u{a0}: {b}.",
        medians: "Médiane la plus haute\u{a0}: {a}\u{a0}; la plus basse\u{a0}: {b}.",
    },
    Words {
        language: "es",
        rank: "Puesto",
        target: "Objetivo",
        median: "Mediana",
        count: "Cantidad",
        share: "Proporción",
        share_of: "Proporción: {a}",
        price: "Precio",
        candles: "hueca: alza, llena: baja",
        symbol: "un símbolo equivale a {a}",
        range: "{a} a {b}",
        rest: "{a} (resto)",
        ends: "Valor más alto: {a}; más bajo: {b}.",
        medians: "Mediana más alta: {a}; más baja: {b}.",
    },
    Words {
        language: "pt",
        rank: "Posição",
        target: "Meta",
        median: "Mediana",
        count: "Quantidade",
        share: "Proporção",
        share_of: "Proporção: {a}",
        price: "Preço",
        candles: "vazia: alta, cheia: baixa",
        symbol: "um símbolo equivale a {a}",
        range: "{a} a {b}",
        rest: "{a} (resto)",
        ends: "Valor mais alto: {a}; mais baixo: {b}.",
        medians: "Mediana mais alta: {a}; mais baixa: {b}.",
    },
    Words {
        language: "ja",
        rank: "順位",
        target: "目標",
        median: "中央値",
        count: "件数",
        share: "割合",
        share_of: "{a}の割合",
        price: "価格",
        candles: "白抜き：上昇、塗り：下落",
        symbol: "記号1つは{a}",
        range: "{a}～{b}",
        rest: "{a}（その他）",
        ends: "最大は{a}、最小は{b}。",
        medians: "中央値の最大は{a}、最小は{b}。",
    },
    Words {
        language: "ko",
        rank: "순위",
        target: "목표",
        median: "중앙값",
        count: "건수",
        share: "비율",
        share_of: "{a} 비율",
        price: "가격",
        candles: "빈 막대: 상승, 찬 막대: 하락",
        symbol: "기호 하나는 {a}",
        range: "{a}~{b}",
        rest: "{a}(나머지)",
        ends: "최댓값: {a}, 최솟값: {b}.",
        medians: "가장 높은 중앙값: {a}, 가장 낮은 중앙값: {b}.",
    },
    Words {
        language: "zh",
        rank: "排名",
        target: "目标",
        median: "中位数",
        count: "数量",
        share: "占比",
        share_of: "{a}占比",
        price: "价格",
        candles: "空心：上涨，实心：下跌",
        symbol: "每个符号代表{a}",
        range: "{a}至{b}",
        rest: "{a}（其余）",
        ends: "最高：{a}；最低：{b}。",
        medians: "中位数最高：{a}；最低：{b}。",
    },
    Words {
        language: "zh-hant",
        rank: "排名",
        target: "目標",
        median: "中位數",
        count: "數量",
        share: "占比",
        share_of: "{a}占比",
        price: "價格",
        candles: "空心：上漲，實心：下跌",
        symbol: "每個符號代表{a}",
        range: "{a}至{b}",
        rest: "{a}（其餘）",
        ends: "最高：{a}；最低：{b}。",
        medians: "中位數最高：{a}；最低：{b}。",
    },
    Words {
        language: "ar",
        rank: "الترتيب",
        target: "الهدف",
        median: "الوسيط",
        count: "العدد",
        share: "الحصة",
        share_of: "الحصة: {a}",
        price: "السعر",
        candles: "فارغ: ارتفاع، ممتلئ: انخفاض",
        symbol: "كل رمز يمثل {a}",
        range: "{a} إلى {b}",
        rest: "{a} (الباقي)",
        ends: "أعلى قيمة: {a}؛ أدنى قيمة: {b}.",
        medians: "أعلى وسيط: {a}؛ أدنى وسيط: {b}.",
    },
];

impl Words {
    /// The words of a locale; English for languages that are not built in.
    pub(super) fn of(locale: &Locale) -> &'static Self {
        let traditional = Locale::is_traditional(&locale.language);
        let wanted = if traditional { "zh-hant".to_owned() } else { locale.primary() };
        ALL.iter().find(|words| words.language == wanted).unwrap_or(Self::english())
    }

    /// The words of English, in which most sentences about data are written.
    pub(super) const fn english() -> &'static Self {
        &ALL[0]
    }

    /// "Highest: Terbium, 220%; lowest: Neodymium, 45%."
    pub(super) fn ends(&self, highest: &str, lowest: &str) -> String {
        self.ends.replace("{a}", highest).replace("{b}", lowest)
    }

    /// "Highest median: North, 34; lowest: South, 21."
    pub(super) fn medians(&self, highest: &str, lowest: &str) -> String {
        self.medians.replace("{a}", highest).replace("{b}", lowest)
    }

    /// The name of a type of chart, or of any chart; `None` in English.
    pub(super) fn noun(&self, kind: Option<ChartType>) -> Option<&'static str> {
        nouns::noun(kind, self.language)
    }

    /// Whether its marks are as wide as its letters, so that no space follows them.
    pub(super) fn is_wide(&self) -> bool {
        matches!(self.language, "ja" | "zh" | "zh-hant")
    }

    /// "10 to 20".
    pub(super) fn range(&self, from: &str, to: &str) -> String {
        self.range.replace("{a}", from).replace("{b}", to)
    }

    /// "Coast (rest)".
    pub(super) fn rest(&self, whole: &str) -> String {
        self.rest.replace("{a}", whole)
    }

    /// "Share of sales"; "Share" of nothing named.
    pub(super) fn share_of(&self, measure: &str) -> String {
        if measure.is_empty() { self.share.to_owned() } else { self.share_of.replace("{a}", measure) }
    }

    /// "one symbol is 5 million".
    pub(super) fn symbol(&self, amount: &str) -> String {
        self.symbol.replace("{a}", amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_go_by_language() {
        let of = |tag: &str| Words::of(&Locale::of(tag));
        assert_eq!(of("de-AT").range("1", "2"), "1 bis 2");
        assert_eq!((of("zh-TW").target, of("zh").target, of("sv").target), ("目標", "目标", "Target"));
        assert_eq!(
            (of("ja").share_of("売上"), of("en").share_of("")),
            ("売上の割合".to_owned(), "Share".to_owned())
        );
        assert_eq!(of("fr").symbol("5"), "un symbole vaut 5");
    }
}
