//! Workbooks, made here: a zip archive without compression around a few lines of XML.

use super::*;

const STYLES: &str = r##"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="&quot;$&quot;#,##0.00"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>"##;
const SHEET: &str = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="2"><c r="B2" t="inlineStr"><is><t>Market</t></is></c><c r="C2" t="inlineStr"><is><t>Share</t></is></c><c r="D2" t="inlineStr"><is><t>ARPU</t></is></c><c r="E2" t="inlineStr"><is><t>When</t></is></c><c r="F2" t="inlineStr"><is><t>Ok</t></is></c></row>
<row r="3"><c r="B3" t="inlineStr"><is><t>U.S. 
 and	Canada</t></is></c><c r="C3" s="1"><v>0.6823</v></c><c r="D3" s="2"><v>14.2</v></c><c r="E3" s="3"><v>45717</v></c><c r="F3" t="b"><v>1</v></c></row>
<row r="5"><c r="B5" t="inlineStr"><is><t>日本</t></is></c><c r="C5" s="1"><v>0.19</v></c><c r="D5" s="2"><v>1234.5</v></c><c r="E5" s="3"><v>45718.5</v></c><c r="F5" t="e"><v>#DIV/0!</v></c></row>
</sheetData></worksheet>"#;
const EMPTY: &str = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>"#;

/// A zip archive that stores its files as they are.
fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let offset = bytes.len() as u32;
        let mut header = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        header.extend(crc32(text.as_bytes()).to_le_bytes());
        header.extend((text.len() as u32).to_le_bytes());
        header.extend((text.len() as u32).to_le_bytes());
        header.extend((name.len() as u16).to_le_bytes());
        header.extend([0, 0]);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&header);
        bytes.extend(name.bytes().chain(text.bytes()));
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&header);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.bytes());
    }
    let (start, size, count) =
        (bytes.len() as u32, directory.len() as u32, (files.len() as u16).to_le_bytes());
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.into_iter().chain(count));
    bytes.extend(size.to_le_bytes().into_iter().chain(start.to_le_bytes()).chain([0, 0]));
    bytes
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 },
        )
    })
}

/// A workbook of sheets by name and XML.
pub(super) fn xlsx(sheets: &[(&str, &str)]) -> Vec<u8> {
    styled(sheets, STYLES)
}

fn styled(sheets: &[(&str, &str)], styles: &str) -> Vec<u8> {
    let numbered = || sheets.iter().enumerate().map(|(index, sheet)| (index + 1, sheet));
    let relation = |id: &str, kind: &str, target: &str| {
        format!(
            r#"<Relationship Id="{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>"#
        )
    };
    let relations = |inside: &str| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>"#
        )
    };
    let list: String = numbered()
        .map(|(n, (name, _))| format!(r#"<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>"#))
        .collect();
    let book = format!(
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{list}</sheets></workbook>"#
    );
    let targets: String = numbered()
        .map(|(n, _)| relation(&format!("rId{n}"), "worksheet", &format!("worksheets/sheet{n}.xml")))
        .collect();
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let root = relations(&relation("rId1", "officeDocument", "xl/workbook.xml"));
    let book_relations = relations(&format!("{targets}{}", relation("styles", "styles", "styles.xml")));
    let paths: Vec<String> = numbered().map(|(n, _)| format!("xl/worksheets/sheet{n}.xml")).collect();
    let mut files = vec![
        ("[Content_Types].xml", types),
        ("_rels/.rels", root.as_str()),
        ("xl/workbook.xml", book.as_str()),
        ("xl/_rels/workbook.xml.rels", book_relations.as_str()),
        ("xl/styles.xml", styles),
    ];
    files.extend(paths.iter().map(String::as_str).zip(sheets.iter().map(|(_, xml)| *xml)));
    zip(&files)
}

#[test]
fn a_sheet_keeps_units_dates_and_rows() {
    let run = run(&[("book.xlsx", &xlsx(&[("Markets", SHEET), ("Empty", EMPTY)]))]);
    assert_eq!(
        run.findings(),
        [
            "content/data/book.xlsx[Markets]:5:38 invalid-cell: `Ok` of `日本` is `#DIV/0!`, expected a value [#DIV/0!]"
        ]
    );
    assert_eq!(
        run.cells("book"),
        [
            ["U.S. and Canada=text", "68%=68.23%", "$14.20=14.2$", "2025-03-01=Day 2025-03-01", "true=true"],
            [
                "日本=text",
                "19%=19%",
                "$1,234.50=1234.5$",
                "2025-03-02T12:00:00=Second 2025-03-02",
                "#DIV/0!=-"
            ],
        ]
    );
    assert_eq!(run.datasets.find("book"), run.datasets.find("book/Markets"));
    assert_eq!(run.datasets.names().collect::<Vec<_>>(), ["book"]);
    let dataset = run.dataset("book");
    assert_eq!(dataset.path(), "content/data/book.xlsx");
    assert_eq!(run.files.text(dataset.span(1, 2)), "$1,234.50");
    assert_eq!(run.files.get(dataset.file()).line_column(dataset.span(1, 0).start as usize).line, 5);
}

#[test]
fn sheets_of_a_book_are_datasets_of_their_own() {
    let book = xlsx(&[("One", SHEET), ("Two", SHEET)]);
    let package = r##"{"resources": [{"path": "book.xlsx", "title": "T", "dialect": {"sheetName": "Two"},
        "schema": {"missingValues": ["#DIV/0!"], "fields": []}}, {"path": "book.xlsx", "dialect": {"sheetName": "Tow"}}]}"##;
    let run = run(&[("book.xlsx", &book), ("datapackage.json", package.as_bytes())]);
    assert_eq!(run.datasets.names().collect::<Vec<_>>(), ["book/One", "book/Two"]);
    assert_eq!(run.dataset("book/Two").title(), "T");
    let found = run.findings();
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].contains("names the sheet `Tow`, which `book.xlsx` does not have"), "{}", found[0]);
    assert!(found[1].starts_with("content/data/book.xlsx[One]:5:"), "{}", found[1]);
}

/// An OpenDocument spreadsheet with this sheet.
pub(super) fn ods(table: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"#
    );
    let manifest =
        r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#;
    zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", &content),
    ])
}

#[test]
fn an_open_document_sheet_is_read() {
    let book = ods(
        r#"<table:table table:name="S"><table:table-row><table:table-cell office:value-type="string"><text:p>k</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>v</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="1.5"><text:p>1.5</text:p></table:table-cell></table:table-row></table:table>"#,
    );
    let run = run(&[("o.ods", &book)]);
    assert_eq!(run.findings(), Vec::<String>::new());
    assert_eq!(run.cells("o"), [["a=text", "1.5=1.5"]]);
}

#[test]
fn an_empty_book_is_named() {
    let run = run(&[("e.xlsx", &xlsx(&[("Empty", EMPTY)]))]);
    assert_eq!(
        run.findings(),
        ["content/data/e.xlsx:1:1 invalid-data: no sheet of the workbook holds anything []"]
    );
}

/// The XML of a sheet whose cells hold these texts.
pub(super) fn sheet_of(cells: &[(&str, &str)]) -> String {
    let mut rows: Vec<(u32, String)> = Vec::new();
    for (address, text) in cells {
        let row = address.trim_start_matches(char::is_alphabetic).parse().expect("a row");
        let xml = format!(r#"<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>"#);
        match rows.last_mut().filter(|(last, _)| *last == row) {
            Some((_, cells)) => cells.push_str(&xml),
            None => rows.push((row, xml)),
        }
    }
    let rows: String = rows.iter().map(|(row, cells)| format!(r#"<row r="{row}">{cells}</row>"#)).collect();
    EMPTY.replace("<sheetData/>", &format!("<sheetData>{rows}</sheetData>"))
}

/// The only finding of a file.
fn finding(path: &str, bytes: &[u8]) -> String {
    let found = run(&[(path, bytes)]).findings();
    assert_eq!(found.len(), 1, "{found:#?}");
    found[0].clone()
}

#[test]
fn two_hundred_columns_are_read() {
    let column = |index: u8| match index.checked_sub(26) {
        None => char::from(b'A' + index).to_string(),
        Some(rest) => [b'A' + rest / 26, b'A' + rest % 26].map(char::from).iter().collect(),
    };
    let addresses: Vec<[String; 2]> =
        (0..200).map(|index| [1, 2].map(|row| format!("{}{row}", column(index)))).collect();
    let names: Vec<String> = (0..200).map(|index| format!("F{index}")).collect();
    let numbers: Vec<String> = (0..200).map(|index| format!("{index}%")).collect();
    let heads = addresses.iter().zip(&names).map(|([head, _], name)| (head.as_str(), name.as_str()));
    let cells = addresses.iter().zip(&numbers).map(|([_, cell], number)| (cell.as_str(), number.as_str()));
    let run = run(&[("wide.xlsx", &xlsx(&[("S", &sheet_of(&heads.chain(cells).collect::<Vec<_>>()))]))]);
    assert_eq!(run.findings(), Vec::<String>::new());
    let dataset = run.dataset("wide");
    assert_eq!((dataset.fields().len(), dataset.text(0, 199)), (200, "199%"));
    assert_eq!(run.cells("wide")[0][199], "199%=199%");
}

#[test]
fn a_cell_far_from_the_others_does_not_take_all_memory() {
    let far = sheet_of(&[("A1", "k"), ("A2", "a"), ("XFD1048576", "x")]);
    let found = finding("far.xlsx", &xlsx(&[("S", &far)]));
    assert!(
        found.contains("too-large: the workbook is too large: sheet `S`: from the first to the last cell it has 1048576 rows and 16384 columns"),
        "{found}"
    );
    let cell = r#"<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>k</text:p></table:table-cell>"#;
    let row = |times: u32| {
        format!(r#"<table:table-row table:number-rows-repeated="{times}">{cell}</table:table-row>"#)
    };
    for (rows, why) in [(row(1_000_000), "the texts"), (row(1).repeat(2_000), "from the first")] {
        let found = finding("far.ods", &ods(&format!(r#"<table:table table:name="S">{rows}</table:table>"#)));
        assert!(
            found.contains(&format!("too-large: the workbook is too large: sheet `S`: {why}")),
            "{found}"
        );
    }
    // Many sheets that are large together.
    let cell = r#"<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="1000"/>"#;
    let large = format!(r#"<table:table-row table:number-rows-repeated="15000">{cell}</table:table-row>"#);
    let sheet = |name| format!(r#"<table:table table:name="{name}">{large}</table:table>"#);
    let found = finding("two.ods", &ods(&[sheet("One"), sheet("Two")].concat()));
    assert!(
        found.contains("sheet `Two`: from the first to the last cell it has 15000 rows and 1000"),
        "{found}"
    );
    let corners = sheet_of(&[("A1", "k"), ("A2", "a"), ("ALL15000", "x")]);
    let found = finding("two.xlsx", &xlsx(&[("One", &corners), ("Two", &corners)]));
    assert!(
        found.contains("sheet `Two`: from the first to the last cell it has 15000 rows and 1000"),
        "{found}"
    );
    // Empty rows and columns behind the last cell, as spreadsheet programs write them, count for nothing.
    let empty = r#"<table:table-cell table:number-columns-repeated="16380"/>"#;
    let record = |k, v| {
        format!(
            r#"<table:table-row><table:table-cell office:value-type="string"><text:p>{k}</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>{v}</text:p></table:table-cell>{empty}</table:table-row>"#
        )
    };
    let rest = format!(r#"<table:table-row table:number-rows-repeated="1048574">{empty}</table:table-row>"#);
    let table = format!(
        r#"<table:table table:name="S">{}{}{rest}</table:table>"#,
        record("k", "v"),
        record("a", "1")
    );
    let run = run(&[("o.ods", &ods(&table))]);
    assert_eq!(run.findings(), Vec::<String>::new());
    assert_eq!(run.cells("o"), [["a=text", "1=1"]]);
}

#[test]
fn a_text_that_many_cells_repeat_does_not_take_all_memory() {
    let text = "x".repeat(1 << 20);
    let cell = format!(
        r#"<table:table-cell office:value-type="string" table:number-columns-repeated="200"><text:p>{text}</text:p></table:table-cell>"#
    );
    let rows = format!(r#"<table:table-row table:number-rows-repeated="10">{cell}</table:table-row>"#);
    let found = finding("o.ods", &ods(&format!(r#"<table:table table:name="S">{rows}</table:table>"#)));
    assert!(
        found.contains("too-large") && found.contains("the texts of the cells take more than 1024 MiB"),
        "{found}"
    );
}

#[test]
fn a_zip_bomb_is_not_unpacked() {
    use ::zip::{ZipWriter, write::SimpleFileOptions};
    use std::io::{Cursor, Write as _};
    for path in ["bomb.xlsx", "bomb.ods"] {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let part = if path.ends_with("ods") { "content.xml" } else { "xl/sharedStrings.xml" };
        writer.start_file(part, SimpleFileOptions::default().compression_level(Some(1))).expect("a part");
        let blanks = vec![b' '; 1 << 20];
        for _ in 0..1_025 {
            writer.write_all(&blanks).expect("blanks");
        }
        let bomb = writer.finish().expect("an archive").into_inner();
        assert!(bomb.len() < 16 << 20, "{} bytes", bomb.len());
        let found = finding(path, &bomb);
        assert!(
            found.contains("too-large: the workbook is too large: unpacked, it takes more than 1024 MiB"),
            "{found}"
        );
    }
}

#[test]
fn a_part_that_is_read_once_for_each_of_a_million_sheets_is_not_read() {
    let sheets: Vec<(String, &str)> = (0..1_001).map(|index| (format!("S{index}"), SHEET)).collect();
    let sheets: Vec<(&str, &str)> = sheets.iter().map(|(name, xml)| (name.as_str(), *xml)).collect();
    let found = finding("many.xlsx", &xlsx(&sheets));
    assert!(
        found.contains("too-large: the workbook is too large: it has 1001 sheets, expected at most 1000"),
        "{found}"
    );
}

/// A workbook of one sheet: a header `k`, `v`, and a record for each number with its number format.
fn formatted(cells: &[(&str, &str)]) -> Vec<u8> {
    let rows: String = cells
        .iter()
        .enumerate()
        .map(|(index, (_, cell))| {
            let (row, cell) =
                (index + 2, cell.replacen("<c", &format!(r#"<c r="B{}" s="{}""#, index + 2, index + 1), 1));
            format!(r#"<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>r{index}</t></is></c>{cell}</row>"#)
        })
        .collect();
    let head = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>k</t></is></c><c r="B1" t="inlineStr"><is><t>v</t></is></c></row>"#;
    let sheet = EMPTY.replace("<sheetData/>", &format!("<sheetData>{head}{rows}</sheetData>"));
    let codes: String = cells
        .iter()
        .enumerate()
        .map(|(index, (code, _))| {
            let code = code.replace('"', "&quot;");
            format!(r#"<numFmt numFmtId="{}" formatCode="{code}"/>"#, 200 + index)
        })
        .collect();
    // The first style is the one of cells without.
    let formats: String =
        (0..cells.len()).map(|index| format!(r#"<xf numFmtId="{}"/>"#, 200 + index)).collect();
    let (before, rest) = STYLES.split_once("<numFmts").expect("formats");
    let (_, rest) = rest.split_once("</numFmts>").expect("formats");
    let (fonts, _) = rest.split_once("<cellXfs").expect("formats");
    let styles = format!(
        r#"{before}<numFmts count="{n}">{codes}</numFmts>{fonts}<cellXfs count="{m}"><xf numFmtId="0"/>{formats}</cellXfs></styleSheet>"#,
        n = cells.len(),
        m = cells.len() + 1
    );
    styled(&[("S", &sheet)], &styles)
}

#[test]
fn a_number_keeps_its_value_whatever_its_format_puts_around_it() {
    let book = formatted(&[
        ("+0.0%;-0.0%", "<c><v>-0.0312</v></c>"),
        ("\"▲\"0.0%;\"▼\"0.0%", "<c><v>-0.0312</v></c>"),
        ("\"▲\"0.0%;\"▼\"0.0%", "<c><v>0.05</v></c>"),
        ("0\\%", "<c><v>14.2</v></c>"),
        ("0.0\"%\"", "<c><v>0.684</v></c>"),
        ("0.##", "<c><v>1.5</v></c>"),
        ("0\" up\";0\" down\"", "<c><v>-3</v></c>"),
    ]);
    let run = run(&[("x.xlsx", &book)]);
    let cells: Vec<String> = run.cells("x").into_iter().map(|cells| cells[1].clone()).collect();
    assert_eq!(
        cells,
        ["-3.1%=-3.12%", "▼3.1%=-3.12%", "▲5.0%=5%", "14%=14.2%", "0.7%=0.684%", "1.5=1.5", "3 down=-3"]
    );
}

#[test]
fn a_formula_without_its_value_names_no_field() {
    let cell = |at: &str, inner: &str| format!(r#"<c r="{at}" t="inlineStr">{inner}</c>"#);
    let text = |at: &str, text: &str| cell(at, &format!("<is><t>{text}</t></is>"));
    let rows = format!(
        r#"<row r="1">{}<c r="B1"><f>A1&amp;"x"</f></c></row><row r="2">{}<c r="B2"><v>1</v></c></row>"#,
        text("A1", "k"),
        text("A2", "r")
    );
    let sheet = EMPTY.replace("<sheetData/>", &format!("<sheetData>{rows}</sheetData>"));
    let run = run(&[("x.xlsx", &xlsx(&[("S", &sheet)]))]);
    assert_eq!(
        run.findings(),
        [r#"content/data/x.xlsx[S]:1:3 invalid-data: the header has the formula `=A1&"x"` [=A1&"x"]"#]
    );
}

#[test]
fn a_formula_without_its_value_is_an_error() {
    let book = formatted(&[
        ("0", "<c><v>1</v></c>"),
        ("0", "<c><f>SUM(B2:B2)*2</f><v></v></c>"),
        ("0", "<c><f>B2+1</f><v>2</v></c>"),
        ("0", r#"<c t="str"><f>IF(B2=1,"","x")</f><v></v></c>"#),
        ("0", "<c></c>"),
    ]);
    let run = run(&[("x.xlsx", &book)]);
    assert_eq!(
        run.findings(),
        [
            "content/data/x.xlsx[S]:3:4 invalid-cell: `v` of `r1` is `=SUM(B2:B2)*2`, expected a value [=SUM(B2:B2)*2]"
        ]
    );
    let cells: Vec<String> = run.cells("x").into_iter().map(|cells| cells[1].clone()).collect();
    assert_eq!(cells, ["1=1", "=SUM(B2:B2)*2=-", "2=2", "=-", "=-"]);
}
