//! What the registry costs: reads at one moment, commits alone and in groups, seeding, rebuilding.
//!
//! Data lies below `target`, on a disk: a commit is measured with its `fdatasync`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a bench stops by panicking"
)]

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use divan::{Bencher, counter::ItemsCount};
use hoptac::{
    domain::{
        Command, Existing, Noun, Record, RecordId, Register, Sector, edge::Relation, link::ByKey,
        text::TextKind,
    },
    domain::{LocalizedText, NounId, SectorId},
    exchange::seeds::Seeds,
    journal::{self, Journal},
    registry::{Folders, Options, Registry, Request, SystemClock},
    store,
};

/// Where the next sector's number comes from.
static NEXT: AtomicU64 = AtomicU64::new(1);

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let below = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        Self(tempfile::tempdir_in(below).unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn open(&self) -> Registry {
        let options = Options::default();
        let clock = Arc::new(SystemClock);
        Registry::open(self.path(), options, clock, &mut |_| {}).unwrap().0
    }
}

fn sector() -> Record<ByKey> {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let text = |text: &str| LocalizedText::new(Some(text), None, TextKind::Title).unwrap();
    Record::Sector(Sector {
        key: Some(format!("sector-{number}")),
        code: format!("SECTOR_{number}"),
        name: text("Phát triển dịch vụ du lịch, du lịch nghỉ dưỡng chất lượng cao"),
        description: Some(text(&format!("Lĩnh vực thứ {number}"))),
        sources: Vec::new(),
        note: None,
    })
}

fn registering(drafts: Vec<Record<ByKey>>) -> Request {
    let command = Command::Register(Register { drafts, existing: Existing::Keep });
    Request::of_system("bench", command)
}

fn with_sectors(folder: &Folder, count: usize) -> Registry {
    let registry = folder.open();
    for _ in 0..count.div_ceil(1_000) {
        let drafts = (0..count.min(1_000)).map(|_| sector()).collect();
        registry.submit_blocking(registering(drafts)).unwrap();
    }
    registry
}

/// One record by its id, of ten thousand that are in the cache.
#[divan::bench]
fn find_cached(bencher: Bencher) {
    let folder = Folder::new();
    let registry = with_sectors(&folder, 10_000);
    let snapshot = registry.snapshot();
    let mut number = 0;
    bencher.bench_local(|| {
        number = number % 10_000 + 1;
        snapshot.find(SectorId::from_number(number).record()).unwrap().unwrap()
    });
}

/// The same without room in the cache, so that each is decoded.
#[divan::bench]
fn find_uncached(bencher: Bencher) {
    let folder = Folder::new();
    with_sectors(&folder, 10_000).close().unwrap();
    let store = store::Options { cache_bytes: 1 << 16, ..store::Options::default() };
    let options = Options { store, ..Options::default() };
    let clock = Arc::new(SystemClock);
    let (registry, _) = Registry::open(folder.path(), options, clock, &mut |_| {}).unwrap();
    let snapshot = registry.snapshot();
    let mut number = 0;
    bencher.bench_local(|| {
        number = (number + 7_919) % 10_000;
        snapshot.find(SectorId::from_number(number + 1).record()).unwrap().unwrap()
    });
}

/// A page of a thousand records: their places, and each record.
#[divan::bench]
fn page_of_1000(bencher: Bencher) {
    let folder = Folder::new();
    let registry = with_sectors(&folder, 10_000);
    let snapshot = registry.snapshot();
    let after = snapshot.places(Relation::All, None, Noun::Sector, None, None).nth(4_000);
    let after = after.map(Result::unwrap);
    bencher.counter(ItemsCount::new(1_000u32)).bench_local(|| {
        let places = snapshot.places(Relation::All, None, Noun::Sector, after, None);
        let page = places.take(1_000).map(|place| snapshot.find(place.unwrap().to).unwrap());
        page.map(Option::unwrap).collect::<Vec<_>>()
    });
}

/// One sender, one command after another, each durable when answered.
#[divan::bench(sample_count = 50, sample_size = 8)]
fn commit_alone(bencher: Bencher) {
    let folder = Folder::new();
    let registry = folder.open();
    bencher
        .counter(ItemsCount::new(1u32))
        .with_inputs(|| registering(vec![sector()]))
        .bench_local_values(|request| registry.submit_blocking(request).unwrap());
}

/// Sixty-four senders at once, each waiting for its answer before it sends again.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn commit_by_64(bencher: Bencher) {
    const SENDERS: usize = 64;
    const EACH: usize = 32;
    let folder = Folder::new();
    let registry = Arc::new(folder.open());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    bencher.counter(ItemsCount::new(SENDERS * EACH)).bench_local(|| {
        let senders: Vec<_> = (0..SENDERS)
            .map(|_| {
                let registry = Arc::clone(&registry);
                runtime.spawn(async move {
                    for _ in 0..EACH {
                        registry.submit(registering(vec![sector()])).await.unwrap();
                    }
                })
            })
            .collect();
        for sender in senders {
            runtime.block_on(sender).unwrap();
        }
    });
}

/// The built-in seeds into an empty registry, opened and closed.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn seed(bencher: Bencher) {
    let seeds = Seeds::built_in().unwrap();
    bencher.counter(ItemsCount::new(seeds.len())).with_inputs(Folder::new).bench_local_refs(
        |folder| {
            let registry = folder.open();
            registry.submit_blocking(registering(seeds.command().drafts)).unwrap();
            registry.close().unwrap();
        },
    );
}

/// The view of ten thousand commands, anew from the journal.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn rebuild(bencher: Bencher) {
    const COMMANDS: u64 = 10_000;
    let folder = Folder::new();
    let folders = Folders::within(folder.path());
    let (mut journal, _) =
        Journal::open(&folders.journal, journal::Options::default(), &mut |_| {}).unwrap();
    let registry_folder = Folder::new();
    with_sectors(&registry_folder, 1).close().unwrap();
    let template = Folders::within(registry_folder.path()).journal;
    let (template, _) = Journal::open(&template, journal::Options::default(), &mut |_| {}).unwrap();
    let body = template.reader().get(1).unwrap().unwrap().body;
    let bodies = (1..=COMMANDS).map(|number| {
        let mut body = body.clone();
        body.changes[0].id = RecordId { noun: Noun::Sector, number };
        body
    });
    journal.append(0, bodies.collect()).unwrap();
    bencher.counter(ItemsCount::new(COMMANDS)).bench_local(|| {
        store::rebuild(&folders.view, store::Options::default(), &journal, &mut |_| {}).unwrap();
    });
}
