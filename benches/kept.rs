//! What it costs to find that a kept answer still holds, by how many records it rests on; what it costs
//! to note them while the answer is computed; what a write costs that they are noted for; and what an
//! answer costs after a write to one of the fifty activities that it shows, with and without the parts
//! of the one before.
//!
//! `cargo bench --bench kept`
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench stops by panicking")]

use std::sync::{Arc, LazyLock};

use divan::{Bencher, black_box};
use hoptac::{
    auth::Caller,
    domain::{
        Activity, ByKey, Command, Event, Existing, Noun, Province, Record, RecordId, Register,
        Sector,
    },
    graphql::{Api, ExecuteOptions, Operation, Parts},
    registry::{Basis, FixedClock, Footprint, Options, Registry, Request, Snapshot},
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

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

fn open() -> (TempDir, Registry) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let clock = Arc::new(FixedClock("2026-01-01T00:00:00Z".parse().unwrap()));
    let (registry, _) =
        Registry::open(folder.path(), Options::default(), clock, &mut |_| {}).unwrap();
    (folder, registry)
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let (folder, registry) = open();
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

/// Fifty activities, each with two events: 50, 100, and 250 times one of twelve provinces.
const NESTED: &str = "{ activities(first: 50) { nodes { title status participants { role
    province { name } } events(first: 2) { nodes { title kind startsOn host { name } } } } } }";

/// The same page, asked again and again.
struct Asked {
    api: Api,
    operation: Operation,
    runtime: Runtime,
    _folder: TempDir,
}

static ASKED: LazyLock<Asked> = LazyLock::new(|| {
    let (folder, registry) = open();
    let provinces = (0..12).map(|number| {
        let text = format!("key='p{number}'\nkind='PROVINCE'\nname={{vi='tỉnh {number}'}}");
        toml::from_str::<Province<ByKey>>(&text).unwrap().into()
    });
    register(&registry, provinces.chain([sector(1, 0)]).collect());
    register(&registry, (0..50).map(|number| activity(number, 0)).collect());
    register(&registry, (0..100).map(event).collect());
    let api = Api::new(Arc::new(registry));
    let operation = api.read_request(async_graphql::Request::new(NESTED)).unwrap();
    Asked { api, operation, runtime: Runtime::new().unwrap(), _folder: folder }
});

fn activity(number: u64, turn: u64) -> Record<ByKey> {
    let text = format!(
        "key='a{number}'\nsector='k1'\nstatus='PLANNED'\ntitle={{vi='hoạt động {number} {turn}'}}\n\
         planned='2024'\nparticipants=[{{province='p0',role='PROVIDER'}},\
         {{province='p{}',role='BENEFICIARY'}},{{province='p{}',role='BENEFICIARY'}}]",
        1 + number % 5,
        6 + number % 6
    );
    toml::from_str::<Activity<ByKey>>(&text).unwrap().into()
}

fn event(number: u64) -> Record<ByKey> {
    let text = format!(
        "key='e{number}'\nactivity='a{}'\nkind='WORKSHOP'\nstatus='HELD'\nhost='p{}'\n\
         period='2024-01-10'\ntitle={{vi='hội thảo {number}'}}",
        number / 2,
        number % 12
    );
    toml::from_str::<Event<ByKey>>(&text).unwrap().into()
}

/// The answer, with the parts of the one before, or without any.
fn ask(parts: Option<Arc<Parts>>) -> Option<Arc<Parts>> {
    let Asked { api, operation, runtime, .. } = &*ASKED;
    let options = ExecuteOptions { parts, ..ExecuteOptions::default() };
    let answered = runtime.block_on(api.answer(operation, Caller::anonymous().into(), options));
    assert!(answered.response.errors.is_empty(), "{:?}", answered.response.errors);
    black_box(&answered.response.data);
    answered.parts.map(Arc::new)
}

fn write_one() {
    let registry = ASKED.api.registry();
    register(registry, vec![activity(7, registry.head().seq)]);
}

/// The page after a write to one activity, computed anew.
#[divan::bench]
fn a_page_of_50_without_parts(bencher: Bencher) {
    bencher.with_inputs(write_one).bench_values(|()| ask(None));
}

/// The same, with the parts of it noted.
#[divan::bench]
fn a_page_of_50_that_notes_its_parts(bencher: Bencher) {
    bencher.with_inputs(write_one).bench_values(|()| ask(Some(Arc::default())));
}

/// The same, with 49 parts taken over.
#[divan::bench]
fn a_page_of_50_with_49_parts(bencher: Bencher) {
    let last = ask(Some(Arc::default())).unwrap();
    write_one();
    assert_eq!(ask(Some(last)).unwrap().taken().parts, 49);
    let inputs = || {
        let before = ask(Some(Arc::default()));
        write_one();
        before
    };
    bencher.with_inputs(inputs).bench_values(ask);
}
