//! One table in every format, and what is wrong in each.

use super::*;

const EXPECTED: [[&str; 3]; 2] =
    [["Terbium=text", "220%=220%", "15=15"], ["Neodymium=text", "45%=45%", "38=38"]];

#[test]
fn every_text_format_gives_the_same_table() {
    let csv = "Mineral,Surge,Days\nTerbium,220%,15\n\nNeodymium,45%,38\n";
    let records =
        "- Mineral: Terbium\n  Surge: 220%\n  Days: 15\n- {Mineral: Neodymium, Surge: '45%', Days: 38}\n";
    let json =
        r#"[{"Mineral":"Terbium","Surge":"220%","Days":15},{"Mineral":"Neodymium","Surge":"45%","Days":38}]"#;
    let lists = r#"[["Mineral","Surge","Days"],["Terbium","220%",15],["Neodymium","45%",38]]"#;
    let split =
        r#"{"columns":["Mineral","Surge","Days"],"data":[["Terbium","220%",15],["Neodymium","45%",38]]}"#;
    let toml = "[[rows]]\nMineral = 'Terbium'\nSurge = \"220%\"\nDays = 15\n[[rows]]\nMineral = 'Neodymium'\nSurge = '45%'\nDays = 38\n";
    let lines = json.trim_matches(['[', ']']).replace("},{", "}\n{");
    let run = clean(&[
        ("a.csv", csv),
        ("b.csv", &csv.replace(',', ";")),
        ("c.csv", &csv.replace(',', "|").replace('\n', "\r\n")),
        ("d.tsv", &csv.replace(',', "\t")),
        ("e.json", json),
        ("f.json", lists),
        ("g.json", split),
        ("h.ndjson", &lines),
        ("i.yaml", records),
        ("j.toml", toml),
        ("k.csv", &format!("\u{FEFF}{csv}")),
        ("folder/l.csv", csv),
    ]);
    for name in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "folder/l"] {
        assert_eq!(run.cells(name), EXPECTED, "{name}");
        let kinds = [
            ("Mineral", FieldKind::Text, ""),
            ("Surge", FieldKind::Number, "%"),
            ("Days", FieldKind::Number, ""),
        ];
        assert_eq!(run.kinds(name), kinds.map(|(name, kind, unit)| (name, kind, unit.to_owned())), "{name}");
        assert_eq!(run.dataset(name).record("Neodymium"), Some(1), "{name}");
    }
}

#[test]
fn utf_16_is_read() {
    let bytes: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain("鉱物,値\nテルビウム,3億\n".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let run = run(&[("u.csv", &bytes)]);
    assert_eq!(run.findings(), Vec::<String>::new());
    assert_eq!(run.cells("u"), [["テルビウム=text", "3億=300000000"]]);
}

#[test]
fn keyed_mappings_and_single_lists_are_tables() {
    let run = clean(&[
        ("keyed.yaml", "Terbium:\n  Days: 15\nNeodymium:\n  Days: 38\n  Note: x\n"),
        ("inner.json", r#"{"records": [{"a": 1, "b": null}]}"#),
    ]);
    assert_eq!(run.cells("keyed"), [["Terbium=text", "15=15", "=-"], ["Neodymium=text", "38=38", "x=text"]]);
    assert_eq!(run.dataset("keyed").fields()[0].name, "key");
    assert_eq!(run.cells("inner"), [["1=1", "=-"]]);
}

#[test]
fn tables_of_pandas_are_read() {
    let table = [["x=text", "1=1"], ["y=text", "2=2"]];
    let run = clean(&[
        ("split.json", r#"{"columns":["a","b"],"index":[0,1],"data":[["x",1],["y",2]]}"#),
        ("labels.json", r#"{"columns":["b"],"index":["x","y"],"data":[[1],[2]]}"#),
        ("columns.json", r#"{"a":{"0":"x","1":"y"},"b":{"0":1,"1":2}}"#),
        ("lists.yaml", "a: [x, y]\nb: [1, 2]\n"),
        ("table.json", r#"{"schema":{"fields":[]},"data":[{"a":"x","b":1},{"a":"y","b":2}]}"#),
    ]);
    for name in ["split", "labels", "columns", "lists", "table"] {
        assert_eq!(run.cells(name), table, "{name}");
    }
    assert_eq!(run.dataset("labels").fields()[0].name, "key");
    let found = texts(&[
        ("a.json", r#"{"columns":["a"],"index":["x"],"data":[[1],[2]]}"#),
        ("b.json", r#"{"a":[1,2],"b":[1]}"#),
    ]);
    assert_eq!(
        found.findings(),
        [
            "content/data/a.json:1:26 invalid-data: `index` has 1 key, `data` has 2 [[\"x\"]]",
            "content/data/b.json:1:1 invalid-data: this holds no table [{\"a\":[1,2],\"b\":[1]}]",
        ]
    );
}

#[test]
fn kinds_are_found() {
    let run = clean(&[(
        "k.csv",
        "Year,When,Ok,Mixed,Rate,Code,Founded\n2024,2025-03,true,5 years,$1.25,a,2020\n2025,2025-04,false,soon,$3.5,2025-01,1999\n",
    )]);
    let kinds: Vec<FieldKind> = run.kinds("k").into_iter().map(|(_, kind, _)| kind).collect();
    use FieldKind::{Any, Boolean, Moment, Number, Text};
    assert_eq!(kinds, [Moment, Moment, Boolean, Any, Number, Text, Number]);
    assert_eq!(
        run.cells("k")[0],
        [
            "2024=Year 2024-01-01",
            "2025-03=Month 2025-03-01",
            "true=true",
            "5 years=5year",
            "$1.25=1.25$",
            "a=text",
            "2020=2020"
        ]
    );
    assert_eq!(run.dataset("k").fields()[4].format.decimals, Some(2));
}

#[test]
fn formats_follow_the_cells() {
    let run =
        clean(&[("f.csv", "k,Cost,Delta,Both,Units\na,$18M,+88%,1.25,68%\nb,$4.5M,+87.5%,$3M,8.7/10\n")]);
    let format = |field: usize| &run.dataset("f").fields()[field].format;
    assert!(format(1).compact && format(1).decimals == Some(1));
    assert!(format(2).signed && format(2).decimals == Some(1));
    assert!(!format(3).compact);
    assert_eq!(format(3).decimals, None, "the decimals of `1.25` are none of `$3M`");
    assert_eq!(format(4).decimals, None, "a percentage has no decimal because a score has one");
}

#[test]
fn ragged_lists_are_told_what_lists_need() {
    let run = texts(&[("x.json", r#"[["N","A"],["a",1],["b",2,3],["c"]]"#)]);
    let help: Vec<&str> = run.diagnostics.iter().flat_map(|found| &found.help).map(String::as_str).collect();
    assert_eq!(help, ["give every list as many values as the first one has, `null` for what is missing"; 2]);
}

#[test]
fn ragged_records_are_named_and_the_others_stay() {
    let run = texts(&[("r.csv", "a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12\n")]);
    assert_eq!(
        run.findings(),
        [
            "content/data/r.csv:3:1 ragged-record: record 2 has 2 cells, the header has 3 fields [4,5]",
            "content/data/r.csv:4:1 ragged-record: record 3 has 4 cells, the header has 3 fields [6,7,8,9]",
        ]
    );
    assert_eq!(run.dataset("r").len(), 2);
}

#[test]
fn columns_without_name_and_cells_are_dropped() {
    let run =
        texts(&[("a.csv", "a,b,,\n1,2,,\n3,4,,\n"), ("t.csv", "Wind in Iowa,,\nYear,MWh,Share\n2013,1,2\n")]);
    assert_eq!(run.datasets.iter().next().map(|(_, a)| a.fields().len()), Some(2));
    assert_eq!(
        run.findings(),
        ["content/data/t.csv:1:14 invalid-data: 2 of 3 fields of the header have no name []"]
    );
}

#[test]
fn headers_need_different_names() {
    let run = texts(&[("h.csv", "a,,a\n1,2,3\n"), ("q.csv", "a,b\n\"1,2\n3,4\n"), ("empty.csv", "\n")]);
    assert_eq!(
        run.findings(),
        [
            "content/data/empty.csv:1:1 invalid-data: the file holds no table []",
            "content/data/h.csv:1:3 invalid-data: a field of the header has no name []",
            "content/data/h.csv:1:4 duplicate-field: the field `a` stands twice [a]",
            "content/data/q.csv:2:1 invalid-data: a quoted cell is not closed [\"]",
        ]
    );
}

#[test]
fn syntax_faults_have_places() {
    let run = texts(&[
        ("a.json", "[\n  {\"a\": 1,}\n]"),
        ("b.ndjson", "{\"a\": 1}\n{\"a\": }\n{\"a\": 3}\n"),
        ("c.toml", "[[r]]\na = 1\nb = \n"),
        ("d.yaml", "- a: [1\n- b\n"),
        ("e.json", "{\"a\": 1, \"b\": 2}"),
        ("f.yaml", "- a: 1\n- 5\n- a: 3\n"),
        ("g.json", "[{\"a\": 1, \"a\": 2}]"),
        ("h.yaml", "- a: 1\n  b: [1, 2]\n"),
    ]);
    let found = run.findings();
    assert_eq!(found[0], "content/data/a.json:2:11 invalid-data: expected a key in double quotes [}]");
    assert_eq!(found[1], "content/data/b.ndjson:2:7 invalid-data: expected a JSON value [}]");
    assert!(
        found[2].starts_with("content/data/c.toml:3:5 invalid-data: this is not valid TOML"),
        "{}",
        found[2]
    );
    assert!(
        found[3].starts_with("content/data/d.yaml:1:6 invalid-data: this is not valid YAML"),
        "{}",
        found[3]
    );
    assert_eq!(found[4], "content/data/e.json:1:1 invalid-data: this holds no table [{\"a\": 1, \"b\": 2}]");
    assert_eq!(
        found[5],
        "content/data/f.yaml:2:3 invalid-data: record 2 is a number, expected a mapping of field names to cells [5]"
    );
    assert_eq!(found[6], "content/data/g.json:1:11 invalid-data: the key `a` stands here twice [\"a\"]");
    assert_eq!(
        found[7],
        "content/data/h.yaml:2:6 invalid-cell: `b` of `1` is `[1, 2]`, expected a text, number or truth value [[1, 2]]"
    );
    assert_eq!(found.len(), 8);
    assert_eq!(run.dataset("b").len(), 2);
    assert_eq!(run.dataset("f").len(), 2);
}

#[test]
fn wrong_bytes_are_named() {
    let run = run(&[
        ("l.csv", b"a,b\ncaf\xE9,1\n"),
        ("n.json", b"[\0]"),
        ("x.xlsx", b"no zip"),
        ("skip.md", b"\xFF"),
    ]);
    let found = run.findings();
    assert_eq!(
        found[0],
        "content/data/l.csv:2:4 invalid-encoding: byte 0xE9 at offset 7 is not UTF-8, expected UTF-8 or UTF-16 [\u{FFFD}]"
    );
    assert_eq!(
        found[1],
        "content/data/n.json:1:2 invalid-encoding: a NUL byte at offset 1: this is no text file, expected UTF-8 or UTF-16 [\0]"
    );
    assert!(
        found[2].starts_with("content/data/x.xlsx:1:1 invalid-data: the workbook cannot be read: "),
        "{}",
        found[2]
    );
    assert_eq!(found.len(), 3);
}

#[test]
fn json_strings_and_numbers_are_kept() {
    let run = clean(&[(
        "j.json",
        "[{\"a\": \"\\ud83d\\ude00 \\u5104\\n\", \"big\": 12345678901234567890, \"e\": 1e3, \"t\": true}]",
    )]);
    assert_eq!(
        run.cells("j")[0],
        ["😀 億\n=text", "12345678901234567890=12345678901234567000", "1e3=1000", "true=true"]
    );
    for wrong in
        ["[01]", "[1.]", "[\"\\x\"]", "[\"\\ud800\"]", "[tru]", "[1] 2", "[\"a\nb\"]", "[\"open", "[-]"]
    {
        assert_eq!(texts(&[("w.json", wrong)]).diagnostics.iter().count(), 1, "{wrong}");
    }
    let deep = "[".repeat(100_000);
    assert_eq!(texts(&[("w.json", &deep)]).findings().len(), 1);
}

#[test]
fn two_files_of_one_name_are_named() {
    let run = texts(&[("m.csv", "a\n1\n"), ("m.json", "[{\"a\": 1}]")]);
    assert_eq!(
        run.findings(),
        [
            "content/data/m.json:1:1 duplicate-dataset: `content/data/m.json` and `content/data/m.csv` both give the dataset `m` []"
        ]
    );
}
