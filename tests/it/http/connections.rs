//! Slow clients, many clients, and requests that take too long.

use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use super::{JSON, post};
use crate::program::{Answer, Place, Server};

const LIMIT: Duration = Duration::from_secs(30);

fn server(options: &[&str]) -> Server {
    let all = [&["--no-seed", "--log-filter", "off"], options].concat();
    Place::new().serve(&all)
}

fn connect(server: &Server, sent: &str) -> TcpStream {
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.set_read_timeout(Some(LIMIT)).unwrap();
    stream.write_all(sent.as_bytes()).unwrap();
    stream
}

/// What comes until the other end closes.
fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Ok(_) => {}
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset, "not closed in time"),
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn two_hundred_slow_clients_are_cut_and_honest_ones_are_served_meanwhile() {
    let server = server(&["--headers-seconds", "2"]);
    let begun = Instant::now();
    let mut slow: Vec<TcpStream> =
        (0..200).map(|_| connect(&server, "POST /graphql HTTP/1.1\r\nhost: a\r\n")).collect();
    let body = r#"{"query": "{ __typename }"}"#;
    for turn in 0.. {
        let honest = post(&server, &[JSON], body);
        assert_eq!(honest.status, 200, "{}", honest.body);
        // A header more now and then wins no time.
        for stream in &mut slow {
            let _ = stream.write_all(format!("x-{turn}: 1\r\n").as_bytes());
        }
        if begun.elapsed() > Duration::from_secs(4) {
            break;
        }
    }
    for stream in &mut slow {
        assert_eq!(rest(stream), "", "closed without an answer");
    }
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn a_body_that_does_not_come_is_waited_for_no_longer_than_it_may() {
    let server = server(&["--body-seconds", "1"]);
    let head = "POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n\
                content-length: 100\r\n\r\n{";
    let answer = Answer::read(rest(&mut connect(&server, head)).as_bytes());
    assert_eq!((answer.status, answer.code().as_str()), (408, "REQUEST_TIMEOUT"));
}

#[test]
fn a_connection_without_a_request_is_kept_for_its_time_alone() {
    let server = server(&["--headers-seconds", "1", "--idle-seconds", "3"]);
    let begun = Instant::now();
    assert_eq!(rest(&mut connect(&server, "")), "", "one that never asked anything");
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());

    let mut kept = connect(&server, "GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n");
    let mut first = [0; 12];
    kept.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    let answered = Instant::now();
    rest(&mut kept);
    let idle = answered.elapsed();
    assert!(idle > Duration::from_millis(2_500) && idle < Duration::from_secs(6), "{idle:?}");
}

#[test]
fn one_connection_too_many_is_told_so_and_the_others_go_on() {
    let server = server(&["--connections", "3"]);
    let get = "GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n";
    let mut kept: Vec<TcpStream> = (0..3).map(|_| connect(&server, get)).collect();
    let mut head = [0; 12];
    for stream in &mut kept {
        stream.read_exact(&mut head).unwrap();
        assert_eq!(&head, b"HTTP/1.1 200");
    }
    let refused = Answer::read(rest(&mut connect(&server, get)).as_bytes());
    assert_eq!((refused.status, refused.code().as_str()), (503, "UNAVAILABLE"));
    assert_eq!(refused.header("retry-after"), "1");
    for stream in &mut kept {
        stream.write_all(get.as_bytes()).unwrap();
    }
    drop(kept);
    // Room is made as soon as the server sees that they are gone.
    let begun = Instant::now();
    while server.status(get.as_bytes()) != 200 {
        assert!(begun.elapsed() < LIMIT, "no room was made");
    }
}

#[test]
fn requests_under_way_are_answered_when_the_server_stops_and_idle_connections_closed() {
    let server = server(&[]);
    let mut idle = connect(&server, "GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n");
    let mut head = [0; 12];
    idle.read_exact(&mut head).unwrap();
    let mut late = connect(
        &server,
        "POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n\
         content-length: 27\r\n\r\n",
    );
    // It is under way once another request was answered after it.
    assert_eq!(server.ask("GET", "/health/live", &[], "").status, 200);
    let stopping = std::thread::spawn(move || {
        let begun = Instant::now();
        (server.stop("TERM"), begun.elapsed())
    });
    rest(&mut idle);
    late.write_all(br#"{"query": "{ __typename }"}"#).unwrap();
    let answer = Answer::read(rest(&mut late).as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.body);
    let (ended, took) = stopping.join().unwrap();
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(took < Duration::from_secs(8), "{took:?}");
}

#[test]
fn a_query_that_takes_too_long_is_answered_in_time_and_ends() {
    let place = Place::new();
    let server = place.serve(&[
        "--log-filter",
        "off",
        "--query-seconds",
        "1",
        "--query-depth",
        "60",
        "--query-cost",
        "18446744073709551615",
        "--query-reads",
        "18446744073709551615",
        "--budget-points",
        "0",
    ]);
    // Each level asks for all activities of all provinces of all activities…
    let level = |inner: &str| {
        format!(
            "activities(first: 100) {{ edges {{ node {{ id participants {{ province {{ {inner} }} }} }} }} }}"
        )
    };
    let nested = (0..6).fold("id".to_owned(), |inner, _| level(&inner));
    let body = serde_json::json!({ "query": format!("{{ {nested} }}") }).to_string();
    let begun = Instant::now();
    let answer = post(&server, &[JSON], &body);
    assert_eq!((answer.status, answer.code().as_str()), (503, "TIMEOUT"), "{}", answer.body);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    // Nothing of it goes on: the server stops at once, as it could not while it reads.
    let begun = Instant::now();
    let ended = server.stop("TERM");
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}
