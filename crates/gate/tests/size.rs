//! What a document says of its size is what the allocator gave for it, nearly. A test of its own,
//! since others allocate beside it.

use std::alloc::System;

use hoptac_gate::Gate;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What is allocated for good by reading a document, and what it says that it takes.
fn measured(gate: &Gate, text: &str) -> (usize, usize) {
    gate.read(text).unwrap();
    let region = Region::new(ALLOCATOR);
    let document = gate.read(text).unwrap();
    let change = region.change();
    let kept = change.bytes_allocated - change.bytes_deallocated;
    (kept, document.size())
}

#[test]
fn a_document_knows_its_size() {
    let gate = Gate::new(include_str!("everything.graphql")).unwrap();
    let aliases: String = (0..300).map(|it| format!("a{it}: int(it: {it}) ")).collect();
    for text in [
        "{ int }".to_owned(),
        "query A($v: Int, $w: [Box!] = [{n: 1}]) { int(it: $v) boxes(it: $w) { n label } }".to_owned(),
        format!("{{ {aliases} }}"),
        "{ shape { ...F } } fragment F on Shape { name area ... on Circle { radius friend { kin { meow } } } }".to_owned(),
        format!("{{ ints(it: [{}]) }}", "1, ".repeat(2_000)),
        format!("{{ string(it: \"{}\") }}", "x".repeat(50_000)),
    ] {
        let (kept, told) = measured(&gate, &text);
        println!("{kept} bytes, told {told}: {text:.60}");
        assert!(told * 5 >= kept * 4 && told <= kept * 2 + 1_000, "{kept} bytes, told {told}: {text:.60}");
    }
}
