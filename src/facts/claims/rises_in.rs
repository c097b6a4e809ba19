//! How languages say that something rose by so much, or moved by so much in either direction.

use super::moves::SMALL;
use super::moves_in::{Moves, NONE};

/// English words of a rise, which count in all languages.
pub(super) const RISES: Moves = Moves {
    before: &[
        "rose",
        "rise",
        "rises",
        "risen",
        "rising",
        "grew",
        "grow",
        "grows",
        "grown",
        "growing",
        "growth",
        "increase",
        "increased",
        "increases",
        "increasing",
        "up",
        "gain",
        "gained",
        "gains",
        "gaining",
        "climb",
        "climbed",
        "climbs",
        "jump",
        "jumped",
        "jumps",
        "surge",
        "surged",
        "soared",
        "expanded",
        "expansion",
        "added",
        "advanced",
        "strengthened",
        "surplus",
        "profit",
        "plus",
    ],
    by: &["by"],
    of: &["of"],
    level: &["to", "at", "from", "into", "above", "over"],
    small: SMALL,
    ..NONE
};
/// English words of a move whose direction is left open.
pub(super) const CHANGES: Moves = Moves {
    before: &[
        "changed",
        "change",
        "changes",
        "changing",
        "moved",
        "differ",
        "differs",
        "differed",
        "difference",
        "differences",
        "gap",
        "varied",
        "vary",
        "varies",
        "swing",
        "swung",
        "deviated",
        "deviation",
    ],
    by: &["by"],
    of: &["of"],
    level: &["to", "at", "from", "into"],
    small: SMALL,
    ..NONE
};

pub(super) const GERMAN: Moves = Moves {
    before: &[
        "stieg",
        "stiegen",
        "steigt",
        "steigen",
        "wuchs",
        "wuchsen",
        "wächst",
        "wachsen",
        "zunahme",
        "anstieg",
        "anstiegs",
        "zuwachs",
        "erhöhte",
        "erhöhten",
        "erhöht",
        "gewann",
        "gewannen",
        "überschuss",
        "gewinn",
        "plus",
    ],
    by: &["um"],
    of: &["von"],
    level: &["auf", "bei", "über", "zu", "an"],
    small: &["ein", "eine", "einem", "einen", "nur", "noch", "weitere", "zwischen", "sich"],
    behind: &["gestiegen", "gewachsen", "zugenommen", "erhöht", "höher", "mehr", "größer", "plus"],
    around: &[("nahm", "zu"), ("nahmen", "zu"), ("nimmt", "zu"), ("legte", "zu"), ("legten", "zu")],
    joined: false,
};
pub(super) const FRENCH: Moves = Moves {
    before: &[
        "augmenté",
        "augmente",
        "augmentent",
        "augmentation",
        "hausse",
        "progressé",
        "progresse",
        "progression",
        "croissance",
        "crû",
        "gagné",
        "gagne",
        "gain",
        "monté",
        "monte",
        "excédent",
        "bénéfice",
        "plus",
    ],
    of: &["de", "d'", "d’"],
    level: &["à", "au", "sur"],
    small: &["un", "une", "encore", "entre", "en", "nette", "forte"],
    behind: &["supérieur", "supérieure", "supérieurs", "supérieures"],
    ..NONE
};
pub(super) const SPANISH: Moves = Moves {
    before: &[
        "subió",
        "subieron",
        "subido",
        "sube",
        "subida",
        "creció",
        "crecieron",
        "crecido",
        "crece",
        "crecimiento",
        "aumentó",
        "aumentaron",
        "aumentado",
        "aumento",
        "incremento",
        "ganó",
        "superávit",
        "más",
    ],
    by: &["un"],
    of: &["en", "de", "del"],
    level: &["a", "al", "hasta", "por"],
    small: &["una", "unos", "entre"],
    behind: &["más", "superior", "superiores"],
    ..NONE
};
pub(super) const PORTUGUESE: Moves = Moves {
    before: &[
        "subiu",
        "subiram",
        "subida",
        "cresceu",
        "cresceram",
        "crescimento",
        "aumentou",
        "aumentaram",
        "aumento",
        "alta",
        "ganhou",
        "mais",
    ],
    of: &["em", "de"],
    level: &["a", "para", "até", "acima"],
    small: &["um", "uma", "entre"],
    behind: &["mais", "superior", "superiores"],
    ..NONE
};
pub(super) const ITALIAN: Moves = Moves {
    before: &[
        "cresciuto",
        "cresciuta",
        "crescita",
        "aumentato",
        "aumentata",
        "aumento",
        "salito",
        "salita",
        "rialzo",
        "guadagnato",
        "più",
    ],
    of: &["del", "di", "dell'", "dell’", "dello"],
    level: &["a", "al", "fino", "sopra"],
    small: &["un", "una", "tra"],
    behind: &["più", "superiore", "superiori"],
    ..NONE
};
pub(super) const DUTCH: Moves = Moves {
    before: &[
        "steeg", "stegen", "stijgt", "stijging", "groeide", "groeiden", "groei", "toename", "won", "wonnen",
    ],
    by: &["met"],
    of: &["van"],
    level: &["tot", "naar", "op", "boven"],
    small: &["een", "nog", "tussen"],
    behind: &["gestegen", "gegroeid", "toegenomen", "hoger", "meer"],
    ..NONE
};
pub(super) const JAPANESE: Moves = Moves {
    before: &["プラス"],
    behind: &["増", "上昇", "上が", "の増", "の上昇", "プラス"],
    joined: true,
    ..NONE
};
pub(super) const KOREAN: Moves =
    Moves { before: &["플러스"], behind: &["증가", "상승", "늘", "높"], joined: true, ..NONE };

pub(super) const GERMAN_CHANGES: Moves = Moves {
    before: &[
        "veränderte",
        "veränderten",
        "änderte",
        "änderten",
        "unterschied",
        "differenz",
        "abstand",
        "abweichung",
    ],
    by: &["um"],
    of: &["von"],
    level: &["auf", "zu"],
    small: &["ein", "einem", "einen", "sich", "nur"],
    behind: &["verändert", "geändert"],
    ..NONE
};
pub(super) const FRENCH_CHANGES: Moves = Moves {
    before: &["écart", "différence", "variation", "varié", "varie"],
    of: &["de", "d'", "d’"],
    level: &["à", "au"],
    small: &["un", "une"],
    ..NONE
};
pub(super) const SPANISH_CHANGES: Moves = Moves {
    before: &["diferencia", "variación", "varió", "cambió"],
    by: &["un"],
    of: &["en", "de"],
    level: &["a", "al"],
    small: &["una"],
    ..NONE
};
