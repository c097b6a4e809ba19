//! Social cards: the picture of a page that a link to it shows elsewhere, 1200 × 630 pixels, PNG.
//!
//! In: a `Resolved`. Out: [`Cards`]. Entry: [`cards`]. Each card is an SVG made here (`layout`) and painted by resvg with
//! the bundled Noto Sans and the report's `card_font` (`fonts`); nothing of the system is used, so the bytes are the
//! same everywhere. Text that these fonts lack letters for is left out and reported, never painted as boxes.
//!
//! Cards need absolute addresses to be found: without a `base_url` there are none.

mod fonts;
mod layout;
mod png;

use super::Cache;
use crate::diagnostics::{Diagnostic, Diagnostics, Span, counted, rules};
use crate::model::{CardPages, FigureKind, Page, PageId};
use crate::resolve::{Resolved, ResolvedPage, plain};
use bytes::Bytes;
use fonts::Fonts;
use layout::Words;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const KIND: &str = "cards";
const ACCENT: &str = "#8c1a3e";

/// A page's card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Path in the site: `cards/rare-earths/index.png`.
    pub path: String,
    /// The PNG.
    pub bytes: Bytes,
}

/// The cards of the pages that have one.
pub type Cards = BTreeMap<PageId, Card>;

/// Makes the cards of all pages, in parallel; cards made before come from the cache.
#[must_use]
pub fn cards(resolved: &Resolved, cache: &Cache) -> (Cards, Diagnostics) {
    let font = resolved.report.card_font.clone();
    let Some(mut painter) = Painter::of(resolved, font.as_ref()) else {
        return (Cards::new(), Diagnostics::default());
    };
    let (cards, _) = painter.paint(resolved, &resolved.order, cache);
    (cards, painter.finish(resolved))
}

/// Makes cards, some pages at a time.
pub(super) struct Painter<'a> {
    fonts: Fonts<'a>,
    unreadable_font: bool,
    missing: Missing,
    host: String,
}

impl<'a> Painter<'a> {
    /// `None` when the report has no cards.
    pub(super) fn of(resolved: &Resolved, font: Option<&'a Bytes>) -> Option<Self> {
        let config = &resolved.report.config;
        let base_url = config.base_url.as_ref().filter(|_| config.publish.cards != CardPages::None)?;
        let fonts = Fonts::new(font);
        let unreadable_font = font.is_some() && !fonts.has_own();
        Some(Self { fonts, unreadable_font, missing: Missing::default(), host: host(base_url) })
    }

    /// The cards of some pages, in parallel, and the pages with letters that no font has.
    pub(super) fn paint(
        &mut self,
        resolved: &Resolved,
        ids: &[PageId],
        cache: &Cache,
    ) -> (Cards, Vec<PageId>) {
        let mut lacking = Vec::new();
        let mut drafts: Vec<(PageId, String)> = Vec::new();
        for &id in ids.iter().filter(|id| has_card(resolved, **id)) {
            let Some(settled) = resolved.pages.get(id.0 as usize) else { continue };
            let page = resolved.report.page(id);
            let mut words = words(resolved, page, settled);
            words.site.clone_from(&self.host);
            if self.missing.check(&mut words, &self.fonts, title_span(page)) {
                lacking.push(id);
            }
            if let Some(svg) = layout::svg(&words, accent(resolved), &self.fonts) {
                drafts.push((id, svg));
            }
        }
        let fonts = &self.fonts;
        let cards = drafts.into_par_iter().filter_map(|(id, svg)| {
            let path = card_path(&resolved.report.page(id).output);
            Some((id, Card { path, bytes: paint(&svg, fonts, cache)?.into() }))
        });
        (cards.collect(), lacking)
    }

    /// What was found.
    pub(super) fn finish(self, resolved: &Resolved) -> Diagnostics {
        let mut diagnostics = self.missing.finish();
        if self.unreadable_font {
            diagnostics.push(unreadable_font(resolved));
        }
        diagnostics
    }
}

/// Reports with more pages than this have one card, unless they ask for more: ten thousand pictures are minutes of work.
const CARDS_FOR_ALL: usize = 200;

fn has_card(resolved: &Resolved, id: PageId) -> bool {
    let home = resolved.report.page(id).output == "index.html";
    match resolved.report.config.publish.cards {
        CardPages::Pages => true,
        CardPages::Report => home,
        CardPages::None => false,
        CardPages::Auto => home || resolved.order.len() <= CARDS_FOR_ALL,
    }
}

/// The cover of the report as a book, 1200 × 1800 pixels; `None` when no font has the letters of its title, which is
/// reported.
#[must_use]
pub fn cover(resolved: &Resolved, cache: &Cache) -> (Option<Vec<u8>>, Diagnostics) {
    let config = &resolved.report.config;
    let fonts = Fonts::new(resolved.report.card_font.as_ref());
    let home = resolved.order.iter().find(|id| resolved.report.page(**id).output == "index.html");
    let home = home.or(resolved.order.first());
    let Some((page, settled)) =
        home.and_then(|id| Some((resolved.report.page(*id), resolved.pages.get(id.0 as usize)?)))
    else {
        return (None, Diagnostics::default());
    };
    let figure = words(resolved, page, settled).figure;
    let site = config.base_url.as_deref().map(host).unwrap_or_default();
    let mut words = Words { report: config.title.clone(), title: config.authors.join(", "), figure, site };
    let mut missing = Missing::default();
    missing.check(&mut words, &fonts, title_span(page));
    let svg = layout::cover(&words, accent(resolved), &fonts);
    let png = svg.and_then(|svg| paint(&svg, &fonts, cache));
    // With an address there are cards, which have reported the same letters.
    (png, if config.base_url.is_some() { Diagnostics::default() } else { missing.finish() })
}

/// Where the card of the page at `output` goes.
fn card_path(output: &str) -> String {
    format!("cards/{}.png", output.strip_suffix(".html").unwrap_or(output))
}

fn accent(resolved: &Resolved) -> &str {
    let chosen = resolved.report.config.theme.accent.as_deref();
    chosen.filter(|colour| super::css::is_colour(colour)).unwrap_or(ACCENT)
}

fn words(resolved: &Resolved, page: &Page, settled: &ResolvedPage) -> Words {
    let report = resolved.report.config.title.clone();
    let (report, title) =
        if settled.title == report { (String::new(), report) } else { (report, settled.title.clone()) };
    let figures = page.document.figures.iter().filter_map(|figure| match &figure.kind {
        FigureKind::KeyFigures(cards) => cards.first(),
        _ => None,
    });
    let figure = figures.into_iter().find_map(|card| {
        let value = settled.values.get(card.value)?.text.clone();
        Some((value, plain(&card.label, page, settled)))
    });
    Words { report, title, figure, site: String::new() }
}

/// The address as people write it: without the scheme.
fn host(base_url: &str) -> String {
    base_url.split_once("://").map_or(base_url, |(_, rest)| rest).trim_end_matches('/').to_owned()
}

fn title_span(page: &Page) -> Span {
    match (page.front.title.first(), page.front.title.last()) {
        (Some(first), Some(last)) if first.span.file == last.span.file => {
            Span { file: first.span.file, start: first.span.start, end: last.span.end.max(first.span.start) }
        }
        _ => Span::new(page.file, 0..0),
    }
}

fn paint(svg: &str, fonts: &Fonts<'_>, cache: &Cache) -> Option<Vec<u8>> {
    let key = cache.key(&[svg.as_bytes(), fonts.hash()]);
    if let Some(png) = cache.get(KIND, &key) {
        return Some(png);
    }
    let png = fonts.paint(svg)?;
    cache.put(KIND, &key, &png);
    Some(png)
}

fn unreadable_font(resolved: &Resolved) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        rules::INVALID_CONFIG,
        "`card_font` is not a TrueType or OpenType font that can be read",
    )
    .help("name a `.ttf`, `.otf` or `.ttc` file below the report's folder");
    match &resolved.report.config.publish.card_font {
        Some(path) => diagnostic.at(path.span, "this font"),
        None => diagnostic,
    }
}

/// Letters that no font has, and the texts left out for them.
#[derive(Debug, Default)]
struct Missing {
    letters: BTreeSet<char>,
    titles: usize,
    first: Option<Span>,
}

impl Missing {
    /// Takes texts that cannot be painted out of `words`; says whether there are any.
    fn check(&mut self, words: &mut Words, fonts: &Fonts<'_>, span: Span) -> bool {
        let mut lacking = BTreeSet::new();
        for text in [&mut words.report, &mut words.title, &mut words.site] {
            let found = fonts.lacking(text);
            if !found.is_empty() {
                text.clear();
                lacking.extend(found);
            }
        }
        if let Some((value, label)) = &words.figure {
            let found: Vec<char> = fonts.lacking(value).into_iter().chain(fonts.lacking(label)).collect();
            if !found.is_empty() {
                words.figure = None;
                lacking.extend(found);
            }
        }
        if lacking.is_empty() {
            return false;
        }
        self.titles += 1;
        self.first.get_or_insert(span);
        self.letters.extend(lacking);
        true
    }

    fn finish(self) -> Diagnostics {
        let Some(span) = self.first else { return Diagnostics::default() };
        let shown: Vec<String> = self.letters.iter().take(12).map(char::to_string).collect();
        let more = if self.letters.len() > 12 { " …" } else { "" };
        let (cards, letters) = (counted(self.titles, "social card"), counted(self.letters.len(), "letter"));
        let message = format!("the font of {cards} lacks {letters}: {}{more}", shown.join(" "));
        let diagnostic = Diagnostic::new(rules::CARD_GLYPH, message)
            .at(span, "the first card to leave text out")
            .help("name a font that has them: `card_font` in `[publish]` of `sourcebook.toml`");
        std::iter::once(diagnostic).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::sample;

    fn size_of(png: &[u8]) -> (u32, u32) {
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
        (number(16), number(20))
    }

    #[test]
    fn every_page_with_words_has_a_card_of_the_right_size() {
        let (cards, found) = cards(&sample::resolved(), &Cache::none());
        assert!(found.is_empty(), "{found:?}");
        let (cover, found) = cover(&sample::resolved(), &Cache::none());
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(size_of(&cover.expect("a report with a title has a cover")), (1200, 1800));
        let paths: Vec<&str> = cards.values().map(|card| card.path.as_str()).collect();
        assert_eq!(paths, ["cards/index.png", "cards/rare-earths/index.png", "cards/zh/index.png"]);
        for card in cards.values() {
            assert_eq!(size_of(&card.bytes), (1200, 630));
            assert!(card.bytes.len() < 60_000, "{} is {} bytes", card.path, card.bytes.len());
        }
    }

    #[test]
    fn cards_are_the_same_bytes_each_time_and_from_the_cache() {
        let root = tempfile::tempdir().expect("a folder");
        let resolved = sample::resolved();
        let (first, _) = cards(&resolved, &Cache::of_report(root.path(), "1"));
        let (second, _) = cards(&resolved, &Cache::none());
        assert_eq!(first, second);
        let kept = root.path().join(".sourcebook/cache/cards");
        assert_eq!(std::fs::read_dir(&kept).expect("a folder").count(), 3);
        let (third, _) = cards(&resolved, &Cache::of_report(root.path(), "1"));
        assert_eq!(first, third);
    }

    #[test]
    fn letters_that_no_font_has_are_named_and_not_painted() {
        let mut resolved = sample::resolved();
        resolved.pages[1].title = "中国の稀土".to_owned();
        resolved.pages[2].title = "稀土".to_owned();
        let (cards, found) = cards(&resolved, &Cache::none());
        assert_eq!(cards.len(), 3);
        let found: Vec<&Diagnostic> = found.iter().collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].rule, rules::CARD_GLYPH);
        assert_eq!(found[0].message, "the font of 2 social cards lacks 5 letters: の 中 国 土 稀");
        resolved.report.config.title = "稀土".to_owned();
        let (cards, _) = super::cards(&resolved, &Cache::none());
        assert_eq!(
            cards.keys().map(|id| id.0).collect::<Vec<_>>(),
            [0],
            "a card without any title is left out"
        );
    }

    #[test]
    fn without_an_address_there_are_no_cards() {
        let mut resolved = sample::resolved();
        resolved.report.config.base_url = None;
        resolved.pages[0].title = "稀土".to_owned();
        assert_eq!(cards(&resolved, &Cache::none()), (Cards::new(), Diagnostics::default()));
    }

    #[test]
    fn a_font_that_is_none_is_reported() {
        let mut resolved = sample::resolved();
        resolved.report.card_font = Some(b"not a font".as_slice().into());
        let (cards, found) = cards(&resolved, &Cache::none());
        assert_eq!(cards.len(), 3);
        assert_eq!(found.iter().map(|found| found.rule).collect::<Vec<_>>(), [rules::INVALID_CONFIG]);
    }
}
