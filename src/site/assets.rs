//! Style sheet, scripts and licences under names that change with their bytes, so that hosts may cache them for ever.

use super::css;
use crate::model::Theme;
use bytes::Bytes;

/// Where [`licences`] goes.
pub(super) const LICENCES_PATH: &str = "assets/LICENSES.txt";
const HASH_DIGITS: usize = 10;

/// The texts that the hashed files are made from.
#[derive(Debug, Clone, Copy)]
pub struct AssetTexts<'a> {
    /// The style sheet.
    pub css: &'a str,
    /// The style sheet of the report's look; empty for the first.
    pub look: &'a str,
    /// The script of every page.
    pub script: &'a str,
    /// The script of pages with charts.
    pub charts: &'a str,
    /// The ECharts library.
    pub echarts: &'a str,
}

/// A file whose name holds the hash of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HashedFile {
    /// Path in the site: `assets/sourcebook.0123456789.css`.
    pub path: String,
    /// Its bytes.
    pub bytes: Bytes,
}

/// The hashed files: pages need their paths before they are rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assets {
    /// The style sheet, with the report's theme.
    pub css: HashedFile,
    /// The script of every page.
    pub script: HashedFile,
    /// The script of pages with charts.
    pub charts: HashedFile,
    /// The ECharts library.
    pub echarts: HashedFile,
}

impl Assets {
    /// Names the files.
    #[must_use]
    pub fn new(texts: &AssetTexts<'_>, theme: &Theme) -> Self {
        let css = format!("{}{}{}", css::minified(texts.css), css::minified(texts.look), css::theme(theme));
        Self {
            css: hashed("sourcebook", "css", &css),
            script: hashed("sourcebook", "js", texts.script),
            charts: hashed("charts", "js", texts.charts),
            echarts: hashed("echarts", "js", texts.echarts),
        }
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &HashedFile> {
        [&self.css, &self.script, &self.charts, &self.echarts].into_iter()
    }
}

fn hashed(name: &str, extension: &str, text: &str) -> HashedFile {
    let hash = blake3::hash(text.as_bytes()).to_hex();
    let digits: String = hash.chars().take(HASH_DIGITS).collect();
    HashedFile {
        path: format!("assets/{name}.{digits}.{extension}"),
        bytes: Bytes::copy_from_slice(text.as_bytes()),
    }
}

/// What the licences of the libraries in `assets/` ask to be said.
pub(super) const fn licences() -> &'static str {
    include_str!("licences.txt")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: AssetTexts<'_> =
        AssetTexts { css: "a { b: c }", look: "", script: "1", charts: "2", echarts: "3" };

    #[test]
    fn names_follow_the_bytes() {
        let plain = Assets::new(&TEXTS, &Theme::default());
        assert_eq!(plain, Assets::new(&TEXTS, &Theme::default()));
        assert!(plain.css.path.starts_with("assets/sourcebook.") && plain.css.path.ends_with(".css"));
        assert_eq!(plain.css.path.len(), "assets/sourcebook..css".len() + HASH_DIGITS);
        let theme = Theme { accent: Some("#123456".to_owned()), ..Theme::default() };
        let themed = Assets::new(&TEXTS, &theme);
        assert_ne!(themed.css.path, plain.css.path);
        assert_eq!(themed.script, plain.script);
        assert_eq!(&*themed.css.bytes, b"a{b:c}:root{--accent:#123456}");
    }

    #[test]
    fn licences_name_what_is_shipped() {
        assert!(licences().contains("Apache License, Version 2.0") && licences().contains("ZRender"));
    }
}
