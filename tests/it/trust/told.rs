//! What callers are told: by whatever path they ask, of what they may see all, of what they may not
//! see nothing.

use std::sync::Arc;

use futures_util::{FutureExt, StreamExt};
use hoptac::{domain::Lang, graphql::Position};
use serde_json::{Map, Value, json};

use super::{
    model::{Kind, Model},
    paths::Paths,
    stage::{ADMIN, Stage},
};

/// What the root leads to that takes an argument: each is asked for by [`by_name`], [`earlier`],
/// or leads where others lead; what is found by its words is tested where searching is.
const ASKED_OTHERWISE: [&str; 17] = [
    "activity",
    "agreement",
    "at",
    "claim",
    "directive",
    "document",
    "event",
    "field",
    "indicator",
    "node",
    "nodes",
    "organization",
    "outcome",
    "province",
    "search",
    "sector",
    "succession",
];

/// All that a caller finds from the root: two records deep, with histories and the feed. What
/// counts each command, whoever may see it, is left out.
pub async fn found(stage: &Stage, who: usize) -> Value {
    let (paths, others) = Paths::new().root(1);
    assert_eq!(others, ASKED_OTHERWISE, "ask for it below by its argument, too");
    let mut found = Map::new();
    for (name, path) in paths.iter().filter(|(name, _)| *name != "head") {
        let mut data = stage.data(who, &format!("{{ {path} }}"), Value::Null).await;
        if name == "changes" {
            // How far the feed was read.
            data[name]["pageInfo"]["endCursor"].take();
        }
        counts(&data, name);
        found.insert(name.clone(), data[name].take());
    }
    Value::Object(found)
}

/// A page that is the whole has as many edges as it says that there are.
fn counts(value: &Value, path: &str) {
    match value {
        Value::Object(fields) => {
            if let (Some(total), Some(edges)) = (fields.get("totalCount"), fields.get("edges")) {
                assert_eq!(*total, edges.as_array().unwrap().len(), "{path}: {value}");
            }
            fields.iter().for_each(|(name, it)| counts(it, &format!("{path}.{name}")));
        }
        Value::Array(all) => all.iter().for_each(|it| counts(it, path)),
        _ => {}
    }
}

/// What a caller finds by the names of all that there is.
async fn by_name(stage: &Stage, model: &Model, who: usize) -> Value {
    let ids: Vec<&String> = model.things.iter().map(|it| &it.id).collect();
    let select = Paths::new().select("Node", 1);
    let mut found = Vec::new();
    for ids in ids.chunks(20) {
        let query = format!("query($ids: [ID!]!) {{ nodes(ids: $ids) {select} }}");
        let mut data = stage.data(who, &query, json!({ "ids": ids })).await;
        found.append(data["nodes"].as_array_mut().unwrap());
    }
    for (thing, node) in model.things.iter().zip(&found) {
        let sees = model.sees(&stage.cast[who], thing);
        assert_eq!(!node.is_null(), sees, "{} {thing:?}", stage.cast[who].caller.id);
        let noun = thing.kind.noun();
        let query = format!(
            "query($id: ID!) {{ node(id: $id) {{ id }} {noun}(by: {{id: $id}}) {{ id }}
               changes(first: 100, subject: $id) {{ edges {{ node {{ records {{ recordId }} }} }} }} }}"
        );
        let data = stage.data(who, &query, json!({ "id": thing.id })).await;
        let there = if sees { json!({ "id": thing.id }) } else { Value::Null };
        assert_eq!((&data["node"], &data[noun]), (&there, &there));
        found_any(&data["changes"], &thing.id, sees);
    }
    let [agreement] = &stage.agreements[1..] else { panic!("two agreements") };
    let query = "query($id: ID!) { agreement(by: {code: \"secret\"}) { id } node(id: $id) { id } }";
    let data = stage.data(who, query, json!({ "id": agreement })).await;
    let there = model.sees_agreement(&stage.cast[who], 1).then(|| json!({ "id": agreement }));
    assert_eq!(data["agreement"], there.clone().unwrap_or_default());
    assert_eq!(data["node"], there.unwrap_or_default());
    Value::Array(found)
}

/// What is seen is told of; what was never seen is not.
fn found_any(changes: &Value, id: &str, sees: bool) {
    let told = changes.to_string().contains(&format!("{id:?}"));
    assert!(told || !sees, "{id} is seen, but no change tells of it");
}

/// What a caller finds at each earlier moment, one record deep.
async fn earlier(stage: &Stage, model: &Model, who: usize) -> Vec<Value> {
    let (paths, _) = Paths::new().root(1);
    let lists = ["activities", "agreements", "directives", "events", "outcomes"];
    let select: Vec<&str> = lists.iter().map(|it| paths[*it].as_str()).collect();
    let query =
        format!("query($seq: Int!) {{ at(moment: {{seq: $seq}}) {{ {} }} }}", select.join(" "));
    let mut found = Vec::new();
    for seq in (1..=model.seq).rev().step_by(5) {
        let data = stage.data(who, &query, json!({ "seq": seq })).await;
        counts(&data, "at");
        found.push(data);
    }
    found
}

/// What a caller is told who follows the feed from before all that was asked.
fn followed(stage: &Stage, who: usize) -> Vec<Value> {
    let records = Paths::new().select("Change", 1);
    let [a, b, _] = &stage.provinces[..] else { panic!("three provinces") };
    let outcomes = Paths::new().select("RecordedOutcomes", 1);
    let start = &stage.start;
    let mut told = Vec::new();
    for query in [
        format!("subscription {{ changes(after: {start:?}) {records} }}"),
        format!(
            "subscription {{ outcomeRecorded(pair: {{a: {b:?}, b: {a:?}}}, after: {start:?}) {outcomes} }}"
        ),
    ] {
        let (caller, position) = (Arc::new(stage.caller(who)), Arc::new(Position::default()));
        let request = async_graphql::Request::new(query);
        let request = stage.world.api.read_request(request).unwrap();
        let mut answers =
            stage.world.api.stream(request, caller, Lang::Vi, position, Arc::default());
        while let Some(Some(answer)) = answers.next().now_or_never() {
            assert!(answer.is_ok(), "{:?}", answer.errors);
            told.push(answer.data.into_json().unwrap());
        }
    }
    told
}

/// Everybody is told of all that they could ever see, and of nothing else.
pub async fn check(stage: &Stage, model: &Model) {
    // Who acts on all sees all, which a few stand for.
    for who in [0, 2, 7, 8, ADMIN] {
        let found = found(stage, who).await;
        for kind in [Kind::Activity, Kind::Event, Kind::Outcome, Kind::Directive] {
            let seen = model
                .of(kind)
                .into_iter()
                .filter(|at| model.sees(&stage.cast[who], &model.things[*at]));
            let list = match kind {
                Kind::Activity => "activities",
                Kind::Event => "events",
                Kind::Outcome => "outcomes",
                Kind::Directive => "directives",
            };
            assert_eq!(found[list]["totalCount"], seen.count(), "{list}");
        }
        let followed = followed(stage, who);
        let seqs = followed.iter().map(|it| &it["changes"]["seq"]).filter(|it| !it.is_null());
        let edges = found["changes"]["edges"].as_array().unwrap().iter();
        let listed =
            edges.map(|it| &it["node"]["seq"]).filter(|it| it.as_u64() > Some(stage.first));
        assert!(seqs.eq(listed), "the feed and who follows it tell the same");
        let all = json!([
            found,
            by_name(stage, model, who).await,
            earlier(stage, model, who).await,
            followed
        ])
        .to_string();
        for text in &model.written {
            let told = all.contains(text.as_str());
            let seen = model.seen(who).contains(text);
            assert_eq!(told, seen, "{text} to {}: {}", stage.cast[who].caller.id, near(&all, text));
        }
    }
}

/// Where a text is told.
fn near(all: &str, text: &str) -> String {
    let Some(at) = all.find(text) else { return "nowhere".to_owned() };
    let start = all[..at].char_indices().rev().nth(300).map_or(0, |(at, _)| at);
    all[start..].chars().take(500).collect()
}
