//! Notes: in the margin before the block that holds the mark, and in full at the foot of the page.

use super::context::PageContext;
use super::escape;
use super::html::{Writer, bare_with_links};
use super::inline::marks_of;
use crate::diagnostics::Diagnostics;
use crate::model::{FigureKind, Node, NodeKind};
use crate::resolve::{Note, NoteBody, NoteMark};

/// The list of notes at the foot of a page, each with links back to all its uses; empty when there are none.
pub(crate) fn list(cx: &PageContext<'_>) -> (String, Diagnostics) {
    let mut writer = Writer::new(cx);
    for (index, note) in cx.resolved.notes.iter().enumerate() {
        writer.out.push_str("<li");
        escape::attribute(&mut writer.out, "id", &format!("note-{}", index + 1));
        writer.out.push('>');
        write_body(&mut writer, &note.body);
        let backs = back_links(cx, index, note);
        // The links stand at the end of the last paragraph, not below it.
        let trimmed = writer.out.trim_end().len();
        if writer.out.get(..trimmed).is_some_and(|text| text.ends_with("</p>")) {
            writer.out.truncate(trimmed - "</p>".len());
            writer.out.push_str(&backs);
            writer.out.push_str("</p>");
        } else {
            writer.out.push_str(&backs);
        }
        writer.out.push_str("</li>\n");
    }
    (writer.out, writer.diagnostics)
}

/// Margin notes for the notes whose first mark stands in `block`. They repeat the note at the foot, so they are hidden
/// from screen readers, and the keyboard passes their links over.
pub(crate) fn write_margin_notes(writer: &mut Writer<'_>, block: &[Node]) {
    let cx = writer.cx;
    let mut marks = Vec::new();
    collect(cx, block, &mut marks);
    for mark in marks.into_iter().filter(|mark| mark.occurrence == 0) {
        let Some(note) = cx.resolved.notes.get(mark.note) else { continue };
        let number = mark.number().to_string();
        writer.out.push_str("<aside class=\"margin-note\" aria-hidden=\"true\"");
        escape::attribute(&mut writer.out, "data-note", &number);
        writer.out.push_str("><span class=\"margin-note-number\">");
        writer.out.push_str(&number);
        writer.out.push_str("</span> ");
        let text = match &note.body {
            NoteBody::Footnote(name) => cx
                .page
                .document
                .footnotes
                .get(name)
                .map_or_else(String::new, |footnote| bare_with_links(cx, &footnote.body)),
            // Styles make no other tag with attributes, and text in it is escaped.
            NoteBody::Source { html, .. } => html.replace("<a href=", "<a tabindex=\"-1\" href="),
        };
        writer.out.push_str(&text);
        writer.out.push_str("</aside>\n");
    }
}

/// The name of a use: a, b … z, aa, ab …
pub(crate) fn letters(index: usize) -> String {
    let mut name = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        rest -= 1;
        name.push(char::from(b'a' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    name.into_iter().rev().collect()
}

fn write_body(writer: &mut Writer<'_>, body: &NoteBody) {
    let cx = writer.cx;
    match body {
        NoteBody::Footnote(name) => {
            if let Some(footnote) = cx.page.document.footnotes.get(name) {
                writer.nodes(&footnote.body);
            }
        }
        NoteBody::Source { key, html } => {
            writer.out.push_str("<p>");
            writer.out.push_str(html);
            writer.out.push_str(" <a class=\"note-source\"");
            escape::attribute(&mut writer.out, "href", &cx.source_href(key));
            let short = cx.shared.sources.get(key.as_str()).map_or(key.as_str(), |source| &source.short);
            let label = cx.words.fill("source_details_of", "source", short);
            escape::attribute(&mut writer.out, "aria-label", &label);
            writer.out.push('>');
            escape::push(&mut writer.out, cx.words.get("source_details"));
            writer.out.push_str("</a></p>");
        }
    }
}

fn back_links(cx: &PageContext<'_>, index: usize, note: &Note) -> String {
    let words = cx.words;
    let mut out = String::from(" <span class=\"note-backs\">");
    let number = (index + 1).to_string();
    for occurrence in 0..note.uses {
        if occurrence > 0 {
            out.push(' ');
        }
        let mark = NoteMark { note: index, occurrence };
        let (text, label) = if note.uses == 1 {
            ("↩".to_owned(), words.fill("note_back", "n", &number))
        } else {
            let letters = letters(occurrence);
            let label = words.fill("note_back_use", "n", &number).replace("{use}", &letters);
            (letters, label)
        };
        out.push_str("<a class=\"note-back\"");
        escape::attribute(&mut out, "href", &format!("#{}", mark.anchor()));
        escape::attribute(&mut out, "aria-label", &label);
        out.push('>');
        out.push_str(&text);
        out.push_str("</a>");
    }
    out.push_str("</span>");
    out
}

fn collect(cx: &PageContext<'_>, nodes: &[Node], marks: &mut Vec<NoteMark>) {
    for node in nodes {
        if let Some(found) = marks_of(cx.resolved, node) {
            marks.extend(found);
        }
        let NodeKind::Figure(index) = node.kind else { continue };
        let Some(figure) = cx.page.document.figures.get(index) else { continue };
        for prose in [&figure.title, &figure.subtitle, &figure.caption, &figure.note].into_iter().flatten() {
            collect(cx, prose, marks);
        }
        match &figure.kind {
            FigureKind::MarkdownTable(table) => collect(cx, &table.nodes, marks),
            FigureKind::KeyFigures(cards) => {
                for card in cards {
                    collect(cx, &card.label, marks);
                    collect(cx, card.note.as_deref().unwrap_or_default(), marks);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uses_are_lettered_beyond_z() {
        let names: Vec<String> = [0, 1, 25, 26, 27, 701, 702].into_iter().map(letters).collect();
        assert_eq!(names, ["a", "b", "z", "aa", "ab", "zz", "aaa"]);
    }
}
