//! Stores that are kept and read again.

use super::*;

fn page(index: usize, text: &str) -> PageRecord {
    PageRecord::new(&format!("p{index:02}.md"), blake3::hash(text.as_bytes()), None)
}

fn data(index: usize, bytes: &str) -> DataRecord {
    DataRecord {
        path: format!("d{index:02}.csv"),
        bytes: blake3::hash(bytes.as_bytes()),
        stamp: None,
        sha256: None,
        names: Vec::new(),
        facts: Vec::new(),
    }
}

/// Keeps a store, and reads it again.
fn kept(root: &Utf8Path, mut store: Store) -> Store {
    store.write(root, &mut Parts::new(Some(root)));
    let read = Store::read(root).expect("a store");
    assert_eq!((&read.pages, &read.data), (&store.pages, &store.data));
    assert_eq!((&read.search, read.key, read.facts), (&store.search, store.key, store.facts));
    read
}

#[test]
fn records_are_written_anew_once_many_of_them_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = Utf8Path::from_path(folder.path()).expect("UTF-8");
    let records = || fs::read(root.join(".sourcebook/cache").join(RECORDS)).expect("a file");
    let mut store = kept(
        root,
        Store {
            key: blake3::hash(b"key"),
            pages: (0..40).map(|index| page(index, "old")).collect(),
            data: (0..40).map(|index| data(index, "old")).collect(),
            apart: true,
            listing: Listing::default(),
            search: Vec::new(),
            facts: blake3::hash(b"facts"),
            others: Vec::new(),
            findings: b"words".to_vec(),
            twins: Twins::default(),
            written: Written::default(),
        },
    );
    let before = records();
    for (round, index) in [3, 7, 3, 39].into_iter().enumerate() {
        store.pages[index] = page(index, &round.to_string());
        store.written.pages.insert(index);
        store.search.push(blake3::hash(b"search"));
        store = kept(root, store);
    }
    store.data[5] = data(5, "new");
    store.written.data.insert(5);
    store = kept(root, store);
    assert_eq!((records(), store.written.pages.len(), store.written.data.len()), (before.clone(), 3, 1));
    for index in [8, 9] {
        store.pages[index] = page(index, "new");
        store.written.pages.insert(index);
        store = kept(root, store);
    }
    assert!(records() != before && store.written.pages.is_empty() && store.written.data.is_empty());

    // A head of other records is of no use, and neither are damaged ones.
    let changed = records();
    fs::write(root.join(".sourcebook/cache").join(RECORDS), &before).expect("written");
    assert!(Store::read(root).is_none());
    let mut damaged = changed.clone();
    damaged[changed.len() - 1] ^= 1;
    fs::write(root.join(".sourcebook/cache").join(RECORDS), damaged).expect("written");
    assert!(Store::read(root).is_none());
    fs::write(root.join(".sourcebook/cache").join(RECORDS), changed).expect("written");
    assert!(Store::read(root).is_some());
    let head = root.join(".sourcebook/cache").join(HEAD);
    let mut bytes = fs::read(&head).expect("a file");
    let findings = bytes.windows(5).position(|words| words == b"words").expect("the findings");
    bytes[findings] ^= 1;
    fs::write(&head, bytes).expect("written");
    assert!(Store::read(root).is_none());
}
