//! A model of the output folder (the site's files and the foreign ones) against the folder itself, with the work killed
//! at every step.

use super::*;
use crate::site::write::place::MARK;
use proptest::prelude::*;

/// Whether the system lets two folders change places in one step. Where it does not, the output folder is missing for a moment.
const CAN_EXCHANGE: bool = cfg!(any(target_os = "linux", target_os = "macos"));

/// Kills a build after each of its steps. The output folder must then show the old or the new site, and the next build
/// must mend it.
fn kill_everywhere(exchange: bool, spare: bool) -> usize {
    let old = site(&[("index.html", "old"), ("same.css", "same"), ("a/index.html", "a"), ("x", "file")]);
    let new = site(&[("index.html", "new"), ("same.css", "same"), ("b/index.html", "b"), ("x/y", "file")]);
    let foreign = [(".git/HEAD", "ref"), ("a/mine.txt", "mine"), ("notes.txt", "mine")];
    for steps in 0.. {
        let bench = Bench::with_spare(spare);
        bench.write(&new).expect("written");
        bench.write(&old).expect("written");
        foreign.iter().for_each(|(path, text)| bench.put(path, text));
        let outcome = bench.write_to("output", &new, Disk::killed_after(steps, exchange));
        let shown: Tree = bench
            .tree()
            .into_iter()
            .filter(|(path, _)| path != MARK && !foreign.iter().any(|(name, _)| name == path))
            .collect();
        if (exchange && CAN_EXCHANGE) || bench.output().exists() {
            assert!(shown == as_tree(&old) || shown == as_tree(&new), "after {steps} steps: {shown:?}");
        }
        // The next build may be of either site, and may be killed as well.
        let next = if steps % 2 == 0 { &new } else { &old };
        let _ = bench.write_to("output", next, Disk::killed_after(steps % 7, exchange));
        bench.write(next).expect("mended");
        let mut expected = as_tree(next);
        expected.extend(foreign.map(|(path, text)| (path.to_owned(), text.into())));
        assert_eq!(bench.tree(), expected, "after {steps} steps");
        assert_eq!(bench.siblings(), ["output"], "after {steps} steps");
        if outcome.is_ok() {
            return steps;
        }
    }
    unreachable!("the build ends")
}

#[test]
fn a_killed_build_leaves_one_site_whole_and_the_next_mends_it() {
    for spare in [false, true] {
        assert!(kill_everywhere(true, spare) > 20);
        assert!(kill_everywhere(false, spare) > 20);
    }
}

#[test]
fn a_full_disk_leaves_the_old_site_and_nothing_else() {
    let old = site(&[("index.html", "old"), ("a/index.html", "a")]);
    let new = site(&[("index.html", "new"), ("b/index.html", "b"), ("c/index.html", "c")]);
    for files in 0.. {
        let bench = Bench::new();
        bench.write(&old).expect("written");
        let outcome = bench.write_to("output", &new, Disk::full_after(files));
        assert_eq!(bench.siblings(), ["output"], "room for {files}");
        let Err(error) = outcome else {
            assert!(files >= 3, "three files need room for three");
            return assert_eq!(bench.tree(), as_tree(&new));
        };
        assert_eq!(error.rule, rules::UNWRITABLE_OUTPUT);
        assert_eq!(bench.tree(), as_tree(&old), "room for {files}");
    }
}

#[test]
fn a_first_build_can_be_killed_too() {
    let pages = site(&[("index.html", "1"), ("a/index.html", "a")]);
    for steps in 0..40 {
        let bench = Bench::new();
        let killed = bench.write_to("deep/output", &pages, Disk::killed_after(steps, true)).is_err();
        let output = bench.path("deep/output");
        if output.exists() {
            let mut shown = tree_of(&output);
            shown.remove(manifest::MANIFEST);
            shown.remove(MARK);
            assert_eq!(shown, as_tree(&pages), "after {steps} steps");
        }
        bench.write_to("deep/output", &pages, Disk::real()).expect("mended");
        assert_eq!(fs::read_dir(bench.path("deep")).expect("a folder").count(), 1, "after {steps} steps");
        if !killed {
            return;
        }
    }
    panic!("the build does not end");
}

#[test]
fn a_lock_that_a_killed_build_left_goes_with_the_next_one_even_if_nothing_changed() {
    let bench = Bench::new();
    let pages = site(&[("index.html", "1")]);
    bench.write(&pages).expect("written");
    fs::write(bench.path(".output.sourcebook-lock"), "").expect("a file");
    assert_eq!(bench.write(&pages), Ok(summary(0, 1, 0, 0)));
    assert_eq!(bench.siblings(), ["output"]);
    // One that is held is waited for by who has something to write, and by nobody else.
    let held = lock::Lock::take(&bench.path(".output.sourcebook-lock"), 0).expect("free");
    assert_eq!(bench.write(&pages), Ok(summary(0, 1, 0, 0)));
    assert_eq!(bench.siblings(), [".output.sourcebook-lock", "output"]);
    drop(held);
}

/// As if a build had been killed: whoever made the report may have made these, too.
#[cfg(unix)]
#[test]
fn what_links_in_the_place_of_the_swap_lead_to_is_left_alone() {
    use std::os::unix::fs::symlink;
    for (link, is_marked) in ["", "/old", "/new"].into_iter().flat_map(|link| [(link, false), (link, true)]) {
        let (bench, elsewhere) = (Bench::new(), tempfile::tempdir().expect("a folder"));
        bench.write(&site(&[("a.txt", "1")])).expect("written");
        if is_marked {
            bench.put(place::MARK, "");
        }
        for path in ["theirs.txt", "old/theirs.txt", "new/theirs.txt"] {
            let path = elsewhere.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            fs::write(path, "theirs").expect("written");
        }
        if !link.is_empty() {
            fs::create_dir(bench.path(".output.sourcebook-swap")).expect("made");
        }
        let before = tree_of(elsewhere.path());
        symlink(elsewhere.path(), bench.path(&format!(".output.sourcebook-swap{link}"))).expect("linked");
        bench.write(&site(&[("a.txt", "2")])).expect("written");
        assert_eq!(tree_of(elsewhere.path()), before, "{link} {is_marked}");
        assert_eq!(bench.tree(), as_tree(&site(&[("a.txt", "2")])), "{link} {is_marked}");
        assert_eq!(bench.siblings(), ["output"], "{link} {is_marked}");
    }
}

/// A thread that waits for others takes up more of their work meanwhile: the one that mends must not come to begin a second time.
#[test]
fn what_another_build_left_since_ours_was_opened_is_mended_apart() {
    let bench = Bench::new();
    bench.write(&site(&[("a.html", "1"), ("b.html", "1"), ("c.html", "1")])).expect("written");
    let writing = bench.open("output", Disk::busy()).expect("opened");
    // Another one put a site of one page in its place, and was killed.
    bench.write_to("other", &site(&[("a.html", "other")]), Disk::real()).expect("written");
    fs::create_dir(bench.path(".output.sourcebook-swap")).expect("made");
    fs::rename(bench.output(), bench.path(".output.sourcebook-swap/new")).expect("moved");
    fs::rename(bench.path("other"), bench.output()).expect("moved");
    bench.put(MARK, "");

    let (done, outcome) = std::sync::mpsc::channel();
    let thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    thread.spawn(move || {
        rayon::scope(|scope| {
            for name in ["d.html", "e.html", "f.html"] {
                let (done, writing) = (done.clone(), &writing);
                scope.spawn(move |_| drop(done.send(writing.put(name, b"2").map(drop))));
            }
        });
        drop(writing);
    });
    let second = std::time::Duration::from_secs(1);
    for _ in 0..3 {
        let outcome = (0..60).find_map(|_| outcome.recv_timeout(second).ok());
        assert_eq!(outcome, Some(Ok(())), "no thread waits for itself");
    }
    drop(thread);
    assert!(outcome.recv().is_err(), "the write is over");
    assert_eq!(bench.tree(), as_tree(&site(&[("a.html", "other")])));
    assert_eq!(bench.siblings(), ["output"]);
}

#[test]
fn an_output_folder_made_anew_after_a_kill_is_not_guessed_about() {
    let bench = Bench::new();
    fs::create_dir_all(bench.path(".output.sourcebook-swap/old")).expect("a folder");
    fs::create_dir(bench.output()).expect("a folder");
    let error = bench.write(&site(&[("index.html", "1")])).expect_err("unclear");
    assert_eq!(error.rule, rules::UNWRITABLE_OUTPUT);
    assert!(error.message.contains("a build that was killed"), "{}", error.message);
}

#[derive(Debug, Clone)]
enum Step {
    Build(Vec<(u8, u8)>),
    Killed(Vec<(u8, u8)>, usize),
    Foreign(u8),
    /// Somebody changes files of the next site, in their place or for others, before it is built.
    Edited(Vec<(u8, u8)>, bool),
}

fn step() -> impl Strategy<Value = Step> {
    let pages = proptest::collection::vec((0_u8..12, 0_u8..3), 0..10);
    let pages_again = pages.clone();
    prop_oneof![
        3 => pages.clone().prop_map(Step::Build),
        3 => (pages, 0_usize..60).prop_map(|(pages, steps)| Step::Killed(pages, steps)),
        2 => (0_u8..12).prop_map(Step::Foreign),
        2 => (pages_again, proptest::bool::ANY).prop_map(|(pages, in_place)| Step::Edited(pages, in_place)),
    ]
}

/// Twelve paths in folders that come and go.
fn page_path(number: u8) -> String {
    format!("{}page{number}.html", ["", "a/", "a/b/", "c/"][usize::from(number % 4)])
}

fn site_of(pages: &[(u8, u8)]) -> Site {
    let files: BTreeMap<String, String> =
        pages.iter().map(|(number, text)| (page_path(*number), text.to_string())).collect();
    files.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_output_is_the_site_and_the_foreign_files(
        steps in proptest::collection::vec(step(), 1..8), spare in proptest::bool::ANY, ahead in proptest::bool::ANY
    ) {
        let bench = Bench::with_spare(spare);
        let mut foreign = Tree::new();
        for step in &steps {
            if let Step::Edited(pages, in_place) = step {
                let paths = pages.iter().map(|(number, _)| bench.output().join(page_path(*number)));
                for path in paths.filter(|path| path.exists()) {
                    if !in_place {
                        fs::remove_file(&path).expect("removed");
                    }
                    // As long as what stood there.
                    fs::write(&path, "X").expect("written");
                }
            }
            match step {
                Step::Build(pages) | Step::Edited(pages, _) => {
                    let pages = site_of(pages);
                    if ahead { bench.write_ahead(&pages) } else { bench.write(&pages) }.expect("written");
                    let mut expected = as_tree(&pages);
                    expected.extend(foreign.clone());
                    prop_assert_eq!(bench.tree(), expected);
                    prop_assert_eq!(bench.siblings(), ["output"]);
                }
                Step::Killed(pages, steps) => {
                    let _ = bench.write_to("output", &site_of(pages), Disk::killed_after(*steps, true));
                }
                // What is put where the folder is missing stands in the way of the old one: that is told, and tested apart.
                Step::Foreign(_) if !CAN_EXCHANGE && !bench.output().exists() => {}
                Step::Foreign(number) => {
                    let path = page_path(*number).replace(".html", ".txt");
                    bench.put(&path, "mine");
                    foreign.insert(path, b"mine".to_vec());
                }
            }
        }
        bench.write(&site_of(&[(1, 1)])).expect("written");
        let mut expected = as_tree(&site_of(&[(1, 1)]));
        expected.extend(foreign);
        prop_assert_eq!(bench.tree(), expected);
    }
}
