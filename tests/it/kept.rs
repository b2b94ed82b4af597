//! Answers that are kept: never stale, never another's, told by tags, and written in fewer bytes.

use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::atomic::{AtomicBool, Ordering},
};

use serde_json::{Value, json};

use crate::program::{Answer, Place, Server};

const JSON: (&str, &str) = ("content-type", "application/json");

fn post(server: &Server, authorization: Option<&str>, query: &str) -> Answer {
    let mut headers = vec![JSON];
    headers.extend(authorization.map(|it| ("authorization", it)));
    server.ask("POST", "/graphql", &headers, &json!({ "query": query }).to_string())
}

fn get(server: &Server, headers: &[(&str, &str)], query: &str) -> Answer {
    let headers = [&[("graphql-require-preflight", "1")], headers].concat();
    server.ask("GET", &path(query), &headers, "")
}

fn path(query: &str) -> String {
    let query = query.replace(' ', "+").replace('{', "%7B").replace('}', "%7D");
    let query = query.replace('"', "%22").replace(':', "%3A");
    format!("/graphql?query={query}")
}

fn admin(place: &Place) -> String {
    let secret = std::fs::read_to_string(place.data().join("admin-token")).unwrap();
    format!("Bearer {}", secret.trim_end())
}

fn token(place: &Place, arguments: &[&str]) -> String {
    let ended = place.run(&[&["token", "create"], arguments].concat());
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    format!("Bearer {}", ended.out.trim_end())
}

/// The answer to a mutation with an input, which must be taken.
fn write(server: &Server, admin: &str, mutation: &str, show: &str, input: &Value) -> Value {
    let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let query = format!(
        "mutation ($input: {kind}!) {{ done: {mutation}(input: $input) {{ errors {{ message }}
         change {{ seq }} {show} {{ id }} }} }}"
    );
    let body = json!({ "query": query, "variables": { "input": input } }).to_string();
    let answer = server.ask("POST", "/graphql", &[JSON, ("authorization", admin)], &body);
    let done = answer.json()["data"]["done"].take();
    assert_eq!(done["errors"], json!([]), "{}", answer.body);
    done
}

fn document(number: usize) -> Value {
    json!({ "title": format!("document {number}"), "language": "en", "reading": "FULL",
        "reliability": "NORMAL", "key": format!("d-{number}") })
}

#[test]
fn no_answer_is_older_than_what_was_acknowledged_before_it_was_asked() {
    let place = Place::new();
    let server = place.serve(&["--no-seed", "--log-filter", "off", "--budget-points", "0"]);
    let admin = admin(&place);
    let query = "{ head { seq } documents(first: 0) { totalCount } }";
    let read = |authorization: Option<&str>| {
        let data = post(&server, authorization, query).json()["data"].take();
        let seq = data["head"]["seq"].as_u64().unwrap();
        // One document is registered by each change: head and list are of one moment.
        assert_eq!(data["documents"]["totalCount"], seq);
        seq
    };
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for authorization in [None, None, Some(admin.as_str())] {
            let (read, ended) = (&read, &ended);
            scope.spawn(move || {
                let mut last = 0;
                while !ended.load(Ordering::Relaxed) {
                    let seq = read(authorization);
                    assert!(seq >= last, "{seq} after {last}");
                    last = seq;
                }
            });
        }
        for number in 1..=40 {
            let done = write(&server, &admin, "addDocument", "document", &document(number));
            let seq = done["change"]["seq"].as_u64().unwrap();
            assert_eq!((read(None), read(None)), (seq, seq));
            assert_eq!(read(Some(&admin)), seq);
        }
        ended.store(true, Ordering::Relaxed);
    });
}

#[test]
fn what_one_may_see_reaches_nobody_else() {
    let place = Place::new();
    let server = place.serve(&["--log-filter", "off"]);
    let admin = admin(&place);
    let provinces = post(
        &server,
        None,
        "{ a: province(by: {key: \"gia-lai-2025\"}) { id }
        b: province(by: {key: \"dak-lak-2025\"}) { id } }",
    );
    let provinces = provinces.json()["data"].take();
    let input = json!({ "code": "draft", "kind": "MEMORANDUM", "title": { "en": "Secret" },
        "draft": true, "parties": [{ "province": provinces["a"]["id"], "role": "LEAD" },
        { "province": provinces["b"]["id"], "role": "MEMBER" }] });
    write(&server, &admin, "signAgreement", "agreement", &input);
    let own = ["--name", "own", "--role", "RECORDER", "--province", "gia-lai-2025"];
    let same = ["--name", "same", "--role", "RECORDER", "--province", "gia-lai-2025"];
    let other = ["--name", "other", "--role", "RECORDER", "--province", "lam-dong-2025"];
    let [own, same, other] = [&own, &same, &other].map(|it| token(&place, it));
    let query = "{ agreement(by: {code: \"draft\"}) { title(lang: EN) } }";
    let identity = "{ viewer { name } agreement(by: {code: \"draft\"}) { title(lang: EN) } }";
    // In every order, so that whatever is kept was asked for by each of the others before.
    for _ in 0..2 {
        for (by, sees, name) in [
            (Some(&own), true, "own"),
            (Some(&other), false, "other"),
            (None, false, "anonymous"),
            (Some(&same), true, "same"),
            (Some(&admin), true, "the first administrator"),
        ] {
            let by = by.map(String::as_str);
            let seen = post(&server, by, query);
            assert_eq!(seen.body.contains("Secret"), sees, "{name}: {}", seen.body);
            let seen = post(&server, by, identity);
            assert_eq!(seen.body.contains("Secret"), sees, "{name}: {}", seen.body);
            let told = seen.json()["data"]["viewer"]["name"].as_str().unwrap().to_owned();
            assert!(told == name || name.contains("administrator"), "{name}: {told}");
        }
    }
    assert_eq!(place.run(&["token", "revoke", "own"]).code, Some(0));
    assert_eq!(post(&server, Some(&own), query).status, 401, "what is kept lets nobody in");
}

#[test]
fn the_language_and_the_operation_are_part_of_the_question() {
    let server = Place::new().serve(&["--log-filter", "off"]);
    let titled = |lang: &str| {
        let body = json!({ "query": "{ agreement(by: {code: \"tt-2022\"}) { title } }" });
        let headers = [JSON, ("accept-language", lang)];
        server.ask("POST", "/graphql", &headers, &body.to_string()).body
    };
    assert_ne!(titled("vi"), titled("en"));
    assert_eq!(titled("vi"), titled("vi"));
    let named = |name: &str| {
        let body = json!({ "query": "query A { a: __typename } query B { b: __typename }",
            "operationName": name });
        server.ask("POST", "/graphql", &[JSON], &body.to_string()).json()["data"].take()
    };
    for _ in 0..2 {
        assert_eq!((named("A"), named("B")), (json!({ "a": "Query" }), json!({ "b": "Query" })));
    }
    let with = |first: i32| {
        let body = json!({ "query": "query ($n: Int) { provinces(first: $n) { edges { cursor } } }",
            "variables": { "n": first } });
        let answer = server.ask("POST", "/graphql", &[JSON], &body.to_string());
        answer.json()["data"]["provinces"]["edges"].as_array().unwrap().len()
    };
    assert_eq!((with(3), with(4), with(3)), (3, 4, 3));
}

#[test]
fn variables_that_do_not_fit_are_refused_each_time() {
    let server = Place::new().serve(&["--no-seed", "--log-filter", "off"]);
    let with = |first: Value| {
        let body = json!({ "query": "query ($n: Int) { events(first: $n) { edges { cursor } } }",
            "variables": { "n": first } });
        let headers = [JSON, ("accept", "application/graphql-response+json")];
        server.ask("POST", "/graphql", &headers, &body.to_string())
    };
    for _ in 0..2 {
        assert_eq!(with(json!(1)).status, 200);
        assert_eq!(with(json!("one")).status, 400);
        assert!(with(json!(101)).body.contains("BAD_USER_INPUT"));
    }
}

#[test]
fn who_has_the_answer_is_told_that_it_still_holds() {
    let place = Place::new();
    let server = place.serve(&["--no-seed", "--log-filter", "off"]);
    let admin = admin(&place);
    let query = "{ documents(first: 0) { totalCount } }";
    let first = get(&server, &[], query);
    assert_eq!(first.header("cache-control"), "public, no-cache");
    for name in ["accept", "accept-language", "accept-encoding", "authorization"] {
        assert!(first.header("vary").contains(name), "{}", first.header("vary"));
    }
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
    for known in [tag.clone(), format!("\"other\", W/{tag}"), "*".to_owned()] {
        let again = get(&server, &[("if-none-match", &known)], query);
        assert_eq!(
            (again.status, again.body.as_str(), again.header("etag")),
            (304, "", tag.as_str())
        );
        // The length would be that of the answer that still holds, which is not written again.
        assert_eq!(again.header("content-length"), "");
        let head = server.ask("HEAD", &path(query), &[("if-none-match", &known)], "");
        assert_eq!((head.status, head.header("content-length")), (304, ""));
    }
    let lines = [("if-none-match", "\"other\""), ("if-none-match", tag.as_str())];
    assert_eq!(get(&server, &lines, query).status, 304);
    let head = server.ask("HEAD", &path(query), &[], "");
    assert_eq!(head.header("content-length"), first.header("content-length"));
    let modern = ("accept", "application/graphql-response+json");
    assert_ne!(get(&server, &[modern], query).header("etag"), tag, "another representation");
    let own = get(&server, &[("authorization", &admin)], query);
    assert_eq!(own.header("cache-control"), "private, no-cache");

    write(&server, &admin, "addDocument", "document", &document(1));
    let changed = get(&server, &[("if-none-match", &tag)], query);
    assert_eq!(changed.status, 200);
    assert_ne!(changed.header("etag"), tag);

    let failed = get(&server, &[], "{ events(first: 101) { totalCount } }");
    assert_eq!((failed.header("etag"), failed.header("cache-control")), ("", "no-store"));
    let posted = post(&server, None, query);
    assert_eq!((posted.header("etag"), posted.header("cache-control")), ("", "no-store"));
}

/// The head and the body of an answer, the body as it came.
fn raw(server: &Server, coding: &str, query: &str) -> (String, Vec<u8>) {
    let body = json!({ "query": query }).to_string();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\nconnection: close\r\n\
         accept-encoding: {coding}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let at = bytes.windows(4).position(|it| it == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(bytes[..at].to_vec()).unwrap().to_ascii_lowercase();
    (head, bytes[at + 4..].to_vec())
}

#[test]
fn compressed_answers_are_the_same_answers() {
    let server = Place::new().serve(&["--log-filter", "off"]);
    let query = "{ provinces(first: 60) { edges { cursor node { id name kind } } } }";
    let (head, plain) = raw(&server, "identity", query);
    assert!(!head.contains("content-encoding"), "{head}");
    for _ in 0..2 {
        for accepted in ["gzip", "br, zstd, gzip", "gzip;q=1.0;x=1", "*", "x;y=\"br,br\", gzip"] {
            let (head, bytes) = raw(&server, accepted, query);
            assert!(head.contains("content-encoding: gzip"), "{accepted}: {head}");
            assert!(bytes.len() * 2 < plain.len(), "{} of {}", bytes.len(), plain.len());
            assert_eq!(unpacked(&bytes), plain, "{accepted}");
        }
    }
    for accepted in ["br", "zstd", "gzip;q=0", "identity, gzip;q=0.9"] {
        let (head, bytes) = raw(&server, accepted, query);
        assert!(!head.contains("content-encoding"), "{accepted}: {head}");
        assert_eq!(bytes, plain, "{accepted}");
    }
    let (head, _) = raw(&server, "gzip", "{ __typename }");
    assert!(!head.contains("content-encoding"), "a few bytes are left as they are: {head}");
}

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut plain).unwrap();
    plain
}

#[test]
fn all_who_ask_at_the_same_moment_get_the_same() {
    let server = Place::new().serve(&["--log-filter", "off"]);
    let query =
        "{ activities(first: 40) { edges { node { title events(first: 5) { totalCount } } } } }";
    let expected = post(&server, None, query).body;
    std::thread::scope(|scope| {
        let asked: Vec<_> = (0..24)
            // Each of a few questions that were not asked before, by several.
            .map(|it| format!("{query}{}", " ".repeat(1 + it % 3)))
            .map(|query| scope.spawn(|| post(&server, None, &{ query }).body))
            .collect();
        for it in asked {
            assert_eq!(it.join().unwrap(), expected);
        }
    });
}

#[test]
fn nothing_is_kept_where_there_is_no_room() {
    let server = Place::new().serve(&["--no-seed", "--log-filter", "off", "--answers-mb", "0"]);
    for _ in 0..2 {
        assert_eq!(post(&server, None, "{ head { seq } }").json()["data"]["head"]["seq"], 0);
    }
}
