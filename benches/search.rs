//! What a search costs in process, over 100,000 records with titles of eight words in two
//! languages; and what it costs to have the index follow a change.
//!
//! `cargo bench --bench search`
#![allow(clippy::expect_used, missing_docs, reason = "a bench stops by panicking")]

use std::sync::{Arc, LazyLock};

use divan::Bencher;
use hoptac::{
    domain::{ByKey, Command, Existing, Record, Register, Sector},
    registry::{FixedClock, Options, Registry, Request},
    search::{Query, Search, SearchReader},
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

fn main() {
    divan::main();
}

const RECORDS: usize = 100_000;
const SYLLABLES: [&str; 40] = [
    "Đắk", "Lắk", "Lâm", "Đồng", "Gia", "Lai", "Kon", "Tum", "Nông", "thành", "phố", "tỉnh", "hợp",
    "tác", "du", "lịch", "thương", "mại", "nông", "nghiệp", "khoa", "học", "công", "nghệ", "y",
    "tế", "giáo", "dục", "an", "sinh", "xã", "hội", "đầu", "tư", "hội", "chợ", "triển", "lãm",
    "kết", "nối",
];

struct World {
    registry: Registry,
    search: Search,
    runtime: Runtime,
    _folder: TempDir,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let clock = Arc::new(FixedClock("2026-01-01T00:00:00Z".parse().expect("a moment")));
    let (registry, _) =
        Registry::open(folder.path(), Options::default(), clock, &mut |_| {}).expect("opens");
    for start in (0..RECORDS).step_by(2_000) {
        register(&registry, (start..start + 2_000).map(|nth| sector(nth, nth)).collect());
    }
    let runtime = Runtime::new().expect("a runtime");
    let started = std::time::Instant::now();
    let search = Search::open(folder.path(), &registry).expect("a thread");
    let world = World { registry, search, runtime, _folder: folder };
    drop(world.reading());
    println!("built the index of {RECORDS} records in {:?}", started.elapsed());
    world
});

impl World {
    fn reading(&self) -> SearchReader {
        let head = self.registry.snapshot();
        loop {
            if let Ok(reading) = self.runtime.block_on(self.search.at(&head)) {
                return reading;
            }
        }
    }
}

fn register(registry: &Registry, drafts: Vec<Record<ByKey>>) {
    let command = Command::Register(Register { drafts, existing: Existing::Replace });
    registry.submit_blocking(Request::of_system("bench", command)).expect("accepted");
}

/// A sector whose name is made of eight syllables, which a number chooses.
fn sector(key: usize, words: usize) -> Record<ByKey> {
    let nth = |at: usize| SYLLABLES[(words / [1, 40, 1_600][at % 3] + at * 7) % 40];
    let name: Vec<&str> = (0..8).map(nth).collect();
    let name = name.join(" ");
    let text = format!("key='k{key}'\ncode='K{key}'\nname={{vi='{name}', en='Sector {key}'}}");
    toml::from_str::<Sector<ByKey>>(&text).expect("a sector").into()
}

/// Words that many records have, in plain letters, the last one open.
#[divan::bench]
fn common_words(bencher: Bencher) {
    best(bencher, "lam don");
}

/// One letter, which begins a word of most records.
#[divan::bench]
fn one_letter(bencher: Bencher) {
    best(bencher, "t");
}

/// A word that one record has.
#[divan::bench]
fn rare_word(bencher: Bencher) {
    best(bencher, "k77777 ");
}

/// A phrase with diacritics.
#[divan::bench]
fn phrase(bencher: Bencher) {
    best(bencher, "\"du lịch\" Đắk ");
}

fn best(bencher: Bencher, text: &str) {
    let (reading, query) = (WORLD.reading(), Query::parse(text));
    bencher.bench(|| reading.best(&query, &[], None, 21).expect("found"));
}

/// One change, and a search that waits for it.
#[divan::bench(sample_count = 20)]
fn read_your_write(bencher: Bencher) {
    let mut words = 0;
    bencher.bench_local(|| {
        words += 1;
        register(&WORLD.registry, vec![sector(7, words)]);
        WORLD.reading().best(&Query::parse("k7 "), &[], None, 21).expect("found")
    });
}
