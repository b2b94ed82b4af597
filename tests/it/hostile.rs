//! What asks for too much, is not known, or cannot be paid: refused, and told why.

use std::io::Write as _;

use serde_json::{Value, json};

use crate::program::{Answer, Place, Server};

const JSON: (&str, &str) = ("content-type", "application/json");
const GRAPHQL: (&str, &str) = ("accept", "application/graphql-response+json");

fn send(server: &Server, headers: &[(&str, &str)], body: &Value) -> Answer {
    server.ask("POST", "/graphql", &[&[JSON, GRAPHQL], headers].concat(), &body.to_string())
}

fn reason(answer: &Answer) -> String {
    let reason = &answer.json()["errors"][0]["extensions"]["reason"];
    reason.as_str().unwrap_or_default().to_owned()
}

fn admin(place: &Place) -> String {
    let secret = std::fs::read_to_string(place.data().join("admin-token")).unwrap();
    format!("Bearer {}", secret.trim_end())
}

#[test]
fn each_limit_refuses_what_goes_beyond_it() {
    let server = Place::new().serve(&["--no-seed", "--log-filter", "off"]);
    let bomb = |fragments: usize| {
        let inner = (0..fragments)
            .map(|it| format!("fragment F{it} on Viewer {{ ...F{0} ...F{0} }} ", it + 1));
        let inner: String = inner.collect();
        format!("{{ viewer {{ ...F0 }} }} {inner} fragment F{fragments} on Viewer {{ name }}")
    };
    let deep = format!("{{ agreement(by: {{code: \"a\"}}) {}", "{ parent ".repeat(12));
    let deep = format!("{deep} {{ id }} {}", "}".repeat(13));
    let nested = |it: usize| (0..it).fold(json!(1), |inner, _| json!([inner]));
    for (query, variables, limit) in [
        (bomb(16), json!({}), "SELECTIONS"),
        (bomb(60), json!({}), "SELECTIONS"),
        (deep, json!({}), "DEPTH"),
        ("{".repeat(50_000), json!({}), "TOKENS"),
        ("{ a(b: ".to_owned() + &"[".repeat(100), json!({}), "NESTING"),
        ("#".repeat(70 << 10), json!({}), "DOCUMENT_BYTES"),
        ("{ viewer { ...A } } fragment A on Viewer { ...A }".into(), json!({}), "FRAGMENT_CYCLE"),
        (
            "query ($n: Int) { events(first: $n) { edges { node { activity { events(first: $n) { \
             edges { node { activity { events(first: $n) { edges { node { id } } } } } } } } } } } }"
                .to_owned(),
            json!({ "n": 100 }),
            "COST",
        ),
        ("{ __typename }".to_owned(), json!({ "a": nested(20) }), "VARIABLES_DEPTH"),
    ] {
        let body = json!({ "query": query, "variables": variables });
        let shown = &query[..query.len().min(60)];
        let answer = send(&server, &[], &body);
        assert_eq!((answer.status, answer.code().as_str()), (400, "LIMIT_EXCEEDED"), "{shown}");
        assert_eq!(reason(&answer), limit, "{shown}");
        assert!(answer.json().get("data").is_none());
        // Clients that know no better read the answer whatever the status says.
        let answer = server.ask("POST", "/graphql", &[JSON], &body.to_string());
        assert_eq!((answer.status, answer.code().as_str()), (200, "LIMIT_EXCEEDED"), "{shown}");
    }
}

#[test]
fn what_is_honest_is_answered() {
    let server = Place::new().serve(&["--log-filter", "off"]);
    let introspection = include_str!("../../crates/graphql/src/limits/tests/introspection.graphql");
    let nested = "{ agreement(by: {code: \"tt-2022\"}) { fields { activities(first: 10) { edges {
        node { events(first: 2) { edges { node { host { name } } } } } } } } } }";
    for query in [introspection, nested] {
        let answer = send(&server, &[], &json!({ "query": query }));
        assert!(answer.json().get("errors").is_none(), "{}", answer.body);
    }
}

#[test]
fn many_errors_are_told_in_part() {
    let server = Place::new().serve(&["--no-seed", "--log-filter", "off"]);
    let query = format!("{{ viewer {{ {} }} }}", "no ".repeat(1_500));
    let answer = send(&server, &[], &json!({ "query": query }));
    assert_eq!(answer.json()["errors"].as_array().unwrap().len(), 50);
}

#[test]
fn a_budget_is_told_and_spent() {
    let place = Place::new();
    let budget = ["--budget-points", "1000", "--budget-per-second", "1"];
    let server = place.serve(&[&["--no-seed", "--log-filter", "off"][..], &budget].concat());
    let query = json!({ "query": "{ events(first: 20) { edges { node { id } } } }" });
    let answer = send(&server, &[("x-hoptac-cost", "1")], &query);
    let cost = &answer.json()["extensions"]["cost"];
    assert_eq!((&cost["requested"], &cost["actual"]), (&json!(41), &json!(1)), "{cost}");
    assert_eq!((&cost["maximum"], &cost["restoreRate"]), (&json!(1000), &json!(1)));
    // The time of the processor is paid for, too.
    assert!((41..=999).contains(&cost["remaining"].as_u64().unwrap()), "{cost}");
    let asked = json!({ "query": query["query"], "extensions": { "cost": true } });
    assert!(send(&server, &[], &asked).json()["extensions"]["cost"]["requested"] == 41);
    assert!(send(&server, &[], &query).json().get("extensions").is_none());

    // As much as a whole budget, of which a little is spent: by what was read, and by the time of
    // the processor.
    let lists = ["a", "b", "c", "d", "e"]
        .map(|it| format!("{it}: events(first: 100) {{ edges {{ node {{ id }} }} }}"));
    let dear = json!({ "query": format!("{{ {} }}", lists.join(" ")) });
    assert_eq!(send(&server, &[("x-hoptac-cost", "1")], &dear).status, 429);
    let answer = send(&server, &[("x-hoptac-cost", "1")], &dear);
    assert_eq!((answer.status, answer.code().as_str()), (429, "RATE_LIMITED"));
    let seconds: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=1000).contains(&seconds), "{seconds}");
    // Who holds a token pays for themselves.
    let token = admin(&place);
    assert_eq!(send(&server, &[("authorization", &token)], &dear).status, 200);
}

#[test]
fn strangers_are_told_no_more_of_the_schema_than_is_set() {
    let place = Place::new();
    let told = ["--anonymous-introspection=false", "--anonymous-suggestions=false"];
    let server = place.serve(&[&["--no-seed", "--log-filter", "off"][..], &told].concat());
    let token = admin(&place);
    let signed_in = [("authorization", token.as_str())];
    for query in [
        "{ __schema { types { name } } }",
        "{ ...F } fragment F on Query { __type(name: \"Query\") { name } }",
    ] {
        let query = json!({ "query": query });
        let answer = send(&server, &[], &query);
        assert_eq!((answer.status, answer.code().as_str()), (403, "FORBIDDEN"));
        assert_eq!(reason(&answer), "INTROSPECTION");
        assert_eq!(send(&server, &signed_in, &query).status, 200);
    }
    assert_eq!(send(&server, &[], &json!({ "query": "{ __typename }" })).status, 200);
    let misspelt = json!({ "query": "{ agreementz { id } }" });
    assert!(!send(&server, &[], &misspelt).body.contains("Did you mean"));
    assert!(send(&server, &signed_in, &misspelt).body.contains("Did you mean"));
}

fn hash(text: &str) -> String {
    use std::process::{Command, Stdio};
    let mut child =
        Command::new("sha256sum").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap().stdout;
    String::from_utf8(out).unwrap().split(' ').next().unwrap().to_owned()
}

#[test]
fn a_document_is_sent_once_and_then_named_by_its_hash() {
    let server = Place::new().serve(&["--no-seed", "--log-filter", "off"]);
    let text = "{ head { seq } }";
    let by_hash = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash(text) } });
    let named = json!({ "extensions": by_hash });
    let answer = send(&server, &[], &named);
    assert_eq!(answer.code(), "PERSISTED_QUERY_NOT_FOUND");
    assert_eq!(answer.json()["errors"][0]["message"], "PersistedQueryNotFound");
    let plain = server.ask("POST", "/graphql", &[JSON], &named.to_string());
    assert_eq!((plain.status, plain.code().as_str()), (200, "PERSISTED_QUERY_NOT_FOUND"));

    let wrong = json!({ "query": "{ viewer { name } }", "extensions": by_hash });
    let answer = send(&server, &[], &wrong);
    assert_eq!((answer.status, reason(&answer).as_str()), (400, "PERSISTED_QUERY_HASH_MISMATCH"));
    assert_eq!(send(&server, &[], &named).code(), "PERSISTED_QUERY_NOT_FOUND");

    let sent = send(&server, &[], &json!({ "query": text, "extensions": by_hash }));
    let again = send(&server, &[], &named);
    assert_eq!((again.status, &again.body), (200, &sent.body));
    let extensions = by_hash.to_string().replace('"', "%22");
    let extensions = extensions.replace('{', "%7B").replace('}', "%7D");
    let path = format!("/graphql?extensions={extensions}");
    let got = server.ask("GET", &path, &[("graphql-require-preflight", "1")], "");
    assert_eq!((got.status, &got.body), (200, &sent.body));

    let version = json!({ "persistedQuery": { "version": 2, "sha256Hash": hash(text) } });
    assert_eq!(send(&server, &[], &json!({ "extensions": version })).status, 400);
}

#[test]
fn documents_are_not_kept_under_their_hash_where_that_is_off() {
    let off = ["--no-seed", "--log-filter", "off", "--persisted-queries=false"];
    let server = Place::new().serve(&off);
    let text = "{ head { seq } }";
    let by_hash = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash(text) } });
    let both = json!({ "query": text, "extensions": by_hash });
    assert_eq!(send(&server, &[], &both).status, 200);
    let answer = send(&server, &[], &json!({ "extensions": by_hash }));
    assert_eq!(answer.code(), "PERSISTED_QUERY_NOT_SUPPORTED");
}

#[test]
fn where_trust_is_enforced_only_documents_of_manifests_are_executed() {
    let place = Place::new();
    let trusted = "query Head { head { seq } }";
    place.write("relay.json", &json!({ "abc": trusted }).to_string());
    let apollo = json!({ "format": "apollo-persisted-query-manifest", "version": 1,
        "operations": [{ "id": "x", "name": "A", "type": "query", "body": "query A { viewer { name } }" }] });
    place.write("apollo.json", &apollo.to_string());
    let server = place.serve(&[
        "--no-seed",
        "--log-filter",
        "off",
        "--trusted-documents",
        "enforce",
        "--manifests",
        "relay.json,apollo.json",
    ]);
    let by_hash = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash(trusted) } });
    for known in [
        json!({ "documentId": "abc" }),
        json!({ "documentId": "x" }),
        json!({ "documentId": format!("sha256:{}", hash(trusted)) }),
        json!({ "documentId": "abc", "query": "" }),
        json!({ "extensions": by_hash }),
        json!({ "extensions": by_hash, "query": "" }),
        json!({ "query": trusted }),
    ] {
        let answer = send(&server, &[], &known);
        assert_eq!(answer.status, 200, "{known}: {}", answer.body);
        assert!(answer.json().get("errors").is_none(), "{known}: {}", answer.body);
    }
    let answer = send(&server, &[], &json!({ "documentId": "nope" }));
    assert_eq!(answer.code(), "PERSISTED_QUERY_NOT_FOUND");
    let both = json!({ "documentId": "abc", "query": trusted });
    assert_eq!(send(&server, &[], &both).code(), "BAD_REQUEST");

    let token = admin(&place);
    let signed_in = [("authorization", token.as_str())];
    let unknown = json!({ "query": "{ head { hash } }" });
    for headers in [&[][..], &signed_in] {
        let answer = send(&server, headers, &unknown);
        assert_eq!((answer.status, reason(&answer).as_str()), (403, "UNTRUSTED_DOCUMENT"));
    }
    let introspection = json!({ "query": "{ __schema { queryType { name } } }" });
    assert_eq!(send(&server, &[], &introspection).status, 403);
    assert_eq!(send(&server, &signed_in, &introspection).status, 200);
}

#[test]
fn where_trust_only_warns_the_log_tells() {
    let place = Place::new();
    place.write("documents.json", "{}");
    let server =
        place.serve(&["--no-seed", "--trusted-documents", "warn", "--manifests", "documents.json"]);
    assert_eq!(send(&server, &[], &json!({ "query": "{ __typename }" })).status, 200);
    let ended = server.stop("TERM");
    assert!(ended.err.contains(&hash("{ __typename }")), "{}", ended.err);
}

#[test]
fn a_manifest_that_is_none_is_told_at_the_start() {
    let place = Place::new();
    place.write("documents.json", "[]");
    let ended = place.run(&["serve", "--listen", "127.0.0.1:0", "--manifests", "documents.json"]);
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert!(ended.err.contains("documents.json") && ended.err.contains("it is not an object"));
}
