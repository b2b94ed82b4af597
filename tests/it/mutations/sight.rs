//! What is not published is nowhere to be seen by strangers, and there for those whose it is.

use hoptac::auth::{Caller, Role};
use serde_json::{Value, json};

use super::stage::Stage;

/// All the ways in which an outcome can be come by.
async fn seen(stage: &Stage, by: &Caller, id: &str) -> Vec<&'static str> {
    let query = format!(
        "{{ outcomes(first: 100) {{ totalCount edges {{ node {{ id }} }} }}
           node(id: \"{id}\") {{ id }} nodes(ids: [\"{id}\"]) {{ id }}
           outcome(by: {{id: \"{id}\"}}) {{ id }}
           activity(by: {{id: \"{activity}\"}}) {{ outcomes {{ totalCount edges {{ node {{ id }} }} }} }}
           indicator(by: {{id: \"{indicator}\"}}) {{ outcomes {{ totalCount edges {{ node {{ id }} }} }} }}
           province(by: {{key: \"b\"}}) {{ outcomesReceived {{ totalCount edges {{ node {{ id }} }} }} }}
           document(by: {{id: \"{document}\"}}) {{ citedBy {{ id }} }}
           at(moment: {{seq: {head}}}) {{ outcomes(first: 100) {{ totalCount edges {{ node {{ id }} }} }}
             node(id: \"{id}\") {{ id }} }} }}",
        activity = stage.id("planned"),
        indicator = stage.id("indicator"),
        document = stage.id("document"),
        head = stage.head(),
    );
    let answer = stage.world.answer_to(by.clone(), &query).await;
    assert!(answer.get("errors").is_none(), "{answer:#}");
    let data = &answer["data"];
    let listed = |list: &Value| {
        let Some(edges) = list["edges"].as_array() else {
            return list.as_array().unwrap().iter().any(|it| it["id"] == id);
        };
        assert_eq!(list["totalCount"], edges.len(), "{list}");
        edges.iter().any(|it| it["node"]["id"] == id)
    };
    let ways = [
        ("outcomes", listed(&data["outcomes"])),
        ("node", data["node"]["id"] == id),
        ("nodes", listed(&data["nodes"])),
        ("outcome", data["outcome"]["id"] == id),
        ("activity", listed(&data["activity"]["outcomes"])),
        ("indicator", listed(&data["indicator"]["outcomes"])),
        ("province", listed(&data["province"]["outcomesReceived"])),
        ("citedBy", listed(&data["document"]["citedBy"])),
        ("at outcomes", listed(&data["at"]["outcomes"])),
        ("at node", data["at"]["node"]["id"] == id),
    ];
    ways.into_iter().filter(|(_, seen)| *seen).map(|(way, _)| way).collect()
}

#[tokio::test]
async fn until_it_is_approved_a_result_is_seen_by_those_alone_who_may_act_on_it() {
    let stage = Stage::new().await;
    let recorder = Stage::of_b("recorder", Role::Recorder);
    let approver = Stage::of_b("approver", Role::Approver);
    let stranger = Stage::of_c("stranger", Role::Approver);
    let reader = Stage::of_b("reader", Role::Reader);
    let anonymous = Caller::anonymous();
    let input = json!({"kind": "OUTPUT", "title": {"vi": "Tập huấn"}, "value": "38",
        "activity": stage.id("planned"), "indicator": stage.id("indicator"),
        "beneficiary": {"province": stage.id("b")},
        "sources": [{"document": stage.id("document")}]});
    let made = stage.done(recorder.clone(), "recordOutcome", &input).await;
    let id = made["id"].as_str().unwrap();
    let of = json!({ "outcome": id });
    let note = json!({"outcome": id, "note": "which month?"});
    let steps = [
        (&recorder, "submitOutcome", &of),
        (&approver, "returnOutcome", &note),
        (&recorder, "submitOutcome", &of),
    ];
    for step in [None].into_iter().chain(steps.into_iter().map(Some)) {
        if let Some((by, mutation, input)) = step {
            stage.done(by.clone(), mutation, input).await;
        }
        for by in [&recorder, &approver] {
            assert_eq!(seen(&stage, by, id).await.len(), 10, "{} {step:?}", by.id);
        }
        for by in [&stranger, &reader, &anonymous] {
            assert_eq!(seen(&stage, by, id).await, Vec::<&str>::new(), "{} {step:?}", by.id);
        }
    }
    // To a stranger it does not exist, also when they write.
    let faults = stage.faults(stranger.clone(), "returnOutcome", &note).await;
    assert_eq!(faults, [("NOT_FOUND".to_owned(), "outcome".to_owned())]);
    let approve = json!({"outcomes": [{"outcome": id}]});
    stage.done(approver, "approveOutcomes", &approve).await;
    for by in [&recorder, &stranger, &reader, &anonymous] {
        assert_eq!(seen(&stage, by, id).await.len(), 10, "{}", by.id);
    }
    // What it was before it was approved stays among those who could see it then.
    let before = stage.head() - 1;
    let query = format!("{{ at(moment: {{seq: {before}}}) {{ node(id: \"{id}\") {{ id }} }} }}");
    let answer = stage.world.answer_to(anonymous, &query).await;
    assert_eq!(answer["data"]["at"]["node"], Value::Null);
    let answer = stage.world.answer_to(recorder, &query).await;
    assert_eq!(answer["data"]["at"]["node"]["id"], id);
}

#[tokio::test]
async fn a_draft_agreement_and_what_is_under_it_are_its_parties_own() {
    let stage = Stage::new().await;
    let parties = json!([{"province": stage.id("a"), "role": "LEAD"},
        {"province": stage.id("b"), "role": "MEMBER"}]);
    let input = json!({"code": "secret", "kind": "MEMORANDUM", "title": {"en": "Secret"},
        "draft": true, "parties": parties});
    let agreement = stage.done(Stage::admin(), "signAgreement", &input).await;
    let id = agreement["id"].as_str().unwrap();
    let input = json!({"agreement": id, "sector": stage.id("sector")});
    let field = stage.done(Stage::admin(), "addField", &input).await;
    let field = field["id"].as_str().unwrap();
    let query = format!(
        "{{ node(id: \"{id}\") {{ id }} agreement(by: {{code: \"secret\"}}) {{ id }}
           field(by: {{id: \"{field}\"}}) {{ id }} agreements {{ totalCount }}
           fields {{ totalCount }} }}"
    );
    for (by, sees) in [
        (Stage::of_b("reader", Role::Reader), true),
        (Stage::of_c("reader", Role::Coordinator), false),
        (Caller::anonymous(), false),
    ] {
        let data = stage.world.answer_to(by, &query).await["data"].take();
        for found in ["node", "agreement", "field"] {
            assert_eq!(!data[found].is_null(), sees, "{found}: {data}");
        }
        assert_eq!(data["agreements"]["totalCount"], if sees { 3 } else { 2 });
        assert_eq!(data["fields"]["totalCount"], if sees { 2 } else { 1 });
    }
    let sign = json!({"agreement": id, "signedOn": "2026-11-20"});
    stage.done(Stage::admin(), "amendAgreement", &sign).await;
    let data = stage.world.data(&query).await;
    assert_eq!(data["field"]["id"], field);
}

#[tokio::test]
async fn what_points_at_something_hidden_does_not_name_it() {
    let stage = Stage::new().await;
    let participants = json!([{"province": stage.id("a"), "role": "PROVIDER"},
        {"province": stage.id("b"), "role": "BENEFICIARY"}]);
    let input = json!({"code": "secret", "kind": "MEMORANDUM", "title": {"en": "Secret"},
        "draft": true, "parties": [{"province": stage.id("a"), "role": "LEAD"},
            {"province": stage.id("b"), "role": "MEMBER"}]});
    let agreement = stage.done(Stage::admin(), "signAgreement", &input).await;
    let input = json!({"agreement": agreement["id"], "sector": stage.id("sector"),
        "title": {"en": "Hidden"}, "participants": participants});
    let hidden = stage.done(Stage::admin(), "planActivity", &input).await;
    let (hidden, open) = (hidden["id"].as_str().unwrap(), stage.id("planned"));
    let input = json!({"directive": stage.id("directive"), "activities": [hidden, open]});
    stage.done(Stage::admin(), "answerDirective", &input).await;
    let query = format!(
        "{{ directive(by: {{id: \"{}\"}}) {{ answeredBy {{ id }}
             history {{ edges {{ node {{ diff {{ field after }} }} }} }} }}
           changes(first: 100) {{ edges {{ node {{ records {{ diff {{ field after }} }} }} }} }} }}",
        stage.id("directive")
    );
    for (by, sees) in [(Stage::admin(), true), (Stage::of_b("reader", Role::Reader), true)]
        .into_iter()
        .chain([(Stage::of_c("reader", Role::Coordinator), false), (Caller::anonymous(), false)])
    {
        let data = stage.world.answer_to(by, &query).await["data"].take();
        for part in ["directive", "changes"] {
            let told = data[part].to_string();
            assert!(told.contains("answeredBy") && told.contains(&format!("{open:?}")), "{told}");
            assert_eq!(told.contains(&format!("{hidden:?}")), sees, "{told}");
        }
    }
}
