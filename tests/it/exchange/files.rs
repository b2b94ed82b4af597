//! The commands: what they print and write beside the input, and with which code they end.

use crate::program::Place;

const SECTORS: &str = r#"{"noun":"sector","key":"a","code":"A","name":{"en":"A"}}
{"noun":"sector","key":"b","code":"b","name":{"en":"B"}}
{"noun":"sector","key":"c","code":"C"}

{"noun":"sector","key":"a","code":"A2","name":{"en":"A2"}}
"#;

#[test]
fn rejected_rows_are_told_beside_the_file_and_by_the_exit_code() {
    let place = Place::new();
    place.write("in/sectors.ndjson", SECTORS);
    let ended = place.run(&["import", "in/sectors.ndjson"]);
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    let report = std::fs::read_to_string(place.path().join("in/sectors.ndjson.rejected.txt"));
    let report = report.unwrap();
    assert!(report.contains("in/sectors.ndjson:2: code: `b` is not in capitals"), "{report}");
    assert!(report.contains("in/sectors.ndjson:3: missing field `name`"), "{report}");
    assert!(report.contains("in/sectors.ndjson:5: key: the key `a` names two records"), "{report}");

    place.write("in/sectors.ndjson", SECTORS.lines().next().unwrap());
    let mended = place.run(&["import", "in/sectors.ndjson"]);
    assert_eq!(mended.code, Some(0), "{}", mended.err);
    assert!(!place.path().join("in/sectors.ndjson.rejected.txt").exists(), "it is stale");
}

#[test]
fn what_differs_is_kept_and_named_until_told_otherwise() {
    let place = Place::new();
    let line = SECTORS.lines().next().unwrap();
    place.write("a.ndjson", line);
    let first = place.run(&["import", "a.ndjson"]);
    assert_eq!(first.out, "read 1 row, as command 1\n         1  sector created\n");
    place.write("a.ndjson", &line.replace(r#""en":"A""#, r#""en":"Another""#));
    let kept = place.run(&["import", "a.ndjson"]);
    assert_eq!(kept.code, Some(0));
    assert_eq!(
        kept.out,
        "read 1 row; nothing was written\n         1  kept as registered\nsee a.ndjson.kept.txt\n"
    );
    let told = std::fs::read_to_string(place.path().join("a.ndjson.kept.txt")).unwrap();
    assert_eq!(told, "a.ndjson:1: sector `a` is registered with another name; kept\n");
    let rehearsed = place.run(&["import", "--dry-run", "--update", "a.ndjson"]);
    assert!(rehearsed.out.contains("1  sector would be updated"), "{}", rehearsed.out);
    let updated = place.run(&["import", "--update", "a.ndjson"]);
    assert_eq!(
        updated.out,
        "read 1 row, as command 2\n         1  sector updated\nsee a.ndjson.changed.txt\n"
    );
}

#[test]
fn files_may_point_at_each_other_and_a_folder_in_use_is_refused() {
    let place = Place::new();
    place.write(
        "1.ndjson",
        r#"{"noun":"organization","key":"o","kind":"SCHOOL","name":{"en":"O"},"province":"p"}"#,
    );
    place.write("2.ndjson", r#"{"noun":"province","key":"p","kind":"PROVINCE","name":{"en":"P"}}"#);
    let ended = place.run(&["import", "1.ndjson", "2.ndjson"]);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    let _server = place.serve(&["--no-seed"]);
    let refused = place.run(&["import", "1.ndjson"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("stop that one"), "{}", refused.err);
}

#[test]
fn a_file_that_cannot_be_read_writes_nothing() {
    let place = Place::new();
    let missing = place.run(&["import", "nowhere.ndjson"]);
    assert_eq!(missing.code, Some(2));
    assert!(missing.err.contains("nowhere.ndjson: No such file"), "{}", missing.err);
    assert!(!place.data().exists());
}

#[test]
fn what_is_generated_is_transferred_exported_and_verified() {
    let place = Place::new();
    let made = ["generate", "--activities", "200", "--provinces", "10", "--out", "made.ndjson"];
    let ended = place.run(&made);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let ended = place.run(&["transfer", "made.ndjson"]);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    assert!(ended.out.contains("       200  activity created"), "{}", ended.out);
    let first = place.run(&["export"]).out;
    place.write("out.ndjson", &first);
    let ended = place.run(&["transfer", "--data", "other", "out.ndjson"]);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    assert!(place.run(&["export", "--data", "other"]).out == first, "not the same");
    assert_eq!(place.run(&["verify"]).code, Some(0));
}

#[test]
fn tables_open_in_a_spreadsheet() {
    let place = Place::new();
    let text = "{\"noun\":\"sector\",\"key\":\"a\",\"code\":\"A\",\"name\":{\"vi\":\"=1+1\",\"en\":\"x, \\\"y\\\"\\nz\"}}";
    place.write("a.ndjson", &text.replace("\\nz", ""));
    assert_eq!(place.run(&["import", "a.ndjson"]).code, Some(0));
    let ended =
        place.run(&["export", "--format", "csv", "--bom", "--noun", "sector", "--out", "t"]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let table = std::fs::read_to_string(place.path().join("t/sectors.csv")).unwrap();
    assert_eq!(
        table,
        "\u{feff}key,code,name.vi,name.en,description.vi,description.en,sources,note\r\n\
         a,A,'=1+1,\"x, \"\"y\"\"\",,,,\r\n"
    );
    let wrong = place.run(&["export", "--at", "9"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("--at 9 is ahead of the registry"), "{}", wrong.err);
}

/// Rows of a transfer that is killed wherever it is: run again, it goes on, and ends with what one
/// that ran through has.
#[test]
fn a_transfer_that_is_killed_goes_on_when_it_is_run_again() {
    let place = Place::new();
    let generate = ["generate", "--activities", "1000", "--seed", "7", "--out", "in.ndjson"];
    assert_eq!(place.run(&generate).code, Some(0));
    assert_eq!(place.run(&["transfer", "in.ndjson", "--data", "whole"]).code, Some(0));

    let segment = place.path().join("killed/journal");
    let written = || -> u64 {
        let files = std::fs::read_dir(&segment).into_iter().flatten();
        files.filter_map(|file| Some(file.ok()?.metadata().ok()?.len())).sum()
    };
    let mut kills = 0;
    for part in 1..=3u64 {
        let mut child = place
            .command(&["transfer", "in.ndjson", "--data", "killed"])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        while written() < part * 250_000 && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        if child.try_wait().unwrap().is_none() {
            child.kill().unwrap();
            kills += 1;
        }
        child.wait().unwrap();
    }
    assert!(kills > 0, "no transfer was interrupted");
    let ended = place.run(&["transfer", "in.ndjson", "--data", "killed"]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    for data in ["whole", "killed"] {
        let out = format!("{data}.ndjson");
        assert_eq!(place.run(&["export", "--data", data, "--out", &out]).code, Some(0));
    }
    let exported = |data| std::fs::read(place.path().join(data)).unwrap();
    assert!(exported("whole.ndjson") == exported("killed.ndjson"), "the exports differ");
    let verified = place.run(&["verify", "--data", "killed"]);
    assert_eq!(verified.code, Some(0), "{}\n{}", verified.out, verified.err);
}
