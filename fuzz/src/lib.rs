//! What the fuzz targets share: each takes an input through a room of the program as a report would, and has what was
//! found printed in every form. A fault is a panic, a place outside its file, or an end that does not come.

use camino::{Utf8Path, Utf8PathBuf};
use sourcebook::content;
use sourcebook::data::{self, DataFile};
use sourcebook::diagnostics::{self, Diagnostics, Files};
use sourcebook::facts::{claims, coverage};
use sourcebook::load::{self, Options};
use sourcebook::model::Locale;
use sourcebook::resolve::expressions::Expressions;
use sourcebook::resolve;
use sourcebook::site::{self, Cache};
use std::cell::OnceCell;
use std::fs;
use std::io::{Cursor, Write as _};
use std::sync::Arc;
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A small dataset with units, dates, gaps and a key.
pub const TABLE: &str = "\
Name,Kind,Price,Share,Day,Count
Terbium,heavy,$1.2M,68%,2024-01-05,12
Yttrium,heavy,$14.2,-5%,2024-02-29,
Neodymium,light,$70M,0.5%,2024-03-01,\"1,200\"
\"Cerium, pure\",light,,12%,,7
";

/// Reads a page.
pub fn page(text: &str) {
    let mut files = Files::default();
    let file = files.add("content/page.md", text);
    let (parts, found) = content::parse(file, Utf8Path::new("page.md"), text, "en");
    assert!(text.get(parts.body.range()).is_some(), "the body is no part of the page");
    print(&found, &files);
}

/// Reads data files, by their paths.
pub fn data(given: &[(&str, &[u8])]) {
    let mut files = Files::default();
    let given: Vec<DataFile<'_>> =
        given.iter().map(|(path, bytes)| DataFile::new(Utf8Path::new(path), bytes)).collect();
    let (_, found) = data::parse(&mut files, Utf8Path::new("content/data"), &given);
    print(&found, &files);
}

/// Expressions over the small dataset, as `data.a`.
pub fn expressions() -> Expressions {
    let given = [DataFile::new(Utf8Path::new("a.csv"), TABLE.as_bytes())];
    let (datasets, _) = data::parse(&mut Files::default(), Utf8Path::new("content/data"), &given);
    Expressions::new(Arc::new(datasets), Locale::of("en"))
}

thread_local! {
    static FOLDER: OnceCell<TempDir> = const { OnceCell::new() };
}

/// Builds, in memory, the report whose only page is `text`.
pub fn report(text: &str) {
    FOLDER.with(|folder| {
        let folder = folder.get_or_init(|| {
            let folder = tempfile::tempdir().expect("a folder");
            fs::create_dir_all(folder.path().join("content/data")).expect("folders");
            let write = |path: &str, text: &str| fs::write(folder.path().join(path), text).expect("a file");
            write("sourcebook.toml", "title = \"Report\"\n");
            write("content/data/a.csv", TABLE);
            write("content/sources.yaml", "who:\n  type: web\n  title: A source\n");
            folder
        });
        fs::write(folder.path().join("content/index.md"), text).expect("a page");
        let root = Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("a path in UTF-8");
        let (report, found) = load::read(&root, &Options::default());
        print(&found, &report.files);
        let (resolved, found) = resolve::resolve(report);
        print(&found, &resolved.report.files);
        print(&claims::verify(&resolved), &resolved.report.files);
        print(&sourcebook::check::run(&resolved), &resolved.report.files);
        let (_, found) = site::make(&resolved, &coverage::evidence(&resolved), &Cache::none(), None);
        print(&found, &resolved.report.files);
    });
}

/// Prints findings in every form.
pub fn print(found: &Diagnostics, files: &Files) {
    let _ = diagnostics::human(found, files, true);
    let _ = diagnostics::json(found, files);
    let _ = diagnostics::sarif(found, files);
    let _ = diagnostics::github(found, files);
}

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).expect("an entry");
        writer.write_all(bytes).expect("bytes");
    }
    writer.finish().expect("a file").into_inner()
}

/// An XLSX workbook with this sheet.
pub fn xlsx(sheet: &[u8]) -> Vec<u8> {
    zipped(&[
        ("[Content_Types].xml", br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#),
        (
            "_rels/.rels",
            br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

/// An ODS workbook with this content.
pub fn ods(content: &[u8]) -> Vec<u8> {
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            br#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#,
        ),
        ("content.xml", content),
    ])
}
