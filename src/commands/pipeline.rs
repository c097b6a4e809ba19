//! The one path from a folder to a site, which all commands share, so that they say the same about a report.

use super::args::CommonArguments;
use super::terminal;
use crate::check;
use crate::config;
use crate::diagnostics::{Diagnostics, Files};
use crate::facts;
use crate::facts::coverage::Coverage;
use crate::facts::edition::{self, Edition, Lock};
use crate::load::{self, Options};
use crate::model::Config;
use crate::resolve::{self, Resolved};
use crate::site::{self, Cache, Site};
use jiff::civil::Date;
use std::time::Instant;

/// A report that was read and made into a site in memory.
pub(super) struct Made {
    /// The report.
    pub(super) resolved: Resolved,
    /// What supports its numbers, without candidates.
    pub(super) evidence: Coverage,
    /// Its site; only whole when there are no errors.
    pub(super) site: Site,
    /// All that was found, sorted, with the severities of the configuration.
    pub(super) diagnostics: Diagnostics,
    /// The accepted edition, if there is one.
    pub(super) lock: Option<Lock>,
}

impl Made {
    /// The present state of all published values.
    pub(super) fn edition(&self) -> Edition {
        Edition::of(&self.resolved)
    }

    /// Adds what one command alone looks for.
    pub(super) fn add(&mut self, found: Diagnostics, strict: bool) {
        let report = &self.resolved.report;
        let mut all = std::mem::take(&mut self.diagnostics);
        all.extend(settle(found, &report.files, &report.config, strict));
        self.diagnostics = all.sorted(&report.files);
    }
}

/// Reads the report and makes its site, as far as that goes.
pub(super) fn make(common: &CommonArguments, base_url: Option<&str>) -> Made {
    let mut clock = Clock::new(common.verbose);
    let options = Options { drafts: common.drafts, base_url: base_url.map(str::to_owned) };
    let (report, mut diagnostics) = load::read(&common.folder, &options);
    clock.stage("read");
    let (resolved, found) = resolve::resolve(report);
    diagnostics.extend(found);
    clock.stage("resolve");
    diagnostics.extend(facts::claims::verify(&resolved));
    diagnostics.extend(check::run(&resolved));
    let lock = edition::of_report(&resolved.report).map(|(lock, found)| {
        diagnostics.extend(found);
        lock
    });
    clock.stage("check");
    let cache = cache(common);
    let evidence = facts::coverage::evidence(&resolved);
    clock.stage("find the numbers");
    let (site, found) = site::make(&resolved, &evidence, &cache, source_date());
    diagnostics.extend(found);
    if !diagnostics.has_errors() {
        cache.prune();
    }
    clock.stage("make the site");
    let diagnostics = settle(diagnostics, &resolved.report.files, &resolved.report.config, common.strict);
    Made { resolved, evidence, site, diagnostics, lock }
}

/// The cache of the report, unless it is not wanted.
pub(super) fn cache(common: &CommonArguments) -> Cache {
    if common.no_cache {
        return Cache::none();
    }
    Cache::of_report(common.folder.as_std_path(), VERSION)
}

/// Applies configured severities and `--strict`, and sorts.
fn settle(diagnostics: Diagnostics, files: &Files, config: &Config, strict: bool) -> Diagnostics {
    config::with_severities(&diagnostics, config, strict).sorted(files)
}

/// The program's name and version.
pub(super) const VERSION: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));

/// The running program, by version and file: what another one kept is not for this one.
pub(super) fn program() -> String {
    let file = std::env::current_exe().and_then(std::fs::metadata);
    let known = file.and_then(|file| Ok((file.len(), file.modified()?)));
    known.map_or_else(|_| VERSION.to_owned(), |(size, time)| format!("{VERSION} {size} {time:?}"))
}

/// The day of `SOURCE_DATE_EPOCH` (seconds since 1970, <https://reproducible-builds.org/specs/source-date-epoch/>).
pub(super) fn source_date() -> Option<Date> {
    let seconds: i64 = std::env::var("SOURCE_DATE_EPOCH").ok()?.trim().parse().ok()?;
    let timestamp = jiff::Timestamp::from_second(seconds).ok()?;
    Some(jiff::tz::TimeZone::UTC.to_datetime(timestamp).date())
}

/// The day of `SOURCE_DATE_EPOCH`, else the clock's, in UTC. Nothing that goes into the site may ask for it.
pub(super) fn today() -> Date {
    source_date().unwrap_or_else(|| jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date())
}

/// Says how long each stage took, when asked to.
struct Clock {
    verbose: bool,
    started: Instant,
}

impl Clock {
    fn new(verbose: bool) -> Self {
        Self { verbose, started: Instant::now() }
    }

    fn stage(&mut self, name: &str) {
        if self.verbose {
            terminal::remark(&format!("{name}: {:.1} ms", self.started.elapsed().as_secs_f64() * 1000.0));
        }
        self.started = Instant::now();
    }
}
