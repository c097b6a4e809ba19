//! Files that are not read, although they look like it.

use crate::diagnostics::{Diagnostic, Diagnostics, rules};
use crate::load::DATA;
use crate::model::{Asset, Report};
use camino::Utf8Path;

/// Endings of pages in other programs.
const PAGES: [&str; 5] = ["qmd", "rmd", "mdx", "mdown", "mkd"];
/// Names under which other programs keep sources, and their endings.
const SOURCES: [&str; 4] = ["sources", "references", "bibliography", "refs"];
const OF_SOURCES: [&str; 3] = ["yaml", "yml", "json"];

/// So many bytes of a text are looked at.
const LOOKED_AT: usize = 1 << 12;
/// Endings of tables in formats that are not read.
const TABLES: [&str; 9] = ["xls", "xlsb", "xlsm", "numbers", "parquet", "dta", "sav", "dbf", "rds"];

/// Pages, sources and data under names by which they are not read.
pub(super) fn unread(report: &Report) -> Diagnostics {
    let content = &report.config.build.content;
    let note = |asset: &Asset| {
        let path = asset.path.as_path();
        if path == "sources.yml" {
            let message = format!("`{content}/{path}` is not read: `{content}/sources.yaml` is");
            return Some(
                Diagnostic::new(rules::UNREAD_FILE, message).help("put all sources into one of them"),
            );
        }
        let (what, help) = match kind(path, &asset.bytes)? {
            Kind::Page => {
                ("not as a page", "pages are `.md` files: rename it, or move it elsewhere".to_owned())
            }
            Kind::Sources => (
                "and its sources are not read",
                format!("sources are read from `{content}/sources.bib` and `{content}/sources.yaml`"),
            ),
            Kind::Table => ("and not read as data", "save the table as CSV, XLSX or ODS".to_owned()),
            Kind::Text => {
                let help = "end its name in `.csv`, or `.tsv` where tabs part its cells";
                ("and not read as data", help.to_owned())
            }
        };
        let message = format!("`{content}/{path}` is published as it is, {what}");
        Some(Diagnostic::new(rules::UNREAD_FILE, message).help(help))
    };
    report.assets.iter().filter_map(note).collect()
}

enum Kind {
    Page,
    Sources,
    Table,
    /// A table in a text.
    Text,
}

/// What a file looks like; `None` for data, and for what is no more than a file.
fn kind(path: &Utf8Path, bytes: &[u8]) -> Option<Kind> {
    let ending = path.extension()?.to_ascii_lowercase();
    let is = |known: &[&str], name: &str| known.contains(&name);
    let named = || is(&SOURCES, &path.file_stem().unwrap_or_default().to_ascii_lowercase());
    match ending.as_str() {
        "txt" if path.starts_with(DATA) => holds_table(bytes).then_some(Kind::Text),
        table if path.starts_with(DATA) => is(&TABLES, table).then_some(Kind::Table),
        page if is(&PAGES, page) => Some(Kind::Page),
        "bib" => Some(Kind::Sources),
        other => (is(&OF_SOURCES, other) && named()).then_some(Kind::Sources),
    }
}

/// Whether the first lines of a text, a header and two records at least, are parted into as many cells each.
fn holds_table(bytes: &[u8]) -> bool {
    let start = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    // The last line may be cut off.
    let whole = start.iter().rposition(|byte| *byte == b'\n').map_or(start, |end| &start[..end]);
    let lines = || whole.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let cells = |line: &[u8], delimiter: u8| line.iter().filter(|byte| **byte == delimiter).count() + 1;
    let parts = |delimiter: &u8| {
        let width = lines().next().map_or(0, |line| cells(line, *delimiter));
        width > 1 && lines().all(|line| cells(line, *delimiter) == width)
    };
    lines().count() > 2 && [b'\t', b';', b'|', b','].iter().any(parts)
}
