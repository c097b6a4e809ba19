//! Charts: a chart block and its dataset → charming → ECharts option → SVG and words.
//!
//! In: a [`ChartInput`]. Out: a [`DrawnChart`]. Entry: [`draw`]. Pure apart from the engine's own memory; no IO.

mod engine;
mod text;

use crate::diagnostics::{Diagnostics, Span};
use crate::model::{ChartSpec, Dataset, EChartsSpec, Locale};
use serde_json::Value as Json;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub enum ChartKind<'a> {
    /// A declared chart.
    Declared(&'a ChartSpec),
    /// A raw ECharts option.
    Raw(&'a EChartsSpec),
}

/// Everything a drawing depends on.
#[derive(Debug, Clone, Copy)]
pub struct ChartInput<'a> {
    /// What is asked for.
    pub kind: ChartKind<'a>,
    /// The dataset; `None` only for a raw option without one.
    pub dataset: Option<&'a Dataset>,
    /// The records to show, in order.
    pub records: &'a [u32],
    /// The figure's anchor, which makes ids in the SVG unique on the page.
    pub anchor: &'a str,
    /// The title as plain text, for the alternative text.
    pub title: &'a str,
    /// How numbers are printed.
    pub locale: &'a Locale,
    /// The whole block, for diagnostics.
    pub span: Span,
}

/// A drawn chart.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnChart {
    /// For the live chart: `{"wide": {width, height, option}, "narrow": {…}}`.
    pub live: Json,
    /// The SVG for 640 px and wider.
    pub wide: String,
    /// The SVG for phones.
    pub narrow: String,
    /// Generated alternative text.
    pub alt: String,
}

/// Draws a chart.
#[must_use]
pub fn draw(input: &ChartInput<'_>) -> (Option<DrawnChart>, Diagnostics) {
    let _ = input;
    unimplemented!("written in the charts room")
}
