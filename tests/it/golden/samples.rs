//! A record of every noun with all that it can hold, and one with only what it must.

/// Each with the name of its file; written as JSON, in which a form is easy to read.
pub const SAMPLES: [(&str, &str); 26] = [
    (
        "province-full",
        r#"{"Province": {
            "key": "gia-lai", "kind": "MUNICIPALITY", "name": {"vi": "Gia Lai", "en": "Gia Lai"},
            "aliases": ["Gialai", "Gia-rai"], "region": {"vi": "Tây Nguyên"}, "validFrom": "1991-08-12", "validTo": "2025-07-01",
            "codes": [
                {"scheme": "GSO", "value": "64", "validFrom": "2004-07-01", "validTo": "2025-07-01"},
                {"scheme": "ISO_3166_2", "value": "VN-30"}, {"scheme": "NUTS", "value": "X"},
                {"scheme": "WIKIDATA", "value": "Q33374"}, {"scheme": "OTHER", "value": "GL"}
            ],
            "earlier": [{"until": "2004-01-01", "kind": "PROVINCE", "name": {"vi": "Gia Lai"}}],
            "mergedInto": 9,
            "sources": [{"document": 7, "quote": "tỉnh Gia Lai"}, {"document": 8}],
            "note": "uncertain"
        }}"#,
    ),
    ("province-minimal", r#"{"Province": {"kind": "PROVINCE", "name": {"en": "Gia Lai"}}}"#),
    (
        "succession-full",
        r#"{"Succession": {
            "key": "2025", "on": "2025-07-01", "instrument": 3, "predecessors": [1, 2],
            "successors": [70], "sources": [{"document": 3}], "note": "uncertain"
        }}"#,
    ),
    (
        "succession-minimal",
        r#"{"Succession": {"on": "2025-07-01", "predecessors": [], "successors": []}}"#,
    ),
    (
        "organization-full",
        r#"{"Organization": {
            "key": "so", "kind": "PEOPLES_COMMITTEE", "name": {"vi": "Ủy ban"},
            "aliases": ["UBND"], "province": 4, "mergedInto": 6,
            "sources": [{"document": 3}], "note": "uncertain"
        }}"#,
    ),
    (
        "organization-minimal",
        r#"{"Organization": {"kind": "OTHER", "name": {"en": "Other"}, "province": 1}}"#,
    ),
    (
        "agreement-full",
        r#"{"Agreement": {
            "key": "a", "code": "TT-2022", "kind": "COOPERATION_AGREEMENT",
            "title": {"vi": "Thỏa thuận", "en": "Agreement"}, "description": {"vi": "Nội dung"},
            "parties": [
                {"province": 1, "role": "LEAD", "side": "city"},
                {"province": 2, "organization": 5, "role": "MEMBER"}
            ],
            "signedOn": "2022-12-29", "period": "2022/2025-12", "draft": true,
            "termination": {"on": "2025-01-01", "reason": "superseded"}, "parent": 9,
            "sources": [{"document": 3}], "note": "uncertain"
        }}"#,
    ),
    ("agreement-minimal", r#"{"Agreement": {"code": "M", "kind": "PLAN", "title": {"en": "M"}}}"#),
    (
        "sector-full",
        r#"{"Sector": {
            "key": "tourism", "code": "TOURISM", "name": {"vi": "Du lịch", "en": "Tourism"},
            "description": {"en": "Travel"}, "sources": [{"document": 3}], "note": "uncertain"
        }}"#,
    ),
    ("sector-minimal", r#"{"Sector": {"code": "TRADE", "name": {"en": "Trade"}}}"#),
    (
        "field-full",
        r#"{"Field": {
            "key": "f", "agreement": 1, "sector": 2, "title": {"vi": "Lĩnh vực"},
            "objectives": {"vi": "Mục tiêu"}, "lead": 3, "sources": [{"document": 3}],
            "note": "uncertain"
        }}"#,
    ),
    ("field-minimal", r#"{"Field": {"agreement": 1, "sector": 2}}"#),
    (
        "activity-full",
        r#"{"Activity": {
            "key": "act", "agreement": 1, "field": 2, "sector": 3, "title": {"vi": "Hoạt động"},
            "description": {"vi": "Nội dung", "en": "Content"},
            "participants": [
                {"province": 1, "role": "PROVIDER"}, {"province": 2, "role": "BENEFICIARY"},
                {"province": 1, "role": "FUNDER"}, {"province": 1, "role": "HOST"},
                {"province": 1, "role": "IMPLEMENTER"},
                {"province": 3, "organization": 4, "role": "PARTNER", "side": "highlands"},
                {"province": 3, "role": "UNSPECIFIED", "basis": "no source says who gives"}
            ],
            "planned": "2023/2024", "actual": "2023-05-01/..", "status": "SUSPENDED",
            "statusReason": "flood",
            "commitments": [
                {"money": {"amount": "1200000.50", "currency": "USD"}, "funding": "STATE_BUDGET"},
                {"money": {"amount": "30000000", "currency": "VND"}, "funding": "ODA"}
            ],
            "sources": [{"document": 3, "quote": "hoạt động"}], "note": "uncertain"
        }}"#,
    ),
    (
        "activity-minimal",
        r#"{"Activity": {"sector": 3, "title": {"en": "A"}, "status": "UNKNOWN"}}"#,
    ),
    (
        "event-full",
        r#"{"Event": {
            "key": "e", "activity": 1, "agreement": 2, "kind": "EXHIBITION",
            "title": {"vi": "Triển lãm"}, "description": {"en": "Content"}, "level": "DISTRICT", "host": 3, "place": "Pleiku",
            "period": "2023-05-01/2023-05-03",
            "participants": [{"province": 1, "role": "HOST"}], "attendance": 4294967295,
            "status": "CANCELLED", "statusReason": "storm", "sources": [{"document": 3}],
            "note": "uncertain"
        }}"#,
    ),
    (
        "event-minimal",
        r#"{"Event": {"kind": "OTHER", "title": {"en": "E"}, "status": "SCHEDULED"}}"#,
    ),
    (
        "indicator-full",
        r#"{"Indicator": {
            "key": "i", "activity": 1, "title": {"vi": "Chỉ số"}, "measure": "PERCENTAGE",
            "unit": "%", "ascending": true, "cumulative": true,
            "baseline": {"year": 2022, "date": "2022-12", "value": "-0.5", "comment": "estimated"},
            "targets": [
                {"period": "2023", "value": "10.25", "comment": "first"},
                {"period": "2024", "value": "20"}
            ],
            "sources": [{"document": 3}], "note": "uncertain"
        }}"#,
    ),
    (
        "indicator-minimal",
        r#"{"Indicator": {
            "activity": 1, "title": {"en": "I"}, "measure": "QUALITATIVE", "ascending": false,
            "cumulative": false
        }}"#,
    ),
    (
        "outcome-full",
        r#"{"Outcome": {
            "key": "o", "kind": "IMPACT", "title": {"vi": "Kết quả"}, "activity": 1, "event": 2,
            "indicator": 3, "measure": "UNIT", "value": "7922816251426.433759354395033",
            "unit": "persons", "qualifier": "TENS_OF_THOUSANDS", "narrative": {"en": "Trained"},
            "provider": {"province": 1, "organization": 2}, "beneficiary": {"province": 2},
            "period": "2024", "status": "RETRACTED", "statusReason": "counted twice",
            "supersedes": 4, "sources": [{"document": 3}], "note": "uncertain"
        }}"#,
    ),
    (
        "outcome-minimal",
        r#"{"Outcome": {
            "kind": "OTHER", "title": {"en": "O"}, "measure": "NOMINAL", "status": "DRAFT"
        }}"#,
    ),
    (
        "claim-full",
        r#"{"Claim": {
            "key": "c", "agreement": 1, "metric": "OTHER", "metricWords": "EVENTS_IN_THE_CITY",
            "kind": "REPORTED", "value": "29", "unit": "activities", "qualifier": "MORE_THAN",
            "narrative": {"vi": "29 nội dung"},
            "scope": {
                "provinces": [1, 4], "role": "HOST", "sector": 2, "period": "2023",
                "text": "bilateral"
            },
            "statedOn": "2024-04", "statedBy": "the review", "statedByOrganization": 3,
            "conflictsWith": [2, 3], "sources": [{"document": 3}], "note": "uncertain"
        }}"#,
    ),
    ("claim-minimal", r#"{"Claim": {"metric": "EVENTS", "kind": "PLANNED"}}"#),
    (
        "directive-full",
        r#"{"Directive": {
            "key": "d", "agreement": 1, "kind": "RECOMMENDATION", "text": {"vi": "Chỉ đạo"},
            "issuedBy": "the chair", "issuedByOrganization": 2, "issuedOn": "2024-04-12",
            "addressedTo": ["departments"], "addressedToOrganizations": [3, 4], "due": "2024-12",
            "status": "ANSWERED", "answeredBy": [5], "sources": [{"document": 3}],
            "note": "uncertain"
        }}"#,
    ),
    (
        "directive-minimal",
        r#"{"Directive": {"kind": "DIRECTIVE", "text": {"en": "D"}, "status": "OPEN"}}"#,
    ),
    (
        "document-full",
        r#"{"Document": {
            "key": "doc", "title": "Nghị quyết 202", "titleFromUrl": true,
            "publisher": "Quốc hội", "publishedOn": "2025-06-12",
            "url": "https://example.invalid/202", "language": "vi",
            "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "reliability": "LOW", "reading": "EXCERPT", "mergedInto": 5,
            "sources": [{"document": 3}],
            "note": "uncertain"
        }}"#,
    ),
    (
        "document-minimal",
        r#"{"Document": {
            "title": "D", "language": "vi", "reliability": "NORMAL", "reading": "FULL"
        }}"#,
    ),
];
