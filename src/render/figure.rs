//! Figures → HTML: head (label, title, subtitle), picture or table, foot (caption, note, sources, data, downloads).

use super::context::PageContext;
use super::grid::{Grid, figure_csv};
use super::html::Writer;
use super::markdown_table::TableName;
use super::{escape, key_figures, markdown_table, table};
use crate::charts::DrawnChart;
use crate::model::{Figure, FigureKind, Node, TableSpec};
use crate::resolve::{FigureSource, ResolvedFigure};
use crate::syntax::address;
use jiff::civil::Date;

/// One figure and its place.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a> {
    pub(crate) index: usize,
    pub(crate) figure: &'a Figure,
    pub(crate) settled: &'a ResolvedFigure,
}

/// Path in the site of a figure's data as charted.
pub(crate) fn csv_path(anchor: &str) -> String {
    format!("data/figures/{anchor}.csv")
}

/// Path in the site of a chart's picture.
pub(crate) fn svg_path(anchor: &str) -> String {
    format!("figures/{anchor}.svg")
}

/// Writes the figure of an index.
pub(crate) fn write(writer: &mut Writer<'_>, index: usize) {
    let cx = writer.cx;
    let (Some(figure), Some(settled)) = (cx.page.document.figures.get(index), cx.resolved.figures.get(index))
    else {
        return;
    };
    let shown = Shown { index, figure, settled };
    match &figure.kind {
        FigureKind::KeyFigures(cards) => key_figures::write(writer, &shown, cards),
        FigureKind::Chart(_) | FigureKind::ECharts(_) => chart(writer, &shown),
        FigureKind::Table(spec) => data_table(writer, &shown, spec),
        FigureKind::MarkdownTable(table) => markdown(writer, &shown, &table.nodes),
    }
}

fn chart(writer: &mut Writer<'_>, shown: &Shown<'_>) {
    let cx = writer.cx;
    let anchor = &shown.settled.anchor;
    let drawn = cx.input.charts.get(&(cx.id, shown.index));
    open(writer, shown, "figure-chart");
    if let Some(drawn) = drawn {
        let alt = match &shown.figure.alt {
            Some(prose) => cx.plain(prose),
            None => drawn.alt.clone(),
        };
        picture(&mut writer.out, anchor, drawn, &alt);
    }
    foot(writer, shown, |writer| {
        show_data(writer, shown, drawn.is_none());
        downloads(writer, shown, drawn.is_some());
    });
    writer.out.push_str("</figure>\n");
}

fn picture(out: &mut String, anchor: &str, drawn: &DrawnChart, alt: &str) {
    out.push_str("<div class=\"chart\"");
    escape::attribute(out, "data-chart", anchor);
    out.push_str(">\n<div class=\"chart-wide\">");
    named_svg(out, &drawn.wide, alt);
    out.push_str("</div>\n<div class=\"chart-narrow\">");
    named_svg(out, &drawn.narrow, alt);
    out.push_str("</div>\n<script type=\"application/json\" class=\"chart-live\">");
    out.push_str(&escape::script_json(&drawn.live));
    out.push_str("</script>\n</div>\n");
}

/// Appends an SVG with `role="img"` and a name, in place of those it may have.
fn named_svg(out: &mut String, svg: &str, alt: &str) {
    let Some((before, rest)) = svg.split_once("<svg") else { return };
    let Some((tag, body)) = rest.split_once('>') else { return };
    // An XML declaration has no place inside HTML.
    if !before.trim_start().starts_with("<?xml") {
        out.push_str(before);
    }
    out.push_str("<svg role=\"img\"");
    escape::attribute(out, "aria-label", alt);
    out.push_str(&without_attribute(&without_attribute(tag, " role=\""), " aria-label=\""));
    out.push('>');
    out.push_str(body);
}

fn without_attribute(tag: &str, start: &str) -> String {
    match tag.split_once(start).and_then(|(before, rest)| Some((before, rest.split_once('"')?.1))) {
        Some((before, after)) => format!("{before}{after}"),
        None => tag.to_owned(),
    }
}

fn show_data(writer: &mut Writer<'_>, shown: &Shown<'_>, opened: bool) {
    let cx = writer.cx;
    let Some(grid) = Grid::of(cx.input.resolved, cx.id, shown.index) else { return };
    let words = cx.words;
    let label = &shown.settled.label;
    let out = &mut writer.out;
    out.push_str(if opened {
        "<details class=\"figure-data\" open>"
    } else {
        "<details class=\"figure-data\">"
    });
    out.push_str("<summary>");
    escape::push(out, words.get("show_data"));
    of_figure(cx, out, label);
    out.push_str("</summary>\n");
    let name = words.fill("data_of", "figure", label);
    let look = table::Look {
        limit: Some(table::UNDER_CHART),
        name: ("aria-label", &name),
        caption: &name,
        ..table::Look::default()
    };
    table::write(cx, out, &grid, &look);
    out.push_str("</details>\n");
}

fn data_table(writer: &mut Writer<'_>, shown: &Shown<'_>, spec: &TableSpec) {
    let cx = writer.cx;
    open(writer, shown, "figure-table");
    if let Some(grid) = Grid::of(cx.input.resolved, cx.id, shown.index) {
        let look = table::Look {
            spec: Some(spec),
            limit: spec.limit.is_none().then_some(table::IN_TABLE),
            name: ("aria-labelledby", &title_ids(shown)),
            caption: &caption(cx, shown),
        };
        table::write(cx, &mut writer.out, &grid, &look);
    }
    foot(writer, shown, |writer| downloads(writer, shown, false));
    writer.out.push_str("</figure>\n");
}

fn markdown(writer: &mut Writer<'_>, shown: &Shown<'_>, nodes: &[Node]) {
    open(writer, shown, "figure-table");
    let caption = caption(writer.cx, shown);
    let name = TableName { labelled_by: &title_ids(shown), caption: &caption };
    markdown_table::write(writer, nodes, Some(&name));
    foot(writer, shown, |writer| downloads(writer, shown, false));
    writer.out.push_str("</figure>\n");
}

/// The ids of label and title, which name a table's scroll box.
fn title_ids(shown: &Shown<'_>) -> String {
    let anchor = &shown.settled.anchor;
    if shown.figure.title.is_some() {
        format!("{anchor}-label {anchor}-title")
    } else {
        format!("{anchor}-label")
    }
}

fn caption(cx: &PageContext<'_>, shown: &Shown<'_>) -> String {
    match &shown.figure.title {
        Some(title) => format!("{}: {}", shown.settled.label, cx.plain(title)),
        None => shown.settled.label.clone(),
    }
}

/// The opening tag and the head.
fn open(writer: &mut Writer<'_>, shown: &Shown<'_>, class: &str) {
    let anchor = &shown.settled.anchor;
    writer.out.push_str("<figure");
    escape::attribute(&mut writer.out, "id", anchor);
    escape::attribute(&mut writer.out, "class", &format!("figure {class}"));
    if let Some(words) = writer.cx.words.for_charts().filter(|_| class == "figure-chart") {
        escape::attribute(&mut writer.out, "data-chart-words", &words);
    }
    writer.out.push_str(">\n<figcaption class=\"figure-head\"><span class=\"figure-label\"");
    escape::attribute(&mut writer.out, "id", &format!("{anchor}-label"));
    writer.out.push('>');
    escape::push(&mut writer.out, &shown.settled.label);
    writer.out.push_str("</span>");
    if let Some(title) = &shown.figure.title {
        writer.out.push_str(" <span class=\"figure-title\"");
        escape::attribute(&mut writer.out, "id", &format!("{anchor}-title"));
        writer.out.push('>');
        writer.prose(title);
        writer.out.push_str("</span>");
    }
    if let Some(subtitle) = &shown.figure.subtitle {
        writer.out.push_str(" <span class=\"figure-subtitle\">");
        writer.prose(subtitle);
        writer.out.push_str("</span>");
    }
    writer.out.push_str("</figcaption>\n");
}

/// Caption, note, sources, and what the kind adds.
fn foot(writer: &mut Writer<'_>, shown: &Shown<'_>, more: impl FnOnce(&mut Writer<'_>)) {
    writer.out.push_str("<div class=\"figure-foot\">\n");
    if let Some(caption) = &shown.figure.caption {
        writer.out.push_str("<p class=\"figure-caption\">");
        writer.prose(caption);
        writer.out.push_str("</p>\n");
    }
    if let Some(note) = &shown.figure.note {
        writer.out.push_str("<p class=\"figure-note\">");
        escape::push(&mut writer.out, writer.cx.words.get("figure_note"));
        writer.out.push(' ');
        writer.prose(note);
        writer.out.push_str("</p>\n");
    }
    source_line(writer.cx, &mut writer.out, shown);
    more(writer);
    writer.out.push_str("</div>\n");
}

/// `Source: TMTPost (2025). Data as of 1 June 2025.`
fn source_line(cx: &PageContext<'_>, out: &mut String, shown: &Shown<'_>) {
    let settled = shown.settled;
    let retrieved = retrieved(cx, settled);
    if settled.sources.is_empty() && retrieved.is_none() {
        return;
    }
    out.push_str("<p class=\"figure-source\">");
    if !settled.sources.is_empty() {
        let words = cx.words;
        let several = settled.sources.len() > 1;
        let label = if several { words.get("figure_sources") } else { words.get("figure_source") };
        escape::push(out, label);
        out.push(' ');
        sources(cx, out, &settled.sources);
    }
    if let Some(date) = retrieved {
        out.push_str(if settled.sources.is_empty() { "" } else { " · " });
        escape::push(out, cx.words.get("data_as_of"));
        out.push_str(" <time");
        escape::attribute(out, "datetime", &date.to_string());
        out.push('>');
        escape::push(out, &super::page::date_text(date, super::page::language(cx)));
        out.push_str("</time>");
    }
    out.push_str("</p>\n");
}

/// When a figure's data were retrieved: its dataset, else the oldest of its sources that says so.
fn retrieved(cx: &PageContext<'_>, settled: &ResolvedFigure) -> Option<Date> {
    let report = &cx.input.resolved.report;
    let dataset = settled.dataset.and_then(|id| report.datasets.iter().nth(id.0 as usize));
    let sources = settled.sources.iter().filter_map(|source| report.sources.get(source.key.as_deref()?));
    let of_sources = sources.filter_map(|source| source.freshness.retrieved).min();
    dataset.and_then(|(_, dataset)| dataset.freshness().retrieved).or(of_sources)
}

/// Sources as links, separated by semicolons.
pub(crate) fn sources(cx: &PageContext<'_>, out: &mut String, sources: &[FigureSource]) {
    for (index, source) in sources.iter().enumerate() {
        if index > 0 {
            out.push_str("; ");
        }
        let external = source.url.as_deref().filter(|url| !address::is_dangerous(url));
        let href = match &source.key {
            Some(key) => Some(cx.source_href(key)),
            None => external.map(str::to_owned),
        };
        let Some(href) = href else {
            escape::push(out, &source.text);
            continue;
        };
        out.push_str("<a");
        escape::attribute(out, "href", &href);
        if source.key.is_none() {
            out.push_str(" rel=\"noopener\"");
        }
        out.push('>');
        escape::push(out, &source.text);
        out.push_str("</a>");
    }
}

fn downloads(writer: &mut Writer<'_>, shown: &Shown<'_>, svg: bool) {
    let cx = writer.cx;
    let anchor = &shown.settled.anchor;
    let mut files: Vec<(&str, String)> = Vec::new();
    if figure_csv(cx.input.resolved, cx.id, shown.index).is_some() {
        files.push(("CSV", csv_path(anchor)));
    }
    if svg {
        files.push(("SVG", svg_path(anchor)));
    }
    if let Some(path) = original(cx, shown) {
        files.push((cx.words.get("original_data"), path));
    }
    if files.is_empty() {
        return;
    }
    let out = &mut writer.out;
    out.push_str("<p class=\"figure-downloads\">");
    escape::push(out, cx.words.get("download"));
    for (text, path) in files {
        out.push_str(" <a download");
        escape::attribute(out, "href", &cx.to(&path));
        out.push('>');
        escape::push(out, text);
        of_figure(cx, out, &shown.settled.label);
        out.push_str("</a>");
    }
    if svg {
        actions(cx, out, &shown.settled.label);
    }
    out.push_str("</p>\n");
}

/// What only the live chart can do. The style sheet keeps the buttons invisible until `charts.js` works, and their room
/// free, so that nothing moves then.
fn actions(cx: &PageContext<'_>, out: &mut String, label: &str) {
    for (action, text) in [("png", "PNG"), ("full-screen", cx.words.get("full_screen"))] {
        out.push_str(" <button type=\"button\" class=\"chart-action\"");
        escape::attribute(out, "data-chart-action", action);
        out.push('>');
        escape::push(out, text);
        of_figure(cx, out, label);
        out.push_str("</button>");
    }
}

/// Path in the site of the data file, when it is copied there.
fn original(cx: &PageContext<'_>, shown: &Shown<'_>) -> Option<String> {
    let report = &cx.input.resolved.report;
    let (_, dataset) = report.datasets.iter().nth(shown.settled.dataset?.0 as usize)?;
    let below = dataset.path().strip_prefix(&report.config.build.content)?.trim_start_matches('/');
    cx.shared.asset(camino::Utf8Path::new(below)).map(|_| below.to_owned())
}

/// Words for screen readers that tell one "Show data" from the next.
fn of_figure(cx: &PageContext<'_>, out: &mut String, label: &str) {
    out.push_str("<span class=\"visually-hidden\"> ");
    escape::push(out, &cx.words.fill("of_figure", "figure", label));
    out.push_str("</span>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_svg_gets_one_role_and_one_escaped_name() {
        let mut out = String::new();
        let svg = r#"<?xml version="1.0"?><svg width="2" role="img" aria-label="chart"><text>x</text></svg>"#;
        named_svg(&mut out, svg, "A \"rises\" <most>");
        assert_eq!(
            out,
            r#"<svg role="img" aria-label="A &quot;rises&quot; &lt;most&gt;" width="2"><text>x</text></svg>"#
        );
    }
}
