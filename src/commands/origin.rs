//! Where the running program came from: what a workflow has to install so that it runs the same one.
//!
//! In: the place of the program. `cargo install` keeps a record beside its `bin` folder, `.crates.toml`, which names the
//! registry or the repository and commit. Out: the words that `cargo install` takes. Without such a record, the
//! repository that the crate names; without that, nothing: no address is made up.

use crate::syntax::toml;
use std::fs;
use std::path::Path;

/// How cargo names the registry that `cargo install NAME` asks.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// The words after `cargo install` that install this program, when they are known.
pub(super) fn install_words() -> Option<String> {
    let program = std::env::current_exe().ok()?;
    recorded(&program).or_else(|| Some(format!("--git {}", address(env!("CARGO_PKG_REPOSITORY"))?)))
}

/// What cargo's record says of the program at `program`.
fn recorded(program: &Path) -> Option<String> {
    let root = program.parent()?.parent()?;
    let text = fs::read_to_string(root.join(".crates.toml")).ok()?;
    let (tree, _) = toml::parse(&text);
    let own = format!("{} {} (", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
    let entries = tree.get("v1")?.map()?;
    entries.iter().find_map(|(key, _)| words(key.name.strip_prefix(&own)?.strip_suffix(')')?))
}

/// A source as cargo names it → words for `cargo install`.
fn words(source: &str) -> Option<String> {
    if source == REGISTRY {
        return Some(format!("{}@{}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")));
    }
    let (place, commit) = source.strip_prefix("git+")?.split_once('#')?;
    let place = place.split_once('?').map_or(place, |(place, _)| place);
    let exact = commit.len() >= 7 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    exact.then(|| Some(format!("--git {} --rev {commit}", address(place)?)))?
}

/// An address that anybody may read: no password in it, no sign that YAML or a shell would take for its own.
fn address(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("https://")?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/:".contains(&byte);
    (!rest.is_empty() && rest.bytes().all(plain)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        let name = format!("sourcebook {} ({source})", env!("CARGO_PKG_VERSION"));
        let record =
            format!("[v1]\n\"mdbook 0.4.0 ({REGISTRY})\" = [\"mdbook\"]\n\"{name}\" = [\"sourcebook\"]\n");
        fs::write(folder.path().join(".crates.toml"), record).unwrap();
        recorded(&folder.path().join("bin/sourcebook"))
    }

    #[test]
    fn cargo_s_record_says_what_to_install() {
        assert_eq!(of(REGISTRY), Some(format!("sourcebook@{}", env!("CARGO_PKG_VERSION"))));
        let commit = "0123456789abcdef0123456789abcdef01234567";
        let git = Some(format!("--git https://example.org/a/b --rev {commit}"));
        assert_eq!(of(&format!("git+https://example.org/a/b#{commit}")), git);
        assert_eq!(of(&format!("git+https://example.org/a/b?branch=main#{commit}")), git);
    }

    #[test]
    fn what_others_cannot_install_gives_nothing() {
        for source in [
            "path+file:///home/someone/sourcebook",
            "registry+https://registry.example.org/index",
            "git+ssh://git@example.org/a/b#0123456789",
            "git+https://token@example.org/a/b#0123456789",
            "git+https://example.org/a b#0123456789",
            "git+https://example.org/a/b#main",
        ] {
            assert_eq!(of(source), None, "{source}");
        }
        assert_eq!(recorded(Path::new("sourcebook")), None);
    }
}
