//! `sourcebook new`: a small report that builds as it is, with all that an author needs to go on from.
//!
//! In: a folder that is not there, or empty. Out: the files of `report/`, with the title and the program's version in
//! their places. Nothing is asked, and nothing that exists is touched.

use super::args::NewArguments;
use super::folder::{self, Tree};
use super::{Outcome, origin, terminal};
use crate::diagnostics::counted;
use camino::Utf8Path;

/// Where the report's title stands in the files.
const TITLE: &str = "REPORT_TITLE";
/// Where the words stand in them that install the program.
const INSTALL: &str = "PROGRAM_SOURCE";

/// The files of a new report: where each goes, and its text.
const FILES: &[(&str, &str)] = &[
    ("sourcebook.toml", include_str!("report/sourcebook.toml")),
    ("README.md", include_str!("report/README.md")),
    (folder::GITIGNORE, include_str!("report/gitignore")),
    (folder::WORKFLOW, include_str!("report/pages.yml")),
    ("content/index.md", include_str!("report/content/index.md")),
    ("content/sources.yaml", include_str!("report/content/sources.yaml")),
    ("content/data/planets.csv", include_str!("report/content/data/planets.csv")),
    ("content/data/datapackage.json", include_str!("report/content/data/datapackage.json")),
];

/// Writes a new report and says how to go on.
pub(super) fn new(arguments: &NewArguments) -> Outcome {
    let target = &arguments.folder;
    let written = folder::title(target).and_then(|title| folder::write(target, &files(&title)));
    if let Err(message) = written {
        terminal::fault(&message);
        return Outcome::Failed;
    }
    if !arguments.quiet {
        let written = FILES.iter().map(|(path, _)| format!("  {}", target.join(path)));
        terminal::say(&format!(
            "a new report of {}:\n{}\n\nnext: `{}` builds its site; then open {}",
            counted(FILES.len(), "file"),
            written.collect::<Vec<_>>().join("\n"),
            folder::build_command(target),
            target.join("output/index.html"),
        ));
        say_what_publishing_needs(target);
    }
    Outcome::Fine
}

/// Says what an author has to fill in before the workflow can install the program.
pub(super) fn say_what_publishing_needs(target: &Utf8Path) {
    if origin::install_words().is_none() {
        terminal::say(&format!(
            "to publish on GitHub: say in {}, in the line `SOURCEBOOK:`,\n  where to install this program from",
            target.join(folder::WORKFLOW)
        ));
    }
}

/// The files with their title.
fn files(title: &str) -> Tree {
    let settled = |(path, text): &(&str, &str)| {
        let title = if path.ends_with(".toml") {
            title.replace('\\', "\\\\").replace('"', "\\\"")
        } else {
            folder::markdown(title)
        };
        ((*path).to_owned(), installing(&text.replace(TITLE, &title)).into_bytes())
    };
    FILES.iter().map(settled).collect()
}

/// A text with the words that install the program.
fn installing(text: &str) -> String {
    text.replace(INSTALL, &origin::install_words().unwrap_or_else(|| "\"\"".to_owned()))
}

/// The workflow of an imported report: what it is still without, as sources of its tables, does not keep it from being published.
pub(super) fn lenient_workflow() -> Vec<u8> {
    String::from_utf8_lossy(&file(folder::WORKFLOW)).replace("check --strict ", "check ").into_bytes()
}

/// A file of a new report that an imported one has too.
pub(super) fn file(path: &str) -> Vec<u8> {
    let text = FILES.iter().find(|(known, _)| *known == path).map_or("", |(_, text)| *text);
    installing(text).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_placeholder_is_left_and_the_title_is_quoted_where_it_stands() {
        let files = files("A \"B\" *c*");
        let text = |path: &str| String::from_utf8(files[path].clone()).unwrap();
        assert!(text("sourcebook.toml").starts_with("title = \"A \\\"B\\\" *c*\"\n"));
        assert!(text("README.md").starts_with("# A \"B\" \\*c\\*\n"));
        for (path, bytes) in &files {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains(TITLE) && !text.contains(INSTALL), "{path}");
        }
        assert!(text(folder::WORKFLOW).contains("sourcebook check --strict --format github\n"));
        let lenient = String::from_utf8(lenient_workflow()).unwrap();
        assert!(lenient.contains("sourcebook check --format github\n"), "{lenient}");
        // A test is not installed by cargo, and no address is made up.
        assert!(text(folder::WORKFLOW).contains("\n  SOURCEBOOK: \"\"\n"));
    }
}
