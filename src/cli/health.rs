//! `hoptac health`: asks a running server whether it is ready.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use super::{CommandResult, client::Server, report, settings::Settings};

const TIMEOUT: Duration = Duration::from_secs(3);
/// Most bytes of an answer that are read.
const ANSWER_MAX: u64 = 64 << 10;

/// Asks the server at a URL, or the one that the settings describe.
pub fn run(settings: &Settings, url: Option<&str>) -> anyhow::Result<CommandResult> {
    let url = url.map_or_else(|| format!("http://{}", reachable(settings.listen)), str::to_owned);
    let server = Server::at(&url, "/health/ready")?;
    match server.get(TIMEOUT, ANSWER_MAX) {
        Ok((200, body)) => {
            report::say(body.trim());
            Ok(CommandResult::Done)
        }
        Ok((status, body)) => {
            eprintln!("{url} is not ready: status {status}: {}", body.trim());
            Ok(CommandResult::Wrong)
        }
        Err(error) => {
            eprintln!("{url} does not answer: {error:#}");
            Ok(CommandResult::Wrong)
        }
    }
}

/// The address under which a server that listens here is reached from this machine.
pub fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::from([127, 0, 0, 1]),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_on_all_networks_is_reached_on_the_loopback() {
        let reached = |listen: &str| reachable(listen.parse().unwrap()).to_string();
        assert_eq!(reached("0.0.0.0:8080"), "127.0.0.1:8080");
        assert_eq!(reached("[::]:8080"), "[::1]:8080");
        assert_eq!(reached("10.0.0.1:8080"), "10.0.0.1:8080");
    }
}
