//! Findings as bytes of the cache, so that they are told again when nothing changed, without looking for them. Places are named by
//! path, as a file has another id in another build.

use super::codec::{Decoder, Encoder};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Files, Fix, Label, RuleId, Severity, Span};
use std::ops::Range;

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

/// The bytes of findings.
pub(super) fn encode(found: &Diagnostics, files: &Files) -> Vec<u8> {
    let mut to = Encoder::default();
    let all: Vec<&Diagnostic> = found.iter().collect();
    to.list(&all, |to, found| {
        to.text(found.rule.name());
        to.number(SEVERITIES.iter().position(|one| *one == found.severity).unwrap_or_default() as u64);
        to.text(&found.message);
        to.list(found.primary.as_slice(), |to, label| put_label(to, label, files));
        to.list(&found.related, |to, label| put_label(to, label, files));
        to.texts(&found.help);
        to.list(found.fix.as_slice(), |to, fix| {
            put_span(to, fix.span, files);
            to.text(&fix.text);
        });
    });
    to.finish()
}

/// Findings from their bytes; `file` finds a file that has a place, or reads it. `None` when one of the places is not to be had.
pub(super) fn decode(
    bytes: &[u8],
    mut file: impl FnMut(&str, Range<usize>) -> Option<FileId>,
) -> Option<Diagnostics> {
    let mut from = Decoder::new(bytes);
    let found = from.list(|from| {
        Some(Diagnostic {
            rule: RuleId::find(&from.text()?)?,
            severity: *SEVERITIES.get(from.size()?)?,
            message: from.text()?,
            primary: from.list(|from| label(from, &mut file))?.pop(),
            related: from.list(|from| label(from, &mut file))?,
            help: from.texts()?,
            fix: from.list(|from| Some(Fix { span: span(from, &mut file)?, text: from.text()? }))?.pop(),
        })
    })?;
    Some(found.into_iter().collect())
}

fn put_label(to: &mut Encoder, label: &Label, files: &Files) {
    put_span(to, label.span, files);
    to.text(&label.message);
}

fn label(
    from: &mut Decoder<'_>,
    file: &mut impl FnMut(&str, Range<usize>) -> Option<FileId>,
) -> Option<Label> {
    Some(Label { span: span(from, file)?, message: from.text()? })
}

fn put_span(to: &mut Encoder, span: Span, files: &Files) {
    to.text(files.get(span.file).path.as_str());
    to.number(u64::from(span.start));
    to.number(u64::from(span.end));
}

fn span(from: &mut Decoder<'_>, file: &mut impl FnMut(&str, Range<usize>) -> Option<FileId>) -> Option<Span> {
    let (path, start, end) = (from.text()?, from.size()?, from.size()?);
    Some(Span::new(file(&path, start..end)?, start..end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::rules;

    #[test]
    fn findings_are_the_same_after_all_and_not_to_be_had_without_their_files() {
        let mut files = Files::default();
        let (page, data) = (files.add("content/a.md", "abc"), files.add("content/data/b.csv", "x\n1\n"));
        let found: Diagnostics = [
            Diagnostic::new(rules::UNUSED_SOURCE, "nothing cites it"),
            Diagnostic {
                severity: Severity::Note,
                ..Diagnostic::new(rules::UNDEFINED_DATASET, "there is no dataset `x`")
                    .at(Span::new(page, 0..2), "")
                    .and(Span::new(data, 2..3), "this cell")
                    .help("cite it")
                    .help("or take it out")
                    .fix(Span::new(page, 1..1), "[@a]")
            },
        ]
        .into_iter()
        .collect();
        let bytes = encode(&found, &files);
        // In another order, as in another build.
        let mut later = Files::default();
        let (data, page) = (later.add("content/data/b.csv", "x\n1\n"), later.add("content/a.md", "abc"));
        let find = |path: &str, _| later.find(path.into());
        let read = decode(&bytes, find).expect("findings");
        let [unused, fact] = read.iter().collect::<Vec<_>>()[..] else { panic!("two findings") };
        assert_eq!(Some(unused), found.iter().next());
        assert_eq!((fact.severity, fact.help.len()), (Severity::Note, 2));
        assert_eq!(fact.primary.as_ref().map(|label| label.span), Some(Span::new(page, 0..2)));
        assert_eq!(fact.related[0], Label { span: Span::new(data, 2..3), message: "this cell".to_owned() });
        assert_eq!(fact.fix, Some(Fix { span: Span::new(page, 1..1), text: "[@a]".to_owned() }));
        assert_eq!(decode(&bytes, |_, _| None), None);
        assert_eq!(decode(&bytes[..bytes.len() - 1], find), None);
    }
}
