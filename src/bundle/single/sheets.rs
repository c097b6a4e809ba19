//! Sheet numbers in the contents of a PDF. No browser knows them while it lays out the text (CSS' `target-counter`), so the
//! file is printed twice: the first PDF says on which sheet each place stands, and the second has those numbers.

use std::collections::BTreeMap;

/// Signs around the id of a place whose sheet is wanted; from Unicode's private area, which no browser prints.
const OPEN: char = '\u{f8d0}';
const CLOSE: char = '\u{f8d1}';
/// What stands in for numbers that are not known yet: as wide as most.
const UNKNOWN: &str = "00";

/// What [`numbered`] turns into the number of a place's sheet.
pub(super) fn wanted(id: &str) -> String {
    format!("{OPEN}{id}{CLOSE}")
}

/// The document with the numbers of sheets; without them, with room for them.
#[must_use]
pub fn numbered(html: &str, sheets: Option<&BTreeMap<String, usize>>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let Some((id, tail)) = after.split_once(CLOSE) else { break };
        out.push_str(before);
        match sheets {
            Some(sheets) => {
                if let Some(sheet) = sheets.get(id) {
                    out.push_str(&sheet.to_string());
                }
            }
            None => out.push_str(UNKNOWN),
        }
        rest = tail;
    }
    out + rest
}

/// The sheet of each named place of a PDF that Chromium wrote, counted from 1; empty when it is written otherwise.
#[must_use]
pub fn sheets(pdf: &[u8]) -> BTreeMap<String, usize> {
    let text = String::from_utf8_lossy(pdf);
    let objects = objects(&text);
    let Some(root) = objects.values().find(|body| body.contains("/Type /Pages") && !body.contains("/Parent"))
    else {
        return BTreeMap::new();
    };
    let mut order = Vec::new();
    pages(&objects, root, &mut order, 0);
    let order: BTreeMap<usize, usize> = order.into_iter().zip(1..).collect();
    let places = objects.values().filter(|body| body.starts_with("<</") && body.contains(" 0 R /XYZ "));
    places.flat_map(|body| body.lines()).filter_map(|line| place(line, &order)).collect()
}

/// The bodies of all objects by number. Streams are in them too, as far as they are text.
fn objects(text: &str) -> BTreeMap<usize, &str> {
    let ends = text.match_indices(" 0 obj\n");
    let found = ends.filter_map(|(at, mark)| {
        let digits = text[..at].rsplit(|c: char| !c.is_ascii_digit()).next()?;
        let body = &text[at + mark.len()..];
        Some((digits.parse().ok()?, body.split("endobj").next()?))
    });
    found.collect()
}

/// The numbers of the page objects below a node of the page tree, in order.
fn pages(objects: &BTreeMap<usize, &str>, node: &str, order: &mut Vec<usize>, depth: usize) {
    let kids = node.split("/Kids [").nth(1).and_then(|rest| rest.split(']').next()).unwrap_or_default();
    for kid in kids.split(" 0 R").filter_map(|kid| kid.trim().parse().ok()) {
        match objects.get(&kid) {
            // A tree of pages is a few levels deep; a wrong one must not lead in circles.
            Some(body) if body.contains("/Type /Pages") && depth < 32 => {
                pages(objects, body, order, depth + 1)
            }
            Some(_) => order.push(kid),
            None => {}
        }
    }
}

/// `/rare-earths [53 0 R /XYZ 0 792 0]`.
fn place(line: &str, order: &BTreeMap<usize, usize>) -> Option<(String, usize)> {
    let (name, target) = line.trim_start_matches("<<").strip_prefix('/')?.split_once(" [")?;
    let (page, _) = target.split_once(" 0 R /XYZ ")?;
    // PDF escapes letters of names as addresses do, with another sign.
    let name = crate::bundle::address::decoded(&name.replace('%', "%25").replace('#', "%"));
    Some((name, *order.get(&page.parse().ok()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PDF: &str = "%PDF-1.4\n2 0 obj\n<</Type /Page\n/Parent 8 0 R>>\nendobj\n5 0 obj\n<</Type /Page\n/Parent 8 0 R>>\nendobj\n\
        3 0 obj\n<</Type /Page\n/Parent 9 0 R>>\nendobj\n8 0 obj\n<</Type /Pages\n/Kids [2 0 R 5 0 R]\n/Parent 9 0 R>>\nendobj\n\
        9 0 obj\n<</Type /Pages\n/Kids [8 0 R 3 0 R]>>\nendobj\n10 0 obj\n<</home [2 0 R /XYZ 0 792 0]\n\
        /rare-earths [5 0 R /XYZ 0 792 0]\n/#E7#A8#80 [3 0 R /XYZ 1 2 0]>>\nendobj\n";

    #[test]
    fn places_are_found_on_their_sheets() {
        let expected = [("home", 1), ("rare-earths", 2), ("稀", 3)];
        assert_eq!(sheets(PDF.as_bytes()), expected.map(|(name, sheet)| (name.to_owned(), sheet)).into());
        assert!(sheets(b"%PDF-1.7 of another kind").is_empty());
    }

    #[test]
    fn numbers_take_the_place_of_what_is_wanted() {
        let html = format!("<a>{}</a><b>{}</b>", wanted("home"), wanted("lost"));
        assert_eq!(numbered(&html, None), "<a>00</a><b>00</b>");
        assert_eq!(numbered(&html, Some(&sheets(PDF.as_bytes()))), "<a>1</a><b></b>");
    }
}
