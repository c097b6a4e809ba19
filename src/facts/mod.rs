//! Numbers in prose and the data: what holds, what is covered, what changed.
//!
//! In: a [`Resolved`](crate::resolve::Resolved). Out: diagnostics and tables about its sentences. Each part has an entry of
//! its own: [`claims::verify`] proves words in brackets; [`detect::numbers`] finds the numbers of one text and says which
//! are facts; [`coverage::coverage`] counts what supports each fact of a report and proposes what would;
//! [`contradictions::find`] looks for places that state different numbers for one thing; [`edition`] has
//! the published values, the accepted edition and the changes between two of them. What is left out: evaluating
//! expressions (`resolve`).

pub mod claims;
pub mod contradictions;
pub mod coverage;
pub mod detect;
pub mod edition;
mod plans;
