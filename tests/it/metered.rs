//! What operations read is counted, paid and limited: whatever reads, and whatever is shown of it.

use std::sync::Arc;

use async_graphql::{Request, Response};
use futures_util::{FutureExt, StreamExt};
use hoptac::{
    auth::Caller,
    domain::Lang,
    graphql::{ExecuteOptions, Meter, Position, Stop, Used},
};
use serde_json::{Value, json};

use crate::{
    program::{Answer, Place, Server},
    world::World,
};

const HEADERS: [(&str, &str); 3] = [
    ("content-type", "application/json"),
    ("accept", "application/graphql-response+json"),
    ("x-hoptac-cost", "1"),
];
const OVERDUE: &str =
    "{ agreement(by: {code: \"tt-2022\"}) { progress { overdue(first: 5) { nodes {
    daysLate activity { title } } } } } }";
const HISTORY: &str = "{ agreement(by: {code: \"tt-2022\"}) { history { nodes { version
    diff { field } } } } }";
const WHOLE: &str =
    "{ agreement(by: {code: \"tt-2022\"}) { fields { activities(first: 50) { nodes {
    title events(first: 10) { nodes { title } } outcomes(first: 10) { nodes { id } }
    participants { role } } } } } }";
/// Figures that no cells tell, since the period is not of whole years.
const FACTS: &str = "{ cooperationMatrix(scope: {period: \"2022-02-03/2026-04-05\"}) {
    network { reciprocity } } }";
/// A total that no sets of records tell: each document is read.
const TOTAL: &str = "{ documents(filter: {language: \"vi\"}) { totalCount } }";

/// What an operation answers, and what it used, where it may use so much.
async fn metered(world: &World, query: &str, most: u64) -> (Response, Used, Option<Stop>) {
    let operation = world.api.read_request(Request::new(query)).unwrap();
    let meter = Arc::new(Meter::up_to(most));
    let (languages, meter_of) = (Lang::Vi.into(), Arc::clone(&meter));
    let options = ExecuteOptions { languages, meter: meter_of, ..ExecuteOptions::default() };
    let answered = world.api.answer(&operation, Arc::new(Caller::anonymous()), options).await;
    (answered.into_response(), meter.used(), meter.stop())
}

/// How many objects a value holds, itself among them.
fn objects(value: &Value) -> u64 {
    match value {
        Value::Object(fields) => 1 + fields.values().map(objects).sum::<u64>(),
        Value::Array(items) => items.iter().map(objects).sum(),
        _ => 0,
    }
}

fn ask(server: &Server, query: &str) -> Answer {
    server.ask("POST", "/graphql", &HEADERS, &json!({ "query": query }).to_string())
}

fn cost(server: &Server, query: &str) -> Value {
    let answer = ask(server, query).json();
    assert!(answer.get("errors").is_none(), "{answer:#}");
    answer["extensions"]["cost"].clone()
}

#[tokio::test]
async fn every_object_of_every_type_is_counted() {
    let world = World::seeded().await.searching();
    for query in [
        OVERDUE,
        HISTORY,
        WHOLE,
        "{ events(first: 3) { edges { node { id host { name } } } pageInfo { hasNextPage } } }",
        "{ viewer { name } head { seq } changes(first: 5) { nodes { records { __typename } } } }",
        "{ cooperationMatrix { cells(first: 4) { nodes { a { name } tally { activities flows { mutual } } } }
           network { reciprocity provinces(first: 3) { nodes { degree province { name } } } } } }",
        "{ at(moment: {seq: 1}) { activities(first: 2) { nodes { participants { province { name } } } } } }",
        "{ agreement(by: {code: \"tt-2022\"}) { reconciliation { recorded claim { id } } } }",
        "{ search(text: \"hop tac\", first: 3) { edges { node { __typename } highlights { pieces { text } } } } }",
    ] {
        let (answer, used, _) = metered(&world, query, u64::MAX).await;
        let data = answer.data.into_json().unwrap();
        assert_eq!(used.objects, objects(&data) - 1, "{query}\n{data:#}");
    }
    let of = async |query| metered(&world, query, u64::MAX).await.1.objects;
    assert_eq!((of(OVERDUE).await, of(HISTORY).await), (13, 14));
}

#[tokio::test]
async fn whatever_reads_is_counted() {
    let world = World::seeded().await;
    let of = async |query: &str| metered(&world, query, u64::MAX).await.1;
    let total = of(TOTAL).await;
    assert!(total.records >= 63 && total.points() >= 62, "{total:?}");
    let twice = of("{ a: documents(filter: {language: \"vi\"}) { totalCount }
        b: documents(filter: {language: \"vi\"}) { totalCount } }")
    .await;
    assert!(twice.points() >= 2 * (total.points() - 2), "{twice:?}");
    let matrix = of("{ cooperationMatrix { network { reciprocity } } }").await;
    assert!(matrix.cells > 1, "{matrix:?}");
    let parts = of(FACTS).await;
    assert!(parts.records > 63, "facts are added up: {parts:?}");
    let feed = of("{ changes(first: 1) { pageInfo { hasNextPage } } }").await;
    assert!(feed.entries + feed.records > 63, "{feed:?}");
    let page = of("{ activities(first: 20) { nodes { id } } }").await;
    assert_eq!(page.points(), 21, "an object pays for its record and its entry: {page:?}");
}

#[tokio::test]
async fn what_sets_of_records_tell_reads_none() {
    let world = World::seeded().await;
    for query in [
        "{ activities { totalCount } }",
        "{ activities(first: 0, filter: {status: [COMPLETED]}) { totalCount } }",
        "{ activities(first: 1, filter: {status: [SUSPENDED], period: {from: \"2999-01-01\"}})
        { totalCount nodes { id } } }",
    ] {
        let used = metered(&world, query, u64::MAX).await.1;
        assert!(used.records <= 21 && used.points() < 50, "{query}: {used:?}");
    }
    let sorted = "{ activities(first: 1, orderBy: TITLE_ASC) { nodes { id } } }";
    let used = metered(&world, sorted, u64::MAX).await.1;
    assert!(used.records <= 3 && used.entries <= 3, "{used:?}");
}

#[tokio::test]
async fn what_reads_too_much_is_stopped_and_answered_with_nothing_but_why() {
    let world = World::seeded().await;
    for query in [
        TOTAL,
        "{ viewer { name } documents(filter: {language: \"vi\"}) { totalCount } }",
        FACTS,
        "{ agreement(by: {code: \"tt-2022\"}) { title activities(first: 50) { nodes { participants {
           province { name } } } } } }",
    ] {
        let (answer, used, stop) = metered(&world, query, 40).await;
        assert_eq!((stop, answer.errors.len()), (Some(Stop::Spent), 1), "{query}");
        assert_eq!(answer.data, async_graphql::Value::Null, "{query}");
        let error = &serde_json::to_value(&answer.errors[0]).unwrap();
        assert_eq!(error["extensions"]["code"], "LIMIT_EXCEEDED");
        assert_eq!(error["extensions"]["reason"], "READS");
        assert!(error.get("path").is_none() && error.get("locations").is_none(), "{error}");
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(&format!("{} records", used.records)), "{message}");
        assert!(message.contains("more than 40 points"), "{message}");
        assert!(used.points() <= 45, "no more was read: {used:?}");
        let whole = metered(&world, query, 200_000).await;
        assert!(whole.0.is_ok() && whole.2.is_none(), "{query}: {:?}", whole.0.errors);
    }
}

#[tokio::test]
async fn what_is_given_up_stops_within_figures_too() {
    let world = World::seeded().await;
    let operation = world.api.read_request(Request::new(FACTS)).unwrap();
    let meter = Arc::new(Meter::default());
    meter.abandon();
    let (languages, meter_of) = (Lang::Vi.into(), Arc::clone(&meter));
    let options = ExecuteOptions { languages, meter: meter_of, ..ExecuteOptions::default() };
    let answered = world.api.answer(&operation, Arc::new(Caller::anonymous()), options).await;
    assert_eq!(
        answered.response.errors[0].message,
        "the operation exceeded its time limit; request less"
    );
    assert!(meter.used().points() < 5, "{:?}", meter.used());
}

#[tokio::test]
async fn each_event_is_counted_and_limited_by_itself() {
    let world = World::seeded().await;
    let caller = Arc::new(Caller::anonymous());
    let start = World::empty().data("{ head { cursor } }").await;
    let start = start["head"]["cursor"].as_str().unwrap();
    for (most, is_told) in [(u64::MAX, true), (40, false)] {
        let query = format!(
            "subscription {{ changes(after: \"{start}\") {{ seq records {{ __typename }} }} }}"
        );
        let operation = world.api.read_request(Request::new(query)).unwrap();
        let (position, meter) = (Arc::new(Position::default()), Arc::new(Meter::up_to(most)));
        let mut events = world.api.stream(
            operation,
            Arc::clone(&caller),
            Lang::Vi,
            position,
            Arc::clone(&meter),
        );
        let event = events.next().now_or_never().flatten().expect("the seeds are a change");
        assert_eq!(event.is_ok(), is_told, "{:?}", event.errors);
        if !is_told {
            assert!(event.errors[0].message.contains("more than 40 points"));
        }
        assert!(meter.take() > 63, "what it took to find and to tell it");
        assert_eq!((meter.take(), meter.stop()), (0, None), "the next may use as much");
    }
}

#[test]
fn what_is_read_is_told_and_charged() {
    let server = Place::new().serve(&["--log-filter", "off"]);
    let overdue = cost(&server, OVERDUE);
    assert_eq!(overdue["objects"], 13, "{overdue}");
    let history = cost(&server, HISTORY);
    assert_eq!((&history["objects"], &history["actual"]), (&json!(14), &json!(14)), "{history}");
    let whole = cost(&server, WHOLE);
    assert!(whole["requested"].as_u64().unwrap() > 5_000, "{whole}");
    assert!(whole["actual"].as_u64().unwrap() < 5_000, "{whole}");
    let total = cost(&server, TOTAL);
    assert!(total["requested"] == 1 && total["actual"].as_u64().unwrap() >= 62, "{total}");
    let introspection = include_str!("../../crates/graphql/src/limits/tests/introspection.graphql");
    for query in [introspection, "{ __schema { types { fields { type { fields { name } } } } } }"] {
        let cost = cost(&server, query);
        let of = |name: &str| cost[name].as_u64().unwrap();
        assert!((1..=of("requested")).contains(&of("actual")), "{cost}");
    }
    let mixed = cost(
        &server,
        "{ s: __schema { queryType { name } }
        documents(filter: {language: \"vi\"}) { totalCount } }",
    );
    assert!(mixed["actual"].as_u64().unwrap() >= 62, "{mixed}");
}

/// A server where strangers have so many points.
fn serve(points: &str) -> Server {
    let budget = ["--budget-points", points, "--budget-per-second", "1"];
    Place::new().serve(&[&["--log-filter", "off"][..], &budget].concat())
}

#[test]
fn who_has_nothing_left_is_refused_and_stopped() {
    let server = serve("200");
    let first = cost(&server, TOTAL);
    let spent = first["actual"].as_u64().unwrap();
    assert!((62..150).contains(&spent), "{first}");
    assert!(first["remaining"].as_u64().unwrap() <= 200 - spent + 2, "{first}");
    let twice = "{ a: documents(filter: {language: \"vi\"}) { totalCount }
        b: documents(filter: {language: \"vi\"}) { totalCount } }";
    let stopped = ask(&server, twice);
    assert_eq!(
        (stopped.status, stopped.code().as_str()),
        (429, "RATE_LIMITED"),
        "{}",
        stopped.body
    );
    assert!(stopped.body.contains("your budget was spent while"), "{}", stopped.body);
    assert!(stopped.json().get("data").is_none());
    let seconds: u64 = stopped.header("retry-after").parse().unwrap();
    assert!((20..=202).contains(&seconds), "{seconds}");
    let refused = ask(&server, "{ not even GraphQL");
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (429, "RATE_LIMITED"),
        "{}",
        refused.body
    );
}

#[test]
fn nobody_reads_more_than_a_whole_budget() {
    let server = serve("150");
    let thrice = "{ a: documents(filter: {language: \"vi\"}) { totalCount }
        b: documents(filter: {language: \"vi\"}) { totalCount }
        c: documents(filter: {language: \"vi\"}) { totalCount } }";
    let stopped = ask(&server, thrice);
    assert_eq!(
        (stopped.status, stopped.code().as_str()),
        (400, "LIMIT_EXCEEDED"),
        "{}",
        stopped.body
    );
}

#[test]
fn many_at_once_spend_no_more_than_there_is() {
    let server = serve("400");
    let answered = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..16)
            .map(|it| {
                let server = &server;
                let filter = "filter: {language: \"vi\"}";
                let query = format!("{{ a{it}: documents({filter}) {{ totalCount }} }}");
                scope.spawn(move || ask(server, &query))
            })
            .collect();
        let answers = asked.into_iter().map(|it| it.join().unwrap());
        answers.filter(|it| it.status == 200).count()
    });
    assert!((1..=7).contains(&answered), "{answered} of 16 were paid for by 400 points");
}
