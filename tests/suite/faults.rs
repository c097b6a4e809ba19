//! What goes wrong around a build: it is killed, the disk is full, names are odd, texts are not texts. Nothing panics, the
//! old or the new site is whole, and the author hears what to do.

use crate::support::{Run, Tree, program, read_tree, run, write_tree};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const CONFIG: &str = "title = \"Report\"\n";
/// What the program keeps in the output folder for itself.
const OURS: [&str; 2] = [".sourcebook-manifest.json", ".sourcebook-swap"];

/// A report of these files; configuration and a first page are supplied.
fn report(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let supplied: [(&str, &[u8]); 2] =
        [("sourcebook.toml", CONFIG.as_bytes()), ("content/index.md", b"# Report\n\nText.\n")];
    for (path, bytes) in supplied.iter().chain(files) {
        write_tree(folder.path(), &[((*path).to_owned(), bytes.to_vec())].into());
    }
    folder
}

fn built(files: &[(&str, &[u8])]) -> (TempDir, Tree) {
    let report = report(files);
    let run = run(report.path(), &["build"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let site = shown(&report.path().join("output"));
    (report, site)
}

/// Builds a faulty report; gives what was said.
fn refused(report: &Path, rule: &str) -> String {
    let run = run(report, &["build"]);
    assert_eq!(run.status, 1, "{}", run.stderr);
    assert!(run.stderr.contains(&format!("error[{rule}]")), "{}", run.stderr);
    assert!(!report.join("output").exists(), "something was written");
    run.stderr
}

/// What readers see of an output folder.
fn shown(output: &Path) -> Tree {
    let mut tree = read_tree(output);
    tree.retain(|path, _| !OURS.contains(&path.as_str()));
    tree
}

fn siblings(report: &Path) -> Vec<String> {
    let entries = fs::read_dir(report).expect("the report's folder").map(|entry| entry.expect("an entry"));
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| ![".sourcebook", "content", "sourcebook.toml", "output"].contains(&name.as_str()));
    names.sort();
    names
}

/// Forty pages whose text names the version, so that a mixture shows.
fn version(report: &Path, word: &str) {
    for page in 0..40 {
        let text = format!("# Page {page}\n\nThis is the {word} edition.\n");
        fs::write(report.join(format!("content/p{page}.md")), text).expect("a page");
    }
}

#[test]
fn a_build_killed_at_any_moment_leaves_one_site_whole() {
    let report = report(&[]);
    let (mut sites, mut shortest) = (Vec::new(), Duration::MAX);
    for word in ["first", "second"] {
        version(report.path(), word);
        let begun = Instant::now();
        let run = run(report.path(), &["build"]);
        shortest = shortest.min(begun.elapsed());
        assert_eq!(run.status, 0, "{}", run.stderr);
        sites.push(shown(&report.path().join("output")));
    }
    let mut killed = 0;
    for round in 0..100_u32 {
        version(report.path(), ["first", "second"][(round % 2) as usize]);
        let mut child = program(report.path())
            .args(["build", "--quiet"])
            .args((round % 3 == 0).then_some("--no-cache"))
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        // Spread over what a build takes here, each hundredth once.
        std::thread::sleep(shortest * (round * 61 % 100) / 100);
        killed += u32::from(child.try_wait().expect("its state").is_none());
        let _ = child.kill();
        child.wait().expect("it ends");
        let site = shown(&report.path().join("output"));
        assert!(sites.contains(&site), "round {round}: a mixture, or files are missing: {:?}", site.keys());
    }
    assert!(killed > 20, "only {killed} builds were killed before they ended");
    let mended = run(report.path(), &["build"]);
    assert_eq!(mended.status, 0, "{}", mended.stderr);
    assert_eq!(siblings(report.path()), [""; 0], "something is left for ever");
    assert_eq!(shown(&report.path().join("output")), sites[1]);
    // The name of what was not written to its end.
    let cache = report.path().join(".sourcebook/cache");
    fs::write(cache.join(".tmpA1b2C3"), "half a cache").expect("a file");
    version(report.path(), "third");
    let next = run(report.path(), &["build"]);
    assert_eq!(next.status, 0, "{}", next.stderr);
    let left: Vec<String> = read_tree(&cache).into_keys().filter(|path| path.contains(".tmp")).collect();
    assert_eq!(left, [""; 0], "half a cache is left for ever");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_site() {
    let (report, before) = built(&[]);
    version(report.path(), "second");
    // The report's folder moves to a disk of its own, with room for the old site and not for the new one.
    let size = 1_600_000;
    let script = format!(
        "mount -t tmpfs -o size={size} tmpfs \"$1\" && cp -r \"$2\"/. \"$1\" && head -c 3000000 /dev/zero >\"$1/filler\" 2>/dev/null; \
         cd \"$1\" && rm -rf .sourcebook; \"$3\" build --no-cache; echo \"status $?\"; cd / && cp -r \"$1/output\" \"$4\""
    );
    let (disk, after) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let mut command = std::process::Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script, "sh"]);
    command.args([disk.path(), report.path(), Path::new(env!("CARGO_BIN_EXE_sourcebook")), after.path()]);
    let Ok(output) = command.output() else { return without("unshare") };
    let said = [&*output.stdout, &*output.stderr].map(String::from_utf8_lossy).concat();
    if said.contains("Operation not permitted") || said.contains("permission denied") {
        return without("the right to mount a disk");
    }
    assert!(said.contains("status 2") && said.contains("error[unwritable-output]"), "{said}");
    assert!(shown(&after.path().join("output")) == before, "the old site is not whole: {said}");
}

#[cfg(target_os = "linux")]
#[expect(clippy::print_stderr, reason = "whoever runs the tests should know")]
fn without(what: &str) {
    eprintln!("passed over: this machine has not {what}; the same fault is injected in `site::write`");
}

#[cfg(unix)]
#[test]
fn an_output_that_cannot_be_written_is_named() {
    let report = report(&[]);
    fs::write(report.path().join("output"), "a file").expect("a file");
    let run = run(report.path(), &["build"]);
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert!(run.stderr.contains("error[unsafe-output]") && run.stderr.contains("output"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(report.path().join("output")).expect("it is still there"), "a file");
}

#[cfg(unix)]
#[test]
fn links_out_of_the_report_and_in_circles_are_refused() {
    let report = report(&[]);
    let content = report.path().join("content");
    std::os::unix::fs::symlink("/etc/hosts", content.join("data.csv")).expect("a link");
    std::os::unix::fs::symlink("../content", content.join("circle")).expect("a link");
    std::os::unix::fs::symlink("self.md", content.join("self.md")).expect("a link");
    let said = refused(report.path(), "invalid-path");
    for name in ["data.csv", "circle", "self.md"] {
        assert!(said.contains(name), "{name} is not named: {said}");
    }
}

#[test]
fn odd_names_reach_the_site_and_its_links() {
    // Windows forbids `?` and `"` in names.
    let odd = if cfg!(windows) { "it's #1 100% 稀土 é.md" } else { "it's \"#1\"? 100% 稀土 é 🎉.md" };
    let decomposed = "cafe\u{301}.md";
    let files: [(&str, &[u8]); 2] = [
        (&format!("content/{odd}"), b"# Odd\n\nText.\n"),
        (&format!("content/{decomposed}"), b"# Cafe\n\nText.\n"),
    ];
    let (report, site) = built(&files);
    let home = String::from_utf8(site["index.html"].clone()).expect("a page");
    let pages: Vec<&String> = site.keys().filter(|path| path.ends_with("/index.html")).collect();
    let links: Vec<String> =
        home.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(decoded).collect();
    for page in pages {
        assert!(links.contains(page) || page.starts_with("sources/"), "no link leads to {page}: {links:?}");
    }
    assert!(site.keys().any(|path| path.contains("稀土")) && report.path().exists());
}

/// Percent-encoding and character references undone.
fn decoded(link: &str) -> String {
    let link = link.replace("&amp;", "&").replace("&#39;", "'").replace("&quot;", "\"");
    let (mut bytes, mut rest) = (Vec::new(), link.as_bytes());
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).filter(|_| *first == b'%').and_then(|two| std::str::from_utf8(two).ok());
        match code.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => (bytes.push(byte), rest = &tail[2..]),
            None => (bytes.push(*first), rest = tail),
        };
    }
    String::from_utf8(bytes).expect("a link is UTF-8")
}

#[test]
fn a_name_of_255_bytes_is_built_or_refused_with_its_name() {
    for name in ["n".repeat(252), "漢".repeat(84)] {
        let report = report(&[(&format!("content/{name}.md"), b"# Long\n\nText.\n")]);
        let run = run(report.path(), &["build"]);
        if run.status == 0 {
            assert!(report.path().join(format!("output/{name}/index.html")).exists());
        } else {
            assert!(run.stderr.contains("error[") && run.stderr.contains(&name[..30]), "{}", run.stderr);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_name_that_is_too_long_for_the_disk_is_told_with_what_has_it() {
    let long = "long".repeat(75);
    let table = format!("# Table\n\n```table\ndata: d\ntitle: T\nid: tbl-{long}\n```\n");
    for page in [format!("+++\nslug = \"{long}\"\n+++\n# Long\n"), table] {
        let report = report(&[("content/a.md", page.as_bytes()), ("content/data/d.csv", b"a,b\nx,1\n")]);
        let run = run(report.path(), &["build"]);
        assert_eq!(run.status, 2, "{}", run.stderr);
        for part in ["error[unwritable-output]", &long, "take a shorter name"] {
            assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
        }
        assert!(!report.path().join("output").exists(), "something was written");
    }
}

#[test]
fn names_that_differ_in_case_or_unicode_form_alone_collide() {
    for [one, other] in [["A.md", "a.md"], ["caf\u{e9}.md", "cafe\u{301}.md"]] {
        let [first, second] = [one, other].map(|name| format!("content/{name}"));
        let report = report(&[(&first, b"# First\n"), (&second, b"# Second\n")]);
        if fs::read_dir(report.path().join("content")).expect("a folder").count() < 3 {
            continue; // This file system knows one of them only.
        }
        let said = refused(report.path(), "output-collision");
        assert!(said.contains(&format!("{one}`")) && said.contains(&format!("{other}`")), "{said}");
    }
}

#[test]
fn pages_may_not_stand_where_the_program_writes() {
    for name in ["assets", "data", "figures", "404", "sources", "changes"] {
        let report = report(&[
            (&format!("content/{name}.md"), format!("# {name}\n\nText.\n").as_bytes()),
            ("content/data/x.csv", b"a,b\nc,1\n"),
        ]);
        let run = run(report.path(), &["build"]);
        if run.status == 0 {
            let page = fs::read_to_string(report.path().join(format!("output/{name}/index.html")))
                .expect("the page");
            assert!(
                page.contains(&format!("<title>{name} – Report</title>")),
                "{name} is another page: {page}"
            );
        } else {
            assert!(
                run.stderr.contains("error[output-collision]") && run.stderr.contains(name),
                "{}",
                run.stderr
            );
        }
    }
}

#[test]
fn ends_of_lines_make_no_difference_and_nul_is_named() {
    let (_, plain) = built(&[("content/a.md", b"# A\n\n- one\n- two\n")]);
    let (_, windows) = built(&[("content/a.md", b"\xEF\xBB\xBF# A\r\n\r\n- one\r\n- two\r\n")]);
    assert!(plain["a/index.html"] == windows["a/index.html"], "CRLF and a byte order mark show");
    let (_, tabs) = built(&[("content/a.md", b"# A\n\n-\tone\n-\ttwo\n")]);
    assert!(plain["a/index.html"] == tabs["a/index.html"], "tabs show");
    let said = refused(report(&[("content/a.md", b"# A\n\na\0b\n")]).path(), "invalid-encoding");
    assert!(said.contains("NUL") && said.contains("content/a.md:3:2"), "{said}");
}

#[test]
fn a_text_that_is_no_text_is_named_with_the_byte() {
    let report = report(&[("content/a.md", b"# A\n\nCaf\xE9.\n")]);
    let said = refused(report.path(), "invalid-encoding");
    assert!(said.contains("offset 8") && said.contains("content/a.md:3:4"), "{said}");
}

#[test]
fn empty_files_and_an_empty_report_are_answered() {
    let files: [(&str, &[u8]); 4] = [
        ("content/a.md", b""),
        ("content/data/a.csv", b""),
        ("content/data/b.json", b""),
        ("content/sources.yaml", b""),
    ];
    let report_with = report(&files);
    let said = run(report_with.path(), &["build"]).stderr;
    assert!(!said.contains("panicked") && said.contains("a.csv") && said.contains("b.json"), "{said}");
    let empty = report(&[]);
    fs::remove_file(empty.path().join("content/index.md")).expect("removed");
    refused(empty.path(), "missing-report");
    fs::write(empty.path().join("sourcebook.toml"), "").expect("written");
    refused(empty.path(), "invalid-config");
}

#[test]
fn ten_megabytes_of_one_line_are_a_page() {
    let line = format!("# Long\n\n{}\n", "word ".repeat(2_000_000));
    let (_, site) = built(&[("content/a.md", line.as_bytes())]);
    assert!(site["a/index.html"].len() > 9_000_000);
}

#[test]
fn an_alias_bomb_is_a_finding() {
    let bomb = format!("a: &a [{}]\n{}", "x,".repeat(9), bombs());
    let report = report(&[("content/data/e.yaml", bomb.as_bytes())]);
    let Run { status, stderr, .. } = run(report.path(), &["build"]);
    assert!(status == 1 && stderr.contains("error[invalid-data]"), "{status}: {stderr:.2000}");
}

/// Nine lists of nine times the list before.
fn bombs() -> String {
    let level = |(at, name): (usize, char)| {
        let before = char::from(b'a' + u8::try_from(at).expect("few"));
        format!("{name}: &{name} [{}]\n", format!("*{before},").repeat(9))
    };
    ('b'..='j').enumerate().map(level).collect()
}

#[test]
fn a_file_that_changes_while_it_is_read_is_read_whole() {
    const WORDS: [&str; 4] = ["one", "two", "six", "ten"];
    let (report, _) = built(&[("content/a.md", b"# A\n\nzero end.\n")]);
    let page = report.path().join("content/a.md");
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    let writer = std::thread::spawn(move || {
        for word in WORDS.iter().cycle() {
            // As editors save: another file takes its place.
            let new = page.with_file_name(".a.md.new");
            fs::write(&new, format!("# A\n\n{} end.\n", word.repeat(20_000))).expect("written");
            fs::rename(&new, &page).expect("renamed");
            // The test's end, also by a failure, drops the sender.
            if stopped.try_recv() == Err(std::sync::mpsc::TryRecvError::Disconnected) {
                return;
            }
        }
    });
    for _ in 0..10 {
        let run = run(report.path(), &["build", "--quiet"]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        let html = fs::read_to_string(report.path().join("output/a/index.html")).expect("the page");
        let whole = WORDS.iter().filter(|word| html.contains(&format!("{} end.", word.repeat(20_000))));
        assert_eq!(whole.count(), 1, "the page is a mixture");
    }
    drop(stop);
    writer.join().expect("the writer ends");
}

#[test]
fn the_report_itself_is_never_the_output() {
    let report = report(&[]);
    let before = read_tree(report.path());
    let run = run(report.path(), &["build", "--output", "content"]);
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert!(run.stderr.contains("error[unsafe-output]"), "{}", run.stderr);
    assert!(read_tree(report.path()) == before, "the report has changed");
}

#[test]
fn what_stands_in_the_place_of_a_part_of_the_report_is_named() {
    for (path, is_folder, message) in [
        ("sourcebook.toml", true, "`sourcebook.toml` cannot be read: it is a folder, expected a file"),
        ("content", false, "`content` cannot be read: it is a file, expected a folder"),
        ("templates", false, "`templates` cannot be read: it is a file, expected a folder"),
        ("facts.lock", true, "`facts.lock` cannot be read: it is a folder, expected a file"),
    ] {
        let report = report(&[]);
        let place = report.path().join(path);
        let _ = fs::remove_file(&place).or_else(|_| fs::remove_dir_all(&place));
        if is_folder {
            fs::create_dir(&place).expect("a folder");
        } else {
            fs::write(&place, "x").expect("a file");
        }
        let said = refused(report.path(), "unreadable-file");
        assert!(said.contains(message) && !said.contains("has no"), "{path}: {said}");
        assert_eq!(said.matches("error[").count(), 1, "{said}");
    }
}

#[cfg(unix)]
#[test]
fn a_part_of_the_report_that_is_a_link_out_of_it_is_refused() {
    let other = report(&[("templates/page.html", b"x"), ("facts.lock", b""), ("x.csl", b"<style/>")]);
    let config = "title = \"Report\"\n[citations]\nstyle = \"x.csl\"\n";
    for part in ["sourcebook.toml", "content", "templates", "facts.lock", "x.csl"] {
        let report = report(&[]);
        let place = report.path().join(part);
        if part == "x.csl" {
            fs::write(report.path().join("sourcebook.toml"), config).expect("written");
        }
        let _ = fs::remove_file(&place).or_else(|_| fs::remove_dir_all(&place));
        std::os::unix::fs::symlink(other.path().join(part), &place).expect("a link");
        let rule = if part == "x.csl" { "invalid-style" } else { "invalid-path" };
        let said = refused(report.path(), rule);
        assert!(said.contains("is a symbolic link that leads out of the report"), "{part}: {said}");
        assert_eq!(said.matches("error[").count(), 1, "{said}");
    }
}

#[cfg(unix)]
#[test]
fn a_named_file_that_never_ends_is_not_read() {
    let report = report(&[]);
    let config = "title = \"Report\"\n[citations]\nstyle = \"x.csl\"\n";
    fs::write(report.path().join("sourcebook.toml"), config).expect("written");
    let pipe = report.path().join("x.csl");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    assert!(refused(report.path(), "invalid-style").contains("it is no plain file"));
    fs::remove_file(&pipe).expect("removed");
    // Holes take no room.
    fs::File::create(&pipe).and_then(|file| file.set_len((1 << 30) + 1)).expect("a file of holes");
    assert!(refused(report.path(), "invalid-style").contains("it has more than 1024 MiB"));
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_are_named() {
    for path in ["sourcebook.toml", "content"] {
        let report = report(&[]);
        let place = report.path().join(path);
        let _ = fs::remove_file(&place).or_else(|_| fs::remove_dir_all(&place));
        std::os::unix::fs::symlink("nowhere", &place).expect("a link");
        let said = refused(report.path(), "unreadable-file");
        assert!(
            said.contains(&format!("`{path}` cannot be read: it is a symbolic link that leads to nothing")),
            "{path}: {said}"
        );
        fs::remove_file(&place).expect("a link");
        std::os::unix::fs::symlink(path, &place).expect("a link to itself");
        let said = refused(report.path(), "unreadable-file");
        assert!(said.contains(&format!("`{path}` cannot be read: ")), "{path}: {said}");
    }
}
