//! For each correction an input that is right on the stage, and says all that can be said.

use serde_json::{Value, json};

use super::stage::Stage;

impl Stage {
    pub(super) fn right_amendments(&self) -> Vec<(&'static str, Value)> {
        let mut right = self.right_openings();
        right.extend(self.right_corrections());
        right.extend(self.right_merges());
        right
    }

    fn right_openings(&self) -> Vec<(&'static str, Value)> {
        let id = |name| self.id(name);
        vec![
            ("reopenActivity", json!({"activity": id("completed"), "reason": "r"})),
            ("reopenEvent", json!({"event": id("held"), "reason": "r"})),
            ("reopenDirective", json!({"directive": id("closed"), "reason": "r"})),
        ]
    }

    fn right_merges(&self) -> Vec<(&'static str, Value)> {
        let id = |name| self.id(name);
        let merge = |noun: &str, kept, duplicate| {
            json!({noun: id(kept), "duplicate": id(duplicate), "duplicateVersion": 1,
                "differing": ["note"], "inParts": true, "reason": "r"})
        };
        let separate = |noun: &str, merged| json!({noun: id(merged), "reason": "r"});
        vec![
            ("mergeOrganizations", merge("organization", "department", "double")),
            ("separateOrganization", separate("organization", "merged organization")),
            ("mergeDocuments", merge("document", "document", "copy")),
            ("separateDocument", separate("document", "merged document")),
            ("mergeProvinces", merge("province", "d", "second")),
            ("separateProvince", separate("province", "merged province")),
        ]
    }

    fn right_corrections(&self) -> Vec<(&'static str, Value)> {
        let id = |name| self.id(name);
        let (text, sources, participants, period) = self.shared();
        let commitments =
            json!([{"funding": "ODA", "money": {"amount": "12.50", "currency": "USD"}}]);
        vec![
            (
                "amendActivity",
                json!({"activity": id("suspended"), "agreement": id("agreement"),
                "field": id("field"), "sector": id("sector"), "title": text,
                "description": text, "participants": participants, "planned": period,
                "actual": {"start": "2024-01", "end": "2024-03"}, "statusReason": "s",
                "commitments": commitments, "sources": sources, "note": "n", "reason": "r"}),
            ),
            (
                "amendEvent",
                json!({"event": id("held"), "activity": id("planned"),
                "agreement": id("agreement"), "kind": "SEMINAR", "title": text, "description": text,
                "level": "PROVINCIAL", "host": id("a"), "place": "p",
                "period": {"start": "2024-01"}, "participants": participants, "attendance": 12,
                "sources": sources, "note": "n", "reason": "r"}),
            ),
            ("amendEvent", json!({"event": id("event"), "statusReason": null, "reason": "r"})),
            (
                "amendField",
                json!({"field": id("field"), "sector": id("sector"), "title": text,
                "objectives": text, "lead": id("department"), "sources": sources, "note": "n",
                "reason": "r"}),
            ),
            (
                "amendIndicator",
                json!({"indicator": id("indicator"), "title": text, "measure": "UNIT",
                "unit": "persons", "ascending": true, "cumulative": true,
                "baseline": {"year": 2022, "date": "2022-12", "value": "3", "comment": "c"},
                "sources": sources, "note": "n", "reason": "r"}),
            ),
            (
                "amendDirective",
                json!({"directive": id("directive"), "agreement": id("agreement"),
                "kind": "DIRECTIVE", "text": text, "issuedBy": "chair",
                "issuedByOrganization": id("department"), "issuedOn": "2024-04-04",
                "addressedTo": ["all"], "addressedToOrganizations": [id("department")],
                "due": "2024-12", "answeredBy": [], "sources": sources, "note": "n",
                "reason": "r"}),
            ),
            (
                "amendClaim",
                json!({"claim": id("claim"), "agreement": id("agreement"), "metric": "OTHER",
                "metricWords": "w", "kind": "PLANNED", "value": "29", "unit": "events",
                "qualifier": "ABOUT", "narrative": text,
                "scope": {"provinces": [id("a")], "role": "HOST", "sector": id("sector"),
                    "period": period, "text": "t"},
                "statedOn": "2024", "statedBy": "chair",
                "statedByOrganization": id("department"), "conflictsWith": [],
                "sources": sources, "note": "n", "reason": "r"}),
            ),
            (
                "amendProvince",
                json!({"province": id("c"), "kind": "MUNICIPALITY", "name": text, "aliases": ["C"], "region": text,
                "validFrom": "1997-01-01", "validTo": "2030-07-01",
                "codes": [{"scheme": "GSO", "value": "96", "validFrom": "1997-01-01",
                    "validTo": "2025-07-01"}],
                "earlier": [{"until": "2000-01-01", "kind": "PROVINCE", "name": text}],
                "sources": sources, "note": "n", "reason": "r"}),
            ),
            (
                "amendSuccession",
                json!({"succession": id("succession"), "on": "2027-02-01",
                "instrument": id("document"), "predecessors": [id("e")],
                "successors": [id("begun")], "sources": sources, "note": "n", "reason": "r"}),
            ),
            (
                "amendOrganization",
                json!({"organization": id("department"), "kind": "SCHOOL", "name": text, "aliases": ["SYT"],
                "province": id("a"), "sources": sources, "note": "n", "reason": "r"}),
            ),
            (
                "amendSector",
                json!({"sector": id("sector"), "code": "TRADE", "name": text,
                "description": text, "sources": sources, "note": "n", "reason": "r"}),
            ),
            (
                "amendDocument",
                json!({"document": id("document"), "title": "t", "titleFromUrl": true,
                "publisher": "p", "publishedOn": "2024-04-04", "url": "https://example.invalid/b",
                "language": "vi", "sha256": "0".repeat(64), "reliability": "LOW",
                "reading": "EXCERPT", "sources": sources, "note": "n", "reason": "r"}),
            ),
        ]
    }
}
