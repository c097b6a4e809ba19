//! How deep HTML is nested, found out before it is read: at each tag a parser looks through all that are open, and writing a tree
//! calls itself for each level.

use super::write::VOID;

/// Elements that another of their kind closes: they stand in each other only with one that counts between them.
const CLOSED_BY_OTHERS: [&str; 11] =
    ["p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option"];
/// Elements that the end of another around them does not close.
const BARRIERS: [&str; 8] = ["table", "template", "caption", "object", "marquee", "applet", "svg", "math"];
/// Elements that a parser opens again when the end of another has closed them.
const REOPENED: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Elements whose content is no HTML.
const TEXTS: [&str; 4] = ["script", "style", "textarea", "title"];

/// Whether more than `most` elements are open at one place. What closes others where it should not counts in full.
pub(crate) fn is_deeper_than(most: usize, html: &str) -> bool {
    let mut open: Vec<String> = Vec::new();
    let mut reopened = 0_usize;
    let mut rest = html;
    while let Some((_, tag)) = rest.split_once('<') {
        rest = tag;
        if let Some(comment) = tag.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let end = tag.starts_with('/');
        let tag = tag.trim_start_matches('/');
        let length = tag.find(|c: char| c.is_whitespace() || "/>".contains(c)).unwrap_or(tag.len());
        let name = tag[..length].to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || is_uncounted(&name) {
            continue;
        }
        if end {
            let at = open.iter().rposition(|outer| *outer == name || BARRIERS.contains(&outer.as_str()));
            match at.filter(|at| open[*at] == name) {
                Some(at) => {
                    let inner = &open[at + 1..];
                    reopened += inner.iter().filter(|name| REOPENED.contains(&name.as_str())).count();
                    open.truncate(at);
                }
                None => reopened -= usize::from(reopened > 0 && REOPENED.contains(&name.as_str())),
            }
            continue;
        }
        if TEXTS.contains(&name.as_str()) {
            rest = after_end(tag, &name);
            continue;
        }
        let is_drawn = open.iter().any(|outer| outer == "svg" || outer == "math");
        if is_drawn && tag.split('>').next().is_some_and(|tag| tag.ends_with('/')) {
            continue;
        }
        open.push(name);
        if open.len() + reopened > most {
            return true;
        }
    }
    false
}

fn is_uncounted(name: &str) -> bool {
    VOID.contains(&name) || CLOSED_BY_OTHERS.contains(&name)
}

/// What follows the end tag of a name.
fn after_end<'h>(html: &'h str, name: &str) -> &'h str {
    let ends =
        |at: &usize| html[at + 2..].get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name));
    html.match_indices("</").map(|(at, _)| at).find(ends).map_or("", |at| &html[at + 2..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_open_is_counted() {
        for html in [
            "<div>",
            "<b>",
            "<div></x>",
            "<div><table></div></table>",
            "<p><b id=x></p>",
            "<DIV class='a'>",
            "<svg><g>",
            "<ul><li>",
            "<div title='>'>",
            "<div\n>",
        ] {
            assert!(is_deeper_than(50, &html.repeat(51)), "{html}");
        }
    }

    #[test]
    fn what_is_closed_is_not() {
        for html in [
            "<div></div>",
            "<br>",
            "<img src=a>",
            "<p>a<p>b",
            "<table><tr><td>a<td>b</table>",
            "<ul><li>a<li>b</ul>",
            "<svg><path/><path d='x' /></svg>",
            "<!-- <div> -->",
            "<script>'<div>'</script>",
            "1 < 2 <3",
            "<i>a<b>b</i></b>",
            "<div><b></b></div>",
            "<Style>p > a</STYLE>",
        ] {
            assert!(!is_deeper_than(50, &html.repeat(500)), "{html}");
        }
    }
}
