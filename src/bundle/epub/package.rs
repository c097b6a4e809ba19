//! The package document: what the book is, what it holds, in which order it is read.

use super::{Chapter, EpubOptions, Work};
use crate::syntax::escape::for_xml;
use jiff::civil::Date;
use std::fmt::Write as _;

/// Where the package document is.
pub(super) const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles>\
    <rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>\n";

/// The cover's file.
pub(super) const COVER: &str = "images/cover.png";

/// The date of a report that has none: the first that a ZIP can hold.
const NO_DATE: Date = jiff::civil::date(1980, 1, 1);

/// The package document.
pub(super) fn package(work: &Work<'_>, chapters: &[Chapter], options: EpubOptions<'_>) -> String {
    let config = &work.input.resolved.report.config;
    let language = escape(&config.language);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" \
         unique-identifier=\"id\" xml:lang=\"{language}\" dir=\"{}\">\n",
        crate::render::direction(&config.language)
    );
    metadata(&mut out, work, chapters, options);
    manifest(&mut out, work, chapters, options.cover.is_some());
    let direction = crate::render::direction(&config.language);
    let _ = writeln!(out, "<spine page-progression-direction=\"{direction}\">");
    if options.cover.is_some() {
        out.push_str("<itemref idref=\"cover\" linear=\"no\"/>\n");
    }
    out.push_str("<itemref idref=\"nav\"/>\n");
    for index in 0..chapters.len() {
        let _ = writeln!(out, "<itemref idref=\"chapter-{:02}\"/>", index + 1);
    }
    out.push_str("</spine>\n</package>\n");
    out
}

fn metadata(out: &mut String, work: &Work<'_>, chapters: &[Chapter], options: EpubOptions<'_>) {
    let config = &work.input.resolved.report.config;
    out.push_str("<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n");
    let _ = writeln!(out, "<dc:identifier id=\"id\">{}</dc:identifier>", escape(&identifier(work)));
    let _ = writeln!(out, "<dc:title>{}</dc:title>", escape(&config.title));
    let _ = writeln!(out, "<dc:language>{}</dc:language>", escape(&config.language));
    for (index, author) in config.authors.iter().enumerate() {
        let id = index + 1;
        let _ = writeln!(out, "<dc:creator id=\"creator-{id}\">{}</dc:creator>", escape(author));
        let _ = writeln!(
            out,
            "<meta refines=\"#creator-{id}\" property=\"role\" scheme=\"marc:relators\">aut</meta>"
        );
    }
    if let Some(description) = config.description.as_deref().filter(|text| !text.trim().is_empty()) {
        let _ = writeln!(out, "<dc:description>{}</dc:description>", escape(description));
    }
    let (first, last) = dates(work);
    if let Some(date) = first {
        let _ = writeln!(out, "<dc:date>{date}</dc:date>");
    }
    let modified = last.or(options.date).unwrap_or(NO_DATE);
    let _ = writeln!(out, "<meta property=\"dcterms:modified\">{modified}T00:00:00Z</meta>");
    for (property, value) in accessibility(work, chapters) {
        let _ = writeln!(out, "<meta property=\"schema:{property}\">{}</meta>", escape(value));
    }
    if options.cover.is_some() {
        out.push_str("<meta name=\"cover\" content=\"cover-image\"/>\n");
    }
    out.push_str("</metadata>\n");
}

/// What readers who cannot see or hear need to know beforehand.
fn accessibility<'a>(work: &'a Work<'_>, chapters: &[Chapter]) -> Vec<(&'static str, &'a str)> {
    let mut list = vec![("accessMode", "textual")];
    let visual = chapters.iter().any(|chapter| chapter.svg) || work.images.iter().next().is_some();
    if visual {
        list.push(("accessMode", "visual"));
    }
    list.push(("accessModeSufficient", "textual"));
    let described = work
        .input
        .resolved
        .report
        .pages
        .iter()
        .all(|page| page.document.images.iter().all(|image| !image.alt.is_empty()));
    if visual && described {
        list.push(("accessibilityFeature", "alternativeText"));
    }
    if chapters.iter().any(|chapter| !chapter.figures.is_empty()) {
        list.push(("accessibilityFeature", "longDescription"));
    }
    if chapters.iter().any(|chapter| chapter.mathml) {
        list.push(("accessibilityFeature", "MathML"));
    }
    list.extend(
        ["tableOfContents", "structuralNavigation", "readingOrder", "displayTransformability"]
            .map(|feature| ("accessibilityFeature", feature)),
    );
    list.push(("accessibilityHazard", "none"));
    list.push(("accessibilitySummary", work.word("epub_accessibility")));
    list
}

/// The first date of publication and the last change that pages tell of.
fn dates(work: &Work<'_>) -> (Option<Date>, Option<Date>) {
    let report = &work.input.resolved.report;
    let pages = || work.input.resolved.order.iter().map(|id| &report.page(*id).front);
    let first = report.config.date.or_else(|| pages().filter_map(|front| front.date).min());
    let last = pages().filter_map(|front| front.updated.or(front.date)).chain(report.config.date).max();
    (first, last)
}

/// The site's address; without one, a UUID (version 8, RFC 9562) of title and authors, which hold between editions.
fn identifier(work: &Work<'_>) -> String {
    let config = &work.input.resolved.report.config;
    if let Some(base) = &config.base_url {
        return format!("{}/", base.trim_end_matches('/'));
    }
    let name = format!("{}\n{}\n{}", config.title, config.authors.join("\n"), config.language);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&blake3::hash(name.as_bytes()).as_bytes()[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

fn manifest(out: &mut String, work: &Work<'_>, chapters: &[Chapter], cover: bool) {
    out.push_str("<manifest>\n");
    out.push_str(
        "<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n\
         <item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n",
    );
    if cover {
        let _ = writeln!(
            out,
            "<item id=\"cover-image\" href=\"{COVER}\" media-type=\"image/png\" properties=\"cover-image\"/>\n\
             <item id=\"cover\" href=\"cover.xhtml\" media-type=\"application/xhtml+xml\"/>"
        );
    }
    for (index, chapter) in chapters.iter().enumerate() {
        let _ = write!(
            out,
            "<item id=\"chapter-{:02}\" href=\"{}\" media-type=\"application/xhtml+xml\"",
            index + 1,
            chapter.file
        );
        let properties: Vec<&str> = [("mathml", chapter.mathml), ("svg", chapter.svg)]
            .iter()
            .filter(|(_, has)| *has)
            .map(|(name, _)| *name)
            .collect();
        if !properties.is_empty() {
            let _ = write!(out, " properties=\"{}\"", properties.join(" "));
        }
        out.push_str("/>\n");
    }
    for (index, image) in work.images.iter().enumerate() {
        let _ = writeln!(
            out,
            "<item id=\"image-{:02}\" href=\"{}\" media-type=\"{}\"{}/>",
            index + 1,
            image.file,
            image.kind,
            if image.scripted { " properties=\"scripted\"" } else { "" }
        );
    }
    out.push_str("</manifest>\n");
}

fn escape(text: &str) -> String {
    for_xml(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .trim()
        .to_owned()
}
