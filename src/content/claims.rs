//! `[words]{= expression }` and `[words]{-}` as nodes around their words.

use super::inline::Draft;
use super::mask::{ClaimMark, Masked};
use super::places::Places;
use crate::diagnostics::rules::INVALID_EXPRESSION;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{Claim, Document, Node, NodeKind, Proof};
use pulldown_cmark::Event;
use std::ops::Range;

/// Adds a claim; gives the node that begins it.
pub(super) fn start(draft: &mut Draft<'_>, source: &str, places: &Places<'_>, mark: &ClaimMark) -> Node {
    let ClaimMark { open, close } = mark.clone();
    let proof = if source.get(close.clone()) == Some("]{-}") {
        Proof::NotAFact
    } else {
        let inner = close.start + 3..close.end.saturating_sub(1).max(close.start + 3);
        let text = source.get(inner.clone()).unwrap_or("");
        Proof::Expression(draft.expression(text, places, inner))
    };
    let text = places.span(open + 1..close.start);
    let span = places.span(open..close.end);
    draft.document.claims.push(Claim { proof, text, span });
    Node { kind: NodeKind::Claim(draft.document.claims.len() - 1), span: places.span(open..open + 1) }
}

/// The node that ends a claim; `None` when its opening bracket was lost, which is reported.
pub(super) fn end(
    draft: &mut Draft<'_>,
    masked: &Masked<'_>,
    places: &Places<'_>,
    close: &Range<usize>,
) -> Option<Node> {
    let span = places.span(close.clone());
    let whole = masked.claim_of(close).map(|claim| places.span(claim.open..close.end));
    let index = whole.and_then(|whole| draft.document.claims.iter().rposition(|claim| claim.span == whole));
    match index {
        Some(index) => Some(Node { kind: NodeKind::ClaimEnd(index), span }),
        None => {
            draft.diagnostics.push(crossed(span));
            None
        }
    }
}

/// Reports claims whose brackets stand in different blocks or at different depths of emphasis and links.
pub(super) fn check_nesting(nodes: &[Node], document: &Document, diagnostics: &mut Diagnostics) {
    if document.claims.is_empty() {
        return;
    }
    let mut open = Vec::new();
    for node in nodes {
        match &node.kind {
            NodeKind::Markdown(Event::Start(_)) | NodeKind::Heading(_) | NodeKind::Link(_) => open.push(None),
            NodeKind::Claim(index) => open.push(Some(*index)),
            NodeKind::Markdown(Event::End(_)) => {
                while let Some(Some(index)) = open.pop() {
                    diagnostics.extend(
                        document.claims.get(index).map(|claim| crossed(claim.span)).into_iter().collect(),
                    );
                }
            }
            NodeKind::ClaimEnd(index) => {
                if open.last() == Some(&Some(*index)) {
                    open.pop();
                } else {
                    diagnostics
                        .push(crossed(document.claims.get(*index).map_or(node.span, |claim| claim.span)));
                }
            }
            _ => {}
        }
    }
    for index in open.into_iter().flatten() {
        diagnostics.extend(document.claims.get(index).map(|claim| crossed(claim.span)).into_iter().collect());
    }
}

fn crossed(span: crate::diagnostics::Span) -> Diagnostic {
    Diagnostic::new(
        INVALID_EXPRESSION,
        "the brackets of a claim do not enclose whole words, emphasis and links, expected both inside one block",
    )
    .at(span, "begins in one place and ends in another")
    .help("put both brackets inside the emphasis, link or cell, or both outside of it")
}

/// The fault of `{=` at `at`: without an end, or without words in brackets before it.
pub(super) fn broken(source: &str, at: usize) -> Diagnostic {
    let closed = at.checked_sub(1).and_then(|at| super::scan::claim_proof(source.get(at..)?)).is_some();
    if closed {
        return Diagnostic::new(
            INVALID_EXPRESSION,
            "found `]{=` without `[` before it, expected `[words]{= expression }`",
        )
        .help("put the words in brackets, or write `\\{=` for the braces themselves");
    }
    Diagnostic::new(INVALID_EXPRESSION, "found `{=` without `}`, expected both in one paragraph")
        .help("close it with `}`, or write `\\{=` for the braces themselves")
}
