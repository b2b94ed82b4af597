//! Generated registries in which every noun has every attribute and link: what leaves comes back
//! byte by byte.

use std::collections::BTreeSet;

use hoptac::domain::{FieldPath, Noun};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestRunner},
};
use serde_json::{Map, Value, json};

use super::{exported, transferred};
use crate::fixture::open;

/// How many records there are of each noun.
const EACH: usize = 3;

/// Writes records, and leaves out what need not be there as chance has it.
struct Writer<'a> {
    chance: std::iter::Cycle<std::slice::Iter<'a, bool>>,
    lines: Vec<String>,
}

impl Writer<'_> {
    fn one_of<const N: usize>(&mut self, of: [&str; N]) -> Value {
        let place = (0..4).fold(0, |sum, _| 2 * sum + usize::from(*self.chance.next().unwrap()));
        of[place % N].into()
    }

    /// A record: what it must have, and what it may have.
    fn record(&mut self, noun: Noun, key: &str, must: Value, may: Value) {
        let mut all = Map::from_iter([
            ("noun".to_owned(), json!(noun.to_string())),
            ("key".to_owned(), json!(key)),
        ]);
        let common = json!({"sources": [{"document": "d-0", "quote": "trích"}], "note": "ghi chú"});
        for part in [may, common] {
            let Value::Object(part) = part else { unreachable!() };
            all.extend(part.into_iter().filter(|_| *self.chance.next().unwrap()));
        }
        let Value::Object(must) = must else { unreachable!() };
        all.extend(must);
        self.lines.push(Value::Object(all).to_string());
    }
}

fn text(of: &str) -> Value {
    json!({"vi": format!("{of} vi"), "en": format!("{of} en")})
}

/// The lines of a registry, in no order.
fn registry(chance: &[bool]) -> String {
    let mut to = Writer { chance: chance.iter().cycle(), lines: Vec::new() };
    for at in 0..EACH {
        places(&mut to, at);
        agreed(&mut to, at);
        done(&mut to, at);
        results(&mut to, at);
        said(&mut to, at);
    }
    to.lines.reverse();
    to.lines.join("\n")
}

fn places(to: &mut Writer<'_>, at: usize) {
    let day = format!("2025-07-{:02}", at + 1);
    let kind = to.one_of(["PROVINCE", "MUNICIPALITY"]);
    let earlier = json!([{"until": "2004-01-01", "kind": kind, "name": text("earlier")}]);
    let old = json!({"region": text("r"), "aliases": [format!("alias {at}")], "earlier": earlier,
        "codes": [{"scheme": "OTHER", "value": format!("O{at}"), "validTo": day}], "validFrom": "2000-01-01"});
    to.record(
        Noun::Province,
        &format!("o-{at}"),
        json!({"kind": kind, "name": text("old"), "validTo": day}),
        old,
    );
    let new = json!({"codes": [{"scheme": "GSO", "value": format!("N{at}"), "validFrom": day}]});
    to.record(
        Noun::Province,
        &format!("n-{at}"),
        json!({"kind": kind, "name": text("new"), "validFrom": day}),
        new,
    );
    let must =
        json!({"on": day, "predecessors": [format!("o-{at}")], "successors": [format!("n-{at}")]});
    to.record(Noun::Succession, &format!("s-{at}"), must, json!({"instrument": "d-1"}));
    let must = json!({"kind": to.one_of(["DEPARTMENT", "SCHOOL"]), "name": text("org"), "province": format!("o-{at}")});
    to.record(Noun::Organization, &format!("g-{at}"), must, json!({"aliases": ["SYT", "Sở"]}));
    let must = json!({"code": format!("S{at}"), "name": text("sector")});
    to.record(Noun::Sector, &format!("c-{at}"), must, json!({"description": text("d")}));
    let must = json!({"title": "Tài liệu", "language": "vi", "reliability": to.one_of(["NORMAL", "LOW"]),
        "reading": to.one_of(["FULL", "EXCERPT"])});
    let may = json!({"titleFromUrl": true, "publisher": "Báo", "publishedOn": "2024-05",
        "url": format!("https://example.vn/{at}"), "sha256": "0a".repeat(32)});
    to.record(Noun::Document, &format!("d-{at}"), must, may);
}

fn agreed(to: &mut Writer<'_>, at: usize) {
    let parties = json!([
        {"province": "o-0", "role": "LEAD", "side": "a"},
        {"organization": "g-1", "role": "MEMBER", "side": "b"},
    ]);
    let may = json!({"description": text("d"), "parties": parties, "signedOn": "2020-05-01", "period": "2020/2026",
        "termination": {"on": "2025-01-01", "reason": "hết"}});
    let mut must = json!({"code": format!("A-{at}"), "kind": to.one_of(["PLAN", "MEMORANDUM"]), "title": text("a")});
    if at > 0 {
        must["parent"] = json!(format!("a-{}", at - 1));
    }
    to.record(Noun::Agreement, &format!("a-{at}"), must, may);
    let draft =
        json!({"code": format!("D-{at}"), "kind": "PLAN", "title": text("d"), "draft": true});
    to.record(Noun::Agreement, &format!("draft-{at}"), draft, json!({}));
    let must = json!({"agreement": format!("a-{at}"), "sector": format!("c-{at}")});
    let may = json!({"title": text("f"), "objectives": text("o"), "lead": format!("g-{at}")});
    to.record(Noun::Field, &format!("f-{at}"), must, may);
}

fn participants() -> Value {
    json!([
        {"province": "o-0", "role": "PROVIDER", "side": "a", "basis": "theo báo cáo"},
        {"organization": "g-1", "role": "BENEFICIARY"},
    ])
}

fn done(to: &mut Writer<'_>, at: usize) {
    let mut must = json!({"sector": format!("c-{at}"), "title": text("t"),
        "status": to.one_of(["PLANNED", "ONGOING", "COMPLETED", "CANCELLED", "SUSPENDED", "UNKNOWN"])});
    if matches!(must["status"].as_str(), Some("CANCELLED" | "SUSPENDED")) {
        must["statusReason"] = json!("lý do");
    }
    let may = json!({"agreement": format!("a-{at}"), "field": format!("f-{at}"), "description": text("d"),
        "participants": participants(), "planned": "2023/2024", "actual": "2023-02/2024-05",
        "commitments": [{"money": {"amount": "1500", "currency": "VND"}, "funding": "ODA"}]});
    to.record(Noun::Activity, &format!("t-{at}"), must, may);
    let mut must = json!({"kind": to.one_of(["OTHER", "TRAINING"]), "title": text("e"), "activity": format!("t-{at}"),
        "status": to.one_of(["HELD", "SCHEDULED", "POSTPONED", "CANCELLED"])});
    if matches!(must["status"].as_str(), Some("CANCELLED" | "POSTPONED")) {
        must["statusReason"] = json!("mưa");
    }
    let may = json!({"description": text("d"), "level": "PROVINCIAL", "host": "o-1", "place": "Đà Lạt",
        "period": "2024-09-01/2024-09-03", "participants": participants(), "attendance": 40});
    to.record(Noun::Event, &format!("e-{at}"), must, may);
    let must = json!({"activity": format!("t-{at}"), "title": text("i"), "measure": "UNIT", "unit": "người",
        "ascending": true, "cumulative": *to.chance.next().unwrap()});
    let baseline = json!({"year": 2020, "date": "2020-05", "value": "1.5", "comment": "đo"});
    let targets = json!([{"period": "2024", "value": "40", "comment": "m"}, {"period": "2025", "value": "50"}]);
    to.record(
        Noun::Indicator,
        &format!("i-{at}"),
        must,
        json!({"baseline": baseline, "targets": targets}),
    );
}

fn results(to: &mut Writer<'_>, at: usize) {
    let may = json!({"event": format!("e-{at}"), "indicator": format!("i-{at}"), "qualifier": "ABOUT",
        "narrative": text("n"), "provider": {"province": "o-0"}, "beneficiary": {"organization": "g-1"},
        "period": "2024", "submittedBy": "token:1"});
    let mut must = json!({"kind": to.one_of(["OUTPUT", "OUTCOME"]), "title": text("r"), "activity": format!("t-{at}"),
        "measure": "UNIT", "unit": "người", "value": "40.5",
        "status": to.one_of(["DRAFT", "SUBMITTED", "APPROVED", "RETURNED", "RETRACTED", "SUPERSEDED"])});
    if matches!(must["status"].as_str(), Some("RETURNED" | "RETRACTED")) {
        must["statusReason"] = json!("sai");
    }
    to.record(Noun::Outcome, &format!("r-{at}"), must.clone(), may.clone());
    must["supersedes"] = json!(format!("r-{at}"));
    let next = if must["status"] == "SUPERSEDED" { "APPROVED" } else { "SUBMITTED" };
    must["status"] = json!(next);
    must.as_object_mut().unwrap().remove("statusReason");
    to.record(Noun::Outcome, &format!("r-{at}-2"), must, may);
}

fn said(to: &mut Writer<'_>, at: usize) {
    let scope = json!({"provinces": ["o-0", "o-1"], "role": "HOST", "sector": "c-0", "period": "2024", "text": "vùng"});
    let may = json!({"agreement": format!("a-{at}"), "unit": "người", "qualifier": "ABOUT",
        "narrative": text("n"), "scope": scope, "statedOn": "2024-04", "statedBy": "UBND",
        "statedByOrganization": "g-0", "conflictsWith": [format!("k-{}", (at + 1) % EACH)]});
    let must = json!({"metric": "OTHER", "metricWords": "hội chợ", "kind": to.one_of(["PLANNED", "REPORTED"]), "value": "29"});
    to.record(Noun::Claim, &format!("k-{at}"), must, may);
    let may = json!({"agreement": format!("a-{at}"), "issuedBy": "Hội nghị", "issuedByOrganization": "g-0",
        "issuedOn": "2024-04", "addressedTo": ["các sở"], "addressedToOrganizations": ["g-1"], "due": "2024-12"});
    let must = json!({"kind": to.one_of(["DIRECTIVE", "RECOMMENDATION"]), "text": text("v"), "status": "ANSWERED",
        "answeredBy": [format!("t-{at}")]});
    to.record(Noun::Directive, &format!("v-{at}"), must, may);
}

#[test]
fn registries_of_every_noun_and_link_come_back() {
    let seen = std::cell::RefCell::new(BTreeSet::new());
    let mut runner = TestRunner::new(Config { cases: 24, ..Config::default() });
    let told = runner.run(&vec(any::<bool>(), 211), |mut chance| {
        chance.push(true);
        let here = tempfile::tempdir().unwrap();
        let (registry_here, _) = open(here.path()).unwrap();
        let text = registry(&chance);
        let (summary, told) = transferred(&registry_here, &text);
        prop_assert_eq!(told.lines(), "", "{}", text);
        prop_assert_eq!(summary.account.registered, text.lines().count() as u64);
        let export = exported(&registry_here);
        let elsewhere = tempfile::tempdir().unwrap();
        let (other, _) = open(elsewhere.path()).unwrap();
        let (_, told) = transferred(&other, &export);
        prop_assert_eq!(told.lines(), "");
        prop_assert!(exported(&other) == export, "it came back otherwise:\n{}", export);
        for line in export.lines() {
            let line: Map<String, Value> = serde_json::from_str(line).unwrap();
            let noun = line["noun"].as_str().unwrap().to_owned();
            seen.borrow_mut().extend(line.keys().map(|name| (noun.clone(), name.clone())));
        }
        Ok(())
    });
    told.unwrap();
    let seen = seen.into_inner();
    for noun in Noun::ALL {
        for attribute in noun.attributes() {
            // Merges have tests of their own.
            let name = FieldPath::of(attribute).to_string();
            let known = seen.contains(&(noun.to_string(), name.clone())) || name == "mergedInto";
            assert!(known, "no {noun} has `{name}`");
        }
    }
}
