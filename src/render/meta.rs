//! The head of a page for machines: description, canonical address, OpenGraph, citation data, JSON-LD.

use super::context::PageContext;
use super::page::version_date;
use super::{escape, url};
use crate::model::{Dataset, DatasetId};
use serde_json::{Map, Value as Json, json};

/// What every page allows: its own files, and pictures written into the page. No inline style, no inline script.
pub(crate) const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
     media-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'";

/// The icon in the browser's tab, so that browsers need not look for one.
pub(crate) const ICON: &str = "data:image/svg+xml,%3Csvg%20xmlns=%22http://www.w3.org/2000/svg%22%20viewBox=%220%200\
     %2016%2016%22%3E%3Crect%20width=%2216%22%20height=%2216%22%20rx=%223%22%20fill=%22%2312436D%22/%3E%3Cpath%20\
     d=%22M4%2012V8M8%2012V4M12%2012V6%22%20stroke=%22%23fff%22%20stroke-width=%222%22/%3E%3C/svg%3E";

/// All tags of a page's head that are not needed to show it.
pub(crate) fn tags(cx: &PageContext<'_>, title: &str) -> String {
    let config = &cx.input.resolved.report.config;
    let description = cx.resolved.summary.as_deref().or(config.description.as_deref());
    let canonical = config.base_url.as_deref().map(|base| url::absolute(base, &cx.page.output));
    let card = config.base_url.as_deref().zip(cx.input.assets.cards.get(&cx.id));
    let card = card.map(|(base, path)| url::absolute(base, path));
    let mut out = String::new();
    let mut tag = |attribute, name, content: Option<&str>| {
        self::tag(&mut out, attribute, name, content.unwrap_or_default());
    };
    tag("name", "description", description);
    tag("name", "generator", Some("Sourcebook"));
    tag("name", "robots", config.publish.noindex.then_some("noindex"));
    tag("property", "og:title", Some(&cx.resolved.title));
    tag("property", "og:type", Some("article"));
    tag("property", "og:site_name", Some(&config.title));
    tag("property", "og:description", description);
    tag("property", "og:url", canonical.as_deref());
    tag("property", "og:image", card.as_deref());
    tag("property", "og:image:alt", card.as_ref().map(|_| title));
    tag("name", "twitter:card", card.as_ref().map(|_| "summary_large_image"));
    let authors = authors(cx);
    tag("name", "citation_title", Some(&cx.resolved.title));
    for author in authors {
        tag("name", "citation_author", Some(author));
    }
    let date = version_date(cx).map(|date| date.strftime("%Y/%m/%d").to_string());
    tag("name", "citation_publication_date", date.as_deref());
    tag("name", "citation_language", Some(super::page::language(cx)));
    tag("name", "citation_public_url", canonical.as_deref());
    link(&mut out, "canonical", canonical.as_deref(), None);
    let feed = cx.input.assets.feed.as_deref().map(|path| cx.to(path));
    link(&mut out, "alternate", feed.as_deref(), Some(("application/atom+xml", &config.title)));
    out.push_str("<script type=\"application/ld+json\">");
    out.push_str(&escape::script_json(&linked_data(cx, description, canonical.as_deref(), card.as_deref())));
    out.push_str("</script>");
    out
}

/// A page's authors: its own, else the report's.
pub(crate) fn authors<'a>(cx: &PageContext<'a>) -> &'a [String] {
    if cx.page.front.authors.is_empty() {
        &cx.input.resolved.report.config.authors
    } else {
        &cx.page.front.authors
    }
}

/// One `<meta>`, unless it has nothing to say.
pub(crate) fn tag(out: &mut String, attribute: &str, name: &str, content: &str) {
    if content.is_empty() {
        return;
    }
    out.push_str("<meta");
    escape::attribute(out, attribute, name);
    escape::attribute(out, "content", content);
    out.push_str(">\n");
}

/// One `<link>`, unless there is no address.
pub(crate) fn link(out: &mut String, relation: &str, href: Option<&str>, kind: Option<(&str, &str)>) {
    let Some(href) = href else { return };
    out.push_str("<link");
    escape::attribute(out, "rel", relation);
    if let Some((kind, title)) = kind {
        escape::attribute(out, "type", kind);
        escape::attribute(out, "title", title);
    }
    escape::attribute(out, "href", href);
    out.push_str(">\n");
}

fn linked_data(
    cx: &PageContext<'_>,
    description: Option<&str>,
    url: Option<&str>,
    image: Option<&str>,
) -> Json {
    let config = &cx.input.resolved.report.config;
    let people: Vec<Json> =
        authors(cx).iter().map(|name| json!({ "@type": "Person", "name": name })).collect();
    let mut report = Map::new();
    report.insert("@type".to_owned(), json!("Report"));
    let mut set = |key: &str, value: Json| {
        let empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if !empty {
            report.insert(key.to_owned(), value);
        }
    };
    set("@id", json!(url));
    set("name", json!(cx.resolved.title));
    set("headline", json!(cx.resolved.title));
    set("description", json!(description));
    set("inLanguage", json!(super::page::language(cx)));
    set("author", Json::Array(people));
    set("datePublished", json!(cx.page.front.date.or(config.date).map(|date| date.to_string())));
    set("dateModified", json!(cx.page.front.updated.map(|date| date.to_string())));
    set("url", json!(url));
    set("image", json!(image));
    if cx.resolved.title != config.title {
        set("isPartOf", json!({ "@type": "CreativeWork", "name": config.title }));
    }
    let mut graph = vec![Json::Object(report)];
    graph.extend(datasets(cx).into_iter().map(|id| dataset(cx, id)));
    json!({ "@context": "https://schema.org", "@graph": graph })
}

/// The datasets the page's figures show, in order of first use.
fn datasets(cx: &PageContext<'_>) -> Vec<DatasetId> {
    let mut ids: Vec<DatasetId> = Vec::new();
    for id in cx.resolved.figures.iter().filter_map(|figure| figure.dataset) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

fn dataset(cx: &PageContext<'_>, id: DatasetId) -> Json {
    let report = &cx.input.resolved.report;
    let dataset: &Dataset = report.datasets.get(id);
    let mut data = Map::new();
    data.insert("@type".to_owned(), json!("Dataset"));
    data.insert("name".to_owned(), json!(dataset.title()));
    // Search engines want a description; the page's own would be about the page.
    let description = dataset.description().unwrap_or(dataset.title());
    data.insert("description".to_owned(), json!(description));
    let titles: Vec<&str> = dataset.fields().iter().map(|field| field.title.as_str()).collect();
    data.insert("variableMeasured".to_owned(), json!(titles));
    let licence =
        dataset.licences().iter().find_map(|licence| licence.path.as_ref().or(licence.name.as_ref()));
    if let Some(licence) = licence {
        data.insert("license".to_owned(), json!(licence));
    }
    let below =
        dataset.path().strip_prefix(&report.config.build.content).map(|path| path.trim_start_matches('/'));
    let published = below.filter(|path| cx.shared.asset(camino::Utf8Path::new(path)).is_some());
    if let Some((base, path)) = report.config.base_url.as_deref().zip(published) {
        let download = json!({ "@type": "DataDownload", "contentUrl": url::absolute(base, path) });
        data.insert("distribution".to_owned(), json!([download]));
    }
    Json::Object(data)
}
