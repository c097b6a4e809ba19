//! Rows of a table as people paste them: with `|`, with tabs, or in columns parted by spaces.

use super::Remark;
use super::lines::Line;
use super::lists::item;
use super::signs::{attributes, is_rule};
use crate::model::Quantity;
use crate::syntax::number;

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Table {
    /// Its title.
    pub(super) title: Option<String>,
    /// What references ask for it by, without `tbl-`.
    pub(super) id: Option<String>,
    /// Names of its columns.
    pub(super) header: Vec<String>,
    /// Its rows, each as long as the header.
    pub(super) rows: Vec<Vec<String>>,
    /// What stands after `Source:` below it.
    pub(super) sources: Vec<String>,
    /// Notes below it.
    pub(super) notes: Vec<String>,
}

impl Table {
    /// Gives it a title, behind which Markdown may have an id: `Output {#tbl-out}`.
    pub(super) fn name(&mut self, title: &str) {
        let (words, id) = attributes(title);
        self.title = Some(words.to_owned());
        let name = |id: String| id.strip_prefix("tbl-").map(str::to_owned);
        self.id = id.and_then(name).filter(|name| !name.is_empty() && name.is_ascii());
    }
}

/// The table at the start of `lines`, and how many lines it takes.
pub(super) fn read(lines: &[Line], doubts: &mut Vec<Remark>) -> Option<(Table, usize)> {
    let first = lines.first()?;
    let tabbed = || rows(lines, tabbed).filter(|(rows, _)| !is_head_of_letter(rows));
    let (rows, read) = rows(lines, piped).or_else(tabbed).or_else(|| columns(lines))?;
    let table = table(rows, first.number, doubts)?;
    Some((table, read))
}

/// Whether rows are the lines above a letter: `To:` and a name, `Date:` and a day.
fn is_head_of_letter(rows: &[Vec<String>]) -> bool {
    rows.iter().all(|row| row.len() == 2 && row.first().is_some_and(|name| name.ends_with([':', '：'])))
}

/// What a line is in a table.
enum Row {
    Cells(Vec<String>),
    /// Between head and body; holds no words.
    Rule,
}

fn rows(lines: &[Line], row: fn(&Line) -> Option<Row>) -> Option<(Vec<Vec<String>>, usize)> {
    let found: Vec<Row> = lines.iter().map_while(row).collect();
    let read = found.len();
    let cells: Vec<Vec<String>> = found
        .into_iter()
        .filter_map(|row| match row {
            Row::Cells(cells) => Some(cells),
            Row::Rule => None,
        })
        .collect();
    (cells.len() >= 2 && read >= 2).then_some((cells, read))
}

/// `| a | b |`, `a | b |`, `---|---`.
fn piped(line: &Line) -> Option<Row> {
    let text = line.text();
    let rule =
        text.contains(['-', '=']) && text.chars().all(|c| "-:|+= ".contains(c)) && text.contains(['|', '+']);
    if rule {
        return Some(Row::Rule);
    }
    if !text.contains('|') {
        return None;
    }
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in text.chars() {
        match c {
            '|' if !escaped => cells.push(String::new()),
            '|' => {
                if let Some(cell) = cells.last_mut() {
                    cell.pop();
                    cell.push('|');
                }
            }
            _ => cells.last_mut()?.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    let mut cells: Vec<String> = cells.iter().map(|cell| cell.trim().to_owned()).collect();
    if text.starts_with('|') {
        cells.remove(0);
    }
    if text.ends_with('|') && cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    Some(Row::Cells(cells))
}

/// Cells between tabs; the first may be empty.
fn tabbed(line: &Line) -> Option<Row> {
    let inner = line.text().contains('\t');
    if !inner {
        return is_rule(line.text()).then_some(Row::Rule).filter(|_| line.text().starts_with('-'));
    }
    if item(line).is_some() {
        return None;
    }
    Some(Row::Cells(line.raw.split('\t').map(|cell| cell.trim().to_owned()).collect()))
}

/// Three lines or more with the same number of cells, two spaces or more apart. A second line of the head may have fewer:
/// its words go to the names that they stand under.
fn columns(lines: &[Line]) -> Option<(Vec<Vec<String>>, usize)> {
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
    let cells: Vec<Vec<String>> = found
        .into_iter()
        .filter_map(|row| match row {
            Row::Cells(cells) => Some(cells),
            Row::Rule => None,
        })
        .collect();
    let mut cells = cells;
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
    }
    let same = cells.windows(2).all(|pair| pair[0].len() == pair[1].len());
    (cells.len() >= 3 && same).then_some((cells, read))
}

/// The names of columns, each with the words that stand under it in the second line.
fn names_of_two_lines(head: &str, under: &str) -> Vec<String> {
    let mut names: Vec<(usize, usize, String)> = placed(head);
    for (from, to, words) in placed(under) {
        let apart = |(start, end, _): &(usize, usize, String)| (start + end).abs_diff(from + to);
        if let Some(nearest) = names.iter_mut().min_by_key(|name| apart(name)) {
            nearest.2 = format!("{} {words}", nearest.2);
        }
    }
    names.into_iter().map(|(_, _, name)| name).collect()
}

/// The parts of a line with the columns in which each begins and ends.
fn placed(text: &str) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    for part in text.split("  ") {
        let width = part.chars().count();
        let words = part.trim();
        if !words.is_empty() {
            let from = at + width - part.trim_start().chars().count();
            found.push((from, from + words.chars().count(), words.to_owned()));
        }
        at += width + 2;
    }
    found
}

/// The parts of a text between two spaces or more.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split("  ").map(str::trim).filter(|part| !part.is_empty())
}

/// The first row names the columns; all rows become equally long.
fn table(mut rows: Vec<Vec<String>>, line: usize, doubts: &mut Vec<Remark>) -> Option<Table> {
    // A column without any word is none.
    let longest = rows.iter().map(Vec::len).max()?;
    let used =
        (0..longest).filter(|at| rows.iter().any(|row| row.get(*at).is_some_and(|cell| !cell.is_empty())));
    let used: Vec<usize> = used.collect();
    let width = used.len();
    if width == 0 || (width == 1 && longest == 1) {
        return None;
    }
    if rows.iter().any(|row| row.len() != longest) {
        doubts.push(Remark {
            line,
            text: "the rows of this table differ in length: their last cells are empty".to_owned(),
        });
    }
    let cell = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
    let whole = |row: &Vec<String>| used.iter().map(|at| cell(row, *at)).collect::<Vec<_>>();
    let header = whole(&rows.remove(0));
    if rows.len() > 1 && looks_like_record(&header) {
        let text =
            format!("the first row of this table looks like one of its records: “{}”", header.join(", "));
        doubts.push(Remark { line, text });
    }
    let rows: Vec<Vec<String>> =
        rows.iter().map(whole).filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
    (!rows.is_empty()).then(|| Table { header: names(header, line, doubts), rows, ..Table::default() })
}

/// Whether names of columns behind the first are numbers with a unit or decimals, and no years or ranks.
fn looks_like_record(header: &[String]) -> bool {
    let numbers: Vec<_> = header.iter().skip(1).map(|name| number::parse(name)).collect();
    let is_measured = |number: &Option<Quantity>| {
        number.as_ref().is_some_and(|number| !number.unit.is_none() || number.written.decimals > 0)
    };
    numbers.iter().all(Option::is_some) && numbers.iter().any(is_measured)
}

/// Names that are there and differ.
fn names(header: Vec<String>, line: usize, doubts: &mut Vec<Remark>) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for (index, name) in header.into_iter().enumerate() {
        let base = match name.as_str() {
            "" if index == 0 => "Item".to_owned(),
            "" => format!("Column {}", index + 1),
            _ => name.clone(),
        };
        let mut own = base.clone();
        let mut count = 2;
        while taken.contains(&own) {
            own = format!("{base} ({count})");
            count += 1;
        }
        if own != name {
            doubts.push(Remark {
                line,
                text: format!("column {} of this table has no name of its own: “{own}”", index + 1),
            });
        }
        taken.push(own);
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::lines::lines;

    fn of(text: &str) -> Option<(Vec<String>, Vec<Vec<String>>, usize)> {
        read(&lines(text), &mut Vec::new()).map(|(table, read)| (table.header, table.rows, read))
    }

    #[test]
    fn rows_in_all_manners_are_read() {
        let expected = |read| Some((vec!["A".into(), "B".into()], vec![vec!["x".into(), "1".into()]], read));
        assert_eq!(of("| A | B |\n|---|---|\n| x | 1 |"), expected(3));
        assert_eq!(of("A | B |\n---|\nx | 1 |\ntext"), expected(3));
        assert_eq!(of("A\tB\nx\t1"), expected(2));
        assert_eq!(of("+---+---+\n| A | B |\n+===+===+\n| x | 1 |\n+---+---+"), expected(5));
        let spaced = of("Name     Share\nAlpha    1%\nBeta     2%").expect("a table");
        assert_eq!((spaced.0.len(), spaced.1.len(), spaced.2), (2, 2, 3));
        let (header, rows, read) =
            of("Name      Volume      Share\n          (million m3)\nAlpha      180          73%\nBeta        92          66%")
                .expect("a table");
        assert_eq!(header, ["Name", "Volume (million m3)", "Share"]);
        assert_eq!((rows.len(), read), (2, 4));
        for records in [
            "Strike price     £39.65    £37.35\nLoad factor      41%       44%\n",
            "Strike price     £39.65    £37.35\nLoad factor      41%       44%\nHours            12        14\n",
        ] {
            let (header, rows, read) =
                of(&format!("                 2021      2022\n{records}")).expect("a table");
            assert_eq!(header, ["Item", "2021", "2022"]);
            assert_eq!(read, rows.len() + 1);
        }
        assert_eq!(of("one | two\ntext"), None);
        assert_eq!(of("•\tone\n•\ttwo"), None);
    }

    #[test]
    fn a_first_row_of_values_is_doubtful() {
        for (text, expected) in [
            ("A | 39.65 | 37.35\nB | 1 | 2\nC | 3 | 4", true),
            ("A | 41% | 44%\nB | 1 | 2\nC | 3 | 4", true),
            ("A | 2023 | 2024\nB | 1 | 2\nC | 3 | 4", false),
            ("A | 1 | Share\nB | 1 | 2\nC | 3 | 4", false),
        ] {
            let mut doubts = Vec::new();
            read(&lines(text), &mut doubts).expect("a table");
            assert_eq!(doubts.iter().any(|doubt| doubt.text.contains("looks like")), expected, "{text}");
        }
    }

    #[test]
    fn missing_cells_and_names_are_supplied() {
        let (header, rows, _) = of("|  | B | B |\n|---|---|---|\n| x | 1 |\n| y | 2 | 3 |").expect("a table");
        assert_eq!(header, ["Item", "B", "B (2)"]);
        assert_eq!(rows, [["x", "1", ""], ["y", "2", "3"]]);
    }
}
