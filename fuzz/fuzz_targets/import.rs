//! A plain report.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sourcebook::import::{self, Options};

fuzz_target!(|text: &str| {
    for single_page in [false, true] {
        let imported = import::import(text, &Options { name: "report", single_page });
        for (path, bytes) in &imported.files {
            if path.ends_with(".md") {
                sourcebook_fuzz::page(std::str::from_utf8(bytes).expect("pages are UTF-8"));
            }
        }
    }
});
