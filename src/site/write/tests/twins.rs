//! Folders that are known to be the same in the output folder and in the spare tree: nothing that happens to either is missed.

use super::*;

/// A site of three folders; the number is in two of their files.
pub(super) fn pages(number: usize) -> Site {
    let number = number.to_string();
    site(&[
        ("index.html", &number),
        ("a/x.txt", "x"),
        ("a/y.txt", &number),
        ("b/c/x.txt", "x"),
        ("b/d/x.txt", "x"),
    ])
}

/// The same with a folder less.
pub(super) fn fewer(number: usize) -> Site {
    let files = pages(number);
    let left = files.files().filter(|(path, _)| *path != "b/d/x.txt");
    left.map(|(path, bytes)| (path.to_owned(), bytes.clone())).collect()
}

/// A site that was built so often that its folders are known.
pub(super) fn known() -> Bench {
    let bench = Bench::with_spare(true);
    for number in 0..4 {
        bench.write_ahead(&pages(number)).expect("written");
    }
    let twins = bench.twins.borrow();
    let mut folders: Vec<&String> = twins.folders.keys().collect();
    folders.sort_unstable();
    assert_eq!(folders, ["b", "b/c", "b/d"]);
    drop(twins);
    bench
}

/// Does something to the report's folder, and builds often enough for both trees to be shown.
pub(super) fn after(change: impl FnOnce(&Bench)) -> Bench {
    let bench = known();
    change(&bench);
    std::thread::sleep(std::time::Duration::from_millis(20));
    for number in 4..8 {
        bench.write_ahead(&pages(number)).expect("written");
        let mut tree = bench.tree();
        // Nobody wrote it to the output folder, so it may be taken for a foreign file.
        tree.remove("b/c/mine.txt");
        assert_eq!(tree, as_tree(&pages(number)), "{number}");
    }
    bench
}

#[test]
fn folders_that_nobody_touched_stay_known() {
    let bench = after(|_| {});
    assert_eq!(bench.twins.borrow().folders.len(), 3);
    let (output, spare) = (bench.path("output/b/c/x.txt"), bench.path("templates/spare/b/c/x.txt"));
    assert_eq!(Stat::of(&output), Stat::of(&spare));
    assert!(Stat::of(&output).is_some());
}

#[test]
fn a_foreign_file_is_kept() {
    let bench = known();
    bench.put("b/c/mine.txt", "mine");
    std::thread::sleep(std::time::Duration::from_millis(20));
    for number in 4..8 {
        let written = bench.write_ahead(&pages(number)).expect("written");
        assert_eq!(written.kept, 1, "{number}");
        assert_eq!(bench.tree().get("b/c/mine.txt").map(Vec::as_slice), Some(&b"mine"[..]), "{number}");
        assert!(!bench.path("templates/spare/b/c/mine.txt").exists(), "{number}");
    }
}

#[test]
fn a_file_of_the_output_folder_that_was_replaced_is_made_anew() {
    after(|bench| {
        fs::remove_file(bench.path("output/b/c/x.txt")).expect("removed");
        bench.put("b/c/x.txt", "!");
    });
}

#[test]
fn a_file_of_the_output_folder_that_was_removed_is_made_anew() {
    after(|bench| fs::remove_file(bench.path("output/b/c/x.txt")).expect("removed"));
}

#[test]
fn a_file_that_was_edited_in_its_place_is_made_anew() {
    after(|bench| bench.put("b/c/x.txt", "!"));
}

#[test]
fn a_file_that_was_replaced_by_its_like_is_not_the_one_of_the_spare_tree() {
    after(|bench| {
        let copy = bench.path("content/copy");
        fs::write(&copy, "x").expect("written");
        fs::rename(&copy, bench.path("output/b/c/x.txt")).expect("replaced");
        // The one that both trees had; its folder does not change.
        fs::write(bench.path("templates/spare/b/c/x.txt"), "!").expect("written");
    });
}

#[test]
fn a_file_of_the_spare_tree_that_was_replaced_is_not_shown() {
    after(|bench| {
        let path = bench.path("templates/spare/b/c/x.txt");
        fs::remove_file(&path).expect("removed");
        fs::write(&path, "!").expect("written");
    });
}

#[test]
fn a_file_that_went_from_the_spare_tree_is_put_back() {
    after(|bench| fs::remove_file(bench.path("templates/spare/b/c/x.txt")).expect("removed"));
}

#[test]
fn a_folder_that_became_a_link_stops_the_build_and_the_old_site_is_shown() {
    use std::os::unix::fs::symlink;
    for exchange in [true, false] {
        let bench = known();
        let elsewhere = tempfile::tempdir().expect("a folder");
        let moved = elsewhere.path().join("c");
        fs::rename(bench.path("output/b/c"), &moved).expect("moved");
        symlink(&moved, bench.path("output/b/c")).expect("linked");
        let before = bench.tree();
        for number in [9, 10] {
            let disk = if exchange { Disk::real() } else { Disk::killed_after(usize::MAX, false) };
            let refused = bench.write_to("output", &pages(number), disk).expect_err("a link");
            assert_eq!(refused.rule, crate::diagnostics::rules::FOREIGN_FILE);
            assert_eq!(bench.tree(), before, "{exchange}");
            assert!(bench.siblings().iter().all(|name| name == "output"), "{:?}", bench.siblings());
        }
        fs::remove_file(bench.path("output/b/c")).expect("removed");
        bench.write_ahead(&pages(11)).expect("written");
        assert_eq!(bench.tree(), as_tree(&pages(11)));
    }
}

#[test]
fn what_was_known_of_another_list_is_forgotten_when_nothing_changed() {
    let bench = known();
    let before = bench.twins.borrow().clone();
    bench.write_ahead(&pages(9)).expect("written");
    *bench.twins.borrow_mut() = before;
    assert_eq!(bench.write_ahead(&pages(9)).map(|summary| summary.written), Ok(0));
    assert_eq!(*bench.twins.borrow(), Twins::default());
}

#[test]
fn permissions_of_a_folder_survive_a_kill_after_the_exchange() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode =
        |bench: &Bench| bench.path("output/b/c").metadata().expect("a folder").permissions().mode() & 0o777;
    let mut steps = 0;
    loop {
        let bench = known();
        fs::set_permissions(bench.path("output/b/c"), fs::Permissions::from_mode(0o710)).expect("set");
        let killed = bench.write_to("output", &pages(9), Disk::killed_after(steps, true));
        bench.write_ahead(&pages(9)).expect("written");
        assert_eq!(mode(&bench), 0o710, "{steps}");
        if killed.is_ok() {
            break;
        }
        steps += 1;
    }
}

#[test]
fn a_folder_that_was_replaced_is_looked_into() {
    after(|bench| {
        fs::remove_dir_all(bench.path("output/b/c")).expect("removed");
        bench.put("b/c/mine.txt", "mine");
    });
}

#[test]
fn permissions_of_a_folder_are_kept() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode =
        |bench: &Bench| bench.path("output/b/c").metadata().expect("a folder").permissions().mode() & 0o777;
    let bench = after(|bench| {
        fs::set_permissions(bench.path("output/b/c"), fs::Permissions::from_mode(0o710)).expect("set");
    });
    assert_eq!(mode(&bench), 0o710);
}

#[test]
fn a_file_that_goes_comes_or_moves_is_seen() {
    let bench = known();
    let without = site(&[("index.html", "4"), ("b/c/x.txt", "x"), ("b/e/x.txt", "x")]);
    let with =
        site(&[("index.html", "5"), ("b/c/x.txt", "x"), ("b/c/new.txt", "new"), ("b/d/deep/x.txt", "x")]);
    for pages in [&without, &with, &without, &without, &with, &pages(9), &with] {
        bench.write_ahead(pages).expect("written");
        assert_eq!(bench.tree(), as_tree(pages));
    }
}

#[test]
fn folders_that_have_just_been_made_are_not_known() {
    let bench = Bench::with_spare(true);
    for number in 0..4 {
        bench.write_to("output", &pages(number), Disk::real().behind()).expect("written");
    }
    assert!(bench.twins.borrow().folders.is_empty());
}

#[test]
fn another_list_of_files_makes_nothing_known() {
    let bench = known();
    let path = bench.output().join(manifest::MANIFEST);
    let text = fs::read_to_string(&path).expect("a list");
    let line = text.lines().find(|line| line.contains("b/c/x.txt")).expect("listed");
    fs::write(&path, text.replace(&format!("{line}\n"), "")).expect("written");
    // A file that is not listed is foreign, so it cannot go with the others.
    bench.put("b/c/x.txt", "mine");
    let error = bench.write_ahead(&pages(4)).expect_err("in the way");
    assert_eq!(error.rule, rules::FOREIGN_FILE);
}

/// What the spare tree lists is known to be what the output folder listed then, and not what it lists now.
#[test]
fn a_file_that_another_build_removed_does_not_come_back_from_the_spare_tree() {
    let bench = known();
    let other = bench.open("output", Disk::real()).expect("opened");
    other.finish(&Listing::of(&fewer(4)), None).expect("written");
    bench.write_ahead(&fewer(5)).expect("written");
    assert_eq!(bench.tree(), as_tree(&fewer(5)));
    bench.write_ahead(&pages(6)).expect("written");
    assert_eq!(bench.tree(), as_tree(&pages(6)));
}

#[test]
fn what_was_seen_ahead_of_the_end_is_asked_with_the_lock_only() {
    let bench = known();
    let twins = bench.twins.borrow().clone();
    let spare = bench.path("templates/spare");
    fs::write(spare.join("b/c/mine.txt"), "mine").expect("written");
    let writing = bench.open("output", Disk::real()).expect("opened");
    assert!(writing.standing(&spare, &twins).is_none());
    writing.put("index.html", b"9").expect("put");
    let standing = writing.standing(&spare, &twins).expect("asked");
    assert_eq!(standing.folders, ["b", "b/d"].into_iter().collect());
}

/// Two builds with one store and two output folders: each has a lock of its own.
#[test]
fn a_spare_tree_that_another_build_took_after_it_was_seen_is_looked_at_anew() {
    let bench = known();
    let twins = bench.twins.borrow().clone();
    let (site, spare) = (pages(4), bench.path("templates/spare"));
    let writing = bench.open("output", Disk::real()).expect("opened");
    writing.put("unused", b"").expect("put");
    let standing = writing.standing(&spare, &twins);
    assert!(standing.is_some());
    let others = bench.path("templates/others");
    fs::rename(&spare, &others).expect("taken");
    for path in tree_of(&others).keys() {
        let to = spare.join(path);
        fs::create_dir_all(to.parent().expect("a parent")).expect("made");
        fs::write(to, "another report").expect("written");
    }
    fs::copy(others.join(manifest::MANIFEST), spare.join(manifest::MANIFEST)).expect("copied");
    let listing = bench.listing(&writing, &site);
    writing.finish(&listing, Some(&SpareTree { path: &spare, twins: &twins, standing })).expect("written");
    assert_eq!(bench.tree(), as_tree(&site));
}
