//! Style sheets and scripts of the pages, written into the file, and the policy that allows them.

use super::{Work, print};
use crate::bundle::address::{self, Address};
use crate::bundle::css;
use crate::bundle::leaves::Leaf;
use crate::bundle::media;
use crate::markup::NodeId;
use serde_json::Value as Json;

const STYLE: &str = include_str!("../../../templates/single-file.css");

/// The texts to be written into the file.
#[derive(Debug)]
pub(super) struct Assets {
    /// The style sheet.
    pub(super) style: String,
    /// The scripts, in the order in which they run.
    pub(super) scripts: Vec<String>,
}

/// Collects what the pages load, each file once.
pub(super) fn collect(work: &mut Work<'_>, leaves: &[Leaf]) -> Assets {
    let mut style = String::new();
    for Loaded { leaf, path, media } in loaded(work, leaves, "link", "href") {
        match text(work, &path) {
            Some(css) => style.push_str(&of_media(with_files(work, &path, &css), &media)),
            None => work.faults.left_outside(&leaves[leaf], "link", &path),
        }
    }
    let report = &work.input.resolved.report;
    let own = report.templates.iter().find(|(path, _)| path == "single-file.css");
    style.push_str(&match own.map(|(_, file)| report.files.get(*file).text.to_string()) {
        // It stands among the site's style sheets.
        Some(own) => with_files(work, "assets/single-file.css", &own),
        None => STYLE.to_owned(),
    });
    let heads: Vec<(String, String)> = (work.parts.iter().enumerate())
        .map(|(index, (_, title))| (work.ids.part(index).to_owned(), title.clone()))
        .collect();
    style.push_str(&print::rules(work.options.paper, &work.input.resolved.report.config.title, &heads));
    // Nothing in it may end the element that holds it.
    let style = style.replace("</", "<\\/");
    let scripts = if work.options.scripts { scripts(work, leaves) } else { Vec::new() };
    Assets { style, scripts }
}

/// The policy of the file: what is written into it runs, and nothing else; nothing is loaded.
pub(super) fn policy(assets: &Assets) -> String {
    let scripts: String =
        assets.scripts.iter().map(|script| format!(" {}", media::policy_hash(script))).collect();
    let scripts = if scripts.is_empty() { " 'none'".to_owned() } else { scripts };
    format!(
        "default-src 'none'; style-src {}; script-src{scripts}; img-src data:; font-src data:; media-src data:; \
         base-uri 'none'; form-action 'none'",
        media::policy_hash(&assets.style)
    )
}

/// ECharts where a page has charts, the search index, then the pages' own scripts.
fn scripts(work: &mut Work<'_>, leaves: &[Leaf]) -> Vec<String> {
    let of_body = |name: &str| {
        leaves.iter().enumerate().find_map(|(index, leaf)| {
            let body = leaf.tree.named(leaf.tree.top(), "body")?;
            match address::read(&leaf.path, leaf.tree.attribute(body, name)?) {
                Address::Inside { path, .. } => Some((index, path)),
                Address::Here(_) | Address::Outside => None,
            }
        })
    };
    let libraries: Vec<(usize, String)> = of_body("data-echarts").into_iter().collect();
    let index: Vec<String> =
        of_body("data-search-index").map(|(_, path)| search_index(work, &path)).unwrap_or_default();
    let mut found = Vec::new();
    for (leaf, path) in libraries {
        add(work, &mut found, &leaves[leaf], &path);
    }
    found.extend(index);
    for Loaded { leaf, path, .. } in loaded(work, leaves, "script", "src") {
        add(work, &mut found, &leaves[leaf], &path);
    }
    found.iter().map(|script| inline(script)).collect()
}

fn add(work: &mut Work<'_>, found: &mut Vec<String>, leaf: &Leaf, path: &str) {
    match text(work, path) {
        Some(script) => found.push(script),
        None => work.faults.left_outside(leaf, "script", path),
    }
}

/// A file that pages load.
struct Loaded {
    /// The page that asks for it first.
    leaf: usize,
    /// Its path in the site, or the address as it stands when it leads out of the site.
    path: String,
    /// For which media, as in `print`; mostly empty.
    media: String,
}

/// The files that elements of a name load, each once.
fn loaded(work: &Work<'_>, leaves: &[Leaf], element: &str, attribute: &str) -> Vec<Loaded> {
    let mut found: Vec<Loaded> = Vec::new();
    for (leaf, page) in leaves.iter().enumerate() {
        let of = |id: NodeId, name: &str| page.tree.attribute(id, name).unwrap_or_default();
        let wanted = |id: &NodeId| {
            let rel: Vec<&str> = of(*id, "rel").split_ascii_whitespace().collect();
            element != "link" || rel.contains(&"stylesheet") && !rel.contains(&"alternate")
        };
        for id in page.tree.all(page.tree.top(), |one| one.name == element).into_iter().filter(wanted) {
            let Some(address) = page.tree.attribute(id, attribute) else { continue };
            let path = match address::read(&page.path, address) {
                Address::Inside { path, .. } if work.input.site.get(&path).is_some() => path,
                _ => address.to_owned(),
            };
            let media = of(id, "media").trim().to_owned();
            if !found.iter().any(|known| known.path == path && known.media == media) {
                found.push(Loaded { leaf, path, media });
            }
        }
    }
    found
}

/// A style sheet that is for some media only.
fn of_media(css: String, media: &str) -> String {
    if media.is_empty() || media.eq_ignore_ascii_case("all") {
        return css;
    }
    format!("@media {media} {{\n{css}\n}}\n")
}

fn text(work: &Work<'_>, path: &str) -> Option<String> {
    work.input.site.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
}

/// The files of the search index, of which the first stands at this path; the others have numbers.
fn search_index(work: &Work<'_>, path: &str) -> Vec<String> {
    let numbered = |number: usize| format!("{}.{number}.js", path.trim_end_matches(".js"));
    let paths = std::iter::once(path.to_owned()).chain((2..).map(numbered));
    paths.map_while(|path| Some(with_addresses(work, &text(work, &path)?))).collect()
}

/// A file of it with addresses of the single file in the place of those of the site.
fn with_addresses(work: &Work<'_>, script: &str) -> String {
    let Some((start, json)) = script.split_once('=') else { return script.to_owned() };
    let Ok(mut index) = serde_json::from_str::<Json>(json.trim().trim_end_matches(';')) else {
        return script.to_owned();
    };
    for entry in index["entries"].as_array_mut().into_iter().flatten() {
        let Some(address) = entry["u"].as_str() else { continue };
        // A page that is no file of the site stands for the root, from which the index names pages.
        if let Address::Inside { path, place } = address::read("", address)
            && let Some(&page) = work.places.get(&path)
        {
            entry["u"] = work.ids.address(page, place.as_deref()).into();
        }
    }
    format!("{start}={index};")
}

/// A script that cannot end the element that holds it.
fn inline(script: &str) -> String {
    let script = script.replace("<!--", "<\\!--");
    let mut out = String::with_capacity(script.len());
    let mut rest = script.as_str();
    while let Some(at) = rest.to_ascii_lowercase().find("</script") {
        out.push_str(&rest[..at]);
        out.push_str("<\\/");
        rest = &rest[at + 2..];
    }
    out + rest
}

/// A style sheet with the files that it names written into it.
fn with_files(work: &mut Work<'_>, sheet: &str, css: &str) -> String {
    let out = css::with_addresses(css, |address| {
        let file = match address::read(sheet, address) {
            Address::Inside { path, .. } => {
                work.input.site.get(&path).map(|bytes| media::data_url(&path, bytes))
            }
            Address::Here(_) | Address::Outside => None,
        };
        file.unwrap_or_else(|| {
            work.faults.style_outside(sheet, address);
            address.to_owned()
        })
    });
    if out.contains("@import") {
        work.faults.style_outside(sheet, "@import");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_stay_inside_their_element() {
        assert_eq!(inline("a='</SCRIPT>';b='<!-- x'"), "a='<\\/SCRIPT>';b='<\\!-- x'");
    }

    #[test]
    fn a_policy_allows_what_is_written_and_nothing_else() {
        let assets = Assets { style: String::new(), scripts: Vec::new() };
        let policy = policy(&assets);
        assert!(
            policy.contains("script-src 'none'") && policy.contains("style-src 'sha256-47DEQ"),
            "{policy}"
        );
    }
}
