//! How much a CSL file may ask for, found out before citationberg and hayagriva read it: they call themselves for each element in
//! an element, and write a macro out wherever it is named.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// So deep may elements be nested, those of macros counted where they are named.
const DEPTH: usize = 200;
/// So many elements may be printed of a style, those of macros counted where they are named: ten times as many as of any
/// published style.
const ELEMENTS: usize = 50_000;

/// What is too much of a style, if anything is. What is no XML is left to who reads it.
pub(super) fn fault(text: &str) -> Option<String> {
    let elements = Elements::read(text)?;
    elements.extent(0, 0, &mut BTreeMap::new()).err()
}

/// The elements of a style in their order.
#[derive(Debug, Default)]
struct Elements {
    all: Vec<Element>,
    /// By name; no element holds them.
    macros: BTreeMap<String, usize>,
}

#[derive(Debug)]
struct Element {
    /// Whether one of those in it is printed, instead of all.
    is_choice: bool,
    /// The macro that it names.
    names: Option<String>,
    inner: Vec<usize>,
}

/// How much an element prints, with all macros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Extent {
    elements: usize,
    depth: usize,
}

impl Elements {
    /// The elements up to the end, or to the first fault; `None` when there are none.
    fn read(text: &str) -> Option<Self> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = false;
        reader.config_mut().expand_empty_elements = true;
        let (mut elements, mut open) = (Self::default(), Vec::<usize>::new());
        loop {
            match reader.read_event() {
                Ok(Event::Start(start)) => {
                    let at = elements.all.len();
                    let name = attribute(&start, "name").filter(|_| start.local_name().as_ref() == "macro");
                    match (name, open.last()) {
                        (Some(name), _) => {
                            elements.macros.insert(name, at);
                        }
                        (None, Some(outer)) => elements.all[*outer].inner.push(at),
                        (None, None) => {}
                    }
                    let is_choice = start.local_name().as_ref() == "choose";
                    let names = attribute(&start, "macro");
                    elements.all.push(Element { is_choice, names, inner: Vec::new() });
                    open.push(at);
                }
                Ok(Event::End(_)) => {
                    open.pop();
                }
                Ok(Event::Eof) | Err(_) => break,
                Ok(_) => {}
            }
        }
        (!elements.all.is_empty()).then_some(elements)
    }

    /// How much an element prints that stands so deep. Of macros it is known or, while they are read, `None`.
    fn extent<'a>(
        &'a self,
        at: usize,
        depth: usize,
        known: &mut BTreeMap<&'a str, Option<Extent>>,
    ) -> Result<Extent, String> {
        let too_deep = |depth: usize| match depth > DEPTH {
            true => Err(format!("its elements, with those of its macros, are nested deeper than {DEPTH}")),
            false => Ok(()),
        };
        too_deep(depth)?;
        let element = &self.all[at];
        let mut all = Extent { elements: 1, depth: 1 };
        let mut add = |inner: Extent| {
            all.depth = all.depth.max(1 + inner.depth);
            too_deep(depth + inner.depth)?;
            all.elements = match element.is_choice {
                true => all.elements.max(1 + inner.elements),
                false => all.elements + inner.elements,
            };
            match all.elements > ELEMENTS {
                true => Err(format!("it prints more than {ELEMENTS} elements, with those of its macros")),
                false => Ok(()),
            }
        };
        for inner in &element.inner {
            add(self.extent(*inner, depth + 1, known)?)?;
        }
        if let Some((name, at)) = element.names.as_ref().and_then(|name| self.macros.get_key_value(name)) {
            add(match known.get(name.as_str()) {
                Some(Some(extent)) => *extent,
                Some(None) => return Err(format!("its macro `{name}` names itself")),
                None => {
                    known.insert(name, None);
                    let extent = self.extent(*at, depth + 1, known)?;
                    known.insert(name, Some(extent));
                    extent
                }
            })?;
        }
        Ok(all)
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = start.try_get_attribute(name).ok()??;
    Some(quick_xml::escape::unescape(&attribute.value).ok()?.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(macros: &str, layout: &str) -> Option<String> {
        fault(&format!("<style>{macros}<citation><layout>{layout}</layout></citation></style>"))
    }

    #[test]
    fn published_styles_stay_within() {
        for style in hayagriva::archive::ArchivedStyle::all() {
            let xml = style.get().to_xml().unwrap();
            let elements = Elements::read(&xml).unwrap();
            let extent = elements.extent(0, 0, &mut BTreeMap::new()).unwrap();
            assert!(extent.depth < DEPTH / 2 && extent.elements < ELEMENTS / 2, "{extent:?}");
        }
    }

    #[test]
    fn elements_are_counted_with_those_of_macros() {
        let calls = |name: usize, times: usize| format!("<text macro=\"m{name}\"/>").repeat(times);
        let chain = |length: usize, times: usize| -> String {
            (0..length).map(|at| format!("<macro name=\"m{at}\">{}</macro>", calls(at + 1, times))).collect()
        };
        assert_eq!(style(&chain(20, 1), &calls(0, 1)), None);
        for (macros, layout, expected) in [
            (String::new(), "<group>".repeat(100_000), "nested deeper than 200"),
            (chain(100_000, 1), calls(0, 1), "nested deeper than 200"),
            (chain(40, 2), calls(0, 1), "more than 50000 elements"),
            (
                "<macro name=\"m0\"><group><text macro=\"m0\"/></group></macro>".to_owned(),
                calls(0, 1),
                "`m0` names itself",
            ),
        ] {
            let found = style(&macros, &layout).unwrap_or_default();
            assert!(found.contains(expected), "{found}");
        }
    }
}
