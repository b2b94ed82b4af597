//! Live queries: the answer, and a new one whenever it has changed.

use std::time::Duration;

use hoptac::{auth::Role, http::Timeouts};
use serde_json::{Value, json};

use super::client::{Events, Site, Socket, post};

const SHORT: Duration = Duration::from_millis(100);
const SECTORS: &str =
    "query @live { sectors(first: 100) { totalCount nodes { id code description } } }";

async fn site() -> Site {
    Site::new(Timeouts { recheck: SHORT, ..Timeouts::default() }).await
}

/// What is answered now.
async fn fresh(site: &Site, query: &str) -> Value {
    let request = async_graphql::Request::new(query.replace("query @live", ""));
    let caller = std::sync::Arc::new(hoptac::auth::Caller::anonymous());
    let languages = hoptac::domain::Languages::default();
    site.api.execute(request, caller, languages).await.data.into_json().unwrap()
}

fn seq(payload: &Value) -> u64 {
    payload["extensions"]["live"]["seq"].as_u64().unwrap_or_else(|| panic!("{payload}"))
}

fn cursor(payload: &Value) -> String {
    let cursor = payload["extensions"]["live"]["cursor"].as_str();
    cursor.unwrap_or_else(|| panic!("{payload}")).to_owned()
}

/// The payload of the next event.
async fn next(events: &mut Events) -> Value {
    let event = events.next().await;
    assert_eq!(event.name, "next", "{event:?}");
    let payload: Value = serde_json::from_str(&event.data).unwrap();
    assert_eq!(event.id.as_deref(), payload["extensions"]["live"]["cursor"].as_str());
    payload
}

#[tokio::test(flavor = "multi_thread")]
async fn a_live_query_is_answered_again_whenever_its_answer_changes() {
    let site = site().await;
    let mut socket = Socket::open(&site, None).await;
    socket.subscribe("q", SECTORS).await;
    let mut events = Events::open(&site, SECTORS, &[]).await;
    // What rests on nothing that is written is told nothing more.
    socket.subscribe("p", "query @live { provinces(first: 2) { nodes { name } } }").await;
    let (mut first, mut other) = (socket.hear().await, socket.hear().await);
    if first["id"] == "p" {
        std::mem::swap(&mut first, &mut other);
    }
    assert_eq!((&first["id"], &other["id"]), (&json!("q"), &json!("p")));
    for payload in [first["payload"].take(), next(&mut events).await] {
        assert_eq!(payload["data"], fresh(&site, SECTORS).await);
        assert_eq!((&payload["isLive"], &payload["revision"]), (&json!(true), &Value::Null));
    }
    for number in 0..3 {
        let wanted = site.publish(number).await;
        let expected = fresh(&site, SECTORS).await;
        for payload in [socket.next("q").await, next(&mut events).await] {
            assert_eq!((&payload["data"], seq(&payload)), (&expected, wanted));
        }
    }
    socket.say(json!({ "id": "q", "type": "complete" })).await;
    site.publish(3).await;
    // Only the stream is told.
    assert_eq!(next(&mut events).await["data"], fresh(&site, SECTORS).await);
    socket.subscribe("r", "{ __typename }").await;
    assert_eq!(socket.next("r").await["data"]["__typename"], "Query");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_patches_is_told_what_changed() {
    let site = site().await;
    let mut socket = Socket::open(&site, None).await;
    let payload = json!({ "query": SECTORS, "extensions": { "live": { "patch": true } } });
    socket.ask("q", &payload).await;
    let mut events = Events::ask(&site, &payload, &[]).await;
    let first = socket.next("q").await;
    assert_eq!((&first["revision"], &first["isLive"]), (&json!(1), &json!(true)));
    assert_eq!(next(&mut events).await, first);
    let mut data = first["data"].clone();
    for number in 0..3 {
        let wanted = site.publish(number).await;
        let told = socket.next("q").await;
        assert_eq!((&told["revision"], seq(&told)), (&json!(number + 2), wanted));
        assert_eq!(told.get("data"), None);
        assert_eq!(next(&mut events).await, told);
        let patch: json_patch::Patch = serde_json::from_value(told["patch"].clone()).unwrap();
        assert_eq!(patch.len(), 2, "the total, and the sector: {patch}");
        json_patch::patch(&mut data, &patch).unwrap();
        assert_eq!(data, fresh(&site, SECTORS).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_resumes_is_told_nothing_that_they_have() {
    let mut site = site().await;
    let mut socket = Socket::open(&site, None).await;
    socket.subscribe("q", SECTORS).await;
    let stood = cursor(&socket.next("q").await);
    for round in 0..2 {
        let resumed = json!({ "query": SECTORS, "extensions": { "live": { "after": stood } } });
        let mut socket = Socket::open(&site, None).await;
        socket.ask("q", &resumed).await;
        let mut events = Events::open(&site, SECTORS, &[("last-event-id", &stood)]).await;
        // Their first answer is the one after what is written now; so is that of who missed it.
        if round == 0 {
            // Nothing was written, so that nothing was told.
            let told = async { (socket.closed().await, events.ended().await) };
            let patience = Timeouts { recheck: SHORT, ..Timeouts::default() };
            let (restarted, (closed, ())) = tokio::join!(site.restart(patience), told);
            assert_eq!(closed.0, 1001);
            site = restarted;
            continue;
        }
        let wanted = site.publish(7).await;
        let expected = fresh(&site, SECTORS).await;
        for payload in [socket.next("q").await, next(&mut events).await] {
            assert_eq!((&payload["data"], seq(&payload)), (&expected, wanted));
        }
        let mut late = Events::open(&site, SECTORS, &[("last-event-id", &stood)]).await;
        assert_eq!(next(&mut late).await["data"], expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_kept_alive_is_refused() {
    let site = site().await;
    let mut socket = Socket::open(&site, None).await;
    let live = "query ($t: Int) @live(throttle: $t) { __typename }";
    let after = |after: &str| json!({ "live": { "after": after } });
    for (payload, code, named) in [
        (json!({ "query": live, "variables": { "t": -5 } }), "BAD_USER_INPUT", "-5"),
        (json!({ "query": live, "variables": { "t": 3_600_001 } }), "BAD_USER_INPUT", "3600001"),
        (json!({ "query": "mutation @live { __typename }" }), "GRAPHQL_VALIDATION_FAILED", "live"),
        (
            json!({ "query": "subscription @live { changes { seq } }" }),
            "GRAPHQL_VALIDATION_FAILED",
            "live",
        ),
        (json!({ "query": live, "extensions": after("x") }), "BAD_USER_INPUT", "`x`"),
        (json!({ "query": live, "extensions": { "live": 1 } }), "BAD_REQUEST", "extensions.live"),
        (json!({ "query": "query @live { noSuchField }" }), "GRAPHQL_VALIDATION_FAILED", "noSuch"),
    ] {
        socket.ask("q", &payload).await;
        let message = socket.hear().await;
        assert_eq!(message["type"], "error", "{message}");
        let told = &message["payload"][0];
        assert_eq!(told["extensions"]["code"], code, "{message}");
        assert!(told["message"].as_str().unwrap().contains(named), "{message}");
    }
    let refused = Events::open(&site, SECTORS, &[("last-event-id", "7")]).await;
    assert!(refused.head.starts_with("HTTP/1.1 400"), "{}", refused.head);
    // In a single answer it is not taken; where it says that it is not live, it is.
    let (status, body) = post(site.address, &json!({ "query": SECTORS })).await;
    assert!(status == 406 && body.contains("text/event-stream"), "{status} {body}");
    let query = "subscription { changes { seq } }";
    let (status, body) = post(site.address, &json!({ "query": query })).await;
    assert!(status == 406 && body.contains("text/event-stream"), "{status} {body}");
    let query = "query @live(if: false) { __typename }";
    let (status, body) = post(site.address, &json!({ "query": query })).await;
    assert!(status == 200 && body.contains("Query"), "{status} {body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schema_tells_of_the_directive() {
    let site = site().await;
    let query =
        "query @live { __schema { directives { name locations args { name type { name } } } } }";
    let mut socket = Socket::open(&site, None).await;
    socket.subscribe("q", query).await;
    let told = socket.next("q").await;
    let directives = told["data"]["__schema"]["directives"].as_array().unwrap();
    let live: Vec<_> = directives.iter().filter(|it| it["name"] == "live").collect();
    let argument = |name: &str, ty: &str| json!({ "name": name, "type": { "name": ty } });
    let arguments = [argument("if", "Boolean"), argument("throttle", "Int")];
    assert_eq!(live, [&json!({ "name": "live", "locations": ["QUERY"], "args": arguments })]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_token_ends_its_live_queries() {
    let site = site().await;
    let (id, secret) = site.token(Role::Reader, None);
    let mut socket = Socket::open(&site, Some(&secret)).await;
    socket.subscribe("q", SECTORS).await;
    socket.next("q").await;
    let bearer = format!("Bearer {secret}");
    let mut events = Events::open(&site, SECTORS, &[("authorization", &bearer)]).await;
    next(&mut events).await;
    site.revoke(&id);
    site.publish(0).await;
    let (code, reason) = socket.closed().await;
    assert!(code == 4403 && reason.contains("revoked"), "{code} {reason}");
    // What came before the server looked at the tokens is allowed.
    let mut event = events.next().await;
    while event.id.is_some() {
        event = events.next().await;
    }
    assert!(event.data.contains("UNAUTHENTICATED"), "{event:?}");
    assert_eq!(events.next().await.name, "complete");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_day_makes_another_answer() {
    let site = site().await;
    let query = "query @live { lateActivities(first: 3) { nodes { daysLate } } }";
    let mut socket = Socket::open(&site, None).await;
    socket.subscribe("q", query).await;
    let before = socket.next("q").await;
    assert_eq!(before["data"], fresh(&site, query).await);
    site.clock.set("2027-11-24T03:00:00Z");
    let after = socket.next("q").await;
    assert_eq!(after["data"], fresh(&site, query).await);
    assert_ne!(after["data"], before["data"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_slow_is_told_the_newest_and_no_backlog() {
    let site = Site::new(Timeouts { stalled: 600 * SHORT, ..Timeouts::default() }).await;
    let nested = |name: &str| {
        format!("{name}: activities(first: 100) {{ nodes {{ title description
        participants {{ province {{ name kind }} }} agreement {{ title }} events(first: 20) {{ nodes {{ title }} }} }} }}")
    };
    let lists: String = ["a", "b", "c", "d"].into_iter().map(nested).collect();
    let all = format!("query @live {{ sectors(first: 0) {{ totalCount }} {lists} }}");
    let mut quick = Socket::open(&site, None).await;
    quick.subscribe("q", "query @live { sectors(first: 0) { totalCount } }").await;
    quick.next("q").await;
    let mut slow = Socket::open(&site, None).await;
    slow.subscribe("q", &all).await;
    // It reads nothing while much is written; others are told of it.
    let mut last = 0;
    for number in 0..200 {
        last = site.publish(number).await;
        quick.next("q").await;
    }
    let (mut told, mut newest) = (0, json!(null));
    while newest.is_null() || seq(&newest) < last {
        newest = slow.next("q").await;
        told += 1;
    }
    assert!(told < 100, "{told} answers of 200");
    assert_eq!(newest["data"], fresh(&site, &all).await);
}
