//! Facts: the numbers in the words, and what supports them.
//!
//! In: a resolved report. Out: what the numbers of its text are, and findings where they do not hold. Rooms within:
//! [`detect`] finds the numbers of one text and says which are facts; [`coverage`] counts what supports each fact of a
//! report and proposes what would.

pub mod coverage;
pub mod detect;
