//! Evidence on a page: classes of typed numbers, origins of computed ones, the legend.

use super::build::{Build, bound};
use crate::model::{CellRef, FigureKind};

#[test]
fn typed_numbers_carry_their_class_and_other_numbers_none() {
    let mut build = Build::new();
    let mut nodes = build.text("In 2024 sales of the F-35 rose by 12%.");
    nodes.push(build.note_use("a", "A note."));
    build.paragraph(nodes);
    let content = build.content();
    assert!(
        content.contains("In 2024 sales of the F-35 rose by <span class=\"cited\">12%</span>."),
        "{content}"
    );
    let content = Build::new().markdown("It cost \\$70M & <5%.").content();
    assert!(
        content.contains(
            "It cost <span class=\"unsupported\">$70M</span> &amp; <span class=\"unsupported\">&lt;5%</span>."
        ),
        "{content}"
    );
}

#[test]
fn the_legend_counts_each_class_and_is_missing_without_numbers() {
    let mut build = Build::new();
    build.markdown("It fell by 7%.");
    let value = build.expression(bound("68%", 68.0, "%", None));
    build.paragraph(vec![value]);
    let html = build.html("index.html");
    assert!(
        html.contains(
            "<li><span class=\"evidence-bound\">1 computed from data</span></li>\
             <li><span class=\"evidence-unsupported\">1 without a source</span></li>"
        ),
        "{html}"
    );
    assert!(html.contains("<input type=\"checkbox\" class=\"evidence-switch\""), "{html}");
    let mut build = Build::new();
    build.markdown("Nothing to count.");
    assert!(!build.html("index.html").contains("evidence"));
}

#[test]
fn an_origin_leads_to_the_figure_that_shows_the_record() {
    let mut build = Build::new();
    let dataset = build.dataset("d", &[("Name", ""), ("Share", "%")], &[&["a", "68%"], &["b", "5%"]]);
    let cell = |record| CellRef { dataset, record, field: 1 };
    let value = build.expression(bound("68%", 68.0, "%", Some(cell(0))));
    build.paragraph(vec![value]);
    build.figure(FigureKind::KeyFigures(Vec::new()), "tbl-d", Some(dataset));
    build.settled().figures[0].records = vec![1];
    assert!(!build.content().contains("data-at"), "the figure leaves the record out");
    build.settled().figures[0].records = vec![0];
    assert!(build.content().contains("data-at=\"#tbl-d\">"), "{}", build.content());
}
