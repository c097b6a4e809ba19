//! The translated example, `examples/languages`: it builds without findings, and each page has its language's words, numbers,
//! dates and marks.

use crate::support::{root, run};
use std::fs;

/// For each page: what must stand in it.
const PAGES: [(&str, &[&str]); 10] = [
    (
        "index.html",
        &["lang=\"en\"", "Show data", "6,280,000", "12 May 2026", "“the ‘small city’ effect”", "Figure 1"],
    ),
    (
        "de/index.html",
        &[
            "lang=\"de\"",
            "Daten anzeigen",
            "6.280.000",
            "12. Mai 2026",
            "„den Effekt der ‚kleinen Stadt‘“",
            "Abbildung 2",
        ],
    ),
    (
        "fr/index.html",
        &[
            "lang=\"fr\"",
            "Afficher les données",
            "6\u{202f}280\u{202f}000",
            "12 mai 2026",
            "«\u{202f}l’effet ‹\u{202f}petite ville\u{202f}›\u{202f}»",
        ],
    ),
    (
        "es/index.html",
        &[
            "lang=\"es\"",
            "Mostrar los datos",
            "6.280.000",
            "12 de mayo de 2026",
            "«el efecto “ciudad pequeña”»",
        ],
    ),
    (
        "pt/index.html",
        &[
            "lang=\"pt\"",
            "Mostrar os dados",
            "6.280.000",
            "12 de maio de 2026",
            "“o efeito ‘cidade pequena’”",
        ],
    ),
    (
        "zh/index.html",
        &["lang=\"zh\"", "查看数据", "6,280,000", "2026年5月12日", "“‘小城’效应”", "图 6", "自行车出行，是"],
    ),
    ("zh-hant/index.html", &["lang=\"zh-Hant\"", "檢視資料", "2026年5月12日", "「『小城』效應」", "圖 7"]),
    ("ja/index.html", &["lang=\"ja\"", "データを表示", "2026年5月12日", "「『小都市』効果」", "図 8"]),
    ("ko/index.html", &["lang=\"ko\"", "데이터 보기", "2026년 5월 12일", "“‘작은 도시’ 효과”", "그림 9"]),
    (
        "ar/index.html",
        &[
            "lang=\"ar\" dir=\"rtl\"",
            "عرض البيانات",
            "6,280,000",
            "12 مايو 2026",
            "«أثر “المدينة الصغيرة”»",
            "الشكل 10",
        ],
    ),
];

#[test]
fn each_page_speaks_its_language() {
    let output = tempfile::tempdir().expect("a temporary folder");
    let site = output.path().join("site");
    let report = root().join("examples/languages");
    let run = run(&report, &["build", ".", "--output", &site.to_string_lossy(), "--no-cache", "--strict"]);
    assert_eq!(run.status, 0, "the example has findings:\n{}", run.stderr);
    for (path, wanted) in PAGES {
        let html = fs::read_to_string(site.join(path)).expect(path);
        for text in wanted {
            assert!(html.contains(text), "{path} lacks {text:?}");
        }
    }
}

#[test]
fn figures_are_called_by_the_language_of_the_page_that_names_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    let table = |id: &str| format!("```table\nid: {id}\ndata: d\ntitle: T\nsource: s\n```\n");
    write("sourcebook.toml", "title = \"A\"\nlanguage = \"nl\"\n");
    write("templates/words/nl.toml", "kind_table = \"Tabel\"\n");
    write("content/data/d.csv", "K,V\na,1\nb,2\n");
    write("content/sources.yaml", "s:\n  type: Web\n  title: S\n");
    write("content/index.md", &format!("# A\n\nZie @tbl-a en @tbl-b.\n\n{}", table("tbl-a")));
    write(
        "content/b.md",
        &format!("---\nlanguage: de\n---\n# B\n\nSiehe @tbl-a und @tbl-b.\n\n{}", table("tbl-b")),
    );
    let done = run(folder.path(), &["build", "."]);
    assert_eq!(done.status, 0, "{}", done.stderr);
    let page = |path: &str| fs::read_to_string(folder.path().join("output").join(path)).expect("a page");
    let (first, second) = (page("index.html"), page("b/index.html"));
    assert!(first.contains(">Tabel 1</a> en ") && first.contains(">Tabel 2</a>."), "{first}");
    assert!(second.contains(">Tabelle 1</a> und ") && second.contains(">Tabelle 2</a>."), "{second}");
}
