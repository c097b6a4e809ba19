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
