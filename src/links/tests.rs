//! Answers of a server on this machine.

use super::*;
use crate::diagnostics::{FileId, Files, Span};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use url::Url;

/// What a server was asked, and what it has still to answer, by path. The last answer of a path is given for ever.
struct Server {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn of(answers: &[(&str, &[&str])]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let mut answers: BTreeMap<String, Vec<String>> = answers
            .iter()
            .map(|(path, list)| {
                ((*path).to_owned(), list.iter().rev().map(|one| (*one).to_owned()).collect())
            })
            .collect();
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            let mut kept = Vec::new();
            for stream in listener.incoming().map_while(Result::ok) {
                let mut reader = BufReader::new(stream.try_clone().expect("a second handle"));
                let mut lines = Vec::new();
                let mut line = String::new();
                while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
                    lines.push(std::mem::take(&mut line));
                }
                let request = lines.first().cloned().unwrap_or_default().replace(" HTTP/1.1\r\n", "");
                log.lock().expect("the log").push(request.clone());
                let path = request.split(' ').nth(1).unwrap_or_default();
                let of_path = answers.get_mut(&request).map_or_else(|| path.to_owned(), |_| request.clone());
                let list = answers.get_mut(&of_path).unwrap_or_else(|| panic!("nobody expects {request}"));
                let answer =
                    if list.len() > 1 { list.pop() } else { list.last().cloned() }.expect("an answer");
                if answer == "silence" {
                    // Held open: the client waits.
                    kept.push(stream);
                    continue;
                }
                let mut stream = stream;
                let _ = write!(stream, "HTTP/1.1 {answer}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            }
        });
        Self { address, asked }
    }

    fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.address)).expect("an address")
    }

    fn ask(&self, path: &str) -> Answer {
        client::Client::new(PATIENCE).ask(&self.url(path))
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().expect("the log"))
    }
}

const PATIENCE: Patience = Patience { answer: Duration::from_secs(60), pause: Duration::from_millis(1) };

#[test]
fn head_is_enough_where_it_is_answered_well() {
    let server = Server::of(&[("/a?b=c", &["200 OK"])]);
    assert_eq!(server.ask("/a?b=c"), Answer::Fine);
    assert_eq!(server.asked(), ["HEAD /a?b=c"]);
}

#[test]
fn get_decides_where_head_is_refused() {
    let server = Server::of(&[("HEAD /a", &["405 Method Not Allowed"]), ("GET /a", &["200 OK"])]);
    assert_eq!(server.ask("/a"), Answer::Fine);
    assert_eq!(server.asked(), ["HEAD /a", "GET /a"]);
}

#[test]
fn statuses_mean_what_they_say_of_the_page() {
    let server = Server::of(&[
        ("/404", &["404 Not Found"]),
        ("/410", &["410 Gone"]),
        ("/403", &["403 Forbidden"]),
        ("/999", &["999 Denied"]),
        ("/500", &["500 Internal Server Error"]),
    ]);
    let said = |path| server.ask(path).to_string();
    assert_eq!(said("/404"), "its server answers 404 Not Found");
    assert!(matches!(server.ask("/410"), Answer::Gone(_)));
    assert!(matches!(server.ask("/403"), Answer::Refused(_)));
    assert_eq!(said("/999"), "its server answers 999");
    assert_eq!(said("/500"), "its server fails with 500 Internal Server Error");
}

#[test]
fn a_server_that_fails_is_asked_once_more() {
    let server = Server::of(&[
        ("/a", &["503 Busy", "503 Busy", "200 OK"]),
        ("/b", &["429 Slow", "429 Slow", "200 OK"]),
    ]);
    assert_eq!(server.ask("/a"), Answer::Fine);
    assert_eq!(server.asked(), ["HEAD /a", "GET /a", "HEAD /a"]);
    assert_eq!(server.ask("/b"), Answer::Fine);
}

#[test]
fn only_a_way_that_is_for_good_all_along_is_a_move() {
    let server = Server::of(&[
        ("/old", &["301 Moved\r\nLocation: /new#part"]),
        ("/new", &["308 Moved\r\nLocation: newer"]),
        ("/newer", &["200 OK"]),
        ("/today", &["301 Moved\r\nLocation: /day"]),
        ("/day", &["302 Found\r\nLocation: /newer"]),
        ("/lost", &["301 Moved\r\nLocation: /gone"]),
        ("/gone", &["404 Not Found"]),
        ("/round", &["302 Found\r\nLocation: /round"]),
        ("/out", &["302 Found\r\nLocation: ftp://example.org/"]),
        ("/none", &["302 Found"]),
    ]);
    assert_eq!(server.ask("/old"), Answer::Moved(server.url("/newer")));
    assert_eq!(server.ask("/today"), Answer::Fine);
    assert!(matches!(server.ask("/lost"), Answer::Gone(_)));
    assert_eq!(server.ask("/round").to_string(), "its servers lead round in circles");
    assert_eq!(server.ask("/out").to_string(), "its server leads on to no address");
    assert_eq!(server.ask("/none").to_string(), "its server leads on to no address");
}

#[test]
fn silence_ends_and_closed_ports_are_told() {
    let server = Server::of(&[("/a", &["silence"])]);
    let hasty = Patience { answer: Duration::from_millis(200), ..PATIENCE };
    let answer = client::Client::new(hasty).ask(&server.url("/a"));
    assert_eq!(answer.to_string(), "its server does not answer in time");
    let asked = server.asked();
    assert!(
        asked.iter().all(|asked| asked == "HEAD /a"),
        "a server that hangs is not asked by GET, too: {asked:?}"
    );
    let closed = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let url = Url::parse(&format!("http://{closed}/")).expect("an address");
    let answer = client::Client::new(PATIENCE).ask(&url);
    assert_eq!(answer.to_string(), "its server takes no connections");
    let unknown = Url::parse("http://no-such-name.invalid/").expect("an address");
    assert_eq!(client::Client::new(PATIENCE).ask(&unknown), Answer::NoHost);
}

fn place(start: usize) -> Span {
    let mut files = Files::default();
    let file: FileId = files.add("a.md", "x");
    Span::new(file, start..start + 1)
}

#[test]
fn every_address_is_asked_for_once_and_told_at_its_places() {
    let server = Server::of(&[("/a", &["200 OK"]), ("/b", &["404 Not Found"])]);
    let address = |path: &str, places: usize| OutsideAddress {
        url: server.url(path),
        spans: (0..places).map(place).collect(),
    };
    let found = check(&[address("/a", 1), address("/b", 12)], PATIENCE).expect("it is reached");
    let found: Vec<&Diagnostic> = found.iter().collect();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].rule, found[0].related.len()), (rules::DEAD_LINK, SHOWN - 1));
    assert!(
        found[0].help.iter().any(|help| help == "the address stands in 4 more places"),
        "{:?}",
        found[0].help
    );
    let mut asked = server.asked();
    asked.sort();
    assert_eq!(asked, ["GET /b", "HEAD /a", "HEAD /b"]);
}

#[test]
fn when_nothing_answers_the_fault_is_elsewhere() {
    let address =
        |url: &str| OutsideAddress { url: Url::parse(url).expect("an address"), spans: vec![place(0)] };
    let none = [address("http://one.invalid/"), address("http://two.invalid/")];
    let offline = check(&none, PATIENCE).expect_err("nothing can be reached");
    assert_eq!((offline.addresses, offline.reason.as_str()), (2, "no computer has that name"));
    assert_eq!(check(&none[..1], PATIENCE).expect("one alone proves nothing").iter().count(), 1);
    assert!(check(&[], PATIENCE).expect("nothing to ask").is_empty());
}

#[test]
fn hosts_are_asked_by_few_at_a_time() {
    let address = |url: &str| OutsideAddress { url: Url::parse(url).expect("an address"), spans: Vec::new() };
    let addresses: Vec<OutsideAddress> =
        ["http://a/1", "http://b/1", "http://a/2", "http://a/3"].map(address).into();
    assert_eq!(queue::queues(&addresses), [vec![3], vec![1], vec![0, 2]]);
}
