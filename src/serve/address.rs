//! The address of a request → names of folders and a file, none of which leads out of the site. Pure.

/// What an address asks for, below the site's root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    /// Names, one for each folder and the file.
    pub(super) names: Vec<String>,
    /// Whether it ends with `/`: a folder.
    pub(super) folder: bool,
}

impl Address {
    /// Reads path and query. `None` when a name is none that a site's file could have.
    pub(super) fn parse(target: &str) -> Option<Self> {
        let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
        let (path, folder) = match path.strip_suffix('/') {
            Some(path) => (path, true),
            None => (path, path.is_empty()),
        };
        let names = match path {
            "" if target.starts_with("//") => return None,
            "" => Vec::new(),
            path => path.split('/').map(name).collect::<Option<_>>()?,
        };
        Some(Self { names, folder })
    }

    /// The address of the folder, as a browser is told it.
    pub(super) fn as_folder(&self) -> String {
        let names: Vec<String> = self.names.iter().map(|name| encoded(name)).collect();
        format!("/{}/", names.join("/"))
    }
}

/// The value of a key in an address's query.
pub(super) fn query(target: &str, key: &str) -> Option<String> {
    let query = target.split_once('?')?.1;
    let value = query.split('&').find_map(|pair| pair.split_once('=').filter(|(found, _)| *found == key))?.1;
    decoded(value)
}

fn name(part: &str) -> Option<String> {
    let name = decoded(part)?;
    // Hidden files are no part of a site (`.git`, the list of files); hosts let this one through too.
    let hidden = name.starts_with('.') && name != ".well-known";
    let outside = name.is_empty() || hidden || name.contains(['/', '\\', '\0']);
    // A drive, or a stream of a file.
    let windows = cfg!(windows) && name.contains(':');
    (!outside && !windows).then_some(name)
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                let digit = |byte: u8| char::from(byte).to_digit(16);
                u8::try_from(digit(digits[0])? * 16 + digit(digits[1])?).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

fn encoded(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(target: &str) -> Option<(Vec<String>, bool)> {
        Address::parse(target).map(|address| (address.names, address.folder))
    }

    fn some(names: &[&str], folder: bool) -> Option<(Vec<String>, bool)> {
        Some((names.iter().map(|name| (*name).to_owned()).collect(), folder))
    }

    #[test]
    fn names_are_decoded() {
        assert_eq!(names("/"), some(&[], true));
        assert_eq!(names("/a/b%20c.html?x=/../y"), some(&["a", "b c.html"], false));
        assert_eq!(names("/%E7%A8%80%E5%9C%9F/"), some(&["稀土"], true));
        assert_eq!(names("/.well-known/x"), some(&[".well-known", "x"], false));
        assert_eq!(Address::parse("/a b/稀").unwrap().as_folder(), "/a%20b/%E7%A8%80/");
    }

    #[test]
    fn nothing_leads_out() {
        let attacks = [
            "",
            "a",
            "//",
            "//evil.example",
            "/a//b",
            "/../secret",
            "/%2e%2e/secret",
            "/%2E./secret",
            "/a/%2e%2e%2f%2e%2e/b",
            "/..%5csecret",
            "/a\\b",
            "/%5c%5cserver",
            "/a%00.html",
            "/%",
            "/%4",
            "/%zz",
            "/%+1",
            "/%ff%fe",
            "/.git/config",
            "/.sourcebook-manifest.json",
            "/./a",
            "/%2f%2fetc/passwd",
            "/a/%2Fetc/passwd",
            "/%c0%ae%c0%ae/secret",
        ];
        for attack in attacks {
            assert_eq!(Address::parse(attack), None, "{attack}");
        }
    }

    #[test]
    fn a_query_is_read() {
        assert_eq!(query("/e?page=%2Fa%2F&x=1", "page").as_deref(), Some("/a/"));
        assert_eq!(query("/e?page", "page"), None);
        assert_eq!(query("/e", "page"), None);
    }
}
