//! "Did you mean": the nearest of the known names.

/// The candidate nearest to `name` by edit distance, ignoring case, when it is near enough to be a slip.
pub fn nearest<'a, I>(name: &str, candidates: I) -> Option<&'a str>
where
    I: IntoIterator<Item = &'a str>,
{
    let wanted = name.to_lowercase();
    let limit = (wanted.chars().count() / 3).max(1) + 1;
    candidates
        .into_iter()
        .map(|candidate| (distance(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Edit distance, where a name that starts with the wanted one counts as near.
fn distance(wanted: &str, candidate: &str) -> usize {
    let edits = strsim::damerau_levenshtein(wanted, candidate);
    if wanted.chars().count() >= 3 && candidate.starts_with(wanted) { edits.min(1) } else { edits }
}

/// Advice for a name that is not known: the nearest one, else the list when it is short.
pub fn advice<'a, I>(what: &str, name: &str, known: I) -> Option<String>
where
    I: IntoIterator<Item = &'a str>,
{
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(near) = nearest(name, known.iter().copied()) {
        return Some(format!("did you mean `{near}`?"));
    }
    if known.is_empty() {
        return Some(format!("there is no {what} in this report"));
    }
    let shown: Vec<String> = known.iter().take(12).map(|name| format!("`{name}`")).collect();
    let more = if known.len() > 12 { ", …" } else { "" };
    Some(format!("known: {}{more}", shown.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_offers_slips_and_nothing_far() {
        let names = ["minerals", "retention", "conch-retention"];
        assert_eq!(nearest("mineral", names), Some("minerals"));
        assert_eq!(nearest("Retenton", names), Some("retention"));
        assert_eq!(nearest("exports", names), None);
    }

    #[test]
    fn advice_lists_what_is_known() {
        assert_eq!(advice("dataset", "zzz", ["a", "b"]).as_deref(), Some("known: `a`, `b`"));
        assert_eq!(advice("dataset", "zzz", []).as_deref(), Some("there is no dataset in this report"));
    }
}
