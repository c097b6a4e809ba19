//! Tests of the whole room: a resolved report made by hand, and the pages it becomes.

mod build;
mod evidence;
mod figures;
mod frame;
mod notes;
mod sha256;
mod templates;
mod text;
