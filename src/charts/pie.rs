//! Pies, donuts, half donuts and roses: parts of a whole, named beside the part, a pixel of page between neighbours.

use super::frame::{Entry, Job, Sheet};
use super::plot::{Plot, Point};
use super::theme::{self, FONT};
use super::{label, text};
use crate::model::ChartType;
use charming::datatype::CompositeValue;
use charming::element::{ItemStyle, Label};
use charming::series::{Pie, PieRoseType};
use serde_json::{Value as Json, json};

/// Draws the first series of each panel, one under the other.
pub(super) fn paint(job: &Job<'_>, plots: &[Plot]) -> Sheet {
    let mut sheet = Sheet::new();
    let mut top = 0.0;
    let listed = match plots {
        // On phones names beside a half ring would leave no room for it.
        [plot] if job.narrow && job.spec.chart_type.value == ChartType::HalfDonut => {
            top = sheet.legend(job, &entries(plot));
            true
        }
        _ => false,
    };
    let mut names: Vec<String> = Vec::new();
    for point in plots.iter().flat_map(|plot| &plot.points) {
        if !names.contains(&point.text) {
            names.push(point.text.clone());
        }
    }
    for plot in plots {
        let named = (names.as_slice(), plot);
        if let Some(title) = &plot.title {
            sheet.heading(title, 0.0, top);
            top += 24.0;
        }
        top += if listed { half(job, &mut sheet, named, top) } else { part(job, &mut sheet, named, top) };
    }
    sheet.height = top.max(60.0);
    sheet
}

/// The legend of a half ring.
fn entries(plot: &Plot) -> Vec<Entry> {
    plot.points.iter().map(|point| Entry { name: point.text.clone(), icon: "rect" }).collect()
}

/// Adds a half ring as wide as the drawing, with its values on its parts where they fit, and gives its height.
fn half(job: &Job<'_>, sheet: &mut Sheet, (names, plot): (&[String], &Plot), top: f64) -> f64 {
    let radius = job.width() / 2.0 - 4.0;
    let hole = radius * 0.58;
    let Some(series) = plot.series.first() else { return 0.0 };
    let total: f64 = series.marks.iter().filter_map(|mark| mark.value).sum();
    let arc = std::f64::consts::PI * (radius + hole) / 2.0;
    let mut items = items(job, (names, plot), radius);
    let places = places(names, plot);
    for (at, (item, mark)) in items.iter_mut().zip(&series.marks).enumerate() {
        let dimmed = plot.points.get(at).is_some_and(|point| job.dimmed(&point.text, ""));
        let room = mark.value.unwrap_or(0.0) / total.max(f64::MIN_POSITIVE) * arc;
        let place = if job.spec.highlight.is_some() { 0 } else { places[at] };
        let colour = if dimmed { theme::ON_GREY } else { theme::on(place) };
        item["label"] = json!({"show": text::width(&mark.text, FONT) + 8.0 <= room, "position": "inside",
            "formatter": label::literal(&mark.text), "color": colour});
        if job.decal().is_some() {
            // Words on a pattern need a ground of their own.
            item["label"]["color"] = json!(theme::TEXT);
            item["label"]["backgroundColor"] = json!(theme::BACKGROUND);
            item["label"]["padding"] = json!([1, 4]);
        }
    }
    let pair = |a: f64, b: f64| CompositeValue::from(vec![a.round(), b.round()]);
    let pie = Pie::new()
        .name(series.name.as_str())
        .clockwise(true)
        .start_angle(180.0)
        .center(pair(job.width() / 2.0, top + radius + 4.0))
        .radius(pair(hole, radius))
        .item_style(ItemStyle::new().border_color(theme::BACKGROUND).border_width(1.0))
        .label(Label::new().show(true).font_size(FONT));
    let extra = json!({"data": items, "endAngle": 360, "labelLine": {"show": false}});
    sheet.series(charming::series::Series::Pie(pie), extra);
    radius + 12.0
}

/// Adds one pie below `top` and gives its height.
fn part(job: &Job<'_>, sheet: &mut Sheet, (names, plot): (&[String], &Plot), top: f64) -> f64 {
    let room = label_room(plot, if job.narrow { 64.0 } else { 190.0 });
    let line = if job.narrow { 9 } else { 8 };
    let shape = Shape::of(job, room);
    let middle = top + shape.middle;
    let name = plot.series.first().map_or("", |series| series.name.as_str());
    let pair = |a: f64, b: f64| CompositeValue::from(vec![a.round(), b.round()]);
    let mut pie = Pie::new()
        .name(name)
        .clockwise(true)
        .start_angle(if shape.kind == ChartType::HalfDonut { 180.0 } else { 90.0 })
        .center(pair(job.width() / 2.0, middle))
        .radius(pair(shape.hole, shape.radius))
        .item_style(ItemStyle::new().border_color(theme::BACKGROUND).border_width(1.0))
        .label(Label::new().show(true).color(theme::TEXT).font_size(FONT));
    if shape.kind == ChartType::Rose {
        pie = pie.rose_type(PieRoseType::Area);
    }
    let mut extra = json!({
        "minShowLabelAngle": 2,
        "data": items(job, (names, plot), room),
        "label": {"lineHeight": 16, "overflow": "break", "width": room},
        "labelLine": {"length": line, "length2": line, "lineStyle": {"color": theme::AXIS}},
    });
    if shape.kind == ChartType::HalfDonut {
        extra["endAngle"] = json!(360);
        extra["labelLine"]["length"] = json!(line + 6);
    }
    sheet.series(charming::series::Series::Pie(pie), extra);
    shape.height
}

/// Where a pie stands below its top.
struct Shape {
    kind: ChartType,
    radius: f64,
    hole: f64,
    middle: f64,
    height: f64,
}

impl Shape {
    fn of(job: &Job<'_>, room: f64) -> Self {
        let kind = job.spec.chart_type.value;
        let wanted = job.spec.height.filter(|_| !job.narrow).map(|h| f64::from(h).clamp(120.0, 2000.0));
        let across = (job.width() - 2.0 * room) / 2.0 - if job.narrow { 20.0 } else { 22.0 };
        if kind == ChartType::HalfDonut {
            let radius = across.min(wanted.unwrap_or(270.0) - 70.0).max(20.0);
            let (above, below) = if job.narrow { (62.0, 58.0) } else { (48.0, 28.0) };
            let natural = radius + above + below;
            let height = if job.narrow { natural } else { wanted.unwrap_or(natural) };
            return Self { kind, radius, hole: radius * 0.58, middle: height - below, height };
        }
        let wanted = wanted.unwrap_or(320.0);
        let radius = across.min(wanted / 2.0 - 30.0).max(20.0);
        let height = if job.narrow { 2.0 * radius + 76.0 } else { wanted };
        let hole = match kind {
            ChartType::Donut => radius * 0.58,
            _ => 0.0,
        };
        Self { kind, radius, hole, middle: height / 2.0, height }
    }
}

/// The width that names and values beside the parts need, at most `most`.
fn label_room(plot: &Plot, most: f64) -> f64 {
    let names = plot.points.iter().flat_map(|point| text::wrap(&point.text, FONT, most));
    let values = plot.series.iter().flat_map(|series| series.marks.iter().map(|mark| mark.text.clone()));
    names.chain(values).map(|line| text::width(&line, FONT)).fold(30.0, f64::max).min(most * 1.2).ceil()
}

/// The place in the palette of each part: a name has one colour in all panels, and the last part not that of the first,
/// beside which it lies.
fn places(names: &[String], plot: &Plot) -> Vec<usize> {
    let place = |point: &Point| names.iter().position(|name| *name == point.text).unwrap_or_default();
    let mut places: Vec<usize> = plot.points.iter().map(place).collect();
    if let [first, .., last] = places.as_mut_slice()
        && theme::colour(*first) == theme::colour(*last)
    {
        *last += 2;
    }
    places
}

fn items(job: &Job<'_>, (names, plot): (&[String], &Plot), room: f64) -> Vec<Json> {
    let places = places(names, plot);
    let Some(series) = plot.series.first() else { return Vec::new() };
    let magnitude = job.magnitude(plot);
    let item = |(at, mark): (usize, &super::plot::Mark)| {
        let name = plot.points.get(at).map_or("", |point| point.text.as_str());
        // In grey print, too, what is highlighted stands out: it takes the darkest colour.
        let colour = match job.spec.highlight {
            Some(_) if job.dimmed(name, "") => theme::GREY,
            Some(_) => theme::colour(0),
            None => theme::colour(places[at]),
        };
        let lines = text::wrap(name, FONT, room);
        let words = format!("{}\n{}", lines.join("\n"), mark.text);
        // A rose's radius is its root, so that areas go by the amounts.
        let rose = job.spec.chart_type.value == ChartType::Rose;
        let drawn = |value: f64| if rose { value.max(0.0).sqrt() } else { magnitude.apply(value).max(0.0) };
        let value = mark.value.map_or(Json::Null, |value| json!(drawn(value)));
        json!({"name": name, "value": value, "text": mark.text, "itemStyle": {"color": colour},
            "label": {"formatter": label::literal(&words)}})
    };
    series.marks.iter().enumerate().map(item).collect()
}
