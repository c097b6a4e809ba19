//! Charts: a chart block and its dataset → charming → ECharts option → SVG and words.
//!
//! In: a [`ChartInput`]. Out: a [`DrawnChart`]. Entry: [`draw_all`]. Pure apart
//! from the engine's own memory; no IO, no clock.
//!
//! Steps: `fields` finds the fields and checks them; `plot` turns records into categories, series and marks, cut into
//! panels; a family (`families` has one for each type) says what goes where, twice: wide and narrow; `frame` lays panels, legend and names out and makes the option from charming's types; `engine` has ECharts
//! draw it; `svg` makes the drawing fit for the page; `alt` finds the words. `raw` is the way around the families.
//!
//! Left out: where drawings are kept ([`Drawings`] is the site's business), HTML, the style sheet, and the live chart (`templates/charts.js`).

mod alt;
mod annotate;
mod axes;
mod bands;
mod bar;
mod bar_items;
mod branches;
mod bullet;
mod bump;
mod calendar;
mod candlestick;
mod cells;
mod chord;
mod classes;
mod clear;
mod culprit;
mod draw;
mod dumbbell;
mod engine;
mod families;
mod fields;
mod frame;
mod funnel;
mod gantt;
mod gauge;
mod groups;
mod heatmap;
mod hierarchy;
mod histogram;
mod icicle;
mod label;
mod limits;
mod library;
mod line;
mod links;
mod map;
mod measured;
mod merge;
mod network;
mod notes;
mod nouns;
mod panels;
mod parallel;
mod pictorial;
mod pie;
mod places;
mod plot;
mod points;
mod prepare;
mod profile;
mod quantiles;
mod radar;
mod raw;
mod reach;
mod rows;
mod sankey;
mod scale;
mod scatter;
mod shares;
mod slope;
mod spokes;
mod spread;
mod stack_parts;
mod stacks;
mod studio;
mod sunburst;
mod svg;
mod tags;
mod text;
mod theme;
mod time;
mod treemap;
mod unused;
mod waterfall;
mod words;
mod zones;

#[cfg(test)]
mod tests;

pub use library::Library;
pub use svg::{standalone, with_label as svg_with_label};
pub use theme::{Palette, ink};

use crate::diagnostics::{Diagnostics, Span};
use crate::model::{Asset, ChartSpec, Dataset, EChartsSpec, Locale};
use rayon::prelude::*;
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
    /// The files of `content/`, of which maps are.
    pub assets: &'a [Asset],
    /// How numbers are printed.
    pub locale: &'a Locale,
    /// Patterns that the report wants on colours, `always` or in `print`, where a block says nothing.
    pub decal: Option<&'static str>,
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

/// Where drawings are kept between builds: bytes by the bytes they were made from.
pub trait Drawings: Sync {
    /// What was kept.
    fn get(&self, made_from: &[u8]) -> Option<Vec<u8>>;
    /// Keeps a drawing; a fault is nobody's business, for it can be drawn again.
    fn put(&self, made_from: &[u8], drawing: &[u8]);
}

/// Keeps nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoDrawings;

impl Drawings for NoDrawings {
    fn get(&self, _: &[u8]) -> Option<Vec<u8>> {
        None
    }

    fn put(&self, _: &[u8], _: &[u8]) {}
}

/// Draws charts in parallel, with one engine for each thread that needs one; results stand in the order of the inputs.
#[must_use]
pub fn draw_all(
    inputs: &[ChartInput<'_>],
    library: Library<'_>,
    kept: &dyn Drawings,
) -> Vec<(Option<DrawnChart>, Diagnostics)> {
    let plans: Vec<_> = inputs.par_iter().map(draw::plan).collect();
    let renderings: Vec<_> =
        plans.iter().flat_map(|(plan, _)| plan).flat_map(|plan| [&plan.wide, &plan.narrow]).collect();
    let mut svgs = studio::draw(&renderings, library, kept).into_iter();
    let mut finish =
        |(input, (plan, mut diagnostics)): (&ChartInput<'_>, (Option<draw::Plan>, Diagnostics))| {
            let Some(plan) = plan else { return (None, diagnostics) };
            let drawn = match (svgs.next(), svgs.next()) {
                (Some(Ok(wide)), Some(Ok(narrow))) => Some(draw::finished(input, &plan, (&wide, &narrow))),
                (Some(Err(fault)), _) | (_, Some(Err(fault))) => {
                    diagnostics.push(draw::failure(input, library, &fault));
                    None
                }
                _ => None,
            };
            (drawn, diagnostics)
        };
    inputs.iter().zip(plans).map(&mut finish).collect()
}
