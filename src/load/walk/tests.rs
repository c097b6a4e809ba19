//! Folders of their own.

use super::*;

/// By then folders that were just made have rested.
#[cfg(unix)]
const LATER: std::time::Duration = std::time::Duration::from_secs(60);

#[test]
fn files_are_sorted_and_hidden_ones_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let top = Utf8Path::from_path(folder.path()).unwrap();
    for path in ["b.md", "a/z.md", "a.md", ".git/x", "a/.hidden", "a.md~", "#a.md#", "~$b.xlsx"] {
        let path = top.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "").unwrap();
    }
    let mut diagnostics = Diagnostics::default();
    let found = files(top, "", &mut diagnostics);
    assert_eq!(found, ["a/z.md", "a.md", "b.md"]);
    assert!(diagnostics.is_empty());
}

#[test]
fn a_folder_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let root = Utf8Path::from_path(folder.path()).unwrap();
    let mut diagnostics = Diagnostics::default();
    assert!(files(root, "content", &mut diagnostics).is_empty());
    let top = Top { path: root.join("content"), name: "content" };
    let error = WalkDir::new(&top.path).into_iter().next().unwrap().unwrap_err();
    diagnostics.push(unreadable(&top, &error));
    let messages: Vec<&str> = diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(messages.len(), 2);
    assert!(messages.iter().all(|said| said.starts_with("`content` cannot be read: ")), "{messages:?}");
}

#[cfg(unix)]
#[test]
fn links_out_of_the_report_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let top = Utf8Path::from_path(folder.path()).unwrap();
    std::fs::write(top.join("secret.txt"), "").unwrap();
    std::fs::create_dir_all(top.join("content")).unwrap();
    std::fs::write(top.join("content/real.md"), "").unwrap();
    std::os::unix::fs::symlink("../secret.txt", top.join("content/leak.txt")).unwrap();
    std::os::unix::fs::symlink("real.md", top.join("content/alias.md")).unwrap();
    std::os::unix::fs::symlink("../content", top.join("content/loop")).unwrap();
    let mut diagnostics = Diagnostics::default();
    let found = files(top, "content", &mut diagnostics);
    assert_eq!(found, ["alias.md", "real.md"]);
    let messages: Vec<&str> = diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`content/loop` is a symbolic link that leads back above itself",
            "`content/leak.txt` is a symbolic link that leads out of the report"
        ]
    );
}

/// Where a link leads may change, and what cannot be read be read, without a sign of it in the folder.
#[cfg(target_os = "linux")]
#[test]
fn folders_with_links_or_faults_are_walked_each_time() {
    use std::os::unix::{ffi::OsStrExt as _, fs::symlink};
    let walked = |change: &dyn Fn(&Path)| {
        let folder = tempfile::tempdir().expect("a folder");
        let path =
            Utf8PathBuf::from_path_buf(folder.path().canonicalize().expect("a folder")).expect("UTF-8");
        std::fs::write(path.join("a.md"), "").expect("written");
        change(path.as_std_path());
        let found = walk(&Top { path, name: "" }, &mut Diagnostics::default());
        (found.files.len(), found.folders.len())
    };
    assert_eq!(walked(&|_| {}), (1, 1));
    assert_eq!(walked(&|top| symlink("a.md", top.join("b.md")).expect("linked")), (2, 0));
    let nameless = |top: &Path| top.join(std::ffi::OsStr::from_bytes(b"\xff.md"));
    assert_eq!(walked(&|top| std::fs::write(nameless(top), "").expect("written")), (1, 0));
}

#[test]
fn a_walk_comes_to_folders_with_plain_names() {
    let all = ["", "a", "a/b"].into_iter().collect();
    assert!(["", "a", "a/b", "a/b/c"].iter().all(|folder| is_walked(folder, &all)));
    for folder in ["/", "/a", "a/", ".", "a/.", "..", "a/..", "c/d", ".a"] {
        assert!(!is_walked(folder, &all), "{folder}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_known_leads_to_no_files_but_those_of_the_report() {
    let report = tempfile::tempdir().expect("a folder");
    let root = Utf8Path::from_path(report.path()).expect("UTF-8");
    for path in ["content/a/x.md", "content/.hidden/b/x.md", "secret/x.md", "secret/b/x.md"] {
        std::fs::create_dir_all(root.join(path).parent().expect("a folder")).expect("made");
        std::fs::write(root.join(path), "").expect("written");
    }
    std::os::unix::fs::symlink("../secret", root.join("content/link")).expect("linked");
    let absolute = root.join("secret").into_string();
    let (looks, later) = (Looks::at(root.join("content").as_std_path()), SystemTime::now() + LATER);
    for folders in [
        &["", "a"][..],
        &["", "a", "../secret"],
        &["", "a", "..", "../secret"],
        &["", "a", "a/../../secret"],
        &["", "a", "link"],
        &["", "a", "link/."],
        &["", "a", "link/b"],
        &["", "a", ".hidden"],
        &["", "a", ".hidden/b"],
        &["", "a", "/", &absolute],
        &["../secret"],
    ] {
        // The last ones as if they had changed.
        let is_same = |folder: &str| folder.is_empty() || folder == "a";
        let stamp = |folder: &str| {
            let seen = looks.look(folder, Links::Themselves).filter(|_| is_same(folder))?;
            Stamp::of_seen(&seen, later)
        };
        let known: Vec<_> =
            folders.iter().map(|folder| (Utf8PathBuf::from(*folder), stamp(folder))).collect();
        let others = ["../secret", &absolute, "link"];
        let files: Vec<String> =
            folders.iter().chain(&others).map(|folder| format!("{folder}/x.md")).collect();
        let before = files.iter().map(|path| Cow::Borrowed(path.as_str()));
        let found = again((root, "content"), &known, before, &mut Diagnostics::default());
        assert_eq!(found.files, ["a/x.md"], "{folders:?}");
    }
}

/// Folders that are only looked into when they changed since they were walked. Those of a new report have to rest first.
#[cfg(unix)]
#[test]
fn folders_that_did_not_change_are_not_looked_into() {
    use std::fs::{create_dir, remove_file, rename, write};
    let folder = tempfile::tempdir().expect("a folder");
    let top = Utf8Path::from_path(folder.path()).expect("UTF-8");
    for name in ["a", "b", "a/c"] {
        create_dir(top.join(name)).expect("made");
    }
    for path in ["index.md", "a/x.md", "a/c/x.md", "b/x.md", "b/y.md"] {
        write(top.join(path), "").expect("written");
    }
    let mut diagnostics = Diagnostics::default();
    let walked = walk(&Top { path: top.canonicalize_utf8().expect("a folder"), name: "" }, &mut diagnostics);
    assert_eq!(
        walked.folders.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(),
        ["", "a", "a/c", "b"]
    );
    // As if they had rested.
    let later = SystemTime::now() + LATER;
    let looks = Looks::at(top.as_std_path());
    let stamp = |path: &str| Stamp::of_seen(&looks.look(path, Links::Themselves).expect("a folder"), later);
    let known = || -> Vec<_> {
        walked.folders.iter().map(|(path, _)| (path.clone(), stamp(path.as_str()))).collect()
    };
    // A file that is not there shows that a folder was not looked into.
    let listed = ["index.md", "a/x.md", "a/told.md", "a/c/x.md", "b/x.md", "b/y.md"];
    let again = |folders: &[(Utf8PathBuf, Option<Stamp>)]| {
        let before = listed.iter().map(|path| Cow::Borrowed(*path));
        super::again((top, ""), folders, before, &mut Diagnostics::default()).files
    };
    let folders = known();
    assert_eq!(again(&folders), ["a/c/x.md", "a/told.md", "a/x.md", "b/x.md", "b/y.md", "index.md"]);
    assert!(!again(&[]).iter().any(|path| path == "a/told.md"));

    remove_file(top.join("b/y.md")).expect("removed");
    write(top.join("b/.hidden"), "").expect("written");
    rename(top.join("b/x.md"), top.join("b/z.md")).expect("renamed");
    assert_eq!(again(&folders), ["a/c/x.md", "a/told.md", "a/x.md", "b/z.md", "index.md"]);
    let mut unrested = known();
    unrested[1].1 = None;
    assert_eq!(again(&unrested), ["a/c/x.md", "a/x.md", "b/x.md", "b/y.md", "index.md"]);

    // What is no matter of one folder has all of them walked.
    for change in [
        (|top: &Utf8Path| create_dir(top.join("b/new"))) as fn(&Utf8Path) -> std::io::Result<()>,
        |top| std::os::unix::fs::symlink("../../index.md", top.join("a/c/link.md")),
        |top| rename(top.join("a/c"), top.join("moved")),
    ] {
        let folders = known();
        change(top).expect("changed");
        let found = again(&folders);
        assert!(!found.iter().any(|path| path == "a/told.md"), "{found:?}");
    }
}
