//! What all modules need: running the program, reading and writing trees of files, comparing texts.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A tree of files: path with `/` → bytes.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// What a run of the program gave.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The repository's root, which is a report itself.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The program, ready to run in `folder`, with an environment that does not depend on the machine.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sourcebook"));
    command.current_dir(folder).env("NO_COLOR", "1").env_remove("SOURCE_DATE_EPOCH");
    command
}

/// Runs the program in `folder` with `arguments`.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Run {
    finish(program(folder).args(arguments))
}

/// Runs a command made by [`program`].
pub(crate) fn finish(command: &mut Command) -> Run {
    let output = command.output().expect("the program starts");
    Run {
        status: output.status.code().expect("the program ends by itself, not by a signal"),
        stdout: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
    }
}

/// Builds the report in `report` into `output`, without a cache (other tests may build it at the same time), and demands
/// that it succeeds.
pub(crate) fn build(report: &Path, output: &Path) -> Run {
    let run = run(report, &["build", ".", "--output", &output.to_string_lossy(), "--no-cache"]);
    assert_eq!(run.status, 0, "building {} fails:\n{}", report.display(), run.stderr);
    run
}

/// Whether expectations are to be rewritten (`UPDATE_EXPECTED=1`). Refused on a build server.
pub(crate) fn updating() -> bool {
    let asked = std::env::var_os("UPDATE_EXPECTED").is_some_and(|value| value == "1");
    assert!(!(asked && std::env::var_os("CI").is_some()), "UPDATE_EXPECTED is refused where CI is set");
    asked
}

/// All files below `folder`; empty when there is no such folder.
pub(crate) fn read_tree(folder: &Path) -> Tree {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| (relative(entry.path(), folder), fs::read(entry.path()).expect("a file is read")))
        .collect()
}

/// Writes `tree` below `folder`.
pub(crate) fn write_tree(folder: &Path, tree: &Tree) {
    for (path, bytes) in tree {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder is made");
        fs::write(path, bytes).expect("a file is written");
    }
}

/// The path of a file relative to `folder`, with `/` on every system.
pub(crate) fn relative(path: &Path, folder: &Path) -> String {
    let path = path.strip_prefix(folder).expect("the path lies in the folder");
    path.to_string_lossy().replace('\\', "/")
}

/// The folders in `tests/<name>/`, sorted.
pub(crate) fn cases(name: &str) -> Vec<PathBuf> {
    let folder = root().join("tests").join(name);
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("a folder is listed").path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "{} holds no case", folder.display());
    paths
}

/// `text` with the hashes in the names of assets replaced: `sourcebook.1f2e3d4c.css` → `sourcebook.hash.css`.
pub(crate) fn without_hashes(text: &str) -> String {
    let is_hash =
        |part: &str| part.len() >= 8 && part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let parts: Vec<&str> = text.split('.').collect();
    let last = parts.len().saturating_sub(1);
    let kept = parts
        .iter()
        .enumerate()
        .map(|(index, part)| if index > 0 && index < last && is_hash(part) { "hash" } else { part });
    kept.collect::<Vec<_>>().join(".")
}

/// The first place where two texts differ, with both lines; `None` when they are equal.
pub(crate) fn difference(expected: &str, found: &str) -> Option<String> {
    if expected == found {
        return None;
    }
    let (mut left, mut right) = (expected.lines(), found.lines());
    let mut line = 0;
    loop {
        line += 1;
        match (left.next(), right.next()) {
            (None, None) => return Some("the ends of lines or the end of the file differ".to_owned()),
            (a, b) if a == b => {}
            (a, b) => {
                let show = |text: Option<&str>| excerpt(text.unwrap_or("(end)"), a, b);
                return Some(format!("line {line}\n    expected: {}\n    found:    {}", show(a), show(b)));
            }
        }
    }
}

/// A long line cut to the surroundings of the first character in which `a` and `b` differ.
fn excerpt(line: &str, a: Option<&str>, b: Option<&str>) -> String {
    let same = a.unwrap_or("").chars().zip(b.unwrap_or("").chars()).take_while(|(a, b)| a == b).count();
    let start = same.saturating_sub(60);
    let part: String = line.chars().skip(start).take(180).collect();
    if start > 0 { format!("…{part}") } else { part }
}

/// Fails with all of `failures` and a last line that says what to do.
pub(crate) fn report(failures: &[String], advice: &str) {
    assert!(failures.is_empty(), "{} failed:\n\n{}\n\n{advice}", failures.len(), failures.join("\n\n"));
}

#[test]
fn hashes_are_replaced() {
    assert_eq!(without_hashes("assets/sourcebook.0f1e2d3c.css"), "assets/sourcebook.hash.css");
    assert_eq!(without_hashes("data/minerals.csv 3.1415926"), "data/minerals.csv 3.1415926");
}

#[test]
fn the_first_difference_is_named() {
    assert_eq!(difference("a\nb", "a\nb"), None);
    let found = difference("a\nb", "a\nc").expect("they differ");
    assert!(
        found.starts_with("line 2") && found.contains("expected: b") && found.contains("found:    c"),
        "{found}"
    );
    assert!(difference("a\n", "a").is_some());
}
