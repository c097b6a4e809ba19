//! Rows of a table as people paste them: with `|`, with tabs, or in columns parted by spaces.

use super::lines::Line;
use super::lists::item;
use super::signs::{attributes, is_rule};
use super::{Remark, columns};
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
    let (rows, read) = rows(lines, piped).or_else(tabbed).or_else(|| columns::read(lines, doubts))?;
    let table = table(rows, first.number, doubts)?;
    Some((table, read))
}

/// Whether rows are the lines above a letter: `To:` and a name, `Date:` and a day.
fn is_head_of_letter(rows: &[Vec<String>]) -> bool {
    rows.iter().all(|row| row.len() == 2 && row.first().is_some_and(|name| name.ends_with([':', '：'])))
}

/// What a line is in a table.
pub(super) enum Row {
    Cells(Vec<String>),
    /// Between head and body; holds no words.
    Rule,
}

fn rows(lines: &[Line], row: fn(&Line) -> Option<Row>) -> Option<(Vec<Vec<String>>, usize)> {
    let found: Vec<Row> = lines.iter().map_while(row).collect();
    let read = found.len();
    let cells = if is_grid(&lines[..read]) { whole_rows(found) } else { cells(found) };
    (cells.len() >= 2 && read >= 2).then_some((cells, read))
}

/// The rows without the rules.
pub(super) fn cells(rows: Vec<Row>) -> Vec<Vec<String>> {
    let cells = rows.into_iter().filter_map(|row| match row {
        Row::Cells(cells) => Some(cells),
        Row::Rule => None,
    });
    cells.collect()
}

/// Whether a rule stands between all rows, so that several lines may be one row: `+===+` below the head, `+---+` between the others.
fn is_grid(lines: &[Line]) -> bool {
    let rules: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].text().starts_with('+')).collect();
    let head = rules.iter().position(|at| lines[*at].text().contains('='));
    head.is_some_and(|head| rules.len() > head + 2)
}

/// The rows between rules, each with the words of all its lines.
fn whole_rows(rows: Vec<Row>) -> Vec<Vec<String>> {
    let mut whole: Vec<Vec<String>> = Vec::new();
    let mut is_open = false;
    for row in rows {
        let Row::Cells(cells) = row else {
            is_open = false;
            continue;
        };
        match whole.last_mut().filter(|_| is_open) {
            Some(last) => {
                for (at, words) in cells.into_iter().enumerate().filter(|(_, words)| !words.is_empty()) {
                    match last.get_mut(at) {
                        Some(cell) if cell.is_empty() => *cell = words,
                        Some(cell) => *cell = format!("{cell} {words}"),
                        None => last.push(words),
                    }
                }
            }
            None => whole.push(cells),
        }
        is_open = true;
    }
    whole
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
        let (header, rows, _) = of("Year    2020  2021\nPrice    160   150\n\nWords.").expect("a table");
        assert_eq!((header.len(), rows[0].join(" ")), (3, "Price 160 150".to_owned()));
        assert_eq!(of("One.  Two.  Three.\nFour.  Five.  Six."), None);
        assert_eq!(of("•\tone\n•\ttwo"), None);
    }

    #[test]
    fn lines_between_rules_of_a_grid_are_one_row() {
        let grid =
            "+---+----+\n| A | B  |\n+===+====+\n| x | 1  |\n|   | or |\n+---+----+\n| y | 2  |\n+---+----+";
        let (_, rows, read) = of(grid).expect("a table");
        assert_eq!(
            (rows, read),
            (vec![vec!["x".to_owned(), "1 or".into()], vec!["y".into(), "2".into()]], 8)
        );
        assert_eq!(of(&grid[11..]).expect("a table").1.len(), 2, "without the rule above the head");
        let outline = "+---+---+\n| A | B |\n+===+===+\n| x | 1 |\n| y | 2 |\n+---+---+";
        assert_eq!(of(outline).expect("a table").1.len(), 2);
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
