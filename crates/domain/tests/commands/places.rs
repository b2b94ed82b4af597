//! Where problems are told: by the whole way through a record, and through the input that was sent.

use jiff::civil::date as day;
use serde_json::json;

use super::refuses;
use domain::{
    ByKey, Command, Existing, Indicator,
    ProblemCode::*,
    ProvinceKind, Record, Register, Source, Target,
    commands::{NewProvince, RecordSuccession, Successor},
};
use samples::world::*;

#[test]
fn a_key_that_leads_nowhere_is_told_with_the_whole_way_to_it() {
    let drafts: Vec<Record<ByKey>> = serde_json::from_value(json!([
        { "Agreement": {
            "key": "a", "code": "A", "kind": "PLAN", "title": { "vi": "a" },
            "parties": [
                { "province": "none", "role": "LEAD" },
                { "organization": "none", "role": "MEMBER" },
            ],
            "sources": [{ "document": "none" }, { "document": "none", "quote": "x" }],
        }},
        { "Outcome": {
            "key": "o", "kind": "OUTPUT", "title": { "vi": "o" }, "measure": "UNIT",
            "value": "1", "unit": "persons", "status": "DRAFT", "activity": "none",
            "provider": { "province": "none" }, "beneficiary": { "organization": "none" },
        }},
        { "Claim": {
            "key": "c", "metric": "EVENTS", "kind": "REPORTED", "value": "1",
            "scope": { "provinces": ["none"], "sector": "none" },
            "statedByOrganization": "none", "conflictsWith": ["c", "none"],
        }},
    ]))
    .unwrap();
    let command = Command::Register(Register { drafts, existing: Existing::Keep });
    let places = [
        "parties.0.province",
        "parties.1.organization",
        "sources.0.document",
        "sources.1.document",
        "activity",
        "provider.province",
        "beneficiary.organization",
        "scope.provinces.0",
        "scope.sector",
        "statedByOrganization",
        "conflictsWith.1",
    ];
    let mut expected: Vec<_> = places.into_iter().map(|place| (NotFound, place)).collect();
    expected.push((Inconsistent, "conflictsWith.0"));
    refuses(&World::new(), &command, &expected);
}

#[test]
fn an_id_that_leads_nowhere_is_told_with_the_whole_way_to_it() {
    let mut agreement = agreement("B");
    agreement.parties[1].province = Some(id(99));
    agreement.parties[2].organization = Some(id(99));
    agreement.sources = vec![source(), Source { document: id(99), quote: None }];
    refuses(
        &World::new(),
        &Command::SignAgreement(agreement),
        &[
            (NotFound, "parties.1.province"),
            (NotFound, "parties.2.organization"),
            (NotFound, "sources.1.document"),
        ],
    );
}

#[test]
fn a_target_is_told_where_the_input_has_it() {
    let target = |at: &str, comment: &str| Target {
        period: period(at),
        value: 1u64.into(),
        comment: Some(comment.to_owned()),
    };
    let wrong = Indicator { targets: vec![target("2025", ""), target("2024", "x")], ..indicator() };
    let command = Command::DefineIndicator(wrong);
    refuses(&World::new(), &command, &[(Required, "targets.0.comment")]);
}

#[test]
fn the_sources_of_a_succession_are_told_once_where_the_input_has_them() {
    let unit = NewProvince {
        key: None,
        kind: ProvinceKind::Province,
        name: text("Mới"),
        aliases: Vec::new(),
        region: None,
        codes: Vec::new(),
        note: Some(String::new()),
    };
    let command = Command::RecordSuccession(RecordSuccession {
        key: None,
        on: day(2024, 7, 1),
        instrument: None,
        predecessors: vec![id(KON_TUM)],
        successors: vec![Successor::New(unit)],
        sources: vec![Source { document: id(99), quote: Some(String::new()) }],
        note: None,
    });
    let places = [
        (NotFound, "sources.0.document"),
        (Required, "sources.0.quote"),
        (Required, "successors.0.note"),
    ];
    refuses(&World::new(), &command, &places);
}

#[test]
fn the_targets_of_a_file_keep_the_rules_of_targets() {
    let refused = |measure: &str, targets: &str, expected: &[_]| {
        let draft = format!(
            r#"[{{ "Activity": {{
                "key": "a", "sector": "s", "title": {{ "vi": "a" }}, "status": "PLANNED"
            }} }}, {{ "Sector": {{ "key": "s", "code": "S", "name": {{ "vi": "s" }} }} }},
            {{ "Indicator": {{
                "key": "i", "activity": "a", "title": {{ "vi": "i" }}, "measure": "{measure}",
                "ascending": true, "cumulative": false, "targets": {targets}
            }} }}]"#
        );
        let drafts: Vec<Record<ByKey>> = serde_json::from_str(&draft).unwrap();
        let command = Command::Register(Register { drafts, existing: Existing::Keep });
        refuses(&World::new(), &command, expected);
    };
    let twice = r#"[{ "period": "2024", "value": "1" },
        { "period": "2024-01/2024-12", "value": "2" }]"#;
    refused("PERCENTAGE", twice, &[(Duplicate, "targets.1.period")]);
    let one = r#"[{ "period": "2024", "value": "1" }]"#;
    refused("QUALITATIVE", one, &[(Inconsistent, "targets.0.value")]);
    let negative = r#"[{ "period": "2024", "value": "-1" }]"#;
    refused("PERCENTAGE", negative, &[(Invalid, "targets.0.value")]);
}

#[test]
fn only_the_metric_other_has_words() {
    let refused = |claim: &str, expected: &[_]| {
        let draft = format!(
            r#"[{{ "Claim": {{ "key": "c", "kind": "REPORTED", "value": "1", {claim} }} }}]"#
        );
        let drafts: Vec<Record<ByKey>> = serde_json::from_str(&draft).unwrap();
        let command = Command::Register(Register { drafts, existing: Existing::Keep });
        refuses(&World::new(), &command, expected);
    };
    refused(r#""metric": "OTHER""#, &[(Required, "metricWords")]);
    refused(r#""metric": "EVENTS", "metricWords": "x""#, &[(Inconsistent, "metricWords")]);
    refused(r#""metric": "OTHER", "metricWords": " ""#, &[(Required, "metricWords")]);
}
