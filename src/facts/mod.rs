//! Numbers in prose and what is published: what holds, what is covered, what has changed.
//!
//! In: a [`Resolved`](crate::resolve::Resolved). Entries by module: [`edition`], the published values, the accepted
//! edition and the changes between two of them. Left out: whether the report is otherwise sound (`check`).

pub mod edition;
