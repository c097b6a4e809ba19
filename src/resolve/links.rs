//! Links, images and cross references: what they lead to.

use super::numbering::{Numbering, Place};
use super::{Destination, ResolvedPage, Target, plain};
use crate::content::output_path;
use crate::diagnostics::{Diagnostic, Diagnostics, Span, advice, below, nearest, rules};
use crate::model::{Address, AddressKind, CrossReference, Page, PageId, Report};
use crate::syntax::address;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::{BTreeMap, BTreeSet};

/// What can be linked to, by path below the content folder.
#[derive(Debug)]
pub(super) struct Linkable {
    pages: BTreeMap<Utf8PathBuf, PageId>,
    outputs: BTreeMap<String, PageId>,
    assets: BTreeSet<Utf8PathBuf>,
    /// Pages that were left out, by their paths and by their addresses.
    drafts: BTreeMap<Utf8PathBuf, Utf8PathBuf>,
}

/// Pages of the site that no Markdown file stands for.
const GENERATED: [&str; 2] = ["sources/index.html", "facts.json"];

impl Linkable {
    pub(super) fn of(report: &Report) -> Self {
        Self {
            pages: report.pages().map(|(id, page)| (page.path.clone(), id)).collect(),
            outputs: report.pages().map(|(id, page)| (page.output.clone(), id)).collect(),
            assets: report.assets.iter().map(|asset| asset.path.clone()).collect(),
            drafts: report
                .drafts
                .iter()
                .flat_map(|path| {
                    [path.clone(), output_path(path, None).into()].map(|name| (name, path.clone()))
                })
                .collect(),
        }
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.pages.keys().chain(&self.assets).map(|path| path.as_str())
    }
}

/// Where a link on `page` leads. A broken one is reported and leads where it was written.
pub(super) fn link(
    destination: &str,
    span: Span,
    page: (PageId, &Page),
    (report, linkable, numbering): (&Report, &Linkable, &Numbering),
    diagnostics: &mut Diagnostics,
) -> Destination {
    if let Some(scheme) = scheme(destination) {
        if !matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel" | "ftp") {
            diagnostics.push(
                Diagnostic::new(
                    rules::BROKEN_LINK,
                    format!("a link of the kind `{scheme}:` is not published"),
                )
                .at(span, "")
                .help("links may be http, https, mailto, tel or ftp, or name a page or file of the report"),
            );
        }
        return Destination::External(destination.to_owned());
    }
    if destination.starts_with("//") {
        return Destination::External(format!("https:{destination}"));
    }
    let (path, anchor) = split_anchor(destination);
    let found = if path.is_empty() {
        Destination::Page { page: page.0, anchor }
    } else {
        match find(&path, page.1, linkable) {
            Some(Found::Page(page)) => Destination::Page { page, anchor },
            Some(Found::Site(path)) => Destination::Site { path, anchor },
            Some(Found::Asset(path)) => Destination::Asset { path, anchor },
            None => {
                diagnostics.push(broken(&path, span, page.1, (report, linkable)));
                return Destination::External(destination.to_owned());
            }
        }
    };
    if let Destination::Page { page: target, anchor: Some(anchor) } = &found {
        let mut anchors = numbering.anchors(*target, report);
        if anchor != "main" && !anchors.any(|known| known == anchor) {
            let anchors: BTreeSet<&str> = numbering.anchors(*target, report).collect();
            let removed = report.page(*target).document.raw_ids.iter().find(|raw| raw.id.value == *anchor);
            diagnostics.push(
                Diagnostic::new(rules::BROKEN_ANCHOR, format!("the page has no place called `#{anchor}`"))
                    .at(span, "")
                    .help(match removed.and_then(|raw| raw.removed.as_ref()) {
                        Some(tag) => format!(
                            "the id stands on `{tag}`, which is taken out of raw HTML: put it on a `span`"
                        ),
                        None if anchors.is_empty() => {
                            "the page has no headings or figures to link to".to_owned()
                        }
                        None => advice("anchor", anchor, anchors.iter().copied()).unwrap_or_default(),
                    }),
            );
        }
    }
    found
}

fn broken(path: &str, span: Span, page: &Page, (report, linkable): (&Report, &Linkable)) -> Diagnostic {
    let wanted = join(page, path).unwrap_or_else(|| Utf8PathBuf::from(path));
    if let Some(draft) =
        [&wanted, &as_output(path, &wanted)].into_iter().find_map(|name| linkable.drafts.get(name))
    {
        return Diagnostic::new(
            rules::BROKEN_LINK,
            format!("the page `{draft}` is a draft, which is left out"),
        )
        .at(span, "")
        .help("take `draft` out of its front matter, or build with `--drafts`");
    }
    let below = wanted.strip_prefix(&report.config.build.content).unwrap_or(&wanted);
    let near = linkable.names().find(|name| below == *name);
    let help = match near.or_else(|| nearest(wanted.as_str(), linkable.names())) {
        Some(near) => format!("did you mean `{}`?", relative(page, near)),
        None if path.starts_with("www.") => {
            format!("an address on the web begins with its scheme: `https://{path}`")
        }
        None if path.contains('@') && !path.contains('/') => format!("for mail write `mailto:{path}`"),
        None => {
            "a link names a Markdown page or a file of the content folder, relative to this page".to_owned()
        }
    };
    Diagnostic::new(rules::BROKEN_LINK, format!("the report has no page or file `{wanted}`"))
        .at(span, "")
        .help(help)
}

/// Where an image on `page` stands.
pub(super) fn image(
    destination: &str,
    span: Span,
    page: &Page,
    linkable: &Linkable,
    diagnostics: &mut Diagnostics,
) -> Destination {
    if address::is_picture(destination) {
        return Destination::External(destination.to_owned());
    }
    if scheme(destination).is_some() || destination.starts_with("//") {
        diagnostics.push(
            Diagnostic::new(rules::MISSING_IMAGE, "an image from elsewhere does not work offline")
                .at(span, "")
                .help("save the image beside the page and name that file"),
        );
        return Destination::External(destination.to_owned());
    }
    let (path, anchor) = split_anchor(destination);
    if let Some(Found::Asset(path)) = find(&path, page, linkable) {
        return Destination::Asset { path, anchor };
    }
    let wanted = join(page, &path).unwrap_or_else(|| Utf8PathBuf::from(&path));
    let near = nearest(wanted.as_str(), linkable.assets.iter().map(|path| path.as_str()));
    diagnostics.push(
        Diagnostic::new(rules::MISSING_IMAGE, format!("there is no image file `{wanted}`"))
            .at(span, "")
            .help(match near {
                Some(near) => format!("did you mean `{}`?", relative(page, near)),
                None => "an image is a file of the content folder, named relative to this page".to_owned(),
            }),
    );
    Destination::External(destination.to_owned())
}

/// Where an address in raw HTML leads. One that would run code is reported by the sanitizer.
pub(super) fn raw(
    written: &Address,
    page: (PageId, &Page),
    surroundings: (&Report, &Linkable, &Numbering),
    diagnostics: &mut Diagnostics,
) -> Destination {
    let Address { kind, address: to, span, .. } = written;
    let as_written = Destination::External(to.clone());
    match kind {
        _ if address::is_dangerous(to) => as_written,
        // Every page has these two.
        AddressKind::Link if ["#", "#top"].contains(&to.as_str()) => as_written,
        AddressKind::Link => link(to, *span, page, surroundings, diagnostics),
        // `#` loads the page itself, which shows nothing.
        _ if split_anchor(to).0.is_empty() => as_written,
        AddressKind::Image => image(to, *span, page.1, surroundings.1, diagnostics),
        AddressKind::Media if scheme(to).is_some() || to.starts_with("//") => {
            diagnostics.push(
                Diagnostic::new(rules::BROKEN_LINK, "a file from elsewhere does not work offline")
                    .at(*span, "pages load nothing from other sites")
                    .help("save the file beside the page and name that one, or lead to it by a link"),
            );
            as_written
        }
        AddressKind::Media => {
            let (path, anchor) = split_anchor(to);
            match find(&path, page.1, surroundings.1) {
                Some(Found::Asset(path)) => Destination::Asset { path, anchor },
                _ => {
                    let (report, linkable, _) = surroundings;
                    diagnostics.push(broken(&path, *span, page.1, (report, linkable)));
                    as_written
                }
            }
        }
    }
}

/// Where a cross reference leads; a broken one is reported and prints its own id.
pub(super) fn reference(
    reference: &CrossReference,
    page: PageId,
    (report, pages, numbering): (&Report, &[ResolvedPage], &Numbering),
    diagnostics: &mut Diagnostics,
) -> Target {
    match numbering.places.get(&reference.id) {
        Some(Place::Figure(target, index)) => {
            let figure = &numbering.figures[target.0 as usize][*index];
            let language = report.page(page).front.language.as_deref().unwrap_or(&report.config.language);
            let label = numbering.label(figure, language);
            Target { page: *target, anchor: figure.anchor.clone(), label }
        }
        Some(Place::Heading(page, index)) => {
            let heading = &report.page(*page).document.headings[*index];
            let label = plain(&heading.text, report.page(*page), &pages[page.0 as usize]);
            Target { page: *page, anchor: heading.id.clone(), label }
        }
        None => {
            let prefix = reference.id.split('-').next().unwrap_or_default();
            let known = numbering.places.keys().map(String::as_str).filter(|id| id.starts_with(prefix));
            let any = known.clone().next().is_some();
            diagnostics.push(
                Diagnostic::new(
                    rules::UNDEFINED_REFERENCE,
                    format!("nothing in the report has the id `{}`", reference.id),
                )
                .at(reference.span, "")
                .help(match unprefixed(&reference.id, report, numbering) {
                    Some(id) => format!(
                        "references find ids that begin with `fig-`, `tbl-` or `sec-`: call `{id}` `{}`",
                        reference.id
                    ),
                    None => advice("such id", &reference.id, known)
                        .filter(|_| any)
                        .unwrap_or_else(|| nothing(prefix)),
                }),
            );
            Target { page, anchor: String::new(), label: reference.id.clone() }
        }
    }
}

/// The id of a figure or heading that is the wanted one without `fig-`, `tbl-` or `sec-`.
fn unprefixed<'r>(wanted: &'r str, report: &Report, numbering: &Numbering) -> Option<&'r str> {
    let (_, id) = wanted.split_once('-')?;
    report.pages().any(|(page, _)| numbering.anchors(page, report).any(|known| known == id)).then_some(id)
}

/// What to do where no id of this kind is known.
fn nothing(prefix: &str) -> String {
    match prefix {
        "sec" => "give the heading an id: `## Method {#sec-method}`".to_owned(),
        "tbl" => "give the table an id: `id: tbl-prices` in its block, or `Table: Title {#tbl-prices}` below one of Markdown".to_owned(),
        _ => "give the chart an id: `id: fig-prices` in its block".to_owned(),
    }
}

enum Found {
    Page(PageId),
    Site(String),
    Asset(Utf8PathBuf),
}

fn find(path: &str, page: &Page, linkable: &Linkable) -> Option<Found> {
    let wanted = join(page, path)?;
    if let Some(id) = linkable.pages.get(&wanted) {
        return Some(Found::Page(*id));
    }
    if linkable.assets.contains(&wanted) {
        return Some(Found::Asset(wanted));
    }
    let as_output = as_output(path, &wanted);
    if let Some(id) = linkable.outputs.get(as_output.as_str()) {
        return Some(Found::Page(*id));
    }
    GENERATED.contains(&as_output.as_str()).then(|| Found::Site(as_output.into_string()))
}

/// The file of the site that an address names, which was written as `path`.
fn as_output(path: &str, wanted: &Utf8Path) -> Utf8PathBuf {
    let is_folder = path.ends_with('/') || wanted.as_str().is_empty();
    if is_folder { below(wanted, "index.html") } else { wanted.to_owned() }
}

/// `path` seen from the page, below the content folder; `None` when it leads out of it.
fn join(page: &Page, path: &str) -> Option<Utf8PathBuf> {
    let base = if path.starts_with('/') {
        Utf8Path::new("")
    } else {
        page.path.parent().unwrap_or(Utf8Path::new(""))
    };
    let mut parts: Vec<&str> = base.as_str().split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(Utf8PathBuf::from(parts.join("/")))
}

/// A path below the content folder as a page would name it.
fn relative(page: &Page, target: &str) -> String {
    let from: Vec<&str> =
        page.path.parent().map_or("", |path| path.as_str()).split('/').filter(|p| !p.is_empty()).collect();
    let to: Vec<&str> = target.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// The scheme of an absolute address, in lower case. `C:\` is none: a scheme has two letters or more.
fn scheme(destination: &str) -> Option<String> {
    let (scheme, _) = destination.split_once(':')?;
    let valid = scheme.len() >= 2
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    valid.then(|| scheme.to_ascii_lowercase())
}

/// Path and anchor with percent signs decoded; a query is dropped, for files have none.
fn split_anchor(destination: &str) -> (String, Option<String>) {
    let (path, anchor) = match destination.split_once('#') {
        Some((path, anchor)) => (path, Some(decode(anchor)).filter(|anchor| !anchor.is_empty())),
        None => (destination, None),
    };
    (decode(path.split('?').next().unwrap_or_default()), anchor)
}

/// Percent-decoding; what is not valid stays as it is.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&byte, tail)) = rest.split_first() {
        let code =
            (byte == b'%').then(|| tail.get(..2)).flatten().and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(code) => {
                decoded.push(code);
                rest = &tail[2..];
            }
            None => {
                decoded.push(byte);
                rest = tail;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_split_and_decoded() {
        assert_eq!(split_anchor("a%20b.md#x%C3%A9"), ("a b.md".to_owned(), Some("xé".to_owned())));
        assert_eq!(split_anchor("a.md?x=1#"), ("a.md".to_owned(), None));
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%ff"), "%ff");
        assert_eq!(decode("%é"), "%é");
    }

    #[test]
    fn schemes_are_told_from_paths() {
        assert_eq!(scheme("HTTPS://x").as_deref(), Some("https"));
        assert_eq!(scheme("javascript:x").as_deref(), Some("javascript"));
        assert_eq!(scheme("a/b:c"), None);
        assert_eq!(scheme("c:/x"), None);
    }
}
