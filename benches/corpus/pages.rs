//! One page of the corpus in Markdown that all peers read: about 1,200 words in six sections, two tables of 6 × 4, five
//! footnotes, lists and a quotation.

use super::text::Writer;

/// What a report of this program holds beside the text all peers share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extras {
    /// Nothing: the same pages.
    None,
    /// A value of the page's own dataset, and one of a dataset that 20 pages share.
    Values,
    /// Four charts of the page's own dataset.
    Charts,
}

/// How many pages use one cell of the shared dataset.
pub(crate) const SHARED_BY: usize = 20;

/// A page's title.
#[must_use]
pub(crate) fn title(page: usize) -> String {
    format!("{} {page}", Writer::new(page as u64 ^ 0xA5A5).title(3))
}

/// A page's text below its title.
#[must_use]
pub(crate) fn body(page: usize, extras: Extras) -> String {
    let mut writer = Writer::new(page as u64);
    let mut text = String::with_capacity(10_000);
    text.push_str(&writer.paragraph(60));
    text.push_str("\n\n");
    for section in 1..=6 {
        text.push_str(&format!("## {}\n\n", writer.title(3)));
        for paragraph in 0..3 {
            text.push_str(&writer.paragraph(40));
            if paragraph == 0 && section < 6 {
                text.push_str(&format!("[^n{section}]"));
            }
            text.push_str("\n\n");
        }
        special(&mut writer, &mut text, section);
        if extras != Extras::None {
            extra(&mut text, page, section, extras);
        }
    }
    for note in 1..=5 {
        text.push_str(&format!("[^n{note}]: {}\n\n", writer.sentence()));
    }
    text
}

fn special(writer: &mut Writer, text: &mut String, section: usize) {
    match section {
        1 | 4 => text.push_str(&writer.table(6, 4)),
        2 => {
            for _ in 0..5 {
                text.push_str(&format!("- {}\n", writer.sentence()));
            }
            text.push('\n');
        }
        3 => text.push_str(&format!("> {}\n\n", writer.paragraph(30))),
        5 => {
            for number in 1..=4 {
                text.push_str(&format!("{number}. {}\n", writer.sentence()));
            }
            text.push('\n');
        }
        _ => {}
    }
}

fn extra(text: &mut String, page: usize, section: usize, extras: Extras) {
    match (extras, section) {
        (Extras::Values, 2) => {
            let shared = page / SHARED_BY;
            text.push_str(&format!(
                "The page's own value is {{{{ data.p{page:05}.K03[\"Value 2\"] }}}} and the shared one is \
                 {{{{ data.common.R{shared:05}.Amount }}}}.\n\n"
            ));
        }
        (Extras::Charts, 2..=5) => {
            let value = section - 1;
            let kind = if section.is_multiple_of(2) { "bar" } else { "line" };
            text.push_str(&format!(
                "```chart\nid: fig-p{page:05}-{section}\ntype: {kind}\ndata: p{page:05}\nx: Key\ny: Value {}\n\
                 title: Value {value} of page {page}\nsource: corpus\n```\n\n",
                1 + value % 3
            ));
        }
        _ => {}
    }
}

/// The CSV of a page: 12 records of 5 fields.
#[must_use]
pub(crate) fn csv(page: usize) -> String {
    Writer::new(page as u64 ^ 0x5A5A_5A5A).csv(12, 5)
}

/// The dataset that pages share: one record for every [`SHARED_BY`] pages.
#[must_use]
pub(crate) fn shared_csv(pages: usize) -> String {
    let mut writer = Writer::new(7);
    let mut text = String::from("Record,Amount,Count\n");
    for record in 0..pages.div_ceil(SHARED_BY) {
        let (amount, count) = (writer.random().below(10_000), writer.random().below(500));
        text.push_str(&format!("R{record:05},${amount},{count}\n"));
    }
    text
}
