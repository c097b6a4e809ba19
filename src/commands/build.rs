//! `sourcebook build`: the report's site, written, and the files made of it.

use super::args::BuildArguments;
use super::{Outcome, extras, pipeline, terminal};
use crate::diagnostics::{Diagnostic, counted};
use crate::load::Options;
use crate::model::Report;
use crate::site::build::Request;
use crate::site::{self, Protected, WriteError, WriteSummary};
use camino::{Utf8Path, Utf8PathBuf};
use std::time::Instant;

/// Builds the site and what else is asked for; with any error, all stays as it was.
pub(super) fn build(arguments: &BuildArguments) -> Outcome {
    let started = Instant::now();
    if arguments.single_file.is_none() && arguments.pdf.is_none() && arguments.epub.is_none() {
        return build_site(arguments, started);
    }
    let mut made = pipeline::make(&arguments.common, arguments.base_url.as_deref());
    let root = &arguments.common.folder;
    let config = &made.resolved.report.config;
    let target = arguments.output.clone().unwrap_or_else(|| root.join(&config.build.output));
    if let Some(refusal) = extras::refusal(arguments, config, (&made.site, &target)) {
        terminal::fault(&refusal);
        return Outcome::Failed;
    }
    let mut extras = extras::Extras::default();
    if !made.diagnostics.has_errors() {
        let found;
        (extras, found) = extras::make(arguments, &made.resolved, &made.site);
        made.add(found, arguments.common.strict);
    }
    let report = &made.resolved.report;
    terminal::findings(&made.diagnostics, &report.files, root);
    if made.diagnostics.has_errors() {
        terminal::remark("nothing was written: the site is as it was");
        return Outcome::Faulty;
    }
    let (content, templates) =
        (root.join(&report.config.build.content), root.join(&report.config.build.templates));
    let home = home();
    let protected = Protected { root, content: &content, templates: &templates, home: home.as_deref() };
    match site::write(&made.site, &target, &protected) {
        Ok(written) => {
            tell(arguments, &target, report.pages.len(), written, started);
            extras::write(&extras, arguments.common.quiet)
        }
        Err(fault) => refused(fault, report, root),
    }
}

/// Builds the site alone, of which only what changed is made again.
fn build_site(arguments: &BuildArguments, started: Instant) -> Outcome {
    let common = &arguments.common;
    let options = Options { drafts: common.drafts, base_url: arguments.base_url.clone() };
    let home = home();
    let built = site::build::build(&Request {
        root: &common.folder,
        options: &options,
        output: arguments.output.as_deref(),
        home: home.as_deref(),
        cache: !common.no_cache,
        strict: common.strict,
        date: pipeline::source_date(),
        version: pipeline::VERSION,
        program: &pipeline::program(),
        previews: false,
    });
    terminal::findings(&built.diagnostics, &built.report.files, &common.folder);
    if common.verbose {
        terminal::remark(&format!("{} made", counted(built.made, "page")));
    }
    let outcome = match &built.written {
        None => {
            terminal::remark("nothing was written: the site is as it was");
            Outcome::Faulty
        }
        Some(Ok(written)) => {
            tell(arguments, &built.target, built.pages, *written, started);
            Outcome::Fine
        }
        Some(Err(fault)) => refused(fault.clone(), &built.report, &common.folder),
    };
    // The process ends here, and the system takes back in one piece what it would take long to let go bit by bit.
    std::mem::forget(built);
    outcome
}

fn tell(
    arguments: &BuildArguments,
    target: &Utf8Path,
    pages: usize,
    written: WriteSummary,
    started: Instant,
) {
    if !arguments.common.quiet {
        let kept = match written.kept {
            0 => String::new(),
            kept => format!(", {kept} of others kept"),
        };
        terminal::say(&format!(
            "{target}: {}, {} written, {} unchanged, {} removed{kept}, in {:.2} s",
            counted(pages, "page"),
            counted(written.written, "file"),
            written.unchanged,
            written.removed,
            started.elapsed().as_secs_f64(),
        ));
    }
}

fn refused(fault: WriteError, report: &Report, folder: &Utf8Path) -> Outcome {
    terminal::findings(&std::iter::once(Diagnostic::from(fault)).collect(), &report.files, folder);
    Outcome::Failed
}

/// The user's home folder, which is never an output folder.
pub(super) fn home() -> Option<Utf8PathBuf> {
    let path = std::env::home_dir()?;
    Utf8Path::from_path(&path).map(Utf8Path::to_owned)
}
