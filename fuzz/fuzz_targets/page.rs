//! A page's whole source.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| sourcebook_fuzz::page(text));
