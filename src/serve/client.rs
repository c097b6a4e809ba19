//! The client: a script and a style sheet, which the server adds to pages and which no site holds.

use super::answer::{Answer, Status};

/// The folder of what is the server's own. No file of a site has this address.
pub(super) const FOLDER: &str = "/__sourcebook/";
/// The script's address.
pub(super) const SCRIPT: &str = "/__sourcebook/client.js";
/// The stream of events.
pub(super) const EVENTS: &str = "/__sourcebook/events";
const STYLE: &str = "/__sourcebook/client.css";

/// The page that is shown while there is none.
pub(super) const NO_SITE: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
    <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">\n\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>No site yet</title>\n</head>\n<body>\n\
    <main>\n<h1>No site yet</h1>\n<p>The report has not been built without errors so far. This page turns into the site \
    once it is.</p>\n</main>\n</body>\n</html>\n";

/// A file of the client.
pub(super) fn file(path: &str) -> Option<Answer> {
    let (kind, text) = match path {
        SCRIPT => ("text/javascript; charset=utf-8", include_str!("client.js")),
        STYLE => ("text/css; charset=utf-8", include_str!("client.css")),
        _ => return None,
    };
    Some(Answer::new(Status::OK, kind, text))
}
