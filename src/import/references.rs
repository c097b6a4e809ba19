//! The sources of a text, and the registry that they become. Where they are listed is found in [`super::bibliography`].

use super::bibliography::{entries, list};
use super::blocks::{Block, Kind};
use super::entry::{address, mark, parted, plain, verbatim};
use super::escape::quoted;
use super::lines::Shape;
use super::{Found, Remark};
use crate::syntax::slug::Identifiers;
use std::collections::BTreeMap;

/// One source.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Source {
    key: String,
    author: Option<String>,
    title: String,
    url: Option<String>,
    /// Other words for it in the text.
    also: Vec<String>,
    /// The line that names it first.
    line: usize,
    /// Its mark in the list: `1`, `^note`.
    mark: Option<String>,
    cited: bool,
}

/// All sources of a text.
#[derive(Debug, Default)]
pub(super) struct References {
    sources: Vec<Source>,
    keys: Identifiers,
    marks: BTreeMap<String, usize>,
    /// Whether the list counts its entries as other lists do: its marks in the text may then be `(1)`.
    counted: bool,
    doubts: Vec<Remark>,
}

/// Takes the list of sources off the blocks.
pub(super) fn take(blocks: &mut Vec<Block>, shape: &Shape, doubts: &mut Vec<Remark>) -> References {
    let mut references = References::default();
    let Some((from, body, to)) = list(blocks) else { return references };
    let taken: Vec<Block> = blocks.drain(from..to).skip(body - from).collect();
    references.counted = taken.iter().all(|block| matches!(block.kind, Kind::List(_)));
    for (line, text) in entries(taken) {
        references.list(line, &text, shape, doubts);
    }
    references
}

impl References {
    /// Takes an entry of the list.
    fn list(&mut self, line: usize, text: &str, shape: &Shape, doubts: &mut Vec<Remark>) {
        let (mark, words) = mark(text);
        let words = if words.is_empty() { text } else { words };
        let index = self.add(line, words, shape.markup);
        if let Some(mark) = mark {
            self.sources[index].mark = Some(mark.clone());
            if self.marks.insert(mark.clone(), index).is_some() {
                doubts.push(Remark {
                    line,
                    text: format!("two sources have the mark {mark}: the second is cited"),
                });
            }
        }
    }

    fn add(&mut self, line: usize, words: &str, markup: bool) -> usize {
        let (words, url) = address(words, markup);
        let (author, title) = parted(&words);
        let title =
            if title.is_empty() { url.clone().unwrap_or_else(|| "Untitled".to_owned()) } else { title };
        let key = self.key(author.as_deref().unwrap_or(&title));
        self.sources.push(Source {
            key,
            author,
            title,
            url,
            also: Vec::new(),
            line,
            mark: None,
            cited: false,
        });
        self.sources.len() - 1
    }

    /// A key of the first words, in letters that a citation takes.
    fn key(&mut self, name: &str) -> String {
        let name =
            ["https://", "http://"].iter().find_map(|scheme| name.strip_prefix(scheme)).unwrap_or(name);
        let words: Vec<String> = name
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .take(3)
            .collect();
        let base = words.join("-");
        let taken = ["fig-", "tbl-", "sec-"].iter().any(|prefix| base.starts_with(prefix));
        let letters = base.chars().any(|c| c.is_ascii_alphabetic());
        self.keys.make(&if taken || !letters { format!("source-{base}") } else { base })
    }

    /// The key of the source with this mark, which is then cited.
    pub(super) fn cite(&mut self, mark: &str) -> Option<String> {
        let index = *self.marks.get(mark)?;
        let source = self.sources.get_mut(index)?;
        source.cited = true;
        Some(source.key.clone())
    }

    /// Whether `(1)` may be a mark.
    pub(super) const fn counted(&self) -> bool {
        self.counted
    }

    /// Whether a source has this mark.
    pub(super) fn knows(&self, mark: &str) -> bool {
        self.marks.contains_key(mark)
    }

    /// The key of the source at an address, which is made when there is none.
    pub(super) fn cite_address(&mut self, url: &str) -> String {
        let known = self.sources.iter().position(|source| source.url.as_deref() == Some(url));
        let index = known.unwrap_or_else(|| self.add(0, url, true));
        self.sources[index].cited = true;
        self.sources[index].key.clone()
    }

    /// The key of the source that is named with a year in the text.
    pub(super) fn cite_dated(&mut self, whole: &str, name: &str) -> String {
        let known = self.position(name);
        let index = known.unwrap_or_else(|| self.add(0, name, false));
        let source = &mut self.sources[index];
        source.cited = true;
        let said = match known {
            Some(_) => {
                format!("“{whole}” in the text was taken for the source “{}” ({})", source.title, source.key)
            }
            None => format!("“{whole}” in the text became a source of its own ({})", source.key),
        };
        let key = source.key.clone();
        self.doubt(said);
        key
    }

    /// Keeps what is to be said of a place that has no line, once.
    pub(super) fn doubt(&mut self, text: String) {
        let remark = Remark { line: 0, text };
        if !self.doubts.contains(&remark) {
            self.doubts.push(remark);
        }
    }

    /// The source of this name: its author, its title, both, or the only one that begins with it.
    fn position(&self, name: &str) -> Option<usize> {
        let name = plain(name);
        let same = |source: &Source| {
            let author = source.author.as_deref().map(plain).unwrap_or_default();
            let names = [plain(&source.title), author.clone(), author + plain(&source.title).as_str()];
            names.contains(&name) || source.also.iter().any(|also| plain(also) == name)
        };
        let begins = |source: &Source| {
            let whole = plain(&format!("{}{}", source.author.as_deref().unwrap_or(""), source.title));
            name.chars().count() >= 6 && whole.starts_with(&name)
        };
        let only = || {
            let mut all = (0..self.sources.len()).filter(|at| begins(&self.sources[*at]));
            all.next().filter(|_| all.next().is_none())
        };
        self.sources.iter().position(same).or_else(only)
    }

    /// The keys of the source named below a table: that of its marks, whose other name it then is, or one of its own.
    pub(super) fn cite_words(
        &mut self,
        words: &str,
        marks: &[String],
        line: usize,
        markup: bool,
    ) -> Vec<String> {
        let mut indices: Vec<usize> = marks.iter().filter_map(|mark| self.marks.get(mark).copied()).collect();
        if indices.is_empty() {
            let known = self.position(words);
            indices.push(known.unwrap_or_else(|| self.add(line, words, markup)));
        }
        let mut keys = Vec::new();
        for index in indices {
            let source = &mut self.sources[index];
            source.cited = true;
            let said =
                [source.title.clone(), source.author.clone().unwrap_or_default()].map(|text| plain(&text));
            let whole = plain(&format!("{}{}", source.author.as_deref().unwrap_or(""), source.title));
            let own = plain(words);
            let part = whole.starts_with(&own);
            if !own.is_empty()
                && !said.contains(&own)
                && !part
                && !source.also.iter().any(|also| also == words)
            {
                source.also.push(words.to_owned());
            }
            keys.push(source.key.clone());
        }
        keys
    }

    /// How many sources have a mark.
    pub(super) fn numbered(&self) -> usize {
        self.sources.iter().filter(|source| source.mark.is_some()).count()
    }

    /// How many sources there are.
    pub(super) fn len(&self) -> usize {
        self.sources.len()
    }

    /// Says which sources are named in two ways or never cited.
    pub(super) fn remark(&self, found: &mut Found) {
        found.doubts.extend(self.doubts.iter().cloned());
        for source in &self.sources {
            for also in &source.also {
                let listed = match &source.author {
                    Some(author) => format!("{author}: {}", source.title),
                    None => source.title.clone(),
                };
                let text = format!(
                    "one source under two names: “{listed}” in the list, “{also}” below a table ({})",
                    source.key
                );
                found.contradictions.push(Remark { line: source.line, text });
            }
            if !source.cited {
                let text = format!("nothing cites the source “{}” ({})", source.title, source.key);
                found.doubts.push(Remark { line: source.line, text });
            }
        }
    }

    /// The registry as `sources.yaml`.
    pub(super) fn yaml(&self) -> Option<String> {
        let mut text = String::new();
        for source in &self.sources {
            let kind = if source.url.is_some() { "Web" } else { "Report" };
            text.push_str(&format!("{}:\n  type: {kind}\n", source.key));
            text.push_str(&format!(
                "  title: {{ value: {}, verbatim: true }}\n",
                quoted(&verbatim(&source.title))
            ));
            if let Some(author) = &source.author {
                text.push_str(&format!("  author: {{ name: {} }}\n", quoted(author)));
            }
            if let Some(url) = &source.url {
                text.push_str(&format!("  url: {}\n", quoted(url)));
            }
            if !source.also.is_empty() {
                let names: Vec<String> = source.also.iter().map(|name| format!("“{name}”")).collect();
                let note = format!("Named below a table as {}.", names.join(", "));
                text.push_str(&format!("  note: {}\n", quoted(&verbatim(&note))));
            }
            text.push('\n');
        }
        (!text.is_empty()).then(|| text.trim_end().to_owned() + "\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_words_of_the_name_and_differ() {
        let mut references = References::default();
        let keys: Vec<String> =
            ["China Rare Earth Association", "China Rare Earth Union", "中国", "2025", "Fig- a"]
                .map(|name| references.key(name))
                .to_vec();
        assert_eq!(
            keys,
            ["china-rare-earth", "china-rare-earth-2", "source", "source-2025", "fig-a"]
                .map(|key| { if key == "fig-a" { "source-fig-a".to_owned() } else { key.to_owned() } })
        );
    }
}
