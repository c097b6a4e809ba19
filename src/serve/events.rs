//! The stream of events of one page: what it looks like now, and the last build's faults.

use super::address;
use super::files;
use super::state::State;
use serde_json::{Value as Json, json};
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// How often the stream is looked at while nothing happens: whether the browser is still there.
const LOOK: Duration = Duration::from_secs(1);
/// After so many looks something is written, for what stands between.
const BEAT: u32 = 15;
const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";

/// Writes to a stream until the browser closes it.
pub(super) fn follow(stream: &mut TcpStream, state: &State, target: &str) -> io::Result<()> {
    let page = address::query(target, "page").unwrap_or_else(|| "/".to_owned());
    write!(stream, "{HEAD}{}retry: 500\n\n", super::answer::COMMON)?;
    let (mut last, mut looks) = (Json::Null, 0);
    loop {
        let (edition, faults) = state.now();
        let signature = files::signature(state, &page);
        let event = json!({
            "page": signature.page,
            "styles": signature.styles,
            "faults": faults.as_ref().map(|faults| faults.json()),
        });
        if event != last {
            write!(stream, "data: {event}\n\n")?;
            (last, looks) = (event, 0);
        }
        loop {
            state.wait(edition, LOOK);
            if state.now().0 != edition {
                break;
            }
            if is_closed(stream) {
                return Ok(());
            }
            looks += 1;
            if looks % BEAT == 0 {
                stream.write_all(b":\n\n")?;
            }
        }
    }
}

/// Whether the browser has gone.
fn is_closed(stream: &mut TcpStream) -> bool {
    let mut byte = [0];
    let read = stream.set_nonblocking(true).and_then(|()| stream.read(&mut byte));
    let back = stream.set_nonblocking(false);
    let waits = matches!(&read, Err(error) if error.kind() == io::ErrorKind::WouldBlock);
    back.is_err() || !(waits || matches!(read, Ok(1)))
}
