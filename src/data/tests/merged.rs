//! Merged cells of workbooks.

use super::run;
use super::sheets::{ods, sheet_of, xlsx};

#[test]
fn cells_that_are_merged_over_records_are_told() {
    let rows = sheet_of(&[
        ("A1", "Region"),
        ("B1", "Sales"),
        ("A2", "North"),
        ("B2", "12"),
        ("B3", "13"),
        ("A5", "South"),
        ("B5", "14"),
        ("B7", "15"),
    ]);
    let book = |areas: &[&str]| {
        let areas: String = areas.iter().map(|area| format!(r#"<mergeCell ref="{area}"/>"#)).collect();
        let merged = format!("</sheetData><mergeCells>{areas}</mergeCells>");
        xlsx(&[("S", &rows.replace("</sheetData>", &merged))])
    };
    let found = |areas: &[&str]| run(&[("b.xlsx", &book(areas))]).findings();
    let message =
        "merged-cells: the cell is merged with one above it that has the value: it is read as empty";
    assert_eq!(found(&["A2:A3"]), [format!("content/data/b.xlsx[S]:3:1 {message} []")]);
    assert_eq!(
        found(&["A5:A7", "A2:A3"]),
        [format!("content/data/b.xlsx[S]:3:1 {message}, as are those of 1 other area []")]
    );
    // Over columns, without a value, without a record, in a column that is left out.
    for none in ["A2:B2", "A3:A4", "A8:A9", "A5:A6", "C2:C3"] {
        assert_eq!(found(&[none]), [""; 0], "{none}");
    }
    let run = run(&[("b.xlsx", &book(&["A2:A3"]))]);
    assert_eq!(run.cells("b")[1], ["=-", "13=13"]);
}

#[test]
fn cells_of_an_open_document_that_are_merged_over_records_are_told() {
    let cell = |text: &str, attributes: &str| {
        let value = if text.is_empty() { String::new() } else { format!("<text:p>{text}</text:p>") };
        let kind = if text.is_empty() { "" } else { r#" office:value-type="string""# };
        format!("<table:table-cell{attributes}{kind}>{value}</table:table-cell>")
    };
    let covered = "<table:covered-table-cell/>";
    let row = |cells: &[&str]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let found = |spans: &str| {
        let rows = [
            // A sheet may begin below its first row, and right of its first column.
            r#"<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3"/></table:table-row>"#.to_owned(),
            row(&[&cell("", ""), &cell("Region", ""), &cell("Sales", "")]),
            row(&[&cell("", ""), &cell("North", spans), &cell("12", "")]),
            row(&[&cell("", ""), covered, &cell("13", "")]),
            row(&[&cell("", ""), &cell("South", spans), &cell("14", "")]),
            row(&[&cell("", ""), covered, &cell("15", "")]),
        ];
        let other = r#"<table:table table:name="Empty"><table:table-row><table:table-cell/></table:table-row></table:table>"#;
        let book = ods(&format!(r#"{other}<table:table table:name="S">{}</table:table>"#, rows.concat()));
        run(&[("b.ods", &book)]).findings()
    };
    let message = "the cell is merged with one above it that has the value: it is read as empty, as are those of 1 other area";
    assert_eq!(
        found(r#" table:number-columns-spanned="1" table:number-rows-spanned="2""#),
        [format!("content/data/b.ods[S]:5:1 merged-cells: {message} []")]
    );
    assert_eq!(found(r#" table:number-columns-spanned="1" table:number-rows-spanned="1""#), [""; 0]);
    assert_eq!(found(""), [""; 0]);
}
