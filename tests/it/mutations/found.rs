//! What is not published is found by a search of those alone who may see it.

use hoptac::auth::{Caller, Role};
use serde_json::{Value, json};

use super::stage::Stage;
use crate::search::ready;

/// Whether a search finds a record, and what else of it may be told.
async fn finds(stage: &Stage, by: &Caller, text: &str) -> Vec<Value> {
    let query = format!(
        "{{ search(text: {text:?}, first: 100) {{
           edges {{ score cursor node {{ id }} highlights {{ pieces {{ text }} }} }}
           pageInfo {{ hasNextPage endCursor }} }} }}"
    );
    loop {
        let answer = stage.world.answer_to(by.clone(), &query).await;
        let Some(edges) = answer["data"]["search"]["edges"].as_array() else {
            assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAVAILABLE", "{answer}");
            continue;
        };
        assert_eq!(answer["data"]["search"]["pageInfo"]["hasNextPage"], false);
        return edges.clone();
    }
}

async fn searching() -> Stage {
    let mut stage = Stage::new().await;
    stage.world = stage.world.searching();
    ready(&stage.world).await;
    stage
}

#[tokio::test]
async fn a_result_is_found_by_strangers_once_it_is_approved_and_as_it_was_approved() {
    let stage = searching().await;
    let recorder = Stage::of_b("recorder", Role::Recorder);
    let approver = Stage::of_b("approver", Role::Approver);
    let strangers = [
        Stage::of_c("stranger", Role::Approver),
        Stage::of_b("reader", Role::Reader),
        Caller::anonymous(),
    ];
    let input = json!({"kind": "OUTPUT", "title": {"vi": "Tập huấn hiếm có"}, "value": "38",
        "activity": stage.id("planned"), "indicator": stage.id("indicator"),
        "beneficiary": {"province": stage.id("b")}});
    let made = stage.done(recorder.clone(), "recordOutcome", &input).await;
    let of = json!({"outcome": made["id"]});
    let note = json!({"outcome": made["id"], "note": "tháng nào?"});
    let steps = [
        (&recorder, "submitOutcome", &of),
        (&approver, "returnOutcome", &note),
        (&recorder, "submitOutcome", &of),
    ];
    for step in [None].into_iter().chain(steps.map(Some)) {
        if let Some((by, mutation, input)) = step {
            stage.done(by.clone(), mutation, input).await;
        }
        for by in [&recorder, &approver] {
            let found = finds(&stage, by, "tap huan hiem").await;
            assert_eq!(found.len(), 1, "{} {step:?}", by.id);
            assert_eq!(found[0]["node"]["id"], made["id"]);
        }
        for by in &strangers {
            assert_eq!(finds(&stage, by, "tap huan hiem").await, [Value::Null; 0], "{}", by.id);
        }
    }
    stage.done(approver, "approveOutcomes", &json!({"outcomes": [of]})).await;
    for by in &strangers {
        assert_eq!(finds(&stage, by, "tap huan hiem").await.len(), 1, "{}", by.id);
    }
}

#[tokio::test]
async fn a_draft_agreement_and_what_is_under_it_are_found_by_its_parties_alone() {
    let stage = searching().await;
    let reader = Stage::of_b("reader", Role::Reader);
    let stranger = Stage::of_c("coordinator", Role::Coordinator);
    let anonymous = Caller::anonymous();
    let public = finds(&stage, &anonymous, "thoa thuan").await;
    assert_eq!(public.len(), 2);
    let parties = json!([{"province": stage.id("a"), "role": "LEAD"},
        {"province": stage.id("b"), "role": "MEMBER"}]);
    let input = json!({"code": "mat-2026", "kind": "MEMORANDUM", "draft": true,
        "title": {"vi": "Thỏa thuận mật"}, "parties": parties});
    let agreement = stage.done(Stage::admin(), "signAgreement", &input).await;
    let input = json!({"agreement": agreement["id"], "sector": stage.id("sector"),
        "title": {"vi": "Lĩnh vực mật"}});
    stage.done(Stage::admin(), "addField", &input).await;
    for (text, all) in [("mật", 2), ("mat-2026", 1), ("mat", 2)] {
        assert_eq!(finds(&stage, &reader, text).await.len(), all, "{text}");
        for by in [&stranger, &anonymous] {
            assert_eq!(finds(&stage, by, text).await, [Value::Null; 0], "{text} {}", by.id);
        }
    }
    // Neither scores nor cursors of what they see tell of what they do not.
    assert_eq!(finds(&stage, &anonymous, "thoa thuan").await, public);
    let sign = json!({"agreement": agreement["id"], "signedOn": "2026-11-20"});
    stage.done(Stage::admin(), "amendAgreement", &sign).await;
    assert_eq!(finds(&stage, &anonymous, "mật").await.len(), 2);
}
