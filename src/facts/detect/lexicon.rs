//! Words that tell what a number is.

use std::collections::HashSet;
use std::sync::OnceLock;

/// A list of words, which are parted by spaces.
pub(super) struct List {
    text: &'static str,
    words: OnceLock<HashSet<&'static str>>,
}

impl List {
    pub(super) const fn of(text: &'static str) -> Self {
        Self { text, words: OnceLock::new() }
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.words.get_or_init(|| self.text.split_ascii_whitespace().collect()).contains(word)
    }

    /// The same for a word in any case.
    pub(super) fn has_lower(&self, word: &str) -> bool {
        if word.chars().any(char::is_uppercase) { self.has(&word.to_lowercase()) } else { self.has(word) }
    }
}

/// Months, whole and short, of a language; the English ones count in all, and need a capital: `may` and `march` are other words.
pub(in crate::facts) fn is_month(word: &str, language: &str) -> bool {
    static ENGLISH: List = List::of(
        "\
        january february march april may june july august september october november december jan \
        feb mar apr jun jul aug sep sept oct nov dec",
    );
    static GERMAN: List = List::of(
        "\
        januar jänner februar märz april mai juni juli august september oktober november dezember \
        jan feb mär apr jun jul aug sep sept okt nov dez",
    );
    static FRENCH: List = List::of(
        "\
        janvier février mars avril mai juin juillet août septembre octobre novembre décembre janv \
        févr avr juil sept oct nov déc",
    );
    static SPANISH: List = List::of(
        "\
        enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre \
        diciembre ene feb abr jun jul ago sept oct nov dic",
    );
    static PORTUGUESE: List = List::of(
        "\
        janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro jan \
        fev abr jun jul ago set out nov dez",
    );
    static ITALIAN: List = List::of(
        "\
        gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre \
        dicembre gen feb apr mag giu lug ago ott nov dic",
    );
    static DUTCH: List = List::of(
        "\
        januari februari maart april mei juni juli augustus september oktober november december jan \
        feb mrt apr jun jul aug sep okt nov dec",
    );
    let word = word.trim_end_matches('.');
    let capital = word.starts_with(char::is_uppercase);
    let primary = super::languages::primary(language);
    let own = match primary {
        "de" if capital => &GERMAN,
        "fr" => &FRENCH,
        "es" => &SPANISH,
        "pt" => &PORTUGUESE,
        "it" => &ITALIAN,
        "nl" => &DUTCH,
        _ => return capital && ENGLISH.has_lower(word),
    };
    own.has_lower(word) || (capital && ENGLISH.has_lower(word))
}

/// Words before the number of a part of a text or of a row of things. Those in the second list are labels only with a
/// capital: `Unit 3`.
pub(super) fn is_label(word: &str) -> bool {
    static ALWAYS: List = List::of(
        "\
        section sections sec figure figures fig figs table tables tab chart charts chapter chapters \
        ch chap appendix annex exhibit schedule article articles art clause clauses paragraph \
        paragraphs para page pages pp p note notes footnote footnotes column col row equation \
        equations eq ref refs reference step steps question theorem lemma proposition definition \
        volume vol issue no nos nr phase stage lap week weeks source grade tier type category level \
        episode junction junctions route routes recital rule line item point part parts box version",
    );
    static CAPITAL: List = List::of(
        "\
        unit game round zone gate block lot lane area district ward season series act scene book \
        form title case scenario model wave cohort experiment study sample pillar goal target \
        priority principle track platform exit route highway interstate runway flight group class \
        channel day year slide panel map option problem protocol bill resolution division terminal \
        pier reactor psalm example amendment proposal question app para scope measure regulation directive \
        number player",
    );
    // `no` and `point` in the middle of a sentence are other words.
    if matches!(
        word,
        "no" | "art" | "point" | "item" | "line" | "part" | "p" | "row" | "issue" | "rule" | "type" | "note"
    ) {
        return matches!(word, "line" | "part" | "p" | "row" | "type" | "note" | "point" | "item" | "rule");
    }
    ALWAYS.has_lower(word) || (word.starts_with(|c: char| c.is_ascii_uppercase()) && CAPITAL.has_lower(word))
}

/// Names that end in a number.
pub(super) fn is_numbered_name(word: &str) -> bool {
    static NAMES: List = List::of(
        "\
        Windows iPhone iPad iOS Android macOS watchOS Boeing Airbus Galaxy Pixel HTTP ISO IEC IEEE \
        RFC DIN EN PlayStation Xbox Python Java PHP Node Ruby PostgreSQL MySQL SQLite Kubernetes TLS \
        SSL USB Bluetooth Wi-Fi HDMI Apollo Formula Fortune S&P FTSE Nasdaq NASDAQ Dow CSI Nikkei \
        CAC STOXX Stoxx Russell Basel Scope scope Web Industry Gemini Llama Claude GPT ChatGPT \
        Falcon Agenda Horizon Vision Route Gen Mark Core Ryzen RTX GTX Chromium Firefox Model TOPIX \
        ASX IFRS IAS SOLVENCY Solvency COP SARS-CoV Omega omega Carbon NUTS",
    );
    NAMES.has(word)
}

/// Prefixes that leave a number a number: `sub-5%`, `under-21s`, `once-in-50-years`.
pub(super) fn is_open_prefix(word: &str) -> bool {
    static PREFIXES: List = List::of(
        "\
        sub over under top plus in near non pre post mid minus bottom to a of per or and up ages \
        aged age about roughly around",
    );
    PREFIXES.has(word)
}

/// Words of grammar, which are no names when they begin a sentence and cannot be counted when they follow a number.
pub(super) fn is_function_word(word: &str) -> bool {
    static WORDS: List = List::of(
        "\
        a about above according across after against all almost along alone already also although \
        among an and another any are around as at because before being below between beyond but by \
        can could did do does down during each either even every exactly fell few for from gave got \
        had has have he her his how if in into is it its just least less lets like made may might \
        more most must near nearly no nor not now of off on only or other our out outside over own \
        per plus ran roughly rose runs scored shall she should since so some still such than that \
        the their them then there these they this those though through to today too took total \
        toward towards under until up upon us via was we went were when where which while who will \
        with within without would yet you shows says said costs carries lists use uses used give \
        gives came comes make makes both approximately minus needs includes contains handled drew \
        became launched failed won lost",
    );
    WORDS.has_lower(word)
}

/// Words after which a bare number of four digits is a year.
pub(super) fn is_before_year(word: &str) -> bool {
    static WORDS: List = List::of(
        "\
        in by since until till from before after during late early mid circa the of between and \
        through for to around",
    );
    WORDS.has_lower(word)
}

/// Whether a word is, by its ending, a plural noun that a number counts.
pub(super) fn is_counted(word: &str) -> bool {
    let plain = word.len() > 3 && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let plural =
        word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is");
    (plain && plural && !is_function_word(word)) || is_people(word)
}

/// Whether a word counts people, before which even a number like `2019` is no year.
pub(super) fn is_people(word: &str) -> bool {
    static PEOPLE: List = List::of(
        "\
        people persons men women children participants patients respondents employees households \
        workers pupils students inhabitants residents volunteers passengers",
    );
    PEOPLE.has(word)
}

/// Words that multiply the number before them.
pub(super) fn is_scale(word: &str) -> bool {
    static SCALES: List = List::of("thousand million billion trillion bn mn tn mln mrd hundred");
    SCALES.has_lower(word)
}

/// Units that are written like signs; no word of a language looks like them.
pub(super) fn is_symbol_of_unit(word: &str) -> bool {
    static SYMBOLS: List = List::of(
        "\
        % percent pp bp bps °C °F ° K km km² m² m³ cm mm nm m ha kg g mg t kt Mt Gt W kW MW GW TW \
        kWh MWh GWh TWh Hz kHz MHz GHz ppm ppb GB MB TB GtCO2 mol L l ml h min s ms keV MeV GeV J kJ \
        MJ GJ TJ km/h euros dollars yen yuan pounds USD EUR GBP metres meters kilometres tonnes tons \
        hours minutes points times barrels",
    );
    SYMBOLS.has(word) || word.split_once('/').is_some_and(|(unit, _)| SYMBOLS.has(unit))
}

/// Instruments named by their term.
pub(super) fn is_bond(word: &str) -> bool {
    static BONDS: List = List::of(
        "\
        treasury treasuries note notes bond bonds yield yields gilt gilts bund bunds jgb jgbs swap \
        swaps mortgage breakeven",
    );
    BONDS.has(word)
}

/// The last word of a street's name.
pub(super) fn is_street(word: &str) -> bool {
    static STREETS: List = List::of(
        "\
        Street St Avenue Ave Road Rd Boulevard Blvd Lane Drive Parkway Square Place Terrace Broadway \
        Plaza Way Crescent Court",
    );
    STREETS.has(word)
}

/// Counters and units of Chinese and Japanese that make a number before them a quantity.
pub(super) fn is_counter(c: char) -> bool {
    "家个個名人位元円圆天次项項种種倍所台辆輛吨噸米场場件周岁歳社年小套座只支条份户戸店万亿億".contains(c)
}
