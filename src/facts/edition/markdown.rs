//! Changes for a pull request: GitHub's Markdown, where a name in the data calls nobody and a long list is folded.

use super::FigureChange;
use super::changes::{Changes, Place, SentenceChange, ValueChange};
use super::text::{holders, shows, since, summary, verdict, warning, words};
use std::fmt::Write;

/// Longer tables are folded.
const OPEN: usize = 20;

/// All changes, page by page, with a line break at the end.
#[must_use]
pub fn markdown(changes: &Changes) -> String {
    let warning = warning(changes).map(|text| format!("\n> [!WARNING]\n> {text}\n")).unwrap_or_default();
    let Some(summary) = summary(changes) else {
        return format!("### Published values\n{warning}\nNothing has changed {}.\n", since(changes));
    };
    let mut out = format!("### Published values: {summary} changed {}\n{warning}", since(changes));
    ranks(&mut out, changes);
    for values in changes.values.chunk_by(|a, b| a.place.page == b.place.page) {
        let name = values.first().map(|first| page(&first.place)).unwrap_or_default();
        let rows: Vec<String> = values.iter().map(row).collect();
        table(&mut out, &name, ["Value", "Before", "After", "Where"].as_slice(), &rows);
    }
    let rows: Vec<String> = changes.sentences.iter().map(sentence).collect();
    table(&mut out, "Sentences", ["Where", "Before", "After"].as_slice(), &rows);
    figures(&mut out, changes);
    let rows: Vec<String> = changes
        .names
        .iter()
        .map(|name| {
            format!(
                "| {} of {} | {} | {} |",
                name.kind(),
                code(&name.dataset),
                code(&name.old),
                code(&name.new)
            )
        })
        .collect();
    table(&mut out, "Names", ["What", "Before", "After"].as_slice(), &rows);
    let rows: Vec<String> = changes
        .sources
        .iter()
        .map(|source| {
            let side = |side: &Option<String>| side.as_deref().map_or_else(|| "–".to_owned(), escaped);
            format!("| {} | {} | {} |", code(&source.key), side(&source.old), side(&source.new))
        })
        .collect();
    table(&mut out, "Sources", ["Source", "Before", "After"].as_slice(), &rows);
    out
}

/// Claims, ranks and signs come first: they change what a report says.
fn ranks(out: &mut String, changes: &Changes) {
    let mut lines: Vec<String> = Vec::new();
    for claim in &changes.claims {
        let (words, verdict) = (words(claim, escaped), verdict(claim));
        let mark = if claim.holds { "" } else { "**" };
        let (old, new) = (code(&claim.old), code(&claim.new));
        lines.push(format!(
            "- {mark}{words}{verdict}{mark} ({}: {}): {} was {old}, is {new}",
            escaped(&claim.place.name()),
            escaped(&claim.sentence),
            code(&claim.expression)
        ));
    }
    for rank in &changes.ranks {
        let end = if rank.greatest { "Greatest" } else { "Least" };
        let (old, new) = (escaped(&holders(&rank.old)), escaped(&holders(&rank.new)));
        lines.push(format!("- {end} {} of {}: {old} → **{new}**", code(&rank.of), code(&rank.dataset)));
    }
    for value in changes.signs() {
        let side = |side: Option<String>| code(&side.unwrap_or_default());
        lines.push(format!(
            "- The sign of {} turned: {} → {}",
            code(&value.names()),
            side(value.old_text()),
            side(value.new_text())
        ));
    }
    if !lines.is_empty() {
        // Writing to a `String` cannot fail.
        let _ = write!(out, "\n**Claims, ranks and signs**\n\n{}\n", lines.join("\n"));
    }
}

fn figures(out: &mut String, changes: &Changes) {
    let line =
        |figure: &FigureChange| format!("- {}: {}\n", escaped(&figure.place.name()), escaped(&shows(figure)));
    let lines: String = changes.figures.iter().map(line).collect();
    if !lines.is_empty() {
        // Writing to a `String` cannot fail.
        let _ = write!(out, "\n**Figures**\n\n{lines}");
    }
}

fn row(value: &ValueChange) -> String {
    let side = |side: Option<String>| side.map_or_else(|| "–".to_owned(), |text| code(&text));
    let label = if value.place.label.is_empty() { "top of the page" } else { &value.place.label };
    let spot = value.also.iter().fold(label.to_owned(), |spot, label| format!("{spot}, {label}"));
    format!(
        "| {} | {} | {} | {} |",
        code(&value.names()),
        side(value.old_text()),
        side(value.new_text()),
        escaped(&spot)
    )
}

fn sentence(change: &SentenceChange) -> String {
    format!("| {} | {} | {} |", escaped(&change.place.name()), escaped(&change.old), escaped(&change.new))
}

fn page(place: &Place) -> String {
    if place.page.is_empty() { "On no page".to_owned() } else { escaped(&place.title) }
}

fn table(out: &mut String, name: &str, heads: &[&str], rows: &[String]) {
    if rows.is_empty() {
        return;
    }
    let rule = vec!["---"; heads.len()].join(" | ");
    let table = format!("| {} |\n| {rule} |\n{}\n", heads.join(" | "), rows.join("\n"));
    // Writing to a `String` cannot fail.
    let _ = if rows.len() > OPEN {
        let rows = rows.len();
        write!(
            out,
            "\n<details><summary><strong>{name}</strong> ({rows} rows)</summary>\n\n{table}\n</details>\n"
        )
    } else {
        write!(out, "\n**{name}**\n\n{table}")
    };
}

/// Text as code in a table: nothing in it is Markdown, and a bar is no border.
fn code(text: &str) -> String {
    if text.trim().is_empty() {
        return "–".to_owned();
    }
    let ticks = if text.contains('`') { "``" } else { "`" };
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{ticks}{pad}{}{pad}{ticks}", line(text).replace('|', "\\|"))
}

/// Text that says in Markdown what it says plain; an `@name` calls nobody.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in line(text).chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("@<!-- -->"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(character);
            }
            c => out.push(c),
        }
    }
    out
}

fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_the_data_is_markdown_or_calls_a_person() {
        assert_eq!(code("a|b\nc"), "`a\\|b c`");
        assert_eq!(code("`x"), "`` `x ``");
        assert_eq!(code(" "), "–");
        assert_eq!(escaped("*@ada* <b> | $1 [x]"), "\\*@<!-- -->ada\\* &lt;b> \\| \\$1 \\[x\\]");
    }

    #[test]
    fn long_tables_are_folded() {
        let mut out = String::new();
        table(&mut out, "Page", &["A", "B"], &vec!["| 1 | 2 |".to_owned(); OPEN + 1]);
        assert!(out.starts_with(
            "\n<details><summary><strong>Page</strong> (21 rows)</summary>\n\n| A | B |\n| --- | --- |\n| 1 "
        ));
        assert!(out.ends_with("| 1 | 2 |\n\n</details>\n"));
        let mut short = String::new();
        table(&mut short, "Page", &["A"], &["| 1 |".to_owned()]);
        assert_eq!(short, "\n**Page**\n\n| A |\n| --- |\n| 1 |\n");
    }
}
