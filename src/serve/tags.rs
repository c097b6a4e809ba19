//! The tags of a page with their places: enough to put something in, and to leave all other bytes as they are. Pure.

use std::ops::Range;

/// A start or end tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    /// Its name as written; with `/` before it for an end tag.
    pub(super) name: &'t str,
    /// From `<` to `>`.
    pub(super) range: Range<usize>,
    /// Attributes: name, and the place of the value without quotes.
    pub(super) attributes: Vec<(&'t str, Range<usize>)>,
}

impl Tag<'_> {
    /// Whether it has this name, whatever the case.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The place of an attribute's value.
    pub(super) fn attribute(&self, name: &str) -> Option<Range<usize>> {
        self.attributes
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.clone())
    }
}

/// All tags of a page. Comments, and texts that are no markup (scripts, styles), are passed over.
pub(super) fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + html[at..].find('<')?;
            let rest = &html[start + 1..];
            if rest.starts_with("!--") {
                at = start + html[start..].find("-->")? + 3;
            } else if rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
                let tag = tag(html, start)?;
                at = tag.range.end;
                if ["script", "style", "title", "textarea"].iter().any(|name| tag.is(name)) {
                    at = end_of(html, at, tag.name)?;
                }
                return Some(tag);
            } else {
                at = start + 1;
            }
        }
    })
}

/// Where the end tag of a text element begins.
fn end_of(html: &str, from: usize, name: &str) -> Option<usize> {
    let is_end = |place: &usize| {
        let after = html.get(place + 2..place + 2 + name.len());
        after.is_some_and(|after| after.eq_ignore_ascii_case(name))
    };
    html[from..].match_indices("</").map(|(place, _)| from + place).find(is_end)
}

fn tag(html: &str, start: usize) -> Option<Tag<'_>> {
    let is_end = |c: char| c.is_ascii_whitespace() || c == '>';
    let name_end = start
        + 1
        + html[start + 1..].find(|c: char| is_end(c) || c == '/' && !html[start..].starts_with("</"))?;
    let name_end = if html[start..].starts_with("</") {
        start + 2 + html[start + 2..].find(|c: char| is_end(c) || c == '/')?
    } else {
        name_end
    };
    let mut found = Tag { name: &html[start + 1..name_end], range: start..start, attributes: Vec::new() };
    let mut at = name_end;
    loop {
        at += html[at..].find(|c: char| !c.is_ascii_whitespace() && c != '/')?;
        if html[at..].starts_with('>') {
            found.range.end = at + 1;
            return Some(found);
        }
        // A name may begin with `=`, as browsers read it.
        let first = html[at..].chars().next()?.len_utf8();
        let end = at + first + html[at + first..].find(|c: char| is_end(c) || c == '/' || c == '=')?;
        let name = &html[at..end];
        at = end + html[end..].find(|c: char| !c.is_ascii_whitespace())?;
        let mut value = end..end;
        if html[at..].starts_with('=') {
            at += 1;
            at += html[at..].find(|c: char| !c.is_ascii_whitespace())?;
            value = match html[at..].chars().next()? {
                quote @ ('"' | '\'') => at + 1..at + 1 + html[at + 1..].find(quote)?,
                _ => at..at + html[at..].find(is_end)?,
            };
            at = value.end + usize::from(html[at..].starts_with(['"', '\'']));
        }
        found.attributes.push((name, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(html: &str) -> Vec<String> {
        let show = |tag: Tag<'_>| {
            let attributes: Vec<String> = tag
                .attributes
                .iter()
                .map(|(name, value)| format!(" {name}={}", &html[value.clone()]))
                .collect();
            format!("{}{}", tag.name, attributes.concat())
        };
        tags(html).map(show).collect()
    }

    #[test]
    fn tags_are_found_with_their_attributes() {
        assert_eq!(
            shown("<!DOCTYPE html><p a=1 b='2>' C = \"3\" d>x</p ><br/><img src=a.png>"),
            ["p a=1 b=2> C=3 d=", "/p", "br", "img src=a.png"]
        );
    }

    #[test]
    fn what_is_no_markup_is_passed_over() {
        assert_eq!(
            shown("<!-- <a> --><script>if (a<b) '</p>'</script><title><b></title>1 < 2 <i>"),
            ["script", "/script", "title", "/title", "i"]
        );
        assert_eq!(shown("<p <a"), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn any_text_is_read(html in "[<>/!=a-c\"' é-]{0,60}") {
            for tag in tags(&html) {
                prop_assert!(html[tag.range.clone()].starts_with('<') && html[tag.range].ends_with('>'));
            }
        }
    }
}
