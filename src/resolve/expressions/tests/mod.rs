//! Fixtures of the expression tests; the cases stand in the files below.

mod faults;
mod language;
mod laws;
mod values;

use super::*;
use crate::diagnostics::Files;
use crate::model::{Cell, Dataset, DatasetParts, Field, FieldKind, Format, Moment, Precision};
use crate::syntax::number;
use jiff::civil::Date;

/// A dataset from comma-separated text; `key` fields from the left make the primary key.
fn dataset(files: &mut Files, name: &str, key: usize, text: &str) -> Dataset {
    let file = files.add(format!("content/data/{name}.csv"), text);
    let mut lines = text.lines().map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
    let header = lines.next().unwrap_or_default();
    let records: Vec<Vec<&str>> = lines.collect();
    let field = |(index, name): (usize, &&str)| Field {
        name: (*name).to_owned(),
        title: (*name).to_owned(),
        description: None,
        kind: FieldKind::Any,
        unit: None,
        format: found_format(&records, index),
    };
    let cell = |text: &str| Cell { scalar: scalar(text), text: text.into(), place: 0..0 };
    Dataset::new(DatasetParts {
        name: name.to_owned(),
        file,
        path: format!("data/{name}.csv"),
        title: None,
        description: None,
        fields: header.iter().enumerate().map(field).collect(),
        columns: (0..header.len()).map(|f| records.iter().map(|r| cell(r[f])).collect()).collect(),
        primary_key: (0..key).collect(),
        sources: Vec::new(),
        licences: Vec::new(),
    })
}

/// The format that reading finds for a field without a declared one: decimals, scale and sign of its cells.
fn found_format(records: &[Vec<&str>], field: usize) -> Format {
    let numbers: Vec<_> = records.iter().filter_map(|record| number::parse(record[field])).collect();
    let mut nonzero = numbers.iter().filter(|number| number.amount != 0.0).peekable();
    Format {
        decimals: numbers.iter().map(|number| number.written.decimals).max(),
        compact: nonzero.peek().is_some() && nonzero.all(|number| number.written.scale.is_some()),
        ..Format::default()
    }
}

fn scalar(text: &str) -> Scalar {
    match text {
        "" => Scalar::Missing,
        "yes" => Scalar::Boolean(true),
        "no" => Scalar::Boolean(false),
        _ => match (text.parse::<Date>(), number::parse(text)) {
            (Ok(date), _) => Scalar::Moment(Moment { at: date.into(), precision: Precision::Day }),
            (_, Some(quantity)) => Scalar::Number(quantity),
            _ => Scalar::Text(text.into()),
        },
    }
}

const MINERALS: &str = "Mineral|Price Surge|Inventory Days|Timeline
Terbium|220%|15|5+ years
Dysprosium|180%|22|3 years
Neodymium|45%|38|12 months";
const MARKETS: &str = "Market|Share|ARPU|Users|Risk|Listed|Since
US|68%|$14.2|4,000 users|8.7/10|yes|2024-03-01
Japan|19%|$8.7|1,000 users|3.2/10|no|2024-06-01
SEA|13%|$1.2|500 users|4.1/10|yes|2025-03-01";
const COSTS: &str = "Company|Revenue|Cost|Note
MiniMax|$70M|$18M|
Zhipu AI|$28M|$4M|state
Baichuan|$0|$7M|";
const RETENTION: &str = "Week|Conch AI
1|100%
4|62%
8|41%";
const SURVEY: &str = "Answer|Votes
A|3
B|4";

fn evaluator_in(language: &str) -> Expressions {
    let mut files = Files::default();
    let mut datasets = Datasets::default();
    let all = [
        ("minerals", 1, MINERALS),
        ("markets", 1, MARKETS),
        ("costs", 1, COSTS),
        ("conch-retention", 1, RETENTION),
        ("folder/survey", 0, SURVEY),
        ("survey", 0, SURVEY),
    ];
    for (name, key, text) in all {
        let added = datasets.add(dataset(&mut files, name, key, text));
        assert!(added.is_ok(), "{name} is there once");
    }
    Expressions::new(Arc::new(datasets), Locale::of(language))
}

fn evaluator() -> Expressions {
    evaluator_in("en")
}

#[track_caller]
fn prints(cases: &[(&str, &str)]) {
    let expressions = evaluator();
    for (source, expected) in cases {
        match expressions.evaluate(source) {
            Ok(evaluated) => assert_eq!(&evaluated.text, expected, "{source}"),
            Err(error) => panic!("{source}: {error:?}"),
        }
    }
}

/// Rule, message, the text under the range, and help of each expression's error.
#[track_caller]
fn fails(cases: &[(&str, &str, &str, &str, &str)]) {
    let expressions = evaluator();
    for (source, rule, message, place, help) in cases {
        let error = match expressions.evaluate(source) {
            Ok(evaluated) => panic!("{source} gives {}", evaluated.text),
            Err(error) => error,
        };
        let under = source.get(error.range.clone()).unwrap_or("out of range");
        let found = (error.rule.name(), error.message.as_str(), under, error.help.join("; "));
        assert_eq!(found, (*rule, *message, *place, (*help).to_owned()), "{source}");
    }
}
