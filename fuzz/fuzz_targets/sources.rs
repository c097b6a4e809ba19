//! The registry of sources, in YAML and in BibTeX.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sourcebook::diagnostics::Files;

fuzz_target!(|text: &str| {
    let mut files = Files::default();
    let yaml = files.add("content/sources.yaml", text);
    let bib = files.add("content/sources.bib", text);
    for (yaml, bib) in [(Some((yaml, text)), None), (None, Some((bib, text)))] {
        let (_, found) = sourcebook::sources::parse(yaml, bib);
        sourcebook_fuzz::print(&found, &files);
    }
});
