//! How long documents take that were made to cost much; each should stay below five milliseconds.
//!
//! `cargo bench -p hoptac-gate --bench hostile`

use std::{hint::black_box, sync::LazyLock};

use divan::Bencher;
use hoptac_gate::Gate;

#[path = "../tests/hostile/mod.rs"]
mod documents;

static GATE: LazyLock<Gate> =
    LazyLock::new(|| match Gate::new(include_str!("../tests/everything.graphql")) {
        Ok(gate) => gate.limits(64, 2_000),
        Err(error) => panic!("{error}"),
    });

fn main() {
    divan::main();
}

#[divan::bench(args = documents::hostile().into_iter().map(|(name, _, _)| name))]
fn read(bencher: Bencher, name: &str) {
    let found = documents::hostile().into_iter().find(|(it, _, _)| *it == name);
    let Some((_, text, _)) = found else { return };
    bencher.bench(|| GATE.read(black_box(&text)));
}
