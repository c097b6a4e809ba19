//! Numbers that name a place in a row: sections, figures, pages, ranks, list items.

use super::super::context::Context;
use super::super::{Class, Reason, lexicon};
use std::ops::Range;

/// `20th`, `1st`, `No. 1`, `ranked 3`; `2.º`, `3.er`, `am 3. Platz`.
pub(super) fn ordinal(context: &Context<'_>) -> Option<Range<usize>> {
    let tail = context.bare_tail();
    let suffix =
        ["st", "nd", "rd", "th", "ste", "º", "ª", ".º", ".ª", ".er", ".o", ".a"].iter().any(|suffix| {
            tail.strip_prefix(suffix)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '’', '\'', '–']))
        });
    let ranked = context.stands_alone()
        && matches!(context.previous().to_lowercase().as_str(), "rank" | "ranked" | "ranks" | "ranking");
    let dotted = || context.tail().starts_with('.') && context.is_ordinal();
    (context.integer().is_some() && (suffix || ranked || dotted())).then(|| context.chunk_range())
}

/// `第12条`, `第3四半期`.
pub(super) fn east_asian_ordinal(context: &Context<'_>) -> Option<Range<usize>> {
    let before = context.before().trim_end_matches(' ');
    let start = before.len() - before.strip_suffix('第').map(|_| '第'.len_utf8())?;
    Some(start..context.range.end)
}

/// `图2`, `表3`, `附件 1`.
pub(super) fn east_asian_label(context: &Context<'_>) -> Option<Range<usize>> {
    let before = context.before().trim_end_matches(' ');
    let label = ["图", "表", "図", "圖", "附件", "附录", "注", "节", "章", "頁", "页"];
    label.iter().any(|label| before.ends_with(label)).then(|| context.range.clone())
}

/// `Section 3.2`, `Figure 3a`, `p. 14`, `Article 5(1)`, `Equation (5)`, `Unit 3`.
pub(super) fn after_a_label(context: &Context<'_>) -> Option<Range<usize>> {
    let glue = context.glue();
    // `Table S3`, `Table A-1`.
    let letter = glue.strip_suffix('-').unwrap_or(glue);
    let short = letter.len() <= 1 && letter.chars().all(|c| c.is_ascii_uppercase());
    // `pp.21`, `Fig.3`.
    let joined = glue.ends_with('.') && context.is_label(glue.trim_end_matches('.'));
    let labelled = short && context.is_label(context.previous().trim_end_matches('.'));
    if !(joined || labelled) {
        return None;
    }
    let number = context.number();
    if number.contains(',') || number.len() > 6 || (!joined && context.previous().ends_with([',', ';', ':']))
    {
        return None;
    }
    is_label_tail(context.bare_tail()).then(|| context.chunk_range()).filter(|_| !measured(context))
}

/// What may stand behind a label's number: nothing, `a`, `–34`, `(1)(a)`, `.2`, `’s`, `-K`.
fn is_label_tail(tail: &str) -> bool {
    let rest = tail
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '–' | '-' | '(' | ')' | '/'));
    let letter = rest.trim_matches(['(', ')']);
    letter.is_empty()
        || matches!(letter, "’s" | "'s")
        || (letter.len() == 1 && letter.chars().all(char::is_alphabetic))
}

/// Whether a scale or a sign of a unit follows, so that the number measures.
fn measured(context: &Context<'_>) -> bool {
    let next = context.next_word();
    !next.is_empty() && (lexicon::is_scale(next) || lexicon::is_symbol_of_unit(next))
}

/// The `100` of `2015 = 100` and of `base 100`: what an index has in its base year by definition.
pub(super) fn base_of_an_index(context: &Context<'_>) -> Option<Range<usize>> {
    let is_base = matches!(context.number(), "100" | "1000" | "1");
    let before = context.before().trim_end().strip_suffix('=').unwrap_or("").trim_end();
    let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let said =
        matches!(context.previous().to_lowercase().as_str(), "base" | "basis") && context.number() == "100";
    (is_base && (digits == 4 || said) && context.bare_tail().is_empty()).then(|| context.range.clone())
}

/// The `4` of `Tables 2 and 4`, the `14` of `junctions 12 to 14`.
pub(super) fn in_a_row_of_labels(context: &Context<'_>) -> Option<Range<usize>> {
    let last = context.last.filter(|last| last.class == Class::Exempt(Reason::Label))?;
    let between = context.text.get(last.range.end..context.range.start)?;
    let joint = matches!(between, " and " | ", " | " or " | " to " | " & " | ", and " | ", or " | "–" | "-");
    (joint && context.number().len() <= 4 && context.bare_tail().len() <= 1 && !measured(context))
        .then(|| context.chunk_range())
}

/// `1. ` and `1) ` at the start of a block; `(1) ` before an enumerated part of a sentence.
pub(super) fn list_mark(context: &Context<'_>) -> Option<Range<usize>> {
    let number = context.integer().filter(|number| *number < 100)?;
    let starts = context.before().trim_matches(['(', ' ']).is_empty();
    let marked = context.tail() == "." || context.tail() == ")";
    if starts && marked && context.next() != "" {
        return Some(context.range.clone());
    }
    let bracketed = context.before().ends_with('(') && context.tail() == ")" && number < 10;
    let name = context.previous().starts_with(char::is_uppercase);
    (bracketed && !name && context.next().starts_with(char::is_lowercase)).then(|| context.range.clone())
}

/// The `2.1` of a heading `2.1 Completions`: at the start of a text without the end of a sentence, before a capital.
pub(super) fn section_number(context: &Context<'_>) -> Option<Range<usize>> {
    let number = context.number();
    let part = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let counted = number.split('.').count() > 1 && number.split('.').all(part);
    let title = context.next().starts_with(char::is_uppercase)
        && context.text.len() <= 400
        && context.text.chars().count() <= 100;
    let ends = context.text.trim_end().ends_with(['.', '!', '?', ';', ',']);
    (counted
        && title
        && !ends
        && context.before().trim().is_empty()
        && context.tail().is_empty()
        && !measured(context))
    .then(|| context.range.clone())
}
