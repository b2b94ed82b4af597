//! An answer of which parts are taken over is what it would be without: whatever is written, and
//! when the day changes.

use std::{
    collections::HashMap,
    sync::{Arc, atomic::Ordering},
};

use async_graphql::{Request, Response};
use auth::{Caller, Role, Scope};
use domain::{NounId, ProvinceId};
use hoptac_graphql::{Api, ExecuteOptions, Parts, Taken};
use proptest::{collection::vec, prelude::*};
use registry::{Meter, Stop, Used};

use super::{
    block, callers,
    kept::{Moving, queries},
    named,
    random::{Step, command, open, prepare, submit},
};

/// Pages of which more is shown than stands in their records.
const NESTED: &[&str] = &[
    "{ activities(first: 50) { edges { cursor node { title version participants { role province { name } }
       events { totalCount nodes { title host { name } } } outcomes { nodes { title status } }
       lateness { days } agreement { code status } } } } }",
    "{ agreements(orderBy: TITLE_ASC) { totalCount nodes { code progress { agreed overdueCount }
       activities { edges { cursor node { title sector { name } outcomes { totalCount } } } }
       events { nodes { title activity { title } } } } } }",
    "{ provinces { nodes { name events { nodes { title } }
       activities(orderBy: DATE_DESC, first: 3) { nodes { title direction pairs { direction }
       lateness { days } agreement { title } } } } } }",
    "{ at(moment: {seq: 9}) { ...A } activities { nodes { title } } ...A }
     fragment A on Query { activities { nodes { title lateness { days } agreement { code }
       outcomes { totalCount nodes { title activity { title } } } } } }",
    "{ at(moment: {instant: \"2024-10-01T03:00:00Z\"}) { outcomes { edges { cursor node { title
       activity { title lateness { days } } } } } } }",
    "{ activities { nodes { title viewerCan agreement { title } } } }",
    "{ outcomes { edges { cursor node { title history { nodes { version } } activity { title
       agreement { code parties { province { name } } } } } } } }",
    "{ cooperation(between: {a: {key: \"ho-chi-minh\"}, b: {key: \"lam-dong\"}}) {
       activities { nodes { title agreement { code claims { id } } outcomes { totalCount } } } } }",
    "{ sectors { nodes { activities { nodes { title sector { code } participants { province { name } }
       agreement { activities { totalCount } } } } } } }",
];

/// What is answered, and what it takes.
struct Computed {
    answer: String,
    used: Used,
    stop: Option<Stop>,
    identified: bool,
    parts: Option<Arc<Parts>>,
}

impl Computed {
    fn taken(&self) -> Taken {
        self.parts.as_ref().map_or_else(Taken::default, |parts| parts.taken())
    }
}

async fn compute(
    api: &Api,
    caller: &Arc<Caller>,
    query: &str,
    parts: Option<Arc<Parts>>,
) -> Option<Computed> {
    metered(api, caller, query, parts, Meter::default()).await
}

async fn metered(
    api: &Api,
    caller: &Arc<Caller>,
    query: &str,
    parts: Option<Arc<Parts>>,
    meter: Meter,
) -> Option<Computed> {
    let operation = api.read_request(Request::new(query)).ok()?;
    let meter = Arc::new(meter);
    let options = ExecuteOptions { meter: Arc::clone(&meter), parts, ..ExecuteOptions::default() };
    let mut answered = api.answer(&operation, Arc::clone(caller), options).await;
    let (parts, identified) = (answered.parts.take().map(Arc::new), answered.identified);
    let Response { data, errors, .. } = answered.into_response();
    assert!(parts.is_none() || errors.is_empty(), "{query}: {errors:?}");
    let answer = format!("{data} {errors:?}");
    Some(Computed { answer, used: meter.used(), stop: meter.stop(), identified, parts })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, ..ProptestConfig::default() })]

    #[test]
    fn no_part_is_stale(steps in vec(any::<Step>(), 30..50)) {
        let folder = tempfile::tempdir().unwrap();
        let (clock, api) = Moving::serve(folder.path());
        let queries: Vec<_> = NESTED.iter().map(|it| named(it)).chain(queries()).collect();
        let callers: Vec<_> = callers().into_iter().map(Arc::new).collect();
        let taken = block(follow(&api, &clock, &callers, &queries, &steps));
        assert!(taken > steps.len(), "only {taken} parts were taken over");
    }
}

/// Writes, and compares each answer of which parts are taken over with a new one; tells how many
/// parts were.
async fn follow(
    api: &Api,
    clock: &Moving,
    callers: &[Arc<Caller>],
    queries: &[String],
    steps: &[Step],
) -> usize {
    prepare(api.registry()).await;
    let mut kept: HashMap<(usize, usize), Arc<Parts>> = HashMap::new();
    let mut taken = 0;
    for (number, step) in steps.iter().enumerate() {
        if step[0] % 13 == 0 {
            clock.0.fetch_add(40, Ordering::Relaxed);
        }
        submit(api.registry(), command(number, *step)).await;
        for (place, caller) in callers.iter().enumerate() {
            if (place + number) % 4 != 0 && caller.role < Role::Admin {
                continue;
            }
            for (at, query) in queries.iter().enumerate() {
                // Those of pages each time.
                if at >= NESTED.len() && (at + number) % 5 != 0 {
                    continue;
                }
                let before = kept.remove(&(place, at)).unwrap_or_default();
                let Some(fresh) = compute(api, caller, query, None).await else { continue };
                let Some(cut) = compute(api, caller, query, Some(before)).await else { continue };
                let told = format!("for {} after step {number}: {query}", caller.id);
                assert_eq!(cut.answer, fresh.answer, "{told}");
                assert_eq!(cut.used.objects, fresh.used.objects, "{told}");
                if cut.used != fresh.used {
                    eprintln!("USED {:?} {:?} {:?} {told}", cut.used, fresh.used, cut.taken());
                }
                taken += cut.taken().parts as usize;
                kept.extend(cut.parts.map(|parts| ((place, at), parts)));
            }
        }
    }
    taken
}

/// A page of fifty activities, with what stands below them.
const PAGE: &str =
    "{ activities(first: 50) { totalCount edges { cursor node { title viewerCan sector { name }
    participants { province { name } } events { nodes { title } } outcomes { totalCount } } } } }";

/// A registry with fifty activities, of which some have events.
async fn fifty(folder: &std::path::Path) -> Api {
    let api = Api::new(open(folder));
    prepare(api.registry()).await;
    for number in 0..50 {
        let by = number as u8;
        assert!(submit(api.registry(), command(number, [2, 0, 65, by, by, by])).await);
    }
    for number in 50..70 {
        let by = number as u8;
        assert!(submit(api.registry(), command(number, [11, by, 2, by, by, by])).await);
    }
    api
}

#[tokio::test]
async fn a_write_to_one_activity_costs_none_of_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let api = fifty(folder.path()).await;
    let scope = Scope::Province(ProvinceId::from_number(1));
    let recorder = Caller { name: "r".into(), id: "r".into(), role: Role::Recorder, scope };
    for caller in [Caller::anonymous(), recorder].map(Arc::new) {
        let caller = &caller;
        let ask = async |parts| compute(&api, caller, PAGE, parts).await.unwrap();
        let first = ask(Some(Arc::default())).await;
        assert_eq!((first.taken().parts, first.taken().computed), (0, 50));
        let same = ask(first.parts.clone()).await;
        assert_eq!((same.taken().parts, same.taken().computed), (50, 0));
        assert_eq!((same.used, &same.answer), (first.used, &first.answer));
        assert!(same.identified, "what is taken over hangs on the caller, too");

        let steps = [[6, 2, 0, 0, 0, 0], [11, 4, 2, 7, 7, 7], [13, 6, 0, 5, 5, 5]];
        let mut before = same.parts;
        for (number, step) in steps.into_iter().enumerate() {
            let number = api.registry().head().seq as usize * 10 + number;
            if !submit(api.registry(), command(number, step)).await {
                // It was started for the caller before.
                continue;
            }
            let (cut, fresh) = (ask(before).await, ask(None).await);
            assert_eq!(cut.answer, fresh.answer);
            assert_eq!(cut.used, fresh.used, "it costs what it would");
            let taken = cut.taken();
            assert_eq!((taken.parts, taken.computed), (49, 1), "{step:?}");
            let read = cut.used.since(&taken.used);
            // The page itself, each with its agreement, since one is a draft; and what is below one.
            assert!(read.records < 3 * 50, "{read:?}");
            assert!(fresh.used.records > read.records + 49 * 3, "{read:?} of {:?}", fresh.used);
            before = cut.parts;
        }
    }
}

/// What stands at the end of relations from each of fifty activities, and of four provinces.
const TOTALS: [&str; 2] = [
    PAGE,
    "{ provinces { nodes { name activities { totalCount nodes { title } }
       outcomesProvided { totalCount } } } }",
];

#[tokio::test]
async fn a_draft_that_is_recorded_or_approved_costs_only_what_it_is_of() {
    let folder = tempfile::tempdir().unwrap();
    let api = fifty(folder.path()).await;
    let scope = Scope::Province(ProvinceId::from_number(3));
    let recorder = Caller { name: "r".into(), id: "r".into(), role: Role::Recorder, scope };
    let everything = Caller { scope: Scope::All, ..recorder.clone() };
    let callers = [Caller::anonymous(), recorder, everything].map(Arc::new);
    for (outcome, caller) in callers.iter().enumerate() {
        // Which outcomes of provinces are seen by who sees some hangs on all of them.
        let asked = if caller.scope == Scope::Province(ProvinceId::from_number(3)) { 1 } else { 2 };
        let mut kept = Vec::new();
        for query in &TOTALS[..asked] {
            kept.push(compute(&api, caller, query, Some(Arc::default())).await.unwrap().parts);
        }
        // Of the fourth activity, provided by the third province; then approved.
        let steps = [[14, 3, 0, 0, 102, 4], [16, outcome as u8, 1, 0, 0, 0]];
        for (number, step) in steps.into_iter().enumerate() {
            let number = 100 + outcome * steps.len() + number;
            assert!(submit(api.registry(), command(number, step)).await, "{step:?}");
            for (query, parts) in TOTALS.iter().zip(&mut kept) {
                let fresh = compute(&api, caller, query, None).await.unwrap();
                let cut = compute(&api, caller, query, parts.take()).await.unwrap();
                assert_eq!(cut.answer, fresh.answer);
                let told = format!("for {} after {step:?}: {query}", caller.id);
                assert_eq!(cut.taken().computed, 1, "{told}");
                assert_eq!(cut.taken().parts, if *query == PAGE { 49 } else { 3 }, "{told}");
                *parts = cut.parts;
            }
        }
    }
}

#[tokio::test]
async fn what_goes_beyond_a_limit_does_so_with_parts_too() {
    let folder = tempfile::tempdir().unwrap();
    let api = fifty(folder.path()).await;
    let caller = &Arc::new(Caller::anonymous());
    let noted = compute(&api, caller, PAGE, Some(Arc::default())).await.unwrap();
    let whole = noted.used;
    for most in (0..whole.total()).step_by(3) {
        let ask =
            async |parts| metered(&api, caller, PAGE, parts, Meter::up_to(most)).await.unwrap();
        let (cut, fresh) = (ask(noted.parts.clone()).await, ask(None).await);
        assert_eq!((cut.stop, &cut.answer), (fresh.stop, &fresh.answer), "up to {most}");
        assert!(cut.stop.is_none() || cut.parts.is_none());
    }
    let given_up = Meter::default();
    given_up.abandon();
    let cut = metered(&api, caller, PAGE, noted.parts, given_up).await.unwrap();
    assert_eq!(cut.stop, Some(Stop::Abandoned));
    assert!(cut.parts.is_none() && cut.answer.starts_with("null"), "{}", cut.answer);
}
