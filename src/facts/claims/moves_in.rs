//! How languages say that something moved by so much: the commonest words. Here stand those of a fall; [`super::rises_in`] has the others.

/// The words of one language for one direction.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Moves {
    /// Words before the number.
    pub(super) before: &'static [&'static str],
    /// What joins them to the size of the move, whatever stands between: `um`.
    pub(super) by: &'static [&'static str],
    /// What joins them to it when only small words stand between: `of`.
    pub(super) of: &'static [&'static str],
    /// What joins them to a level: `to`.
    pub(super) level: &'static [&'static str],
    /// Words that may stand between and say nothing.
    pub(super) small: &'static [&'static str],
    /// Words behind the number.
    pub(super) behind: &'static [&'static str],
    /// A word before the number and one behind it, which together say so.
    pub(super) around: &'static [(&'static str, &'static str)],
    /// Whether the words stand without spaces, directly beside the number.
    pub(super) joined: bool,
}

const GERMAN: Moves = Moves {
    before: &[
        "fiel",
        "fielen",
        "fällt",
        "fallen",
        "sank",
        "sanken",
        "sinkt",
        "sinken",
        "schrumpfte",
        "schrumpften",
        "schrumpft",
        "verlor",
        "verloren",
        "verliert",
        "rückgang",
        "rückgangs",
        "abnahme",
        "einbruch",
        "verlust",
        "minus",
    ],
    by: &["um"],
    of: &["von"],
    level: &["auf", "bei", "unter", "zu", "an"],
    small: &["ein", "eine", "einem", "einen", "nur", "noch", "weitere", "zwischen"],
    behind: &[
        "gefallen",
        "gesunken",
        "zurückgegangen",
        "geschrumpft",
        "eingebrochen",
        "abgenommen",
        "verloren",
        "gesenkt",
        "niedriger",
        "weniger",
        "geringer",
        "minus",
    ],
    around: &[
        ("ging", "zurück"),
        ("gingen", "zurück"),
        ("geht", "zurück"),
        ("nahm", "ab"),
        ("nahmen", "ab"),
        ("nimmt", "ab"),
        ("brach", "ein"),
        ("brachen", "ein"),
    ],
    joined: false,
};
const FRENCH: Moves = Moves {
    before: &[
        "baisse",
        "baissé",
        "baissent",
        "recul",
        "reculé",
        "recule",
        "chute",
        "chuté",
        "diminué",
        "diminue",
        "diminution",
        "repli",
        "replié",
        "perdu",
        "perte",
        "réduction",
        "moins",
    ],
    by: &[],
    of: &["de", "d'", "d’"],
    level: &["à", "au", "sous"],
    small: &["un", "une", "encore", "entre", "en", "nette", "forte"],
    behind: &["inférieur", "inférieure", "inférieurs", "inférieures"],
    around: &[],
    joined: false,
};
const SPANISH: Moves = Moves {
    before: &[
        "cayó",
        "cayeron",
        "caído",
        "cae",
        "caída",
        "bajó",
        "bajaron",
        "bajado",
        "disminuyó",
        "disminuyeron",
        "disminuido",
        "disminución",
        "descendió",
        "descendieron",
        "descenso",
        "retrocedió",
        "retroceso",
        "redujo",
        "reducción",
        "perdió",
        "pérdida",
        "menos",
    ],
    by: &["un"],
    of: &["en", "de", "del"],
    level: &["a", "al", "hasta", "por"],
    small: &["una", "unos", "entre"],
    behind: &["menos", "inferior", "inferiores"],
    around: &[],
    joined: false,
};
const PORTUGUESE: Moves = Moves {
    before: &[
        "caiu",
        "caíram",
        "queda",
        "baixou",
        "baixaram",
        "diminuiu",
        "diminuição",
        "recuou",
        "recuo",
        "reduziu",
        "redução",
        "perdeu",
        "perda",
        "menos",
    ],
    by: &[],
    of: &["em", "de"],
    level: &["a", "para", "até", "abaixo"],
    small: &["um", "uma", "entre"],
    behind: &["menos", "inferior", "inferiores"],
    around: &[],
    joined: false,
};
const ITALIAN: Moves = Moves {
    before: &[
        "calato",
        "calata",
        "calati",
        "calo",
        "cala",
        "sceso",
        "scesa",
        "scesi",
        "diminuito",
        "diminuita",
        "diminuzione",
        "riduzione",
        "flessione",
        "perso",
        "perdita",
        "meno",
    ],
    by: &[],
    of: &["del", "di", "dell'", "dell’", "dello"],
    level: &["a", "al", "fino", "sotto"],
    small: &["un", "una", "tra"],
    behind: &["meno", "inferiore", "inferiori"],
    around: &[],
    joined: false,
};
const DUTCH: Moves = Moves {
    before: &[
        "daalde",
        "daalden",
        "gedaald",
        "daalt",
        "daling",
        "kromp",
        "krompen",
        "gekrompen",
        "verloor",
        "afname",
        "verlies",
        "afgenomen",
        "zakte",
    ],
    by: &["met"],
    of: &["van"],
    level: &["tot", "naar", "op", "onder"],
    small: &["een", "nog", "tussen"],
    behind: &["gedaald", "gekrompen", "afgenomen", "lager", "minder"],
    around: &[],
    joined: false,
};
const JAPANESE: Moves = Moves {
    before: &["マイナス", "▲", "△"],
    behind: &["減", "低下", "下落", "下が", "縮小", "マイナス", "の減", "の低下", "の下落"],
    joined: true,
    ..NONE
};
const KOREAN: Moves = Moves {
    before: &["마이너스"],
    behind: &["감소", "하락", "줄어", "줄었", "축소", "낮"],
    joined: true,
    ..NONE
};
pub(super) const NONE: Moves =
    Moves { before: &[], by: &[], of: &[], level: &[], small: &[], behind: &[], around: &[], joined: false };

/// The words of a fall in a language, by its primary tag; English ones and Chinese signs count in all.
pub(super) const fn falls(primary: &str) -> Option<&'static Moves> {
    Some(match primary.as_bytes() {
        b"de" => &GERMAN,
        b"fr" => &FRENCH,
        b"es" => &SPANISH,
        b"pt" => &PORTUGUESE,
        b"it" => &ITALIAN,
        b"nl" => &DUTCH,
        b"ja" => &JAPANESE,
        b"ko" => &KOREAN,
        _ => return None,
    })
}
