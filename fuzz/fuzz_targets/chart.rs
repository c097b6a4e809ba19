//! The body of a chart block, of a table block and of a block of raw options.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let fence = "`".repeat(text.split(|c| c != '`').map(str::len).max().unwrap_or(0).max(2) + 1);
    let page: String = ["chart", "table", "key-figures", "echarts"]
        .map(|kind| format!("{fence}{kind}\n{text}\n{fence}\n\n"))
        .concat();
    sourcebook_fuzz::report(&format!("# Title\n\n{page}"));
});
