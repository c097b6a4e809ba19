//! The template environment: built-in templates, and the report's over them.
//!
//! A file of the report's `templates/` with the name of a built-in template replaces it; the built-in one stays there
//! as `sourcebook/<name>`, so that a report can extend what it replaces. One environment serves all pages and threads.

use super::template_faults as faults;
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Span, advice, rules};
use crate::model::{PageId, Report};
use crate::syntax::escape;
use std::collections::BTreeMap;
use tera::{Context, ErrorKind, Tera};

const BUILT_IN: [(&str, &str); 5] = [
    ("base.html", include_str!("../../templates/base.html")),
    ("page.html", include_str!("../../templates/page.html")),
    ("sources.html", include_str!("../../templates/sources.html")),
    ("changes.html", include_str!("../../templates/changes.html")),
    ("404.html", include_str!("../../templates/404.html")),
];

/// The environment.
pub(crate) struct Templates {
    tera: Tera,
    files: BTreeMap<String, FileId>,
}

impl Templates {
    /// Reads all templates; `None` when one of the report's has a fault.
    pub(crate) fn read(report: &Report) -> (Option<Self>, Diagnostics) {
        let own = report.templates.iter().filter(|(name, _)| is_template(name));
        let files: BTreeMap<String, FileId> = own.map(|(name, file)| (name.clone(), *file)).collect();
        let mut diagnostics = Diagnostics::default();
        for (name, file) in &files {
            let text = &report.files.get(*file).text;
            // By itself, so that the fault of one hides none of another; what it needs of others is looked at below.
            if let Err(error) = Tera::new().add_raw_template(name, text)
                && matches!(error.kind(), ErrorKind::SyntaxError(_))
            {
                faults::of_error(&error, &files, report)
                    .into_iter()
                    .for_each(|fault| diagnostics.push(fault));
            }
        }
        if diagnostics.has_errors() {
            return (None, diagnostics);
        }
        let mut tera = Tera::new();
        tera.set_escape_fn(escape::write);
        let built_in = BUILT_IN.iter().map(|(name, text)| ((*name).to_owned(), *text));
        let aliases = BUILT_IN.iter().map(|(name, text)| (format!("sourcebook/{name}"), *text));
        let own = files.iter().map(|(name, file)| (name.clone(), report.files.get(*file).text.as_ref()));
        match tera.add_raw_templates(built_in.chain(aliases).chain(own)) {
            Ok(()) => (Some(Self { tera, files }), diagnostics),
            Err(error) => {
                faults::of_error(&error, &files, report)
                    .into_iter()
                    .for_each(|fault| diagnostics.push(fault));
                (None, diagnostics)
            }
        }
    }

    /// Renders a template. `page` is the page that asks for it, if it is one of the report's.
    pub(crate) fn render(
        &self,
        name: &str,
        context: &Context,
        report: &Report,
        page: Option<PageId>,
    ) -> Result<String, Box<Diagnostic>> {
        if !self.tera.contains_template(name) {
            return Err(Box::new(self.unknown(name, report, page)));
        }
        self.tera.render(name, context).map_err(|error| {
            let fault = faults::of_error(&error, &self.files, report).into_iter().next();
            Box::new(fault.unwrap_or_else(|| Diagnostic::new(rules::INVALID_TEMPLATE, error.to_string())))
        })
    }

    fn unknown(&self, name: &str, report: &Report, page: Option<PageId>) -> Diagnostic {
        let own = self.files.keys().map(String::as_str);
        let known = BUILT_IN.iter().map(|(name, _)| *name).chain(own);
        let fault = Diagnostic::new(rules::INVALID_TEMPLATE, format!("no template is called `{name}`"))
            .maybe_help(advice("template", name, known))
            .help("templates stand in the folder `templates` and end in `.html`");
        match page.and_then(|page| template_key(name, report, page)) {
            Some(span) => fault.at(span, "not found"),
            None => fault,
        }
    }
}

/// Other files of the folder are style sheets, scripts and words.
fn is_template(name: &str) -> bool {
    name.ends_with(".html")
}

/// Where a page's front matter names the template.
fn template_key(name: &str, report: &Report, page: PageId) -> Option<Span> {
    let page = report.pages.get(page.0 as usize)?;
    let front = report.files.get(page.file).text.get(..page.body.start as usize)?;
    let key = front.match_indices("template").find_map(|(at, _)| {
        let line = front.get(at..)?.lines().next()?;
        line.find(name).map(|offset| at + offset)
    })?;
    Some(Span::new(page.file, key..key + name.len()))
}
