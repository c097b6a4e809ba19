//! Raw ECharts options: the author's own, over our base, with the dataset filled in.

use super::{ChartInput, label, merge, theme};
use crate::model::{Dataset, EChartsSpec, ScalarView};
use serde_json::{Value as Json, json};

/// The option of an `echarts` block and its size in pixels. The narrow drawing has less room for plots but the same
/// content; what else should differ there, ECharts' own `media` says.
pub(super) fn option(input: &ChartInput<'_>, spec: &EChartsSpec, narrow: bool) -> (Json, u32, u32) {
    let mut option = theme::base();
    let own = merge::author(&spec.option);
    for key in ["xAxis", "yAxis", "radiusAxis", "angleAxis", "singleAxis"] {
        match own.get(key) {
            Some(Json::Array(axes)) => {
                option[key] = Json::Array(axes.iter().map(|_| theme::raw_axis()).collect())
            }
            Some(Json::Object(_)) => option[key] = theme::raw_axis(),
            _ => {}
        }
    }
    if own.get("legend").is_some_and(Json::is_object) {
        option["legend"] =
            json!({"left": 0, "top": 0, "textStyle": {"color": theme::TEXT, "fontSize": theme::FONT}});
    }
    if let Some(dataset) = input.dataset {
        option["dataset"] = json!({"source": source(input, dataset)});
    }
    if own.get("grid").is_none() && own.get("xAxis").is_some() {
        let top = if own.get("legend").is_some() { 44 } else { 32 };
        option["grid"] = json!({"left": 8, "right": 16, "top": top, "bottom": 8, "containLabel": true});
    }
    merge::merge(&mut option, own);
    option["animation"] = json!(false);
    let height = spec.height.unwrap_or(if narrow { 300 } else { 380 }).clamp(80, 4000);
    (option, if narrow { 288 } else { 680 }, height)
}

/// The dataset as ECharts takes it: the names of fields, then the records; numbers without their units.
fn source(input: &ChartInput<'_>, dataset: &Dataset) -> Json {
    let head: Vec<&str> = dataset.fields().iter().map(|field| field.name.as_str()).collect();
    let mut rows = vec![json!(head)];
    for record in input.records.iter().map(|record| *record as usize).filter(|record| *record < dataset.len())
    {
        let cell = |field: usize| match dataset.view(record, field) {
            ScalarView::Missing => Json::Null,
            ScalarView::Number(number) => json!(number.amount),
            ScalarView::Boolean(truth) => json!(truth),
            ScalarView::Text | ScalarView::Words(_) | ScalarView::Moment(_) => {
                json!(label::cell(dataset, record, field))
            }
        };
        rows.push(Json::Array((0..dataset.fields().len()).map(cell).collect()));
    }
    Json::Array(rows)
}
