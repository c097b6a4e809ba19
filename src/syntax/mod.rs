//! Small languages with spans: decoded text, YAML and TOML, written numbers and their printing, addresses, slugs,
//! escaping.
//!
//! In: the bytes or text of a file, or of a part of one. Out: text for [`decode`]; a [`tree::Tree`] for [`yaml`] and
//! [`toml`], whose ranges are bytes of that text; a quantity for [`number`]; an identifier for [`slug`]. [`read`] takes
//! typed values out of a tree and reports what does not fit. This room knows nothing of what the values mean.

pub(crate) mod address;
pub mod bytes;
pub mod calendar;
pub mod collate;
pub mod decode;
pub mod escape;
pub mod number;
pub mod print;
pub mod read;
pub mod slug;
pub mod toml;
pub mod tree;
pub mod yaml;
