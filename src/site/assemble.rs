//! Puts the site together.

use super::plan::{Origin, Plan};
use super::write::RESERVED;
use super::{Assets, Site, assets, facts_json, feed, sitemap};
use crate::diagnostics::{Diagnostics, Span};
use crate::load;
use crate::model::{Page, Report};
use crate::resolve::Resolved;
use bytes::Bytes;
use camino::Utf8Path;
use hashbrown::{HashMap, HashSet};
use jiff::civil::Date;
use std::borrow::Cow;

/// A file made for the report, such as a figure's CSV or SVG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeFile<B = Bytes> {
    /// Path in the site: `figures/fig-retention.svg`.
    pub path: String,
    /// Its bytes.
    pub bytes: B,
    /// What it is, for messages: `the SVG of Figure 3`.
    pub name: String,
    /// Where in the report it comes from.
    pub span: Option<Span>,
}

/// Everything that goes into the site. `B` is what stands for a file: its bytes, or where they were put.
#[derive(Debug, Clone)]
pub struct SiteInput<'a, B = Bytes> {
    /// The report.
    pub resolved: &'a Resolved,
    /// Rendered pages, generated ones included: path in the site and HTML.
    pub pages: &'a [(String, B)],
    /// Files of figures.
    pub files: &'a [MadeFile<B>],
    /// Style sheet and scripts.
    pub assets: &'a Assets,
    /// What stands for files of the content folder that the report does not hold, by path and in the order of its files.
    pub unread: &'a [(String, B)],
    /// What [`search_index`](super::search_index()) gives.
    pub search: &'a [(String, B)],
    /// What [`facts_json`](super::facts_json()) gives.
    pub facts: B,
    /// Whether a page has a chart: only then is ECharts part of the site.
    pub charts: bool,
    /// Social cards.
    pub cards: &'a [(String, B)],
    /// The date of `SOURCE_DATE_EPOCH`, for pages without one.
    pub date: Option<Date>,
}

/// The site, and the files that would have shared a place.
#[must_use]
pub fn assemble(input: &SiteInput<'_>) -> (Site, Diagnostics) {
    let (files, found) = assemble_as(input);
    (Site::of(files), found)
}

/// The files of the site, sorted by path, and those that would have shared a place.
pub(super) fn assemble_as<'a, B: Clone + From<Bytes> + Send + Sync>(
    input: &SiteInput<'a, B>,
) -> (Vec<(&'a str, B)>, Diagnostics) {
    let report = &input.resolved.report;
    let (mut plan, published) = rayon::join(
        || {
            let files = input.pages.len() + input.files.len() + report.assets.len() + input.cards.len();
            let mut plan: Plan<'a, B> = Plan::with_room_for(files);
            for path in RESERVED {
                plan.reserve(path, Origin::made("a file for building the site"));
            }
            add_pages(&mut plan, report, input.pages);
            add_content(&mut plan, report, input.unread);
            plan
        },
        || publishing(input),
    );
    let mut seen = HashSet::new();
    // Two figures of one id were reported when they were numbered.
    for file in input.files.iter().filter(|file| seen.insert(file.path.as_str())) {
        let origin = Origin { span: file.span, ..Origin::made(&file.name) };
        plan.add(&file.path, file.bytes.clone(), origin);
    }
    for file in input.assets.iter().filter(|file| input.charts || !is_of_charts(file, input.assets)) {
        plan.add(&file.path, file.bytes.clone(), Origin::made("a file of the program"));
    }
    for (path, bytes) in input.search {
        plan.add(path, bytes.clone(), Origin::made("the search index"));
    }
    if input.charts {
        plan.add(
            assets::LICENCES_PATH,
            Bytes::from(assets::licences().as_bytes()),
            Origin::made("the licences of libraries"),
        );
    }
    // Those of pages with one address, which were reported, have one, too.
    for (path, bytes) in input.cards.iter().filter(|(path, _)| seen.insert(path.as_str())) {
        plan.add(path, bytes.clone(), Origin::made("a social card"));
    }
    plan.add(facts_json::PATH, input.facts.clone(), Origin::made("the list of facts"));
    for MadeText { path, text, what } in published {
        plan.add(path, Bytes::from(text.into_bytes()), Origin::made(what));
    }
    plan.finish()
}

fn add_pages<'a, B: Clone>(plan: &mut Plan<'a, B>, report: &'a Report, pages: &'a [(String, B)]) {
    let mut by_path: HashMap<&str, &Page> =
        report.pages.iter().map(|page| (page.output.as_str(), page)).collect();
    // Two pages of one address were reported when the report was read: one of them stands for all.
    let mut repeated: HashMap<Cow<'_, str>, usize> = HashMap::with_capacity(report.pages.len());
    for page in &report.pages {
        *repeated.entry(load::lowered(&page.output)).or_default() += 1;
    }
    for (path, body) in pages {
        if let Some(count) = repeated.get_mut(&load::lowered(path)).filter(|count| **count > 1) {
            *count -= 1;
            continue;
        }
        // A generated page may have the path of one of the report, which comes first.
        let origin = match by_path.remove(path.as_str()) {
            Some(page) => Origin {
                span: Some(Span::new(page.file, 0..0)),
                ..Origin::at("the page", "", report.files.get(page.file).path.as_str())
            },
            None => Origin::at("the generated page", "", path),
        };
        plan.add(path, body.clone(), origin);
    }
}

/// Files of `content/` as they are, data files among them.
fn add_content<'a, B: Clone + From<Bytes>>(
    plan: &mut Plan<'a, B>,
    report: &'a Report,
    unread: &'a [(String, B)],
) {
    let mut unread = unread.iter().peekable();
    let content = report.config.build.content.trim_end_matches('/');
    for asset in report.assets.iter().filter(|asset| is_published(&asset.path)) {
        let origin = Origin::at("the file", content, asset.path.as_str());
        let body = match unread.next_if(|(path, _)| path == asset.path.as_str()) {
            Some((_, body)) => body.clone(),
            None => asset.bytes.clone().into(),
        };
        plan.add(asset.path.as_str(), body, origin);
    }
}

/// Pages and the source registry are published in another form.
fn is_published(path: &Utf8Path) -> bool {
    let is_registry = matches!(path.as_str(), "sources.yaml" | "sources.yml" | "sources.bib");
    !is_registry && !load::is_page(path)
}

fn is_of_charts(file: &super::HashedFile, assets: &Assets) -> bool {
    file == &assets.echarts || file == &assets.charts
}

/// A text that is made of the whole report.
struct MadeText {
    path: &'static str,
    text: String,
    what: &'static str,
}

/// What machines and hosts read.
fn publishing<B: Sync>(input: &SiteInput<'_, B>) -> Vec<MadeText> {
    let config = &input.resolved.report.config;
    let base_url = config.base_url.as_deref();
    let mut all = Vec::new();
    let mut add = |path, text, what| all.push(MadeText { path, text, what });
    add(".nojekyll", String::new(), "the mark for GitHub Pages");
    if let Some(domain) = &config.publish.cname {
        add("CNAME", format!("{domain}\n"), "`cname` in `[publish]`");
    }
    add("robots.txt", sitemap::robots(base_url, config.publish.noindex), "the file for search engines");
    let Some(base_url) = base_url else { return all };
    let (sitemap, feed) = rayon::join(
        || {
            let indexed = !config.publish.noindex;
            indexed.then(|| sitemap::sitemap(input.resolved, base_url, page_paths(input), input.date))
        },
        || feed::feed(input.resolved, base_url, input.date),
    );
    if let Some(sitemap) = sitemap {
        add("sitemap.xml", sitemap, "the sitemap");
    }
    if let Some(feed) = feed {
        add("feed.xml", feed, "the feed");
    }
    all
}

/// Paths of pages: the report's in reading order, then generated ones by path.
fn page_paths<'a, B>(input: &SiteInput<'a, B>) -> impl Iterator<Item = &'a str> {
    let report = &input.resolved.report;
    let own: Vec<&'a str> = input.resolved.order.iter().map(|&id| report.page(id).output.as_str()).collect();
    let known: HashSet<&'a str> = own.iter().copied().collect();
    let mut generated: Vec<&'a str> =
        input.pages.iter().map(|(path, _)| path.as_str()).filter(|path| !known.contains(path)).collect();
    generated.sort_unstable();
    own.into_iter().chain(generated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::rules;
    use crate::facts::coverage::evidence;
    use crate::site::{AssetTexts, facts_json, sample, search_index};

    fn assets(resolved: &Resolved) -> Assets {
        let texts = AssetTexts { css: "a{}", look: "", script: "1", charts: "2", echarts: "3" };
        Assets::new(&texts, &resolved.report.config.theme)
    }

    fn assembled(resolved: &Resolved, charts: bool) -> (Site, Diagnostics) {
        let page = |path: &str| (path.to_owned(), Bytes::from(format!("<p>{path}")));
        let pages =
            ["index.html", "rare-earths/index.html", "zh/index.html", "sources/index.html", "404.html"];
        let files = [MadeFile {
            path: "data/figures/tbl-minerals.csv".to_owned(),
            bytes: b"x".as_slice().into(),
            name: "the CSV of Table 1".to_owned(),
            span: None,
        }];
        assemble(&SiteInput {
            resolved,
            pages: &pages.map(page),
            files: &files,
            assets: &assets(resolved),
            unread: &[],
            search: &search_index(resolved),
            facts: facts_json(resolved, &evidence(resolved)).into_bytes().into(),
            charts,
            cards: &[],
            date: None,
        })
    }

    fn paths(site: &Site) -> Vec<&str> {
        site.files().map(|(path, _)| path).filter(|path| !path.starts_with("assets/")).collect()
    }

    #[test]
    fn a_site_holds_all_that_is_published_and_nothing_else() {
        let (site, found) = assembled(&sample::resolved(), true);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(
            paths(&site),
            [
                ".nojekyll",
                "404.html",
                "CNAME",
                "data/figures/tbl-minerals.csv",
                "data/minerals.csv",
                "facts.json",
                "feed.xml",
                "index.html",
                "rare-earths/index.html",
                "robots.txt",
                "sitemap.xml",
                "sources/index.html",
                "zh/index.html"
            ]
        );
        assert_eq!(site.get("data/minerals.csv").map(|bytes| &**bytes), Some(sample::CSV.as_bytes()));
        assert_eq!(site.files().filter(|(path, _)| path.starts_with("assets/")).count(), 6);
    }

    #[test]
    fn echarts_is_left_out_of_a_site_without_charts() {
        let (site, _) = assembled(&sample::resolved(), false);
        assert!(site.files().all(|(path, _)| !path.contains("chart") && !path.contains("LICENSES")));
    }

    #[test]
    fn without_an_address_there_is_no_feed_and_no_sitemap() {
        let mut resolved = sample::resolved();
        resolved.report.config.base_url = None;
        resolved.report.config.publish.cname = None;
        let (site, _) = assembled(&resolved, false);
        for path in ["feed.xml", "sitemap.xml", "CNAME"] {
            assert_eq!(site.get(path), None);
        }
        assert!(site.get("robots.txt").is_some());
    }

    #[test]
    fn a_file_of_the_report_that_takes_a_generated_place_is_reported() {
        let mut resolved = sample::resolved();
        let asset = resolved.report.assets[0].clone();
        resolved.report.assets.push(crate::model::Asset { path: "facts.json".into(), ..asset.clone() });
        resolved.report.assets.push(crate::model::Asset { path: RESERVED[0].into(), ..asset.clone() });
        resolved.report.assets.push(crate::model::Asset { path: "Rare-Earths/INDEX.html".into(), ..asset });
        let (_, found) = assembled(&resolved, false);
        let found: Vec<_> = found.iter().map(|found| (found.rule, found.message.as_str())).collect();
        assert_eq!(
            found,
            [
                (
                    rules::OUTPUT_COLLISION,
                    "a file for building the site and the file `content/.sourcebook-manifest.json` would both be \
                     written to `.sourcebook-manifest.json`"
                ),
                (
                    rules::OUTPUT_COLLISION,
                    "the page `content/rare-earths.md` would be written to `rare-earths/index.html` and the file \
                     `content/Rare-Earths/INDEX.html` to `Rare-Earths/INDEX.html`, which are one file on systems that \
                     ignore case or Unicode forms"
                ),
                (
                    rules::OUTPUT_COLLISION,
                    "the file `content/facts.json` and the list of facts would both be written to `facts.json`"
                ),
            ]
        );
    }

    #[test]
    fn a_page_that_takes_the_place_of_a_generated_one_is_reported_with_it() {
        let resolved = sample::resolved();
        let page = |path: &str| (path.to_owned(), Bytes::from_static(b""));
        let assets = assets(&resolved);
        let (_, found) = assemble(&SiteInput {
            resolved: &resolved,
            // The first is the report's, the second a generated one.
            pages: &["rare-earths/index.html", "rare-earths/index.html"].map(page),
            files: &[],
            assets: &assets,
            unread: &[],
            search: &[],
            facts: Bytes::new(),
            charts: false,
            cards: &[],
            date: None,
        });
        let found: Vec<_> = found.iter().map(|found| found.message.as_str()).collect();
        assert_eq!(
            found,
            [
                "the page `content/rare-earths.md` and the generated page `rare-earths/index.html` would both be written to \
                 `rare-earths/index.html`"
            ]
        );
    }

    #[test]
    fn the_same_report_gives_the_same_bytes() {
        assert_eq!(assembled(&sample::resolved(), true), assembled(&sample::resolved(), true));
    }
}
