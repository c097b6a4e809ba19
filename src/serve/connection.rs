//! One connection: one request in bounded time and size, one answer.

use super::answer::{Answer, Body, Status};
use super::hosts::Hosts;
use super::request::{self, Parsed, Request};
use super::state::State;
use super::{client, events, files};
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

/// How long a request may take to arrive, and a write to be taken.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a whole answer may take.
const LONGEST: Duration = Duration::from_secs(60);
/// How long is waited for the other side to close after it was refused.
const LINGER: Duration = Duration::from_millis(200);

/// Serves a connection to its end. What goes wrong on the way is the browser's affair.
pub(super) fn serve(mut stream: TcpStream, hosts: &Hosts, state: &State, streams: &dyn Fn() -> bool) {
    let _ = stream.set_nodelay(true);
    let _ = attend(&mut stream, hosts, state, streams);
    let _ = stream.shutdown(Shutdown::Both);
}

/// Says that there are too many connections.
pub(super) fn refuse(mut stream: TcpStream) {
    let _ = stream.set_write_timeout(Some(LINGER));
    let _ = stream.write_all(Answer::plain(Status::UNAVAILABLE).head().as_bytes());
}

fn attend(
    stream: &mut TcpStream,
    hosts: &Hosts,
    state: &State,
    streams: &dyn Fn() -> bool,
) -> io::Result<()> {
    stream.set_write_timeout(Some(PATIENCE))?;
    let request = match read(stream)? {
        Some(Ok(request)) => request,
        Some(Err(status)) => return turn_away(stream, status),
        None => return Ok(()),
    };
    if !hosts.allow(&request.host) {
        return turn_away(stream, Status::MISDIRECTED);
    }
    let path = request.target.split('?').next().unwrap_or_default();
    let own = path.starts_with(client::FOLDER);
    // The stream says what stands in the report: to the report's own pages.
    if own && request.foreign {
        return turn_away(stream, Status::FORBIDDEN);
    }
    if path == client::EVENTS && !request.head {
        return if streams() {
            events::follow(stream, state, &request.target)
        } else {
            turn_away(stream, Status::UNAVAILABLE)
        };
    }
    let answer = match own {
        true => client::file(path).unwrap_or_else(|| Answer::plain(Status::NOT_FOUND)),
        false => files::answer(state, &request.target),
    };
    write(stream, answer, request.head, LONGEST)
}

/// Reads a request. `None` when the other side said nothing.
fn read(stream: &mut TcpStream) -> io::Result<Option<Result<Request, Status>>> {
    let ends = Instant::now() + PATIENCE;
    let mut bytes = Vec::with_capacity(1024);
    let mut portion = [0; 1024];
    loop {
        let left = ends.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok((!bytes.is_empty()).then_some(Err(Status::TIMEOUT)));
        }
        stream.set_read_timeout(Some(left))?;
        let count = match stream.read(&mut portion) {
            Ok(0) => return Ok(None),
            Ok(count) => count,
            Err(error) if is_pause(&error) => continue,
            Err(error) => return Err(error),
        };
        bytes.extend_from_slice(&portion[..count]);
        match request::parse(&bytes) {
            Parsed::Partial => {}
            Parsed::Whole(request) => return Ok(Some(Ok(request))),
            Parsed::Refused(status) => return Ok(Some(Err(status))),
        }
    }
}

fn is_pause(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted)
}

fn write(stream: &mut TcpStream, answer: Answer, head: bool, longest: Duration) -> io::Result<()> {
    let ends = Instant::now() + longest;
    stream.write_all(answer.head().as_bytes())?;
    let mut body: Box<dyn Read> = match answer.body {
        _ if head => return Ok(()),
        Body::Bytes(bytes) => Box::new(io::Cursor::new(bytes)),
        // No more than was promised, should the file grow.
        Body::File(file, size) => Box::new(file.take(size)),
    };
    let mut portion = vec![0; 64 * 1024];
    loop {
        let count = body.read(&mut portion)?;
        if count == 0 {
            return Ok(());
        }
        stream.write_all(&portion[..count])?;
        if Instant::now() > ends {
            return Err(io::ErrorKind::TimedOut.into());
        }
    }
}

/// Refuses, and reads what is still coming: a connection that is closed before loses the answer.
fn turn_away(stream: &mut TcpStream, status: Status) -> io::Result<()> {
    write(stream, Answer::plain(status), false, LONGEST)?;
    stream.shutdown(Shutdown::Write)?;
    let ends = Instant::now() + LINGER;
    stream.set_read_timeout(Some(LINGER))?;
    let mut portion = [0; 1024];
    while Instant::now() < ends && stream.read(&mut portion)? > 0 {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;
    use std::net::TcpListener;

    /// What arrives of an answer, and how writing it ended.
    fn arrived(answer: Answer, longest: Duration) -> (String, io::Result<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let mut browser = TcpStream::connect(listener.local_addr().expect("an address")).expect("connected");
        let (mut stream, _) = listener.accept().expect("a connection");
        let reading = std::thread::spawn(move || io::read_to_string(&mut browser).expect("an answer"));
        let written = write(&mut stream, answer, false, longest);
        drop(stream);
        (reading.join().expect("it ends"), written)
    }

    #[test]
    fn no_more_is_written_than_was_promised() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "0123456789").expect("written");
        // It grew after its size was told.
        let file = Answer::file("text/plain", File::open(&path).expect("opened"), 4);
        let (text, written) = arrived(file, LONGEST);
        assert!(text.ends_with("\r\n\r\n0123") && written.is_ok(), "{text}");
    }

    #[test]
    fn an_answer_that_takes_too_long_is_broken_off() {
        let answer = || Answer::new(Status::OK, "text/plain", vec![b'x'; 3 * 64 * 1024]);
        let (whole, written) = arrived(answer(), LONGEST);
        assert!(whole.len() > 3 * 64 * 1024 && written.is_ok());
        let (part, written) = arrived(answer(), Duration::ZERO);
        assert!(part.len() < whole.len(), "{} bytes", part.len());
        assert_eq!(written.map_err(|error| error.kind()), Err(io::ErrorKind::TimedOut));
    }
}
