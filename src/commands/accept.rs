//! `sourcebook accept`: the present values become the new edition.

use super::args::AcceptArguments;
use super::{Outcome, pipeline, terminal, whole};
use crate::diagnostics::counted;
use crate::facts::edition::{self, Changes, FILE_NAME, Lock};

/// Writes `facts.lock`, and says what changed with it.
pub(super) fn accept(arguments: &AcceptArguments) -> Outcome {
    let made = pipeline::make(&arguments.common, None);
    let report = &made.resolved.report;
    terminal::findings(&made.diagnostics, &report.files, &arguments.common.folder);
    if made.diagnostics.has_errors() {
        terminal::remark(&format!("{FILE_NAME} is as it was: a report with errors is no edition"));
        return Outcome::Faulty;
    }
    let present = made.edition();
    let accepted = made.lock.as_ref();
    let changes = accepted.map(|lock| Changes::between(&lock.edition, &present)).unwrap_or_default();
    let date = arguments.date.unwrap_or_else(pipeline::today);
    let next = Lock::next(accepted, present, &changes, date);
    let text = edition::write(&next);
    let before = report.lock.map(|file| report.files.get(file).text.as_ref());
    if before != Some(text.as_str()) {
        let path = arguments.common.folder.join(FILE_NAME);
        if let Err(error) = whole::write(&path, text.as_bytes()) {
            terminal::fault(&format!("{path} cannot be written: {error}"));
            return Outcome::Failed;
        }
    }
    if let Some(last) =
        accepted.and_then(|lock| lock.edition.date).filter(|last| date < *last && !changes.is_empty())
    {
        terminal::remark(&format!(
            "the edition of {date} stands above that of {last} on the Changes page, which is later: was another date meant?"
        ));
    }
    if !arguments.common.quiet {
        let count = &next.edition;
        let message = match (accepted, changes.is_empty()) {
            (None, _) => format!(
                "{FILE_NAME}: accepted the first edition, of {date}: {} in prose, {} of figures, {}",
                counted(count.facts.len(), "value"),
                counted(count.cells.len(), "cell"),
                counted(count.sources.len(), "source")
            ),
            (Some(_), true) if before == Some(text.as_str()) => edition::text(&changes),
            (Some(_), true) => format!("{}; places were brought up to date", edition::text(&changes)),
            (Some(_), false) => {
                format!("{}\n\n{FILE_NAME}: accepted the edition of {date}", edition::text(&changes))
            }
        };
        terminal::say(&message);
    }
    Outcome::Fine
}
