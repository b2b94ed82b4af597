//! Tokens: made, listed and revoked by the program, and what a server lets in.

mod register;
mod sign_in;

use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use crate::program::{Answer, Ended, Place, Server};

/// A place with a registry of which nothing is there yet: its tokens can be made before its first
/// start.
fn empty() -> Place {
    let place = Place::new();
    std::fs::create_dir_all(place.data().join("journal")).unwrap();
    place
}

/// Makes a token and returns its secret.
fn create(place: &Place, arguments: &[&str]) -> String {
    let ended = place.run(&[&["token", "create"], arguments].concat());
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let secret = ended.out.trim_end().to_owned();
    assert_eq!(ended.out, format!("{secret}\n"), "standard output has the secret alone");
    assert!(!ended.err.contains(&secret), "{}", ended.err);
    secret
}

/// A token of a reader, of this name.
fn reader(place: &Place, name: &str) -> String {
    create(place, &["--name", name, "--role", "READER"])
}

fn listed(place: &Place) -> Vec<Value> {
    let ended = place.run(&["token", "list", "--json"]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    serde_json::from_str(&ended.out).unwrap()
}

/// A small query under a value of the header Authorization.
fn ask_as(server: &Server, authorization: &str) -> Answer {
    let headers = [("content-type", "application/json"), ("authorization", authorization)];
    let body = json!({ "query": "{ __typename }" }).to_string();
    server.ask("POST", "/graphql", &headers, &body)
}

fn ask(server: &Server, secret: &str) -> Answer {
    ask_as(server, &format!("Bearer {secret}"))
}

fn reason(answer: &Answer) -> String {
    let reason = &answer.json()["errors"][0]["extensions"]["reason"];
    reason.as_str().unwrap_or_default().to_owned()
}

fn mode(place: &Place, name: &str) -> u32 {
    std::fs::metadata(place.data().join(name)).unwrap().permissions().mode() & 0o777
}

fn refused(ended: &Ended, told: &str) {
    assert_eq!(ended.code, Some(2), "{}{}", ended.out, ended.err);
    assert!(ended.err.contains(told), "{}", ended.err);
    assert_eq!(ended.out, "");
}
