//! Addresses: from one file of the site to another, always naming the file, so that they work from `file://` too.

/// The relative address of the file `to` as seen from the page `from`; both are paths in the site.
#[must_use]
pub fn relative(from: &str, to: &str) -> String {
    let shared = folders(from).zip(folders(to)).take_while(|(a, b)| a == b).count();
    let mut url = String::with_capacity(to.len() + 8);
    folders(from).skip(shared).for_each(|_| url.push_str("../"));
    for folder in folders(to).skip(shared) {
        encode_into(&mut url, folder, false);
        url.push('/');
    }
    let file = to.rsplit('/').next().unwrap_or_default();
    encode_into(&mut url, file, false);
    // A colon in the first segment would be read as a scheme.
    let first = url.split('/').next().unwrap_or_default();
    if first.contains(':') { format!("./{url}") } else { url }
}

/// [`relative`] with a fragment; within one page only the fragment.
#[must_use]
pub fn relative_anchor(from: &str, to: &str, anchor: Option<&str>) -> String {
    match anchor {
        Some(anchor) if from == to => format!("#{}", fragment(anchor)),
        Some(anchor) => format!("{}#{}", relative(from, to), fragment(anchor)),
        None => relative(from, to),
    }
}

/// The way from a page up to the site's root: empty, `../`, `../../` …
#[must_use]
pub fn root(from: &str) -> String {
    "../".repeat(folders(from).count())
}

/// The absolute address of a path of the site. A folder's `index.html` is left out, as search engines and social
/// networks expect one name for one page.
#[must_use]
pub fn absolute(base_url: &str, path: &str) -> String {
    let path = match path {
        "index.html" => "",
        path => path.strip_suffix("/index.html").map_or(path, |folder| &path[..=folder.len()]),
    };
    let mut url = format!("{}/", base_url.trim_end_matches('/'));
    for (index, segment) in path.split('/').enumerate() {
        if index > 0 {
            url.push('/');
        }
        encode_into(&mut url, segment, true);
    }
    url
}

/// An address outside the report with what no address may hold percent-encoded, as browsers do on following it. In a host,
/// brackets hold an address of IPv6.
pub(crate) fn external(address: &str) -> String {
    let refused = |c: char| " \"<>[\\]^`{|}".contains(c);
    let scheme = address.find("://").filter(|end| !address[..*end].contains(['/', '?', '#']));
    let rest = scheme.map_or(0, |end| {
        let host = end + 3;
        address[host..].find(['/', '?', '#']).map_or(address.len(), |length| host + length)
    });
    let mut url = address[..rest].to_owned();
    for c in address[rest..].chars() {
        if refused(c) { encode_into(&mut url, c.encode_utf8(&mut [0; 4]), true) } else { url.push(c) }
    }
    url
}

fn folders(path: &str) -> impl Iterator<Item = &str> {
    let end = path.rfind('/').unwrap_or(0);
    path[..end].split('/').filter(|segment| !segment.is_empty())
}

fn fragment(anchor: &str) -> String {
    let mut url = String::with_capacity(anchor.len());
    encode_into(&mut url, anchor, false);
    url
}

/// Percent-encodes what cannot stand in a segment of a path; letters beyond ASCII only when `ascii` asks for it, since
/// browsers show them better unencoded.
fn encode_into(out: &mut String, segment: &str, ascii: bool) {
    use std::fmt::Write as _;
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@".contains(c);
    let encoded = segment.find(|c| !plain(c)).unwrap_or(segment.len());
    let (start, rest) = segment.split_at(encoded);
    out.push_str(start);
    for c in rest.chars() {
        if plain(c) || (!ascii && !c.is_ascii()) {
            out.push(c);
            continue;
        }
        let mut buffer = [0; 4];
        for byte in c.encode_utf8(&mut buffer).bytes() {
            // Writing to a `String` cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn external_addresses_hold_nothing_that_is_refused() {
        for (address, url) in [
            ("https://en.wikipedia.org/wiki/A[1]", "https://en.wikipedia.org/wiki/A%5B1%5D"),
            ("https://x.org/a b|c?d=[e]#f^g", "https://x.org/a%20b%7Cc?d=%5Be%5D#f%5Eg"),
            ("http://[2001:db8::1]:80/[a]", "http://[2001:db8::1]:80/%5Ba%5D"),
            ("http://[::1]", "http://[::1]"),
            ("mailto:a@x.org?subject=a b", "mailto:a@x.org?subject=a%20b"),
            ("https://x.org/%5Ba%5D/稀?a=b&c=(d)", "https://x.org/%5Ba%5D/稀?a=b&c=(d)"),
            ("tel:+1", "tel:+1"),
        ] {
            assert_eq!(external(address), url, "{address}");
            assert_eq!(external(url), url, "{address}, twice");
        }
    }

    #[test]
    fn relative_addresses_name_the_file() {
        for (from, to, url) in [
            ("index.html", "index.html", "index.html"),
            ("index.html", "a/index.html", "a/index.html"),
            ("a/index.html", "index.html", "../index.html"),
            ("a/index.html", "b/index.html", "../b/index.html"),
            ("a/b/index.html", "a/c/d.png", "../c/d.png"),
            ("a/index.html", "a/b/index.html", "b/index.html"),
            ("404.html", "assets/x.css", "assets/x.css"),
            ("a/index.html", "a/index.html", "index.html"),
        ] {
            assert_eq!(relative(from, to), url, "{from} to {to}");
        }
    }

    #[test]
    fn odd_names_are_encoded() {
        assert_eq!(relative("index.html", "a b/100%.png"), "a%20b/100%25.png");
        assert_eq!(relative("index.html", "q?#\"<>.png"), "q%3F%23%22%3C%3E.png");
        assert_eq!(relative("index.html", "稀土/index.html"), "稀土/index.html");
        assert_eq!(relative("index.html", "a:b.png"), "./a:b.png");
        assert_eq!(relative_anchor("x.html", "x.html", Some("稀土 1")), "#稀土%201");
        assert_eq!(relative_anchor("a/index.html", "index.html", Some("x")), "../index.html#x");
    }

    #[test]
    fn absolute_addresses_leave_index_out() {
        let base = "https://example.org/report";
        assert_eq!(absolute(base, "index.html"), "https://example.org/report/");
        assert_eq!(absolute(base, "a/index.html"), "https://example.org/report/a/");
        assert_eq!(absolute(base, "稀土/x.png"), "https://example.org/report/%E7%A8%80%E5%9C%9F/x.png");
        assert_eq!(absolute(base, "myindex.html"), "https://example.org/report/myindex.html");
    }
}
