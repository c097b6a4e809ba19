//! A page as it is served: with the client's script, which its policy allows; and what tells that it looks otherwise. Pure.

use super::client;
use super::tags::{Tag, tags};

/// What an open page is compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Signature {
    /// A hash of the page but for its style sheets, and of what it shows from other files.
    pub(super) page: String,
    /// The addresses of its style sheets.
    pub(super) styles: Vec<String>,
}

/// The signature of a page; `stamp` says of an address in it what tells whether the file changed.
pub(super) fn signature(html: &str, stamp: &dyn Fn(&str) -> String) -> Signature {
    let (mut hasher, mut styles, mut at) = (blake3::Hasher::new(), Vec::new(), 0);
    for tag in tags(html) {
        if is_style_sheet(html, &tag)
            && let Some(href) = tag.attribute("href")
        {
            hasher.update(&html.as_bytes()[at..href.start]);
            at = href.end;
            styles.push(unescaped(&html[href]));
        } else {
            for source in shown(html, &tag) {
                hasher.update(stamp(&source).as_bytes());
            }
        }
    }
    hasher.update(&html.as_bytes()[at..]);
    Signature { page: hasher.finalize().to_hex()[..16].to_owned(), styles }
}

/// The page with the client.
pub(super) fn with_client(html: &str, signature: &Signature) -> String {
    let script = format!(
        "<script src=\"{}\" data-page=\"{}\" data-styles=\"{}\" defer></script>\n",
        client::SCRIPT,
        signature.page,
        escaped(&signature.styles.join("\n"))
    );
    let (mut policy, mut place, mut body) = (None, None, None);
    for tag in tags(html) {
        if tag.is("meta") && is(html, &tag, "http-equiv", "content-security-policy") {
            policy = policy.or(tag.attribute("content"));
        }
        match tag.name.to_ascii_lowercase().as_str() {
            "/head" => place = place.or(Some(tag.range.start)),
            "/body" => body = Some(tag.range.start),
            _ => {}
        }
    }
    // In the head, where a policy has been read before; else at the end.
    let place = place.filter(|place| policy.as_ref().is_none_or(|policy| policy.end < *place));
    let place = place.or(body).unwrap_or(html.len());
    let mut served = String::with_capacity(html.len() + script.len() + 64);
    let mut at = 0;
    if let Some(policy) = policy.filter(|policy| policy.end <= place) {
        served.push_str(&html[..policy.start]);
        served.push_str(&escaped(&widened(&unescaped(&html[policy.clone()]))));
        at = policy.end;
    }
    served.push_str(&html[at..place]);
    served.push_str(&script);
    served.push_str(&html[place..]);
    served
}

/// A policy that lets the client load, and hold its stream open; everything else stays forbidden.
fn widened(policy: &str) -> String {
    let mut directives: Vec<Vec<&str>> = policy
        .split(';')
        .map(|part| part.split_ascii_whitespace().collect())
        .filter(|part: &Vec<_>| !part.is_empty())
        .collect();
    let named = |directives: &[Vec<&str>], name: &str| {
        directives.iter().position(|directive| directive[0].eq_ignore_ascii_case(name))
    };
    for name in ["script-src", "style-src", "connect-src"] {
        let place = match named(&directives, name) {
            Some(place) => place,
            None => {
                // What is not named follows `default-src`; without that, nothing is forbidden.
                let Some(default) = named(&directives, "default-src") else { continue };
                let allowed = directives[default][1..].to_vec();
                directives.push([vec![name], allowed].concat());
                directives.len() - 1
            }
        };
        let directive = &mut directives[place];
        directive.retain(|source| !source.eq_ignore_ascii_case("'none'"));
        if !directive.contains(&"'self'") {
            directive.push("'self'");
        }
    }
    directives.iter().map(|directive| directive.join(" ")).collect::<Vec<_>>().join("; ")
}

/// The addresses of the files that an element shows.
fn shown(html: &str, tag: &Tag<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for (name, value) in &tag.attributes {
        let name = name.to_ascii_lowercase();
        let value = || unescaped(&html[value.clone()]);
        match name.as_str() {
            "src" | "poster" | "data" | "background" => found.push(value()),
            // `a.png 1x, b.png 2x`; what is a part of an address with a comma is no file.
            "srcset" => {
                let value = value();
                found.extend(
                    value.split([',', ' ', '\n', '\t']).filter(|part| !part.is_empty()).map(str::to_owned),
                );
            }
            // The pictures of a drawing.
            "href" | "xlink:href" if tag.is("image") => found.push(value()),
            _ => {}
        }
    }
    found
}

fn is_style_sheet(html: &str, tag: &Tag<'_>) -> bool {
    tag.is("link") && is(html, tag, "rel", "stylesheet")
}

fn is(html: &str, tag: &Tag<'_>, attribute: &str, value: &str) -> bool {
    tag.attribute(attribute).is_some_and(|found| html[found].trim().eq_ignore_ascii_case(value))
}

fn unescaped(text: &str) -> String {
    let marks = [
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&apos;", "'"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
    ];
    let text = marks.iter().fold(text.to_owned(), |text, (mark, letter)| text.replace(mark, letter));
    text.replace("&amp;", "&")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('\n', "&#10;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!DOCTYPE html><html><head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src \
        'none'; script-src &#x27;self&#x27;; style-src 'self'\"><link rel=\"stylesheet\" href=\"a.css\"></head><body><p>x</p></body></html>";

    fn signed(html: &str, stamp: &str) -> Signature {
        signature(html, &|_| stamp.to_owned())
    }

    #[test]
    fn the_client_is_put_in_and_the_policy_lets_it_through() {
        let served = with_client(PAGE, &signed(PAGE, ""));
        let before = served.split("</head>").next().unwrap();
        assert!(before.contains("<script src=\"/__sourcebook/client.js\" data-page=\""), "{served}");
        assert!(before.contains("data-styles=\"a.css\" defer></script>"), "{served}");
        let policy =
            "content=\"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'\"";
        assert!(served.contains(policy), "{served}");
        assert_eq!(served.replace("\n", "").len() > PAGE.len(), served.ends_with("<p>x</p></body></html>"));
    }

    #[test]
    fn a_policy_is_widened_by_no_more_than_is_needed() {
        assert_eq!(
            widened("default-src 'none'; style-src 'self' 'sha256-x'; img-src 'self' data:"),
            "default-src 'none'; style-src 'self' 'sha256-x'; img-src 'self' data:; script-src 'self'; connect-src 'self'"
        );
        assert_eq!(
            widened("default-src https://a.example; Connect-Src 'none'"),
            "default-src https://a.example; Connect-Src 'self'; script-src https://a.example 'self'; \
             style-src https://a.example 'self'"
        );
        assert_eq!(widened("img-src 'self'"), "img-src 'self'");
    }

    #[test]
    fn pages_of_any_shape_get_the_client() {
        for html in ["", "<p>x", "<body>x</body>", "<body>x</body></head>", "<HEAD></HEAD>"] {
            assert_eq!(with_client(html, &signed(html, "")).matches("client.js").count(), 1, "{html}");
        }
        let late = "<head></head><body><meta http-equiv=content-security-policy content=\"connect-src 'none'\"></body>";
        assert!(with_client(late, &signed(late, "")).contains("connect-src 'self'"), "{late}");
    }

    #[test]
    fn what_the_client_is_told_stays_in_its_attribute() {
        let odd = PAGE.replace("\"a.css\"", "'a\"><script>.css'");
        let served = with_client(&odd, &signed(&odd, ""));
        assert!(served.contains("data-styles=\"a&quot;>&lt;script>.css\" defer></script>"), "{served}");
    }

    #[test]
    fn style_sheets_are_told_apart_from_the_page() {
        let (first, restyled) = (signed(PAGE, ""), signed(&PAGE.replace("a.css", "b.css"), ""));
        assert_eq!(first.page, restyled.page);
        assert_eq!((first.styles, restyled.styles), (vec!["a.css".to_owned()], vec!["b.css".to_owned()]));
        assert_ne!(signed(PAGE, "").page, signed(&PAGE.replace(">x<", ">y<"), "").page);
    }

    #[test]
    fn a_page_looks_otherwise_when_a_file_that_it_shows_changed() {
        for html in [
            "<img src=\"a.png\">",
            "<video src=\"b.mp4\" poster=\"a.png\"></video>",
            "<img src=\"b.png\" SRCSET=\"c.png 1x, a.png 2x\">",
            "<source srcset='a.png,b.png 2x'>",
            "<object data=\"a.png\"></object>",
            "<svg><image href=\"a.png\"/></svg>",
        ] {
            let when = |time: &str| {
                signature(html, &|file| if file == "a.png" { time.to_owned() } else { String::new() })
            };
            assert_ne!(when("1").page, when("2").page, "{html}");
        }
        let link = "<a href=\"a.png\">x</a>";
        assert_eq!(signed(link, "1").page, signed(link, "2").page);
    }
}
