//! The fonts of the cards: what letters they have, how wide text is, and painting with them.

use super::png;
use bytes::Bytes;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};
use std::sync::Arc;

/// The family named in the SVG; other fonts stand in for letters it lacks.
pub(super) const FAMILY: &str = "Noto Sans";

/// Regular or bold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// The bundled fonts and the report's own.
pub(super) struct Fonts<'a> {
    regular: Option<FontRef<'a>>,
    bold: Option<FontRef<'a>>,
    own: Option<FontRef<'a>>,
    database: Arc<fontdb::Database>,
    hash: blake3::Hash,
}

impl<'a> Fonts<'a> {
    /// Loads the bundled fonts and `own`, the bytes of the report's.
    pub(super) fn new(own: Option<&'a Bytes>) -> Self {
        let mut database = fontdb::Database::new();
        let face = own.and_then(|bytes| FontRef::from_index(bytes, 0).ok());
        let bundled: [&'static [u8]; 2] = [notosans::REGULAR_TTF, notosans::BOLD_TTF];
        for bytes in bundled {
            database.load_font_source(fontdb::Source::Binary(Arc::new(bytes)));
        }
        if let Some(bytes) = own.filter(|_| face.is_some()) {
            database.load_font_source(fontdb::Source::Binary(Arc::new(bytes.clone())));
        }
        database.set_serif_family(FAMILY);
        Self {
            regular: FontRef::new(notosans::REGULAR_TTF).ok(),
            bold: FontRef::new(notosans::BOLD_TTF).ok(),
            own: face,
            database: Arc::new(database),
            hash: blake3::hash(own.map(|bytes| &**bytes).unwrap_or_default()),
        }
    }

    /// Whether the report's own font can be used.
    pub(super) const fn has_own(&self) -> bool {
        self.own.is_some()
    }

    /// What the pictures depend on besides the SVG; the bundled fonts go with the program.
    pub(super) const fn hash(&self) -> &[u8] {
        self.hash.as_bytes()
    }

    /// The letters of a text that no font has.
    pub(super) fn lacking(&self, text: &str) -> Vec<char> {
        text.chars().filter(|&c| !is_invisible(c) && self.face(c, Weight::Bold).is_none()).collect()
    }

    /// The width of a text in pixels.
    pub(super) fn width(&self, text: &str, size: f32, weight: Weight) -> f32 {
        text.chars().map(|c| self.advance(c, size, weight)).sum()
    }

    /// The SVG as PNG; `None` only if resvg refuses it.
    pub(super) fn paint(&self, svg: &str) -> Option<Vec<u8>> {
        let options = Options {
            font_family: FAMILY.to_owned(),
            fontdb: Arc::clone(&self.database),
            ..Options::default()
        };
        let tree = Tree::from_str(svg, &options).ok()?;
        let size = tree.size().to_int_size();
        let mut pixmap = Pixmap::new(size.width(), size.height())?;
        resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
        png::encode(&pixmap)
    }

    fn advance(&self, c: char, size: f32, weight: Weight) -> f32 {
        let width = self.face(c, weight).and_then(|face| {
            let glyph = face.charmap().map(c)?;
            face.glyph_metrics(Size::new(size), LocationRef::default()).advance_width(glyph)
        });
        width.unwrap_or(0.0)
    }

    fn face(&self, c: char, weight: Weight) -> Option<&FontRef<'a>> {
        let first = if weight == Weight::Bold { &self.bold } else { &self.regular };
        [first, &self.own].into_iter().flatten().find(|face| face.charmap().map(c).is_some())
    }
}

/// Spaces and marks that shape other letters: nothing is seen of them by themselves.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ad}')
}
