//! A report with expressions, numbers, references and citations settled.
//!
//! In: a [`Report`](crate::model::Report). Out: a [`Resolved`], which only this room makes; charts, checks and
//! rendering take nothing less. It reads no file and prints nothing.

mod bibliography;
mod resolved;

pub use resolved::{
    Destination, Evaluated, FigureSource, Note, NoteBody, NoteMark, Resolved, ResolvedFigure, ResolvedPage,
    SourceEntry, SourceUse, Target,
};
