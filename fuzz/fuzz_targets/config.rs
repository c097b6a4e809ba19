//! `sourcebook.toml`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sourcebook::diagnostics::Files;

fuzz_target!(|text: &str| {
    let mut files = Files::default();
    let file = files.add("sourcebook.toml", text);
    let (_, found) = sourcebook::config::parse(file, text);
    sourcebook_fuzz::print(&found, &files);
});
