//! What a server's answer means for a link.

use std::fmt;
use ureq::http::StatusCode;
use url::Url;

/// What became of asking for an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// It is there.
    Fine,
    /// It is there, and every server on the way said that the address has changed for good.
    Moved(Url),
    /// The server knows that there is nothing.
    Gone(StatusCode),
    /// No computer has the name.
    NoHost,
    /// The server answers, but not to this program.
    Refused(StatusCode),
    /// No answer, or one that says nothing; why.
    Failed(String),
}

impl Answer {
    /// What a status means that is the end of a way.
    pub(super) fn of(status: StatusCode) -> Self {
        match status.as_u16() {
            200..300 => Self::Fine,
            404 | 410 => Self::Gone(status),
            500..600 => Self::Failed(format!("its server fails with {}", named(status))),
            // 401, 403, 405, 406, 429, 451, the 999 of some: nothing is said of the page.
            _ => Self::Refused(status),
        }
    }

    /// Whether a server said something, as opposed to there being none.
    pub(super) fn is_of_a_server(&self) -> bool {
        !matches!(self, Self::NoHost | Self::Failed(_))
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fine => f.write_str("it is there"),
            Self::Moved(to) => write!(f, "it has moved to `{to}`"),
            Self::Gone(status) | Self::Refused(status) => write!(f, "its server answers {}", named(*status)),
            Self::NoHost => f.write_str("no computer has that name"),
            Self::Failed(why) => f.write_str(why),
        }
    }
}

/// `404 Not Found`.
fn named(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}
