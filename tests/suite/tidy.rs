//! House rules of the repository that the compiler does not know: sizes, the direction of imports, who may name what,
//! live links.

use crate::support::{relative, report, root};
use pulldown_cmark::{Event, Parser, Tag};
use std::fs;
use std::path::{Path, PathBuf};

const LONGEST_FILE: usize = 400;

/// Words that one file alone may use.
const NAMED_ONCE: &[(&str, &str)] = &[
    ("src/syntax/yaml.rs", "serde_saphyr"),
    ("src/charts/engine.rs", "rquickjs"),
    ("src/diagnostics/human.rs", "annotate_snippets"),
    ("src/serve/request.rs", "httparse"),
    ("src/serve/watch.rs", "notify::"),
];
/// The forms of `unsafe`, which `src/charts/engine.rs` alone may hold.
const UNSAFE: &[&str] = &["unsafe {", "unsafe fn", "unsafe impl", "unsafe extern", "unsafe("];
const UNFINISHED: &[&str] = &["todo!(", "unimplemented!(", "TODO", "FIXME"];

/// Files below `folder` with this extension: path from the root and text.
fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    let entries = walkdir::WalkDir::new(root().join(folder)).sort_by_file_name();
    let paths = entries.into_iter().map(|entry| entry.expect("a folder is read").into_path());
    let read =
        |path: PathBuf| (relative(&path, root()), fs::read_to_string(&path).expect("a text file is read"));
    paths.filter(|path| path.extension().is_some_and(|found| found == extension)).map(read).collect()
}

/// The lines of code of a file, numbered from 1: without whole-line comments.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[test]
fn files_are_small_enough_to_read_in_one_sitting() {
    let long = files("src", "rs").into_iter().map(|(path, text)| (path, text.lines().count()));
    let long: Vec<String> = long
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(path, lines)| format!("{path} has {lines} lines"))
        .collect();
    report(&long, &format!("a file has at most {LONGEST_FILE} lines: cut it by subject"));
}

#[test]
fn nothing_is_left_unfinished() {
    let mut found = Vec::new();
    for (path, text) in files("src", "rs") {
        let lines =
            text.lines().enumerate().filter(|(_, line)| UNFINISHED.iter().any(|word| line.contains(word)));
        found.extend(lines.map(|(index, line)| format!("{path}:{}: {}", index + 1, line.trim())));
    }
    report(&found, "finish it, or write an issue");
}

#[test]
fn imports_run_one_way() {
    let rooms = rooms();
    let place = |room: &str| rooms.iter().position(|known| known == room);
    let mut failures = Vec::new();
    for (path, text) in files("src", "rs") {
        let Some(own) = room_of(&path).filter(|room| *room != "main" && *room != "lib") else { continue };
        let Some(own_place) = place(own) else {
            failures.push(format!("{path}: docs/architecture.md has no room `{own}`"));
            continue;
        };
        for (line, code) in code(&text) {
            let below = code
                .split("crate::")
                .skip(1)
                .map(word)
                .filter(|room| place(room).is_some_and(|p| p > own_place));
            failures.extend(
                below.map(|room| format!("{path}:{line}: `{own}` uses `{room}`, which stands below it")),
            );
        }
    }
    report(&failures, "docs/architecture.md lists the rooms; a room uses only those above it");
}

/// The rooms in the order of the table in docs/architecture.md.
fn rooms() -> Vec<String> {
    let text = fs::read_to_string(root().join("docs/architecture.md")).expect("the map is read");
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    let rooms: Vec<String> = rows.map(|(room, _)| room.to_owned()).collect();
    assert!(rooms.len() > 10, "docs/architecture.md: the table of rooms is not found");
    rooms
}

/// `src/charts/engine.rs` → `charts`.
fn room_of(path: &str) -> Option<&str> {
    path.strip_prefix("src/")?.split(['/', '.']).next()
}

/// The identifier at the start of `text`.
fn word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

#[test]
fn some_names_stand_in_one_file_only() {
    let words = NAMED_ONCE.iter().copied().chain(UNSAFE.iter().map(|form| ("src/charts/engine.rs", *form)));
    let words: Vec<(&str, &str)> = words.collect();
    let mut failures = Vec::new();
    for (path, text) in files("src", "rs") {
        for (line, code) in code(&text) {
            let wrong = words.iter().filter(|(file, word)| path != *file && code.contains(word));
            failures.extend(
                wrong.map(|(file, word)| format!("{path}:{line}: `{}` belongs into {file}", word.trim())),
            );
        }
    }
    report(&failures, "each of them is wrapped by one file, so that it can be replaced there");
}

#[test]
fn every_room_opens_with_its_purpose() {
    let rooms = files("src", "rs").into_iter().filter(|(path, _)| path.ends_with("/mod.rs"));
    let silent =
        rooms.filter(|(_, text)| !text.starts_with("//!")).map(|(path, _)| format!("{path} has no `//!`"));
    report(&silent.collect::<Vec<_>>(), "say what comes in, what goes out, and the entry function");
}

#[test]
fn links_in_the_documentation_are_alive() {
    let mut documents = files("docs", "md");
    for name in ["README.md", "CHANGELOG.md", "tests/README.md"] {
        documents.push((name.to_owned(), fs::read_to_string(root().join(name)).expect("a document is read")));
    }
    let mut failures = Vec::new();
    for (path, text) in documents {
        let folder = Path::new(&path).parent().unwrap_or(Path::new(""));
        let dead = targets(&text).into_iter().filter(|target| !root().join(folder).join(target).exists());
        failures.extend(dead.map(|target| format!("{path} links to {target}, which does not exist")));
    }
    report(&failures, "links in documents are relative to the document");
}

/// The files that a Markdown text links to or shows.
fn targets(markdown: &str) -> Vec<String> {
    let destination = |event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.to_string()),
        _ => None,
    };
    let links = Parser::new(markdown).filter_map(destination);
    let relative = links.filter(|link| {
        !link.contains("://") && !link.starts_with(['#', '/']) && !link.starts_with("mailto:")
    });
    relative.filter_map(|link| link.split('#').next().map(str::to_owned)).collect()
}

#[test]
fn links_are_found_and_code_is_left_alone() {
    assert_eq!(
        targets("[a](b.md#c) `[x](y.md)` <https://example.org> ![i](i.png) [h](#h)"),
        ["b.md", "i.png"]
    );
    assert_eq!(room_of("src/charts/engine.rs"), Some("charts"));
    assert_eq!(word("model::Config;"), "model");
}
