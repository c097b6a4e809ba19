//! `sourcebook.toml` as a value.

use crate::diagnostics::{RuleId, Severity, Spanned};
use jiff::civil::Date;

/// The report's configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The report's title.
    pub title: String,
    /// One or two sentences about it.
    pub description: Option<String>,
    /// BCP 47 tag.
    pub language: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Where it is published, without a trailing slash; may hold a sub-path.
    pub base_url: Option<String>,
    /// Date of the edition, for pages without one.
    pub date: Option<Date>,
    /// `[build]`.
    pub build: Build,
    /// `[citations]`.
    pub citations: Citations,
    /// `[theme]`.
    pub theme: Theme,
    /// `[charts] echarts`: an ECharts build below the root, in the place of the program's own.
    pub echarts: Option<Spanned<String>>,
    /// `[check]`: severities by rule; `None` switches a rule off.
    pub severities: Vec<(RuleId, Option<Severity>)>,
    /// `[check] min_coverage`, in percent.
    pub min_coverage: Option<f64>,
    /// `[check] ignore_links`: beginnings of addresses that `check --links` does not ask for.
    pub ignore_links: Vec<String>,
    /// `[publish]`.
    pub publish: Publish,
    /// `[security]`.
    pub security: Security,
}

/// `[security]`: what the report's text may do in a reader's browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Security {
    /// Whether raw HTML stands as written, instead of cleaned.
    pub raw_html: bool,
}

/// `[build]`: folders, relative to the report's root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// Markdown pages; default `content`.
    pub content: String,
    /// Templates; default `templates`.
    pub templates: String,
    /// The site; default `output`.
    pub output: String,
    /// Whether drafts are built.
    pub drafts: bool,
}

/// `[citations]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Citations {
    /// A CSL style's name in Hayagriva's archive, or a `.csl` file below the root.
    pub style: Option<Spanned<String>>,
}

/// `[theme]`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Theme {
    /// The look that the rest changes.
    pub look: Look,
    /// Font families for text, headings, and the frame with its figures: lists as CSS has them.
    pub fonts: Fonts,
    /// Font files that come with the report.
    pub font_files: Vec<FontFile>,
    /// An image of the content folder, shown before the report's title.
    pub logo: Option<Spanned<String>>,
    /// Another image for dark mode.
    pub logo_dark: Option<Spanned<String>>,
    /// The length of a line of text in rem.
    pub width: Option<f64>,
    /// Accent colour in light mode, `#rrggbb`.
    pub accent: Option<String>,
    /// Accent colour in dark mode, `#rrggbb`.
    pub accent_dark: Option<String>,
    /// When the colours of charts carry patterns: one of [`super::DECALS`].
    pub decal: Option<&'static str>,
    /// Chart colours in light mode, `#rrggbb`.
    pub palette: Vec<String>,
    /// Chart colours in dark mode, `#rrggbb`.
    pub palette_dark: Vec<String>,
}

/// A built-in look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// Serif text, sans serif frame.
    #[default]
    Broadsheet,
    /// Sans serif, blue, ruled.
    Brief,
    /// Old-style serif on warm paper.
    Paper,
}

impl Look {
    /// All of them, by name.
    pub const ALL: [(&str, Self); 3] =
        [("broadsheet", Self::Broadsheet), ("brief", Self::Brief), ("paper", Self::Paper)];
}

/// Font families by use; a list such as `Inter, "Segoe UI"`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fonts {
    /// Text.
    pub text: Option<String>,
    /// Headings.
    pub head: Option<String>,
    /// Navigation, tables, figures, notes.
    pub ui: Option<String>,
}

/// `[[theme.font_files]]`: a font that the site brings along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontFile {
    /// The family's name, as `[theme] text_font` has it.
    pub family: String,
    /// A WOFF2, WOFF, TrueType or OpenType file below the content folder.
    pub file: Spanned<String>,
    /// `400`, or a range `300 800` for a variable font.
    pub weight: Option<String>,
    /// Whether it is the italic.
    pub italic: bool,
}

/// `[publish]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Publish {
    /// The domain written to `CNAME`.
    pub cname: Option<String>,
    /// A TrueType or OpenType file below the root for the social card, for titles its own font lacks letters for.
    pub card_font: Option<Spanned<String>>,
    /// Which pages have a social card of their own.
    pub cards: CardPages,
    /// Whether search engines are asked to stay away.
    pub noindex: bool,
}

/// `[publish] cards`: which pages have a social card of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CardPages {
    /// Every page of a report of up to 200 pages; the home page alone of a larger one.
    #[default]
    Auto,
    /// Every page.
    Pages,
    /// The home page.
    Report,
    /// None.
    None,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: String::new(),
            description: None,
            language: "en".to_owned(),
            authors: Vec::new(),
            base_url: None,
            date: None,
            build: Build::default(),
            citations: Citations::default(),
            theme: Theme::default(),
            echarts: None,
            severities: Vec::new(),
            min_coverage: None,
            ignore_links: Vec::new(),
            publish: Publish::default(),
            security: Security::default(),
        }
    }
}

impl Default for Build {
    fn default() -> Self {
        Self {
            content: "content".to_owned(),
            templates: "templates".to_owned(),
            output: "output".to_owned(),
            drafts: false,
        }
    }
}
