//! How deep a formula may be nested, found out before math-core reads it: it calls itself for each command and brace.

use std::ops::Range;

/// So many commands, `^`, `_` and braces may stand around one place or, as `\sqrt\sqrt x` nests without braces, before it in
/// the same cell, row or group.
const DEPTH: usize = 300;

/// No formula is longer, in bytes: of some commands, each makes math-core read on to the end.
const LONGEST: usize = 20_000;

/// Commands that hold for the rest of their group, past the ends of cells and rows.
const SWITCHES: [&str; 5] = ["displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle", "color"];

/// What is too much of a formula, if anything is: where, and the message.
pub(super) fn fault(tex: &str) -> Option<(Range<usize>, String)> {
    if tex.len() > LONGEST {
        let message = format!("formula has more than {LONGEST} bytes, the most that one may have");
        return Some((tex.floor_char_boundary(LONGEST)..tex.len(), message));
    }
    let message = format!("formula nests more than {DEPTH} commands and braces");
    Some((too_deep(tex)?, message))
}

/// The first command or brace that stands too deep, if any does.
fn too_deep(tex: &str) -> Option<Range<usize>> {
    let mut groups = vec![Group::default()];
    let mut at = 0;
    while let Some(found) = tex[at..].find(['\\', '{', '}', '^', '_', '&', '%']) {
        let start = at + found;
        let name = name(&tex[start..]);
        at = start + name.len();
        let group = groups.last_mut()?;
        match name.strip_prefix('\\').unwrap_or(name) {
            "%" if name == "%" => at = tex[at..].find('\n').map_or(tex.len(), |length| at + length),
            "&" | "\\" if name != "\\&" => group.row = 0,
            "{" | "begin" | "left" if name != "\\{" => groups.push(Group::default()),
            "}" | "end" | "right" if name != "\\}" => {
                groups.truncate(groups.len().saturating_sub(1).max(1));
            }
            switch if SWITCHES.contains(&switch) => group.switches += 1,
            _ => group.row += 1,
        }
        let around = groups.iter().map(|group| 1 + group.row + group.switches).sum::<usize>();
        if around > DEPTH {
            return Some(start..at);
        }
    }
    None
}

/// What stands before a place in one of the groups around it.
#[derive(Default)]
struct Group {
    /// Commands in the same cell and row.
    row: usize,
    switches: usize,
}

/// The command or sign at the start of a text: `\frac`, `\\`, `{`.
fn name(tex: &str) -> &str {
    let Some(command) = tex.strip_prefix('\\') else { return &tex[..1] };
    let letters = command.len() - command.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    let length = if letters > 0 { letters } else { command.chars().next().map_or(0, char::len_utf8) };
    &tex[..1 + length]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nests_is_counted() {
        for deep in [
            r"\sqrt{",
            r"\sqrt ",
            r"\frac{1}",
            r"\left(",
            r"\begin{matrix}",
            "x_",
            "{",
            r"\color{red} & ",
            r"\displaystyle \\ ",
            r"\sqrt{\}",
            "{%}\n",
            r"\begin{cases}&",
        ] {
            let tex = deep.repeat(DEPTH + 1);
            assert!(too_deep(&tex).is_some_and(|range| range.end <= tex.len()), "{deep}");
            assert_eq!(too_deep(&deep.repeat(DEPTH / 4)), None, "{deep}");
        }
    }

    #[test]
    fn what_stands_side_by_side_is_not() {
        for flat in [
            r"\frac{1}{2} & ",
            r"\alpha_1 + x^2 \\ ",
            "{x}",
            r"\left( x \right)",
            "x + 1 ",
            "\\begin{a}x_1\\end{a}&",
        ] {
            assert_eq!(too_deep(&flat.repeat(DEPTH - 1)), None, "{flat}");
        }
        assert_eq!(too_deep(r"a \% {"), None);
    }
}
