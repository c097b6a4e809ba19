//! From a resolved report to its site as a value: charts drawn, pages rendered, everything put together.

use super::{
    AssetTexts, Assets, Cache, MadeFile, Site, SiteInput, assemble, cards, facts_json, feed, search_index,
};
use crate::charts::{self, ChartInput, ChartKind, DrawnChart, Library, Palette};
use crate::diagnostics::Diagnostics;
use crate::facts::coverage::Coverage;
use crate::model::{ChartSpec, Figure, FigureKind, Look, Page, PageId};
use crate::render::{self, AssetNames, RenderInput, RenderedPage};
use crate::resolve::{Resolved, ResolvedFigure, ResolvedPage, plain};
use bytes::Bytes;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Charts by page and index in the page's figures.
pub(super) type Charts = BTreeMap<(PageId, usize), DrawnChart>;

/// Makes the site of a report; `evidence` says what supports its numbers. `date` is that of `SOURCE_DATE_EPOCH`, for pages without one.
#[must_use]
pub fn make(
    resolved: &Resolved,
    evidence: &Coverage,
    cache: &Cache,
    date: Option<Date>,
) -> (Site, Diagnostics) {
    let (charts, mut diagnostics) = draw(resolved, &resolved.order, cache);
    let (cards, found) = cards(resolved, cache);
    diagnostics.extend(found);
    let assets = assets(resolved);
    let mut names = names(&assets, feed::expected(resolved, date));
    names.cards = cards.iter().map(|(page, card)| (*page, card.path.clone())).collect();
    let (pages, found) = render::pages(&RenderInput { resolved, evidence, charts: &charts, assets: &names });
    diagnostics.extend(found);
    let pages: Vec<(String, Bytes)> =
        pages.into_iter().map(|RenderedPage { path, html }| (path, html.into_bytes().into())).collect();
    let files = figure_files(resolved, &resolved.order, &charts);
    let files: Vec<MadeFile> = files.into_iter().map(|(_, file)| file).collect();
    let cards: Vec<(String, Bytes)> = cards.into_values().map(|card| (card.path, card.bytes)).collect();
    let input = SiteInput {
        resolved,
        pages: &pages,
        files: &files,
        assets: &assets,
        unread: &[],
        search: &search_index(resolved),
        facts: facts_json(resolved, evidence).into_bytes().into(),
        charts: !charts.is_empty(),
        cards: &cards,
        date,
    };
    let (site, found) = assemble(&input);
    diagnostics.extend(found);
    (site, diagnostics)
}

/// All charts of some pages, in parallel.
pub(super) fn draw(resolved: &Resolved, ids: &[PageId], cache: &Cache) -> (Charts, Diagnostics) {
    let wanted: Vec<Wanted<'_>> = wanted(resolved, ids).collect();
    let inputs: Vec<ChartInput<'_>> = wanted.iter().map(|wanted| wanted.input(resolved)).collect();
    let drawn = charts::draw_all(&inputs, Library::of(&resolved.report), cache);
    let mut list = Charts::new();
    let mut diagnostics = Diagnostics::default();
    for (wanted, (chart, found)) in wanted.iter().zip(drawn) {
        diagnostics.extend(found);
        if let Some(chart) = chart {
            list.insert((wanted.page, wanted.index), chart);
        }
    }
    (list, diagnostics)
}

/// A chart that is to be drawn.
struct Wanted<'a> {
    page: PageId,
    index: usize,
    figure: &'a Figure,
    settled: &'a ResolvedFigure,
    title: String,
    kind: Kind<'a>,
}

/// What is drawn: a block as it is, or with values in the words of its annotations.
enum Kind<'a> {
    Written(ChartKind<'a>),
    Settled(Box<ChartSpec>),
}

impl<'a> Kind<'a> {
    fn of(spec: &'a ChartSpec, page: &Page, settled: &ResolvedPage) -> Self {
        if spec.annotations.is_empty() {
            return Self::Written(ChartKind::Declared(spec));
        }
        let mut spec = spec.clone();
        for annotation in &mut spec.annotations {
            annotation.text = plain(&annotation.words, page, settled);
        }
        Self::Settled(Box::new(spec))
    }
}

impl<'a> Wanted<'a> {
    fn input<'b>(&'b self, resolved: &'b Resolved) -> ChartInput<'b> {
        ChartInput {
            kind: match &self.kind {
                Kind::Written(kind) => *kind,
                Kind::Settled(spec) => ChartKind::Declared(spec),
            },
            dataset: self.settled.data(&resolved.report),
            records: &self.settled.records,
            anchor: &self.settled.anchor,
            title: &self.title,
            assets: &resolved.report.assets,
            locale: &resolved.pages[self.page.0 as usize].locale,
            decal: resolved.report.config.theme.decal,
            span: self.figure.span,
        }
    }
}

fn wanted<'a>(resolved: &'a Resolved, ids: &'a [PageId]) -> impl Iterator<Item = Wanted<'a>> {
    ids.iter().flat_map(move |&id| {
        let page = resolved.report.page(id);
        let settled = &resolved.pages[id.0 as usize];
        page.document.figures.iter().zip(&settled.figures).enumerate().filter_map(
            move |(index, (figure, place))| {
                let kind = match &figure.kind {
                    // A step that failed was told where it stands; there is nothing to draw.
                    FigureKind::Chart(spec) if !spec.shape.is_empty() && place.derived.is_none() => {
                        return None;
                    }
                    FigureKind::Chart(spec) => Kind::of(spec, page, settled),
                    FigureKind::ECharts(spec) => Kind::Written(ChartKind::Raw(spec)),
                    FigureKind::Table(_) | FigureKind::MarkdownTable(_) | FigureKind::KeyFigures(_) => {
                        return None;
                    }
                };
                let title =
                    figure.title.as_ref().map(|title| plain(title, page, settled)).unwrap_or_default();
                Some(Wanted { page: id, index, figure, settled: place, title, kind })
            },
        )
    })
}

/// Style sheet and scripts.
pub(super) fn assets(resolved: &Resolved) -> Assets {
    let report = &resolved.report;
    let text = |name: &str, built_in: &'static str| -> String {
        let own = report.templates.iter().find(|(path, _)| path == name);
        own.map_or_else(|| built_in.to_owned(), |(_, file)| report.files.get(*file).text.to_string())
    };
    let texts = AssetTexts {
        css: &text("sourcebook.css", include_str!("../../templates/sourcebook.css")),
        look: &match report.config.theme.look {
            Look::Broadsheet => String::new(),
            Look::Brief => text("looks/brief.css", include_str!("../../templates/looks/brief.css")),
            Look::Paper => text("looks/paper.css", include_str!("../../templates/looks/paper.css")),
        },
        script: &text("sourcebook.js", include_str!("../../templates/sourcebook.js")),
        charts: &text("charts.js", include_str!("../../templates/charts.js")),
        echarts: Library::of(report).text(),
    };
    Assets::new(&texts, &report.config.theme)
}

/// What pages call them.
pub(super) fn names(assets: &Assets, feed: bool) -> AssetNames {
    AssetNames {
        css: assets.css.path.clone(),
        script: assets.script.path.clone(),
        charts_script: assets.charts.path.clone(),
        echarts: assets.echarts.path.clone(),
        search_index: search_index::path(0),
        feed: feed.then(|| "feed.xml".to_owned()),
        cards: BTreeMap::new(),
    }
}

/// The downloads of some pages' figures: data as CSV, charts as SVG.
pub(super) fn figure_files(resolved: &Resolved, ids: &[PageId], charts: &Charts) -> Vec<(PageId, MadeFile)> {
    let place = |page: PageId, index: usize| {
        let figure = &resolved.report.page(page).document.figures[index];
        (figure.span, &resolved.pages[page.0 as usize].figures[index])
    };
    let mut files: Vec<(PageId, MadeFile)> = render::figure_files(resolved, ids)
        .into_iter()
        .map(|file| {
            let (span, figure) = place(file.page, file.figure);
            let name = format!("the data of {}", figure.label);
            let made =
                MadeFile { path: file.path, bytes: file.text.into_bytes().into(), name, span: Some(span) };
            (file.page, made)
        })
        .collect();
    let palette = Palette::light().with_series(&resolved.report.config.theme.palette);
    files.extend(charts.iter().map(|((page, index), chart)| {
        let (span, figure) = place(*page, *index);
        let path = render::svg_path(&figure.anchor);
        let svg = charts::standalone(&charts::svg_with_label(&chart.wide, &chart.alt), &palette);
        let name = format!("the SVG of {}", figure.label);
        (*page, MadeFile { path, bytes: svg.into_bytes().into(), name, span: Some(span) })
    }));
    files
}
