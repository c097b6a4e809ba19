//! Things within things, from a flat table: `path` names a field for each level, or `parent` a field with the name of
//! what each record belongs to. Amounts of parents are the sums of what they hold; what is their own is a part beside these.

use super::cells::Cells;
use super::families::{Drawing, Found};
use super::frame::{Job, Sheet};
use super::shares::share;
use super::words::Words;
use super::{ChartInput, branches, icicle, sunburst, treemap};
use crate::diagnostics::{Diagnostic, Diagnostics, Spanned, advice, counted, rules};
use crate::model::{ChartSpec, ChartType, Dataset, Locale};
use indexmap::IndexMap;

/// One thing and what it holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Branch {
    /// Its name.
    pub(super) name: String,
    /// Its amount, with all that it holds.
    pub(super) value: f64,
    /// The amount as text; empty when there are none.
    pub(super) text: String,
    /// What it holds, in the order of the data.
    pub(super) children: Vec<Self>,
}

impl Branch {
    fn add(&mut self, value: f64) {
        self.value += value;
    }

    /// The number of levels below and with this one.
    pub(super) fn depth(&self) -> usize {
        1 + self.children.iter().map(Self::depth).max().unwrap_or(0)
    }

    /// The number of ends.
    pub(super) fn leaves(&self) -> usize {
        self.children.iter().map(Self::leaves).sum::<usize>().max(1)
    }

    /// Makes what is a group's own a part beside what it holds, and gives the sum of all. Groups whose own amount is the sum
    /// of what they hold, rounding apart, go to `twice`. A tree has no room for amounts, and no such parts.
    fn part_own(&mut self, kind: ChartType, words: &Words, twice: &mut Vec<String>) -> f64 {
        let own = self.value;
        let below: f64 = self.children.iter_mut().map(|child| child.part_own(kind, words, twice)).sum();
        if own <= 0.0 || below <= 0.0 {
            return own + below;
        }
        if (own - below).abs() <= below * 0.005 {
            twice.push(self.name.clone());
        } else if kind != ChartType::Tree {
            self.children.push(Self { name: words.rest(&self.name), value: own, ..Self::default() });
            self.value = 0.0;
        }
        own + below
    }

    fn sum_up(&mut self, print: &dyn Fn(f64) -> String) {
        for child in &mut self.children {
            child.sum_up(print);
        }
        self.value += self.children.iter().map(|child| child.value).sum::<f64>();
        self.text = print(self.value);
    }
}

/// A hierarchy, drawn in one of several ways.
pub(super) struct Hierarchy {
    /// The things that belong to nothing else.
    pub(super) roots: Vec<Branch>,
    /// The sum of all.
    pub(super) total: f64,
    /// The sum as text; empty when there are no amounts.
    pub(super) total_text: String,
    kind: ChartType,
}

/// The hierarchy of a block.
pub(super) fn drawing(input: &ChartInput<'_>, spec: &ChartSpec, dataset: &Dataset) -> Found {
    let (cells, mut diagnostics) = Cells::find(input, spec, dataset);
    let Some(cells) = cells else { return (None, diagnostics) };
    cells.check_parts(spec, &mut diagnostics);
    let roots = roots(input, spec, &cells, &mut diagnostics);
    if diagnostics.has_errors() {
        return (None, diagnostics);
    }
    let kind = spec.chart_type.value;
    let mut whole = Branch { children: roots, ..Branch::default() };
    let mut twice = Vec::new();
    whole.children.iter_mut().for_each(|root| {
        root.part_own(kind, Words::of(input.locale), &mut twice);
    });
    if let (Some(name), Some(group)) = (spec.y.first(), twice.first()) {
        diagnostics.push(counted_twice(name, group));
        return (None, diagnostics);
    }
    let field = cells.fields.y.first().copied();
    let print = |amount: f64| field.map(|field| cells.printed(amount, field)).unwrap_or_default();
    whole.sum_up(&print);
    if field.is_some() && kind != ChartType::Tree {
        drop_empty(&mut whole);
    }
    let drawing = Hierarchy { roots: whole.children, total: whole.value, total_text: whole.text, kind };
    (Some(Box::new(drawing)), diagnostics)
}

/// The finding for a group whose amount says again what its parts say.
fn counted_twice(name: &Spanned<String>, group: &str) -> Diagnostic {
    let message = format!(
        "`{group}` has an amount of its own that is the sum of its parts: it would be counted twice in field `{}`",
        name.value
    );
    Diagnostic::new(rules::CHART_FAILED, message).at(name.span, "").help(
        "leave the cell of the group empty, or such records out with `filter:`: amounts of groups are sums",
    )
}

/// What holds nothing has no place in a drawing of parts.
fn drop_empty(branch: &mut Branch) {
    branch.children.retain(|child| child.value > 0.0);
    branch.children.iter_mut().for_each(drop_empty);
}

fn roots(
    input: &ChartInput<'_>,
    spec: &ChartSpec,
    cells: &Cells<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Branch> {
    let path: Vec<usize> = cells.fields.all_of("path").collect();
    match (path.is_empty(), spec.field("parent"), cells.fields.x) {
        (false, None, _) => {
            check_first(cells, (path[0], spec), diagnostics);
            by_path(cells, &path)
        }
        (true, Some(parent), Some(x)) => by_parent(cells, (x, parent), diagnostics),
        (true, Some(_), None) => {
            missing(input, "x", "the names of the things that `parent` refers to", diagnostics);
            Vec::new()
        }
        (false, Some(parent), _) => {
            diagnostics.push(
                Diagnostic::new(rules::INVALID_BLOCK, "`path` and `parent` say the same in two ways")
                    .at(parent.span, "")
                    .help("keep one of the two"),
            );
            Vec::new()
        }
        (true, None, _) => {
            missing(input, "path", "each level, the widest first: `path: [Region, Town]`", diagnostics);
            Vec::new()
        }
    }
}

fn missing(input: &ChartInput<'_>, key: &str, what: &str, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        Diagnostic::new(rules::MISSING_KEY, format!("the chart has no `{key}`: the field of {what}"))
            .at(input.span, "")
            .help(format!("add `{key}:` with the name of a field, or `parent:` and `x:`")),
    );
}

fn by_path(cells: &Cells<'_>, path: &[usize]) -> Vec<Branch> {
    let mut whole = Branch::default();
    for record in cells.records() {
        let mut at = &mut whole;
        // A record that ends early ends there: an empty cell names nothing.
        for &field in path {
            let name = cells.text(record, field);
            if name.is_empty() {
                break;
            }
            let place = at.children.iter().position(|child| child.name == name).unwrap_or_else(|| {
                at.children.push(Branch { name, ..Branch::default() });
                at.children.len() - 1
            });
            at = &mut at.children[place];
        }
        at.add(amount(cells, record));
    }
    whole.children
}

/// A finding when an amount belongs to nothing of the first level: it would be left out of the whole.
fn check_first(cells: &Cells<'_>, (first, spec): (usize, &ChartSpec), diagnostics: &mut Diagnostics) {
    let Some(name) = spec.fields_of("path").first() else { return };
    let lost = |record: &usize| cells.text(*record, first).is_empty() && amount(cells, *record) > 0.0;
    if let Some(record) = cells.records().find(lost) {
        diagnostics.push(cells.nameless(spec, (name, first), record));
    }
}

fn amount(cells: &Cells<'_>, record: usize) -> f64 {
    let mark = cells.fields.y.first().map(|&field| cells.mark(record, field));
    mark.and_then(|mark| mark.value).unwrap_or(0.0)
}

fn by_parent(
    cells: &Cells<'_>,
    (x, parent): (usize, &Spanned<String>),
    diagnostics: &mut Diagnostics,
) -> Vec<Branch> {
    let Some(field) = cells.fields.of("parent") else { return Vec::new() };
    let names: Vec<String> = cells.records().map(|record| cells.text(record, x)).collect();
    let mut below: IndexMap<String, Vec<(usize, String)>> = IndexMap::new();
    for (record, name) in cells.records().zip(&names) {
        let holder = cells.text(record, field);
        if !holder.is_empty() && !names.contains(&holder) {
            diagnostics.push(
                Diagnostic::new(
                    rules::UNDEFINED_RECORD,
                    format!("`{name}` belongs to `{holder}`, which is no record"),
                )
                .at(parent.span, "")
                .maybe_help(advice("record", &holder, names.iter().map(String::as_str))),
            );
        }
        below.entry(holder).or_default().push((record, name.clone()));
    }
    let mut placed = 0;
    let roots = grow("", &below, cells, &mut placed);
    if placed < names.len() && !diagnostics.has_errors() {
        diagnostics.push(
            Diagnostic::new(rules::CHART_FAILED, "records of `parent` belong to each other in a circle")
                .at(parent.span, "")
                .help("leave the cell of what belongs to nothing empty"),
        );
    }
    roots
}

fn grow(
    holder: &str,
    below: &IndexMap<String, Vec<(usize, String)>>,
    cells: &Cells<'_>,
    placed: &mut usize,
) -> Vec<Branch> {
    let mut branches = Vec::new();
    for (record, name) in below.get(holder).into_iter().flatten() {
        *placed += 1;
        let children = if name.is_empty() { Vec::new() } else { grow(name, below, cells, placed) };
        branches.push(Branch {
            name: name.clone(),
            value: amount(cells, *record),
            text: String::new(),
            children,
        });
    }
    branches
}

impl Drawing for Hierarchy {
    fn sheet(&self, job: &Job<'_>) -> Sheet {
        match self.kind {
            ChartType::Sunburst => sunburst::paint(job, self),
            ChartType::Icicle => icicle::paint(job, self),
            ChartType::Tree => branches::paint(job, self),
            _ => treemap::paint(job, self),
        }
    }

    /// "12 parts in 3 groups, 214 TWh in all. Largest group: Coast, 90 TWh (42%). Largest part: …"
    fn sentences(&self) -> Vec<String> {
        let leaves: Vec<(&Branch, &Branch)> =
            self.roots.iter().flat_map(|root| ends(root).into_iter().map(move |leaf| (root, leaf))).collect();
        let count = format!("{} in {}", counted(leaves.len(), "part"), counted(self.roots.len(), "group"));
        if self.total_text.is_empty() {
            let largest = self.roots.iter().rev().max_by_key(|root| root.leaves());
            let words = largest
                .map(|root| format!("Largest group: {}, {}.", root.name, counted(root.leaves(), "part")));
            return std::iter::once(format!("{count}.")).chain(words).collect();
        }
        let told = |branch: &Branch| {
            format!(
                "{}, {} ({})",
                branch.name,
                branch.text,
                share(branch.value, self.total, &Locale::default())
            )
        };
        let mut sentences = vec![format!("{count}, {} in all.", self.total_text)];
        let group = self.roots.iter().rev().max_by(|a, b| a.value.total_cmp(&b.value));
        sentences.extend(group.map(|group| format!("Largest group: {}.", told(group))));
        let part = leaves.iter().rev().max_by(|a, b| a.1.value.total_cmp(&b.1.value));
        let part = part.filter(|(root, leaf)| root.name != leaf.name);
        sentences.extend(part.map(|(root, leaf)| format!("Largest part: {}, in {}.", told(leaf), root.name)));
        sentences
    }

    fn names(&self) -> Vec<String> {
        fn collect(branch: &Branch, names: &mut Vec<String>) {
            names.push(branch.name.clone());
            branch.children.iter().for_each(|child| collect(child, names));
        }
        let mut names = Vec::new();
        self.roots.iter().for_each(|root| collect(root, &mut names));
        names
    }

    fn is_empty(&self) -> bool {
        self.roots.is_empty() || (self.kind != ChartType::Tree && self.total <= 0.0)
    }
}

impl Hierarchy {
    /// The number of levels.
    pub(super) fn depth(&self) -> usize {
        self.roots.iter().map(Branch::depth).max().unwrap_or(1)
    }
}

/// Whether a branch steps back: neither it nor what holds it is highlighted.
pub(super) fn dimmed(job: &Job<'_>, above: &[&str], name: &str) -> bool {
    let wanted = job.spec.highlight.as_ref();
    wanted.is_some_and(|wanted| wanted.value != name && !above.contains(&wanted.value.as_str()))
}

/// The ends of a branch.
pub(super) fn ends(branch: &Branch) -> Vec<&Branch> {
    if branch.children.is_empty() {
        return vec![branch];
    }
    branch.children.iter().flat_map(ends).collect()
}
