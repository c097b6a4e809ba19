//! Many renderings → as many SVGs: kept ones first, equal ones once, the others in parallel with one engine a thread.

use super::draw::Rendering;
use super::engine::{Engine, EngineError};
use super::{Drawings, Library, culprit, svg};
use indexmap::IndexMap;
use rayon::prelude::*;
use serde_json::json;

/// Why a rendering could not be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// What the engine says.
    pub(super) error: EngineError,
    /// The part of the option without which ECharts draws, where one was found: `series[0].markLine`.
    pub(super) path: Option<String>,
}

/// The SVGs of renderings, in their order, with ids that [`svg::placed`] makes unique on a page.
pub(super) fn draw(
    renderings: &[&Rendering],
    library: Library<'_>,
    kept: &dyn Drawings,
) -> Vec<Result<String, Fault>> {
    let mark = library.mark();
    let mut unique: IndexMap<String, &Rendering> = IndexMap::new();
    let places: Vec<usize> = renderings
        .iter()
        .map(|rendering| {
            let made_from = json!([mark, rendering.width, rendering.height, rendering.option]).to_string();
            let entry = unique.entry(made_from);
            let place = entry.index();
            entry.or_insert(rendering);
            place
        })
        .collect();
    let unique: Vec<(String, &Rendering)> = unique.into_iter().collect();
    let share = unique.len().div_ceil(rayon::current_num_threads().max(1)).max(1);
    let drawn: Vec<Result<String, Fault>> =
        unique.par_chunks(share).flat_map_iter(|part| in_turn(part, library, kept)).collect();
    places.into_iter().filter_map(|place| drawn.get(place).cloned()).collect()
}

fn in_turn(
    renderings: &[(String, &Rendering)],
    library: Library<'_>,
    kept: &dyn Drawings,
) -> Vec<Result<String, Fault>> {
    let mut engine = None;
    let mut unusable: Option<Fault> = None;
    let draw = |(made_from, rendering): &(String, &Rendering)| {
        let found = kept.get(made_from.as_bytes()).and_then(|bytes| String::from_utf8(bytes).ok());
        if let Some(svg) = found {
            return Ok(svg);
        }
        if let Some(fault) = &unusable {
            return Err(fault.clone());
        }
        let drawn = fresh(&mut engine, library, rendering);
        // What does not load for one chart does not load for the next.
        unusable =
            drawn.as_ref().err().filter(|fault| matches!(fault.error, EngineError::Library(_))).cloned();
        let svg = drawn?;
        kept.put(made_from.as_bytes(), svg.as_bytes());
        Ok(svg)
    };
    renderings.iter().map(draw).collect()
}

/// Draws with the engine, which is started where there is none, and is not used again once a chart has broken a limit.
fn fresh(engine: &mut Option<Engine>, library: Library<'_>, rendering: &Rendering) -> Result<String, Fault> {
    let plain = |error| Fault { error, path: None };
    let mut running = match engine.take() {
        Some(running) => running,
        None => Engine::new(library).map_err(plain)?,
    };
    let size = (rendering.width, rendering.height);
    match running.render(&rendering.option, size) {
        Ok(svg) => {
            *engine = Some(running);
            Ok(svg::clean(&svg, size))
        }
        Err(error @ EngineError::Exception(_)) => {
            let path = culprit::find(&rendering.option, |option| running.render(option, size).is_ok());
            *engine = Some(running);
            Err(Fault { error, path })
        }
        Err(error) => Err(plain(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::NoDrawings;
    use serde_json::Value as Json;
    use std::collections::BTreeMap;
    use std::sync::Mutex;

    fn pie(values: &[f64]) -> Rendering {
        let option = json!({"animation": false, "series": [{"type": "pie", "data": values}]});
        Rendering { option, width: 200, height: 100 }
    }

    #[derive(Default)]
    struct Kept(Mutex<BTreeMap<Vec<u8>, Vec<u8>>>, Mutex<usize>);

    impl Drawings for Kept {
        fn get(&self, made_from: &[u8]) -> Option<Vec<u8>> {
            self.0.lock().unwrap().get(made_from).cloned()
        }

        fn put(&self, made_from: &[u8], drawing: &[u8]) {
            *self.1.lock().unwrap() += 1;
            self.0.lock().unwrap().insert(made_from.to_vec(), drawing.to_vec());
        }
    }

    #[test]
    fn equal_renderings_are_drawn_once_and_never_again() {
        let kept = Kept::default();
        let (one, other) = (pie(&[1.0, 2.0]), pie(&[3.0, 2.0]));
        let drawn = draw(&[&one, &other, &one, &one], Library::Shipped, &kept);
        assert_eq!(drawn.len(), 4);
        assert!(drawn[0] == drawn[2] && drawn[0] == drawn[3] && drawn[0] != drawn[1]);
        assert_eq!(*kept.1.lock().unwrap(), 2);
        assert_eq!(draw(&[&other, &one], Library::Shipped, &kept)[1], drawn[0]);
        assert_eq!(*kept.1.lock().unwrap(), 2);
        assert_eq!(draw(&[], Library::Shipped, &kept), []);
    }

    #[test]
    fn a_drawing_does_not_depend_on_what_was_drawn_before() {
        let (one, other) = (pie(&[1.0, 2.0]), pie(&[3.0, 2.0]));
        let engine = &mut None;
        let alone = fresh(engine, Library::Shipped, &one).unwrap();
        fresh(engine, Library::Shipped, &other).unwrap();
        assert_eq!(fresh(engine, Library::Shipped, &one).unwrap(), alone);
    }

    #[test]
    fn a_fault_names_its_place_and_the_others_are_drawn() {
        let option: Json = json!({"animation": false, "title": {"text": "x"}, "xAxis": {}, "yAxis": {}, "series": [
            {"type": "line", "data": [[1, 2], [2, 3]]},
            {"type": "line", "data": [[1, 2]], "symbol": "circle", "markLine": {"data": [[{"coord": [1, 1]}, null]]}}]});
        let bad = Rendering { option, width: 200, height: 100 };
        let drawn = draw(&[&pie(&[1.0]), &bad, &pie(&[2.0])], Library::Shipped, &NoDrawings);
        assert!(drawn[0].is_ok() && drawn[2].is_ok());
        let fault = drawn[1].clone().unwrap_err();
        assert_eq!(fault.path.as_deref(), Some("series[1].markLine.data[0]"), "{fault:?}");
    }
}
