//! How well the detector of facts does on the labelled sentences of `tests/numbers/`.
//!
//! A fact found where none is labelled is a false alarm; a labelled fact that is not found is a miss. Files called
//! `heldout-…` were not looked at while the rules were tuned. `docs/coverage.md` holds the figures.

#![expect(clippy::print_stdout, reason = "the figures are what the test is run for")]

use crate::support::{root, run, write_tree};
use sourcebook::facts::detect::{Class, numbers};
use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;

const LEAST: f64 = 0.95;

/// How many facts were found rightly, wrongly, and not at all.
#[derive(Debug, Clone, Copy, Default)]
struct Score {
    right: usize,
    false_alarms: usize,
    missed: usize,
    labels: usize,
}

impl Score {
    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.false_alarms += other.false_alarms;
        self.missed += other.missed;
        self.labels += other.labels;
    }

    fn precision(self) -> f64 {
        self.right as f64 / (self.right + self.false_alarms).max(1) as f64
    }

    fn recall(self) -> f64 {
        self.right as f64 / (self.right + self.missed).max(1) as f64
    }

    fn line(self, name: &str) -> String {
        let Self { right, false_alarms, missed, labels } = self;
        let (precision, recall) = (self.precision(), self.recall());
        format!(
            "{name:<20} {labels:>4} labels  {:>4} facts  precision {precision:.3}  recall {recall:.3}  \
             ({false_alarms} false alarms, {missed} missed)",
            right + missed
        )
    }
}

/// One labelled number.
struct Label {
    range: Range<usize>,
    fact: bool,
}

#[test]
fn facts_are_told_from_other_numbers() {
    let (mut tuned, mut held_out) = (Score::default(), Score::default());
    let mut lines = Vec::new();
    let mut faults = Vec::new();
    for (name, sentences) in labelled() {
        let language = language(&name);
        let mut score = Score::default();
        for (sentence, labels) in &sentences {
            score.add(measure((&name, sentence), labels, language, &mut faults));
        }
        lines.push(score.line(&name));
        if name.starts_with("heldout-") { held_out.add(score) } else { tuned.add(score) }
    }
    let mut all = tuned;
    all.add(held_out);
    lines.extend([tuned.line("tuned"), held_out.line("held out"), all.line("all")]);
    println!("{}\n\n{}", lines.join("\n"), faults.join("\n"));
    assert!(all.labels >= 400, "{} numbers are labelled", all.labels);
    for (name, score) in [("tuned", tuned), ("held out", held_out), ("all", all)] {
        let least = score.precision().min(score.recall());
        assert!(least >= LEAST, "{}: under {LEAST}", score.line(name));
    }
}

fn language(name: &str) -> &'static str {
    match name {
        "chinese" => "zh",
        "heldout-japanese" => "ja",
        "german" => "de",
        "french" => "fr",
        "spanish" => "es",
        _ => "en",
    }
}

/// Compares what is found in a sentence with its labels; two ranges meet when they overlap.
fn measure(place: (&str, &str), labels: &[Label], language: &str, faults: &mut Vec<String>) -> Score {
    let (name, sentence) = place;
    let found = numbers(sentence, language);
    let facts: Vec<Range<usize>> = found
        .iter()
        .filter(|found| matches!(found.class, Class::Fact(_)))
        .map(|found| found.range.clone())
        .collect();
    let meets = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    let mut score = Score { labels: labels.len(), ..Score::default() };
    for label in labels.iter().filter(|label| label.fact) {
        if facts.iter().any(|fact| meets(fact, &label.range)) {
            score.right += 1;
        } else {
            score.missed += 1;
            faults.push(format!("{name}: missed `{}` in: {sentence}", &sentence[label.range.clone()]));
        }
    }
    for fact in &facts {
        let supported = labels.iter().any(|label| label.fact && meets(fact, &label.range));
        let exempt = labels.iter().any(|label| !label.fact && meets(fact, &label.range));
        if exempt || !supported {
            score.false_alarms += 1;
            faults.push(format!("{name}: false alarm `{}` in: {sentence}", &sentence[fact.clone()]));
        }
    }
    score
}

/// The labels of each file by sentence.
fn labelled() -> BTreeMap<String, BTreeMap<String, Vec<Label>>> {
    let folder = root().join("tests/numbers");
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(&folder).expect("the folder is listed") {
        let path = entry.expect("a file is listed").path();
        if path.extension().is_none_or(|extension| extension != "tsv") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a file is read");
        let mut sentences: BTreeMap<String, Vec<Label>> = BTreeMap::new();
        for line in text.lines().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [sentence, number, occurrence, class, reason] = cells.as_slice() else {
                panic!("{}: not five columns: {line}", path.display());
            };
            let occurrence: usize = occurrence.parse().expect("an occurrence is a number");
            let place = nth(sentence, number, occurrence)
                .unwrap_or_else(|| panic!("{}: `{number}` is not in: {sentence}", path.display()));
            assert!(matches!(*class, "fact" | "exempt"), "{line}");
            assert_eq!(*class == "exempt", !reason.is_empty(), "an exempt number has a reason: {line}");
            let label = Label { range: place..place + number.len(), fact: *class == "fact" };
            sentences.entry((*sentence).to_owned()).or_default().push(label);
        }
        let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        files.insert(name, sentences);
    }
    files
}

/// Where the `occurrence`th `number` (from 1, overlapping ones counted) stands.
fn nth(sentence: &str, number: &str, occurrence: usize) -> Option<usize> {
    let starts = sentence.char_indices().map(|(at, _)| at);
    starts.filter(|at| sentence[*at..].starts_with(number)).nth(occurrence.checked_sub(1)?)
}

#[test]
fn check_binds_what_the_data_certainly_hold() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let page = folder.path().join("content/index.md");
    fs::create_dir_all(folder.path().join("content/data")).expect("a folder is made");
    fs::write(folder.path().join("sourcebook.toml"), "title = \"R\"\n").expect("a file is written");
    let data = "Mineral,Price Surge\nTerbium,220%\nDysprosium,180%\n";
    fs::write(folder.path().join("content/data/minerals.csv"), data).expect("a file is written");
    let table = "```table\ndata: minerals\ntitle: Prices\n```\n";
    let text = format!("# R\n\nThe price surge of terbium was 220%; wages rose by 9%.\n\n{table}");
    fs::write(&page, &text).expect("a file is written");

    let low = run(folder.path(), &["check", "--no-cache", "--min-coverage", "50"]);
    assert_eq!(low.status, 1, "{}", low.stderr);
    assert!(low.stderr.contains("0.0 % of the numbers are supported, expected 50 %"), "{}", low.stderr);
    assert!(low.stdout.contains("content/index.md:3:32: 220%"), "{}", low.stdout);

    let bind = ["check", "--no-cache", "--bind", "--min-coverage", "50", "--format", "json"];
    let bound = run(folder.path(), &bind);
    assert_eq!((bound.status, bound.stderr.as_str()), (0, "content/index.md: 1 number bound\n"));
    let found: serde_json::Value = serde_json::from_str(&bound.stdout).expect("JSON and nothing else");
    assert_eq!(found["errors"], 0, "coverage is judged with what was bound: {found}");
    let claim = "[220%]{= data.minerals[\"Terbium\"][\"Price Surge\"] }";
    assert_eq!(fs::read_to_string(&page).expect("a file is read"), text.replace("220%", claim));

    let high = run(folder.path(), &["check", "--no-cache", "--min-coverage", "50"]);
    assert_eq!(high.status, 0, "{}", high.stderr);
    assert!(high.stdout.contains("50.0 %      2      0        1"), "{}", high.stdout);
}

#[test]
fn what_speaks_of_another_value_is_not_bound() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sentences = [
        "Vacancy in Leeds was 2.1% higher than in 2020.",
        "Vacancy in Leeds rose by 2.1%.",
        "Vacancy in Leeds was up 2.1%.",
        "Unlike Leeds, vacancy was 2.1%.",
        "Vacancy outside Leeds was 2.1%.",
        "The target for vacancy in Leeds is 2.1%.",
        "Vacancy in Leeds would be 2.1%.",
    ];
    let text = format!("# R\n\n```table\ndata: e\ntitle: T\n```\n\n{}\n", sentences.join("\n\n"));
    let files = [
        ("sourcebook.toml", "title = \"R\"\n"),
        ("content/index.md", text.as_str()),
        ("content/data/e.csv", "City,Vacancy\nLeeds,2.1%\nHull,1.0%\n"),
    ];
    write_tree(folder.path(), &files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into());
    run(folder.path(), &["check", "--bind"]);
    let page = folder.path().join("content/index.md");
    assert_eq!(fs::read_to_string(&page).expect("a file is read"), text);
    let certain = text.replace("Vacancy in Leeds rose by 2.1%.", "Vacancy in Leeds was 2.1%.");
    fs::write(&page, &certain).expect("a file is written");
    run(folder.path(), &["check", "--bind"]);
    let bound = certain.replace(
        "was 2.1%.\n\nVacancy in Leeds was up",
        "was [2.1%]{= data.e[\"Leeds\"][\"Vacancy\"] }.\n\nVacancy in Leeds was up",
    );
    assert_eq!(fs::read_to_string(&page).expect("a file is read"), bound);
}

#[test]
fn what_is_bound_is_true_and_stays_so() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = "# R\n\n```table\ndata: e\ntitle: T\n```\n\nInflation in Spain is under 3%.\n\n\
        Inflation in Peru is over 2%.\n\nInflation in Chile is under 6%.\n";
    let files = [
        ("sourcebook.toml", "title = \"R\"\n"),
        ("content/index.md", text),
        ("content/data/e.csv", "Country,Inflation\nSpain,3.46%\nPeru,2.5%\nChile,5.7%\n"),
    ];
    write_tree(folder.path(), &files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into());
    for arguments in [&["check", "--bind"][..], &["check", "--fix"], &["check"]] {
        let run = run(folder.path(), arguments);
        assert_eq!(run.status, 0, "{arguments:?}: {}", run.stderr);
    }
    let claim = "[under 6%]{= data.e[\"Chile\"][\"Inflation\"] }";
    let page = fs::read_to_string(folder.path().join("content/index.md")).expect("a page");
    assert_eq!(page, text.replace("under 6%", claim));
}
