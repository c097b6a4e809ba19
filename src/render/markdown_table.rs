//! Markdown tables → HTML: in a scroll box, with scopes, and columns of numbers set right.

use super::escape;
use super::html::{Writer, block_end};
use crate::model::{Node, NodeKind};
use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

/// The cells of a table as runs of inline nodes; the first row is the head.
pub(crate) struct Cells<'a> {
    alignments: &'a [Alignment],
    rows: Vec<Vec<&'a [Node]>>,
}

impl<'a> Cells<'a> {
    /// Reads `Start(Table)` to `End(Table)`.
    pub(crate) fn read(nodes: &'a [Node]) -> Self {
        let alignments = nodes.iter().find_map(|node| match &node.kind {
            NodeKind::Markdown(Event::Start(Tag::Table(alignments))) => Some(alignments.as_slice()),
            _ => None,
        });
        let mut rows: Vec<Vec<&[Node]>> = Vec::new();
        let mut index = 0;
        while index < nodes.len() {
            match &nodes[index].kind {
                NodeKind::Markdown(Event::Start(Tag::TableHead | Tag::TableRow)) => rows.push(Vec::new()),
                NodeKind::Markdown(Event::Start(Tag::TableCell)) => {
                    let end = block_end(nodes, index);
                    let closed = matches!(
                        nodes.get(end.wrapping_sub(1)).map(|node| &node.kind),
                        Some(NodeKind::Markdown(Event::End(TagEnd::TableCell)))
                    );
                    let cell = &nodes[index + 1..if closed { end - 1 } else { end }];
                    if let Some(row) = rows.last_mut() {
                        row.push(cell);
                    }
                    index = end;
                    continue;
                }
                _ => {}
            }
            index += 1;
        }
        Self { alignments: alignments.unwrap_or_default(), rows }
    }

    /// All cells as plain text, the head first.
    pub(crate) fn texts(&self, plain: impl Fn(&[Node]) -> String) -> Vec<Vec<String>> {
        self.rows.iter().map(|row| row.iter().map(|cell| plain(cell)).collect()).collect()
    }
}

/// How a table's scroll box and caption are named.
pub(crate) struct TableName<'a> {
    /// The ids of the elements whose text names it.
    pub(crate) labelled_by: &'a str,
    /// The hidden caption.
    pub(crate) caption: &'a str,
}

/// Writes a Markdown table; one without a name of its own is numbered on its page.
pub(crate) fn write(writer: &mut Writer<'_>, nodes: &[Node], name: Option<&TableName<'_>>) {
    let cells = Cells::read(nodes);
    let texts = cells.texts(|nodes| writer.cx.plain(nodes));
    let Some((head, body)) = cells.rows.split_first() else { return };
    let body_texts = texts.get(1..).unwrap_or_default();
    let classes: Vec<&str> = (0..head.len()).map(|column| class(&cells, body_texts, column)).collect();
    let row_headers = head.len() > 1
        && classes[0] != "number"
        && body_texts.iter().all(|row| row.first().is_some_and(|text| !text.is_empty()));

    open(writer, name);
    writer.out.push_str("<thead>\n<tr>");
    for (column, cell) in head.iter().enumerate() {
        // A header without text is no header.
        let empty = texts[0].get(column).is_none_or(String::is_empty);
        let tag = if empty { "td" } else { "th" };
        write_cell(writer, cell, tag, if empty { "" } else { "col" }, classes[column]);
    }
    writer.out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in body {
        writer.out.push_str("<tr>");
        for (column, cell) in row.iter().enumerate() {
            let header = row_headers && column == 0;
            let class = classes.get(column).copied().unwrap_or_default();
            write_cell(
                writer,
                cell,
                if header { "th" } else { "td" },
                if header { "row" } else { "" },
                class,
            );
        }
        writer.out.push_str("</tr>\n");
    }
    writer.out.push_str("</tbody>\n</table></div>\n");
}

fn open(writer: &mut Writer<'_>, name: Option<&TableName<'_>>) {
    writer.out.push_str("<div class=\"table-scroll\" tabindex=\"0\"");
    if let Some(name) = name {
        escape::attribute(&mut writer.out, "role", "region");
        escape::attribute(&mut writer.out, "aria-labelledby", name.labelled_by);
        writer.out.push_str("><table class=\"data-table\">\n<caption class=\"visually-hidden\">");
        escape::push(&mut writer.out, name.caption);
        writer.out.push_str("</caption>\n");
        return;
    }
    writer.tables += 1;
    let words = writer.cx.words;
    let label = words.fill("table", "n", &writer.tables.to_string());
    escape::attribute(&mut writer.out, "role", "group");
    escape::attribute(&mut writer.out, "aria-label", &label);
    writer.out.push_str("><table>\n");
}

fn write_cell(writer: &mut Writer<'_>, nodes: &[Node], tag: &str, scope: &str, class: &str) {
    writer.out.push('<');
    writer.out.push_str(tag);
    if !scope.is_empty() {
        escape::attribute(&mut writer.out, "scope", scope);
    }
    if !class.is_empty() {
        escape::attribute(&mut writer.out, "class", class);
    }
    writer.out.push('>');
    writer.nodes(nodes);
    writer.out.push_str("</");
    writer.out.push_str(tag);
    writer.out.push('>');
}

/// The class of a column: what the author asked for, else `number` when all its cells are numbers.
fn class(cells: &Cells<'_>, body: &[Vec<String>], column: usize) -> &'static str {
    match cells.alignments.get(column) {
        Some(Alignment::Left) => "align-left",
        Some(Alignment::Center) => "align-center",
        Some(Alignment::Right) => "number",
        Some(Alignment::None) | None => {
            let mut filled =
                body.iter().filter_map(|row| row.get(column)).filter(|text| !text.is_empty()).peekable();
            let numeric = filled.peek().is_some() && filled.all(|text| looks_numeric(text));
            if numeric { "number" } else { "" }
        }
    }
}

/// Whether a text is a number with at most a sign, a currency or a unit around it: `-3`, `$14.2`, `US$5`, `68%`, `–`.
fn looks_numeric(text: &str) -> bool {
    const SIGNS: &str = "+-−–~≈<>≤≥± ";
    if matches!(text, "–" | "—" | "-" | "n/a") {
        return true;
    }
    let unsigned = text.trim_start_matches(|c| SIGNS.contains(c));
    let digits = unsigned.trim_start_matches(|c: char| !c.is_ascii_digit());
    let prefix = unsigned.get(..unsigned.len() - digits.len()).unwrap_or_default();
    let code = prefix.trim_end();
    let code = code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase());
    let prefix = prefix.trim_end_matches(|c| SIGNS.contains(c));
    let currency = prefix.chars().count() <= 4 && prefix.ends_with(['$', '€', '£', '¥', '₹', '₩', '₽', '元']);
    // `5 years` is still an amount; `3 of the 12` is a sentence.
    let words_after = digits.split_whitespace().skip(1).count();
    !digits.is_empty() && (prefix.is_empty() || code || currency) && words_after <= 1
}

#[cfg(test)]
mod tests {
    use super::looks_numeric;

    #[test]
    fn numbers_are_told_from_words_with_digits() {
        for text in [
            "3", "-3.5", "$14.2", "US$5", "68%", "¥3.2bn", "12,000", "5 years", "EUR 5", "HK$5", "-$5",
            "$-5", "8.7/10", "+88%", "–", "~5",
        ] {
            assert!(looks_numeric(text), "{text}");
        }
        for text in ["", "GPT-4o mini", "F-35", "A1", "in 2025", "Terbium", "3 of the 12", "abc1"] {
            assert!(!looks_numeric(text), "{text}");
        }
    }
}
