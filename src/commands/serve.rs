//! `sourcebook serve`: builds, shows the site to a browser, and builds again what changes.

use super::args::ServeArguments;
use super::{Outcome, build, pipeline, terminal};
use crate::diagnostics::{Diagnostic, counted};
use crate::load::Options;
use crate::model::Config;
use crate::serve::{Faults, Happening, Message, Places, Server, State, Watcher};
use crate::site::build::{Built, Preview, Request, Shown};
use crate::site::{self, WriteError};
use camino::Utf8PathBuf;
use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// When a build is tried again that could not be written: another one may have been in the way.
const RETRY: Duration = Duration::from_secs(2);
/// How long after a page was shown by itself everything is built: not while somebody types.
const REST: Duration = Duration::from_millis(300);
/// How many changed files are named.
const NAMED: usize = 3;

/// Serves until the user ends it.
pub(super) fn serve(arguments: &ServeArguments) -> Outcome {
    match attempt(arguments) {
        Ok(()) => Outcome::Fine,
        Err(message) => {
            terminal::fault(&message);
            Outcome::Failed
        }
    }
}

fn attempt(arguments: &ServeArguments) -> Result<(), String> {
    let server = Server::bind(&arguments.host, arguments.port)?;
    let bound = server.bound().clone();
    if bound.port != arguments.port && arguments.port != 0 {
        terminal::remark(&format!("port {} is taken: {} is used instead", arguments.port, bound.port));
    }
    if bound.open {
        terminal::remark("other machines can read this report while it is served");
    }
    let root = &arguments.common.folder;
    let output = arguments.output.clone().unwrap_or_else(|| root.join(&Config::default().build.output));
    // What the configuration names is not known yet; the first build tells.
    let (mut watcher, sender) = Watcher::new(Places::of(root, &Config::default(), &output))?;
    stop_at_a_signal(sender)?;
    let mut session = Session {
        arguments,
        home: build::home(),
        state: Arc::new(State::default()),
        preview: None,
        unwritten: BTreeSet::new(),
    };
    session.build(&mut watcher, None);
    server.start(Arc::clone(&session.state));
    terminal::say(&format!("serving {root} at {} (Ctrl-C ends)", bound.url));
    if watcher.polls() {
        terminal::remark("the system cannot watch so many folders: files are looked at twice a second");
    }
    if arguments.open
        && let Err(error) = open(&bound.url)
    {
        terminal::remark(&format!("no browser could be opened: {error}"));
    }
    while let Happening::Changed(paths) = watcher.wait() {
        if session.show(&paths) {
            watcher.look_again(REST);
        } else {
            session.build(&mut watcher, Some(paths));
        }
    }
    if !session.unwritten.is_empty() {
        session.build(&mut watcher, Some(BTreeSet::new()));
    }
    Ok(())
}

/// Ends the wait for changes; a second signal ends the program at once, which leaves the old site or the new one.
fn stop_at_a_signal(sender: Sender<Message>) -> Result<(), String> {
    let asked = AtomicBool::new(false);
    let stop = move || {
        if asked.swap(true, Ordering::SeqCst) || sender.send(Message::Stop).is_err() {
            #[expect(clippy::exit, reason = "the user does not want to wait for the end of a build")]
            std::process::exit(130);
        }
    };
    ctrlc::set_handler(stop).map_err(|error| format!("cannot wait for Ctrl-C: {error}"))
}

struct Session<'a> {
    arguments: &'a ServeArguments,
    home: Option<Utf8PathBuf>,
    state: Arc<State>,
    preview: Option<Preview>,
    /// What was shown and is not built yet.
    unwritten: BTreeSet<String>,
}

impl Session<'_> {
    /// Shows changed pages by themselves. `false` when it takes a build to show what changed.
    fn show(&mut self, changed: &BTreeSet<String>) -> bool {
        let started = Instant::now();
        // What mends an error may not mend all of them: the build knows.
        let Some(preview) = self.preview.as_mut().filter(|_| !self.state.has_faults()) else { return false };
        let Some(Shown { files, diagnostics }) = preview.show(&self.arguments.common.folder, changed) else {
            return false;
        };
        // The errors of one page now, all others with the build.
        match Faults::of(&diagnostics, preview.files()) {
            Some(faults) => self.state.publish(None, Some(faults)),
            None => self.state.show(files),
        }
        if self.arguments.common.verbose {
            terminal::remark(&format!(
                "{}shown after {:.1} ms",
                named(changed),
                started.elapsed().as_secs_f64() * 1000.0
            ));
        }
        self.unwritten.extend(changed.iter().cloned());
        true
    }

    /// Builds, tells terminal and browsers, and watches what the report is made of now.
    fn build(&mut self, watcher: &mut Watcher, changed: Option<BTreeSet<String>>) {
        let first = changed.is_none();
        let changed = changed.map(|mut changed| {
            changed.append(&mut self.unwritten);
            changed
        });
        let started = Instant::now();
        let arguments = &self.arguments.common;
        let root = &arguments.folder;
        let options = Options { drafts: arguments.drafts, base_url: None };
        let built = site::build::build(&Request {
            root,
            options: &options,
            output: self.arguments.output.as_deref(),
            home: self.home.as_deref(),
            cache: !arguments.no_cache,
            strict: arguments.strict,
            date: pipeline::source_date(),
            version: pipeline::VERSION,
            program: &pipeline::program(),
            previews: true,
        });
        self.tell(&built, changed.as_ref(), started);
        let (mut diagnostics, target) = (built.diagnostics.clone(), built.target.clone());
        let mut fault = None;
        match &built.written {
            Some(Ok(_)) => self.state.publish(Some(target.as_std_path()), None),
            Some(Err(error)) => fault = Some(error.clone()),
            None => {}
        }
        if let Some(error) = fault.clone() {
            diagnostics.push(Diagnostic::from(error));
        }
        if let Some(faults) = Faults::of(&diagnostics, &built.report.files) {
            // The site of an earlier run is better than none.
            let earlier = !self.state.has_site() && site::is_site(&target);
            self.state.publish(earlier.then_some(target.as_std_path()), Some(faults));
        }
        if fault.is_some() {
            watcher.look_again(RETRY);
        }
        if watcher.follow(Places::of(root, &built.report.config, &target)) && !first {
            watcher.look_again(Duration::ZERO);
        }
        self.preview = built.preview();
    }

    fn tell(&self, built: &Built, changed: Option<&BTreeSet<String>>, started: Instant) {
        let arguments = &self.arguments.common;
        terminal::findings(&built.diagnostics, &built.report.files, &arguments.folder);
        match &built.written {
            None => terminal::remark("the site is as it was"),
            Some(Err(error)) => terminal::findings(&fault(error), &built.report.files, &arguments.folder),
            Some(Ok(written)) => {
                let nothing = written.written + written.removed == 0;
                if arguments.quiet || nothing && changed.is_some_and(BTreeSet::is_empty) {
                    return;
                }
                terminal::say(&format!(
                    "{}{} made, {} written, {} removed, in {:.3} s",
                    changed.map_or_else(String::new, named),
                    counted(built.made, "page"),
                    counted(written.written, "file"),
                    written.removed,
                    started.elapsed().as_secs_f64(),
                ));
            }
        }
    }
}

fn fault(error: &WriteError) -> crate::diagnostics::Diagnostics {
    std::iter::once(Diagnostic::from(error.clone())).collect()
}

/// `content/index.md, content/data/a.csv and 3 more: `.
fn named(changed: &BTreeSet<String>) -> String {
    let shown: Vec<&str> = changed.iter().take(NAMED).map(String::as_str).collect();
    match changed.len() {
        0 => String::new(),
        count if count > NAMED => format!("{} and {} more: ", shown.join(", "), count - NAMED),
        _ => format!("{}: ", shown.join(", ")),
    }
}

/// Opens the user's browser.
fn open(url: &str) -> std::io::Result<()> {
    let mut command = if cfg!(windows) {
        let mut command = Command::new("rundll32");
        command.arg("url.dll,FileProtocolHandler");
        command
    } else {
        Command::new(if cfg!(target_os = "macos") { "open" } else { "xdg-open" })
    };
    command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_files_are_named_and_counted() {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<String>>();
        assert_eq!(named(&set(&[])), "");
        assert_eq!(named(&set(&["a", "b"])), "a, b: ");
        assert_eq!(named(&set(&["a", "b", "c", "d", "e"])), "a, b, c and 2 more: ");
    }
}
