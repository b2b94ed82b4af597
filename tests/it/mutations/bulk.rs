//! Several inputs in one request: each with its key and its verdict, as if it were sent alone.

use hoptac::auth::Role;
use serde_json::{Value, json};

use super::stage::Stage;

const RECORD: &str = "mutation($input: RecordOutcomesInput!) { recordOutcomes(input: $input) {
    results { outcome { id value status } change { seq replayed } errors { code field message } }
    errors { code field message } } }";

async fn record(stage: &Stage, role: Role, outcomes: Value) -> Value {
    let input = json!({ "input": { "outcomes": outcomes } });
    stage.world.answer_with(Stage::of_b("recorder", role), RECORD, input).await
}

fn outcome(stage: &Stage, key: &str, value: &str) -> Value {
    json!({"kind": "OUTPUT", "title": {"vi": "Tập huấn"}, "value": value, "idempotencyKey": key,
        "activity": stage.id("planned"), "indicator": stage.id("indicator")})
}

#[tokio::test]
async fn each_outcome_is_recorded_or_refused_by_itself() {
    let stage = Stage::new().await;
    let before = stage.head();
    let mut unread = outcome(&stage, "k-3", "3");
    unread["activity"] = json!("nonsense");
    let outcomes = json!([
        outcome(&stage, "k-1", "1"),
        outcome(&stage, "k-2", "-2"),
        unread,
        outcome(&stage, "k-4", "4")
    ]);
    let answer = record(&stage, Role::Recorder, outcomes.clone()).await;
    let results = answer["data"]["recordOutcomes"]["results"].as_array().unwrap();
    let values: Vec<_> = results.iter().map(|it| it["outcome"]["value"].as_str()).collect();
    assert_eq!(values, [Some("1"), None, None, Some("4")], "{answer:#}");
    assert_eq!(results[1]["errors"][0]["field"], json!(["value"]));
    assert_eq!(results[2]["errors"][0]["code"], "ID_INVALID");
    assert_eq!(stage.head(), before + 2);
    let seqs: Vec<_> = results.iter().map(|it| it["change"]["seq"].as_u64()).collect();
    assert_eq!(seqs, [Some(before + 1), None, None, Some(before + 2)]);

    // Sent again, alone or among others, each is what it was.
    let again = record(&stage, Role::Recorder, outcomes).await;
    let results = again["data"]["recordOutcomes"]["results"].as_array().unwrap();
    assert_eq!(results[0]["change"], json!({"seq": before + 1, "replayed": true}), "{again:#}");
    let alone = stage
        .answer(
            Stage::of_b("recorder", Role::Recorder),
            "recordOutcome",
            &outcome(&stage, "k-4", "4"),
        )
        .await;
    assert_eq!(alone["data"]["recordOutcome"]["change"]["replayed"], true, "{alone:#}");
    let other = record(&stage, Role::Recorder, json!([outcome(&stage, "k-4", "5")])).await;
    let told = &other["data"]["recordOutcomes"]["results"][0]["errors"][0]["code"];
    assert_eq!(told, "IDEMPOTENCY_KEY_REUSED", "{other:#}");
    assert_eq!(stage.head(), before + 2);
}

#[tokio::test]
async fn a_list_is_neither_empty_nor_endless_and_needs_the_role() {
    let stage = Stage::new().await;
    let many: Vec<_> = (0..101).map(|at| outcome(&stage, &format!("k-{at}"), "1")).collect();
    for (outcomes, code) in [(json!([]), "REQUIRED"), (json!(many), "TOO_LONG")] {
        let answer = record(&stage, Role::Recorder, outcomes).await;
        let told = &answer["data"]["recordOutcomes"];
        assert_eq!((&told["results"], &told["errors"][0]["code"]), (&json!([]), &json!(code)));
        assert_eq!(told["errors"][0]["field"], json!(["outcomes"]));
    }
    let answer = record(&stage, Role::Reader, json!([outcome(&stage, "k", "1")])).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN");
    // Another's is refused; the caller's own beside it is not.
    let input = json!({ "input": { "outcomes": [outcome(&stage, "k", "1")] } });
    let stranger = Stage::of_c("stranger", Role::Recorder);
    let answer = stage.world.answer_with(stranger, RECORD, input).await;
    let told = &answer["data"]["recordOutcomes"]["results"][0]["errors"][0]["code"];
    assert_eq!(told, "FORBIDDEN", "{answer:#}");
}

#[tokio::test]
async fn activities_and_events_are_registered_in_bulk() {
    let stage = Stage::new().await;
    let by = || Stage::of_b("recorder", Role::Recorder);
    let query = "mutation($plan: PlanActivitiesInput!, $schedule: ScheduleEventsInput!) {
        planActivities(input: $plan) { results { activity { id } errors { field } } errors { code } }
        scheduleEvents(input: $schedule) { results { event { id } errors { field } } errors { code } } }";
    let b = json!({"province": stage.id("b"), "role": "HOST"});
    let sector = stage.id("sector");
    let plan =
        |who: Value| json!({"title": {"vi": "Hội chợ"}, "sector": sector, "participants": who});
    let event = |period: Value| json!({"title": {"vi": "Khai mạc"}, "kind": "OTHER", "activity": stage.id("planned"), "period": period});
    let day = json!({"start": "2026-12-01", "end": "2026-12-01"});
    let late = json!({"start": "2026-12-02", "end": "2026-12-01"});
    let variables = json!({
        "plan": {"activities": [plan(json!([b])), plan(json!([]))]},
        "schedule": {"events": [event(late), event(day)]},
    });
    let before = stage.head();
    let answer = stage.world.answer_with(by(), query, variables).await;
    let plans = &answer["data"]["planActivities"]["results"];
    assert!(plans[0]["activity"]["id"].is_string(), "{answer:#}");
    assert!(plans[1]["activity"].is_null(), "{answer:#}");
    let events = &answer["data"]["scheduleEvents"]["results"];
    assert!(events[0]["event"].is_null() && events[1]["event"]["id"].is_string(), "{answer:#}");
    assert_eq!(stage.head(), before + 2);
}
