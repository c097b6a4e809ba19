//! A resolved report made by hand, for tests.

use crate::charts::DrawnChart;
use crate::diagnostics::{Diagnostics, FileId, Span, Spanned};
use crate::model::{
    Cell, CellRef, Dataset, DatasetId, DatasetParts, Field, FieldKind, Figure, FigureKind, Footnote, Format,
    Heading, Image, Link, Node, NodeKind, Page, PageId, Quantity, Scalar, Scale, Unit, Value, Written,
};
use crate::render::{AssetNames, RenderInput, RenderedPage, pages};
use crate::resolve::{
    Destination, Evaluated, FigureSource, Note, NoteBody, NoteMark, Resolved, ResolvedFigure, ResolvedPage,
};
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::collections::BTreeMap;

pub(super) struct Build {
    pub(super) resolved: Resolved,
    pub(super) charts: BTreeMap<(PageId, usize), DrawnChart>,
    pub(super) assets: AssetNames,
    file: FileId,
    at: usize,
}

impl Build {
    /// A report with a home page called Home and nothing on it.
    pub(super) fn new() -> Self {
        let mut build = Self {
            resolved: Resolved {
                report: crate::model::Report::default(),
                pages: Vec::new(),
                order: Vec::new(),
                sources: Vec::new(),
                locale: crate::model::Locale::default(),
            },
            charts: BTreeMap::new(),
            assets: AssetNames {
                css: "assets/sourcebook.1.css".to_owned(),
                script: "assets/sourcebook.1.js".to_owned(),
                charts_script: "assets/charts.1.js".to_owned(),
                echarts: "assets/echarts.1.js".to_owned(),
                search_index: "assets/search-index.1.js".to_owned(),
                ..AssetNames::default()
            },
            file: crate::diagnostics::Files::default().add("x", ""),
            at: 0,
        };
        build.resolved.report.config.title = "The report".to_owned();
        build.add_page("Home", "index.html", None);
        build
    }

    pub(super) fn add_page(&mut self, title: &str, output: &str, parent: Option<PageId>) -> PageId {
        let path = format!("{}.md", output.trim_end_matches("/index.html").trim_end_matches(".html"));
        self.file = self
            .resolved
            .report
            .files
            .add(format!("content/{path}"), format!("+++\ntitle = 'x'\n+++\n{title}"));
        let body = Span::new(self.file, 18..18 + title.len());
        let node = Node { kind: NodeKind::Markdown(Event::Text(title.to_owned().into())), span: body };
        let mut page = Page {
            path: path.into(),
            file: self.file,
            output: output.to_owned(),
            parent,
            front: crate::model::FrontMatter::default(),
            document: crate::model::Document::default(),
            body,
        };
        page.front.title = vec![node];
        let id = PageId(self.resolved.report.pages.len() as u32);
        self.resolved.report.pages.push(page);
        self.resolved.pages.push(ResolvedPage { title: title.to_owned(), ..ResolvedPage::default() });
        self.resolved.order.push(id);
        id
    }

    /// The last page.
    pub(super) fn page(&mut self) -> &mut Page {
        self.resolved.report.pages.last_mut().unwrap()
    }

    pub(super) fn settled(&mut self) -> &mut ResolvedPage {
        self.resolved.pages.last_mut().unwrap()
    }

    fn id(&self) -> PageId {
        PageId(self.resolved.report.pages.len() as u32 - 1)
    }

    pub(super) fn span(&mut self) -> Span {
        self.at += 1;
        Span::new(self.file, self.at..self.at + 1)
    }

    pub(super) fn spanned(&mut self, text: &str) -> Spanned<String> {
        Spanned::new(text.to_owned(), self.span())
    }

    pub(super) fn node(&mut self, kind: NodeKind) -> Node {
        Node { kind, span: self.span() }
    }

    pub(super) fn text(&mut self, text: &str) -> Vec<Node> {
        vec![self.node(NodeKind::Markdown(Event::Text(text.to_owned().into())))]
    }

    /// Markdown as nodes; links and images lead where they say.
    pub(super) fn parse(&mut self, markdown: &str) -> Vec<Node> {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_GFM
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_MATH
            | Options::ENABLE_HEADING_ATTRIBUTES;
        let file = self.resolved.report.files.add("content/parsed.md", markdown);
        let mut nodes: Vec<Node> = Vec::new();
        let mut image: Option<usize> = None;
        for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
            let span = Span::new(file, range);
            let kind = match event.into_static() {
                Event::Start(Tag::Image { dest_url, title, .. }) => {
                    image = Some(nodes.len());
                    let image = Image {
                        destination: dest_url.to_string(),
                        title: title.to_string(),
                        alt: Vec::new(),
                        span,
                    };
                    self.page().document.images.push(image);
                    self.settled().images.push(Destination::External(dest_url.to_string()));
                    continue;
                }
                Event::End(pulldown_cmark::TagEnd::Image) => {
                    let alt = nodes.split_off(image.take().unwrap());
                    let index = self.page().document.images.len() - 1;
                    self.page().document.images[index].alt = alt;
                    NodeKind::Image(index)
                }
                Event::Start(Tag::Link { dest_url, title, .. }) => {
                    let link = Link { destination: dest_url.to_string(), title: title.to_string(), span };
                    self.page().document.links.push(link);
                    self.settled().links.push(Destination::External(dest_url.to_string()));
                    NodeKind::Link(self.page().document.links.len() - 1)
                }
                Event::Start(Tag::Heading { level, id, classes, .. }) => {
                    let text = self.text("");
                    let heading = Heading {
                        level: level as u8,
                        id: id.map_or_else(|| format!("h{}", self.at), |id| id.to_string()),
                        explicit: true,
                        classes: classes.iter().map(ToString::to_string).collect(),
                        text,
                        span,
                    };
                    self.page().document.headings.push(heading);
                    NodeKind::Heading(self.page().document.headings.len() - 1)
                }
                event => NodeKind::Markdown(event),
            };
            nodes.push(Node { kind, span });
        }
        self.fill_headings(&nodes);
        nodes
    }

    fn fill_headings(&mut self, nodes: &[Node]) {
        for (index, node) in nodes.iter().enumerate() {
            let NodeKind::Heading(heading) = node.kind else { continue };
            let end = crate::render::html::block_end(nodes, index);
            self.page().document.headings[heading].text = nodes[index + 1..end - 1].to_vec();
        }
    }

    /// Adds Markdown to the last page.
    pub(super) fn markdown(&mut self, markdown: &str) -> &mut Self {
        let nodes = self.parse(markdown);
        self.page().document.nodes.extend(nodes);
        self
    }

    /// Adds nodes of a paragraph.
    pub(super) fn paragraph(&mut self, inline: Vec<Node>) {
        let start = self.node(NodeKind::Markdown(Event::Start(Tag::Paragraph)));
        let end = self.node(NodeKind::Markdown(Event::End(pulldown_cmark::TagEnd::Paragraph)));
        let nodes = &mut self.page().document.nodes;
        nodes.push(start);
        nodes.extend(inline);
        nodes.push(end);
    }

    /// A use of the footnote `name`, which is made at the first use; gives the node.
    pub(super) fn note_use(&mut self, name: &str, body: &str) -> Node {
        let body_of = |note: &Note| matches!(&note.body, NoteBody::Footnote(other) if other == name);
        let place = self.settled().notes.iter().position(body_of);
        let place = place.unwrap_or_else(|| {
            let body = self.parse(body);
            let spanned = self.spanned(name);
            self.page().document.footnotes.insert(name.to_owned(), Footnote { name: spanned, body });
            self.settled().notes.push(Note { body: NoteBody::Footnote(name.to_owned()), uses: 0 });
            self.settled().notes.len() - 1
        });
        let note = &mut self.settled().notes[place];
        let mark = NoteMark { note: place, occurrence: note.uses };
        note.uses += 1;
        self.settled().note_uses.push(mark);
        let index = self.settled().note_uses.len() - 1;
        self.node(NodeKind::NoteUse(index))
    }

    pub(super) fn expression(&mut self, evaluated: Evaluated) -> Node {
        self.settled().values.push(evaluated);
        let index = self.settled().values.len() - 1;
        self.node(NodeKind::Expression(index))
    }

    /// A dataset with a text field that is its key, and fields of numbers with a unit.
    pub(super) fn dataset(&mut self, name: &str, fields: &[(&str, &str)], records: &[&[&str]]) -> DatasetId {
        let file = self.resolved.report.files.add(format!("content/data/{name}.csv"), "");
        let columns = fields.iter().enumerate().map(|(column, (_, unit))| {
            records.iter().map(|record| cell(record[column], column > 0, unit)).collect()
        });
        let parts = DatasetParts {
            name: name.to_owned(),
            file,
            path: format!("content/data/{name}.csv"),
            title: None,
            description: None,
            columns: columns.collect(),
            fields: fields.iter().enumerate().map(|(i, (name, unit))| field(name, i > 0, unit)).collect(),
            primary_key: vec![0],
            sources: Vec::new(),
            licences: Vec::new(),
        };
        std::sync::Arc::make_mut(&mut self.resolved.report.datasets).add(Dataset::new(parts)).unwrap()
    }

    /// Adds a figure with all records of a dataset to the last page.
    pub(super) fn figure(
        &mut self,
        kind: FigureKind,
        anchor: &str,
        dataset: Option<DatasetId>,
    ) -> &mut Figure {
        let table = matches!(kind, FigureKind::Table(_) | FigureKind::MarkdownTable(_));
        let records = dataset.map_or(0, |id| self.resolved.report.datasets.get(id).len() as u32);
        let settled = ResolvedFigure {
            number: Some(1),
            label: if table { "Table 1" } else { "Figure 1" }.to_owned(),
            anchor: anchor.to_owned(),
            dataset,
            records: (0..records).collect(),
            derived: None,
            sources: Vec::new(),
        };
        self.settled().figures.push(settled);
        let span = self.span();
        let figure = Figure {
            id: None,
            title: None,
            subtitle: None,
            caption: None,
            note: None,
            alt: None,
            sources: Vec::new(),
            kind,
            span,
        };
        self.page().document.figures.push(figure);
        let index = self.page().document.figures.len() - 1;
        let node = self.node(NodeKind::Figure(index));
        self.page().document.nodes.push(node);
        self.page().document.figures.last_mut().unwrap()
    }

    pub(super) fn figure_source(&mut self, key: Option<&str>, text: &str, url: Option<&str>) {
        let source =
            FigureSource { key: key.map(str::to_owned), text: text.to_owned(), url: url.map(str::to_owned) };
        self.settled().figures.last_mut().unwrap().sources.push(source);
    }

    pub(super) fn draw(&mut self, alt: &str) {
        let figure = self.page().document.figures.len() - 1;
        let chart = DrawnChart {
            live: serde_json::json!({ "wide": { "title": "</script><b>" } }),
            wide: "<svg viewBox=\"0 0 680 360\"><text>wide</text></svg>".to_owned(),
            narrow: "<svg viewBox=\"0 0 300 360\"><text>narrow</text></svg>".to_owned(),
            alt: alt.to_owned(),
        };
        self.charts.insert((self.id(), figure), chart);
    }

    pub(super) fn template(&mut self, name: &str, text: &str) -> &mut Self {
        let id = self.resolved.report.files.add(format!("templates/{name}"), text);
        self.resolved.report.templates.push((name.to_owned(), id));
        self
    }

    pub(super) fn render(&self) -> (Vec<RenderedPage>, Diagnostics) {
        let evidence = crate::facts::coverage::evidence(&self.resolved);
        let input = RenderInput {
            resolved: &self.resolved,
            evidence: &evidence,
            charts: &self.charts,
            assets: &self.assets,
        };
        pages(&input)
    }

    /// The HTML of one page; there must be no faults.
    pub(super) fn html(&self, path: &str) -> String {
        let (pages, diagnostics) = self.render();
        assert!(diagnostics.is_empty(), "{diagnostics:#?}");
        pages.into_iter().find(|page| page.path == path).unwrap().html
    }

    /// The home page's content.
    pub(super) fn content(&self) -> String {
        let html = self.html("index.html");
        let start = html.find("<div class=\"page-body\">").unwrap();
        let end = html.find("<section class=\"notes\"").or_else(|| html.find("<section class=\"cite-this\""));
        html[start..end.unwrap()].trim_end().to_owned()
    }
}

fn field(name: &str, number: bool, unit: &str) -> Field {
    Field {
        name: name.to_owned(),
        title: name.to_owned(),
        description: None,
        kind: if number { FieldKind::Number } else { FieldKind::Text },
        unit: (number && !unit.is_empty()).then(|| Unit::of(unit)),
        format: Format::default(),
    }
}

fn cell(text: &str, number: bool, unit: &str) -> Cell {
    let scalar = match (text, number) {
        ("", _) => Scalar::Missing,
        (_, false) => Scalar::Text(text.into()),
        (_, true) => Scalar::Number(quantity(text, unit)),
    };
    Cell { scalar, text: text.into(), place: 0..0 }
}

/// `$1,200.5`, `68%`, `~5`, `$1.2M`: what the tests need of written numbers.
fn quantity(text: &str, unit: &str) -> Quantity {
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
    let exponent = if text.ends_with('K') { 3 } else { 6 };
    let scale = text.get(text.len() - 1..).filter(|last| matches!(*last, "K" | "M"));
    let written = Written {
        scale: scale.map(|symbol| Scale { symbol: symbol.to_owned(), exponent }),
        decimals: digits.split_once('.').map_or(0, |(_, fraction)| fraction.len() as u8),
        grouped: text.contains(','),
        prefix: if text.contains('$') { "$".to_owned() } else { String::new() },
        suffix: if text.contains('%') { "%" } else { scale.unwrap_or_default() }.to_owned(),
        qualifier: text.starts_with('~').then_some(crate::model::Qualifier::About),
        ..Written::default()
    };
    let unit = if unit.is_empty() { Unit::NONE } else { Unit::of(unit) };
    let amount = digits.parse::<f64>().unwrap() * 10f64.powi(scale.map_or(0, |_| i32::from(exponent)));
    Quantity { amount, unit, written: written.into() }
}

/// A value read from a cell.
pub(super) fn bound(text: &str, amount: f64, unit: &str, cell: Option<CellRef>) -> Evaluated {
    let mut value = Value::number(amount, Unit::of(unit));
    value.origin = cell;
    Evaluated { value, text: text.to_owned(), used: cell.into_iter().collect() }
}
