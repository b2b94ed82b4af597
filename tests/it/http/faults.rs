//! What goes wrong here: told by a code and an id, and by nothing else.

use std::{
    os::unix::fs::PermissionsExt,
    time::{Duration, Instant},
};

use super::{JSON, post};
use crate::{mended::ask, program::Place};

#[test]
fn every_code_stands_in_the_guide_and_no_other_does() {
    let guide = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors.md");
    let guide = std::fs::read_to_string(guide).unwrap();
    let rows: Vec<(&str, &str)> = guide
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
        .map(|(code, rest)| (code, rest.trim_end_matches(" |")))
        .collect();
    for code in hoptac::graphql::ErrorCode::ALL {
        let row = rows.iter().find(|(known, _)| *known == code.as_str());
        let (_, told) = row.unwrap_or_else(|| panic!("{} is not in docs/errors.md", code.as_str()));
        let expected = format!("{} | {}", hoptac::http::status(*code).as_u16(), code.meaning());
        assert_eq!(*told, expected, "{}", code.as_str());
    }
    let schema = hoptac::graphql::sdl();
    let values = schema.split_once("enum UserErrorCode {").unwrap().1.split_once('}').unwrap().0;
    let values: Vec<&str> = values
        .lines()
        .map(str::trim)
        .filter(|it| !it.is_empty() && it.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'))
        .collect();
    assert!(values.len() > 10, "{values:?}");
    for (code, _) in &rows {
        let known = hoptac::graphql::ErrorCode::ALL.iter().any(|it| it.as_str() == *code);
        assert!(known || values.contains(code), "docs/errors.md tells of {code}, which is none");
    }
    for value in values {
        assert!(rows.iter().any(|(code, _)| *code == value), "{value} is not in docs/errors.md");
    }
}

#[test]
fn a_journal_that_takes_no_more_makes_the_server_read_only_until_it_is_opened_anew() {
    let place = Place::new();
    assert_eq!(place.run(&["seed"]).code, Some(0));
    let server = place.serve_logging(&[]);
    let secret = std::fs::read_to_string(place.data().join("admin-token")).unwrap();
    let bearer = format!("Bearer {}", secret.trim());
    let headers = [JSON, ("authorization", bearer.as_str())];
    let query = r#"{"query": "mutation { addSector(input: { code: \"SPACE\", name: { vi: \"Vũ trụ\" } }) { sector { id } errors { code message } } }"}"#;
    assert_eq!(server.ask("GET", "/health/ready", &[], "").status, 200);
    // As where the disk it is on was taken away.
    let (here, away) = (place.data().join("journal"), place.path().join("away"));
    std::fs::rename(&here, &away).unwrap();
    let failed = post(&server, &headers, query);
    assert_eq!((failed.status, failed.code().as_str()), (200, "READ_ONLY"), "{}", failed.body);
    assert!(!failed.body.contains("journal"), "no file is named: {}", failed.body);
    std::fs::rename(&away, &here).unwrap();

    // It opens the registry anew by itself, and until then says that it is not ready.
    let begun = Instant::now();
    loop {
        assert!(begun.elapsed() < Duration::from_secs(120), "it is not mended");
        let ready = ask(&server, "GET", "/health/ready", "");
        if ready.is_some_and(|it| it.status == 200) {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let done = post(&server, &headers, query);
    assert!(done.json()["data"]["addSector"]["sector"]["id"].is_string(), "{}", done.body);
    let log = server.log_of();
    let told = log.iter().any(|it| it["fault"].as_str().is_some_and(|it| it.contains("journal")));
    assert!(told, "the log says what failed: {log:#?}");
}

#[test]
fn a_fault_of_ours_is_told_by_the_id_under_which_the_log_has_it() {
    let place = Place::new();
    let server = place.serve_logging(&["--no-seed"]);
    // Nobody can be let in while the tokens cannot be read.
    let tokens = place.data().join("tokens.toml");
    std::fs::write(&tokens, "damaged").unwrap();
    std::fs::set_permissions(&tokens, std::fs::Permissions::from_mode(0o600)).unwrap();
    let secret = format!("hoptac_{}", "A".repeat(43));
    let bearer = format!("Bearer {secret}");
    let headers = [JSON, ("authorization", bearer.as_str()), ("x-request-id", "case-7")];
    let answer = post(&server, &headers, r#"{"query": "{ __typename }"}"#);
    assert_eq!((answer.status, answer.code().as_str()), (500, "INTERNAL"), "{}", answer.body);
    assert_eq!(answer.json()["errors"][0]["extensions"]["requestId"], "case-7");
    assert_eq!(answer.header("x-request-id"), "case-7");
    assert!(!answer.body.contains("tokens.toml"), "{}", answer.body);
    let log = server.log_of();
    let line = log.iter().find(|it| it["level"] == "ERROR").expect("an error in the log");
    assert_eq!(line["span"]["request.id"], "case-7", "{line}");
}

#[test]
fn the_log_carries_the_trace_that_a_request_is_part_of() {
    let (trace, parent) = ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
    let given = format!("00-{trace}-{parent}-01");
    let server = Place::new().serve_logging(&["--no-seed"]);
    let headers = [("traceparent", given.as_str()), ("x-request-id", "traced")];
    assert_eq!(server.ask("GET", "/nowhere", &headers, "").status, 404);
    let log = server.log_of();
    let line = log.iter().find(|it| it["span"]["request.id"] == "traced").unwrap();
    assert_eq!(line["span"]["trace.id"], trace, "{line}");
    assert_eq!(line["span"]["trace.parent"], parent, "{line}");

    let server = Place::new().serve(&["--no-seed"]);
    assert_eq!(server.ask("GET", "/nowhere", &headers, "").status, 404);
    let text = server.stop("TERM").err;
    assert!(text.contains("traced") && text.contains(trace), "{text}");
}
