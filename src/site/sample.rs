//! A small resolved report for this room's tests, and reading XML.

use crate::diagnostics::{FileId, Span, Spanned};
use crate::model::{
    Asset, Cell, CellRef, CellSet, Dataset, DatasetId, DatasetParts, Datasets, Document, Expression, Field,
    FieldKind, Figure, FigureKind, Footnote, Format, FrontMatter, Heading, Locale, Node, NodeKind, Page,
    PageId, Prose, Quantity, Report, Scalar, TableSpec, Unit, Value, Written,
};
use crate::resolve::{Evaluated, Resolved, ResolvedFigure, ResolvedPage, SourceEntry};
use pulldown_cmark::{Event, Tag, TagEnd};
use quick_xml::events::Event as Xml;

/// The bytes of the data file.
pub(super) const CSV: &str = "Mineral,Price Surge\nTerbium,68%\n";

/// Three pages: a home page; one with dates, a bound value, a section and a table; one without anything.
pub(super) fn resolved() -> Resolved {
    let mut report = Report::default();
    report.config.title = "Minerals".to_owned();
    report.config.authors = vec!["Ada".to_owned()];
    report.config.base_url = Some("https://example.org/r".to_owned());
    report.config.publish.cname = Some("example.org".to_owned());
    let home = report.files.add("content/index.md", "Home");
    let rare = report.files.add("content/rare-earths.md", "Prices rose\n{{ data.x }}.");
    let chinese = report.files.add("content/zh.md", "");
    let data = report.files.add("content/data/minerals.csv", CSV);
    report.pages = vec![page("index", home), rare_earths(rare), page("zh", chinese)];
    let mut datasets = Datasets::default();
    datasets.add(minerals(data)).expect("a new name");
    report.datasets = datasets.into();
    report.assets = ["data/minerals.csv", "sources.yaml", "notes.md"]
        .map(|path| Asset { path: path.into(), bytes: CSV.as_bytes().into() })
        .into();
    let home = ResolvedPage { title: "Minerals".to_owned(), ..ResolvedPage::default() };
    let chinese = ResolvedPage { title: "Chinese".to_owned(), ..ResolvedPage::default() };
    Resolved {
        report,
        pages: vec![home, rare_earths_settled(), chinese],
        order: vec![PageId(0), PageId(1), PageId(2)],
        sources: vec![source()],
        locale: Locale::default(),
    }
}

fn page(name: &str, file: FileId) -> Page {
    let output = if name == "index" { "index.html".to_owned() } else { format!("{name}/index.html") };
    Page {
        path: format!("{name}.md").into(),
        file,
        output,
        parent: None,
        front: FrontMatter::default(),
        document: Document::default(),
        body: Span::new(file, 0..0),
    }
}

fn rare_earths(file: FileId) -> Page {
    let span = Span::new(file, 0..0);
    let node = |kind| Node { kind, span };
    let text = |text: &'static str| node(NodeKind::Markdown(Event::Text(text.into())));
    let document = Document {
        nodes: vec![
            node(NodeKind::Markdown(Event::Start(Tag::Paragraph))),
            text("Opening words."),
            node(NodeKind::Markdown(Event::End(TagEnd::Paragraph))),
            node(NodeKind::Heading(0)),
            text("Prices of 稀土"),
            node(NodeKind::Markdown(Event::End(TagEnd::Heading(pulldown_cmark::HeadingLevel::H2)))),
            text("Terbium rose "),
            node(NodeKind::Expression(0)),
            text(" in </script> a year."),
            node(NodeKind::Figure(0)),
        ],
        expressions: vec![
            expression("data.minerals.Terbium[\"Price Surge\"]", Span::new(file, 15..21)),
            expression("r.x > 1", span),
        ],
        footnotes: std::iter::once(("a".to_owned(), footnote(span, text("A footnote.")))).collect(),
        headings: vec![Heading {
            level: 2,
            id: "sec-稀土".to_owned(),
            explicit: false,
            classes: Vec::new(),
            text: vec![text("Prices of 稀土")],
            span,
        }],
        figures: vec![table(vec![text("Minerals by price")], vec![text("Per kilogram")], span)],
        ..Document::default()
    };
    let front = FrontMatter {
        date: Some(jiff::civil::date(2025, 6, 1)),
        updated: Some(jiff::civil::date(2025, 6, 2)),
        authors: vec!["Bob".to_owned()],
        ..FrontMatter::default()
    };
    Page { document, front, ..page("rare-earths", file) }
}

fn expression(source: &str, span: Span) -> Expression {
    Expression { source: source.to_owned(), span }
}

fn footnote(span: Span, text: Node) -> Footnote {
    Footnote { name: Spanned::new("a".to_owned(), span), body: vec![text] }
}

fn table(title: Prose, subtitle: Prose, span: Span) -> Figure {
    let spec = TableSpec {
        data: Spanned::new("minerals".to_owned(), span),
        columns: Vec::new(),
        filter: Some(1),
        sort: Vec::new(),
        limit: None,
        shape: crate::model::Shape::default(),
        total: false,
        bars: Vec::new(),
        sparklines: Vec::new(),
        highlight: Vec::new(),
    };
    Figure {
        id: None,
        title: Some(title),
        subtitle: Some(subtitle),
        caption: None,
        note: None,
        alt: None,
        sources: Vec::new(),
        kind: FigureKind::Table(Box::new(spec)),
        span,
    }
}

fn rare_earths_settled() -> ResolvedPage {
    let percent = Quantity { amount: 68.0, unit: Unit::percent(), written: Written::default().into() };
    let cell = CellRef { dataset: DatasetId(0), record: 0, field: 1 };
    let value = Value::new(Scalar::Number(percent));
    ResolvedPage {
        title: "Rare earths".to_owned(),
        summary: Some("Prices rose 68%.".to_owned()),
        values: vec![
            Evaluated { value, text: "68%".to_owned(), used: CellSet::from_iter([cell]) },
            Evaluated { value: Value::text(""), text: String::new(), used: CellSet::default() },
        ],
        figures: vec![ResolvedFigure {
            number: Some(1),
            label: "Table 1".to_owned(),
            anchor: "tbl-minerals".to_owned(),
            dataset: Some(DatasetId(0)),
            records: vec![0],
            derived: None,
            sources: Vec::new(),
        }],
        ..ResolvedPage::default()
    }
}

fn minerals(file: FileId) -> Dataset {
    let field = |name: &str, kind, unit| Field {
        name: name.to_owned(),
        title: name.to_owned(),
        description: None,
        kind,
        unit,
        format: Format::default(),
    };
    let cell =
        |scalar, text: &str, at: u32| Cell { scalar, text: text.into(), place: at..at + text.len() as u32 };
    let percent = Quantity { amount: 68.0, unit: Unit::percent(), written: Written::default().into() };
    Dataset::new(DatasetParts {
        name: "minerals".to_owned(),
        file,
        path: "content/data/minerals.csv".to_owned(),
        title: None,
        description: None,
        fields: [
            field("Mineral", FieldKind::Text, None),
            field("Price Surge", FieldKind::Number, Some(Unit::percent())),
        ]
        .into(),
        columns: vec![
            [cell(Scalar::Text("Terbium".into()), "Terbium", 20)].into_iter().collect(),
            [cell(Scalar::Number(percent), "68%", 28)].into_iter().collect(),
        ],
        primary_key: vec![0],
        sources: Vec::new(),
        licences: Vec::new(),
    })
}

fn source() -> SourceEntry {
    SourceEntry {
        key: "tmtpost".to_owned(),
        html: "<i>TMTPost</i>".to_owned(),
        short: "TMTPost (2025)".to_owned(),
        title: "An article".to_owned(),
        url: Some("https://example.com/a".to_owned()),
        note: None,
        uses: Vec::new(),
    }
}

/// The texts of all elements of a name, without those that hold other elements.
///
/// # Panics
/// When the text is not well-formed XML.
pub(super) fn elements(xml: &str, name: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut open: Vec<(String, String)> = Vec::new();
    let mut found = Vec::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Xml::Start(tag) => {
                let name = tag.name().as_ref().to_owned();
                assert!(tag.attributes().all(|attribute| attribute.is_ok()));
                open.push((name, String::new()));
            }
            Xml::Text(text) => push(&mut open, &text),
            Xml::GeneralRef(reference) => {
                push(
                    &mut open,
                    quick_xml::escape::resolve_predefined_entity(&reference).expect("a known entity"),
                );
            }
            Xml::End(_) => {
                let (ended, text) = open.pop().expect("a start");
                if ended == name {
                    found.push(text);
                }
            }
            Xml::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty());
    found
}

fn push(open: &mut [(String, String)], text: &str) {
    if let Some((_, content)) = open.last_mut() {
        content.push_str(text);
    }
}
