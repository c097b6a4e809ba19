//! Units as a schema declares them.

use crate::model::Unit;
use crate::syntax::number;

/// The unit of a declaration such as `%`, `$`, `/5`, `days`, `$/user`: that of a number written with it, so that
/// declared and written units compare equal.
pub(super) fn declared(text: &str) -> Unit {
    let text = text.trim();
    if text.is_empty() {
        return Unit::NONE;
    }
    let (sign, rest) =
        text.split_once('/').map_or((text, String::new()), |(sign, rest)| (sign, format!("/{rest}")));
    let written = [format!("1{text}"), format!("1 {text}"), format!("{text}1"), format!("{sign}1{rest}")];
    let plain = |unit: &Unit| !unit.is_none();
    let read = |text: &String| number::parse(text).filter(|q| q.amount == 1.0).map(|q| q.unit).filter(plain);
    written.iter().find_map(read).unwrap_or_else(|| Unit::of(text))
}
