//! The reference part of the user guide, `docs/guide/content/reference/`, is made of the pages of `docs/` and of the program's
//! own tables: rules, chart types, the help of the commands. Nothing in it is written by hand, so it cannot go stale.

use crate::support::{Tree, difference, read_tree, report, root, run, updating, write_tree};
use sourcebook::diagnostics::rules::ALL;
use sourcebook::model::TYPES;
use std::fs;

const ADVICE: &str =
    "UPDATE_EXPECTED=1 cargo test --test suite guide writes docs/guide/content/reference anew";
const FOLDER: &str = "docs/guide/content/reference";

/// A part of a page of `docs/`.
struct Part {
    /// The file below `docs/`.
    file: &'static str,
    /// The heading with its marks; empty for the whole file.
    heading: &'static str,
    /// Sections that stand on another page of the guide.
    without: &'static [&'static str],
}

const fn part(file: &'static str, heading: &'static str) -> Part {
    Part { file, heading, without: &[] }
}

/// The pages in their order: name, title, parts.
const PAGES: &[(&str, &str, &[Part])] = &[
    ("configuration", "sourcebook.toml", &[part("reference.md", "## sourcebook.toml")]),
    (
        "pages",
        "Pages and front matter",
        &[part("reference.md", "## Pages"), part("reference.md", "## Front matter")],
    ),
    ("values", "Values in prose", &[part("reference.md", "## Values in prose")]),
    ("claims", "Checked claims", &[part("claims.md", "")]),
    ("sources", "Sources, notes, references", &[part("reference.md", "## Sources, notes, references")]),
    (
        "figures",
        "Figures",
        &[Part {
            file: "reference.md",
            heading: "## Figures",
            without: &["### chart", "### In the browser", "### Shaping data"],
        }],
    ),
    ("chart", "Charts", &[part("reference.md", "### chart"), part("reference.md", "### In the browser")]),
    ("shaping-data", "Shaping data", &[part("reference.md", "### Shaping data")]),
    ("data-files", "Data files", &[part("reference.md", "## Data files")]),
    ("datapackage", "datapackage.json", &[part("reference.md", "## datapackage.json")]),
    ("commands", "Commands", &[part("reference.md", "## Command line")]),
    ("serve", "The preview", &[part("serve.md", "")]),
    ("rules", "Rules", &[]),
    ("coverage", "Coverage", &[part("coverage.md", "")]),
    ("editions", "Editions and changes", &[part("changes.md", "")]),
    ("import", "Import", &[part("import.md", "")]),
    ("site", "The site", &[part("reference.md", "## The site")]),
    ("outputs", "Single file, PDF, e-book", &[part("outputs.md", "")]),
    ("templates", "Templates", &[part("templates.md", "")]),
    ("facts-json", "facts.json", &[part("facts-json.md", "")]),
    ("formats", "Findings for machines", &[part("formats.md", "")]),
];

#[test]
fn the_reference_of_the_guide_is_that_of_the_program() {
    let expected = made();
    let folder = root().join(FOLDER);
    if updating() {
        fs::remove_dir_all(&folder).expect("the old pages are removed");
        write_tree(&folder, &expected);
    }
    let found = read_tree(&folder);
    let mut failures: Vec<String> = found
        .keys()
        .filter(|path| !expected.contains_key(*path))
        .map(|path| format!("{path} is not made"))
        .collect();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    for (path, made) in &expected {
        match found.get(path) {
            None => failures.push(format!("{path} is missing")),
            Some(found) => {
                failures
                    .extend(difference(&text(made), &text(found)).map(|place| format!("{path}: {place}")));
            }
        }
    }
    report(&failures, ADVICE);
}

/// All pages of the reference.
fn made() -> Tree {
    let mut tree = Tree::new();
    let mut list = String::new();
    for (index, (name, title, parts)) in PAGES.iter().enumerate() {
        let sources: Vec<&str> = parts.iter().map(|part| part.file).collect();
        let mut text = front_matter(title, index + 2, &sources);
        parts.iter().enumerate().for_each(|(place, part)| text.push_str(&body(part, place == 0)));
        match *name {
            "chart" => text.push_str(&chart_types()),
            "commands" => text = format!("{}{}", without_options(&text), help_of_commands()),
            "rules" => text.push_str(&rules()),
            _ => {}
        }
        tree.insert(format!("{name}.md"), text.into_bytes());
        list.push_str(&format!("- [{title}]({name}.md)\n"));
    }
    let terms = doc("reference.md");
    let terms = &terms[terms.find("| term |").expect("the table of terms")..];
    let terms = terms.split("\n\n").next().unwrap_or_default();
    let index = format!(
        "{}Every key, block, chart type, method, command and rule. These pages are made from the program when it is tested.\n\n\
         {list}\nThe words used here:\n\n{terms}\n",
        front_matter("Reference", 6, &["reference.md"])
    );
    tree.insert("index.md".to_owned(), index.into_bytes());
    tree
}

fn front_matter(title: &str, order: usize, sources: &[&str]) -> String {
    let from = sources.first().map_or(String::new(), |file| format!(" and docs/{file}"));
    format!(
        "+++\n# Made by tests/suite/guide_reference.rs from the program{from}: change those.\ntitle = \"{title}\"\norder = {order}\ntemplate = \"reference.html\"\n+++\n\n"
    )
}

fn doc(file: &str) -> String {
    fs::read_to_string(root().join("docs").join(file)).unwrap_or_else(|error| panic!("docs/{file}: {error}"))
}

fn level(line: &str) -> usize {
    let marks = line.bytes().take_while(|byte| *byte == b'#').count();
    if line[marks..].starts_with(' ') { marks } else { 0 }
}

/// The lines of a part, with headings at the level they have on their page. The heading of the first part is the page's title.
fn body(part: &Part, first: bool) -> String {
    let text = doc(part.file);
    let top = if part.heading.is_empty() { 1 } else { level(part.heading) };
    let up = if first { top - 1 } else { top - 2 };
    let (mut inside, mut left_out, mut code) = (part.heading.is_empty(), 0, false);
    let mut out = String::new();
    for line in text.lines() {
        code ^= line.starts_with("```");
        let depth = if code { 0 } else { level(line) };
        if depth > 0 {
            if line == part.heading || (part.heading.is_empty() && depth == 1) {
                inside = true;
                if !first {
                    out.push_str(&format!("## {}\n", line[depth..].trim()));
                }
                continue;
            }
            inside &= depth > top;
            if left_out == 0 || depth <= left_out {
                left_out = if part.without.contains(&line) { depth } else { 0 };
            }
        }
        if inside && left_out == 0 {
            let line = if depth > 0 {
                format!("{}{}", "#".repeat(depth - up), &line[depth..])
            } else {
                line.to_owned()
            };
            out.push_str(&if code { line } else { links(&line) });
            out.push('\n');
        }
    }
    assert!(!out.trim().is_empty(), "docs/{} has no section “{}”", part.file, part.heading);
    format!("{}\n\n", out.trim())
}

/// A line with its links leading to pages of the guide; those that lead out of `docs/` become plain words.
fn links(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("](") {
        let Some((target, behind)) = after.split_once(')') else { break };
        match destination(target) {
            Some(new) => {
                // Files of `docs/` are pages with titles here.
                let name = before.rsplit_once('[').filter(|(_, words)| words.ends_with(".md"));
                match name.and_then(|(start, _)| Some((start, title_of(&new)?))) {
                    Some((start, title)) => out.push_str(&format!("{start}[{title}]({new})")),
                    None => out.push_str(&format!("{before}]({new})")),
                }
            }
            // Out of `docs/`, or to a page of it that is for those who work on the program.
            None if target.starts_with("../") || root().join("docs").join(target).exists() => {
                let (start, words) = before.rsplit_once('[').unwrap_or((before, ""));
                out.push_str(&format!("{start}{words}"));
            }
            None => out.push_str(&format!("{before}]({target})")),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// The title of the page that a link in the guide leads to.
fn title_of(link: &str) -> Option<&'static str> {
    let name = link.split(".md").next()?;
    PAGES.iter().find(|page| page.0 == name).map(|page| page.1)
}

/// Where a link of `docs/` leads in the guide.
fn destination(target: &str) -> Option<String> {
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let file = if file.is_empty() { "reference.md" } else { file };
    let text = fs::read_to_string(root().join("docs").join(file)).ok()?;
    if anchor.is_empty() || anchor == "rules" {
        let name = if anchor.is_empty() { page_of(file, "") } else { Some("rules") };
        return Some(format!("{}.md", name?));
    }
    // The heading itself, or the one above it that has a page.
    let headings: Vec<&str> = text.lines().filter(|line| level(line) > 0).collect();
    let at = headings.iter().position(|line| slug(line) == anchor)?;
    let page = headings[..=at].iter().rev().find_map(|heading| page_of(file, heading))?;
    let top = first_of(file, headings[at]);
    Some(if top { format!("{page}.md") } else { format!("{page}.md#{anchor}") })
}

/// The page that holds the section of a heading.
fn page_of(file: &str, heading: &str) -> Option<&'static str> {
    let holds = |parts: &[Part]| parts.iter().any(|part| part.file == file && part.heading == heading);
    PAGES.iter().find(|(_, _, parts)| holds(parts)).map(|(name, ..)| *name)
}

/// Whether the section opens its page.
fn first_of(file: &str, heading: &str) -> bool {
    PAGES
        .iter()
        .any(|(_, _, parts)| parts.first().is_some_and(|part| part.file == file && part.heading == heading))
}

/// A heading as hosts of Markdown make an anchor of it.
fn slug(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    text.chars()
        .filter(|c| c.is_alphanumeric() || " -".contains(*c))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

/// What each chart type cannot do without.
fn chart_types() -> String {
    let mut text = "## What each type needs\n\nBeyond `data`; the words are those of findings and alternative texts.\n\n\
                    | `type` | is called | needs |\n| --- | --- | --- |\n"
        .to_owned();
    for row in TYPES {
        let needs: Vec<String> = row.needs.iter().map(|(key, what)| format!("`{key}`: {what}")).collect();
        text.push_str(&format!("| `{}` | {} | {} |\n", row.name, row.noun, needs.join("; ")));
    }
    text
}

/// The page without the table of options: the help of each command says the same.
fn without_options(page: &str) -> String {
    let start = page.find("| option | means |").expect("the table of options");
    let end = start + page[start..].find("\n\n").expect("its end") + 2;
    format!("{}{}", &page[..start], &page[end..])
}

/// The help of all commands, as the program prints it.
fn help_of_commands() -> String {
    let mut text = String::new();
    for command in commands() {
        let help = run(root(), &[&command, "--help"]).stdout;
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        text.push_str(&format!("## sourcebook {command}\n\n```text\n{}\n```\n\n", help.join("\n").trim()));
    }
    format!("{}\n", text.trim_end())
}

/// The names of all commands.
pub(crate) fn commands() -> Vec<String> {
    let help = run(root(), &["--help"]).stdout;
    let lines =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // Further lines of a description stand further in.
    let names = lines.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let names: Vec<String> =
        names.filter(|name| !name.is_empty() && *name != "help").map(str::to_owned).collect();
    assert!(names.len() > 5, "the commands are not found:\n{help}");
    names
}

/// All rules, each with what the program says when it finds one.
fn rules() -> String {
    let mut text = "Every finding has the name of its rule. `[check.severities]` in [sourcebook.toml](configuration.md) changes the severity \
                    of a rule or switches it off; an error that is switched off does not keep the site from being written.\n\n\
                    | rule | severity | means |\n| --- | --- | --- |\n"
        .to_owned();
    for rule in ALL {
        let severity = format!("{:?}", rule.severity()).to_lowercase();
        text.push_str(&format!("| [`{0}`](#{0}) | {severity} | {1} |\n", rule.name(), rule.summary()));
    }
    for rule in ALL {
        text.push_str(&format!("\n## {0} {{#{0}}}\n\n{1}\n", rule.name(), rule.summary()));
        if let Some((case, said)) = example(rule.name()) {
            text.push_str(&format!("\n{case}:\n\n```text\n{said}```\n"));
        }
    }
    text
}

/// The first finding that the tests of a rule expect: what is wrong, and what is said.
fn example(rule: &str) -> Option<(String, String)> {
    let text = fs::read_to_string(root().join(format!("tests/rules/{rule}.md"))).ok()?;
    let mut heading = "";
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        heading = line.strip_prefix("## ").unwrap_or(heading);
        if line == "```diagnostics" {
            let said: String =
                lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect();
            if said.contains(&format!("[{rule}]")) {
                return Some((heading.to_owned(), said));
            }
        }
    }
    None
}

#[test]
fn parts_and_links_are_found() {
    assert_eq!(
        links("see [a](coverage.md), `[b](x/y.md)`, [c](../README.md)"),
        "see [a](coverage.md), `[b](x/y.md)`, c"
    );
    assert_eq!(links("see [serve.md](serve.md)"), "see [The preview](serve.md)");
    assert_eq!(destination("reference.md#shaping-data"), Some("shaping-data.md".to_owned()));
    assert_eq!(destination("#front-matter"), Some("pages.md#front-matter".to_owned()));
    assert_eq!(destination("#operators"), Some("values.md#operators".to_owned()));
    assert_eq!(destination("reference.md#rules"), Some("rules.md".to_owned()));
    assert_eq!(destination("rare-earths/prices.md#sec-method"), None);
    let figures = body(&PAGES[5].2[0], true);
    assert!(figures.contains("\n## echarts\n") && !figures.contains("unpivot` |"), "{figures}");
}
