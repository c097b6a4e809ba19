//! A lock → the text of `facts.lock`: TOML in a stable order, each value on a line of its own.

use super::types::{Edition, FactKind, Lock, Printed, PublishedFact, PublishedFigure};
use super::{PastChanges, VERSION};
use std::fmt::Write;

const HEAD: &str = "\
# The accepted edition: every value this report publishes. `sourcebook accept` writes this file; commit it.
# `sourcebook changes` says in words what has changed since, and `sourcebook check --locked` fails when something has.
";

/// The text of a lock; [`read`](super::read()) gives it back.
#[must_use]
pub fn write(lock: &Lock) -> String {
    let mut out = Out(HEAD.to_owned());
    let edition = &lock.edition;
    out.line(&format!("version = {VERSION}"));
    if let Some(date) = edition.date {
        out.line(&format!("date = {date}"));
    }
    out.line("pages = [");
    for page in &edition.pages {
        out.line(&format!("  {{ path = {}, title = {} }},", quoted(&page.path), quoted(&page.title)));
    }
    out.line("]");
    edition.facts.chunk_by(PublishedFact::is_beside).for_each(|facts| out.sentence(facts));
    edition.figures.iter().for_each(|figure| out.figure(figure));
    out.cells(edition);
    for source in &edition.sources {
        out.line("\n[[sources]]");
        out.text("key", &source.key);
        out.text("entry", &source.entry);
    }
    lock.history.iter().for_each(|past| out.past(past));
    out.0
}

struct Out(String);

impl Out {
    fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }

    fn text(&mut self, key: &str, text: &str) {
        self.line(&format!("{key} = {}", quoted(text)));
    }

    fn list(&mut self, key: &str, texts: &[String]) {
        let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
        self.line(&format!("{key} = [{}]", texts.join(", ")));
    }

    /// Facts of one sentence, each on a line.
    fn sentence(&mut self, facts: &[PublishedFact]) {
        let Some(first) = facts.first() else { return };
        self.line("\n[[sentences]]");
        self.text("page", &first.page);
        self.text("anchor", &first.anchor);
        self.text("label", &first.label);
        self.text("sentence", &first.sentence);
        self.line("facts = [");
        for fact in facts {
            let (id, kind, expression) = (quoted(&fact.id), kind_name(fact.kind), quoted(&fact.expression));
            let data = fact.data.as_ref().map(|data| format!(", data = {}", quoted(data)));
            let holds = if fact.holds { "" } else { ", holds = false" };
            self.line(&format!(
                "  {{ id = {id}, kind = \"{kind}\", expression = {expression}, {}{}{holds} }},",
                printed(&fact.value),
                data.unwrap_or_default()
            ));
        }
        self.line("]");
    }

    fn figure(&mut self, figure: &PublishedFigure) {
        self.line("\n[[figures]]");
        self.text("page", &figure.page);
        self.text("anchor", &figure.anchor);
        self.text("label", &figure.label);
        self.text("dataset", &figure.dataset);
        self.list("fields", &figure.fields);
        if let Some(records) = &figure.records {
            self.list("records", records);
        }
    }

    fn cells(&mut self, edition: &Edition) {
        for cells in edition.cells.chunk_by(|a, b| a.dataset == b.dataset) {
            let name = cells.first().map_or("", |cell| &cell.dataset);
            self.line("\n[[datasets]]");
            self.text("name", name);
            if let Some(dataset) = edition.datasets.iter().find(|dataset| dataset.name == name) {
                if let Some(records) = dataset.records {
                    self.line(&format!("records = {records}"));
                }
                if dataset.numbered {
                    self.line("numbered = true");
                }
            }
            self.line("cells = [");
            for cell in cells {
                self.line(&format!(
                    "  {{ record = {}, field = {}, {} }},",
                    quoted(&cell.record),
                    quoted(&cell.field),
                    printed(&cell.value)
                ));
            }
            self.line("]");
        }
    }

    fn past(&mut self, past: &PastChanges) {
        self.line("\n[[changes]]");
        self.line(&format!("date = {}", past.date));
        if past.more > 0 {
            self.line(&format!("more = {}", past.more));
        }
        self.line("values = [");
        for change in &past.changes {
            let mut line = String::from("  { ");
            let texts = [("page", &change.page), ("anchor", &change.anchor), ("label", &change.label)];
            for (key, text) in texts.into_iter().chain([("value", &change.value)]) {
                // Writing to a `String` cannot fail.
                let _ = write!(line, "{key} = {}, ", quoted(text));
            }
            let sides = [("old", &change.old), ("new", &change.new)];
            let sides = sides.into_iter().filter_map(|(key, text)| Some((key, text.as_ref()?)));
            let sides: Vec<String> = sides.map(|(key, text)| format!("{key} = {}", quoted(text))).collect();
            line.push_str(&sides.join(", "));
            self.line(&format!("{line} }},"));
        }
        self.line("]");
    }
}

const fn kind_name(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Bound => "bound",
        FactKind::Checked => "checked",
    }
}

fn printed(value: &Printed) -> String {
    let mut text = format!("text = {}", quoted(&value.text));
    if let Some(number) = value.number {
        // Writing to a `String` cannot fail.
        let _ = write!(text, ", number = {}", number_text(number));
    }
    if !value.unit.is_empty() {
        let _ = write!(text, ", unit = {}", quoted(&value.unit));
    }
    text
}

/// A number as TOML has it, with as many digits as give it back.
fn number_text(number: f64) -> String {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number == 0.0 {
        return "0".to_owned();
    }
    let plain = number.to_string();
    if number.fract() == 0.0 && number.abs() > EXACT { format!("{number:e}") } else { plain }
}

/// A text as a TOML string: literal where quotes would have to be escaped, else basic.
fn quoted(text: &str) -> String {
    let control = text.chars().any(|c| c.is_control());
    if text.contains(['"', '\\']) && !text.contains('\'') && !control {
        return format!("'{text}'");
    }
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            // Writing to a `String` cannot fail.
            c if c.is_control() => drop(write!(out, "\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
