//! Sourcebook turns a report — Markdown narrative plus structured data files — into a static HTML site.
//!
//! The modules stand in reading order; imports run one way, from later to earlier ones. `docs/architecture.md` has the
//! map.

pub mod diagnostics;
pub mod model;
pub mod syntax;
pub mod markup;
pub mod data;
pub mod shape;
pub mod sources;
pub mod content;
pub mod config;
pub mod load;
pub mod resolve;
pub mod facts;
pub mod check;
pub mod charts;
pub mod render;
pub mod site;
pub mod import;
pub mod bundle;
pub mod links;
pub mod serve;
pub mod commands;
