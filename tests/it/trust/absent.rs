//! What is hidden from a caller is answered as what is not there: lists, counts, filters, the feed,
//! lookups, figures and refusals tell neither from the other.

use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use futures_util::{FutureExt, StreamExt};
use hoptac::{
    domain::{Lang, RecordId},
    graphql::{Position, record_of_id},
};
use serde_json::{Value, json};

use super::{
    model::Model,
    stage::{ADMIN, Stage},
};

/// The number of records that nobody registered.
const ABSENT: u32 = 9_000_000;

/// What is asked about a record of any noun.
const OF_ANY: [&str; 3] = [
    "query($id: ID!) { node(id: $id) { id __typename } nodes(ids: [$id]) { id } }",
    "query($id: ID!) { changes(first: 100, subject: $id) {
       pageInfo { hasNextPage } edges { cursor node { seq records { recordId } } } } }",
    "query($id: ID!) { changes(first: 3, subject: $id, kinds: [OUTCOME, EVENT, ACTIVITY, DIRECTIVE,
       CLAIM, FIELD, INDICATOR]) { edges { node { seq } } } }",
];

/// What is asked about a record of one noun, by the noun.
const OF_ONE: [(&str, &str); 14] = [
    ("Agreement", "agreement(by: {id: $id}) { id }"),
    ("Agreement", "activities(filter: {agreement: $id}) { totalCount edges { cursor } }"),
    ("Agreement", "events(filter: {agreement: $id}) { totalCount edges { cursor } }"),
    ("Agreement", "fields(filter: {agreement: $id}) { totalCount edges { cursor } }"),
    ("Agreement", "claims(filter: {agreement: $id}) { totalCount edges { cursor } }"),
    ("Agreement", "directives(filter: {agreement: $id}) { totalCount edges { cursor } }"),
    ("Agreement", "lateActivities(filter: {agreement: {id: $id}}) { edges { cursor } }"),
    ("Agreement", "cooperationMatrix(scope: {agreement: {id: $id}}) { of { id } }"),
    ("Activity", "activity(by: {id: $id}) { id }"),
    ("Activity", "outcomes(filter: {activity: $id}) { totalCount edges { cursor } }"),
    ("Activity", "indicators(filter: {activity: $id}) { totalCount edges { cursor } }"),
    ("Event", "event(by: {id: $id}) { id }"),
    ("Outcome", "outcome(by: {id: $id}) { id }"),
    ("Directive", "directive(by: {id: $id}) { id }"),
];

/// What is commanded of a record or about one, by its noun; `$` stands for its id.
fn commands(stage: &Stage, noun: &str, id: &str) -> Vec<(&'static str, &'static str, Value)> {
    let (sector, directive) = (&stage.sector, &stage.directive);
    let parts = json!([{"province": stage.provinces[2], "role": "PROVIDER"},
        {"province": stage.provinces[1], "role": "BENEFICIARY"}]);
    match noun {
        "Agreement" => vec![
            ("amendAgreement", "agreement", json!({"agreement": id, "note": "?"})),
            ("addField", "field", json!({"agreement": id, "sector": sector})),
            (
                "planActivity",
                "activity",
                json!({"agreement": id, "sector": sector,
                "title": {"vi": "Kế hoạch"}, "participants": parts}),
            ),
            (
                "issueDirective",
                "directive",
                json!({"kind": "DIRECTIVE", "text": {"vi": "Làm"},
                "agreement": id}),
            ),
        ],
        "Activity" => vec![
            ("startActivity", "activity", json!({"activity": id})),
            (
                "scheduleEvent",
                "event",
                json!({"activity": id, "kind": "MEETING",
                "title": {"vi": "Họp"}, "participants": parts}),
            ),
            ("answerDirective", "directive", json!({"directive": directive, "activities": [id]})),
            (
                "recordOutcome",
                "outcome",
                json!({"activity": id, "kind": "OUTPUT", "value": "1",
                "unit": "1", "measure": "UNIT", "title": {"vi": "Kết quả"}}),
            ),
        ],
        "Event" => vec![("reportEventHeld", "event", json!({"event": id}))],
        "Outcome" => vec![
            ("submitOutcome", "outcome", json!({"outcome": id})),
            ("correctOutcome", "outcome", json!({"outcome": id, "note": "?"})),
            ("approveOutcomes", "outcomes", json!({"outcomes": [{"outcome": id}]})),
        ],
        _ => vec![("closeDirective", "directive", json!({"directive": id, "note": "?"}))],
    }
}

/// The id of a record of the same noun that is not there.
fn absent(id: &str) -> String {
    let mut bytes = BASE64URL_NOPAD.decode(id.as_bytes()).unwrap();
    bytes.truncate(1);
    bytes.extend(ABSENT.to_be_bytes().iter().skip_while(|byte| **byte == 0));
    BASE64URL_NOPAD.encode(&bytes)
}

/// An answer without what tells the ids apart.
fn told(answer: &Value, id: &str) -> String {
    let RecordId { noun, number } = record_of_id(id).unwrap();
    answer.to_string().replace(id, "ID").replace(&format!("{noun} {number}"), "NUMBER")
}

/// All that a caller is answered about a record.
async fn answers(stage: &Stage, who: usize, type_name: &str, id: &str) -> Vec<String> {
    let mut all = Vec::new();
    let of_one = OF_ONE.iter().filter(|(noun, _)| *noun == type_name);
    let of_one = of_one.map(|(_, asked)| format!("query($id: ID!) {{ {asked} }}"));
    for query in OF_ANY.iter().map(|it| (*it).to_owned()).chain(of_one) {
        let variables = json!({ "id": id });
        let given = async_graphql::Variables::from_json(variables.clone());
        let request = async_graphql::Request::new(&query).variables(given);
        assert!(stage.world.api.read_request(request).is_ok(), "{query}");
        let answer = stage.world.answer_with(stage.caller(who), &query, variables).await;
        all.push(format!("{query}\n{}", told(&answer, id)));
    }
    for (mutation, noun, input) in commands(stage, type_name, id) {
        let answer = stage.send(who, mutation, noun, &input).await;
        assert_ne!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{answer:#}");
        all.push(format!("{mutation}\n{}", told(&answer, id)));
    }
    let (caller, position) = (Arc::new(stage.caller(who)), Arc::new(Position::default()));
    let followed = format!(
        "subscription {{ changes(subject: {id:?}, after: {:?}) {{ seq records {{ recordId }} }} }}",
        stage.start
    );
    let request = stage.world.api.read_request(async_graphql::Request::new(followed)).unwrap();
    let mut changes = stage.world.api.stream(request, caller, Lang::Vi, position, Arc::default());
    while let Some(Some(answer)) = changes.next().now_or_never() {
        all.push(told(&answer.data.into_json().unwrap(), id));
    }
    all
}

/// Whoever may not see a record is answered as if it were not there.
pub async fn check(stage: &Stage, model: &Model) {
    let things = model.things.iter().map(|it| (it.kind.type_name(), &it.id, Some(it)));
    let draft = ("Agreement", &stage.agreements[1], None);
    for (type_name, id, thing) in things.chain([draft]) {
        for who in (0..stage.cast.len()).filter(|who| *who < ADMIN) {
            let cast = &stage.cast[who];
            let sees = thing
                .map_or_else(|| model.sees_agreement(cast, 1), |thing| model.sees(cast, thing));
            if sees {
                continue;
            }
            let head = stage.head();
            let hidden = answers(stage, who, type_name, id).await;
            let missing = answers(stage, who, type_name, &absent(id)).await;
            assert_eq!(hidden, missing, "{type_name} {id} to {}", cast.caller.id);
            assert_eq!(stage.head(), head, "{} wrote to {id}", cast.caller.id);
        }
    }
}

/// The filters of all lists that take a record which may be hidden are asked.
#[test]
fn each_filter_by_what_may_be_hidden_is_asked() {
    let schema = include_str!("../../../schema/schema.graphql");
    let hidden = ["agreement", "activity", "event", "outcome", "directive", "claim", "indicator"];
    let mut inside = None;
    let mut found = 0;
    for line in schema.lines() {
        if let Some(name) = line.strip_prefix("input ") {
            inside = name.strip_suffix("Filter {");
        } else if line.starts_with('}') {
            inside = None;
        }
        let Some((field, "ID")) = line.trim().split_once(": ") else { continue };
        let (Some(noun), true) = (inside, hidden.contains(&field)) else { continue };
        let filter = format!("(filter: {{{field}: $id}})");
        let list = noun.to_lowercase().trim_end_matches('y').to_owned();
        let asked = |it: &&(&str, &str)| it.1.starts_with(&list) && it.1.contains(&filter);
        assert!(OF_ONE.iter().any(|it| asked(&it)), "{noun}Filter.{field}");
        found += 1;
    }
    assert!(found >= 7, "{found}");
}
