//! TeX in the words of an entry → letters that can be read: `CO$_2$` is CO₂. The biblatex crate has read accents, braces and
//! escapes before; what it does not know it leaves as it was.

use hayagriva::Entry;
use hayagriva::types::{ChunkKind, ChunkedString, FormatString, Publisher, StringChunk};

/// The entry with readable titles, names of organisations and notes, in what it is part of too.
pub(super) fn readable(mut entry: Entry) -> Entry {
    if let Some(title) = entry.title().map(string) {
        entry.set_title(title);
    }
    if let Some(organization) = entry.organization().map(string) {
        entry.set_organization(organization);
    }
    if let Some(publisher) = entry.publisher() {
        let publisher = Publisher::new(publisher.name().map(string), publisher.location().map(string));
        entry.set_publisher(publisher);
    }
    if let Some(genre) = entry.genre().map(string) {
        entry.set_genre(genre);
    }
    if let Some(note) = entry.note().map(string) {
        entry.set_note(note);
    }
    let parents = entry.parents().iter().cloned().map(readable).collect();
    entry.set_parents(parents);
    entry
}

fn string(text: &FormatString) -> FormatString {
    FormatString {
        value: chunks(&text.value),
        short: text.short.as_deref().map(|short| Box::new(chunks(short))),
    }
}

/// A formula keeps its letters in every style, as a word in braces does.
fn chunks(text: &ChunkedString) -> ChunkedString {
    let chunk = |chunk: &StringChunk| match chunk.kind {
        ChunkKind::Math => StringChunk::new(read(&chunk.value, true), ChunkKind::Verbatim),
        kind if chunk.value.contains(['\\', '~']) => StringChunk::new(read(&chunk.value, false), kind),
        _ => chunk.clone(),
    };
    ChunkedString(text.0.iter().map(chunk).collect())
}

/// The text without commands; `math` is that of a formula.
fn read(tex: &str, math: bool) -> String {
    let mut out = String::with_capacity(tex.len());
    let mut rest = tex;
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        match letter {
            '\\' => rest = command(rest, math, &mut out),
            '~' => out.push('\u{a0}'),
            '{' | '}' if math => {}
            '-' if math => out.push('−'),
            '\'' if math => out.push('′'),
            '_' | '^' if math => {
                let (argument, after) = argument(rest);
                let inner = read(argument, true);
                out.push_str(&if letter == '_' { lowered(&inner) } else { raised(&inner, true) });
                rest = after;
            }
            _ => out.push(letter),
        }
    }
    out
}

/// Reads the command whose name begins `rest`; gives what stands behind it.
fn command<'a>(rest: &'a str, math: bool, out: &mut String) -> &'a str {
    let length = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    if length == 0 {
        return sign(rest, out);
    }
    let (name, behind) = rest.split_at(length);
    if let Some((_, letter)) = LETTERS.iter().find(|(known, _)| *known == name) {
        out.push_str(letter);
        // A blank ends the name, and the biblatex crate writes one behind each.
        return behind.strip_prefix(' ').filter(|_| !math).unwrap_or(behind);
    }
    if !behind.starts_with('{') {
        out.push('\\');
        out.push_str(name);
        return behind;
    }
    let (inner, after) = argument(behind);
    match name {
        "textsubscript" => out.push_str(&lowered(&read(inner, math))),
        "textsuperscript" => out.push_str(&raised(&read(inner, math), false)),
        "ce" => out.push_str(&formula(inner)),
        // The words of a link stand in a group of their own behind it.
        "href" => {}
        _ => out.push_str(&read(inner, math)),
    }
    after
}

/// A command of one sign: `\,` is a narrow blank, `\%` a sign itself.
fn sign<'a>(rest: &'a str, out: &mut String) -> &'a str {
    let Some(letter) = rest.chars().next() else {
        out.push('\\');
        return rest;
    };
    match letter {
        ',' | ';' | ':' | ' ' => out.push(' '),
        '!' | '/' => {}
        letter if letter.is_ascii_punctuation() => out.push(letter),
        letter => out.extend(['\\', letter]),
    }
    &rest[letter.len_utf8()..]
}

/// The group, command or letter that begins `rest`, and what stands behind it.
fn argument(rest: &str) -> (&str, &str) {
    let Some(letter) = rest.chars().next() else { return ("", "") };
    if letter == '\\' {
        let length =
            rest[1..].find(|c: char| !c.is_ascii_alphabetic()).map_or(rest.len(), |length| length + 1);
        return rest.split_at(length);
    }
    if letter != '{' {
        return rest.split_at(letter.len_utf8());
    }
    let mut depth = 0_usize;
    for (at, letter) in rest.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return (&rest[1..at], &rest[at + 1..]);
        }
    }
    (&rest[1..], "")
}

/// Words set low; those that Unicode has no low letters for stay on the line, as in PM2.5.
fn lowered(text: &str) -> String {
    let low = |c: char| LOW.iter().find(|(letter, _)| *letter == c).map(|(_, low)| *low);
    text.chars().map(low).collect::<Option<String>>().unwrap_or_else(|| text.to_owned())
}

/// Words set high. In a text `3\textsuperscript{rd}` is 3rd.
fn raised(text: &str, math: bool) -> String {
    let high = |c: char| HIGH.iter().find(|(letter, _)| *letter == c).map(|(_, high)| *high);
    match text.chars().map(high).collect::<Option<String>>() {
        Some(high) => high,
        None if math && text.chars().count() > 1 => format!("^({text})"),
        None if math => format!("^{text}"),
        None => text.to_owned(),
    }
}

/// A formula of mhchem: `CO2` is CO₂, digits in front count molecules.
fn formula(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut counts = false;
    for letter in read(text, true).chars() {
        match letter {
            '0'..='9' if counts => out.push_str(&lowered(&letter.to_string())),
            _ => {
                counts = letter.is_alphabetic() || letter == ')';
                out.push(letter);
            }
        }
    }
    out
}

const LOW: &[(char, char)] = &[
    ('0', '₀'),
    ('1', '₁'),
    ('2', '₂'),
    ('3', '₃'),
    ('4', '₄'),
    ('5', '₅'),
    ('6', '₆'),
    ('7', '₇'),
    ('8', '₈'),
    ('9', '₉'),
    ('+', '₊'),
    ('−', '₋'),
    ('=', '₌'),
    ('(', '₍'),
    (')', '₎'),
    ('x', 'ₓ'),
];

const HIGH: &[(char, char)] = &[
    ('0', '⁰'),
    ('1', '¹'),
    ('2', '²'),
    ('3', '³'),
    ('4', '⁴'),
    ('5', '⁵'),
    ('6', '⁶'),
    ('7', '⁷'),
    ('8', '⁸'),
    ('9', '⁹'),
    ('+', '⁺'),
    ('−', '⁻'),
    ('-', '⁻'),
    ('(', '⁽'),
    (')', '⁾'),
    ('n', 'ⁿ'),
    ('∘', '°'),
    ('′', '′'),
];

/// Commands that stand for letters and signs.
const LETTERS: &[(&str, &str)] = &[
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("varepsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("phi", "φ"),
    ("varphi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Gamma", "Γ"),
    ("Delta", "Δ"),
    ("Theta", "Θ"),
    ("Lambda", "Λ"),
    ("Xi", "Ξ"),
    ("Pi", "Π"),
    ("Sigma", "Σ"),
    ("Phi", "Φ"),
    ("Psi", "Ψ"),
    ("Omega", "Ω"),
    ("textmu", "µ"),
    ("textdegree", "°"),
    ("degree", "°"),
    ("circ", "∘"),
    ("times", "×"),
    ("cdot", "·"),
    ("div", "÷"),
    ("pm", "±"),
    ("textpm", "±"),
    ("mp", "∓"),
    ("le", "≤"),
    ("leq", "≤"),
    ("ge", "≥"),
    ("geq", "≥"),
    ("ne", "≠"),
    ("neq", "≠"),
    ("approx", "≈"),
    ("sim", "∼"),
    ("to", "→"),
    ("rightarrow", "→"),
    ("infty", "∞"),
    ("ldots", "…"),
    ("cdots", "⋯"),
    ("euro", "€"),
    ("texteuro", "€"),
    ("quad", " "),
    ("ell", "ℓ"),
    ("prime", "′"),
];

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn formulas_and_commands_become_letters() {
        for (tex, words) in [
            ("_2", "₂"),
            ("_{2.5}", "2.5"),
            ("10^{-6}", "10⁻⁶"),
            ("m^3", "m³"),
            ("e^{x}", "e^x"),
            ("e^{ab}", "e^(ab)"),
            ("25^\\circ", "25°"),
            ("\\mathrm{CO}_{2}", "CO₂"),
            ("\\alpha \\times b", "α × b"),
            ("x_", "x"),
            ("\\frac{a", "a"),
        ] {
            assert_eq!(read(tex, true), words, "{tex}");
        }
        for (tex, words) in [
            ("H\\textsubscript{2}O", "H₂O"),
            ("\\emph{E. \\textbf{coli}} & more", "E. coli & more"),
            ("3\\textsuperscript{rd}", "3rd"),
            ("10\\textsuperscript{6}", "10⁶"),
            ("\\ce{CO2} and \\ce{2Ca(OH)2}", "CO₂ and 2Ca(OH)₂"),
            ("5\\,kg at 3~m", "5 kg at 3\u{a0}m"),
            ("20 \\textdegree C", "20 °C"),
            ("\\foo a_2 \\", "\\foo a_2 \\"),
        ] {
            assert_eq!(read(tex, false), words, "{tex}");
        }
    }
}
