//! Files of the site, and nothing else.

use super::address::Address;
use super::answer::{self, Answer, HTML, Status};
use super::client::NO_SITE;
use super::html::{self, Signature};
use super::state::State;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

/// What the page of a site with no such page is called.
const NOT_FOUND: &str = "404.html";
const INDEX: &str = "index.html";
/// How long a site may be missing while a build puts the new one in its place, where the system cannot exchange folders.
const GAP: Duration = Duration::from_millis(20);
/// Pages that are longer, which no build makes of text, are not read into memory to put the client in.
const LONGEST_PAGE: u64 = 32 * 1024 * 1024;

/// What stands at an address.
enum Found {
    Page(Status, String, PathBuf),
    /// A file that is sent as it is: a page too, where it is no text in UTF-8, or very long.
    File(PathBuf),
    /// A file that is not written yet.
    Bytes(&'static str, Arc<[u8]>),
    Folder,
}

/// The answer to a request for a file of the site.
pub(super) fn answer(state: &State, target: &str) -> Answer {
    let address = Address::parse(target);
    match find(state, address.as_ref()) {
        Found::Page(status, html, path) => {
            let signature = html::signature(&html, &|source| stamp(state, &path, source));
            Answer::new(status, HTML, html::with_client(&html, &signature))
        }
        Found::Folder => {
            let folder = address.map_or_else(|| "/".to_owned(), |address| address.as_folder());
            let query = target.split_once('?').map_or_else(String::new, |(_, query)| format!("?{query}"));
            Answer::moved(format!("{folder}{query}"))
        }
        Found::Bytes(kind, bytes) => Answer::new(Status::OK, kind, &*bytes),
        Found::File(path) => {
            let kind = match answer::kind(&path.file_name().unwrap_or_default().to_string_lossy()) {
                // In what letters it is written, it says itself.
                HTML => "text/html",
                kind => kind,
            };
            let opened = File::open(&path).and_then(|file| Ok((file.metadata()?.len(), file)));
            opened.map_or_else(
                |_| Answer::plain(Status::NOT_FOUND),
                |(size, file)| Answer::file(kind, file, size),
            )
        }
    }
}

/// What a page looks like now.
pub(super) fn signature(state: &State, page: &str) -> Signature {
    match find(state, Address::parse(page).as_ref()) {
        Found::Page(_, html, path) => html::signature(&html, &|source| stamp(state, &path, source)),
        Found::File(_) | Found::Bytes(..) | Found::Folder => {
            Signature { page: String::new(), styles: Vec::new() }
        }
    }
}

fn find(state: &State, address: Option<&Address>) -> Found {
    let Some(site) = state.site() else {
        return Found::Page(Status::UNAVAILABLE, NO_SITE.to_owned(), PathBuf::new());
    };
    if let Some(address) = address {
        if let Some(found) = fresh(state, &site, address) {
            return found;
        }
        for pause in [Duration::ZERO, GAP] {
            std::thread::sleep(pause);
            if let Some(found) = look(&site, address) {
                return found;
            }
            if site.is_dir() {
                break;
            }
        }
    }
    let path = site.join(NOT_FOUND);
    let html = fs::read_to_string(&path)
        .unwrap_or_else(|_| "<!DOCTYPE html><title>404</title><h1>404</h1>".to_owned());
    Found::Page(Status::NOT_FOUND, html, path)
}

/// What was made since the folder was written.
fn fresh(state: &State, site: &Path, address: &Address) -> Option<Found> {
    let index = address.folder.then(|| INDEX.to_owned());
    let path = address.names.iter().cloned().chain(index).collect::<Vec<_>>().join("/");
    let bytes = state.fresh(&path)?;
    Some(match answer::kind(&path) {
        HTML => Found::Page(Status::OK, String::from_utf8_lossy(&bytes).into_owned(), site.join(path)),
        kind => Found::Bytes(kind, bytes),
    })
}

fn look(site: &Path, address: &Address) -> Option<Found> {
    let site = fs::canonicalize(site).ok()?;
    let mut path = site.clone();
    path.extend(&address.names);
    if address.folder {
        path.push(INDEX);
    }
    // Resolved, so that a link that leads out is seen to.
    let path = fs::canonicalize(path).ok().filter(|path| path.starts_with(&site))?;
    if path.is_dir() {
        return path.join(INDEX).is_file().then_some(Found::Folder);
    }
    if !path.is_file() {
        return None;
    }
    let name = path.file_name()?.to_string_lossy().into_owned();
    if answer::kind(&name) != HTML {
        return Some(Found::File(path));
    }
    let short = fs::metadata(&path).is_ok_and(|found| found.len() <= LONGEST_PAGE);
    let Some(html) = short.then(|| fs::read_to_string(&path).ok()).flatten() else {
        return Some(Found::File(path));
    };
    let status = if name == NOT_FOUND { Status::NOT_FOUND } else { Status::OK };
    Some(Found::Page(status, html, path))
}

/// What changes when the file changes that a page shows from an address: size and time.
fn stamp(state: &State, page: &Path, source: &str) -> String {
    let outside = source.contains(':') || source.starts_with('/');
    let path = source.split(['?', '#']).next().filter(|path| !path.is_empty() && !outside);
    let (Some(path), Some(folder), Some(_)) = (path, page.parent(), state.site()) else {
        return String::new();
    };
    let decoded = path.replace("%20", " ");
    let Ok(found) = fs::metadata(folder.join(decoded)) else { return String::new() };
    let time = found.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    format!("{} {:?}", found.len(), time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::answer::Body;

    fn site() -> (tempfile::TempDir, State) {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("output");
        for (path, text) in
            [("index.html", "home"), ("a/index.html", "a"), ("a b.csv", "1"), ("404.html", "none")]
        {
            let path = site.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        fs::write(folder.path().join("secret.html"), "secret").unwrap();
        let state = State::default();
        state.publish(Some(&site), None);
        (folder, state)
    }

    fn get(state: &State, target: &str) -> (u16, String) {
        let answer = answer(state, target);
        let text = match answer.body {
            Body::Bytes(bytes) => String::from_utf8(bytes).unwrap(),
            Body::File(file, _) => std::io::read_to_string(file).unwrap(),
        };
        (answer.status.number(), answer.location.unwrap_or(text))
    }

    #[test]
    fn folders_have_their_pages_and_what_is_not_there_has_one_too() {
        let (_folder, state) = site();
        assert!(get(&state, "/").1.starts_with("home<script"));
        assert!(get(&state, "/a/?x").1.starts_with("a<script"));
        assert_eq!(get(&state, "/a"), (301, "/a/".to_owned()));
        assert_eq!(get(&state, "/a%20b.csv"), (200, "1".to_owned()));
        for missing in ["/b", "/a/b/", "/../secret.html", "/%2e%2e/secret.html", "/404.html", "/index.html/"]
        {
            let (status, text) = get(&state, missing);
            assert!(status == 404 && text.starts_with("none<script"), "{missing}: {status} {text}");
        }
    }

    #[test]
    fn a_page_that_is_no_text_or_very_long_is_sent_as_it_is() {
        let (folder, state) = site();
        let output = folder.path().join("output");
        fs::write(output.join("old.html"), b"caf\xe9").unwrap();
        File::create(output.join("long.html")).unwrap().set_len(LONGEST_PAGE + 1).unwrap();
        for (target, size) in [("/old.html", 4), ("/long.html", LONGEST_PAGE + 1)] {
            let found = answer(&state, target);
            assert_eq!((found.status.number(), found.kind), (200, "text/html"), "{target}");
            assert!(matches!(found.body, Body::File(_, length) if length == size), "{target}");
        }
    }

    #[test]
    fn a_query_goes_along_to_the_folder() {
        let (_folder, state) = site();
        assert_eq!(get(&state, "/a?q=b%20c&d").1, "/a/?q=b%20c&d");
    }

    #[test]
    fn what_is_newer_than_the_folder_goes_first() {
        let (_folder, state) = site();
        state.show(vec![
            ("a/index.html".to_owned(), b"newer".to_vec()),
            ("a/b.svg".to_owned(), b"<svg/>".to_vec()),
        ]);
        assert!(get(&state, "/a/").1.starts_with("newer<script"));
        assert_eq!(get(&state, "/a/b.svg"), (200, "<svg/>".to_owned()));
        assert!(get(&state, "/").1.starts_with("home<script"));
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_the_site_are_not_followed() {
        let (folder, state) = site();
        let output = folder.path().join("output");
        std::os::unix::fs::symlink("../secret.html", output.join("leak.html")).unwrap();
        std::os::unix::fs::symlink("..", output.join("up")).unwrap();
        std::os::unix::fs::symlink("index.html", output.join("alias.html")).unwrap();
        assert_eq!(get(&state, "/leak.html").0, 404);
        assert_eq!(get(&state, "/up/secret.html").0, 404);
        assert_eq!(get(&state, "/alias.html").0, 200);
    }

    #[test]
    fn before_the_first_site_there_is_a_page() {
        let (status, text) = get(&State::default(), "/anything");
        assert!(status == 503 && text.contains("No site yet") && text.contains("client.js"), "{text}");
    }
}
