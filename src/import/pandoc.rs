//! Word-processor files, web pages and other marked-up texts as Markdown, through pandoc when it is installed.

use super::epub::with_plain_notes;
use camino::Utf8Path;
use std::fs;
use std::io::ErrorKind;
use std::process::Command;

/// Web pages, whose formulas are often TeX that a script sets.
const HTML: &str = "html+tex_math_single_backslash";

/// The files that pandoc reads for us: extension and pandoc's name of the format.
const FORMATS: &[(&str, &str)] = &[
    ("docx", "docx"),
    ("odt", "odt"),
    ("html", HTML),
    ("htm", HTML),
    ("xhtml", HTML),
    ("rtf", "rtf"),
    ("epub", "epub"),
    ("tex", "latex"),
    ("latex", "latex"),
    ("rst", "rst"),
    ("org", "org+citations"),
    ("ipynb", "ipynb+footnotes"),
    ("textile", "textile"),
    ("mediawiki", "mediawiki"),
    ("wiki", "mediawiki"),
];

/// Makes of the document what Markdown can hold: tables with cells of one line, footnotes, links within it.
const FILTER: &str = include_str!("pandoc.lua");

/// The document with the lines that its styles set apart from the text.
const TEMPLATE: &str = "$if(title)$# $title$\n\n$endif$$if(subtitle)$$subtitle$\n\n$endif$$for(author)$$author$\n\n$endfor$\
                        $if(date)$$date$\n\n$endif$$if(abstract)$$abstract$\n\n$endif$$body$\n";

/// Whether a file is one that pandoc reads for us.
#[must_use]
pub fn reads(path: &Utf8Path) -> bool {
    format(path).is_some()
}

fn format(path: &Utf8Path) -> Option<&'static str> {
    let extension = path.extension()?.to_lowercase();
    FORMATS.iter().find(|(known, _)| *known == extension).map(|(_, format)| *format)
}

/// A document as Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The text.
    pub text: String,
    /// Files and addresses that it takes text from, which are not read.
    pub unread: Vec<String>,
}

/// The file as Markdown. Nothing else is read: a document of somebody else could bring any file of this machine into the report, and
/// have any address asked.
///
/// # Errors
/// When pandoc is not installed or cannot read the file; the message says what to do.
pub fn document(path: &Utf8Path) -> Result<Document, String> {
    let format = format(path).ok_or_else(|| format!("`{path}` is no format that pandoc is asked to read"))?;
    let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder can be made: {error}"))?;
    let filter = folder.path().join("pandoc.lua");
    fs::write(&filter, FILTER).map_err(|error| format!("{}: {error}", filter.display()))?;
    let template = folder.path().join("report.md");
    fs::write(&template, TEMPLATE).map_err(|error| format!("{}: {error}", template.display()))?;
    let mut read = path.as_std_path().to_owned();
    if let Some(book) = (format == "epub")
        .then(|| fs::read(path))
        .and_then(Result::ok)
        .and_then(|book| with_plain_notes(&book))
    {
        read = folder.path().join("book.epub");
        fs::write(&read, book).map_err(|error| format!("{}: {error}", read.display()))?;
    }
    let mut command = Command::new("pandoc");
    // What a web page has for a title is not part of what it shows; what a document has is.
    if format != HTML {
        command.arg("--template").arg(&template);
    }
    let output = command
        .args(["--sandbox", "--from", format, "--to", "gfm-raw_html+tex_math_dollars", "--wrap=none", "--lua-filter"])
        .arg(&filter)
        .arg("--")
        .arg(&read)
        .output()
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound => format!(
                "`{path}` is read through pandoc, which is not installed: install it (https://pandoc.org/installing.html), \
                 or save the report as plain text or Markdown and import that"
            ),
            _ => format!("pandoc cannot be started: {error}"),
        })?;
    let said = String::from_utf8_lossy(&output.stderr);
    if said.starts_with("Unknown option --sandbox") {
        return Err(format!(
            "`{path}` is read through pandoc 2.15 or later, and an older one is installed: take one from https://pandoc.org/installing.html"
        ));
    }
    if !output.status.success() {
        return Err(format!("pandoc cannot read `{path}`: {}", said.trim()));
    }
    let text = String::from_utf8(output.stdout)
        .map_err(|error| format!("pandoc's text of `{path}` is not UTF-8: {error}"))?;
    Ok(Document { text, unread: unread(&said) })
}

/// What pandoc says it left out, each once.
fn unread(said: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for line in said.lines() {
        let included = line.strip_prefix("[WARNING] Could not load include file ").map(|rest| (rest, " at "));
        let fetched = line.strip_prefix("[WARNING] Could not fetch resource ").map(|rest| (rest, ": "));
        let Some((rest, behind)) = included.or(fetched) else { continue };
        let name = rest.split(behind).next().unwrap_or(rest).trim_end_matches(':').to_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_out_is_named_once() {
        let said = "[WARNING] Could not fetch resource https://a.org/b: File https://a.org/b not found in resource path\n\
                    [WARNING] Could not load include file parts/one.tex at a.tex line 2 column 43\n\
                    [WARNING] Could not load include file parts/one.tex at a.tex line 3 column 1\n\
                    [WARNING] This document format requires a nonempty <title> element.\n";
        assert_eq!(unread(said), ["https://a.org/b", "parts/one.tex"]);
    }

    #[test]
    fn formats_are_told_by_extension() {
        assert!(reads(Utf8Path::new("a/Report.DOCX")) && reads(Utf8Path::new("a.htm")));
        assert!(reads(Utf8Path::new("a.tex")) && reads(Utf8Path::new("a.ipynb")));
        assert!(!reads(Utf8Path::new("a.md")) && !reads(Utf8Path::new("docx")));
    }
}
