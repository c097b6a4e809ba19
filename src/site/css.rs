//! Style sheets: taking out what browsers do not read, the report's theme, and the colours of SVG files that stand alone.

use crate::charts::ink;
use crate::model::{FontFile, Theme};
use std::fmt::Write as _;

/// A style sheet without comments and needless white space. Strings and `url(…)` are left as they are.
pub(super) fn minified(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(c) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.find("*/").and_then(|end| comment.get(end + 2..)).unwrap_or_default();
            // A comment parts words without being white space: only between words must something stay.
            if out.chars().next_back().is_some_and(is_name) && rest.chars().next().is_some_and(is_name) {
                out.push(' ');
            }
            continue;
        }
        let length = match c {
            '"' | '\'' => string_length(rest, c),
            '\\' => c.len_utf8() + rest.chars().nth(1).map_or(0, char::len_utf8),
            _ if starts_url(rest, &out) => rest.find(')').map_or(rest.len(), |end| end + 1),
            _ if c.is_whitespace() => {
                rest = rest.trim_start();
                push_space(&mut out, rest);
                continue;
            }
            _ => c.len_utf8(),
        };
        let (token, next) = rest.split_at(length);
        if token == "}" && out.ends_with(';') {
            out.pop();
        }
        out.push_str(token);
        rest = next;
    }
    out
}

/// White space is dropped beside marks that part anyway, and is one space elsewhere.
fn push_space(out: &mut String, rest: &str) {
    let before = out.chars().next_back();
    // After `:` too, but not before it: `a :hover` is not `a:hover`.
    let parts_after = before.is_none_or(|c| "{};,: ".contains(c));
    let parts_before = rest.chars().next().is_none_or(|c| "{};,".contains(c));
    if !(parts_after || parts_before) {
        out.push(' ');
    }
}

/// The length of the string that `rest` starts with, quotes included.
fn string_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn starts_url(rest: &str, out: &str) -> bool {
    let is_url = rest.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("url("));
    // A quoted address is a string, and may hold `)`.
    let is_bare = !rest.get(4..).unwrap_or_default().trim_start().starts_with(['"', '\'']);
    is_url && is_bare && !out.chars().next_back().is_some_and(is_name)
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || "-_".contains(c) || !c.is_ascii()
}

/// What a theme adds, to stand after the style sheet and its look: font files, fonts, width, colours. Colours that are none
/// are left out.
pub(super) fn theme(theme: &Theme) -> String {
    let fonts: String = theme.font_files.iter().map(font_face).collect();
    format!("{fonts}{}{}", families(theme), colours(theme))
}

/// A font file of the content folder; the style sheet stands one folder deep.
fn font_face(font: &FontFile) -> String {
    let address = percent_encoded(&font.file.value);
    let weight = font.weight.as_ref().map(|weight| format!(";font-weight:{weight}")).unwrap_or_default();
    let style = if font.italic { ";font-style:italic" } else { "" };
    let family = &font.family;
    format!("@font-face{{font-family:{family};src:url(\"../{address}\");font-display:swap{weight}{style}}}")
}

/// A path as part of an address: what is neither a letter of ASCII nor a plain mark is escaped.
fn percent_encoded(path: &str) -> String {
    path.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// Fonts go before the built-in lists, whose Han fonts and generic families stay the last resort.
fn families(theme: &Theme) -> String {
    let fonts = &theme.fonts;
    let uses = [("head", &fonts.head), ("text", &fonts.text), ("ui", &fonts.ui)];
    let lists = uses.iter().filter_map(|(name, families)| {
        let families = families.as_ref()?;
        let last = if *name == "ui" {
            "var(--latin-sans),var(--han-sans),sans-serif"
        } else {
            "var(--latin-serif),var(--han-serif),var(--han-sans),serif"
        };
        Some(format!("--font-{name}:{families},{last}"))
    });
    let lists: Vec<String> = lists.collect();
    let mut css = String::new();
    if !lists.is_empty() {
        let _ = write!(css, ":root,[lang]{{{}}}", lists.join(";"));
    }
    if let Some(width) = theme.width {
        let _ = write!(css, ":root{{--measure:{width}rem;--column:{}rem}}", width + 4.5);
    }
    css
}

fn colours(theme: &Theme) -> String {
    let light = properties(theme.accent.as_deref(), &theme.palette);
    let dark = properties(theme.accent_dark.as_deref(), &theme.palette_dark);
    let mut css = String::new();
    if !light.is_empty() {
        let _ = write!(css, ":root{{{light}}}");
    }
    if !dark.is_empty() {
        let _ = write!(
            css,
            "@media screen and (prefers-color-scheme:dark){{html:not([data-theme=\"light\"]){{{dark}}}}}\
             @media screen{{html[data-theme=\"dark\"]{{{dark}}}}}"
        );
    }
    css
}

fn properties(accent: Option<&str>, palette: &[String]) -> String {
    let accent = accent.map(|colour| ("accent".to_owned(), colour));
    let palette = palette.iter().enumerate().filter(|(_, colour)| is_colour(colour));
    let palette = palette.flat_map(|(i, colour)| {
        [(format!("chart-{}", i + 1), colour.as_str()), (format!("chart-on-{}", i + 1), ink(colour))]
    });
    let valid = accent.into_iter().chain(palette).filter(|(_, colour)| is_colour(colour));
    valid.map(|(name, colour)| format!("--{name}:{colour}")).collect::<Vec<_>>().join(";")
}

/// Whether it is `#rgb` or `#rrggbb`.
pub(super) fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or_default();
    matches!(digits.len(), 3 | 6) && digits.chars().all(|c| c.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Files, Span, Spanned};
    use crate::model::Fonts;

    #[test]
    fn comments_and_white_space_go_and_meaning_stays() {
        for (css, expected) in [
            ("a  {\n  b : c ;\n  d: e;\n}\n\n/* x */ f { }", "a{b :c;d:e}f{}"),
            ("a :hover, b > c { width: calc(1px + 2px) }", "a :hover,b > c{width:calc(1px + 2px)}"),
            (
                "@media screen and (min-width: 40rem) { a { b: c } }",
                "@media screen and (min-width:40rem){a{b:c}}",
            ),
            ("a::before { content: \"/* \\\" ;  } */\" }", "a::before{content:\"/* \\\" ;  } */\"}"),
            ("a { b: url( data:x;y/*z ) c }", "a{b:url( data:x;y/*z ) c}"),
            ("a { margin: 1px/**/2px } b/**/.c { d: e }", "a{margin:1px 2px}b.c{d:e}"),
            ("a { --latin: Charter,  \"A  B\" }", "a{--latin:Charter,\"A  B\"}"),
            ("a /* x */ b { c: d }", "a b{c:d}"),
            ("a { b: c /* never closed", "a{b:c "),
            ("a { content: 'open", "a{content:'open"),
        ] {
            assert_eq!(minified(css), expected, "{css}");
        }
    }

    #[test]
    fn minifying_twice_changes_nothing() {
        let css = "a :hover , b{c : d ; e:f}/*x*/@media (x) and (y){g{h:'i  j'}}";
        assert_eq!(minified(&minified(css)), minified(css));
    }

    #[test]
    fn themes_are_custom_properties_of_valid_colours() {
        let chosen = Theme {
            accent: Some("#abc".to_owned()),
            accent_dark: Some("#aabbcc".to_owned()),
            palette: vec!["#111111".to_owned(), "red}body{display:none".to_owned(), "#333333".to_owned()],
            palette_dark: Vec::new(),
            ..Theme::default()
        };
        assert_eq!(
            theme(&chosen),
            ":root{--accent:#abc;--chart-1:#111111;--chart-on-1:#ffffff;--chart-3:#333333;--chart-on-3:#ffffff}\
             @media screen and (prefers-color-scheme:dark){html:not([data-theme=\"light\"]){--accent:#aabbcc}}\
             @media screen{html[data-theme=\"dark\"]{--accent:#aabbcc}}"
        );
        assert_eq!(theme(&Theme::default()), "");
    }

    #[test]
    fn fonts_and_width_are_custom_properties() {
        let file = Spanned::new(
            "fonts/My Font \"é\".woff2".to_owned(),
            Span::new(Files::default().add("a", ""), 0..0),
        );
        let chosen = Theme {
            fonts: Fonts { text: Some("\"Inter\"".to_owned()), ..Fonts::default() },
            font_files: vec![FontFile {
                family: "\"Inter\"".to_owned(),
                file,
                weight: Some("300 800".to_owned()),
                italic: true,
            }],
            width: Some(34.0),
            ..Theme::default()
        };
        assert_eq!(
            theme(&chosen),
            "@font-face{font-family:\"Inter\";src:url(\"../fonts/My%20Font%20%22%C3%A9%22.woff2\");font-display:swap;\
             font-weight:300 800;font-style:italic}:root,[lang]{--font-text:\"Inter\",var(--latin-serif),\
             var(--han-serif),var(--han-sans),serif}:root{--measure:34rem;--column:38.5rem}"
        );
    }
}
