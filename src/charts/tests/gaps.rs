//! Records that lack what places them, and records that want the same place.

use super::super::draw::plan;
use super::support::{Change, dataset, input, spec};
use crate::model::{ChartSpec, ChartType as T, ExtraValue};

/// The alternative text and the findings.
fn made(data: &str, block: &ChartSpec) -> (String, String) {
    let (made, diagnostics) = input(block, &dataset(data), plan);
    let findings = diagnostics.iter().map(|found| format!("{}: {}", found.rule.name(), found.message));
    (made.map(|made| made.alt).unwrap_or_default(), findings.collect::<Vec<_>>().join("; "))
}

/// The alternative text, or else the findings.
fn alt(data: &str, block: &ChartSpec) -> String {
    let (alt, findings) = made(data, block);
    if findings.is_empty() { alt } else { findings }
}

#[test]
fn a_record_without_a_place_on_the_axis_is_left_out_and_told() {
    let one = |field: &str| {
        format!("unplaced-record: a record has no `{field}`, and the chart leaves out its values")
    };
    let dates = "D|V\n2024-01|2\n2024-03|5\n|7";
    for kind in [T::Line, T::Area] {
        let (alt, told) = made(dates, &spec(kind, "D", &["V"]));
        assert!(alt.ends_with("V rises from 2 (2024-01) to 5 (2024-03)."), "{alt}");
        assert_eq!(told, one("D"));
        let (alt, told) = made("N|V\n10|2\n|7\n20|5", &spec(kind, "N", &["V"]));
        assert!(alt.ends_with("V rises from 2 (N 10) to 5 (N 20)."), "{alt}");
        assert_eq!(told, one("N"));
    }
    let long = "D|S|V\n2024-01|a|2\n2024-01|b|3\n|b|7\n|a|8";
    let (alt, told) = made(long, &spec(T::Bump, "D", &["V"]).series("S"));
    assert_eq!(alt, "Bump chart: A finding. First in 2024-01: b.");
    assert_eq!(told, "unplaced-record: 2 records have no `D`, and the chart leaves out their values");
    let (alt, told) = made("X|Y\n1|2\n|7\n3|\n4|5", &spec(T::Scatter, "X", &["Y"]));
    assert!(alt.contains(" 2 points: "), "{alt}");
    assert_eq!(told, format!("{}; {}", one("X"), one("Y")));
    let timeline = spec(T::Gantt, "Task", &[]).field("start", "From").field("end", "To");
    let (_, told) = made("Task|From|To\na|2024-01|2024-02\nb|2024-01|\nc||", &timeline);
    assert_eq!(told, one("To"));
}

#[test]
fn a_record_that_says_nothing_is_left_out_in_silence() {
    let said = |data: &str, kind| made(data, &spec(kind, "D", &["V"])).1;
    assert_eq!(said("D|V\n2024-01|2\n2024-03|5\n|", T::Line), "");
    assert_eq!(said("D|V\n1|2\n3|5\n|", T::Scatter), "");
    // A bar without a name is shown.
    assert_eq!(said("D|V\n2024-01|2\n|5", T::Bar), "");
}

#[test]
fn what_has_no_name_is_said_by_its_value() {
    let bar = alt("K|V\na|2\n|7", &spec(T::Bar, "K", &["V"]));
    assert_eq!(bar, "Bar chart: A finding. Highest: 7; lowest: a, 2.");
    let scatter = alt("D|V\n2024-01|2\n2024-03|5", &spec(T::Scatter, "D", &["V"]));
    assert_eq!(
        scatter,
        "Scatter plot: A finding. 2 points: V against D. Highest: 2024-03, 5; lowest: 2024-01, 2."
    );
}

#[test]
fn ends_of_a_waterfall_have_values_and_losses_of_a_funnel_are_losses() {
    let waterfall = alt("K|V\na|\nb|5\nc|-2\nd|", &spec(T::Waterfall, "K", &["V"]));
    assert!(waterfall.contains("From b, +5 to 3 after c."), "{waterfall}");
    let funnel = alt("K|V\na|5\nb|5\nc|8", &spec(T::Funnel, "K", &["V"]));
    assert!(!funnel.contains("loss"), "{funnel}");
}

#[test]
fn a_histogram_says_its_ends_with_their_unit() {
    let histogram = alt("V\n$1.5M\n$2M\n$0.5M", &spec(T::Histogram, "V", &[]));
    assert!(histogram.contains("All lie between $0.5M and $2M."), "{histogram}");
    let words = alt("V\n11 years\n12 years\n19 years", &spec(T::Histogram, "V", &[]));
    assert!(words.contains("All lie between 11 and 19 years."), "{words}");
}

#[test]
fn two_records_of_one_mark_are_refused_and_a_gap_beside_a_value_is_not() {
    let twice = "K|S|A\na|s|1\na|t|2\nb|s|5\nb|s|6";
    for kind in [T::Bar, T::Line, T::Heatmap] {
        let block = spec(kind, "K", &["A"]).series("S");
        assert_eq!(
            alt(twice, &block),
            "chart-failed: two records are of `b` and `s`; a chart shows one value for them"
        );
        let said = alt("K|S|A\na|s|1\na|t|2\nb|s|5\nb|s|", &block);
        assert!(
            said.contains(if kind == T::Line { "s rises from 1 (a) to 5 (b)" } else { "Highest: b, s, 5" }),
            "{said}"
        );
    }
}

#[test]
fn amounts_that_belong_to_nothing_are_refused() {
    let names = |names: &[&str]| {
        ExtraValue::Fields(names.iter().flat_map(|name| spec(T::Bar, name, &[]).x).collect())
    };
    let treemap = spec(T::Treemap, "", &["V"]).extra("path", names(&["A", "B"]));
    assert_eq!(
        alt("A|B|V\na|b|1\nb||3\n|c|1", &treemap),
        "wrong-field-kind: field `A` is empty where there is an amount, which a `treemap` cannot place"
    );
    assert!(alt("A|B|V\na|b|1\nb||3\n|c|", &treemap).contains("4 in all"));
    let sankey = spec(T::Sankey, "", &["V"]).field("from", "A").field("to", "B");
    assert_eq!(
        alt("A|B|V\na|b|1\n|b|3", &sankey),
        "wrong-field-kind: field `A` is empty where there is an amount, which a `sankey` cannot place"
    );
}

#[test]
fn a_slope_with_one_of_two_values_says_it() {
    let fields = ["Then", "Now"];
    for kind in [T::Slope, T::Dumbbell] {
        let said = |data: &str| alt(data, &spec(kind, "K", &fields));
        assert!(said("K|Then|Now\na|5|").ends_with("A finding. a, Then, 5."), "{}", said("K|Then|Now\na|5|"));
        assert!(said("K|Then|Now\na|5|\nb||7").ends_with("Highest: b, Now, 7; lowest: a, Then, 5."));
        assert!(said("K|Then|Now\na|5|\nb|3|7").ends_with("finding. b, from 3 (Then) to 7 (Now)."));
        assert!(said("K|Then|Now\nb|3|7").ends_with("finding. From 3 (Then) to 7 (Now)."));
    }
}

#[test]
fn candles_are_told_by_the_prices_that_are_drawn() {
    let block = spec(T::Candlestick, "Day", &[]).field("open", "Open").field("close", "Close");
    let block = block.field("low", "Low").field("high", "High");
    let (said, told) = made("Day|Open|Close|Low|High\na|12|14|11|15\nb|13|11|2|13\nc|11|13|10|14", &block);
    assert_eq!(told, "");
    assert!(
        said.ends_with("Close falls from 14 (a) to 13 (c). Highest price: a, 15; lowest: b, 2."),
        "{said}"
    );
}

#[test]
fn parts_below_zero_are_refused_where_stacks_cannot_show_them() {
    use crate::model::Stack;
    let data = "K|A|B\na|1|2\nb|-3|4";
    let told =
        |kind, stack, data: &str| made(data, &spec(kind, "K", &["A", "B"]).with(|spec| spec.stack = stack)).1;
    let refused =
        |what: &str| format!("wrong-field-kind: field `A` has a negative number, which {what} cannot show");
    assert_eq!(told(T::Area, Stack::Stream, data), refused("`stack: stream`"));
    assert_eq!(told(T::Area, Stack::Plain, data), refused("a stacked `area`"));
    assert_eq!(told(T::Line, Stack::Plain, data), refused("a stacked `line`"));
    assert_eq!(told(T::Bar, Stack::Diverging, data), refused("`stack: diverging`"));
    for (kind, stack) in
        [(T::Bar, Stack::Plain), (T::Bar, Stack::Percent), (T::Area, Stack::Percent), (T::Area, Stack::Off)]
    {
        assert_eq!(told(kind, stack, data), "");
    }
    let one = spec(T::Area, "K", &["A"]).with(|spec| spec.stack = Stack::Plain);
    assert_eq!(made(data, &one).1, "", "one area is no stack");
}

#[test]
fn a_stack_that_lacks_a_part_is_left_out_or_told() {
    use crate::model::Stack;
    let wide = "K|A|B|C\na|1|2|7\nb|3||2\nc|5|1|4";
    let stacked = |kind, stack, data: &str| {
        made(data, &spec(kind, "K", &["A", "B", "C"]).with(|spec| spec.stack = stack))
    };
    let out = "unplaced-record: the stack of `b` lacks `B`, and the chart leaves it out";
    let (alt, told) = stacked(T::Bar, Stack::Percent, wide);
    assert!(alt.ends_with("a: C is largest, 70%. c: A is largest, 50%."), "{alt}");
    assert_eq!(told, out);
    let (alt, told) = stacked(T::Area, Stack::Plain, wide);
    assert!(alt.contains("A rises from 1 (a) to 5 (c)."), "{alt}");
    assert_eq!(told, out);
    assert_eq!(stacked(T::Bar, Stack::Plain, wide).1, "unplaced-record: the stack of `b` lacks `B`");
    assert_eq!(
        stacked(T::Bar, Stack::Percent, "K|A|B|C\na|1|2|7\nb|3||2\nc||1|4").1,
        "unplaced-record: 2 stacks lack a part, and the chart leaves them out; the first is `b` without `B`"
    );
    // Without any part there is no stack.
    assert_eq!(stacked(T::Bar, Stack::Percent, "K|A|B|C\na|1|2|7\nb|||").1, "");
    let long = spec(T::Bar, "K", &["V"]).series("S").with(|spec| spec.stack = Stack::Percent);
    assert_eq!(made("K|S|V\na|A|1\na|B|3\nb|A|2\nb|B|", &long).1, out);
    // What has no record is no part, and a series that begins later is not there before.
    assert_eq!(made("K|S|V\na|A|1\na|B|3\nb|A|2", &long).1, "");
    let late = "K|A|B|C\na|1||7\nb|3|1|2\nc|5|1|4";
    let (alt, told) = stacked(T::Area, Stack::Plain, late);
    assert!(alt.contains("A rises from 1 (a) to 5 (c)."), "{alt}");
    assert_eq!(told, "");
}

#[test]
fn the_rest_is_neither_highest_nor_largest() {
    let data = "K|V\na|5\nb|3\nRest|11";
    let limited = |kind| {
        spec(kind, "K", &["V"]).with(|spec| {
            spec.limit = Some(2);
            spec.shape.other = spec.x.clone();
        })
    };
    assert!(alt(data, &limited(T::Bar)).ends_with("Highest: a, 5; lowest: b, 3."));
    let pie = alt(data, &limited(T::Pie));
    assert!(pie.ends_with("Largest of 2 parts: a, 5 (26%); smallest: b, 3 (16%). Rest, 11 (58%)."), "{pie}");
}
