//! Lines as people and hoptac write them, and what is told of wrong ones.

use super::*;
use crate::seeds::Seeds;

fn written(record: &Record<ByKey>) -> String {
    let mut line = Vec::new();
    write(record, &mut line).unwrap();
    String::from_utf8(line).unwrap()
}

#[test]
fn every_seed_reads_back_and_is_written_alike() {
    let drafts = Seeds::built_in().unwrap().command().drafts;
    assert!(drafts.len() > 300);
    for draft in drafts {
        let line = written(&draft);
        let read = read(line.trim_end().as_bytes()).unwrap();
        assert_eq!(read, draft, "{line}");
        assert_eq!(written(&read), line);
        assert!(!line.contains("null") || line.contains("\"null"), "{line}");
        assert!(!line.contains("[]"), "{line}");
    }
}

#[test]
fn absent_things_are_left_out_and_the_noun_comes_first() {
    let line = r#"{"key":"a","noun":"sector","code":"A","name":{"en":"\"A\"\nb"},"note":null}"#;
    let record = read(line.as_bytes()).unwrap();
    let expected =
        "{\"noun\":\"sector\",\"key\":\"a\",\"code\":\"A\",\"name\":{\"en\":\"\\\"A\\\"\\nb\"}}\n";
    assert_eq!(written(&record), expected);
}

#[test]
fn a_claim_of_an_older_file_is_read() {
    let read = |line: &str| read(line.as_bytes()).map(|record| written(&record));
    for (old, new) in [
        (
            r#"{"noun":"claim","key":"c","metric":"EVENTS_IN_X","kind":"PLANNED","scope":{"province":"p"}}"#,
            r#"{"noun":"claim","key":"c","metric":"OTHER","metricWords":"EVENTS_IN_X","kind":"PLANNED","scope":{"provinces":["p"]}}"#,
        ),
        (
            r#"{"noun":"claim","key":"c","metric":"PARTICIPANTS","kind":"PLANNED"}"#,
            r#"{"noun":"claim","key":"c","metric":"ATTENDANCE","kind":"PLANNED"}"#,
        ),
        (
            r#"{"noun":"claim","key":"c","metric":"EVENTS","kind":"PLANNED","scope":{"province":null}}"#,
            r#"{"noun":"claim","key":"c","metric":"EVENTS","kind":"PLANNED"}"#,
        ),
    ] {
        let found = read(old).unwrap();
        let expected = read(new).unwrap();
        assert_eq!(found, expected);
    }
    let both = r#"{"noun":"claim","key":"c","metric":"EVENTS","kind":"PLANNED","scope":{"province":"p","provinces":[]}}"#;
    assert!(read(both).is_err());
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (line, field, reason) in [
        ("", "", "a line holds one record, an object in braces"),
        ("[1]", "", "a line holds one record, an object in braces"),
        (r#"{"noun":"sector""#, "", "EOF while parsing an object at character 16"),
        (r#"{"key":"a"}"#, "", "`noun` is missing; write one of document, province"),
        (r#"{"noun":"sektor","key":"a"}"#, "noun", "`sektor` is not a noun; write one of document"),
        (r#"{"noun":"sector","key":"a","name":{"en":"A"}}"#, "", "missing field `code`"),
        (r#"{"noun":"sector","key":1}"#, "key", "invalid type: integer `1`, expected a string"),
        (r#"{"noun":"sector","cod":"A"}"#, "cod", "unknown field `cod`, expected one of `key`"),
        (r#"{"noun":"sector","key":"a","key":"b"}"#, "", "duplicate field `key`"),
        (
            r#"{"noun":"event","key":"e","kind":"FAIR"}"#,
            "kind",
            "unknown variant `FAIR`, expected one of `EXHIBITION`",
        ),
        (
            r#"{"noun":"activity","key":"a","participants":[{"province":"x","role":"GIVER"}]}"#,
            "participants.0.role",
            "unknown variant `GIVER`",
        ),
        (
            r#"{"noun":"activity","key":"a","planned":"2024/2023"}"#,
            "planned",
            "the period ends 2023, before it starts 2024",
        ),
        (
            r#"{"noun":"sector","key":"a","code":"A","name":{"en":"A"}} x"#,
            "",
            "trailing characters",
        ),
    ] {
        let error = read(line.as_bytes()).unwrap_err();
        assert!(error.reason.contains(reason), "{line}: {}", error.reason);
        assert_eq!(error.field, field, "{line}: {}", error.reason);
    }
    let error = read(b"{\"noun\":\"sector\",\"key\":\"\xe9\"}").unwrap_err();
    assert_eq!(error.reason, "byte 25 of the line is not UTF-8; save the file as UTF-8");
}
