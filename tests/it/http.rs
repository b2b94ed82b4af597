//! GraphQL over HTTP: methods, media types, statuses, headers. `browsers` is about pages of other
//! origins, `connections` about slow and many clients, `faults` about what goes wrong here.

mod browsers;
mod connections;
mod faults;
mod wire;

use crate::program::{Answer, Place, Server};

const JSON: (&str, &str) = ("content-type", "application/json");
const GRAPHQL: (&str, &str) = ("accept", "application/graphql-response+json");

fn server() -> Server {
    Place::new().serve(&["--no-seed", "--log-filter", "off"])
}

fn post(server: &Server, headers: &[(&str, &str)], body: &str) -> Answer {
    server.ask("POST", "/graphql", headers, body)
}

#[test]
fn well_formed_requests_are_answered_by_what_the_client_accepts() {
    let server = server();
    // A request; its status as application/json, and as application/graphql-response+json.
    for (body, json, graphql) in [
        (r#"{"query": "{ __typename }"}"#, 200, 200),
        (r#"{"query": "{ __typename }", "variables": null, "operationName": null}"#, 200, 200),
        (r#"{"query": "query A { __typename }", "operationName": "A"}"#, 200, 200),
        (r#"{"query": "{ __typename }", "variables": {}, "extensions": {"a": 1}}"#, 200, 200),
        (r#"{"query": "{ __typename }", "other": [1]}"#, 200, 200),
        (r#"{"query": "{"}"#, 200, 400),
        (r#"{"query": ""}"#, 200, 400),
        (r#"{"query": "{ noSuchField }"}"#, 200, 400),
        (r#"{"query": "query A { __typename }", "operationName": "B"}"#, 200, 400),
        (r#"{"query": "query A { __typename } query B { __typename }"}"#, 200, 400),
        (r#"{"query": "subscription { a }"}"#, 200, 400),
    ] {
        let answer = post(&server, &[JSON], body);
        assert_eq!(answer.status, json, "{body}: {}", answer.body);
        assert_eq!(answer.header("content-type"), "application/json; charset=utf-8", "{body}");

        let answer = post(&server, &[JSON, GRAPHQL], body);
        assert_eq!(answer.status, graphql, "{body}: {}", answer.body);
        let content_type = "application/graphql-response+json; charset=utf-8";
        assert_eq!(answer.header("content-type"), content_type, "{body}");
        let executed = graphql == 200;
        assert_eq!(answer.json().get("data").is_some(), executed, "{body}: {}", answer.body);
        let unparsed = [r#"{"query": "{"}"#, r#"{"query": ""}"#].contains(&body);
        let code = match (executed, unparsed) {
            (true, _) => "",
            (false, true) => "GRAPHQL_PARSE_FAILED",
            (false, false) => "GRAPHQL_VALIDATION_FAILED",
        };
        assert_eq!(answer.code(), code, "{body}: {}", answer.body);
    }
}

#[test]
fn malformed_requests_are_refused_in_the_shape_of_an_answer() {
    let server = server();
    for (body, message) in [
        ("", "the body is not JSON"),
        ("{", "the body is not JSON"),
        ("null", "the body is not an object"),
        ("\"{ __typename }\"", "the body is not an object"),
        ("{}", "`query` is missing"),
        (r#"{"query": null}"#, "`query` is missing"),
        (r#"{"query": 1}"#, "`query` must be a string"),
        (r#"{"query": {}}"#, "`query` must be a string"),
        (r#"{"query": "{ a }", "operationName": {}}"#, "`operationName` must be a string or null"),
        (r#"{"query": "{ a }", "variables": "{}"}"#, "`variables` must be an object or null"),
        (r#"{"query": "{ a }", "variables": [1]}"#, "`variables` must be an object or null"),
        (r#"{"query": "{ a }", "extensions": 1}"#, "`extensions` must be an object or null"),
        (r#"[{"query": "{ a }"}]"#, "batches are not supported"),
    ] {
        for (headers, content_type) in [
            (&[JSON][..], "application/json; charset=utf-8"),
            (&[JSON, GRAPHQL], "application/graphql-response+json; charset=utf-8"),
        ] {
            let answer = post(&server, headers, body);
            assert_eq!((answer.status, answer.code().as_str()), (400, "BAD_REQUEST"), "{body}");
            assert_eq!(answer.header("content-type"), content_type, "{body}");
            let told = answer.json()["errors"][0]["message"].as_str().unwrap().to_owned();
            assert!(told.starts_with(message), "{body}: {told}");
            assert!(answer.json().get("data").is_none(), "{body}");
        }
    }
}

#[test]
fn a_body_that_is_not_read_is_told_as_what_it_is() {
    let server = server();
    let query = r#"{"query": "{ __typename }"}"#;
    let marked = format!("\u{feff}{query}");
    assert_eq!(post(&server, &[JSON], &marked).status, 200, "a byte order mark is no fault");

    let nested = format!(r#"{{"query": "{{ a }}", "variables": {}1"#, "[".repeat(200));
    let told = "the body has more than 120 lists and objects within one another";
    let twice = |name: &str| format!("the body has `{name}` twice in one object; send it once");
    for (body, code, message) in [
        (nested.as_str(), "LIMIT_EXCEEDED", told.to_owned()),
        (r#"{"query": "{ a }", "query": "{ b }"}"#, "BAD_REQUEST", twice("query")),
        (r#"{"query": "{ a }", "qu\u0065ry": "{ b }"}"#, "BAD_REQUEST", twice("query")),
        (
            r#"{"query": "{ a }", "variables": {"dryRun": true, "dryRun": false}}"#,
            "BAD_REQUEST",
            twice("dryRun"),
        ),
    ] {
        let answer = post(&server, &[JSON, GRAPHQL], body);
        assert_eq!((answer.status, answer.code().as_str()), (400, code), "{body}");
        assert_eq!(answer.json()["errors"][0]["message"], message.as_str(), "{body}");
    }
    let query = "/graphql?query=%7B__typename%7D&variables=%7B%22a%22:1,%22a%22:2%7D";
    let answer = server.ask("GET", query, &[], "");
    let told = "`variables` has `a` twice in one object; send it once";
    assert_eq!((answer.status, &answer.json()["errors"][0]["message"]), (400, &told.into()));
}

#[test]
fn a_body_is_read_as_it_is_and_in_no_coding() {
    let server = server();
    let body = r#"{"query": "{ __typename }"}"#;
    assert_eq!(post(&server, &[JSON, ("content-encoding", "identity")], body).status, 200);
    for coding in ["gzip", "br", "zstd, gzip"] {
        let answer = post(&server, &[JSON, ("content-encoding", coding)], body);
        assert_eq!((answer.status, answer.code().as_str()), (415, "UNSUPPORTED_MEDIA_TYPE"));
        assert_eq!((answer.header("accept-encoding"), answer.header("accept")), ("identity", ""));
        let first = coding.split(',').next().unwrap();
        assert!(answer.body.contains(&format!("`Content-Encoding: {first}`")), "{}", answer.body);
    }
}

#[test]
fn only_json_is_read_and_only_known_types_are_written() {
    let server = server();
    let body = r#"{"query": "{ __typename }"}"#;
    let charset = ("content-type", "application/json; charset=utf-8");
    assert_eq!(post(&server, &[charset], body).status, 200);
    for content_type in
        ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16"]
    {
        let answer = post(&server, &[("content-type", content_type)], body);
        assert_eq!(answer.status, 415, "{content_type}");
        assert_eq!(answer.code(), "UNSUPPORTED_MEDIA_TYPE");
        assert_eq!(answer.header("accept"), "application/json");
    }
    assert_eq!(post(&server, &[], body).status, 415);
    let answer = post(&server, &[JSON, ("accept", "text/html")], body);
    assert_eq!((answer.status, answer.code().as_str()), (406, "NOT_ACCEPTABLE"));
}

#[test]
fn queries_and_nothing_else_are_executed_by_get() {
    let server = server();
    let typename = "%7B__typename%7D";
    for (parameters, status) in [
        (format!("query={typename}"), 200),
        (format!("query={typename}&variables=%7B%7D&extensions=%7B%7D&operationName="), 200),
        (format!("query={typename}&other=1"), 200),
        (format!("query=query+A{typename}+mutation+B{typename}&operationName=A"), 200),
        (String::new(), 400),
        (format!("query={typename}&query={typename}"), 400),
        (format!("query={typename}&variables=%7B"), 400),
        (format!("query={typename}&variables=1"), 400),
        (format!("query=mutation{typename}"), 405),
        (format!("query=query+A{typename}+mutation+B{typename}&operationName=B"), 405),
        ("query=subscription%7Bchanges%7Bseq%7D%7D".to_owned(), 405),
    ] {
        let answer = server.ask("GET", &format!("/graphql?{parameters}"), &[], "");
        // Without mutations in the schema a document that has one is not valid, but it is read.
        assert_eq!(answer.status, status, "{parameters}: {}", answer.body);
        let allow = if status == 405 { "POST" } else { "" };
        assert_eq!(answer.header("allow"), allow, "{parameters}");
    }
    let other = server.ask("PUT", "/graphql", &[], "");
    assert_eq!((other.status, other.header("allow")), (405, "GET,HEAD,POST"));
    assert_eq!(other.code(), "METHOD_NOT_ALLOWED");
}

#[test]
fn a_body_may_have_256_kib_and_no_more() {
    let server = server();
    let body = |size: usize| {
        let frame = r#"{"query": "{ __typename }"}"#;
        format!("{frame}{}", " ".repeat(size - frame.len()))
    };
    assert_eq!(post(&server, &[JSON], &body(256 << 10)).status, 200);
    let answer = post(&server, &[JSON], &body((256 << 10) + 1));
    assert_eq!((answer.status, answer.code().as_str()), (413, "PAYLOAD_TOO_LARGE"));

    let size = format!("{:x}", (256 << 10) + 1);
    let chunked = format!(
        "POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n\
         transfer-encoding: chunked\r\n\r\n{size}\r\n{}\r\n0\r\n\r\n",
        body((256 << 10) + 1)
    );
    let answer = server.send(chunked.as_bytes());
    // The rest of the body is not read, so that no other request can follow.
    assert_eq!((answer.status, answer.header("connection")), (413, "close"));
}

#[test]
fn every_answer_carries_an_id_and_the_security_headers() {
    let server = server();
    for (method, path, status) in [
        ("GET", "/", 200),
        ("GET", "/agreement/tt-2022", 200),
        ("GET", "/graphiql/", 200),
        ("GET", "/health/live", 200),
        ("GET", "/health/ready", 200),
        ("POST", "/graphql", 415),
        ("GET", "/nowhere", 404),
    ] {
        let answer = server.ask(method, path, &[("x-request-id", "trace-7")], "");
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("x-request-id"), "trace-7", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"));
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
    }
    let ids = [(); 2].map(|()| {
        let answer = server.ask("GET", "/health/live", &[("x-request-id", "a b")], "");
        answer.header("x-request-id").to_owned()
    });
    assert!(ids[0] != ids[1] && ids[0].len() == 16, "{ids:?}");
}

#[test]
fn an_address_may_have_8_kib_and_no_more() {
    let server = server();
    let path = |size: usize| {
        let frame = "/graphql?query=%7B__typename%7D&padding=";
        format!("{frame}{}", "x".repeat(size - frame.len()))
    };
    assert_eq!(server.ask("GET", &path(8 << 10), &[], "").status, 200);
    let answer = server.ask("GET", &path((8 << 10) + 1), &[], "");
    assert_eq!((answer.status, answer.code().as_str()), (414, "URI_TOO_LONG"));
    let huge = server.ask("GET", &format!("/{}", "x".repeat(40 << 10)), &[], "");
    assert_eq!(huge.status, 431, "the headers as a whole have their limit");
}

#[test]
fn precise_statuses_tell_partial_and_invalid_apart_where_they_are_chosen() {
    let plain = server();
    let precise = Place::new().serve(&["--no-seed", "--log-filter", "off", "--precise-statuses"]);
    let partial = r#"{"query": "{ __typename activities(first: 1000) { totalCount } }"}"#;
    for (body, usual, chosen) in [
        (r#"{"query": "{ __typename }"}"#, 200, 200),
        (partial, 200, 294),
        (r#"{"query": "{ noSuchField }"}"#, 400, 422),
        (r#"{"query": "query A { __typename }", "operationName": "B"}"#, 400, 422),
        (r#"{"query": "{"}"#, 400, 400),
        (r#"{"query": 1}"#, 400, 422),
        (r#"{"query": "{ __typename }", "variables": 1}"#, 400, 422),
        ("{", 400, 400),
    ] {
        let answer = post(&plain, &[JSON, GRAPHQL], body);
        assert_eq!(answer.status, usual, "{body}: {}", answer.body);
        let answer = post(&precise, &[JSON, GRAPHQL], body);
        assert_eq!(answer.status, chosen, "{body}: {}", answer.body);
        // Older clients know no such statuses.
        let (old, new) = (post(&plain, &[JSON], body), post(&precise, &[JSON], body));
        assert_eq!(old.status, new.status, "{body}");
    }
}

#[test]
fn the_root_is_the_first_page() {
    let answer = server().ask("GET", "/", &[], "");
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert!(answer.body.contains("<title>hoptac</title>"), "{}", answer.body);
}
