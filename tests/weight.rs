//! A document that is kept counts what it holds, with the plans that requests have added. A test of
//! its own, since others allocate beside it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{alloc::System, sync::Arc};

use futures_util::FutureExt;
use hoptac::{
    auth::Caller,
    graphql::{Api, Document, ExecuteOptions, Limits},
    registry::{FixedClock, Options, Registry},
};
use serde_json::{Map, Value, json};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Booleans on which fields hang: with ten there are 1,024 sets of variables.
const SWITCHES: u32 = 10;

fn sets() -> impl Iterator<Item = Map<String, Value>> {
    (0..1_u32 << SWITCHES).map(|set| {
        let switch = |nth| (format!("s{nth}"), Value::Bool(set >> nth & 1 == 1));
        let mut variables: Map<_, _> = (0..SWITCHES).map(switch).collect();
        variables.insert("text".to_owned(), Value::String("x".repeat(200)));
        variables.insert("first".to_owned(), json!(set % 100));
        variables
    })
}

/// Reads a document and asks it with each set of variables.
fn asked(api: &Api, text: &str, sets: impl Iterator<Item = Map<String, Value>>) -> Arc<Document> {
    let caller = Arc::new(Caller::anonymous());
    let document = Arc::new(api.read(text, &Limits::NONE).unwrap());
    for variables in sets {
        let operation = document.ask(None, variables).unwrap();
        operation.cost(&Limits::NONE).unwrap();
        let answer = api.answer(&operation, Arc::clone(&caller), ExecuteOptions::default());
        // What it answers is of no interest: that it was executed is.
        drop(answer.now_or_never().unwrap());
    }
    document
}

#[test]
fn a_document_counts_all_that_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(FixedClock("2025-09-01T08:00:00Z".parse().unwrap()));
    let opened = Registry::open(folder.path(), Options::default(), clock, &mut |_| {}).unwrap();
    let api = Api::new(Arc::new(opened.0));
    let switches: Vec<_> = (0..SWITCHES).map(|nth| format!("$s{nth}: Boolean!")).collect();
    let variables = format!("{}, $text: String!, $first: Int", switches.join(", "));
    let fields = |nth| {
        format!(
            "f{nth}: activities(first: $first, filter: {{period: {{from: \"2020-01-01\"}}}}) @include(if: $s{nth}) {{ nodes {{ id title status events(first: 3) {{ \
             nodes {{ id kind }} }} }} }}"
        )
    };
    let fields: Vec<_> = (0..SWITCHES).map(fields).collect();
    let with_switches = format!(
        "query({variables}) {{ search(text: $text) {{ edges {{ score }} }} {} }}",
        fields.join(" ")
    );
    let members: Vec<_> = (0..SWITCHES)
        .map(|nth| format!("... on Node @skip(if: $s{nth}) {{ a{nth}: id b{nth}: id }}"))
        .collect();
    let any = format!(
        "query({variables}) {{ activities(first: $first) {{ totalCount }} search(text: $text) {{ edges {{ \
         node {{ {} }} }} }} }}",
        members.join(" ")
    );
    let short = format!(
        "query({variables}) {{ search(text: $text) {{ edges {{ score }} }} activities(first: $first) {{ totalCount \
        @skip(if: $s0) edges @include(if: $s1) {{ cursor }} pageInfo @include(if: $s2) {{ endCursor }} }} \
        {} }}",
        (3..SWITCHES)
            .map(|nth| format!("h{nth}: head @skip(if: $s{nth}) {{ seq }}"))
            .collect::<Vec<_>>()
            .join(" ")
    );
    let plain = "{ head { seq } }";
    let literal = format!("{{ nodes(ids: [{}]) {{ id }} }}", "\"YWN0aXZpdHk\", ".repeat(900));
    for (name, text, varies) in [
        ("switched", with_switches.as_str(), true),
        ("any", &any, true),
        ("short", &short, true),
        ("plain", plain, false),
        ("literal", &literal, false),
    ] {
        let sets = || sets().take(if varies { usize::MAX } else { 1 });
        // What is made once for all documents is made by the first.
        drop(asked(&api, text, sets().take(9)));
        let region = Region::new(ALLOCATOR);
        let document = asked(&api, text, sets());
        let change = region.change();
        let kept = (change.bytes_allocated - change.bytes_deallocated) as u64;
        let told = document.weight();
        println!("{name}: {kept} bytes, told {told}, before any plan {}", {
            api.read(text, &Limits::NONE).unwrap().weight()
        });
        // It counts what an allocator rounds up, besides.
        assert!(told >= kept && told <= kept * 2 + 2_048, "{name}: {kept} bytes, told {told}");
    }
}
