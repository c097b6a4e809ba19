//! Where an address on a page leads.

/// The kinds of destinations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// A place on the page itself, or its top when empty.
    Here(String),
    /// A file of the site and a place on it.
    Inside { path: String, place: Option<String> },
    /// Another site, a mail program, data written into the address.
    Outside,
}

/// Reads an address on the page at `from`, a path in the site.
pub(super) fn read(from: &str, address: &str) -> Address {
    let address = address.trim();
    if let Some(place) = address.strip_prefix('#') {
        return Address::Here(decoded(place));
    }
    if address.is_empty() || address.starts_with("//") || has_scheme(address) {
        return Address::Outside;
    }
    let (path, place) = match address.split_once('#') {
        Some((path, place)) => (path, Some(decoded(place)).filter(|place| !place.is_empty())),
        None => (address, None),
    };
    let path = path.split('?').next().unwrap_or_default();
    let path = joined(from, path);
    if path == from { Address::Here(place.unwrap_or_default()) } else { Address::Inside { path, place } }
}

fn has_scheme(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// The path in the site that a relative path leads to; a folder is its `index.html`.
fn joined(from: &str, path: &str) -> String {
    let mut parts: Vec<String> = match path.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => from
            .rsplit_once('/')
            .map_or_else(Vec::new, |(folder, _)| folder.split('/').map(str::to_owned).collect()),
    };
    let mut is_folder = true;
    for part in path.trim_start_matches('/').split('/') {
        is_folder = matches!(part, "" | "." | "..");
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(decoded(part)),
        }
    }
    if is_folder {
        parts.push("index.html".to_owned());
    }
    parts.join("/")
}

/// The text with `%E7` and the like turned into the letters they stand for.
pub(super) fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let code = (first == b'%')
            .then(|| std::str::from_utf8(tail.get(..2)?).ok())
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match code {
            Some(code) => {
                bytes.push(code);
                rest = &tail[2..];
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(path: &str, place: Option<&str>) -> Address {
        Address::Inside { path: path.to_owned(), place: place.map(str::to_owned) }
    }

    #[test]
    fn addresses_lead_to_files_of_the_site_or_out_of_it() {
        for (from, address, expected) in [
            ("a/index.html", "#x%20y", Address::Here("x y".to_owned())),
            ("a/index.html", "index.html#x", Address::Here("x".to_owned())),
            ("a/index.html", "../index.html", inside("index.html", None)),
            ("a/index.html", "../b/", inside("b/index.html", None)),
            ("index.html", "a/%E7%A8%80.png?v=1", inside("a/稀.png", None)),
            ("a/b/index.html", "../c/index.html#sec-1", inside("a/c/index.html", Some("sec-1"))),
            ("a/index.html", "/x.png", inside("x.png", None)),
            ("a/index.html", "./a:b.png", inside("a/a:b.png", None)),
            ("index.html", "https://example.org/", Address::Outside),
            ("index.html", "//example.org/x", Address::Outside),
            ("index.html", "mailto:a@example.org", Address::Outside),
            ("index.html", "data:text/csv,x", Address::Outside),
        ] {
            assert_eq!(read(from, address), expected, "{address} on {from}");
        }
    }
}
