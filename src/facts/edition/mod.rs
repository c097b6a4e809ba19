//! Editions: every value a report publishes, kept in `facts.lock`, and what changed between two of them.
//!
//! In: a [`Resolved`](crate::resolve::Resolved), and the text of `facts.lock`. Out: an [`Edition`], a [`Lock`],
//! [`Changes`]. Pure: no IO, no clock. Entries, in the order they are used:
//!
//! 1. [`Edition::of`]: the present state: facts with their sentences (`prose`, `sentence`), cells of figures, sources;
//! 2. [`read()`]: the text of a lock, the accepted edition and the changes it remembers;
//! 3. [`Changes::between`] two editions: what has another name now (`names`, `records`), which value is which (`same`, by
//!    `pairing`); then values, claims, sentences, figures (`figures`), ranks (`ranks`), signs, sources;
//! 4. [`text()`], [`markdown()`], [`json()`]: the changes for a terminal, for a pull request, for a program;
//! 5. [`Lock::next`] and [`write()`]: the next lock, with the changes readers are shown.
//!
//! [`differences`] is what `check --locked` finds.
//!
//! Left out: cells of Markdown tables that are typed rather than bound. A typed number is a matter of claims.

mod changes;
mod collect;
mod compare;
mod figures;
mod history;
mod json;
mod locked;
mod markdown;
mod names;
mod pairing;
mod prose;
mod ranks;
mod read;
mod records;
mod same;
mod sentence;
#[cfg(test)]
mod tests;
mod text;
mod types;
mod write;

pub use changes::{
    Changes, ClaimChange, NameChange, Place, RankChange, SentenceChange, SourceChange, ValueChange,
};
pub use collect::{FactPlace, fact_id, places};
pub use figures::{Difference, FigureChange};
pub use history::{PastChange, PastChanges};
pub use json::json;
pub use locked::differences;
pub use markdown::markdown;
pub use read::{of_report, read};
pub use text::{summary, text};
pub use types::{
    Edition, FactKind, Lock, Printed, PublishedCell, PublishedDataset, PublishedFact, PublishedFigure,
    PublishedPage, PublishedSource,
};
pub use write::write;

/// The file in the report's root that holds the accepted edition.
pub const FILE_NAME: &str = "facts.lock";

/// The version of its format.
pub const VERSION: u32 = 1;
