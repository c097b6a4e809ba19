//! What stands above a page's text, in YAML and in TOML.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    sourcebook_fuzz::page(&format!("---\n{text}\n---\nText.\n"));
    sourcebook_fuzz::page(&format!("+++\n{text}\n+++\nText.\n"));
});
