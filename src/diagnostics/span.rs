//! Text files of one run, and places in them.

use super::path::below;
use bytestring::ByteString;
use camino::{Utf8Path, Utf8PathBuf};
use std::ops::Range;
use std::sync::OnceLock;

/// Index of a [`File`] in [`Files`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A byte range in one file, as its author sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of `range` (in bytes) in `file`.
    #[must_use]
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: clamp(range.start), end: clamp(range.end) }
    }

    /// The byte range.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The span of `inner` (bytes relative to this span's start), for languages embedded in this one.
    #[must_use]
    pub fn within(self, inner: Range<usize>) -> Self {
        let start = self.start as usize;
        Self::new(self.file, start + inner.start..start + inner.end)
    }
}

/// Line and column of a byte, both counted from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One text file.
#[derive(Debug, Clone)]
pub struct File {
    /// Path relative to the report's root, with `/`.
    pub path: Utf8PathBuf,
    /// The decoded text.
    pub text: ByteString,
    /// The sheet of a workbook that the text is of.
    sheet: Option<Sheet>,
    /// Found when a place is first asked for, which is not for most files.
    line_starts: OnceLock<Vec<u32>>,
}

/// A sheet of a workbook.
#[derive(Debug, Clone)]
struct Sheet {
    name: String,
    /// The column in the workbook of each cell of a line, from 0.
    columns: Vec<u32>,
}

impl File {
    /// The path of the file in the folder: of a sheet, that of its workbook.
    #[must_use]
    pub fn path_on_disk(&self) -> &str {
        let name = self.sheet.as_ref().map(|sheet| format!("[{}]", sheet.name));
        let path = self.path.as_str();
        name.and_then(|name| path.strip_suffix(name.as_str())).unwrap_or(path)
    }

    /// The cell of a sheet in which byte `offset` stands, as spreadsheet programs name it: `Data!B7`.
    #[must_use]
    pub fn cell(&self, offset: usize) -> Option<String> {
        let sheet = self.sheet.as_ref()?;
        let before = self.text.get(..offset.min(self.text.len()))?;
        let (above, line) = before.rsplit_once('\n').unwrap_or(("", before));
        let row = above.matches('\n').count() + 1 + usize::from(before.contains('\n'));
        let mut column = *sheet.columns.get(line.matches('\t').count())?;
        let mut letters = String::new();
        loop {
            letters.insert(0, char::from(b'A' + (column % 26) as u8));
            match (column / 26).checked_sub(1) {
                Some(rest) => column = rest,
                None => return Some(format!("{}!{letters}{row}", sheet.name)),
            }
        }
    }

    /// The line and column of byte `offset`; an offset past the end gives the last place.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let starts = self.line_starts.get_or_init(|| {
            let ends = memchr::memchr_iter(b'\n', self.text.as_bytes());
            std::iter::once(0).chain(ends.map(|end| end as u32 + 1)).collect()
        });
        let line = starts.partition_point(|&start| start as usize <= offset).max(1);
        let start = starts[line - 1] as usize;
        LineColumn { line, column: self.text[start..offset].chars().count() + 1 }
    }
}

/// The texts of one run. A sheet of a workbook is a file here too, as tab-separated text, so that a place in it can
/// be shown like any other.
#[derive(Debug, Clone, Default)]
pub struct Files {
    files: Vec<File>,
}

impl Files {
    /// Adds a file and gives its id.
    pub fn add(&mut self, path: impl Into<Utf8PathBuf>, text: impl Into<ByteString>) -> FileId {
        self.push(path.into(), text.into(), None)
    }

    /// Adds a sheet of a workbook, as a file of its own, and gives its id. `columns` are those of the workbook that the cells of a
    /// line stand in, from 0.
    pub fn add_sheet(&mut self, book: &Utf8Path, name: &str, columns: Vec<u32>, text: String) -> FileId {
        let sheet = Sheet { name: name.to_owned(), columns };
        self.push(format!("{book}[{name}]").into(), text.into(), Some(sheet))
    }

    fn push(&mut self, path: Utf8PathBuf, text: ByteString, sheet: Option<Sheet>) -> FileId {
        self.files.push(File { path, text, sheet, line_starts: OnceLock::new() });
        FileId(self.files.len() as u32 - 1)
    }

    /// Gives a file another text: that of one whose text was let go, or none.
    pub fn set_text(&mut self, id: FileId, text: impl Into<ByteString>) {
        let file = &mut self.files[id.0 as usize];
        (file.text, file.line_starts) = (text.into(), OnceLock::new());
    }

    /// The file of an id.
    #[must_use]
    pub fn get(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }

    /// The id of the file at `path`.
    #[must_use]
    pub fn find(&self, path: &Utf8Path) -> Option<FileId> {
        self.files.iter().position(|file| file.path == path).map(|i| FileId(i as u32))
    }

    /// The text under a span; empty when the span lies outside the file.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.range()).unwrap_or("")
    }

    /// The same files with `folder` before their paths: a report's as they are from outside of it.
    #[must_use]
    pub fn under(&self, folder: &Utf8Path) -> Self {
        let mut files = self.clone();
        files.files.iter_mut().for_each(|file| file.path = below(folder, &file.path));
        files
    }

    /// All files with their ids, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &File)> {
        self.files.iter().enumerate().map(|(i, file)| (FileId(i as u32), file))
    }
}

/// Something read from a file, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Puts a value and its place together.
    pub const fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_and_column_count_characters() {
        let mut files = Files::default();
        let id = files.add("a.md", "ab\n漢字x\n");
        let file = files.get(id);
        assert_eq!(file.line_column(0), LineColumn { line: 1, column: 1 });
        assert_eq!(file.line_column(3), LineColumn { line: 2, column: 1 });
        assert_eq!(file.line_column(9), LineColumn { line: 2, column: 3 });
        assert_eq!(file.line_column(99), LineColumn { line: 3, column: 1 });
    }

    #[test]
    fn places_in_a_sheet_are_cells_of_its_workbook() {
        let mut files = Files::default();
        let id =
            files.add_sheet(Utf8Path::new("data/a.xlsx"), "S", vec![1, 27], "\nYear\tMWh\n2013\t1\n".into());
        let file = files.get(id);
        assert_eq!((file.path.as_str(), file.path_on_disk()), ("data/a.xlsx[S]", "data/a.xlsx"));
        let cells: Vec<_> = [1, 6, 10, 15].into_iter().filter_map(|offset| file.cell(offset)).collect();
        assert_eq!(cells, ["S!B2", "S!AB2", "S!B3", "S!AB3"]);
    }

    #[test]
    fn embedded_spans_are_shifted() {
        let mut files = Files::default();
        let id = files.add("a.md", "0123456789");
        let host = Span::new(id, 4..9);
        assert_eq!(files.text(host.within(1..3)), "56");
    }
}
