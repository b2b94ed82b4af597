//! The byte form of records and entries never changes: `tests/golden` holds the bytes that were
//! written once, and this never writes there. A form that is new is printed, to be added by hand.

mod samples;

use std::{collections::BTreeMap, fs, path::PathBuf};

use data_encoding::HEXLOWER;
use hoptac::{
    domain::{
        ActivityId, ActivityStatus, Effect, Noun, NounId, Record, RecordId,
        tally::{self, Bundle, Cell, Era, Subject, Units},
    },
    journal::{Body, CodecError, Idempotency, Image, codec},
    store::{decode_cell, encode_cell},
};
use samples::SAMPLES;
use serde_json::Value;

fn golden(name: &str, encoded: &[u8]) -> Vec<u8> {
    let printed = lines(encoded);
    let Some(bytes) = read_golden(name) else {
        panic!("there is no tests/golden/{name}.hex; if the form is new, it is:\n{printed}")
    };
    assert!(bytes == encoded, "{name} is now written otherwise, as:\n{printed}");
    bytes
}

fn read_golden(name: &str) -> Option<Vec<u8>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}.hex"));
    let hex: String = fs::read_to_string(path).ok()?.split_whitespace().collect();
    Some(HEXLOWER.decode(hex.as_bytes()).unwrap())
}

/// As in the files: 32 bytes a line.
fn lines(bytes: &[u8]) -> String {
    bytes.chunks(32).map(|chunk| HEXLOWER.encode(chunk) + "\n").collect()
}

fn sample(name: &str) -> Record {
    let Some((_, json)) = SAMPLES.iter().find(|(sample, _)| *sample == name) else {
        panic!("there is no sample `{name}`; add it to tests/it/golden/samples.rs")
    };
    serde_json::from_str(json).unwrap()
}

#[test]
fn records_have_the_bytes_that_they_had() {
    for (name, _) in SAMPLES {
        let record = sample(name);
        let bytes = golden(name, &codec::encode_record(&record).unwrap());
        assert_eq!(codec::decode_record(&bytes).unwrap(), record, "{name}");
    }
}

/// A sample as its noun was in the second form, which had no descriptions but of sectors, no aliases
/// and no duplicates.
fn sample_of_v2(name: &str) -> Record {
    let mut json = serde_json::to_value(sample(name)).unwrap();
    let (noun, record) = json.as_object_mut().unwrap().iter_mut().next().unwrap();
    let described = noun != "Sector";
    record.as_object_mut().unwrap().retain(|attribute, _| {
        !["aliases", "mergedInto"].contains(&attribute.as_str())
            && (attribute != "description" || !described)
    });
    serde_json::from_value(json).unwrap()
}

#[test]
fn records_of_the_second_form_are_read_and_written() {
    for (name, _) in SAMPLES {
        let bytes = read_golden(&format!("v2/{name}")).unwrap();
        assert_eq!(bytes[0], 2, "{name}");
        assert_eq!(codec::decode_record(&bytes).unwrap(), sample_of_v2(name), "{name}");
        // It is still written for machines that read no later one, as long as it says all.
        assert_eq!(codec::encode_record_at(&sample_of_v2(name), 4).unwrap(), bytes, "{name}");
        if sample(name) != sample_of_v2(name) {
            let written = codec::encode_record_at(&sample(name), 4);
            assert!(matches!(written, Err(CodecError::NoPlace(_))), "{name}");
        }
    }
}

/// A sample as its noun was in the first form, which had no sides, bases and earlier forms, and
/// claims about one province.
fn sample_of_v1(name: &str) -> Record {
    let mut json = serde_json::to_value(sample_of_v2(name)).unwrap();
    let record = json.as_object_mut().unwrap().values_mut().next().unwrap();
    record.as_object_mut().unwrap().remove("earlier");
    // The first form of the sample, whose metric was a name and whose scope had one province.
    if let Some(metric) = record.get_mut("metric").filter(|metric| *metric == "OTHER") {
        *metric = Value::from("AGREED_ACTIVITIES");
        record["metricWords"] = Value::Null;
        record["scope"]["provinces"] = serde_json::json!([1]);
        record["scope"]["role"] = Value::Null;
    }
    for list in ["participants", "parties"] {
        let Some(actors) = record.get_mut(list).and_then(Value::as_array_mut) else { continue };
        actors.retain(|it| it["role"] != "UNSPECIFIED");
        for actor in actors {
            actor
                .as_object_mut()
                .unwrap()
                .retain(|name, _| !["side", "basis"].contains(&name.as_str()));
        }
    }
    serde_json::from_value(json).unwrap()
}

#[test]
fn records_of_the_first_form_are_read() {
    for (name, _) in SAMPLES {
        let bytes = read_golden(&format!("v1/{name}")).unwrap();
        assert_eq!(bytes[0], 1, "{name}");
        assert_eq!(codec::decode_record(&bytes).unwrap(), sample_of_v1(name), "{name}");
    }
}

#[test]
fn every_noun_has_a_full_and_a_minimal_sample() {
    for noun in Noun::ALL {
        for extent in ["full", "minimal"] {
            let record = sample(&format!("{noun}-{extent}"));
            assert_eq!(record.noun(), noun);
            assert_eq!(record.key().is_some() && record.note().is_some(), extent == "full");
        }
    }
}

#[test]
fn what_a_sample_points_at_leads_back_from_the_noun_that_it_names() {
    for (name, _) in SAMPLES {
        sample(name).see_links(&mut |at, relations, id| {
            for relation in relations {
                assert_eq!(relation.leads_from(), Some(id.noun), "{name}: {at}: {relation:?}");
            }
        });
    }
}

#[test]
fn an_entry_has_the_bytes_that_it_had() {
    let image =
        |noun, number, bytes: &[u8]| Image::stored(RecordId { noun, number }, bytes.to_vec());
    let full = Body {
        at: "2025-07-01T00:00:00.000001Z".parse().unwrap(),
        by: "so-du-lich".to_owned(),
        idempotency: Some(Idempotency { key: "k-1".to_owned(), fingerprint: [7; 32] }),
        command: "register".to_owned(),
        reason: Some("typo".to_owned()),
        changes: vec![image(Noun::Province, 1, &[1, 2, 3]), image(Noun::Document, 1 << 40, &[])],
        effects: vec![(RecordId { noun: Noun::Province, number: 1 }, Effect::Created)],
    };
    let minimal = Body {
        at: "1969-12-31T23:59:59Z".parse().unwrap(),
        by: String::new(),
        idempotency: None,
        command: String::new(),
        reason: None,
        changes: Vec::new(),
        effects: Vec::new(),
    };
    for (name, body) in [("body-full", full), ("body-minimal", minimal)] {
        let bytes = golden(name, &codec::encode_body(&body).unwrap());
        assert_eq!(codec::decode_body(&bytes).unwrap(), body, "{name}");
        let bytes = read_golden(&format!("v1/{name}")).unwrap();
        let has_reason = body.reason.is_some();
        let written = codec::encode_body_at(&body, 3);
        assert_eq!(matches!(written, Err(CodecError::NoPlace("reason"))), has_reason, "{name}");
        let first = Body { reason: None, ..body };
        assert_eq!(codec::decode_body(&bytes).unwrap(), first, "the first form of {name}");
        assert_eq!(codec::encode_body_at(&first, 3).unwrap(), bytes, "{name}");
    }
}

#[test]
fn bytes_that_are_cut_short_continued_or_of_an_unknown_form_are_refused() {
    let bytes = codec::encode_record(&sample("activity-full")).unwrap();
    for end in 0..bytes.len() {
        assert!(codec::decode_record(&bytes[..end]).is_err(), "{end} bytes were read");
    }
    let continued = [bytes.as_slice(), &[0]].concat();
    assert!(matches!(codec::decode_record(&continued), Err(CodecError::Trailing(1))));
    let unknown = [&[200], &bytes[1..]].concat();
    assert!(matches!(codec::decode_record(&unknown), Err(CodecError::Version(200))));
}

/// Figures with every kind of sum, under two statuses.
fn cell() -> Cell {
    let json = r#"{"Activity": {
        "sector": 1, "title": {"vi": "Hoạt động"}, "status": "ONGOING", "planned": "2024/2025",
        "participants": [
            {"province": 1, "role": "PROVIDER"}, {"province": 2, "role": "BENEFICIARY"},
            {"province": 3, "role": "UNSPECIFIED"}
        ],
        "commitments": [{"money": {"amount": "1.50", "currency": "USD"}, "funding": "ODA"}]
    }}"#;
    let Record::Activity(mut activity) = serde_json::from_str(json).unwrap() else {
        unreachable!()
    };
    let mut cell = Cell::default();
    for status in [ActivityStatus::Ongoing, ActivityStatus::Completed] {
        activity.status = status;
        let subject = Subject::Activity(ActivityId::from_number(1), &activity);
        let (events, outcomes, indicators) = (Vec::new(), Vec::new(), BTreeMap::new());
        let bundle = Bundle { subject, agreed_on: None, events, outcomes, indicators };
        let facts = tally::facts(&bundle, &Units::default(), Era::AsRecorded);
        for fact in &facts {
            cell.add_fact(fact);
        }
    }
    cell
}

#[test]
fn figures_have_the_bytes_that_they_had() {
    let bytes = golden("cell", &encode_cell(&cell()).unwrap());
    assert_eq!(decode_cell(&bytes).unwrap(), cell());
    let unknown = [&[9], &bytes[1..]].concat();
    assert!(matches!(decode_cell(&unknown), Err(CodecError::Version(9))));
    let longer = [&bytes[..], &[0]].concat();
    assert!(matches!(decode_cell(&longer), Err(CodecError::Trailing(1))));
}
