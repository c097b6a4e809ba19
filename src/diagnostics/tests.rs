use super::*;
use camino::Utf8Path;

/// Two findings: one with a second place and a mend, in a file whose name and text are not ASCII; one without a place.
fn sample() -> (Diagnostics, Files) {
    let mut files = Files::default();
    let page = files.add("content/价格 1.md", "# 标题\n\n占比 68%。\n");
    let data = files.add("content/data/a,b.csv", "k,v\nx,61%\n");
    let text = &files.get(page).text;
    let typed = text.find("68%").expect("it is there");
    let span = Span::new(page, typed..typed + 3);
    let list = [
        Diagnostic::new(rules::CLAIM_MISMATCH, "the text says 68%, the data say 61%")
            .at(span, "the text")
            .and(Span::new(data, 6..9), "the data")
            .help("100% sure?\nlook")
            .fix(span, "61%"),
        Diagnostic::new(rules::MISSING_SOURCE, "no source"),
    ];
    (list.into_iter().collect(), files)
}

#[test]
fn github_commands_escape_what_ends_them() {
    let (diagnostics, files) = sample();
    assert_eq!(
        github(&diagnostics, &files),
        "::error file=content/价格 1.md,line=3,endLine=3,col=4,endColumn=7,title=claim-mismatch::the text says 68%25, \
         the data say 61%25%0A100%25 sure?%0Alook\n\
         ::warning title=missing-source::no source\n"
    );
}

#[test]
fn json_has_places_in_lines_and_bytes() {
    let (diagnostics, files) = sample();
    let found: serde_json::Value = serde_json::from_str(&json(&diagnostics, &files)).expect("JSON");
    assert_eq!((&found["version"], &found["errors"], &found["warnings"]), (&1.into(), &1.into(), &1.into()));
    let first = &found["findings"][0];
    assert_eq!(first["place"]["file"], "content/价格 1.md");
    assert_eq!((&first["place"]["line"], &first["place"]["column"]), (&3.into(), &4.into()));
    assert_eq!((&first["place"]["start"], &first["place"]["end"]), (&17.into(), &20.into()));
    assert_eq!(first["related"][0]["message"], "the data");
    assert_eq!(first["fix"]["text"], "61%");
    assert!(found["findings"][1]["place"].is_null());
}

#[test]
fn sarif_names_rules_places_and_mends() {
    let (diagnostics, files) = sample();
    let log: serde_json::Value = serde_json::from_str(&sarif(&diagnostics, &files)).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("a list");
    for result in run["results"].as_array().expect("a list") {
        let index = result["ruleIndex"].as_u64().expect("a number") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    let first = &run["results"][0];
    let place = &first["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "content/%E4%BB%B7%E6%A0%BC%201.md");
    assert_eq!(
        place["region"],
        serde_json::json!({"startLine": 3, "startColumn": 4, "endLine": 3, "endColumn": 7})
    );
    let change = &first["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "61%");
    assert_eq!(first["relatedLocations"][0]["id"], 1);
    assert_eq!(run["results"][1]["locations"], serde_json::json!([]));
}

#[test]
fn a_report_elsewhere_has_its_folder_in_all_paths() {
    let (diagnostics, files) = sample();
    let seen = files.under(Utf8Path::new("my reports/x"));
    assert!(github(&diagnostics, &seen).contains("file=my reports/x/content/价格 1.md,line=3"));
    assert!(human(&diagnostics, &seen, false).contains("--> my reports/x/content/价格 1.md:3:4"));
    let found: serde_json::Value = serde_json::from_str(&json(&diagnostics, &seen)).expect("JSON");
    assert_eq!(found["findings"][0]["fix"]["place"]["file"], "my reports/x/content/价格 1.md");
    let address = |files: &Files| {
        let log: serde_json::Value = serde_json::from_str(&sarif(&diagnostics, files)).expect("JSON");
        let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        place["artifactLocation"]["uri"].as_str().map(str::to_owned)
    };
    assert_eq!(address(&seen).as_deref(), Some("my%20reports/x/content/%E4%BB%B7%E6%A0%BC%201.md"));
    #[cfg(unix)]
    assert_eq!(
        address(&files.under(Utf8Path::new("/r"))).as_deref(),
        Some("file:///r/content/%E4%BB%B7%E6%A0%BC%201.md")
    );
}

#[test]
fn a_line_without_end_is_not_shown() {
    let mut files = Files::default();
    let file = files.add("a.md", format!("a\n{}", "{{ ".repeat(10_000)));
    let found = Diagnostic::new(rules::INVALID_EXPRESSION, "not closed").at(Span::new(file, 8..10), "here");
    let text = human(&std::iter::once(found.help("close it")).collect(), &files, false);
    assert_eq!(text, "error[invalid-expression]: not closed\n--> a.md:2:7\n = help: close it\n\n");
}
