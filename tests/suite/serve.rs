//! `sourcebook serve` as a browser and as an attacker see it: the real program, real connections.

use crate::support::{program, run, write_tree};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Longer than anything takes, so that a test fails instead of waiting for ever.
const PATIENCE: Duration = Duration::from_secs(60);
const PAGE: &str = "# Report\n\nThe first text. {{ data.ore[\"tin\"].tonnes }}\n";

/// A running server and its report; both end with the test.
struct Server {
    child: Child,
    port: u16,
    report: TempDir,
    said: Receiver<String>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn report() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = [
        ("sourcebook.toml", "title = \"Report\"\n"),
        ("content/index.md", PAGE),
        ("content/other.md", "# Other\n\nUntouched.\n"),
        ("content/data/ore.csv", "name,tonnes\ntin,4711\n"),
        ("secret.html", "secret"),
    ];
    write_tree(folder.path(), &files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into());
    folder
}

fn start(arguments: &[&str]) -> Server {
    start_in(report(), arguments)
}

fn start_in(report: TempDir, arguments: &[&str]) -> Server {
    let mut command = program(report.path());
    command.args(["serve", "."]).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let (sender, said) = mpsc::channel();
    let streams: [Box<dyn Read + Send>; 2] = [
        Box::new(child.stdout.take().expect("standard output")),
        Box::new(child.stderr.take().expect("standard error")),
    ];
    for stream in streams {
        let sender = sender.clone();
        thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
    }
    let mut server = Server { child, port: 0, report, said };
    let line = server.hears("serving ");
    let after = line.split("http://127.0.0.1:").nth(1).unwrap_or_else(|| panic!("no address in {line:?}"));
    server.port = after.split('/').next().and_then(|port| port.parse().ok()).expect("a port");
    server
}

impl Server {
    /// Waits for a line of the terminal that holds `part`.
    fn hears(&self, part: &str) -> String {
        let ends = Instant::now() + PATIENCE;
        let mut heard = Vec::new();
        while let Ok(line) = self.said.recv_timeout(ends.saturating_duration_since(Instant::now())) {
            if line.contains(part) {
                return line;
            }
            heard.push(line);
        }
        panic!("the program does not say {part:?}, but {heard:#?}");
    }

    fn file(&self, path: &str) -> std::path::PathBuf {
        self.report.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.file(path), text).expect("a file is written");
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the server listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a socket");
        stream
    }

    /// Sends bytes as they are; gives the whole answer.
    fn send(&self, bytes: &str) -> String {
        let mut stream = self.connect();
        stream.write_all(bytes.as_bytes()).expect("the request is taken");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, target: &str) -> String {
        self.send(&format!("GET {target} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port))
    }

    /// The stream of events of the first page.
    fn events(&self) -> Events {
        let mut stream = self.connect();
        write!(stream, "GET /__sourcebook/events?page=%2F HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            .expect("a request");
        Events(BufReader::new(stream))
    }
}

struct Events(BufReader<TcpStream>);

impl Events {
    /// The next event for which `wanted` holds.
    fn until(&mut self, wanted: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        let (mut line, mut last, ends) = (String::new(), String::new(), Instant::now() + PATIENCE);
        loop {
            line.clear();
            assert_ne!(self.0.read_line(&mut line).expect("an event in time"), 0, "the stream ended");
            // Signs of life come while nothing happens.
            assert!(Instant::now() < ends, "the event does not come; the last one is {last}");
            let Some(data) = line.strip_prefix("data: ") else { continue };
            let event = serde_json::from_str(data).expect("an event is JSON");
            if wanted(&event) {
                return event;
            }
            data.clone_into(&mut last);
        }
    }

    fn next(&mut self) -> serde_json::Value {
        self.until(|_| true)
    }
}

fn status(answer: &str) -> u16 {
    let number = answer.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3));
    number.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("no status: {answer:?}"))
}

#[test]
fn pages_are_served_with_the_client_and_written_without() {
    let server = start(&["--port", "0"]);
    let page = server.get("/");
    assert_eq!(status(&page), 200);
    for part in ["The first text. ", "4711", "<script src=\"/__sourcebook/client.js\"", "connect-src 'self'"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    for header in [
        "Content-Type: text/html; charset=utf-8",
        "Cache-Control: no-store",
        "X-Content-Type-Options: nosniff",
    ] {
        assert!(page.contains(header), "{header}: {page}");
    }
    let written = fs::read_to_string(server.file("output/index.html")).expect("the site is written");
    assert!(!written.contains("__sourcebook") && !written.contains("connect-src"), "{written}");
    assert!(server.get("/other").contains("\r\nLocation: /other/\r\n"));
    assert_eq!(status(&server.get("/other/")), 200);
    assert!(server.get("/data/ore.csv").contains("Content-Type: text/csv; charset=utf-8"));
    assert!(server.get("/__sourcebook/client.js").contains("Content-Type: text/javascript"));
    let missing = server.get("/no/such/page");
    assert!(status(&missing) == 404 && missing.contains("client.js"), "{missing}");
    let head = server.send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert!(status(&head) == 200 && head.ends_with("\r\n\r\n"), "{head}");
}

#[test]
fn what_is_saved_reaches_the_page() {
    let server = start(&["--port", "0"]);
    let mut events = server.events();
    let first = events.next();
    assert_eq!(first["faults"], serde_json::Value::Null);
    server.write("content/index.md", &PAGE.replace("first", "second"));
    let second = events.until(|event| event["page"] != first["page"]);
    assert!(server.get("/").contains("The second text."));
    assert!(server.hears("content/index.md: ").contains("1 page made"));
    // Another page's text is none of this one's.
    server.write("content/other.md", "# Other\n\nTouched.\n");
    server.hears("content/other.md: ");
    server.write("content/data/ore.csv", "name,tonnes\ntin,4712\n");
    let third = events.next();
    assert_ne!(third["page"], second["page"]);
    assert!(server.get("/").contains("4712"));
    fs::create_dir(server.file("templates")).expect("a folder");
    server.write("templates/sourcebook.css", "body { color: red }\n");
    let restyled = events.until(|event| event["styles"] != third["styles"]);
    assert_eq!(restyled["page"], third["page"], "only the style sheet is another one");
}

#[test]
fn what_is_shown_first_is_what_is_written() {
    let server = start(&["--port", "0", "--verbose"]);
    let mut events = server.events();
    let first = events.next();
    server.write("content/index.md", &PAGE.replace("first", "second"));
    events.until(|event| event["page"] != first["page"]);
    server.hears("content/index.md: shown after ");
    let shown = server.get("/");
    assert!(shown.contains("The second text."));
    server.hears(" written, ");
    assert_eq!(server.get("/"), shown);
    let written = |path: &str| fs::read_to_string(server.file(path)).expect("the site is written");
    assert!(written("output/index.html").contains("The second text."));
    assert!(written("output/assets/search-index.js").contains("The second text."));
    // What other pages see of a page, another file, a new page: all of these take a build.
    for (path, text) in
        [("index.md", "# Renamed\n"), ("data/ore.csv", "name,tonnes\ntin,1\n"), ("new.md", "# New\n")]
    {
        server.write(&format!("content/{path}"), text);
        let line = server.hears(path);
        assert!(line.contains(" written, "), "{line}");
    }
}

#[test]
fn an_editor_that_renames_is_followed_and_its_other_files_are_not() {
    let server = start(&["--port", "0"]);
    let mut events = server.events();
    let first = events.next();
    server.write("content/index.md~", PAGE);
    server.write("content/.index.md.swp", "x");
    server.write("content/index.md.tmp", &PAGE.replace("first", "renamed"));
    fs::rename(server.file("content/index.md.tmp"), server.file("content/index.md"))
        .expect("a file is renamed");
    events.until(|event| event["page"] != first["page"]);
    assert!(server.hears(" made, ").starts_with("content/index.md: "));
    assert!(!server.file("output/index.md~").exists());
}

#[test]
fn errors_are_shown_and_go_away() {
    let server = start(&["--port", "0"]);
    let mut events = server.events();
    let first = events.next();
    server.write("content/index.md", "# Report\n\n{{ data.nowhere }} <b>\n");
    let broken = events.until(|event| !event["faults"].is_null());
    let finding = &broken["faults"]["findings"][0];
    assert_eq!(
        (finding["rule"].as_str(), finding["place"].as_str()),
        (Some("undefined-dataset"), Some("content/index.md:3:9"))
    );
    assert!(
        finding["excerpt"].as_str().is_some_and(|excerpt| excerpt.contains("{{ data.nowhere }} <b>")),
        "{finding}"
    );
    assert_eq!(broken["page"], first["page"], "the last good page stays");
    assert!(server.get("/").contains("The first text."));
    server.hears("error[undefined-dataset]");
    server.write("content/index.md", PAGE);
    assert_eq!(events.until(|event| event["faults"].is_null())["page"], first["page"]);
}

#[test]
fn a_broken_and_a_missing_configuration_recover() {
    let server = start(&["--port", "0"]);
    let mut events = server.events();
    let first = events.next();
    for text in [Some("title = "), None] {
        match text {
            Some(text) => server.write("sourcebook.toml", text),
            None => fs::remove_file(server.file("sourcebook.toml")).expect("a file is removed"),
        }
        let broken = events.until(|event| !event["faults"].is_null());
        assert_eq!(broken["page"], first["page"]);
        server.write("sourcebook.toml", "title = \"Report\"\n");
        events.until(|event| event["faults"].is_null());
    }
    // Another folder is watched once the configuration names it.
    fs::rename(server.file("content"), server.file("text")).expect("a folder is renamed");
    server.write("sourcebook.toml", "title = \"Report\"\n[build]\ncontent = \"text\"\n");
    server.write("text/index.md", &PAGE.replace("first", "moved"));
    events.until(|event| event["page"] != first["page"]);
}

#[test]
fn a_report_that_is_broken_from_the_start_is_served_once_it_is_mended() {
    let report = report();
    fs::write(report.path().join("content/index.md"), "{{ data.nowhere }}\n").expect("a file is written");
    let server = start_in(report, &["--port", "0"]);
    let page = server.get("/");
    assert!(status(&page) == 503 && page.contains("client.js"), "{page}");
    let mut events = server.events();
    assert!(!events.next()["faults"].is_null());
    server.write("content/index.md", PAGE);
    events.until(|event| event["faults"].is_null());
    assert!(server.get("/").contains("The first text."));
}

#[test]
fn a_taken_port_is_said() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let report = report();
    let mut command = program(report.path());
    command.args(["serve", "--port", &port.to_string()]).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut line = String::new();
    BufReader::new(child.stderr.take().expect("standard error")).read_line(&mut line).expect("a line");
    child.kill().and_then(|()| child.wait()).expect("it ends");
    assert!(line.starts_with(&format!("port {port} is taken: ")), "{line}");
}

#[test]
fn a_build_beside_it_is_not_held_up() {
    let server = start(&["--port", "0"]);
    let beside = run(server.report.path(), &["build"]);
    assert_eq!(beside.status, 0, "{}", beside.stderr);
    server.write("content/index.md", &PAGE.replace("first", "later"));
    server.hears("content/index.md: ");
    assert!(server.get("/").contains("The later text."));
}

#[test]
fn nothing_outside_the_site_is_served() {
    let server = start(&["--port", "0"]);
    assert_eq!(fs::read_to_string(server.file("secret.html")).expect("it is there"), "secret");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../secret.html", server.file("output/link.html")).expect("a link");
        std::os::unix::fs::symlink("..", server.file("output/up")).expect("a link");
    }
    let absolute = server.file("secret.html").to_string_lossy().replace('\\', "/");
    let attacks = [
        "/../secret.html",
        "/%2e%2e/secret.html",
        "/%2e%2e%2fsecret.html",
        "/..%2fsecret.html",
        "/assets/../../secret.html",
        "/..\\secret.html",
        "/..%5csecret.html",
        "/link.html",
        "/up/secret.html",
        "/index.html%00",
        "/%00",
        "/.sourcebook-manifest.json",
        "/.nojekyll",
        &format!("/{absolute}"),
        &format!("/%2f{absolute}"),
        "//secret.html",
    ];
    for attack in attacks {
        let answer = server.get(attack);
        assert!([400, 404].contains(&status(&answer)), "{attack}: {answer}");
        assert!(!answer.contains("\r\n\r\nsecret"), "{attack}: {answer}");
    }
}

#[test]
fn only_hosts_it_was_started_for_are_answered() {
    let server = start(&["--port", "0"]);
    let with = |host: &str| status(&server.send(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n")));
    for host in ["localhost", "127.0.0.1:1", "[::1]", "LOCALHOST:80"] {
        assert_eq!(with(host), 200, "{host}");
    }
    for host in ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "0.0.0.0"] {
        assert_eq!(with(host), 421, "{host}");
    }
    let foreign =
        "GET /__sourcebook/events HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\n\r\n";
    assert_eq!(status(&server.send(foreign)), 403);
}

#[test]
fn requests_are_bounded() {
    let server = start(&["--port", "0"]);
    assert_eq!(status(&server.send("POST / HTTP/1.1\r\nHost: localhost\r\n\r\n")), 405);
    assert_eq!(
        status(&server.send("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc")),
        400
    );
    assert_eq!(status(&server.send("GET / HTTP/1.1\r\n\r\n")), 400);
    let long = format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "x".repeat(9000));
    assert_eq!(status(&server.send(&long)), 431);
    // One byte now and then does not hold a connection for ever.
    let (mut slow, begun) = (server.connect(), Instant::now());
    let mut writer = slow.try_clone().expect("a socket");
    let drip = thread::spawn(move || {
        while writer.write_all(b"G").is_ok() && begun.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(200));
        }
    });
    let mut answer = Vec::new();
    let _ = slow.read_to_end(&mut answer);
    assert!(begun.elapsed() < PATIENCE / 2, "a slow request holds its connection");
    drop(slow);
    drip.join().expect("the other side is gone");
}

#[test]
fn connections_are_bounded_and_come_free_again() {
    let server = start(&["--port", "0"]);
    let held: Vec<TcpStream> = (0..200).map(|_| server.connect()).collect();
    // Those that are too many are closed at once; the others wait for a request.
    let refused = held.iter().filter(|stream| {
        stream.set_read_timeout(Some(Duration::from_millis(200))).expect("a socket");
        let mut answer = [0; 12];
        let mut stream: &TcpStream = stream;
        matches!(stream.read(&mut answer), Ok(count) if answer[..count].starts_with(b"HTTP/1.1 503"))
    });
    let refused = refused.count();
    assert!((50..=80).contains(&refused), "{refused} of 200 are refused");
    drop(held);
    let ends = Instant::now() + PATIENCE;
    loop {
        let mut stream = server.connect();
        let mut answer = String::new();
        let asked = stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        let _ = asked.and_then(|()| stream.read_to_string(&mut answer));
        if answer.starts_with("HTTP/1.1 200") {
            break;
        }
        assert!(Instant::now() < ends, "no connection comes free: {answer}");
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn streams_of_events_are_bounded() {
    let server = start(&["--port", "0"]);
    let open = |_| {
        let mut stream = server.connect();
        write!(stream, "GET /__sourcebook/events HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("a request");
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).expect("an answer");
        (answer, stream)
    };
    let held: Vec<_> = (0..70).map(open).collect();
    let refused = held.iter().filter(|(answer, _)| answer == b"HTTP/1.1 503").count();
    assert_eq!(refused, 6, "64 of 70 are held");
    assert_eq!(status(&server.get("/")), 200, "pages are served beside them");
}

#[test]
fn who_does_not_read_does_not_hold_a_connection() {
    let report = report();
    let size = 48 * 1024 * 1024;
    fs::write(report.path().join("content/large.bin"), vec![b'x'; size]).expect("a file is written");
    let server = start_in(report, &["--port", "0"]);
    let is_given_up = |seconds: u64| {
        let mut stream = server.connect();
        write!(stream, "GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("a request");
        thread::sleep(Duration::from_secs(seconds));
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        answer.len() < size
    };
    // A machine that is busy may take longer than the ten seconds that the server waits.
    assert!([12, 24, 48].into_iter().any(is_given_up), "the server waits for ever");
    let whole = server.get("/large.bin");
    assert!(whole.len() > size, "{} bytes", whole.len());
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_cleanly() {
    let mut server = start(&["--port", "0"]);
    let mut events = server.events();
    let first = events.next();
    server.write("content/index.md", &PAGE.replace("first", "last"));
    events.until(|event| event["page"] != first["page"]);
    let process = rustix::process::Pid::from_child(&server.child);
    rustix::process::kill_process(process, rustix::process::Signal::INT).expect("a signal");
    let ends = Instant::now() + PATIENCE;
    let status = loop {
        if let Some(status) = server.child.try_wait().expect("a child") {
            break status;
        }
        assert!(Instant::now() < ends, "it goes on");
        thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(status.code(), Some(0));
    let left: Vec<_> = fs::read_dir(server.report.path()).expect("a folder").flatten().collect();
    let left: Vec<String> =
        left.iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert!(
        !left.iter().any(|name| name.contains("sourcebook-lock") || name.contains("sourcebook-swap")),
        "{left:?}"
    );
    // What was shown is written before the end.
    let page = fs::read_to_string(server.file("output/index.html")).expect("the site is written");
    assert!(page.contains("The last text."), "{page}");
}
