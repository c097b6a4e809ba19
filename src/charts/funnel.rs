//! Funnels: what is left after each step; step, amount and share of the first stand beside it.

use super::frame::{Job, LINE, Sheet};
use super::plot::{Mark, Plot};
use super::shares::share;
use super::text;
use super::theme::{self, FONT};
use crate::model::Locale;
use charming::element::{ItemStyle, Label, TextAlign};
use charming::series::Funnel;
use serde_json::{Value as Json, json};

/// Height of a step of two lines.
const STEP: f64 = 46.0;
/// Between the funnel and the words beside it.
const GAP: f64 = 16.0;
/// The least width of the funnel.
const LEAST: f64 = 60.0;

/// Draws the first series of the only panel.
pub(super) fn paint(job: &Job<'_>, plots: &[Plot]) -> Sheet {
    let mut sheet = Sheet::new();
    let Some(plot) = plots.first() else { return sheet };
    let steps = steps(plot);
    let words: Vec<Vec<String>> = steps.iter().map(|step| words(job, plot, step, &steps)).collect();
    // The step with the most lines has room, and all steps are equally high.
    let most = words.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let wanted = job.spec.height.filter(|_| !job.narrow).map(f64::from);
    let count = steps.len().max(1) as f64;
    sheet.height = wanted.unwrap_or(count * STEP).max(count * (most * LINE + 8.0)).max(40.0);
    let row = sheet.height / count;
    let room = words.iter().flatten().map(|line| text::width(line, FONT)).fold(60.0, f64::max).ceil();
    let width = (job.width() - room - GAP).clamp(LEAST, 420.0);
    let largest = steps.iter().map(|step| step.1.value.unwrap_or(0.0)).fold(0.0, f64::max);
    let funnel = Funnel::new()
        .left(0.0)
        .top(0.0)
        .width(width)
        .height(sheet.height)
        .min(0.0)
        .max(largest)
        .gap(2.0)
        .label(Label::new().show(false))
        .item_style(ItemStyle::new().color(theme::colour(0)).border_width(0.0));
    let item = |(name, mark): &(&str, &Mark)| {
        let colour = if job.dimmed(name, "") { theme::GREY } else { theme::colour(0) };
        json!({"name": name, "value": mark.value, "text": mark.text, "itemStyle": {"color": colour}})
    };
    let data: Vec<Json> = steps.iter().map(item).collect();
    sheet.series(funnel, json!({"sort": "none", "minSize": 0, "maxSize": "100%", "data": data}));
    for (place, lines) in words.iter().enumerate() {
        let top = place as f64 * row + (row - lines.len() as f64 * LINE) / 2.0;
        sheet.note(&lines.join("\n"), width + GAP, top, TextAlign::Left);
    }
    sheet
}

/// Steps that have an amount.
fn steps(plot: &Plot) -> Vec<(&str, &Mark)> {
    let marks = plot.series.first().map(|series| series.marks.as_slice()).unwrap_or_default();
    let steps = plot.points.iter().map(|point| point.text.as_str()).zip(marks);
    steps.filter(|(_, mark)| mark.value.is_some()).collect()
}

/// The name in lines, and below it the amount with its share of the first step.
fn words(job: &Job<'_>, plot: &Plot, (name, mark): &(&str, &Mark), steps: &[(&str, &Mark)]) -> Vec<String> {
    let first = steps.first().and_then(|(_, mark)| mark.value).unwrap_or(0.0);
    let part = share(mark.value.unwrap_or(0.0), first, job.input.locale);
    let amount = if plot.in_percent(mark) { mark.text.clone() } else { format!("{} · {part}", mark.text) };
    let mut lines = text::fold(name, FONT, if job.narrow { 130.0 } else { 240.0 });
    lines.extend(text::wrap(&amount, FONT, job.width() - GAP - LEAST));
    lines
}

/// "From 12,000 (Visits) to 640 (Orders): 5.3% of the first step. Largest loss: from Visits to Baskets."
pub(super) fn sentences(plot: &Plot) -> Vec<String> {
    let steps = steps(plot);
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else {
        return vec!["No values.".to_owned()];
    };
    let of = |step: &(&str, &Mark)| step.1.value.unwrap_or(0.0);
    let english = Locale::default();
    let mut sentences = vec![format!(
        "From {} ({}) to {} ({}) in {} steps: {} of the first.",
        first.1.text,
        first.0,
        last.1.text,
        last.0,
        steps.len(),
        share(of(last), of(first), &english)
    )];
    let losses = steps.windows(2).filter(|pair| of(&pair[0]) > 0.0 && of(&pair[1]) < of(&pair[0]));
    let largest = losses.min_by(|a, b| (of(&a[1]) / of(&a[0])).total_cmp(&(of(&b[1]) / of(&b[0]))));
    sentences.extend(largest.map(|pair| {
        let kept = share(of(&pair[1]), of(&pair[0]), &english);
        format!("Largest loss: from {} to {}, where {kept} are left.", pair[0].0, pair[1].0)
    }));
    sentences
}
