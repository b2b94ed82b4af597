//! Who may write: what a refused caller gets, what `viewer` and `viewerCan` tell.

use hoptac::{
    auth::{Caller, Role, Scope},
    domain::Action,
};
use serde_json::{Value, json};

use super::stage::{Stage, caller};

#[tokio::test]
async fn who_may_not_gets_a_top_level_error_and_others_in_the_request_are_served() {
    let stage = Stage::new().await;
    let head = stage.head();
    let input = json!({"code": "TRADE", "name": {"en": "Trade"}});
    for (by, code, reason) in [
        (Caller::anonymous(), "UNAUTHENTICATED", "needs a token"),
        (Stage::of_b("r", Role::Recorder), "FORBIDDEN", "needs the role COORDINATOR"),
    ] {
        let answer = stage.answer(by, "addSector", &input).await;
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], code);
        assert!(error["message"].as_str().unwrap().contains(reason), "{error}");
        assert_eq!(error["path"], json!(["addSector"]));
        assert_eq!(answer["data"], json!({ "addSector": null }));
    }
    // Within its role, but not within its scope.
    let input = json!({"activity": stage.id("planned"), "startedOn": "2024"});
    let answer = stage.answer(Stage::of_c("r", Role::Recorder), "startActivity", &input).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN");
    assert_eq!(stage.head(), head);
    let both = format!(
        "mutation {{
           no: addSector(input: {{code: \"TRADE\", name: {{en: \"Trade\"}}}}) {{ sector {{ code }} }}
           yes: startActivity(input: {{activity: \"{}\", startedOn: \"2024\"}}) {{
             activity {{ status }} }} }}",
        stage.id("planned")
    );
    let answer = stage.world.answer_to(Stage::of_b("r", Role::Recorder), &both).await;
    assert_eq!(answer["data"]["no"], Value::Null);
    assert_eq!(answer["data"]["yes"]["activity"]["status"], "ONGOING");
}

#[tokio::test]
async fn a_value_that_the_field_cannot_take_has_a_code_too() {
    let stage = Stage::new().await;
    let query = "{ provinces(filter: {validOn: \"yesterday\"}) { totalCount } }";
    let answer = stage.world.answer(query).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{answer}");
}

#[tokio::test]
async fn viewer_tells_who_asks_and_what_they_may() {
    let stage = Stage::new().await;
    let query = "{ viewer { name role may
        scope { province { key } organization { id } agreement { id } } } }";
    let viewer = stage.world.answer_to(Caller::anonymous(), query).await["data"]["viewer"].take();
    let nothing = json!({"province": null, "organization": null, "agreement": null});
    assert_eq!(
        viewer,
        json!({"name": "anonymous", "role": "ANONYMOUS", "may": [], "scope": nothing})
    );
    let by = Stage::of_b("recorder", Role::Recorder);
    let viewer = stage.world.answer_to(by, query).await["data"]["viewer"].take();
    assert_eq!((&viewer["name"], &viewer["role"]), (&json!("the recorder"), &json!("RECORDER")));
    assert_eq!(viewer["scope"]["province"]["key"], "b");
    let may = viewer["may"].as_array().unwrap();
    assert!(may.contains(&json!("RECORD_OUTCOME")) && !may.contains(&json!("ADD_SECTOR")));
    let viewer = stage.world.answer_to(Stage::admin(), query).await["data"]["viewer"].take();
    assert_eq!(viewer["may"].as_array().unwrap().len(), Action::ALL.len() - 3, "all but bulk");
}

/// Every action on a record is a mutation that takes it, and every other is refused.
#[tokio::test]
async fn viewer_can_tells_what_is_possible_now() {
    let stage = Stage::new().await;
    let can = async |by: Caller, name: &str| {
        let query = format!(
            "{{ node(id: \"{}\") {{ ... on Activity {{ viewerCan }}
            ... on Outcome {{ viewerCan }} ... on Agreement {{ viewerCan }} }} }}",
            stage.id(name)
        );
        stage.world.answer_to(by, &query).await["data"]["node"]["viewerCan"].take()
    };
    let recorder = || Stage::of_b("recorder", Role::Recorder);
    let approver = || Stage::of_b("approver", Role::Approver);
    assert_eq!(can(Caller::anonymous(), "planned").await, json!([]));
    assert_eq!(can(Stage::of_c("r", Role::Recorder), "planned").await, json!([]));
    assert_eq!(
        can(recorder(), "planned").await,
        json!([
            "REVISE_ACTIVITY_PLAN",
            "START_ACTIVITY",
            "SUSPEND_ACTIVITY",
            "CANCEL_ACTIVITY",
            "SCHEDULE_EVENT",
            "DEFINE_INDICATOR",
            "RECORD_OUTCOME"
        ])
    );
    assert_eq!(can(recorder(), "submitted").await, json!([]));
    assert_eq!(can(approver(), "submitted").await, json!(["APPROVE_OUTCOMES", "RETURN_OUTCOME"]));
    // Its own submission.
    assert_eq!(can(Stage::admin(), "submitted").await, json!(["RETURN_OUTCOME"]));
    assert_eq!(can(approver(), "approved").await, json!(["CORRECT_OUTCOME", "RETRACT_OUTCOME"]));
    let coordinator = caller("c", Role::Coordinator, Scope::All);
    let on_agreement = can(coordinator, "agreement").await;
    assert!(on_agreement.as_array().unwrap().contains(&json!("TERMINATE_AGREEMENT")));
    let input = json!({"agreement": stage.id("agreement"), "on": "2026-11-01", "reason": "r"});
    let after = stage.done(Stage::admin(), "terminateAgreement", &input).await;
    assert_eq!(after["viewerCan"], json!(["RECORD_CLAIM", "ISSUE_DIRECTIVE"]));
}
