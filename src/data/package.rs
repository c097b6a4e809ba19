//! `datapackage.json` (Frictionless Data Package, versions 1 and 2) as a value.
//!
//! A package may stand in any folder of the data; its paths are relative to that folder. Inline data, paths on the web
//! and schemas in other files are not read, and said to be so.

use super::json;
use super::schema::{self, RULE, Schema};
use super::table_rules;
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, Spanned};
use crate::model::{DataRule, DataSource, Freshness, Licence};
use crate::syntax::read::Reader;
use crate::syntax::tree::{Key, Tree};
use camino::Utf8Path;
use hashbrown::HashSet;

/// The file name of a package.
pub(super) const FILE_NAME: &str = "datapackage.json";

/// One resource of a package.
#[derive(Debug, Clone)]
pub(super) struct Resource {
    /// Its name.
    pub(super) name: Option<Spanned<String>>,
    /// Its path as written.
    pub(super) path: Spanned<String>,
    /// Its path below the data folder.
    pub(super) target: String,
    /// Folder of the package below the data folder.
    pub(super) folder: String,
    /// The sheet of a workbook.
    pub(super) sheet: Option<String>,
    /// The title for readers.
    pub(super) title: Option<String>,
    /// What it holds.
    pub(super) description: Option<String>,
    /// Delimiter of a text.
    pub(super) delimiter: Option<u8>,
    /// Quote of a text.
    pub(super) quote: Option<u8>,
    /// Its schema.
    pub(super) schema: Option<Schema>,
    /// Its sources, or the package's.
    pub(super) sources: Vec<DataSource>,
    /// Its licences, or the package's.
    pub(super) licences: Vec<Licence>,
    /// Our `retrieved` and `nextRelease`.
    pub(super) freshness: Freshness,
    /// Our `rules`.
    pub(super) rules: Vec<DataRule>,
}

impl Resource {
    /// What its dataset is called by its file.
    pub(super) fn called(&self) -> &str {
        self.target.rsplit_once('.').map_or(self.target.as_str(), |(name, _)| name)
    }
}

const PACKAGE_KEYS: [&str; 14] = [
    "resources",
    "name",
    "title",
    "description",
    "sources",
    "licenses",
    "contributors",
    "keywords",
    "homepage",
    "version",
    "created",
    "profile",
    "image",
    "id",
];
const RESOURCE_KEYS: [&str; 19] = [
    "rules",
    "retrieved",
    "nextRelease",
    "name",
    "path",
    "title",
    "description",
    "schema",
    "dialect",
    "sources",
    "licenses",
    "data",
    "format",
    "mediatype",
    "encoding",
    "bytes",
    "hash",
    "profile",
    "type",
];

/// Those that are read, that are refused, and those that change nothing here.
const DIALECT_KEYS: [&str; 21] = [
    "delimiter",
    "quoteChar",
    "sheetName",
    "header",
    "doubleQuote",
    "headerRows",
    "commentChar",
    "commentRows",
    "escapeChar",
    "sheetNumber",
    "itemKeys",
    "property",
    "lineTerminator",
    "nullSequence",
    "skipInitialSpace",
    "caseSensitiveHeader",
    "csvddfVersion",
    "headerJoin",
    "itemType",
    "table",
    "type",
];
const SOURCE_KEYS: [&str; 5] = ["title", "path", "email", "version", "key"];
const LICENCE_KEYS: [&str; 3] = ["name", "title", "path"];

/// Reads the text of a package.
pub(super) fn parse(file: FileId, text: &str) -> Result<Tree, Box<Diagnostic>> {
    json::parse(text).map_err(|fault| Box::new(fault.under(RULE).diagnostic(file)))
}

/// Reads the package in `folder` (below the data folder): all resources, or those only whose files, below the data folder, are among
/// these.
pub(super) fn read(
    file: FileId,
    folder: &Utf8Path,
    tree: &Tree,
    only: Option<&HashSet<&str>>,
) -> (Vec<Resource>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let mut reader = Reader::new(file, RULE, &mut diagnostics);
    let is_wanted = |item: &Tree| only.is_none_or(|only| names_one_of(item, folder, only));
    let resources = package(&mut reader, folder, tree, is_wanted).unwrap_or_default();
    (resources, diagnostics)
}

/// Whether a resource's path is that of one of these files.
fn names_one_of(item: &Tree, folder: &Utf8Path, files: &HashSet<&str>) -> bool {
    let path = item.get("path");
    let path = path.and_then(|path| path.string().or_else(|| path.list()?.first()?.string()));
    path.is_some_and(|path| files.contains(join(folder, path).as_str()))
}

fn package(
    reader: &mut Reader<'_>,
    folder: &Utf8Path,
    tree: &Tree,
    is_wanted: impl Fn(&Tree) -> bool,
) -> Option<Vec<Resource>> {
    for (key, _) in reader.map(FILE_NAME, tree)? {
        schema::slip(reader, key, "the data package", &PACKAGE_KEYS);
    }
    let sources = sources(reader, tree);
    let licences = licences(reader, tree);
    let Some(list) = tree.get("resources") else {
        reader.wrong(FILE_NAME, tree, "a mapping with `resources`");
        return None;
    };
    let mut resources = Vec::new();
    for item in reader.list("resources", list)?.iter().filter(|item| is_wanted(item)) {
        if let Some(mut resource) = resource(reader, folder, item) {
            if item.get("sources").is_none() {
                resource.sources.clone_from(&sources);
            }
            if item.get("licenses").is_none() {
                resource.licences.clone_from(&licences);
            }
            resources.push(resource);
        }
    }
    Some(resources)
}

fn resource(reader: &mut Reader<'_>, folder: &Utf8Path, tree: &Tree) -> Option<Resource> {
    for (key, _) in reader.map("resource", tree)? {
        schema::slip(reader, key, "the resource", &RESOURCE_KEYS);
    }
    let path = path(reader, tree)?;
    let text =
        |reader: &mut Reader<'_>, name: &str| tree.get(name).and_then(|value| reader.text(name, value));
    let mut resource = Resource {
        name: text(reader, "name"),
        target: join(folder, &path.value),
        folder: folder.to_string(),
        sheet: None,
        title: text(reader, "title").map(|text| text.value),
        description: text(reader, "description").map(|text| text.value),
        delimiter: None,
        quote: None,
        schema: tree.get("schema").and_then(|value| schema::read(reader, value)),
        sources: sources(reader, tree),
        licences: licences(reader, tree),
        freshness: freshness(reader, tree),
        rules: table_rules::read(reader, tree),
        path,
    };
    if let Some(dialect) = tree.get("dialect") {
        for (key, value) in reader.map("dialect", dialect).unwrap_or_default() {
            dialect_property(reader, &mut resource, key, value);
        }
    }
    Some(resource)
}

/// `retrieved` and `nextRelease`, which are ours.
fn freshness(reader: &mut Reader<'_>, tree: &Tree) -> Freshness {
    let mut date = |name: &str| {
        let value = tree.get(name)?;
        Some(Spanned::new(reader.date(name, value)?, reader.span(&value.range)))
    };
    Freshness { retrieved: date("retrieved").map(|date| date.value), next_release: date("nextRelease") }
}

/// `path`: one text, or a list of one.
fn path(reader: &mut Reader<'_>, tree: &Tree) -> Option<Spanned<String>> {
    let Some(value) = tree.get("path") else {
        match tree.get("data") {
            Some(data) => reader.wrong("data", data, "`path` with the data in a file of their own"),
            None => reader.wrong("resource", tree, "a mapping with `path`"),
        }
        return None;
    };
    let path = match value.list() {
        Some([only]) => reader.string("path", only)?,
        Some(_) => {
            reader.wrong("path", value, "one path");
            return None;
        }
        None => reader.string("path", value)?,
    };
    if path.value.contains("://") {
        reader.wrong("path", value, "a path below the package's folder");
        return None;
    }
    Some(path)
}

/// A path below a folder, without `./` and `..`.
fn join(folder: &Utf8Path, path: &str) -> String {
    let mut parts: Vec<&str> = folder.as_str().split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// `dialect`: what changes how the file is read is honoured or refused, never passed over.
fn dialect_property(reader: &mut Reader<'_>, resource: &mut Resource, key: &Key, value: &Tree) {
    let name = key.name.as_str();
    match name {
        "delimiter" => resource.delimiter = byte(reader, name, value),
        "quoteChar" => resource.quote = byte(reader, name, value),
        "sheetName" => resource.sheet = reader.text(name, value).map(|text| text.value),
        "header" | "doubleQuote" if reader.bool(name, value) == Some(false) => {
            reader.wrong(name, value, "`true`");
        }
        "headerRows" | "commentChar" | "commentRows" | "escapeChar" | "sheetNumber" | "itemKeys"
        | "property" => {
            let message = format!("`{name}` of a dialect is not supported");
            let span = reader.span(&key.range);
            reader.push(
                Diagnostic::new(RULE, message).at(span, "").help("remove it, and store the data without it"),
            );
        }
        _ => schema::slip(reader, key, "the dialect", &DIALECT_KEYS),
    }
}

fn byte(reader: &mut Reader<'_>, name: &str, value: &Tree) -> Option<u8> {
    let text = reader.string(name, value)?.value;
    match text.as_bytes() {
        [byte] if byte.is_ascii() => Some(*byte),
        _ => {
            reader.wrong(name, value, "one ASCII character");
            None
        }
    }
}

fn sources(reader: &mut Reader<'_>, tree: &Tree) -> Vec<DataSource> {
    let Some(value) = tree.get("sources") else { return Vec::new() };
    let items = reader.list("sources", value).unwrap_or_default();
    let mut sources = Vec::new();
    for item in items {
        let Some(entries) = reader.map("source", item) else { continue };
        for (key, _) in entries {
            schema::slip(reader, key, "the source", &SOURCE_KEYS);
        }
        let text = |reader: &mut Reader<'_>, name: &str| {
            item.get(name).and_then(|value| reader.text(name, value)).map(|text| text.value)
        };
        sources.push(DataSource {
            title: text(reader, "title"),
            path: text(reader, "path"),
            key: text(reader, "key"),
            span: key_span(reader, item),
        });
    }
    sources
}

/// The place of a source's `key`, which later stages look up; else the whole source.
fn key_span(reader: &Reader<'_>, item: &Tree) -> Span {
    reader.span(&item.get("key").unwrap_or(item).range)
}

fn licences(reader: &mut Reader<'_>, tree: &Tree) -> Vec<Licence> {
    let Some(value) = tree.get("licenses") else { return Vec::new() };
    let items = reader.list("licenses", value).unwrap_or_default();
    let mut licences = Vec::new();
    for item in items {
        let Some(entries) = reader.map("license", item) else { continue };
        for (key, _) in entries {
            schema::slip(reader, key, "the licence", &LICENCE_KEYS);
        }
        let text = |reader: &mut Reader<'_>, name: &str| {
            item.get(name).and_then(|value| reader.text(name, value)).map(|text| text.value)
        };
        licences.push(Licence {
            name: text(reader, "name"),
            title: text(reader, "title"),
            path: text(reader, "path"),
        });
    }
    licences
}
