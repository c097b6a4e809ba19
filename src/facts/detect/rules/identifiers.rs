//! Codes, addresses and telephone numbers.

use super::super::context::{Context, bare};
use super::super::lexicon;
use std::ops::Range;

/// Web addresses, electronic mail, paths, IP addresses, UUIDs and hashes, DOIs.
pub(super) fn address_in_a_network(context: &Context<'_>) -> Option<Range<usize>> {
    let chunk = context.chunk();
    let octets: Vec<&str> = chunk.split('.').collect();
    let digits =
        |text: &&str| !text.is_empty() && text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit());
    let ip = octets.len() == 4
        && octets.iter().all(digits)
        && chunk.bytes().filter(u8::is_ascii_digit).count() > 4;
    let web = chunk.contains("://")
        || chunk.starts_with("www.")
        || (chunk.contains('@') && chunk.contains('.') && !chunk.starts_with('@'));
    let doi = chunk.starts_with("10.") && chunk.contains('/') || chunk.starts_with("doi:");
    let hex = |c: char| c.is_ascii_hexdigit() || c == '-';
    let uuid = chunk.len() >= 8
        && chunk.chars().all(hex)
        && chunk.chars().any(|c| c.is_ascii_alphabetic())
        && chunk.bytes().filter(u8::is_ascii_digit).count() >= 3;
    let path = [".csv", ".json", ".md", ".html", ".pdf", ".xlsx", ".py", ".rs", ".txt"]
        .iter()
        .any(|end| chunk.ends_with(end));
    (ip || web || doi || uuid || path).then(|| context.chunk_range())
}

/// `CVE-2024-3094`, `arXiv:2301.04567`, `NCT04368728`, `ISBN 978-3-16-148410-0`, `C-311/18`.
pub(super) fn code_with_a_prefix(context: &Context<'_>) -> Option<Range<usize>> {
    let glue = context.glue();
    let lower = glue.to_lowercase();
    let known = ["arxiv:", "nct", "cve-", "isbn", "issn", "isrctn", "pmid", "pmc", "cas"];
    let case = glue.len() == 2 && glue.ends_with('-') && context.bare_tail().contains('/');
    if case || known.iter().any(|prefix| lower.starts_with(prefix)) {
        return Some(context.chunk_range());
    }
    let previous = context.previous().trim_end_matches([':', '.', ',']).to_lowercase();
    let named = matches!(
        previous.as_str(),
        "isbn" | "issn" | "doi" | "arxiv" | "id" | "pmid" | "cas" | "sku" | "iban" | "ean" | "plz"
    );
    (named && glue.is_empty()).then(|| context.chunk_range())
}

/// `+44 20 7946 0958`, `(020) 7946 0958`, `555-0134`.
pub(super) fn telephone(context: &Context<'_>) -> Option<Range<usize>> {
    let chunk = context.chunk();
    let hyphened: Vec<&str> = chunk.split('-').collect();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number_length = context.number().len();
    if hyphened.len() >= 2
        && hyphened.iter().all(|part| digits(part))
        && hyphened.last().is_some_and(|part| part.len() == 4)
        && hyphened.iter().rev().skip(1).all(|part| part.len() <= 3)
        && hyphened.iter().rev().nth(1).is_some_and(|part| part.len() == 3)
    {
        return Some(context.chunk_range());
    }
    let local = |word: &str| {
        let parts: Vec<&str> = word.split('-').collect();
        parts.len() == 2 && parts.iter().all(|part| digits(part)) && word.len() == 8
    };
    if context.before().ends_with('(')
        && context.tail() == ")"
        && number_length == 3
        && local(bare(context.next()))
    {
        let end = context
            .following()
            .next()
            .map_or(context.range.end, |(chunk, end)| end - (chunk.len() - bare(chunk).len()));
        return Some(context.range.start..end);
    }
    let zero = context.number().starts_with('0') && digits(context.number());
    // `01 23 45 67 89`.
    let pairs = zero && number_length == 2;
    if !(context.glue() == "+" || zero && number_length >= 2) {
        return None;
    }
    let mut end = context.chunk_range().end;
    let mut groups = 0;
    if !context.is_closed() || context.tail() == ")" {
        for (chunk, at) in context.following() {
            let part = bare(chunk);
            if !digits(&part.replace('-', "")) || part.len() < 2 {
                break;
            }
            groups += 1;
            end = at - (chunk.len() - chunk.trim_end_matches([',', '.', ';', ')']).len());
        }
    }
    (groups >= if pairs { 4 } else { 1 }).then_some(context.range.start..end)
}

/// `2016/679` after `Regulation (EU)`, `18 U.S.C. 1343`, `§ 12`.
pub(super) fn law(context: &Context<'_>) -> Option<Range<usize>> {
    let code = |word: &str| {
        matches!(
            word.trim_end_matches([',', ';']),
            "U.S.C." | "USC" | "C.F.R." | "CFR" | "F.3d" | "F.2d" | "Stat." | "U.S.C"
        )
    };
    if context.stands_alone() && (code(context.next()) || code(context.previous())) {
        return Some(context.chunk_range());
    }
    if context.glue().ends_with('§') || context.previous().ends_with('§') {
        return Some(context.chunk_range());
    }
    let parts: Vec<&str> = context.chunk().split('/').collect();
    let numeric =
        |part: &&str| part.len() >= 2 && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let eu = parts.len() >= 2
        && parts.iter().take(2).all(numeric)
        && parts.iter().skip(2).all(|part| part.chars().all(char::is_uppercase));
    let body = context.previous().trim_matches(['(', ')', ',']);
    let named = matches!(
        body,
        "EU" | "UE"
            | "CE"
            | "EC"
            | "EEC"
            | "Euratom"
            | "Regulation"
            | "Directive"
            | "Decision"
            | "No"
            | "Resolution"
    );
    (eu && named).then(|| context.chunk_range())
}

/// `10 Downing Street`, `1600 Pennsylvania Avenue`.
pub(super) fn street(context: &Context<'_>) -> Option<Range<usize>> {
    if !context.stands_alone()
        || context.is_closed()
        || context.number().len() > 5
        || context.integer().is_none()
    {
        return None;
    }
    for (chunk, end) in context.following().take(4) {
        let word = bare(chunk);
        if !word.starts_with(char::is_uppercase) {
            return None;
        }
        if lexicon::is_street(word) {
            return Some(
                context.range.start..end - (chunk.len() - chunk.trim_end_matches([',', '.', ';', ')']).len()),
            );
        }
    }
    None
}

/// `SW1A 2AA`, `CA 94105`.
pub(super) fn postcode(context: &Context<'_>) -> Option<Range<usize>> {
    let previous = context.previous();
    let state = previous.len() == 2 && previous.chars().all(|c| c.is_ascii_uppercase());
    let zip = state && context.stands_alone() && context.number().len() == 5 && context.integer().is_some();
    let tail = context.bare_tail();
    let inward = context.glue().is_empty()
        && context.number().len() == 1
        && tail.len() == 2
        && tail.chars().all(|c| c.is_ascii_uppercase())
        && previous.chars().any(|c| c.is_ascii_digit());
    (zip || inward).then(|| context.chunk_range())
}

/// A number with leading zeros, `#4521`, or more than nine digits in a row.
pub(super) fn serial(context: &Context<'_>) -> Option<Range<usize>> {
    let number = context.number();
    let plain = number.bytes().all(|byte| byte.is_ascii_digit());
    let zeros = plain && number.len() > 1 && number.starts_with('0');
    let long = plain && number.len() > 10 && context.stands_alone();
    (zeros || long || context.glue() == "#").then(|| context.chunk_range())
}
