//! How long the server looks at documents that were made to cost much: limits on the text, the
//! gate, limits on the document, the cost, and the coercion of variables, with the limits of a server that was
//! set up by nobody. Each should stay below five milliseconds. Prints a table, as it stands in
//! `docs/limits.md`.
//!
//! `cargo bench -p hoptac-graphql --bench hostile`
#![allow(clippy::expect_used, missing_docs, reason = "a bench stops by panicking")]

use std::{hint::black_box, sync::Arc, time::Instant};

use hoptac_graphql::{Api, Limits, ReadError};
use registry::{FixedClock, Options, Registry};
use serde_json::{Map, Value};

/// How often each is looked at; the least time counts, since others may run beside it.
const RUNS: usize = 200;

fn each(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect()
}

fn fragments(count: usize, body: impl Fn(usize) -> String) -> String {
    each(count, |at| format!("fragment F{at} on Activity {{ {} }} ", body(at)))
}

/// What each is, its text, and its variables.
fn documents() -> Vec<(&'static str, String, Value)> {
    let some = "{ activity(by: {id: \"a\"}) { ";
    let none = Value::Null;
    let flags = |count| each(count, |it| format!("$v{it}: Boolean! "));
    vec![
        ("brackets", "{ a(b: ".to_owned() + &"[".repeat(30_000), none.clone()),
        ("braces", "{ a ".repeat(16_000), none.clone()),
        ("inline fragments", "{ ...".repeat(60) + &" } ".repeat(60), none.clone()),
        (
            "fragments that double",
            format!("{some} ...F0 }} }} ")
                + &fragments(90, |at| format!("...F{0} ...F{0}", at + 1))
                + "fragment F90 on Activity { id }",
            none.clone(),
        ),
        (
            "a chain of fragments",
            format!("{some} ...F0 }} }} ")
                + &fragments(190, |at| format!("...F{}", at + 1))
                + "fragment F190 on Activity { id }",
            none.clone(),
        ),
        (
            "fragments in a circle",
            format!("{some} ...F0 }} }} ") + &fragments(100, |at| format!("...F{}", (at + 1) % 100)),
            none.clone(),
        ),
        ("one field often", format!("{some} {} }} }}", "id ".repeat(1_980)), none.clone()),
        (
            "thirty aliases of everything",
            format!(
                "{{ {} }}",
                each(20, |it| format!(
                    "a{it}: activities(first: 1) {{ nodes {{ {} }} }} ",
                    "id title status version note key ".repeat(12)
                ))
            ),
            none.clone(),
        ),
        (
            "one name for different fields",
            format!("{some} {} }} }}", "x: id x: title x: key ".repeat(10)),
            none.clone(),
        ),
        (
            "all nouns in one place",
            format!(
                "{{ node(id: \"a\") {{ {} }} }}",
                "... on Activity { id title } ... on Event { id title } ... on Outcome { id title } ".repeat(90)
            ),
            none.clone(),
        ),
        (
            "selections that are merged",
            format!("{{ {} }}", "agreements { nodes { fields { activities { nodes { id } } } } } ".repeat(120)),
            none.clone(),
        ),
        (
            "conditions by variables",
            format!(
                "query({}) {{ {} }}",
                flags(150),
                each(150, |it| format!("head @include(if: $v{it}) {{ seq }} "))
            ),
            Value::Object((0..150).map(|it| (format!("v{it}"), Value::Bool(it % 2 == 0))).collect()),
        ),
        ("fields that are not there", format!("{{ {} }}", "nope ".repeat(1_990)), none.clone()),
        ("a long name", format!("{{ {} }}", "x".repeat(65_000)), none.clone()),
        (
            "a long string of escapes",
            format!("{{ search(text: \"{}\") {{ edges {{ score }} }} }}", "\\u{41}".repeat(10_000)),
            none.clone(),
        ),
        (
            "a list of ids",
            format!("{{ nodes(ids: [{}]) {{ id }} }}", "\"a\" ".repeat(1_980)),
            none.clone(),
        ),
        ("comments", "{ head { seq } } ".to_owned() + &"#\n".repeat(32_000), none.clone()),
        ("commas", "{ head { seq } } ".to_owned() + &", ".repeat(32_000), none.clone()),
        (
            "variables of ten thousand values",
            "query($i: [ID!]!) { nodes(ids: $i) { id } }".to_owned(),
            serde_json::json!({ "i": vec!["a"; 9_999] }),
        ),
        (
            "variables of a wrong type",
            "query($i: [ID!]!) { nodes(ids: $i) { id } }".to_owned(),
            serde_json::json!({ "i": vec![Value::Bool(true); 9_999] }),
        ),
    ]
}

/// What a server does with it before it is executed, and what it says.
fn look(api: &Api, limits: &Limits, text: &str, variables: &Map<String, Value>) -> String {
    let document = match api.read(text, limits) {
        Ok(document) => Arc::new(document),
        Err(ReadError::Limit(error)) => return format!("limit: {error}"),
        Err(ReadError::Syntax(error)) => return error.message,
        Err(ReadError::Invalid(errors, _)) => return format!("{} errors", errors.len()),
    };
    if let Err(error) = limits.hold_variables(variables) {
        return format!("limit: {error}");
    }
    match document.ask(None, variables.clone()) {
        Ok(operation) => match operation.cost(limits) {
            Ok(points) => format!("{points} points"),
            Err(error) => format!("limit: {error}"),
        },
        Err(errors) => format!("{} errors", errors.len()),
    }
}

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = Arc::new(FixedClock("2025-09-01T08:00:00Z".parse().expect("a moment")));
    let opened = Registry::open(folder.path(), Options::default(), clock, &mut |_| {});
    let api = Api::new(Arc::new(opened.expect("opens").0));
    let limits = Limits::default();
    println!("| document | ms | verdict |\n|---|---|---|");
    for (name, text, variables) in documents() {
        let variables = variables.as_object().cloned().unwrap_or_default();
        let mut least = f64::INFINITY;
        let mut verdict = String::new();
        for _ in 0..RUNS {
            let begun = Instant::now();
            verdict = black_box(look(&api, &limits, black_box(&text), &variables));
            least = least.min(begun.elapsed().as_secs_f64() * 1_000.0);
        }
        let verdict: String = verdict.chars().take(80).collect();
        println!("| {name} | {least:.2} | {} |", verdict.replace('|', "\\|"));
    }
}
