//! Whatever was recorded wrongly can be put right: every attribute of every noun has a mutation
//! that sets it on a record that is there.

use std::collections::BTreeMap;

use hoptac::domain::{Action, FieldPath, Noun, action::Writes};
use serde_json::{Value, json};

use super::stage::{Stage, input_type};

/// Attributes that no input sets by their name, and what changes them.
const OTHERWISE: &[(&str, &str, &str)] = &[
    ("Agreement", "draft", "signing sets it: `amendAgreement(signedOn:)`"),
    ("Agreement", "termination", "`terminateAgreement` sets it"),
    ("Field", "agreement", "a field belongs to what names it; another is added there"),
    ("Activity", "status", "it has its steps"),
    ("Event", "status", "it has its steps"),
    ("Indicator", "activity", "its values are of that activity; another is defined elsewhere"),
    ("Indicator", "targets", "`setIndicatorTarget` sets each"),
    ("Outcome", "status", "it has its steps"),
    ("Outcome", "statusReason", "`retractOutcome` sets it"),
    ("Outcome", "decision", "approvers decide: `approveOutcomes`, `returnOutcome`"),
    ("Outcome", "submittedBy", "submitting sets it"),
    ("Outcome", "supersedes", "`correctOutcome` sets it"),
    ("Directive", "status", "it has its steps"),
    ("Province", "mergedInto", "merging sets it"),
    ("Organization", "mergedInto", "merging sets it"),
    ("Document", "mergedInto", "merging sets it"),
];

#[tokio::test]
async fn every_attribute_of_every_noun_can_be_corrected() {
    let stage = Stage::new().await;
    let query = "{ __schema { types { name inputFields { name } } } }";
    let types = stage.world.data(query).await["__schema"]["types"].take();
    let inputs: BTreeMap<&str, Vec<&str>> = types
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|it| Some((it["name"].as_str()?, it["inputFields"].as_array()?)))
        .map(|(name, fields)| (name, fields.iter().filter_map(|it| it["name"].as_str()).collect()))
        .collect();
    let mut left = Vec::new();
    for noun in Noun::ALL {
        let changing: Vec<&Vec<&str>> = Action::ALL
            .iter()
            .filter(|action| action.writes() == Writes::Changed(noun))
            .map(|action| &inputs[input_type(action.name()).as_str()])
            .collect();
        for attribute in noun.attributes().iter().map(|it| FieldPath::of(it).to_string()) {
            let set = changing.iter().any(|fields| fields.contains(&attribute.as_str()));
            let otherwise =
                OTHERWISE.iter().any(|(of, name, _)| *of == noun.name() && *name == attribute);
            if set == otherwise {
                left.push(format!("{}.{attribute}", noun.name()));
            }
        }
    }
    assert_eq!(left, Vec::<String>::new());
}

#[tokio::test]
async fn the_history_says_why() {
    let stage = Stage::new().await;
    let input = json!({"organization": stage.id("department"), "name": {"vi": "Sở Y tế Huế"},
        "reason": "a typo"});
    stage.done(Stage::admin(), "amendOrganization", &input).await;
    let query = format!(
        "{{ organization(by: {{id: \"{}\"}}) {{ name history(last: 1) {{ nodes {{ command reason }} }} }}
           changes(first: 100, subject: \"{}\") {{ nodes {{ command reason }} }} }}",
        stage.id("department"),
        stage.id("department")
    );
    let answer: Value = stage.world.data(&query).await;
    let revision = json!({"command": "amendOrganization", "reason": "a typo"});
    assert_eq!(answer["organization"]["name"], "Sở Y tế Huế");
    assert_eq!(answer["organization"]["history"]["nodes"], json!([revision]));
    let changes = answer["changes"]["nodes"].as_array().unwrap();
    assert_eq!(changes.last().unwrap(), &answer["organization"]["history"]["nodes"][0]);
}
