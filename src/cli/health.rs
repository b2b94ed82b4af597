//! `hoptac health`: asks a running server whether it is ready.

use std::{
    io::{Read, Write},
    net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs},
    time::Duration,
};

use anyhow::{Context, anyhow, bail};

use super::{CommandResult, report, settings::Settings};

const TIMEOUT: Duration = Duration::from_secs(3);
/// Most bytes of an answer that are read.
const ANSWER_MAX: u64 = 64 << 10;

/// Asks the server at a URL, or the one that the settings describe.
pub fn run(settings: &Settings, url: Option<&str>) -> anyhow::Result<CommandResult> {
    let url = url.map_or_else(|| format!("http://{}", reachable(settings.listen)), str::to_owned);
    let (host, path) = split(&url)?;
    match ask(&host, &path) {
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
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::from([127, 0, 0, 1]),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

/// The host with its port, and the path to ask for.
fn split(url: &str) -> anyhow::Result<(String, String)> {
    let Some(rest) = url.strip_prefix("http://") else {
        bail!("--url `{url}` does not begin with http://; write it like http://127.0.0.1:8080");
    };
    let (host, base) = rest.split_once('/').unwrap_or((rest, ""));
    let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    let host = if has_port { host.to_owned() } else { format!("{host}:80") };
    let base = base.trim_end_matches('/');
    let slash = if base.is_empty() { "" } else { "/" };
    Ok((host, format!("{slash}{base}/health/ready")))
}

fn ask(host: &str, path: &str) -> anyhow::Result<(u16, String)> {
    let address = host.to_socket_addrs()?.next().ok_or_else(|| anyhow!("{host} has no address"))?;
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.take(ANSWER_MAX).read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.context("the answer is not HTTP")?;
    Ok((status, answer.split_once("\r\n\r\n").map_or("", |(_, body)| body).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_split_into_host_and_path() {
        let split = |url| split(url).ok();
        let parts = |host: &str, path: &str| Some((host.to_owned(), path.to_owned()));
        assert_eq!(split("http://127.0.0.1:9"), parts("127.0.0.1:9", "/health/ready"));
        assert_eq!(split("http://example.org/"), parts("example.org:80", "/health/ready"));
        assert_eq!(split("http://[::1]:9/api/"), parts("[::1]:9", "/api/health/ready"));
        assert_eq!(split("https://127.0.0.1:9"), None);
    }

    #[test]
    fn a_server_on_all_networks_is_reached_on_the_loopback() {
        let reached = |listen: &str| reachable(listen.parse().unwrap()).to_string();
        assert_eq!(reached("0.0.0.0:8080"), "127.0.0.1:8080");
        assert_eq!(reached("[::]:8080"), "[::1]:8080");
        assert_eq!(reached("10.0.0.1:8080"), "10.0.0.1:8080");
    }
}
