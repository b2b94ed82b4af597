//! Subscriptions and live queries over sockets and events: the protocols' codes, resuming without gap or repeat,
//! and that nobody who reads holds up one who writes.

mod client;
mod fresh;
mod languages;
mod queries;

use std::{sync::Arc, time::Duration};

use hoptac::{auth::Role, http::Timeouts};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use client::{Events, PROTOCOL, Site, Socket};

const SEQS: &str = "subscription { changes { seq cursor } }";

fn after(cursor: &str) -> String {
    format!("subscription {{ changes(after: {cursor:?}) {{ seq cursor }} }}")
}

async fn site() -> Site {
    Site::new(Timeouts::default()).await
}

const SHORT: Duration = Duration::from_millis(100);

fn seq(payload: &Value) -> u64 {
    payload["data"]["changes"]["seq"].as_u64().unwrap_or_else(|| panic!("{payload}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_the_protocol_closes_the_socket_by_its_code() {
    let site = site().await;
    let init = json!({ "type": "connection_init" });
    let ask = |id: &str| json!({ "type": "subscribe", "id": id, "payload": { "query": SEQS } });
    for (said, code) in [
        (vec![json!("x")], 4400),
        (vec![json!({ "type": "start" })], 4400),
        (vec![ask("a")], 4401),
        (vec![init.clone(), init.clone()], 4429),
        (vec![init.clone(), ask("a"), ask("a")], 4409),
        (
            vec![json!({ "type": "connection_init", "payload": { "authorization": "Bearer x" } })],
            4403,
        ),
        (vec![json!({ "type": "connection_init", "payload": { "Authorization": 7 } })], 4403),
    ] {
        let mut socket = Socket::connect(&site, &[PROTOCOL]).await;
        for message in &said {
            socket.say(message.clone()).await;
        }
        assert_eq!(socket.closed().await.0, code, "{said:?}");
    }
    let mut socket =
        Socket::connect(&site, &[("sec-websocket-protocol", "graphql-transport-ws")]).await;
    futures_util::SinkExt::send(&mut socket.0, Message::binary(vec![1])).await.unwrap();
    assert_eq!(socket.closed().await.0, 4400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_is_refused_without_the_subprotocol_or_from_another_origin() {
    let site = site().await;
    assert_eq!(Socket::connect(&site, &[]).await.closed().await.0, 4406);
    let here = format!("http://{}", site.address);
    assert!(Socket::try_connect(&site, &[PROTOCOL, ("origin", &here)]).await.is_ok());
    let evil = Socket::try_connect(&site, &[PROTOCOL, ("origin", "http://evil.example")]).await;
    assert_eq!(evil.err(), Some(403));
    let wrong = Socket::try_connect(&site, &[PROTOCOL, ("authorization", "Bearer x")]).await;
    assert_eq!(wrong.err(), Some(401));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_logged_out_opens_a_conversation_as_nobody() {
    let site = site().await;
    for given in [json!(null), json!(""), json!(" ")] {
        for headers in [&[PROTOCOL][..], &[PROTOCOL, ("authorization", "")]] {
            let mut socket = Socket::connect(&site, headers).await;
            let payload = json!({ "authorization": given });
            socket.say(json!({ "type": "connection_init", "payload": payload })).await;
            assert_eq!(socket.hear().await, json!({ "type": "connection_ack" }), "{given}");
            socket.subscribe("q", "{ viewer { role } }").await;
            let answer = socket.next("q").await;
            assert_eq!(answer["data"]["viewer"]["role"], "ANONYMOUS", "{answer}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_must_be_opened_in_time() {
    let site = Site::new(Timeouts { unopened: SHORT, ..Timeouts::default() }).await;
    assert_eq!(Socket::connect(&site, &[PROTOCOL]).await.closed().await.0, 4408);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_socket_carries_queries_mutations_and_errors() {
    let site = site().await;
    let mut socket = Socket::open(&site, None).await;
    socket.say(json!({ "type": "ping", "payload": { "a": 1 } })).await;
    assert_eq!(socket.hear().await, json!({ "type": "pong" }));
    socket.subscribe("q", "{ __typename }").await;
    // No header says which command it may show.
    let expected =
        json!({ "data": { "__typename": "Query" }, "extensions": { "seq": site.app.seq() } });
    assert_eq!(socket.next("q").await, expected);
    assert_eq!(socket.hear().await, json!({ "id": "q", "type": "complete" }));
    // The id is free again. What is not executed is one message, and the end of it.
    for (query, code) in [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ noSuchField }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { changes(after: \"x\") { seq } }", "BAD_USER_INPUT"),
    ] {
        socket.subscribe("q", query).await;
        let message = socket.hear().await;
        assert_eq!((&message["type"], &message["id"]), (&json!("error"), &json!("q")), "{message}");
        assert_eq!(message["payload"][0]["extensions"]["code"], code, "{message}");
    }
    let mutation = "mutation { submitOutcome(input: { outcome: \"CgE\" }) { errors { code } } }";
    socket.subscribe("m", mutation).await;
    let answer = socket.next("m").await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fifty_first_operation_is_refused_and_the_others_go_on() {
    let site = site().await;
    let mut socket = Socket::open(&site, None).await;
    for number in 0..=50 {
        socket.subscribe(&format!("s{number}"), SEQS).await;
    }
    let message = socket.hear().await;
    assert_eq!((&message["type"], &message["id"]), (&json!("error"), &json!("s50")));
    assert_eq!(message["payload"][0]["extensions"]["code"], "TOO_MANY_SUBSCRIPTIONS");
    // One that ends makes room.
    socket.say(json!({ "type": "complete", "id": "s0" })).await;
    let cursor = site.cursor().await;
    socket.subscribe("s51", &after(&cursor)).await;
    let wanted = site.publish(1).await;
    loop {
        let message = socket.hear().await;
        assert_eq!(seq(&message["payload"]), wanted);
        assert_ne!(message["id"], "s0");
        if message["id"] == "s51" {
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_change_comes_once_across_disconnects_and_a_restart() {
    let mut site = site().await;
    let mut cursor = site.cursor().await;
    let (mut wanted, mut sockets, mut events) = (Vec::new(), Vec::new(), Vec::new());
    let mut event_cursor = cursor.clone();
    for round in 0..3 {
        let mut socket = Socket::open(&site, None).await;
        // What happens between two connections is caught up with.
        wanted.push(site.publish(round * 10).await);
        socket.subscribe("a", &after(&cursor)).await;
        // The id of the last event goes before what the operation says.
        let headers = [("last-event-id", event_cursor.as_str())];
        let mut stream = Events::open(&site, SEQS, &headers).await;
        for number in 1..5 {
            wanted.push(site.publish(round * 10 + number).await);
        }
        for _ in 0..5 {
            let payload = socket.next("a").await;
            sockets.push(seq(&payload));
            payload["data"]["changes"]["cursor"].as_str().unwrap().clone_into(&mut cursor);
            let event = stream.next().await;
            assert_eq!(event.name, "next");
            events.push(seq(&serde_json::from_str(&event.data).unwrap()));
            event_cursor = event.id.unwrap();
        }
        if round == 1 {
            let told = async { (socket.closed().await, stream.ended().await) };
            let (restarted, (closed, ())) = tokio::join!(site.restart(Timeouts::default()), told);
            assert_eq!(closed.0, 1001);
            site = restarted;
        }
    }
    assert_eq!((&sockets, &events), (&wanted, &wanted));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_read_holds_nobody_up_and_is_cut() {
    let patience = Timeouts { stalled: SHORT, farewell: 600 * SHORT, ..Timeouts::default() };
    let site = Site::new(patience).await;
    let mut quick = Socket::open(&site, None).await;
    quick.subscribe("a", &after(&site.cursor().await)).await;
    let wanted = site.publish(0).await;
    assert_eq!(seq(&quick.next("a").await), wanted);
    let holders = || Arc::strong_count(site.api.registry());
    let quiet = holders();

    let mut slow = Socket::open(&site, None).await;
    slow.subscribe("c", "{ at(moment: { seq: 0 }) { head { cursor } } }").await;
    let answer = slow.next("c").await;
    let cursor = answer["data"]["at"]["head"]["cursor"].as_str().unwrap().to_owned();
    assert_eq!(slow.hear().await["type"], "complete");
    // Each answer has the whole record of the cooperation in it: soon no buffer takes more.
    let all = format!(
        "subscription {{ changes(after: {cursor:?}) {{ records {{ diff {{ field after }} }} }} }}"
    );
    for number in 0..40 {
        slow.subscribe(&format!("s{number}"), &all).await;
    }
    // It reads nothing from here on. Others are served, until the server has let it go.
    let mut published = 0;
    while published < 20 || holders() > quiet {
        published += 1;
        let wanted = site.publish(published).await;
        assert_eq!(seq(&quick.next("a").await), wanted);
    }
    // Only now it reads again, and is told.
    assert_eq!(slow.closed().await.0, 4410);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_ends_ends_what_it_opened() {
    let site = Site::new(Timeouts { recheck: SHORT, ..Timeouts::default() }).await;
    let (id, secret) = site.token(Role::Recorder, None);
    let mut socket = Socket::open(&site, Some(&secret)).await;
    socket.subscribe("a", SEQS).await;
    let bearer = format!("Bearer {secret}");
    let headers = [("authorization", bearer.as_str())];
    let mut stream = Events::open(&site, SEQS, &headers).await;
    assert!(stream.head.starts_with("HTTP/1.1 200"), "{}", stream.head);
    site.revoke(&id);
    let (code, reason) = socket.closed().await;
    assert!(code == 4403 && reason.contains("revoked"), "{code} {reason}");
    let event = stream.next().await;
    assert!(event.name == "next" && event.data.contains("UNAUTHENTICATED"), "{event:?}");
    assert_eq!(stream.next().await.name, "complete");
    let mut again = Socket::connect(&site, &[PROTOCOL]).await;
    let payload = json!({ "authorization": bearer });
    again.say(json!({ "type": "connection_init", "payload": payload })).await;
    assert_eq!(again.closed().await.0, 4403);
}

/// A site, with a socket and a stream of events that a token opened which expires in an hour.
async fn opened_for_an_hour(recheck: Duration) -> (Site, String, Socket, Events) {
    let site = Site::new(Timeouts { recheck, ..Timeouts::default() }).await;
    let (_, secret) = site.token(Role::Recorder, Some("2026-11-23T04:00:00Z"));
    let mut socket = Socket::open(&site, Some(&secret)).await;
    let cursor = site.cursor().await;
    socket.subscribe("a", &after(&cursor)).await;
    let bearer = format!("Bearer {secret}");
    let headers = [("authorization", bearer.as_str())];
    let mut stream = Events::open(&site, &after(&cursor), &headers).await;
    site.clock.set("2026-11-23T03:59:59.999Z");
    let wanted = site.publish(0).await;
    assert_eq!(seq(&socket.next("a").await), wanted);
    assert_eq!(seq(&serde_json::from_str(&stream.next().await.data).unwrap()), wanted);
    (site, bearer, socket, stream)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_expires_ends_what_it_opened() {
    // Whether at the next look at it, or because there is something that it may no longer see.
    for (recheck, publishes) in [(SHORT, false), (Duration::from_secs(3600), true)] {
        let (site, bearer, mut socket, mut stream) = opened_for_an_hour(recheck).await;
        site.clock.set("2026-11-23T04:00:00Z");
        if publishes {
            site.publish(1).await;
        }
        let frame = futures_util::StreamExt::next(&mut socket.0).await.unwrap().unwrap();
        let Message::Close(Some(frame)) = frame else { panic!("told of a change: {frame}") };
        assert_eq!(u16::from(frame.code), 4403);
        assert!(frame.reason.contains("expired at 2026-11-23T04:00:00Z"), "{}", frame.reason);
        let event = stream.next().await;
        assert!(event.data.contains("UNAUTHENTICATED"), "{event:?}");
        assert!(event.data.contains("expired at 2026-11-23T04:00:00Z"), "{event:?}");
        assert_eq!((event.id, stream.next().await.name.as_str()), (None, "complete"));
        let mut again = Socket::connect(&site, &[PROTOCOL]).await;
        let payload = json!({ "authorization": bearer });
        again.say(json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(again.closed().await.0, 4403);
        let headers = [("authorization", bearer.as_str())];
        let refused = Events::open(&site, SEQS, &headers).await;
        assert!(refused.head.starts_with("HTTP/1.1 401"), "{}", refused.head);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn events_answer_whatever_is_asked() {
    let site = site().await;
    let mut stream = Events::open(&site, "{ __typename }", &[]).await;
    assert!(stream.head.contains("content-type: text/event-stream"), "{}", stream.head);
    let event = stream.next().await;
    assert_eq!(
        (event.name.as_str(), event.data.as_str()),
        ("next", r#"{"data":{"__typename":"Query"}}"#)
    );
    assert_eq!(stream.next().await.name, "complete");
    let mut stream = Events::open(&site, "{ noSuchField }", &[]).await;
    let event = stream.next().await;
    assert!(event.name == "next" && event.data.contains("noSuchField"), "{event:?}");
    assert_eq!(stream.next().await.name, "complete");
}

#[tokio::test(flavor = "multi_thread")]
async fn outcomes_between_two_provinces_are_told_to_who_may_see_them() {
    let site = site().await;
    let (_, recorder) = site.token(Role::Recorder, None);
    let (_, boss) = site.token(Role::Coordinator, None);
    let (mut own, mut chief) =
        (Socket::open(&site, Some(&recorder)).await, Socket::open(&site, Some(&boss)).await);
    let find =
        "{ activities(first: 50) { edges { node { id participants { province { id } } } } } }";
    own.subscribe("f", find).await;
    let found = own.next("f").await;
    assert_eq!(own.hear().await["type"], "complete");
    let edges = found["data"]["activities"]["edges"].as_array().unwrap();
    let pair_of = |node: &Value| {
        let ids = node["participants"].as_array().unwrap().iter();
        let mut ids: Vec<String> =
            ids.filter_map(|it| it["province"]["id"].as_str().map(str::to_owned)).collect();
        ids.dedup();
        (ids.len() > 1).then(|| (ids[0].clone(), ids[1].clone()))
    };
    let node = edges.iter().map(|it| &it["node"]).find(|it| pair_of(it).is_some()).unwrap();
    let (a, b) = pair_of(node).unwrap();
    let cursor = site.cursor().await;
    let listen = format!(
        "subscription {{ outcomeRecorded(pair: {{ a: {b:?}, b: {a:?} }}, after: {cursor:?}) {{ seq by outcomes {{ status }} }} }}"
    );
    let mut public = Socket::open(&site, None).await;
    public.subscribe("o", &listen).await;
    own.subscribe("o", &listen).await;
    let record = format!(
        "mutation {{ recordOutcome(input: {{ kind: OUTPUT, activity: {}, measure: UNIT, value: \"3\",
            unit: \"persons\", title: {{ vi: \"Ba\" }}, submit: true }}) {{ outcome {{ id }} errors {{ message }} }} }}",
        node["id"]
    );
    let mut writer = Socket::open(&site, Some(&recorder)).await;
    writer.subscribe("r", &record).await;
    let answer = writer.next("r").await;
    let told = own.next("o").await;
    assert_eq!(told["data"]["outcomeRecorded"]["outcomes"][0]["status"], "SUBMITTED");
    assert!(told["data"]["outcomeRecorded"]["by"].as_str().unwrap().starts_with("tok_"));
    let outcome = &answer["data"]["recordOutcome"]["outcome"]["id"];
    let approve = format!(
        "mutation {{ approveOutcomes(input: {{ outcomes: [{{ outcome: {outcome} }}] }}) {{ errors {{ message }} }} }}"
    );
    chief.subscribe("a", &approve).await;
    assert_eq!(chief.next("a").await["data"]["approveOutcomes"]["errors"], json!([]));
    let told = public.next("o").await;
    assert_eq!(told["data"]["outcomeRecorded"]["outcomes"], json!([{ "status": "APPROVED" }]));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_pings_and_does_not_read_is_heard_no_more() {
    let site = site().await;
    for opened in [false, true] {
        let mut socket = if opened {
            Socket::open(&site, None).await
        } else {
            Socket::connect(&site, &[PROTOCOL]).await
        };
        let (mut sent, payload) = (0_usize, vec![7; 100]);
        // The system takes some before it holds the client up; the server would take any number.
        let flood = async {
            while sent < 64 << 20 {
                let ping = Message::Ping(payload.clone().into());
                if futures_util::SinkExt::feed(&mut socket.0, ping).await.is_err() {
                    return;
                }
                sent += payload.len();
            }
        };
        let held_up = tokio::time::timeout(Duration::from_secs(3), flood).await.is_err();
        assert!(held_up, "{sent} bytes of pings were taken");
    }
}
