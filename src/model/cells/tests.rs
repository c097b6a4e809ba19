use super::which::Which;
use super::*;

#[test]
fn equal_cells_are_held_once_and_keep_their_places() {
    let mut builder = CellsBuilder::default();
    builder.extend([("a", 1, 0..1), ("", 1, 2..2), ("a", 1, 5..6)]);
    builder.extend([("a", 0, 7..8), ("b\"c", 1, 9..13)]);
    let cells = builder.finish();
    assert_eq!(cells.len(), 5);
    let held: Vec<_> =
        cells.texts().enumerate().map(|(index, text)| (text, cells.kinds.get(index))).collect();
    assert_eq!(held, [("a", 1), ("", 1), ("a", 0), ("b\"c", 1)]);
    let all: Vec<_> =
        (0..5).map(|record| (cells.text(record), cells.kind(record), cells.place(record))).collect();
    assert_eq!(all, [("a", 1, 0..1), ("", 1, 2..2), ("a", 1, 5..6), ("a", 0, 7..8), ("b\"c", 1, 9..13)]);
    let others = cells.with(vec!['w', 'x', 'y', 'z']);
    assert_eq!((others.text(2), others.kinds[others.which(2)], others.which(3)), ("a", 'w', 2));
}

fn numbers(texts: &[String]) -> Cells<Kinds<u8>> {
    let mut builder = CellsBuilder::default();
    builder.reserve(texts.len());
    for some in texts.chunks(1_000) {
        builder.extend(some.iter().map(|text| (text.as_str(), 0, 1..1 + text.len())));
    }
    builder.finish()
}

#[test]
fn cells_with_the_same_hash_are_told_apart() {
    let texts: Vec<String> = (0..200_000).map(|number| format!("n{}", number % 100_000)).collect();
    let mut builder = CellsBuilder::default();
    builder.extend(texts.iter().map(|text| (text.as_str(), (), 0..text.len())));
    // Of so many, about one pair has the same half of its hashes.
    let cells = builder.finish();
    assert_eq!(cells.held(), 100_000);
    assert!((0..200_000).all(|record| cells.text(record) == texts[record]));
}

#[test]
fn numbers_that_hardly_repeat_are_held_one_by_one() {
    // One in twenty is the one before.
    let texts: Vec<String> = (0..150_000_u32).map(|n| (n - u32::from(n % 20 == 1)).to_string()).collect();
    let cells = numbers(&texts);
    assert_eq!((cells.held(), cells.len(), &cells.which), (150_000, 150_000, &Which::Own));
    let of = |record: usize| (cells.text(record), cells.place(record));
    assert!((0..150_000).all(|record| of(record) == (&*texts[record], 1..1 + texts[record].len() as u32)));
    for distinct in [200, 50_000, 100_000] {
        let some: Vec<String> = (0..150_000).map(|n| format!("n{}", (n * 7) % distinct)).collect();
        let cells = numbers(&some);
        assert_eq!(cells.held(), distinct);
        assert!((0..150_000).all(|record| cells.text(record) == some[record]));
    }
    let words: Vec<String> = (0..150_000).map(|number| format!("n{number}")).collect();
    assert_ne!(numbers(&words).which, Which::Own);
}

#[test]
fn a_text_that_stands_twice_is_found_among_many() {
    let all = |texts: &[String]| numbers(texts).are_all_different();
    let mut texts: Vec<String> = (0..150_000).map(|number| number.to_string()).collect();
    assert!(all(&texts));
    texts.swap(5, 100_000);
    assert!(all(&texts));
    texts[140_000] = "17".to_owned();
    assert!(!all(&texts));
    texts.truncate(1);
    assert!(all(&texts) && all(&[]));
    assert!(!all(&["1".to_owned(), "1".to_owned()]));
    // The same text is another cell where another format wrote it, and the same key.
    let mut builder = CellsBuilder::default();
    builder.extend([("1", 0, 0..1), ("1", 1, 2..3)]);
    assert!(!builder.finish().are_all_different());
}
