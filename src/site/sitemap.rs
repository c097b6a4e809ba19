//! `sitemap.xml`, `robots.txt` and what else a host asks for.

use super::{dates, xml};
use crate::resolve::Resolved;
use hashbrown::HashMap;
use jiff::civil::Date;
use std::fmt::Write as _;

/// `sitemap.xml` for the HTML pages at `paths`: the report's pages with the date of their last change, then those that
/// were generated. The error page is left out.
pub(super) fn sitemap<'a>(
    resolved: &Resolved,
    base_url: &str,
    paths: impl Iterator<Item = &'a str>,
    build: Option<Date>,
) -> String {
    let report = &resolved.report;
    let dates: HashMap<&str, Option<Date>> = report
        .pages
        .iter()
        .map(|page| (page.output.as_str(), dates::of_page(page, &report.config, build)))
        .collect();
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for path in paths.filter(|path| path.ends_with(".html") && *path != "404.html") {
        let address = xml::absolute(base_url, path);
        let _ = write!(text, "  <url><loc>{}</loc>", xml::escape(&address));
        if let Some(date) = dates.get(path).copied().flatten() {
            let _ = write!(text, "<lastmod>{date}</lastmod>");
        }
        text.push_str("</url>\n");
    }
    text.push_str("</urlset>\n");
    text
}

/// `robots.txt`: everything may be read, or nothing when the report asks for that.
pub(super) fn robots(base_url: Option<&str>, noindex: bool) -> String {
    if noindex {
        return "User-agent: *\nDisallow: /\n".to_owned();
    }
    let mut text = "User-agent: *\nAllow: /\n".to_owned();
    if let Some(base_url) = base_url {
        let _ = writeln!(text, "\nSitemap: {}", xml::absolute(base_url, "sitemap.xml"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::sample;
    use jiff::civil::date;

    #[test]
    fn pages_are_listed_with_the_date_of_their_last_change() {
        let resolved = sample::resolved();
        let paths = ["index.html", "404.html", "rare-earths/index.html", "sources/index.html"];
        let text = sitemap(&resolved, "https://example.org/r", paths.into_iter(), None);
        assert_eq!(
            sample::elements(&text, "loc"),
            [
                "https://example.org/r/",
                "https://example.org/r/rare-earths/",
                "https://example.org/r/sources/"
            ]
        );
        assert_eq!(sample::elements(&text, "lastmod"), ["2025-06-02"]);
        let text = sitemap(&resolved, "https://example.org/r", paths.into_iter(), Some(date(2026, 1, 1)));
        assert_eq!(sample::elements(&text, "lastmod"), ["2026-01-01", "2025-06-02"]);
    }

    #[test]
    fn robots_name_the_sitemap_or_are_sent_away() {
        assert_eq!(
            robots(Some("https://example.org/r"), false),
            "User-agent: *\nAllow: /\n\nSitemap: https://example.org/r/sitemap.xml\n"
        );
        assert_eq!(robots(None, false), "User-agent: *\nAllow: /\n");
        assert_eq!(robots(Some("https://example.org/r"), true), "User-agent: *\nDisallow: /\n");
    }
}
