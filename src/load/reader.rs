//! The parts of a report that are read one by one: configuration, folders, sources, and files that the configuration names.

use super::folder::{Content, Listing, Paths};
use super::read::{self, Blob, Former, Known};
use super::{DATA, place, text, walk};
use crate::config;
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Files, RuleId, Span, below, rules};
use crate::model::{Config, SourceRegistry};
use crate::sources;
use bytes::Bytes;
use camino::{Utf8Path, Utf8PathBuf};

/// Reads what a report has one of, and its folders.
pub(super) struct Reader<'a> {
    pub(super) root: &'a Utf8Path,
    pub(super) files: Files,
    pub(super) diagnostics: Diagnostics,
}

impl Reader<'_> {
    pub(super) fn config(&mut self) -> Config {
        let Some(blob) = self.optional("sourcebook.toml") else {
            // What stands there and cannot be read has been named.
            if self.diagnostics.is_empty() {
                self.diagnostics
                    .push(Diagnostic::new(rules::MISSING_REPORT, "this folder has no `sourcebook.toml`").help(
                    "name the report's folder, or write a `sourcebook.toml` with at least `title = \"…\"`",
                ));
            }
            return Config::default();
        };
        let Some(file) = self.text("sourcebook.toml", &blob) else { return Config::default() };
        let (config, found) = config::parse(file, &self.files.get(file).text);
        self.diagnostics.extend(found);
        config
    }

    pub(super) fn content<'k>(
        &mut self,
        config: &Config,
        most: usize,
        known: impl FnOnce() -> Known<'k> + Send,
    ) -> Content {
        let folder = &config.build.content;
        match place::has_folder(&self.root.join(folder)) {
            Ok(true) => {}
            Ok(false) => {
                self.diagnostics.push(
                    Diagnostic::new(rules::MISSING_REPORT, format!("this folder has no `{folder}`"))
                        .help("a report's pages are Markdown files in that folder; the first is `index.md`"),
                );
                return Content::default();
            }
            Err(reason) => {
                self.diagnostics.push(read::unreadable(folder, &reason));
                return Content::default();
            }
        }
        let known = known();
        let found =
            walk::again((self.root, folder), &known.listing.folders, known.paths(), &mut self.diagnostics);
        let Paths { pages, data, others } = Paths::of(found.files);
        let listing = Listing { others: others.clone(), folders: found.folders };
        let mut read = |folder: &str, paths, known: &[Former<'_>]| {
            read::read((self.root, folder), paths, (known, most), &mut self.diagnostics)
        };
        let (pages, _) = read(folder, pages, &known.pages);
        let (data, unreadable) = read(below(folder, DATA).as_str(), data, &known.data);
        let (others, _) = read(folder, others, &[]);
        Content { unreadable, ..Content::of(pages, data, others, listing) }
    }

    pub(super) fn sources(&mut self, config: &Config, content: &Content) -> SourceRegistry {
        let mut file = |blob: &Option<Blob>| {
            let blob = blob.as_ref()?;
            self.text(&format!("{}/{}", config.build.content, blob.path), &blob.bytes)
        };
        let (yaml, bib) = (file(&content.yaml), file(&content.bib));
        let text = |id: Option<FileId>| id.map(|id| (id, self.files.get(id).text.as_ref()));
        let (registry, found) = sources::parse(text(yaml), text(bib));
        self.diagnostics.extend(found);
        registry
    }

    pub(super) fn templates(&mut self, config: &Config) -> Vec<(String, FileId)> {
        let folder = &config.build.templates;
        match place::has_folder(&self.root.join(folder)) {
            Ok(true) => {}
            Ok(false) => return Vec::new(),
            Err(reason) => {
                self.diagnostics.push(read::unreadable(folder, &reason));
                return Vec::new();
            }
        }
        let paths = walk::files(self.root, folder, &mut self.diagnostics);
        let (blobs, _) = read::read((self.root, folder), paths, (&[], usize::MAX), &mut self.diagnostics);
        blobs
            .into_iter()
            .filter_map(|blob| {
                let file = self.text(&format!("{}/{}", config.build.templates, blob.path), &blob.bytes)?;
                Some((blob.path.into_string(), file))
            })
            .collect()
    }

    /// The style file, when `[citations] style` names one; a name without `.csl` is one of the archive's.
    pub(super) fn csl_style(&mut self, config: &Config) -> Option<FileId> {
        let style = config.citations.style.as_ref().filter(|style| style.value.ends_with(".csl"))?;
        let bytes = self.named(&style.value, style.span, rules::INVALID_STYLE)?;
        self.text(&style.value, &bytes)
    }

    pub(super) fn echarts(&mut self, config: &Config) -> Option<FileId> {
        let library = config.echarts.as_ref()?;
        let bytes = self.named(&library.value, library.span, rules::INVALID_ECHARTS)?;
        self.text(&library.value, &bytes)
    }

    pub(super) fn card_font(&mut self, config: &Config) -> Option<Bytes> {
        let font = config.publish.card_font.as_ref()?;
        self.named(&font.value, font.span, rules::UNREADABLE_FILE)
    }

    /// A file that the configuration names.
    fn named(&mut self, path: &str, span: Span, rule: RuleId) -> Option<Bytes> {
        let below =
            Utf8Path::new(path).components().all(|part| matches!(part, camino::Utf8Component::Normal(_)));
        let result = match below {
            true => read::named(self.root, path),
            false => Err("it does not stand below the report's folder".to_owned()),
        };
        match result {
            Ok(bytes) => Some(bytes.into()),
            Err(reason) => {
                self.diagnostics.push(
                    Diagnostic::new(rule, format!("`{path}` cannot be read: {reason}"))
                        .at(span, "")
                        .help("name a file relative to the report's folder"),
                );
                None
            }
        }
    }

    pub(super) fn optional(&mut self, path: &str) -> Option<Bytes> {
        let full = self.root.join(path);
        let is_there = place::has_file(&full).unwrap_or_else(|reason| {
            self.diagnostics.push(read::unreadable(path, &reason));
            false
        });
        if is_there && place::leads_out(self.root, &full) {
            self.diagnostics.push(walk::out_of_the_report(path));
            return None;
        }
        let paths = is_there.then(|| Utf8PathBuf::from(path)).into_iter().collect();
        let (blobs, _) = read::read((self.root, ""), paths, (&[], usize::MAX), &mut self.diagnostics);
        blobs.into_iter().next().map(|blob| blob.bytes)
    }

    pub(super) fn text(&mut self, path: &str, bytes: &[u8]) -> Option<FileId> {
        text(&mut self.files, &mut self.diagnostics, path, bytes)
    }
}
