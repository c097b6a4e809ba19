//! Every rule, its severity and what it means: one table, from which ids, docs and `[check]` keys are made.
//!
//! A rule's name says the fault, not the cure. Names are a format: they stand in configuration, CI logs and SARIF, and
//! are not renamed.

use super::Severity;

/// A rule: a row of [`ALL`].
#[derive(Clone, Copy)]
pub struct RuleId(&'static Rule);

/// What is known of a rule.
#[derive(Debug)]
pub struct Rule {
    name: &'static str,
    severity: Severity,
    summary: &'static str,
}

impl RuleId {
    /// The id as users see it, in kebab case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// The severity unless configuration says otherwise.
    #[must_use]
    pub const fn severity(self) -> Severity {
        self.0.severity
    }

    /// One sentence about the rule.
    #[must_use]
    pub const fn summary(self) -> &'static str {
        self.0.summary
    }

    /// The rule of a name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        ALL.iter().copied().find(|rule| rule.name() == name)
    }
}

impl PartialEq for RuleId {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for RuleId {}

impl std::fmt::Debug for RuleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

macro_rules! rules {
    ($($(#[$doc:meta])* $constant:ident $name:literal $severity:ident $summary:literal;)*) => {
        $(
            #[doc = $summary]
            pub const $constant: RuleId =
                RuleId(&Rule { name: $name, severity: Severity::$severity, summary: $summary });
        )*
        /// All rules, by name within each room.
        pub const ALL: &[RuleId] = &[$($constant),*];
    };
}

rules! {
    // Reading files.
    UNREADABLE_FILE "unreadable-file" Error "A file of the report cannot be read.";
    TOO_LARGE "too-large" Error "A file, a workbook or a table is larger than the program reads, or a text is nested deeper.";
    INVALID_ENCODING "invalid-encoding" Error "A text file is neither UTF-8 nor UTF-16 with a byte order mark.";
    INVALID_PATH "invalid-path" Error "A file name cannot be part of a site.";
    OUTPUT_COLLISION "output-collision" Error "Two files of the report would be written to the same place.";
    UNREAD_FILE "unread-file" Note "A file looks like a page, sources or data, and is not read as such.";
    MISSING_REPORT "missing-report" Error "The folder holds no report: no `sourcebook.toml` or no `content`.";
    // Configuration and front matter.
    INVALID_CONFIG "invalid-config" Error "`sourcebook.toml` does not parse, or a value has the wrong type.";
    UNKNOWN_CONFIG_KEY "unknown-config-key" Error "A key of `sourcebook.toml` is not known.";
    INVALID_FRONT_MATTER "invalid-front-matter" Error "A page's front matter does not parse, a key of it is misspelled, or a value has the wrong type.";
    MISSING_TITLE "missing-title" Error "A page has neither a `title` nor a first heading to take it from.";
    DUPLICATE_TITLE "duplicate-title" Warning "A page has a second heading of level 1, or one beside its `title`.";
    // Data.
    INVALID_DATA "invalid-data" Error "A data file does not parse.";
    RAGGED_RECORD "ragged-record" Error "A record has more or fewer cells than the header has fields.";
    DUPLICATE_FIELD "duplicate-field" Error "Two fields of a dataset have the same name.";
    DUPLICATE_DATASET "duplicate-dataset" Error "Two data files give datasets of the same name.";
    INVALID_SCHEMA "invalid-schema" Error "`datapackage.json` does not parse, or contradicts the data's header.";
    INVALID_CELL "invalid-cell" Error "A cell does not have the type its field declares.";
    AMBIGUOUS_NUMBER "ambiguous-number" Warning "Numbers of a field seem to have a decimal comma, and none is declared.";
    STRAY_RECORD "stray-record" Warning "A record is a note or a total below the table, and is counted like the others.";
    MERGED_CELLS "merged-cells" Warning "Cells of a workbook are merged over several records, and only the first is read with the value.";
    FORMULA_CELL "formula-cell" Warning "A spreadsheet program would run a cell of a published data file as a formula.";
    CONSTRAINT_VIOLATION "constraint-violation" Error "A cell breaks a constraint of its field.";
    BROKEN_RULE "broken-rule" Error "A record or a dataset breaks a rule that `datapackage.json` declares.";
    DUPLICATE_KEY "duplicate-key" Error "Two records have the same primary key.";
    // Sources.
    INVALID_SOURCES "invalid-sources" Error "`sources.yaml` or `sources.bib` does not parse.";
    DUPLICATE_SOURCE "duplicate-source" Error "Two sources have the same key.";
    UNDEFINED_SOURCE "undefined-source" Error "A citation names a key that no source has.";
    UNBRACED_NAME "unbraced-name" Warning "The name of an organisation in `sources.bib` has no braces, and is read as a person's.";
    UNUSED_SOURCE "unused-source" Warning "A source is cited nowhere, and no figure or value comes from it.";
    INVALID_STYLE "invalid-style" Error "The citation style is neither in the archive nor a readable CSL file.";
    // Text.
    INVALID_EXPRESSION "invalid-expression" Error "An expression does not parse, or cannot be evaluated.";
    UNIT_MISMATCH "unit-mismatch" Error "An expression puts units together that do not go together.";
    MISSING_VALUE "missing-value" Error "An expression uses an empty cell.";
    UNDEFINED_DATASET "undefined-dataset" Error "No dataset has this name, or its file cannot be read.";
    UNDEFINED_RECORD "undefined-record" Error "The dataset has no record with this key.";
    UNDEFINED_FIELD "undefined-field" Error "The dataset has no field of this name.";
    UNDEFINED_FOOTNOTE "undefined-footnote" Error "A footnote reference has neither a note nor a source of its name.";
    UNUSED_FOOTNOTE "unused-footnote" Warning "A footnote is defined and never referred to.";
    UNDEFINED_REFERENCE "undefined-reference" Error "No figure, table or section has this id.";
    DUPLICATE_ID "duplicate-id" Error "Two figures, sections or footnotes have the same id.";
    BROKEN_LINK "broken-link" Error "A link names a page or file that the report does not have.";
    BROKEN_ANCHOR "broken-anchor" Error "A link names an anchor that the page does not have.";
    MISSING_IMAGE "missing-image" Error "An image file does not exist.";
    MISSING_ALT "missing-alt" Warning "An image or a raw chart has no alternative text.";
    SKIPPED_HEADING "skipped-heading" Warning "A heading skips a level.";
    INVALID_MATH "invalid-math" Error "A formula does not parse.";
    FOREIGN_MARKUP "foreign-markup" Warning "Markup of another program, or a mark out of its place: it means nothing here.";
    UNSAFE_HTML "unsafe-html" Warning "Raw HTML holds what could harm a reader; it was taken out.";
    // Facts.
    CLAIM_MISMATCH "claim-mismatch" Error "The words of a claim do not hold for what the data say.";
    CLAIM_WITHOUT_NUMBER "claim-without-number" Error "The words of a numeric claim hold no number to check, or several.";
    CONTRADICTION "contradiction" Warning "Two places state different numbers for the same thing.";
    // Editions.
    INVALID_LOCK "invalid-lock" Error "`facts.lock` does not parse, or a value has the wrong type.";
    EDITION_DIFFERS "edition-differs" Error "`check --locked`: a published value is not the accepted one.";
    STALE_DATA "stale-data" Warning "The next release of a dataset or source is due.";
    // Figures.
    INVALID_BLOCK "invalid-block" Error "A figure block is not valid YAML, its name is misspelled, or a value has the wrong type.";
    CUT_OFF "cut-off" Warning "Words of a YAML value stand behind ` #`, and are a comment.";
    UNKNOWN_KEY "unknown-key" Error "A key of a figure block is not known.";
    MISSING_KEY "missing-key" Error "A figure block lacks a key it needs.";
    UNKNOWN_CHART_TYPE "unknown-chart-type" Error "A chart's `type` is not known.";
    WRONG_FIELD_KIND "wrong-field-kind" Error "A field cannot be drawn where the chart wants it.";
    CHART_FAILED "chart-failed" Error "ECharts could not draw the chart.";
    INVALID_ECHARTS "invalid-echarts" Error "The ECharts build that `[charts] echarts` names cannot be read, or does not load.";
    MISSING_SOURCE "missing-source" Warning "A figure has no source.";
    TOO_MANY_SERIES "too-many-series" Warning "A chart has more series than a reader can tell apart.";
    TOO_MANY_CATEGORIES "too-many-categories" Warning "A chart has more categories than a reader can tell apart.";
    MIXED_UNITS "mixed-units" Warning "Values of different units share one axis.";
    UNPLACED_RECORD "unplaced-record" Warning "A chart leaves out a record, since the field that places it is empty, or a stack lacks a part.";
    EMPTY_TABLE "empty-table" Warning "A table has no records to show.";
    UNUSED_KEY "unused-key" Warning "A figure block has a key that its type does not take, or that fits none of its records.";
    DUAL_AXES "dual-axes" Warning "A chart has two value axes in one panel.";
    // Facts.
    UNSUPPORTED_NUMBER "unsupported-number" Warning "A number is neither bound, checked nor cited.";
    LOW_COVERAGE "low-coverage" Error "Fewer numbers are bound, checked or cited than the report demands.";
    // Addresses on other sites, which `check --links` asks for.
    DEAD_LINK "dead-link" Error "An address on another site leads nowhere: its server says so, or there is no server of that name.";
    UNREACHABLE_LINK "unreachable-link" Warning "A server on another site does not answer, fails, or cannot be trusted.";
    MOVED_LINK "moved-link" Note "An address on another site has changed for good.";
    REFUSED_LINK "refused-link" Note "A server on another site refuses programs, so that nothing can be said of the address.";
    // Site.
    INVALID_TEMPLATE "invalid-template" Error "A template does not parse or render.";
    CARD_GLYPH "card-glyph" Warning "The social card's font lacks letters of the title.";
    LEFT_OUTSIDE "left-outside" Error "The single file or e-book would need something that is not part of the report, or of a format that it cannot hold.";
    UNSAFE_OUTPUT "unsafe-output" Error "The output folder is the report's own folder, or another that must not be replaced.";
    FOREIGN_FILE "foreign-file" Error "A file that Sourcebook did not write stands where a file of the site should go.";
    UNWRITABLE_OUTPUT "unwritable-output" Error "The site cannot be written.";
    CONCURRENT_BUILD "concurrent-build" Error "Another build is writing the same output folder.";
}
