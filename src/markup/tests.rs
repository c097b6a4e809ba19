use super::{html, parse, xhtml};

fn body(text: &str) -> (String, String) {
    let tree = parse(text);
    let body = tree.named(tree.top(), "body").expect("every document has a body");
    let write = |write: fn(&super::Tree, super::NodeId) -> String| {
        tree.children(body).iter().map(|id| write(&tree, *id)).collect::<String>()
    };
    (write(html), write(xhtml))
}

#[test]
fn what_is_read_is_written_again() {
    for text in [
        "<p>A &amp; B &lt; C <em class=\"x y\">d</em><br>e</p>",
        "<table><tbody><tr><td>1</td></tr></tbody></table>",
        "<svg viewBox=\"0 0 1 2\"><clipPath id=\"a\"><path d=\"M0 0\"></path></clipPath></svg>",
        "<p>x</p><script>if (1 < 2 && 3) {}</script>",
        "<details open><summary>x</summary></details>",
        "<pre>\n\nx</pre>",
    ] {
        assert_eq!(body(text).0, text);
    }
}

#[test]
fn what_is_not_well_formed_becomes_so() {
    for (text, expected) in [
        ("<p>a<br>b<p>c&nbsp;&copy;", "<p xmlns=\"\">a<br/>b</p><p>c&#160;©</p>"),
        ("<input disabled type=checkbox>", "<input disabled=\"\" type=\"checkbox\"/>"),
        ("<p @click=x a:b=c xml:lang=en>t</p>", "<p xml:lang=\"en\">t</p>"),
        ("<td></td><p>a\u{1}b\u{c}</p>", "<p>ab</p>"),
        ("<div></div><b><i>x</b>y</i>", "<div></div><b><i>x</i></b><i>y</i>"),
        ("<!-- -- --><p>x</p>", "<p>x</p>"),
    ] {
        assert_eq!(body(text).1, expected.replace(" xmlns=\"\"", ""), "{text}");
    }
}

#[test]
fn drawings_and_formulas_say_what_they_are() {
    let (_, xml) = body("<svg><use xlink:href=\"#a\"/></svg><math><mi>x</mi></math>");
    assert_eq!(
        xml,
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><use xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         xlink:href=\"#a\"/></svg><math xmlns=\"http://www.w3.org/1998/Math/MathML\"><mi>x</mi></math>"
    );
}

#[test]
fn parts_move_between_trees() {
    let from = parse("<main><p>a <b>b</b></p></main>");
    let mut to = parse("<body><div></div><hr>");
    let main = from.named(from.top(), "main").expect("a main");
    let div = to.named(to.top(), "div").expect("a div");
    let copy = to.graft(&from, main);
    to.append(div, copy);
    let bold = to.named(to.top(), "b").expect("a b");
    to.unwrap(bold);
    to.unwrap(copy);
    assert_eq!(html(&to, div), "<div><p>a b</p></div>");
    assert_eq!(to.text(div), "a b");
}
