//! One page's text as nodes in reading order, with side tables of everything later stages ask for, so that no stage
//! scans text again.
//!
//! Nodes are pulldown-cmark's events where Markdown says all there is to say; what Sourcebook adds, or what needs a
//! place in a side table, is a node of its own that holds an index into the table.

use super::{Figure, FigureKind};
use crate::diagnostics::{Span, Spanned};
use indexmap::IndexMap;
use pulldown_cmark::Event;
use std::collections::BTreeSet;

/// One node and its place in the page's file.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Where it stands.
    pub span: Span,
}

/// What a node is. An index points into the [`Document`]'s table of that kind.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    /// Plain Markdown: every event but those below. Smart punctuation is applied.
    Markdown(Event<'static>),
    /// Start of a heading: [`Document::headings`]; its text follows up to `End(TagEnd::Heading)`.
    Heading(usize),
    /// Start of a link: [`Document::links`]; its text follows up to `End(TagEnd::Link)`.
    Link(usize),
    /// An image, whole: [`Document::images`].
    Image(usize),
    /// `{{ … }}`: [`Document::expressions`].
    Expression(usize),
    /// `[@a; @b]`: [`Document::citations`].
    Citation(usize),
    /// `[^name]`: [`Document::note_uses`].
    NoteUse(usize),
    /// `@fig-…`, `@tbl-…`, `@sec-…`: [`Document::references`].
    Reference(usize),
    /// An address in raw HTML, between the pieces of its tag: [`Document::addresses`].
    Address(usize),
    /// A figure in its place: [`Document::figures`].
    Figure(usize),
    /// Start of a checked claim: [`Document::claims`]; the nodes of its words follow up to `ClaimEnd`.
    Claim(usize),
    /// End of the claim of the same index.
    ClaimEnd(usize),
}

/// A run of inline nodes: a title, a caption, an image's alternative text.
pub type Prose = Vec<Node>;

/// `{{ source }}`.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// The Rhai expression without braces.
    pub source: String,
    /// Where the expression stands, without braces.
    pub span: Span,
}

/// An id in raw HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawId {
    /// The id, where it stands.
    pub id: Spanned<String>,
    /// The element that has it, if it is one that is taken out unless raw HTML stands as it is written.
    pub removed: Option<String>,
}

/// `[words]{= expression }` or `[words]{-}`: the author's words, and what holds them to the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What proves the words.
    pub proof: Proof,
    /// The words, without their brackets.
    pub text: Span,
    /// The whole claim.
    pub span: Span,
}

/// What proves the words of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// The words hold for the value of this expression: [`Document::expressions`].
    Expression(usize),
    /// The words are no fact, whatever numbers stand in them.
    NotAFact,
}

/// `[see @key, p. 4; @other]`: one or more citations in one pair of brackets.
#[derive(Debug, Clone, PartialEq)]
pub struct CitationGroup {
    /// The citations in order.
    pub citations: Vec<Citation>,
    /// The whole bracket.
    pub span: Span,
}

/// One citation of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Citation {
    /// The key and its place.
    pub key: Spanned<String>,
    /// Text before the key: `see`.
    pub prefix: Option<String>,
    /// Text after the key: `p. 4`.
    pub locator: Option<String>,
}

/// A use of a footnote: `[^name]`.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteUse {
    /// The name.
    pub name: Spanned<String>,
}

/// `[^name]: …`, taken out of the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Footnote {
    /// The name and its place.
    pub name: Spanned<String>,
    /// Its blocks.
    pub body: Vec<Node>,
}

/// What a cross reference points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReferenceKind {
    /// `@fig-…`.
    Figure,
    /// `@tbl-…`.
    Table,
    /// `@sec-…`.
    Section,
}

/// `@fig-id`.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossReference {
    /// What it points at.
    pub kind: ReferenceKind,
    /// The id as written, prefix included: `fig-retention`.
    pub id: String,
    /// Where it stands.
    pub span: Span,
}

/// A heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// The id: written, or made from the text; unique on its page.
    pub id: String,
    /// Whether the author wrote the id.
    pub explicit: bool,
    /// Classes written in `{.class}`.
    pub classes: Vec<String>,
    /// Its text.
    pub text: Prose,
    /// The whole heading.
    pub span: Span,
}

/// A link.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The destination as written.
    pub destination: String,
    /// The title, or empty.
    pub title: String,
    /// The whole link.
    pub span: Span,
}

/// An image.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// The destination as written.
    pub destination: String,
    /// The title, or empty.
    pub title: String,
    /// The alternative text; it may hold expressions.
    pub alt: Prose,
    /// The whole image.
    pub span: Span,
}

/// An address in raw HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// What it is for.
    pub kind: AddressKind,
    /// The address, without character references.
    pub address: String,
    /// As it is written, without its quotes.
    pub written: String,
    /// Where it stands.
    pub span: Span,
}

/// What an address in raw HTML is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressKind {
    /// It is followed: `<a href>`.
    Link,
    /// A picture is shown: `<img src>`.
    Image,
    /// Film or sound is played: `<video src>`.
    Media,
}

/// One page's text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// The nodes in reading order.
    pub nodes: Vec<Node>,
    /// Expressions, those of front matter, figures and claims included.
    pub expressions: Vec<Expression>,
    /// Checked claims, those of front matter and figures included, in the order they begin in each text.
    pub claims: Vec<Claim>,
    /// Citation groups.
    pub citations: Vec<CitationGroup>,
    /// Uses of footnotes.
    pub note_uses: Vec<NoteUse>,
    /// Footnotes by name, in the order they are defined.
    pub footnotes: IndexMap<String, Footnote>,
    /// Cross references.
    pub references: Vec<CrossReference>,
    /// Headings.
    pub headings: Vec<Heading>,
    /// The one that is the page's title, by index: it is kept where the author gave it an id, and is no node.
    pub title_heading: Option<usize>,
    /// Links.
    pub links: Vec<Link>,
    /// Images.
    pub images: Vec<Image>,
    /// Addresses in raw HTML.
    pub addresses: Vec<Address>,
    /// Ids in raw HTML, and names of its anchors.
    pub raw_ids: Vec<RawId>,
    /// Figures.
    pub figures: Vec<Figure>,
}

impl Document {
    /// Expressions that choose the records of figures, by index: they say nothing to a reader by themselves.
    #[must_use]
    pub fn filters(&self) -> BTreeSet<usize> {
        let filter = |figure: &Figure| match &figure.kind {
            FigureKind::Chart(chart) => chart.filter,
            FigureKind::Table(table) => table.filter,
            FigureKind::ECharts(_) | FigureKind::MarkdownTable(_) | FigureKind::KeyFigures(_) => None,
        };
        self.figures.iter().filter_map(filter).collect()
    }
}
