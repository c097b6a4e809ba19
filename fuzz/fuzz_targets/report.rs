//! The only page of a report that has data, built whole.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| sourcebook_fuzz::report(text));
