//! Sending again, and sending to see: idempotency keys and dry runs.

use hoptac::auth::Role;
use serde_json::{Value, json};

use super::stage::Stage;

fn record(stage: &Stage, value: &str) -> Value {
    json!({"kind": "OUTPUT", "title": {"vi": "Tập huấn"}, "value": value, "idempotencyKey": "k-1",
        "activity": stage.id("planned"), "indicator": stage.id("indicator")})
}

fn recorder() -> hoptac::auth::Caller {
    Stage::of_b("recorder", Role::Recorder)
}

/// The payload without what tells a replay from the first time.
fn replay_of(mut payload: Value) -> Value {
    assert_eq!(payload["change"]["replayed"], true);
    payload["change"]["replayed"] = json!(false);
    payload
}

#[tokio::test]
async fn what_is_sent_again_is_answered_as_the_first_time_also_after_a_new_start() {
    let mut stage = Stage::new().await;
    let input = record(&stage, "38");
    let first = stage.send(recorder(), "recordOutcome", &input).await;
    assert_eq!(first["change"]["replayed"], false);
    let head = stage.head();
    let again = stage.send(recorder(), "recordOutcome", &input).await;
    assert_eq!(replay_of(again), first);
    // The record went on meanwhile; the answer is the first one all the same.
    let id = first["outcome"]["id"].as_str().unwrap().to_owned();
    stage.done(recorder(), "submitOutcome", &json!({ "outcome": id })).await;
    stage.world = stage.world.reopened();
    let mut again = replay_of(stage.send(recorder(), "recordOutcome", &input).await);
    assert_eq!(again, first);
    assert_eq!(stage.head(), head + 1);
    again["change"].take();
    // In whatever order its parts are sent, and whether as variables or literals.
    let literal = format!(
        "mutation {{ recordOutcome(input: {{indicator: \"{}\", activity: \"{}\", value: \"38\",
           idempotencyKey: \"k-1\", title: {{vi: \"Tập huấn\"}}, kind: OUTPUT, dryRun: false}}) {{
             outcome {{ id version }} change {{ replayed }} errors {{ message }} }} }}",
        stage.id("indicator"),
        stage.id("planned")
    );
    let answer = stage.world.answer_to(recorder(), &literal).await;
    let payload = &answer["data"]["recordOutcome"];
    assert_eq!(payload["outcome"], json!({"id": id, "version": 1}), "{answer}");
    assert_eq!(payload["change"]["replayed"], true);
}

#[tokio::test]
async fn a_key_is_good_for_one_input_of_one_caller() {
    let stage = Stage::new().await;
    let first = stage.send(recorder(), "recordOutcome", &record(&stage, "38")).await;
    let head = stage.head();
    let reused = stage.send(recorder(), "recordOutcome", &record(&stage, "39")).await;
    let [error] = &reused["errors"].as_array().unwrap()[..] else { panic!("{reused}") };
    assert_eq!(error["code"], "IDEMPOTENCY_KEY_REUSED");
    assert_eq!(error["field"], json!(["idempotencyKey"]));
    let change = format!("change {}", first["change"]["seq"]);
    assert!(error["message"].as_str().unwrap().contains(&change), "{error}");
    // Null is not absent: it could remove something.
    let mut with_null = record(&stage, "38");
    with_null["note"] = Value::Null;
    let reused = stage.send(recorder(), "recordOutcome", &with_null).await;
    assert_eq!(reused["errors"][0]["code"], "IDEMPOTENCY_KEY_REUSED");
    // Another mutation under the key, also with the same input.
    let submit = json!({"outcome": first["outcome"]["id"], "idempotencyKey": "k-1"});
    let reused = stage.send(recorder(), "submitOutcome", &submit).await;
    assert_eq!(reused["errors"][0]["code"], "IDEMPOTENCY_KEY_REUSED");
    assert_eq!(stage.head(), head);
    let other = Stage::of_b("another", Role::Recorder);
    let theirs = stage.send(other, "recordOutcome", &record(&stage, "38")).await;
    assert_ne!(theirs["outcome"]["id"], first["outcome"]["id"]);
}

#[tokio::test]
async fn a_refused_input_leaves_its_key_free() {
    let stage = Stage::new().await;
    let refused = stage.send(recorder(), "recordOutcome", &record(&stage, "-1")).await;
    assert_eq!(refused["errors"][0]["field"], json!(["value"]));
    stage.done(recorder(), "recordOutcome", &record(&stage, "38")).await;
}

#[tokio::test]
async fn sent_at_once_by_many_it_is_done_once() {
    let stage = Stage::new().await;
    let (head, input) = (stage.head(), record(&stage, "38"));
    let send = || stage.send(recorder(), "recordOutcome", &input);
    let (a, b, c, d) = tokio::join!(send(), send(), send(), send());
    assert_eq!(stage.head(), head + 1);
    let ids = [&a, &b, &c, &d].map(|payload| payload["outcome"]["id"].as_str().unwrap());
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    let first = [&a, &b, &c, &d].iter().filter(|it| it["change"]["replayed"] == false).count();
    assert_eq!(first, 1);
}

#[tokio::test]
async fn a_dry_run_tells_what_is_wrong_and_writes_nothing() {
    let stage = Stage::new().await;
    let head = stage.head();
    let dry = |mut input: Value| {
        input["dryRun"] = json!(true);
        input
    };
    let made = stage.send(recorder(), "recordOutcome", &dry(record(&stage, "38"))).await;
    assert_eq!(made, json!({"outcome": null, "change": null, "errors": []}));
    let refused = stage.send(recorder(), "recordOutcome", &dry(record(&stage, "-1"))).await;
    assert_eq!(refused["errors"][0]["code"], "INVALID");
    let start = dry(json!({"activity": stage.id("planned"), "startedOn": "2024"}));
    let started = stage.send(recorder(), "startActivity", &start).await;
    assert_eq!((&started["change"], &started["activity"]["version"]), (&Value::Null, &json!(1)));
    assert_eq!(stage.head(), head);
    // It does not use the key up, and is no other input than the one that does.
    stage.done(recorder(), "recordOutcome", &record(&stage, "38")).await;
}
