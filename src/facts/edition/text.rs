//! Changes for a terminal.

use super::changes::{Changes, ClaimChange, Place};

/// "3 values, 1 sentence", or `None` when nothing changed.
#[must_use]
pub fn summary(changes: &Changes) -> Option<String> {
    let counts = [
        (changes.values.len(), "value", "values"),
        (changes.claims.len(), "claim", "claims"),
        (changes.sentences.len(), "sentence", "sentences"),
        (changes.ranks.len(), "rank", "ranks"),
        (changes.signs().count(), "sign", "signs"),
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

/// All changes, page by page, without a line break at the end.
#[must_use]
pub fn text(changes: &Changes) -> String {
    let Some(summary) = summary(changes) else {
        return format!("nothing has changed {}", since(changes));
    };
    let mut lines = vec![format!("{summary} changed {}", since(changes))];
    for values in changes.values.chunk_by(|a, b| a.place.page == b.place.page) {
        lines.extend(values.first().map(|first| format!("\n{}", page(&first.place))));
        for value in values {
            let sign = if value.sign_turned() { "  (the sign turned)" } else { "" };
            let (old, new) = (value.old_text(), value.new_text());
            let mut spot = value.place.label.clone();
            value.also.iter().for_each(|label| spot = format!("{spot}, {label}"));
            let spot = if spot.is_empty() { String::new() } else { format!("  [{spot}]") };
            lines.push(format!("  {}: {}{sign}{spot}", value.name, arrow(old.as_deref(), new.as_deref())));
        }
    }
    section(&mut lines, "Claims", changes.claims.is_empty());
    for claim in &changes.claims {
        let verdict = verdict(claim);
        lines.push(format!("  “{}”{verdict}: the data say {} → {}", claim.words, claim.old, claim.new));
        lines.push(format!("    {}", claim.place.name()));
    }
    section(&mut lines, "Sentences", changes.sentences.is_empty());
    for sentence in &changes.sentences {
        lines.push(format!("  {}", sentence.place.name()));
        lines.extend([format!("    - {}", sentence.old), format!("    + {}", sentence.new)]);
    }
    section(&mut lines, "Ranks", changes.ranks.is_empty());
    for rank in &changes.ranks {
        let end = if rank.greatest { "greatest" } else { "least" };
        let (old, new) = (holders(&rank.old), holders(&rank.new));
        lines.push(format!("  {end} {} of {}: {old} → {new}", rank.of, rank.dataset));
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

/// What became of a claim: ` no longer holds`, ` holds again`, ` still holds`, ` still fails`.
pub(super) const fn verdict(claim: &ClaimChange) -> &'static str {
    match (claim.held, claim.holds) {
        (true, false) => " no longer holds",
        (false, true) => " holds again",
        (true, true) => " still holds",
        (false, false) => " still does not hold",
    }
}

/// `Terbium (220%)`, `Terbium and Dysprosium (220%)`.
pub(super) fn holders(holders: &[(String, String)]) -> String {
    let names: Vec<&str> = holders.iter().map(|(name, _)| name.as_str()).collect();
    let value = holders.first().map_or("", |(_, value)| value);
    format!("{} ({value})", names.join(" and "))
}
