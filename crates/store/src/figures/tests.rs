//! Figures in the view: when they are written, and what becomes of damaged ones.

use std::path::Path;

use serde_json::json;

use super::{Kept, encode_cell, key};
use crate::{Options, Recovery, Store, StoreError, keys, recover, seal, value, verify};
use domain::{
    Noun, Record, RecordId,
    tally::{CellKey, Era, FigureKey, OneOrAll},
};
use journal::{self, Body, Image, Journal, codec};

fn open(data: &Path) -> (Journal, Store, Recovery) {
    let view = Store::find(data.join("view"), Options::default(), &mut |_| {}).unwrap();
    let options = journal::Options { acknowledged: view.acknowledged(), ..Default::default() };
    let (journal, _) = Journal::open(&data.join("journal"), options, &mut |_| {}).unwrap();
    let opened = view.open(&journal.reader(), &mut |_| {}).unwrap();
    (journal, opened.store, opened.recovery)
}

/// An activity between two of ten provinces.
fn activity(number: u64, turn: u64) -> (RecordId, Record) {
    let row = |province, role| json!({ "province": province, "role": role });
    let (one, other) = (number % 9 + 1, (number + turn) % 9 + 2);
    let fields = json!({
        "sector": number % 3 + 1, "title": { "vi": "Hoạt động" }, "status": "ONGOING",
        "participants": [row(one, "PROVIDER"), row(other, "BENEFICIARY")],
        "planned": format!("{}", 2020 + number % 4),
    });
    let record = serde_json::from_value(json!({ "Activity": fields })).unwrap();
    (RecordId { noun: Noun::Activity, number }, record)
}

fn write(journal: &mut Journal, store: &mut Store, records: Vec<(RecordId, Record)>) {
    let image = |(id, record)| Image::stored(id, codec::encode_record(&record).unwrap());
    let body = Body {
        at: jiff::Timestamp::UNIX_EPOCH,
        by: "test".to_owned(),
        idempotency: None,
        effects: Vec::new(),
        command: "register".to_owned(),
        reason: None,
        changes: records.into_iter().map(image).collect(),
    };
    let entries = journal.append(journal.head().seq, vec![body]).unwrap();
    store.apply(entries).unwrap();
}

fn assert_whole(store: &Store) {
    let kept = store.kept.as_ref().unwrap();
    assert!(!kept.cells().is_empty());
    let expected = Kept::from_records(&store.snapshot()).unwrap();
    assert_eq!(kept.differing(&expected).unwrap(), Vec::<String>::new());
}

/// 1,200 activities in three commands, and a fourth that moves some of them.
fn written(data: &Path) -> (Journal, Store) {
    let (mut journal, mut store, _) = open(data);
    for command in 0..3 {
        let numbers = command * 400 + 1..=command * 400 + 400;
        write(&mut journal, &mut store, numbers.map(|number| activity(number, 0)).collect());
        assert_eq!(store.meta.figures, if command == 2 { 3 } else { 0 });
    }
    write(&mut journal, &mut store, (1..=50).map(|number| activity(number, 3)).collect());
    assert_eq!((store.meta.seq, store.meta.figures), (4, 3));
    (journal, store)
}

#[test]
fn what_was_committed_since_they_were_written_is_derived_again_after_a_crash() {
    let data = tempfile::tempdir().unwrap();
    let (journal, store) = written(data.path());
    assert_whole(&store);
    drop((journal, store));
    let (journal, store, recovery) = open(data.path());
    assert_eq!((recovery, store.meta.figures), (Recovery::Intact, 3));
    assert_whole(&store);
    store.close().unwrap();
    drop(journal);
    let (_journal, store, recovery) = open(data.path());
    assert_eq!((recovery, store.meta.figures), (Recovery::Intact, 4));
    assert_whole(&store);
}

#[test]
fn an_earlier_moment_has_sets_where_little_was_written_since() {
    let data = tempfile::tempdir().unwrap();
    let (_journal, store) = written(data.path());
    let head = store.snapshot();
    let expected = Kept::from_records(&head.at(3)).unwrap().derived().lists;
    let (first, again) = (head.at(3), head.at(4).at(3));
    for earlier in [&first, &again] {
        let found = earlier.lists().unwrap().unwrap();
        assert_eq!(found.differing(&expected), Vec::<String>::new());
        assert_eq!(earlier.count_all(Noun::Activity).unwrap(), 1_200);
    }
    assert_ne!(head.lists().unwrap().unwrap().differing(&expected), Vec::<String>::new());
    // Half of what there is was written since.
    assert!(!head.at(1).has_sets().unwrap());
    assert_eq!(head.at(1).count_all(Noun::Activity).unwrap(), 400);
}

/// Changes the kept figures of everything as if they had been written so.
fn tampered(data: &Path, value: Option<&[u8]>) {
    let (journal, store) = written(data);
    store.close().unwrap();
    drop(journal);
    let view = data.join("view");
    std::fs::remove_file(seal::path(&view)).unwrap();
    let store = recover::open_sled(view, Options::default()).unwrap();
    let network = CellKey {
        era: Era::AsRecorded,
        place: FigureKey::Network,
        sector: OneOrAll::All,
        year: OneOrAll::All,
    };
    let (tree, key, mut meta) = (&store.shared.tree, key::encode(&network), store.meta.clone());
    let was = tree.get(&key).unwrap().unwrap();
    meta.digest = meta.digest.wrapping_sub(value::digest(&key, &was));
    let mut batch = sled::Batch::default();
    if let Some(value) = value {
        batch.insert(&*key, value);
        meta.digest = meta.digest.wrapping_add(value::digest(&key, value));
    } else {
        batch.remove(&*key);
    }
    batch.insert(keys::META, meta.encode());
    tree.apply(batch, *b"km").unwrap();
    store.shared.db.flush().unwrap();
}

#[test]
fn figures_that_cannot_be_read_are_built_anew() {
    let data = tempfile::tempdir().unwrap();
    tampered(data.path(), Some(b"no figures"));
    let (_journal, store, recovery) = open(data.path());
    assert!(matches!(recovery, Recovery::Rebuilt { .. }), "{recovery:?}");
    assert_whole(&store);
}

#[test]
fn missing_and_wrong_figures_are_found_by_verify() {
    let wrong = encode_cell(&domain::tally::Cell::default()).unwrap();
    for value in [None, Some(wrong.as_slice())] {
        let data = tempfile::tempdir().unwrap();
        tampered(data.path(), value);
        let options = journal::Options::default();
        let (journal, _) =
            Journal::open(&data.path().join("journal"), options, &mut |_| {}).unwrap();
        let (view, scratch) = (data.path().join("view"), data.path().join("scratch"));
        let report = verify(&view, &scratch, &journal.reader(), &mut |_| {}).unwrap();
        let told = report.examples.join("\n");
        assert!(told.contains("the kept figures of Network in AsRecorded"), "{told}");
        assert!(told.contains("stored figures"), "{told}");
    }
}

#[test]
fn figures_ahead_of_the_records_are_damage() {
    let data = tempfile::tempdir().unwrap();
    let (journal, store) = written(data.path());
    let snapshot = store.snapshot();
    let ahead = Kept::load(&snapshot, snapshot.seq() + 1, &journal.reader());
    assert!(matches!(ahead, Err(StoreError::Corrupt(_))));
}
