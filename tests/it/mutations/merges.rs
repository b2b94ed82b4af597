//! Merges of duplicates: links follow, the old id and key answer with the one that stays, histories
//! show it, what would contradict itself is refused, and nothing hidden is shown.

use hoptac::auth::{Caller, Role, Scope};
use serde_json::{Value, json};

use super::stage::{Stage, caller};

struct Doubled {
    stage: Stage,
    twin: String,
    activity: String,
}

/// The stage, with its department registered once more, and an activity that names the duplicate.
async fn doubled() -> Doubled {
    let stage = Stage::new().await;
    let input = json!({"key": "twin", "kind": "DEPARTMENT", "name": {"vi": "Sở Y tế tỉnh A"},
        "aliases": ["SYT A"], "province": stage.id("a"), "note": "seen in 2024",
        "sources": [{"document": stage.id("document"), "quote": "Sở Y tế tỉnh A"}]});
    let twin = stage.done(Stage::admin(), "registerOrganization", &input).await;
    let twin = twin["id"].as_str().unwrap().to_owned();
    let input = json!({"field": stage.id("field"), "title": {"en": "by the twin"},
        "participants": [{"organization": twin, "role": "PROVIDER"},
            {"province": stage.id("b"), "role": "BENEFICIARY"}]});
    let activity = stage.done(Stage::admin(), "planActivity", &input).await;
    let activity = activity["id"].as_str().unwrap().to_owned();
    Doubled { stage, twin, activity }
}

impl Doubled {
    fn input(&self) -> Value {
        json!({"organization": self.stage.id("department"), "duplicate": self.twin,
            "reason": "registered twice"})
    }

    async fn faults(&self, mutation: &str, input: &Value) -> Vec<(String, String)> {
        self.stage.faults(Stage::admin(), mutation, input).await
    }
}

fn fault(code: &str, field: &str) -> (String, String) {
    (code.to_owned(), field.to_owned())
}

#[tokio::test]
async fn what_named_the_duplicate_names_the_one_that_stays() {
    let it = doubled().await;
    let (stage, department) = (&it.stage, it.stage.id("department").to_owned());
    let before = stage.head();
    let coordinator = caller("boss", Role::Coordinator, Scope::All);
    let input = json!({"organization": department, "expectedVersion": 2, "duplicate": it.twin,
        "duplicateVersion": 1, "reason": "registered twice", "idempotencyKey": "m"});
    let kept = stage.done(coordinator.clone(), "mergeOrganizations", &input).await;
    assert_eq!((&kept["id"], &kept["version"]), (&json!(department), &json!(3)));
    let again = stage.send(coordinator, "mergeOrganizations", &input).await;
    assert_eq!((&again["errors"], &again["change"]["replayed"]), (&json!([]), &json!(true)));

    let query = format!(
        "{{ node(id: \"{twin}\") {{ id }} nodes(ids: [\"{twin}\"]) {{ id }}
           byId: organization(by: {{id: \"{twin}\"}}) {{ id }}
           byKey: organization(by: {{key: \"twin\"}}) {{ id name aliases note sources {{ quote }}
             activities {{ nodes {{ id }} }} history(last: 1) {{ nodes {{ command reason }} }}
             duplicates {{ id key name mergedInto {{ id }} viewerCan
               history(last: 1) {{ nodes {{ command reason diff {{ field after }} }} }} }} }}
           named: organizations(filter: {{named: \"syt a\"}}) {{ nodes {{ id }} }}
           organizations {{ totalCount nodes {{ id }} }}
           activity(by: {{id: \"{activity}\"}}) {{ participants {{ organization {{ id }} }}
             history(last: 1) {{ nodes {{ command reason diff {{ field }} }} }} }}
           at(moment: {{seq: {before}}}) {{ node(id: \"{twin}\") {{ id }}
             organizations {{ totalCount }} }} }}",
        twin = it.twin,
        activity = it.activity,
    );
    let answer = stage.world.answer_to(Stage::admin(), &query).await;
    assert!(answer.get("errors").is_none(), "{answer:#}");
    let data = &answer["data"];
    for found in [&data["node"], &data["nodes"][0], &data["byId"], &data["byKey"]] {
        assert_eq!(found["id"], department);
    }
    let kept = &data["byKey"];
    assert_eq!(kept["aliases"], json!(["merged organization", "Sở Y tế tỉnh A", "SYT A"]));
    assert_eq!(kept["note"], "seen in 2024");
    assert_eq!(kept["sources"][0]["quote"], "Sở Y tế tỉnh A");
    assert!(kept["activities"]["nodes"].as_array().unwrap().contains(&json!({"id": it.activity})));
    let revision = json!({"command": "mergeOrganizations", "reason": "registered twice"});
    assert_eq!(kept["history"]["nodes"][0], revision);
    let duplicates = kept["duplicates"].as_array().unwrap();
    let duplicate = duplicates.iter().find(|it| it["key"] == "twin").unwrap();
    assert_eq!((&duplicate["id"], &duplicate["key"]), (&json!(it.twin), &json!("twin")));
    assert_eq!(duplicate["mergedInto"]["id"], department);
    assert_eq!(duplicate["viewerCan"], json!(["SEPARATE_ORGANIZATION"]));
    let shown = &duplicate["history"]["nodes"][0];
    assert_eq!(shown["command"], "mergeOrganizations");
    assert_eq!(shown["diff"], json!([{"field": "mergedInto", "after": department}]));
    assert_eq!(data["named"]["nodes"], json!([{"id": department}]));
    let then = data["at"]["organizations"]["totalCount"].as_u64().unwrap();
    assert_eq!(data["organizations"]["totalCount"], then - 1);
    assert!(!data["organizations"]["nodes"].as_array().unwrap().contains(&json!({"id": it.twin})));
    assert_eq!(data["activity"]["participants"][0]["organization"]["id"], department);
    let moved = &data["activity"]["history"]["nodes"][0];
    assert_eq!((&moved["command"], &moved["reason"]), (&revision["command"], &revision["reason"]));
    assert_eq!(moved["diff"], json!([{"field": "participants"}]));
    assert_eq!(data["at"]["node"]["id"], it.twin);
}

#[tokio::test]
async fn who_names_the_duplicate_later_means_the_one_that_stays_and_changes_it_by_its_own_id() {
    let it = doubled().await;
    let stage = &it.stage;
    stage.done(Stage::admin(), "mergeOrganizations", &it.input()).await;
    let input = json!({"title": {"en": "later"}, "sector": stage.id("sector"),
        "participants": [{"organization": it.twin, "role": "PROVIDER"},
            {"organization": stage.id("department"), "role": "HOST"}]});
    let later = stage.done(Stage::admin(), "planActivity", &input).await;
    let query = format!(
        "{{ activity(by: {{id: {}}}) {{ participants {{ organization {{ id }} }} }}
           parties: agreements(filter: {{party: \"{}\"}}) {{ totalCount }} }}",
        later["id"],
        stage.id("a")
    );
    let found = stage.world.data(&query).await;
    let department = json!({"organization": {"id": stage.id("department")}});
    assert_eq!(found["activity"]["participants"], json!([department, department]));
    let amend = json!({"organization": it.twin, "kind": "SCHOOL", "reason": "r"});
    let expected = [fault("ILLEGAL_TRANSITION", "organization")];
    assert_eq!(it.faults("amendOrganization", &amend).await, expected);
    // Neither again, nor the other way round, nor into itself.
    assert_eq!(
        it.faults("mergeOrganizations", &it.input()).await,
        [fault("ILLEGAL_TRANSITION", "duplicate")]
    );
    let round =
        json!({"organization": it.twin, "duplicate": stage.id("department"), "reason": "r"});
    assert_eq!(it.faults("mergeOrganizations", &round).await, expected);
    let itself = json!({"organization": stage.id("department"),
        "duplicate": stage.id("department"), "reason": "r"});
    assert_eq!(it.faults("mergeOrganizations", &itself).await, [fault("DUPLICATE", "duplicate")]);
    let apart = json!({"organization": it.twin, "reason": "two after all"});
    stage.done(Stage::admin(), "separateOrganization", &apart).await;
    assert_eq!(it.faults("separateOrganization", &apart).await, expected);
    let query = format!(
        "{{ node(id: \"{}\") {{ id }} organization(by: {{key: \"twin\"}}) {{ id mergedInto {{ id }} }} }}",
        it.twin
    );
    let found = stage.world.data(&query).await;
    assert_eq!(found["node"]["id"], it.twin);
    assert_eq!(found["organization"], json!({"id": it.twin, "mergedInto": null}));
}

#[tokio::test]
async fn what_would_contradict_itself_is_refused_and_told() {
    let it = doubled().await;
    let stage = &it.stage;
    let both = json!({"activity": it.activity, "reason": "r",
        "participants": [{"organization": it.twin, "role": "PROVIDER"},
            {"organization": stage.id("department"), "role": "BENEFICIARY"}]});
    stage.done(Stage::admin(), "amendActivity", &both).await;
    let payload = stage.send(Stage::admin(), "mergeOrganizations", &it.input()).await;
    let told = payload["errors"][0]["message"].as_str().unwrap();
    assert!(told.contains("would give and receive"), "{told}");
    assert!(told.starts_with("the activity"), "{told}");
    let one = json!({"activity": it.activity, "reason": "r",
        "participants": [{"organization": it.twin, "role": "PROVIDER"}]});
    stage.done(Stage::admin(), "amendActivity", &one).await;

    let amend = json!({"organization": it.twin, "kind": "SCHOOL", "reason": "r"});
    stage.done(Stage::admin(), "amendOrganization", &amend).await;
    let payload = stage.send(Stage::admin(), "mergeOrganizations", &it.input()).await;
    assert_eq!(payload["errors"][0]["field"], json!(["differing"]));
    let told = payload["errors"][0]["message"].as_str().unwrap();
    assert!(
        told.starts_with(
            "the duplicate's kind is SCHOOL, and that of the one that stays DEPARTMENT;"
        )
    );
    let mut input = it.input();
    input["differing"] = json!(["color", "kind"]);
    assert_eq!(it.faults("mergeOrganizations", &input).await, [fault("INVALID", "differing.0")]);
    let elsewhere = json!({"organization": it.twin, "province": stage.id("c"), "reason": "r"});
    let moved = json!({"activity": it.activity, "reason": "r",
        "participants": [{"province": stage.id("c"), "role": "PROVIDER"}]});
    stage.done(Stage::admin(), "amendActivity", &moved).await;
    stage.done(Stage::admin(), "amendOrganization", &elsewhere).await;
    input["differing"] = json!(["kind"]);
    let payload = stage.send(Stage::admin(), "mergeOrganizations", &input).await;
    let told = payload["errors"][0]["message"].as_str().unwrap();
    assert!(told.starts_with("the duplicate belongs to `c`, the one that stays to `a`;"), "{told}");
    input["expectedVersion"] = json!(7);
    input["duplicateVersion"] = json!(8);
    let faults = it.faults("mergeOrganizations", &input).await;
    assert_eq!(faults[0], fault("CONFLICT", "expectedVersion"));
    assert_eq!(faults[1], fault("CONFLICT", "duplicateVersion"));
}

#[tokio::test]
async fn units_of_which_one_became_the_other_are_not_merged() {
    let stage = Stage::new().await;
    for (kept, duplicate) in [("e", "begun"), ("begun", "e")] {
        let input = json!({"province": stage.id(kept), "duplicate": stage.id(duplicate),
            "differing": ["validFrom", "validTo"], "reason": "r"});
        let payload = stage.send(Stage::admin(), "mergeProvinces", &input).await;
        let told = payload["errors"][0]["message"].as_str().unwrap();
        assert!(told.starts_with("`e` became province 7 by a succession"), "{told}");
    }
    let coded = |province: &str, value: &str| {
        json!({"province": stage.id(province), "reason": "r",
            "codes": [{"scheme": "GSO", "value": value}]})
    };
    stage.done(Stage::admin(), "amendProvince", &coded("c", "10")).await;
    stage.done(Stage::admin(), "amendProvince", &coded("d", "11")).await;
    let input = json!({"province": stage.id("c"), "duplicate": stage.id("d"), "reason": "r"});
    let payload = stage.send(Stage::admin(), "mergeProvinces", &input).await;
    let told = payload["errors"][0]["message"].as_str().unwrap();
    assert!(told.contains("codes is GSO 11 on the same days"), "{told}");
}

#[tokio::test]
async fn only_who_is_not_confined_merges_and_nobody_is_shown_what_is_hidden() {
    let it = doubled().await;
    let stage = &it.stage;
    for confined in [
        Stage::of_b("chief of b", Role::Coordinator),
        caller("recorder", Role::Recorder, Scope::All),
    ] {
        let answer = stage.answer(confined, "mergeOrganizations", &it.input()).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN");
    }
    let coordinator = caller("boss", Role::Coordinator, Scope::All);
    let unscoped = stage
        .answer(
            coordinator.clone(),
            "mergeProvinces",
            &json!({"province": stage.id("c"), "duplicate": stage.id("d"), "reason": "r"}),
        )
        .await;
    assert_eq!(unscoped["errors"][0]["extensions"]["code"], "FORBIDDEN");
    // A draft that names the duplicate follows it, and stays hidden.
    let draft = json!({"kind": "OUTPUT", "title": {"en": "hidden"}, "value": "40",
        "unit": "persons", "measure": "UNIT", "activity": it.activity,
        "provider": {"organization": it.twin}});
    let draft = stage.done(coordinator.clone(), "recordOutcome", &draft).await;
    stage.done(coordinator.clone(), "mergeOrganizations", &it.input()).await;
    let query = format!(
        "{{ node(id: {}) {{ ... on Outcome {{ provider {{ organization {{ id }} }} }} }}
           changes(first: 100, kinds: [OUTCOME, ORGANIZATION]) {{
             nodes {{ command records {{ recordId }} }} }} }}",
        draft["id"]
    );
    let seen = stage.world.answer_to(coordinator, &query).await;
    assert_eq!(seen["data"]["node"]["provider"]["organization"]["id"], stage.id("department"));
    let hidden = stage.world.answer_to(Caller::anonymous(), &query).await;
    assert_eq!(hidden["data"]["node"], Value::Null);
    let changes = hidden["data"]["changes"]["nodes"].as_array().unwrap();
    let merge = changes.last().unwrap();
    assert_eq!(merge["command"], "mergeOrganizations");
    let shown: Vec<&Value> =
        merge["records"].as_array().unwrap().iter().map(|it| &it["recordId"]).collect();
    assert!(!shown.contains(&&draft["id"]) && shown.len() == 2, "{shown:?}");
}

#[tokio::test]
async fn a_name_that_two_units_share_is_told_and_that_of_a_merged_one_is_not_shared() {
    let stage = Stage::new().await;
    for name in ["c", "d"] {
        let input = json!({"province": stage.id(name), "aliases": ["Cù lao"], "reason": "r"});
        stage.done(Stage::admin(), "amendProvince", &input).await;
    }
    let query = "{ province(by: {name: {value: \"CÙ-LAO\"}}) { key } }";
    let answer = stage.world.answer(query).await;
    let told = answer["errors"][0]["message"].as_str().unwrap();
    assert!(told.starts_with("`CÙ-LAO` names 2 provinces: c, d;"), "{told}");
    let input = json!({"province": stage.id("c"), "duplicate": stage.id("d"), "reason": "r"});
    stage.done(Stage::admin(), "mergeProvinces", &input).await;
    assert_eq!(stage.world.data(query).await["province"]["key"], "c");
    let found = stage.world.data("{ province(by: {name: {value: \"d\"}}) { key aliases } }").await;
    assert_eq!(found["province"], json!({"key": "c", "aliases": ["Cù lao", "d"]}));
    // What was merged into it before goes along.
    let earlier = format!("{{ node(id: \"{}\") {{ id }} }}", stage.id("merged province"));
    assert_eq!(stage.world.data(&earlier).await["node"]["id"], stage.id("c"));
}
