//! Known units, currencies and scale words, with the ways in which they are written.

/// A unit: its symbol, its English plural (empty when the symbol serves for all numbers), other spellings.
type Entry = (&'static str, &'static str, &'static [&'static str]);

/// Words: spelled in any case.
const WORDS: &[Entry] = &[
    ("%", "", &["percent", "per cent", "pct"]),
    (
        "pp",
        "",
        &[
            "ppt",
            "ppts",
            "p.p.",
            "percentage point",
            "percentage points",
            "个百分点",
            "百分点",
            "個百分點",
            "百分點",
        ],
    ),
    ("bp", "", &["bps", "basis point", "basis points"]),
    ("$", "", &["dollar", "dollars", "usd", "us dollars", "美元", "ドル"]),
    ("€", "", &["euro", "euros", "eur", "欧元", "ユーロ"]),
    ("£", "", &["pound sterling", "pounds sterling", "gbp"]),
    ("元", "", &["人民币"]),
    ("円", "", &[]),
    ("원", "", &[]),
    ("CNY", "", &["rmb", "yuan"]),
    ("JPY", "", &["yen"]),
    ("KRW", "", &["won"]),
    ("second", "seconds", &["sec", "secs", "秒"]),
    ("minute", "minutes", &["min", "mins", "分钟", "分"]),
    ("hour", "hours", &["hr", "hrs", "小时", "時間", "시간"]),
    ("day", "days", &["天", "日", "일"]),
    ("week", "weeks", &["wk", "wks", "周", "週", "주"]),
    ("month", "months", &["mo", "mos", "个月", "か月", "개월"]),
    ("quarter", "quarters", &["季度"]),
    ("year", "years", &["yr", "yrs", "年", "년"]),
    ("decade", "decades", &[]),
    ("person", "people", &["persons", "人", "名", "명"]),
    ("user", "users", &["用户"]),
    ("customer", "customers", &["客户"]),
    ("client", "clients", &[]),
    ("employee", "employees", &[]),
    ("developer", "developers", &[]),
    ("merchant", "merchants", &[]),
    ("subscriber", "subscribers", &[]),
    ("visitor", "visitors", &[]),
    ("visit", "visits", &[]),
    ("view", "views", &[]),
    ("booking", "bookings", &[]),
    ("order", "orders", &[]),
    ("download", "downloads", &[]),
    ("post", "posts", &[]),
    ("company", "companies", &["家"]),
    ("firm", "firms", &[]),
    ("household", "households", &[]),
    ("country", "countries", &[]),
    ("student", "students", &[]),
    ("patient", "patients", &[]),
    ("vehicle", "vehicles", &["辆"]),
    ("car", "cars", &[]),
    ("unit", "units", &["台", "件"]),
    ("item", "items", &["个"]),
    ("job", "jobs", &[]),
    ("case", "cases", &[]),
    ("time", "times", &["次"]),
    ("point", "points", &["pts"]),
    ("share", "shares", &["股"]),
    ("token", "tokens", &[]),
    ("parameter", "parameters", &[]),
    ("word", "words", &[]),
    ("page", "pages", &[]),
    ("barrel", "barrels", &["bbl"]),
    ("mile", "miles", &[]),
    ("acre", "acres", &[]),
    ("t", "", &["tonne", "tonnes", "metric ton", "metric tons", "吨", "トン"]),
    ("ton", "tons", &[]),
    ("kg", "", &["kilogram", "kilograms", "公斤"]),
    ("km", "", &["kilometre", "kilometres", "kilometer", "kilometers", "公里"]),
    ("m", "", &["metre", "metres", "meter", "meters", "米"]),
    ("L", "", &["litre", "litres", "liter", "liters", "升"]),
];

/// Symbols: case matters (`MW` is no `mW`).
const SYMBOLS: &[Entry] = &[
    ("%", "", &["％"]),
    ("‰", "", &[]),
    ("x", "", &["×", "倍"]),
    ("°C", "", &["℃"]),
    ("°F", "", &["℉"]),
    ("°", "", &[]),
    ("mm", "", &[]),
    ("cm", "", &[]),
    ("nm", "", &[]),
    ("µm", "", &["μm"]),
    ("g", "", &[]),
    ("mg", "", &[]),
    ("kt", "", &[]),
    ("Mt", "", &[]),
    ("Gt", "", &[]),
    ("lb", "", &["lbs"]),
    ("oz", "", &[]),
    ("ha", "", &[]),
    ("m²", "", &["m2", "sqm", "平方米"]),
    ("km²", "", &["km2", "sq km", "平方公里"]),
    ("m³", "", &["m3"]),
    ("ml", "", &["mL"]),
    ("l", "", &[]),
    ("s", "", &[]),
    ("ms", "", &[]),
    ("h", "", &[]),
    ("ft", "", &[]),
    ("mi", "", &[]),
    ("W", "", &[]),
    ("kW", "", &[]),
    ("MW", "", &[]),
    ("GW", "", &[]),
    ("TW", "", &[]),
    ("Wh", "", &[]),
    ("kWh", "", &[]),
    ("MWh", "", &[]),
    ("GWh", "", &[]),
    ("TWh", "", &[]),
    ("J", "", &[]),
    ("kJ", "", &[]),
    ("MJ", "", &[]),
    ("GJ", "", &[]),
    ("TJ", "", &[]),
    ("V", "", &[]),
    ("Hz", "", &[]),
    ("kHz", "", &[]),
    ("MHz", "", &[]),
    ("GHz", "", &[]),
    ("KB", "", &["kB"]),
    ("MB", "", &[]),
    ("GB", "", &[]),
    ("TB", "", &[]),
    ("PB", "", &[]),
    ("Mbps", "", &["Mbit/s"]),
    ("Gbps", "", &["Gbit/s"]),
    ("ppm", "", &[]),
    ("dB", "", &[]),
];

/// Currency signs before a number, longest first, with the unit they stand for.
const CURRENCIES: &[(&str, &str)] = &[
    ("US$", "$"),
    ("USD", "$"),
    ("EUR", "€"),
    ("GBP", "£"),
    ("HK$", "HK$"),
    ("NT$", "NT$"),
    ("NZ$", "NZ$"),
    ("CNY", "CNY"),
    ("RMB", "CNY"),
    ("JPY", "JPY"),
    ("KRW", "KRW"),
    ("CHF", "CHF"),
    ("INR", "₹"),
    ("AUD", "A$"),
    ("CAD", "C$"),
    ("HKD", "HK$"),
    ("SGD", "S$"),
    ("A$", "A$"),
    ("C$", "C$"),
    ("S$", "S$"),
    ("R$", "R$"),
    ("$", "$"),
    ("€", "€"),
    ("£", "£"),
    ("¥", "¥"),
    ("￥", "¥"),
    ("₩", "₩"),
    ("₹", "₹"),
    ("₽", "₽"),
    ("₺", "₺"),
    ("₫", "₫"),
    ("฿", "฿"),
    ("₴", "₴"),
    ("₿", "₿"),
];

/// Scale words and their powers of ten, longest first within a script.
const SCALES: &[(&str, u8)] = &[
    ("trillions", 12),
    ("trillion", 12),
    ("billions", 9),
    ("billion", 9),
    ("millions", 6),
    ("million", 6),
    ("thousands", 3),
    ("thousand", 3),
    ("mln", 6),
    ("mio.", 6),
    ("mio", 6),
    ("mrd.", 9),
    ("mrd", 9),
    ("bn", 9),
    ("mn", 6),
    ("tn", 12),
    ("万亿", 12),
    ("萬億", 12),
    ("千亿", 11),
    ("百亿", 10),
    ("十亿", 9),
    ("千万", 7),
    ("百万", 6),
    ("万", 4),
    ("萬", 4),
    ("億", 8),
    ("亿", 8),
    ("兆", 12),
    ("만", 4),
    ("억", 8),
    ("조", 12),
    ("千", 3),
];

/// Scale words of languages in which a billion is a million millions; in such a text they come before the others.
const LONG_SCALES: &[(&str, u8)] = &[
    // English as it is written there, German and French.
    ("billions", 12),
    ("billion", 12),
    ("trillions", 18),
    ("trillion", 18),
    ("millionen", 6),
    ("milliarden", 9),
    ("milliarde", 9),
    ("billionen", 12),
    ("bio.", 12),
    ("bio", 12),
    ("billiarden", 15),
    ("billiarde", 15),
    ("trillionen", 18),
    ("milliards", 9),
    ("milliard", 9),
    ("mds", 9),
    ("md", 9),
    // Spanish and Portuguese.
    ("mil millones", 9),
    ("millones", 6),
    ("millón", 6),
    ("billones", 12),
    ("billón", 12),
    ("trillones", 18),
    ("trillón", 18),
    ("mil milhões", 9),
    ("milhões", 6),
    ("milhão", 6),
    ("biliões", 12),
    ("bilião", 12),
    // Italian and Dutch.
    ("milioni", 6),
    ("milione", 6),
    ("miliardi", 9),
    ("miliardo", 9),
    ("bilioni", 12),
    ("mld", 9),
    ("miljoen", 6),
    ("miljard", 9),
    ("biljoen", 12),
    ("triljoen", 18),
    // Danish, Norwegian and Swedish.
    ("millioner", 6),
    ("milliarder", 9),
    ("billioner", 12),
    ("miljoner", 6),
    ("miljon", 6),
    ("miljarder", 9),
    ("biljoner", 12),
    ("biljon", 12),
];

/// Scale letters: case matters, and they stand directly behind the number.
const LETTERS: &[(char, u8)] = &[('k', 3), ('K', 3), ('M', 6), ('B', 9), ('b', 9), ('T', 12)];

/// Scale letters that are units too, and scales only where money or counted things stand around them.
const AMBIGUOUS: &[(char, u8)] = &[('m', 6), ('t', 12)];

/// The symbol of a unit as it is written: `days` is `day`, `MW` is `MW`; `None` for unknown words.
pub(super) fn symbol(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        return None;
    }
    let exact = |entry: &&Entry| entry.0 == text || entry.1 == text || entry.2.contains(&text);
    if let Some(entry) = SYMBOLS.iter().chain(WORDS).find(exact) {
        return Some(entry.0);
    }
    if let Some((_, unit)) = CURRENCIES.iter().find(|(sign, _)| *sign == text) {
        return Some(unit);
    }
    let lower = text.to_lowercase();
    // One letter is a symbol, and its case tells units apart.
    if lower.chars().count() < 2 {
        return None;
    }
    let found = |entry: &&Entry| entry.0 == lower || entry.1 == lower || entry.2.contains(&lower.as_str());
    WORDS.iter().find(found).map(|entry| entry.0)
}

/// The currency sign at the start of `text`: how long it is, and its unit.
pub(super) fn currency_prefix(text: &str) -> Option<(usize, &'static str)> {
    CURRENCIES.iter().find(|(sign, _)| text.starts_with(sign)).map(|(sign, unit)| (sign.len(), *unit))
}

/// Whether a unit's symbol is a currency, printed before the number.
pub(crate) fn is_currency(symbol: &str) -> bool {
    CURRENCIES.iter().any(|(_, unit)| *unit == symbol)
}

/// Whether `sign`, as written, means the currency `symbol`.
pub(crate) fn is_sign_of(sign: &str, symbol: &str) -> bool {
    CURRENCIES.iter().any(|(known, unit)| *known == sign && *unit == symbol)
}

/// The English plural of a unit's symbol, if it is a word.
pub(crate) fn plural(symbol: &str) -> Option<&'static str> {
    WORDS.iter().find(|entry| entry.0 == symbol && !entry.1.is_empty()).map(|entry| entry.1)
}

/// The scale at the start of `text` (spaces before it are stripped): how many bytes it takes, and its power of ten.
///
/// `money` says that a currency stands before the number; `spaced` that a space does.
pub(super) fn scale_prefix(text: &str, money: bool, spaced: bool) -> Option<(usize, u8)> {
    if let Some(found) = word_prefix(SCALES, text) {
        return Some(found);
    }
    let first = text.chars().next()?;
    let rest = text.get(first.len_utf8()..)?;
    if !ends_word(rest) || (spaced && !money) {
        return None;
    }
    let counted = || rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    let known =
        |list: &[(char, u8)]| list.iter().find(|(letter, _)| *letter == first).map(|(_, power)| (1, *power));
    known(LETTERS).or_else(|| known(AMBIGUOUS).filter(|_| money || counted()))
}

/// The scale word at the start of `text` in a language of the long scale.
pub(super) fn long_scale_prefix(text: &str) -> Option<(usize, u8)> {
    word_prefix(LONG_SCALES, text)
}

fn word_prefix(list: &[(&str, u8)], text: &str) -> Option<(usize, u8)> {
    let reads = |word: &str| {
        // Words of Latin letters end where the letters do; Chinese signs are followed by anything.
        let latin = word.starts_with(|c: char| c.is_ascii());
        text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
            && (!latin || text.get(word.len()..).is_some_and(ends_word))
    };
    list.iter().find(|(word, _)| reads(word)).map(|(word, power)| (word.len(), *power))
}

fn ends_word(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_alphabetic() && c.is_ascii())
}
