//! The room as a whole: what each family draws, what is said of bad blocks, and what holds for every drawing.

mod apart;
mod formats;
mod gallery;
mod gaps;
mod highlight;
mod kinds;
mod long;
mod options;
mod others;
mod reach;
mod room;
mod rules;
mod support;
mod svg;
mod ticks;
