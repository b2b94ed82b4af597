//! What a client is told of its connection: that it ends where a body was not read, and that a request
//! names its host once, and which handshake is one.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use crate::program::{Answer, Place, Server};

fn server() -> Server {
    Place::new().serve(&["--no-seed", "--log-filter", "off"])
}

/// The answer to a head, whose body comes once the answer's own head was read.
fn head_alone(server: &Server, head: &str) -> Answer {
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") {
        assert_eq!(stream.read(&mut byte).unwrap(), 1, "it ended within its head");
        bytes.push(byte[0]);
    }
    Answer::read(&bytes)
}

#[test]
fn whoever_sends_a_body_that_is_not_read_is_told_that_the_connection_ends() {
    let server = server();
    let json = "content-type: application/json\r\n";
    let bad = "authorization: Bearer hoptac_no\r\n";
    for (path, headers, status) in [
        ("/graphql", format!("{json}{bad}"), 401),
        ("/graphql", "content-type: text/plain\r\n".to_owned(), 415),
        ("/graphql", format!("{json}accept: text/css\r\n"), 406),
        ("/import", "content-type: application/x-ndjson\r\n".to_owned(), 401),
        ("/nowhere", json.to_owned(), 404),
        ("/health/live", json.to_owned(), 405),
    ] {
        let head =
            format!("POST {path} HTTP/1.1\r\nhost: a\r\ncontent-length: 30\r\n{headers}\r\n");
        let answer = head_alone(&server, &head);
        assert_eq!((answer.status, answer.header("connection")), (status, "close"), "{path}");
    }
    // What is read, or has no body, leaves the connection to the next request.
    let body = r#"{"query": "{ __typename }"}"#;
    let size = body.len();
    let whole =
        format!("POST /graphql HTTP/1.1\r\nhost: a\r\n{json}content-length: {size}\r\n\r\n{body}");
    let answer = head_alone(&server, &whole);
    assert_eq!((answer.status, answer.header("connection")), (200, ""));
    let answer = head_alone(&server, "GET /nowhere HTTP/1.1\r\nhost: a\r\n\r\n");
    assert_eq!((answer.status, answer.header("connection")), (404, ""));
}

#[test]
fn a_request_names_its_host_once() {
    let server = server();
    for (version, hosts, status) in [
        ("1.1", "host: a\r\n", 200),
        ("1.1", "", 400),
        ("1.1", "host: a\r\nhost: a\r\n", 400),
        ("1.0", "", 200),
        ("1.1", "host: a:8080\r\n", 200),
        ("1.1", "host: a b\r\n", 400),
        ("1.1", "host: a/b\r\n", 400),
        ("1.1", "host: b@a\r\n", 400),
        ("1.1", "host: a:b\r\n", 400),
    ] {
        let request =
            format!("GET /health/live HTTP/{version}\r\n{hosts}connection: close\r\n\r\n");
        let answer = server.send(request.as_bytes());
        assert_eq!(answer.status, status, "{version} {hosts:?}: {}", answer.body);
        assert!(status == 200 || answer.code() == "BAD_REQUEST", "{}", answer.body);
    }
}

#[test]
fn a_handshake_that_is_none_is_told_what_it_lacks() {
    let server = server();
    let handshake = "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
                     sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    for (has, instead, en, vi) in [
        ("version: 13", "version: 8", "Sec-WebSocket-Version: 13", "hãy gửi tiêu đề"),
        ("connection: upgrade\r\n", "", "the first is missing", "thiếu tiêu đề thứ nhất"),
        ("sec-websocket-key: ", "x-key: ", "Sec-WebSocket-Key", "thiếu tiêu đề"),
    ] {
        for (lang, said) in [("en", en), ("vi", vi)] {
            let headers = handshake.replace(has, instead);
            let request = format!(
                "GET /graphql HTTP/1.1\r\nhost: a\r\naccept-language: {lang}\r\n{headers}\r\n"
            );
            let answer = head_alone(&server, &request);
            assert_eq!(answer.status, 400, "{instead}");
            // By which a client learns what is spoken here (RFC 6455, 4.4).
            let spoken = if instead == "version: 8" { "13" } else { "" };
            assert_eq!(answer.header("sec-websocket-version"), spoken);
            let closing = request.replace("connection: upgrade", "connection: upgrade, close");
            let body = server.send(closing.as_bytes()).body;
            assert!(body.contains(said), "{body}");
        }
    }
}
