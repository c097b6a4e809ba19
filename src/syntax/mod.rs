//! Small languages with spans: YAML, TOML, written numbers, slugs.

pub mod number;
pub mod print;
