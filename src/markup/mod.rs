//! HTML as a tree, for outputs that are made of finished pages.
//!
//! In: the text of a page, as browsers would read it ([`parse()`]). Out: the same as HTML ([`html`]) or, for e-books, as
//! well-formed XHTML ([`xhtml`]); between them a [`Tree`] that is looked through and changed. Pure, and without knowledge
//! of reports.

mod clean;
mod depth;
mod parse;
mod tree;
mod write;

pub(crate) use clean::{HELD, clean, removed, stays};
pub(crate) use depth::is_deeper_than;
pub use parse::parse;
pub use tree::{Element, Node, NodeId, Space, Tree};
pub use write::{html, xhtml};

#[cfg(test)]
mod tests;
