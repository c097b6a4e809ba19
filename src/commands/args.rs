//! What was typed.

use crate::config;
use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::civil::Date;

/// Turns a report — Markdown narrative plus structured data files — into a static HTML site with footnoted sources and
/// charts.
#[derive(Debug, Parser)]
#[command(name = "sourcebook", version, args_conflicts_with_subcommands = true, after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// What to do; `build` when left out.
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// Options of `build`.
    #[command(flatten)]
    pub(super) build: BuildArguments,
}

const EXAMPLES: &str = "\
Examples:
  sourcebook new minerals             begin a report in the new folder minerals/
  sourcebook import minerals.docx     make a report of a plain one
  sourcebook                          build the report in this folder into output/
  sourcebook build reports/minerals   build another one
  sourcebook serve --open             see it in a browser while you write
  sourcebook check --strict           look for faults and let warnings count
  sourcebook changes                  what has changed since the accepted edition
  sourcebook accept                   accept the present values as the new edition";

const BUILD_EXAMPLES: &str = "\
Examples:
  sourcebook build --base-url https://example.org/report
  sourcebook build --single-file report.html              the whole report in one file, to mail
  sourcebook build --single-file report.html --no-script  the same without any script
  sourcebook build --pdf report.pdf --paper letter        printed with Chromium or Chrome
  sourcebook build --epub report.epub                     for e-readers";

const SERVE_EXAMPLES: &str = "\
Examples:
  sourcebook serve --open                 build, open a browser, follow every change
  sourcebook serve reports/minerals --port 8080
  sourcebook serve --host 0.0.0.0         for other machines of the network too

Pages in the browser follow what is saved; errors stand over the page until they are mended. Ctrl-C ends.";

const NEW_EXAMPLES: &str = "\
Examples:
  sourcebook new minerals        a report in the new folder minerals/, titled “Minerals”
  sourcebook build minerals      its site, in minerals/output/";

const IMPORT_EXAMPLES: &str = "\
Examples:
  sourcebook import brief.txt                 a report in the new folder brief/
  sourcebook import paper.docx --into paper   through pandoc, which must be installed
  sourcebook import notes.md --single-page    all on one page

Headings need no marks; tables may be pasted with | or tabs, with a title above and “Source: …” below; ¹, [1] and (1) cite a
list of sources at the end.";

const CHECK_EXAMPLES: &str = "\
Examples:
  sourcebook check --strict             let warnings count as errors
  sourcebook check --fix                mend the numbers of false claims
  sourcebook check --locked             fail when a value is not that of facts.lock
  sourcebook check --today 2026-12-01   which data are out of date on that day";

const CHANGES_EXAMPLES: &str = "\
Examples:
  sourcebook changes                              since the edition in facts.lock
  sourcebook changes --since v1.0                 since the edition in a git revision
  sourcebook changes --since old/facts.lock       since the edition in a file
  sourcebook changes --since main --format markdown   for a pull request";

const ACCEPT_EXAMPLES: &str = "\
Examples:
  sourcebook accept                     then commit facts.lock
  sourcebook accept --date 2026-12-01   accept as the edition of that day";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  sourcebook completions bash > ~/.local/share/bash-completion/completions/sourcebook
  sourcebook completions zsh > ~/.zfunc/_sourcebook      with ~/.zfunc in fpath
  sourcebook completions fish > ~/.config/fish/completions/sourcebook.fish";

const MANUAL_EXAMPLES: &str = "\
Examples:
  sourcebook manual | man -l -    read it
  sourcebook manual > ~/.local/share/man/man1/sourcebook.1    then `man sourcebook`";

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Begin a report: a small one that builds as it is, with a workflow for GitHub Pages.
    #[command(after_help = NEW_EXAMPLES)]
    New(NewArguments),
    /// Make a report of a plain one: text, Markdown, or what pandoc reads (.docx, .odt, .rtf, .html, .epub).
    #[command(after_help = IMPORT_EXAMPLES)]
    Import(ImportArguments),
    /// Build the site.
    #[command(after_help = BUILD_EXAMPLES)]
    Build(BuildArguments),
    /// Build the site, show it in a browser, and build again what changes.
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(ServeArguments),
    /// Read the whole report and say what is wrong with it; build nothing.
    #[command(after_help = CHECK_EXAMPLES)]
    Check(CheckArguments),
    /// Say which published values have changed since the accepted edition, and what that does to sentences and ranks.
    #[command(after_help = CHANGES_EXAMPLES)]
    Changes(ChangesArguments),
    /// Make the present values the new edition: write `facts.lock`.
    #[command(after_help = ACCEPT_EXAMPLES)]
    Accept(AcceptArguments),
    /// Print a script that completes the command line in a shell.
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(CompletionsArguments),
    /// Print the manual page, for `man`.
    #[command(after_help = MANUAL_EXAMPLES)]
    Manual,
}

/// What `new` takes.
#[derive(Debug, Args)]
pub(super) struct NewArguments {
    /// The folder to make; one that exists must be empty. Its name becomes the title.
    #[arg(value_name = "DIR")]
    pub(super) folder: Utf8PathBuf,
    /// Say nothing but what is wrong.
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// What `import` takes.
#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// The plain report.
    #[arg(value_name = "FILE")]
    pub(super) file: Utf8PathBuf,
    /// The folder to write to; one that exists must be empty. The file's name in the present folder when left out.
    #[arg(long, value_name = "DIR")]
    pub(super) into: Option<Utf8PathBuf>,
    /// Keep all on one page, instead of one for each heading of the first level.
    #[arg(long)]
    pub(super) single_page: bool,
    /// Say nothing but what is wrong.
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// What `build` takes.
#[derive(Debug, Args)]
pub(super) struct BuildArguments {
    /// What all commands take.
    #[command(flatten)]
    pub(super) common: CommonArguments,
    /// The folder to write the site to, instead of the configured one.
    #[arg(long, value_name = "DIR")]
    pub(super) output: Option<Utf8PathBuf>,
    /// Where the site is published, instead of the configured address.
    #[arg(long, value_name = "URL", value_parser = address)]
    pub(super) base_url: Option<String>,
    /// Write the whole report into one HTML file too, which needs nothing else.
    #[arg(long, value_name = "FILE")]
    pub(super) single_file: Option<Utf8PathBuf>,
    /// Leave all scripts out of the single file.
    #[arg(long, requires = "single_file")]
    pub(super) no_script: bool,
    /// Print the whole report into a PDF too, with an installed Chromium or Chrome.
    #[arg(long, value_name = "FILE")]
    pub(super) pdf: Option<Utf8PathBuf>,
    /// Write the whole report as an e-book (EPUB 3) too.
    #[arg(long, value_name = "FILE")]
    pub(super) epub: Option<Utf8PathBuf>,
    /// The paper of the PDF.
    #[arg(long, value_name = "SIZE", value_enum, requires = "pdf", default_value = "a4")]
    pub(super) paper: PaperSize,
}

/// The address of a site, as the configuration takes it.
fn address(text: &str) -> Result<String, String> {
    config::address(text).ok_or_else(|| format!("expected {}", config::ADDRESS))
}

/// A number from 0 to 100, as the configuration takes it.
fn percent(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| (0.0..=100.0).contains(number));
    number.ok_or_else(|| "expected a number from 0 to 100".to_owned())
}

fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "expected a date such as `2026-12-01`".to_owned())
}

/// Paper sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PaperSize {
    /// 210 × 297 mm.
    A4,
    /// 8.5 × 11 inches.
    Letter,
}

/// What `serve` takes.
#[derive(Debug, Args)]
pub(super) struct ServeArguments {
    /// What all commands take.
    #[command(flatten)]
    pub(super) common: CommonArguments,
    /// The port; the next one that is free when it is taken. 0 leaves the choice to the system.
    #[arg(long, short, value_name = "N", default_value_t = 4400)]
    pub(super) port: u16,
    /// The address to listen at; only this machine reaches the default.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    pub(super) host: String,
    /// Open the site in a browser.
    #[arg(long)]
    pub(super) open: bool,
    /// The folder to write the site to, instead of the configured one.
    #[arg(long, value_name = "DIR")]
    pub(super) output: Option<Utf8PathBuf>,
}

/// What `check` takes.
#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// What all commands take.
    #[command(flatten)]
    pub(super) common: CommonArguments,
    /// Fail when a smaller part of the numbers is bound, checked or cited; overrides `[check] min_coverage`.
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(super) min_coverage: Option<f64>,
    /// Write a claim into the text for each unsupported number that one cell of the page's data certainly holds.
    #[arg(long)]
    pub(super) bind: bool,
    /// Rewrite the numbers of claims that do not hold, and nothing else.
    #[arg(long)]
    pub(super) fix: bool,
    /// Fail when a published value is not that of the accepted edition in `facts.lock`.
    #[arg(long)]
    pub(super) locked: bool,
    /// Ask other sites whether the addresses that the report leads to are still there.
    #[arg(long)]
    pub(super) links: bool,
    /// The day on which releases are due, instead of that of `SOURCE_DATE_EPOCH` or the clock.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) today: Option<Date>,
    /// How findings are told; all but `human` print them, and nothing else, to standard output.
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "human")]
    pub(super) format: FindingsFormat,
}

/// How findings are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FindingsFormat {
    /// For people, with excerpts.
    Human,
    /// For programs; the user guide describes it under Reference, Formats
    Json,
    /// For code scanning: SARIF 2.1.0.
    Sarif,
    /// For GitHub Actions: annotations of the changed lines.
    Github,
}

/// What `changes` takes.
#[derive(Debug, Args)]
pub(super) struct ChangesArguments {
    /// What all commands take.
    #[command(flatten)]
    pub(super) common: CommonArguments,
    /// Compare with another lock: a file, or a git revision that holds `facts.lock`. A file goes first.
    #[arg(long, value_name = "REV-OR-PATH")]
    pub(super) since: Option<String>,
    /// How to print the changes.
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub(super) format: ChangesFormat,
}

/// How changes are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ChangesFormat {
    /// For a terminal.
    Text,
    /// For a pull request.
    Markdown,
    /// For a program; the user guide describes it under Reference, Editions
    Json,
}

/// What `accept` takes.
#[derive(Debug, Args)]
pub(super) struct AcceptArguments {
    /// What all commands take.
    #[command(flatten)]
    pub(super) common: CommonArguments,
    /// The date of the edition, instead of that of `SOURCE_DATE_EPOCH` or today's.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) date: Option<Date>,
}

/// What `completions` takes.
#[derive(Debug, Args)]
pub(super) struct CompletionsArguments {
    /// The shell.
    #[arg(value_name = "SHELL")]
    pub(super) shell: Shell,
}

/// What all commands take.
#[derive(Debug, Args)]
pub(super) struct CommonArguments {
    /// The report's folder.
    #[arg(value_name = "DIR", default_value = ".")]
    pub(super) folder: Utf8PathBuf,
    /// Take in pages marked `draft`.
    #[arg(long)]
    pub(super) drafts: bool,
    /// Let warnings count as errors.
    #[arg(long)]
    pub(super) strict: bool,
    /// How many threads work; as many as there are processors when left out.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
    /// Do not use or keep the cache in `.sourcebook/`.
    #[arg(long)]
    pub(super) no_cache: bool,
    /// Say nothing but what is wrong.
    #[arg(long, short, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Say how long each stage takes; of a build, how many pages were made again.
    #[arg(long, short)]
    pub(super) verbose: bool,
}
