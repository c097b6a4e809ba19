//! Notes of e-books as plain links. Of marks and notes with the types that EPUB has for them pandoc keeps those alone that stand in
//! `aside` elements of the same chapter; of all others the marks, or the notes, are lost.

use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A chapter that unpacks to more than this stays as it is.
const LONGEST: u64 = 1 << 26;

/// The book with such notes; `None` when it is no archive.
pub(super) fn with_plain_notes(book: &[u8]) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(book)).ok()?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let name = archive.by_index_raw(index).ok()?.name().ok()?.into_owned();
        let chapter = [".xhtml", ".html", ".htm"].iter().any(|ending| name.to_lowercase().ends_with(ending));
        let text = chapter.then(|| text(&mut archive, index)).flatten();
        match text {
            Some(text) => {
                writer.start_file(name, SimpleFileOptions::default()).ok()?;
                writer.write_all(plain(&text).as_bytes()).ok()?;
            }
            None => writer.raw_copy_file(archive.by_index_raw(index).ok()?).ok()?,
        }
    }
    Some(writer.finish().ok()?.into_inner())
}

fn text(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize) -> Option<String> {
    let mut text = String::new();
    let read = archive.by_index(index).ok()?.take(LONGEST + 1).read_to_string(&mut text).ok()?;
    (read as u64 <= LONGEST).then_some(text)
}

/// A chapter in which marks are links, and notes are parts that `pandoc.lua` knows by `data-note`.
fn plain(chapter: &str) -> String {
    let mut out = String::with_capacity(chapter.len());
    let mut rest = chapter;
    while let Some((before, after)) = rest.split_once("epub:type=") {
        out.push_str(before);
        rest = after;
        let quote = after.chars().next().filter(|quote| ['"', '\''].contains(quote));
        let Some((types, behind)) = quote.and_then(|quote| after.get(1..)?.split_once(quote)) else {
            out.push_str("epub:type=");
            continue;
        };
        let is = |known: &[&str]| types.split_ascii_whitespace().any(|one| known.contains(&one));
        if is(&["footnote", "endnote", "rearnote"]) {
            out.push_str("data-note=\"note\"");
        } else if !is(&["noteref"]) {
            out.push_str(&format!("epub:type=\"{types}\""));
        }
        rest = behind;
    }
    out.push_str(rest);
    out.replace("<aside", "<div").replace("</aside", "</div")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn notes_lose_their_types() {
        let chapter = "<body epub:type='bodymatter'><a href=\"#n\" epub:type=\"noteref\">1</a>\
                       <aside id=\"n\" epub:type=\"footnote\">A</aside> epub:type=x</body>";
        assert_eq!(
            plain(chapter),
            "<body epub:type=\"bodymatter\"><a href=\"#n\" >1</a><div id=\"n\" data-note=\"note\">A</div> epub:type=x</body>"
        );
    }
}
