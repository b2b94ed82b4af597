//! Metrics: they tell what happened, grow no longer than they may whatever strangers send, are
//! told at their own address alone, and are those of the manual.

mod page;
mod parts;

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
};

use serde_json::{Value, json};

use crate::program::{Answer, Place, Server};
use page::Page;

const JSON: (&str, &str) = ("content-type", "application/json");
const LISTEN: [&str; 4] = ["--metrics-listen", "127.0.0.1:0", "--log-filter", "off"];

fn serve(place: &Place, options: &[&str]) -> Server {
    place.serve(&[&LISTEN, options].concat())
}

/// The metrics, in the form that is accepted.
fn scraped(server: &Server, accept: &str) -> Answer {
    let address = server.metrics.unwrap();
    let request = format!(
        "GET /metrics HTTP/1.1\r\nhost: {address}\r\naccept: {accept}\r\nconnection: close\r\n\r\n"
    );
    Server::send_to(address, request.as_bytes())
}

fn page(server: &Server) -> Page {
    Page::read(&scraped(server, "*/*").body, false)
}

fn ask(server: &Server, headers: &[(&str, &str)], body: &Value) -> Answer {
    server.ask("POST", "/graphql", &[&[JSON], headers].concat(), &body.to_string())
}

fn admin(place: &Place) -> String {
    let secret = std::fs::read_to_string(place.data().join("admin-token")).unwrap();
    format!("Bearer {}", secret.trim_end())
}

/// How much a number grew between two pages.
fn grew(pages: [&Page; 2], name: &str, labels: &[(&str, &str)]) -> u64 {
    let grown = pages[1].get(name, labels) - pages[0].get(name, labels);
    assert!(grown >= 0.0, "{name} fell");
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count")]
    return grown as u64;
}

#[test]
fn operations_are_counted_by_name_type_and_outcome() {
    let place = Place::new();
    let server = serve(&place, &[]);
    let before = page(&server);
    let named =
        json!({ "query": "query Provinces { provinces(first: 3) { edges { node { id } } } }" });
    for _ in 0..3 {
        assert_eq!(ask(&server, &[], &named).status, 200);
    }
    // Of the same meaning, in other bytes.
    let other = json!({ "extensions": {}, "query": named["query"] });
    assert_eq!(ask(&server, &[], &other).status, 200);
    ask(&server, &[], &json!({ "query": "{ __typename }" }));
    ask(&server, &[], &json!({ "query": "query Broken { nothing }" }));
    ask(&server, &[], &json!({ "query": "{" }));
    ask(
        &server,
        &[],
        &json!({ "query": "query Half { provinces(first: 200) { edges { node { id } } } }" }),
    );
    ask(&server, &[("authorization", "Bearer wrong")], &named);
    let after = page(&server);
    let pages = [&before, &after];
    let count = |operation: &str, kind: &str, outcome: &str| {
        let labels = [("operation", operation), ("type", kind), ("outcome", outcome)];
        grew(pages, "hoptac_operations_total", &labels)
    };
    assert_eq!(count("Provinces", "query", "ok"), 4);
    assert_eq!(count("(anonymous)", "query", "ok"), 1);
    assert_eq!(count("(other)", "query", "refused"), 1, "what is not valid names nothing");
    assert_eq!(count("(anonymous)", "unknown", "refused"), 1);
    assert_eq!(count("Half", "query", "errors"), 1);
    let code = |code: &str| grew(pages, "hoptac_errors_total", &[("code", code)]);
    assert_eq!(code("GRAPHQL_VALIDATION_FAILED"), 1);
    assert_eq!(code("GRAPHQL_PARSE_FAILED"), 1);
    assert_eq!(code("BAD_USER_INPUT"), 1);
    assert_eq!(code("UNAUTHENTICATED"), 1);
    let class = |class: &str| grew(pages, "hoptac_http_responses_total", &[("class", class)]);
    assert_eq!((class("2xx"), class("4xx"), class("5xx")), (8, 1, 0));

    let found = |found: &str| grew(pages, "hoptac_answer_lookups_total", &[("found", found)]);
    assert_eq!((found("request"), found("meaning"), found("shared")), (2, 1, 0));
    let took = |answer: &str| {
        let labels = [("type", "query"), ("answer", answer)];
        grew(pages, "hoptac_operation_duration_seconds_count", &labels)
    };
    assert_eq!((took("kept"), took("computed")), (3, 4));
    let points = grew(pages, "hoptac_operation_points_total", &[("operation", "Provinces")]);
    assert!((4..20).contains(&points), "{points}, paid once");
    assert_eq!(grew(pages, "hoptac_operation_cost_points_count", &[]), 5);
    assert!(after.get("hoptac_operation_seconds_total", &[("operation", "Provinces")]) > 0.0);
    assert!(after.get("hoptac_kept_answers_bytes", &[]) > 0.0);
}

#[test]
fn documents_named_by_their_hash_are_counted() {
    let server = serve(&Place::new(), &["--no-seed"]);
    // The SHA-256 of `{ __typename }`.
    let hash = "7f56e67dd21ab3f30d1ff8b7bed08893f0a0db86449836189b361dd1e56ddb4b";
    let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } });
    let named = json!({ "extensions": extensions });
    assert_eq!(ask(&server, &[], &named).code(), "PERSISTED_QUERY_NOT_FOUND");
    let sent = json!({ "query": "{ __typename }", "extensions": extensions });
    assert_eq!(ask(&server, &[], &sent).code(), "");
    assert_eq!(ask(&server, &[], &named).code(), "");
    let page = page(&server);
    let get = |name: &str, found: &str| page.get(name, &[("found", found)]).to_string();
    assert_eq!(get("hoptac_persisted_lookups_total", "unknown"), "1");
    assert_eq!(get("hoptac_persisted_lookups_total", "known"), "1");
    assert_eq!(get("hoptac_document_lookups_total", "read"), "1");
    assert_eq!(get("hoptac_document_lookups_total", "kept"), "1");
    assert_eq!(page.get("hoptac_kept_documents", &[]).to_string(), "1");
}

#[test]
fn a_document_is_counted_with_what_its_requests_have_added() {
    let server = serve(&Place::new(), &["--no-seed"]);
    let query =
        "query($a: Boolean!, $b: Boolean!) { activities(first: 1) { totalCount @skip(if: $a)
        nodes @skip(if: $b) { id title status version key note participants { role } } } }";
    let sent = |set: u8| {
        let variables = json!({ "a": set & 1 == 1, "b": set & 2 == 2 });
        assert_eq!(
            ask(&server, &[], &json!({ "query": query, "variables": variables })).code(),
            ""
        );
    };
    let bytes = || page(&server).get("hoptac_kept_documents_bytes", &[]);
    sent(0);
    sent(0);
    let once = bytes();
    for set in [1, 2, 3, 0] {
        sent(set);
    }
    let grown = bytes();
    assert!(grown > once + 1_000.0, "{once} bytes, then {grown}");
    for set in [1, 2, 3, 0] {
        sent(set);
    }
    assert!((bytes() - grown).abs() < 1.0, "the same plans are counted once");
    assert!((page(&server).get("hoptac_kept_documents", &[]) - 1.0).abs() < 0.1);
}

#[test]
fn what_is_written_is_counted() {
    let place = Place::new();
    let server = serve(&place, &["--no-seed"]);
    let before = page(&server);
    let admin = admin(&place);
    for number in 0..3 {
        let mutation = format!(
            "mutation Add {{ addDocument(input: {{ title: \"d {number}\", language: \"en\", \
             reading: FULL, reliability: NORMAL }}) {{ errors {{ message }} }} }}"
        );
        let answer = ask(&server, &[("authorization", &admin)], &json!({ "query": mutation }));
        assert_eq!(answer.json()["data"]["addDocument"]["errors"], json!([]), "{}", answer.body);
    }
    let after = page(&server);
    let pages = [&before, &after];
    assert_eq!(grew(pages, "hoptac_head_seq", &[]), 3);
    assert_eq!(grew(pages, "hoptac_journal_sync_duration_seconds_count", &[]), 3);
    assert_eq!(grew(pages, "hoptac_journal_group_changes_sum", &[]), 3);
    let bytes = grew(pages, "hoptac_journal_written_bytes_total", &[]);
    let size: u64 = std::fs::metadata(place.segment()).unwrap().len();
    assert!(bytes > 300 && bytes < size, "{bytes} of {size}");
    assert_eq!(after.get("hoptac_journal_bytes", &[]).to_string(), size.to_string());
    let labels = [("operation", "Add"), ("type", "mutation"), ("outcome", "ok")];
    assert_eq!(grew(pages, "hoptac_operations_total", &labels), 3);
    let slow = [("type", "mutation"), ("le", "+Inf")];
    assert_eq!(grew(pages, "hoptac_operation_duration_seconds_bucket", &slow), 3);
    for (name, expected) in
        [("hoptac_queued_commands", "0"), ("hoptac_read_only", "0"), ("hoptac_build_info", "1")]
    {
        assert_eq!(after.get(name, &[]).to_string(), expected, "{name}");
    }
    assert!(after.0["hoptac_last_backup_seq"].samples.is_empty(), "there was none");
    assert_eq!(place.run(&["backup", "kept"]).code, Some(0));
    let after = page(&server);
    assert_eq!(after.get("hoptac_last_backup_seq", &[]).to_string(), "3");
    let age = after.get("hoptac_last_backup_timestamp_seconds", &[])
        - after.get("process_start_time_seconds", &[]);
    assert!((0.0..60.0).contains(&age), "{age}");
}

#[test]
fn what_is_open_is_told_until_it_is_closed() {
    let server = serve(&Place::new(), &["--no-seed"]);
    let open = |page: &Page| {
        ["hoptac_connections", "hoptac_event_streams", "hoptac_subscriptions", "hoptac_websockets"]
            .map(|name| page.get(name, &[]).to_string())
    };
    assert_eq!(open(&page(&server)), ["0", "0", "0", "0"]);
    let body = r#"{"query": "subscription Live { changes { seq } }"}"#;
    let mut events = TcpStream::connect(server.address).unwrap();
    write!(
        events,
        "POST /graphql HTTP/1.1\r\nhost: a\r\naccept: text/event-stream\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut socket = TcpStream::connect(server.address).unwrap();
    write!(
        socket,
        "GET /graphql HTTP/1.1\r\nhost: a\r\nupgrade: websocket\r\nconnection: upgrade\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\
         sec-websocket-protocol: graphql-transport-ws\r\n\r\n"
    )
    .unwrap();
    let mut head = [0; 12];
    socket.read_exact(&mut head).unwrap();
    assert_eq!(&head, b"HTTP/1.1 101");
    until(|| open(&page(&server)) == ["2", "1", "1", "1"]);
    drop((events, socket));
    until(|| open(&page(&server)) == ["0", "0", "0", "0"]);
    assert_eq!(page(&server).get("hoptac_connections_opened_total", &[]).to_string(), "2");
}

/// Waits for what must come to hold.
fn until(holds: impl Fn() -> bool) {
    let begun = std::time::Instant::now();
    while !holds() {
        assert!(begun.elapsed() < std::time::Duration::from_secs(60), "it does not come to hold");
    }
}

/// Sends many requests over one connection.
fn flood(server: &Server, bodies: impl Iterator<Item = String>) {
    let mut stream = BufReader::new(TcpStream::connect(server.address).unwrap());
    for body in bodies {
        let head = format!(
            "POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n",
            body.len()
        );
        stream.get_mut().write_all(format!("{head}{body}").as_bytes()).unwrap();
        let (mut line, mut length) = (String::new(), 0);
        while line != "\r\n" {
            line.clear();
            stream.read_line(&mut line).unwrap();
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut answer = vec![0; length];
        stream.read_exact(&mut answer).unwrap();
    }
}

#[test]
fn ten_thousand_hostile_names_grow_nothing() {
    let place = Place::new();
    let server = serve(&place, &["--no-seed", "--budget-points", "0"]);
    let hostile = |number: usize| {
        let (long, kind) = ("x".repeat(number % 3 * 60), number % 10);
        let query = format!("query N{number}{long} {{ __typename }}");
        match kind {
            // Names that are none, and operations that are not there.
            0 => json!({ "query": query, "operationName": format!("\"}}\n{number}\\") }),
            1 => json!({ "query": format!("query N{number} {{ nothing{number} }}") }),
            _ => json!({ "query": query }),
        }
        .to_string()
    };
    flood(&server, (0..10_000).map(hostile));
    let page = page(&server);
    let names = page.values("hoptac_operations_total", "operation");
    // Half of them, and two that stand for all others.
    assert!(names.len() <= 52, "{} names", names.len());
    assert!(names.iter().all(|name| name.len() <= 64), "{names:?}");
    let total = page.get("hoptac_operations_total", &[]);
    assert_eq!(total.to_string(), "10000", "each is counted once");
    let text = scraped(&server, "*/*").body;
    assert!(text.len() < 100_000, "{} bytes", text.len());

    // Who is known still finds room.
    let admin = admin(&place);
    let known = json!({ "query": "query Dashboard { __typename }" });
    ask(&server, &[("authorization", &admin)], &known);
    let labels = [("operation", "Dashboard"), ("outcome", "ok")];
    assert_eq!(self::page(&server).get("hoptac_operations_total", &labels).to_string(), "1");
}

#[test]
fn the_form_is_the_one_that_is_accepted() {
    let server = serve(&Place::new(), &["--no-seed"]);
    let open = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    let text = "text/plain; version=0.0.4; charset=utf-8";
    // As Prometheus sends it.
    let prometheus = "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,\
                      application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;\
                      q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1";
    let mut families = Vec::new();
    for (accept, content_type) in [
        (prometheus, open),
        ("application/openmetrics-text", open),
        ("text/plain;version=0.0.4;q=0.5, application/openmetrics-text;q=0.2", text),
        ("text/*", text),
        ("*/*", text),
        ("image/png", text),
    ] {
        let answer = scraped(&server, accept);
        assert_eq!((answer.status, answer.header("content-type")), (200, content_type), "{accept}");
        let is_open = content_type == open;
        let page = Page::read(&answer.body, is_open);
        let name = |(name, family): (&String, &page::Family)| match family.kind.as_str() {
            "counter" if is_open => format!("{name}_total"),
            _ => name.clone(),
        };
        families.push(page.0.iter().map(name).collect::<BTreeSet<String>>());
    }
    assert!(families.windows(2).all(|two| two[0] == two[1]), "both tell the same");
}

#[test]
fn strangers_find_no_metrics_where_they_ask() {
    let place = Place::new();
    let server = serve(&place, &["--no-seed"]);
    assert_eq!(server.ask("GET", "/metrics", &[], "").status, 404);
    let address = server.metrics.unwrap();
    let get = |path: &str| {
        let request = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        Server::send_to(address, request.as_bytes()).status
    };
    assert_eq!((get("/health/ready"), get("/graphql"), get("/graphiql")), (200, 404, 404));
    let silent = Place::new().serve(&["--no-seed", "--log-filter", "off"]);
    assert_eq!(silent.metrics, None, "unless they are asked for");

    let taken = address.to_string();
    let ended = place.run(&["serve", "--listen", "127.0.0.1:0", "--metrics-listen", &taken]);
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert!(ended.err.contains("--metrics-listen"), "{}", ended.err);
}

/// The rows of the manual's table of metrics: name, type, labels, meaning.
fn documented() -> BTreeSet<[String; 4]> {
    let manual = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/operating.md");
    let manual = std::fs::read_to_string(manual).unwrap();
    let rows = manual.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |"));
    let rows = rows.filter(|row| row.starts_with("hoptac_") || row.starts_with("process_"));
    let cells = |row: &str| {
        let mut cells = row.splitn(4, " | ").map(|cell| cell.replace('`', ""));
        std::array::from_fn(|_| cells.next().unwrap_or_default())
    };
    rows.map(cells).collect()
}

#[test]
fn the_manual_has_every_metric() {
    let server = serve(&Place::new(), &[]);
    ask(&server, &[], &json!({ "query": "{ __typename }" }));
    let told = page(&server).0.into_iter().map(|(name, family)| {
        let labels: BTreeSet<&String> = family
            .samples
            .iter()
            .flat_map(|(_, labels, _)| labels.keys())
            .filter(|label| *label != "le")
            .collect();
        let labels: Vec<&str> = labels.into_iter().map(String::as_str).collect();
        [name, family.kind, labels.join(", "), family.help.replace('`', "")]
    });
    let (told, documented) = (told.collect::<BTreeSet<_>>(), documented());
    let row = |[name, kind, labels, help]: &[String; 4]| {
        let labels = labels.split(", ").filter(|it| !it.is_empty()).map(|it| format!("`{it}`"));
        format!("| `{name}` | {kind} | {} | {help} |", labels.collect::<Vec<_>>().join(", "))
    };
    let missing: Vec<String> = told.difference(&documented).map(row).collect();
    let gone: Vec<String> = documented.difference(&told).map(row).collect();
    assert!(missing.is_empty(), "not in docs/operating.md:\n{}", missing.join("\n"));
    assert!(gone.is_empty(), "in docs/operating.md, but not served:\n{}", gone.join("\n"));
}
