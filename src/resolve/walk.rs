//! A page's nodes in reading order, figures' texts and footnotes' bodies included where asked.

use crate::model::{Document, Figure, FigureKind, KeyFigure, Node, NodeKind, Page, Prose};

/// Calls `visit` for each node of the page's title, summary and text in reading order; a figure is followed by the nodes
/// of its own texts. Footnotes are not entered.
pub(super) fn text<'a>(page: &'a Page, visit: &mut impl FnMut(&'a Node)) {
    nodes(&page.front.title, &page.document, visit);
    if let Some(summary) = &page.front.summary {
        nodes(summary, &page.document, visit);
    }
    nodes(&page.document.nodes, &page.document, visit);
}

/// Calls `visit` for each of `list`; a figure is followed by the nodes of its own texts.
pub(super) fn nodes<'a>(list: &'a [Node], document: &'a Document, visit: &mut impl FnMut(&'a Node)) {
    for node in list {
        visit(node);
        if let NodeKind::Figure(index) = &node.kind
            && let Some(figure) = document.figures.get(*index)
        {
            figure_texts(figure).for_each(|prose| nodes(prose, document, visit));
        }
    }
}

/// A figure's texts in the order readers see them. The alternative text is not among them: it is no place for marks.
pub(super) fn figure_texts(figure: &Figure) -> impl Iterator<Item = &Prose> {
    let head = [&figure.title, &figure.subtitle].into_iter().flatten();
    let foot = [&figure.caption, &figure.note].into_iter().flatten();
    let body: Vec<&Prose> = match &figure.kind {
        FigureKind::MarkdownTable(table) => vec![&table.nodes],
        FigureKind::KeyFigures(cards) => cards.iter().flat_map(card_texts).collect(),
        FigureKind::Chart(_) | FigureKind::ECharts(_) | FigureKind::Table(_) => Vec::new(),
    };
    head.chain(body).chain(foot)
}

fn card_texts(card: &KeyFigure) -> impl Iterator<Item = &Prose> {
    std::iter::once(&card.label).chain(card.note.as_ref())
}
