//! `POST /import`: who may, what of, and what is answered.

use serde_json::{Value, json};

use crate::program::{Answer, Place, Server};

fn token(place: &Place, arguments: &[&str]) -> String {
    let ended = place.run(&[&["token", "create", "--name", "t"], arguments].concat());
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    ended.out.trim_end().to_owned()
}

fn send(server: &Server, token: &str, query: &str, body: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    let mut headers = vec![("content-type", "application/x-ndjson")];
    if !token.is_empty() {
        headers.push(("authorization", &bearer));
    }
    server.ask("POST", &format!("/import{query}"), &headers, body)
}

/// Sends a form of these parts.
fn send_form(server: &Server, token: &str, query: &str, parts: &[(&str, &str)]) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers =
        [("content-type", "multipart/form-data; boundary=cut"), ("authorization", &bearer)];
    let part = |(name, text): &(&str, &str)| {
        format!("--cut\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let body = parts.iter().map(part).collect::<String>() + "--cut--\r\n";
    server.ask("POST", &format!("/import{query}"), &headers, &body)
}

fn line(value: &Value) -> String {
    format!("{value}\n")
}

fn activity(key: &str, agreement: &str) -> Value {
    json!({
        "noun": "activity", "key": key, "agreement": agreement, "sector": "tourism",
        "title": { "en": "Brought in" }, "planned": "2024", "status": "PLANNED",
        "participants": [{ "province": "ho-chi-minh", "role": "PROVIDER" }],
    })
}

fn outcome(key: &str, status: &str) -> Value {
    json!({
        "noun": "outcome", "key": key, "kind": "OUTPUT", "title": { "en": "Result" },
        "activity": "up-1", "measure": "UNIT", "value": "5", "unit": "persons", "status": status,
    })
}

/// A seeded server, and the tokens of a coordinator of the big agreement and an administrator.
fn place() -> (Place, Server, String, String) {
    let place = Place::new();
    place.run(&["seed"]);
    let agreement = place.run(&["export", "--noun", "agreement"]).out;
    let first: Value = serde_json::from_str(agreement.lines().next().unwrap()).unwrap();
    let code = first["code"].as_str().unwrap();
    let coordinator = token(&place, &["--role", "COORDINATOR", "--agreement", code]);
    let admin = token(&place, &["--role", "ADMIN", "--everywhere"]);
    let server = place.serve(&[]);
    (place, server, coordinator, admin)
}

/// The key of the agreement that the coordinator runs, and of another.
fn agreements(place: &Place) -> (String, String) {
    let _ = place;
    let seeds = hoptac::exchange::seeds::Seeds::built_in().unwrap().command().drafts;
    let mut keys: Vec<String> = seeds
        .iter()
        .filter(|it| it.noun() == hoptac::domain::Noun::Agreement)
        .map(|it| it.key().unwrap().to_owned())
        .collect();
    keys.sort();
    // One that does not stand under the first.
    let under = |key: &String| {
        seeds.iter().any(|it| match it {
            hoptac::domain::Record::Agreement(it) => {
                it.key.as_ref() == Some(key) && it.parent.is_some()
            }
            _ => false,
        })
    };
    let other = keys[1..].iter().find(|key| !under(key)).unwrap().clone();
    (keys[0].clone(), other)
}

#[test]
fn a_coordinator_brings_in_what_is_theirs_and_nothing_else() {
    let (place, server, coordinator, _) = place();
    let (own, other) = agreements(&place);
    let body = [
        activity("up-1", &own),
        activity("up-2", &other),
        outcome("up-o1", "SUBMITTED"),
        outcome("up-o2", "APPROVED"),
        json!({ "noun": "province", "key": "up-p", "kind": "PROVINCE", "name": { "en": "P" } }),
        json!({ "noun": "sector", "key": "up-s", "code": "UP", "name": { "en": "S" } }),
        json!({ "noun": "sector" }),
    ];
    let body: String = body.iter().map(line).collect();

    let rehearsed = send(&server, &coordinator, "?dryRun=true", &body);
    assert_eq!(rehearsed.status, 200, "{}", rehearsed.body);
    assert_eq!(rehearsed.json()["commands"], Value::Null);

    let answer = send(&server, &coordinator, "", &body);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let told = answer.json();
    assert_eq!(told["created"], json!({ "activity": 1, "outcome": 1, "sector": 1 }), "{told:#}");
    assert_eq!((&told["rows"], &told["rejected"]), (&7.into(), &4.into()));
    assert_eq!(rehearsed.json()["rejections"], told["rejections"]);
    let reason = |line: u64| {
        let rows = told["rejections"].as_array().unwrap();
        let row = rows.iter().find(|row| row["line"] == line).unwrap();
        row["reason"].as_str().unwrap().to_owned()
    };
    assert!(reason(2).contains("your scope does not allow `planActivity` here"), "{}", reason(2));
    assert!(reason(4).contains("DRAFT or SUBMITTED, not as APPROVED"), "{}", reason(4));
    assert!(reason(5).contains("needs the role ADMIN"), "{}", reason(5));
    assert!(reason(7).contains("missing field `key`") || reason(7).contains("missing field"));

    let again = send(&server, &coordinator, "", &line(&activity("up-1", &own))).json();
    assert_eq!((&again["unchanged"], &again["commands"]), (&1.into(), &Value::Null));
    let update = send(&server, &coordinator, "?update=true", &line(&activity("up-1", &own)));
    assert_eq!(update.status, 403, "{}", update.body);
}

#[test]
fn a_recorder_brings_in_what_recorders_make_and_as_drafts() {
    let (place, server, _, _) = place();
    let (own, _) = agreements(&place);
    let recorder = token(&place, &["--role", "RECORDER", "--everywhere"]);
    let body = [
        activity("up-1", &own),
        outcome("up-o1", "SUBMITTED"),
        outcome("up-o2", "DRAFT"),
        outcome("up-o3", "APPROVED"),
        json!({ "noun": "sector", "key": "up-s", "code": "UP", "name": { "en": "S" } }),
        json!({ "noun": "province", "key": "up-p", "kind": "PROVINCE", "name": { "en": "P" } }),
    ];
    let body: String = body.iter().map(line).collect();
    let rehearsed = send(&server, &recorder, "?dryRun=true", &body).json();
    let told = send(&server, &recorder, "", &body).json();
    assert_eq!(rehearsed["rejections"], told["rejections"]);
    assert_eq!(told["created"], json!({ "activity": 1, "outcome": 2 }), "{told:#}");
    let reasons: Vec<_> = told["rejections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["reason"].as_str().unwrap())
        .collect();
    assert!(reasons[0].contains("DRAFT or SUBMITTED, not as APPROVED"), "{reasons:?}");
    assert!(reasons[1].contains("`addSector` needs the role COORDINATOR"), "{reasons:?}");
    assert!(reasons[2].contains("`registerProvince` needs the role ADMIN"), "{reasons:?}");
    let update = send(&server, &recorder, "?update=true", &line(&activity("up-1", &own)));
    assert_eq!(update.status, 403, "{}", update.body);
}

#[test]
fn an_administrator_may_update_and_differences_are_named() {
    let (place, server, _, admin) = place();
    let (own, _) = agreements(&place);
    send(&server, &admin, "", &line(&activity("up-1", &own)));
    let mut changed = activity("up-1", &own);
    changed["title"] = json!({ "en": "Another" });
    let kept = send(&server, &admin, "", &line(&changed)).json();
    let difference =
        json!([{ "line": 1, "noun": "activity", "key": "up-1", "attributes": ["title"] }]);
    assert_eq!((&kept["kept"], &kept["differences"]), (&1.into(), &difference));
    let updated = send(&server, &admin, "?update=true", &line(&changed)).json();
    assert_eq!(updated["updated"], json!({ "activity": 1 }));
}

#[test]
fn others_and_other_forms_are_refused() {
    let (place, server, _, admin) = place();
    let reader = token(&place, &["--role", "READER"]);
    assert_eq!(send(&server, "", "", "{}").status, 401);
    assert_eq!(send(&server, &reader, "", "{}").status, 403);
    assert_eq!(send(&server, &admin, "?dry=1", "{}").status, 400);
    let bearer = format!("Bearer {admin}");
    let headers = [("content-type", "application/json"), ("authorization", bearer.as_str())];
    assert_eq!(server.ask("POST", "/import", &headers, "{}").status, 415);
    assert_eq!(server.ask("GET", "/import", &headers, "").status, 405);
    let huge = format!(
        "POST /import HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-ndjson\r\n\
         authorization: {bearer}\r\ncontent-length: 99999999999\r\nconnection: close\r\n\r\n"
    );
    assert_eq!(server.send(huge.as_bytes()).status, 413);
}

const MAPPING: &str = r#"
[codes]
scheme = "GSO"
on = "2024-01-01"

[values.kinds]
fair = "EXHIBITION"

[check]
Kind = "kinds"

[[record]]
noun = "activity"
[record.set]
key = "form-{Number|required|slug}"
agreement = "AGREEMENT"
sector = "tourism"
title = { en = "{Title|required}" }
participants = [{ province = "{Giver|province}", role = "PROVIDER" }]
planned = "2024"
status = "PLANNED"
"#;
const TABLE: &str =
    "Number,Title,Giver,Kind\n1,One,79,fair\n2,,79,fair\n3,Three,999,fair\n4,Four,79,unheard\n";

#[test]
fn a_table_comes_with_its_mapping_as_a_form() {
    let (place, server, coordinator, _) = place();
    let (own, other) = agreements(&place);
    let mapping = MAPPING.replace("AGREEMENT", &own);
    let parts = [("mapping", mapping.as_str()), ("table", TABLE)];

    let rehearsed = send_form(&server, &coordinator, "?dryRun=true", &parts);
    assert_eq!(rehearsed.status, 200, "{}", rehearsed.body);
    assert_eq!(rehearsed.json()["commands"], Value::Null);
    let answer = send_form(&server, &coordinator, "", &parts);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let told = answer.json();
    for sort in ["created", "rejections", "notes"] {
        assert_eq!(rehearsed.json()[sort], told[sort], "{sort}");
    }
    assert_eq!(told["created"], json!({ "activity": 2 }), "{told:#}");
    let at = |sort: &str| {
        let rows = told[sort].as_array().unwrap().iter();
        rows.map(|row| (row["line"].as_u64().unwrap(), row["column"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(at("rejections"), [(3, json!("Title")), (4, json!("Giver"))], "{told:#}");
    assert_eq!(at("notes"), [(5, json!("Kind"))], "{told:#}");
    let again = send_form(&server, &coordinator, "", &parts).json();
    assert_eq!((&again["unchanged"], &again["commands"]), (&2.into(), &Value::Null));

    // What a coordinator may not write, they may not write by a table either.
    let mapping = MAPPING.replace("AGREEMENT", &other).replace("form-", "theirs-");
    let answer = send_form(&server, &coordinator, "", &[("mapping", &mapping), ("table", TABLE)]);
    assert_eq!(answer.json()["created"], json!({}), "{}", answer.body);
}

#[test]
fn a_form_of_other_parts_is_refused() {
    let (place, server, _, admin) = place();
    let (own, _) = agreements(&place);
    let mapping = MAPPING.replace("AGREEMENT", &own);
    let long = "#".repeat(300 << 10);
    for (parts, status, told) in [
        (vec![], 400, "the part `mapping` is out of order"),
        (vec![("table", TABLE), ("mapping", &mapping)], 400, "the part `mapping`"),
        (vec![("mapping", &mapping)], 400, "the part `table`"),
        (vec![("mapping", "[[record"), ("table", TABLE)], 400, "mapping:1"),
        (vec![("mapping", &mapping), ("table", "Number,Other\n1,2\n")], 400, "Title"),
        (
            vec![("mapping", &long), ("table", TABLE)],
            413,
            "a mapping may have at most 262144 bytes",
        ),
    ] {
        let answer = send_form(&server, &admin, "", &parts);
        assert_eq!(answer.status, status, "{}", answer.body);
        assert!(answer.body.contains(told), "{told}: {}", answer.body);
    }
    // A form of a page elsewhere has no token.
    let headers = [("content-type", "multipart/form-data; boundary=cut")];
    assert_eq!(server.ask("POST", "/import", &headers, "--cut--\r\n").status, 401);
}
