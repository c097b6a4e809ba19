//! What `build` makes of the site: the single file, the PDF. An independent reader looks for what they should not hold.

use crate::support::{program, read_tree, root, run, write_tree};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A picture of one pixel.
const PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8,
    4, 0, 0, 0, 0xb5, 0x1c, 0x0c, 2, 0, 0, 0, 11, b'I', b'D', b'A', b'T', 0x78, 0xda, 0x63, 0x64, 0x60, 0, 0,
    0, 6, 0, 2, 0x30, 0x81, 0xd0, 0x2f, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

const HOME: &str = "# The report

See [prices](a/prices.md#how), [the other page](b.md) and [the data](data/x.csv). A note.[^n]

![A pixel](pixel.png)

[^n]: A note of the home page, with [a link](https://example.org/).

## How

<p onclick=\"alert(1)\" style=\"color: red\">Raw</p><script>alert(2)</script>
";

const PRICES: &str = "# Prices & \"more\"

![The same pixel](../pixel.png)

## How

A note.[^n] Back [home](../index.md).

[^n]: A note of this page.

```chart
data: x
type: bar
x: Name
y: Share
title: Shares
alt: Bars.
id: fig-shares
```
";

fn report() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = |text: &str| text.as_bytes().to_vec();
    let files = [
        ("sourcebook.toml", text("title = \"The report\"\ndate = 2026-01-02\n")),
        ("content/index.md", text(HOME)),
        ("content/a/prices.md", text(PRICES)),
        ("content/b.md", text("# B\n\nText of B.\n")),
        ("content/pixel.png", PIXEL.to_vec()),
        ("content/data/x.csv", text("Name,Share\nA,10%\nB,20%\n")),
    ];
    write_tree(folder.path(), &files.map(|(path, bytes)| (path.to_owned(), bytes)).into());
    folder
}

fn made(report: &Path, arguments: &[&str], file: &str) -> String {
    let mut all = vec!["build", "--quiet", "--no-cache"];
    all.extend(arguments);
    let run = run(report, &all);
    assert_eq!(run.status, 0, "{}", run.stderr);
    fs::read_to_string(report.join(file)).expect("the file was written")
}

/// Values of an attribute, wherever it stands in a tag; quoted ones only, as the program writes them.
fn values<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let start = format!(" {name}=\"");
    html.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The document without what stands inside elements of these names.
fn without(html: &str, names: &[&str]) -> String {
    let mut out = html.to_owned();
    for name in names {
        let mut kept = String::new();
        let mut rest = out.as_str();
        while let Some(at) = rest.find(&format!("<{name}")) {
            let end = rest[at..].find(&format!("</{name}>")).expect("an end tag") + at;
            let tag = rest[at..].find('>').expect("a tag ends") + at;
            kept.push_str(&rest[..=tag]);
            rest = &rest[end..];
        }
        kept.push_str(rest);
        out = kept;
    }
    out
}

/// All that the document would load, and every place that it names and does not have.
fn faults(html: &str) -> Vec<String> {
    let markup = without(html, &["script", "style"]);
    let mut faults = Vec::new();
    for name in ["src", "srcset", "poster", "data", "background", "action", "formaction", "manifest"] {
        let outside = values(&markup, name).into_iter().filter(|value| !value.starts_with("data:"));
        faults.extend(outside.map(|value| format!("{name}={value}")));
    }
    let ids = values(&markup, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    if unique.len() != ids.len() {
        faults.push("an id stands twice".to_owned());
    }
    for href in values(&markup, "href").into_iter().chain(values(&markup, "xlink:href")) {
        match href.strip_prefix('#') {
            Some(place) if place.is_empty() || unique.contains(place) => {}
            None if ["data:", "https://", "http://", "mailto:"]
                .iter()
                .any(|start| href.starts_with(start)) => {}
            _ => faults.push(format!("href={href}")),
        }
    }
    for name in ["aria-labelledby", "aria-describedby", "for"] {
        let places = values(&markup, name).into_iter().flat_map(str::split_ascii_whitespace);
        faults.extend(places.filter(|place| !unique.contains(place)).map(|place| format!("{name}={place}")));
    }
    for address in
        without(html, &["script"]).split("url(").skip(1).map(|rest| rest.trim_start_matches(['"', '\'']))
    {
        if !address.starts_with("data:") && !address.starts_with('#') && !address.starts_with("var(") {
            faults.push(format!("url({}", address.chars().take(40).collect::<String>()));
        }
    }
    let elements = ["<link ", "<iframe", "<object", "<embed", "<base"];
    for tag in elements.iter().flat_map(|name| markup.split(name).skip(1).map(move |rest| (name, rest))) {
        let tag_text = tag.1.split('>').next().unwrap_or_default();
        if !tag_text.contains("rel=\"icon\"") && !tag_text.contains("rel=\"canonical\"") {
            faults.push(format!("{}{tag_text}", tag.0));
        }
    }
    faults
}

#[test]
fn the_independent_reader_sees_what_is_left_outside() {
    for html in [
        "<img src=\"a.png\">",
        "<link rel=\"stylesheet\" href=\"data:x\">",
        "<a href=\"b.html\">",
        "<a href=\"#nowhere\">",
        "<p id=\"a\"><p id=\"a\">",
        "<style>a{b:url(x.woff)}</style>",
        "<p aria-labelledby=\"x\">",
    ] {
        assert!(!faults(html).is_empty(), "{html}");
    }
    assert_eq!(
        faults("<p id=\"a\"><a href=\"#a\"><a href=\"https://x\"><script>b.src=\"c\"</script>"),
        [""; 0]
    );
}

#[test]
fn a_single_file_needs_nothing_else() {
    let report = report();
    let html = made(report.path(), &["--single-file", "all.html"], "all.html");
    assert_eq!(faults(&html), [""; 0]);
    for expected in [
        "href=\"#a-prices--how\"",
        "href=\"#b\"",
        "id=\"a-prices--note-1\"",
        "id=\"home--note-1\"",
        "href=\"#a-prices--note-1\"",
        "data-chart=\"a-prices--fig-shares\"",
        "download=\"fig-shares.csv\"",
        "download=\"x.csv\"",
        "window.sourcebookSearch=",
        "\"u\":\"#a-prices--how\"",
        "@page{@top-left{content:\"The report\"}}",
    ] {
        assert!(html.contains(expected), "{expected} is missing");
    }
    assert!(!html.contains("alert("), "a script of the text is left");
    assert_eq!(html.matches("<h1").count(), 1);
    assert_eq!(html.matches("data:image/png;base64,").count(), 1, "the picture is kept once");
    assert!(report.path().join("output/index.html").is_file(), "the site is written too");
}

#[test]
fn the_repository_fits_into_one_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [file, site] =
        ["all.html", "site"].map(|name| folder.path().join(name).to_string_lossy().into_owned());
    let html = made(root(), &["--output", &site, "--single-file", &file], &file);
    assert_eq!(faults(&html), [""; 0]);
    let again = made(root(), &["--output", &site, "--single-file", &file], &file);
    assert!(html == again, "two builds differ");
}

#[test]
fn without_scripts_there_is_no_script() {
    let report = report();
    let html = made(report.path(), &["--single-file", "all.html", "--no-script"], "all.html");
    assert_eq!(faults(&html), [""; 0]);
    for part in ["<script", "<button", "<dialog", "echarts"] {
        assert!(!html.contains(part), "{part}");
    }
    assert!(html.contains("script-src 'none'"));
    assert!(
        html.contains("<svg role=\"img\" aria-label=\"Bars.\"") && html.len() < 100_000,
        "{}",
        html.len()
    );
    assert_eq!(run(report.path(), &["build", "--no-script"]).status, 2, "--no-script needs --single-file");
}

#[test]
fn a_report_without_charts_has_no_echarts() {
    let report = report();
    fs::remove_file(report.path().join("content/a/prices.md")).expect("a page goes");
    let home = HOME.replace("[prices](a/prices.md#how)", "prices");
    fs::write(report.path().join("content/index.md"), home).expect("a page is written");
    let html = made(report.path(), &["--single-file", "all.html"], "all.html");
    assert!(html.len() < 150_000, "{} bytes", html.len());
}

/// The ECharts build of a site.
fn library(site: &Path) -> (String, String) {
    let tree = read_tree(site);
    let (name, bytes) =
        tree.iter().find(|(name, _)| name.starts_with("assets/echarts.")).expect("a site with charts");
    (name.clone(), String::from_utf8(bytes.clone()).expect("UTF-8"))
}

#[test]
fn a_report_may_bring_its_own_echarts() {
    let folder = report();
    let (root, site) = (folder.path(), folder.path().join("output"));
    let drawing = || fs::read_to_string(site.join("figures/fig-shares.svg")).expect("a drawing");
    assert_eq!(run(root, &["build"]).status, 0);
    let (name, shipped) = library(&site);
    let first = drawing();
    // A build that paints the ground itself.
    let own = format!(
        "{shipped}\n;(() => {{ const init = echarts.init; echarts.init = (...given) => {{ const chart = init(...given); \
         const set = chart.setOption; chart.setOption = (option) => set.call(chart, {{ ...option, backgroundColor: '#abcdef' }}); \
         return chart; }}; }})();"
    );
    fs::create_dir(root.join("vendor")).expect("a folder");
    fs::write(root.join("vendor/echarts.js"), &own).expect("written");
    let plain = fs::read_to_string(root.join("sourcebook.toml")).expect("readable");
    let with = format!("{plain}\n[charts]\necharts = \"vendor/echarts.js\"\n");
    fs::write(root.join("sourcebook.toml"), with).expect("written");
    assert_eq!(run(root, &["build"]).status, 0);
    let (other, shown) = library(&site);
    assert!(other != name && shown == own, "{other}");
    assert!(drawing().contains("#abcdef"), "{}", drawing());
    // Back to the program's own: nothing of the other is left, in the cache neither.
    fs::write(root.join("sourcebook.toml"), plain).expect("written");
    assert_eq!(run(root, &["build"]).status, 0);
    assert_eq!((library(&site), drawing()), ((name, shipped), first));
}

#[test]
fn a_faulty_report_leaves_the_old_file() {
    let report = report();
    made(report.path(), &["--single-file", "all.html"], "all.html");
    fs::write(report.path().join("content/b.md"), "# B\n\n{{ data.nowhere }}\n").expect("a page is broken");
    fs::write(report.path().join("all.html"), "old").expect("a file is written");
    assert_eq!(run(report.path(), &["build", "--single-file", "all.html"]).status, 1);
    assert_eq!(fs::read_to_string(report.path().join("all.html")).expect("it is there"), "old");
}

#[test]
fn files_that_cannot_be_written_give_status_2() {
    let report = report();
    let run = run(report.path(), &["build", "--single-file", "no/such/folder/all.html"]);
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert!(run.stderr.contains("no/such/folder/all.html"), "{}", run.stderr);
}

#[test]
fn files_of_the_report_and_of_the_site_are_not_written_over() {
    let report = report();
    assert_eq!(run(report.path(), &["build"]).status, 0);
    let before = read_tree(report.path());
    for arguments in [
        &["build", "--epub", "content/index.md"][..],
        &["build", "--single-file", "sourcebook.toml"],
        &["build", "--single-file", "output/index.html"],
        &["build", "--single-file", "./content/../content/index.md"],
        &["build", "--single-file", "same", "--epub", "./same"],
    ] {
        let run = run(report.path(), arguments);
        assert_eq!(run.status, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains("name"), "{arguments:?}: {}", run.stderr);
        assert!(read_tree(report.path()) == before, "{arguments:?}");
    }
    // Beside them is room.
    for file in ["content/report.epub", "output/book.epub"] {
        for _ in 0..2 {
            assert_eq!(run(report.path(), &["build", "--epub", file]).status, 0, "{file}");
        }
    }
}

#[test]
fn without_a_browser_there_is_advice_and_status_2() {
    let report = report();
    let mut command = program(report.path());
    command.args(["build", "--pdf", "all.pdf"]).env("CHROMIUM", "/no/such/browser");
    let run = crate::support::finish(&mut command);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("`CHROMIUM` names `/no/such/browser`"), "{}", run.stderr);
    let mut command = program(report.path());
    command.args(["build", "--pdf", "all.pdf"]).env_remove("CHROMIUM").env_remove("CHROME").env("PATH", "");
    let run = crate::support::finish(&mut command);
    // Where installers put it, it is found without `PATH`.
    assert!(run.status == 0 || run.stderr.contains("install one"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn what_a_browser_leaves_running_is_not_waited_for() {
    use std::os::unix::fs::PermissionsExt as _;
    let report = report();
    let browser = report.path().join("browser");
    fs::write(&browser, "#!/bin/sh\necho broken >&2\nsleep 60 &\nexit 1\n").expect("a script");
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).expect("executable");
    let mut command = program(report.path());
    command.args(["build", "--pdf", "all.pdf"]).env("CHROMIUM", &browser);
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    let mut child = command.spawn().expect("started");
    let ended = (0..200).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        child.try_wait().expect("a process")
    });
    let _ = child.kill();
    assert_eq!(ended.and_then(|status| status.code()), Some(2));
}

/// A report, a folder for temporary files, and a build that prints it with a browser that has begun and does not end.
#[cfg(unix)]
fn printing() -> (TempDir, TempDir, std::process::Child) {
    use std::os::unix::fs::PermissionsExt as _;
    let (report, temporary) = (report(), tempfile::tempdir().expect("a temporary folder"));
    let browser = report.path().join("browser");
    let (begun, own) = (temporary.path().join("begun"), temporary.path().join("own"));
    // As Chromium, it has a folder of its own, which it takes away when it is asked to end.
    let script = format!(
        "#!/bin/sh\ntrap 'rmdir {own}; exit' TERM\nmkdir {own}\ntouch {begun}\nwhile :; do sleep 0.1; done\n",
        begun = begun.display(),
        own = own.display()
    );
    fs::write(&browser, script).expect("a script");
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).expect("executable");
    let mut command = program(report.path());
    command.args(["build", "--pdf", "all.pdf"]).env("CHROMIUM", &browser).env("TMPDIR", temporary.path());
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::piped());
    let child = command.spawn().expect("started");
    let waited = (0..300).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        begun.exists()
    });
    assert!(waited, "the browser is not started");
    fs::remove_file(begun).expect("a file");
    (report, temporary, child)
}

#[cfg(unix)]
#[test]
fn a_signal_while_the_browser_prints_leaves_nothing_behind() {
    for signal in ["TERM", "INT", "HUP"] {
        let (report, temporary, mut child) = printing();
        assert!(!read_tree(temporary.path()).is_empty(), "the document stands in a temporary folder");
        let kill = std::process::Command::new("kill").args(["-s", signal, &child.id().to_string()]).status();
        assert!(kill.expect("the shell's kill").success());
        let ended = (0..100).find_map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(100));
            child.try_wait().expect("a process")
        });
        let _ = child.kill();
        let output = child.wait_with_output().expect("its end");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(ended.and_then(|status| status.code()), Some(2), "{signal}: {said}");
        assert!(said.contains("stopped before the PDF was printed"), "{signal}: {said}");
        let left: Vec<_> = fs::read_dir(temporary.path()).expect("a folder").collect();
        assert!(left.is_empty(), "{signal}: {left:?}");
        assert!(!report.path().join("all.pdf").exists(), "{signal}");
    }
}

#[test]
fn a_browser_that_fails_is_quoted() {
    let report = report();
    let mut command = program(report.path());
    command.args(["build", "--pdf", "all.pdf"]).env("CHROMIUM", env!("CARGO_BIN_EXE_sourcebook"));
    let run = crate::support::finish(&mut command);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("failed (exit status: 2)"), "{}", run.stderr);
    assert!(!report.path().join("all.pdf").exists());
}

/// The files of a book, by path, and their order.
fn unpacked(book: &[u8]) -> (Vec<String>, std::collections::BTreeMap<String, String>) {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).expect("a ZIP");
    let names: Vec<String> = (0..archive.len())
        .map(|index| archive.by_index(index).expect("an entry").name().expect("a name").into_owned())
        .collect();
    let texts = names.iter().filter(|name| !name.ends_with(".png")).map(|name| {
        let mut text = String::new();
        let mut entry = archive.by_name(name).expect("an entry");
        std::io::Read::read_to_string(&mut entry, &mut text).expect("a text");
        (name.clone(), text)
    });
    let texts = texts.collect();
    (names, texts)
}

/// Fails where a text is no XML.
fn expect_xml(path: &str, text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return,
            Ok(quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag)) => {
                for attribute in tag.attributes() {
                    attribute.unwrap_or_else(|error| panic!("{path}: {error}"));
                }
            }
            Ok(_) => {}
            Err(error) => panic!("{path} at {}: {error}", reader.buffer_position()),
        }
    }
}

fn book(report: &Path) -> Vec<u8> {
    let run = run(report, &["build", "--quiet", "--no-cache", "--epub", "book.epub"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    fs::read(report.join("book.epub")).expect("the book was written")
}

/// Debian's epubcheck, a program for Java.
const EPUBCHECK: &str = "/usr/share/java/epubcheck.jar";

/// Runs epubcheck where it is installed; a build server has it.
fn expect_no_findings(path: &Path) {
    if !Path::new(EPUBCHECK).exists() {
        assert!(std::env::var_os("CI").is_none(), "epubcheck is not installed");
        return;
    }
    let mut command = std::process::Command::new("java");
    let output = command.args(["-jar", EPUBCHECK, "--failonwarnings"]).arg(path).output().expect("Java runs");
    let said =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    // The schema's list of all that is allowed is of no help.
    let said: Vec<String> = said.lines().map(|line| line.chars().take(200).collect()).collect();
    assert!(output.status.success(), "{}", said.join("\n"));
}

#[test]
fn an_e_book_holds_the_whole_report_as_xml() {
    let report = report();
    let config = "title = 'Costs < \"gains\" & more'\nauthors = [\"A & B\"]\ndate = 2026-01-02\n";
    fs::write(report.path().join("sourcebook.toml"), config).expect("written");
    let bytes = book(report.path());
    let (names, texts) = unpacked(&bytes);
    assert_eq!(names[0], "mimetype");
    for (path, text) in texts.iter().filter(|(path, _)| !path.ends_with(".css") && *path != "mimetype") {
        expect_xml(path, text);
    }
    let home = &texts["EPUB/chapter-01.xhtml"];
    for expected in [
        "epub:type=\"noteref\" role=\"doc-noteref\"",
        "<aside id=\"note-1\" class=\"note\" epub:type=\"footnote\" role=\"doc-footnote\">",
        "<img src=\"images/image-01.png\" alt=\"A pixel\"",
        "href=\"chapter-02.xhtml#how\"",
    ] {
        assert!(home.contains(expected), "{expected} is missing:\n{home}");
    }
    let prices = &texts["EPUB/chapter-02.xhtml"];
    assert!(
        prices.contains("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"Bars.\""),
        "{prices}"
    );
    let package = &texts["EPUB/package.opf"];
    for expected in [
        "<dc:title>Costs &lt; &quot;gains&quot; &amp; more</dc:title>",
        ">A &amp; B</dc:creator>",
        "<meta property=\"dcterms:modified\">2026-01-02T00:00:00Z</meta>",
        "<dc:identifier id=\"id\">urn:uuid:",
        "properties=\"cover-image\"",
        "properties=\"svg\"",
        "<meta property=\"schema:accessModeSufficient\">textual</meta>",
    ] {
        assert!(package.contains(expected), "{expected} is missing:\n{package}");
    }
    for (path, text) in &texts {
        for left in ["<script", "var(--", "alert(", "onclick", ".html\"", "class=\"evidence\""] {
            assert!(!text.contains(left), "{path} has {left}");
        }
    }
    assert_eq!(names.iter().filter(|name| name.starts_with("EPUB/images/image-")).count(), 1);
    assert_eq!(bytes, book(report.path()), "two builds differ");
    expect_no_findings(&report.path().join("book.epub"));
}

#[test]
fn the_repository_and_the_test_sites_are_books_without_fault() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sites = fs::read_dir(root().join("tests/sites")).expect("the sites are listed");
    let sites = sites.map(|entry| entry.expect("an entry").path());
    let reports: Vec<PathBuf> =
        sites.filter(|site| !site.join("expected/diagnostics.txt").exists()).collect();
    assert!(reports.len() > 5, "{reports:?}");
    for report in reports.iter().map(PathBuf::as_path).chain([root()]) {
        let [file, site] =
            ["book.epub", "site"].map(|name| folder.path().join(name).to_string_lossy().into_owned());
        let run = run(report, &["build", "--quiet", "--no-cache", "--output", &site, "--epub", &file]);
        assert_eq!(run.status, 0, "{}: {}", report.display(), run.stderr);
        expect_no_findings(Path::new(&file));
        fs::remove_dir_all(&site).expect("the site goes");
    }
}

#[test]
fn a_value_leads_to_a_figure_that_shows_its_cell_and_not_to_one_that_sums_it_up() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let chart = "```chart\ntype: bar\ndata: x\ngroup: Kind\naggregate: { Share: sum }\nx: Kind\ny: Share\ntitle: Sums\nid: fig-sums\nalt: Bars.\n```\n";
    let text = |text: &str| text.as_bytes().to_vec();
    let data = "Name,Kind,Share\nA,k,10\nB,l,20\nC,k,30\n";
    let page = |more: &str| text(&format!("# Home\n\nA has {{{{ data.x.A.Share }}}}.\n\n{chart}{more}"));
    let leads_to = |page: Vec<u8>| {
        let files = [
            ("sourcebook.toml", text("title = \"R\"\n[publish]\ncards = \"none\"\n")),
            ("content/data/x.csv", text(data)),
            ("content/index.md", page),
        ];
        write_tree(folder.path(), &files.map(|(path, bytes)| (path.to_owned(), bytes)).into());
        let built = run(folder.path(), &["build"]);
        assert_eq!(built.status, 0, "{}", built.stderr);
        let html = fs::read_to_string(folder.path().join("output/index.html")).expect("a page");
        let (_, after) = html.split_once("data-at=\"").expect("an address");
        after.split('"').next().unwrap_or_default().to_owned()
    };
    assert_eq!(leads_to(page("")), "data/x.csv");
    assert_eq!(leads_to(page("\n```table\nid: tbl-all\ntitle: All\ndata: x\n```\n")), "#tbl-all");
}

/// A report of one page, with files beside it.
fn page_with(home: &str, files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config =
        "title = \"T\"\ndate = 2026-01-02\n[security]\nraw_html = true\n[publish]\ncards = \"none\"\n";
    let own: [(&str, &[u8]); 2] =
        [("sourcebook.toml", config.as_bytes()), ("content/index.md", home.as_bytes())];
    let all = own.iter().chain(files).map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec()));
    write_tree(folder.path(), &all.collect());
    folder
}

#[test]
fn pictures_in_drawings_are_in_the_book_and_addresses_are_valid() {
    let home = "# Home\n\n<svg viewBox=\"0 0 9 9\"><image href=\"pixel.png\" width=\"9\" height=\"9\"/>\
                <a href=\"b.md\"><title>B</title><text>x</text></a></svg>\n\n\
                <https://en.wikipedia.org/wiki/A[1]> and [x](<https://x.org/a b|c>).\n";
    let report = page_with(home, &[("content/pixel.png", PIXEL), ("content/b.md", b"# B\n")]);
    let (names, texts) = unpacked(&book(report.path()));
    let chapter = &texts["EPUB/chapter-01.xhtml"];
    for expected in [
        "xlink:href=\"images/image-01.png\"",
        "xlink:href=\"chapter-02.xhtml\"",
        "href=\"https://en.wikipedia.org/wiki/A%5B1%5D\"",
        "href=\"https://x.org/a%20b%7Cc\"",
    ] {
        assert!(chapter.contains(expected), "{expected} is missing:\n{chapter}");
    }
    assert!(names.contains(&"EPUB/images/image-01.png".to_owned()), "{names:?}");
    expect_no_findings(&report.path().join("book.epub"));
}

#[test]
fn what_own_style_sheets_name_is_in_the_single_file_and_the_book() {
    let base = b"{% extends \"sourcebook/base.html\" %}{% block head %}{{ super() }}\
                 <link rel=\"stylesheet\" href=\"{{ root }}print.css\" media=\"print\">\
                 <link rel=\"alternate stylesheet\" href=\"{{ root }}large.css\">{% endblock %}";
    let own: [(&str, &[u8]); 6] = [
        ("content/pixel.png", PIXEL),
        ("content/print.css", b"p { color: teal }"),
        ("content/large.css", b"p { color: plum }"),
        ("templates/base.html", base),
        ("templates/single-file.css", b"main { background: url(../pixel.png) }"),
        ("templates/epub.css", b"h1 { background: url('../pixel.png') }"),
    ];
    let report = page_with("# Home\n\n2 words.\n", &own);
    let html = made(report.path(), &["--single-file", "all.html"], "all.html");
    for expected in
        ["@media print {\np { color: teal }\n}", "main { background: url(\"data:image/png;base64,"]
    {
        assert!(html.contains(expected), "{expected} is missing:\n{html}");
    }
    assert!(!html.contains("plum"), "{html}");
    let (names, texts) = unpacked(&book(report.path()));
    assert_eq!(texts["EPUB/style.css"], "h1 { background: url(\"images/image-01.png\") }");
    assert!(names.contains(&"EPUB/images/image-01.png".to_owned()), "{names:?}");
    expect_no_findings(&report.path().join("book.epub"));
    for sheet in ["single-file.css", "epub.css"] {
        fs::write(report.path().join("templates").join(sheet), "h1 { background: url(none.png) }")
            .expect("the style sheet is written");
        let run = run(report.path(), &["build", "--single-file", "all.html", "--epub", "book.epub"]);
        assert!(run.stderr.contains("would need `none.png`, which the style sheet"), "{}", run.stderr);
    }
}

#[test]
fn a_number_in_a_book_from_right_to_left_is_read_from_left_to_right() {
    let home = "---\nlanguage: ar\n---\n# تقرير\n\nالتغير -12.5%.\n\n| أ | ب |\n| --- | --: |\n| ج | -3 |\n";
    let report = page_with(home, &[]);
    let (_, texts) = unpacked(&book(report.path()));
    let chapter = &texts["EPUB/chapter-01.xhtml"];
    assert!(chapter.contains("<span class=\"unsupported\" dir=\"auto\">"), "{chapter}");
    expect_no_findings(&report.path().join("book.epub"));
}

#[test]
fn html_nested_without_end_is_refused() {
    let report = page_with(&format!("# Home\n\n{}\n", "<div>".repeat(2_000)), &[]);
    for (flag, made) in [("--epub", "the e-book"), ("--single-file", "the single file")] {
        let run = run(report.path(), &["build", flag, "made"]);
        assert_eq!(run.status, 1, "{}", run.stderr);
        let message = format!("{made} cannot hold `index.html`, whose HTML is nested deeper than 512");
        assert!(run.stderr.contains(&message), "{}", run.stderr);
    }
}

#[test]
fn sound_in_the_single_file_has_a_type_that_browsers_play() {
    let report =
        page_with("# Home\n\n<audio src=\"a.wav\" controls></audio>\n", &[("content/a.wav", b"RIFF")]);
    let html = made(report.path(), &["--single-file", "all.html"], "all.html");
    assert!(html.contains("<audio src=\"data:audio/wav;base64,"), "{html}");
}

#[test]
fn marks_of_notes_leave_no_space_where_there_are_none() {
    let home = "---\ntitle: Prices rose [@a].\nsummary: By *half* [^n], it seems.\n---\n\
                ## Head [@a]: more {#sec-h}\n\nAs @sec-h says[^n].\n\n[^n]: A note.\n";
    let sources = b"a:\n  type: web\n  title: A\n";
    let report = page_with(home, &[("content/sources.yaml", sources)]);
    let html = made(report.path(), &[], "output/index.html");
    for expected in ["<title>Prices rose. – T</title>", "content=\"By half, it seems.\"", ">Head: more</a>"]
    {
        assert!(html.contains(expected), "{expected} is missing:\n{html}");
    }
}
