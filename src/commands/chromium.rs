//! Printing a document with an installed Chromium or Chrome.

use super::signal::Signal;
use std::env;
use std::fs;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long printing may take.
const PATIENCE: Duration = Duration::from_secs(180);
/// How long its last words and the end of its helpers are waited for once it ended.
const LAST_WORDS: Duration = Duration::from_secs(2);
/// How long the program rests before it looks again.
const PAUSE: Duration = Duration::from_millis(20);
/// Environment variables that name the browser.
const VARIABLES: [&str; 2] = ["CHROMIUM", "CHROME"];
/// Names of the program on `PATH`.
const NAMES: [&str; 7] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "msedge",
    "microsoft-edge",
];
/// Where installers put it on macOS.
const MAC: [&str; 3] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];
/// Where installers put it on Windows, below the folders of programs.
const WINDOWS: [&str; 3] = [
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
];
const FLAGS: [&str; 13] = [
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    "--export-tagged-pdf",
];

/// The document as PDF. The error says what went wrong and what to do. A signal ends the browser.
pub(super) fn print(html: &str, signal: &Signal) -> Result<Vec<u8>, String> {
    let browser = find()?;
    let folder = tempfile::tempdir().map_err(|error| format!("cannot make a temporary folder: {error}"))?;
    let printed = print_in(folder.path(), html, &browser, signal);
    remove(folder);
    if signal.came() { Err("stopped before the PDF was printed".to_owned()) } else { printed }
}

/// Takes the folder away, also when helpers of the browser still write to it for a moment.
fn remove(folder: TempDir) {
    let started = Instant::now();
    while fs::remove_dir_all(folder.path()).is_err_and(|error| error.kind() != ErrorKind::NotFound)
        && started.elapsed() < LAST_WORDS
    {
        thread::sleep(PAUSE);
    }
}

fn print_in(folder: &Path, html: &str, browser: &Path, signal: &Signal) -> Result<Vec<u8>, String> {
    let page = folder.join("report.html");
    let pdf = folder.join("report.pdf");
    fs::write(&page, html).map_err(|error| format!("cannot write `{}`: {error}", page.display()))?;
    let mut command = Command::new(browser);
    command.args(FLAGS);
    command.arg(format!("--user-data-dir={}", folder.join("profile").display()));
    command.arg(format!("--print-to-pdf={}", pdf.display()));
    if system::runs_as_root() {
        // As root, Chromium starts without its sandbox only. The document has no script and loads nothing.
        command.arg("--no-sandbox");
    }
    system::keep_together(&mut command, folder);
    command.arg(&page).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let child = command.spawn().map_err(|error| format!("cannot start `{}`: {error}", browser.display()))?;
    let said = wait(child, browser, signal)?;
    let made = fs::read(&pdf).ok().filter(|bytes| bytes.starts_with(b"%PDF-"));
    made.ok_or_else(|| format!("`{}` made no PDF{}", browser.display(), last_words(&said)))
}

/// Waits for the browser's end; gives what it said.
fn wait(mut child: Child, browser: &Path, signal: &Signal) -> Result<String, String> {
    let mut errors = child.stderr.take();
    let (says, heard) = mpsc::channel();
    thread::spawn(move || {
        let mut said = Vec::new();
        if let Some(errors) = &mut errors {
            // What cannot be read is only missing from a message.
            let _ = errors.read_to_end(&mut said);
        }
        // Nobody may wait for it any more.
        let _ = says.send(String::from_utf8_lossy(&said).into_owned());
    });
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => {
                // A helper that goes on may keep it open.
                let said = heard.recv_timeout(LAST_WORDS).unwrap_or_default();
                return if status.success() {
                    Ok(said)
                } else {
                    Err(format!("`{}` failed ({status}){}", browser.display(), last_words(&said)))
                };
            }
            Ok(None) if started.elapsed() < PATIENCE && !signal.came() => thread::sleep(PAUSE),
            Ok(None) => {
                end(&mut child);
                return Err(format!("`{}` did not print within {} s", browser.display(), PATIENCE.as_secs()));
            }
            Err(error) => return Err(format!("`{}` is lost: {error}", browser.display())),
        }
    }
}

/// Ends the browser and its helpers: they are asked to, and made to.
fn end(child: &mut Child) {
    system::end(child, false);
    let started = Instant::now();
    while matches!(child.try_wait(), Ok(None)) && started.elapsed() < LAST_WORDS {
        thread::sleep(PAUSE);
    }
    system::end(child, true);
    let _ = child.kill();
    let _ = child.wait();
}

fn last_words(said: &str) -> String {
    said.lines()
        .rev()
        .find(|line| !line.trim().is_empty())
        .map_or_else(String::new, |line| format!(": {line}"))
}

/// The browser: the one that is named, else one on `PATH`, else one where installers put it.
fn find() -> Result<PathBuf, String> {
    for variable in VARIABLES {
        let Some(named) = env::var_os(variable).filter(|value| !value.is_empty()) else { continue };
        let path = PathBuf::from(&named);
        let found = if path.components().count() > 1 {
            Some(path).filter(|path| path.is_file())
        } else {
            on_path(&path)
        };
        return found.ok_or_else(|| {
            format!("`{variable}` names `{}`, which is no program", Path::new(&named).display())
        });
    }
    let on_path = NAMES.iter().find_map(|name| on_path(Path::new(name)));
    let windows = ["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"].into_iter().filter_map(env::var_os);
    let windows = windows.flat_map(|folder| WINDOWS.map(|path| Path::new(&folder).join(path)));
    let mac = MAC.iter().map(PathBuf::from);
    on_path.or_else(|| mac.chain(windows).find(|path| path.is_file())).ok_or_else(|| {
        "`--pdf` prints with Chromium or Chrome, and none was found: install one, or name it in the environment variable \
         `CHROMIUM`; or open the file of `--single-file` in any browser and print it"
            .to_owned()
    })
}

fn on_path(name: &Path) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    let mut files = env::split_paths(&folders).flat_map(|folder| {
        let plain = folder.join(name);
        let windows = plain.with_extension("exe");
        if cfg!(windows) { [windows, plain] } else { [plain, windows] }
    });
    files.find(|path| path.is_file())
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
mod system {
    use rustix::process::{Pid, Signal, geteuid, kill_process_group};
    use std::os::unix::process::CommandExt as _;
    use std::path::Path;
    use std::process::{Child, Command};

    /// The longest path of a folder in which the browser can have its socket: all of it must be below some hundred bytes.
    const LONGEST: usize = 50;

    pub(super) fn runs_as_root() -> bool {
        geteuid().is_root()
    }

    /// Keeps the browser's helpers together, and its temporary files in a folder that is taken away.
    pub(super) fn keep_together(command: &mut Command, folder: &Path) {
        command.process_group(0);
        if folder.as_os_str().len() <= LONGEST {
            command.env("TMPDIR", folder);
        }
    }

    /// Ends the browser and its helpers: asks them to, or makes them.
    pub(super) fn end(child: &Child, at_once: bool) {
        let signal = if at_once { Signal::KILL } else { Signal::TERM };
        // Those that have ended by themselves are not there any more.
        let _ = kill_process_group(Pid::from_child(child), signal);
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
mod system {
    use std::path::Path;
    use std::process::{Child, Command};

    pub(super) const fn runs_as_root() -> bool {
        false
    }

    pub(super) const fn keep_together(_: &mut Command, _: &Path) {}

    pub(super) const fn end(_: &Child, _: bool) {}
}
