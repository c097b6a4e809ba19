//! Nodes → HTML: blocks. Inline nodes are in `inline.rs`, Markdown tables in `markdown_table.rs`.
//!
//! One [`Writer`] pushes into one string. A *bare* writer leaves out links, note marks and blocks' own tags, for places
//! that are links themselves or repeat text: the table of contents and margin notes, which keep links for the pointer.

use super::context::PageContext;
use super::{escape, figure, markdown_table, notes};
use crate::diagnostics::{Diagnostics, Span};
use crate::model::{Node, NodeKind};
use crate::resolve::NoteMark;
use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};

/// Writes nodes of one page.
pub(crate) struct Writer<'a> {
    /// The page.
    pub(crate) cx: &'a PageContext<'a>,
    /// What has been written.
    pub(crate) out: String,
    /// Faults found on the way.
    pub(crate) diagnostics: Diagnostics,
    /// Whether only text and emphasis are written.
    pub(crate) bare: bool,
    /// Whether a bare writer keeps links, out of the order of the keyboard.
    pub(crate) pointer_links: bool,
    /// Whether the writer is inside a link, where no other link may stand.
    pub(crate) in_link: bool,
    /// Note marks found inside a link, written after it.
    pub(crate) held: Vec<NoteMark>,
    /// The open headings; there is at most one.
    headings: Vec<usize>,
    /// Whether a link's start was left out, and its end must be too.
    pub(crate) skipped_links: usize,
    /// The typed number that was marked last, by its start in the file, and where its element ended in `out`.
    pub(crate) marked: Option<(u32, usize)>,
    /// How many tables without a number were written, for their names.
    pub(crate) tables: usize,
    /// The open blocks: where each begins in `out`, and in `raw`.
    pub(super) scopes: Vec<(usize, usize)>,
    /// The pieces of raw HTML in the open blocks.
    pub(super) raw: Vec<Span>,
}

impl<'a> Writer<'a> {
    /// A writer of a page's text.
    pub(crate) fn new(cx: &'a PageContext<'a>) -> Self {
        Self {
            cx,
            out: String::new(),
            diagnostics: Diagnostics::default(),
            bare: false,
            pointer_links: false,
            in_link: false,
            held: Vec::new(),
            headings: Vec::new(),
            skipped_links: 0,
            marked: None,
            tables: 0,
            scopes: Vec::new(),
            raw: Vec::new(),
        }
    }

    /// A page's whole text: margin notes stand before the top-level block that holds their mark.
    pub(crate) fn body(&mut self, nodes: &[Node]) {
        self.enter();
        let mut index = 0;
        while index < nodes.len() {
            let end = block_end(nodes, index);
            let block = &nodes[index..end];
            notes::write_margin_notes(self, block);
            self.run(block);
            index = end;
        }
        self.leave();
    }

    /// Nodes that stand by themselves, in order.
    pub(crate) fn nodes(&mut self, nodes: &[Node]) {
        self.enter();
        self.run(nodes);
        self.leave();
    }

    fn run(&mut self, nodes: &[Node]) {
        let mut index = 0;
        while index < nodes.len() {
            index = self.node(nodes, index).max(index + 1);
        }
    }

    /// Writes the node at `index` (and those it takes with it); gives the index of the next one.
    fn node(&mut self, nodes: &[Node], index: usize) -> usize {
        let node = &nodes[index];
        match &node.kind {
            NodeKind::Markdown(Event::Start(Tag::Table(_))) if !self.bare => {
                let end = block_end(nodes, index);
                markdown_table::write(self, &nodes[index..end], None);
                return end;
            }
            NodeKind::Markdown(Event::Start(Tag::Paragraph)) if !self.bare => {
                if let Some(end) = self.lone_image(nodes, index) {
                    return end;
                }
                self.out.push_str("<p>");
                self.enter();
            }
            NodeKind::Markdown(event) => self.event(event, node),
            NodeKind::Heading(heading) => self.heading_start(*heading),
            NodeKind::Link(link) => self.link_start(*link),
            NodeKind::Image(image) => self.image(*image),
            NodeKind::Address(address) => self.address(*address),
            NodeKind::Expression(expression) => self.expression(*expression),
            NodeKind::Citation(_) | NodeKind::NoteUse(_) => return self.marks(nodes, index),
            NodeKind::Reference(reference) => self.reference(*reference),
            NodeKind::Claim(claim) => self.claim_start(*claim),
            NodeKind::ClaimEnd(claim) => self.claim_end(*claim),
            NodeKind::Figure(index) => {
                if !self.bare {
                    figure::write(self, *index);
                }
            }
        }
        index + 1
    }

    fn event(&mut self, event: &Event<'static>, node: &Node) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.text(text, node),
            Event::Code(text) => {
                self.out.push_str("<code>");
                escape::push(&mut self.out, text);
                self.out.push_str("</code>");
            }
            Event::InlineMath(tex) => self.formula(tex, false, node),
            Event::DisplayMath(tex) => self.formula(tex, true, node),
            Event::Html(html) | Event::InlineHtml(html) => {
                self.html(html, node.span);
            }
            // The content room turns these into nodes of their own; a stray one shows as it was written.
            Event::FootnoteReference(name) => {
                escape::push(&mut self.out, &format!("[^{name}]"));
            }
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str(if self.bare { " " } else { "<br>\n" }),
            Event::Rule => self.out.push_str(if self.bare { " " } else { "<hr>\n" }),
            Event::TaskListMarker(done) => self.task(*done),
        }
    }

    fn task(&mut self, done: bool) {
        if self.bare {
            return;
        }
        self.out.push_str("<input type=\"checkbox\" disabled");
        if done {
            self.out.push_str(" checked");
        }
        let words = self.cx.words;
        let label = if done { words.get("task_done") } else { words.get("task_open") };
        escape::attribute(&mut self.out, "aria-label", label);
        self.out.push_str("> ");
    }

    fn start(&mut self, tag: &Tag<'static>) {
        if let Some(name) = inline_tag(tag) {
            self.out.push('<');
            self.out.push_str(name);
            self.out.push('>');
            self.enter();
            return;
        }
        if self.bare {
            self.out.push(' ');
            return;
        }
        match tag {
            Tag::HtmlBlock => return,
            Tag::BlockQuote(None) => self.out.push_str("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => self.alert(*kind),
            Tag::CodeBlock(kind) => self.code_block(kind),
            Tag::List(Some(1)) => self.out.push_str("<ol>\n"),
            Tag::List(Some(first)) => {
                self.out.push_str("<ol");
                escape::attribute(&mut self.out, "start", &first.to_string());
                self.out.push_str(">\n");
            }
            Tag::List(None) => self.out.push_str("<ul>\n"),
            Tag::Item => self.out.push_str("<li>"),
            Tag::DefinitionList => self.out.push_str("<dl>\n"),
            Tag::DefinitionListTitle => self.out.push_str("<dt>"),
            Tag::DefinitionListDefinition => self.out.push_str("<dd>"),
            Tag::Paragraph => self.out.push_str("<p>"),
            _ => {}
        }
        self.enter();
    }

    fn end(&mut self, tag: TagEnd) {
        if let Some(name) = inline_end(tag) {
            self.leave();
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
            return;
        }
        if tag == TagEnd::Link {
            self.link_end();
            return;
        }
        if self.bare {
            self.out.push(' ');
            return;
        }
        if tag == TagEnd::HtmlBlock {
            return;
        }
        if matches!(tag, TagEnd::Heading(_)) {
            return self.heading_end();
        }
        self.leave();
        let text = match tag {
            TagEnd::Paragraph => "</p>\n",
            TagEnd::BlockQuote(None) => "</blockquote>\n",
            TagEnd::BlockQuote(Some(_)) => "</aside>\n",
            TagEnd::CodeBlock => "</code></pre>\n",
            TagEnd::List(true) => "</ol>\n",
            TagEnd::List(false) => "</ul>\n",
            TagEnd::Item => "</li>\n",
            TagEnd::DefinitionList => "</dl>\n",
            TagEnd::DefinitionListTitle => "</dt>\n",
            TagEnd::DefinitionListDefinition => "</dd>\n",
            _ => "",
        };
        self.out.push_str(text);
    }

    /// `role="note"`, since an `aside` with a name would be a landmark, and several of one name confuse.
    fn alert(&mut self, kind: BlockQuoteKind) {
        let words = self.cx.words;
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("note", words.get("alert_note")),
            BlockQuoteKind::Tip => ("tip", words.get("alert_tip")),
            BlockQuoteKind::Important => ("important", words.get("alert_important")),
            BlockQuoteKind::Warning => ("warning", words.get("alert_warning")),
            BlockQuoteKind::Caution => ("caution", words.get("alert_caution")),
        };
        self.out.push_str("<aside class=\"alert alert-");
        self.out.push_str(class);
        self.out.push_str("\" role=\"note\"");
        escape::attribute(&mut self.out, "aria-label", title);
        self.out.push_str(">\n<p class=\"alert-title\">");
        escape::push(&mut self.out, title);
        self.out.push_str("</p>\n");
    }

    /// Focusable, so that a long line can be scrolled to by keyboard. A path behind the language is the name of the file.
    fn code_block(&mut self, kind: &CodeBlockKind<'static>) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.as_ref(),
            CodeBlockKind::Indented => "",
        };
        let mut words = info.split([' ', ',', '\t']);
        let language = words.next().unwrap_or_default();
        if let Some(path) = words.next().filter(|word| is_path(word)) {
            self.out.push_str("<p class=\"code-name\">");
            escape::push(&mut self.out, path);
            self.out.push_str("</p>\n");
        }
        self.out.push_str("<pre tabindex=\"0\"><code");
        if !language.is_empty() {
            escape::attribute(&mut self.out, "class", &format!("language-{language}"));
        }
        self.out.push('>');
    }

    fn heading_start(&mut self, index: usize) {
        let Some(heading) = self.cx.page.document.headings.get(index) else { return };
        if self.bare {
            return;
        }
        self.headings.push(index);
        self.out.push_str("<h");
        self.out.push_str(heading_level(heading.level));
        escape::attribute(&mut self.out, "id", &heading.id);
        if !heading.classes.is_empty() {
            escape::attribute(&mut self.out, "class", &heading.classes.join(" "));
        }
        self.out.push('>');
        self.enter();
    }

    fn heading_end(&mut self) {
        let cx = self.cx;
        let Some(heading) = self.headings.pop().and_then(|index| cx.page.document.headings.get(index)) else {
            return;
        };
        self.leave();
        self.out.push_str(" <a class=\"anchor\"");
        escape::attribute(&mut self.out, "href", &super::url::relative_anchor("", "", Some(&heading.id)));
        let label = cx.words.fill("section_link", "title", &cx.plain(&heading.text));
        escape::attribute(&mut self.out, "aria-label", &label);
        self.out.push_str(">#</a></h");
        self.out.push_str(heading_level(heading.level));
        self.out.push_str(">\n");
    }
}

/// Whether a word of an info string names a file: `content/index.md`, `report.html`, and not `title="x"` or `ignore`.
fn is_path(word: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "._-/".contains(c);
    word.contains(['.', '/']) && word.chars().all(plain)
}

/// Text and emphasis of nodes without links, marks and blocks, with white space folded at both ends.
pub(crate) fn bare(cx: &PageContext<'_>, nodes: &[Node]) -> String {
    let mut writer = Writer::new(cx);
    writer.bare = true;
    writer.nodes(nodes);
    writer.out.trim().to_owned()
}

/// The same, with links that only the pointer can follow: the keyboard has those of the text that is repeated.
pub(crate) fn bare_with_links(cx: &PageContext<'_>, nodes: &[Node]) -> String {
    let mut writer = Writer::new(cx);
    (writer.bare, writer.pointer_links) = (true, true);
    writer.nodes(nodes);
    writer.out.trim().to_owned()
}

/// One past the end of the block that starts at `index`.
pub(crate) fn block_end(nodes: &[Node], index: usize) -> usize {
    let mut depth = 0_usize;
    for (offset, node) in nodes[index..].iter().enumerate() {
        match &node.kind {
            NodeKind::Markdown(Event::Start(_)) | NodeKind::Heading(_) | NodeKind::Link(_) => depth += 1,
            NodeKind::Markdown(Event::End(_)) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return index + offset + 1;
        }
    }
    nodes.len()
}

/// The page's title is the only `h1`: content starts at `h2`.
const fn heading_level(level: u8) -> &'static str {
    match level {
        0..=2 => "2",
        3 => "3",
        4 => "4",
        5 => "5",
        _ => "6",
    }
}

const fn inline_tag(tag: &Tag<'static>) -> Option<&'static str> {
    Some(match tag {
        Tag::Emphasis => "em",
        Tag::Strong => "strong",
        Tag::Strikethrough => "del",
        Tag::Superscript => "sup",
        Tag::Subscript => "sub",
        _ => return None,
    })
}

const fn inline_end(tag: TagEnd) -> Option<&'static str> {
    Some(match tag {
        TagEnd::Emphasis => "em",
        TagEnd::Strong => "strong",
        TagEnd::Strikethrough => "del",
        TagEnd::Superscript => "sup",
        TagEnd::Subscript => "sub",
        _ => return None,
    })
}
