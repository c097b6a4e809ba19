//! `docs/reference.md` says what the program does: every key, method, option and rule stands in its section, and every
//! example of an expression prints what the page says.

use crate::support::{Tree, report, root, run, write_tree};
use sourcebook::diagnostics::rules::ALL;
use std::fs;

/// Sources that accept keys, and the section of the page in which each key stands as `` `key` ``.
const KEYS: &[(&str, &str)] = &[
    ("src/config/mod.rs", "## sourcebook.toml"),
    ("src/content/front_matter.rs", "## Front matter"),
    ("src/content/blocks/mod.rs", "## Figures"),
    ("src/content/blocks/chart.rs", "### chart"),
    ("src/content/blocks/shape.rs", "### Shaping data"),
    ("src/model/chart_types.rs", "### chart"),
    ("src/content/blocks/echarts.rs", "### echarts"),
    ("src/content/blocks/table.rs", "### table"),
    ("src/content/blocks/key_figures.rs", "### key-figures"),
    ("src/resolve/expressions/methods.rs", "## Values in prose"),
    ("src/data/input.rs", "## Data files"),
    ("src/data/package.rs", "## datapackage.json"),
    ("src/data/schema.rs", "## datapackage.json"),
    ("src/data/constraint.rs", "## datapackage.json"),
];
const ADVICE: &str = "write docs/reference.md anew where the program has changed";
/// The head of a table of examples.
const EXAMPLES: &str = "| Expression | Prints |";

fn page() -> String {
    fs::read_to_string(root().join("docs/reference.md")).expect("the reference is read")
}

/// The text below a heading, up to the next one of its level or above.
fn section<'p>(page: &'p str, heading: &str) -> &'p str {
    let level = heading.bytes().take_while(|byte| *byte == b'#').count();
    let start = page.find(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no section “{heading}”"));
    let body = &page[start + 1 + heading.len()..];
    let ends = (1..=level).filter_map(|level| body.find(&format!("\n{} ", "#".repeat(level))));
    &body[..ends.min().unwrap_or(body.len())]
}

/// The names a source compares keys with: texts in lists of constants, before `=>`, and the first text of `method(…)`.
fn keys(source: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut listed = false;
    let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    for line in code.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
        listed |= line.starts_with("const ") && line.contains('[');
        let part = match line.split_once(" =>") {
            _ if listed => line,
            Some((pattern, _)) => pattern,
            None if line.starts_with("name: ") || line.starts_with("KeyRow { name: ") => {
                line.split(',').next().unwrap_or_default()
            }
            None if line.starts_with("method(") => line.split(',').next().unwrap_or_default(),
            None => "",
        };
        listed &= !line.ends_with("];");
        found.extend(part.split('"').skip(1).step_by(2).filter(|text| is_key(text)));
    }
    found
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

#[test]
fn every_key_stands_in_its_section() {
    let page = page();
    let mut failures = Vec::new();
    for (path, heading) in KEYS {
        let source = fs::read_to_string(root().join(path)).expect("a source file is read");
        let (section, keys) = (section(&page, heading), keys(&source));
        assert!(keys.len() > 2, "{path}: no keys are found");
        let missing = keys.into_iter().filter(|key| !section.contains(&format!("`{key}`")));
        failures.extend(missing.map(|key| format!("“{heading}” does not name `{key}` of {path}")));
    }
    report(&failures, ADVICE);
}

#[test]
fn every_rule_has_a_row() {
    let page = page();
    let rules = section(&page, "## Rules");
    let row = |rule: &sourcebook::diagnostics::RuleId| {
        let severity = format!("{:?}", rule.severity()).to_lowercase();
        format!("| `{}` | {severity} | {} |", rule.name(), rule.summary())
    };
    let rows: Vec<String> = ALL.iter().map(row).collect();
    let mut failures: Vec<String> = rows
        .iter()
        .filter(|row| !rules.contains(row.as_str()))
        .map(|row| format!("missing: {row}"))
        .collect();
    let written = rules.lines().filter(|line| line.starts_with("| `"));
    failures.extend(
        written
            .filter(|line| !rows.iter().any(|row| row == line))
            .map(|line| format!("no such rule: {line}")),
    );
    report(&failures, ADVICE);
}

#[test]
fn every_option_of_the_command_line_is_named() {
    let page = page();
    let section = section(&page, "## Command line");
    let mut failures = Vec::new();
    for arguments in [
        &["--help"][..],
        &["build", "--help"],
        &["check", "--help"],
        &["new", "--help"],
        &["import", "--help"],
    ] {
        let help = run(root(), arguments).stdout;
        assert!(help.contains("--quiet"), "the help is not found:\n{help}");
        let words = help.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
        let options = words.filter(|word| word.starts_with("--") && word.len() > 2);
        failures.extend(
            options
                .filter(|option| !section.contains(&format!("`{option}")))
                .map(|option| format!("“Command line” does not name `{option}`")),
        );
    }
    report(&failures, ADVICE);
}

/// The expressions of the page's examples, and what each prints; in code spans both.
fn examples(page: &str) -> Vec<(String, String)> {
    let mut examples = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        inside = line == EXAMPLES || (inside && line.starts_with('|'));
        let row = line.strip_prefix("| `").filter(|_| inside);
        if let Some((expression, rest)) = row.and_then(|row| row.split_once("` | `")) {
            let printed = rest.split('`').next().unwrap_or_default();
            examples.push((expression.replace("\\|", "|"), printed.to_owned()));
        }
    }
    examples
}

/// The files that the page shows: fenced blocks with a path after the language.
fn files(page: &str) -> Tree {
    let mut files = Tree::new();
    for block in page.split("\n```").skip(1) {
        let (info, text) = block.split_once('\n').unwrap_or((block, ""));
        if let Some((_, path)) = info.split_once(' ') {
            files.insert(path.to_owned(), format!("{text}\n").into_bytes());
        }
    }
    files
}

/// The text between `«` and `»`, without tags.
fn printed(html: &str) -> Vec<String> {
    let texts = html.split('«').skip(1).filter_map(|rest| Some(rest.split_once('»')?.0));
    let plain = |text: &str| -> String {
        text.split('<').enumerate().map(|(i, part)| if i == 0 { part } else { after_tag(part) }).collect()
    };
    texts.map(|text| plain(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")).collect()
}

fn after_tag(part: &str) -> &str {
    part.split_once('>').map_or("", |(_, text)| text)
}

#[test]
fn every_example_prints_what_the_page_says() {
    let page = page();
    let (faulty, good): (Vec<_>, Vec<_>) =
        examples(&page).into_iter().partition(|(_, printed)| printed.starts_with("error["));
    assert!(good.len() > 20 && faulty.len() > 2, "the page's examples are not found");
    let mut failures = Vec::new();

    let folder = report_of(&page, &good);
    let built = run(folder.path(), &["build", "--no-cache"]);
    let html = fs::read_to_string(folder.path().join("output/index.html")).unwrap_or_default();
    let found = printed(html.split_once("<h1").map_or("", |(_, rest)| rest));
    if built.status != 0 || found.len() != good.len() {
        failures.push(format!("the examples do not build:\n{}", built.stderr));
    }
    let wrong = good.iter().zip(&found).filter(|((_, expected), found)| expected != *found);
    failures.extend(wrong.map(|((source, expected), found)| {
        format!("{source}\n    the page says: {expected}\n    it prints:     {found}")
    }));

    let said = run(report_of(&page, &faulty).path(), &["check", "--no-cache"]).stderr;
    for (index, (source, expected)) in faulty.iter().enumerate() {
        let place = format!("content/index.md:{}:", 3 + 2 * index);
        let before =
            said.split_once(&place).map(|(before, _)| before.lines().rev().nth(1).unwrap_or_default());
        if !before.is_some_and(|message| message.starts_with(expected.as_str())) {
            failures.push(format!("{source}\n    the page says: {expected}\n    it says:       {before:?}"));
        }
    }
    report(&failures, ADVICE);
}

/// A report with the page's files and one paragraph for each example.
fn report_of(page: &str, examples: &[(String, String)]) -> tempfile::TempDir {
    let mut tree = files(page);
    tree.insert("sourcebook.toml".to_owned(), b"title = \"Examples\"\n".to_vec());
    let mut text = "# Examples\n".to_owned();
    for (expression, _) in examples {
        text.push_str(&format!("\n«{{{{ {expression} }}}}»\n"));
    }
    tree.insert("content/index.md".to_owned(), text.into_bytes());
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_tree(folder.path(), &tree);
    folder
}

#[test]
fn sections_keys_and_examples_are_found() {
    let page = "# A\n## B\nb\n### C\nc\n## D\nd\n";
    assert_eq!(section(page, "## B"), "\nb\n### C\nc");
    assert_eq!(section(page, "### C"), "\nc");
    let source = "const KEYS: &[&str] = &[\n\"a\",\n];\n\"b\" | \"c\" => x(\"d\"),\n// \"e\" =>\nmethod(\"f\", \"g\"),";
    assert_eq!(keys(source), ["a", "b", "c", "f"]);
    let table = format!("{EXAMPLES}\n| --- | --- |\n| `a \\| b` | `c` |\n\n| `d` | `e` |\n");
    assert_eq!(examples(&table), [("a | b".to_owned(), "c".to_owned())]);
    assert_eq!(printed("«<data value=\"1\">1 &lt; 2</data>» x"), ["1 < 2"]);
}
