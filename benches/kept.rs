//! What it costs to find that a kept answer still holds, by how many records it rests on; what it costs
//! to note them while the answer is computed; and what a write costs that they are noted for.
//!
//! `cargo bench --bench kept`
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench stops by panicking")]

use std::sync::{Arc, LazyLock};

use divan::{Bencher, black_box};
use hoptac::{
    domain::{ByKey, Command, Existing, Noun, Record, RecordId, Register, Sector},
    registry::{Basis, FixedClock, Footprint, Options, Registry, Request, Snapshot},
};
use tempfile::TempDir;

/// Records that an answer rests on: of a point, of a page, of a nested page, and the most.
const SIZES: [u64; 4] = [1, 100, 1_000, 4_000];
const RECORDS: u64 = 5_000;

fn main() {
    divan::main();
}

struct World {
    registry: Registry,
    _folder: TempDir,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let clock = Arc::new(FixedClock("2026-01-01T00:00:00Z".parse().unwrap()));
    let (registry, _) =
        Registry::open(folder.path(), Options::default(), clock, &mut |_| {}).unwrap();
    register(&registry, (1..=RECORDS).map(|number| sector(number, 0)).collect());
    World { registry, _folder: folder }
});

fn register(registry: &Registry, drafts: Vec<Record<ByKey>>) {
    let command = Command::Register(Register { drafts, existing: Existing::Replace });
    registry.submit_blocking(Request::of_system("bench", command)).unwrap();
}

fn sector(number: u64, turn: u64) -> Record<ByKey> {
    let text = format!("key='k{number}'\ncode='K{number}'\nname={{en='Sector {number} {turn}'}}");
    toml::from_str::<Sector<ByKey>>(&text).unwrap().into()
}

fn read(snapshot: &Snapshot, records: u64) {
    for number in 1..=records {
        black_box(snapshot.find(RecordId { noun: Noun::Sector, number }).unwrap());
    }
}

/// What an answer over some records rests on, and as of which command; something else was written since.
fn kept(records: u64) -> (Basis, u64) {
    let registry = &WORLD.registry;
    let footprint = Arc::new(Footprint::default());
    let snapshot = registry.snapshot().traced(Arc::clone(&footprint));
    read(&snapshot, records);
    let kept = (footprint.basis(), snapshot.pinned_at());
    register(registry, vec![sector(RECORDS, kept.1)]);
    assert!(registry.snapshot().tells(&kept.0, kept.1), "{records}");
    kept
}

/// Whether an answer holds at a later head.
#[divan::bench(args = SIZES)]
fn holds(bencher: Bencher, records: u64) {
    let (basis, seq) = kept(records);
    let head = WORLD.registry.snapshot();
    bencher.bench(|| head.tells(black_box(&basis), seq));
}

/// The same, of an answer that was computed at this head.
#[divan::bench]
fn holds_at_its_own_head(bencher: Bencher) {
    let (basis, _) = kept(1_000);
    let head = WORLD.registry.snapshot();
    let seq = head.pinned_at();
    bencher.bench(|| head.tells(black_box(&basis), seq));
}

/// Reading records that are in the cache.
#[divan::bench(args = SIZES)]
fn reads(bencher: Bencher, records: u64) {
    let head = WORLD.registry.snapshot();
    read(&head, records);
    bencher.bench(|| read(&head, records));
}

/// The same, noted, with what they rest on in the end.
#[divan::bench(args = SIZES)]
fn reads_that_are_noted(bencher: Bencher, records: u64) {
    let head = WORLD.registry.snapshot();
    bencher.bench(|| {
        let footprint = Arc::new(Footprint::default());
        read(&head.clone().traced(Arc::clone(&footprint)), records);
        footprint.basis()
    });
}
