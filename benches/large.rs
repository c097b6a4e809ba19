//! Writes reports with much data: `cargo run --release --example large -- DIR`. Each is a folder in DIR:
//!
//! - `records`: a CSV file of 1,000,000 records and 7 fields, two of which the text sums up; nothing is shown of it;
//! - `schema`: the same with a data package that has a type, a unit, a key and constraints to check;
//! - `quotes`: the same file with quotes around numbers and words;
//! - `chart`: the same with a chart by group;
//! - `table`: a CSV file of 50,000 records that a page shows;
//! - `sheet`: a workbook of 200 fields and 2,000 records, of which the text sums up one.
//!
//! The same files on every machine.
#![expect(clippy::print_stderr, reason = "a program of its own")]

#[path = "corpus/text.rs"]
#[expect(dead_code, reason = "no prose is wanted")]
mod text;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use text::{Random, Writer};
use zip::{ZipWriter, write::SimpleFileOptions};

const RECORDS: u64 = 1_000_000;
const SHOWN: u64 = 50_000;
const FIELDS: usize = 200;
const SHEET_RECORDS: usize = 2_000;
const REGIONS: [&str; 5] = ["north", "south", "east", "west", "centre"];

const SUMS: &str = "# Large\n\nUnits: {{ data.sales.sum(\"Units\") }}; revenue: {{ data.sales.sum(\"Revenue\") }} [@sales].\n";
const CHART: &str = "\n```chart\nid: fig-regions\ntype: bar\ndata: sales\nx: Region\ny: Revenue\ngroup: Region\n\
    aggregate: sum\ntitle: Revenue by region\nsource: sales\n```\n";
const TABLE: &str =
    "# Table\n\n```table\nid: tbl-sales\ndata: sales\ntitle: All that was sold\nsource: sales\n```\n";
const SHEET: &str = "# Sheet\n\nThe seventh: {{ data.sheet.sum(\"Field 7\") }} [@sales].\n";

const PACKAGE: &str = r#"{"resources": [{"name": "sales", "path": "sales.csv", "schema": {
  "primaryKey": "Id",
  "fields": [
    {"name": "Id", "type": "integer", "constraints": {"required": true, "unique": true}},
    {"name": "Day", "type": "date"},
    {"name": "Region", "type": "string", "constraints": {"required": true}},
    {"name": "Product", "type": "string"},
    {"name": "Units", "type": "integer", "constraints": {"minimum": 0}},
    {"name": "Price", "type": "number", "unit": "$"},
    {"name": "Revenue", "type": "number", "unit": "$"}
  ]
}}]}
"#;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder] = arguments.as_slice() else {
        eprintln!("usage: large DIR");
        return ExitCode::from(2);
    };
    match write(Path::new(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("large: {folder}: {error}");
            ExitCode::from(1)
        }
    }
}

fn write(folder: &Path) -> io::Result<()> {
    let of = |name: &str, text: &str| report(&folder.join(name), text);
    let plain = of("records", SUMS)?.join("sales.csv");
    sales(&plain, RECORDS, "")?;
    let schema = of("schema", SUMS)?;
    fs::copy(&plain, schema.join("sales.csv"))?;
    fs::write(schema.join("datapackage.json"), PACKAGE)?;
    sales(&of("quotes", SUMS)?.join("sales.csv"), RECORDS, "\"")?;
    fs::copy(&plain, of("chart", &format!("{SUMS}{CHART}"))?.join("sales.csv"))?;
    sales(&of("table", TABLE)?.join("sales.csv"), SHOWN, "")?;
    sheet(&of("sheet", SHEET)?.join("sheet.xlsx"))
}

/// A report of one page; gives its folder of data.
fn report(folder: &Path, text: &str) -> io::Result<std::path::PathBuf> {
    let data = folder.join("content/data");
    fs::create_dir_all(&data)?;
    fs::write(folder.join("sourcebook.toml"), "title = \"Large\"\ndate = 2025-06-01\n")?;
    fs::write(
        folder.join("content/sources.yaml"),
        "sales:\n  type: web\n  title: What was sold\n  date: 2025\n",
    )?;
    fs::write(folder.join("content/index.md"), text)?;
    Ok(data)
}

/// Records of sales: a key of numbers, dates, two fields of words, and three of numbers, of which in one nearly every cell is another.
fn sales(path: &Path, records: u64, quote: &str) -> io::Result<()> {
    let mut names = Writer::new(1);
    let products: Vec<String> = (0..40).map(|number| format!("{} {number}", names.title(2))).collect();
    let mut random = Random::new(2);
    let mut out = BufWriter::new(File::create(path)?);
    out.write_all(b"Id,Day,Region,Product,Units,Price,Revenue\n")?;
    for id in 1..=records {
        let (month, day) = (1 + random.below(12), 1 + random.below(28));
        let region = random.pick(&REGIONS);
        let product = &products[random.below(40) as usize];
        let (units, cents) = (1 + random.below(500), 100 + random.below(9_900));
        let revenue = units * cents * 100 + random.below(10_000);
        writeln!(
            out,
            "{id},2024-{month:02}-{day:02},{quote}{region}{quote},{quote}{product}{quote},{quote}{units}{quote},\
             {}.{:02},{quote}{}.{:04}{quote}",
            cents / 100,
            cents % 100,
            revenue / 10_000,
            revenue % 10_000
        )?;
    }
    out.flush()
}

/// A workbook of one sheet, as office programs write them: words in cells of their own, numbers as numbers.
fn sheet(path: &Path) -> io::Result<()> {
    const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let mut out = ZipWriter::new(File::create(path)?);
    let mut put = |name: &str, text: &str| -> io::Result<()> {
        out.start_file(name, SimpleFileOptions::default())?;
        out.write_all(HEAD.as_bytes())?;
        out.write_all(text.as_bytes())
    };
    put(
        "[Content_Types].xml",
        &format!(
            "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
             ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Override PartName=\"/xl/workbook.xml\" ContentType=\"{KIND}.sheet.main+xml\"/>\
             <Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{KIND}.worksheet+xml\"/></Types>"
        ),
    )?;
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/{kind}\" \
             Target=\"{target}\"/></Relationships>"
        )
    };
    put("_rels/.rels", &relation("officeDocument", "xl/workbook.xml"))?;
    put("xl/_rels/workbook.xml.rels", &relation("worksheet", "worksheets/sheet1.xml"))?;
    put(
        "xl/workbook.xml",
        &format!(
            "<workbook xmlns=\"{SHEET}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"Sheet\" sheetId=\"1\" r:id=\"rId1\"/>\
             </sheets></workbook>"
        ),
    )?;
    put("xl/worksheets/sheet1.xml", &format!("<worksheet xmlns=\"{SHEET}\">{}</worksheet>", cells()))?;
    out.finish()?.sync_all()
}

fn cells() -> String {
    let mut random = Random::new(3);
    let word = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let mut text = String::from("<sheetData><row>");
    (1..=FIELDS).for_each(|field| text.push_str(&word(&format!("Field {field}"))));
    text.push_str("</row>");
    for record in 1..=SHEET_RECORDS {
        text.push_str("<row>");
        text.push_str(&word(&format!("Record {record}")));
        for _ in 1..FIELDS {
            let cents = random.below(1_000_000);
            let _ = write!(text, "<c><v>{}.{:02}</v></c>", cents / 100, cents % 100);
        }
        text.push_str("</row>");
    }
    text.push_str("</sheetData>");
    text
}
