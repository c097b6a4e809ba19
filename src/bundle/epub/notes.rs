//! Notes as reading systems know them: marks that open the note where the reader is.

use crate::markup::{NodeId, Tree};

/// Makes marks and notes of a page what reading systems show as pop-ups.
pub(super) fn pop_up(tree: &mut Tree, main: NodeId) {
    for mark in tree.all(main, |element| element.has_class("note-mark")) {
        for link in tree.all(mark, |element| element.name == "a") {
            tree.set(link, "epub:type", "noteref");
            tree.set(link, "role", "doc-noteref");
        }
    }
    for section in tree.all(main, |element| element.name == "section" && element.has_class("notes")) {
        tree.set(section, "epub:type", "footnotes");
        for list in tree.all(section, |element| element.name == "ol") {
            let notes: Vec<NodeId> = tree
                .children(list)
                .iter()
                .copied()
                .filter(|id| tree.attribute(*id, "id").is_some())
                .collect();
            for (index, note) in notes.into_iter().enumerate() {
                let aside = note_of(tree, note, index + 1);
                tree.insert_before(list, aside);
            }
            tree.detach(list);
        }
    }
}

/// `<li id="note-1">` as an aside whose number leads back to its first use.
fn note_of(tree: &mut Tree, note: NodeId, number: usize) -> NodeId {
    let id = tree.attribute(note, "id").unwrap_or_default().to_owned();
    let back = tree.first(note, |element| element.has_class("note-back"));
    let back = back.and_then(|back| tree.attribute(back, "href")).map(str::to_owned);
    // Reading systems lead back by themselves; the number does it in all others.
    for backs in tree.all(note, |element| element.has_class("note-backs")) {
        tree.detach(backs);
    }
    let aside = tree.make(
        "aside",
        &[("id", &id), ("class", "note"), ("epub:type", "footnote"), ("role", "doc-footnote")],
    );
    for child in tree.children(note).to_vec() {
        tree.append(aside, child);
    }
    let first = tree.children(aside).iter().copied().find(|id| tree.is(*id, "p"));
    let first = first.unwrap_or_else(|| {
        let made = tree.make("p", &[]);
        tree.prepend(aside, made);
        made
    });
    let space = tree.make_text(" ");
    tree.prepend(first, space);
    let mut attributes = vec![("class", "note-number")];
    if let Some(back) = &back {
        attributes.extend([("href", back.as_str()), ("role", "doc-backlink")]);
    }
    let link = tree.make(if back.is_some() { "a" } else { "span" }, &attributes);
    tree.append_text(link, &number.to_string());
    tree.prepend(first, link);
    aside
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::{html, parse};

    #[test]
    fn notes_are_asides_and_their_numbers_lead_back() {
        let mut tree = parse(
            "<main>a<sup class=\"note-mark\"><a id=\"u\" href=\"#n\">1</a></sup><section class=\"notes\"><ol>\
             <li id=\"n\"><p>Text <span class=\"note-backs\"><a class=\"note-back\" href=\"#u\">↩</a></span></p></li></ol>\
             </section></main>",
        );
        let main = tree.named(tree.top(), "main").expect("a main");
        pop_up(&mut tree, main);
        assert_eq!(
            html(&tree, main),
            "<main>a<sup class=\"note-mark\"><a id=\"u\" href=\"#n\" epub:type=\"noteref\" role=\"doc-noteref\">1</a></sup>\
             <section class=\"notes\" epub:type=\"footnotes\"><aside id=\"n\" class=\"note\" epub:type=\"footnote\" \
             role=\"doc-footnote\"><p><a class=\"note-number\" href=\"#u\" role=\"doc-backlink\">1</a> Text </p></aside>\
             </section></main>"
        );
    }
}
