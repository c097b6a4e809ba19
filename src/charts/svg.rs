//! The SVG that ECharts wrote, made fit for a page: no styles (a strict Content-Security-Policy refuses them), colours
//! by CSS variables, ids that are unique on the page and the same in every build, coordinates to two decimals.

use super::theme::{Palette, RESERVED};
use crate::syntax::address;
use crate::syntax::escape::for_xml;
use std::collections::BTreeMap;

/// Where an `aria-label` goes: [`with_label`] fills it.
const LABEL: &str = "aria-label=\"\"";

/// The class of drawings whose patterns are for print.
const PRINT: &str = " chart-decal-print";

/// What every id begins with until [`placed`] says where the drawing stands. No text can hold it: XML forbids it.
const PLACE: char = '\u{1}';

/// Cleans ECharts' SVG. Ids are the same for the same drawing, wherever it will stand.
pub(super) fn clean(svg: &str, (width, height): (u32, u32)) -> String {
    let svg = for_xml(svg);
    let mut cleaner = Cleaner { ids: BTreeMap::new() };
    let mut out = format!("<svg class=\"chart-svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" {LABEL}>");
    let mut rest = &*svg;
    let mut skipping = false;
    while let Some(open) = rest.find('<') {
        let (text, tag_on) = rest.split_at(open);
        if !skipping {
            out.push_str(text);
        }
        let Some(end) = tag_end(tag_on) else { break };
        let (tag, after) = tag_on.split_at(end);
        rest = after;
        if tag.starts_with("<style") {
            skipping = !tag.ends_with("/>");
        } else if tag.starts_with("</style") {
            skipping = false;
        } else if !(skipping || tag.starts_with("<!") || tag.starts_with("<?") || is_root(tag)) {
            cleaner.element(tag, &mut out);
        }
    }
    out.push_str("</svg>");
    out.replace("<defs ></defs>", "").replace("<defs></defs>", "").replace("<g></g>", "")
}

/// A cleaned SVG whose ids begin with `prefix`: the figure's anchor and the rendering, which are unique on the page.
pub(super) fn placed(svg: &str, prefix: &str) -> String {
    svg.replace(PLACE, prefix)
}

/// The SVG marked as one whose patterns are seen in print only.
pub(super) fn with_print_patterns(svg: &str) -> String {
    svg.replacen("class=\"chart-svg\"", &format!("class=\"chart-svg{PRINT}\""), 1)
}

/// The SVG with its accessible name.
#[must_use]
pub fn with_label(svg: &str, label: &str) -> String {
    svg.replacen(LABEL, &format!("aria-label=\"{}\"", escape(label)), 1)
}

/// The SVG as a file of its own: colours of a palette, a white page, a face, a size.
#[must_use]
pub fn standalone(svg: &str, palette: &Palette) -> String {
    // A file may be printed: it keeps its patterns.
    let svg = &svg.replacen(PRINT, "", 1);
    let size =
        svg.split("viewBox=\"0 0 ").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("680 400");
    let (width, height) = size.split_once(' ').unwrap_or(("680", "400"));
    let background = palette.get("--chart-background").unwrap_or("#ffffff");
    let head = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" font-family=\"system-ui, \
         -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, 'Noto Sans', 'Noto Sans CJK SC', sans-serif\" "
    );
    let page = format!("><rect width=\"{width}\" height=\"{height}\" fill=\"{background}\"/>");
    let mut file = svg.replacen("<svg class=\"chart-svg\" ", &head, 1).replacen('>', &page, 1);
    for (_, variable) in RESERVED {
        if let Some(colour) = palette.get(variable) {
            file = file.replace(&format!("var({variable})"), colour);
        }
    }
    file.push('\n');
    file
}

/// The length of the tag that `text` begins with; `>` may stand in quotes.
fn tag_end(text: &str) -> Option<usize> {
    if text.starts_with("<![CDATA[") {
        return text.find("]]>").map(|end| end + 3);
    }
    let mut quote = None;
    for (place, c) in text.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if c == open => quote = None,
            (None, '>') => return Some(place + 1),
            _ => {}
        }
    }
    None
}

/// The root's own tags, which are written anew.
fn is_root(tag: &str) -> bool {
    tag.starts_with("<svg") || tag.starts_with("</svg")
}

struct Cleaner {
    /// ECharts' ids and ours, numbered in the order in which they appear.
    ids: BTreeMap<String, usize>,
}

impl Cleaner {
    fn element(&mut self, tag: &str, out: &mut String) {
        if tag.starts_with("</") {
            out.push_str(tag);
            return;
        }
        let body = tag.trim_start_matches('<').trim_end_matches('>');
        let (body, closed) = body.strip_suffix('/').map_or((body, false), |body| (body, true));
        let name = body.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
        out.push('<');
        out.push_str(name);
        for (key, value) in attributes(&body[name.len()..]) {
            if key == "style" {
                for (property, value) in declarations(&value) {
                    self.attribute(name, property, value, out);
                }
            } else {
                self.attribute(name, &key, &value, out);
            }
        }
        if name == "text" && !tag.contains("font-size") {
            out.push_str(" font-size=\"12\"");
        }
        out.push_str(if closed { "/>" } else { ">" });
    }

    fn attribute(&mut self, element: &str, key: &str, value: &str, out: &mut String) {
        let value = match key {
            "class" | "font-family" | "xml:space" | "cursor" | "pointer-events" | "user-select" => return,
            _ if key.starts_with("ecmeta") || key.starts_with("xmlns") || key.starts_with("on") => return,
            "id" if !matches!(
                element,
                "clipPath" | "linearGradient" | "radialGradient" | "pattern" | "mask"
            ) =>
            {
                return;
            }
            "id" => self.id(value),
            "fill-opacity" | "stroke-opacity" | "opacity" if value == "1" => return,
            "font-size" => value.trim_end_matches("px").to_owned(),
            "href" | "xlink:href" if !value.starts_with('#') && !address::is_picture(value) => return,
            "href" | "xlink:href" => {
                value.strip_prefix('#').map_or(value.to_owned(), |id| format!("#{}", self.id(id)))
            }
            "d" | "points" | "transform" | "x" | "y" | "x1" | "y1" | "x2" | "y2" | "cx" | "cy" | "r"
            | "width" | "height" | "stroke-dasharray" | "stroke-dashoffset" | "stroke-width" => round(value),
            _ => self.paint(value),
        };
        out.push(' ');
        out.push_str(if key == "xlink:href" { "href" } else { key });
        out.push_str("=\"");
        out.push_str(&value.replace('"', "&quot;").replace('<', "&lt;"));
        out.push('"');
    }

    /// Colours as variables, references with our ids.
    fn paint(&mut self, value: &str) -> String {
        if let Some(id) = value.strip_prefix("url(#").and_then(|rest| rest.strip_suffix(')')) {
            return format!("url(#{})", self.id(id));
        }
        let lower = value.to_ascii_lowercase();
        let reserved =
            RESERVED.iter().find(|(hex, _)| *hex == lower || as_rgb(hex) == lower.replace(' ', ""));
        reserved.map_or_else(|| value.to_owned(), |(_, variable)| format!("var({variable})"))
    }

    fn id(&mut self, id: &str) -> String {
        let next = self.ids.len() + 1;
        let number = *self.ids.entry(id.to_owned()).or_insert(next);
        format!("{PLACE}-{number}")
    }
}

fn as_rgb(hex: &str) -> String {
    let part = |at: usize| hex.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).unwrap_or(0);
    format!("rgb({},{},{})", part(1), part(3), part(5))
}

/// `key="value"` pairs.
fn attributes(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some((key, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let Some(quote) = after.chars().next().filter(|c| matches!(c, '"' | '\'')) else { break };
        let Some((value, tail)) = after[1..].split_once(quote) else { break };
        found.push((key.trim().to_owned(), value.to_owned()));
        rest = tail.trim_start();
    }
    found
}

/// The declarations of a `style` attribute that are presentation attributes too.
fn declarations(style: &str) -> Vec<(&str, &str)> {
    const KNOWN: [&str; 14] = [
        "fill",
        "stroke",
        "font-size",
        "font-weight",
        "font-style",
        "opacity",
        "fill-opacity",
        "stroke-opacity",
        "stroke-width",
        "paint-order",
        "text-anchor",
        "dominant-baseline",
        "stroke-dasharray",
        "visibility",
    ];
    let pairs = style.split(';').filter_map(|part| part.split_once(':'));
    pairs.map(|(key, value)| (key.trim(), value.trim())).filter(|(key, _)| KNOWN.contains(key)).collect()
}

/// Numbers to two decimals; everything else as it stands.
fn round(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut number = String::new();
    let flush = |number: &mut String, out: &mut String| {
        match number.parse::<f64>() {
            Ok(value) if number.contains(['.', 'e', 'E']) => {
                let rounded = (value * 100.0).round() / 100.0;
                out.push_str(&if rounded == 0.0 { 0.0 } else { rounded }.to_string());
            }
            _ => out.push_str(number),
        }
        number.clear();
    };
    for c in text.chars() {
        let exponent = matches!(c, 'e' | 'E') && number.ends_with(|d: char| d.is_ascii_digit());
        let sign = c == '-' && (number.is_empty() || number.ends_with(['e', 'E']));
        if c.is_ascii_digit() || (c == '.' && !number.contains('.')) || exponent || sign {
            number.push(c);
        } else {
            flush(&mut number, &mut out);
            if matches!(c, '-' | '.') { number.push(c) } else { out.push(c) }
        }
    }
    flush(&mut number, &mut out);
    out
}

fn escape(text: &str) -> String {
    for_xml(text).replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_become_attributes_and_colours_variables() {
        let dirty = "<svg width=\"9\" height=\"5\" xmlns=\"x\"><rect id=\"0\" x=\"0.123\" fill=\"#fe01c1\" class=\"zr0-cls-3\"></rect>\
            <text xml:space=\"preserve\" style=\"font-size:12px;font-family:a;cursor:pointer;fill:#FE01D1\" transform=\"translate(1.2345 -2.999)\">a &lt; b</text>\
            <g clip-path=\"url(#zr7-c0)\"></g><defs><clipPath id=\"zr7-c0\"><path d=\"M1e-7 0.5L-3.14159-2\"></path></clipPath></defs>\
            <style ><![CDATA[ .zr0-cls-3:hover { fill: red } ]]></style></svg>";
        let expected = "<svg class=\"chart-svg\" viewBox=\"0 0 9 5\" role=\"img\" aria-label=\"\"><rect x=\"0.12\" fill=\"var(--chart-1)\"></rect>\
            <text font-size=\"12\" fill=\"var(--chart-text)\" transform=\"translate(1.23 -3)\">a &lt; b</text>\
            <g clip-path=\"url(#fig-a-wide-1)\"></g><defs><clipPath id=\"fig-a-wide-1\"><path d=\"M0 0.5L-3.14-2\"></path></clipPath></defs></svg>";
        assert_eq!(placed(&clean(dirty, (9, 5)), "fig-a-wide"), expected);
    }

    #[test]
    fn what_runs_or_loads_is_taken_out() {
        let dirty = "<svg width=\"9\" height=\"5\" onload=\"alert(1)\"><rect onclick=\"alert(1)\" x=\"1\"></rect>\
            <image href=\"https://e.org/a.png\"></image><image xlink:href=\"javascript:alert(1)\"></image>\
            <image xlink:href=\"data:image/png;base64,AA\"></image></svg>";
        assert_eq!(
            clean(dirty, (9, 5)),
            "<svg class=\"chart-svg\" viewBox=\"0 0 9 5\" role=\"img\" aria-label=\"\"><rect x=\"1\"></rect>\
            <image></image><image></image><image href=\"data:image/png;base64,AA\"></image></svg>"
        );
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        let svg = clean("<svg width=\"9\" height=\"5\"><text>a\u{1}\u{b}\u{ffff}b</text></svg>", (9, 5));
        assert!(svg.contains(">ab</text>"), "{svg:?}");
        assert!(with_label(&svg, "c\u{1}\u{8}d").contains("aria-label=\"cd\""));
    }

    #[test]
    fn an_svg_is_named_and_stands_alone() {
        let svg = "<svg class=\"chart-svg\" viewBox=\"0 0 9 5\" role=\"img\" aria-label=\"\"><path fill=\"var(--chart-1)\"/></svg>";
        let named = with_label(svg, "a \"b\" < c");
        assert!(named.contains("aria-label=\"a &quot;b&quot; &lt; c\""), "{named}");
        let file = standalone(&named, &Palette::light());
        assert!(
            file.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"5\""),
            "{file}"
        );
        assert!(
            file.contains("<rect width=\"9\" height=\"5\" fill=\"#ffffff\"/><path fill=\"#12436d\"/>"),
            "{file}"
        );
    }

    #[test]
    fn broken_input_does_no_harm() {
        for broken in ["", "<", "<svg", "<svg><g a=\"", "<svg><style>x", "text", "<svg><g a=b c='d'>é</g>"] {
            assert!(clean(broken, (1, 1)).ends_with("</svg>"));
        }
    }
}
