//! What is remembered: of each thing all versions, by whom and by which mutation each was written,
//! and what it changed, so that the present can be told from the history alone.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    model::{Kind, Model, State, Thing},
    stage::{ADMIN, Stage},
};

/// Each history is the model's, and leads to what is there now, and was there at each moment.
pub async fn check(stage: &Stage, model: &Model) {
    for thing in &model.things {
        let title = if thing.kind == Kind::Directive { "title: text" } else { "title" };
        let fields = format!("... on {} {{ id version status {title} }}", thing.kind.type_name());
        let query = format!(
            "query($id: ID!) {{ node(id: $id) {{ ... on {} {{ version history(first: 100) {{
               totalCount edges {{ node {{ version seq by command
                 diff {{ field before after }} record {{ {fields} }} }} }} }} }} {fields} }} }}",
            thing.kind.type_name()
        );
        let data = stage.data(ADMIN, &query, json!({ "id": thing.id })).await;
        let node = &data["node"];
        let edges = node["history"]["edges"].as_array().unwrap();
        assert_eq!(edges.len(), thing.states.len(), "{thing:?}");
        assert_eq!(node["history"]["totalCount"], edges.len());
        assert_eq!(node["version"], thing.version());
        assert_eq!(shown(node), expected(thing, thing.version()));
        let mut replayed = BTreeMap::new();
        for (version, (edge, state)) in (1..).zip(edges.iter().zip(&thing.states)) {
            let revision = &edge["node"];
            let told = ["version", "seq", "by", "command"].map(|it| &revision[it]);
            let (by, command) = (json!(state.by), json!(state.command));
            assert_eq!(told, [&json!(version), &json!(state.seq), &by, &command], "{thing:?}");
            assert_eq!(shown(&revision["record"]), expected(thing, version));
            replay(&mut replayed, &revision["diff"]);
            is_as(&replayed, thing, state);
        }
        at_each(stage, thing, &fields).await;
    }
}

fn shown(record: &Value) -> Value {
    json!({"id": record["id"], "version": record["version"], "status": record["status"],
        "title": record["title"]})
}

fn expected(thing: &Thing, version: usize) -> Value {
    let state = &thing.states[version - 1];
    json!({"id": thing.id, "version": version, "status": state.status, "title": state.title})
}

/// Does what a diff says to what was there, which must be what it says was there.
fn replay(fields: &mut BTreeMap<String, Value>, diff: &Value) {
    for change in diff.as_array().unwrap() {
        let name = change["field"].as_str().unwrap().to_owned();
        let before = fields.remove(&name).unwrap_or_default();
        assert_eq!(before, change["before"], "{name} was something else");
        if !change["after"].is_null() {
            fields.insert(name, change["after"].clone());
        }
    }
}

fn is_as(fields: &BTreeMap<String, Value>, thing: &Thing, state: &State) {
    let title = if thing.kind == Kind::Directive { "text" } else { "title" };
    let held = |name: &str| fields.get(name).cloned().unwrap_or_default();
    assert_eq!(held("status"), state.status, "{fields:?}");
    assert_eq!(held(title), json!({ "vi": state.title }), "{fields:?}");
    assert_eq!(held("statusReason"), json!(state.reason), "{fields:?}");
    if thing.kind == Kind::Outcome && state.seq == thing.now().seq {
        assert_eq!(held("submittedBy"), json!(thing.submitter), "{fields:?}");
    }
}

/// Just before a change, and just after it, the thing is as the versions say.
async fn at_each(stage: &Stage, thing: &Thing, fields: &str) {
    for (version, state) in (1..).zip(&thing.states) {
        let query = format!(
            "query($id: ID!, $before: Int!, $seq: Int!) {{
               before: at(moment: {{seq: $before}}) {{ node(id: $id) {{ {fields} }} }}
               after: at(moment: {{seq: $seq}}) {{ node(id: $id) {{ {fields} }} }} }}"
        );
        let variables = json!({"id": thing.id, "seq": state.seq, "before": state.seq - 1});
        let data = stage.data(ADMIN, &query, variables).await;
        assert_eq!(shown(&data["after"]["node"]), expected(thing, version));
        match version {
            1 => assert_eq!(data["before"]["node"], Value::Null, "{thing:?}"),
            _ => assert_eq!(shown(&data["before"]["node"]), expected(thing, version - 1)),
        }
    }
}
