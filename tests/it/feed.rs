//! Histories and the feed: what each caller reads of them, and that a mirror can be kept by them.

use std::collections::BTreeMap;

use hoptac::auth::{Caller, Role, Scope};
use serde_json::{Value, json};

use crate::world::World;

pub fn caller(id: &str, role: Role) -> Caller {
    Caller { id: id.to_owned(), name: id.to_owned(), role, scope: Scope::All }
}

fn recorder() -> Caller {
    caller("tok_recorder", Role::Recorder)
}

fn boss() -> Caller {
    caller("tok_boss", Role::Coordinator)
}

impl World {
    /// What somebody is answered, without errors.
    async fn read(&self, who: &Caller, query: &str) -> Value {
        let mut answer = self.answer_to(who.clone(), query).await;
        assert!(answer.get("errors").is_none(), "{query}\n{answer:#}");
        answer["data"].take()
    }

    /// Has somebody do something that must be accepted, and gives its payload.
    async fn act(&self, who: &Caller, mutation: &str) -> Value {
        let mut data = self.read(who, &format!("mutation {{ it: {mutation} }}")).await;
        assert_eq!(data["it"]["errors"], json!([]), "{mutation}");
        data["it"].take()
    }

    async fn cursor(&self) -> String {
        self.data("{ head { cursor } }").await["head"]["cursor"].as_str().unwrap().to_owned()
    }

    async fn changes(&self, who: &Caller, after: &str, more: &str) -> Vec<Value> {
        let query = format!(
            "{{ changes(after: {after:?}, first: 100 {more}) {{ edges {{ cursor node {{
                 seq command by hash previousHash cursor recordCount
                 records {{ kind recordId version operation diff {{ field before after }}
                            node {{ __typename id }} }} }} }} }} }}"
        );
        let data = self.read(who, &query).await;
        let edges = data["changes"]["edges"].as_array().unwrap();
        edges.iter().map(|edge| edge["node"].clone()).collect()
    }

    /// An activity to record outcomes of.
    async fn activity(&self) -> String {
        let query = "{ activities(first: 1) { edges { node { id } } } }";
        self.data(query).await["activities"]["edges"][0]["node"]["id"].as_str().unwrap().to_owned()
    }

    async fn draft(&self, activity: &str, title: &str) -> String {
        let mutation = format!(
            "recordOutcome(input: {{ kind: OUTPUT, activity: {activity:?}, measure: UNIT, value: \"3\",
                 unit: \"persons\", title: {{ vi: {title:?} }} }}) {{ outcome {{ id }} errors {{ message }} }}"
        );
        let payload = self.act(&recorder(), &mutation).await;
        payload["outcome"]["id"].as_str().unwrap().to_owned()
    }

    async fn step(&self, who: &Caller, name: &str, outcome: &str, more: &str) {
        let input = format!("(input: {{ outcome: {outcome:?} {more} }})");
        self.act(who, &format!("{name}{input} {{ errors {{ message }} }}")).await;
    }

    async fn approve(&self, outcome: &str) {
        let input = format!("approveOutcomes(input: {{ outcomes: [{{ outcome: {outcome:?} }}] }})");
        self.act(&boss(), &format!("{input} {{ errors {{ message }} }}")).await;
    }

    /// An outcome on its whole way: recorded, submitted, returned, corrected, approved.
    async fn approved(&self) -> String {
        let activity = self.activity().await;
        let outcome = self.draft(&activity, "Ba người").await;
        self.step(&recorder(), "submitOutcome", &outcome, "").await;
        self.step(&boss(), "returnOutcome", &outcome, ", note: \"bốn\"").await;
        self.step(&recorder(), "correctOutcome", &outcome, ", value: \"4\"").await;
        self.step(&recorder(), "submitOutcome", &outcome, "").await;
        self.approve(&outcome).await;
        outcome
    }
}

fn operations(changes: &[Value]) -> Vec<String> {
    let records = changes.iter().flat_map(|change| change["records"].as_array().unwrap());
    records.map(|record| record["operation"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_draft_reaches_the_public_feed_when_it_is_approved_and_as_new() {
    let world = World::seeded().await;
    let start = world.cursor().await;
    let outcome = world.approved().await;
    let public = world.changes(&Caller::anonymous(), &start, "").await;
    assert_eq!(operations(&public), ["CREATED"]);
    let change = &public[0];
    assert_eq!(change["command"], "approveOutcomes");
    assert_eq!((&change["by"], &change["recordCount"]), (&Value::Null, &json!(1)));
    let record = &change["records"][0];
    assert_eq!((&record["recordId"], &record["kind"]), (&json!(outcome), &json!("OUTCOME")));
    assert_eq!(record["node"], json!({ "__typename": "Outcome", "id": outcome }));
    let diff = record["diff"].as_array().unwrap();
    assert!(diff.iter().all(|field| field["before"].is_null()), "{diff:#?}");
    assert!(diff.iter().all(|field| field["field"] != "submittedBy"), "{diff:#?}");
    assert!(diff.contains(&json!({ "field": "value", "before": null, "after": "4" })));

    let own = world.changes(&recorder(), &start, "").await;
    assert_eq!(operations(&own)[..2], ["CREATED", "UPDATED"]);
    assert!(own.len() > 4 && own.iter().all(|change| !change["by"].is_null()));
    for pair in own.windows(2) {
        assert_eq!(pair[1]["previousHash"], pair[0]["hash"], "the chain has no gap");
    }
    assert_eq!(own.last().unwrap()["hash"], change["hash"]);
    assert_ne!(change["previousHash"], own[0]["previousHash"]);

    world.step(&boss(), "retractOutcome", &outcome, ", reason: \"nhầm\"").await;
    let after = change["cursor"].as_str().unwrap();
    for who in [Caller::anonymous(), recorder(), caller("tok_root", Role::Admin)] {
        assert_eq!(operations(&world.changes(&who, after, "").await), ["RETRACTED"]);
    }
}

#[tokio::test]
async fn a_history_leaves_out_what_was_a_draft() {
    let world = World::seeded().await;
    let outcome = world.approved().await;
    let query = format!(
        "{{ outcome(by: {{ id: {outcome:?} }}) {{ version history {{ totalCount
             pageInfo {{ hasNextPage hasPreviousPage }}
             edges {{ cursor node {{ version seq at by command diff {{ field before after }}
                 record {{ ... on Outcome {{ version status value }} }} }} }} }} }} }}"
    );
    let public = world.read(&Caller::anonymous(), &query).await["outcome"].take();
    assert_eq!(public["history"]["totalCount"], 1);
    let node = &public["history"]["edges"][0]["node"];
    assert_eq!(node["version"], public["version"], "numbers tell of what is left out");
    assert_eq!((&node["by"], &node["command"]), (&Value::Null, &json!("approveOutcomes")));

    let own = world.read(&recorder(), &query).await["outcome"].take();
    let edges = own["history"]["edges"].as_array().unwrap();
    let versions: Vec<&Value> = edges.iter().map(|edge| &edge["node"]["version"]).collect();
    assert_eq!(json!(versions), json!((1..=edges.len()).collect::<Vec<_>>()));
    let commands: Vec<&Value> = edges.iter().map(|edge| &edge["node"]["command"]).collect();
    assert_eq!(commands[..3], ["recordOutcome", "submitOutcome", "returnOutcome"]);
    assert_eq!(edges[0]["node"]["by"], "tok_recorder");
    assert_eq!(
        edges[1]["node"]["diff"],
        json!([
            { "field": "status", "before": "DRAFT", "after": "SUBMITTED" },
            { "field": "submittedBy", "before": null, "after": "tok_recorder" },
        ])
    );
    for edge in edges {
        assert_eq!(edge["node"]["record"]["version"], edge["node"]["version"]);
    }
    // Pages by cursor give the same, from both ends.
    let page = async |arguments: &str| {
        let query = query.replace("history {", &format!("history({arguments}) {{"));
        let mut data = world.read(&recorder(), &query).await;
        let found = data["outcome"]["history"]["edges"].take();
        let versions = found.as_array().unwrap().iter().map(|it| it["node"]["version"].clone());
        versions.collect::<Vec<_>>()
    };
    let second = edges[1]["cursor"].as_str().unwrap();
    assert_eq!(page("first: 2").await, [1, 2]);
    assert_eq!(page(&format!("first: 2, after: {second:?}")).await, [3, 4]);
    assert_eq!(page(&format!("last: 1, before: {second:?}")).await, [1]);
    // An earlier moment has an earlier history.
    let seq = edges[1]["node"]["seq"].as_u64().unwrap();
    let query = format!(
        "{{ at(moment: {{ seq: {seq} }}) {{ outcome(by: {{ id: {outcome:?} }}) {{ history {{ totalCount }} }} }} }}"
    );
    assert_eq!(world.read(&recorder(), &query).await["at"]["outcome"]["history"]["totalCount"], 2);
}

#[tokio::test]
async fn what_stands_under_a_draft_agreement_appears_with_it() {
    let world = World::seeded().await;
    let start = world.cursor().await;
    let ids = world.data("{ provinces(first: 2, filter: { validOn: \"2026-11-01\" }) { edges { node { id } } } sectors(first: 1) { edges { node { id } } } }").await;
    let id =
        |list: &str, nth: usize| ids[list]["edges"][nth]["node"]["id"].as_str().unwrap().to_owned();
    let (a, b, sector) = (id("provinces", 0), id("provinces", 1), id("sectors", 0));
    let sign = format!(
        "signAgreement(input: {{ kind: MEMORANDUM, code: \"mou-9\", title: {{ vi: \"Ghi nhớ\" }}, draft: true,
            parties: [{{ province: {a:?}, role: LEAD }}, {{ province: {b:?}, role: MEMBER }}] }})
            {{ agreement {{ id }} errors {{ message }} }}"
    );
    let agreement = world.act(&boss(), &sign).await["agreement"]["id"].as_str().unwrap().to_owned();
    let plan = format!(
        "planActivity(input: {{ agreement: {agreement:?}, sector: {sector:?}, title: {{ vi: \"Đào tạo\" }},
            participants: [{{ province: {a:?}, role: PROVIDER }}, {{ province: {b:?}, role: BENEFICIARY }}] }})
            {{ activity {{ id }} errors {{ message }} }}"
    );
    let activity = world.act(&boss(), &plan).await["activity"]["id"].as_str().unwrap().to_owned();
    assert_eq!(world.changes(&Caller::anonymous(), &start, "").await, Vec::<Value>::new());
    let amend = format!(
        "amendAgreement(input: {{ agreement: {agreement:?}, signedOn: \"2026-11-20\" }}) {{ errors {{ message }} }}"
    );
    world.act(&boss(), &amend).await;
    let public = world.changes(&Caller::anonymous(), &start, "").await;
    assert_eq!(operations(&public), ["CREATED", "CREATED"]);
    let records = public[0]["records"].as_array().unwrap();
    assert_eq!(
        (&records[0]["recordId"], &records[1]["recordId"]),
        (&json!(agreement), &json!(activity))
    );
    let own = world.changes(&boss(), &start, "").await;
    assert_eq!(operations(&own), ["CREATED", "CREATED", "UPDATED"]);
    // Narrowed to one record, the others are not told of.
    let subject = format!(", subject: {activity:?}");
    assert_eq!(operations(&world.changes(&boss(), &start, &subject).await), ["CREATED"]);
    let subject = format!(", subject: {agreement:?}, kinds: [ACTIVITY]");
    assert_eq!(operations(&world.changes(&boss(), &start, &subject).await), ["CREATED"]);
}

#[tokio::test]
async fn a_mirror_kept_by_the_feed_holds_what_its_owner_may_see() {
    let world = World::seeded().await;
    let activity = world.activity().await;
    world.approved().await;
    let kept = world.draft(&activity, "Nháp").await;
    world.step(&recorder(), "submitOutcome", &kept, "").await;
    let outcome = world.approved().await;
    world.step(&boss(), "retractOutcome", &outcome, ", reason: \"nhầm\"").await;
    for who in [Caller::anonymous(), recorder(), caller("tok_root", Role::Admin)] {
        let mut mirror = BTreeMap::new();
        let mut after = String::new();
        loop {
            let query = format!(
                "{{ changes(first: 3 {after}) {{ pageInfo {{ hasNextPage endCursor }}
                     edges {{ node {{ recordCount records {{ recordId version operation }} }} }} }} }}"
            );
            let data = world.read(&who, &query).await;
            for edge in data["changes"]["edges"].as_array().unwrap() {
                let records = edge["node"]["records"].as_array().unwrap();
                assert_eq!(edge["node"]["recordCount"], records.len());
                for record in records {
                    let id = record["recordId"].as_str().unwrap().to_owned();
                    let known = mirror.insert(id, record["version"].clone()).is_some();
                    assert_eq!(known, record["operation"] != "CREATED", "{record}");
                }
            }
            let page = &data["changes"]["pageInfo"];
            if page["hasNextPage"] == false {
                break;
            }
            after = format!(", after: {}", page["endCursor"]);
        }
        let ids = mirror.keys().cloned().collect::<Vec<_>>();
        for ids in ids.chunks(100) {
            let query = format!(
                "{{ nodes(ids: {ids:?}) {{ id ... on Outcome {{ version }} ... on Activity {{ version }} }} }}"
            );
            let nodes = world.read(&who, &query).await;
            for (id, node) in ids.iter().zip(nodes["nodes"].as_array().unwrap()) {
                assert_eq!(node["id"], *id);
                assert!(node.get("version").is_none_or(|version| *version == mirror[id]));
            }
        }
        let count = |noun: &str| format!("{noun}: {noun} {{ totalCount }}");
        let nouns = [
            "provinces",
            "successions",
            "organizations",
            "agreements",
            "sectors",
            "fields",
            "activities",
            "events",
            "indicators",
            "outcomes",
            "claims",
            "directives",
            "documents",
        ];
        let query = format!("{{ {} }}", nouns.map(count).join(" "));
        let counted = world.read(&who, &query).await;
        let total: u64 = nouns.iter().map(|it| counted[it]["totalCount"].as_u64().unwrap()).sum();
        assert_eq!(mirror.len() as u64, total, "{}", who.id);
    }
}

#[tokio::test]
async fn a_cursor_of_another_history_is_found_out() {
    let (world, other) = (World::seeded().await, World::seeded().await);
    let activity = world.activity().await;
    world.draft(&activity, "Một").await;
    let (here, elsewhere) = (world.cursor().await, other.cursor().await);
    let code = async |world: &World, after: &str| {
        let query = format!("{{ changes(after: {after:?}) {{ edges {{ cursor }} }} }}");
        world.answer(&query).await["errors"][0]["extensions"]["code"].clone()
    };
    assert_eq!(code(&world, &here).await, Value::Null);
    // The seeds are the same change everywhere; what came later is not there.
    assert_eq!(code(&world, &elsewhere).await, Value::Null);
    assert_eq!(code(&other, &here).await, "CURSOR_UNKNOWN");
    other.draft(&activity, "Hai").await;
    assert_eq!(code(&other, &here).await, "CURSOR_UNKNOWN");
    assert_eq!(code(&world, "nonsense").await, "BAD_USER_INPUT");
}
