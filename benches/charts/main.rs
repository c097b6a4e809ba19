//! What a chart costs: `cargo bench --bench charts`, and beside it Node with the same ECharts and the same options:
//! `node benches/charts/node.cjs`. Both print processor time, so that other work on the machine counts little.

use serde_json::{Map, Value as Json, json};
use sourcebook::charts::{ChartInput, ChartKind, Library, NoDrawings, draw_all};
use sourcebook::diagnostics::{Files, Span};
use sourcebook::model::{EChartsSpec, Locale};

/// Charts of one kind that one engine draws in turn.
const CHARTS: usize = 30;

/// Rounds, of which the fastest counts.
const ROUNDS: usize = 5;

fn main() {
    // `cargo test --benches` only wants to know that it runs.
    let (charts, rounds) =
        if std::env::args().any(|word| word == "--bench") { (CHARTS, ROUNDS) } else { (1, 1) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    pool.install(|| report(charts, rounds));
}

#[expect(clippy::print_stdout, reason = "a bench tells")]
fn report(charts: usize, rounds: usize) {
    let start = fastest(rounds, || draw(&[pie()]));
    println!("engine start and one pie (wide and narrow)  {start:8.2} ms");
    for (name, make) in [("bar", bar as fn(usize) -> Json), ("line", line), ("scatter", scatter)] {
        let count = if name == "scatter" { charts.min(3) } else { charts };
        let options: Vec<Json> = (0..count).map(make).collect();
        let each = (fastest(rounds, || draw(&options)) - start).max(0.0) / (2 * count) as f64;
        println!("{name:42}  {each:8.2} ms a drawing");
    }
}

/// The least processor time of some runs, in milliseconds.
fn fastest(rounds: usize, work: impl Fn()) -> f64 {
    let run = || {
        let start = clock();
        work();
        clock() - start
    };
    (0..rounds).map(|_| run()).fold(f64::INFINITY, f64::min)
}

/// What the process has used of the processor, in milliseconds.
#[cfg(unix)]
fn clock() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

/// The time of day, where the system has no clock of the process.
#[cfg(not(unix))]
fn clock() -> f64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(0.0, |time| time.as_secs_f64() * 1e3)
}

/// Draws each option wide and narrow.
fn draw(options: &[Json]) {
    let map = |option: &Json| option.as_object().cloned().unwrap_or_else(Map::new);
    let specs: Vec<EChartsSpec> =
        options.iter().map(|o| EChartsSpec { data: None, option: map(o), height: Some(360) }).collect();
    let locale = Locale::default();
    let span = Span::new(Files::default().add("bench.md", ""), 0..0);
    let input = |spec| ChartInput {
        kind: ChartKind::Raw(spec),
        dataset: None,
        records: &[],
        anchor: "fig-bench",
        title: "",
        assets: &[],
        locale: &locale,
        decal: None,
        span,
    };
    let inputs: Vec<ChartInput<'_>> = specs.iter().map(input).collect();
    for (drawn, diagnostics) in draw_all(&inputs, Library::Shipped, &NoDrawings) {
        assert!(drawn.is_some(), "{diagnostics:?}");
    }
}

fn pie() -> Json {
    json!({"series": [{"type": "pie", "data": [1, 2, 3]}]})
}

/// Twelve bars.
fn bar(seed: usize) -> Json {
    let names: Vec<String> = (0..12).map(|i| format!("Name {i}")).collect();
    let values: Vec<usize> = (0..12).map(|i| (i * 37 + seed * 11) % 100).collect();
    json!({"xAxis": {"type": "category", "data": names}, "yAxis": {}, "series": [{"type": "bar", "data": values}]})
}

/// A line of 1,000 days.
fn line(seed: usize) -> Json {
    let day = |i: usize| json!([1_600_000_000_000_u64 + i as u64 * 86_400_000, (i * 37 + seed * 11) % 100]);
    let days: Vec<Json> = (0..1000).map(day).collect();
    json!({"xAxis": {"type": "time"}, "yAxis": {}, "series": [{"type": "line", "showSymbol": false, "data": days}]})
}

/// 10,000 points.
fn scatter(seed: usize) -> Json {
    let points: Vec<[usize; 2]> =
        (0..10_000).map(|i| [(i * 7919 + seed) % 9973, (i * 104_729) % 9967]).collect();
    json!({"xAxis": {}, "yAxis": {}, "series": [{"type": "scatter", "symbolSize": 6, "data": points}]})
}
