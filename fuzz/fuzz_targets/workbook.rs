//! Workbooks: a whole file, and one whose only sheet is the input.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sourcebook_fuzz::{data, ods, xlsx};

fuzz_target!(|bytes: &[u8]| {
    data(&[("a.xlsx", bytes), ("a.ods", bytes)]);
    data(&[("a.xlsx", &xlsx(bytes)), ("a.ods", &ods(bytes))]);
});
