//! The spare tree: what may be in it, and when it is made.

use super::twins::{after, fewer, known, pages};
use super::*;

/// What somebody does to the spare tree.
type Change<'a> = (&'a str, &'a dyn Fn(&Path));

#[test]
fn a_spare_tree_that_holds_anything_else_is_not_used() {
    use std::os::unix::fs::symlink;
    let elsewhere = tempfile::tempdir().expect("a folder");
    let theirs = elsewhere.path().join("x.txt");
    let changes: [Change<'_>; 5] = [
        ("a file", &|spare| fs::write(spare.join("b/c/mine.txt"), "mine").expect("written")),
        ("a file at the top", &|spare| fs::write(spare.join("mine.txt"), "mine").expect("written")),
        ("a folder", &|spare| fs::create_dir(spare.join("b/mine")).expect("made")),
        ("a link in the place of a folder", &|spare| {
            fs::remove_dir_all(spare.join("b/c")).expect("removed");
            symlink(elsewhere.path(), spare.join("b/c")).expect("linked");
        }),
        ("a link in the place of a file", &|spare| {
            fs::remove_file(spare.join("b/c/x.txt")).expect("removed");
            symlink(&theirs, spare.join("b/c/x.txt")).expect("linked");
        }),
    ];
    for (what, change) in changes {
        fs::write(&theirs, "theirs").expect("written");
        let bench = after(|bench| change(&bench.path("templates/spare")));
        for tree in [bench.output(), bench.path("templates/spare")] {
            for path in ["b/c/mine.txt", "mine.txt", "b/mine"] {
                assert!(!tree.join(path).exists(), "{what}: {path}");
            }
            assert!(tree.join("b/c").symlink_metadata().expect("a folder").is_dir(), "{what}");
        }
        assert_eq!(fs::read_to_string(&theirs).expect("a file"), "theirs", "{what}");
    }
}

#[test]
fn what_a_link_in_the_place_of_the_spare_tree_leads_to_is_left_alone() {
    let elsewhere = tempfile::tempdir().expect("a folder");
    let theirs = elsewhere.path().join("theirs.txt");
    fs::write(&theirs, "theirs").expect("written");
    for has_list in [false, true] {
        after(|bench| {
            let spare = bench.path("templates/spare");
            if has_list {
                fs::copy(spare.join(manifest::MANIFEST), elsewhere.path().join(manifest::MANIFEST))
                    .expect("copied");
            }
            fs::remove_dir_all(&spare).expect("removed");
            std::os::unix::fs::symlink(elsewhere.path(), &spare).expect("linked");
        });
        assert_eq!(fs::read_to_string(&theirs).expect("a file"), "theirs", "{has_list}");
    }
}

#[test]
fn a_list_of_the_spare_tree_that_leads_out_of_it_removes_nothing() {
    let bench = known();
    let theirs = bench.path("content/theirs.txt");
    fs::write(&theirs, "theirs").expect("written");
    let list = bench.path("templates/spare").join(manifest::MANIFEST);
    for path in [theirs.to_str().expect("UTF-8"), "../../content/theirs.txt"] {
        let text = fs::read_to_string(&list).expect("a list").replace("\"a/x.txt\"", &format!("\"{path}\""));
        fs::write(&list, text).expect("written");
        bench.write_ahead(&pages(9)).expect("written");
        bench.write_ahead(&pages(8)).expect("written");
        assert_eq!(fs::read_to_string(&theirs).expect("a file"), "theirs");
        assert_eq!(bench.tree(), as_tree(&pages(8)));
    }
}

#[test]
fn the_first_build_leaves_a_spare_tree_too() {
    let bench = Bench::with_spare(true);
    let spare = bench.path("templates/spare");
    bench.put("b/c/mine.txt", "mine");
    bench.write_ahead(&pages(0)).expect("written");
    for (path, _) in pages(0).files() {
        assert_eq!(Stat::of(&spare.join(path)), Stat::of(&bench.output().join(path)), "{path}");
    }
    assert!(!spare.join("b/c/mine.txt").exists());
    let known = |bench: &Bench| -> BTreeMap<String, Twin> {
        bench.twins.borrow().folders.iter().map(|(folder, twin)| (folder.clone(), *twin)).collect()
    };
    // What somebody else put there makes its folder unknown.
    assert_eq!(known(&bench).keys().collect::<Vec<_>>(), ["a", "b", "b/d"]);
    bench.write_ahead(&pages(1)).expect("written");
    assert_eq!(bench.tree().remove("b/c/mine.txt").as_deref(), Some(&b"mine"[..]));

    // So does one that finds the site as it is to be.
    fs::remove_dir_all(&spare).expect("removed");
    *bench.twins.borrow_mut() = Twins::default();
    assert_eq!(bench.write_ahead(&pages(1)).map(|summary| summary.written), Ok(0));
    assert_eq!(known(&bench).keys().collect::<Vec<_>>(), ["a", "b", "b/d"]);
    assert_eq!(bench.siblings(), ["output"]);

    // What stood in its place without a list goes.
    let bench = Bench::with_spare(true);
    fs::create_dir_all(bench.path("templates/spare/b/d")).expect("made");
    fs::write(bench.path("templates/spare/b/d/mine.txt"), "mine").expect("written");
    for number in 0..3 {
        bench.write_ahead(&pages(number)).expect("written");
        assert_eq!(bench.tree(), as_tree(&pages(number)));
    }

    // A place where it cannot be made is no fault of the build.
    let bench = Bench::with_spare(true);
    fs::remove_dir(bench.path("templates")).expect("removed");
    fs::write(bench.path("templates"), "a file").expect("written");
    bench.write_ahead(&pages(0)).expect("written");
    assert_eq!(bench.tree(), as_tree(&pages(0)));
    assert!(bench.twins.borrow().folders.is_empty());
}

#[test]
fn a_folder_that_goes_from_the_site_may_hold_anything_in_the_spare_tree() {
    use std::os::unix::fs::symlink;
    let elsewhere = tempfile::tempdir().expect("a folder");
    let theirs = elsewhere.path().join("x.txt");
    fs::write(&theirs, "theirs").expect("written");
    let changes: [Change<'_>; 2] = [
        ("a file", &|spare| fs::write(spare.join("b/d/mine.txt"), "mine").expect("written")),
        ("a link", &|spare| {
            fs::remove_dir_all(spare.join("b/d")).expect("removed");
            symlink(elsewhere.path(), spare.join("b/d")).expect("linked");
        }),
    ];
    for (what, change) in changes {
        let bench = known();
        change(&bench.path("templates/spare"));
        for number in 4..6 {
            bench.write_ahead(&fewer(number)).expect(what);
            assert_eq!(bench.tree(), as_tree(&fewer(number)), "{what}");
        }
        assert!(theirs.exists(), "{what}");
    }
}

#[test]
fn a_first_spare_tree_that_does_not_fit_goes_again() {
    let mut without = 0;
    for files in 0.. {
        let bench = Bench::with_spare(true);
        let written = bench.write_to("output", &pages(0), Disk::full_after(files));
        let spare = bench.path("templates/spare");
        assert_eq!(spare.exists(), spare.join(manifest::MANIFEST).exists(), "room for {files}");
        match written {
            Ok(_) if spare.exists() => break,
            Ok(_) => without += 1,
            Err(_) => {}
        }
    }
    assert_eq!(without, 1, "a site without spare tree");
}

#[test]
fn a_long_file_of_the_spare_tree_is_written_over_and_cut() {
    use std::os::unix::fs::MetadataExt as _;
    let bench = Bench::with_spare(true);
    let spare = bench.path("templates/spare");
    let long = |sign: u8, length: usize| vec![sign; length];
    let inode = |tree: &Path| fs::metadata(tree.join("facts.json")).expect("a file").ino();
    let write = |bytes: &[u8]| {
        let writing = bench.open("output", Disk::real()).expect("opened");
        let put = writing.put_with("facts.json", Some(&spare), |out| out.write_all(bytes)).expect("put");
        let listing: Listing<'_> = [("facts.json", put.listed())].into_iter().collect();
        let twins = Twins::default();
        let standing = writing.standing(&spare, &twins);
        assert!(standing.is_some());
        let tree = SpareTree { path: &spare, twins: &twins, standing };
        writing.finish(&listing, Some(&tree)).expect("written");
    };
    write(&long(b'1', 3 << 20));
    write(&long(b'2', 3 << 20));
    let old = inode(&spare);
    write(&long(b'3', 2 << 20));
    assert_eq!(inode(&bench.output()), old);
    assert_eq!(bench.tree().get("facts.json"), Some(&long(b'3', 2 << 20)));
    // What is published again is the same file in both trees, and is not touched.
    write(&long(b'3', 2 << 20));
    write(&long(b'4', 2 << 20));
    assert_eq!(bench.tree().get("facts.json"), Some(&long(b'4', 2 << 20)));
    assert_eq!(fs::read(spare.join("facts.json")).expect("a file"), long(b'3', 2 << 20));
}
