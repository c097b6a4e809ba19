//! An expression over a small dataset.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sourcebook::resolve::expressions::Expressions;

thread_local! {
    static EXPRESSIONS: Expressions = sourcebook_fuzz::expressions();
}

fuzz_target!(|text: &str| EXPRESSIONS.with(|expressions| {
    let _ = expressions.evaluate(text);
}));
