use super::*;
use proptest::prelude::*;

/// Every span of the page lies in its text, on characters.
fn check(text: &str) {
    let read = read(text);
    let document = &read.parts.document;
    let inside = |span: Span| assert!(text.get(span.range()).is_some(), "{span:?} of {text:?}");
    let mut all: Vec<&Node> = document.nodes.iter().chain(&read.parts.front.title).collect();
    all.extend(document.footnotes.values().flat_map(|note| &note.body));
    all.extend(document.headings.iter().flat_map(|heading| &heading.text));
    all.extend(document.images.iter().flat_map(|image| &image.alt));
    let texts = |figure: &'_ crate::model::Figure| {
        [&figure.title, &figure.subtitle, &figure.caption, &figure.note, &figure.alt].map(Clone::clone)
    };
    let figure_nodes: Vec<Node> = document.figures.iter().flat_map(texts).flatten().flatten().collect();
    all.extend(&figure_nodes);
    all.iter().for_each(|node| inside(node.span));
    document.expressions.iter().for_each(|expression| inside(expression.span));
    document.citations.iter().flat_map(|group| &group.citations).for_each(|citation| {
        inside(citation.key.span);
        // The key itself, or the whole of a YAML text whose quotes or folds hide where the key stands.
        let there = &text[citation.key.span.range()];
        let whole = there.len() > citation.key.value.len() && there.starts_with(['"', '\'', '>', '|']);
        assert!(there == citation.key.value || (whole && there.contains(&citation.key.value)), "{there:?}");
    });
    document.claims.iter().for_each(|claim| {
        inside(claim.span);
        inside(claim.text);
    });
    document.references.iter().for_each(|reference| inside(reference.span));
    document.note_uses.iter().for_each(|note| inside(note.name.span));
    document.links.iter().for_each(|link| inside(link.span));
    document.figures.iter().for_each(|figure| inside(figure.span));
    read.diagnostics
        .iter()
        .flat_map(|d| d.primary.iter().chain(&d.related))
        .for_each(|label| inside(label.span));
}

/// Pieces that make trouble, in any order.
fn soup() -> impl Strategy<Value = String> {
    let pieces = [
        "{{",
        "[",
        "]{=",
        "]{= x }",
        "]{-}",
        "[68%]{= a[\"}\"] }",
        "\u{3}",
        "}}",
        "{{ a.b[\"c\"] }}",
        "[@k",
        "[@k; @fig-a]",
        "]",
        "[^n]",
        "[^n]: ",
        "@tbl-x",
        "`",
        "```",
        "``",
        "\n",
        "\n\n",
        "    ",
        "> ",
        "- ",
        "1. ",
        "| ",
        "|---|---|\n",
        "Table: t {#tbl-a}",
        "# ",
        "## h {#id}",
        "漢",
        "é",
        "😀",
        "\u{E000}",
        "\u{E001}x",
        "\u{1}",
        "\\",
        "$",
        "$$",
        "~",
        "~~",
        "*",
        "**",
        "_",
        "\"",
        "'",
        "<",
        ">",
        "<!--",
        "-->",
        "<div>",
        "![",
        "](u)",
        "(",
        ")",
        "a",
        " ",
        "\t",
        "\r\n",
        "\u{feff}",
        "---\n",
        "+++\n",
        "title: x\n",
        ": d\n",
        "```chart\n",
        "```table\n",
        "```echarts\n",
        "```key-figures\n",
        "type: bar\n",
        "data: {{ x }}\n",
        "y: [a, 'b']\n",
        "title: >\n  漢 {{ x }}\n",
        "- label: \"\\u6f22 {{ y }}\"\n",
        "  value: a\n",
        "note: 'it''s [@k] é'\n",
        "filter: r.x\n",
        "&amp;",
        "\0",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_mixture_is_read(text in soup()) {
        check(&text);
    }

    #[test]
    fn any_figure_block_is_read(body in soup()) {
        check(&format!("# T\n\n- > ```chart\n  > title: 漢 {body}\n  > ```\n"));
        check(&format!("---\ntitle: {body}\n---\n```chart\ntitle: |\n  {body}\nnote: \"{body}\"\n```\n"));
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,80}") {
        check(&text);
    }
}
