//! Changes for a terminal.

use super::FigureChange;
use super::changes::{Changes, ClaimChange, Place};

/// So many names are shown of a list.
const NAMES: usize = 5;

/// "3 values, 1 sentence", or `None` when nothing changed.
#[must_use]
pub fn summary(changes: &Changes) -> Option<String> {
    let counts = [
        (changes.values.len(), "value", "values"),
        (changes.claims.len(), "claim", "claims"),
        (changes.sentences.len(), "sentence", "sentences"),
        (changes.figures.len(), "figure", "figures"),
        (changes.ranks.len(), "rank", "ranks"),
        (changes.signs().count(), "sign", "signs"),
        (changes.names.len(), "name", "names"),
        (changes.sources.len(), "source", "sources"),
    ];
    let parts: Vec<String> = counts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, several)| format!("{count} {}", if count == 1 { one } else { several }))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Which edition the changes are counted from: `since the edition of 2026-11-23`.
pub(super) fn since(changes: &Changes) -> String {
    changes
        .since
        .map_or_else(|| "since the edition".to_owned(), |date| format!("since the edition of {date}"))
}

/// What is missing in a report with errors.
pub(super) fn warning(changes: &Changes) -> Option<String> {
    let errors = match changes.errors {
        0 => return None,
        1 => "an error".to_owned(),
        many => format!("{many} errors"),
    };
    Some(format!(
        "The report has {errors}: values that cannot be read or computed stand here as gone, or as nothing."
    ))
}

/// All changes, page by page, without a line break at the end.
#[must_use]
pub fn text(changes: &Changes) -> String {
    let mut lines: Vec<String> = warning(changes).into_iter().collect();
    let Some(summary) = summary(changes) else {
        lines.push(format!("nothing has changed {}", since(changes)));
        return lines.join("\n");
    };
    lines.push(format!("{summary} changed {}", since(changes)));
    for values in changes.values.chunk_by(|a, b| a.place.page == b.place.page) {
        lines.extend(values.first().map(|first| format!("\n{}", page(&first.place))));
        for value in values {
            let sign = if value.sign_turned() { "  (the sign turned)" } else { "" };
            let (old, new) = (value.old_text(), value.new_text());
            let mut spot = value.place.label.clone();
            value.also.iter().for_each(|label| spot = format!("{spot}, {label}"));
            let spot = if spot.is_empty() { String::new() } else { format!("  [{spot}]") };
            lines.push(format!("  {}: {}{sign}{spot}", value.names(), arrow(old.as_deref(), new.as_deref())));
        }
    }
    section(&mut lines, "Claims", changes.claims.is_empty());
    for claim in &changes.claims {
        let (words, data) = (words(claim, str::to_owned), arrow(Some(&claim.old), Some(&claim.new)));
        lines.push(format!("  {words}{}: the data say {data}", verdict(claim)));
        lines.push(format!("    {}: {}", claim.place.name(), claim.sentence));
        lines.push(format!("    by {}", claim.expression));
    }
    section(&mut lines, "Sentences", changes.sentences.is_empty());
    for sentence in &changes.sentences {
        lines.push(format!("  {}", sentence.place.name()));
        lines.extend([format!("    - {}", sentence.old), format!("    + {}", sentence.new)]);
    }
    section(&mut lines, "Figures", changes.figures.is_empty());
    for figure in &changes.figures {
        lines.push(format!("  {}: {}", figure.place.name(), shows(figure)));
    }
    section(&mut lines, "Ranks", changes.ranks.is_empty());
    for rank in &changes.ranks {
        let end = if rank.greatest { "greatest" } else { "least" };
        let (old, new) = (holders(&rank.old), holders(&rank.new));
        lines.push(format!("  {end} {} of {}: {old} → {new}", rank.of, rank.dataset));
    }
    section(&mut lines, "Names", changes.names.is_empty());
    for name in &changes.names {
        lines.push(format!("  {} of {}: {} → {}", name.kind(), name.dataset, name.old, name.new));
    }
    section(&mut lines, "Sources", changes.sources.is_empty());
    for source in &changes.sources {
        lines.push(format!("  {}: {}", source.key, arrow(source.old.as_deref(), source.new.as_deref())));
    }
    lines.join("\n")
}

fn page(place: &Place) -> String {
    if place.page.is_empty() { "On no page".to_owned() } else { format!("{} ({})", place.title, place.page) }
}

fn section(lines: &mut Vec<String>, name: &str, empty: bool) {
    if !empty {
        lines.push(format!("\n{name}"));
    }
}

/// `68% → 61%`, `new: 61%`, `gone: 68%`.
fn arrow(old: Option<&str>, new: Option<&str>) -> String {
    let shown = |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
    match (old.map(shown), new.map(shown)) {
        (Some(old), Some(new)) => format!("{old} → {new}"),
        (None, Some(new)) => format!("new: {new}"),
        (Some(old), None) => format!("gone: {old}"),
        (None, None) => String::new(),
    }
}

/// The words of a claim, behind those they replace: `“41%” → “38%”`.
pub(super) fn words(claim: &ClaimChange, write: impl Fn(&str) -> String) -> String {
    let words = format!("“{}”", write(&claim.words));
    if claim.old_words == claim.words {
        words
    } else {
        format!("“{}” → {words}", write(&claim.old_words))
    }
}

/// What became of a claim: ` no longer holds`, ` holds again`, ` still holds`, ` still does not hold`; of new words, whether they hold.
pub(super) fn verdict(claim: &ClaimChange) -> &'static str {
    match (claim.old_words == claim.words, claim.held, claim.holds) {
        (true, true, false) => " no longer holds",
        (true, false, true) => " holds again",
        (true, true, true) => " still holds",
        (true, false, false) => " still does not hold",
        (false, _, true) => ", which holds",
        (false, _, false) => ", which does not hold",
    }
}

/// What a figure shows otherwise: `gone: Midford; new: Northtown; another order: A, B → B, A`.
pub(super) fn shows(change: &FigureChange) -> String {
    let (gone, new) = change.sides();
    let part = |word: &str, names: &[&str]| (!names.is_empty()).then(|| format!("{word}: {}", listed(names)));
    let order =
        change.order.as_ref().map(|(old, new)| format!("another order: {} → {}", listed(old), listed(new)));
    let parts: Vec<String> = [part("gone", &gone), part("new", &new), order].into_iter().flatten().collect();
    parts.join("; ")
}

/// `A, B`; of many, the first.
pub(super) fn listed(names: &[impl AsRef<str>]) -> String {
    let mut shown: Vec<&str> = names.iter().take(NAMES).map(AsRef::as_ref).collect();
    if names.len() > NAMES {
        shown.push("…");
    }
    shown.join(", ")
}

/// `Terbium (220%)`, `Terbium and Dysprosium (220%)`.
pub(super) fn holders(holders: &[(String, String)]) -> String {
    let names: Vec<&str> = holders.iter().map(|(name, _)| name.as_str()).collect();
    let value = holders.first().map_or("", |(_, value)| value);
    format!("{} ({value})", names.join(" and "))
}
