//! No kept answer is stale: whatever is written, and when the day changes, an answer that rests on
//! nothing of it is the same when it is computed anew.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use async_graphql::{Request, Variables};
use auth::{Caller, Role};
use hoptac_graphql::{Api, Basis, ExecuteOptions};
use jiff::{SignedDuration, Timestamp, civil::Date};
use proptest::{collection::vec, prelude::*};
use registry::{Clock, Meter, Options, Registry};

use super::{
    block, callers, named,
    random::{ASKED, NOW, Step, command, prepare, submit},
};

/// What is asked beside [`ASKED`].
const CORPUS: &[&str] = &[
    "{ activities(first: 2, orderBy: TITLE_DESC) { nodes { title } } }",
    "{ activities(last: 2, orderBy: REGISTERED_ASC, filter: {sector: $SECTOR1}) { totalCount nodes { id } } }",
    "{ activities(filter: {period: {from: \"2024-06-01\"}}, orderBy: DATE_DESC) { totalCount nodes { id } } }",
    "{ activities(filter: {agreement: $AGREEMENT2}, orderBy: TITLE_ASC) { totalCount nodes { title } } }",
    "{ events(filter: {participant: $PROVINCE2}) { totalCount nodes { id status host { name } } } }",
    "{ outcomes(filter: {activity: $ACTIVITY1}) { totalCount nodes { title version } } }",
    "{ agreements(filter: {status: ACTIVE}) { totalCount nodes { status(on: \"2030-01-01\") } } }",
    "{ a: node(id: $ACTIVITY1) { id ... on Activity { title version history { nodes { version command } } } }
       b: node(id: $ACTIVITY3) { id } }",
    "{ nodes(ids: [$ACTIVITY1, $PROVINCE2, $AGREEMENT3]) { __typename id } }",
    "{ province(by: {key: \"lam-dong\"}) { name organizations { totalCount } events { totalCount } } }",
    "{ progress(on: \"2025-06-01\", scope: {sector: [{code: \"TOURISM\"}]}) { agreed overdueCount } }",
    "{ changes(first: 3) { nodes { seq records { __typename } } } }",
    "{ at(moment: {seq: 9}) { activities { totalCount } agreements { totalCount nodes { status } } } }",
    "{ at(moment: {instant: \"2024-10-01T03:00:00Z\"}) { outcomes { totalCount } } }",
    "{ __schema { queryType { name } } activities { totalCount } }",
];

/// A clock that is moved by hand.
pub struct Moving(pub AtomicI64);

impl Moving {
    /// A registry by such a clock.
    pub fn serve(folder: &Path) -> (Arc<Self>, Api) {
        let clock = Arc::new(Self(AtomicI64::new(0)));
        let shared: Arc<dyn Clock> = clock.clone();
        let opened = Registry::open(folder, Options::default(), shared, &mut |_| {});
        (clock, Api::new(Arc::new(opened.unwrap().0)))
    }
}

impl Clock for Moving {
    fn now(&self) -> Timestamp {
        let days = SignedDuration::from_hours(24 * self.0.load(Ordering::Relaxed));
        NOW.parse::<Timestamp>().unwrap() + days
    }
}

/// The corpus, and the scripts that say the rules of the API.
pub fn queries() -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/specs");
    let scripts = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let scripts = scripts.filter(|path| path.extension().is_some_and(|it| it == "graphql"));
    let mut queries: Vec<String> = scripts.map(|path| fs::read_to_string(path).unwrap()).collect();
    queries.sort();
    queries.extend(ASKED.iter().chain(CORPUS).map(|query| named(query)));
    queries
}

struct Kept {
    answer: String,
    basis: Basis,
    seq: u64,
    day: Date,
}

/// An answer without errors, and what it rests on.
async fn compute(api: &Api, caller: &Arc<Caller>, query: &str) -> Option<Kept> {
    let operation = api.read_request(Request::new(query).variables(Variables::default())).ok()?;
    let options = ExecuteOptions { meter: Arc::new(Meter::default()), ..ExecuteOptions::default() };
    let answered = api.answer(&operation, Arc::clone(caller), options).await;
    let (basis, seq, day) = (answered.basis.clone(), answered.seq?, answered.today);
    let answer = answered.into_response();
    answer.errors.is_empty().then(|| Kept { answer: answer.data.to_string(), basis, seq, day })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn no_kept_answer_is_stale(steps in vec(any::<Step>(), 30..50)) {
        let folder = tempfile::tempdir().unwrap();
        let (clock, api) = Moving::serve(folder.path());
        let queries = queries();
        let callers: Vec<_> = callers().into_iter().map(Arc::new).collect();
        let held = block(hold(&api, &clock, &callers, &queries, &steps));
        assert!(held > steps.len() * 5, "only {held} answers were held");
    }
}

/// Writes, and compares each answer that is held with a new one; tells how many were.
async fn hold(
    api: &Api,
    clock: &Moving,
    callers: &[Arc<Caller>],
    queries: &[String],
    steps: &[Step],
) -> usize {
    prepare(api.registry()).await;
    let mut kept: HashMap<(usize, usize), Kept> = HashMap::new();
    let mut held = 0;
    for (number, step) in steps.iter().enumerate() {
        if step[0] % 13 == 0 {
            clock.0.fetch_add(40, Ordering::Relaxed);
        }
        submit(api.registry(), command(number, *step)).await;
        let (snapshot, today) = (api.registry().snapshot(), api.registry().today());
        for (place, caller) in callers.iter().enumerate() {
            // Some of the callers at a time; administrators see all that happens, always.
            if (place + number) % 4 != 0 && caller.role < Role::Admin {
                continue;
            }
            for (at, query) in queries.iter().enumerate() {
                if (at + number) % 2 != 0 {
                    continue;
                }
                let fresh = compute(api, caller, query).await;
                if let Some(old) = kept.remove(&(place, at)) {
                    let same_day = old.day == today || !old.basis.rests_on_day();
                    if same_day && snapshot.tells(&old.basis, old.seq) {
                        held += 1;
                        let new = fresh.as_ref().map(|it| &it.answer);
                        assert_eq!(
                            new,
                            Some(&old.answer),
                            "stale for {} after step {number}: {query}",
                            caller.id
                        );
                        kept.insert((place, at), old);
                        continue;
                    }
                }
                kept.extend(fresh.map(|fresh| ((place, at), fresh)));
            }
        }
    }
    held
}
