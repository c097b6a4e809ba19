//! What chapters show, each file once.

use crate::bundle::media;

/// Kinds of files that every reading system shows (EPUB 3.3, core media types), and videos, which need no stand-in.
const CORE: [&str; 9] = [
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/svg+xml",
    "image/webp",
    "audio/mpeg",
    "audio/mp4",
    "audio/ogg",
    "video/mp4",
];

/// A file of the site that is in the book.
#[derive(Debug)]
pub(super) struct Image {
    /// Its path in the site.
    pub(super) path: String,
    /// Its file in the book.
    pub(super) file: String,
    pub(super) kind: &'static str,
}

/// The files in the order in which they are shown first.
#[derive(Debug, Default)]
pub(super) struct Images {
    list: Vec<Image>,
}

impl Images {
    /// The file in the book of a file of the site; `None` when reading systems need not know its kind.
    pub(super) fn take(&mut self, path: &str) -> Option<String> {
        if let Some(known) = self.list.iter().find(|image| image.path == path) {
            return Some(known.file.clone());
        }
        let kind = CORE.into_iter().find(|kind| *kind == media::kind(path))?;
        let extension = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let file = format!("images/image-{:02}.{extension}", self.list.len() + 1);
        self.list.push(Image { path: path.to_owned(), file: file.clone(), kind });
        Some(file)
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
        let taken = ["a/x.PNG", "y.svg", "a/x.PNG", "z.avif"].map(|path| images.take(path));
        let expected =
            [Some("images/image-01.png"), Some("images/image-02.svg"), Some("images/image-01.png"), None];
        assert_eq!(taken, expected.map(|file| file.map(str::to_owned)));
        assert_eq!(images.iter().count(), 2);
    }
}
