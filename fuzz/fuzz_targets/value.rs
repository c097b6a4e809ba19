//! A written number, and the numbers of a sentence.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sourcebook::facts::detect;
use sourcebook::model::{Format, Locale};
use sourcebook::syntax::{number, print};

fuzz_target!(|text: &str| {
    if let Some(quantity) = number::parse(text) {
        for language in ["en", "de", "zh", "ar"] {
            let _ = print::quantity(&quantity, &Format::default(), &Locale::of(language));
        }
    }
    for found in detect::numbers(text, "en").into_iter().chain(detect::numbers(text, "zh")) {
        assert!(text.get(found.range.clone()).is_some(), "{found:?}");
    }
});
