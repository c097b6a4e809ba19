//! Diagnostics of claims: what the words say and where, what the data say and where, and what would hold.

use super::hold;
use super::rewrite::{mends, rewrite, turns};
use super::said::{Bound, Said, Shape, Way};
use super::units::{in_unit, plain as plain_unit};
use super::words::Words;
use crate::diagnostics::rules::{CLAIM_MISMATCH, CLAIM_WITHOUT_NUMBER};
use crate::diagnostics::{Diagnostic, Span, counted};
use crate::model::{CellRef, Claim, Locale, Scalar, Unit, Value};
use crate::resolve::{Evaluated, Resolved};
use crate::syntax::number::{self, Marks};
use crate::syntax::print;

/// So many more decimals than printed are shown.
const FINER: u8 = 6;
/// So many cells are shown.
const CELLS_SHOWN: usize = 3;

/// One claim and what it was compared with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case<'a> {
    pub(super) resolved: &'a Resolved,
    /// That of the page.
    pub(super) locale: &'a Locale,
    pub(super) claim: &'a Claim,
    pub(super) words: &'a Words,
    pub(super) proof: &'a Evaluated,
}

impl Case<'_> {
    /// A statement that is not true.
    pub(super) fn untrue(&self) -> Diagnostic {
        let message = format!("the words say `{}`, but the expression is false", self.text());
        self.mismatch(message, self.claim.text, "not true of the data")
            .help("write what the data say, or correct the expression")
    }

    /// Words other than the text of the data.
    pub(super) fn other_words(&self) -> Diagnostic {
        let found = &self.proof.text;
        let message = format!("the words say `{}`, the data say `{found}`", self.text());
        let all = self.words.span(&(0..self.words.text.len()));
        let diagnostic = self
            .mismatch(message, self.claim.text, &format!("`{found}` would hold"))
            .help("write what the data say, or correct the expression");
        // A date stays in the form in which it was typed.
        let same = !matches!(self.proof.value.scalar, Scalar::Moment(_)) || form(self.text()) == form(found);
        match all.filter(|span| plain(found) && same && self.reads_alike(*span, found)) {
            Some(span) => diagnostic.fix(span, found.as_str()),
            None => diagnostic,
        }
    }

    /// A date beside a word such as `before`.
    pub(super) fn turned_date(&self) -> Diagnostic {
        let message = format!(
            "what `{}` says of the date cannot be told, so that it is not compared with `{}`",
            self.text(),
            self.proof.text
        );
        Diagnostic::new(CLAIM_WITHOUT_NUMBER, message)
            .at(self.claim.text, "the words beside the date speak of another one")
            .help("put the brackets around the date alone, or write a condition: `[before 5 April 2024]{= data.plans.a.End < \"2024-04-05\" }`")
    }

    /// No number to compare with.
    pub(super) fn without_number(&self) -> Diagnostic {
        let message = format!(
            "found no number in `{}`, expected one to compare with `{}`",
            self.text(),
            self.proof.text
        );
        Diagnostic::new(CLAIM_WITHOUT_NUMBER, message)
            .at(self.claim.text, "no number stands here")
            .help("put the number inside the brackets, or write a condition: `[rose]{= b > a }`")
    }

    /// More numbers than one.
    pub(super) fn several(&self, numbers: &[Said]) -> Diagnostic {
        let list: Vec<String> = numbers.iter().map(|said| format!("`{}`", self.typed(said))).collect();
        let message = format!(
            "found {} in `{}`, expected one number to compare with `{}`",
            list.join(" and "),
            self.text(),
            self.proof.text
        );
        Diagnostic::new(CLAIM_WITHOUT_NUMBER, message)
            .at(self.claim.text, "which number is meant cannot be said")
            .help("put the brackets around one number, and each other one in brackets of its own")
    }

    /// Words that may turn the meaning of the number round.
    pub(super) fn unclear(&self, said: &Said) -> Diagnostic {
        let message = format!(
            "what `{}` says of `{}` cannot be told, so that it is not compared with `{}`",
            self.text(),
            self.typed(said),
            self.proof.text
        );
        Diagnostic::new(CLAIM_WITHOUT_NUMBER, message)
            .at(self.claim.text, "the words around the number may turn it round, or take a part of it")
            .help("say it in other words (`at least 40%`), or write a condition: `[never below 40%]{= data.shares.min(\"Share\") >= 40 }`")
    }

    /// Units that do not agree.
    pub(super) fn other_unit(&self, said: &Said) -> Diagnostic {
        let typed = self.typed(said);
        let message =
            format!("the words say `{typed}`, the data say `{}`: the units do not agree", self.found());
        let bare = self.proof.value.quantity().is_some_and(|quantity| quantity.unit.is_none());
        let help = match said.shape {
            Shape::Multiple(_) => "a multiple is compared with a ratio: `later.times(earlier)`",
            _ if bare && said.unit.is_percent() => {
                "a bare number of this size may be a share or a number of percent: write `.percent()` behind a share"
            }
            _ => "write the unit that the data have, or convert the value in the expression",
        };
        self.mismatch(message, self.place(said), "another unit than the data have").help(help)
    }

    /// Another number.
    pub(super) fn differs(&self, said: &Said, values: &[f64]) -> Diagnostic {
        let (typed, text, value) = (self.typed(said), &self.words.text, &self.proof.value);
        // Without the words beside it, the number may be the very one that the data have.
        let stated = match said.bound == Bound::Exactly && matches!(said.way, Way::Unsaid | Way::Rises) {
            true => typed,
            false => self.text(),
        };
        let locale = self.locale;
        let found = self.apart(said).unwrap_or_else(|| self.found());
        let message = format!("the words say `{stated}`, the data say `{found}`");
        let holding = values.iter().find_map(|amount| {
            let new = rewrite(text, said, *amount, locale)?;
            mends(text, said, &new, value, locale).then_some(new)
        });
        // Where the style of the words has no number for it, the data's own text may do.
        let turned = values.iter().all(|value| turns(text, said, *value));
        let printed =
            || Some(&self.proof.text).filter(|new| !turned && mends(text, said, new, value, locale));
        let label = match holding.as_ref().or_else(printed) {
            Some(new) => format!("`{new}` would hold"),
            None => "does not hold".to_owned(),
        };
        let mut diagnostic = self.mismatch(message, self.place(said), &label);
        if said.way == Way::Falls && values.iter().all(|value| *value >= 0.0) {
            diagnostic = diagnostic.help("the words say that it fell, which holds only for a negative value");
        } else if matches!(said.way, Way::Unsaid | Way::Rises)
            && said.amount() > 0.0
            && values.iter().all(|value| *value < 0.0)
        {
            diagnostic = diagnostic.help(
                "the value is negative: write a minus sign, or put a word such as `fell` inside the brackets",
            );
        }
        if let Some(help) = allowed(said.bound) {
            diagnostic = diagnostic.help(help);
        }
        let factor = values.first().map_or(0.0, |value| said.amount() / value);
        if [1e3, 1e6, 1e9].iter().any(|scale| (factor / scale - 1.0).abs() < 0.05) {
            // The words are right and the data package is not: a number rewritten by the data would be a thousand times off.
            return diagnostic.help("if the field counts thousands or millions, say so in `datapackage.json`: `\"unit\": \"thousand $\"`");
        }
        match (holding, self.words.span(&said.range)) {
            (Some(new), Some(span)) if self.reads_alike(span, &new) => diagnostic.fix(span, new),
            _ => diagnostic,
        }
    }

    /// Whether a backslash before a place, if one stands there, goes with the new text as with the old one: `\$5M` may become `\$9M`; in
    /// `\−$9M` it would be seen.
    fn reads_alike(&self, span: Span, new: &str) -> bool {
        let files = &self.resolved.report.files;
        let before = files.get(span.file).text.get(..span.range().start).unwrap_or("");
        !before.ends_with('\\') || files.text(span).chars().next() == new.chars().next()
    }

    fn mismatch(&self, message: String, span: Span, label: &str) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(CLAIM_MISMATCH, message).at(span, label);
        for cell in self.proof.used.iter().take(CELLS_SHOWN) {
            let datasets = &self.resolved.report.datasets;
            let dataset = datasets.get(cell.dataset);
            diagnostic =
                diagnostic.and(dataset.span(cell.record as usize, cell.field as usize), self.name(cell));
        }
        if let Some(more) = self.proof.used.len().checked_sub(CELLS_SHOWN).filter(|more| *more > 0) {
            diagnostic = diagnostic.help(format!("the value is made of {} besides", counted(more, "cell")));
        }
        diagnostic
    }

    /// `minerals: Terbium / Price Surge`
    fn name(&self, cell: CellRef) -> String {
        let dataset = self.resolved.report.datasets.get(cell.dataset);
        let field = dataset.fields().get(cell.field as usize).map_or("", |field| &field.name);
        format!("{}: {} / {field}", dataset.name(), dataset.key_text(cell.record as usize))
    }

    /// The value as printed, with the unit that its field declares where the print leaves it out: `28,400 thousand $`.
    fn found(&self) -> String {
        let printed = &self.proof.text;
        let unit = self.proof.value.quantity().map(|quantity| &quantity.unit).filter(|unit| !unit.is_none());
        let marks = Marks::of(self.locale);
        let shown = |unit: &&Unit| {
            plain_unit(unit, marks).0 == 1.0
                && number::parse_with(printed, marks).is_some_and(|quantity| !quantity.unit.is_none())
        };
        match unit.filter(|unit| !shown(unit)).map(ToString::to_string) {
            Some(unit) if !printed.contains(&unit) => format!("{printed} {unit}"),
            _ => printed.clone(),
        }
    }

    /// The value with more digits than printed, where the printed one would hold: 1.19 is not `at least 1.2 times`, though it is printed
    /// as 1.2. `None` where it would not.
    fn apart(&self, said: &Said) -> Option<String> {
        let marks = Marks::of(self.locale);
        let amount = self.proof.value.quantity()?.amount;
        let holds = |text: &str| {
            let quantity = number::parse_with(text, marks)?;
            let values = in_unit(said, &Value::new(Scalar::Number(quantity)), marks);
            Some(values.iter().any(|value| hold::holds(said, *value)))
        };
        let printed = &self.proof.text;
        let mut finer = (1..=FINER).map_while(|more| print::finer(printed, amount, more, self.locale));
        finer.find(|finer| holds(finer) == Some(false)).filter(|_| holds(printed) == Some(true))
    }

    fn text(&self) -> &str {
        self.words.text.trim()
    }

    fn typed(&self, said: &Said) -> &str {
        self.words.text.get(said.range.clone()).unwrap_or("")
    }

    fn place(&self, said: &Said) -> Span {
        self.words.span(&said.range).unwrap_or(self.claim.text)
    }
}

/// What words before a number allow.
fn allowed(bound: Bound) -> Option<&'static str> {
    match bound {
        Bound::Exactly | Bound::Unclear => None,
        Bound::About => Some("`about` and the like allow 5 % to both sides"),
        Bound::Nearly => Some("`nearly` and the like hold up to 10 % below the number, and not above it"),
        Bound::JustOver => {
            Some("`just over` and the like hold up to 10 % above the number, and not below it")
        }
        Bound::MoreThan => {
            Some("`more than` and the like hold for a greater value, and not for the number itself")
        }
        Bound::AtLeast => Some("`at least` and the like hold for the number itself or a greater value"),
        Bound::LessThan => {
            Some("`less than` and the like hold for a smaller value, and not for the number itself")
        }
        Bound::AtMost => Some("`at most` and the like hold for the number itself or a smaller value"),
    }
}

/// The form of a date: its letters and digits are each as good as any other.
fn form(text: &str) -> String {
    let mut form: Vec<char> = text
        .chars()
        .map(|c| {
            if c.is_numeric() {
                '0'
            } else if c.is_alphabetic() {
                'a'
            } else {
                c
            }
        })
        .collect();
    form.dedup();
    form.into_iter().collect()
}

/// Whether a text may stand as it is in Markdown, and in a value of YAML, where a colon and a space end a key.
fn plain(text: &str) -> bool {
    let marked = text.contains(|c: char| "[]{}*_`<>\\|$~&#\"'\n".contains(c));
    !text.is_empty() && !marked && !text.contains(": ")
}
