//! Nodes → HTML: what stands in a line: links, images, values, note marks, references, formulas.

use super::html::{Writer, block_end};
use super::{escape, image};
use crate::model::{Node, NodeKind, ReferenceKind};
use crate::resolve::{Destination, NoteMark};

impl<'a> Writer<'a> {
    /// Inline nodes of their own: a title, a caption.
    pub(crate) fn prose(&mut self, prose: &[Node]) {
        self.nodes(prose);
    }

    /// The page's title, with the id that its heading was given.
    pub(crate) fn title(&mut self) {
        let page = self.cx.page;
        let heading = page.document.title_heading.and_then(|index| page.document.headings.get(index));
        if let Some(heading) = heading {
            self.out.push_str("<span");
            escape::attribute(&mut self.out, "id", &heading.id);
            self.out.push('>');
        }
        self.prose(&page.front.title);
        if heading.is_some() {
            self.out.push_str("</span>");
        }
    }

    pub(crate) fn link_start(&mut self, index: usize) {
        let href = self.cx.resolved.links.get(index).and_then(|destination| self.cx.href(destination));
        let Some(href) = href.filter(|_| self.links() && !self.in_link) else {
            self.skipped_links += 1;
            return;
        };
        self.in_link = true;
        self.open_link(None, &href);
        let external = matches!(self.cx.resolved.links.get(index), Some(Destination::External(_)));
        if external && is_web(&href) {
            self.out.push_str(" rel=\"noopener\"");
        }
        let title = self.cx.page.document.links.get(index).map_or("", |link| link.title.as_str());
        if !title.is_empty() {
            escape::attribute(&mut self.out, "title", title);
        }
        self.out.push('>');
        self.enter();
    }

    /// Whether links are written.
    const fn links(&self) -> bool {
        !self.bare || self.pointer_links
    }

    /// The start of a link's tag, to which other attributes may be added.
    fn open_link(&mut self, class: Option<&str>, href: &str) {
        self.out.push_str("<a");
        if let Some(class) = class {
            escape::attribute(&mut self.out, "class", class);
        }
        escape::attribute(&mut self.out, "href", href);
        if self.pointer_links {
            self.out.push_str(" tabindex=\"-1\"");
        }
    }

    pub(crate) fn link_end(&mut self) {
        if self.skipped_links > 0 {
            self.skipped_links -= 1;
            return;
        }
        self.leave();
        self.out.push_str("</a>");
        self.in_link = false;
        let held = std::mem::take(&mut self.held);
        self.write_marks(&held);
    }

    pub(crate) fn image(&mut self, index: usize) {
        let cx = self.cx;
        let Some(image) = cx.page.document.images.get(index) else { return };
        let alt = cx.plain(&image.alt);
        if self.bare {
            escape::push(&mut self.out, &alt);
            return;
        }
        let title = Some(image.title.as_str()).filter(|title| !title.is_empty());
        self.image_tag(index, &alt, title);
    }

    /// A paragraph that holds one image with a title is a figure with that title as its caption.
    pub(crate) fn lone_image(&mut self, nodes: &[Node], index: usize) -> Option<usize> {
        let end = block_end(nodes, index);
        let [_, only, _] = &nodes[index..end] else { return None };
        let NodeKind::Image(number) = only.kind else { return None };
        let image = self.cx.page.document.images.get(number).filter(|image| !image.title.is_empty())?;
        self.out.push_str("<figure class=\"figure figure-image\">\n");
        self.image_tag(number, &self.cx.plain(&image.alt), None);
        self.out.push_str("\n<figcaption class=\"figure-foot\"><p class=\"figure-caption\">");
        escape::push(&mut self.out, &image.title);
        self.out.push_str("</p></figcaption>\n</figure>\n");
        Some(end)
    }

    fn image_tag(&mut self, index: usize, alt: &str, title: Option<&str>) {
        let destination = self.cx.resolved.images.get(index);
        let Some(address) = destination.and_then(|destination| self.cx.href(destination)) else { return };
        self.out.push_str("<img");
        escape::attribute(&mut self.out, "src", &address);
        escape::attribute(&mut self.out, "alt", alt);
        if let Some(title) = title {
            escape::attribute(&mut self.out, "title", title);
        }
        if let Some(Destination::Asset { path, .. }) = destination {
            let asset = self.cx.shared.asset(path.as_path());
            let size = asset.and_then(|asset| image::dimensions(path.as_str(), &asset.bytes));
            if let Some((width, height)) = size {
                escape::attribute(&mut self.out, "width", &width.to_string());
                escape::attribute(&mut self.out, "height", &height.to_string());
            }
        }
        self.out.push_str(" loading=\"lazy\">");
    }

    pub(crate) fn expression(&mut self, index: usize) {
        let Some(evaluated) = self.cx.resolved.values.get(index) else { return };
        if self.bare {
            escape::push(&mut self.out, &evaluated.text);
            return;
        }
        self.value(evaluated);
    }

    /// The marks of the citations and notes at `index`, with those that follow directly, in one superscript; gives the
    /// index of the next node.
    pub(crate) fn marks(&mut self, nodes: &[Node], index: usize) -> usize {
        let mut marks = Vec::new();
        let mut next = index;
        while let Some(more) = nodes.get(next).and_then(|node| marks_of(self.cx.resolved, node)) {
            marks.extend(more);
            next += 1;
        }
        if self.bare {
            // Nor is the space left that parts a mark from its word.
            if !marks.is_empty() {
                self.out.truncate(self.out.trim_end().len());
            }
            return next;
        }
        if self.in_link {
            self.held.extend(marks);
        } else {
            self.write_marks(&marks);
        }
        next
    }

    fn write_marks(&mut self, marks: &[NoteMark]) {
        if marks.is_empty() {
            return;
        }
        // A mark stands close to what it is about, also where the author parted the two as Pandoc's users do.
        self.out.truncate(self.out.trim_end().len());
        self.out.push_str("<sup class=\"note-mark\">");
        for (index, mark) in marks.iter().enumerate() {
            if index > 0 {
                self.out.push_str(", ");
            }
            let number = mark.number().to_string();
            self.out.push_str("<a");
            escape::attribute(&mut self.out, "id", &mark.anchor());
            escape::attribute(&mut self.out, "href", &format!("#note-{number}"));
            escape::attribute(&mut self.out, "aria-label", &self.cx.words.fill("note", "n", &number));
            self.out.push('>');
            self.out.push_str(&number);
            self.out.push_str("</a>");
        }
        self.out.push_str("</sup>");
    }

    pub(crate) fn reference(&mut self, index: usize) {
        let Some(target) = self.cx.resolved.references.get(index) else { return };
        let href = self.cx.page_href(target.page, Some(&target.anchor));
        let Some(href) = href.filter(|_| self.links() && !self.in_link) else {
            escape::push(&mut self.out, &target.label);
            return;
        };
        // `Figure 3` must not break between its word and its number; a section's title may.
        let class = match self.cx.page.document.references.get(index).map(|reference| reference.kind) {
            Some(ReferenceKind::Figure | ReferenceKind::Table) => "reference reference-number",
            _ => "reference",
        };
        self.open_link(Some(class), &href);
        self.out.push('>');
        escape::push(&mut self.out, &target.label);
        self.out.push_str("</a>");
    }

    pub(crate) fn formula(&mut self, tex: &str, display: bool, node: &Node) {
        let files = &self.cx.input.resolved.report.files;
        match self.cx.shared.formulas.convert(tex, display, node.span, files) {
            Ok(mathml) => self.out.push_str(&mathml),
            // A bare writer repeats what the full one has reported.
            Err(_) if self.bare => {}
            Err(fault) => self.diagnostics.push(*fault),
        }
    }
}

/// The marks a node stands for; `None` when it is neither a citation nor a note.
pub(crate) fn marks_of(resolved: &crate::resolve::ResolvedPage, node: &Node) -> Option<Vec<NoteMark>> {
    match node.kind {
        NodeKind::Citation(index) => Some(resolved.citations.get(index).cloned().unwrap_or_default()),
        NodeKind::NoteUse(index) => Some(resolved.note_uses.get(index).copied().into_iter().collect()),
        _ => None,
    }
}

/// Whether an address leads to the web, and not to a mail program or a telephone.
pub(crate) fn is_web(address: &str) -> bool {
    let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("//")
}
