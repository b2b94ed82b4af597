//! Documents made to cost much: refused before they do, or cheap. `benches/hostile.rs` says how
//! long each takes.

use super::GATE;

#[path = "../hostile/mod.rs"]
mod documents;

#[test]
fn hostile_documents_are_answered() {
    let gate = GATE.clone().limits(64, 2_000);
    for (name, text, expected) in documents::hostile() {
        let told = match gate.read(&text) {
            Ok(_) => "valid".to_owned(),
            Err(errors) => errors[0].message.clone(),
        };
        assert!(told.starts_with(expected), "{name}: {told:.200}");
    }
}

#[test]
fn the_deepest_documents_fit_a_thread() {
    let gate = GATE.clone().limits(10_000, 100_000);
    for (open, inner, close) in [("{ ... ", "{ int }", " }"), ("{ cat ", "{ meow }", " }")] {
        let deepest = open.repeat(499) + inner + &close.repeat(499);
        // Whatever is said of it, nothing overflows.
        let _ = gate.read(&deepest);
        assert!(gate.parse(&format!("{{ {deepest} }}")).is_err());
    }
    let input = format!("{{ any(it: {}{}) }}", "[".repeat(498), "]".repeat(498));
    assert!(gate.read(&input).is_ok());
}
