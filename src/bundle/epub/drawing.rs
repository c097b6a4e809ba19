//! SVG files, which are part of a book only as well-formed XML.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// Whether a drawing has a script, which the package must say; else why no book can hold it.
pub(super) fn scripted(bytes: &[u8]) -> Result<bool, String> {
    let ill = |reason: &str| format!("it is no well-formed SVG: {reason}");
    let text = std::str::from_utf8(bytes).map_err(|_| ill("its text is not UTF-8"))?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut state = State::default();
    loop {
        match reader.read_event().map_err(|error| ill(&error.to_string()))? {
            Event::Start(element) => {
                state.element(&element).map_err(|reason| ill(&reason))?;
                state.depth += 1;
            }
            Event::Empty(element) => state.element(&element).map_err(|reason| ill(&reason))?,
            Event::End(_) => state.depth = state.depth.saturating_sub(1),
            Event::DocType(kind) => state.entities |= kind.contains("ENTITY"),
            Event::GeneralRef(name) if !state.entities && !is_known(&name) => {
                return Err(ill(&format!("`&{};` stands for nothing", &*name)));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    match (state.depth, state.elements) {
        (0, 1..) => Ok(state.scripted),
        (_, 0) => Err(ill("it has no element")),
        _ => Err(ill("an element is never closed")),
    }
}

#[derive(Default)]
struct State {
    depth: usize,
    elements: usize,
    scripted: bool,
    /// Whether the file declares words of its own.
    entities: bool,
}

impl State {
    fn element(&mut self, element: &BytesStart<'_>) -> Result<(), String> {
        let mut is_svg = false;
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let name = attribute.key.as_ref();
            is_svg |= name.starts_with("xmlns") && *attribute.value == *NAMESPACE;
            self.scripted |= name.starts_with("on");
        }
        if self.elements == 0 && !(is_svg || self.entities) {
            return Err("`svg` lacks `xmlns=\"http://www.w3.org/2000/svg\"`".to_owned());
        }
        if self.elements > 0 && self.depth == 0 {
            return Err("it has two elements at the top".to_owned());
        }
        self.scripted |= element.local_name().as_ref() == "script";
        self.elements += 1;
        Ok(())
    }
}

/// Whether XML knows an entity without its being declared.
fn is_known(name: &str) -> bool {
    name.starts_with('#') || ["amp", "lt", "gt", "quot", "apos"].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::scripted;

    #[test]
    fn drawings_are_well_formed_or_told() {
        let svg = |inner: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inner}</svg>\n");
        for (text, expected) in [
            (svg("<rect width=\"5\"/><text>a &amp; b &#169;</text>"), Ok(false)),
            (svg("<script>1</script>"), Ok(true)),
            (svg("<rect onclick=\"x()\"/>"), Ok(true)),
            (svg("<rect width=5>"), Err("")),
            (svg("<g></rect>"), Err("")),
            (svg("<text>&nbsp;</text>"), Err("`&nbsp;` stands for nothing")),
            (svg("<rect x=\"1\" x=\"2\"/>"), Err("")),
            (format!("{}{}", svg(""), svg("")), Err("two elements")),
            ("<svg><rect/></svg>".to_owned(), Err("lacks `xmlns=")),
            ("<svg xmlns=\"http://www.w3.org/2000/svg\"><g>".to_owned(), Err("never closed")),
            ("".to_owned(), Err("no element")),
            (
                "<!DOCTYPE svg [<!ENTITY ns \"http://www.w3.org/2000/svg\">]><svg xmlns=\"&ns;\">&ns;</svg>"
                    .to_owned(),
                Ok(false),
            ),
        ] {
            match (scripted(text.as_bytes()), expected) {
                (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{text}"),
                (Err(found), Err(words)) => assert!(found.contains(words), "{text}: {found}"),
                (found, _) => panic!("{text}: {found:?}"),
            }
        }
    }
}
