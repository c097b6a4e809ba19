//! Colours and sizes of all charts.
//!
//! ECharts does not know CSS variables, so an option names colours by reserved hex values; [`super::svg`] turns them
//! into `var(--chart-…)`, and the live chart into the computed colours. A colour is thus chosen once, in the style
//! sheet, and dark mode needs no second drawing.

use serde_json::{Value as Json, json};

/// The size of all text in CSS pixels; 12 and more once the wide drawing is shown at 640 px.
pub(super) const FONT: f64 = 13.0;

/// Reserved colours and the CSS variables they stand for. `templates/charts.js` holds the same table.
pub(super) const RESERVED: [(&str, &str); 38] = [
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
    (ON_GREY, "--chart-on-grey"),
    ("#fe01a1", "--chart-on-1"),
    ("#fe01a2", "--chart-on-2"),
    ("#fe01a3", "--chart-on-3"),
    ("#fe01a4", "--chart-on-4"),
    ("#fe01a5", "--chart-on-5"),
    ("#fe01a6", "--chart-on-6"),
    ("#fe01e1", "--chart-step-1"),
    ("#fe01e2", "--chart-step-2"),
    ("#fe01e3", "--chart-step-3"),
    ("#fe01e4", "--chart-step-4"),
    ("#fe01e5", "--chart-step-5"),
    ("#fe02e1", "--chart-step-on-1"),
    ("#fe02e2", "--chart-step-on-2"),
    ("#fe02e3", "--chart-step-on-3"),
    ("#fe02e4", "--chart-step-on-4"),
    ("#fe02e5", "--chart-step-on-5"),
    ("#fe01b1", "--chart-low-1"),
    ("#fe01b2", "--chart-low-2"),
    ("#fe01b3", "--chart-low-3"),
    ("#fe02b1", "--chart-high-1"),
    ("#fe02b2", "--chart-high-2"),
    ("#fe02b3", "--chart-high-3"),
    ("#fe03b1", "--chart-pole-on-1"),
    ("#fe03b2", "--chart-pole-on-2"),
    ("#fe03b3", "--chart-pole-on-3"),
];

/// Where the colours of words on the series' colours stand in [`RESERVED`].
const ON: usize = 13;
/// Where the steps from little to much stand.
const STEPS_AT: usize = 19;
/// Where the steps below and above a middle stand.
const POLES_AT: usize = 29;
/// How many steps lead from little to much.
pub(super) const STEPS: usize = 5;
/// How many steps lead from a middle to each end.
pub(super) const POLES: usize = 3;

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

/// Words on [`GREY`].
pub(super) const ON_GREY: &str = "#fe01d7";

/// How many colours there are for series.
pub(super) const SERIES_COLOURS: usize = 6;

/// Marker shapes, so that colour never stands alone.
const SHAPES: [&str; SERIES_COLOURS] =
    ["circle", "rect", "triangle", "diamond", "roundRect", "path://M0 0H10L5 9Z"];

/// The colour of a series, by its place among all.
pub(super) fn colour(series: usize) -> &'static str {
    RESERVED[series % SERIES_COLOURS].0
}

/// The colour of words on the colour of a series.
pub(super) fn on(series: usize) -> &'static str {
    RESERVED[ON + series % SERIES_COLOURS].0
}

/// The colour of a step from little to much, and of words on it.
pub(super) fn step(step: usize) -> (&'static str, &'static str) {
    let step = step.min(STEPS - 1);
    (RESERVED[STEPS_AT + step].0, RESERVED[STEPS_AT + STEPS + step].0)
}

/// The colour of a step away from a middle, 0 the nearest, and of words on it.
pub(super) fn pole(step: usize, above: bool) -> (&'static str, &'static str) {
    let step = step.min(POLES - 1);
    let side = if above { POLES } else { 0 };
    (RESERVED[POLES_AT + side + step].0, RESERVED[POLES_AT + 2 * POLES + step].0)
}

/// Black or white, whichever stands out more on a colour (`#rrggbb` or `#rgb`).
#[must_use]
pub fn ink(colour: &str) -> &'static str {
    let digits = colour.trim_start_matches('#');
    let part = |at: usize| {
        let text = match digits.len() {
            3 => digits.get(at..=at).map(|digit| digit.repeat(2)),
            _ => digits.get(2 * at..2 * at + 2).map(str::to_owned),
        };
        let value = text.and_then(|text| u8::from_str_radix(&text, 16).ok()).unwrap_or(0);
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = 0.2126 * part(0) + 0.7152 * part(1) + 0.0722 * part(2);
    // Equally far from both where (1.05 / (l + 0.05)) = ((l + 0.05) / 0.05).
    if luminance > 0.179 { "#000000" } else { "#ffffff" }
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

/// Patterns in the colour of the page upon the colours of series, so that these differ in black and white too.
pub(super) fn decals() -> Json {
    let stripes = |angle: f64, line: u32, gap: u32| {
        json!({"color": BACKGROUND, "dashArrayX": [1, 0], "dashArrayY": [line, gap],
            "rotation": (angle.to_radians() * 1e4).round() / 1e4})
    };
    let signs = |symbol: &str, pitch: u32, size: f64| {
        json!({"color": BACKGROUND, "symbol": symbol, "symbolSize": size, "dashArrayY": [pitch, 0],
            "dashArrayX": [[pitch, pitch], [0, pitch, pitch, 0]]})
    };
    // The first colour stays plain.
    let decals = json!([{"color": "transparent"}, stripes(45.0, 2, 6), signs("diamond", 7, 0.9), stripes(-45.0, 2, 4),
        signs("rect", 6, 0.6), stripes(0.0, 2, 5)]);
    json!({"aria": {"enabled": true, "label": {"enabled": false}, "decal": {"show": true, "decals": decals}}})
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
            "#8c8c8c", "#e0e0e0", "#ffffff", "#949494", "#000000", "#ffffff", "#000000", "#ffffff",
            "#000000", "#ffffff", "#000000", "#5199cc", "#337cb0", "#1a6194", "#13476c", "#0b293e",
            "#000000", "#000000", "#ffffff", "#ffffff", "#ffffff", "#e27231", "#ac4f19", "#723410",
            "#5b95cf", "#316da9", "#20486f", "#000000", "#ffffff", "#ffffff",
        ];
        Self { colours: colours.map(str::to_owned).to_vec() }
    }

    /// The same with a report's own series colours (`#rrggbb`), as many as are given.
    #[must_use]
    pub fn with_series(mut self, colours: &[String]) -> Self {
        for (place, own) in colours.iter().take(SERIES_COLOURS).enumerate() {
            self.colours[place].clone_from(own);
            self.colours[ON + place] = ink(own).to_owned();
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
        assert_eq!(palette.get("--chart-on-1"), Some("#ffffff"));
        assert_eq!((ink("#fff"), ink("#28a197"), ink("#12436d")), ("#000000", "#000000", "#ffffff"));
    }

    /// WCAG contrast.
    fn contrast(a: &str, b: &str) -> f64 {
        let luminance = |colour: &str| {
            let part = |at: usize| {
                let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
                if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The colours of the style sheet's first block for `variable`, light and dark.
    fn in_style_sheet(variable: &str) -> Vec<&'static str> {
        let css = include_str!("../../templates/sourcebook.css");
        let start = format!("{variable}: ");
        css.lines().filter_map(|line| line.trim().strip_prefix(&start)?.strip_suffix(';')).collect()
    }

    #[test]
    fn steps_stand_out_from_the_page_and_words_from_steps() {
        for (name, count, on) in [("step", 5, "step-on"), ("low", 3, "pole-on"), ("high", 3, "pole-on")] {
            for step in 1..=count {
                let fills = in_style_sheet(&format!("--chart-{name}-{step}"));
                let words = in_style_sheet(&format!("--chart-{on}-{step}"));
                let grounds = in_style_sheet("--chart-background");
                assert_eq!((fills.len(), words.len()), (3, 3), "{name} {step}");
                for ((fill, words), ground) in fills.iter().zip(&words).zip(&grounds) {
                    assert!(contrast(fill, ground) >= 3.0, "{name} {step}: {fill} on {ground}");
                    assert!(contrast(fill, words) >= 4.5, "{name} {step}: {words} on {fill}");
                }
            }
        }
        for (hex, variable) in &RESERVED[ON..] {
            assert_eq!(Palette::light().get(variable), in_style_sheet(variable).first().copied(), "{hex}");
        }
    }
}
