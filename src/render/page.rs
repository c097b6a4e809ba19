//! One page: its parts are written, put into the template's variables, and rendered.

use super::context::{PageContext, Shared};
use super::html::Writer;
use super::nav::{Here, Tree};
use super::templates::Templates;
use super::words::{Languages, Words};
use super::{
    CHANGES_PATH, RenderInput, RenderedPage, SOURCES_PATH, changes_page, cite, evidence, meta, not_found,
    notes, sources_page, toc, url,
};
use crate::diagnostics::Diagnostics;
use crate::facts::edition::PastChanges;
use crate::model::{Format, Locale, Moment, PageId, Precision};
use crate::resolve::Resolved;
use crate::syntax::print;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use tera::{Context, Value};

/// The words of a language, and the same for templates and for the script.
struct Spoken {
    words: Words,
    values: Value,
    for_script: Value,
}

/// What is made once for all pages. It holds nothing of their texts.
pub(crate) struct Prepared {
    tree: Tree,
    words: BTreeMap<String, Spoken>,
    /// `None` when a template does not parse; then pages are written for their faults only.
    templates: Option<Templates>,
    /// What the Changes page shows; without it there is no such page.
    history: Vec<PastChanges>,
}

impl Prepared {
    /// Reads templates and words of a report whose pages may be outlines; `history` is what earlier editions changed.
    pub(crate) fn of(resolved: &Resolved, history: Vec<PastChanges>) -> (Self, Diagnostics) {
        let report = &resolved.report;
        let (languages, mut diagnostics) = Languages::read(report);
        let (templates, faults) = Templates::read(report);
        diagnostics.extend(faults);
        let own = report.pages.iter().filter_map(|page| page.front.language.as_deref());
        let tags: BTreeSet<&str> = std::iter::once(report.config.language.as_str()).chain(own).collect();
        let words = tags
            .into_iter()
            .map(|tag| {
                let words = languages.of(tag);
                let values = Value::from_serializable(words.all());
                let for_script = safe(&words.for_script());
                (tag.to_owned(), Spoken { words, values, for_script })
            })
            .collect();
        let tree = Tree::new(resolved, !history.is_empty());
        (Self { tree, words, templates, history }, diagnostics)
    }
}

/// What all pages are rendered with.
pub(crate) struct Studio<'a> {
    input: &'a RenderInput<'a>,
    shared: Shared<'a>,
    prepared: &'a Prepared,
}

/// A page that the program writes.
struct Generated<'a> {
    path: &'static str,
    template: &'static str,
    title: &'a str,
    summary: &'a str,
    content: String,
}

impl<'a> Studio<'a> {
    /// Puts together what pages share.
    pub(crate) fn new(input: &'a RenderInput<'a>, prepared: &'a Prepared) -> Self {
        Self { input, shared: Shared::new(input), prepared }
    }

    /// One page of the report.
    pub(crate) fn page(&self, id: PageId) -> (Option<RenderedPage>, Diagnostics) {
        let report = &self.input.resolved.report;
        let (Some(page), Some(resolved)) =
            (report.pages.get(id.0 as usize), self.input.resolved.pages.get(id.0 as usize))
        else {
            return (None, Diagnostics::default());
        };
        let language = page.front.language.as_deref().unwrap_or(&report.config.language);
        let spoken = &self.prepared.words[language];
        let words = &spoken.words;
        let cx = PageContext { input: self.input, shared: &self.shared, id, page, resolved, words };
        let (content, notes, mut diagnostics) = text(&cx);
        let Some(templates) = &self.prepared.templates else { return (None, diagnostics) };
        let here =
            Here { input: self.input, tree: &self.prepared.tree, words, page: Some(id), path: &page.output };
        let mut context = self.frame(&here, spoken, language);
        let title = document_title(&resolved.title, &report.config.title);
        context.insert_value("meta", safe(&meta::tags(&cx, &title)));
        context.insert_value("title", Value::from(title));
        context.insert_value("content", safe(&content));
        context.insert_value("notes", safe(&notes));
        context.insert_value("toc", safe(&toc::contents(&cx)));
        context.insert("cite", &cite::reference(&cx));
        context.insert_value("evidence", safe(&evidence::legend(&cx)));
        let mut page_values = page_values(&cx);
        let (title_html, faults) = title_prose(&cx);
        diagnostics.extend(faults);
        page_values.insert("title_html".into(), safe(&title_html));
        let (summary_html, faults) = prose(&cx, page.front.summary.as_deref().unwrap_or_default());
        diagnostics.extend(faults);
        page_values.insert("summary_html".into(), safe(&summary_html));
        context.insert_value("page", Value::from(page_values));
        self.scripts(&cx, &mut context);
        let name = page.front.template.as_deref().unwrap_or("page.html");
        match templates.render(name, &context, report, Some(id)) {
            Ok(html) => (Some(RenderedPage { path: page.output.clone(), html }), diagnostics),
            Err(fault) => {
                diagnostics.push(*fault);
                (None, diagnostics)
            }
        }
    }

    /// The Sources page; `None` when the report has no sources.
    pub(crate) fn sources(&self) -> (Option<RenderedPage>, Diagnostics) {
        if self.input.resolved.sources.is_empty() {
            return (None, Diagnostics::default());
        }
        let words = self.report_words();
        self.generated(&Generated {
            path: SOURCES_PATH,
            template: "sources.html",
            title: words.get("sources"),
            summary: words.get("sources_summary"),
            content: sources_page::list(self.input, words),
        })
    }

    /// The Changes page; `None` when no edition has changed anything.
    pub(crate) fn changes(&self) -> (Option<RenderedPage>, Diagnostics) {
        if self.prepared.history.is_empty() {
            return (None, Diagnostics::default());
        }
        let words = self.report_words();
        self.generated(&Generated {
            path: CHANGES_PATH,
            template: "changes.html",
            title: words.get("changes"),
            summary: words.get("changes_summary"),
            content: changes_page::list(self.input, words, &self.prepared.history),
        })
    }

    /// The words of the report's language.
    fn report_words(&self) -> &Words {
        &self.prepared.words[self.input.resolved.report.config.language.as_str()].words
    }

    fn generated(&self, page: &Generated<'_>) -> (Option<RenderedPage>, Diagnostics) {
        let report = &self.input.resolved.report;
        let Some(templates) = &self.prepared.templates else { return (None, Diagnostics::default()) };
        let language = report.config.language.as_str();
        let spoken = &self.prepared.words[language];
        let Generated { path, title, summary, .. } = *page;
        let here =
            Here { input: self.input, tree: &self.prepared.tree, words: &spoken.words, page: None, path };
        let mut context = self.frame(&here, spoken, language);
        let url = report.config.base_url.as_deref().map(|base| url::absolute(base, path));
        context.insert_value("title", Value::from(document_title(title, &report.config.title)));
        context.insert_value("meta", safe(&self.generated_meta(page, url.as_deref())));
        context.insert_value("content", safe(&page.content));
        for empty in ["notes", "toc", "cite"] {
            context.insert_value(empty, Value::none());
        }
        let values = serde_json::json!({
            "title": title, "title_html": title, "summary": summary, "summary_html": summary, "path": path,
            "url": url, "is_home": false, "authors": [], "date": null, "updated": null, "data_as_of": null,
            "extra": {},
        });
        context.insert("page", &values);
        finish(templates.render(page.template, &context, report, None), path)
    }

    /// The head of a generated page for machines. It has no card of its own: the home page's stands in.
    fn generated_meta(&self, page: &Generated<'_>, url: Option<&str>) -> String {
        let report = &self.input.resolved.report;
        let config = &report.config;
        let mut out = String::new();
        let Generated { title, summary, .. } = *page;
        let home = report.pages().find(|(_, page)| page.output == "index.html").map(|(id, _)| id);
        let card = home.and_then(|id| self.input.assets.cards.get(&id)).zip(config.base_url.as_deref());
        let card = card.map(|(path, base)| url::absolute(base, path));
        for (attribute, name, content) in [
            ("name", "description", summary),
            ("name", "robots", if config.publish.noindex { "noindex" } else { "" }),
            ("property", "og:title", title),
            ("property", "og:type", "website"),
            ("property", "og:site_name", &config.title),
            ("property", "og:description", summary),
            ("property", "og:url", url.unwrap_or_default()),
            ("property", "og:image", card.as_deref().unwrap_or_default()),
            ("property", "og:image:alt", if card.is_some() { &config.title } else { "" }),
        ] {
            meta::tag(&mut out, attribute, name, content);
        }
        meta::link(&mut out, "canonical", url, None);
        let mut data = serde_json::json!({
            "@context": "https://schema.org", "@type": "CollectionPage", "name": title, "description": summary,
            "inLanguage": config.language, "isPartOf": { "@type": "Report", "name": config.title },
        });
        if let Some(url) = url {
            data["url"] = url.into();
        }
        out.push_str("<script type=\"application/ld+json\">");
        out.push_str(&super::escape::script_json(&data));
        out.push_str("</script>");
        out
    }

    /// The page for addresses that do not exist.
    pub(crate) fn not_found(&self) -> (Option<RenderedPage>, Diagnostics) {
        let report = &self.input.resolved.report;
        let Some(templates) = &self.prepared.templates else { return (None, Diagnostics::default()) };
        let spoken = &self.prepared.words[report.config.language.as_str()];
        let context = not_found::context(self.input, &spoken.values);
        finish(templates.render("404.html", &context, report, None), not_found::PATH)
    }

    /// What stands around every page.
    fn frame(&self, here: &Here<'_>, spoken: &Spoken, language: &str) -> Context {
        let config = &self.input.resolved.report.config;
        let assets = self.input.assets;
        let to = |path: &str| url::relative(here.path, path);
        let mut context = Context::new();
        context.insert("lang", language);
        context.insert("dir", direction(language));
        context.insert("csp", meta::POLICY);
        context.insert("icon", meta::ICON);
        context.insert("evidence", "");
        context.insert("root", &url::root(here.path));
        context.insert("home", &to("index.html"));
        let sources = (!self.input.resolved.sources.is_empty()).then(|| to(SOURCES_PATH));
        context.insert("sources_url", &sources);
        context.insert("changes_url", &(!self.prepared.history.is_empty()).then(|| to(CHANGES_PATH)));
        context.insert_value("words", spoken.values.clone());
        context.insert_value("script_words", spoken.for_script.clone());
        context.insert(
            "report",
            &serde_json::json!({
                "title": config.title, "description": config.description, "authors": config.authors,
                "language": config.language, "base_url": config.base_url,
            }),
        );
        context.insert(
            "assets",
            &serde_json::json!({
                "css": to(&assets.css), "script": to(&assets.script), "search_index": to(&assets.search_index),
                "charts_script": null, "echarts": null,
            }),
        );
        context.insert("logo", &self.logos(&to));
        context.insert_value("nav", safe(&here.pages()));
        context.insert_value("breadcrumbs", safe(&here.breadcrumbs()));
        context.insert_value("pager", safe(&here.pager()));
        context
    }

    /// The report's logo, and the one for dark mode: with a second one each says which mode it is for.
    fn logos(&self, to: &dyn Fn(&str) -> String) -> serde_json::Value {
        let theme = &self.input.resolved.report.config.theme;
        let both = theme.logo.is_some() && theme.logo_dark.is_some();
        let class = |mode: &str| if both { format!("site-logo logo-{mode}") } else { "site-logo".to_owned() };
        let logos = [(&theme.logo, "light"), (&theme.logo_dark, "dark")];
        let list = logos.into_iter().filter_map(|(logo, mode)| {
            let path = &logo.as_ref()?.value;
            let file = self.shared.asset(camino::Utf8Path::new(path))?;
            let size = super::image::dimensions(path, &file.bytes);
            Some(serde_json::json!({
                "src": to(path), "class": class(mode),
                "width": size.map(|size| size.0), "height": size.map(|size| size.1),
            }))
        });
        list.collect()
    }

    /// Pages without charts load no chart code.
    fn scripts(&self, cx: &PageContext<'_>, context: &mut Context) {
        let assets = self.input.assets;
        let range = (cx.id, 0)..=(cx.id, usize::MAX);
        if self.input.charts.range(range).next().is_none() {
            return;
        }
        context.insert(
            "assets",
            &serde_json::json!({
                "css": cx.to(&assets.css), "script": cx.to(&assets.script),
                "search_index": cx.to(&assets.search_index),
                "charts_script": cx.to(&assets.charts_script), "echarts": cx.to(&assets.echarts),
            }),
        );
    }
}

/// The date of a page's present version.
pub(crate) fn version_date(cx: &PageContext<'_>) -> Option<Date> {
    cx.page.front.updated.or(cx.page.front.date).or(cx.input.resolved.report.config.date)
}

/// A page's language.
pub(crate) fn language<'a>(cx: &PageContext<'a>) -> &'a str {
    cx.page.front.language.as_deref().unwrap_or(&cx.input.resolved.report.config.language)
}

/// A date as a reader of the language writes it.
pub(crate) fn date_text(date: Date, language: &str) -> String {
    let moment = Moment { at: date.into(), precision: Precision::Day };
    print::moment(moment, &Format::default(), &Locale::of(language))
}

fn text(cx: &PageContext<'_>) -> (String, String, Diagnostics) {
    let mut writer = Writer::new(cx);
    writer.out.reserve(cx.page.body.range().len() * 2);
    writer.body(&cx.page.document.nodes);
    let Writer { out: content, mut diagnostics, .. } = writer;
    let (notes, faults) = notes::list(cx);
    diagnostics.extend(faults);
    (content, notes, diagnostics)
}

fn title_prose(cx: &PageContext<'_>) -> (String, Diagnostics) {
    let mut writer = Writer::new(cx);
    writer.title();
    (writer.out, writer.diagnostics)
}

fn prose(cx: &PageContext<'_>, nodes: &[crate::model::Node]) -> (String, Diagnostics) {
    let mut writer = Writer::new(cx);
    writer.prose(nodes);
    (writer.out, writer.diagnostics)
}

fn page_values(cx: &PageContext<'_>) -> tera::Map {
    let config = &cx.input.resolved.report.config;
    let date = |date: Option<Date>| match date {
        Some(date) => Value::from_serializable(
            &serde_json::json!({ "iso": date.to_string(), "text": date_text(date, language(cx)) }),
        ),
        None => Value::none(),
    };
    let front = &cx.page.front;
    let data_as_of = front.extra.get("data_as_of").filter(|value| value.is_string());
    let mut values = tera::Map::default();
    let mut set = |key: &'static str, value: Value| {
        values.insert(key.into(), value);
    };
    set("title", Value::from(cx.resolved.title.as_str()));
    set("summary", Value::from_serializable(&cx.resolved.summary));
    set("authors", Value::from_serializable(meta::authors(cx)));
    set("date", date(front.date.or(config.date)));
    set("updated", date(front.updated.filter(|updated| Some(*updated) != front.date)));
    set("data_as_of", Value::from_serializable(&data_as_of));
    set("path", Value::from(cx.page.output.as_str()));
    let url = config.base_url.as_deref().map(|base| url::absolute(base, &cx.page.output));
    set("url", Value::from_serializable(&url));
    set("is_home", Value::from(cx.page.output == "index.html"));
    set("extra", Value::from_serializable(&front.extra));
    values
}

/// `Rare earths – The report`; on the home page, whose title is the report's, the title alone.
pub(crate) fn document_title(page: &str, report: &str) -> String {
    if page == report || report.is_empty() { page.to_owned() } else { format!("{page} – {report}") }
}

pub(crate) fn direction(language: &str) -> &'static str {
    let primary = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    match primary.as_str() {
        "ar" | "fa" | "he" | "ur" | "ps" | "sd" | "ug" | "yi" | "dv" => "rtl",
        _ => "ltr",
    }
}

fn finish(
    html: Result<String, Box<crate::diagnostics::Diagnostic>>,
    path: &str,
) -> (Option<RenderedPage>, Diagnostics) {
    match html {
        Ok(html) => (Some(RenderedPage { path: path.to_owned(), html }), Diagnostics::default()),
        Err(fault) => (None, std::iter::once(*fault).collect()),
    }
}

fn safe(html: &str) -> Value {
    Value::safe_string(html)
}
