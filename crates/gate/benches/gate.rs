//! What a document costs when it is read, and a request with a kept one. The schema is that of the
//! workspace's program, since a schema of its size is what matters.
//!
//! `cargo bench -p hoptac-gate`

use std::{hint::black_box, sync::LazyLock};

use divan::Bencher;
use hoptac_gate::{Document, Gate};
use serde_json::{Map, Value as Json, json};

static GATE: LazyLock<Gate> =
    LazyLock::new(|| match Gate::new(include_str!("../../../schema/schema.graphql")) {
        Ok(gate) => gate,
        Err(error) => panic!("{error}"),
    });

/// A document with variables, as clients send it.
struct Case {
    name: &'static str,
    text: &'static str,
    variables: Json,
}

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    vec![
        Case { name: "head", text: "{ head { seq } }", variables: json!({}) },
        Case {
            name: "point",
            text: "query Point($id: ID!) { activity(by: {id: $id}) { id title status version } }",
            variables: json!({ "id": "QWN0aXZpdHk6MQ" }),
        },
        Case {
            name: "nested",
            text: "query Nested($code: String!, $first: Int = 20, $notes: Boolean!) {
              agreement(by: {code: $code}) {
                code title signedOn
                fields {
                  title
                  activities(first: $first, orderBy: DATE_ASC) {
                    totalCount
                    nodes {
                      ...Plan
                      note @include(if: $notes)
                      participants { role province { name } }
                      events(first: 10) { nodes { title key } }
                      outcomes(first: 10) { nodes { id status } }
                    }
                    pageInfo { hasNextPage endCursor }
                  }
                }
              }
            }
            fragment Plan on Activity { id title status key planned { start end } }",
            variables: json!({ "code": "tt-2022", "first": 50, "notes": false }),
        },
        Case {
            name: "mutation",
            text: "mutation Record($input: RecordOutcomeInput!) {
              recordOutcome(input: $input) {
                outcome { id version status }
                change { seq }
                errors { code message field }
              }
            }",
            variables: json!({ "input": {
                "activity": "QWN0aXZpdHk6MQ", "kind": "OUTPUT",
                "title": { "vi": "Ký kết", "en": "Signing" },
                "idempotencyKey": "k-1", "sources": [{ "document": "RG9jOjE" }],
            } }),
        },
    ]
});

fn main() {
    divan::main();
}

fn case(name: &str) -> &'static Case {
    match CASES.iter().find(|it| it.name == name) {
        Some(case) => case,
        None => panic!("{name}"),
    }
}

fn kept(case: &Case) -> (Document, Map<String, Json>) {
    match (GATE.read(case.text), &case.variables) {
        (Ok(document), Json::Object(variables)) => (document, variables.clone()),
        (verdict, _) => panic!("{verdict:?}"),
    }
}

const NAMES: [&str; 4] = ["head", "point", "nested", "mutation"];

/// A document that is seen for the first time: parsed and validated.
#[divan::bench(args = NAMES)]
fn cold(bencher: Bencher, name: &str) {
    let text = case(name).text;
    black_box(&*GATE);
    bencher.bench(|| GATE.read(black_box(text)));
}

/// New variables for a document that is kept.
#[divan::bench(args = NAMES)]
fn coerce(bencher: Bencher, name: &str) {
    let (document, variables) = kept(case(name));
    bencher.with_inputs(|| variables.clone()).bench_values(|given| {
        document.operation(None).map(|operation| GATE.coerce(&document, operation, given))
    });
}

/// The arguments of the fields at the top, compiled before, with the variables of a request.
#[divan::bench(args = NAMES)]
fn arguments(bencher: Bencher, name: &str) {
    let (document, variables) = kept(case(name));
    let Ok(operation) = document.operation(None) else { return };
    let Ok(variables) = GATE.coerce(&document, operation, variables) else { return };
    let compiled: Vec<_> =
        operation.selection_set.fields().map(|field| GATE.arguments(operation, field)).collect();
    bencher.bench(|| {
        compiled
            .iter()
            .filter_map(|it| it.values(&variables).ok().map(|it| it.len()))
            .sum::<usize>()
    });
}
