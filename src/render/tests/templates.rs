//! A report's own templates, and their faults.

use super::build::Build;
use crate::diagnostics::Diagnostic;

/// The faults of a build with these templates, each with the file and text it points at.
fn faults(templates: &[(&str, &str)]) -> Vec<(Diagnostic, String, String)> {
    let mut build = Build::new();
    for (name, text) in templates {
        build.template(name, text);
    }
    let (_, diagnostics) = build.render();
    let files = &build.resolved.report.files;
    diagnostics
        .iter()
        .map(|fault| {
            assert_eq!(fault.rule.name(), "invalid-template");
            let place = fault.primary.as_ref();
            let path = place.map_or_else(String::new, |label| files.get(label.span.file).path.to_string());
            let text = place.map_or_else(String::new, |label| files.text(label.span).to_owned());
            (fault.clone(), path, text)
        })
        .collect()
}

#[test]
fn a_template_replaces_the_built_in_one_of_its_name() {
    let mut build = Build::new();
    build.template("page.html", "{{ page.title }} in {{ report.title }}|{{ content }}|{{ words.notes }}");
    build.markdown("a `<`");
    assert_eq!(build.html("index.html"), "Home in The report|<p>a <code>&lt;</code></p>\n|Notes");
}

#[test]
fn a_template_can_extend_what_it_replaces() {
    let mut build = Build::new();
    build.template("base.html", "{% extends \"sourcebook/base.html\" %}{% block footer %}FOOT{% endblock %}");
    let html = build.html("index.html");
    assert!(html.contains("FOOT\n</body>") && html.contains("<h1>Home</h1>"), "{html}");
}

#[test]
fn front_matter_chooses_a_template_and_extra_keys_reach_it() {
    let mut build = Build::new();
    build.template(
        "slim.html",
        "{{ page.extra.mood }}{% for k, v in page.extra %} {{ k }}={{ v }}{% endfor %}",
    );
    build.page().front.template = Some("slim.html".to_owned());
    let extra = serde_json::json!({ "z": 1, "mood": "<calm>", "a": 2 });
    build.page().front.extra = extra.as_object().unwrap().clone();
    assert_eq!(
        build.html("index.html"),
        "&lt;calm&gt; z=1 mood=&lt;calm&gt; a=2",
        "in the order of the file"
    );
}

#[test]
fn an_unknown_template_names_the_nearest_at_its_place() {
    let mut build = Build::new();
    build.template("slim.html", "x");
    build.page().front.template = Some("slm.html".to_owned());
    let file = build.page().file;
    let text = "+++\ntemplate = \"slm.html\"\n+++\nHome";
    let mut files = crate::diagnostics::Files::default();
    for (id, old) in build.resolved.report.files.clone().iter() {
        files.add(old.path.clone(), if id == file { text.into() } else { old.text.clone() });
    }
    build.resolved.report.files = files;
    build.page().body = crate::diagnostics::Span::new(file, 31..35);
    let (pages, diagnostics) = build.render();
    let fault = diagnostics.iter().next().unwrap();
    assert_eq!(fault.message, "no template is called `slm.html`");
    assert_eq!(fault.help[0], "did you mean `slim.html`?");
    assert_eq!(build.resolved.report.files.text(fault.primary.as_ref().unwrap().span), "slm.html");
    assert!(pages.iter().all(|page| page.path != "index.html"));
}

#[test]
fn syntax_faults_of_all_templates_are_found_in_one_run() {
    let found = faults(&[("a.html", "x\n{% if %}"), ("b.html", "{{ 1 + }}"), ("sourcebook.css", "a { {% }")]);
    let places: Vec<(&str, &str)> =
        found.iter().map(|(_, path, text)| (path.as_str(), text.as_str())).collect();
    assert_eq!(places, [("templates/a.html", "%}"), ("templates/b.html", "}}")]);
    let first = found[0].0.message.chars().next().unwrap();
    assert!(first.is_lowercase() && !found[0].0.message.ends_with('.'), "{}", found[0].0.message);
}

#[test]
fn names_that_do_not_exist_are_found_before_rendering() {
    let found = faults(&[
        ("a.html", "é {{ 1 | uper }}\n{% include \"pgae.html\" %}"),
        ("b.html", "{{ nothing_here() }}"),
    ]);
    let seen: Vec<(&str, &str)> =
        found.iter().map(|(f, _, text)| (f.message.as_str(), text.as_str())).collect();
    assert_eq!(
        seen,
        [
            ("unknown filter `uper`", "uper"),
            ("unknown template `pgae.html`", "\"pgae.html\""),
            ("unknown function `nothing_here`", "nothing_here()"),
        ]
    );
    assert_eq!(found[0].0.help, ["did you mean `upper`?"]);
    assert_eq!(found[1].0.help, ["did you mean `page.html`?"]);
}

#[test]
fn a_missing_or_circular_parent_is_found() {
    let found = faults(&[("a.html", "{% extends \"bse.html\" %}")]);
    assert_eq!(found[0].0.message, "`a.html` extends `bse.html`, which does not exist");
    assert_eq!((found[0].2.as_str(), found[0].0.help[0].as_str()), ("bse.html", "did you mean `base.html`?"));
    let found = faults(&[("base.html", "{% extends \"base.html\" %}")]);
    assert_eq!(found[0].0.help, ["to build on the built-in template, extend `sourcebook/base.html`"]);
    // Other built-in templates extend this one, too.
    let found = faults(&[("page.html", "{% extends \"page.html\" %}")]);
    assert_eq!((found[0].0.message.as_str(), found[0].2.as_str()), ("`page.html` extends itself", "extends"));
}

#[test]
fn templates_that_call_themselves_come_to_an_end() {
    let found = faults(&[("page.html", "{% include \"page.html\" %}")]);
    assert_eq!(
        (found[0].0.message.as_str(), found[0].2.as_str()),
        ("`page.html` includes itself", "include")
    );
    let endless = "{% component again(n) %}{{<again n={n} />}}{% endcomponent again %}{{<again n={1} />}}";
    let found = faults(&[("page.html", endless)]);
    assert_eq!(found[0].0.message, "maximum render recursion depth for components exceeded");
}

#[test]
fn templates_read_neither_files_nor_the_environment() {
    let outside = "{% include \"/etc/passwd\" %}{% include \"../sourcebook.toml\" %}{% include \"sourcebook.css\" %}\
        {{ get_env(name=\"HOME\") }}{{ load_data(path=\"/etc/passwd\") }}{{ read_file(path=\"/etc/passwd\") }}{{ now() }}";
    let found = faults(&[("page.html", outside), ("sourcebook.css", "a { color: red }")]);
    let said: Vec<&str> = found.iter().map(|(fault, ..)| fault.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "unknown template `/etc/passwd`",
            "unknown template `../sourcebook.toml`",
            "unknown template `sourcebook.css`",
            "unknown function `get_env`",
            "unknown function `load_data`",
            "unknown function `read_file`",
            "unknown function `now`",
        ]
    );
    let found = faults(&[("page.html", "{{ HOME }}{{ env.HOME }}")]);
    assert_eq!(found[0].0.message, "variable `HOME` is not defined");
}

#[test]
fn a_wrong_variable_names_the_nearest() {
    let found = faults(&[("page.html", "\n{{ page.titel }}{{ contnt }}")]);
    assert_eq!(found[0].1, "templates/page.html");
    assert_eq!(found[0].2, "titel");
    assert_eq!(found[0].0.message, "field `titel` is not defined");
    let found = faults(&[("page.html", "{{ contnt }}")]);
    assert_eq!((found[0].2.as_str(), found[0].0.help[0].as_str()), ("contnt", "did you mean `content`?"));
    assert_eq!(
        found[0].0.help[1],
        "the user guide lists the variables of every template, under Reference, Templates"
    );
}

#[test]
fn every_variable_of_the_built_in_templates_is_documented() {
    let docs = include_str!("../../../docs/templates.md");
    let templates = [
        include_str!("../../../templates/base.html"),
        include_str!("../../../templates/page.html"),
        include_str!("../../../templates/404.html"),
    ];
    let mut seen = 0;
    for expression in templates.iter().flat_map(|text| text.split("{{ ").skip(1)) {
        let name = expression.split([' ', '}']).next().unwrap();
        if !name.starts_with("words.") {
            assert!(docs.contains(&format!("`{name}`")), "docs/templates.md lacks `{name}`");
            seen += 1;
        }
    }
    assert!(seen > 30, "only {seen} variables found");
}
