//! The corpus: N pages that are the same on every machine, as each program wants them.
//!
//! `write` fills a folder. Used by the program `corpus`, the benches and the tests.

pub(crate) mod dialects;
pub(crate) mod pages;
pub(crate) mod text;

pub(crate) use dialects::{Dialect, write};
pub(crate) use pages::Extras;
