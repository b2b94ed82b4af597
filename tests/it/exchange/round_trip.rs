//! Export, transfer into an empty registry, export: byte-equal. And again: nothing changes.

use hoptac::{
    domain::{Command, Existing, Noun, Record},
    exchange::{export::Export, import::Lines, synthetic::Synthetic},
    registry::Request,
};
use proptest::prelude::*;

use super::{
    bring, comes_back, comes_back_from_behind, exported, lines, rehearse, seeded, transferred,
};
use crate::fixture::{drafts, open};

/// Every line makes a record.
fn all_made(text: &str) {
    comes_back(text, |_, summary| {
        assert_eq!(summary.created.values().sum::<u64>(), text.lines().count() as u64);
    });
}

#[test]
fn the_real_seeds_come_back_byte_by_byte_in_any_order() {
    let folder = tempfile::tempdir().unwrap();
    let registry = seeded(folder.path());
    let text = exported(&registry);
    assert!(text.lines().count() > 300);
    all_made(&text);
    comes_back_from_behind(&text);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn what_is_made_up_comes_back(activities in 1u64..120, provinces in 2u32..20, seed: u64) {
        let mut bytes = Vec::new();
        Synthetic { activities, provinces, seed }.write(&mut bytes, &mut |_| {}).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (registry, _) = open(folder.path()).unwrap();
        let (_, told) = transferred(&registry, std::str::from_utf8(&bytes).unwrap());
        prop_assert_eq!(told.lines(), "");
        all_made(&exported(&registry));
    }
}

#[test]
fn a_record_without_a_key_is_found_again_and_is_new_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let registry = seeded(folder.path());
    let mut draft =
        drafts(&[("sectors.toml", "[[sector]]\nkey = 'x'\ncode = 'X'\nname.en = 'X'\n")]);
    let Record::Sector(sector) = draft.remove(0) else { unreachable!() };
    let sector = hoptac::domain::Sector {
        key: None,
        code: sector.code,
        name: sector.name,
        description: None,
        sources: Vec::new(),
        note: None,
    };
    registry.submit_blocking(Request::of_system("test", Command::AddSector(sector))).unwrap();
    let text = exported(&registry);
    let line = text.lines().find(|line| line.contains("\"code\":\"X\"")).unwrap();
    assert!(line.starts_with("{\"noun\":\"sector\",\"key\":\"r"), "{line}");

    // Here it is the record that it was made up for.
    let (summary, told) = lines(&registry, &text);
    assert_eq!((told.lines().as_str(), summary.commands), ("", None));
    let changed = text.replace(
        "\"code\":\"X\",\"name\":{\"en\":\"X\"}",
        "\"code\":\"X\",\"name\":{\"en\":\"Y\"}",
    );
    let (summary, _) = bring(&registry, Lines::new(changed.as_bytes(), 0), Existing::Replace);
    assert_eq!(summary.updated.get(&Noun::Sector), Some(&1));
    assert!(exported(&registry) == changed, "it is another record");
    // Elsewhere the key is its own.
    all_made(&text);
}

#[test]
fn an_earlier_moment_is_exported_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let registry = seeded(folder.path());
    let before = exported(&registry);
    let line = r#"{"noun":"sector","key":"late","code":"LATE","name":{"en":"Late"}}"#;
    lines(&registry, line);
    let mut bytes = Vec::new();
    let export = Export::new(&registry, registry.snapshot().at(1), &[]).unwrap();
    export.lines(&mut bytes, &mut |_| {}).unwrap();
    assert!(bytes == before.as_bytes());
    assert!(exported(&registry).contains(line));
}

#[test]
fn a_rehearsal_tells_the_same_and_writes_nothing() {
    let source = tempfile::tempdir().unwrap();
    let text = exported(&seeded(source.path()));
    let folder = tempfile::tempdir().unwrap();
    let (registry, _) = open(folder.path()).unwrap();
    let text = format!(
        "{text}{{\"noun\":\"field\",\"key\":\"f\",\"agreement\":\"x\",\"sector\":\"y\"}}\n"
    );
    let (rehearsed, told) = rehearse(&registry, &text);
    assert_eq!(registry.head().seq, 0);
    let (done, live) = transferred(&registry, &text);
    assert_eq!((rehearsed.created, rehearsed.account), (done.created, done.account));
    assert_eq!(told.lines(), live.lines());
    assert_eq!(done.account.rejected, 1);
}
