//! A folder that a command fills with a report of its own making: `new` and `import` share it.

use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write};

/// Files by their path below the folder.
pub(super) type Tree = BTreeMap<String, Vec<u8>>;

/// What git shall leave out.
pub(super) const GITIGNORE: &str = ".gitignore";
/// The workflow that publishes a report on GitHub Pages.
pub(super) const WORKFLOW: &str = ".github/workflows/pages.yml";

/// What an empty folder may hold: a repository without a file in it, and what desktops leave behind.
const NOTHING: &[&str] = &[".git", ".DS_Store", "Thumbs.db", "desktop.ini"];

/// A title from the folder's name: `rare-earths_2025` → `Rare earths 2025`.
pub(super) fn title(folder: &Utf8Path) -> Result<String, String> {
    let name = match folder.file_name() {
        Some(name) => name.to_owned(),
        // `.` and `..` have the name of what they stand for.
        None => {
            let whole = folder.canonicalize_utf8().map_err(|error| format!("{folder}: {error}"))?;
            whole.file_name().map(str::to_owned).ok_or_else(|| format!("{folder} has no name"))?
        }
    };
    let words: Vec<&str> = name.split(['-', '_', ' ']).filter(|word| !word.is_empty()).collect();
    let text: String = words.join(" ").chars().filter(|c| !c.is_control()).collect();
    let mut letters = text.chars();
    Ok(letters
        .next()
        .map_or_else(|| "Report".to_owned(), |first| first.to_uppercase().chain(letters).collect()))
}

/// The words of a title as Markdown that shows them.
pub(super) fn markdown(title: &str) -> String {
    let mut text = String::new();
    for c in title.chars() {
        if "\\`*_[]<>&#{}$^~@|".contains(c) {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

/// A word as a shell takes it.
pub(super) fn shell(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+:\\".contains(c);
    if word.chars().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

/// The command that builds the report in `folder`.
pub(super) fn build_command(folder: &Utf8Path) -> String {
    if folder == "." {
        "sourcebook".to_owned()
    } else {
        format!("sourcebook build {}", shell(folder.as_str()))
    }
}

/// Whether a report may be written into `folder`: it is not there, or holds nothing.
///
/// # Errors
/// When it holds something, is no folder, or cannot be read; the message says what to do.
pub(super) fn check_empty(folder: &Utf8Path) -> Result<(), String> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            return Err(format!("`{folder}` is a file: name a folder that does not exist, or an empty one"));
        }
        Err(error) => return Err(format!("`{folder}` cannot be read: {error}")),
    };
    for entry in entries {
        let entry = entry.map_err(|error| format!("`{folder}` cannot be read: {error}"))?;
        let name = entry.file_name();
        if !NOTHING.iter().any(|nothing| name == *nothing) {
            return Err(format!(
                "`{folder}` is not empty (it holds `{}`): name a folder that does not exist, or an empty one",
                name.to_string_lossy()
            ));
        }
    }
    Ok(())
}

/// Writes all files into an empty folder; a file that appears meanwhile is not overwritten.
///
/// # Errors
/// As [`check_empty`], and when a file cannot be written.
pub(super) fn write(folder: &Utf8Path, files: &Tree) -> Result<(), String> {
    check_empty(folder)?;
    for (path, bytes) in files {
        let path = folder.join(path);
        create(&path, bytes).map_err(|error| format!("`{path}` cannot be written: {error}"))?;
    }
    Ok(())
}

fn create(path: &Utf8PathBuf, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::File::create_new(path)?.write_all(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_s_name_makes_a_title() {
        let title = |name: &str| title(Utf8Path::new(name)).unwrap();
        assert_eq!(title("reports/rare-earths_2025/"), "Rare earths 2025");
        assert_eq!(title("稀土"), "稀土");
        assert_eq!(title("--"), "Report");
        assert!(!title(".").is_empty());
    }

    #[test]
    fn words_are_quoted_where_they_must_be() {
        assert_eq!(shell("reports/a-b"), "reports/a-b");
        assert_eq!(shell("my report's"), "'my report'\\''s'");
        assert_eq!(markdown("R&D *now* #1"), "R\\&D \\*now\\* \\#1");
    }

    #[test]
    fn only_an_empty_folder_is_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let top = Utf8Path::from_path(folder.path()).unwrap();
        let files = Tree::from([("a/b.md".to_owned(), b"text".to_vec())]);
        fs::create_dir(top.join(".git")).unwrap();
        write(top, &files).unwrap();
        assert_eq!(fs::read(top.join("a/b.md")).unwrap(), b"text");
        let message = write(top, &files).unwrap_err();
        assert!(message.contains("is not empty (it holds `a`)"), "{message}");
        let message = write(&top.join("a/b.md"), &files).unwrap_err();
        assert!(message.contains("is a file"), "{message}");
    }
}
