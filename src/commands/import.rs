//! `sourcebook import`: a plain report becomes a report of ours, in a folder of its own.

use super::args::{CommonArguments, ImportArguments};
use super::folder::{self, Tree};
use super::pipeline::Made;
use super::{Outcome, new, pipeline, terminal};
use crate::diagnostics::{LineColumn, counted};
use crate::facts::coverage::{Coverage, Scope, bind, coverage, coverage_within};
use crate::import::pandoc::{self, Document};
use crate::import::{self, Found, Imported, Options, Remark, contradictions};
use crate::load;
use crate::resolve;
use crate::syntax::decode;
use camino::{Utf8Path, Utf8PathBuf};
use std::fs;

/// Imports a file and says what was found in it.
pub(super) fn import(arguments: &ImportArguments) -> Outcome {
    match imported(arguments) {
        Ok(outcome) => outcome,
        Err(message) => {
            terminal::fault(&message);
            Outcome::Failed
        }
    }
}

fn imported(arguments: &ImportArguments) -> Result<Outcome, String> {
    let target = target(arguments)?;
    folder::check_empty(&target).map_err(|message| format!("{message}, with `--into`"))?;
    let name = folder::title(Utf8Path::new(arguments.file.file_stem().unwrap_or("report")))?;
    let Document { text, unread } = document(&arguments.file)?;
    if !text.chars().any(char::is_alphanumeric) {
        return Err(format!("`{}` holds no words to import", arguments.file));
    }
    let options = Options { name: &name, single_page: arguments.single_page };
    let Imported { mut files, mut found } = import::import(&text, &options);
    found.doubts.extend(unread.iter().map(|name| Remark {
        line: 0,
        text: format!("`{name}` was not read, which the document takes text from: what it holds is missing"),
    }));
    files.insert(folder::GITIGNORE.to_owned(), new::file(folder::GITIGNORE));
    files.insert(folder::WORKFLOW.to_owned(), new::lenient_workflow());
    let spoken = bound(&mut files)?;
    folder::write(&target, &files)?;
    let made = pipeline::make(&common(&target), None);
    let coverage = coverage(&made.resolved);
    if !arguments.quiet {
        summary(&target, &arguments.file, &found, &made, &coverage);
        remarks("contradictions", &spoken, &found.contradictions, &arguments.file);
        statements(&made, &coverage, &target);
        remarks("not sure of", &[], &found.doubts, &arguments.file);
    }
    terminal::findings(&made.diagnostics, &made.resolved.report.files, &target);
    if made.diagnostics.has_errors() {
        terminal::remark(&format!(
            "{target}: all was imported, but the report does not build yet: mend the errors above"
        ));
        return Ok(Outcome::Faulty);
    }
    if !arguments.quiet {
        terminal::say(&format!(
            "\nnext: `{}` builds its site; `sourcebook check {}` says what supports each number",
            folder::build_command(&target),
            folder::shell(target.as_str())
        ));
        new::say_what_publishing_needs(&target);
    }
    Ok(Outcome::Fine)
}

/// The folder to write to: what `--into` names, else one of the file's name in the present folder.
fn target(arguments: &ImportArguments) -> Result<Utf8PathBuf, String> {
    match &arguments.into {
        Some(folder) => Ok(folder.clone()),
        None => {
            let name =
                arguments.file.file_stem().ok_or_else(|| format!("`{}` is no file", arguments.file))?;
            if Utf8Path::new(name) == arguments.file {
                return Err(format!(
                    "name the folder to write to with `--into`: `{name}` is the file itself"
                ));
            }
            Ok(Utf8PathBuf::from(name))
        }
    }
}

/// The file as text.
fn document(file: &Utf8Path) -> Result<Document, String> {
    if !file.is_file() {
        return Err(format!("there is no file `{file}`"));
    }
    if pandoc::reads(file) {
        return pandoc::document(file);
    }
    if let Some(advice) = file.extension().and_then(|extension| elsewhere(&extension.to_lowercase())) {
        return Err(format!("`{file}` is {advice}"));
    }
    let bytes = fs::read(file).map_err(|error| format!("`{file}` cannot be read: {error}"))?;
    let text = decode::decode(&bytes).map(|text| text.to_string()).map_err(|fault| {
        format!(
            "`{file}` is no text ({}): {}, or give a .docx, .odt, .rtf or .html file, which pandoc reads",
            fault.message, fault.help
        )
    })?;
    Ok(Document { text, unread: Vec::new() })
}

/// Why a file with this extension is no text to import, and what to do with it.
fn elsewhere(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "bib" | "bibtex" => {
            "a list of sources, not a report: copy it to content/sources.bib of a report, which reads it as it is"
        }
        "csv" | "tsv" | "xlsx" | "ods" => {
            "a table, not a report: begin one with `sourcebook new`, and copy the file into its content/data/"
        }
        "xls" | "numbers" => {
            "a table, not a report: save it as .csv or .xlsx, and copy that into content/data/ of a report"
        }
        "pdf" => {
            "a PDF, which holds no paragraphs: copy its text into a .txt file, or import what it was made of"
        }
        "doc" | "pages" | "wpd" => "of a word processor that pandoc does not read: save it as .docx or .odt",
        "ppt" | "pptx" | "key" | "odp" => "slides, not a report: copy their text into a .txt file",
        _ => return None,
    })
}

/// Binds the numbers that one cell of a table certainly holds, and says where words and tables disagree.
fn bound(files: &mut Tree) -> Result<Vec<String>, String> {
    let rehearsal =
        tempfile::tempdir().map_err(|error| format!("no temporary folder can be made: {error}"))?;
    let root = Utf8Path::from_path(rehearsal.path()).ok_or("the temporary folder's name is not Unicode")?;
    folder::write(root, files)?;
    let (report, _) = load::read(root, &load::Options::default());
    let (resolved, _) = resolve::resolve(report);
    let coverage = coverage_within(&resolved, Scope::Report);
    // From the end, so that places stay.
    for edit in bind(&resolved, &coverage).into_iter().rev() {
        let path = resolved.report.files.get(edit.file).path.as_str();
        if let Some(bytes) = files.get_mut(path) {
            bytes.splice(edit.range, edit.text.into_bytes());
        }
    }
    Ok(contradictions(&resolved, &coverage))
}

fn common(folder: &Utf8Path) -> CommonArguments {
    CommonArguments {
        folder: folder.to_owned(),
        drafts: false,
        strict: false,
        jobs: None,
        no_cache: true,
        quiet: true,
        verbose: false,
    }
}

/// What was found, in numbers.
fn summary(target: &Utf8Path, file: &Utf8Path, found: &Found, made: &Made, coverage: &Coverage) {
    let count = counted;
    terminal::say(&format!(
        "{file} → {target}: {}, {}",
        count(found.pages, "page"),
        count(found.headings, "heading")
    ));
    let charts = format!("{} proposed", count(found.charts, "chart"));
    terminal::say(&match found.tables {
        0 => "  tables:   none".to_owned(),
        tables => format!("  tables:   {tables}, each in content/data/; {charts}"),
    });
    terminal::say(&format!(
        "  sources:  {}, of which {} numbered; cited in {}",
        found.sources,
        found.numbered_sources,
        count(found.citations, "place")
    ));
    let sum = |part: fn(&crate::facts::coverage::PageCoverage) -> usize| {
        coverage.pages.iter().map(part).sum::<usize>()
    };
    terminal::say(&format!(
        "  numbers:  {} in the text: {} bound to a table, {} with a source, {} with neither",
        coverage.facts(),
        sum(|page| page.checked) + sum(|page| page.bound),
        sum(|page| page.cited),
        sum(|page| page.unsupported.len()),
    ));
    let datasets: Vec<&str> = made.resolved.report.datasets.names().collect();
    if !datasets.is_empty() {
        terminal::say(&format!("  datasets: {}", datasets.join(", ")));
    }
}

/// A list of remarks under a heading; nothing when there are none.
fn remarks(heading: &str, more: &[String], remarks: &[Remark], file: &Utf8Path) {
    if more.is_empty() && remarks.is_empty() {
        return;
    }
    terminal::say(&format!("\n{heading}:"));
    more.iter().for_each(|text| terminal::say(&format!("  {text}")));
    for remark in remarks {
        match remark.line {
            0 => terminal::say(&format!("  {}", remark.text)),
            line => terminal::say(&format!("  {file}:{line}: {}", remark.text)),
        }
    }
}

/// The sentences whose numbers nothing supports.
fn statements(made: &Made, coverage: &Coverage, target: &Utf8Path) {
    let mut last = None;
    for number in coverage.unsupported() {
        if last.is_none() {
            terminal::say("\nstatements without a source:");
        }
        if last != Some(&number.sentence) {
            let file = made.resolved.report.files.get(number.span.file);
            let LineColumn { line, .. } = file.line_column(number.span.range().start);
            terminal::say(&format!("  {}:{line}: {}", target.join(&file.path), number.sentence));
        }
        last = Some(&number.sentence);
    }
}
