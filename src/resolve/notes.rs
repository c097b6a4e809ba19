//! Notes: footnotes and citations under one running number per page.
//!
//! A note is made at its first use and shared by later uses of the same footnote, or of the same source with the same
//! words around it. Notes that are used only within other notes follow them.

use super::bibliography::Style;
use super::undefined_source;
use super::{Note, NoteBody, NoteMark, ResolvedPage, bibliography, walk};
use crate::diagnostics::{Diagnostic, Diagnostics, advice, rules};
use crate::model::{Citation, Document, Node, NodeKind, NoteUse, Page, SourceRegistry};
use crate::syntax::escape;
use std::collections::BTreeMap;

/// What notes are made from.
#[derive(Debug, Clone, Copy)]
pub(super) struct NoteContext<'a> {
    pub(super) sources: &'a SourceRegistry,
    pub(super) style: &'a Style,
    pub(super) language: &'a str,
}

/// What makes two notes one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum NoteKey {
    Footnote(String),
    Source { key: String, prefix: Option<String>, locator: Option<String> },
}

/// Fills `notes`, `citations` and `note_uses` of a page.
pub(super) fn settle(context: NoteContext<'_>, page: &Page, resolved: &mut ResolvedPage) -> Diagnostics {
    let document = &page.document;
    let mut notes = Notes {
        context,
        document,
        keys: BTreeMap::new(),
        list: Vec::new(),
        diagnostics: Diagnostics::default(),
    };
    let unmarked = NoteMark { note: 0, occurrence: 0 };
    resolved.citations = vec![Vec::new(); document.citations.len()];
    resolved.note_uses = vec![unmarked; document.note_uses.len()];
    walk::text(page, &mut |node| notes.visit(node, resolved));
    let mut done = 0;
    while done < notes.list.len() {
        if let NoteBody::Footnote(name) = &notes.list[done].body
            && let Some(footnote) = document.footnotes.get(name)
        {
            walk::nodes(&footnote.body, document, &mut |node| notes.visit(node, resolved));
        }
        done += 1;
    }
    notes.unused();
    resolved.notes = notes.list;
    notes.diagnostics
}

struct Notes<'a> {
    context: NoteContext<'a>,
    document: &'a Document,
    keys: BTreeMap<NoteKey, usize>,
    list: Vec<Note>,
    diagnostics: Diagnostics,
}

impl Notes<'_> {
    fn visit(&mut self, node: &Node, resolved: &mut ResolvedPage) {
        match node.kind {
            NodeKind::Citation(index) => {
                let group = &self.document.citations[index];
                resolved.citations[index] =
                    group.citations.iter().filter_map(|citation| self.cite(citation)).collect();
            }
            NodeKind::NoteUse(index) => {
                if let Some(mark) = self.note_use(&self.document.note_uses[index]) {
                    resolved.note_uses[index] = mark;
                }
            }
            _ => {}
        }
    }

    fn cite(&mut self, citation: &Citation) -> Option<NoteMark> {
        let (key, sources) = (&citation.key.value, self.context.sources);
        if !sources.declares(key) {
            self.diagnostics.push(undefined_source(sources, key, citation.key.span));
        }
        sources.get(key)?;
        Some(self.mark(NoteKey::Source {
            key: citation.key.value.clone(),
            prefix: citation.prefix.clone(),
            locator: citation.locator.clone(),
        }))
    }

    /// A footnote of the page, else the source of that key.
    fn note_use(&mut self, note_use: &NoteUse) -> Option<NoteMark> {
        let name = &note_use.name.value;
        if self.document.footnotes.contains_key(name) {
            return Some(self.mark(NoteKey::Footnote(name.clone())));
        }
        if self.context.sources.get(name).is_some() {
            return Some(self.mark(NoteKey::Source { key: name.clone(), prefix: None, locator: None }));
        }
        if self.context.sources.declares(name) {
            return None;
        }
        let known = self.document.footnotes.keys().map(String::as_str).chain(self.context.sources.keys());
        self.diagnostics.push(
            Diagnostic::new(
                rules::UNDEFINED_FOOTNOTE,
                format!("there is neither a note nor a source called `{name}`"),
            )
            .at(note_use.name.span, "")
            .maybe_help(advice("note", name, known))
            .help(format!("write the note: `[^{name}]: …`, on a line of its own")),
        );
        None
    }

    fn mark(&mut self, key: NoteKey) -> NoteMark {
        let note = match self.keys.get(&key) {
            Some(note) => *note,
            None => {
                let body = self.body(&key);
                self.list.push(Note { body, uses: 0 });
                self.keys.insert(key, self.list.len() - 1);
                self.list.len() - 1
            }
        };
        let occurrence = self.list[note].uses;
        self.list[note].uses += 1;
        NoteMark { note, occurrence }
    }

    fn body(&self, key: &NoteKey) -> NoteBody {
        match key {
            NoteKey::Footnote(name) => NoteBody::Footnote(name.clone()),
            NoteKey::Source { key, prefix, locator } => {
                let NoteContext { sources, style, language } = self.context;
                // `3--5` is a range, as in the text around it.
                let locator = locator.as_ref().map(|locator| locator.replace("--", "–"));
                let html = bibliography::note(sources, style, language, key, locator.as_deref());
                let html = match prefix {
                    Some(prefix) => format!("{} {html}", escape::html(prefix)),
                    None => html,
                };
                NoteBody::Source { key: key.clone(), html }
            }
        }
    }

    fn unused(&mut self) {
        for (name, footnote) in &self.document.footnotes {
            if !self.keys.contains_key(&NoteKey::Footnote(name.clone())) {
                self.diagnostics.push(
                    Diagnostic::new(
                        rules::UNUSED_FOOTNOTE,
                        format!("the note `{name}` is never referred to"),
                    )
                    .at(footnote.name.span, "")
                    .help(format!("refer to it with `[^{name}]`, or take it out")),
                );
            }
        }
    }
}
