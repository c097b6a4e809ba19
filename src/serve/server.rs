//! Listens, and gives each connection a thread, up to a bound.

use super::connection;
use super::hosts::Hosts;
use super::state::State;
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// The most connections at one time: browsers open six, and one for each page that is shown.
const CONNECTIONS: usize = 128;
/// How many of them may be streams of events.
const STREAMS: usize = 64;
/// How many ports are tried after the wanted one, before the system chooses.
const NEIGHBOURS: u16 = 20;

/// A server that listens but does not answer yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    hosts: Hosts,
    bound: Bound,
}

/// Where a server listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The address to open, with `/` at its end.
    pub url: String,
    /// The port.
    pub port: u16,
    /// Whether other machines reach it.
    pub open: bool,
}

impl Server {
    /// Listens at a host and a port, or the next port that is free; 0 leaves the choice to the system.
    ///
    /// # Errors
    /// When there is no such host on this machine, or no port may be used; the message says so.
    pub fn bind(host: &str, port: u16) -> Result<Self, String> {
        let name = host.trim_start_matches('[').trim_end_matches(']');
        let fault = |error: &io::Error| format!("cannot listen at `{host}`, port {port}: {error}");
        let addresses: Vec<SocketAddr> =
            (name, port).to_socket_addrs().map_err(|error| fault(&error))?.collect();
        // Of a name with several addresses, the one that all programs understand.
        let address = addresses.iter().find(|address| address.is_ipv4()).or(addresses.first());
        let Some(address) = address.copied() else { return Err(format!("`{host}` has no address")) };
        let mut ports: Vec<u16> = (0..=NEIGHBOURS).filter_map(|step| port.checked_add(step)).collect();
        ports.push(0);
        let mut last = None;
        for port in ports {
            match TcpListener::bind((address.ip(), port)) {
                Ok(listener) => return Self::of(listener, name).map_err(|error| fault(&error)),
                // Of another program, or of the system; the next one may be free.
                Err(error)
                    if matches!(error.kind(), io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied) =>
                {
                    last = Some(error);
                }
                Err(error) => return Err(fault(&error)),
            }
        }
        Err(last.map_or_else(|| format!("no port is free at `{host}`"), |error| fault(&error)))
    }

    fn of(listener: TcpListener, name: &str) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let port = address.port();
        let shown = match address {
            _ if address.ip().is_unspecified() => format!("localhost:{port}"),
            SocketAddr::V4(_) | SocketAddr::V6(_) => address.to_string(),
        };
        let bound = Bound { url: format!("http://{shown}/"), port, open: !address.ip().is_loopback() };
        Ok(Self { listener, hosts: Hosts::new(name, address.ip()), bound })
    }

    /// Where it listens.
    #[must_use]
    pub const fn bound(&self) -> &Bound {
        &self.bound
    }

    /// Answers from now on, until the program ends.
    pub fn start(self, state: Arc<State>) {
        let Self { listener, hosts, .. } = self;
        let hosts = Arc::new(hosts);
        let (connections, streams) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        thread::spawn(move || {
            for stream in listener.incoming() {
                // No more files may be opened, or the other side has gone already.
                let Ok(stream) = stream else {
                    thread::sleep(Duration::from_millis(10));
                    continue;
                };
                let Some(place) = Place::take(&connections, CONNECTIONS) else {
                    connection::refuse(stream);
                    continue;
                };
                let (hosts, state, streams) = (Arc::clone(&hosts), Arc::clone(&state), Arc::clone(&streams));
                let served =
                    thread::Builder::new().spawn(move || serve(stream, &hosts, &state, &streams, place));
                // Without a thread the connection is closed, and the place free again.
                drop(served);
            }
        });
    }
}

fn serve(stream: TcpStream, hosts: &Hosts, state: &State, streams: &Arc<AtomicUsize>, place: Place) {
    let held = std::cell::OnceCell::new();
    connection::serve(stream, hosts, state, &|| match Place::take(streams, STREAMS) {
        Some(place) => held.set(place).is_ok(),
        None => false,
    });
    drop((held, place));
}

/// One of a bounded number of places.
#[derive(Debug)]
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(count: &Arc<AtomicUsize>, most: usize) -> Option<Self> {
        let taken = count
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |count| (count < most).then_some(count + 1));
        taken.is_ok().then(|| Self(Arc::clone(count)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_gives_the_next_one() {
        let first = Server::bind("127.0.0.1", 0).unwrap();
        let second = Server::bind("127.0.0.1", first.bound().port).unwrap();
        assert_ne!(first.bound().port, second.bound().port);
        assert_eq!(second.bound().url, format!("http://127.0.0.1:{}/", second.bound().port));
        assert!(!second.bound().open);
        assert!(Server::bind("no such host", 0).is_err());
    }

    #[test]
    fn places_are_bounded_and_given_back() {
        let count = Arc::new(AtomicUsize::new(0));
        let first = Place::take(&count, 1);
        assert!(first.is_some() && Place::take(&count, 1).is_none());
        drop(first);
        assert!(Place::take(&count, 1).is_some());
    }
}
