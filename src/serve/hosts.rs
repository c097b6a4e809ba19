//! For which names the server answers.
//!
//! A page of another site can have its own name point at 127.0.0.1 and then read what this server says, as if it were its own
//! (DNS rebinding). The name in `Host` gives it away.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv6Addr};

/// The names the server was started for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hosts {
    names: BTreeSet<String>,
    /// Whether every address of a machine, which no name can be made to look like, is one of ours.
    addresses: bool,
}

impl Hosts {
    /// Those of a server that was asked to listen at `given` and listens at `bound`.
    pub(super) fn new(given: &str, bound: IpAddr) -> Self {
        let own = [
            given.to_owned(),
            bound.to_string(),
            "localhost".to_owned(),
            "127.0.0.1".to_owned(),
            "::1".to_owned(),
        ];
        Self { names: own.iter().map(|name| plain(name)).collect(), addresses: bound.is_unspecified() }
    }

    /// Whether a request with this `Host` is meant for us.
    pub(super) fn allow(&self, host: &str) -> bool {
        let Some(name) = name(host) else { return false };
        self.names.contains(&name) || self.addresses && name.parse::<IpAddr>().is_ok()
    }
}

/// The name without a port: `[::1]:4400` → `::1`. The port does not matter: it may be forwarded.
fn name(host: &str) -> Option<String> {
    let (name, rest) = match host.strip_prefix('[') {
        Some(rest) => {
            let (name, rest) = rest.split_once(']')?;
            name.parse::<Ipv6Addr>().ok()?;
            (name, rest)
        }
        None => host.find(':').map_or((host, ""), |colon| host.split_at(colon)),
    };
    let port = rest.strip_prefix(':').map_or(rest.is_empty(), |port| port.parse::<u16>().is_ok());
    port.then(|| plain(name))
}

fn plain(name: &str) -> String {
    let name = name.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.').to_ascii_lowercase();
    // `::1` has many spellings.
    name.parse::<IpAddr>().map_or(name, |address| address.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOPBACK: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn a_name_of_another_site_is_refused() {
        let hosts = Hosts::new("127.0.0.1", LOOPBACK);
        for host in
            ["localhost", "localhost:4400", "LOCALHOST.:9", "127.0.0.1:4400", "[::1]:4400", "[0:0::1]"]
        {
            assert!(hosts.allow(host), "{host}");
        }
        let foreign = [
            "evil.example:4400",
            "localhost.evil.example",
            "127.0.0.1.evil.example:4400",
            "",
            ":4400",
            "192.168.1.5",
            "[::1",
            "[localhost]:4400",
            "localhost:port",
            "127.0.0.1:4400@evil.example",
            "::1",
            "0.0.0.0:4400",
        ];
        for host in foreign {
            assert!(!hosts.allow(host), "{host}");
        }
    }

    #[test]
    fn the_given_host_is_one_of_ours() {
        let address: IpAddr = [192, 168, 1, 5].into();
        let hosts = Hosts::new("desk.local", address);
        assert!(hosts.allow("desk.local:4400") && hosts.allow("192.168.1.5:4400"));
        assert!(!hosts.allow("192.168.1.6") && !hosts.allow("evil.example"));
        let everywhere = Hosts::new("0.0.0.0", [0, 0, 0, 0].into());
        assert!(everywhere.allow("10.0.0.7:4400") && everywhere.allow("[fe80::1]:4400"));
        assert!(!everywhere.allow("evil.example:4400"));
    }
}
