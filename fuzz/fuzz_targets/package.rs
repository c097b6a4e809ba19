//! A data package about a small file.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    sourcebook_fuzz::data(&[("a.csv", sourcebook_fuzz::TABLE.as_bytes()), ("datapackage.json", bytes)]);
});
