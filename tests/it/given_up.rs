//! Whatever sums or lists long stops where it is given up: no more is read than what was begun.

use std::sync::{Arc, OnceLock, Weak};

use async_graphql::Request;
use hoptac::{
    auth::Caller,
    domain::{Command, Lang},
    graphql::{ExecuteOptions, Meter, Stop},
};

use crate::{fixture, world::World};

/// Reads of what was begun: of one record with what it leads to, of one batch.
const BEGUN: u64 = 32;
/// What one entry of the journal costs that wrote all seeds.
const ENTRY: u64 = 300;

/// Something of each kind that may take long.
const CORPUS: &[&str] = &[
    // Lists: whole, narrowed, in each order, from either end, below other records, of earlier days.
    "{ activities(first: 50) { totalCount nodes { title participants { province { name } } } } }",
    "{ activities(first: 30, filter: {status: [COMPLETED]}) { totalCount nodes { id } } }",
    "{ activities(last: 30, filter: {period: {from: \"2022-03-01\"}}) { totalCount nodes { id } } }",
    "{ activities(first: 50, orderBy: TITLE_ASC) { nodes { title } } }",
    "{ activities(first: 50, orderBy: TITLE_DESC, filter: {role: PROVIDER}) { nodes { title } } }",
    "{ activities(last: 50, orderBy: REGISTERED_ASC) { nodes { title } } }",
    "{ provinces(first: 60, orderBy: TITLE_ASC) { totalCount nodes { name } } }",
    "{ documents(filter: {language: \"vi\"}) { totalCount } }",
    "{ documents(first: 30, filter: {language: \"vi\"}, orderBy: TITLE_ASC) { nodes { title } } }",
    "{ agreement(by: {code: \"tt-2022\"}) { fields { activities(first: 50) { nodes { title
        events(first: 10) { nodes { title } } outcomes(first: 10) { nodes { id } } } } } } }",
    "{ sectors(first: 20) { nodes { name activities(first: 9) { totalCount nodes { title } } } } }",
    "{ at(moment: {seq: 1}) { activities(filter: {status: [COMPLETED]}) { totalCount } } }",
    "{ at(moment: {seq: 1}) { activities(first: 40, orderBy: TITLE_ASC) { nodes { title } } } }",
    "{ at(moment: {seq: 1}) { activities(first: 40, orderBy: REGISTERED_DESC) { nodes { title } } } }",
    // Figures: from cells, from facts, and the records behind them.
    "{ cooperationMatrix(includeEmpty: true) { cells(first: 2000) { nodes { a { name } tally { activities } } } } }",
    "{ cooperationMatrix(scope: {period: \"2022/2024\"}) { network { reciprocity } } }",
    "{ cooperationMatrix(scope: {period: \"2022-02-03/2026-04-05\"}) { network { reciprocity } } }",
    "{ cooperationMatrix { totals { bySector { tally { activities } } byYear { tally { activities } } } } }",
    "{ cooperationMatrix(scope: {period: \"2022-02-03/2026-04-05\"}) { totals { activities } } }",
    "{ cooperationMatrix { totals { contributors(figure: ACTIVITIES, first: 50) { totalCount nodes { __typename } } } } }",
    "{ at(moment: {seq: 1}) { cooperationMatrix { network { pairs } } } }",
    "{ progress { agreed completed overdueCount overdue(first: 20) { totalCount nodes { daysLate } } } }",
    "{ lateActivities(first: 20) { totalCount nodes { due activity { title } } } }",
    "{ provinces(first: 60) { nodes { directions { activities } } } }",
    "{ agreement(by: {code: \"tt-2022\"}) { reconciliation { recorded claim { id } } } }",
    // What was written. A search is paid before it begins.
    "{ changes(first: 50) { nodes { records { __typename } } } }",
    "{ agreement(by: {code: \"tt-2022\"}) { history { nodes { version diff { field } } } } }",
];

/// Answers a query that is given up once it has used so many points; gives what it used, and why it
/// ended.
async fn used(world: &World, query: &str, points: u64) -> (u64, Option<Stop>, bool) {
    let own: Arc<OnceLock<Weak<Meter>>> = Arc::default();
    let purse = {
        let own = Arc::clone(&own);
        move || {
            own.get().and_then(Weak::upgrade).inspect(|meter| meter.abandon());
            1
        }
    };
    let meter = Arc::new(Meter::paid(u64::MAX, points, Box::new(purse)));
    own.set(Arc::downgrade(&meter)).unwrap();
    let operation = world.api.read_request(Request::new(query)).unwrap();
    let (languages, meter_of) = (Lang::Vi.into(), Arc::clone(&meter));
    let options = ExecuteOptions { languages, meter: meter_of, ..ExecuteOptions::default() };
    let answered = world.api.answer(&operation, Arc::new(Caller::anonymous()), options).await;
    let failed = !answered.into_response().errors.is_empty();
    (meter.used().points(), meter.stop(), failed)
}

#[tokio::test]
async fn whatever_takes_long_stops_where_it_is_given_up() {
    let world = World::seeded().await;
    // What is read of the seeds is of an earlier moment.
    world.submit(Command::Register(fixture::adding(vec![fixture::sector("after", 1)]))).await;
    for query in CORPUS {
        let reads_journal = ["at(", "changes", "history"].iter().any(|it| query.contains(it));
        let begun = BEGUN + if reads_journal { ENTRY } else { 0 };
        let (whole, stop, failed) = used(&world, query, u64::MAX).await;
        assert!(!failed && stop.is_none(), "{query}");
        assert!(whole > 3, "{query} takes {whole} points and tells nothing");
        for quarter in 0..4 {
            let points = 1 + whole * quarter / 4;
            let (used, stop, failed) = used(&world, query, points).await;
            assert!(failed && stop == Some(Stop::Abandoned), "{query} at {points} of {whole}");
            assert!(used <= points + begun, "{query}: given up at {points}, stopped at {used}");
        }
    }
}
