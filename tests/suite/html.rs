//! A small reader of built pages: their blocks as plain text. It knows which elements are blocks and which text is not
//! for readers; it is no general HTML parser.

/// A block of a page: a paragraph, heading, list item, table row, caption or key figure, with all text in it.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Block {
    /// The text, with runs of white space as one space, lower case, plain quotation marks.
    pub(crate) text: String,
    /// The place in an ordered list, from 1.
    pub(crate) ordinal: Option<usize>,
}

const BLOCKS: &[&str] = &[
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "tr",
    "caption",
    "figcaption",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "summary",
];
const VOID: &[&str] = &["area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"];
/// Their text is not what a reader reads.
const HIDDEN: &[&str] = &["script", "style", "template", "svg"];
const HIDDEN_CLASSES: &[&str] = &["note-mark", "note-backs", "anchor", "margin-note", "visually-hidden"];

/// The inside of `<main>`.
pub(crate) fn main_of(html: &str) -> Option<&str> {
    let start = html.find("<main")?;
    let inside = start + html[start..].find('>')? + 1;
    Some(&html[inside..inside + html[inside..].find("</main>")?])
}

/// The blocks of `html` in the order in which they end.
pub(crate) fn blocks(html: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    for token in (Tokens { rest: html }) {
        match token {
            Token::Text(text) => reader.text(text),
            Token::Open { name, attributes } => reader.open(&name, attributes),
            Token::Close(name) => reader.close(&name),
        }
    }
    reader.done
}

/// Text with entities decoded: the named ones that pages use, and numbers.
fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        let known = after.split_once(';').and_then(|(name, rest)| Some((entity(name)?, rest)));
        let (character, remainder) = known.unwrap_or(('&', after));
        decoded.push(character);
        rest = remainder;
    }
    decoded + rest
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?);
    }
    let named = [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", '\u{a0}')];
    named.into_iter().find(|(known, _)| *known == name).map(|(_, character)| character)
}

/// Text as it is compared: see `tests/brief/README.md`.
pub(crate) fn plain(text: &str) -> String {
    let text = text.replace(['“', '”'], "\"").replace(['‘', '’'], "'").to_lowercase();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Default)]
struct Reader {
    done: Vec<Block>,
    open: Vec<Element>,
    hidden: usize,
}

struct Element {
    name: String,
    hidden: bool,
    /// The text of a block so far.
    text: Option<String>,
    /// The items so far of an ordered list, or the place of a list item.
    count: usize,
}

impl Reader {
    fn open(&mut self, name: &str, attributes: &str) {
        let separate = BLOCKS.contains(&name) || matches!(name, "td" | "th" | "br" | "div" | "ol" | "ul");
        if separate {
            self.text(" ");
        }
        if VOID.contains(&name) || attributes.ends_with('/') {
            return;
        }
        let count = if name == "li" { self.count_item() } else { 0 };
        let hidden = is_hidden(name, attributes);
        self.hidden += usize::from(hidden);
        let text = BLOCKS.contains(&name).then(String::new);
        self.open.push(Element { name: name.to_owned(), hidden, text, count });
    }

    fn close(&mut self, name: &str) {
        let Some(from) = self.open.iter().rposition(|element| element.name == name) else { return };
        for element in self.open.split_off(from) {
            self.hidden -= usize::from(element.hidden);
            if let Some(text) = element.text {
                let ordinal = (element.name == "li" && element.count > 0).then_some(element.count);
                self.done.push(Block { text: plain(&decode(&text)), ordinal });
            }
        }
        if BLOCKS.contains(&name) {
            self.text(" ");
        }
    }

    /// Adds text to every open block.
    fn text(&mut self, text: &str) {
        if self.hidden == 0 {
            self.open
                .iter_mut()
                .filter_map(|element| element.text.as_mut())
                .for_each(|all| all.push_str(text));
        }
    }

    /// The place of the item that opens now; 0 in an unordered list.
    fn count_item(&mut self) -> usize {
        let list = self.open.iter_mut().rev().find(|element| element.name == "ol" || element.name == "ul");
        match list {
            Some(list) if list.name == "ol" => {
                list.count += 1;
                list.count
            }
            _ => 0,
        }
    }
}

fn is_hidden(name: &str, attributes: &str) -> bool {
    let class = attribute(attributes, "class").unwrap_or_default();
    HIDDEN.contains(&name)
        || attribute(attributes, "aria-hidden") == Some("true")
        || class.split_whitespace().any(|class| HIDDEN_CLASSES.contains(&class))
}

/// The value of a quoted attribute.
fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let rest = attributes.split(&format!(" {name}=\"")).nth(1)?;
    rest.split('"').next()
}

enum Token<'a> {
    Text(&'a str),
    Open { name: String, attributes: &'a str },
    Close(String),
}

/// Cuts HTML into tags and texts; [`decode`] sees to entities once a block is whole.
struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(comment) = self.rest.strip_prefix("<!--") {
            self.rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            return Some(Token::Text(""));
        }
        if let Some(tag) = self.rest.strip_prefix('<') {
            let (tag, rest) = tag.split_at(end_of_tag(tag)?);
            self.rest = &rest[1..];
            if let Some(name) = tag.strip_prefix('/') {
                return Some(Token::Close(name.trim().to_ascii_lowercase()));
            }
            let end = tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(tag.len());
            let (name, attributes) = tag.split_at(end);
            return Some(Token::Open { name: name.to_ascii_lowercase(), attributes });
        }
        if self.rest.is_empty() {
            return None;
        }
        let (text, rest) = self.rest.split_at(self.rest.find('<').unwrap_or(self.rest.len()));
        self.rest = rest;
        Some(Token::Text(text))
    }
}

/// The byte of the `>` that ends a tag, quotation marks heeded.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    tag.char_indices().find_map(|(at, c)| {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(html: &str) -> Vec<String> {
        blocks(html).into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn blocks_hold_the_text_of_what_is_in_them() {
        assert_eq!(texts("<p>One <b>two</b>&nbsp;&amp; \n three</p>"), ["one two & three"]);
        assert_eq!(texts("<table><tr><th>A</th><td>68%</td></tr></table>"), ["a 68%"]);
        assert_eq!(texts("<ul><li><p>a</p><p>b</p></li></ul>"), ["a", "b", "a b"]);
        assert_eq!(texts("<p title=\"a > b\">c<br>d</p>"), ["c d"]);
    }

    #[test]
    fn text_that_readers_do_not_read_is_left_out() {
        assert_eq!(texts("<p>12%<sup class=\"note-mark\"><a>3</a></sup> of</p>"), ["12% of"]);
        assert_eq!(
            texts("<p>a<span aria-hidden=\"true\">b</span><!-- c --><svg><text>d</text></svg></p>"),
            ["a"]
        );
    }

    #[test]
    fn items_of_ordered_lists_have_a_place() {
        let found = blocks("<ol><li>a<ul><li>x</li></ul></li><li>b</li></ol>");
        let places: Vec<_> = found.iter().map(|block| (block.text.as_str(), block.ordinal)).collect();
        assert_eq!(places, [("x", None), ("a x", Some(1)), ("b", Some(2))]);
    }

    #[test]
    fn main_is_cut_out() {
        assert_eq!(main_of("<body><main id=\"main\">x</main></body>"), Some("x"));
        assert_eq!(main_of("<body></body>"), None);
    }
}
