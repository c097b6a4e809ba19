//! The rules, one by one, and the extents of facts.

use super::*;

/// The numbers of a text as `text=class`, in order.
fn seen(text: &str) -> String {
    let found = numbers(text, "en");
    let shown = found.iter().map(|found| {
        let part = &text[found.range.clone()];
        match &found.class {
            Class::Fact(number) => format!("{part}={:?}", number.form),
            Class::Exempt(reason) => format!("{part}={}", reason.name()),
        }
    });
    shown.collect::<Vec<_>>().join("; ")
}

#[track_caller]
fn sees(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(&seen(text), expected, "{text}");
    }
}
