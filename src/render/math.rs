//! Formulas: TeX → MathML through the math-core crate.
//!
//! The crate writes alignment and rules of matrices as `style` attributes, which the site's Content-Security-Policy
//! refuses; they become classes (`math-left`, `math-rule-top` …) and MathML's own attributes here.

mod depth;

use crate::diagnostics::{Diagnostic, Files, Span, rules};
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The converter; one serves all pages.
#[derive(Debug, Default)]
pub(crate) struct Formulas {
    converter: LatexToMathML,
}

impl Formulas {
    /// Makes the converter.
    pub(crate) fn new() -> Self {
        // Only a macro can be at fault here, and there are none: the default is what an error would leave us with.
        Self { converter: LatexToMathML::new(MathCoreConfig::default()).unwrap_or_default() }
    }

    /// The MathML of a formula. `span` is the whole formula with its dollar signs.
    pub(crate) fn convert(
        &self,
        tex: &str,
        display: bool,
        span: Span,
        files: &Files,
    ) -> Result<String, Box<Diagnostic>> {
        if let Some((range, message)) = depth::fault(tex) {
            let fault = Diagnostic::new(rules::INVALID_MATH, message).at(place(range, tex, span, files), "");
            return Err(Box::new(fault.help("make it several formulas, or cut its rows with `\\\\`")));
        }
        let mode = if display { MathDisplay::Block } else { MathDisplay::Inline };
        // The crate gives up with a panic on some odd formulas when it is built with debug assertions; whatever it
        // does, one formula must not take the build down.
        let converted = catch_unwind(AssertUnwindSafe(|| self.converter.convert_with_local_state(tex, mode)));
        match converted {
            Ok(Ok(result)) => Ok(without_styles(&result.mathml)),
            Ok(Err(error)) => Err(Box::new(fault(&error, tex, span, files))),
            Err(_) => {
                let message =
                    "formula cannot be set: the converter stopped, a formula that it knows was expected";
                let fault = Diagnostic::new(rules::INVALID_MATH, message).at(span, "");
                Err(Box::new(fault.help("write it in a simpler way, or put it in several formulas")))
            }
        }
    }
}

fn fault(error: &math_core::LatexError, tex: &str, span: Span, files: &Files) -> Diagnostic {
    let message = error.error_message();
    let message = message.trim_end_matches('.');
    let mut letters = message.chars();
    let first: String = letters.next().map(|c| c.to_lowercase().collect()).unwrap_or_default();
    Diagnostic::new(rules::INVALID_MATH, format!("formula does not parse: {first}{}", letters.as_str()))
        .at(place(error.0.clone(), tex, span, files), error.label())
        .help("write formulas in LaTeX's mathematical notation; for a dollar sign in text write `\\$`")
}

/// Where a part of a formula stands.
fn place(range: Range<usize>, tex: &str, span: Span, files: &Files) -> Span {
    // The formula's own text stands unchanged between the dollar signs, except in a quote or a list.
    files.text(span).find(tex).map_or(span, |start| {
        span.within(start + range.start.min(tex.len())..start + range.end.min(tex.len()))
    })
}

/// Rewrites every `style="…"` as classes and attributes.
fn without_styles(mathml: &str) -> String {
    const START: &str = " style=\"";
    let mut out = String::with_capacity(mathml.len());
    let mut rest = mathml;
    while let Some((before, after)) = rest.split_once(START) {
        let Some((style, tail)) = after.split_once('"') else { break };
        out.push_str(before);
        let mut classes = Vec::new();
        for declaration in style.split(';').map(str::trim).filter(|d| !d.is_empty()) {
            match class_of(declaration) {
                Some(class) => classes.push(class),
                None => push_attribute(&mut out, declaration),
            }
        }
        if !classes.is_empty() {
            super::escape::attribute(&mut out, "class", &classes.join(" "));
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn class_of(declaration: &str) -> Option<&'static str> {
    let (property, value) = declaration.split_once(':')?;
    let dashed = value.contains("dashed");
    Some(match (property.trim(), value.trim()) {
        ("text-align", "left") => "math-left",
        ("text-align", "right") => "math-right",
        ("border-top", _) if dashed => "math-rule-top-dashed",
        ("border-top", _) => "math-rule-top",
        ("border-left", _) if dashed => "math-rule-left-dashed",
        ("border-left", _) => "math-rule-left",
        ("border-right", _) if dashed => "math-rule-right-dashed",
        ("border-right", _) => "math-rule-right",
        ("padding-left", "0") => "math-flush-left",
        ("padding-right", "0") => "math-flush-right",
        ("padding-left", "1em") => "math-gap-left",
        ("width", "100%") => "math-wide",
        ("width", "50%") => "math-half",
        ("font-variant-caps", _) => "math-small-caps",
        _ => return None,
    })
}

/// Colour and size have attributes of their own in MathML Core; what has neither is fine typography and left out.
fn push_attribute(out: &mut String, declaration: &str) {
    match declaration.split_once(':') {
        Some(("color", value)) => super::escape::attribute(out, "mathcolor", value.trim()),
        Some(("font-size", value)) => super::escape::attribute(out, "mathsize", value.trim()),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn convert(tex: &str) -> Result<String, Box<Diagnostic>> {
        let mut files = Files::default();
        let file = files.add("content/index.md", format!("a ${tex}$"));
        Formulas::new().convert(tex, false, Span::new(file, 2..4 + tex.len()), &files)
    }

    #[test]
    fn formulas_become_mathml_without_styles() {
        let html = convert(r"\begin{array}{l|r} 1 & {\color{red} 2} \\ \hline 3 & 4 \end{array}").unwrap();
        assert!(html.starts_with("<math>"), "{html}");
        assert!(!html.contains(" style="), "{html}");
        assert!(html.contains("class=\"math-left math-rule-right\""), "{html}");
        assert!(html.contains("mathcolor="), "{html}");
    }

    #[test]
    fn markup_in_a_formula_is_escaped() {
        let html = convert(r"a < b \text{<script>}").unwrap();
        assert!(!html.contains("<script>"), "{html}");
    }

    #[test]
    fn a_formula_nested_too_deep_is_reported_at_its_place() {
        let fault = convert(&r"\sqrt{".repeat(20_000)).unwrap_err();
        assert_eq!(fault.message, "formula has more than 20000 bytes, the most that one may have");
        let fault = convert(&format!("x + {}", r"\sqrt ".repeat(3_000))).unwrap_err();
        assert_eq!(fault.rule.name(), "invalid-math");
        assert!(fault.message.contains("nests more than 300"), "{}", fault.message);
        assert_eq!(fault.primary.unwrap().span.start, 7 + 6 * 299);
    }

    #[test]
    fn a_broken_formula_is_reported_at_its_place() {
        let fault = convert(r"x + \frc{1}{2}").unwrap_err();
        assert_eq!(fault.rule.name(), "invalid-math");
        assert!(fault.message.starts_with("formula does not parse: unknown command"), "{}", fault.message);
        let place = fault.primary.unwrap().span;
        assert_eq!((place.start, place.end), (7, 11));
    }
}
