//! Kinds of files, and files written into addresses.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// Extensions and the media types they stand for.
const TYPES: [(&str, &str); 39] = [
    ("aac", "audio/aac"),
    ("apng", "image/apng"),
    ("avif", "image/avif"),
    ("bib", "application/x-bibtex"),
    ("bmp", "image/bmp"),
    ("css", "text/css"),
    ("csv", "text/csv"),
    ("flac", "audio/flac"),
    ("gif", "image/gif"),
    ("ico", "image/x-icon"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("json", "application/json"),
    ("m4a", "audio/mp4"),
    ("m4v", "video/mp4"),
    // Browsers know its container by this name alone.
    ("mov", "video/mp4"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("oga", "audio/ogg"),
    ("ogg", "audio/ogg"),
    ("ogv", "video/ogg"),
    ("opus", "audio/ogg"),
    ("otf", "font/otf"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("tsv", "text/tab-separated-values"),
    ("ttf", "font/ttf"),
    ("txt", "text/plain"),
    ("vtt", "text/vtt"),
    ("wav", "audio/wav"),
    ("weba", "audio/webm"),
    ("webm", "video/webm"),
    ("webp", "image/webp"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("zip", "application/zip"),
];

/// The media type of a file, by its name.
pub(super) fn kind(path: &str) -> &'static str {
    let extension = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let found = TYPES.iter().find(|(known, _)| *known == extension);
    found.map_or("application/octet-stream", |(_, kind)| kind)
}

/// A file as an address that holds its bytes.
pub(super) fn data_url(path: &str, bytes: &[u8]) -> String {
    let kind = kind(path);
    let charset = if kind.starts_with("text/") { ";charset=utf-8" } else { "" };
    format!("data:{kind}{charset};base64,{}", STANDARD.encode(bytes))
}

/// `'sha256-…'`, by which a Content-Security-Policy allows this text and no other.
pub(super) fn policy_hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_become_addresses() {
        assert_eq!(data_url("data/a.csv", b"a,b\n"), "data:text/csv;charset=utf-8;base64,YSxiCg==");
        assert_eq!(data_url("x.PNG", b"\x89"), "data:image/png;base64,iQ==");
        assert_eq!(kind("README"), "application/octet-stream");
    }

    #[test]
    fn sound_and_film_have_the_types_by_which_browsers_play_them() {
        let sounds = ["aac", "flac", "m4a", "mp3", "oga", "ogg", "opus", "wav", "weba"];
        let films = ["m4v", "mov", "mp4", "ogv", "webm"];
        for extension in sounds {
            assert!(kind(&format!("x.{extension}")).starts_with("audio/"), "{extension}");
        }
        for extension in films {
            assert!(kind(&format!("x.{extension}")).starts_with("video/"), "{extension}");
        }
        assert!(TYPES.is_sorted(), "the list is in the order of the alphabet");
    }

    #[test]
    fn hashes_are_those_that_browsers_compute() {
        // From the W3C's Content Security Policy, section 7.7.
        assert_eq!(
            policy_hash("alert('Hello, world.');"),
            "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
        );
    }
}
