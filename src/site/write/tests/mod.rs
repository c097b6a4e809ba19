//! Whole builds into a folder of their own.

mod killed;
#[cfg(unix)]
mod spare;
#[cfg(unix)]
mod twins;

use super::disk::Disk;
use super::*;
use crate::diagnostics::with_slashes;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

type Tree = BTreeMap<String, Vec<u8>>;

/// A report folder that goes away with the test.
struct Bench {
    folder: tempfile::TempDir,
    /// Whether a spare tree is kept.
    spare: bool,
    /// What the last build knew of it.
    twins: RefCell<Twins>,
    /// The files as the last build with a spare tree left them.
    left: RefCell<BTreeMap<String, (blake3::Hash, Stat)>>,
}

impl Bench {
    fn new() -> Self {
        Self::with_spare(false)
    }

    fn with_spare(spare: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["content", "templates"] {
            fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        Self { folder, spare, twins: RefCell::default(), left: RefCell::default() }
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    fn output(&self) -> PathBuf {
        self.path("output")
    }

    fn open(&self, target: &str, disk: Disk) -> Result<Writing, WriteError> {
        let root = Utf8Path::from_path(self.folder.path()).expect("UTF-8");
        let (content, templates) = (root.join("content"), root.join("templates"));
        let protected = Protected { root, content: &content, templates: &templates, home: None };
        Writing::with_disk(&root.join(target), &protected, None, disk)
    }

    fn write_to(&self, target: &str, site: &Site, disk: Disk) -> Result<WriteSummary, WriteError> {
        let spare = self.spare.then(|| self.path("templates/spare"));
        let twins = self.twins.borrow().clone();
        let spare = spare.as_deref().map(|spare| (spare, &twins));
        let writing = self.open(target, disk)?;
        let listing = if self.spare { self.listing(&writing, site) } else { Listing::of(site) };
        let standing = spare.and_then(|(path, twins)| writing.standing(path, twins));
        let spare = spare.map(|(path, twins)| SpareTree { path, twins, standing });
        let (summary, twins) = writing.finish(&listing, spare.as_ref())?;
        *self.twins.borrow_mut() = twins;
        if self.spare {
            let left = listing.iter().map(|(path, listed)| {
                let stat = Stat::of(&self.path(target).join(path)).expect("a file");
                (path.to_owned(), (listed.hash, stat))
            });
            *self.left.borrow_mut() = left.collect();
        }
        Ok(summary)
    }

    /// As a build does that knows what the last one left.
    fn listing<'s>(&self, writing: &Writing, site: &'s Site) -> Listing<'s> {
        let left = self.left.borrow();
        let listed = |(path, bytes): (&'s str, &'s bytes::Bytes)| {
            let hash = blake3::hash(bytes);
            let stat = left.get(path).filter(|known| known.0 == hash).map(|known| known.1);
            let stat = stat.filter(|stat| Stat::of(&writing.path(path)) == Some(*stat));
            let stat = stat.filter(|_| writing.listed(path, &hash));
            let body = stat.map_or(Body::Bytes(bytes), |stat| Body::There(There::left(stat)));
            (path, Listed { hash, body })
        };
        site.files().map(listed).collect()
    }

    fn write(&self, site: &Site) -> Result<WriteSummary, WriteError> {
        self.write_to("output", site, Disk::real())
    }

    /// The same with a clock that is ahead, so that folders count as twins at once.
    fn write_ahead(&self, site: &Site) -> Result<WriteSummary, WriteError> {
        let written = self.write_to("output", site, Disk::real().ahead());
        // Longer than a tick of the file system's clock.
        std::thread::sleep(std::time::Duration::from_millis(20));
        written
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.output().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    /// Every file of the output folder but the manifest.
    fn tree(&self) -> Tree {
        let mut tree = tree_of(&self.output());
        tree.remove(manifest::MANIFEST);
        tree
    }

    /// Everything in the report's folder besides the report.
    fn siblings(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.folder.path())
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
            .filter(|name| !["content", "templates"].contains(&name.as_str()))
            .collect();
        names.sort();
        names
    }
}

fn tree_of(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok) {
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).expect("below").to_str().expect("UTF-8");
            tree.insert(with_slashes(path).into_owned(), fs::read(entry.path()).expect("a file"));
        }
    }
    tree
}

fn site(files: &[(&str, &str)]) -> Site {
    files.iter().copied().collect()
}

fn as_tree(site: &Site) -> Tree {
    site.files().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect()
}

fn summary(written: usize, unchanged: usize, removed: usize, kept: usize) -> WriteSummary {
    WriteSummary { written, unchanged, removed, kept }
}

#[test]
fn a_build_writes_what_changed_and_removes_what_went() {
    let bench = Bench::new();
    let first = site(&[("index.html", "1"), ("a/index.html", "a"), ("data/x.csv", "x")]);
    assert_eq!(bench.write(&first), Ok(summary(3, 0, 0, 0)));
    let second = site(&[("index.html", "2"), ("data/x.csv", "x"), ("b/index.html", "b")]);
    assert_eq!(bench.write(&second), Ok(summary(2, 1, 1, 0)));
    assert_eq!(bench.tree(), as_tree(&second));
    assert!(!bench.output().join("a").exists());
    assert_eq!(bench.siblings(), ["output"]);
}

#[test]
fn an_unchanged_site_touches_nothing() {
    let bench = Bench::new();
    let pages = site(&[("index.html", "1"), ("a/index.html", "a")]);
    bench.write(&pages).expect("written");
    let stamps = || -> Vec<_> {
        walkdir::WalkDir::new(bench.folder.path())
            .sort_by_file_name()
            .into_iter()
            .map(|entry| entry.expect("an entry").metadata().expect("metadata").modified().expect("a time"))
            .collect()
    };
    let before = stamps();
    assert_eq!(bench.write(&pages), Ok(summary(0, 2, 0, 0)));
    assert_eq!(stamps(), before);
}

#[test]
fn without_its_list_a_folder_keeps_the_files_that_have_the_sites_bytes() {
    let bench = Bench::new();
    let pages = site(&[("index.html", "1"), ("a/index.html", "a")]);
    bench.write(&pages).expect("written");
    fs::remove_file(bench.output().join(manifest::MANIFEST)).expect("removed");
    let writing = bench.open("output", Disk::real()).expect("opened");
    let put = |(path, bytes): (&'static str, &[u8])| (path, writing.put(path, bytes).expect("put").listed());
    let listing: Listing<'_> =
        [("index.html", &b"1"[..]), ("a/index.html", b"a")].into_iter().map(put).collect();
    let (written, _) = writing.finish(&listing, None).expect("written");
    assert_eq!(written, summary(0, 2, 0, 0));
    assert_eq!(bench.tree(), as_tree(&pages));
}

#[test]
fn an_unchanged_file_keeps_its_time() {
    let bench = Bench::new();
    bench.write(&site(&[("index.html", "1"), ("data/x.csv", "x")])).expect("written");
    let time =
        || fs::metadata(bench.output().join("data/x.csv")).expect("a file").modified().expect("a time");
    let before = time();
    bench.write(&site(&[("index.html", "2"), ("data/x.csv", "x")])).expect("written");
    assert_eq!(time(), before);
}

#[test]
fn foreign_files_survive_wherever_they_are() {
    let bench = Bench::new();
    bench.put(".git/objects/ab/cd", "object");
    bench.put("notes.txt", "mine");
    bench
        .write(&site(&[("index.html", "1"), ("data/x.csv", "x"), ("old/index.html", "o")]))
        .expect("written");
    bench.put("data/mine.csv", "mine");
    bench.put("old/mine.txt", "mine");
    assert_eq!(bench.write(&site(&[("index.html", "2"), ("data/x.csv", "x")])), Ok(summary(1, 1, 1, 4)));
    let expected = site(&[
        (".git/objects/ab/cd", "object"),
        ("notes.txt", "mine"),
        ("data/mine.csv", "mine"),
        ("old/mine.txt", "mine"),
        ("index.html", "2"),
        ("data/x.csv", "x"),
    ]);
    assert_eq!(bench.tree(), as_tree(&expected));
}

#[test]
fn an_edited_file_is_written_anew_while_it_is_ours_and_kept_afterwards() {
    let bench = Bench::new();
    bench.write(&site(&[("index.html", "1"), ("CNAME", "a.org")])).expect("written");
    bench.put("index.html", "edited");
    bench.put("CNAME", "b.org");
    assert_eq!(bench.write(&site(&[("index.html", "1")])), Ok(summary(1, 0, 0, 1)));
    assert_eq!(bench.tree(), as_tree(&site(&[("index.html", "1"), ("CNAME", "b.org")])));
}

#[test]
fn a_foreign_file_in_the_way_stops_the_build_before_anything_changes() {
    let cases: &[(&str, &str)] =
        &[("index.html", "`index.html` in"), ("data", "`data` in"), ("CNAME/x", "`CNAME` in")];
    let pages = site(&[("index.html", "1"), ("data/x.csv", "x"), ("CNAME", "a.org")]);
    for (path, expected) in cases {
        let bench = Bench::new();
        bench.put(path, "mine");
        let error = bench.write(&pages).expect_err("in the way");
        assert_eq!(error.rule, rules::FOREIGN_FILE);
        assert!(error.message.starts_with(expected), "{}", error.message);
        assert!(error.message.ends_with("stands where the site has files, and Sourcebook did not write it"));
        assert_eq!(tree_of(&bench.output()), as_tree(&site(&[(*path, "mine")])));
        assert_eq!(bench.siblings(), ["output"]);
    }
}

#[test]
fn all_foreign_files_in_the_way_are_named() {
    let bench = Bench::new();
    bench.write(&site(&[("a/index.html", "a")])).expect("written");
    bench.put("a/mine.txt", "mine");
    bench.put("b", "mine");
    let error = bench.write(&site(&[("a", "file"), ("b", "file")])).expect_err("in the way");
    assert!(error.message.starts_with("`a/mine.txt`, `b` in "), "{}", error.message);
}

#[test]
fn a_foreign_file_with_our_bytes_is_adopted() {
    let bench = Bench::new();
    bench.put("index.html", "1");
    assert_eq!(bench.write(&site(&[("index.html", "1")])), Ok(summary(0, 1, 0, 0)));
    assert_eq!(bench.write(&site(&[("a.html", "1")])), Ok(summary(1, 0, 1, 0)));
    assert_eq!(bench.tree(), as_tree(&site(&[("a.html", "1")])));
}

#[test]
fn a_site_that_another_build_replaced_meanwhile_is_not_mixed_with_this_one() {
    let bench = Bench::new();
    bench.write(&site(&[("index.html", "1"), ("a.html", "a")])).expect("written");
    let writing = bench.open("output", Disk::real()).expect("opened");
    // It stands there already, so that no lock is needed.
    let kept = writing.put("a.html", b"a").expect("put").listed();
    let other = site(&[("index.html", "2"), ("a.html", "other")]);
    bench.write(&other).expect("written");
    let staged = writing.put("index.html", b"3").expect("put").listed();
    let listing = [("a.html", kept), ("index.html", staged)].into_iter().collect();
    let error = writing.finish(&listing, None).expect_err("the other build");
    assert_eq!(error.rule, rules::CONCURRENT_BUILD);
    assert_eq!((bench.tree(), bench.siblings()), (as_tree(&other), vec!["output".to_owned()]));
}

#[test]
fn builds_of_several_sites_at_once_take_turns() {
    let bench = Bench::new();
    let root = Utf8Path::from_path(bench.folder.path()).expect("UTF-8");
    let (content, templates) = (root.join("content"), root.join("templates"));
    let protected = Protected { root, content: &content, templates: &templates, home: None };
    let site =
        |build: usize| (0..50).map(|page| (format!("{page}.html"), build.to_string())).collect::<Site>();
    let sites: Vec<Site> = (0..3).map(site).collect();
    std::thread::scope(|scope| {
        for site in &sites {
            scope.spawn(|| write(site, &root.join("output"), &protected).expect("written in turn"));
        }
    });
    assert!(sites.iter().any(|site| as_tree(site) == bench.tree()), "{:?}", bench.tree());
    assert_eq!(bench.siblings(), ["output"]);
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    let bench = Bench::new();
    bench.write(&site(&[("a", "file"), ("b/c", "file")])).expect("written");
    let turned = site(&[("a/x", "file"), ("b", "file")]);
    assert_eq!(bench.write(&turned), Ok(summary(2, 0, 2, 0)));
    assert_eq!(bench.tree(), as_tree(&turned));
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let bench = Bench::new();
    fs::create_dir_all(bench.path("elsewhere/old")).expect("a folder");
    fs::write(bench.path("elsewhere/old/x"), "precious").expect("a file");
    bench.write(&site(&[("index.html", "1")])).expect("written");
    std::os::unix::fs::symlink(bench.path("elsewhere"), bench.output().join("data")).expect("a link");
    bench.write(&site(&[("index.html", "2")])).expect("written");
    assert!(bench.output().join("data").is_symlink());
    let error = bench.write(&site(&[("data/old/x", "new")])).expect_err("in the way");
    assert_eq!(error.rule, rules::FOREIGN_FILE);
    assert_eq!(fs::read(bench.path("elsewhere/old/x")).expect("a file"), b"precious");
}

#[cfg(unix)]
#[test]
fn a_linked_output_folder_and_its_permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new();
    fs::create_dir(bench.path("public")).expect("a folder");
    fs::set_permissions(bench.path("public"), fs::Permissions::from_mode(0o750)).expect("permissions");
    std::os::unix::fs::symlink(bench.path("public"), bench.output()).expect("a link");
    bench.write(&site(&[("index.html", "1")])).expect("written");
    assert!(bench.output().is_symlink());
    let mode = fs::metadata(bench.path("public")).expect("a folder").permissions().mode();
    assert_eq!(mode & 0o777, 0o750);
}

#[test]
fn folders_that_must_not_be_replaced_are_refused() {
    let bench = Bench::new();
    let root = Utf8Path::from_path(bench.folder.path()).expect("UTF-8");
    let cases = [
        (".", "is the report's own folder"),
        ("..", "holds the report's own folder"),
        ("output/..", "is the report's own folder"),
        ("content", "is the report's content folder, or lies in it"),
        ("content/site", "is the report's content folder, or lies in it"),
        ("templates", "is the report's templates folder, or lies in it"),
        (".sourcebook", "is the report's cache folder, or lies in it"),
        (".sourcebook/spare", "is the report's cache folder, or lies in it"),
        (".git/pages", "lies in a `.git` folder"),
        ("/", "is the root of the file system"),
        ("file", "is a file"),
    ];
    fs::write(bench.path("file"), "mine").expect("a file");
    for (target, reason) in cases {
        let error = bench.write_to(target, &site(&[("a", "1")]), Disk::real()).expect_err(target);
        assert_eq!(error.rule, rules::UNSAFE_OUTPUT);
        assert_eq!(error.message, format!("the output folder `{}` {reason}", root.join(target)));
    }
    assert_eq!(bench.siblings(), ["file"]);
}

#[test]
fn the_home_folder_is_refused_and_one_in_it_is_not() {
    let bench = Bench::new();
    let folder = Utf8Path::from_path(bench.folder.path()).expect("UTF-8");
    let home = folder.join("home/me");
    let report = folder.join("report");
    fs::create_dir_all(&home).expect("a folder");
    let (content, templates) = (report.join("content"), report.join("templates"));
    let protected = Protected { root: &report, content: &content, templates: &templates, home: Some(&home) };
    let pages = site(&[("a", "1")]);
    let message = |target: &Utf8Path| write(&pages, target, &protected).expect_err("refused").message;
    assert!(message(&home).ends_with("is your home folder"));
    assert!(message(&folder.join("home")).ends_with("holds your home folder"));
    write(&pages, &home.join("sites/one"), &protected).expect("written");
    assert!(home.join("sites/one/a").exists());
}
