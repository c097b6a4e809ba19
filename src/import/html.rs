//! Raw HTML in a text of Markdown: which lines it takes, and how it is written where braces mean something.

use super::lines::Line;
use pulldown_cmark::{Event, Parser, Tag};

/// Beginnings of blocks that go on over blank lines, and what ends them.
const LONG: &[(&str, &str)] = &[
    ("<!--", "-->"),
    ("<?", "?>"),
    ("<![cdata[", "]]>"),
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("<pre", "</pre>"),
    ("<textarea", "</textarea>"),
];

/// Whether a line begins a block of HTML, below a blank line or right below a paragraph.
pub(super) fn begins(text: &str, apart: bool) -> bool {
    if !text.starts_with('<') {
        return false;
    }
    let line = text.lines().next().unwrap_or("");
    let text = if apart { line.to_owned() } else { format!("a\n{line}") };
    Parser::new(&text).any(|event| matches!(event, Event::Start(Tag::HtmlBlock)))
}

/// How many of the lines the block at their start takes. In an item it ends where a line is set in less than `column`.
pub(super) fn length(lines: &[Line], column: usize) -> usize {
    let first = lines.first().map_or_else(String::new, |line| line.text().to_lowercase());
    let end = LONG.iter().find(|(start, _)| first.starts_with(start)).map(|(_, end)| *end);
    let mut length = 0;
    for line in lines {
        let text = line.text();
        let is_out = length > 0 && !text.is_empty() && line.indent() < column;
        if is_out || end.is_none() && text.is_empty() {
            break;
        }
        length += 1;
        if end.is_some_and(|end| text.to_lowercase().contains(end)) {
            break;
        }
    }
    length
}

/// A block in which nothing is taken for an expression, a claim or a citation: what would be is written as references to characters.
pub(super) fn plain(html: &str) -> String {
    if crate::content::is_verbatim(html) {
        return html.to_owned();
    }
    let html = html.replace("{{", "&#123;&#123;").replace("]{", "]&#123;");
    let (mut out, mut open, mut last) = (String::with_capacity(html.len()), false, ' ');
    for c in html.chars() {
        match c {
            '[' | ']' => open = c == '[',
            '@' if open && !last.is_alphanumeric() => {
                out.push_str("&#64;");
                continue;
            }
            _ => {}
        }
        out.push(c);
        last = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::lines::lines;

    #[test]
    fn blocks_begin_and_end_as_in_markdown() {
        for (text, apart, below) in [
            ("<div class='a'>", true, true),
            ("</section>", true, true),
            ("<!-- a", true, true),
            ("<b title='x'>", true, false),
            ("<b>a</b> c", false, false),
            ("<https://a.b>", false, false),
            ("< 5", false, false),
            ("a <div>", false, false),
        ] {
            assert_eq!((begins(text, true), begins(text, false)), (apart, below), "{text}");
        }
        for (text, column, expected) in [
            ("<div>\na\n\nb", 0, 2),
            ("<div>\n  a\nb", 2, 2),
            ("<PRE>\n\na\n</pre>\nb", 0, 4),
            ("<!-- a -->\nb", 0, 1),
            ("<!-- a\n\nb", 0, 3),
        ] {
            assert_eq!(length(&lines(text), column), expected, "{text}");
        }
    }

    #[test]
    fn signs_of_a_report_are_written_as_references() {
        assert_eq!(plain("<p>{{{a}}} { b }"), "<p>&#123;&#123;{a}}} { b }");
        assert_eq!(plain("<p>[9%]{= a } [see @b; -@c]"), "<p>[9%]&#123;= a } [see &#64;b; -&#64;c]");
        assert_eq!(plain("<p>a@b.c [d@e.f] @g"), "<p>a@b.c [d@e.f] @g");
        assert_eq!(plain("<pre>{{ a }}"), "<pre>{{ a }}");
    }
}
