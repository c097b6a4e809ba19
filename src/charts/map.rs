//! Maps: a value for each region of a GeoJSON file as a colour in steps; regions without a value are outlined.
//!
//! Charming has no fields for this series. The regions travel inside the option, under `maps`: `engine.js` and `templates/charts.js` register them.

use super::cells::Cells;
use super::classes::Classes;
use super::families::{Drawing, Found};
use super::frame::{Job, Sheet};
use super::measured::{Measured, axis_name};
use super::plot::Mark;
use super::theme::{self, FONT};
use super::{ChartInput, label, text};
use crate::diagnostics::{Diagnostic, Diagnostics, Spanned, advice, nearest, rules};
use crate::model::{ChartSpec, Dataset, Format, Unit};
use indexmap::IndexMap;
use serde_json::{Value as Json, json};

/// The property of a region that holds its name, unless `match` names another.
const NAME: &str = "name";

/// On phones at most so many regions that have no room for their names are listed below the map.
const MOST_BELOW: usize = 20;

/// Regions and their values.
struct Regions {
    /// The regions as GeoJSON, with no property but the name.
    shapes: Json,
    /// Name and extent of each: west, south, east, north.
    extents: Vec<(String, [f64; 4])>,
    values: IndexMap<String, Mark>,
    measure: String,
    unit: Option<Unit>,
    format: Format,
    /// What the engine calls the map.
    id: String,
}

/// The map of a block.
pub(super) fn drawing(input: &ChartInput<'_>, spec: &ChartSpec, dataset: &Dataset) -> Found {
    let (cells, mut diagnostics) = Cells::find(input, spec, dataset);
    let Some(cells) = cells else { return (None, diagnostics) };
    let (Some(x), Some(&y)) = (cells.fields.x, cells.fields.y.first()) else { return (None, diagnostics) };
    let Some(path) = spec.text("map") else {
        diagnostics.push(
            Diagnostic::new(rules::MISSING_KEY, "the chart has no `map`: the file with its regions")
                .at(input.span, "")
                .help("add `map:` with the path of a GeoJSON file below `content/`"),
        );
        return (None, diagnostics);
    };
    let property = spec.word("match").unwrap_or(NAME);
    let shapes = match shapes(input, &path, property) {
        Ok(shapes) => shapes,
        Err(fault) => {
            diagnostics.push(*fault);
            return (None, diagnostics);
        }
    };
    let extents = extents(&shapes);
    let mut values = IndexMap::new();
    for record in cells.records() {
        values.insert(cells.text(record, x), cells.mark(record, y));
    }
    check_names(spec, &extents, &values, &mut diagnostics);
    let drawing = Regions {
        shapes,
        extents,
        values,
        measure: cells.title(y),
        unit: cells.unit(y),
        format: cells.format(y).clone(),
        id: format!("{}#{property}", path.value),
    };
    ((!diagnostics.has_errors()).then(|| Box::new(drawing) as Box<dyn Drawing>), diagnostics)
}

/// The regions of the file that the block names, each with a name.
fn shapes(input: &ChartInput<'_>, path: &Spanned<String>, property: &str) -> Result<Json, Box<Diagnostic>> {
    let fault = |message: String, help: String| {
        Box::new(Diagnostic::new(rules::CHART_FAILED, message).at(path.span, "").help(help))
    };
    let Some(asset) = input.assets.iter().find(|asset| asset.path.as_str() == path.value) else {
        let known: Vec<&str> = input
            .assets
            .iter()
            .map(|asset| asset.path.as_str())
            .filter(|path| path.ends_with("json"))
            .collect();
        let near = nearest(&path.value, known).map(|near| format!("did you mean `{near}`?"));
        let help = near.unwrap_or_else(|| "name a GeoJSON file by its path below `content/`".to_owned());
        return Err(fault(format!("there is no map `{}`", path.value), help));
    };
    let whole: Json = serde_json::from_slice(&asset.bytes).map_err(|error| {
        fault(format!("the map `{}` is not JSON: {error}", path.value), "export it as GeoJSON".to_owned())
    })?;
    let features = whole["features"].as_array().filter(|features| !features.is_empty()).ok_or_else(|| {
        let message = format!("the map `{}` has no `features`", path.value);
        fault(message, "it should be a GeoJSON FeatureCollection".to_owned())
    })?;
    let mut regions = Vec::new();
    for (place, feature) in features.iter().enumerate() {
        let name = match &feature["properties"][property] {
            Json::String(name) => name.clone(),
            Json::Number(number) => number.to_string(),
            _ => {
                let message = format!("region {} of the map has no property `{property}`", place + 1);
                let keys =
                    feature["properties"].as_object().map(|map| map.keys().cloned().collect::<Vec<_>>());
                let keys = keys.unwrap_or_default().join("`, `");
                return Err(fault(message, format!("name another with `match:`; it has `{keys}`")));
            }
        };
        let mut geometry = feature["geometry"].clone();
        rounded(&mut geometry["coordinates"]);
        regions.push(json!({"type": "Feature", "properties": {"name": name}, "geometry": geometry}));
    }
    Ok(json!({"type": "FeatureCollection", "features": regions}))
}

/// Coordinates to four decimals: some ten metres.
fn rounded(coordinates: &mut Json) {
    match coordinates {
        Json::Array(list) => list.iter_mut().for_each(rounded),
        Json::Number(number) => {
            if let Some(value) = number.as_f64() {
                *coordinates = json!((value * 1e4).round() / 1e4);
            }
        }
        _ => {}
    }
}

fn extents(shapes: &Json) -> Vec<(String, [f64; 4])> {
    fn widen(coordinates: &Json, extent: &mut [f64; 4]) {
        let Some(list) = coordinates.as_array() else { return };
        if let (Some(x), Some(y)) = (list.first().and_then(Json::as_f64), list.get(1).and_then(Json::as_f64))
        {
            *extent = [extent[0].min(x), extent[1].min(y), extent[2].max(x), extent[3].max(y)];
            return;
        }
        list.iter().for_each(|part| widen(part, extent));
    }
    let features = shapes["features"].as_array().map(Vec::as_slice).unwrap_or_default();
    let of = |feature: &Json| {
        let mut extent = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
        widen(&feature["geometry"]["coordinates"], &mut extent);
        (feature["properties"]["name"].as_str().unwrap_or_default().to_owned(), extent)
    };
    features.iter().map(of).collect()
}

/// A record whose region is not on the map would be lost.
fn check_names(
    spec: &ChartSpec,
    extents: &[(String, [f64; 4])],
    values: &IndexMap<String, Mark>,
    diagnostics: &mut Diagnostics,
) {
    let known = || extents.iter().map(|(name, _)| name.as_str());
    for name in values.keys().filter(|name| known().all(|other| other != name.as_str())) {
        diagnostics.push(
            Diagnostic::new(rules::UNDEFINED_RECORD, format!("the map has no region `{name}`"))
                .at(spec.x.as_ref().map_or(spec.chart_type.span, |x| x.span), "")
                .maybe_help(advice("region", name, known())),
        );
    }
}

impl Regions {
    fn whole(&self) -> [f64; 4] {
        self.extents.iter().fold([f64::MAX, f64::MAX, f64::MIN, f64::MIN], |a, (_, b)| {
            [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
        })
    }
}

impl Drawing for Regions {
    fn sheet(&self, job: &Job<'_>) -> Sheet {
        let mut sheet = Sheet::new();
        let known: Vec<f64> = self.values.values().filter_map(|mark| mark.value).collect();
        let measured = Measured { unit: self.unit.as_ref(), format: &self.format };
        let classes = Classes::of(&known, job.spec.amount("middle"), (measured, job.input.locale));
        let unit = measured.words(classes.magnitude, job.input.locale);
        let top = classes.legend(job, &mut sheet, &axis_name(&self.measure, unit.as_deref()), 0);
        let [west, south, east, north] = self.whole();
        // A degree of longitude is as long as the cosine of the latitude says.
        let squeeze =
            (f64::midpoint(south, north).to_radians().cos().clamp(0.2, 1.0) * 100.0).round() / 100.0;
        let shape = ((east - west) * squeeze).max(1e-9) / (north - south).max(1e-9);
        let most = job.spec.height.filter(|_| !job.narrow).map_or(520.0, |height| f64::from(height) - top);
        let height = (job.width() / shape).min(most).max(60.0).round();
        // The lines at the edges are wider than what they bound.
        let width = (height * shape).min(job.width() - 4.0).round();
        let pixels = width / ((east - west) * squeeze).max(1e-9);
        let data: Vec<Json> = self
            .extents
            .iter()
            .map(|(name, extent)| self.item(job, &classes, name, (extent, pixels, squeeze)))
            .collect();
        let unnamed: Vec<String> = data.iter().filter(|item| item["label"].is_null()).map(named).collect();
        let extra = json!({
            "type": "map", "map": self.id, "aspectScale": squeeze, "roam": false, "selectedMode": false,
            "left": ((job.width() - width) / 2.0).round(), "top": top, "width": width, "height": height,
            "itemStyle": {"areaColor": theme::BACKGROUND, "borderColor": theme::BACKGROUND, "borderWidth": 1},
            "label": {"show": false}, "emphasis": {"label": {"show": false},
                "itemStyle": {"areaColor": null, "borderColor": theme::TEXT, "borderWidth": 2}},
            "data": data,
        });
        sheet.raw(extra);
        sheet.more(json!({"maps": {self.id.as_str(): self.shapes}}));
        sheet.height = top + height;
        if job.narrow && !unnamed.is_empty() && unnamed.len() <= MOST_BELOW {
            sheet.height += 8.0;
            sheet.below(&unnamed.join(", "), job.width());
        }
        sheet
    }

    /// "12 regions. Highest: Coast, 41%; lowest: Hills, 22%."
    fn sentences(&self) -> Vec<String> {
        let known = || self.values.iter().filter_map(|(name, mark)| Some((mark.value?, name, &mark.text)));
        let highest = known().reduce(|a, b| if b.0 > a.0 { b } else { a });
        let lowest = known().reduce(|a, b| if b.0 < a.0 { b } else { a });
        let (Some(high), Some(low)) = (highest, lowest) else { return vec!["No values.".to_owned()] };
        let without = self.extents.len() - known().count();
        let mut sentences = vec![
            format!("{} regions by {}.", known().count(), self.measure),
            format!("Highest: {}, {}; lowest: {}, {}.", high.1, high.2, low.1, low.2),
        ];
        if without > 0 {
            sentences.push(format!("{without} without a value."));
        }
        sentences
    }

    fn names(&self) -> Vec<String> {
        self.extents.iter().map(|(name, _)| name.clone()).collect()
    }

    fn is_empty(&self) -> bool {
        self.values.values().all(|mark| mark.value.is_none())
    }
}

/// "Highmoor 55%".
fn named(item: &Json) -> String {
    let text = |key: &str| item[key].as_str().unwrap_or_default();
    format!("{} {}", text("name"), text("text"))
}

impl Regions {
    fn item(
        &self,
        job: &Job<'_>,
        classes: &Classes,
        name: &str,
        (extent, pixels, squeeze): (&[f64; 4], f64, f64),
    ) -> Json {
        let mark = self.values.get(name);
        let known = mark.and_then(|mark| Some((mark.value?, mark)));
        let ink = known.map_or(theme::TEXT, |(value, _)| classes.class(value).colours.1);
        let room = ((extent[2] - extent[0]) * squeeze * pixels, (extent[3] - extent[1]) * pixels);
        let lines = text::wrap(name, FONT, room.0 * 0.6);
        let widest = lines.iter().map(|line| text::width(line, FONT)).fold(0.0, f64::max);
        let mut item = match known {
            Some((value, mark)) => {
                json!({"name": name, "value": classes.magnitude.apply(value), "text": mark.text})
            }
            None => json!({"name": name, "value": null, "text": "–",
                "itemStyle": {"areaColor": theme::BACKGROUND, "borderColor": theme::AXIS}}),
        };
        if widest <= room.0 * 0.6 && lines.len() as f64 * 16.0 <= room.1 * 0.5 {
            item["label"] = json!({"show": true, "formatter": label::literal(&lines.join("\n")), "color": ink,
                "fontSize": FONT, "lineHeight": 16});
        }
        if job.dimmed(name, "") {
            item["itemStyle"] = json!({"borderColor": theme::BACKGROUND, "borderWidth": 1});
        } else if job.spec.highlight.is_some() {
            item["itemStyle"] = json!({"borderColor": theme::TEXT, "borderWidth": 3});
        }
        item
    }
}
