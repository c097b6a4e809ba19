//! Merged cells of workbooks.

use super::run;
use super::sheets::{sheet_of, xlsx};

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
