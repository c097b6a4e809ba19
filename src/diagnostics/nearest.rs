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
        .filter(|candidate| !candidate.trim().is_empty())
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

/// Whether a name where any is allowed is so near to a known one that it can only be meant for it: one letter off, two in long
/// names, or written with other capitals, signs between words, or number. A known name with more behind it (`title2`) is one of
/// its own.
pub fn is_slip(name: &str, known: &[&str]) -> bool {
    let plain =
        |name: &str| name.to_lowercase().replace(['_', '-', ' '], "").trim_end_matches('s').to_owned();
    let written = plain(name);
    let limit = match written.chars().count() {
        0..3 => 0,
        3..8 => 1,
        _ => 2,
    };
    let near = |known: &str| {
        written == known
            || !written.starts_with(known) && strsim::damerau_levenshtein(&written, known) <= limit
    };
    !known.contains(&name) && known.iter().any(|known| near(&plain(known)))
}

/// What is said of a dataset whose file could not be read, and what to do.
pub fn unreadable_dataset(name: &str, path: &str) -> [String; 2] {
    let message = format!("the dataset `{name}` could not be read");
    [message, format!("mend `{path}` first: what is wrong with it is told too")]
}

/// Advice for a name that is not known: the nearest one, else the list when it is short.
pub fn advice<'a, I>(what: &str, name: &str, known: I) -> Option<String>
where
    I: IntoIterator<Item = &'a str>,
{
    let known: Vec<&str> = known.into_iter().filter(|name| !name.is_empty()).collect();
    let near = match what {
        "dataset" => nearest_dataset(name, &known),
        _ => nearest(name, known.iter().copied()),
    };
    if let Some(near) = near {
        return Some(format!("did you mean `{near}`?"));
    }
    if known.is_empty() {
        let place = match what {
            "dataset" => ": data files stand in `content/data`",
            "source" => ": sources stand in `content/sources.yaml` or `content/sources.bib`",
            _ => "",
        };
        return Some(format!("there is no {what} in this report{place}"));
    }
    let shown: Vec<String> = known.iter().take(12).map(|name| format!("`{name}`")).collect();
    let more = if known.len() > 12 { ", …" } else { "" };
    let place = if what == "dataset" { DATA_FILES } else { "" };
    Some(format!("known: {}{more}{place}", shown.join(", ")))
}

/// Where the files of other datasets would have to be.
pub const DATA_FILES: &str = "; data files stand in `content/data`";

/// As [`nearest`], for a dataset that may be named by its file: `data/minerals.csv`.
pub fn nearest_dataset<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let below = name.strip_prefix("content/").unwrap_or(name);
    let below = below.strip_prefix("data/").unwrap_or(below);
    let stem = below.rsplit_once('.').map_or(below, |(stem, _)| stem);
    known.iter().copied().find(|known| *known == stem).or_else(|| nearest(name, known.iter().copied()))
}

/// Advice for a field that is not known: as [`advice`], or how several fields and an order are written.
pub fn field_advice<'a, I>(name: &str, known: I) -> Option<String>
where
    I: IntoIterator<Item = &'a str>,
{
    let known: Vec<&str> = known.into_iter().collect();
    let has = |name: &str| known.contains(&name.trim());
    if name.contains(',') && name.split(',').all(has) {
        let names: Vec<&str> = name.split(',').map(str::trim).collect();
        return Some(format!("several fields are a list: write `[{}]`", names.join(", ")));
    }
    if let Some((field, order)) = name.rsplit_once(' ').filter(|(field, _)| has(field)) {
        let field = field.trim();
        match order.to_ascii_lowercase().as_str() {
            "desc" | "descending" => return Some(format!("for the greatest first write `-{field}`")),
            "asc" | "ascending" => return Some(format!("for the smallest first write `{field}`")),
            _ => {}
        }
    }
    advice("field", name, known)
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
    fn a_slip_is_nearer_than_a_name_of_its_own() {
        let known = ["unique", "type", "title", "delimiter", "quoteChar", "sources", "data"];
        for slip in ["uniqe", "typ", "delimeter", "quote_char", "source", "Type"] {
            assert!(is_slip(slip, &known), "{slip}");
        }
        for own in
            ["type", "note", "title2", "data_de", "delimiterOf", "origin", "rank", "comment", "quality", "id"]
        {
            assert!(!is_slip(own, &known), "{own}");
        }
    }

    #[test]
    fn an_empty_name_is_not_offered() {
        assert_eq!(nearest("a", ["", "b"]), Some("b"));
        assert_eq!(nearest("a", [""]), None);
    }

    #[test]
    fn advice_lists_what_is_known() {
        assert_eq!(
            advice("dataset", "zzz", ["a", "b"]).as_deref(),
            Some("known: `a`, `b`; data files stand in `content/data`")
        );
        assert_eq!(advice("source", "zzz", ["a", "b"]).as_deref(), Some("known: `a`, `b`"));
        assert_eq!(advice("note", "zzz", []).as_deref(), Some("there is no note in this report"));
    }

    #[test]
    fn a_dataset_may_be_named_by_its_file() {
        let near = |name: &str| nearest_dataset(name, &["minerals", "old/prices"]);
        assert_eq!(near("data/minerals.csv"), Some("minerals"));
        assert_eq!(near("content/data/old/prices.xlsx"), Some("old/prices"));
        assert_eq!(near("mineral"), Some("minerals"));
        assert_eq!(near("exports"), None);
    }

    #[test]
    fn several_fields_and_an_order_are_told_how_they_are_written() {
        let help = |name: &str| field_advice(name, ["Price Surge", "Days"]).unwrap_or_default();
        assert_eq!(help("Price Surge, Days"), "several fields are a list: write `[Price Surge, Days]`");
        assert_eq!(help("Price Surge desc"), "for the greatest first write `-Price Surge`");
        assert_eq!(help("Days ASC"), "for the smallest first write `Days`");
        assert_eq!(help("Day"), "did you mean `Days`?");
        assert_eq!(help("Days, Lead time"), "known: `Price Surge`, `Days`");
    }
}
