//! Sources in the CSL style of the report, as safe HTML.
//!
//! A note is the full entry without the number or label that a style puts before it, because notes have numbers of their
//! own; in a style made for notes, it is the style's first, full note. Words with inner capitals (`MiniMax`, `App Store`
//! as `AppStore`) keep them whatever case a style asks for. Left out: year suffixes (`2025a`) in notes, which need all
//! sources at once; they stand on the Sources page.

mod bounds;
mod html;
mod locales;
mod names;
mod others;
mod short;
#[cfg(test)]
mod tests;
mod verbatim;

use crate::diagnostics::{advice, nearest};
use crate::model::SourceRegistry;
use crate::syntax::escape;
use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::citationberg::{IndependentStyle, LocaleCode, Style as CslStyle, StyleClass};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChildren, Entry,
    LocatorPayload, Rendered, SpecificLocator,
};

pub(crate) use short::short;

use locales::Locales;

/// The style when the report names none: numbered, with names and titles in full sentences of fact.
const DEFAULT: ArchivedStyle = ArchivedStyle::InstituteOfElectricalAndElectronicsEngineers;

/// A CSL style with the locales it may need.
#[derive(Debug, Clone)]
pub(crate) struct Style {
    csl: IndependentStyle,
    locales: Locales,
}

/// Why a style cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StyleFault {
    /// What was found and what was expected.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: Option<String>,
}

impl Default for Style {
    fn default() -> Self {
        Self::new(default_csl())
    }
}

impl Style {
    /// A style that has labels for the text and no entries at all has none for notes either: the default's stand in.
    fn new(csl: IndependentStyle) -> Self {
        match csl.bibliography.is_none() && csl.settings.class != StyleClass::Note {
            true => Self { csl: default_csl(), locales: Locales::default() },
            false => Self { csl: names::named(csl), locales: Locales::default() },
        }
    }
}

fn default_csl() -> IndependentStyle {
    match DEFAULT.get() {
        CslStyle::Independent(csl) => csl,
        CslStyle::Dependent(_) => unreachable!("IEEE's style depends on no other"),
    }
}

/// The style of a CSL file's text, else of a name in hayagriva's archive, else the default.
pub(crate) fn style(name: Option<&str>, csl_text: Option<&str>) -> Result<Style, StyleFault> {
    match (csl_text, name) {
        (Some(text), _) => from_csl(text),
        (None, Some(name)) => match ArchivedStyle::by_name(name) {
            Some(found) => archived(found),
            None => Err(unknown(name)),
        },
        (None, None) => Ok(Style::default()),
    }
}

fn unknown(name: &str) -> StyleFault {
    let names = || ArchivedStyle::all().iter().flat_map(|style| style.names()).copied();
    let help = match nearest(name, names()) {
        Some(_) => advice("style", name, names()),
        None => Some(
            "write a name such as `ieee`, `apa`, `chicago-notes` or `nature`, or the path of a `.csl` file"
                .to_owned(),
        ),
    };
    StyleFault { message: format!("there is no citation style `{name}`"), help }
}

fn archived(style: ArchivedStyle) -> Result<Style, StyleFault> {
    match style.get() {
        CslStyle::Independent(csl) => Ok(Style::new(csl)),
        CslStyle::Dependent(csl) => dependent(&csl.parent_link.href),
    }
}

fn from_csl(text: &str) -> Result<Style, StyleFault> {
    if let Some(fault) = bounds::fault(text) {
        let message = format!("the citation style asks for too much: {fault}");
        return Err(StyleFault { message, help: Some("use a style of the CSL style repository".to_owned()) });
    }
    match CslStyle::from_xml(text) {
        Ok(CslStyle::Independent(csl)) => Ok(Style::new(csl)),
        Ok(CslStyle::Dependent(csl)) => dependent(&csl.parent_link.href),
        Err(error) => Err(StyleFault {
            message: format!("the citation style does not parse: {error}"),
            help: Some("use a CSL 1.0 style, for example from the CSL style repository".to_owned()),
        }),
    }
}

/// A style that only names another one.
fn dependent(parent: &str) -> Result<Style, StyleFault> {
    match ArchivedStyle::by_id(parent).map(ArchivedStyle::get) {
        Some(CslStyle::Independent(csl)) => Ok(Style::new(csl)),
        _ => Err(StyleFault {
            message: format!("the citation style depends on `{parent}`, which is not at hand"),
            help: Some("name the file of that style instead".to_owned()),
        }),
    }
}

/// Every source's full entry as HTML, in the order of the style's bibliography.
pub(crate) fn entries(registry: &SourceRegistry, style: &Style, language: &str) -> Vec<(String, String)> {
    if registry.iter().next().is_none() {
        return Vec::new();
    }
    let sources: Vec<Entry> = registry.iter().map(|source| verbatim::protect(&source.entry)).collect();
    let rendered = render(sources.iter().map(CitationItem::with_entry).collect(), style, language);
    let found: Vec<(String, String)> = match rendered.bibliography {
        Some(bibliography) => bibliography
            .items
            .into_iter()
            .map(|item| (item.key.clone(), html::entry(item.first_field.as_ref(), &item.content)))
            .collect(),
        // A style for notes alone: each entry is its note.
        None => sources
            .iter()
            .map(|entry| (entry.key().to_owned(), html::entry(None, &citation(entry, None, style, language))))
            .collect(),
    };
    let joints = style.joints(language);
    let told = |(key, html): (String, String)| {
        let html = match registry.get(&key) {
            Some(source) if html.is_empty() => plainly(&source.entry, style, language),
            _ => others::termed(&html, &joints),
        };
        (key, html)
    };
    found.into_iter().map(told).collect()
}

/// A source that the style has no words for (some print nothing of an undated dashboard): author, title, year.
fn plainly(entry: &Entry, style: &Style, language: &str) -> String {
    let (short, title) = (short(entry, &style.joints(language)), title(entry));
    let text = if short.contains(&title) { short } else { format!("{short}. {title}") };
    format!("{}.", escape::html(&text))
}

/// The note of a source as HTML, with the place in it (`p. 4`); empty when there is no such source.
pub(crate) fn note(
    registry: &SourceRegistry,
    style: &Style,
    language: &str,
    key: &str,
    locator: Option<&str>,
) -> String {
    let Some(source) = registry.get(key) else { return String::new() };
    // A stop behind the key is no place in the source.
    let locator = locator.filter(|text| text.contains(char::is_alphanumeric));
    let entry = verbatim::protect(&source.entry);
    let bibliography = render(vec![CitationItem::with_entry(&entry)], style, language).bibliography;
    let item = bibliography.and_then(|bibliography| bibliography.items.into_iter().next());
    let html = match item {
        Some(item) if style.csl.settings.class != StyleClass::Note => {
            html::entry(item.first_field.as_ref(), &item.content)
        }
        _ => {
            let html = html::entry(None, &citation(&entry, locator, style, language));
            if !html.is_empty() {
                return others::termed(&html, &style.joints(language));
            }
            html
        }
    };
    if html.is_empty() {
        return html::with_locator(plainly(&source.entry, style, language), locator);
    }
    html::with_locator(others::termed(&html, &style.joints(language)), locator)
}

fn render(items: Vec<CitationItem<'_, Entry>>, style: &Style, language: &str) -> Rendered {
    let locale = LocaleCode(csl_language(language));
    let locales = style.locales.of(&locale);
    let locale = Some(locale);
    let mut driver = BibliographyDriver::new();
    for item in items {
        driver.citation(CitationRequest::new(vec![item], &style.csl, locale.clone(), &locales, Some(1)));
    }
    driver.finish(BibliographyRequest::new(&style.csl, locale, &locales))
}

/// A citation as it stands in a note for the first time.
fn citation(entry: &Entry, locator: Option<&str>, style: &Style, language: &str) -> ElemChildren {
    let place = locator.map(|text| {
        let (kind, text) = specific(text);
        SpecificLocator(kind, LocatorPayload::Str(text))
    });
    let rendered = render(vec![CitationItem::with_locator(entry, place)], style, language);
    let first = rendered.citations.into_iter().next();
    first.map_or_else(|| ElemChildren(Vec::new()), |citation| citation.citation)
}

/// What a locator counts, and the rest of it: `pp. 4–5` is pages 4–5. One that is not understood is printed as written.
fn specific(text: &str) -> (Locator, &str) {
    const KINDS: [(&str, Locator); 14] = [
        ("pp.", Locator::Page),
        ("p.", Locator::Page),
        ("pages", Locator::Page),
        ("page", Locator::Page),
        ("chap.", Locator::Chapter),
        ("ch.", Locator::Chapter),
        ("chapter", Locator::Chapter),
        ("sec.", Locator::Section),
        ("section", Locator::Section),
        ("§", Locator::Section),
        ("fig.", Locator::Figure),
        ("figure", Locator::Figure),
        ("vol.", Locator::Volume),
        ("para.", Locator::Paragraph),
    ];
    let text = text.trim();
    let known = |text: &'_ str| {
        KINDS.iter().find_map(|(label, kind)| {
            let rest = text.strip_prefix(label)?.trim_start();
            rest.chars().next().filter(|c| c.is_alphanumeric()).map(|_| (*kind, text.len() - rest.len()))
        })
    };
    // With another place in it, styles leave out the word for this one, which only pages can do without.
    let is_plain = |kind: Locator| {
        kind == Locator::Page || text.split([',', ';']).skip(1).all(|part| known(part.trim()).is_none())
    };
    match known(text).filter(|(kind, _)| is_plain(*kind)) {
        Some((kind, label)) => (kind, &text[label..]),
        None => (Locator::Custom, text),
    }
}

/// The language as CSL's locales are called: `zh-Hant` is `zh-TW`.
fn csl_language(tag: &str) -> String {
    let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let traditional = ["Hant", "TW", "HK", "MO"].iter().any(|part| tag.contains(part));
    match primary.as_str() {
        "zh" if traditional => "zh-TW".to_owned(),
        "zh" => "zh-CN".to_owned(),
        _ => tag.replace('_', "-"),
    }
}

/// The title as plain text; the key when there is none.
pub(crate) fn title(entry: &Entry) -> String {
    let own = entry.title().map(ToString::to_string);
    let of_parent = || entry.parents().iter().find_map(|parent| parent.title()).map(ToString::to_string);
    own.or_else(of_parent).unwrap_or_else(|| entry.key().to_owned())
}

/// The address, if it is one of the web; else that of the DOI.
pub(crate) fn url(entry: &Entry) -> Option<String> {
    let written = entry.url_any().map(|url| url.value.to_string());
    let doi =
        || entry.doi().map(|doi| format!("https://doi.org/{}", doi.trim_start_matches("https://doi.org/")));
    written.filter(|url| html::is_web(url)).or_else(doi)
}

/// The entry's note as plain text, if any.
pub(crate) fn entry_note(entry: &Entry) -> Option<String> {
    entry.note().map(ToString::to_string)
}
