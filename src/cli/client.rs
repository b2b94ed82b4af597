//! Asks a running server, over plain HTTP: for commands that do not read the data folder.

use std::{
    io::{Read, Write},
    net::{TcpStream, ToSocketAddrs},
    time::Duration,
};

use anyhow::{Context, anyhow, bail};
use serde_json::Value;

use crate::domain::Lang;

/// A path of a server.
#[derive(Debug, PartialEq, Eq)]
pub struct Server {
    host: String,
    path: String,
}

impl Server {
    /// The path below the address at which a server is reached.
    ///
    /// # Errors
    /// Where the address is none of plain HTTP.
    pub fn at(url: &str, path: &str) -> anyhow::Result<Self> {
        let Some(rest) = url.strip_prefix("http://") else {
            bail!("--url `{url}` does not begin with http://; write it like http://127.0.0.1:8080");
        };
        let (host, base) = rest.split_once('/').unwrap_or((rest, ""));
        let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        let host = if has_port { host.to_owned() } else { format!("{host}:80") };
        let base = base.trim_end_matches('/');
        let slash = if base.is_empty() { "" } else { "/" };
        Ok(Self { host, path: format!("{slash}{base}{path}") })
    }

    /// The status and the body of the answer to a GET, of which no more than so many bytes are read.
    ///
    /// # Errors
    /// Where no answer comes in time, or none of HTTP.
    pub fn get(&self, patience: Duration, most: u64) -> anyhow::Result<(u16, String)> {
        self.send("GET", "", patience, most)
    }

    /// The answer to a GraphQL request.
    ///
    /// # Errors
    /// As [`Self::get`], and where it is not JSON.
    pub fn post(
        &self,
        body: &Value,
        lang: Lang,
        patience: Duration,
        most: u64,
    ) -> anyhow::Result<Value> {
        let body = body.to_string();
        let rest = format!(
            "Content-Type: application/json\r\nAccept: application/json\r\n\
             Accept-Language: {lang}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let told = || format!("http://{}{} does not answer", self.host, self.path);
        let (status, answer) = self.send("POST", &rest, patience, most).with_context(told)?;
        let read = serde_json::from_str(&answer).ok();
        read.with_context(|| format!("{} with status {status} and no JSON", told()))
    }

    fn send(
        &self,
        method: &str,
        rest: &str,
        patience: Duration,
        most: u64,
    ) -> anyhow::Result<(u16, String)> {
        let Self { host, path } = self;
        let address =
            host.to_socket_addrs()?.next().ok_or_else(|| anyhow!("{host} has no address"))?;
        let mut stream = TcpStream::connect_timeout(&address, patience)?;
        stream.set_read_timeout(Some(patience))?;
        stream.set_write_timeout(Some(patience))?;
        // HTTP/1.0, so that the answer ends with the connection and comes in one piece.
        let end = if rest.is_empty() { "\r\n" } else { "" };
        write!(stream, "{method} {path} HTTP/1.0\r\nHost: {host}\r\n{rest}{end}")?;
        let mut answer = Vec::new();
        stream.take(most).read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer);
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.context("the answer is not HTTP")?;
        Ok((status, answer.split_once("\r\n\r\n").map_or("", |(_, body)| body).to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_split_into_host_and_path() {
        let split = |url| Server::at(url, "/health/ready").ok();
        let parts =
            |host: &str, path: &str| Some(Server { host: host.to_owned(), path: path.to_owned() });
        assert_eq!(split("http://127.0.0.1:9"), parts("127.0.0.1:9", "/health/ready"));
        assert_eq!(split("http://example.org/"), parts("example.org:80", "/health/ready"));
        assert_eq!(split("http://[::1]:9/api/"), parts("[::1]:9", "/api/health/ready"));
        assert_eq!(split("https://127.0.0.1:9"), None);
    }
}
