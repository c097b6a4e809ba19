//! Pies, donuts, half donuts and roses: parts of a whole, named beside the part, a pixel of page between neighbours.

use super::frame::{Entry, Job, Sheet};
use super::plot::{Mark, Plot, Point};
use super::spokes::{self, Hub, Spoke};
use super::theme::{self, FONT};
use super::{label, text};
use crate::model::ChartType;
use charming::datatype::CompositeValue;
use charming::element::{ItemStyle, Label};
use charming::series::{Pie, PieRoseType};
use serde_json::{Value as Json, json};
use std::f64::consts::PI;

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
    let mut leads = Vec::new();
    for plot in plots {
        let named = (names.as_slice(), plot);
        if let Some(title) = &plot.title {
            sheet.heading(title, 0.0, top);
            top += 24.0;
        }
        if listed {
            top += half(job, &mut sheet, named, top);
        } else {
            let (height, more) = part(job, &mut sheet, named, top);
            top += height;
            leads.extend(more);
        }
    }
    if !leads.is_empty() {
        sheet.more(json!({"graphic": {"elements": leads}}));
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
    let mut items = items(job, (names, plot));
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

/// Adds one pie below `top`, gives its height and the lines that lead to its words.
fn part(job: &Job<'_>, sheet: &mut Sheet, (names, plot): (&[String], &Plot), top: f64) -> (f64, Vec<Json>) {
    let most = if job.narrow { 76.0 } else { 200.0 };
    let room = spokes::room(&spokes(job, plot, 1.0), most);
    let shape = Shape::of(job, plot, room);
    let middle = (job.width() / 2.0, top + shape.middle);
    let name = plot.series.first().map_or("", |series| series.name.as_str());
    let pair = |a: f64, b: f64| CompositeValue::from(vec![a.round(), b.round()]);
    let mut pie = Pie::new()
        .name(name)
        .clockwise(true)
        .start_angle(if shape.kind == ChartType::HalfDonut { 180.0 } else { 90.0 })
        .center(pair(middle.0, middle.1))
        .radius(pair(shape.hole, shape.radius))
        .item_style(ItemStyle::new().border_color(theme::BACKGROUND).border_width(1.0))
        .label(Label::new().show(false));
    if shape.kind == ChartType::Rose {
        pie = pie.rose_type(PieRoseType::Area);
    }
    let mut extra = json!({"data": items(job, (names, plot)), "labelLine": {"show": false}});
    if shape.kind == ChartType::HalfDonut {
        extra["endAngle"] = json!(360);
    }
    sheet.series(charming::series::Series::Pie(pie), extra);
    let limits = (top, top + shape.height);
    let hub = Hub { middle: (middle.0.round(), middle.1.round()), radius: shape.radius, room, limits };
    (shape.height, spokes::paint(sheet, &spokes(job, plot, shape.radius), hub))
}

/// The parts of a pie of some radius, with what is said of each.
fn spokes(job: &Job<'_>, plot: &Plot, radius: f64) -> Vec<Spoke> {
    let Some(series) = plot.series.first() else { return Vec::new() };
    let kind = job.spec.chart_type.value;
    let amount = |mark: &Mark| mark.value.unwrap_or(0.0).max(0.0);
    let total: f64 = series.marks.iter().map(amount).sum();
    let most = series.marks.iter().map(amount).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let known = series.marks.iter().filter(|mark| mark.value.is_some()).count().max(1) as f64;
    let (start, whole) = match kind {
        ChartType::HalfDonut => (-PI / 2.0, PI),
        _ => (0.0, 2.0 * PI),
    };
    let mut turned = 0.0;
    let mut found = Vec::new();
    for (mark, point) in series.marks.iter().zip(&plot.points).filter(|(mark, _)| mark.value.is_some()) {
        let share = amount(mark) / total.max(f64::MIN_POSITIVE);
        // The petals of a rose are equally wide.
        let width = if kind == ChartType::Rose { 1.0 / known } else { share };
        let edge = if kind == ChartType::Rose { radius * (amount(mark) / most).sqrt() } else { radius };
        found.push(Spoke {
            turn: start + (turned + width / 2.0) * whole,
            edge,
            name: point.text.clone(),
            value: mark.text.clone(),
            weight: share,
        });
        turned += width;
    }
    found
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
    fn of(job: &Job<'_>, plot: &Plot, room: f64) -> Self {
        let kind = job.spec.chart_type.value;
        let wanted = job.spec.height.filter(|_| !job.narrow).map(|h| f64::from(h).clamp(120.0, 2000.0));
        let across = (job.width() - 2.0 * room) / 2.0 - if job.narrow { 20.0 } else { 22.0 };
        let needed = spokes::height(&spokes(job, plot, 1.0), room) + 4.0;
        if kind == ChartType::HalfDonut {
            let radius = across.min(wanted.unwrap_or(270.0) - 70.0).max(20.0);
            let (above, below) = if job.narrow { (62.0, 58.0) } else { (48.0, 28.0) };
            let natural = radius + above + below;
            let height = if job.narrow { natural.max(needed) } else { wanted.unwrap_or(natural) };
            return Self { kind, radius, hole: radius * 0.58, middle: height - below, height };
        }
        let radius = across.min(wanted.unwrap_or(320.0) / 2.0 - 30.0).max(20.0);
        let natural = if job.narrow { 2.0 * radius + 76.0 } else { 320.0 };
        let height =
            wanted.unwrap_or(natural.max(needed.min(if job.narrow { natural + 48.0 } else { 600.0 })));
        let hole = match kind {
            ChartType::Donut => radius * 0.58,
            _ => 0.0,
        };
        Self { kind, radius, hole, middle: height / 2.0, height }
    }
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

fn items(job: &Job<'_>, (names, plot): (&[String], &Plot)) -> Vec<Json> {
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
        // A rose's radius is its root, so that areas go by the amounts.
        let rose = job.spec.chart_type.value == ChartType::Rose;
        let drawn = |value: f64| if rose { value.max(0.0).sqrt() } else { magnitude.apply(value).max(0.0) };
        let value = mark.value.map_or(Json::Null, |value| json!(drawn(value)));
        json!({"name": name, "value": value, "text": mark.text, "itemStyle": {"color": colour}})
    };
    series.marks.iter().enumerate().map(item).collect()
}
