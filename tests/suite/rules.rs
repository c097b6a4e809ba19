//! Every rule has a file, `tests/rules/<rule-id>.md`, that is its specification and its test.
//!
//! Second-level headings are cases. Fenced blocks are files: the first word of the info string is the language, the
//! second the path (`md content/index.md`); a block of language `hex` holds bytes. A block `diagnostics` is all that the
//! program says on standard error; a case without one is a report in which the rule finds nothing. A block `console`
//! holds the command when it is not `sourcebook build`. A block `answers` is a server of another site, whose address is
//! `http://reports.example`: a status and a path on each line, and for a redirection where it leads. `sourcebook.toml` and `content/index.md` are supplied where
//! a case has none and `without <path>` does not forbid it.

use crate::support::{Run, Tree, cases, difference, relative, report, root, run, updating, write_tree};
use sourcebook::diagnostics::rules::ALL;
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;

const ADVICE: &str =
    "when the new messages are right: UPDATE_EXPECTED=1 cargo test --test suite rules, then read git diff";

/// Rules without a file, each with the reason. This list may only get shorter.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("invalid-path", "a Markdown file cannot hold a symbolic link: tests/suite/cli.rs"),
    ("unwritable-output", "the tests may run as root, who can write everywhere"),
    ("concurrent-build", "needs two processes at a time: tests/suite/cli.rs"),
];

/// Rules about the machine and not the report: the exit status is 2.
const ENVIRONMENT: &[&str] = &["unsafe-output", "foreign-file"];

#[test]
fn every_case_of_a_rule_gives_its_diagnostics() {
    let mut failures = Vec::new();
    for path in cases("rules") {
        let rule = path.file_stem().expect("a rule file has a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("a rule file is read");
        let mut updated = text.clone();
        for case in parse(&text).into_iter().rev() {
            let found = outcome(&case);
            failures.extend(judge(&case, &rule, &found).map(|why| format!("{rule}, “{}”: {why}", case.name)));
            if let Some(block) = case.diagnostics.filter(|_| updating()) {
                updated.replace_range(block.start..block.end, &said(&found));
            }
        }
        if updated != text {
            fs::write(&path, updated).expect("a rule file is written");
        }
    }
    report(&failures, ADVICE);
}

#[test]
fn every_rule_has_a_file_and_every_file_a_rule() {
    let rules: BTreeSet<&str> = ALL.iter().map(|rule| rule.name()).collect();
    let paths = cases("rules");
    let files: BTreeSet<String> =
        paths.iter().map(|path| relative(path, &root().join("tests/rules")).replace(".md", "")).collect();
    let excepted = |name: &str| EXCEPTIONS.iter().any(|(rule, _)| *rule == name);
    let missing = rules.iter().filter(|rule| !files.contains(**rule) && !excepted(rule));
    let mut failures: Vec<String> = missing.map(|rule| format!("tests/rules/{rule}.md is missing")).collect();
    failures.extend(
        files
            .iter()
            .filter(|file| !rules.contains(file.as_str()))
            .map(|file| format!("there is no rule {file}")),
    );
    failures.extend(
        EXCEPTIONS
            .iter()
            .filter(|(rule, _)| files.contains(*rule))
            .map(|(rule, _)| format!("{rule} has a file: take it off EXCEPTIONS")),
    );
    failures.extend(
        EXCEPTIONS
            .iter()
            .filter(|(rule, _)| !rules.contains(rule))
            .map(|(rule, _)| format!("EXCEPTIONS names {rule}, which is no rule")),
    );
    report(&failures, "tests/README.md says how to write a rule's file");
}

/// One case of a rule file.
struct Case {
    name: String,
    files: Tree,
    /// Files that are supplied to other cases and not to this one.
    without: Vec<String>,
    arguments: Vec<String>,
    /// What another site answers.
    answers: Option<Vec<Answer>>,
    diagnostics: Option<Expected>,
}

/// The contents of a `diagnostics` block and its place in the file.
struct Expected {
    text: String,
    start: usize,
    end: usize,
}

fn outcome(case: &Case) -> Run {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = case.answers.clone().map(other_site);
    let mut files = case.files.clone();
    if let Some(address) = &site {
        for bytes in files.values_mut() {
            *bytes = String::from_utf8_lossy(bytes).replace(OTHER_SITE, address).into_bytes();
        }
    }
    write_tree(folder.path(), &files);
    let arguments: Vec<&str> = case.arguments.iter().map(String::as_str).collect();
    let mut run = run(folder.path(), &arguments);
    run.stderr = run.stderr.replace(&*folder.path().to_string_lossy(), "<report>");
    if let Some(address) = &site {
        run.stderr = run.stderr.replace(address, OTHER_SITE);
    }
    run
}

/// The other site in rule files: as long as its address while a test runs, so that carets keep their places.
const OTHER_SITE: &str = "reports.example";

/// A line of an `answers` block.
#[derive(Clone)]
struct Answer {
    status: String,
    path: String,
    leads_to: Option<String>,
}

impl Answer {
    fn of(line: &str) -> Self {
        let mut words = line.split_whitespace().map(str::to_owned);
        let (status, path) = (words.next().expect("a status"), words.next().expect("a path"));
        Self { status, path, leads_to: words.next() }
    }
}

/// Starts a server that gives these answers: its address, of fifteen letters.
fn other_site(answers: Vec<Answer>) -> String {
    let listener = (0..100)
        .map(|_| TcpListener::bind("127.0.0.1:0").expect("a port"))
        .find(|listener| listener.local_addr().is_ok_and(|address| address.port() >= 10_000))
        .expect("a port of five digits");
    let address = listener.local_addr().expect("an address").to_string();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut lines = BufReader::new(stream.try_clone().expect("a second handle")).lines();
            let request = lines.next().and_then(Result::ok).unwrap_or_default();
            lines.map_while(Result::ok).take_while(|line| !line.is_empty()).for_each(drop);
            let path = request.split(' ').nth(1).unwrap_or_default();
            let answer = answers.iter().find(|answer| answer.path == path);
            let status = answer.map_or("404", |answer| &answer.status);
            let location = answer.and_then(|answer| answer.leads_to.as_ref());
            let location = location.map_or(String::new(), |to| format!("Location: {to}\r\n"));
            // A client that went away needs no answer.
            let _ = write!(
                stream,
                "HTTP/1.1 {status} -\r\n{location}Connection: close\r\nContent-Length: 0\r\n\r\n"
            );
        }
    });
    address
}

/// Standard error as it stands in a `diagnostics` block.
fn said(found: &Run) -> String {
    match found.stderr.trim_end() {
        "" => String::new(),
        text => format!("{text}\n"),
    }
}

/// Why a case fails, if it does.
fn judge(case: &Case, rule: &str, found: &Run) -> Option<String> {
    let id = format!("[{rule}]");
    let said = said(found);
    let failed = said.contains("error[") || said.starts_with("error:");
    let status = i32::from(failed) * if ENVIRONMENT.contains(&rule) { 2 } else { 1 };
    if found.status != status {
        return Some(format!("exit status {}, expected {status}; standard error:\n{said}", found.status));
    }
    let Some(expected) = &case.diagnostics else {
        return said.contains(&id).then(|| format!("the rule must find nothing, and says:\n{said}"));
    };
    if !said.contains(&id) {
        return Some(format!("no finding of {id}; standard error:\n{said}"));
    }
    if updating() {
        return None;
    }
    difference(&expected.text, &said).map(|place| format!("{place}\n  all of it:\n{said}"))
}

/// A fenced block: its info string and where its contents stand.
struct Block {
    info: String,
    start: usize,
    end: usize,
}

fn parse(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut open: Option<(&str, Block)> = None;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        match open.take() {
            Some((fence, mut block)) if line.trim_end() == fence => {
                block.end = start;
                add(cases.last_mut().expect("a block stands below a case's heading"), &block, text);
            }
            Some(still) => open = Some(still),
            None => match (line.strip_prefix("## "), fence_of(line)) {
                (Some(name), _) => cases.push(Case::new(name.trim())),
                (None, Some((fence, info))) => {
                    open = Some((fence, Block { info: info.trim().to_owned(), start: offset, end: offset }));
                }
                (None, None) => {}
            },
        }
    }
    assert!(open.is_none(), "a fenced block is not closed");
    assert!(!cases.is_empty(), "a rule file needs a case: a heading of the second level");
    cases.iter_mut().for_each(Case::supply);
    cases
}

impl Case {
    fn new(name: &str) -> Self {
        let arguments = vec!["build".to_owned()];
        Self {
            name: name.to_owned(),
            files: Tree::new(),
            without: Vec::new(),
            arguments,
            answers: None,
            diagnostics: None,
        }
    }

    /// Adds what every report needs and the case does not say.
    fn supply(&mut self) {
        let supplied =
            [("sourcebook.toml", "title = \"Report\"\n"), ("content/index.md", "# Report\n\nText.\n")];
        for (path, text) in supplied {
            if !self.without.iter().any(|forbidden| forbidden == path) {
                self.files.entry(path.to_owned()).or_insert_with(|| text.as_bytes().to_vec());
            }
        }
    }
}

/// The backticks and the info string of a line that opens a fenced block.
fn fence_of(line: &str) -> Option<(&str, &str)> {
    let ticks = line.bytes().take_while(|b| *b == b'`').count();
    (ticks >= 3).then(|| line.split_at(ticks))
}

fn add(case: &mut Case, block: &Block, text: &str) {
    let contents = &text[block.start..block.end];
    let words: Vec<&str> = block.info.split_whitespace().collect();
    match words.as_slice() {
        ["diagnostics"] => {
            case.diagnostics =
                Some(Expected { text: contents.to_owned(), start: block.start, end: block.end });
        }
        ["console"] => {
            let command =
                contents.trim().strip_prefix("$ sourcebook ").expect("a console block: `$ sourcebook …`");
            case.arguments = command.split_whitespace().map(str::to_owned).collect();
        }
        ["answers"] => case.answers = Some(contents.lines().map(Answer::of).collect()),
        ["without", path] => case.without.push((*path).to_owned()),
        ["hex", path] => drop(case.files.insert((*path).to_owned(), bytes_of(contents))),
        [_, path] => drop(case.files.insert((*path).to_owned(), contents.as_bytes().to_vec())),
        _ => panic!("{}: a block needs a language and a path, not `{}`", case.name, block.info),
    }
}

fn bytes_of(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    let pair =
        |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).expect("digits"), 16).expect("hex digits");
    digits.chunks(2).map(pair).collect()
}

#[test]
fn rule_files_are_read() {
    let text = "# r\n\n## One\n\n````md content/a.md\n```chart\n```\n````\n\n```diagnostics\nx\n```\n\n## Two\n\n\
                ```without content/index.md\n```\n```hex content/b\n66 6f\n```\n";
    let cases = parse(text);
    assert_eq!(cases.len(), 2);
    assert_eq!(cases[0].files["content/a.md"], b"```chart\n```\n");
    assert_eq!(cases[0].diagnostics.as_ref().map(|block| block.text.as_str()), Some("x\n"));
    assert_eq!(cases[1].files["content/b"], b"fo");
    assert!(
        cases[0].files.contains_key("content/index.md") && !cases[1].files.contains_key("content/index.md")
    );
    assert!(cases[1].diagnostics.is_none());
}
