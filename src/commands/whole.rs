//! Files that a command writes at the user's word: each is whole or as it was.

use camino::Utf8Path;
use std::fs::{self, File};
use std::io::{self, Write as _};
use tempfile::NamedTempFile;

/// Writes a file beside its place and moves it there. A link stays a link and permissions stay as they are; a device or
/// a pipe is written to, as taking its place would take it away from everybody else; what is read-only stays as it is.
///
/// # Errors
///
/// Those of the file system; what was there is untouched then, unless it is a device or a pipe.
pub(super) fn write(path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
    let (path, permissions) = match fs::metadata(path) {
        Ok(found) if !found.is_file() => {
            return File::options().write(true).open(path)?.write_all(bytes);
        }
        // Moving another file there would not ask, and a link may lead into a store of files that must stay as they are.
        Ok(found) if found.permissions().readonly() => {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
        }
        Ok(found) => (path.canonicalize_utf8()?, Some(found.permissions())),
        Err(_) => (path.to_owned(), None),
    };
    let folder = path.parent().filter(|folder| !folder.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    let mut file = new_file(folder)?;
    file.write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A file that others may read, as far as the user's mask lets them.
#[cfg(unix)]
fn new_file(folder: &Utf8Path) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt as _;
    tempfile::Builder::new().permissions(fs::Permissions::from_mode(0o666)).tempfile_in(folder)
}

#[cfg(not(unix))]
fn new_file(folder: &Utf8Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().tempfile_in(folder)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use camino::Utf8PathBuf;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    fn folder() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("UTF-8");
        (folder, path)
    }

    #[test]
    fn a_link_stays_a_link_and_permissions_stay() {
        let (_held, folder) = folder();
        let (file, link) = (folder.join("file"), folder.join("link"));
        fs::write(&file, "old").expect("written");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("set");
        symlink(&file, &link).expect("a link");
        write(&link, b"new").expect("written");
        assert_eq!(fs::read_to_string(&file).expect("read"), "new");
        assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
        assert_eq!(fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o640);
        assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 2, "something is left beside it");
    }

    #[test]
    fn what_is_kept_from_writing_is_left_alone_behind_a_link_too() {
        let (_held, folder) = folder();
        let (file, link) = (folder.join("file"), folder.join("link"));
        fs::write(&file, "old").expect("written");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).expect("set");
        symlink(&file, &link).expect("a link");
        for path in [&file, &link] {
            let error = write(path, b"new").expect_err("read-only");
            assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
            assert_eq!(error.to_string(), "it is read-only");
        }
        assert_eq!(fs::read_to_string(&file).expect("read"), "old");
    }

    #[test]
    fn a_pipe_is_written_to_and_stays() {
        let (_held, folder) = folder();
        let pipe = folder.join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe)
        });
        write(&pipe, b"a whole book").expect("written");
        assert!(!fs::metadata(&pipe).expect("there").is_file(), "the pipe is gone");
        assert_eq!(reader.join().expect("ends").expect("read"), "a whole book");
    }

    #[test]
    fn a_folder_is_refused() {
        let (_held, folder) = folder();
        fs::create_dir(folder.join("inner")).expect("made");
        write(&folder.join("inner"), b"x").expect_err("a folder");
        write(&folder.join("none/file"), b"x").expect_err("no such folder");
        assert!(folder.join("inner").is_dir());
    }
}
