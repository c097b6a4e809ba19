//! A data file `.toml`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| sourcebook_fuzz::data(&[("a.toml", bytes)]));
