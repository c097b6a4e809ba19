//! The bytes of a request → what is asked, or why it is refused. Pure.

use super::answer::Status;

/// The most bytes that a request may have: browsers send some hundreds.
pub(super) const LARGEST: usize = 8 * 1024;
const MOST_HEADERS: usize = 64;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    /// Whether the answer's body is not wanted (HEAD).
    pub(super) head: bool,
    /// Path and query.
    pub(super) target: String,
    /// The value of `Host`.
    pub(super) host: String,
    /// Whether the browser says that a page of another site asks.
    pub(super) foreign: bool,
}

/// What the bytes read so far are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Parsed {
    /// The beginning of a request.
    Partial,
    /// A request.
    Whole(Request),
    /// What is not answered.
    Refused(Status),
}

/// Reads a request.
pub(super) fn parse(bytes: &[u8]) -> Parsed {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut read = httparse::Request::new(&mut headers);
    match read.parse(bytes) {
        Ok(httparse::Status::Complete(length)) if length <= LARGEST => {}
        Ok(httparse::Status::Partial) if bytes.len() < LARGEST => return Parsed::Partial,
        Ok(_) | Err(httparse::Error::TooManyHeaders) => return Parsed::Refused(Status::TOO_LARGE),
        Err(_) => return Parsed::Refused(Status::BAD_REQUEST),
    }
    match request(&read) {
        Ok(request) => Parsed::Whole(request),
        Err(status) => Parsed::Refused(status),
    }
}

fn request(read: &httparse::Request<'_, '_>) -> Result<Request, Status> {
    let head = match read.method {
        Some("GET") => false,
        Some("HEAD") => true,
        _ => return Err(Status::METHOD_NOT_ALLOWED),
    };
    let named = |name: &'static str| {
        read.headers
            .iter()
            .filter(move |header| header.name.eq_ignore_ascii_case(name))
            .map(|header| header.value)
    };
    // Nothing that is asked for takes a body; one that is not read would be taken for the next request.
    if named("transfer-encoding").next().is_some() || named("content-length").any(|length| length != b"0") {
        return Err(Status::BAD_REQUEST);
    }
    let mut hosts = named("host");
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return Err(Status::BAD_REQUEST) };
    let host = std::str::from_utf8(host).map_err(|_| Status::BAD_REQUEST)?.trim().to_owned();
    let target = read.path.filter(|path| path.starts_with('/')).ok_or(Status::BAD_REQUEST)?.to_owned();
    let foreign = named("sec-fetch-site").any(|site| site == b"cross-site" || site == b"same-site");
    Ok(Request { head, target, host, foreign })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> u16 {
        match parse(text.as_bytes()) {
            Parsed::Refused(status) => status.number(),
            other => panic!("{text:?}: {other:?}"),
        }
    }

    #[test]
    fn a_request_is_read_once_it_is_whole() {
        let text = "GET /a/?b HTTP/1.1\r\nHost: localhost:4400\r\nSec-Fetch-Site: same-origin\r\n\r\n";
        for end in 0..text.len() {
            assert_eq!(parse(&text.as_bytes()[..end]), Parsed::Partial, "{end}");
        }
        let host = "localhost:4400".to_owned();
        let whole = Request { head: false, target: "/a/?b".to_owned(), host, foreign: false };
        assert_eq!(parse(text.as_bytes()), Parsed::Whole(whole));
    }

    #[test]
    fn only_what_is_plain_is_answered() {
        assert_eq!(refused("POST / HTTP/1.1\r\nHost: a\r\n\r\n"), 405);
        assert_eq!(refused("CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n"), 405);
        assert_eq!(refused("GET / HTTP/1.1\r\n\r\n"), 400, "no host");
        assert_eq!(refused("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400, "two hosts");
        assert_eq!(refused("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"), 400, "an absolute address");
        assert_eq!(refused("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"), 400, "a body");
        assert_eq!(refused("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
        assert_eq!(refused("GET / HTTP/1.1\r\nHost : a\r\n\r\n"), 400, "a blank in a name");
        assert_eq!(refused("nonsense\r\n\r\n"), 400);
    }

    #[test]
    fn what_is_too_large_is_refused_before_it_is_whole() {
        let long = format!("GET /{} HTTP/1.1\r\n", "a".repeat(LARGEST));
        assert_eq!(refused(&long), 431);
        assert_eq!(refused(&format!("{long}Host: a\r\n\r\n")), 431);
        let many = "X: y\r\n".repeat(MOST_HEADERS + 1);
        assert_eq!(refused(&format!("GET / HTTP/1.1\r\nHost: a\r\n{many}\r\n")), 431);
    }
}
