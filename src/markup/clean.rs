//! Raw HTML that an author wrote, made harmless by ammonia.

use super::{Node, parse};
use crate::syntax::address;
use ammonia::{Builder, UrlRelative};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Stands around the number of what the HTML goes around; an attribute that has swallowed one is taken out. A character that Unicode
/// keeps free for such uses.
pub(crate) const HELD: char = '\u{FDD2}';

/// What the author may write beyond ammonia's list; nothing that runs, loads a frame, or sends a form.
const MORE_TAGS: [&str; 8] = ["picture", "source", "video", "audio", "track", "section", "address", "tfoot"];
const MORE_ATTRIBUTES: [&str; 6] = ["class", "id", "role", "dir", "tabindex", "hidden"];
const OF_TAGS: [(&str, &[&str]); 13] = [
    ("a", &["rel", "target", "download", "name"]),
    ("area", &["alt", "coords", "href", "shape"]),
    ("data", &["value"]),
    ("map", &["name"]),
    ("time", &["datetime"]),
    ("details", &["open", "name"]),
    ("img", &["loading", "decoding", "srcset", "sizes", "usemap"]),
    ("source", &["src", "srcset", "type", "media", "sizes"]),
    ("video", &["src", "controls", "width", "height", "poster", "loop", "muted", "preload", "playsinline"]),
    ("audio", &["src", "controls", "loop", "muted", "preload"]),
    ("track", &["src", "kind", "srclang", "label", "default"]),
    ("li", &["value"]),
    ("ol", &["reversed", "type"]),
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .add_tags(MORE_TAGS)
        .add_generic_attributes(MORE_ATTRIBUTES)
        .add_generic_attribute_prefixes(["aria-"])
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        // Only pictures may be written into a page.
        .add_url_schemes(["data"])
        .attribute_filter(|tag, name, value| {
            let stays = !value.contains(HELD) && !is_dangerous(tag, name, value);
            stays.then_some(Cow::Borrowed(value))
        });
    for (tag, attributes) in OF_TAGS {
        builder.add_tag_attributes(tag, attributes);
    }
    builder
});

static TAGS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| CLEANER.clone_tags());

/// The HTML without what could harm a reader.
pub(crate) fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

/// Whether elements of a name, in lower case, stay.
pub(crate) fn stays(name: &str) -> bool {
    TAGS.contains(name)
}

/// More names are not looked for.
const MOST_NAMES: usize = 50;

/// Names of the tags and attributes that do not stay, each once, in order.
pub(crate) fn removed(html: &str) -> Vec<String> {
    let tree = parse(html);
    let mut names: Vec<String> = Vec::new();
    let mut add = |name: String| {
        if names.len() < MOST_NAMES && !names.contains(&name) {
            names.push(name);
        }
    };
    let of_tags = CLEANER.clone_tag_attributes();
    let general = CLEANER.clone_generic_attributes();
    for id in tree.below(tree.top()) {
        let Node::Element(element) = tree.node(id) else { continue };
        let name = element.name.as_str();
        if ["html", "head", "body"].contains(&name) {
            continue;
        }
        if !stays(name) {
            add(name.to_owned());
            continue;
        }
        for (attribute, value) in &element.attributes {
            let known = general.contains(attribute.as_str())
                || attribute.starts_with("aria-")
                || of_tags.get(name).is_some_and(|of_tag| of_tag.contains(attribute.as_str()));
            if !known || is_dangerous(name, attribute, value) {
                add(attribute.clone());
            }
        }
    }
    names
}

/// Whether an attribute is an address that would run code. A picture in an address is none where a picture is shown.
fn is_dangerous(tag: &str, attribute: &str, value: &str) -> bool {
    let is_address = ["href", "src", "cite", "poster"].contains(&attribute);
    let is_picture = tag == "img" && attribute == "src" && address::is_picture(value);
    is_address && !is_picture && address::is_dangerous(value)
}
