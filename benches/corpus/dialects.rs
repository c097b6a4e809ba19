//! The corpus as each program wants it: folders, front matter, configuration, and templates that do the same work
//! (navigation, contents, search index and feed where the program has them).

use super::pages::{self, Extras};
use std::fs;
use std::io;
use std::path::Path;

/// Pages in one folder.
const FOLDER: usize = 100;

/// Who is to read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// This program.
    Sourcebook,
    /// Zola.
    Zola,
    /// Hugo.
    Hugo,
    /// mdBook.
    Mdbook,
    /// Eleventy.
    Eleventy,
    /// Observable Framework.
    Framework,
}

impl Dialect {
    /// All of them, with their names.
    pub(crate) const ALL: [(&str, Self); 6] = [
        ("sourcebook", Self::Sourcebook),
        ("zola", Self::Zola),
        ("hugo", Self::Hugo),
        ("mdbook", Self::Mdbook),
        ("eleventy", Self::Eleventy),
        ("framework", Self::Framework),
    ];

    const fn content(self) -> &'static str {
        match self {
            Self::Mdbook | Self::Framework => "src",
            Self::Eleventy => "",
            _ => "content",
        }
    }

    /// What stands above a page's text.
    fn head(self, title: &str) -> String {
        match self {
            Self::Zola => format!("+++\ntitle = \"{title}\"\ndate = 2025-06-01\n+++\n\n"),
            Self::Mdbook => format!("# {title}\n\n"),
            Self::Framework => format!("---\ntitle: {title}\n---\n\n# {title}\n\n"),
            Self::Eleventy => format!("---\ntitle: {title}\nlayout: page.njk\n---\n\n"),
            _ => format!("---\ntitle: {title}\ndate: 2025-06-01\n---\n\n"),
        }
    }

    /// What stands above the text of a folder's page.
    fn index_head(self, title: &str) -> String {
        match self {
            // It refuses a date there.
            Self::Zola => format!("+++\ntitle = \"{title}\"\n+++\n\n"),
            _ => self.head(title),
        }
    }

    /// The page of a folder.
    const fn index(self) -> &'static str {
        match self {
            Self::Zola | Self::Hugo => "_index.md",
            _ => "index.md",
        }
    }
}

/// Writes `count` pages into `folder`.
///
/// # Errors
/// When a file cannot be written.
pub(crate) fn write(folder: &Path, count: usize, dialect: Dialect, extras: Extras) -> io::Result<()> {
    let content = folder.join(dialect.content());
    let put = |path: &Path, text: &str| -> io::Result<()> {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)
    };
    let opening = "The first page of the corpus.\n";
    put(&content.join(dialect.index()), &format!("{}{opening}", dialect.index_head("Corpus")))?;
    for page in 0..count {
        let section = content.join(section_name(page));
        if page % FOLDER == 0 {
            let title = format!("Section {}", page / FOLDER);
            put(
                &section.join(dialect.index()),
                &format!("{}The pages of a section.\n", dialect.index_head(&title)),
            )?;
        }
        let text = format!("{}{}", dialect.head(&pages::title(page)), pages::body(page, extras));
        put(&section.join(format!("p{page:05}.md")), &text)?;
        put(&data_folder(folder, dialect).join(format!("p{page:05}.csv")), &pages::csv(page))?;
    }
    if extras != Extras::None {
        put(&data_folder(folder, dialect).join("common.csv"), &pages::shared_csv(count))?;
        put(&content.join("data/datapackage.json"), &package(count))?;
        put(&content.join("sources.yaml"), "corpus:\n  type: web\n  title: The corpus\n  date: 2025\n")?;
    }
    for (path, text) in configuration(count, dialect) {
        put(&folder.join(path), &text)?;
    }
    Ok(())
}

fn section_name(page: usize) -> String {
    format!("s{:03}", page / FOLDER)
}

fn data_folder(folder: &Path, dialect: Dialect) -> std::path::PathBuf {
    match dialect {
        Dialect::Sourcebook => folder.join("content/data"),
        Dialect::Zola | Dialect::Hugo => folder.join("static/data"),
        Dialect::Mdbook | Dialect::Framework => folder.join("src/data"),
        Dialect::Eleventy => folder.join("data"),
    }
}

/// Sources of the datasets that figures show.
fn package(count: usize) -> String {
    let resource = |name: String| {
        format!(
            "{{\"name\":\"{name}\",\"path\":\"{name}.csv\",\"sources\":[{{\"title\":\"Corpus\",\"key\":\"corpus\"}}]}}"
        )
    };
    let list: Vec<String> = (0..count).map(|page| resource(format!("p{page:05}"))).collect();
    format!("{{\"resources\":[{}]}}\n", list.join(",\n"))
}

fn configuration(count: usize, dialect: Dialect) -> Vec<(&'static str, String)> {
    let own = |path, text: &str| (path, text.to_owned());
    match dialect {
        Dialect::Sourcebook => vec![own("sourcebook.toml", SOURCEBOOK)],
        Dialect::Zola => vec![
            own("config.toml", ZOLA),
            own("templates/base.html", ZOLA_BASE),
            own("templates/page.html", ZOLA_PAGE),
            own("templates/section.html", ZOLA_SECTION),
            own("templates/index.html", ZOLA_SECTION),
        ],
        Dialect::Hugo => vec![
            own("hugo.toml", HUGO),
            own("layouts/_default/baseof.html", HUGO_BASE),
            own("layouts/_default/single.html", HUGO_PAGE),
            own("layouts/_default/list.html", HUGO_PAGE),
        ],
        Dialect::Mdbook => {
            vec![own("book.toml", "[book]\ntitle = \"Corpus\"\n"), ("src/SUMMARY.md", summary(count))]
        }
        Dialect::Eleventy => vec![
            own("eleventy.config.mjs", ELEVENTY),
            own("_includes/page.njk", ELEVENTY_PAGE),
            own("package.json", "{\"type\":\"module\"}\n"),
        ],
        Dialect::Framework => {
            vec![own(
                "observablehq.config.js",
                "export default {title: \"Corpus\", root: \"src\", search: true};\n",
            )]
        }
    }
}

/// mdBook builds what its summary lists.
fn summary(count: usize) -> String {
    let mut text = String::from("# Summary\n\n[Corpus](index.md)\n\n");
    for page in 0..count {
        if page % FOLDER == 0 {
            text.push_str(&format!("- [Section {}]({}/index.md)\n", page / FOLDER, section_name(page)));
        }
        text.push_str(&format!("  - [{}]({}/p{page:05}.md)\n", pages::title(page), section_name(page)));
    }
    text
}

const SOURCEBOOK: &str = "title = \"Corpus\"\nbase_url = \"https://example.org/corpus\"\ndate = 2025-06-01\n\n[publish]\n\
    cards = \"none\"\n";

const ZOLA: &str = "base_url = \"https://example.org/corpus\"\ntitle = \"Corpus\"\nbuild_search_index = true\n\
    generate_feeds = true\nfeed_filenames = [\"atom.xml\"]\n\n[markdown]\nsmart_punctuation = true\n";

const ZOLA_BASE: &str = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>\
    {% block title %}{{ config.title }}{% endblock %}</title></head><body><nav><ol>\
    {% set top = get_section(path=\"_index.md\") %}{% for path in top.subsections %}\
    {% set sub = get_section(path=path, metadata_only=true) %}<li><a href=\"{{ sub.permalink }}\">{{ sub.title }}</a></li>\
    {% endfor %}</ol></nav><main>{% block main %}{% endblock %}</main></body></html>\n";

const ZOLA_PAGE: &str = "{% extends \"base.html\" %}{% block title %}{{ page.title }}{% endblock %}{% block main %}\
    <h1>{{ page.title }}</h1><ol>{% for heading in page.toc %}<li><a href=\"{{ heading.permalink }}\">{{ heading.title }}\
    </a></li>{% endfor %}</ol>{{ page.content | safe }}{% if page.lower %}<a href=\"{{ page.lower.permalink }}\">\
    {{ page.lower.title }}</a>{% endif %}{% if page.higher %}<a href=\"{{ page.higher.permalink }}\">{{ page.higher.title }}\
    </a>{% endif %}{% endblock %}\n";

const ZOLA_SECTION: &str = "{% extends \"base.html\" %}{% block main %}<h1>{{ section.title }}</h1>\
    {{ section.content | safe }}<ol>{% for page in section.pages %}<li><a href=\"{{ page.permalink }}\">{{ page.title }}</a>\
    </li>{% endfor %}</ol>{% endblock %}\n";

const HUGO: &str =
    "baseURL = \"https://example.org/corpus\"\ntitle = \"Corpus\"\n[outputs]\nhome = [\"HTML\", \"RSS\"]\n";

const HUGO_BASE: &str = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ .Title }}</title></head>\
    <body><nav><ol>{{ range .Site.Home.Sections }}<li><a href=\"{{ .Permalink }}\">{{ .Title }}</a></li>{{ end }}</ol></nav>\
    <main>{{ block \"main\" . }}{{ end }}</main></body></html>\n";

const HUGO_PAGE: &str = "{{ define \"main\" }}<h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}\
    {{ with .PrevInSection }}<a href=\"{{ .Permalink }}\">{{ .Title }}</a>{{ end }}\
    {{ with .NextInSection }}<a href=\"{{ .Permalink }}\">{{ .Title }}</a>{{ end }}{{ end }}\n";

const ELEVENTY: &str = "import footnote from \"markdown-it-footnote\";\n\nexport default function (config) {\n\
    config.amendLibrary(\"md\", (md) => md.use(footnote));\n  config.addPassthroughCopy(\"data\");\n\
    return {dir: {output: \"_site\"}, markdownTemplateEngine: false};\n}\n";

const ELEVENTY_PAGE: &str = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ title }}</title></head>\
    <body><main><h1>{{ title }}</h1>{{ content | safe }}</main></body></html>\n";
