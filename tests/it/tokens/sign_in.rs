//! What a server lets in, and what it says of the rest.

use super::*;

#[test]
fn the_first_start_leaves_a_token_for_an_administrator_in_a_private_file() {
    let place = empty();
    let server = place.serve(&["--no-seed"]);
    let secret = std::fs::read_to_string(place.data().join("admin-token")).unwrap();
    assert_eq!(mode(&place, "admin-token"), 0o600);
    assert_eq!(ask(&server, secret.trim_end()).status, 200);
    let ended = server.stop("TERM");
    assert!(ended.err.contains("Its secret is in ./data/admin-token"), "{}", ended.err);
    assert!(!ended.err.contains(secret.trim_end()), "{}", ended.err);
    assert_eq!(listed(&place)[0]["role"], "ADMIN");

    std::fs::remove_file(place.data().join("admin-token")).unwrap();
    place.serve(&["--no-seed"]).stop("TERM");
    assert!(!place.data().join("admin-token").exists(), "only where there is no token at all");
}

#[test]
fn tokens_made_and_revoked_beside_a_running_server_count_at_the_next_request() {
    let place = empty();
    let server = place.serve(&[]);
    let secret = create(&place, &["--name", "a", "--role", "RECORDER", "--province", "gia-lai"]);
    assert_eq!(ask(&server, &secret).status, 200);
    assert_eq!(place.run(&["token", "revoke", "a"]).code, Some(0));
    let answer = ask(&server, &secret);
    assert_eq!((answer.status, reason(&answer).as_str()), (401, "REVOKED"), "{}", answer.body);
}

#[test]
fn a_token_that_does_not_count_is_refused_with_the_reason() {
    let place = empty();
    let expired = create(&place, &["--name", "a", "--role", "READER", "--expires", "1h"]);
    let path = place.data().join("tokens.toml");
    let file = std::fs::read_to_string(&path).unwrap();
    // Who edits the file deletes what tells that it was edited.
    let (file, _) = file.split_once("\n# blake3 of").unwrap();
    let line = file.lines().find(|line| line.starts_with("expires-at")).unwrap();
    std::fs::write(&path, file.replace(line, "expires-at = \"2026-01-01T00:00:00Z\"")).unwrap();

    let server = place.serve(&["--no-seed"]);
    let unknown = format!("Bearer hoptac_{}", "A".repeat(43));
    let (expired, bare) = (format!("Bearer {expired}"), expired);
    let huge = format!("Bearer hoptac_{}", "A".repeat(16 << 10));
    let truncated = &expired[..expired.len() - 1];
    for (sent, told) in [
        (expired.as_str(), "EXPIRED"),
        (&unknown, "UNKNOWN"),
        (truncated, "MALFORMED"),
        (&huge, "MALFORMED"),
        (&bare, "MALFORMED"),
        ("Basic aG9wdGFjOmhvcHRhYw==", "MALFORMED"),
        ("Bearer", "MALFORMED"),
        ("Bearer ", "MALFORMED"),
        ("Bearer hoptac_é", "MALFORMED"),
    ] {
        let answer = ask_as(&server, sent);
        assert_eq!((answer.status, answer.code().as_str()), (401, "UNAUTHENTICATED"), "{sent}");
        assert_eq!(reason(&answer), told, "{sent}");
        assert_eq!(answer.header("www-authenticate"), "Bearer error=\"invalid_token\"", "{sent}");
        assert!(answer.json().get("data").is_none());
        assert!(!answer.body.contains("AAAA") && !answer.body.contains(&bare), "{}", answer.body);
    }
    let secret = reader(&place, "b");
    assert_eq!(ask_as(&server, &format!("bearer   {secret}")).status, 200);
    let twice = format!("Bearer {secret}\r\nauthorization: Bearer {secret}");
    assert_eq!(reason(&ask_as(&server, &twice)), "MALFORMED");
}

#[test]
fn an_empty_header_is_none() {
    let place = empty();
    let secret = reader(&place, "a");
    let open = place.serve(&["--no-seed"]);
    for empty in ["", "  ", "\r\nauthorization: "] {
        assert_eq!(ask_as(&open, empty).status, 200, "{empty:?}");
    }
    let beside = format!("\r\nauthorization: Bearer {secret}");
    assert_eq!(ask_as(&open, &beside).status, 200);
    open.stop("TERM");

    let closed = place.serve(&["--no-seed", "--no-anonymous"]);
    let answer = ask_as(&closed, "");
    assert_eq!((answer.status, reason(&answer).as_str()), (401, "ABSENT"));
    assert_eq!(answer.header("www-authenticate"), "Bearer");
    assert_eq!(ask_as(&closed, &beside).status, 200);
}

#[test]
fn a_header_beyond_all_measure_is_refused_and_the_server_goes_on() {
    let server = empty().serve(&["--no-seed"]);
    let status = ask(&server, &"A".repeat(1 << 20)).status;
    assert_eq!(status, 431);
    assert_eq!(server.query("{ __typename }")["data"]["__typename"], "Query");
}

#[test]
fn anonymous_callers_are_let_in_unless_switched_off() {
    let place = empty();
    let secret = reader(&place, "a");
    let open = place.serve(&["--no-seed"]);
    assert_eq!(open.query("{ __typename }")["data"]["__typename"], "Query");
    open.stop("TERM");

    let closed = place.serve(&["--no-seed", "--no-anonymous"]);
    let json = [("content-type", "application/json")];
    for (method, path) in [("POST", "/graphql"), ("GET", "/graphql?query=%7B__typename%7D")] {
        let answer = closed.ask(method, path, &json, "");
        assert_eq!((answer.status, answer.code().as_str()), (401, "UNAUTHENTICATED"), "{method}");
        // No token was sent, so none is called wrong.
        assert_eq!(answer.header("www-authenticate"), "Bearer");
        assert_eq!(reason(&answer), "ABSENT");
    }
    assert_eq!(ask(&closed, &secret).status, 200);
    for path in ["/graphiql/", "/health/live", "/health/ready"] {
        assert_eq!(closed.ask("GET", path, &[], "").status, 200, "{path}");
    }
    closed.stop("TERM");

    place.write("hoptac.toml", "anonymous = false\n");
    let closed = place.serve(&["--no-seed"]);
    assert_eq!(closed.ask("POST", "/graphql", &json, "").status, 401);
}

#[test]
fn the_log_tells_who_asked_and_never_the_secret() {
    let place = empty();
    let secret = reader(&place, "a");
    let id = listed(&place)[0]["id"].as_str().unwrap().to_owned();
    let server = place.serve(&["--no-seed", "--log-filter", "trace"]);
    ask(&server, &secret);
    ask(&server, &secret[..40]);
    server.query("{ __typename }");
    let err = server.stop("TERM").err;
    assert!(err.contains(&format!("caller={id}")), "{err}");
    assert!(err.contains("caller=anonymous"), "{err}");
    assert!(err.contains("reason=\"MALFORMED\""), "{err}");
    assert!(!err.contains(&secret[7..40]), "{err}");
}

#[test]
fn the_last_use_is_listed_once_the_server_stopped() {
    let place = empty();
    let secret = reader(&place, "a");
    reader(&place, "b");
    let server = place.serve(&["--no-seed"]);
    ask(&server, &secret);
    server.stop("TERM");
    let all = listed(&place);
    assert!(all[0]["lastUsedAt"].as_str().unwrap() > all[0]["createdAt"].as_str().unwrap());
    assert_eq!(all[1]["lastUsedAt"], Value::Null);
}

#[test]
fn a_damaged_file_of_tokens_is_refused_at_the_start_and_lets_nobody_in_later() {
    let place = empty();
    let secret = reader(&place, "a");
    let server = place.serve(&["--no-seed"]);
    place.write("data/tokens.toml", "[[token]");
    let answer = ask(&server, &secret);
    assert_eq!((answer.status, answer.code().as_str()), (500, "INTERNAL"), "{}", answer.body);
    assert!(!answer.body.contains("tokens.toml"), "{}", answer.body);
    assert_eq!(server.query("{ __typename }")["data"]["__typename"], "Query");
    server.stop("TERM");
    let ended = place.run(&["serve", "--listen", "127.0.0.1:0"]);
    refused(&ended, "tokens.toml is not a token file");
}
