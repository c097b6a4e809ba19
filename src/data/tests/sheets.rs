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
fn xlsx(sheets: &[(&str, &str)]) -> Vec<u8> {
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
    let book_relations = relations(&format!("{targets}{}", relation("rId99", "styles", "styles.xml")));
    let paths: Vec<String> = numbered().map(|(n, _)| format!("xl/worksheets/sheet{n}.xml")).collect();
    let mut files = vec![
        ("[Content_Types].xml", types),
        ("_rels/.rels", root.as_str()),
        ("xl/workbook.xml", book.as_str()),
        ("xl/_rels/workbook.xml.rels", book_relations.as_str()),
        ("xl/styles.xml", STYLES),
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

#[test]
fn an_open_document_sheet_is_read() {
    let content = r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="S"><table:table-row><table:table-cell office:value-type="string"><text:p>k</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>v</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="1.5"><text:p>1.5</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;
    let manifest =
        r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#;
    let book = zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", content),
    ]);
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
