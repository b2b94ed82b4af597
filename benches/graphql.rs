//! What a request costs in process, on a registry of known shape: one agreement, five fields, ten
//! activities each, two events each, all in twelve provinces.
//!
//! `cargo bench --bench graphql`
#![allow(clippy::expect_used, missing_docs, reason = "a bench stops by panicking")]
#![allow(unused_qualifications, reason = "a layer is named as the users of hoptac name it")]

use std::sync::{Arc, LazyLock};

use divan::Bencher;
use hoptac::{
    auth::Caller,
    domain::{Command, Existing, Lang, Record, Register},
    graphql::Api,
    registry::{FixedClock, Options, Registry, Request},
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// One agreement → 5 fields → 10 activities each → 2 events each → province: 1 + 5 + 50 + 100
/// objects, and 100 times one of twelve provinces.
const NESTED: &str = "{ agreement(by: {code: \"a\"}) { title fields { id activities(first: 10) {
    edges { node { title status events(first: 2) { edges { node { title kind startsOn
    host { name } } } } } } } } } }";
const POINT: &str = "{ activity(by: {key: \"x0-0\"}) { title status } }";
const PAGE: &str = "{ events(first: 100) { edges { node { title startsOn } } } }";

struct World {
    api: Api,
    runtime: Runtime,
    _folder: TempDir,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let clock = Arc::new(FixedClock("2026-01-01T00:00:00Z".parse().expect("a moment")));
    let (registry, _) =
        Registry::open(folder.path(), Options::default(), clock, &mut |_| {}).expect("opens");
    let drafts = drafts();
    let command = Command::Register(Register { drafts, existing: Existing::Keep });
    let request = Request::of_system("bench", command);
    registry.submit_blocking(request).expect("accepted");
    let runtime = Runtime::new().expect("a runtime");
    World { api: Api::new(Arc::new(registry)), runtime, _folder: folder }
});

fn drafts() -> Vec<Record<hoptac::domain::ByKey>> {
    let mut drafts = vec![
        read::<hoptac::domain::Sector<_>>("key='s'\ncode='S'\nname={vi='s'}"),
        read::<hoptac::domain::Agreement<_>>("key='a'\ncode='a'\nkind='PLAN'\ntitle={vi='a'}"),
    ];
    for province in 0..12 {
        let text = format!("key='p{province}'\nkind='PROVINCE'\nname={{vi='tỉnh {province}'}}");
        drafts.push(read::<hoptac::domain::Province<_>>(&text));
    }
    for field in 0..5 {
        let text = format!("key='f{field}'\nagreement='a'\nsector='s'");
        drafts.push(read::<hoptac::domain::Field<_>>(&text));
        for activity in 0..10 {
            let text = format!(
                "key='x{field}-{activity}'\nfield='f{field}'\nsector='s'\nstatus='PLANNED'\n\
                 title={{vi='hoạt động {activity} của lĩnh vực {field}'}}\nplanned='2024'\n\
                 participants=[{{province='p0',role='PROVIDER'}},\
                 {{province='p{}',role='BENEFICIARY'}}]",
                1 + activity
            );
            drafts.push(read::<hoptac::domain::Activity<_>>(&text));
            for event in 0..2 {
                let text = format!(
                    "key='e{field}-{activity}-{event}'\nactivity='x{field}-{activity}'\n\
                     kind='WORKSHOP'\nstatus='HELD'\nhost='p{}'\nperiod='2024-0{}-10'\n\
                     title={{vi='hội thảo {event} của hoạt động {activity}'}}",
                    (activity + event) % 12,
                    1 + event,
                );
                drafts.push(read::<hoptac::domain::Event<_>>(&text));
            }
        }
    }
    drafts
}

fn read<T: serde::de::DeserializeOwned + Into<Record<hoptac::domain::ByKey>>>(
    text: &str,
) -> Record<hoptac::domain::ByKey> {
    toml::from_str::<T>(text).expect("a record").into()
}

fn answer(bencher: Bencher, query: &str) {
    let World { api, runtime, .. } = &*WORLD;
    let caller = Arc::new(Caller::anonymous());
    let ask = || {
        runtime.block_on(api.execute(
            async_graphql::Request::new(query),
            Arc::clone(&caller),
            Lang::Vi,
        ))
    };
    let first = ask();
    assert!(first.errors.is_empty(), "{:?}", first.errors);
    bencher.bench(|| serde_json::to_vec(&ask()).expect("an answer is JSON").len());
}

#[divan::bench]
fn nested_of_155_objects(bencher: Bencher) {
    answer(bencher, NESTED);
}

#[divan::bench]
fn one_record_by_key(bencher: Bencher) {
    answer(bencher, POINT);
}

#[divan::bench]
fn page_of_100(bencher: Bencher) {
    answer(bencher, PAGE);
}
