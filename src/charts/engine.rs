//! ECharts in QuickJS: an option in, an SVG out. The only file that names rquickjs, and the only `unsafe`.
//!
//! An engine belongs to one thread and may draw any number of charts. It has no clock, no network, no files: what
//! ECharts asks of a browser is answered by `engine.js`. A chart that takes too many steps or too much memory ends
//! with an error; the engine is then better not used again.

use super::{Library, text};
use rquickjs::context::EvalOptions;
use rquickjs::{CatchResultExt, CaughtError, Context, Ctx, Function, Module, Object, Runtime};
use serde_json::Value as Json;
use std::cell::Cell;
use std::rc::Rc;

/// The ECharts build as the site ships it, with its licence at the top.
pub(super) const ECHARTS_JS: &str = include_str!(concat!(env!("OUT_DIR"), "/echarts.js"));

#[cfg(not(echarts_from_source))]
static BYTECODE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/echarts.bytecode"));

/// What ECharts misses outside a browser, and the function that draws.
const SHIM: &str = include_str!("engine.js");

/// Bytes of memory that one engine may take. ECharts itself needs about 12 MB.
const MEMORY: usize = 512 * 1024 * 1024;

/// Bytes after which rings of objects are looked for; all else is freed at once. A chart leaves few of them.
const GARBAGE: usize = 64 * 1024 * 1024;

/// Bytes of stack: a quarter of what a worker thread has.
const STACK: usize = 512 * 1024;

/// Interrupts (one for every 10,000 loops or calls) granted to one chart: far above the largest sensible chart, and a
/// few seconds at most. Counted instead of timed, so that a chart fails everywhere or nowhere.
const STEPS: u32 = 20_000;

/// What QuickJS says of a chart that needs too much memory.
const OUT_OF_MEMORY: &str = "out of memory";

/// Why a chart could not be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum EngineError {
    /// ECharts threw this.
    Exception(String),
    /// The report's own ECharts does not load, for this reason.
    Library(String),
    /// The chart needed too many steps.
    TooSlow,
    /// The chart needed too much memory.
    TooLarge,
}

impl std::fmt::Display for EngineError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Exception(message) => write!(f, "ECharts says: {message}"),
            Self::Library(reason) => f.write_str(reason),
            Self::TooSlow => f.write_str("it takes ECharts too many steps"),
            Self::TooLarge => f.write_str("it takes ECharts more than 512 MB of memory"),
        }
    }
}

/// QuickJS with ECharts loaded.
pub(super) struct Engine {
    context: Context,
    steps: Rc<Cell<u32>>,
}

impl Engine {
    /// Starts an engine with an ECharts build.
    ///
    /// # Errors
    /// When QuickJS gets no memory, or ECharts does not load.
    pub(super) fn new(library: Library<'_>) -> Result<Self, EngineError> {
        let plain = |error: rquickjs::Error| EngineError::Exception(error.to_string());
        let runtime = Runtime::new().map_err(plain)?;
        runtime.set_memory_limit(MEMORY);
        runtime.set_max_stack_size(STACK);
        runtime.set_gc_threshold(GARBAGE);
        let steps = Rc::new(Cell::new(0));
        let counter = Rc::clone(&steps);
        runtime.set_interrupt_handler(Some(Box::new(move || {
            counter.set(counter.get() + 1);
            counter.get() > STEPS
        })));
        let context = Context::full(&runtime).map_err(plain)?;
        let engine = Self { context, steps };
        let started = engine.run(|ctx| {
            let measure =
                Function::new(ctx.clone(), |words: String, font: String| text::css_width(&words, &font))?;
            ctx.globals().set("sourcebookWidth", measure)?;
            match library {
                Library::Shipped => load_echarts(ctx)?,
                // As browsers run a classic script.
                Library::Own { text, .. } => {
                    let mut options = EvalOptions::default();
                    options.strict = false;
                    ctx.eval_with_options::<(), _>(text, options)?;
                }
            }
            ctx.eval::<(), _>(SHIM)
        });
        started.map(|()| engine).map_err(|error| match (library, error) {
            (Library::Shipped, error) => error,
            (Library::Own { .. }, EngineError::Exception(said)) => EngineError::Library(said),
            (Library::Own { .. }, limit) => EngineError::Library(limit.to_string()),
        })
    }

    /// Draws an option as an SVG of so many CSS pixels.
    ///
    /// # Errors
    /// What ECharts throws, or the limit that the chart broke.
    pub(super) fn render(
        &mut self,
        option: &Json,
        (width, height): (u32, u32),
    ) -> Result<String, EngineError> {
        self.steps.set(0);
        let option = option.to_string();
        self.run(|ctx| {
            let draw: Function<'_> = ctx.globals().get("sourcebookDraw")?;
            draw.call((option.as_str(), width, height))
        })
    }

    fn run<T>(&self, work: impl for<'js> FnOnce(&Ctx<'js>) -> rquickjs::Result<T>) -> Result<T, EngineError> {
        let result = self.context.with(|ctx| work(&ctx).catch(&ctx).map_err(|error| message(&error)));
        result.map_err(|message| match message.as_str() {
            "interrupted" => EngineError::TooSlow,
            OUT_OF_MEMORY => EngineError::TooLarge,
            _ => EngineError::Exception(message),
        })
    }
}

#[cfg(not(echarts_from_source))]
fn load_echarts(ctx: &Ctx<'_>) -> rquickjs::Result<()> {
    // SAFETY: the bytes were written by the build script with this very version of QuickJS (one version of
    // rquickjs-sys can be in the tree, as it links a native library) on a machine of the same byte order and pointer
    // width, are compiled in unchanged, and live as long as the program, as QuickJS reads strings from them in place.
    let module = unsafe { Module::load(ctx.clone(), BYTECODE) }?;
    module.eval()?.1.finish()
}

#[cfg(echarts_from_source)]
fn load_echarts(ctx: &Ctx<'_>) -> rquickjs::Result<()> {
    Module::evaluate(ctx.clone(), "echarts", ECHARTS_JS)?.finish()
}

fn message(error: &CaughtError<'_>) -> String {
    match error {
        CaughtError::Exception(exception) => {
            exception.message().unwrap_or_else(|| "an error without words".to_owned())
        }
        // QuickJS throws null when there is no memory left to say so.
        CaughtError::Value(value) if value.is_null() => OUT_OF_MEMORY.to_owned(),
        CaughtError::Error(rquickjs::Error::Allocation) => OUT_OF_MEMORY.to_owned(),
        CaughtError::Value(value) => value
            .as_object()
            .and_then(|object: &Object<'_>| object.get::<_, String>("message").ok())
            .or_else(|| value.as_string().and_then(|text| text.to_string().ok()))
            .unwrap_or_else(|| "an error without words".to_owned()),
        CaughtError::Error(error) => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Files, Span};
    use serde_json::json;

    fn own(text: &str) -> Result<Engine, EngineError> {
        let span = Span::new(Files::default().add("sourcebook.toml", ""), 0..0);
        Engine::new(Library::Own { text, span })
    }

    #[test]
    fn draws_a_bar_chart() {
        let mut engine = Engine::new(Library::Shipped).unwrap();
        let option = json!({"xAxis": {"type": "category", "data": ["漢字", "b"]}, "yAxis": {},
            "series": [{"type": "bar", "data": [1, 2]}], "animation": false});
        let svg = engine.render(&option, (300, 200)).unwrap();
        assert!(svg.starts_with("<svg width=\"300\" height=\"200\""), "{svg}");
        assert!(svg.contains(">漢字</text>"), "{svg}");
    }

    #[test]
    fn an_exception_is_told_and_the_engine_lives_on() {
        let mut engine = Engine::new(Library::Shipped).unwrap();
        let broken = json!({"series": [{"type": "bar", "data": [1]}]});
        let error = engine.render(&broken, (300, 200)).unwrap_err();
        assert_eq!(error.to_string(), "ECharts says: cannot read property 'get' of undefined");
        let fine = json!({"series": [{"type": "pie", "data": [1]}], "animation": false});
        assert!(engine.render(&fine, (300, 200)).unwrap().contains("<path"));
        engine.steps.set(STEPS + 1);
        assert!(engine.render(&fine, (300, 200)).is_ok(), "each chart has steps of its own");
    }

    #[test]
    fn an_endless_chart_is_stopped() {
        let engine = Engine::new(Library::Shipped).unwrap();
        let error = engine.run(|ctx| ctx.eval::<(), _>("for (;;) {}")).unwrap_err();
        assert_eq!(error, EngineError::TooSlow);
        let error =
            engine.run(|ctx| ctx.eval::<(), _>("let a = []; for (;;) a.push(new Array(1e6).fill(1))"));
        assert!(matches!(error, Err(EngineError::TooLarge | EngineError::TooSlow)), "{error:?}");
    }

    #[test]
    fn memory_and_stack_are_bounded() {
        let engine = Engine::new(Library::Shipped).unwrap();
        // Taken at once: no step is counted.
        let error = engine.run(|ctx| ctx.eval::<(), _>("new ArrayBuffer(600 * 1024 * 1024); 0"));
        assert_eq!(error, Err(EngineError::TooLarge));
        let engine = Engine::new(Library::Shipped).unwrap();
        let error = engine.run(|ctx| ctx.eval::<(), _>("(function f() { return 1 + f(); })(); 0"));
        assert_eq!(error, Err(EngineError::Exception("Maximum call stack size exceeded".to_owned())));
    }

    #[test]
    fn another_build_draws_or_says_why_it_does_not_load() {
        let pie = json!({"series": [{"type": "pie", "data": [1]}], "animation": false});
        let shipped = Engine::new(Library::Shipped).unwrap().render(&pie, (300, 200)).unwrap();
        assert_eq!(own(ECHARTS_JS).unwrap().render(&pie, (300, 200)).unwrap(), shipped);
        let reason = |text: &str| own(text).err().map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(reason("var x = 1;"), "echarts is not defined");
        assert_eq!(reason("export default 1;"), "unsupported keyword: export");
        assert_eq!(reason("var echarts = {};"), "not a function");
        assert_eq!(reason("for (;;) {}"), "it takes ECharts too many steps");
    }

    #[test]
    fn the_licence_is_kept() {
        let head = &ECHARTS_JS[..400];
        assert!(head.contains("Licensed to the Apache Software Foundation"), "{head}");
    }
}
