//! What other pages need to know of a page: its address, title, headings and figures. A page that stands for another in
//! this way is an *outline*: it has no text.

use super::codec::{Decoder, Encoder};
use crate::diagnostics::{FileId, Span, Spanned};
use crate::model::{
    Datasets, Document, EChartsSpec, Figure, FigureKind, FrontMatter, Heading, Locale, MarkdownTable, Node,
    NodeKind, Page, Prose, RawId, TableSpec,
};
use crate::resolve::{Note, NoteBody, ResolvedFigure, ResolvedPage, is_referable, plain};
use camino::Utf8Path;
use jiff::civil::Date;
use pulldown_cmark::{CowStr, Event};

/// A heading as others see it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    id: String,
    explicit: bool,
    level: u8,
    text: String,
    span: Bytes,
}

/// Where something stands in the page's file.
type Bytes = (u32, u32);

/// A figure as others see it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    id: Option<String>,
    kind: Kind,
    span: Bytes,
    /// The dataset it shows, and the records.
    dataset: Option<String>,
    records: Vec<u32>,
}

/// Charts, tables and key figures are numbered apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Chart = 0,
    /// A table in Markdown.
    Table = 1,
    Cards = 2,
    /// A table of a dataset.
    Records = 3,
}

/// An outline.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Outline {
    output: String,
    title: String,
    summary: Option<String>,
    date: Option<Date>,
    updated: Option<Date>,
    order: Option<f64>,
    authors: Vec<String>,
    language: Option<String>,
    headings: Vec<Place>,
    /// Ids in its raw HTML, and the elements with which they are taken out.
    raw_ids: Vec<(String, Option<String>)>,
    figures: Vec<Shown>,
    /// The figures in the order in which they are numbered.
    numbered: Vec<usize>,
    /// How often each note is used.
    notes: Vec<usize>,
}

/// An outline as bytes; none for a file that is no page. Of tens of thousands only a few are asked for what stands in them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Packed(Box<[u8]>);

impl Packed {
    /// That of an outline.
    pub(super) fn of(outline: &Outline) -> Self {
        let mut to = Encoder::default();
        outline.encode(&mut to);
        Self(to.finish().into())
    }

    /// The outline; `None` when there is none.
    pub(super) fn open(&self) -> Option<Outline> {
        Outline::decode(&mut Decoder::new(&self.0))
    }

    /// Whether there is one.
    pub(super) const fn is_some(&self) -> bool {
        !self.0.is_empty()
    }

    pub(super) fn encode(&self, to: &mut Encoder) {
        to.bytes(&self.0);
    }

    pub(super) fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        from.section().map(|bytes| Self(bytes.into()))
    }
}

impl Outline {
    /// That of a page.
    pub(super) fn of(page: &Page, settled: &ResolvedPage, datasets: &Datasets) -> Self {
        let document = &page.document;
        let heading = |heading: &Heading| Place {
            id: heading.id.clone(),
            explicit: heading.explicit,
            level: heading.level,
            // No other page prints the words of one that no reference can name.
            text: if is_referable(heading) { plain(&heading.text, page, settled) } else { String::new() },
            span: (heading.span.start, heading.span.end),
        };
        let figure = |(index, figure): (usize, &Figure)| {
            let shown = settled.figures.get(index);
            let place = figure.id.as_ref().map_or(figure.span, |id| id.span);
            Shown {
                id: figure.id.as_ref().map(|id| id.value.clone()),
                kind: kind_of(&figure.kind),
                span: (place.start, place.end),
                dataset: shown.and_then(|shown| shown.dataset).map(|id| datasets.get(id).name().to_owned()),
                // What is derived from the dataset shows none of its records.
                records: shown
                    .filter(|shown| shown.derived.is_none())
                    .map(|shown| shown.records.clone())
                    .unwrap_or_default(),
            }
        };
        let bodies = document.footnotes.values().map(|footnote| footnote.body.as_slice());
        let nodes = std::iter::once(document.nodes.as_slice()).chain(bodies).flatten();
        Self {
            output: page.output.clone(),
            title: settled.title.clone(),
            summary: settled.summary.clone(),
            date: page.front.date,
            updated: page.front.updated,
            order: page.front.order,
            authors: page.front.authors.clone(),
            language: page.front.language.clone(),
            headings: document.headings.iter().map(heading).collect(),
            raw_ids: document.raw_ids.iter().map(|raw| (raw.id.value.clone(), raw.removed.clone())).collect(),
            figures: document.figures.iter().enumerate().map(figure).collect(),
            numbered: nodes
                .filter_map(|node| match node.kind {
                    NodeKind::Figure(index) => Some(index),
                    _ => None,
                })
                .collect(),
            notes: settled.notes.iter().map(|note| note.uses).collect(),
        }
    }

    /// The page that stands for the one in `file`.
    pub(super) fn page(&self, path: &Utf8Path, file: FileId) -> Page {
        let span = Span::new(file, 0..0);
        let at = |(start, end): Bytes| Span { file, start, end };
        let heading = |place: &Place| Heading {
            level: place.level,
            id: place.id.clone(),
            explicit: place.explicit,
            classes: Vec::new(),
            text: words(&place.text, span),
            span: at(place.span),
        };
        let figure = |shown: &Shown| Figure {
            id: shown.id.as_ref().map(|id| Spanned::new(id.clone(), at(shown.span))),
            title: None,
            subtitle: None,
            caption: None,
            note: None,
            alt: None,
            sources: Vec::new(),
            kind: stand_in(shown.kind, span),
            span,
        };
        let raw_id = |(id, removed): &(String, Option<String>)| RawId {
            id: Spanned::new(id.clone(), span),
            removed: removed.clone(),
        };
        let front = FrontMatter {
            title: words(&self.title, span),
            summary: self.summary.as_ref().map(|summary| words(summary, span)),
            date: self.date,
            updated: self.updated,
            order: self.order,
            authors: self.authors.clone(),
            language: self.language.clone(),
            ..FrontMatter::default()
        };
        let document = Document {
            nodes: self.numbered.iter().map(|index| Node { kind: NodeKind::Figure(*index), span }).collect(),
            headings: self.headings.iter().map(heading).collect(),
            raw_ids: self.raw_ids.iter().map(raw_id).collect(),
            figures: self.figures.iter().map(figure).collect(),
            ..Document::default()
        };
        Page {
            path: path.to_owned(),
            file,
            output: self.output.clone(),
            parent: None,
            front,
            document,
            body: span,
        }
    }

    /// What else was settled; figures have no numbers yet.
    pub(super) fn settled(self, datasets: &Datasets) -> ResolvedPage {
        let note = |uses: &usize| Note { body: NoteBody::Footnote(String::new()), uses: *uses };
        let figure = |shown: Shown| ResolvedFigure {
            // A dataset that was not parsed is one that no page asks for which is made.
            dataset: shown.dataset.as_deref().and_then(|name| datasets.find(name)),
            records: shown.records,
            ..ResolvedFigure::default()
        };
        ResolvedPage {
            notes: self.notes.iter().map(note).collect(),
            title: self.title,
            summary: self.summary,
            figures: self.figures.into_iter().map(figure).collect(),
            ..ResolvedPage::default()
        }
    }

    /// How the page prints numbers and dates, when it has a language of its own.
    pub(super) fn locale(&self) -> Option<Locale> {
        self.language.as_deref().map(Locale::of)
    }

    /// What the text of another page may depend on. Summaries, authors and the day of a date show in lists alone, which are
    /// always made anew; notes on the Sources page; and places in the file nowhere.
    pub(super) fn interface(&self) -> blake3::Hash {
        let dated = |date: Option<Date>| date.map(|_| Date::ZERO);
        let mut seen = Self {
            summary: None,
            notes: Vec::new(),
            authors: Vec::new(),
            date: dated(self.date),
            updated: dated(self.updated),
            ..self.clone()
        };
        seen.headings.iter_mut().for_each(|place| place.span = (0, 0));
        seen.figures.iter_mut().for_each(|shown| shown.span = (0, 0));
        let mut to = Encoder::default();
        seen.encode(&mut to);
        blake3::hash(&to.finish())
    }

    pub(super) fn encode(&self, to: &mut Encoder) {
        to.text(&self.output);
        to.text(&self.title);
        to.maybe(self.summary.as_deref());
        for date in [self.date, self.updated] {
            to.maybe(date.map(|date| date.to_string()).as_deref());
        }
        to.maybe(self.order.map(|order| order.to_bits().to_string()).as_deref());
        to.texts(&self.authors);
        to.maybe(self.language.as_deref());
        to.list(&self.headings, |to, place| {
            to.text(&place.id);
            to.flag(place.explicit);
            to.number(u64::from(place.level));
            to.text(&place.text);
            bytes(to, place.span);
        });
        to.list(&self.raw_ids, |to, (id, removed)| {
            to.text(id);
            to.maybe(removed.as_deref());
        });
        to.list(&self.figures, |to, shown| {
            to.maybe(shown.id.as_deref());
            to.number(shown.kind as u64);
            bytes(to, shown.span);
            to.maybe(shown.dataset.as_deref());
            to.list(&shown.records, |to, record| to.number(u64::from(*record)));
        });
        to.list(&self.numbered, |to, index| to.number(*index as u64));
        to.list(&self.notes, |to, uses| to.number(*uses as u64));
    }

    pub(super) fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        let date = |from: &mut Decoder<'_>| -> Option<Option<Date>> {
            from.maybe()?.map_or(Some(None), |text| text.parse().ok().map(Some))
        };
        Some(Self {
            output: from.text()?,
            title: from.text()?,
            summary: from.maybe()?,
            date: date(from)?,
            updated: date(from)?,
            order: from
                .maybe()?
                .map_or(Some(None), |text| text.parse().ok().map(f64::from_bits).map(Some))?,
            authors: from.texts()?,
            language: from.maybe()?,
            headings: from.list(|from| {
                Some(Place {
                    id: from.text()?,
                    explicit: from.flag()?,
                    level: u8::try_from(from.number()?).ok()?,
                    text: from.text()?,
                    span: span(from)?,
                })
            })?,
            raw_ids: from.list(|from| Some((from.text()?, from.maybe()?)))?,
            figures: from.list(|from| {
                Some(Shown {
                    id: from.maybe()?,
                    kind: kind(from.number()?)?,
                    span: span(from)?,
                    dataset: from.maybe()?,
                    records: from.list(|from| u32::try_from(from.number()?).ok())?,
                })
            })?,
            numbered: from.list(Decoder::size)?,
            notes: from.list(Decoder::size)?,
        })
    }
}

/// Gives the figures of an outline their numbers.
pub(super) fn number(figures: &mut Vec<ResolvedFigure>, mut numbered: Vec<ResolvedFigure>) {
    for (figure, shown) in numbered.iter_mut().zip(std::mem::take(figures)) {
        (figure.dataset, figure.records) = (shown.dataset, shown.records);
    }
    *figures = numbered;
}

fn bytes(to: &mut Encoder, (start, end): Bytes) {
    to.number(u64::from(start));
    to.number(u64::from(end));
}

fn span(from: &mut Decoder<'_>) -> Option<Bytes> {
    Some((u32::try_from(from.number()?).ok()?, u32::try_from(from.number()?).ok()?))
}

fn words(text: &str, span: Span) -> Prose {
    // Short ones need no memory of their own.
    let kind = NodeKind::Markdown(Event::Text(CowStr::Borrowed(text).into_static()));
    if text.is_empty() { Vec::new() } else { vec![Node { kind, span }] }
}

const fn kind_of(kind: &FigureKind) -> Kind {
    match kind {
        FigureKind::Chart(_) | FigureKind::ECharts(_) => Kind::Chart,
        FigureKind::Table(_) => Kind::Records,
        FigureKind::MarkdownTable(_) => Kind::Table,
        FigureKind::KeyFigures(_) => Kind::Cards,
    }
}

const fn kind(number: u64) -> Option<Kind> {
    match number {
        0 => Some(Kind::Chart),
        1 => Some(Kind::Table),
        2 => Some(Kind::Cards),
        3 => Some(Kind::Records),
        _ => None,
    }
}

/// A figure of the kind without anything in it.
fn stand_in(kind: Kind, span: Span) -> FigureKind {
    match kind {
        Kind::Chart => FigureKind::ECharts(Box::new(EChartsSpec {
            option: serde_json::Map::new(),
            data: None,
            height: None,
        })),
        Kind::Table => FigureKind::MarkdownTable(MarkdownTable { nodes: Vec::new() }),
        Kind::Cards => FigureKind::KeyFigures(Vec::new()),
        Kind::Records => FigureKind::Table(Box::new(TableSpec::of(Spanned::new(String::new(), span)))),
    }
}
