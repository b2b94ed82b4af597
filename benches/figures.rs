//! What figures cost: to keep them while records are written, to read them, to open with them.
//!
//! `HOPTAC_BENCH_ACTIVITIES` says how many activities there are; 20,000 where it does not. Each
//! has an event and an outcome, and every command registers a thousand of these threes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    missing_docs,
    reason = "a bench stops by panicking, and its numbers are small"
)]

use std::{
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
};

use divan::{Bencher, counter::ItemsCount};
use hoptac::{
    domain::{
        Command, Existing, Noun, NounId, ProvinceId, Record, Register,
        link::ByKey,
        tally::{Boundaries, FigureKey, LEVELS, ProvincePair, Scope},
    },
    registry::{
        Options, Registry, Request, SystemClock,
        figures::{Figures, Late, Listed},
    },
};
use jiff::civil::date;
use serde_json::{Value, json};

const PROVINCES: u64 = 63;
const EACH: u64 = 1_000;

fn main() {
    divan::main();
}

fn activities() -> u64 {
    let asked = std::env::var("HOPTAC_BENCH_ACTIVITIES").ok().and_then(|it| it.parse().ok());
    asked.unwrap_or(20_000)
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(PathBuf::from(env!("CARGO_TARGET_TMPDIR"))).unwrap()
}

fn open(path: &Path) -> Registry {
    Registry::open(path, Options::default(), Arc::new(SystemClock), &mut |_| {}).unwrap().0
}

fn registering(drafts: &[(&str, Value)]) -> Request {
    let record = |(noun, fields): &(&str, Value)| -> Record<ByKey> {
        serde_json::from_value(json!({ *noun: fields })).unwrap()
    };
    let drafts = drafts.iter().map(record).collect();
    let command = Command::Register(Register { drafts, existing: Existing::Keep });
    Request::of_system("bench", command)
}

/// Provinces, of which the first ten became five in 2025, and sectors.
fn ground() -> Vec<(&'static str, Value)> {
    let mut all = Vec::new();
    for number in 1..=PROVINCES + 5 {
        let ended = (number <= 10).then_some("2025-07-01");
        let began = (number > PROVINCES).then_some("2025-07-01");
        let name = json!({ "vi": format!("Tỉnh {number}") });
        let fields = json!({
            "key": format!("p{number}"), "kind": "PROVINCE", "name": name, "validTo": ended,
            "validFrom": began,
        });
        all.push(("Province", fields));
    }
    for step in 1..=5 {
        let from = [format!("p{}", 2 * step - 1), format!("p{}", 2 * step)];
        let to = [format!("p{}", PROVINCES + step)];
        let fields = json!({
            "key": format!("m{step}"), "on": "2025-07-01", "predecessors": from, "successors": to,
        });
        all.push(("Succession", fields));
    }
    for number in 1..=7 {
        let name = json!({ "vi": format!("Lĩnh vực {number}") });
        let fields =
            json!({ "key": format!("s{number}"), "code": format!("S{number}"), "name": name });
        all.push(("Sector", fields));
    }
    all
}

/// An activity between two provinces, its event and its outcome. The first provinces take part in
/// the most.
fn three(number: u64) -> [(&'static str, Value); 3] {
    let mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 16;
    let (one, other) =
        (mixed % 97 * (mixed % 97) / 150 % PROVINCES + 1, mixed / 97 % PROVINCES + 1);
    let other = if one == other { one % PROVINCES + 1 } else { other };
    let status = ["PLANNED", "ONGOING", "COMPLETED", "UNKNOWN"][(mixed % 4) as usize];
    let (year, month) = (2020 + mixed % 6, mixed / 7 % 12 + 1);
    let key = format!("v{number}");
    let activity = json!({
        "key": key, "sector": format!("s{}", mixed / 11 % 7 + 1), "title": { "vi": "Hoạt động" },
        "participants": [
            { "province": format!("p{one}"), "role": "PROVIDER" },
            { "province": format!("p{other}"), "role": "BENEFICIARY" },
        ],
        "planned": format!("{year}-{month:02}/{}", year + 1), "status": status,
    });
    let event = json!({
        "key": format!("e{number}"), "activity": key, "kind": "CONFERENCE", "status": "HELD",
        "title": { "vi": "Hội nghị" }, "host": format!("p{one}"),
        "period": format!("{year}-{month:02}-15"),
    });
    let outcome = json!({
        "key": format!("o{number}"), "activity": key, "kind": "OUTPUT", "status": "APPROVED",
        "title": { "vi": "Kết quả" }, "measure": "UNIT", "unit": "người",
        "value": (mixed % 500).to_string(),
    });
    [("Activity", activity), ("Event", event), ("Outcome", outcome)]
}

fn command(number: u64) -> Request {
    let all = number * EACH..(number + 1) * EACH;
    registering(&all.flat_map(three).collect::<Vec<_>>())
}

fn filled() -> (tempfile::TempDir, Registry) {
    let folder = folder();
    let registry = open(folder.path());
    registry.submit_blocking(registering(&ground())).unwrap();
    let start = std::time::Instant::now();
    for number in 0..activities() / EACH {
        registry.submit_blocking(command(number)).unwrap();
    }
    let rate = (activities() * 3) as f64 / start.elapsed().as_secs_f64();
    let cells = registry.snapshot().cells().unwrap().len();
    eprintln!("{rate:.0} records a second, made and committed; {cells} cells; {} kB", memory());
    (folder, registry)
}

/// Memory in use, as the kernel tells.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|it| it.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

static FILLED: LazyLock<(tempfile::TempDir, Registry)> = LazyLock::new(filled);

fn figures() -> Figures {
    Figures::of(&FILLED.1.snapshot()).unwrap()
}

const ON: Boundaries = Boundaries::On(date(2026, 1, 1));

fn pair() -> FigureKey {
    let province = ProvinceId::from_number;
    FigureKey::Pair(ProvincePair::new(province(11), province(PROVINCES + 1)).unwrap())
}

/// All figures of one pair.
#[divan::bench]
fn tally_of_a_pair(bencher: Bencher) {
    let figures = figures();
    bencher.bench_local(|| figures.tally(pair(), &Scope::default(), ON).unwrap());
}

/// The same by sector and year.
#[divan::bench]
fn cells_of_a_pair(bencher: Bencher) {
    let figures = figures();
    let finest = LEVELS[LEVELS.len() - 1];
    bencher.bench_local(|| figures.cells(pair(), &Scope::default(), ON, finest).unwrap());
}

/// Every pair.
#[divan::bench]
fn matrix(bencher: Bencher) {
    let figures = figures();
    bencher.bench_local(|| figures.matrix(&Scope::default(), ON).unwrap());
}

/// Every pair in one year.
#[divan::bench(sample_count = 20)]
fn matrix_of_a_year(bencher: Bencher) {
    let figures = figures();
    let scope = Scope { period: Some("2024".parse().unwrap()), ..Scope::default() };
    bencher.bench_local(|| figures.matrix(&scope, ON).unwrap());
}

/// Twenty activities of a pair.
#[divan::bench]
fn contributors_of_a_pair(bencher: Bencher) {
    let figures = figures();
    let scope = Scope::default();
    bencher.bench_local(|| {
        let listed = Listed::all(Noun::Activity);
        figures.contributors(pair(), &scope, ON, listed).unwrap().take(20).count()
    });
}

/// The twenty that are overdue the longest, of everything.
#[divan::bench]
fn overdue(bencher: Bencher) {
    let (figures, scope) = (figures(), Scope::default());
    bencher.bench_local(|| {
        let late = Late { limit: 20, ..Late::all(date(2026, 1, 1)) };
        figures.overdue(FigureKey::Network, &scope, ON, late).unwrap()
    });
}

/// One activity with its event and outcome, durable when answered.
#[divan::bench(sample_count = 50, sample_size = 4)]
fn commit_alone(bencher: Bencher) {
    let mut number = 1 << 40;
    bencher
        .counter(ItemsCount::new(1u32))
        .with_inputs(|| {
            number += 1;
            registering(&three(number))
        })
        .bench_local_values(|request| FILLED.1.submit_blocking(request).unwrap());
}

/// A closed registry, opened.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn open_closed(bencher: Bencher) {
    let (folder, registry) = filled();
    registry.close().unwrap();
    bencher.bench_local(|| open(folder.path()).close().unwrap());
}
