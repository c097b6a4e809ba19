//! What is kept of a page between two builds, so that it need not be read, settled and rendered again.

use super::codec::{Decoder, Encoder};
use super::outline::Packed;
use super::parts::Part;
use crate::load::Stamp;
use crate::model::PageId;
use crate::resolve::SourceUse;
use crate::site::write::{Stat, Writing};
use std::collections::BTreeSet;

/// A file of the site, as the last build left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Output {
    pub(super) path: String,
    pub(super) hash: blake3::Hash,
    pub(super) stat: Stat,
}

impl Output {
    pub(super) fn encode(&self, to: &mut Encoder) {
        to.text(&self.path);
        to.hash(&self.hash);
        for number in [self.stat.size, self.stat.modified, self.stat.inode] {
            to.number(number);
        }
    }

    pub(super) fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        Some(Self {
            path: from.text()?,
            hash: from.hash()?,
            stat: Stat { size: from.number()?, modified: from.number()?, inode: from.number()? },
        })
    }
}

/// Whether a file of the site, which the store noted, stands in the output folder as the last build left it.
pub(super) fn is_there(writing: &Writing, output: &Output) -> bool {
    let is_listed = writing.lists_what_was_known() || writing.listed(&output.path, &output.hash);
    is_listed && writing.stat(&output.path) == Some(output.stat)
}

/// Expressions of a page that asked for the same datasets. Filters are not among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Question {
    /// The datasets.
    pub(super) asked: Vec<String>,
    /// The expressions, in the order of the page.
    pub(super) expressions: Vec<String>,
    /// The hash of what they came to.
    pub(super) values: blake3::Hash,
}

impl Question {
    /// Whether one of these datasets is among those that were asked for.
    pub(super) fn is_about(&self, names: &BTreeSet<String>) -> bool {
        self.asked.iter().any(|name| names.contains(name))
    }

    fn encode(&self, to: &mut Encoder) {
        to.texts(&self.asked);
        to.texts(&self.expressions);
        to.hash(&self.values);
    }

    fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        Some(Self { asked: from.texts()?, expressions: from.texts()?, values: from.hash()? })
    }
}

/// One page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PageRecord {
    /// Path below the content folder.
    pub(super) path: String,
    /// The hash of its file.
    pub(super) text: blake3::Hash,
    /// What tells that it is still that file.
    pub(super) stamp: Option<Stamp>,
    /// A draft that was left out; the rest is empty.
    pub(super) skipped: bool,
    /// Whether nothing was found in it. A page with findings is read again, so that they are reported again.
    pub(super) clean: bool,
    /// What others know of it.
    pub(super) outline: Packed,
    /// Its HTML first, then its figures' files.
    pub(super) outputs: Vec<Output>,
    /// Its social card.
    pub(super) card: Option<Output>,
    /// Whether it has a chart.
    pub(super) charts: bool,
    /// What it asked of the data.
    pub(super) questions: Vec<Question>,
    /// The datasets of its figures and of their filters.
    pub(super) shown: Vec<String>,
    /// Its entries of the search index.
    pub(super) search: Part,
    /// Its figures in `facts.json`.
    pub(super) figures: Part,
    /// Its facts there.
    pub(super) facts: Part,
    /// The sources it uses: key, anchor, label.
    pub(super) uses: Vec<(String, String, String)>,
}

impl PageRecord {
    /// One of which nothing is known but its text.
    pub(super) fn new(path: &str, text: blake3::Hash, stamp: Option<Stamp>) -> Self {
        Self {
            path: path.to_owned(),
            text,
            stamp,
            skipped: false,
            clean: true,
            outline: Packed::default(),
            outputs: Vec::new(),
            card: None,
            charts: false,
            questions: Vec::new(),
            shown: Vec::new(),
            search: Part::EMPTY,
            figures: Part::EMPTY,
            facts: Part::EMPTY,
            uses: Vec::new(),
        }
    }

    /// The datasets that it asked for or shows.
    pub(super) fn datasets(&self) -> impl Iterator<Item = &String> {
        self.questions.iter().flat_map(|question| &question.asked).chain(&self.shown)
    }

    /// Its files in the site.
    pub(super) fn files(&self) -> impl Iterator<Item = &Output> {
        self.outputs.iter().chain(&self.card)
    }

    /// The uses of sources as the Sources page wants them.
    pub(super) fn uses_of(&self, page: PageId) -> Vec<(String, SourceUse)> {
        let of = |(key, anchor, label): &(String, String, String)| {
            (key.clone(), SourceUse { page, anchor: anchor.clone(), label: label.clone() })
        };
        self.uses.iter().map(of).collect()
    }

    /// What it leaves of files that are made of all pages.
    pub(super) fn parts(&self) -> [&Part; 3] {
        [&self.search, &self.figures, &self.facts]
    }

    pub(super) fn encode(&self, to: &mut Encoder) {
        to.text(&self.path);
        to.hash(&self.text);
        to.list(self.stamp.as_slice(), Encoder::stamp);
        to.flag(self.skipped);
        to.flag(self.clean);
        self.outline.encode(to);
        to.list(&self.outputs, |to, output| output.encode(to));
        to.list(self.card.as_slice(), |to, output| output.encode(to));
        to.flag(self.charts);
        to.list(&self.questions, |to, question| question.encode(to));
        to.texts(&self.shown);
        self.parts().into_iter().for_each(|part| part.encode(to));
        to.list(&self.uses, |to, (key, anchor, label)| {
            to.text(key);
            to.text(anchor);
            to.text(label);
        });
    }

    pub(super) fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        Some(Self {
            path: from.text()?,
            text: from.hash()?,
            stamp: from.list(Decoder::stamp)?.pop(),
            skipped: from.flag()?,
            clean: from.flag()?,
            outline: Packed::decode(from)?,
            outputs: from.list(Output::decode)?,
            card: from.list(Output::decode)?.pop(),
            charts: from.flag()?,
            questions: from.list(Question::decode)?,
            shown: from.texts()?,
            search: Part::decode(from)?,
            figures: Part::decode(from)?,
            facts: Part::decode(from)?,
            uses: from.list(|from| Some((from.text()?, from.text()?, from.text()?)))?,
        })
    }
}

/// One data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DataRecord {
    /// Path below the data folder.
    pub(super) path: String,
    /// The hash of its bytes.
    pub(super) bytes: blake3::Hash,
    /// What tells that it is still that file.
    pub(super) stamp: Option<Stamp>,
    /// Another hash of them, which `facts.json` gives, when it is published and has a dataset.
    pub(super) sha256: Option<String>,
    /// The names of its datasets, second names too.
    pub(super) names: Vec<String>,
    /// Its datasets' parts of `facts.json`.
    pub(super) facts: Vec<Part>,
}

impl DataRecord {
    pub(super) fn encode(&self, to: &mut Encoder) {
        to.text(&self.path);
        to.hash(&self.bytes);
        to.list(self.stamp.as_slice(), Encoder::stamp);
        to.maybe(self.sha256.as_deref());
        to.texts(&self.names);
        to.list(&self.facts, |to, part| part.encode(to));
    }

    pub(super) fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        Some(Self {
            path: from.text()?,
            bytes: from.hash()?,
            stamp: from.list(Decoder::stamp)?.pop(),
            sha256: from.maybe()?,
            names: from.texts()?,
            facts: from.list(Part::decode)?,
        })
    }
}
