//! Known units and currencies, with the ways in which they are written.

/// A unit: its symbol, its English plural (empty when the symbol serves for all numbers), other spellings.
type Entry = (&'static str, &'static str, &'static [&'static str]);

/// Words: spelled in any case.
const WORDS: &[Entry] = &[
    (
        "%",
        "",
        &[
            "percent",
            "per cent",
            "pct",
            "prozent",
            "pour cent",
            "por ciento",
            "por cento",
            "per cento",
            "procent",
            "パーセント",
            "퍼센트",
        ],
    ),
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
            "ポイント",
            "%ポイント",
            "％ポイント",
            "パーセントポイント",
            "%포인트",
            "퍼센트포인트",
            "%p",
            "prozentpunkt",
            "prozentpunkte",
            "prozentpunkten",
            "point de pourcentage",
            "points de pourcentage",
            "punto porcentual",
            "puntos porcentuales",
            "ponto percentual",
            "pontos percentuais",
            "ponto porcentual",
            "pontos porcentuais",
            "punto percentuale",
            "punti percentuali",
            "procentpunt",
            "procentpunten",
        ],
    ),
    ("bp", "", &["bps", "basis point", "basis points"]),
    ("$", "", &["dollar", "dollars", "usd", "us dollars", "美元", "ドル"]),
    ("€", "", &["euro", "euros", "eur", "欧元", "ユーロ"]),
    ("£", "", &["pound sterling", "pounds sterling", "gbp"]),
    ("₹", "", &["rupee", "rupees", "inr"]),
    ("CHF", "", &["swiss francs"]),
    // Money or weight.
    ("pound", "pounds", &[]),
    ("cent", "cents", &[]),
    ("pence", "", &["penny"]),
    ("franc", "francs", &[]),
    ("krona", "kronor", &["krone", "kroner"]),
    ("peso", "pesos", &[]),
    ("rouble", "roubles", &["ruble", "rubles"]),
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
    (
        "point",
        "points",
        &[
            "pts",
            "punkt",
            "punkte",
            "punkten",
            "punto",
            "puntos",
            "ponto",
            "pontos",
            "punti",
            "punten",
            "포인트",
        ],
    ),
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
    ("NZD", "NZ$"),
    ("TWD", "NT$"),
    ("BRL", "R$"),
    ("RUB", "₽"),
    ("THB", "฿"),
    ("UAH", "₴"),
    ("VND", "₫"),
    ("SEK", "SEK"),
    ("NOK", "NOK"),
    ("DKK", "DKK"),
    ("ISK", "ISK"),
    ("PLN", "PLN"),
    ("CZK", "CZK"),
    ("HUF", "HUF"),
    ("MXN", "MXN"),
    ("CLP", "CLP"),
    ("ZAR", "ZAR"),
    ("EGP", "EGP"),
    ("NGN", "NGN"),
    ("ILS", "ILS"),
    ("AED", "AED"),
    ("SAR", "SAR"),
    ("IDR", "IDR"),
    ("MYR", "MYR"),
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
