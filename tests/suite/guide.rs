//! The user guide, `docs/guide`: what its pages show is true.
//!
//! - A page with blocks `console` is a session. Its blocks with a path are files, a block `diff PATH` edits one, and each
//!   line `$ command` is run; what the program says must be what stands below. The tutorial begins in an empty folder, all other
//!   pages in the report that it ends with.
//! - What a block `markdown live` shows stands in the page itself too, so that readers see what it gives.
//! - Every page below `how-to/` is one or the other.

use crate::support::{Tree, difference, program, read_tree, report, root, updating, write_tree};
use std::fs::{self, File};
use std::ops::Range;
use std::path::PathBuf;
use tempfile::TempDir;

const ADVICE: &str = "when what the program says is right: UPDATE_EXPECTED=1 cargo test --test suite guide, then read git diff";
const TUTORIAL: &str = "tutorial.md";
/// The folder that the tutorial makes and all other sessions begin in.
const REPORT: &str = "iowa";
/// How long a build takes, in the guide: a reader's machine is another one.
const TIME: &str = "0.2 s";

/// A fenced block of a page.
struct Block<'p> {
    language: &'p str,
    /// The second word of the info string.
    path: &'p str,
    body: Range<usize>,
}

/// The guide's pages that people write: path below `content/` and text.
pub(crate) fn pages() -> Vec<(String, String)> {
    let tree = read_tree(&root().join("docs/guide/content"));
    let written =
        tree.into_iter().filter(|(path, _)| path.ends_with(".md") && !path.starts_with("reference/"));
    written.map(|(path, bytes)| (path, String::from_utf8(bytes).expect("a page is text"))).collect()
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, &str, usize)> = None;
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        let ticks = line.bytes().take_while(|byte| *byte == b'`').count();
        let rest = line.get(ticks..).unwrap_or_default().trim();
        match open {
            None if ticks >= 3 => open = Some((ticks, rest, at + line.len())),
            Some((opened, info, start)) if ticks >= opened && rest.is_empty() => {
                let mut words = info.split(' ');
                let (language, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
                found.push(Block { language, path, body: start..at });
                open = None;
            }
            _ => {}
        }
        at += line.len();
    }
    assert!(open.is_none(), "a fenced block is not closed");
    found
}

/// A session: a folder, and where in it the reader stands.
struct Session {
    _folder: TempDir,
    at: PathBuf,
}

impl Session {
    fn new(files: &Tree, below: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write_tree(folder.path(), files);
        let at = folder.path().join(below);
        Self { _folder: folder, at }
    }

    /// Plays a page; gives it with what the program said.
    fn play(&mut self, page: &str) -> Result<String, String> {
        let mut played = String::new();
        let mut copied = 0;
        for block in blocks(page) {
            let body = &page[block.body.clone()];
            match (block.language, block.path) {
                ("console", _) => {
                    played.push_str(&page[copied..block.body.start]);
                    played.push_str(&self.console(body)?);
                    copied = block.body.end;
                }
                ("diff", path) => self.edit(path, body)?,
                (_, path) if path.contains(['.', '/']) => {
                    write_tree(&self.at, &[(path.to_owned(), body.as_bytes().to_vec())].into());
                }
                _ => {}
            }
        }
        Ok(played + &page[copied..])
    }

    /// Runs the commands of a block; gives the block with what they say.
    fn console(&mut self, body: &str) -> Result<String, String> {
        let mut said = String::new();
        for command in body.lines().filter_map(|line| line.strip_prefix("$ ")) {
            said.push_str(&format!("$ {command}\n"));
            let words: Vec<&str> = command.split_whitespace().collect();
            match words[..] {
                ["cd", folder] => self.at = self.at.join(folder),
                ["rm", file] => {
                    fs::remove_file(self.at.join(file)).map_err(|error| format!("{command}: {error}"))?
                }
                ["sourcebook", ..] => said.push_str(&self.run(&words[1..])),
                _ => return Err(format!("`{command}` cannot be tested: show it in a block `sh`")),
            }
        }
        Ok(said)
    }

    /// What the program says on both streams, in the order in which it says it.
    fn run(&self, arguments: &[&str]) -> String {
        let log = tempfile::NamedTempFile::new().expect("a temporary file");
        let stream = || File::options().append(true).open(log.path()).expect("the file opens");
        let mut command = program(&self.at);
        command.args(arguments).stdout(stream()).stderr(stream());
        command.status().expect("the program starts");
        let said = fs::read_to_string(log.path()).expect("what it says is text");
        said.lines().map(|line| format!("{}\n", timeless(line))).collect()
    }

    /// Replaces the lines `-` of a file by the lines `+`.
    fn edit(&self, path: &str, body: &str) -> Result<(), String> {
        let lines = |sign: char| -> String {
            body.lines().filter_map(|line| line.strip_prefix(sign)).map(|line| format!("{line}\n")).collect()
        };
        let file = self.at.join(path);
        let text = fs::read_to_string(&file).map_err(|error| format!("{path}: {error}"))?;
        let (old, new) = (lines('-'), lines('+'));
        if text.matches(&old).count() != 1 {
            return Err(format!("{path} has not exactly one place that reads\n{old}"));
        }
        fs::write(&file, text.replacen(&old, &new, 1)).map_err(|error| format!("{path}: {error}"))
    }
}

/// `… in 1.64 s` → `… in 0.2 s`, and `… 1176 kB` → `… 1200 kB`: a size that a new style does not change.
fn timeless(line: &str) -> String {
    let size = line.strip_suffix(" kB").and_then(|line| line.rsplit_once(' '));
    if let Some((before, Ok(size))) = size.map(|(before, size)| (before, size.parse::<u32>())) {
        let unit = if size < 100 { 10 } else { 100 };
        return format!("{before} {} kB", (size + unit / 2) / unit * unit);
    }
    match line.rsplit_once(", in ") {
        Some((before, time)) if time.ends_with('s') && time.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{before}, in {TIME}")
        }
        _ => line.to_owned(),
    }
}

/// The report with which the tutorial ends.
fn report_of_the_tutorial() -> Tree {
    let (_, tutorial) = pages().into_iter().find(|(path, _)| path == TUTORIAL).expect("there is a tutorial");
    let mut session = Session::new(&Tree::new(), "");
    session.play(&tutorial).expect("the tutorial can be followed");
    let mut tree = read_tree(&session.at);
    tree.retain(|path, _| !path.starts_with("output/") && !path.starts_with(".sourcebook/"));
    tree.into_iter().map(|(path, bytes)| (format!("{REPORT}/{path}"), bytes)).collect()
}

#[test]
fn sessions_say_what_the_program_says() {
    let end = report_of_the_tutorial();
    let mut failures = Vec::new();
    let sessions =
        pages().into_iter().filter(|(_, page)| blocks(page).iter().any(|block| block.language == "console"));
    for (path, page) in sessions {
        let mut session =
            if path == TUTORIAL { Session::new(&Tree::new(), "") } else { Session::new(&end, REPORT) };
        match session.play(&page) {
            Err(why) => failures.push(format!("{path}: {why}")),
            Ok(played) if updating() && played != page => {
                fs::write(root().join("docs/guide/content").join(&path), played).expect("a page is written");
            }
            Ok(played) => {
                failures.extend(difference(&page, &played).map(|where_| format!("{path}: {where_}")))
            }
        }
    }
    report(&failures, ADVICE);
}

#[test]
fn what_is_shown_as_live_stands_in_the_page() {
    let mut failures = Vec::new();
    let mut count = 0;
    for (path, page) in pages() {
        let blocks = blocks(&page);
        let live: Vec<&Block<'_>> = blocks.iter().filter(|block| block.path == "live").collect();
        count += live.len();
        for block in &live {
            let body = &page[block.body.clone()];
            if page.matches(body).count() < 2 {
                failures.push(format!("{path} shows this and does not have it:\n{body}"));
            }
        }
        let session = blocks.iter().any(|block| block.language == "console");
        if path.starts_with("how-to/") && !path.ends_with("index.md") && live.is_empty() && !session {
            failures.push(format!("{path} has neither a block `console` nor one `markdown live`"));
        }
    }
    assert!(count > 5, "the live blocks are not found");
    report(&failures, "put below the block what it shows, word for word");
}

#[test]
fn the_guide_has_the_data_of_its_tutorial() {
    let tree = report_of_the_tutorial();
    let guide = root().join("docs/guide/content");
    let path = "content/data/electricity.csv";
    let shown = &tree[&format!("{REPORT}/{path}")];
    let own = fs::read(guide.join("data/electricity.csv")).expect("the guide's file");
    assert_eq!(String::from_utf8_lossy(shown), String::from_utf8_lossy(&own), "{path}");
}

#[test]
fn blocks_and_times_are_found() {
    let page = "a\n````md content/a.md\n```chart\n```\n````\n```console\n$ sourcebook\n```\n";
    let found: Vec<_> =
        blocks(page).iter().map(|block| (block.language, block.path, &page[block.body.clone()])).collect();
    assert_eq!(found, [("md", "content/a.md", "```chart\n```\n"), ("console", "", "$ sourcebook\n")]);
    assert_eq!(timeless("a: 1 page, in 1.64 s"), "a: 1 page, in 0.2 s");
    assert_eq!(timeless("three, in all"), "three, in all");
    assert_eq!(timeless("iowa.html: 1176 kB"), "iowa.html: 1200 kB");
    assert_eq!(timeless("iowa.epub: 24 kB"), "iowa.epub: 20 kB");
}
