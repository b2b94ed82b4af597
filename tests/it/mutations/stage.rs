//! A registry with a record of each noun, in each status that a mutation starts from: all of it
//! written through mutations.

use std::collections::BTreeMap;

use hoptac::{
    auth::{Caller, Role, Scope},
    domain::{NounId, ProvinceId},
};
use serde_json::{Value, json};

use crate::world::World;

/// Each mutation, and the noun that its payload shows.
pub const MUTATIONS: [(&str, &str); 53] = [
    ("signAgreement", "agreement"),
    ("amendAgreement", "agreement"),
    ("terminateAgreement", "agreement"),
    ("addField", "field"),
    ("planActivity", "activity"),
    ("reviseActivityPlan", "activity"),
    ("startActivity", "activity"),
    ("suspendActivity", "activity"),
    ("resumeActivity", "activity"),
    ("completeActivity", "activity"),
    ("cancelActivity", "activity"),
    ("scheduleEvent", "event"),
    ("rescheduleEvent", "event"),
    ("reportEventHeld", "event"),
    ("cancelEvent", "event"),
    ("defineIndicator", "indicator"),
    ("setIndicatorTarget", "indicator"),
    ("recordOutcome", "outcome"),
    ("submitOutcome", "outcome"),
    ("approveOutcomes", "outcomes"),
    ("returnOutcome", "outcome"),
    ("correctOutcome", "outcome"),
    ("retractOutcome", "outcome"),
    ("recordClaim", "claim"),
    ("issueDirective", "directive"),
    ("answerDirective", "directive"),
    ("closeDirective", "directive"),
    ("registerProvince", "province"),
    ("changeProvince", "province"),
    ("recordSuccession", "succession"),
    ("registerOrganization", "organization"),
    ("addSector", "sector"),
    ("addDocument", "document"),
    ("amendActivity", "activity"),
    ("reopenActivity", "activity"),
    ("amendEvent", "event"),
    ("reopenEvent", "event"),
    ("amendField", "field"),
    ("amendIndicator", "indicator"),
    ("amendDirective", "directive"),
    ("reopenDirective", "directive"),
    ("amendClaim", "claim"),
    ("amendProvince", "province"),
    ("amendSuccession", "succession"),
    ("amendOrganization", "organization"),
    ("amendSector", "sector"),
    ("amendDocument", "document"),
    ("mergeOrganizations", "organization"),
    ("separateOrganization", "organization"),
    ("mergeDocuments", "document"),
    ("separateDocument", "document"),
    ("mergeProvinces", "province"),
    ("separateProvince", "province"),
];

/// The mutations that take several inputs of another, and that other.
pub const BULK: [(&str, &str); 3] = [
    ("planActivities", "planActivity"),
    ("recordOutcomes", "recordOutcome"),
    ("scheduleEvents", "scheduleEvent"),
];

/// The name of the input of a mutation.
pub fn input_type(mutation: &str) -> String {
    format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..])
}

pub fn caller(id: &str, role: Role, scope: Scope) -> Caller {
    Caller { id: id.to_owned(), name: format!("the {id}"), role, scope }
}

/// The staged registry.
pub struct Stage {
    pub world: World,
    ids: BTreeMap<&'static str, String>,
}

impl Stage {
    /// The id of a staged record.
    pub fn id(&self, name: &str) -> &str {
        &self.ids[name]
    }

    pub fn admin() -> Caller {
        caller("admin", Role::Admin, Scope::All)
    }

    /// Another one, who approves what the first submitted.
    pub fn chief() -> Caller {
        caller("chief", Role::Admin, Scope::All)
    }

    /// Somebody of the province `b`.
    pub fn of_b(id: &str, role: Role) -> Caller {
        caller(id, role, Scope::Province(ProvinceId::from_number(2)))
    }

    /// Somebody of the province `c`, which takes part in nothing.
    pub fn of_c(id: &str, role: Role) -> Caller {
        caller(id, role, Scope::Province(ProvinceId::from_number(3)))
    }

    pub fn head(&self) -> u64 {
        self.world.api.registry().head().seq
    }

    /// The whole answer to a mutation.
    pub async fn answer(&self, by: Caller, mutation: &str, input: &Value) -> Value {
        let (_, noun) = MUTATIONS.iter().find(|(name, _)| *name == mutation).expect(mutation);
        let query = format!(
            "mutation($input: {}!) {{ {mutation}(input: $input) {{
               {noun} {{ id version viewerCan }} change {{ seq at hash replayed }}
               errors {{ code message field currentVersion }} }} }}",
            input_type(mutation)
        );
        self.world.answer_with(by, &query, json!({ "input": input })).await
    }

    /// The payload of a mutation that the caller may send.
    pub async fn send(&self, by: Caller, mutation: &str, input: &Value) -> Value {
        let mut answer = self.answer(by, mutation, input).await;
        assert!(answer.get("errors").is_none(), "{mutation} {input:#}\n{answer:#}");
        answer["data"][mutation].take()
    }

    /// The noun of the payload of a mutation that is accepted.
    pub async fn done(&self, by: Caller, mutation: &str, input: &Value) -> Value {
        let mut payload = self.send(by, mutation, input).await;
        assert_eq!(payload["errors"], json!([]), "{mutation} {input:#}");
        assert_eq!(payload["change"]["seq"], self.head(), "{mutation}");
        let (_, noun) = MUTATIONS.iter().find(|(name, _)| *name == mutation).expect(mutation);
        payload[*noun].take()
    }

    /// The codes and fields of what is wrong with an input.
    pub async fn faults(&self, by: Caller, mutation: &str, input: &Value) -> Vec<(String, String)> {
        let payload = self.send(by, mutation, input).await;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let path = |error: &Value| {
            let parts = error["field"].as_array().cloned().unwrap_or_default();
            parts.iter().map(text).collect::<Vec<_>>().join(".")
        };
        let errors = payload["errors"].as_array().expect("errors");
        errors.iter().map(|error| (text(&error["code"]), path(error))).collect()
    }

    async fn make(&mut self, name: &'static str, mutation: &str, input: Value) {
        let noun = self.done(Self::admin(), mutation, &input).await;
        self.ids.insert(name, noun["id"].as_str().expect("an id").to_owned());
    }

    pub async fn new() -> Self {
        let mut stage = Self { world: World::empty(), ids: BTreeMap::new() };
        for name in ["a", "b", "c", "d", "e"] {
            let input = json!({"key": name, "kind": "PROVINCE", "name": {"en": name}});
            stage.make(name, "registerProvince", input).await;
        }
        let input = json!({"kind": "PROVINCE", "name": {"en": "later"}, "validFrom": "2027-01-01"});
        stage.make("later", "registerProvince", input).await;
        let input = json!({"title": "Report", "language": "vi", "reliability": "NORMAL",
            "reading": "FULL"});
        stage.make("document", "addDocument", input).await;
        let input =
            json!({"kind": "DEPARTMENT", "name": {"vi": "Sở Y tế"}, "province": stage.id("a")});
        stage.make("department", "registerOrganization", input).await;
        stage
            .make("sector", "addSector", json!({"code": "HEALTH", "name": {"en": "Health"}}))
            .await;
        stage.agree().await;
        stage.act().await;
        stage.record().await;
        stage.double().await;
        stage
    }

    async fn agree(&mut self) {
        let parties = json!([{"province": self.id("a"), "role": "LEAD"},
            {"province": self.id("b"), "role": "MEMBER"}]);
        for (name, code) in [("agreement", "tt-1"), ("parent", "tt-0")] {
            let input = json!({"code": code, "kind": "COOPERATION_AGREEMENT", "parties": parties,
                "title": {"vi": "Thỏa thuận"}, "signedOn": "2022-12-29",
                "period": {"start": "2022-12-29", "end": "2027"}});
            self.make(name, "signAgreement", input).await;
        }
        let input = json!({"agreement": self.id("agreement"), "sector": self.id("sector")});
        self.make("field", "addField", input).await;
        let input = json!({"kind": "RECOMMENDATION", "text": {"vi": "Đẩy mạnh"},
            "agreement": self.id("agreement")});
        self.make("directive", "issueDirective", input.clone()).await;
        self.make("closed", "issueDirective", input).await;
        let input = json!({"directive": self.id("closed")});
        self.done(Self::admin(), "closeDirective", &input).await;
    }

    async fn act(&mut self) {
        for name in ["planned", "ongoing", "suspended", "completed"] {
            let input = json!({"field": self.id("field"), "title": {"en": name},
                "participants": [{"province": self.id("a"), "role": "PROVIDER"},
                    {"province": self.id("b"), "role": "BENEFICIARY"}]});
            self.make(name, "planActivity", input).await;
        }
        let input = json!({"activity": self.id("ongoing"), "startedOn": "2024-03"});
        self.done(Self::admin(), "startActivity", &input).await;
        let input = json!({"activity": self.id("completed"), "startedOn": "2024-03"});
        self.done(Self::admin(), "startActivity", &input).await;
        let input = json!({"activity": self.id("completed"), "endedOn": "2024-05"});
        self.done(Self::admin(), "completeActivity", &input).await;
        let input = json!({"activity": self.id("suspended"), "reason": "floods"});
        self.done(Self::admin(), "suspendActivity", &input).await;
        let input = json!({"activity": self.id("planned"), "kind": "TRAINING",
            "title": {"en": "Training"}, "period": {"start": "2026-10"}});
        self.make("event", "scheduleEvent", input.clone()).await;
        self.make("held", "scheduleEvent", input).await;
        let input = json!({"event": self.id("held"), "period": {"start": "2024-10"}});
        self.done(Self::admin(), "reportEventHeld", &input).await;
        let input = json!({"activity": self.id("planned"), "title": {"en": "Trained"},
            "measure": "UNIT", "unit": "persons", "ascending": true, "cumulative": false});
        self.make("indicator", "defineIndicator", input).await;
    }

    /// Registers things twice, and merges one of each.
    async fn double(&mut self) {
        for (name, merged) in [("second", false), ("merged province", true)] {
            let input = json!({"kind": "PROVINCE", "name": {"en": name}});
            self.make(name, "registerProvince", input).await;
            self.merge(merged, "mergeProvinces", "province", [name, "d"]).await;
        }
        for (name, merged) in [("copy", false), ("merged document", true)] {
            let input = json!({"title": "Report", "language": "vi", "reliability": "NORMAL",
                "reading": "FULL"});
            self.make(name, "addDocument", input).await;
            self.merge(merged, "mergeDocuments", "document", [name, "document"]).await;
        }
        for (name, merged) in [("double", false), ("merged organization", true)] {
            let input =
                json!({"kind": "DEPARTMENT", "name": {"vi": name}, "province": self.id("a")});
            self.make(name, "registerOrganization", input).await;
            self.merge(merged, "mergeOrganizations", "organization", [name, "department"]).await;
        }
    }

    async fn merge(&self, merged: bool, mutation: &str, noun: &str, [name, kept]: [&str; 2]) {
        if merged {
            let input = json!({noun: self.id(kept), "duplicate": self.id(name), "reason": "twice"});
            self.done(Self::admin(), mutation, &input).await;
        }
    }

    async fn record(&mut self) {
        for name in ["draft", "submitted", "approved"] {
            let input = json!({"kind": "OUTPUT", "title": {"en": name}, "value": "40",
                "activity": self.id("planned"), "indicator": self.id("indicator"),
                "sources": [{"document": self.id("document")}], "submit": name != "draft"});
            self.make(name, "recordOutcome", input).await;
        }
        let input = json!({"outcomes": [{"outcome": self.id("approved")}]});
        self.done(Self::chief(), "approveOutcomes", &input).await;
        let input = json!({"metric": "EVENTS", "kind": "REPORTED", "value": "12",
            "sources": [{"document": self.id("document")}]});
        self.make("claim", "recordClaim", input).await;
        let input = json!({"on": "2027-02-01", "predecessors": [self.id("e")],
            "successors": [{"new": {"kind": "PROVINCE", "name": {"en": "new e"}}}]});
        self.make("succession", "recordSuccession", input).await;
        let query = format!(
            "{{ node(id: \"{}\") {{ ... on Succession {{ successors {{ id }} }} }} }}",
            self.id("succession")
        );
        let found = self.world.data(&query).await;
        let begun = found["node"]["successors"][0]["id"].as_str().expect("an id");
        self.ids.insert("begun", begun.to_owned());
    }
}
