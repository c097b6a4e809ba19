//! Numbers and anchors of figures and sections, report-wide; what cross references and links may lead to.

use crate::diagnostics::{Diagnostic, Diagnostics, Span, rules};
use crate::model::{FigureKind, Heading, Locale, NodeKind, Page, PageId, Report};
use crate::syntax::toml;
use std::collections::{BTreeMap, BTreeSet};

/// A figure's number and anchor.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbered {
    pub(super) number: Option<u32>,
    /// Whether it is counted among tables, else among figures.
    pub(super) is_table: bool,
    /// In the language of its page.
    pub(super) label: String,
    pub(super) anchor: String,
}

/// What a reference may name.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// A figure, by its index on the page.
    Figure(PageId, usize),
    /// A heading, by its index on the page.
    Heading(PageId, usize),
}

/// All numbers, anchors and referable places.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// For each page, for each of its figures.
    pub(super) figures: Vec<Vec<Numbered>>,
    /// Ids that references may name.
    pub(super) places: BTreeMap<String, Place>,
    /// The words before numbers, by the languages of pages.
    labels: BTreeMap<String, Labels>,
}

impl Numbering {
    /// What a figure is called on pages of a language.
    pub(super) fn label(&self, figure: &Numbered, language: &str) -> String {
        match (self.labels.get(language), figure.number) {
            (Some(labels), Some(number)) => labels.with(figure.is_table, number),
            _ => figure.label.clone(),
        }
    }

    /// The anchors of a page that links may name.
    pub(super) fn anchors<'a>(&'a self, id: PageId, report: &'a Report) -> impl Iterator<Item = &'a str> {
        let page = report.page(id);
        let headings = page.document.headings.iter().map(|heading| heading.id.as_str());
        let written = page.document.figures.iter().filter_map(|figure| figure.id.as_ref());
        let made = self.figures.get(id.0 as usize).map(Vec::as_slice).unwrap_or_default().iter();
        let made = made.map(|figure| figure.anchor.as_str()).filter(|anchor| !anchor.is_empty());
        let all_stand = report.config.security.raw_html;
        let raw = page.document.raw_ids.iter().filter(move |raw| all_stand || raw.removed.is_none());
        let raw = raw.map(|raw| raw.id.value.as_str());
        headings.chain(written.map(|id| id.value.as_str())).chain(made).chain(raw)
    }
}

/// The words before a figure's number.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Labels {
    figure: String,
    table: String,
}

impl Labels {
    /// The words of a language: those of the report's own file, else the built-in ones, English where there are none.
    fn of(report: &Report, language: &str) -> Self {
        let (figure, table) = match language.split('-').next().unwrap_or_default() {
            "zh" if Locale::is_traditional(language) => ("圖 ", "表 "),
            "zh" => ("图 ", "表 "),
            "ja" => ("図 ", "表 "),
            "ko" => ("그림 ", "표 "),
            "de" => ("Abbildung ", "Tabelle "),
            "fr" => ("Figure ", "Tableau "),
            "es" => ("Figura ", "Tabla "),
            "pt" => ("Figura ", "Tabela "),
            "ar" => ("الشكل ", "الجدول "),
            _ => ("Figure ", "Table "),
        };
        let own = |key: &str| own_word(report, language, key).map(|word| format!("{word} "));
        Self {
            figure: own("kind_figure").unwrap_or_else(|| figure.to_owned()),
            table: own("kind_table").unwrap_or_else(|| table.to_owned()),
        }
    }

    fn with(&self, is_table: bool, number: u32) -> String {
        format!("{}{number}", if is_table { &self.table } else { &self.figure })
    }
}

/// A word of the report's own `templates/words/<language>.toml`, or of that of the primary language. What is wrong in it is
/// reported where pages are rendered.
fn own_word(report: &Report, language: &str, key: &str) -> Option<String> {
    let primary = language.split('-').next().unwrap_or_default();
    [language, primary].into_iter().find_map(|tag| {
        let wanted = format!("words/{}.toml", tag.to_lowercase());
        let (_, file) = report.templates.iter().find(|(path, _)| path.to_lowercase() == wanted)?;
        let (tree, _) = toml::parse(&report.files.get(*file).text);
        tree.get(key)?.string().map(str::to_owned)
    })
}

/// Numbers all figures in reading order, charts and tables apart, labelled in the language of their page.
pub(super) fn number(report: &Report, order: &[PageId]) -> (Numbering, Diagnostics) {
    let languages = report.pages.iter().map(|page| page.front.language.as_deref());
    let languages: BTreeSet<&str> =
        languages.map(|language| language.unwrap_or(&report.config.language)).collect();
    let mut state = State {
        charts: 0,
        tables: 0,
        spans: BTreeMap::new(),
        numbering: Numbering {
            figures: report
                .pages
                .iter()
                .map(|page| vec![Numbered::default(); page.document.figures.len()])
                .collect(),
            places: BTreeMap::new(),
            labels: languages
                .into_iter()
                .map(|language| (language.to_owned(), Labels::of(report, language)))
                .collect(),
        },
        taken: None,
        diagnostics: Diagnostics::default(),
    };
    // Ids that authors wrote come first, so that a made one can step aside.
    for id in order {
        state.written_ids(*id, report.page(*id));
    }
    for id in order {
        state.figures(*id, report);
    }
    (state.numbering, state.diagnostics)
}

/// Whether cross references may name a heading.
pub(crate) fn is_referable(heading: &Heading) -> bool {
    heading.explicit && heading.id.starts_with("sec-")
}

struct State {
    charts: u32,
    tables: u32,
    spans: BTreeMap<String, (Span, Place)>,
    /// All anchors of the report, once one has to be made.
    taken: Option<BTreeSet<String>>,
    numbering: Numbering,
    diagnostics: Diagnostics,
}

impl State {
    fn written_ids(&mut self, page_id: PageId, page: &Page) {
        for (index, heading) in page.document.headings.iter().enumerate() {
            if is_referable(heading) {
                self.place(&heading.id, heading.span, Place::Heading(page_id, index));
            }
        }
        for (index, figure) in page.document.figures.iter().enumerate() {
            if let Some(id) = &figure.id {
                self.place(&id.value, id.span, Place::Figure(page_id, index));
            }
        }
    }

    /// Two headings, or a heading and a figure, of one page are the page's own business: reading it reported them.
    fn place(&mut self, id: &str, span: Span, place: Place) {
        let Some((first, taken)) = self.spans.get(id) else {
            self.spans.insert(id.to_owned(), (span, place));
            self.numbering.places.insert(id.to_owned(), place);
            return;
        };
        let figures = matches!((place, taken), (Place::Figure(..), Place::Figure(..)));
        if first.file == span.file && !figures {
            return;
        }
        self.diagnostics.push(
            Diagnostic::new(rules::DUPLICATE_ID, format!("the id `{id}` stands at two places of the report"))
                .at(span, "the second")
                .and(*first, "the first")
                .help("references name figures and sections across pages: give one of them another id"),
        );
    }

    fn figures(&mut self, page_id: PageId, report: &Report) {
        let page = report.page(page_id);
        for node in &page.document.nodes {
            if let NodeKind::Figure(index) = node.kind {
                self.figure(page_id, index, report);
            }
        }
        for footnote in page.document.footnotes.values() {
            for node in &footnote.body {
                if let NodeKind::Figure(index) = node.kind {
                    self.figure(page_id, index, report);
                }
            }
        }
    }

    fn figure(&mut self, page_id: PageId, index: usize, report: &Report) {
        let page = report.page(page_id);
        let figure = &page.document.figures[index];
        let is_table = matches!(figure.kind, FigureKind::Table(_) | FigureKind::MarkdownTable(_));
        let (number, made) = match figure.kind {
            FigureKind::Chart(_) | FigureKind::ECharts(_) => {
                self.charts += 1;
                (Some(self.charts), format!("fig-{}", self.charts))
            }
            FigureKind::Table(_) | FigureKind::MarkdownTable(_) => {
                self.tables += 1;
                (Some(self.tables), format!("tbl-{}", self.tables))
            }
            FigureKind::KeyFigures(_) => (None, "key-figures".to_owned()),
        };
        let anchor = match &figure.id {
            Some(id) => id.value.clone(),
            None => self.free_anchor(report, &made),
        };
        let mut numbered = Numbered { number, is_table, label: String::new(), anchor };
        let language = page.front.language.as_deref().unwrap_or(&report.config.language);
        numbered.label = self.numbering.label(&numbered, language);
        self.numbering.figures[page_id.0 as usize][index] = numbered;
    }

    /// A made anchor must be unique in the whole report: it names the figure's files too.
    fn free_anchor(&mut self, report: &Report, made: &str) -> String {
        let taken = self.taken.get_or_insert_with(|| written_anchors(report));
        let anchor = std::iter::once(made.to_owned())
            .chain((2..).map(|n| format!("{made}-{n}")))
            .find(|anchor| !taken.contains(anchor))
            .unwrap_or_default();
        taken.insert(anchor.clone());
        anchor
    }
}

fn written_anchors(report: &Report) -> BTreeSet<String> {
    let of_page = |page: &Page| {
        let headings = page.document.headings.iter().map(|heading| heading.id.clone());
        let figures = page.document.figures.iter().filter_map(|figure| figure.id.as_ref());
        headings.chain(figures.map(|id| id.value.clone())).collect::<Vec<_>>()
    };
    report.pages.iter().flat_map(of_page).collect()
}
