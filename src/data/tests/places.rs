//! The place of every cell is exact.

use super::*;
use proptest::prelude::*;

fn texts_at(run: &Run, name: &str) -> Vec<String> {
    let dataset = run.dataset(name);
    let mut texts = Vec::new();
    for record in 0..dataset.len() {
        for field in 0..dataset.fields().len() {
            texts.push(run.files.text(dataset.span(record, field)).to_owned());
        }
    }
    texts
}

#[test]
fn spans_hold_the_written_text() {
    let run = clean(&[
        ("a.csv", "k,\"b\"\r\n 漢字 ,\"12,000\"\r\n\r\n\"x\ny\",\"say \"\"hi\"\"\"\r\n"),
        ("b.json", "[{\"k\": \"漢字\", \"b\" : 1.50 }]"),
        ("c.toml", "[[r]]\nk = \"漢\"\nb = 1.50\nd = 2025-03-01\n"),
        ("d.yaml", "- k: 漢字\n  b: \"12,000\"\n"),
    ]);
    assert_eq!(texts_at(&run, "a"), ["漢字", "12,000", "x\ny", "say \"\"hi\"\""]);
    assert_eq!(texts_at(&run, "b"), ["漢字", "1.50"]);
    assert_eq!(texts_at(&run, "c"), ["漢", "1.50", "2025-03-01"]);
    assert_eq!(texts_at(&run, "d"), ["漢字", "12,000"]);
}

/// A cell as it is written: quoted when it must be, or when `quote` is set.
fn written(cell: &str, quote: bool, delimiter: char) -> String {
    let must = cell.contains([delimiter, '"', '\n', '\r']) || cell.trim() != cell || cell.is_empty();
    if quote || must { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

proptest! {
    #[test]
    fn csv_spans_hold_the_cells(
        rows in prop::collection::vec(prop::collection::vec(("[a-z漢\",;\\n |\t\r0-9$%]{1,8}", any::<bool>()), 3), 1..6),
        delimiter in prop::sample::select(vec![',', ';', '\t', '|']),
        crlf in any::<bool>(),
    ) {
        let end = if crlf { "\r\n" } else { "\n" };
        let mut text = ["f0", "f1", "f2"].join(&delimiter.to_string()) + end;
        for row in &rows {
            let cells: Vec<String> = row.iter().map(|(cell, quote)| written(cell, *quote, delimiter)).collect();
            text += &(cells.join(&delimiter.to_string()) + end);
        }
        let rows: Vec<_> = rows.into_iter().filter(|row| row.iter().any(|(cell, _)| !cell.trim().is_empty())).collect();
        let (table, faults) = super::super::csv::read(&text, Some(delimiter as u8), None);
        prop_assert!(faults.is_empty(), "{faults:?}");
        prop_assert_eq!(table.len(), rows.len());
        for (record, row) in rows.iter().enumerate() {
            for (field, (expected, _)) in row.iter().enumerate() {
                let cell = table.cell(record, field).expect("a cell of the table");
                prop_assert_eq!(&*cell.text, expected.as_str());
                prop_assert_eq!(text[cell.place.clone()].replace("\"\"", "\""), expected.as_str());
            }
        }
    }

    #[test]
    fn no_text_breaks_a_reader(text in "[\\PC\\n\\r\t\"',:{}\\[\\]\\-0-9]{0,80}", extension in prop::sample::select(vec!["csv", "json", "ndjson", "yaml", "toml", "tsv"])) {
        let path = format!("x.{extension}");
        let run = run(&[(&path, text.as_bytes()), ("datapackage.json", text.as_bytes())]);
        for (_, dataset) in run.datasets.iter() {
            for record in 0..dataset.len() {
                for field in 0..dataset.fields().len() {
                    let span = dataset.span(record, field);
                    prop_assert!(run.files.get(span.file).text.get(span.range()).is_some());
                }
            }
        }
    }
}
