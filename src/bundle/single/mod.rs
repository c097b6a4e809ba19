//! The whole report as one HTML file that needs nothing else.
//!
//! 1. [`ids`] gives every id of every page a name that is unique in the file;
//! 2. [`part`] makes each page a part: headings one level lower, links to places, images and downloads as `data:`
//!    addresses;
//! 3. [`frame`] puts the parts into the home page's frame, with contents of the whole;
//! 4. [`assets`] writes style sheets and scripts into it, and a policy that allows them by hash and nothing else.

mod assets;
mod frame;
mod ids;
mod images;
mod links;
mod part;
mod print;
mod sheets;

pub use print::Paper;
pub use sheets::{numbered, sheets};

use super::BundleInput;
use super::fault::Faults;
use super::leaves::{self, Leaf};
use crate::diagnostics::Diagnostics;
use crate::markup;
use std::collections::BTreeMap;

/// What is made, in findings.
const MADE: &str = "the single file";

/// What a single file is to be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SingleOptions {
    /// Whether it has scripts: live charts, search, the theme switch.
    pub scripts: bool,
    /// The paper it is printed on; left to the reader when `None`.
    pub paper: Option<Paper>,
}

/// What the steps share.
struct Work<'a> {
    input: &'a BundleInput<'a>,
    options: SingleOptions,
    /// Words of the interface.
    words: BTreeMap<String, String>,
    /// Paths and titles of the parts, in order.
    parts: Vec<(String, String)>,
    /// The page of each path.
    places: BTreeMap<String, usize>,
    ids: ids::Ids,
    faults: Faults<'a>,
    images: images::Images,
}

/// Puts the site into one HTML file. With faults, the file is not whole.
#[must_use]
pub fn single_file(input: &BundleInput<'_>, options: SingleOptions) -> (String, Diagnostics) {
    let mut leaves = match leaves::leaves(input, MADE) {
        Ok(leaves) => leaves,
        Err(faults) => return (String::new(), faults),
    };
    for (index, leaf) in leaves.iter_mut().enumerate() {
        part::trim(leaf, index == 0, options.scripts);
    }
    let mut work = Work {
        input,
        options,
        words: crate::render::interface_words(&input.resolved.report),
        parts: leaves.iter().map(|leaf| (leaf.path.clone(), leaf.title.clone())).collect(),
        places: leaves.iter().enumerate().map(|(index, leaf)| (leaf.path.clone(), index)).collect(),
        ids: ids::Ids::new(&leaves),
        faults: Faults::new(input.resolved, MADE),
        images: images::Images::new(input, &leaves),
    };
    for (index, leaf) in leaves.iter_mut().enumerate() {
        part::make(&mut work, leaf, index);
    }
    let assets = assets::collect(&mut work, &leaves);
    let tree = frame::put_together(&mut work, leaves, &assets);
    (markup::html(&tree, tree.top()), work.faults.finish())
}

impl Leaf {
    /// Whether it is the page that the others are put below.
    fn is_home(index: usize) -> bool {
        index == 0
    }
}
