//! What was typed.

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand};

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
  sourcebook                        build the report in this folder into output/
  sourcebook build reports/minerals build another one
  sourcebook check --strict         look for faults and let warnings count";

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Build the site.
    #[command(after_help = "Example:\n  sourcebook build --base-url https://example.org/report")]
    Build(BuildArguments),
    /// Read the whole report and say what is wrong with it; write nothing.
    #[command(after_help = "Examples:\n  sourcebook check --strict\n  sourcebook check --fix")]
    Check(CheckArguments),
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
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,
}

/// What `check` takes.
#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// What all commands take.
    #[command(flatten)]
    pub(super) common: CommonArguments,
    /// Fail when a smaller part of the numbers is bound, checked or cited; overrides `[check] min_coverage`.
    #[arg(long, value_name = "PERCENT")]
    pub(super) min_coverage: Option<f64>,
    /// Write a claim into the text for each unsupported number that one cell of the page's data certainly holds.
    #[arg(long)]
    pub(super) bind: bool,
    /// Rewrite the numbers of claims that do not hold, and nothing else.
    #[arg(long)]
    pub(super) fix: bool,
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
    /// Say how long each stage takes.
    #[arg(long, short)]
    pub(super) verbose: bool,
}
