//! Answers: status, headers, body.

use std::fs::File;

/// A status line's number and words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Status(u16, &'static str);

impl Status {
    pub(super) const OK: Self = Self(200, "OK");
    pub(super) const MOVED: Self = Self(301, "Moved Permanently");
    pub(super) const BAD_REQUEST: Self = Self(400, "Bad Request");
    pub(super) const FORBIDDEN: Self = Self(403, "Forbidden");
    pub(super) const NOT_FOUND: Self = Self(404, "Not Found");
    pub(super) const METHOD_NOT_ALLOWED: Self = Self(405, "Method Not Allowed");
    pub(super) const TIMEOUT: Self = Self(408, "Request Timeout");
    pub(super) const MISDIRECTED: Self = Self(421, "Misdirected Request");
    pub(super) const TOO_LARGE: Self = Self(431, "Request Header Fields Too Large");
    pub(super) const UNAVAILABLE: Self = Self(503, "Service Unavailable");

    /// The number alone.
    #[cfg(test)]
    pub(super) const fn number(self) -> u16 {
        self.0
    }
}

/// What follows the headers.
#[derive(Debug)]
pub(super) enum Body {
    /// Bytes at hand.
    Bytes(Vec<u8>),
    /// A file of this size.
    File(File, u64),
}

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: Status,
    pub(super) kind: &'static str,
    pub(super) body: Body,
    /// Where a browser is to go instead.
    pub(super) location: Option<String>,
}

impl Answer {
    /// One of bytes.
    pub(super) fn new(status: Status, kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, kind, body: Body::Bytes(body.into()), location: None }
    }

    /// One of a file.
    pub(super) const fn file(kind: &'static str, file: File, size: u64) -> Self {
        Self { status: Status::OK, kind, body: Body::File(file, size), location: None }
    }

    /// Nothing but a status.
    pub(super) fn plain(status: Status) -> Self {
        Self::new(status, "text/plain; charset=utf-8", format!("{} {}\n", status.0, status.1))
    }

    /// One that sends the browser on.
    pub(super) fn moved(to: String) -> Self {
        Self { location: Some(to), ..Self::plain(Status::MOVED) }
    }

    /// Status line and headers. Nothing may be kept by the browser, and no other site may show it.
    pub(super) fn head(&self) -> String {
        let Status(number, words) = self.status;
        let size = match &self.body {
            Body::Bytes(bytes) => bytes.len() as u64,
            Body::File(_, size) => *size,
        };
        let mut head =
            format!("HTTP/1.1 {number} {words}\r\nContent-Type: {}\r\nContent-Length: {size}\r\n", self.kind);
        if let Some(to) = &self.location {
            head.push_str(&format!("Location: {to}\r\n"));
        }
        if self.status == Status::METHOD_NOT_ALLOWED {
            head.push_str("Allow: GET, HEAD\r\n");
        }
        head.push_str(COMMON);
        head
    }
}

/// The headers of all answers.
pub(super) const COMMON: &str = "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\
    Cross-Origin-Resource-Policy: same-origin\r\nConnection: close\r\n\r\n";

/// The content type of a file, by its name.
pub(super) fn kind(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    KINDS.iter().find(|(known, _)| *known == extension).map_or("application/octet-stream", |(_, kind)| kind)
}

const KINDS: &[(&str, &str)] = &[
    ("html", HTML),
    ("htm", HTML),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("map", "application/json"),
    ("webmanifest", "application/manifest+json"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("ico", "image/x-icon"),
    ("woff2", "font/woff2"),
    ("woff", "font/woff"),
    ("ttf", "font/ttf"),
    ("otf", "font/otf"),
    ("csv", "text/csv; charset=utf-8"),
    ("tsv", "text/tab-separated-values; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("md", "text/markdown; charset=utf-8"),
    ("yaml", "application/yaml"),
    ("yml", "application/yaml"),
    ("toml", "application/toml"),
    ("bib", "text/plain; charset=utf-8"),
    ("xml", "application/xml"),
    ("atom", "application/atom+xml"),
    ("pdf", "application/pdf"),
    ("epub", "application/epub+zip"),
    ("zip", "application/zip"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("mp4", "video/mp4"),
    ("webm", "video/webm"),
    ("mp3", "audio/mpeg"),
    ("wasm", "application/wasm"),
];

/// The content type of pages.
pub(super) const HTML: &str = "text/html; charset=utf-8";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_name_their_encoding() {
        assert_eq!(kind("a.HTML"), HTML);
        assert_eq!(kind("b.min.css"), "text/css; charset=utf-8");
        assert_eq!(kind("LICENCE"), "application/octet-stream");
    }

    #[test]
    fn a_head_ends_with_an_empty_line() {
        let head = Answer::moved("/a/".to_owned()).head();
        assert!(
            head.starts_with("HTTP/1.1 301 Moved Permanently\r\n") && head.contains("\r\nLocation: /a/\r\n"),
            "{head}"
        );
        assert!(head.ends_with("\r\n\r\n") && head.contains("no-store"), "{head}");
        assert!(Answer::plain(Status::METHOD_NOT_ALLOWED).head().contains("\r\nAllow: GET, HEAD\r\n"));
    }
}
