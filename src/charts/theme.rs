//! Colours and sizes of all charts.
//!
//! ECharts does not know CSS variables, so an option names colours by reserved hex values; [`super::svg`] turns them
//! into `var(--chart-…)`, and the live chart into the computed colours. A colour is thus chosen once, in the style
//! sheet, and dark mode needs no second drawing.

use serde_json::{Value as Json, json};

/// The size of all text in CSS pixels; 12 and more once the wide drawing is shown at 640 px.
pub(super) const FONT: f64 = 13.0;

/// Reserved colours and the CSS variables they stand for. `templates/charts.js` holds the same table.
pub(super) const RESERVED: [(&str, &str); 12] = [
    ("#fe01c1", "--chart-1"),
    ("#fe01c2", "--chart-2"),
    ("#fe01c3", "--chart-3"),
    ("#fe01c4", "--chart-4"),
    ("#fe01c5", "--chart-5"),
    ("#fe01c6", "--chart-6"),
    (TEXT, "--chart-text"),
    (MUTED, "--chart-muted"),
    (AXIS, "--chart-axis"),
    (GRID, "--chart-grid"),
    (BACKGROUND, "--chart-background"),
    (GREY, "--chart-grey"),
];

/// Text that says the message.
pub(super) const TEXT: &str = "#fe01d1";
/// Text that helps: axis names, ticks.
pub(super) const MUTED: &str = "#fe01d2";
/// Axis lines.
pub(super) const AXIS: &str = "#fe01d3";
/// Grid lines.
pub(super) const GRID: &str = "#fe01d4";
/// The page.
pub(super) const BACKGROUND: &str = "#fe01d5";
/// Marks that step back behind the highlighted one.
pub(super) const GREY: &str = "#fe01d6";

/// How many colours there are for series.
pub(super) const SERIES_COLOURS: usize = 6;

/// Marker shapes, so that colour never stands alone.
const SHAPES: [&str; SERIES_COLOURS] = ["circle", "rect", "triangle", "diamond", "roundRect", "arrow"];

/// The colour of a series, by its place among all.
pub(super) fn colour(series: usize) -> &'static str {
    RESERVED[series % SERIES_COLOURS].0
}

/// The marker of a series, by its place among all.
pub(super) fn shape(series: usize) -> &'static str {
    SHAPES[series % SERIES_COLOURS]
}

/// The dash pattern of a series' line; the first is solid.
pub(super) fn dash(series: usize) -> Json {
    match series % SERIES_COLOURS {
        0 => json!("solid"),
        1 => json!([7, 3]),
        2 => json!([2, 3]),
        3 => json!([9, 3, 2, 3]),
        4 => json!([5, 5]),
        _ => json!([12, 4]),
    }
}

/// What every option starts from, declared or raw.
pub(super) fn base() -> Json {
    let colours: Vec<&str> = RESERVED[..SERIES_COLOURS].iter().map(|(hex, _)| *hex).collect();
    json!({
        "animation": false,
        "color": colours,
        "backgroundColor": "transparent",
        "textStyle": {"color": TEXT, "fontSize": FONT, "fontFamily": "sans-serif"},
        "useUTC": true,
    })
}

/// What every axis of a raw option starts from.
pub(super) fn raw_axis() -> Json {
    json!({
        "axisLine": {"lineStyle": {"color": AXIS}},
        "axisTick": {"lineStyle": {"color": AXIS}},
        "axisLabel": {"color": MUTED, "fontSize": FONT, "hideOverlap": true},
        "splitLine": {"lineStyle": {"color": GRID}},
        "nameTextStyle": {"color": MUTED, "fontSize": FONT},
    })
}

/// Colours for a drawing that stands alone, such as a downloaded SVG: a hex colour for each variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Palette {
    colours: Vec<String>,
}

impl Palette {
    /// The light palette: the UK Government Analysis Function's series colours, each 3:1 or better on white and
    /// against its neighbour.
    #[must_use]
    pub fn light() -> Self {
        let colours = [
            "#12436d", "#28a197", "#801650", "#f46a25", "#3d3d3d", "#a285d1", "#1c1c1c", "#595959",
            "#8c8c8c", "#e0e0e0", "#ffffff", "#949494",
        ];
        Self { colours: colours.map(str::to_owned).to_vec() }
    }

    /// The same with a report's own series colours (`#rrggbb`), as many as are given.
    #[must_use]
    pub fn with_series(mut self, colours: &[String]) -> Self {
        for (own, place) in colours.iter().zip(self.colours.iter_mut().take(SERIES_COLOURS)) {
            place.clone_from(own);
        }
        self
    }

    /// A text with colours in the place of `var(--chart-1)` and the like.
    #[must_use]
    pub fn resolve(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for ((_, variable), colour) in RESERVED.iter().zip(&self.colours) {
            out = out.replace(&format!("var({variable})"), colour);
        }
        out
    }

    /// The colour of a variable such as `--chart-1`.
    pub(super) fn get(&self, variable: &str) -> Option<&str> {
        let place = RESERVED.iter().position(|(_, name)| *name == variable)?;
        self.colours.get(place).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_may_bring_its_own_colours() {
        let palette = Palette::light().with_series(&["#000001".to_owned()]);
        assert_eq!(palette.get("--chart-1"), Some("#000001"));
        assert_eq!(palette.get("--chart-2"), Some("#28a197"));
        assert_eq!(palette.get("--chart-grey"), Some("#949494"));
        assert_eq!(palette.get("--other"), None);
        assert_eq!(palette.resolve("var(--chart-1) var(--x)"), "#000001 var(--x)");
    }
}
