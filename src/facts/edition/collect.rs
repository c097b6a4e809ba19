//! A resolved report → its edition.

use super::prose;
use super::types::{
    Edition, FactKind, Printed, PublishedCell, PublishedDataset, PublishedFact, PublishedFigure,
    PublishedPage, PublishedSource,
};
use crate::facts::claims;
use crate::model::{
    ChartSpec, Dataset, DatasetId, Figure, FigureKind, NumberView, PageId, Panels, Quantity, ScalarView,
    TableSpec,
};
use crate::resolve::{Resolved, ResolvedFigure};
use std::collections::{BTreeMap, BTreeSet};

impl Edition {
    /// Every value the report publishes now.
    #[must_use]
    pub fn of(resolved: &Resolved) -> Self {
        let mut edition = Self { sources: sources(resolved), ..Self::default() };
        let names: Vec<Vec<String>> =
            resolved.report.datasets.iter().map(|(_, dataset)| record_names(dataset)).collect();
        let (mut shown, mut derived) = (BTreeSet::new(), Vec::new());
        for &id in &resolved.order {
            let (page, settled) = (resolved.report.page(id), &resolved.pages[id.0 as usize]);
            let (path, title) = (page.output.clone(), settled.title.clone());
            edition.pages.push(PublishedPage { path, title });
            edition.facts.extend(facts(resolved, id));
            for (figure, place) in page.document.figures.iter().zip(&settled.figures) {
                let whole = (figure, place);
                edition.figures.extend(if place.derived.is_some() {
                    derived_figure(resolved, &page.output, whole, (&mut derived, &mut edition.datasets))
                } else {
                    shown_figure(resolved, &page.output, whole, &names, &mut shown)
                });
            }
        }
        edition.cells = cells(resolved, &names, &shown);
        edition.cells.extend(derived);
        edition.datasets.extend(datasets(resolved, &shown));
        // Datasets by name, records and fields as in the data.
        edition.cells.sort_by(|a, b| a.dataset.cmp(&b.dataset));
        edition.datasets.sort_by(|a, b| a.name.cmp(&b.name));
        edition.mark_claims(&claims::verify(resolved));
        edition
    }
}

/// Where the value of an expression stands for readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactPlace {
    /// The fact's id, as in the edition.
    pub id: String,
    /// The nearest anchor above it; empty at the top of the page.
    pub anchor: String,
    /// What stands at the anchor, for readers.
    pub label: String,
    /// Its sentence, with all its values.
    pub sentence: String,
}

/// The places of a page's values by index into its expressions; of a value that is shown twice, the first.
#[must_use]
pub fn places(resolved: &Resolved, id: PageId) -> BTreeMap<usize, FactPlace> {
    let (page, settled) = (resolved.report.page(id), &resolved.pages[id.0 as usize]);
    let mut seen = Seen::default();
    let mut places = BTreeMap::new();
    if page.document.expressions.is_empty() {
        return places;
    }
    for found in prose::values(page, settled) {
        let Some(expression) = page.document.expressions.get(found.expression) else { continue };
        let id = seen.id(&page.output, &found.anchor, &expression.source);
        let place = FactPlace { id, anchor: found.anchor, label: found.label, sentence: found.sentence };
        places.entry(found.expression).or_insert(place);
    }
    places
}

/// How often each expression has been met below each anchor.
#[derive(Default)]
struct Seen(BTreeMap<(String, String), usize>);

impl Seen {
    fn id(&mut self, page: &str, anchor: &str, expression: &str) -> String {
        let count = self.0.entry((anchor.to_owned(), expression.to_owned())).or_default();
        *count += 1;
        fact_id(&[page, anchor, expression, &count.to_string()])
    }
}

fn facts(resolved: &Resolved, id: PageId) -> Vec<PublishedFact> {
    let (page, settled) = (resolved.report.page(id), &resolved.pages[id.0 as usize]);
    let mut seen = Seen::default();
    let mut facts = Vec::new();
    for found in prose::values(page, settled) {
        let (Some(expression), Some(value)) =
            (page.document.expressions.get(found.expression), settled.values.get(found.expression))
        else {
            continue;
        };
        let (words, span) = found.words.map_or((None, expression.span), |(text, span)| (Some(text), span));
        facts.push(PublishedFact {
            id: seen.id(&page.output, &found.anchor, &expression.source),
            kind: if words.is_some() { FactKind::Checked } else { FactKind::Bound },
            page: page.output.clone(),
            anchor: found.anchor,
            label: found.label,
            expression: expression.source.clone(),
            value: printed(words.as_deref().unwrap_or(&value.text), value.value.quantity()),
            data: words.is_some().then(|| value.text.clone()),
            // Where the expression has no value, the words are not proved.
            holds: words.is_none() || !value.value.is_missing(),
            sentence: found.sentence,
            span: Some(span),
        });
    }
    facts
}

/// The id of a fact: the same for the same page, anchor, expression and count.
#[must_use]
pub fn fact_id(parts: &[&str]) -> String {
    let hash = blake3::hash(parts.join("\0").as_bytes()).to_hex();
    format!("fact-{}", hash.get(..10).unwrap_or_default())
}

fn printed(text: &str, quantity: Option<&Quantity>) -> Printed {
    Printed {
        text: text.trim().to_owned(),
        number: quantity.map(|quantity| quantity.amount).filter(|amount| amount.is_finite()),
        unit: quantity.map(|quantity| quantity.unit.to_string()).unwrap_or_default(),
    }
}

/// The keys of all records; one that repeats another gets its count: `Terbium (2)`.
fn record_names(dataset: &Dataset) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let name = |record| {
        let key = dataset.key_text(record);
        let count = seen.entry(key.clone()).or_default();
        *count += 1;
        if *count == 1 { key } else { format!("{key} ({count})") }
    };
    (0..dataset.len()).map(name).collect()
}

/// A figure as it stands in the edition, if it shows a dataset; the cells it shows are added to `shown`.
fn shown_figure(
    resolved: &Resolved,
    page: &str,
    (figure, place): (&Figure, &ResolvedFigure),
    names: &[Vec<String>],
    shown: &mut BTreeSet<(DatasetId, u32, usize)>,
) -> Option<PublishedFigure> {
    let id = place.dataset?;
    let (dataset, names) = (resolved.report.datasets.get(id), names.get(id.0 as usize)?);
    let fields = fields(figure, dataset);
    for &record in place.records.iter().filter(|&&record| (record as usize) < dataset.len()) {
        shown.extend(fields.iter().map(|&field| (id, record, field)));
    }
    // All in their own order: the cells say the same.
    let whole = place.records.iter().copied().eq(0..dataset.len() as u32) && !fields.is_empty();
    let records = (!whole).then_some(names.as_slice());
    Some(published_figure(page, (figure, place), (dataset, dataset.name().to_owned()), (&fields, records)))
}

/// A figure with the fields it shows, and with its records where their names are given.
fn published_figure(
    page: &str,
    (figure, place): (&Figure, &ResolvedFigure),
    (dataset, name): (&Dataset, String),
    (fields, names): (&[usize], Option<&[String]>),
) -> PublishedFigure {
    let records = |names: &[String]| {
        place.records.iter().filter_map(|&record| names.get(record as usize).cloned()).collect()
    };
    PublishedFigure {
        page: page.to_owned(),
        anchor: place.anchor.clone(),
        label: place.label.clone(),
        dataset: name,
        fields: fields.iter().map(|&field| dataset.fields()[field].name.clone()).collect(),
        records: names.map(records),
        span: Some(figure.span),
    }
}

/// A figure that shapes its data as it stands in the edition. Its cells are published as what readers see, under the
/// dataset's name and the figure's: `minerals#fig-prices`.
fn derived_figure(
    resolved: &Resolved,
    page: &str,
    (figure, place): (&Figure, &ResolvedFigure),
    (cells, datasets): (&mut Vec<PublishedCell>, &mut Vec<PublishedDataset>),
) -> Option<PublishedFigure> {
    let dataset = place.data(&resolved.report)?;
    let name = format!("{}#{}", dataset.name(), place.anchor);
    let (names, fields) = (record_names(dataset), fields(figure, dataset));
    for &record in &place.records {
        let made = fields.iter().filter_map(|&field| cell(dataset, (&name, &names), record as usize, field));
        cells.extend(made);
    }
    let shown: BTreeSet<u32> = place.records.iter().copied().collect();
    datasets.push(published_dataset(dataset, &name, shown.len()));
    // Its cells stand in its order.
    let records = fields.is_empty().then_some(names.as_slice());
    Some(published_figure(page, (figure, place), (dataset, name), (&fields, records)))
}

/// The fields a figure shows apart from those of the primary key, which name the record.
fn fields(figure: &Figure, dataset: &Dataset) -> Vec<usize> {
    let named: Vec<&str> = match &figure.kind {
        FigureKind::Chart(spec) => chart_fields(spec),
        FigureKind::Table(spec) => table_fields(spec),
        FigureKind::ECharts(_) | FigureKind::MarkdownTable(_) | FigureKind::KeyFigures(_) => Vec::new(),
    };
    let found: BTreeSet<usize> = named.into_iter().filter_map(|name| dataset.field(name)).collect();
    let all = if found.is_empty() { (0..dataset.fields().len()).collect() } else { found };
    all.into_iter().filter(|field| !dataset.primary_key().contains(field)).collect()
}

/// None means all.
fn table_fields(spec: &TableSpec) -> Vec<&str> {
    if spec.columns.is_empty() {
        return Vec::new();
    }
    let columns = spec.columns.iter().map(|column| &column.field);
    let lines = spec.sparklines.iter().flat_map(|sparkline| &sparkline.fields);
    columns.chain(lines).map(|field| field.value.as_str()).collect()
}

fn chart_fields(spec: &ChartSpec) -> Vec<&str> {
    let panel = match &spec.panels {
        Some(Panels::Field(field)) => Some(field),
        _ => None,
    };
    let single = [&spec.x, &spec.series].into_iter().flatten();
    single.chain(panel).chain(spec.extra_fields()).chain(&spec.y).map(|field| field.value.as_str()).collect()
}

fn cells(
    resolved: &Resolved,
    names: &[Vec<String>],
    shown: &BTreeSet<(DatasetId, u32, usize)>,
) -> Vec<PublishedCell> {
    let published = |&(id, record, field): &(DatasetId, u32, usize)| {
        let dataset = resolved.report.datasets.get(id);
        cell(dataset, (dataset.name(), names.get(id.0 as usize)?), record as usize, field)
    };
    shown.iter().filter_map(published).collect()
}

fn datasets(
    resolved: &Resolved,
    shown: &BTreeSet<(DatasetId, u32, usize)>,
) -> impl Iterator<Item = PublishedDataset> {
    let mut records: BTreeMap<DatasetId, BTreeSet<u32>> = BTreeMap::new();
    for &(id, record, _) in shown {
        records.entry(id).or_default().insert(record);
    }
    records.into_iter().map(|(id, records)| {
        let dataset = resolved.report.datasets.get(id);
        published_dataset(dataset, dataset.name(), records.len())
    })
}

fn published_dataset(dataset: &Dataset, name: &str, shown: usize) -> PublishedDataset {
    PublishedDataset {
        name: name.to_owned(),
        records: (shown < dataset.len()).then_some(dataset.len()),
        numbered: dataset.primary_key().is_empty(),
    }
}

/// A cell as it is published; `names` are those of the dataset and of its records.
fn cell(
    dataset: &Dataset,
    (name, records): (&str, &[String]),
    record: usize,
    field: usize,
) -> Option<PublishedCell> {
    let cell = dataset.cell(record, field);
    let value = match cell.scalar {
        ScalarView::Missing => Printed::default(),
        other => printed(cell.text, other.number().map(NumberView::to_quantity).as_ref()),
    };
    Some(PublishedCell {
        dataset: name.to_owned(),
        record: records.get(record)?.clone(),
        field: dataset.fields()[field].name.clone(),
        value,
        span: Some(dataset.span(record, field)),
    })
}

fn sources(resolved: &Resolved) -> Vec<PublishedSource> {
    let mut sources: Vec<PublishedSource> = resolved
        .sources
        .iter()
        .map(|source| PublishedSource {
            key: source.key.clone(),
            entry: without_tags(&source.html),
            span: resolved.report.sources.get(&source.key).map(|source| source.span),
        })
        .collect();
    sources.sort_by(|a, b| a.key.cmp(&b.key));
    sources
}

/// The text of an entry, whose HTML `resolve` made: tags, and five characters as references.
fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        rest = after.split_once('>').map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    let references = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    references.iter().fold(text, |text, (reference, character)| text.replace(reference, character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_loses_its_tags_and_keeps_its_characters() {
        assert_eq!(without_tags("<a href=\"x\">A &lt;&amp;lt; <em>B</em></a>."), "A <&lt; B.");
        assert_eq!(without_tags("a < b"), "a ");
    }
}
