//! What a document says of its size is what the allocator gave for it, nearly. A test of its own,
//! since others allocate beside it.

use std::alloc::System;

use hoptac_gate::Gate;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

#[test]
fn a_document_knows_its_size() {
    let gate = Gate::new(include_str!("everything.graphql")).unwrap();
    for text in [
        "{ int }".to_owned(),
        "query A($v: Int, $w: [Box!] = [{n: 1}]) { int(it: $v) boxes(it: $w) { n label } }"
            .to_owned(),
        format!("{{ {} }}", "a: int(it: 1) ".repeat(300)),
        "{ shape { ...F } } fragment F on Shape {
          name area ... on Circle { radius friend { kin { meow } } }
        }"
        .to_owned(),
        format!("{{ ints(it: [{}]) }}", "1, ".repeat(2_000)),
        format!("{{ string(it: \"{}\") }}", "x".repeat(50_000)),
    ] {
        // What is made once for all documents is made by the first.
        gate.read(&text).unwrap();
        let region = Region::new(ALLOCATOR);
        let document = gate.read(&text).unwrap();
        let change = region.change();
        let (kept, told) = (change.bytes_allocated - change.bytes_deallocated, document.size());
        // It counts what an allocator rounds up, besides.
        assert!(
            told >= kept && told <= kept * 3 / 2 + 500,
            "{kept} bytes, told {told}: {text:.60}"
        );
    }
}
