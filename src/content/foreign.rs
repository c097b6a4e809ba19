//! Markup of other programs, and marks of ours out of their place: what means nothing, and would garble a page or be printed on it.

use super::inline::Draft;
use super::places::Places;
use crate::diagnostics::rules::FOREIGN_MARKUP;
use crate::diagnostics::{Diagnostic, Span};
use std::borrow::Cow;
use std::ops::Range;

/// A text without the lines that begin and end a fenced block of Pandoc, `::: {.note}`, which Markdown would take for
/// definitions. Blanks stand in their places; what is between them stays. `code` are its code and HTML blocks, in order.
pub(super) fn without_fences<'t>(
    draft: &mut Draft<'_>,
    places: &Places<'_>,
    text: &'t str,
    code: &[Range<usize>],
) -> Cow<'t, str> {
    let mut out = Cow::Borrowed(text);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let shown = line.trim_end();
        let fence = shown.trim_start_matches([' ', '\t', '>']);
        let place = start + shown.len() - fence.len()..start + shown.len();
        start += line.len();
        if !fence.starts_with(":::") || code.iter().any(|code| code.contains(&place.start)) {
            continue;
        }
        let words = fence.trim_start_matches(':').trim();
        if !words.is_empty() {
            draft.diagnostics.push(fence_finding(words, places.span(place.clone())));
        }
        out.to_mut().replace_range(place.clone(), &" ".repeat(place.len()));
    }
    out
}

fn fence_finding(words: &str, span: Span) -> Diagnostic {
    let words = words.to_ascii_lowercase();
    let alerts = ["note", "tip", "important", "warning", "caution"];
    let help = match alerts.into_iter().find(|alert| words.contains(alert)) {
        Some(alert) => format!(
            "write it as an alert: a line `> [!{}]`, and its text below with `> ` before each line",
            alert.to_ascii_uppercase()
        ),
        None => "take the line out, and the `:::` that ends the block; for a frame of your own write `<div class=\"…\">` and `</div>`, with a blank line before and after each"
            .to_owned(),
    };
    finding("`:::` begins no block here: the line is left out, the text below it stays", span).help(help)
}

/// What is wrong with attributes behind an image, which Pandoc reads and Markdown prints; `rest` stands behind the image.
pub(super) fn attributes(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('{')?;
    let end = inner.find(['}', '\n']).filter(|end| inner.as_bytes()[*end] == b'}')?;
    let words = &inner[..end];
    (words.starts_with(['#', '.']) || words.contains('=')).then_some(end + 2)
}

/// The finding of [`attributes`].
pub(super) fn attributes_finding(span: Span) -> Diagnostic {
    finding("attributes of an image are printed as text", span)
        .help("take them out; for another size or a caption write `<figure>` with `<img width=\"…\">` and `<figcaption>` in HTML")
}

/// The finding of a block of code that another program would run: ```` ```{r} ````.
pub(super) fn code(name: &str, span: Span) -> Diagnostic {
    finding(&format!("the code of a block `{name}` is shown and not run"), span)
        .help("run it before the build and let it write its results into `content/data`; to show it, name the language without braces")
}

/// The finding of a caption that no table stands above.
pub(super) fn caption(span: Span) -> Diagnostic {
    finding("the caption of a table stands below it: this one is printed as text", span)
        .help("put the line right below the table, with a blank line between them")
}

/// The finding of a tag of a template, without its place.
pub(super) fn tag() -> Diagnostic {
    Diagnostic::new(FOREIGN_MARKUP, "a tag `{% … %}` does nothing in a page, and is printed")
        .help("write what it stands for in Markdown or HTML; such tags belong into the files of `templates/`")
}

/// Headings of the second level and below without the blank behind their marks, which Markdown takes for text. `code` are the code
/// and HTML blocks of the text, in order.
pub(super) fn headings(draft: &mut Draft<'_>, places: &Places<'_>, text: &str, code: &[Range<usize>]) {
    for at in memchr::memmem::find_iter(text.as_bytes(), b"\n##").map(|at| at + 1) {
        let line = text[at..].lines().next().unwrap_or_default();
        let words = line.trim_start_matches('#');
        let marks = line.len() - words.len();
        let is_heading = marks <= 6 && words.starts_with(char::is_alphanumeric);
        let block = code.get(code.partition_point(|block| block.end <= at));
        if is_heading && !block.is_some_and(|block| block.contains(&at)) {
            let span = places.span(at..at + line.trim_end().len());
            let help = format!("write `{} {}`", &line[..marks], words.trim());
            let message = "a heading has a blank behind its marks: this is printed as text";
            draft.diagnostics.push(finding(message, span).help(help));
        }
    }
}

/// The finding of a note in its place, without its own.
pub(super) fn note_in_place() -> Diagnostic {
    Diagnostic::new(FOREIGN_MARKUP, "a note `^[…]` in its place is none: it is printed as text")
        .help("write `[^name]` here, and the words below the paragraph: `[^name]: …`")
}

/// The finding of an address with blanks in it, without its place.
pub(super) fn spaced_address() -> Diagnostic {
    Diagnostic::new(FOREIGN_MARKUP, "an address with a blank in it is none: this is printed as text")
        .help("put the address between `<` and `>`, or write `%20` for each blank")
}

fn finding(message: &str, span: Span) -> Diagnostic {
    Diagnostic::new(FOREIGN_MARKUP, message).at(span, "")
}
