//! What full stops and labels mean in the languages that the program has words of. Of other languages the English lists are taken.

use super::lexicon::{self, List};

/// The first subtag of a BCP 47 tag.
pub(in crate::facts) fn primary(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or("")
}

/// Short forms whose full stop ends no sentence, in lower case and without that stop. Forms that often stand at its end,
/// such as `usw.`, are left out.
pub(in crate::facts) fn is_abbreviation(word: &str, language: &str) -> bool {
    static ENGLISH: List = List::of(
        "\
        mr mrs ms dr prof st vs etc e.g i.e cf al fig figs no nos vol p pp sec ch approx ca c est inc ltd \
        co corp jr sr jan feb mar apr jun jul aug sep sept oct nov dec a.m p.m u.s u.k u.n e.u d.c gen gov \
        sen rep art app para paras tab eq ref ed eds resp incl max min avg dept univ ave mt",
    );
    static GERMAN: List = List::of(
        "\
        abb abs abschn abt abzgl allg anh anl anm art aufl ausg bd bde betr bez bspw bzgl bzw ca chr dergl \
        dgl dipl dr durchschn ebd eigtl einschl einw entspr erw ev evtl exkl ff fig fn fr frl gegr gem ges \
        gest ggf ggü hbf hl hr hrn hrsg inh inkl insb insbes insg jährl kap kath lfd lt max min mind mio mill \
        mrd bio mtl mwst näml nr nrn österr prof qm rd red rn sog spez st staatl std str stv tab tel tsd \
        typ usf verf verh vgl vorm vs wg wiss wöchentl ziff zit zt ztr zw zzgl zzt \
        jan feb febr mär apr jun jul aug sep sept okt nov dez",
    );
    static FRENCH: List = List::of(
        "\
        al ann app approx art arrond av bd boul cf ch chap coll conf dép dir dr éd env etc ex exempl fém fig \
        hab ibid inf inv masc max me min mm moy ms n no nos obs op p.ex par pp pr préf prof réf resp s/dir sec \
        sect ss st ste suiv sup supp suppl tab tél tom trad trim univ vol vs \
        janv févr avr juil sept oct nov déc",
    );
    static SPANISH: List = List::of(
        "\
        admón adm apdo ee uu aprox arts art av avda cap caps cf cía col coord coords cta cte cts cód dcha depto \
        dir doc dpto dr dra dras drs ed eds ej entlo esq estr etc excmo fig figs fdo gob gral hab hnos ibíd \
        igl ilmo ilustr imp ing intr izq izqda kg lic ltda máx min mín mons nro núm núms obs op pág págs párr \
        pbro pl prof profa prol prov prom ref reg resp rev sec sig sigs sr sra sras sres srta ss sta sto sust \
        tel teléf tít trad trim ud uds univ vid vol vols vs \
        ene feb mar abr may jun jul ago sep sept oct nov dic",
    );
    static PORTUGUESE: List = List::of(
        "\
        adm aprox arq art arts av cap caps cf cia cod cód col coord depto doc dr dra dras drs ed eds eng esq est \
        etc ex exa exma exmo fem fig figs gen hab ilmo ilma inc ind inf jr ltda mass máx med min mín mun nro núm \
        obs op pág págs pass pref pres prof profa prov qtd ref reg rel resp sec séc sécs sr sra srs sras sta sto \
        tab tel tít trad trim univ vol vols vs \
        jan fev mar abr jun jul ago set out nov dez",
    );
    let own = match primary(language) {
        "de" => &GERMAN,
        "fr" => &FRENCH,
        "es" => &SPANISH,
        "pt" => &PORTUGUESE,
        _ => &ENGLISH,
    };
    own.has(word.rsplit(['’', '\'']).next().unwrap_or(word))
}

/// Words before the number of a part of a text or of a row of things, with or without a full stop behind.
pub(super) fn is_label(word: &str, language: &str) -> bool {
    static GERMAN: List = List::of(
        "\
        abb abbildung abbildungen abs absatz absätze abschn abschnitt abschnitte anh anhang anl anlage anm art \
        artikel aufgabe band bd beispiel bild blatt diagramm etappe fall feld fig fn folge frage fußnote gleichung \
        gleis gruppe halle heft kap kapitel kategorie klasse kw linie los modell modul nr nrn nummer paragraf phase \
        platz position punkt quartal rang rn rnr runde s satz schaubild schritt seite seiten spalte spieltag stelle \
        stufe szenario tab tabelle tabellen teil typ variante vers woche zeile ziff ziffer zone",
    );
    static FRENCH: List = List::of(
        "\
        al alinéa annexe annexes art article articles case chap chapitre chapitres classe colonne encadré équation \
        étape exemple fig figs figure figures graphique groupe lettre ligne niveau note numéro page pages partie \
        phase point pp question rang scénario section semaine série tab tableau tableaux tome type vol volume zone \
        n° nº no nos",
    );
    static SPANISH: List = List::of(
        "\
        anexo anexos apartado art artículo artículos arts cap capítulo columna cuadro ecuación ejemplo etapa fase \
        fig figs figura figuras fila gráfica gráfico grupo línea nivel nota núm núms número pág págs página páginas \
        parte párrafo paso pregunta punto sección semana tabla tablas tipo tomo vol volumen zona n.º nº n°",
    );
    static PORTUGUESE: List = List::of(
        "\
        anexo anexos art artigo artigos arts cap capítulo coluna equação etapa exemplo fase fig figs figura figuras \
        gráfico grupo item linha nível nota núm número pág págs página páginas parágrafo parte passo pergunta ponto \
        quadro questão seção secção semana tabela tabelas tipo tomo vol volume zona n.º nº n°",
    );
    let own = match primary(language) {
        "de" => &GERMAN,
        "fr" => &FRENCH,
        "es" => &SPANISH,
        "pt" => &PORTUGUESE,
        _ => return lexicon::is_label(word),
    };
    own.has_lower(word.rsplit(['’', '\'']).next().unwrap_or(word))
}

/// Whether the digits at the end of `before` and the full stop behind them are an ordinal, as in `am 3. Platz`, where `after` follows the
/// stop. Before a word in lower case no sentence ends; before a capital German needs an article or the like in front.
pub(in crate::facts) fn is_ordinal(before: &str, after: &str, language: &str) -> bool {
    let primary = primary(language);
    let counts = [
        "de", "da", "nb", "nn", "no", "fi", "et", "lv", "is", "cs", "sk", "pl", "sl", "hr", "sr", "hu", "tr",
    ];
    let rest = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = before.len() - rest.len();
    // Years end sentences; what is glued to the digits makes another number of them.
    if !counts.contains(&primary)
        || !(1..=3).contains(&digits)
        || !rest.ends_with([' ', '\u{a0}', '(']) && !rest.is_empty()
    {
        return false;
    }
    let next = after.trim_start_matches([' ', '\u{a0}']);
    if next.len() == after.len() {
        return false;
    }
    match next.chars().next() {
        Some(next) if next.is_lowercase() => true,
        Some(next) if next.is_uppercase() && primary == "de" => {
            let word = next_word(after);
            let is_day = digits <= 2 && lexicon::is_month(word, language);
            is_day || follows_a_determiner(rest, language)
        }
        _ => false,
    }
}

fn next_word(text: &str) -> &str {
    text.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or("")
}

/// Whether a German text ends with a word that needs a noun behind it; `der 2. und` goes on from one that does.
fn follows_a_determiner(text: &str, language: &str) -> bool {
    let text = text.trim_end();
    let (before, word) = match text.rfind([' ', '\u{a0}', '(', '„', '«']) {
        Some(at) => text.split_at(at),
        None => ("", text),
    };
    let word = word.trim_start_matches([' ', '\u{a0}', '(', '„', '«']);
    if matches!(word, "und" | "bis" | "oder" | "sowie") {
        return before.trim_end().strip_suffix('.').is_some_and(|first| is_ordinal(first, " x", language));
    }
    is_german_determiner(word)
}

/// German articles, words like articles, and prepositions that an article has grown into.
pub(super) fn is_german_determiner(word: &str) -> bool {
    static WORDS: List = List::of(
        "\
        der die das den dem des am im zum zur vom beim ins ans aufs ein eine einen einem einer eines kein keine \
        keinen keinem keiner keines jeder jede jedes jeden jedem dieser diese dieses diesen diesem jener jene jenes \
        jenen jenem sein seine seinen seinem seiner seines ihr ihre ihren ihrem ihrer ihres unser unsere unseren \
        unserem unserer unseres",
    );
    WORDS.has_lower(word)
}

/// German prepositions, which stand before nouns rather than before names of things.
pub(super) fn is_german_preposition(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "in" | "an"
            | "auf"
            | "aus"
            | "bei"
            | "für"
            | "gegen"
            | "mit"
            | "nach"
            | "ohne"
            | "pro"
            | "je"
            | "seit"
            | "über"
            | "um"
            | "unter"
            | "von"
            | "vor"
            | "zu"
            | "zwischen"
    )
}
