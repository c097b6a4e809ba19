//! The command line as scripts see it: exit statuses, what is left in place, what is refused.

use crate::support::{Tree, program, read_tree, run, write_tree};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::SystemTime;
use tempfile::TempDir;

const PAGE: &str = "# Report\n\nText.\n";
const BROKEN: &str = "# Report\n\n{{ data.nowhere }}\n";

/// A small report in a folder of its own.
fn report(page: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_report(folder.path(), page);
    folder
}

fn write_report(folder: &Path, page: &str) {
    let files = [("sourcebook.toml", "title = \"Report\"\n"), ("content/index.md", page)];
    write_tree(folder, &files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into());
}

fn status(folder: &Path, arguments: &[&str]) -> i32 {
    run(folder, arguments).status
}

/// A report that has been built once.
fn built() -> TempDir {
    let report = report(PAGE);
    let run = run(report.path(), &[]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    report
}

fn output(report: &TempDir) -> Tree {
    read_tree(&report.path().join("output"))
}

#[test]
fn a_sound_report_gives_status_0() {
    for arguments in [&[][..], &["build"], &["build", "."], &["check"], &["check", "."], &["--version"]] {
        let report = report(PAGE);
        let run = run(report.path(), arguments);
        assert_eq!(run.status, 0, "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn building_without_a_command_writes_the_site_to_output() {
    let site = output(&built());
    for path in ["index.html", "404.html", ".nojekyll"] {
        assert!(site.contains_key(path), "output/{path} is missing: {:?}", site.keys());
    }
}

#[test]
fn findings_for_machines_stand_alone_on_standard_output() {
    let report = report(BROKEN);
    for format in ["json", "sarif", "github"] {
        let run = run(report.path(), &["check", "--format", format]);
        assert_eq!((run.status, run.stderr.as_str()), (1, ""), "{format}");
        assert!(run.stdout.contains("undefined-dataset"), "{format}: {}", run.stdout);
        match format {
            "github" => assert!(run.stdout.lines().all(|line| line.starts_with("::")), "{}", run.stdout),
            _ => assert!(serde_json::from_str::<serde_json::Value>(&run.stdout).is_ok(), "{}", run.stdout),
        }
    }
    assert_eq!(status(report.path(), &["check", "--format", "xml"]), 2);
}

#[test]
fn findings_name_files_as_they_are_from_here() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let report = folder.path().join("reports/x");
    write_report(&report, BROKEN);
    let github = run(folder.path(), &["check", "reports/x", "--format", "github"]);
    assert!(github.stdout.contains("file=reports/x/content/index.md,"), "{}", github.stdout);
    let whole = report.to_string_lossy().into_owned();
    let here = folder.path().canonicalize().expect("a folder");
    let inside = here.join("reports/x").to_string_lossy().into_owned();
    for (command, named) in [("check", "./reports/x"), ("build", "reports/x/"), ("check", inside.as_str())] {
        let found = run(&here, &[command, named]);
        assert!(found.stderr.contains("--> reports/x/content/index.md:3:"), "{named}: {}", found.stderr);
    }
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let found = run(elsewhere.path(), &["check", &whole]);
    assert!(found.stderr.contains(&format!("--> {whole}/content/index.md:3:")), "{}", found.stderr);
}

#[test]
fn check_writes_nothing() {
    let report = report(PAGE);
    assert_eq!(status(report.path(), &["check"]), 0);
    assert!(!report.path().join("output").exists());
}

#[test]
fn a_report_with_errors_gives_status_1() {
    for command in ["build", "check"] {
        let report = report(BROKEN);
        let run = run(report.path(), &[command]);
        assert_eq!(run.status, 1, "{command}: {}", run.stderr);
        assert!(run.stderr.contains("error[undefined-dataset]"), "{command}: {}", run.stderr);
        assert!(!report.path().join("output").exists(), "{command} wrote a site");
    }
}

#[test]
fn wrong_usage_gives_status_2() {
    let report = report(PAGE);
    for arguments in [
        &["build", "--no-such-option"][..],
        &["no-such-command", "x"],
        &["build", ".", "--jobs", "many"],
        &["build", "--paper", "letter"],
    ] {
        let run = run(report.path(), arguments);
        assert_eq!(run.status, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stdout.is_empty() && !run.stderr.is_empty(), "{arguments:?}: {run:?}");
    }
}

#[test]
fn options_take_what_the_configuration_takes_and_nothing_else() {
    let report = report(PAGE);
    for address in
        ["javascript:alert(1)", "", "ftp://x", "example.org/r", "https://a.org/b c", "https://a.org/?q"]
    {
        let run = run(report.path(), &["build", "--base-url", address]);
        assert_eq!(run.status, 2, "{address}: {}", run.stderr);
        assert!(run.stderr.contains("expected an address such as"), "{address}: {}", run.stderr);
    }
    assert_eq!(status(report.path(), &["build", "--base-url", "https://example.org/r/"]), 0);
    assert!(
        String::from_utf8_lossy(&output(&report)["sitemap.xml"])
            .contains("<loc>https://example.org/r/</loc>")
    );
    for percent in ["nan", "inf", "101", "-1", "some"] {
        let run = run(report.path(), &["check", &format!("--min-coverage={percent}")]);
        assert_eq!(run.status, 2, "{percent}: {}", run.stderr);
        assert!(run.stderr.contains("expected a number from 0 to 100"), "{percent}: {}", run.stderr);
    }
    assert_eq!(status(report.path(), &["check", "--min-coverage", "100"]), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_printed_gives_status_2() {
    let report = report(PAGE);
    for arguments in [&["check", "--format", "json"][..], &["check"], &["manual"], &["completions", "bash"]] {
        let full = fs::File::options().write(true).open("/dev/full").expect("a device");
        let output = program(report.path()).args(arguments).stdout(full).output().expect("started");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert_eq!(said.matches("cannot write to standard output").count(), 1, "{arguments:?}: {said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_folder_that_cannot_be_written_is_all_that_is_said() {
    let report = report("# Report\n\nA fact[@one].\n");
    fs::write(report.path().join("content/sources.yaml"), "one:\n  type: web\n  title: One\n  date: 2025\n")
        .expect("written");
    for arguments in [&["build", "--output", "/proc/x"][..], &["build", "--strict", "--output", "/proc/x"]] {
        let run = run(report.path(), arguments);
        assert_eq!(run.status, 2, "{}", run.stderr);
        assert!(
            run.stderr.contains("unwritable-output") && !run.stderr.contains("unused-source"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn a_folder_that_does_not_exist_gives_status_2_and_is_named() {
    let report = report(PAGE);
    let run = run(report.path(), &["build", "no-such-folder"]);
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert!(run.stderr.contains("no-such-folder"), "{}", run.stderr);
    assert!(!run.stderr.contains("did you mean"), "{}", run.stderr);
}

#[test]
fn a_file_in_the_place_of_the_folder_and_a_date_in_words_are_told_what_was_expected() {
    let folder = report("# A\n");
    for (arguments, message) in [
        (&["build", "content/index.md"][..], "`content/index.md` is a file: name the folder of the report"),
        (&["accept", "--date", "May"], "expected a date such as `2026-12-01`"),
        (&["check", "--today", "1.12.2026"], "expected a date such as `2026-12-01`"),
    ] {
        let run = run(folder.path(), arguments);
        assert_eq!(run.status, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(message), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn a_command_that_does_not_exist_names_the_nearest_one() {
    let run = run(report(PAGE).path(), &["bild"]);
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `sourcebook build`?"), "{}", run.stderr);
}

#[test]
fn help_goes_to_standard_output_and_names_the_commands() {
    let report = report(PAGE);
    let run = run(report.path(), &["--help"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("build") && run.stdout.contains("check"), "{}", run.stdout);
}

#[test]
fn help_of_a_command_names_its_options() {
    let report = report(PAGE);
    let help = run(report.path(), &["build", "--help"]).stdout;
    for option in ["--output", "--base-url", "--drafts", "--jobs", "--quiet"] {
        assert!(help.contains(option), "help does not name {option}:\n{help}");
    }
}

#[test]
fn a_failing_build_leaves_the_old_site() {
    let report = built();
    let before = output(&report);
    fs::write(report.path().join("content/index.md"), BROKEN).expect("the page is written");
    assert_eq!(status(report.path(), &["build"]), 1);
    assert_eq!(before, output(&report));
}

#[test]
fn a_second_build_writes_nothing() {
    let report = built();
    let before = times(report.path());
    assert_eq!(status(report.path(), &["build"]), 0);
    assert_eq!(before, times(report.path()));
}

/// When each file of the site was last written.
fn times(report: &Path) -> BTreeMap<String, SystemTime> {
    let folder = report.join("output");
    let time = |path: &String| {
        fs::metadata(folder.join(path)).and_then(|data| data.modified()).expect("a file has a time")
    };
    read_tree(&folder).keys().map(|path| (path.clone(), time(path))).collect()
}

#[test]
fn a_page_that_is_gone_leaves_the_site_and_foreign_files_stay() {
    let report = report(PAGE);
    let page = report.path().join("content/second.md");
    fs::write(&page, "# Second\n\nText.\n").expect("the page is written");
    assert_eq!(status(report.path(), &["build"]), 0);
    assert!(output(&report).contains_key("second/index.html"));
    write_tree(&report.path().join("output"), &Tree::from([(".git/HEAD".to_owned(), b"ref".to_vec())]));
    fs::remove_file(&page).expect("the page is removed");
    let built = run(report.path(), &["build"]);
    assert_eq!(built.status, 0);
    assert!(built.stdout.contains("1 removed, 1 of others kept, in "), "{}", built.stdout);
    let site = output(&report);
    assert!(!site.contains_key("second/index.html"), "a page that is gone stays in the site");
    assert_eq!(site.get(".git/HEAD").map(Vec::as_slice), Some(&b"ref"[..]));
}

#[test]
fn output_over_the_report_is_refused() {
    for output in [".", "content", "..", "content/site"] {
        let outer = tempfile::tempdir().expect("a temporary folder");
        let report = outer.path().join("report");
        write_report(&report, PAGE);
        let run = run(&report, &["build", ".", "--output", output, "--no-cache"]);
        assert_ne!(run.status, 0, "--output {output} is taken");
        assert!(run.stderr.contains("unsafe-output"), "--output {output}: {}", run.stderr);
        let left: Vec<String> = read_tree(outer.path()).into_keys().collect();
        assert_eq!(
            left,
            ["report/content/index.md", "report/sourcebook.toml"],
            "--output {output} leaves other files"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_report_is_refused() {
    let (report, other) = (report(PAGE), report(PAGE));
    let link = report.path().join("content/other.md");
    std::os::unix::fs::symlink(other.path().join("content/index.md"), link).expect("a link is made");
    let run = run(report.path(), &["build"]);
    assert_eq!(run.status, 1, "{}", run.stderr);
    assert!(run.stderr.contains("error[invalid-path]") && run.stderr.contains("other.md"), "{}", run.stderr);
}

#[test]
fn two_builds_at_a_time_leave_a_whole_site() {
    let report = built();
    let before = output(&report);
    fs::remove_dir_all(report.path().join("output")).expect("the site is removed");
    let start = || {
        program(report.path())
            .arg("build")
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("the program starts")
    };
    let ends = [start(), start()].map(|child| child.wait_with_output().expect("the program ends"));
    assert!(ends.iter().any(|end| end.status.success()), "both builds failed");
    for end in ends.iter().filter(|end| !end.status.success()) {
        let said = String::from_utf8_lossy(&end.stderr);
        assert!(said.contains("concurrent-build"), "a build fails for another reason: {said}");
    }
    assert_eq!(before, output(&report));
}

#[test]
fn options_before_a_command_and_misspelt_commands_get_advice() {
    let report = report(PAGE);
    for (arguments, advice) in [
        (&["--drafts", "check", "."], "options stand behind the command: `sourcebook check …`"),
        (&["-q", "build", "."], "options stand behind the command: `sourcebook build …`"),
        (&["--quiet", "bild", "."], "there is no command `bild`: did you mean `sourcebook build`?"),
    ] {
        let run = run(report.path(), arguments);
        assert_eq!(run.status, 2, "{}", run.stderr);
        assert!(run.stderr.contains(advice), "{arguments:?}: {}", run.stderr);
    }
    let run = run(report.path(), &["chnages", "."]);
    assert!(run.stderr.contains("did you mean `sourcebook changes`?"), "{}", run.stderr);
}
