//! Key figures → HTML: the cards at the top of a report.

use super::escape;
use super::figure::Shown;
use super::html::Writer;
use crate::model::{FigureKind, KeyFigure};

/// Writes a `key-figures` block.
pub(crate) fn write(writer: &mut Writer<'_>, shown: &Shown<'_>, cards: &[KeyFigure]) {
    let label = label(writer, shown);
    writer.out.push_str(&format!("<section class=\"key-figures{}\"", size(writer, cards)));
    if !shown.settled.anchor.is_empty() {
        escape::attribute(&mut writer.out, "id", &shown.settled.anchor);
    }
    escape::attribute(&mut writer.out, "aria-label", &label);
    writer.out.push_str(">\n");
    if let Some(title) = &shown.figure.title {
        writer.out.push_str("<p class=\"key-figures-title\">");
        writer.prose(title);
        writer.out.push_str("</p>\n");
    }
    writer.out.push_str("<ul>\n");
    for card in cards {
        write_card(writer, card);
    }
    writer.out.push_str("</ul>\n");
    for (class, prose) in
        [("key-figures-caption", &shown.figure.caption), ("key-figures-note", &shown.figure.note)]
    {
        if let Some(prose) = prose {
            writer.out.push_str("<p");
            escape::attribute(&mut writer.out, "class", class);
            writer.out.push('>');
            writer.prose(prose);
            writer.out.push_str("</p>\n");
        }
    }
    writer.out.push_str("</section>\n");
}

/// How large the values are set: the longest piece that does not break decides, so that numbers stay whole.
fn size(writer: &Writer<'_>, cards: &[KeyFigure]) -> &'static str {
    // Marks are less than half as wide as digits.
    let length = |piece: &str| -> f64 {
        piece.chars().map(|c| if ".,'’\u{a0}\u{202f}".contains(c) { 0.4 } else { 1.0 }).sum()
    };
    let values = cards.iter().filter_map(|card| writer.cx.resolved.values.get(card.value));
    match values.flat_map(|value| value.text.split(' ')).map(length).fold(0.0, f64::max) {
        longest if longest > 10.0 => " longer",
        longest if longest > 6.4 => " long",
        _ => "",
    }
}

/// A section with a name is a landmark, so two of them on one page need two names.
fn label(writer: &Writer<'_>, shown: &Shown<'_>) -> String {
    let cx = writer.cx;
    if let Some(title) = &shown.figure.title {
        return cx.plain(title);
    }
    let before = cx.page.document.figures.iter().take(shown.index);
    let others = before.filter(|f| matches!(f.kind, FigureKind::KeyFigures(_)) && f.title.is_none()).count();
    let words = cx.words;
    let name = words.get("key_figures");
    if others == 0 { name.to_owned() } else { format!("{name} {}", others + 1) }
}

fn write_card(writer: &mut Writer<'_>, card: &KeyFigure) {
    writer.out.push_str("<li class=\"key-figure\">\n");
    if let Some(value) = writer.cx.resolved.values.get(card.value) {
        writer.out.push_str("<p class=\"key-figure-value\">");
        writer.value(value);
        writer.out.push_str("</p>\n");
    }
    writer.out.push_str("<p class=\"key-figure-label\">");
    writer.prose(&card.label);
    writer.out.push_str("</p>\n");
    if let Some(delta) = card.delta.and_then(|index| writer.cx.resolved.values.get(index)) {
        writer.out.push_str("<p class=\"key-figure-delta\">");
        writer.value(delta);
        writer.out.push_str("</p>\n");
    }
    write_note(writer, card);
    writer.out.push_str("</li>\n");
}

/// The note, a link to the figure, links to the sources: in one line.
fn write_note(writer: &mut Writer<'_>, card: &KeyFigure) {
    let start = writer.out.len();
    writer.out.push_str("<p class=\"key-figure-note\">");
    let empty = writer.out.len();
    if let Some(note) = &card.note {
        writer.prose(note);
    }
    let cx = writer.cx;
    if let Some(figure) = &card.figure {
        let target = cx.shared.figures.get(figure.value.as_str());
        let href = target.and_then(|(page, _)| cx.page_href(*page, Some(&figure.value)));
        if let (Some((_, label)), Some(href)) = (target, href) {
            separate(&mut writer.out, empty);
            link(&mut writer.out, &href, label);
        }
    }
    for key in &card.sources {
        let Some(source) = cx.shared.sources.get(key.value.as_str()) else { continue };
        separate(&mut writer.out, empty);
        link(&mut writer.out, &cx.source_href(&key.value), &source.short);
    }
    if writer.out.len() == empty {
        writer.out.truncate(start);
    } else {
        writer.out.push_str("</p>\n");
    }
}

fn separate(out: &mut String, empty: usize) {
    if out.len() > empty {
        out.push_str(" · ");
    }
}

fn link(out: &mut String, href: &str, text: &str) {
    out.push_str("<a");
    escape::attribute(out, "href", href);
    out.push('>');
    escape::push(out, text);
    out.push_str("</a>");
}
