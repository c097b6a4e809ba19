//! The site's pages as trees, in reading order: the report's own, then the Sources and Changes pages.

use super::BundleInput;
use crate::diagnostics::{Diagnostic, Diagnostics, Span, rules};
use crate::markup::{self, NodeId, Tree};
use crate::model::PageId;
use crate::render::{CHANGES_PATH, SOURCES_PATH};

/// One page.
#[derive(Debug)]
pub(super) struct Leaf {
    /// Its path in the site.
    pub(super) path: String,
    /// Its title as text.
    pub(super) title: String,
    /// The report's page; `None` for a generated one.
    pub(super) page: Option<PageId>,
    /// Its language.
    pub(super) language: String,
    /// Its direction: `ltr`, `rtl`.
    pub(super) direction: String,
    /// The whole document.
    pub(super) tree: Tree,
    /// Its `main`.
    pub(super) main: NodeId,
}

/// So many elements may be open at one place of a page, which browsers allow, too.
const DEPTH: usize = 512;

/// Reads all pages. The home page comes first. `made` says what is made of them: `the single file`.
///
/// # Errors
/// There is no page, or one is nested too deep.
pub(super) fn leaves(input: &BundleInput<'_>, made: &str) -> Result<Vec<Leaf>, Diagnostics> {
    let report = &input.resolved.report;
    let own = input.resolved.order.iter().map(|&id| (report.page(id).output.as_str(), Some(id)));
    let generated = [SOURCES_PATH, CHANGES_PATH].map(|path| (path, None));
    let paths = own
        .clone()
        .chain(generated.into_iter().filter(|(path, _)| !own.clone().any(|(known, _)| known == *path)));
    let mut leaves: Vec<Leaf> = paths
        .filter_map(|(path, page)| leaf(input, (path, page), made).transpose())
        .collect::<Result<_, _>>()?;
    if leaves.is_empty() {
        let fault = Diagnostic::new(rules::MISSING_REPORT, format!("the report has no page for {made}"));
        return Err(std::iter::once(fault).collect());
    }
    if let Some(home) = leaves.iter().position(|leaf| leaf.path == "index.html") {
        leaves[..=home].rotate_right(1);
    }
    Ok(leaves)
}

/// A page of the site, if it is one.
fn leaf(
    input: &BundleInput<'_>,
    (path, page): (&str, Option<PageId>),
    made: &str,
) -> Result<Option<Leaf>, Diagnostics> {
    let Some(text) = input.site.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok()) else {
        return Ok(None);
    };
    if markup::is_deeper_than(DEPTH, text) {
        let message = format!("{made} cannot hold `{path}`, whose HTML is nested deeper than {DEPTH}");
        let help = "close each tag of raw HTML and of the report's templates";
        let fault = Diagnostic::new(rules::LEFT_OUTSIDE, message).help(help);
        let fault = match page.map(|id| input.resolved.report.page(id).file) {
            Some(file) => fault.at(Span::new(file, 0..0), "the page begins here"),
            None => fault,
        };
        return Err(std::iter::once(fault).collect());
    }
    Ok(read(input, (path, page), text))
}

fn read(input: &BundleInput<'_>, (path, page): (&str, Option<PageId>), text: &str) -> Option<Leaf> {
    let tree = markup::parse(text);
    // A report's own template may do without the one or the other.
    let main = ["main", "article", "body"].into_iter().find_map(|name| tree.named(tree.top(), name))?;
    let settled = page.and_then(|id| input.resolved.pages.get(id.0 as usize));
    let heading = || tree.named(main, "h1").map(|h1| tree.text(h1).trim().to_owned());
    let title = settled.map(|page| page.title.clone()).or_else(heading).unwrap_or_default();
    let html = tree.named(tree.top(), "html");
    let of_html = |name| html.and_then(|html| tree.attribute(html, name)).unwrap_or_default().to_owned();
    let (language, direction) = (of_html("lang"), of_html("dir"));
    Some(Leaf { path: path.to_owned(), title, page, language, direction, main, tree })
}
