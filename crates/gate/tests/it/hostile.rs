//! Documents made to cost much: refused before they do, or cheap. `benches/hostile.rs` says how
//! long each takes.

use super::GATE;

include!("../hostile/documents.rs");

#[test]
fn hostile_documents_are_answered() {
    let gate = GATE.clone().limits(64, 2_000);
    for (name, text, expected) in hostile() {
        let told = match gate.read(&text) {
            Ok(_) => "valid".to_owned(),
            Err(errors) => errors[0].message.clone(),
        };
        assert!(told.starts_with(expected), "{name}: {told:.200}");
    }
}
