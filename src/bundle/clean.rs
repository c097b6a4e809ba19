//! What the site's own policy refuses on a page, taken out, so that it does not come to life elsewhere.

use crate::markup::{Element, NodeId, Tree};

/// Takes out scripts, inline styles and event handlers below a node. JSON for scripts stays when `scripts` do.
pub(super) fn active(tree: &mut Tree, id: NodeId, scripts: bool) {
    for id in tree.all(id, |_| true) {
        let Some(element) = tree.element_mut(id) else { continue };
        let goes = match element.name.as_str() {
            "style" => true,
            "script" => !(scripts && is_data(element)),
            _ => false,
        };
        if goes {
            tree.detach(id);
            continue;
        }
        element.attributes.retain(|(name, value)| {
            let runs = name.len() > 2 && name.starts_with("on") || name == "style" || name == "srcdoc";
            !(runs
                || matches!(name.as_str(), "href" | "xlink:href" | "action" | "formaction")
                    && is_script(value))
        });
    }
}

/// Whether it is a block of data that no browser runs.
fn is_data(element: &Element) -> bool {
    element.get("src").is_none() && element.get("type").is_some_and(|kind| kind.ends_with("json"))
}

fn is_script(address: &str) -> bool {
    let cleaned: String =
        address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(11).collect();
    cleaned.eq_ignore_ascii_case("javascript:")
}

/// Takes out the elements of these classes.
pub(super) fn classes(tree: &mut Tree, id: NodeId, classes: &[&str]) {
    for id in tree.all(id, |element| classes.iter().any(|class| element.has_class(class))) {
        tree.detach(id);
    }
}

/// Of several forms of a picture, the one for all browsers stays.
pub(super) fn one_source(tree: &mut Tree, id: NodeId) {
    for picture in tree.all(id, |element| element.name == "picture") {
        for source in tree.all(picture, |element| element.name == "source") {
            tree.detach(source);
        }
    }
    for id in tree.all(id, |element| element.name == "img" || element.get("src").is_some()) {
        let Some(element) = tree.element_mut(id) else { continue };
        let set = element.remove("srcset").unwrap_or_default();
        let first = set.split([',', ' ', '\t', '\n', '\r']).find(|part| !part.is_empty());
        if let Some(first) = first.filter(|_| element.get("src").is_none()) {
            element.set("src", first);
        }
        element.remove("sizes");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::{html, parse};

    #[test]
    fn nothing_that_runs_is_left() {
        let mut tree = parse(
            "<body onload=x><p style='a:b' onclick=y>t</p><script>1</script><style>p{}</style>\
             <script type=application/json>{}</script><a href=' java\nscript:x'>l</a><i one=1>o</i>",
        );
        let body = tree.named(tree.top(), "html").expect("a document");
        active(&mut tree, body, true);
        let body = tree.named(tree.top(), "body").expect("a body");
        let left = "<body><p>t</p><script type=\"application/json\">{}</script><a>l</a><i>o</i></body>";
        assert_eq!(html(&tree, body), left);
        active(&mut tree, body, false);
        assert!(!html(&tree, body).contains("script"));
    }

    #[test]
    fn pictures_have_one_form() {
        let mut tree = parse("<picture><source srcset=a.avif><img src=a.png srcset='b.png 2x'></picture>");
        let top = tree.top();
        one_source(&mut tree, top);
        let picture = tree.named(top, "picture").expect("a picture");
        assert_eq!(html(&tree, picture), "<picture><img src=\"a.png\"></picture>");
        let mut tree = parse("<img srcset='b.png 2x, c.png'>");
        let top = tree.top();
        one_source(&mut tree, top);
        let image = tree.named(top, "img").expect("an image");
        assert_eq!(html(&tree, image), "<img src=\"b.png\">");
    }
}
