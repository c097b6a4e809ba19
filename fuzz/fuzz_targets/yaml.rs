//! A data file `.yaml`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| sourcebook_fuzz::data(&[("a.yaml", bytes)]));
