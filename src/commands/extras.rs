//! What `build` writes beside the site: the single file, the e-book, the PDF.

use super::args::{BuildArguments, PaperSize};
use super::signal::Signal;
use super::{Outcome, chromium, pipeline, terminal, whole};
use crate::bundle::{self, BundleInput, EpubOptions, Paper, SingleOptions};
use crate::diagnostics::Diagnostics;
use crate::model::Config;
use crate::resolve::Resolved;
use crate::site::{self, Site};
use camino::{Utf8Path, Utf8PathBuf};

/// The files asked for, complete in memory.
#[derive(Debug, Default)]
pub(super) struct Extras {
    /// Where each goes, and its bytes.
    files: Vec<(Utf8PathBuf, Vec<u8>)>,
    /// Where the PDF goes, and the document that is printed.
    pdf: Option<(Utf8PathBuf, String)>,
}

/// Why one of the files that are asked for must not be written where it is to stand: it would take the place of a file of the report,
/// of the site, or of another one.
pub(super) fn refusal(
    arguments: &BuildArguments,
    config: &Config,
    (site, target): (&Site, &Utf8Path),
) -> Option<String> {
    let resolved = |path: &Utf8Path| Utf8PathBuf::from_path_buf(site::resolve(path.as_std_path()).ok()?).ok();
    let root = resolved(&arguments.common.folder)?;
    let (content, templates) = (root.join(&config.build.content), root.join(&config.build.templates));
    let target = resolved(target);
    let wanted = [
        ("--single-file", &arguments.single_file, "html"),
        ("--epub", &arguments.epub, "epub"),
        ("--pdf", &arguments.pdf, "pdf"),
    ];
    let mut taken: Vec<(&str, Utf8PathBuf)> = Vec::new();
    for (option, path, extension) in wanted {
        let Some((path, place)) = path.as_ref().and_then(|path| Some((path, resolved(path)?))) else {
            continue;
        };
        let in_site = target.as_ref().and_then(|target| place.strip_prefix(target).ok());
        let is_source = ["sourcebook.toml", "facts.lock"].iter().any(|name| place == root.join(name))
            || place.starts_with(&templates)
            || place.starts_with(&content) && place.extension() != Some(extension);
        if let Some((other, _)) = taken.iter().find(|(_, other)| *other == place) {
            return Some(format!("`{other}` and `{option}` both name `{path}`: give each a file of its own"));
        }
        if is_source && place.exists() {
            return Some(format!("`{option}` names `{path}`, which is a file of the report: name another"));
        }
        if in_site.is_some_and(|path| site.get(&path.as_str().replace('\\', "/")).is_some()) {
            return Some(format!("`{option}` names `{path}`, which is a file of the site: name another"));
        }
        taken.push((option, place));
    }
    None
}

/// Makes what is asked for.
pub(super) fn make(arguments: &BuildArguments, resolved: &Resolved, site: &Site) -> (Extras, Diagnostics) {
    let input = BundleInput { resolved, site };
    let mut extras = Extras::default();
    let mut diagnostics = Diagnostics::default();
    if let Some(path) = &arguments.single_file {
        let options = SingleOptions { scripts: !arguments.no_script, paper: None };
        let (html, found) = bundle::single_file(&input, options);
        diagnostics.extend(found);
        extras.files.push((path.clone(), html.into_bytes()));
    }
    if let Some(path) = &arguments.pdf {
        let paper = match arguments.paper {
            PaperSize::A4 => Paper::A4,
            PaperSize::Letter => Paper::Letter,
        };
        let (html, found) = bundle::single_file(&input, SingleOptions { scripts: false, paper: Some(paper) });
        // The single file has reported the same already.
        if arguments.single_file.is_none() {
            diagnostics.extend(found);
        }
        extras.pdf = Some((path.clone(), html));
    }
    if let Some(path) = &arguments.epub {
        let (cover, found) = site::cover(resolved, &pipeline::cache(&arguments.common));
        diagnostics.extend(found);
        let options = EpubOptions { date: pipeline::source_date(), cover: cover.as_deref() };
        let (book, found) = bundle::epub(&input, options);
        diagnostics.extend(found);
        extras.files.push((path.clone(), book));
    }
    (extras, diagnostics)
}

/// Writes them, each whole or not at all.
pub(super) fn write(extras: &Extras, quiet: bool) -> Outcome {
    for (path, bytes) in &extras.files {
        if let Err(error) = whole::write(path, bytes) {
            terminal::fault(&format!("cannot write `{path}`: {error}"));
            return Outcome::Failed;
        }
        say(path, bytes.len(), quiet);
    }
    let Some((path, html)) = &extras.pdf else { return Outcome::Fine };
    if !quiet {
        terminal::progress("printing the PDF: twice, as its contents name sheets …");
    }
    let printed = print(html).and_then(|pdf| {
        whole::write(path, &pdf).map_err(|error| format!("cannot write `{path}`: {error}"))?;
        Ok(pdf.len())
    });
    match printed {
        Ok(length) => {
            say(path, length, quiet);
            Outcome::Fine
        }
        Err(message) => {
            terminal::fault(&message);
            Outcome::Failed
        }
    }
}

/// Prints the document, and again with the sheet numbers that the first PDF tells.
fn print(html: &str) -> Result<Vec<u8>, String> {
    let signal = Signal::hold_back();
    let draft = chromium::print(&bundle::numbered(html, None), &signal)?;
    let sheets = bundle::sheets(&draft);
    if sheets.is_empty() {
        terminal::remark(
            "the browser's PDF does not say where things stand: its contents have no sheet numbers",
        );
    }
    chromium::print(&bundle::numbered(html, Some(&sheets)), &signal)
}

fn say(path: &Utf8Path, length: usize, quiet: bool) {
    if !quiet {
        terminal::say(&format!("{path}: {} kB", length.div_ceil(1000)));
    }
}
