//! The registry in which the model's things happen, and everybody who asks.

use hoptac::{
    auth::{Caller, Role, Scope},
    domain::{AgreementId, NounId, ProvinceId},
};
use serde_json::{Value, json};

use crate::world::World;

/// A caller, and what a plain table says of them.
pub struct Cast {
    pub caller: Caller,
    /// Whether they may act on what is under the signed agreement, and under the other one.
    pub acts: [bool; 2],
    /// Whether they see the other agreement while it is a draft.
    pub sees_draft: bool,
}

/// The agreement that is signed is the first, the draft the second.
pub const AGREEMENTS: [&str; 2] = ["signed", "secret"];

pub struct Stage {
    pub world: World,
    pub cast: Vec<Cast>,
    pub provinces: Vec<String>,
    pub agreements: Vec<String>,
    pub document: String,
    pub sector: String,
    pub directive: String,
    /// The cursor before all that is asked, and the number of the last change before it.
    pub start: String,
    pub first: u64,
}

/// Everybody who asks; the first is anybody.
fn cast() -> Vec<Cast> {
    use Role::{Admin, Approver, Coordinator, Reader, Recorder};
    let is = |id: &str, role, scope, acts, sees_draft| {
        let caller = Caller { id: id.to_owned(), name: id.to_owned(), role, scope };
        Cast { caller, acts, sees_draft }
    };
    let province = |number| Scope::Province(ProvinceId::from_number(number));
    let (all, none) = ([true, true], [false, false]);
    vec![
        Cast { caller: Caller::anonymous(), acts: all, sees_draft: false },
        is("reader", Reader, Scope::All, all, false),
        is("reader-b", Reader, province(2), all, true),
        is("recorder-a", Recorder, province(1), all, true),
        is("recorder-b", Recorder, province(2), all, true),
        is("recorder-c", Recorder, province(3), none, false),
        is("approver-b", Approver, province(2), all, true),
        is("approver-c", Approver, province(3), none, false),
        is(
            "coordinator",
            Coordinator,
            Scope::Agreement(AgreementId::from_number(1)),
            [true, false],
            false,
        ),
        is("admin", Admin, Scope::All, all, true),
        is("chief", Admin, Scope::All, all, true),
    ]
}

/// One who may see all.
pub const ADMIN: usize = 9;

impl Stage {
    pub async fn new() -> Self {
        let mut stage = Self {
            world: World::empty(),
            cast: cast(),
            provinces: Vec::new(),
            agreements: Vec::new(),
            document: String::new(),
            sector: String::new(),
            directive: String::new(),
            start: String::new(),
            first: 0,
        };
        for name in ["a", "b", "c"] {
            let input = json!({"key": name, "kind": "PROVINCE", "name": {"en": name}});
            let province = stage.make("registerProvince", "province", &input).await;
            stage.provinces.push(province);
        }
        let input = json!({"title": "Report", "language": "vi", "reliability": "NORMAL",
            "reading": "FULL"});
        stage.document = stage.make("addDocument", "document", &input).await;
        let input = json!({"code": "HEALTH", "name": {"en": "Health"}});
        stage.sector = stage.make("addSector", "sector", &input).await;
        let [a, b, _] = &stage.provinces[..] else { panic!("three provinces") };
        let parties = json!([{"province": a, "role": "LEAD"}, {"province": b, "role": "MEMBER"}]);
        for (name, day) in AGREEMENTS.into_iter().zip([json!("2022-12-29"), Value::Null]) {
            let input = json!({"code": name, "kind": "COOPERATION_AGREEMENT", "parties": parties,
                "title": {"vi": name}, "signedOn": day, "draft": day.is_null()});
            let agreement = stage.make("signAgreement", "agreement", &input).await;
            stage.agreements.push(agreement);
        }
        let input = json!({"kind": "RECOMMENDATION", "text": {"vi": "Đẩy mạnh"},
            "agreement": stage.agreements[0]});
        stage.directive = stage.make("issueDirective", "directive", &input).await;
        let head = stage.data(ADMIN, "{ head { cursor } }", Value::Null).await;
        stage.first = stage.head();
        head["head"]["cursor"].as_str().unwrap().clone_into(&mut stage.start);
        stage
    }

    pub fn reopened(self) -> Self {
        Self { world: self.world.reopened(), ..self }
    }

    pub fn caller(&self, who: usize) -> Caller {
        self.cast[who].caller.clone()
    }

    pub fn head(&self) -> u64 {
        self.world.api.registry().head().seq
    }

    /// What somebody is answered, without errors.
    pub async fn data(&self, who: usize, query: &str, variables: Value) -> Value {
        let mut answer = self.world.answer_with(self.caller(who), query, variables).await;
        assert!(answer.get("errors").is_none(), "{query}\n{answer:#}");
        answer["data"].take()
    }

    /// The whole answer to a mutation.
    pub async fn send(&self, who: usize, mutation: &str, noun: &str, input: &Value) -> Value {
        let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
        let query = format!(
            "mutation($input: {kind}!) {{ it: {mutation}(input: $input) {{
               {noun} {{ id version }} change {{ seq replayed }}
               errors {{ code message currentVersion }} }} }}"
        );
        self.world.answer_with(self.caller(who), &query, json!({ "input": input })).await
    }

    async fn make(&self, mutation: &str, noun: &str, input: &Value) -> String {
        let answer = self.send(ADMIN, mutation, noun, input).await;
        let id = answer["data"]["it"][noun]["id"].as_str();
        id.unwrap_or_else(|| panic!("{mutation}: {answer:#}")).to_owned()
    }
}
