//! Data packages: what they give, and what breaks them.

use super::*;

const DATA: &str = "Mineral,Surge,Days\nTerbium,220%,15\nNeodymium,45%,38\n";

/// A package of `minerals.csv` with these fields and further properties of the schema.
fn package(fields: &str, schema: &str) -> String {
    format!(r#"{{"resources": [{{"path": "minerals.csv", "schema": {{"fields": [{fields}]{schema}}}}}]}}"#)
}

fn check(data: &str, fields: &str, schema: &str) -> Run {
    texts(&[("minerals.csv", data), ("datapackage.json", &package(fields, schema))])
}

#[test]
fn a_package_gives_titles_units_keys_and_sources() {
    let run = clean(&[
        ("minerals.csv", DATA),
        (
            "datapackage.json",
            r#"{
  "sources": [{"title": "All"}], "licenses": [{"name": "CC-BY-4.0"}],
  "resources": [{
    "name": "minerals", "path": "./minerals.csv", "title": "Minerals", "description": "D",
    "sources": [{"title": "CREIA", "key": "creia", "path": "https://example.org"}],
    "schema": {"primaryKey": "Mineral", "fields": [
      {"name": "Mineral", "type": "string", "title": "Rare earth"},
      {"name": "Surge", "type": "number", "unit": "%", "displayFormat": {"decimals": 1, "signed": true}},
      {"name": "Days", "type": "integer", "unit": "days"}]}
  }]
}"#,
        ),
    ]);
    let dataset = run.dataset("minerals");
    assert_eq!((dataset.title(), dataset.description()), ("Minerals", Some("D")));
    assert_eq!(dataset.fields()[0].title, "Rare earth");
    assert_eq!(dataset.sources()[0].key.as_deref(), Some("creia"));
    assert_eq!(run.files.text(dataset.sources()[0].span), "\"creia\"");
    assert_eq!(dataset.licences()[0].name.as_deref(), Some("CC-BY-4.0"));
    assert_eq!((dataset.fields()[1].format.decimals, dataset.fields()[1].format.signed), (Some(1), true));
    // A bare number takes the declared unit and keeps its text.
    assert_eq!(run.cells("minerals")[0], ["Terbium=text", "220%=220%", "15=15day"]);
}

#[test]
fn a_resource_names_its_dataset() {
    let package = r#"{"resources": [{"name": "minerals", "path": "2025-export.csv"}]}"#;
    let run = clean(&[("x/2025-export.csv", DATA), ("x/datapackage.json", package)]);
    assert_eq!(run.datasets.names().collect::<Vec<_>>(), ["x/minerals"]);
}

#[test]
fn cells_of_the_wrong_type_are_named() {
    let fields = r#"{"name": "Mineral", "type": "string"}, {"name": "Surge", "type": "number", "unit": "$"}, {"name": "Days", "type": "date"}"#;
    let run = check("Mineral,Surge,Days\nTerbium,220%,2025-02-30\nNeodymium,,2025-01-01\n", fields, "");
    assert_eq!(
        run.findings(),
        [
            "content/data/minerals.csv:2:9 invalid-cell: `Surge` of `Terbium` is `220%`, expected a number in $ [220%]",
            "content/data/minerals.csv:2:14 invalid-cell: `Days` of `Terbium` is `2025-02-30`, expected a date such as `2025-03-01` [2025-02-30]",
        ]
    );
    assert_eq!(run.cells("minerals")[1], ["Neodymium=text", "=-", "2025-01-01=Day 2025-01-01"]);
}

#[test]
fn every_type_reads_its_cells() {
    let cases = [
        (r#""type": "integer""#, "1.5", "expected a whole number"),
        (r#""type": "integer""#, "$1.5M", ""),
        (r#""type": "number", "bareNumber": true"#, "5%", "expected a number without a unit"),
        (r#""type": "number", "bareNumber": true, "unit": "kg""#, "5 kg", "expected a number without a unit"),
        (r#""type": "number", "decimalChar": ",", "groupChar": ".""#, "\"1.234,5\"", ""),
        (
            r#""type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]"#,
            "yes",
            "expected `ja` or `nein`",
        ),
        (r#""type": "boolean""#, "1", ""),
        (r#""type": "date", "format": "%d.%m.%Y""#, "09.03.2025", ""),
        (r#""type": "date", "format": "%d.%m.%Y""#, "2025-03-09", "expected a date written as `%d.%m.%Y`"),
        (r#""type": "date", "format": "%d.%m.%Y""#, "30.02.2024", "expected a date written as `%d.%m.%Y`"),
        (r#""type": "datetime""#, "2025-03-09T12:00:00Z", ""),
        (r#""type": "year""#, "25", "expected a year such as `2025`"),
        (r#""type": "yearmonth""#, "2025-13", "expected a month such as `2025-03`"),
        (r#""type": "time""#, "25:00", "expected a time such as `12:30:00`"),
        (r#""type": "duration""#, "P1Y6M", ""),
        (r#""type": "duration""#, "18 months", ""),
        (r#""type": "geojson""#, "x", ""),
        (r#""type": "any""#, "whatever", ""),
    ];
    for (kind, cell, expected) in cases {
        let run = check(&format!("v\n{cell}\n"), &format!(r#"{{"name": "v", {kind}}}"#), "");
        let found = run.findings();
        match expected {
            "" => assert_eq!(found, Vec::<String>::new(), "{kind}: {cell}"),
            _ => assert!(found.len() == 1 && found[0].contains(expected), "{kind}: {cell}: {found:?}"),
        }
    }
}

#[test]
fn a_ratio_in_percent_has_fewer_decimals_than_its_cells() {
    let field = r#"{"name": "v", "type": "number", "displayFormat": {"percent": true}}"#;
    let decimals = |cells: &str| check(cells, field, "").dataset("minerals").fields()[0].format.decimals;
    assert_eq!(decimals("v\n0.68\n0.125\n"), Some(1));
    assert_eq!(decimals("v\n0.68\n0.7\n"), Some(0));
    assert_eq!(decimals("v\n6.8%\n"), Some(1));
}

#[test]
fn constraints_are_held_against_cells() {
    let cases = [
        (r#""required": true"#, "1\n\"\"", "is empty, expected a value, because the field is required"),
        (r#""unique": true"#, "1\n1", "`v` is `1` twice, expected different values"),
        (r#""minimum": 2"#, "1", "is `1`, expected at least 2"),
        (r#""maximum": "2""#, "$3", "is `$3`, expected at most 2"),
        (r#""exclusiveMinimum": 1"#, "1", "is `1`, expected more than 1"),
        (r#""enum": ["1", 2]"#, "3", "is `3`, expected one of `1`, `2`"),
        (r#""pattern": "[0-9]{2}""#, "123", "is `123`, expected a text that matches `[0-9]{2}`"),
        (r#""minLength": 2"#, "1", "is `1`, expected at least 2 characters"),
        (r#""maxLength": 2"#, "123", "is `123`, expected at most 2 characters"),
    ];
    for (constraint, cells, expected) in cases {
        let cells: String = cells.split('\n').map(|cell| format!("r,{cell}\n")).collect();
        let fields =
            format!(r#"{{"name": "k"}}, {{"name": "v", "type": "any", "constraints": {{{constraint}}}}}"#);
        let run = check(&format!("k,v\n{cells}"), &fields, "");
        let found = run.findings();
        assert_eq!(found.len(), 1, "{constraint}: {found:?}");
        assert!(
            found[0].contains("constraint-violation") && found[0].contains(expected),
            "{constraint}: {found:?}"
        );
        assert_eq!(run.diagnostics.iter().next().map(|d| d.related.len()), Some(1));
    }
}

#[test]
fn primary_keys_are_unique() {
    let fields = r#"{"name": "a"}, {"name": "b"}"#;
    let run = check("a,b\nx,1\nx,2\nx,1\n,3\n", fields, r#", "primaryKey": ["a", "b"]"#);
    assert_eq!(
        run.findings(),
        [
            "content/data/minerals.csv:4:1 duplicate-key: two records have the primary key `x / 1`, expected a different one for each [x]",
            "content/data/minerals.csv:5:1 constraint-violation: `a` of record 4 is empty, expected a value: it is the primary key []",
        ]
    );
    assert_eq!(run.dataset("minerals").record("x / 2"), Some(1));
    let run = check("a,b\nx,1\n", fields, r#", "primaryKey": "A""#);
    assert_eq!(
        run.findings(),
        [
            "content/data/datapackage.json:1:108 invalid-schema: the primary key names the field `A`, which the data do not have [\"A\"]"
        ]
    );
}

#[test]
fn schema_and_header_must_agree() {
    let run = check(DATA, r#"{"name": "Mineral"}, {"name": "Surges"}, {"name": "Days"}"#, "");
    assert_eq!(
        run.findings(),
        [
            "content/data/datapackage.json:1:93 invalid-schema: the schema declares the field `Surges`, which the data do not have [\"Surges\"]",
            "content/data/minerals.csv:1:9 invalid-schema: the data have the field `Surge`, which the schema does not declare [Surge]",
        ]
    );
    let first = run.diagnostics.iter().next().expect("a finding");
    assert_eq!(first.help, ["did you mean `Surge`?"]);
    assert_eq!(run.files.get(first.related[0].span.file).path, "content/data/minerals.csv");
    let fits = check(DATA, r#"{"name": "Days"}, {"name": "Other"}"#, r#", "fieldsMatch": ["partial"]"#);
    assert_eq!(fits.findings(), Vec::<String>::new());
}

#[test]
fn missing_values_are_missing() {
    let fields = r#"{"name": "Mineral"}, {"name": "Surge", "type": "number"}, {"name": "Days", "type": "integer", "missingValues": ["?"]}"#;
    let run = check("Mineral,Surge,Days\na,n/a,?\nb,,n/a\n", fields, r#", "missingValues": ["", "n/a"]"#);
    assert_eq!(run.cells("minerals")[0], ["a=text", "n/a=-", "?=-"]);
    assert_eq!(run.findings().len(), 1);
}

#[test]
fn faults_of_a_package_are_all_reported() {
    let run = texts(&[
        ("minerals.csv", DATA),
        (
            "datapackage.json",
            r#"{"resources": [
  {"path": "mineral.csv"},
  {"name": "no-path"},
  {"path": "minerals.csv", "schema": {"fields": [
    {"name": "Mineral", "type": "sting"}, {"name": "Surge", "units": "%"}, {"name": "Days", "constraints": {"pattern": "("}}
  ], "primarykey": "Mineral"}, "dialect": {"header": false}}
]}"#,
        ),
    ]);
    let found = run.findings();
    let starts = [
        "content/data/datapackage.json:3:3 invalid-schema: `resource` is a mapping, expected a mapping with `path`",
        "content/data/datapackage.json:5:33 invalid-schema: `sting` is not a type of Table Schema [\"sting\"]",
        "content/data/datapackage.json:5:61 invalid-schema: a field has no key `units` [\"units\"]",
        "content/data/datapackage.json:5:120 invalid-schema: the pattern `(` does not parse",
        "content/data/datapackage.json:6:6 invalid-schema: the schema has no key `primarykey` [\"primarykey\"]",
        "content/data/datapackage.json:6:54 invalid-schema: `header` is false, expected `true` [false]",
        "content/data/datapackage.json:2:12 invalid-schema: the resource names the file `mineral.csv`, which does not exist [\"mineral.csv\"]",
    ];
    assert_eq!(found.len(), starts.len(), "{found:#?}");
    for (found, start) in found.iter().zip(starts) {
        assert!(found.starts_with(start), "{found}\n{start}");
    }
    let twice = texts(&[
        ("minerals.csv", DATA),
        ("datapackage.json", r#"{"resources": [{"path": "minerals.csv"}, {"path": "./minerals.csv"}]}"#),
    ]);
    assert_eq!(
        twice.findings(),
        [
            "content/data/datapackage.json:1:51 invalid-schema: two resources describe `minerals.csv` [\"./minerals.csv\"]"
        ]
    );
    let broken = texts(&[("datapackage.json", "{\"resources\": [}")]);
    assert_eq!(
        broken.findings(),
        ["content/data/datapackage.json:1:16 invalid-schema: expected a JSON value [}]"]
    );
}

#[test]
fn slips_of_known_keys_are_told_and_keys_of_their_own_are_not() {
    let package = |resource: &str| format!(r#"{{"resources": [{{"path": "minerals.csv", {resource}}}]}}"#);
    let cases = [
        (r#""retreived": "2025-01-01""#, "the resource has no key `retreived`"),
        (r#""schema": {"fields": [{"name": "Mineral", "typ": "string"}]}"#, "a field has no key `typ`"),
        (
            r#""schema": {"fields": [{"name": "Mineral", "constraints": {"uniqe": true}}]}"#,
            "`constraints` has no key `uniqe`",
        ),
        (r#""dialect": {"delimeter": ";"}"#, "the dialect has no key `delimeter`"),
        (r#""dialect": {"quote_char": "'"}"#, "the dialect has no key `quote_char`"),
        (r#""dialect": {"Delimiter": ","}"#, "the dialect has no key `Delimiter`"),
        (r#""sources": [{"titel": "A"}]"#, "the source has no key `titel`"),
        (r#""licenses": [{"Title": "A"}]"#, "the licence has no key `Title`"),
        (r#""date": "2025", "scheme": "file", "note": "a", "title_de": "b", "dialect": {"type": "x"}"#, ""),
        (r#""sources": [{"title": "A", "publisher": "B", "year": 2025}]"#, ""),
    ];
    for (resource, expected) in cases {
        let run = texts(&[("minerals.csv", DATA), ("datapackage.json", &package(resource))]);
        let found: Vec<String> =
            run.findings().into_iter().filter(|found| found.contains("has no key")).collect();
        match expected {
            "" => assert_eq!(found, Vec::<String>::new(), "{resource}"),
            _ => assert!(found.len() == 1 && found[0].contains(expected), "{resource}: {found:?}"),
        }
    }
}

#[test]
fn a_foreign_key_finds_a_resource_by_its_file_and_numbers_by_their_value() {
    let package = r#"{"resources": [
  {"path": "lots.csv", "schema": {"primaryKey": "Lot", "fields": [{"name": "Lot", "type": "integer"}]}},
  {"path": "trade.csv", "schema": {"fields": [{"name": "Id"}, {"name": "Lot", "type": "number"}],
   "foreignKeys": [{"fields": "Lot", "reference": {"resource": "lots", "fields": "Lot"}}]}}]}"#;
    let run = texts(&[
        ("lots.csv", "Lot\n1\n\"1,000\"\n"),
        ("trade.csv", "Id,Lot\na,1.0\nb,1000\nc,2\n"),
        ("datapackage.json", package),
    ]);
    assert_eq!(
        run.findings(),
        [
            "content/data/trade.csv:4:3 constraint-violation: `Lot` of `c` is `2`, expected a value of `lots` [2]"
        ]
    );
}

#[test]
fn a_foreign_key_to_a_resource_that_cannot_be_read_is_not_told_beside_that() {
    let package = r#"{"resources": [
  {"path": "lots.json"},
  {"path": "trade.csv", "schema": {"fields": [{"name": "Id"}, {"name": "Lot"}],
   "foreignKeys": [{"fields": "Lot", "reference": {"resource": "lots", "fields": "Lot"}}]}}]}"#;
    let run =
        texts(&[("lots.json", "{\"a\": 1"), ("trade.csv", "Id,Lot\na,1\n"), ("datapackage.json", package)]);
    let found = run.findings();
    assert!(found.len() == 1 && found[0].starts_with("content/data/lots.json"), "{found:?}");
}

#[test]
fn foreign_keys_are_followed() {
    let package = r#"{"resources": [
  {"name": "minerals", "path": "minerals.csv"},
  {"name": "trade", "path": "trade.csv", "schema": {"fields": [{"name": "Id"}, {"name": "Mineral"}],
   "foreignKeys": [{"fields": "Mineral", "reference": {"resource": "minerals", "fields": "Mineral"}},
                   {"fields": "Mineral", "reference": {"resource": "mineral", "fields": "Mineral"}}]}}]}"#;
    let run = texts(&[
        ("minerals.csv", DATA),
        ("trade.csv", "Id,Mineral\n1,Terbium\n2,Terbum\n3,\n"),
        ("datapackage.json", package),
    ]);
    assert_eq!(
        run.findings(),
        [
            "content/data/trade.csv:3:3 constraint-violation: `Mineral` of `2` is `Terbum`, expected a value of `minerals` [Terbum]",
            "content/data/datapackage.json:5:68 invalid-schema: the foreign key names the resource `mineral`, which the package does not have [\"mineral\"]",
        ]
    );
    assert_eq!(
        run.diagnostics.iter().next().map(|d| d.help.clone()),
        Some(vec!["did you mean `Terbium`?".to_owned()])
    );
}
