//! Lists: their items, and the blocks that stand in items below the paragraphs that these begin with.

use super::blocks::{Block, Kind, Reader};
use super::html;
use super::lines::{Line, atx, columns};
use super::signs::{DIV, bullet, fence, is_rule, numbered};
use super::table;

/// One item of a list. Items of a list in an item follow it, set in further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// Its line.
    pub(super) line: usize,
    /// Whether a blank line stands before it.
    pub(super) apart: bool,
    /// How far it is set in.
    pub(super) indent: usize,
    /// How far its words are set in, and what stands below them.
    pub(super) column: usize,
    /// Its number, when it has one.
    pub(super) number: Option<String>,
    /// Its text; empty when it begins with another block.
    pub(super) text: String,
    /// What stands between it and the next item, in it or in one that it stands in.
    pub(super) below: Vec<Below>,
}

/// A block in an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Below {
    /// How far it is set in, which tells the item that it stands in.
    pub(super) indent: usize,
    /// The block.
    pub(super) block: Block,
}

/// The items of a list that is read.
#[derive(Default)]
struct Items {
    all: Vec<Item>,
    /// The last one and those that it stands in, from the outermost: each by its place.
    open: Vec<usize>,
}

impl Items {
    fn push(&mut self, item: Item) {
        while self.open().next().is_some_and(|last| last.indent >= item.indent) {
            self.open.pop();
        }
        self.open.push(self.all.len());
        self.all.push(item);
    }

    /// The items that are open, from the innermost.
    fn open(&self) -> impl Iterator<Item = &Item> {
        self.open.iter().rev().filter_map(|at| self.all.get(*at))
    }

    /// The innermost item whose words are set in no further.
    fn holder(&self, indent: usize) -> Option<&Item> {
        self.open().find(|item| item.column <= indent)
    }

    /// Adds a block, which closes the items that it does not stand in.
    fn add(&mut self, below: Below) {
        while self.open().next().is_some_and(|last| last.column > below.indent) {
            self.open.pop();
        }
        if let Some(last) = self.all.last_mut() {
            last.below.push(below);
        }
    }

    /// Whether the next item after a blank line belongs to the list.
    fn are_followed_by(&self, next: &Item) -> bool {
        let Some(end) = self.all.last() else { return false };
        // A list in the item before is no neighbour.
        let last = self.open().find(|item| item.indent <= next.indent).unwrap_or(end);
        let value = |item: &Item| item.number.as_ref().and_then(|number| number.parse::<u32>().ok());
        match (value(last), value(next)) {
            (Some(a), Some(b)) => b == a + 1 || next.indent != end.indent,
            (None, None) => true,
            _ => next.indent > last.indent,
        }
    }
}

impl Reader<'_> {
    /// Reads a list.
    pub(super) fn list(&mut self) {
        let from = self.at;
        let mut items = Items::default();
        while let Some(line) = self.line(0).cloned() {
            if line.text().is_empty() {
                // Blank lines between items do not part them.
                let blank = self.lines.iter().skip(self.at).take_while(|line| line.text().is_empty()).count();
                if !self.goes_on_at(&items, self.at + blank) {
                    break;
                }
                self.at += blank;
            } else if self.below(&mut items, &line) {
                continue;
            } else if let Some(next) = item(&line) {
                // A list of another kind at the same depth is another list.
                let same = |first: &Item| {
                    first.number.is_some() == next.number.is_some() || next.indent > first.indent
                };
                if !items.all.first().is_none_or(same) {
                    break;
                }
                self.item(&mut items, next);
            } else if let Some(last) = items.all.last_mut().filter(|last| self.goes_on(&line, last)) {
                let mut text = std::mem::take(&mut last.text);
                self.join(&mut text, line.text());
                last.text = text;
                self.at += 1;
            } else {
                break;
            }
        }
        self.push(from, Kind::List(items.all));
    }

    fn item(&mut self, items: &mut Items, mut item: Item) {
        item.apart = self.is_apart(self.at);
        if self.shape.markup && begins_block(&item.text) {
            // It is read as if it stood below the sign.
            let text = std::mem::take(&mut item.text);
            if let Some(line) = self.lines.get_mut(self.at) {
                line.raw = format!("{}{text}", " ".repeat(item.column));
            }
        } else {
            self.at += 1;
        }
        items.push(item);
    }

    /// Whether the line after blank ones belongs to the list.
    fn goes_on_at(&self, items: &Items, at: usize) -> bool {
        let Some(line) = self.lines.get(at) else { return false };
        item(line).is_some_and(|next| items.are_followed_by(&next)) || self.holder(items, at).is_some()
    }

    /// The column of the innermost item in which the block at a line stands. Headings and tables stand in none: a report has them in
    /// its pages alone. Plain text has numbered sections that are set in.
    fn holder(&self, items: &Items, at: usize) -> Option<usize> {
        let line = self.lines.get(at)?;
        let column =
            items.holder(line.indent()).filter(|item| self.shape.markup || item.number.is_none())?.column;
        let rest = self.lines.get(at..).unwrap_or(&[]);
        let is_outside = atx(line.text()).is_some() || table::read(rest, &mut Vec::new()).is_some();
        (begins_block(line.text()) || !is_outside).then_some(column)
    }

    /// Reads a block that stands in an item below its first paragraph. `false` when none begins here.
    fn below(&mut self, items: &mut Items, line: &Line) -> bool {
        let Some(column) = self.holder(items, self.at) else { return false };
        let Some(last) = items.all.last() else { return false };
        let (from, text) = (self.at, line.text());
        // A paragraph needs a blank line before it, or another block.
        let apart = self.is_apart(from) || !last.below.is_empty() || last.text.is_empty();
        let kind = if self.shape.markup
            && self.is_apart(from)
            && line.indent() >= column + 4
            && !last.text.is_empty()
        {
            self.code_set_in(column)
        } else if item(line).is_some() {
            return false;
        } else if let Some(kind) = self.verbatim(line, column) {
            kind
        } else if text.starts_with('>') {
            self.quote()
        } else if is_rule(text) {
            self.at += 1;
            return true;
        } else if apart {
            Kind::Text(self.paragraph())
        } else {
            return false;
        };
        let block = self.made(from, kind);
        items.add(Below { indent: line.indent(), block });
        true
    }

    /// Code without fences, four columns further in than the item's words.
    fn code_set_in(&mut self, column: usize) -> Kind {
        let mut text = String::new();
        while let Some(line) =
            self.line(0).filter(|line| line.text().is_empty() || line.indent() >= column + 4)
        {
            text.push_str(&line.set_out(column));
            text.push('\n');
            self.at += 1;
        }
        // Blank lines after it are none of it.
        let text = text.trim_end();
        self.at -= usize::from(self.is_apart(self.at));
        Kind::Raw(text.to_owned())
    }

    /// Whether a line goes on with the text of an item.
    fn goes_on(&self, line: &Line, item: &Item) -> bool {
        let (text, before) = (line.text(), item.text.as_str());
        let is_div = self.shape.markup && text.starts_with(DIV);
        let parts =
            is_div || is_rule(text) || atx(text).is_some() || text.starts_with('>') || fence(text).is_some();
        match self.shape.width {
            _ if parts || !item.below.is_empty() => false,
            Some(_) => !text.contains(['|', '\t']),
            None => line.indent() >= 2 && !before.ends_with(['.', '!', '?']) && !text.contains(['|', '\t']),
        }
    }
}

/// Whether a line begins code, a quotation or HTML.
fn begins_block(text: &str) -> bool {
    fence(text).is_some() || text.starts_with('>') || html::begins(text, true)
}

/// A line as an item of a list.
pub(super) fn item(line: &Line) -> Option<Item> {
    let text = line.text();
    let (number, rest) = numbered(text).or_else(|| bullet(text).map(|words| (None, words)))?;
    let words = rest.trim();
    let raw = line.raw.trim_end();
    let place = |part: &str| columns(raw.get(..raw.len().saturating_sub(part.len())).unwrap_or(""));
    let (sign, column) = (place(rest), place(words));
    (!words.is_empty()).then(|| Item {
        line: line.number,
        apart: false,
        indent: line.indent(),
        // From five spaces on they belong to the words.
        column: if column > sign + 4 { sign + 1 } else { column },
        number,
        text: words.to_owned(),
        below: Vec::new(),
    })
}
