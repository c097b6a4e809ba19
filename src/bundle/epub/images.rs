//! What chapters show, each file once.

use super::drawing;
use crate::bundle::media;

/// Kinds of files that every reading system shows (EPUB 3.3, core media types), and films and their captions, which need no stand-in.
const KINDS: [&str; 12] = [
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/svg+xml",
    "image/webp",
    "audio/mpeg",
    "audio/mp4",
    "audio/ogg",
    "text/vtt",
    "video/mp4",
    "video/ogg",
    "video/webm",
];

/// Why a file cannot be in a book.
pub(super) enum Unfit {
    /// Reading systems need not know its kind.
    Kind,
    /// It is no drawing that they can read.
    Drawing(String),
}

/// A file of the site that is in the book.
#[derive(Debug)]
pub(super) struct Image {
    /// Its path in the site.
    pub(super) path: String,
    /// Its file in the book.
    pub(super) file: String,
    pub(super) kind: &'static str,
    /// Whether it is a drawing with a script.
    pub(super) scripted: bool,
}

/// The files in the order in which they are shown first.
#[derive(Debug, Default)]
pub(super) struct Images {
    list: Vec<Image>,
}

impl Images {
    /// The file in the book of a file of the site.
    pub(super) fn take(&mut self, path: &str, bytes: &[u8]) -> Result<String, Unfit> {
        if let Some(known) = self.list.iter().find(|image| image.path == path) {
            return Ok(known.file.clone());
        }
        let kind = KINDS.into_iter().find(|kind| *kind == media::kind(path)).ok_or(Unfit::Kind)?;
        let scripted = kind == "image/svg+xml" && drawing::scripted(bytes).map_err(Unfit::Drawing)?;
        let extension = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let file = format!("images/image-{:02}.{extension}", self.list.len() + 1);
        self.list.push(Image { path: path.to_owned(), file: file.clone(), kind, scripted });
        Ok(file)
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Image> {
        self.list.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_is_taken_once() {
        let mut images = Images::default();
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
        let taken =
            ["a/x.PNG", "y.svg", "a/x.PNG", "z.avif", "v.webm"].map(|path| images.take(path, svg).ok());
        let expected = [
            Some("images/image-01.png"),
            Some("images/image-02.svg"),
            Some("images/image-01.png"),
            None,
            Some("images/image-03.webm"),
        ];
        assert_eq!(taken, expected.map(|file| file.map(str::to_owned)));
        assert_eq!(images.iter().count(), 3);
        assert!(images.take("w.svg", b"<svg>").is_err());
    }
}
