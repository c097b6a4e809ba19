//! Asking one server for one address.

use super::Patience;
use super::answer::Answer;
use std::net::ToSocketAddrs as _;
use std::thread::sleep;
use std::time::Duration;
use ureq::http::{HeaderMap, Method, Request, StatusCode, header};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Error};
use url::Url;

/// Servers that send a reader on more often than this send him round in circles.
const MOST_HOPS: usize = 10;

/// Asks servers; may be shared by threads.
pub(super) struct Client {
    agent: Agent,
    patience: Patience,
}

/// One answer of a server.
struct Reply {
    status: StatusCode,
    headers: HeaderMap,
}

impl Client {
    pub(super) fn new(patience: Patience) -> Self {
        let tls = TlsConfig::builder().root_certs(trusted()).build();
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_per_call(Some(patience.answer))
            .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
            .accept("text/html, */*;q=0.8")
            .tls_config(tls)
            .build();
        Self { agent: config.new_agent(), patience }
    }

    /// What became of an address. A server that fails is asked a second time.
    pub(super) fn ask(&self, url: &Url) -> Answer {
        let (answer, wait) = self.follow(url);
        let Some(wait) = wait else { return answer };
        sleep(wait);
        self.follow(url).0
    }

    /// Follows the way that servers show, to its end. With a time when it is worth to ask again after it.
    fn follow(&self, url: &Url) -> (Answer, Option<Duration>) {
        let (mut at, mut for_good) = (url.clone(), true);
        for _ in 0..=MOST_HOPS {
            let reply = match self.reply(&at) {
                Ok(reply) => reply,
                Err(error) => return (failure(&at, &error), Some(self.patience.pause)),
            };
            if !reply.status.is_redirection() {
                let answer = match Answer::of(reply.status) {
                    Answer::Fine if for_good && at != *url => Answer::Moved(at),
                    answer => answer,
                };
                return (answer, self.wait(&reply));
            }
            for_good &= matches!(reply.status.as_u16(), 301 | 308);
            let to = reply.headers.get(header::LOCATION).and_then(|to| to.to_str().ok());
            at = match to.and_then(|to| at.join(to).ok()).filter(|to| matches!(to.scheme(), "http" | "https"))
            {
                Some(to) => to,
                None => return (Answer::Failed("its server leads on to no address".to_owned()), None),
            };
            at.set_fragment(None);
        }
        (Answer::Failed("its servers lead round in circles".to_owned()), None)
    }

    /// The answer to `HEAD`, which costs least; that to `GET` where the first is not good, since many servers know `GET` alone.
    fn reply(&self, url: &Url) -> Result<Reply, Error> {
        match self.send(Method::HEAD, url) {
            Ok(reply) if reply.status.is_success() || reply.status.is_redirection() => Ok(reply),
            Err(Error::Timeout(timeout)) => Err(Error::Timeout(timeout)),
            _ => self.send(Method::GET, url),
        }
    }

    fn send(&self, method: Method, url: &Url) -> Result<Reply, Error> {
        let request = Request::builder().method(method).uri(url.as_str()).body(()).map_err(Error::Http)?;
        let (head, _) = self.agent.run(request)?.into_parts();
        Ok(Reply { status: head.status, headers: head.headers })
    }

    /// How long to wait before asking again, if that may help: `Retry-After` in seconds (RFC 9110, 10.2.3).
    fn wait(&self, reply: &Reply) -> Option<Duration> {
        let may_help = reply.status.is_server_error() || reply.status == StatusCode::TOO_MANY_REQUESTS;
        let asked =
            reply.headers.get(header::RETRY_AFTER).and_then(|wait| wait.to_str().ok()?.trim().parse().ok());
        let pause = self.patience.pause;
        may_help.then(|| asked.map_or(pause, Duration::from_secs).clamp(pause, pause * 10))
    }
}

/// The certificates that this machine trusts, which may hold those of a company; Mozilla's where it has none.
fn trusted() -> RootCerts {
    let own = rustls_native_certs::load_native_certs().certs;
    if own.is_empty() {
        return RootCerts::WebPki;
    }
    own.iter().map(|certificate| Certificate::from_der(certificate).to_owned()).collect::<Vec<_>>().into()
}

/// Why there is no answer.
fn failure(url: &Url, error: &Error) -> Answer {
    let why = match error {
        Error::HostNotFound => return Answer::NoHost,
        Error::Io(_) if is_unknown(url) => return Answer::NoHost,
        Error::Timeout(_) => "its server does not answer in time".to_owned(),
        Error::Io(error) => match error.kind() {
            std::io::ErrorKind::ConnectionRefused => "its server takes no connections".to_owned(),
            _ => format!("the connection fails: {error}"),
        },
        Error::Rustls(error) => format!("its server cannot be trusted: {error}"),
        other => other.to_string(),
    };
    Answer::Failed(why)
}

/// Whether no computer has the name in the address.
fn is_unknown(url: &Url) -> bool {
    let port = url.port_or_known_default().unwrap_or(443);
    url.domain().is_some_and(|name| (name, port).to_socket_addrs().is_err())
}
