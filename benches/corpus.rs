//! Writes the corpus: `cargo run --release --example corpus -- DIR --pages N [--dialect NAME] [--values | --charts]`.
#![expect(clippy::print_stderr, reason = "a program of its own")]

#[path = "corpus/mod.rs"]
mod corpus;

use corpus::{Dialect, Extras};
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "usage: corpus DIR --pages N [--dialect sourcebook|zola|hugo|mdbook|eleventy|framework] \
    [--values | --charts]";

struct Wanted {
    folder: String,
    pages: usize,
    dialect: Dialect,
    extras: Extras,
}

fn wanted(mut arguments: impl Iterator<Item = String>) -> Option<Wanted> {
    let (mut folder, mut pages, mut dialect, mut extras) = (None, None, Dialect::Sourcebook, Extras::None);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--pages" => pages = Some(arguments.next()?.parse().ok()?),
            "--dialect" => {
                let name = arguments.next()?;
                dialect = Dialect::ALL.iter().find(|(known, _)| *known == name)?.1;
            }
            "--values" => extras = Extras::Values,
            "--charts" => extras = Extras::Charts,
            _ if folder.is_none() && !argument.starts_with('-') => folder = Some(argument),
            _ => return None,
        }
    }
    Some(Wanted { folder: folder?, pages: pages?, dialect, extras })
}

fn main() -> ExitCode {
    let Some(wanted) = wanted(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match corpus::write(Path::new(&wanted.folder), wanted.pages, wanted.dialect, wanted.extras) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("corpus: {}: {error}", wanted.folder);
            ExitCode::from(1)
        }
    }
}
