//! Years, dates and times of day.

use super::super::context::{Context, bare, is_cjk};
use super::super::lexicon;
use std::ops::Range;

/// `2025-03-01`, `01/02/2025`, `3.5.2024`.
pub(super) fn written_with_marks(context: &Context<'_>) -> Option<Range<usize>> {
    let chunk = context.chunk().split('T').next()?;
    // `8.7/10` has two kinds of marks: it is no date.
    let mark = chunk.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let parts: Vec<&str> = chunk.split(mark).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let small =
        |part: &str, most: u32| part.len() <= 2 && number(part).is_some_and(|n| (1..=most).contains(&n));
    let year = |part: &str| part.len() == 4 && number(part).is_some_and(is_year);
    let iso = year(first) && small(second, 12) && small(third, 31);
    let other =
        small(first, 31) && small(second, 31) && (year(third) || (chunk.contains('/') && small(third, 99)));
    (iso || other).then(|| context.chunk_range())
}

/// What stands behind an hour.
const HALVES: [&str; 8] = ["am", "pm", "a.m", "p.m", "o'clock", "o’clock", "gmt", "utc"];

/// `17:00`, `8:30`, `3 pm`, `6 a.m.`, `5 o'clock`.
pub(super) fn time(context: &Context<'_>) -> Option<Range<usize>> {
    let mut range = None;
    let chunk = context.chunk().trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
    if let Some((hour, minute)) = chunk.split_once(':')
        && number(hour).is_some_and(|hour| hour <= 24)
        && minute.len() == 2
        && number(minute).is_some_and(|minute| minute < 60)
    {
        range = Some(context.chunk_range());
    }
    // `17 h 30`, as in French.
    let mut chunks = context.following();
    if context.bare_tail().is_empty()
        && number(context.number()).is_some_and(|hour| hour <= 24)
        && chunks.next().is_some_and(|(chunk, _)| chunk == "h")
        && let Some((chunk, end)) = chunks.next()
        && let minute = bare(chunk)
        && minute.len() == 2
        && number(minute).is_some_and(|minute| minute < 60)
    {
        return Some(
            context.range.start
                ..end - (chunk.len() - chunk.trim_end_matches(|c: char| !c.is_ascii_digit()).len()),
        );
    }
    let half = |word: &str| {
        let word = word.trim_end_matches([',', ';', ')']).trim_end_matches('.');
        HALVES.iter().any(|half| half.eq_ignore_ascii_case(word))
    };
    let number = context.number();
    let hour = range.is_some() || number.bytes().filter(|byte| *byte != b'.').count() <= 4;
    if hour && context.glue().len() <= 6 && half(context.tail()) {
        return Some(context.chunk_range());
    }
    if hour && (range.is_some() || context.bare_tail().is_empty()) && half(context.next()) {
        let end = context.following().next().map_or(context.range.end, |(_, end)| end);
        return Some(context.chunk_range().start..end);
    }
    range
}

/// `12 May`, `14–15 July 2021`, `3 to 21 March 2025`, `May 12, 2025`, `May 2025`; `5. März 2025`, `5 de marzo de 2025`.
pub(super) fn day_and_month(context: &Context<'_>) -> Option<Range<usize>> {
    let is_day = context.integer().is_some_and(|day| (1..=31).contains(&day));
    if is_day
        && context.glue().is_empty()
        && let Some(end) = month_behind(context)
    {
        return Some(context.range.start..end);
    }
    let previous = context.previous();
    if !context.is_month(previous.trim_end_matches([',', '.'])) || !context.glue().is_empty() {
        return None;
    }
    if context.integer().is_some_and(is_year) {
        return (context.bare_tail().is_empty() || context.bare_tail().starts_with(['–', '-', '’', '\'']))
            .then(|| context.chunk_range());
    }
    let days = |tail: &str| {
        tail.is_empty() || tail.strip_prefix(['–', '-']).and_then(number).is_some_and(|day| day <= 31)
    };
    if !is_day || !days(context.bare_tail()) {
        return None;
    }
    let counted = lexicon::is_counted(context.next_word());
    (!counted).then(|| context.range.start..year_behind(context.text, context.chunk_range().end))
}

/// What stands between the two days of `3 to 21 March`, and between day and month.
const JOINTS: [&str; 19] = [
    "to", "and", "or", "until", "–", "-", "&", "bis", "und", "au", "et", "al", "y", "a", "ao", "e", "tot",
    "en", "of",
];

/// The end of the month (and year) behind a day, or behind a second day after `to`, `and`, `or`, `–`.
fn month_behind(context: &Context<'_>) -> Option<usize> {
    // `1er mars`, `1º de mayo`
    let tail = context.bare_tail();
    let tail = ["er", "º", "°"].iter().find_map(|first| tail.strip_prefix(first)).unwrap_or(tail);
    let plain =
        tail.is_empty() || tail.strip_prefix(['–', '-']).and_then(number).is_some_and(|day| day <= 31);
    let mut chunks = context.following();
    let (mut chunk, mut end) = chunks.next()?;
    // `5. März`
    let pointed = context.tail() == "." && context.is_month(bare(chunk));
    if !plain || context.is_closed() && !context.tail().starts_with(',') && !pointed {
        return None;
    }
    if JOINTS.contains(&chunk) || chunk == "de" {
        if !matches!(chunk, "of" | "de") {
            let (day, _) = chunks.next()?;
            number(day.trim_end_matches(['.', ','])).filter(|day| (1..=31).contains(day))?;
            // The second day is a date of its own.
            let (month, _) = chunks.find(|(chunk, _)| *chunk != "de")?;
            return context.is_month(bare(month)).then_some(context.range.end);
        }
        (chunk, end) = chunks.next()?;
    }
    if !context.is_month(bare(chunk)) {
        return None;
    }
    let end = end - (chunk.len() - chunk.trim_end_matches([',', ';', ')', ':']).len());
    Some(year_behind(context.text, end))
}

/// `end`, or the end of a year that follows it: ` 2025`, `, 2025`, ` de 2025`.
fn year_behind(text: &str, end: usize) -> usize {
    let rest = text.get(end..).unwrap_or("");
    let after = rest.strip_prefix(',').unwrap_or(rest);
    let after = after.trim_start_matches([' ', '\u{a0}']);
    let after = after.strip_prefix("de ").unwrap_or(after);
    let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    match after.get(..digits).and_then(number) {
        Some(year) if digits == 4 && is_year(year) && after.len() < rest.len() => {
            // `2023-24`.
            let second =
                after.get(digits..).and_then(|rest| rest.strip_prefix(['-', '–', '/'])).unwrap_or("");
            let length = second.find(|c: char| !c.is_ascii_digit()).unwrap_or(second.len());
            let mark = after.len() - digits - second.len();
            let more = if length == 2 || length == 4 { mark + length } else { 0 };
            text.len() - after.len() + digits + more
        }
        _ => end,
    }
}

/// `Q1 2025`, `H2 2024`, `1Q25`, `FY2025`, `Q1 FY2025`, `first half of 2024` has its year alone.
pub(super) fn part_of_a_year(context: &Context<'_>) -> Option<Range<usize>> {
    let (glue, range) = (context.glue().to_uppercase(), context.chunk_range());
    let part = matches!(glue.as_str(), "Q" | "H") && context.integer().is_some_and(|n| (1..=4).contains(&n));
    let fiscal = matches!(glue.as_str(), "FY" | "CY" | "FYE") && context.number().len() <= 4;
    let reversed = {
        let tail = context.bare_tail();
        let mut letters = tail.chars();
        context.integer().is_some_and(|n| (1..=4).contains(&n))
            && glue.is_empty()
            && matches!(letters.next(), Some('Q' | 'H'))
            && letters.all(|c| c.is_ascii_digit())
    };
    if fiscal || (part && context.tail().starts_with("FY")) || reversed {
        return Some(range);
    }
    if part {
        let next = context.next();
        let fiscal = next.strip_prefix("FY").is_some_and(|year| number(bare(year)).is_some());
        let end = if context.is_closed() {
            range.end
        } else if fiscal {
            context
                .following()
                .next()
                .map_or(range.end, |(chunk, end)| end - (chunk.len() - bare(chunk).len()))
        } else {
            year_behind(context.text, range.end)
        };
        return Some(range.start..end);
    }
    let fiscal =
        matches!(context.previous(), "FY" | "fiscal" | "Fiscal" | "CY") && context.number().len() <= 4;
    fiscal.then_some(range)
}

/// `2024年`, `2025年3月期`, `6月30日`, `令和6年`, `11日`.
pub(super) fn east_asian(context: &Context<'_>) -> Option<Range<usize>> {
    let number_ = context.integer()?;
    let (before, after) = (context.before(), context.after());
    let era =
        ["令和", "平成", "昭和", "大正", "明治", "民国", "民國"].iter().any(|era| before.ends_with(era));
    let starts = |mark: char| after.trim_start_matches(' ').starts_with(mark);
    let year = starts('年') && (era || is_year(number_));
    let month = starts('月') && (1..=12).contains(&number_);
    let day = (starts('日') || starts('号'))
        && (1..=31).contains(&number_)
        && !after.starts_with("日間")
        && !after.starts_with("日间");
    if !(year || month || day) {
        return None;
    }
    let mut end = context.range.end;
    for (at, c) in after.char_indices() {
        if !(c.is_ascii_digit() || matches!(c, '年' | '月' | '日' | '号' | '度' | '代' | '期' | ' ')) {
            break;
        }
        end = context.range.end + at + c.len_utf8();
    }
    Some(context.range.start..end)
}

/// `2024`, `2024-25`, `1850–1900`, `2018/19`, `mid-2024`, `2024’s`.
pub(super) fn year(context: &Context<'_>) -> Option<Range<usize>> {
    let year = context.integer().filter(|year| context.number().len() == 4 && is_year(*year))?;
    let glue = context.glue();
    let compound = glue
        .strip_suffix('-')
        .is_some_and(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase()));
    let follows =
        glue.chars().next().is_some_and(|c| c.is_ascii_digit()) && glue.ends_with(['-', '–', '/', '—']);
    if !(glue.is_empty() || compound || follows || matches!(glue, "–" | "-" | "—" | "/")) {
        return None;
    }
    let tail = context.bare_tail();
    let tail = tail.strip_suffix("’s").or_else(|| tail.strip_suffix("'s")).unwrap_or(tail);
    // `2015=100` is the year of an index.
    let tail = if tail.starts_with('=') { "" } else { tail };
    let second = tail.strip_prefix(['-', '–', '/', '—']);
    let range_of_years = second.is_some_and(|second| {
        (second.len() == 2 || second.len() == 4) && number(second).is_some() || second.is_empty()
    });
    let words = second.is_some_and(|second| second.starts_with(|c: char| c.is_alphabetic()));
    if !(tail.is_empty() || range_of_years || words) || starts_unit(context, year) {
        return None;
    }
    Some(if words || context.tail().starts_with('=') { context.range.clone() } else { context.chunk_range() })
}

/// Whether what follows shows that a number like `1850` counts or measures something.
fn starts_unit(context: &Context<'_>, year: u32) -> bool {
    if context.after().starts_with(|c| is_cjk(c) && lexicon::is_counter(c)) {
        return true;
    }
    let next = context.next_word();
    if lexicon::is_symbol_of_unit(next) {
        return true;
    }
    let common = (1980..=2035).contains(&year);
    lexicon::is_people(next)
        || (!common && lexicon::is_counted(next) && !lexicon::is_before_year(context.previous()))
}

/// `1990s`, `the 90s`, `’90s`.
pub(super) fn decade(context: &Context<'_>) -> Option<Range<usize>> {
    let number = context.integer().filter(|number| number % 10 == 0)?;
    let tail = context.bare_tail();
    if tail != "s" && tail != "’s" && tail != "'s" {
        return None;
    }
    let long = context.number().len() == 4 && is_year(number);
    let before = context.before();
    let short = context.number().len() == 2
        && (before.ends_with(['’', '‘', '\''])
            || matches!(context.previous().to_lowercase().as_str(), "the" | "late" | "early" | "mid")
            || context.glue() == "mid-");
    (long || short).then(|| context.chunk_range())
}

fn number(text: &str) -> Option<u32> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn is_year(number: u32) -> bool {
    (1500..=2100).contains(&number)
}
