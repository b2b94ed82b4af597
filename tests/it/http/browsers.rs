//! Pages of other origins: what a browser may send for them, and what it is told (CORS).

use super::{JSON, post};
use crate::program::{Place, Server};

const APP: (&str, &str) = ("origin", "https://app.example");
const EVIL: (&str, &str) = ("origin", "https://evil.example");
const BROWSER: (&str, &str) = ("user-agent", "Mozilla/5.0 (X11; Linux x86_64)");
const QUERY: &str = "/graphql?query=%7B__typename%7D";

fn server(options: &[&str]) -> Server {
    let all = [&["--no-seed", "--log-filter", "off"], options].concat();
    Place::new().serve(&all)
}

#[test]
fn a_get_that_a_page_elsewhere_could_send_is_refused() {
    let server = server(&["--origins", "https://app.example"]);
    for (headers, status) in [
        (&[][..], 200),
        (&[BROWSER], 403),
        (&[BROWSER, ("sec-fetch-site", "cross-site")], 403),
        (&[BROWSER, ("sec-fetch-site", "same-origin")], 200),
        (&[BROWSER, EVIL], 403),
        (&[BROWSER, APP], 200),
        (&[BROWSER, ("graphql-require-preflight", "1")], 200),
        (&[BROWSER, ("accept", "text/event-stream")], 403),
    ] {
        let answer = server.ask("GET", QUERY, headers, "");
        assert_eq!(answer.status, status, "{headers:?}: {}", answer.body);
        if status == 403 {
            assert_eq!(answer.code(), "CSRF_PREVENTED", "{headers:?}");
        }
    }
    // What a form can send is none that is read, wherever it comes from.
    for form in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
        let answer = post(&server, &[("content-type", form)], r#"{"query": "{ __typename }"}"#);
        assert_eq!(answer.status, 415, "{form}");
    }
}

#[test]
fn listed_origins_may_read_answers_and_no_others() {
    let server = server(&["--origins", "https://app.example,http://127.0.0.1:5173"]);
    let asks = [
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "authorization,content-type"),
    ];
    let asked = server.ask("OPTIONS", "/graphql", &[&asks[..], &[APP]].concat(), "");
    assert_eq!(asked.status, 200);
    assert_eq!(asked.header("access-control-allow-origin"), APP.1);
    assert_eq!(asked.header("access-control-allow-methods"), "GET,POST");
    let headers = asked.header("access-control-allow-headers").to_owned();
    for needed in ["authorization", "content-type", "graphql-require-preflight", "traceparent"] {
        assert!(headers.split(',').any(|it| it == needed), "{needed} is not in {headers}");
    }
    assert_eq!(asked.header("access-control-allow-credentials"), "");
    let asked = server.ask("OPTIONS", "/graphql", &[&asks[..], &[EVIL]].concat(), "");
    assert_eq!(asked.header("access-control-allow-origin"), "");

    let body = r#"{"query": "{ __typename }"}"#;
    let answer = post(&server, &[JSON, APP], body);
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, APP.1));
    let exposed = answer.header("access-control-expose-headers");
    assert!(exposed.contains("x-request-id") && exposed.contains("retry-after"), "{exposed}");
    assert_eq!(post(&server, &[JSON, EVIL], body).header("access-control-allow-origin"), "");
    // A page must be able to read why it was refused.
    let refused = post(&server, &[JSON, APP, ("authorization", "Bearer x")], body);
    assert_eq!((refused.status, refused.header("access-control-allow-origin")), (401, APP.1));
}

#[test]
fn no_origin_may_read_answers_where_none_is_listed() {
    let server = server(&[]);
    let answer = post(&server, &[JSON, APP], r#"{"query": "{ __typename }"}"#);
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, ""));
    let asked = server.ask("OPTIONS", "/graphql", &[APP], "");
    assert_eq!((asked.status, asked.header("access-control-allow-origin")), (405, ""));
}

#[test]
fn every_origin_may_where_all_are_listed() {
    let server = server(&["--origins", "*"]);
    let answer = post(&server, &[JSON, EVIL], r#"{"query": "{ __typename }"}"#);
    assert_eq!(answer.header("access-control-allow-origin"), EVIL.1);
    assert!(answer.list("vary").contains(&"origin"), "{:?}", answer.list("vary"));
}

#[test]
fn sockets_are_opened_for_listed_origins_behind_a_trusted_proxy_too() {
    let server = server(&["--origins", "https://app.example", "--trusted-proxies", "127.0.0.1"]);
    let opens = |origin: &str, forwarded: &str| {
        let request = format!(
            "GET /graphql HTTP/1.1\r\nhost: inner:1\r\nupgrade: websocket\r\n\
             connection: upgrade, close\r\nsec-websocket-version: 13\r\n\
             sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             sec-websocket-protocol: graphql-transport-ws\r\n\
             origin: {origin}\r\nx-forwarded-host: {forwarded}\r\n\r\n"
        );
        server.status(request.as_bytes())
    };
    assert_eq!(opens("https://app.example", "hoptac.example"), 101);
    assert_eq!(opens("https://hoptac.example", "hoptac.example"), 101);
    assert_eq!(opens("https://evil.example", "hoptac.example"), 403);
}

#[test]
fn the_log_has_the_address_that_a_trusted_proxy_names() {
    let forwarded = [("x-forwarded-for", "198.51.100.7, 203.0.113.9")];
    for (trusted, client) in [("127.0.0.0/8", "203.0.113.9"), ("10.0.0.0/8", "127.0.0.1")] {
        let options = ["--no-seed", "--trusted-proxies", trusted];
        let server = Place::new().serve_logging(&options);
        assert_eq!(server.ask("GET", "/nowhere", &forwarded, "").status, 404);
        let log = server.log_of();
        let line = log.iter().find(|it| it["http.path"] == "/nowhere").unwrap();
        assert_eq!(line["span"]["client"], client, "{line}");
    }
}

#[test]
fn a_page_reads_why_it_has_to_wait() {
    let server = server(&["--origins", "https://app.example"]);
    let ahead = ("hoptac-min-seq", "1000000");
    let answer = post(&server, &[JSON, APP, ahead], r#"{"query": "{ __typename }"}"#);
    assert_eq!((answer.status, answer.code().as_str()), (503, "NOT_CAUGHT_UP"), "{}", answer.body);
    assert_eq!(answer.header("access-control-allow-origin"), APP.1);
    assert_eq!(answer.header("retry-after"), "1");
}

#[cfg(feature = "console")]
#[test]
fn a_person_who_mistypes_gets_a_page_and_a_program_an_error() {
    let server = server(&[]);
    let person = ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
    for (method, path, headers, type_) in [
        ("GET", "/matrx", &[person][..], "text/html; charset=utf-8"),
        ("GET", "/agreement/a/b", &[person], "text/html; charset=utf-8"),
        ("GET", "/a/b/c/d", &[person], "application/json; charset=utf-8"),
        ("GET", "/matrx", &[], "application/json; charset=utf-8"),
        ("GET", "/matrx", &[("accept", "*/*")], "application/json; charset=utf-8"),
        ("POST", "/matrx", &[person], "application/json; charset=utf-8"),
    ] {
        let answer = server.ask(method, path, headers, "");
        assert_eq!((answer.status, answer.header("content-type")), (404, type_), "{method} {path}");
    }
}
