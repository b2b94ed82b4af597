//! Traces, where the program is built with them: they continue the caller's, say what was asked,
//! are all sent when the server stops, and hold no request up where nobody takes them.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    sync::mpsc::{self, Receiver},
    time::{Duration, Instant},
};

use crate::program::{Ended, Place, Server};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";

/// A collector: takes what is posted to it, and gives its path, type and body.
struct Collector {
    url: String,
    taken: Receiver<(String, String, Vec<u8>)>,
}

impl Collector {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (sender, taken) = mpsc::channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = BufReader::new(stream.unwrap());
                let mut line = String::new();
                stream.read_line(&mut line).unwrap();
                let path = line.split(' ').nth(1).unwrap().to_owned();
                let (mut length, mut kind) = (0, String::new());
                while line != "\r\n" {
                    line.clear();
                    stream.read_line(&mut line).unwrap();
                    match line.trim().split_once(": ") {
                        Some(("content-length", value)) => length = value.parse().unwrap(),
                        Some(("content-type", value)) => value.clone_into(&mut kind),
                        _ => {}
                    }
                }
                let mut body = vec![0; length];
                stream.read_exact(&mut body).unwrap();
                let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
                stream.get_mut().write_all(answer).unwrap();
                if sender.send((path, kind, body)).is_err() {
                    return;
                }
            }
        });
        Self { url, taken }
    }

    /// All spans that were sent.
    fn spans(&self) -> Vec<Span> {
        let batches = self.taken.try_iter().flat_map(|(path, kind, body)| {
            assert_eq!((path.as_str(), kind.as_str()), ("/v1/traces", "application/x-protobuf"));
            // ExportTraceServiceRequest, ResourceSpans, ScopeSpans, each by its number.
            let resources = lengths(&body, 1);
            let scopes = resources.iter().flat_map(|it| lengths(it, 2)).collect::<Vec<_>>();
            let spans = scopes.iter().flat_map(|it| lengths(it, 2)).collect::<Vec<_>>();
            spans.iter().map(|it| Span::read(it)).collect::<Vec<_>>()
        });
        batches.collect()
    }
}

/// A span, as far as it is looked at.
#[derive(Debug)]
struct Span {
    trace: String,
    parent: String,
    name: String,
    attributes: Vec<String>,
}

impl Span {
    fn read(bytes: &[u8]) -> Self {
        let one = |number| lengths(bytes, number).pop().unwrap_or_default();
        let hexadecimal = |bytes: Vec<u8>| data_encoding::HEXLOWER.encode(&bytes);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let attribute = |pair: &Vec<u8>| {
            let value = lengths(pair, 2).pop().unwrap();
            let value = match lengths(&value, 1).pop() {
                Some(said) => text(said),
                None => varints(&value, 3).pop().unwrap().to_string(),
            };
            format!("{}={value}", text(lengths(pair, 1).pop().unwrap()))
        };
        assert_eq!(varints(bytes, 6), [2], "a server's");
        Self {
            trace: hexadecimal(one(1)),
            parent: hexadecimal(one(4)),
            name: text(one(5)),
            attributes: lengths(bytes, 9).iter().map(attribute).collect(),
        }
    }
}

/// The fields of a protobuf message: number, and bytes or a number.
fn fields(mut bytes: &[u8]) -> Vec<(u64, Result<Vec<u8>, u64>)> {
    fn varint(bytes: &mut &[u8]) -> u64 {
        let (mut value, mut shift) = (0, 0);
        loop {
            let (first, rest) = bytes.split_first().unwrap();
            *bytes = rest;
            value |= u64::from(first & 0x7f) << shift;
            shift += 7;
            if first & 0x80 == 0 {
                return value;
            }
        }
    }
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes);
        let field = match key & 7 {
            0 => Err(varint(&mut bytes)),
            kind => {
                let length = match kind {
                    1 => 8,
                    2 => usize::try_from(varint(&mut bytes)).unwrap(),
                    5 => 4,
                    _ => panic!("no wire type: {kind}"),
                };
                let (field, rest) = bytes.split_at(length);
                bytes = rest;
                Ok(field.to_vec())
            }
        };
        found.push((key >> 3, field));
    }
    found
}

fn lengths(bytes: &[u8], number: u64) -> Vec<Vec<u8>> {
    let fields = fields(bytes).into_iter().filter(|(it, _)| *it == number);
    fields.filter_map(|(_, field)| field.ok()).collect()
}

fn varints(bytes: &[u8], number: u64) -> Vec<u64> {
    let fields = fields(bytes).into_iter().filter(|(it, _)| *it == number);
    fields.filter_map(|(_, field)| field.err()).collect()
}

fn ask(server: &Server, flags: &str) -> u16 {
    let parent = format!("00-{TRACE}-{PARENT}-{flags}");
    let headers = [("content-type", "application/json"), ("traceparent", parent.as_str())];
    let body = r#"{"query": "query Page { __typename }"}"#;
    server.ask("POST", "/graphql", &headers, body).status
}

fn stop(server: Server) -> Ended {
    let ended = server.stop("TERM");
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    ended
}

#[test]
fn a_request_continues_the_trace_of_its_caller() {
    let collector = Collector::new();
    let place = Place::new();
    // Whatever the log leaves out is traced all the same.
    let options = ["--no-seed", "--log-filter", "off", "--otlp-endpoint", &collector.url];
    let server = place.serve(&options);
    assert_eq!(ask(&server, "01"), 200);
    assert_eq!(ask(&server, "00"), 200, "which its caller does not want traced");
    assert_eq!(server.ask("GET", "/no/such/page", &[], "").status, 404);
    stop(server);
    let spans = collector.spans();
    assert_eq!(spans.len(), 2, "{spans:?}");
    let span = &spans[0];
    assert_eq!((span.trace.as_str(), span.parent.as_str()), (TRACE, PARENT));
    assert_eq!(span.name, "POST /graphql");
    for said in [
        "http.request.method=POST",
        "http.response.status_code=200",
        "graphql.operation.name=Page",
        "graphql.operation.type=query",
    ] {
        assert!(span.attributes.iter().any(|it| it == said), "{said}: {span:?}");
    }
    assert_eq!(spans[1].name, "GET", "a stranger's path is no name");
    assert!(spans[1].trace != TRACE && spans[1].parent.is_empty(), "a trace of its own");
}

#[test]
fn the_collector_may_be_named_as_other_programs_are_told() {
    let collector = Collector::new();
    let place = Place::new();
    std::fs::write(
        place.path().join("run"),
        format!(
            "OTEL_EXPORTER_OTLP_ENDPOINT={} exec {} serve --no-seed --listen 127.0.0.1:0 \
             --metrics-listen 127.0.0.1:0 --shutdown-seconds 1",
            collector.url,
            env!("CARGO_BIN_EXE_hoptac")
        ),
    )
    .unwrap();
    let mut command = std::process::Command::new("sh");
    command.arg("run").current_dir(place.path());
    let mut child = command.stdout(std::process::Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let url = lines.find_map(|it| it.trim().strip_prefix("GraphiQL ").map(str::to_owned));
    let address = url.unwrap().trim().trim_start_matches("http://").replace("/graphiql", "");
    let mut stream = std::net::TcpStream::connect(&address).unwrap();
    write!(stream, "GET /health/live HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").unwrap();
    stream.read_to_end(&mut Vec::new()).unwrap();
    let kill = format!("kill -TERM {}", child.id());
    assert!(std::process::Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    assert!(child.wait().unwrap().success());
    let spans = collector.spans();
    assert_eq!(spans.len(), 1, "{spans:?}");
    assert_eq!(spans[0].name, "GET /health/live");
}

#[test]
fn a_collector_that_takes_nothing_holds_no_request_up() {
    // One that nobody listens at, and one that takes connections and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for url in [format!("http://{address}"), format!("http://{}", silent.local_addr().unwrap())] {
        let server = Place::new().serve(&["--no-seed", "--otlp-endpoint", &url]);
        let begun = Instant::now();
        for _ in 0..300 {
            assert_eq!(ask(&server, "01"), 200);
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
        let begun = Instant::now();
        let ended = stop(server);
        assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
        assert!(ended.err.contains("Traces do not reach their collector"), "{}", ended.err);
    }
}

#[test]
fn an_address_that_is_none_is_refused_with_what_to_write() {
    for wrong in ["127.0.0.1:4318", "https://collector.example", "http://"] {
        let ended = Place::new().run(&["serve", "--otlp-endpoint", wrong]);
        assert_eq!(ended.code, Some(2), "{}", ended.err);
        assert!(ended.err.contains("write it like http://127.0.0.1:4318"), "{}", ended.err);
    }
}
