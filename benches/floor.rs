//! The floor under every site generator: read the Markdown files, pulldown-cmark to HTML, write the files.
//! `cargo run --release --example floor -- CONTENT OUTPUT`.
#![expect(clippy::print_stderr, reason = "a program of its own")]

use rayon::prelude::*;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn page(content: &Path, output: &Path, path: &Path) -> io::Result<()> {
    let text = fs::read_to_string(path)?;
    let mut html = String::with_capacity(text.len() * 2);
    let options = pulldown_cmark::Options::all();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new_ext(&text, options));
    let below = path.strip_prefix(content).unwrap_or(path).with_extension("html");
    fs::write(output.join(below), html)
}

fn build(content: &Path, output: &Path) -> io::Result<usize> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in walkdir::WalkDir::new(content) {
        let entry = entry?;
        let below = entry.path().strip_prefix(content).unwrap_or(entry.path());
        if entry.file_type().is_dir() {
            fs::create_dir_all(output.join(below))?;
        } else if entry.path().extension().is_some_and(|extension| extension == "md") {
            files.push(entry.into_path());
        }
    }
    files.par_iter().try_for_each(|path| page(content, output, path))?;
    Ok(files.len())
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [content, output] = arguments.as_slice() else {
        eprintln!("usage: floor CONTENT OUTPUT");
        return ExitCode::from(2);
    };
    match build(Path::new(content), Path::new(output)) {
        Ok(pages) => {
            eprintln!("{pages} pages");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("floor: {error}");
            ExitCode::from(1)
        }
    }
}
