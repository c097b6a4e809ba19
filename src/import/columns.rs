//! Tables whose columns are parted by spaces alone, as mails and reports in plain text have them.

use super::Remark;
use super::lines::Line;
use super::lists::item;
use super::signs::is_rule;
use super::table::{self, Row};
use crate::syntax::number;
use unicode_width::UnicodeWidthStr;

/// Three lines or more, or two with three cells and numbers, with the same number of cells, two spaces or more apart. A second line of
/// the head may have fewer: its words go to the names that they stand under. So do those of a row that lacks cells.
pub(super) fn read(lines: &[Line], doubts: &mut Vec<Remark>) -> Option<(Vec<Vec<String>>, usize)> {
    let second = lines.first()?.number + 1;
    let cut = |line: &Line| {
        let text = line.text();
        if is_rule(text) && text.starts_with('-') {
            return Some(Row::Rule);
        }
        let cells: Vec<String> = parts(text).map(str::to_owned).collect();
        let short = cells.iter().all(|cell| cell.chars().count() <= 40);
        // What stands far from the left edge in the second line is the unit under a name.
        let under = cells.len() == 1 && line.number == second && line.indent() > 4;
        ((cells.len() >= 2 || under) && short && item(line).is_none()).then_some(Row::Cells(cells))
    };
    let found: Vec<Row> = lines.iter().map_while(cut).collect();
    let read = found.len();
    let is_row = |(_, row): &(&Line, &Row)| matches!(row, Row::Cells(_));
    let mut places: Vec<_> =
        lines.iter().zip(&found).filter(is_row).map(|(line, _)| placed(&line.raw)).collect();
    let mut cells = table::cells(found);
    // The corner of a table is often empty: the names stand over the cells behind the first.
    if let ([first, second, ..], [head, body, ..]) = (cells.as_mut_slice(), lines)
        && first.len() + 1 == second.len()
        && head.indent() > body.indent() + 1
    {
        first.insert(0, String::new());
    }
    if let [first, second, third, ..] = cells.as_slice()
        && second.len() < first.len()
        && third.len() == first.len()
        && let [head, under, ..] = lines
    {
        cells.splice(..2, [names_of_two_lines(&head.raw, &under.raw)]);
        places.remove(0);
    }
    if fill(&mut cells, &places)? {
        let text = "rows of this table lack cells: the others went to the columns that they stand under";
        doubts.push(Remark { line: lines.first()?.number, text: text.to_owned() });
    }
    let is_single =
        cells.len() == 2 && cells[0].len() > 2 && cells[1].iter().any(|cell| number::parse(cell).is_some());
    (cells.len() >= 3 || is_single).then_some((cells, read))
}

/// The columns in which a part of a line begins and ends, and its words.
type Placed = (usize, usize, String);

/// Makes all rows as long as the head: the cells of a shorter one go to the columns that they stand under. Whether there was one;
/// `None` when the rows are no table.
fn fill(cells: &mut [Vec<String>], places: &[Vec<Placed>]) -> Option<bool> {
    let width = cells.first()?.len();
    let is_full = |row: &&Vec<Placed>| row.len() == width;
    let columns: Vec<(usize, usize)> = (0..width)
        .map(|at| {
            let spans = || places.iter().filter(is_full).map(|row| (row[at].0, row[at].1));
            Some((spans().map(|span| span.0).min()?, spans().map(|span| span.1).max()?))
        })
        .collect::<Option<_>>()
        .unwrap_or_default();
    let mut is_filled = false;
    for (row, places) in cells.iter_mut().zip(places).filter(|(row, _)| row.len() != width) {
        let mut whole = vec![String::new(); width];
        let mut next = 0;
        for (from, to, words) in places {
            let under = |(start, end): &(usize, usize)| from < end && start < to;
            let found: Vec<usize> = (0..columns.len()).filter(|at| under(&columns[*at])).collect();
            let [at] = found.as_slice() else { return None };
            if *at < next {
                return None;
            }
            words.clone_into(&mut whole[*at]);
            next = at + 1;
        }
        *row = whole;
        is_filled = true;
    }
    Some(is_filled)
}

/// The names of columns, each with the words that stand under it in the second line.
fn names_of_two_lines(head: &str, under: &str) -> Vec<String> {
    let mut names = placed(head);
    for (from, to, words) in placed(under) {
        let apart = |(start, end, _): &Placed| (start + end).abs_diff(from + to);
        if let Some(nearest) = names.iter_mut().min_by_key(|name| apart(name)) {
            nearest.2 = format!("{} {words}", nearest.2);
        }
    }
    names.into_iter().map(|(_, _, name)| name).collect()
}

/// The parts of a line with the columns in which each begins and ends.
fn placed(text: &str) -> Vec<Placed> {
    let mut found = Vec::new();
    let mut at = 0;
    for part in text.split("  ") {
        let width = part.width();
        let words = part.trim();
        if !words.is_empty() {
            let from = at + width - part.trim_start().width();
            found.push((from, from + words.width(), words.to_owned()));
        }
        at += width + 2;
    }
    found
}

/// The parts of a text between two spaces or more.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split("  ").map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::lines::lines;

    #[test]
    fn cells_of_a_short_row_go_to_the_columns_that_they_stand_under() {
        let head = "Maker      Share   GWh     Change\nCATL       37.9    339.3   +31.7%\nOthers     34.1    305.1   n/a\n";
        for (row, expected) in [
            ("Total      100.0   894.4", Some("Total|100.0|894.4|")),
            ("Rest                       -5%", Some("Rest|||-5%")),
            ("Total      100.0       894.4", None),
            ("A total of everything  5", None),
        ] {
            let rows =
                read(&lines(&format!("{head}{row}")), &mut Vec::new()).map(|(rows, _)| rows[3].join("|"));
            assert_eq!(rows.as_deref(), expected, "{row}");
        }
    }
}
