//! Small languages with spans: decoded text, YAML and TOML, written numbers and their printing, slugs.

pub mod decode;
pub mod number;
pub mod print;
pub mod read;
pub mod slug;
pub mod toml;
pub mod tree;
pub mod yaml;
