//! Each step on a small dataset, as the text of the cells that come out.

use super::*;
use crate::data::{DataFile, parse};
use crate::diagnostics::{Files, Span};
use crate::model::{
    Aggregate, Aggregates, Bin, BinStep, Calendar, ChangeKind, Datasets, IndexPoint, Measure, Pivot, Rolling,
    Unpivot, Window,
};
use camino::Utf8Path;

const SALES: &str = "Country,Year,Sales,Share
Peru,2020,$10M,40%
Chad,2020,$30M,50%
Peru,2021,$12M,44%
Chad,2021,$27M,45%
Peru,2022,,47%
Chad,2022,$33M,55%
";

fn datasets(text: &str) -> Datasets {
    let mut files = Files::default();
    let file = DataFile::new(Utf8Path::new("d.csv"), text.as_bytes());
    let (datasets, diagnostics) = parse(&mut files, Utf8Path::new("content/data"), &[file]);
    assert!(!diagnostics.has_errors());
    datasets
}

fn span() -> Span {
    Span::new(Files::default().add("content/index.md", ""), 0..0)
}

fn word(text: &str) -> Spanned<String> {
    Spanned::new(text.to_owned(), span())
}

fn words(texts: &[&str]) -> Vec<Spanned<String>> {
    texts.iter().map(|text| word(text)).collect()
}

fn window<T>(what: T) -> Window<T> {
    Window { what, fields: Vec::new(), within: None, name: None, span: span() }
}

/// What a chart with `x: Year`, `y: Sales` and `series: Country` asks.
struct Ask {
    shape: Shape,
    sort: Vec<SortKey>,
    limit: Option<usize>,
    values: Vec<Spanned<String>>,
    along: Spanned<String>,
    groups: Vec<Spanned<String>>,
}

impl Ask {
    fn new(shape: Shape) -> Self {
        let (sort, limit) = (Vec::new(), None);
        let (values, along, groups) = (words(&["Sales"]), word("Year"), words(&["Country"]));
        Self { shape, sort, limit, values, along, groups }
    }

    fn of(mut self, values: &[&str]) -> Self {
        self.values = words(values);
        self
    }

    fn sorted(mut self, field: &str, descending: bool) -> Self {
        self.sort.push(SortKey { field: word(field), descending });
        self
    }

    fn run(&self, text: &str) -> (Option<Derived>, Diagnostics) {
        let datasets = datasets(text);
        let id = datasets.find("d").expect("it is read");
        let dataset = datasets.get(id);
        let records: Vec<u32> = (0..dataset.len() as u32).collect();
        let wish = Wish {
            shape: &self.shape,
            sort: &self.sort,
            limit: self.limit,
            along: Some(&self.along),
            values: &self.values,
            measures: Vec::new(),
            groups: self.groups.iter().collect(),
            locale: &Locale::of("en"),
        };
        derive(Given { dataset, id, records: &records }, &wish)
    }

    /// The outcome as lines of text, the first with titles and units.
    fn lines(&self, text: &str) -> Vec<String> {
        let (derived, diagnostics) = self.run(text);
        let told: Vec<&str> = diagnostics.iter().map(|d| d.message.as_str()).collect();
        assert!(told.is_empty(), "{told:?}");
        lines(&derived.expect("it is made"))
    }

    fn fault(&self, text: &str) -> String {
        let (derived, diagnostics) = self.run(text);
        assert!(derived.is_none());
        diagnostics.iter().map(|d| format!("{}: {}", d.rule.name(), d.message)).collect::<Vec<_>>().join("\n")
    }
}

fn lines(derived: &Derived) -> Vec<String> {
    let dataset = derived.dataset();
    let head = dataset.fields().iter().map(|field| match &field.unit {
        Some(unit) => format!("{} [{unit}]", field.title),
        None => field.title.clone(),
    });
    let row = |record: usize| -> String {
        let cells = (0..dataset.fields().len()).map(|field| dataset.text(record, field).to_owned());
        cells.collect::<Vec<_>>().join(" | ")
    };
    std::iter::once(head.collect::<Vec<_>>().join(" | ")).chain((0..dataset.len()).map(row)).collect()
}

fn aggregate(name: &str, measure: Measure, of: Option<&str>) -> Aggregate {
    Aggregate { name: word(name), measure, of: of.map(word) }
}

#[test]
fn groups_become_records_in_the_style_of_their_cells() {
    let named = Aggregates::Named(vec![
        aggregate("Sales", Measure::Sum, None),
        aggregate("Mean", Measure::Mean, Some("Sales")),
        aggregate("Middle", Measure::Median, Some("Share")),
        aggregate("Best", Measure::Max, Some("Sales")),
        aggregate("Years", Measure::Count, None),
        aggregate("Told", Measure::Count, Some("Sales")),
    ]);
    let shape = Shape { group: Some(words(&["Country"])), aggregate: Some(named), ..Shape::default() };
    assert_eq!(
        Ask::new(shape).lines(SALES),
        [
            "Country | Sales [$] | Mean [$] | Middle [%] | Best [$] | Years | Told",
            "Peru | $22M | $11.0M | 44.0% | $12M | 3 | 2",
            "Chad | $90M | $30.0M | 50.0% | $33M | 3 | 3",
        ]
    );
}

#[test]
fn a_chart_groups_by_what_it_draws() {
    let each = Aggregates::Each(Spanned::new(Measure::Sum, span()));
    let mut ask = Ask::new(Shape { aggregate: Some(each), ..Shape::default() });
    ask.groups.clear();
    assert_eq!(ask.lines(SALES), ["Year | Sales [$]", "2020 | $40M", "2021 | $39M", "2022 | $33M"]);
}

#[test]
fn a_table_sums_up_all_its_numbers() {
    let each = |measure| Aggregates::Each(Spanned::new(measure, span()));
    let group = || Some(words(&["Year"]));
    let ask = |measure| {
        let mut ask = Ask::new(Shape { group: group(), aggregate: Some(each(measure)), ..Shape::default() });
        (ask.values, ask.groups) = (Vec::new(), Vec::new());
        ask.lines("Year,Name,Sales,Cost\n2020,a,1,2\n2020,b,3,4\n2021,c,5,6\n")
    };
    assert_eq!(ask(Measure::Sum), ["Year | Sales | Cost", "2020 | 4 | 6", "2021 | 5 | 6"]);
    assert_eq!(ask(Measure::Count), ["Year | Count", "2020 | 2", "2021 | 1"]);
}

#[test]
fn every_cell_knows_the_cells_it_was_made_of() {
    let each = Aggregates::Each(Spanned::new(Measure::Sum, span()));
    let mut ask = Ask::new(Shape { aggregate: Some(each), share: Some(window(())), ..Shape::default() });
    ask.groups.clear();
    let derived = ask.run(SALES).0.expect("it is made");
    assert_eq!(lines(&derived)[1..], ["2020 | 35.7%", "2021 | 34.8%", "2022 | 29.5%"]);
    let cells = |record, field| -> Vec<(u32, u32)> {
        derived.origins(record, field).iter().map(|cell| (cell.record, cell.field)).collect()
    };
    // The year stands in one cell; its share needs all sales there are.
    assert_eq!(cells(1, 0), [(2, 1)]);
    assert_eq!(cells(1, 1), [(0, 2), (1, 2), (2, 2), (3, 2), (5, 2)]);
    assert!(cells(9, 9).is_empty());
}

#[test]
fn shares_are_of_all_or_of_a_group() {
    let within = Window { within: Some(words(&["Year"])), ..window(()) };
    let shape = Shape { share: Some(within), ..Shape::default() };
    let lines = Ask::new(shape).lines(SALES);
    assert_eq!(lines[0], "Country | Year | Sales [%] | Share [%]");
    assert_eq!(
        lines[1..4],
        ["Peru | 2020 | 25.0% | 40%", "Chad | 2020 | 75.0% | 50%", "Peru | 2021 | 30.8% | 44%"]
    );
    assert_eq!(lines[5], "Peru | 2022 |  | 47%");
}

#[test]
fn changes_look_back_within_their_series() {
    let shape = |kind| Shape { change: Some(window(kind)), ..Shape::default() };
    let column = |kind, field: &str| -> Vec<String> {
        let lines = Ask::new(shape(kind)).of(&[field]).lines(SALES);
        let place = if field == "Sales" { 2 } else { 3 };
        lines.iter().map(|line| line.split(" | ").nth(place).unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(column(ChangeKind::Absolute, "Sales"), ["Δ Sales [$]", "", "", "+$2M", "−$3M", "", "+$6M"]);
    assert_eq!(
        column(ChangeKind::Percent, "Sales"),
        ["Δ Sales [%]", "", "", "+20.0%", "−10.0%", "", "+22.2%"]
    );
    assert_eq!(
        column(ChangeKind::Absolute, "Share"),
        ["Δ Share [pp]", "", "", "+4 pp", "−5 pp", "+3 pp", "+10 pp"]
    );
}

#[test]
fn an_index_starts_each_series_at_its_base() {
    let point = IndexPoint { base: 100.0, at: word("2020"), along: None };
    let lines = Ask::new(Shape { index: Some(window(point)), ..Shape::default() }).lines(SALES);
    assert_eq!(lines[0], "Country | Year | Sales (2020 = 100) | Share [%]");
    assert_eq!(lines[3..5], ["Peru | 2021 | 120.0 | 44%", "Chad | 2021 | 90.0 | 45%"]);
    let point = |at: &str| IndexPoint { base: 100.0, at: word(at), along: None };
    let fault = |at| Ask::new(Shape { index: Some(window(point(at))), ..Shape::default() }).fault(SALES);
    assert_eq!(fault("1999"), "undefined-record: no record of Peru has the Year `1999`");
    assert_eq!(fault("2022"), "missing-value: field `Sales` is empty or 0 at 2022; an index needs a base");
    let shape = Shape { index: Some(window(point("2020"))), ..Shape::default() };
    let debts = "Country,Year,Sales,Share\nPeru,2020,-10,1%\nPeru,2021,-20,2%\n";
    assert_eq!(
        Ask::new(shape).fault(debts),
        "missing-value: field `Sales` is below 0 at 2020; an index needs a base above 0"
    );
}

#[test]
fn rolling_values_wait_for_a_full_window() {
    let step =
        Window { name: Some("Mean".to_owned()), ..window(Rolling { window: 2, measure: Measure::Mean }) };
    let lines =
        Ask::new(Shape { rolling: Some(step), ..Shape::default() }).sorted("Country", false).lines(SALES);
    assert_eq!(
        lines,
        [
            "Country | Year | Sales [$] | Share [%] | Mean [$]",
            "Chad | 2020 | $30M | 50% | ",
            "Chad | 2021 | $27M | 45% | $28.5M",
            "Chad | 2022 | $33M | 55% | $30.0M",
            "Peru | 2020 | $10M | 40% | ",
            "Peru | 2021 | $12M | 44% | $11.0M",
            "Peru | 2022 |  | 47% | ",
        ]
    );
}

#[test]
fn long_becomes_wide_and_wide_long() {
    let pivot =
        Pivot { names: word("Year"), values: word("Sales"), by: Some(words(&["Country"])), span: span() };
    let shape = Shape { pivot: Some(pivot.clone()), ..Shape::default() };
    let wide = Ask::new(shape).lines(SALES);
    assert_eq!(
        wide,
        ["Country | 2020 [$] | 2021 [$] | 2022 [$]", "Peru | $10M | $12M | ", "Chad | $30M | $27M | $33M"]
    );

    let text = "Country,2020,2021\nPeru,10,12\nChad,30,27\n";
    let unpivot = Unpivot {
        fields: Vec::new(),
        keep: words(&["Country"]),
        name: "Year".to_owned(),
        value: "Sales".to_owned(),
        span: span(),
    };
    let (derived, _) = Ask::new(Shape { unpivot: Some(unpivot), ..Shape::default() }).run(text);
    let derived = derived.expect("it is made");
    assert_eq!(
        lines(&derived),
        [
            "Country | Year | Sales",
            "Peru | 2020 | 10",
            "Peru | 2021 | 12",
            "Chad | 2020 | 30",
            "Chad | 2021 | 27"
        ]
    );
    assert_eq!(derived.dataset().fields()[1].kind, crate::model::FieldKind::Moment);
    assert_eq!(derived.dataset().record("Chad / 2021"), Some(3));

    let twice = Pivot { by: Some(Vec::new()), ..pivot };
    let fault = Ask::new(Shape { pivot: Some(twice), ..Shape::default() }).fault(SALES);
    assert_eq!(fault, "duplicate-key: two records are 2020; a pivot needs one for each");
}

#[test]
fn what_a_limit_cuts_off_is_summed_up() {
    let text = "Mineral,Year,Sales\nA,2020,5\nB,2020,40\nC,2020,10\nD,2020,\n";
    let shape = Shape { other: Some(word("Rest")), ..Shape::default() };
    let mut ask = Ask::new(shape).sorted("Sales", true);
    (ask.along, ask.limit) = (word("Mineral"), Some(1));
    ask.groups.clear();
    let derived = ask.run(text).0.expect("it is made");
    assert_eq!(lines(&derived), ["Mineral | Year | Sales", "B | 2020 | 40", "Rest |  | 15"]);
    assert_eq!(derived.origins(1, 2).len(), 3);
    ask.limit = Some(4);
    assert_eq!(ask.lines(text).len(), 5);
    ask.limit = None;
    let (_, told) = ask.run(text);
    assert_eq!(told.iter().map(|d| d.rule.name()).collect::<Vec<_>>(), ["unused-key"]);
}

#[test]
fn sums_beside_smaller_numbers_keep_their_decimals() {
    let text = "Country,Year,Sales\na,2020,$1.5M\na,2020,$2.25M\nb,2020,$950\n";
    let each = Some(Aggregates::Each(Spanned::new(Measure::Sum, span())));
    let lines = Ask::new(Shape { aggregate: each, ..Shape::default() }).lines(text);
    assert_eq!(lines[1..], ["2020 | a | $3.75M", "2020 | b | $950"]);
}

#[test]
fn classes_are_round_and_in_order() {
    let text = "Name,Price\na,$23\nb,$5\nc,$11\nd,\ne,$19.5\n";
    let bin = |step| Bin { field: word("Price"), step, name: None, span: span() };
    let count = Aggregates::Named(vec![aggregate("Count", Measure::Count, None)]);
    let shape = |step| Shape {
        bins: vec![bin(step)],
        group: Some(words(&["Price"])),
        aggregate: Some(count.clone()),
        ..Shape::default()
    };
    let lines = |step| Ask::new(shape(step)).lines(text);
    assert_eq!(
        lines(BinStep::Width(10.0)),
        ["Price | Count", "$0–10 | 1", "$10–20 | 2", "$20–30 | 1", " | 1"]
    );
    assert_eq!(lines(BinStep::Count(4))[1], "$5–10 | 1");
    let below = Ask::new(shape(BinStep::Width(5.0))).lines("Price,Day,Sales\n$-11,1,1\n$-2.5,1,1\n$3,1,1\n");
    assert_eq!(below[1..], ["−$15 – −$10 | 1", "−$5 – $0 | 1", "$0–5 | 1"]);
}

#[test]
fn dates_fall_into_parts_of_the_calendar() {
    let text = "Day,Sales\n2024-02-29,1\n2024-03-01,2\n2024-12-31,3\n";
    let class = |part| -> Vec<String> {
        let step = Bin { field: word("Day"), step: BinStep::Calendar(part), name: None, span: span() };
        let lines = Ask::new(Shape { bins: vec![step], ..Shape::default() }).lines(text);
        lines[1..].iter().map(|line| line.split(" | ").next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(class(Calendar::Year), ["2024", "2024", "2024"]);
    assert_eq!(class(Calendar::Quarter), ["2024-Q1", "2024-Q1", "2024-Q4"]);
    assert_eq!(class(Calendar::Month), ["2024-02", "2024-03", "2024-12"]);
    assert_eq!(class(Calendar::Week), ["2024-02-26", "2024-02-26", "2024-12-30"]);
    assert_eq!(class(Calendar::MonthOfYear), ["Feb", "Mar", "Dec"]);
    assert_eq!(class(Calendar::Weekday), ["Thu", "Fri", "Tue"]);
}

#[test]
fn faults_name_the_step_and_the_nearest_field() {
    let shape = Shape { group: Some(words(&["Contry"])), ..Shape::default() };
    assert!(Ask::new(shape).fault(SALES).starts_with("missing-key: `group` puts records together"));
    let each = Some(Aggregates::Each(Spanned::new(Measure::Sum, span())));
    let shape = Shape { group: Some(words(&["Contry"])), aggregate: each, ..Shape::default() };
    let told = Ask::new(shape).run(SALES).1;
    let help = told.iter().flat_map(|d| &d.help).next();
    assert_eq!(help.map(String::as_str), Some("did you mean `Country`?"));
    let shape = Shape { share: Some(window(())), ..Shape::default() };
    let told = Ask::new(shape.clone()).of(&["Country"]).fault(SALES);
    assert_eq!(told, "wrong-field-kind: field `Country` is not all numbers; this step takes numbers");
    let mixed = "Year,Country,Sales\n1,a,$5\n2,b,€5\n";
    let told = Ask::new(shape.clone()).fault(mixed);
    assert_eq!(told, "unit-mismatch: field `Sales` has numbers in `$` and in `€`; this step takes one unit");
    let told = Ask::new(shape).fault("Year,Country,Sales\n1,a,5\n2,b,-5\n");
    assert!(told.starts_with("wrong-field-kind: field `Sales` has a negative number"), "{told}");
}
