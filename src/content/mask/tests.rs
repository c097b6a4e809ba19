use super::*;

/// The constructs found, and that the mask keeps the length and can be undone.
fn found(text: &str) -> Vec<&str> {
    let masked = all(text, &[]);
    assert_eq!(masked.text().len(), text.len());
    assert_eq!(masked.restore(masked.text(), 0), text);
    masked.marks.iter().map(|mark| &text[mark.range.clone()]).collect()
}

#[test]
fn constructs_are_found_outside_of_code() {
    let text = "a {{ x }} `{{ y }}` [@k; @l] ``[@n]`` [^1] @fig-a me@fig-b.org 见@tbl-c。\\{{ z }} \\[@q]";
    assert_eq!(found(text), ["{{ x }}", "[@k; @l]", "[^1]", "@fig-a", "@tbl-c"]);
    assert_eq!(found("[^n]: a [^m]\n> - [^o]: b"), ["[^m]"]);
    assert_eq!(found("<!-- {{ a }} --> <https://x.y/@fig-z> $x_{{a}}$"), Vec::<&str>::new());
    assert_eq!(found("[@handle](https://x.com) [@a]"), ["[@a]"]);
    assert_eq!(found("{{ a\n+ b }}\n\n{{ c\n\n}}"), ["{{ a\n+ b }}"]);
}

#[test]
fn money_and_about_are_hidden() {
    let masked = all("$5 to $6, ~5 and ~~gone~~ $x$", &[]);
    assert_eq!(masked.text(), "\u{1}5 to \u{1}6, \u{2}5 and ~~gone~~ $x$");
}

#[test]
fn placeholders_beside_emphasis_are_what_emphasis_needs() {
    let edges = |text: &str| {
        let masked = all(text, &[]);
        let placeholder = &masked.marks[0].placeholder;
        (placeholder.starts_with(','), placeholder.ends_with(','))
    };
    assert_eq!(edges("**{{ x }}**的"), (false, false));
    assert_eq!(edges("**“引”**[^1]"), (true, false));
    assert_eq!(edges("[^1]**“引”**"), (false, true));
    assert_eq!(edges("的**{{ x }}**"), (false, false));
    assert_eq!(edges("\"best\"[^1]"), (true, false));
    assert_eq!(edges("\"{{ x }}\""), (false, false));
    assert_eq!(edges("(\"{{ x }}\")"), (false, false));
}

#[test]
fn unclosed_braces_are_remembered() {
    let masked = all("a {{ b\n\nc {{ d }", &[]);
    assert_eq!(masked.slips(&(0..99)).collect::<Vec<_>>(), [2, 10]);
}

#[test]
fn more_marks_than_names_are_told_apart_by_place() {
    let text: String = (0..7000).map(|n| format!("{{{{ {n} }}}} ")).collect();
    assert_eq!(found(&text).len(), 7000);
    let masked = all(&text, &[]);
    let near = text.find("{{ 6999 }}").unwrap();
    assert_eq!(masked.restore(&masked.text()[near..near + 10], near), "{{ 6999 }}");
}
