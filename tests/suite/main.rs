//! The integration tests, in one binary: each module finds its cases in a folder of `tests/` and runs the real program.
//!
//! `tests/README.md` says how to add a case of each kind and how to accept a new expectation.

mod brief;
mod cells;
mod claims;
mod cli;
mod deep;
mod editions;
mod faults;
mod gallery;
mod guide;
mod guide_reference;
mod help;
mod html;
mod imports;
mod languages;
mod incremental;
mod new;
mod numbers;
mod outputs;
mod reference;
mod repeatable;
mod rules;
mod serve;
mod sites;
mod support;
mod tidy;
