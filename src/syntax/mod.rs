//! Small languages with spans: YAML, TOML, written numbers, slugs; and bytes as text.
//!
//! In: the text of a file, or of a part of one. Out: a [`tree::Tree`] for [`yaml`] and [`toml`], whose ranges are bytes of
//! that text; an identifier for [`slug`]. [`read`] takes typed values out of a tree and reports what does not fit.
//! [`number`] reads written numbers and [`print`] writes them; `decode` makes text of bytes. This room knows nothing of
//! what the values mean.

pub(crate) mod decode;
pub mod number;
pub mod print;
pub mod read;
pub mod slug;
pub mod toml;
pub mod tree;
pub mod yaml;
