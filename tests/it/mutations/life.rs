//! The life of records as callers lead it: outcomes to their approval, conflicts of writers,
//! several mutations in one request.

use hoptac::auth::Role;
use serde_json::{Value, json};

use super::stage::Stage;

async fn outcome(stage: &Stage, id: &str) -> Value {
    let query = format!(
        "{{ outcome(by: {{id: \"{id}\"}}) {{ id status statusReason version value
             supersedes {{ id status }} corrections {{ edges {{ node {{ id }} }} }} }} }}"
    );
    stage.world.answer_to(Stage::admin(), &query).await["data"]["outcome"].take()
}

#[tokio::test]
async fn a_result_is_recorded_submitted_returned_corrected_and_approved() {
    let stage = Stage::new().await;
    let recorder = || Stage::of_b("recorder", Role::Recorder);
    let approver = || Stage::of_b("approver", Role::Approver);
    let input = json!({"kind": "OUTPUT", "title": {"vi": "Tập huấn"}, "value": "38",
        "activity": stage.id("planned"), "indicator": stage.id("indicator")});
    let made = stage.done(recorder(), "recordOutcome", &input).await;
    let id = made["id"].as_str().unwrap();
    assert_eq!(outcome(&stage, id).await["status"], "DRAFT");
    let of = |rest: Value| {
        let mut input = json!({ "outcome": id });
        input.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        input
    };
    stage.done(recorder(), "submitOutcome", &of(json!({"expectedVersion": 1}))).await;
    stage.done(approver(), "returnOutcome", &of(json!({"note": "which month?"}))).await;
    let returned = outcome(&stage, id).await;
    assert_eq!((&returned["status"], &returned["version"]), (&json!("RETURNED"), &json!(3)));
    assert_eq!(returned["statusReason"], "which month?");
    let period = json!({"start": "2026-05", "end": "2026-05"});
    stage.done(recorder(), "correctOutcome", &of(json!({"period": period, "note": null}))).await;
    stage.done(recorder(), "submitOutcome", &of(json!({}))).await;
    // Not by the recorder, who lacks the role; not by whoever submitted it, whatever their role.
    let approve = json!({"outcomes": [{"outcome": id, "expectedVersion": 5}]});
    let answer = stage.answer(recorder(), "approveOutcomes", &approve).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN");
    let promoted = Stage::of_b("recorder", Role::Approver);
    let faults = stage.faults(promoted, "approveOutcomes", &approve).await;
    assert_eq!(faults, [("SELF_APPROVAL".to_owned(), "outcomes.0.outcome".to_owned())]);
    let done = stage.done(approver(), "approveOutcomes", &approve).await;
    assert_eq!((&done[0]["id"], &done[0]["version"]), (&json!(id), &json!(6)));
    let faults = stage.faults(approver(), "returnOutcome", &of(json!({"note": "late"}))).await;
    assert_eq!(faults, [("ILLEGAL_TRANSITION".to_owned(), "outcome".to_owned())]);
}

#[tokio::test]
async fn a_correction_takes_the_place_of_an_approved_result_once_it_is_approved() {
    let stage = Stage::new().await;
    let (earlier, chief) = (stage.id("approved"), Stage::chief);
    let input = json!({"outcome": earlier, "value": "44"});
    let revision = stage.done(Stage::admin(), "correctOutcome", &input).await;
    let id = revision["id"].as_str().unwrap();
    assert_ne!(id, earlier);
    assert_eq!(outcome(&stage, earlier).await["status"], "APPROVED");
    let again = stage.send(Stage::admin(), "correctOutcome", &input).await;
    assert_eq!(again["errors"][0]["code"], "CONFLICT");
    assert_eq!(again["errors"][0]["currentVersion"], Value::Null);
    let both = json!({"outcomes": [{"outcome": id}, {"outcome": stage.id("submitted")}]});
    let approved = stage.done(chief(), "approveOutcomes", &both).await;
    // As named; what it supersedes is not among them.
    let ids: Vec<_> = approved.as_array().unwrap().iter().map(|it| &it["id"]).collect();
    assert_eq!(ids, [&json!(id), &json!(stage.id("submitted"))]);
    let before = outcome(&stage, earlier).await;
    assert_eq!((&before["status"], &before["value"]), (&json!("SUPERSEDED"), &json!("40")));
    assert_eq!(before["corrections"]["edges"][0]["node"]["id"], id);
    let input = json!({"outcome": id, "reason": "counted twice"});
    stage.done(chief(), "retractOutcome", &input).await;
    assert_eq!(outcome(&stage, id).await["status"], "RETRACTED");
}

#[tokio::test]
async fn of_two_writers_with_the_same_version_one_wins_and_the_other_is_told_the_present_one() {
    let stage = Stage::new().await;
    for version in 1..6 {
        let input = |title: &str| {
            json!({"activity": stage.id("planned"), "expectedVersion": version,
                "title": {"en": title}})
        };
        let (left, right) = (input(&format!("left {version}")), input(&format!("right {version}")));
        let (left, right) = tokio::join!(
            stage.send(Stage::admin(), "reviseActivityPlan", &left),
            stage.send(Stage::chief(), "reviseActivityPlan", &right),
        );
        let (won, lost) = if left["change"].is_null() { (right, left) } else { (left, right) };
        assert_eq!(won["errors"], json!([]));
        assert_eq!(won["activity"]["version"], version + 1);
        assert_eq!(lost["change"], Value::Null);
        let [error] = &lost["errors"].as_array().unwrap()[..] else { panic!("{lost}") };
        assert_eq!(
            (&error["code"], &error["field"]),
            (&json!("CONFLICT"), &json!(["expectedVersion"]))
        );
        assert_eq!(error["currentVersion"], version + 1);
        assert!(error["message"].as_str().unwrap().contains(&format!("version {}", version + 1)));
    }
}

#[tokio::test]
async fn mutations_of_one_request_follow_each_other_and_show_what_each_left() {
    let stage = Stage::new().await;
    let id = stage.id("planned");
    let query = format!(
        "mutation {{
           first: startActivity(input: {{activity: \"{id}\", startedOn: \"2024\"}}) {{
             activity {{ status version }} change {{ seq }} }}
           refused: startActivity(input: {{activity: \"{id}\", startedOn: \"2024\"}}) {{
             activity {{ status }} change {{ seq }} errors {{ code message }} }}
           last: completeActivity(input: {{activity: \"{id}\", endedOn: \"2025\"}}) {{
             activity {{ status version actual {{ edtf }} }} change {{ seq }} }} }}"
    );
    let head = stage.head();
    let data = stage.world.answer_to(Stage::admin(), &query).await["data"].take();
    assert_eq!(data["first"]["activity"], json!({"status": "ONGOING", "version": 2}));
    assert_eq!(data["first"]["change"]["seq"], head + 1);
    assert_eq!(data["refused"]["activity"], Value::Null);
    let error = &data["refused"]["errors"][0];
    assert_eq!(error["code"], "ILLEGAL_TRANSITION");
    assert!(error["message"].as_str().unwrap().contains("ONGOING"), "{error}");
    assert_eq!(data["last"]["activity"]["actual"]["edtf"], "2024/2025");
    assert_eq!(data["last"]["change"]["seq"], head + 2);
}

#[tokio::test]
async fn what_is_recorded_already_is_accepted_and_writes_nothing() {
    let stage = Stage::new().await;
    let head = stage.head();
    let input = json!({"activity": stage.id("planned"), "title": {"en": "planned"}});
    let payload = stage.send(Stage::admin(), "reviseActivityPlan", &input).await;
    assert_eq!((&payload["errors"], &payload["change"]), (&json!([]), &Value::Null));
    assert_eq!(payload["activity"]["version"], 1);
    assert_eq!(stage.head(), head);
}
