//! A client that posts to a collector over plain HTTP/1.1, a connection for each batch: as much
//! HTTP as that needs. It blocks the thread that sends, which does nothing else.

use std::{
    future::{Future, ready},
    io::{self, Read, Write},
    net::{TcpStream, ToSocketAddrs},
    pin::Pin,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};

/// How long the collector may take to take a connection, and each piece of a batch.
const WITHIN: Duration = Duration::from_secs(3);
/// Most bytes of an answer that are read.
const ANSWER_MAX: u64 = 64 << 10;

/// The client.
#[derive(Debug, Default)]
pub struct Client {
    /// Whether the last batch did not get through: that is told once.
    failing: AtomicBool,
}

impl HttpClient for Client {
    fn send_bytes<'a, 'b>(
        &'a self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'b>>
    where
        'a: 'b,
        Self: 'b,
    {
        let sent = post(&request);
        match &sent {
            Ok(response) if response.status().is_success() => {
                if self.failing.swap(false, Ordering::Relaxed) {
                    tracing::info!("Traces reach their collector again");
                }
            }
            Ok(response) => self.fails(&format!("it answered {}", response.status())),
            Err(error) => self.fails(&error.to_string()),
        }
        Box::pin(ready(sent.map_err(Into::into)))
    }
}

impl Client {
    fn fails(&self, reason: &str) {
        if !self.failing.swap(true, Ordering::Relaxed) {
            tracing::warn!(reason, "Traces do not reach their collector and are lost: {reason}");
        }
    }
}

fn post(request: &Request<Bytes>) -> io::Result<Response<Bytes>> {
    let (uri, body) = (request.uri(), request.body());
    let wrong = |what: &'static str| io::Error::new(io::ErrorKind::InvalidInput, what);
    let host = uri.host().ok_or_else(|| wrong("its address has no host"))?;
    let port = uri.port_u16().unwrap_or(80);
    let address = (host.trim_matches(['[', ']']), port).to_socket_addrs()?.next();
    let address = address.ok_or_else(|| wrong("its name has no address"))?;
    let mut stream = TcpStream::connect_timeout(&address, WITHIN)?;
    stream.set_write_timeout(Some(WITHIN))?;
    stream.set_read_timeout(Some(WITHIN))?;
    let path = uri.path_and_query().map_or("/", |it| it.as_str());
    let mut head = format!(
        "POST {path} HTTP/1.1\r\nhost: {host}:{port}\r\nconnection: close\r\ncontent-length: {}\r\n",
        body.len()
    );
    for (name, value) in request.headers() {
        if let Ok(value) = value.to_str() {
            head.extend([name.as_str(), ": ", value, "\r\n"]);
        }
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)?;
    let mut answer = Vec::new();
    stream.take(ANSWER_MAX).read_to_end(&mut answer)?;
    read(&answer).ok_or_else(|| wrong("its answer is not HTTP"))
}

/// The status of an answer; nothing more is asked of it.
fn read(answer: &[u8]) -> Option<Response<Bytes>> {
    let line = answer.split(|byte| *byte == b'\r').next()?;
    let status = std::str::from_utf8(line).ok()?.strip_prefix("HTTP/1.")?.split(' ').nth(1)?;
    Response::builder().status(status).body(Bytes::new()).ok()
}
