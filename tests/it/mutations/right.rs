//! For each mutation an input that is right on the stage, and says all that can be said.

use serde_json::{Value, json};

use super::stage::Stage;

impl Stage {
    /// For each mutation an input that is right, and says all that can be said.
    pub fn right(&self) -> Vec<(&'static str, Value)> {
        let mut right = self.right_plans();
        right.extend(self.right_results());
        right.extend(self.right_places());
        right.extend(self.right_amendments());
        right
    }

    pub(super) fn shared(&self) -> (Value, Value, Value, Value) {
        let text = json!({"vi": "Nội dung", "en": "Content"});
        let sources = json!([{"document": self.id("document"), "quote": "as printed"}]);
        let participants = json!([
            {"province": self.id("a"), "organization": self.id("department"), "role": "PROVIDER"},
            {"province": self.id("b"), "role": "BENEFICIARY"}]);
        (text, sources, participants, json!({"start": "2024-01", "end": "2026"}))
    }

    fn right_plans(&self) -> Vec<(&'static str, Value)> {
        let id = |name| self.id(name);
        let (text, sources, participants, period) = self.shared();
        let parties = json!([
            {"province": id("a"), "organization": id("department"), "role": "LEAD"},
            {"province": id("b"), "role": "MEMBER"}]);
        let commitments =
            json!([{"funding": "ODA", "money": {"amount": "12.50", "currency": "USD"}}]);
        vec![
            (
                "signAgreement",
                json!({"key": "k", "code": "mou-2", "kind": "MEMORANDUM", "title": text, "description": text,
                "parties": parties, "signedOn": "2024-01-05", "draft": false, "period": period,
                "parent": id("parent"), "sources": sources, "note": "n"}),
            ),
            (
                "amendAgreement",
                json!({"agreement": id("agreement"), "code": "mou-3", "kind": "PLAN",
                "title": text, "description": text, "parties": parties, "signedOn": "2024-01-05",
                "period": period,
                "parent": id("parent"), "sources": sources, "note": "n"}),
            ),
            (
                "terminateAgreement",
                json!({"agreement": id("agreement"), "on": "2026-12-01",
                "reason": "r"}),
            ),
            (
                "addField",
                json!({"key": "k", "agreement": id("agreement"), "sector": id("sector"),
                "title": text, "objectives": text, "lead": id("department"), "sources": sources,
                "note": "n"}),
            ),
            (
                "planActivity",
                json!({"key": "k", "agreement": id("agreement"), "field": id("field"),
                "sector": id("sector"), "title": text, "description": text,
                "participants": participants,
                "planned": period, "commitments": commitments, "sources": sources, "note": "n"}),
            ),
            (
                "reviseActivityPlan",
                json!({"activity": id("planned"), "agreement": id("agreement"),
                "field": id("field"), "sector": id("sector"), "title": text, "description": text,
                "participants": participants, "planned": period, "commitments": commitments,
                "sources": sources, "note": "n"}),
            ),
            ("startActivity", json!({"activity": id("planned"), "startedOn": "2024"})),
            ("suspendActivity", json!({"activity": id("ongoing"), "reason": "r"})),
            ("resumeActivity", json!({"activity": id("suspended"), "startedOn": "2024"})),
            (
                "completeActivity",
                json!({"activity": id("ongoing"), "endedOn": "2024-09-15",
                "startedOn": "2024-03"}),
            ),
            ("cancelActivity", json!({"activity": id("planned"), "reason": "r"})),
            (
                "scheduleEvent",
                json!({"key": "k", "activity": id("planned"),
                "agreement": id("agreement"), "kind": "SEMINAR", "title": text, "description": text,
                "level": "PROVINCIAL", "host": id("a"), "place": "p", "period": period,
                "participants": participants, "sources": sources, "note": "n"}),
            ),
            (
                "rescheduleEvent",
                json!({"event": id("event"), "period": period, "host": id("b"),
                "place": "p"}),
            ),
            ("rescheduleEvent", json!({"event": id("event"), "reason": "r"})),
            (
                "reportEventHeld",
                json!({"event": id("event"), "period": period, "attendance": 120,
                "host": id("b"), "place": "p", "participants": participants,
                "sources": sources}),
            ),
            ("cancelEvent", json!({"event": id("event"), "reason": "r"})),
            (
                "issueDirective",
                json!({"key": "k", "agreement": id("agreement"),
                "kind": "DIRECTIVE", "text": text, "issuedBy": "chair",
                "issuedByOrganization": id("department"), "issuedOn": "2024-04-04",
                "addressedTo": ["all"], "addressedToOrganizations": [id("department")],
                "due": "2024-12", "sources": sources, "note": "n"}),
            ),
            (
                "answerDirective",
                json!({"directive": id("directive"), "activities": [id("planned")]}),
            ),
            ("closeDirective", json!({"directive": id("directive")})),
        ]
    }

    fn right_results(&self) -> Vec<(&'static str, Value)> {
        let id = |name| self.id(name);
        let (text, sources, _, period) = self.shared();
        let actor = json!({"province": id("a"), "organization": id("department")});
        vec![
            (
                "defineIndicator",
                json!({"key": "k", "activity": id("planned"), "title": text,
                "measure": "UNIT", "unit": "beds", "ascending": true, "cumulative": true,
                "baseline": {"year": 2022, "date": "2022-12", "value": "3", "comment": "c"},
                "targets": [{"period": period, "value": "9", "comment": "c"}],
                "sources": sources, "note": "n"}),
            ),
            (
                "setIndicatorTarget",
                json!({"indicator": id("indicator"), "period": period,
                "value": "50", "comment": "c"}),
            ),
            (
                "recordOutcome",
                json!({"key": "k", "kind": "OUTPUT", "title": text,
                "activity": id("planned"), "event": id("event"), "indicator": id("indicator"),
                "measure": "UNIT", "value": "41", "unit": "persons", "qualifier": "EXACT",
                "narrative": text, "provider": actor, "beneficiary": actor, "period": period,
                "submit": true, "sources": sources, "note": "n"}),
            ),
            ("submitOutcome", json!({"outcome": id("draft")})),
            (
                "approveOutcomes",
                json!({"outcomes": [{"outcome": id("submitted"),
                "expectedVersion": 1}]}),
            ),
            ("returnOutcome", json!({"outcome": id("submitted"), "note": "n"})),
            (
                "correctOutcome",
                json!({"outcome": id("draft"), "kind": "IMPACT", "title": text,
                "activity": id("planned"), "event": id("event"), "indicator": id("indicator"),
                "measure": "UNIT", "value": "41", "unit": "persons", "qualifier": "ABOUT",
                "narrative": text, "provider": actor, "beneficiary": actor, "period": period,
                "sources": sources, "note": "n"}),
            ),
            ("retractOutcome", json!({"outcome": id("approved"), "reason": "r"})),
            (
                "recordClaim",
                json!({"key": "k", "agreement": id("agreement"), "metric": "OTHER",
                "metricWords": "w", "kind": "PLANNED", "value": "29", "unit": "events", "qualifier": "ABOUT",
                "narrative": text, "scope": {"provinces": [id("a")], "role": "HOST", "sector": id("sector"),
                    "period": period, "text": "t"},
                "statedOn": "2024", "statedBy": "chair",
                "statedByOrganization": id("department"), "conflictsWith": [id("claim")],
                "sources": sources, "note": "n"}),
            ),
        ]
    }

    fn right_places(&self) -> Vec<(&'static str, Value)> {
        let id = |name| self.id(name);
        let (text, sources, _, _) = self.shared();
        vec![
            (
                "registerProvince",
                json!({"key": "k", "kind": "MUNICIPALITY", "name": text, "aliases": ["K"],
                "region": text, "validFrom": "1997-01-01", "validTo": "2025-07-01",
                "codes": [{"scheme": "GSO", "value": "98", "validFrom": "1997-01-01",
                    "validTo": "2025-07-01"}],
                "earlier": [{"until": "2004-01-01", "kind": "PROVINCE", "name": text}],
                "sources": sources, "note": "n"}),
            ),
            (
                "changeProvince",
                json!({"province": id("c"), "expectedVersion": 1, "on": "2025-01-01",
                "kind": "MUNICIPALITY", "name": text, "sources": sources}),
            ),
            (
                "recordSuccession",
                json!({"key": "k", "on": "2027-01-01",
                "instrument": id("document"), "predecessors": [id("c"), id("d")],
                "successors": [{"province": id("later")}, {"new": {"key": "new", "kind": "PROVINCE",
                    "name": text, "aliases": ["N"], "region": text, "codes": [{"scheme": "GSO", "value": "97"}],
                    "note": "n"}}],
                "sources": sources, "note": "n"}),
            ),
            (
                "registerOrganization",
                json!({"key": "k", "kind": "SCHOOL", "name": text, "aliases": ["T"],
                "province": id("a"), "sources": sources, "note": "n"}),
            ),
            (
                "addSector",
                json!({"key": "k", "code": "TRADE", "name": text, "description": text,
                "sources": sources, "note": "n"}),
            ),
            (
                "addDocument",
                json!({"key": "k", "title": "t", "titleFromUrl": true,
                "publisher": "p", "publishedOn": "2024-04", "url": "https://example.invalid/a",
                "language": "vi", "sha256": "0".repeat(64), "reliability": "LOW",
                "reading": "EXCERPT", "sources": sources, "note": "n"}),
            ),
        ]
    }
}
