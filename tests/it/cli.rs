//! The commands: what they print, and with which code they end.

use crate::program::Place;

const SECTOR: &str = r#"
[[sector]]
key = "tourism"
code = "TOURISM"
name = { vi = "Du lịch", en = "Tourism" }
"#;

#[test]
fn serve_fills_an_empty_registry_answers_and_stops_cleanly_on_a_signal() {
    let place = Place::new();
    for (signal, found) in [("TERM", "Built the view"), ("INT", "The view is intact")] {
        let server = place.serve(&[]);
        assert_eq!(server.query("{ __typename }")["data"]["__typename"], "Query");
        let ready = server.ask("GET", "/health/ready", &[], "");
        assert_eq!((ready.status, &ready.json()["seq"]), (200, &1.into()));
        let ended = server.stop(signal);
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        assert!(ended.err.contains(found), "SIG{signal}: {}", ended.err);
    }
}

#[test]
fn serve_leaves_the_registry_empty_when_told() {
    let server = Place::new().serve(&["--no-seed"]);
    assert_eq!(server.ask("GET", "/health/ready", &[], "").json()["seq"], 0);
}

#[test]
fn a_crash_is_mended_by_the_next_start() {
    let place = Place::new();
    drop(place.serve(&[]));
    let server = place.serve(&[]);
    assert_eq!(server.ask("GET", "/health/ready", &[], "").json()["seq"], 1);
}

#[test]
fn a_data_folder_in_use_is_refused_with_what_to_do() {
    let place = Place::new();
    let _server = place.serve(&["--no-seed"]);
    for arguments in [&["serve", "--listen", "127.0.0.1:0"][..], &["seed"], &["rebuild"]] {
        let ended = place.run(arguments);
        assert_eq!(ended.code, Some(2), "{arguments:?}: {}", ended.err);
        assert!(ended.err.contains("stop that one"), "{arguments:?}: {}", ended.err);
    }
}

#[test]
fn a_port_in_use_is_refused_with_what_to_do() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let place = Place::new();
    let ended = place.run(&["serve", "--listen", &address]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains(&format!("{address} is in use")), "{}", ended.err);
    assert!(!place.data().exists(), "nothing was made");
}

#[test]
fn seeding_names_what_it_adds_and_is_idempotent() {
    let place = Place::new();
    let first = place.run(&["seed"]);
    assert_eq!(first.code, Some(0), "{}", first.err);
    assert!(first.out.contains("records as command 1:"), "{}", first.out);
    assert!(first.out.contains("  8  sector        tourism, trade, "), "{}", first.out);
    let second = place.run(&["seed"]);
    assert!(second.out.starts_with("nothing to add\nalready there: "), "{}", second.out);
    assert!(!second.out.contains("kept as registered"), "{}", second.out);
}

#[test]
fn a_record_that_differs_is_kept_and_named() {
    let place = Place::new();
    place.write("first/sectors.toml", SECTOR);
    place.write("second/sectors.toml", &SECTOR.replace("Tourism", "Travel"));
    let first = place.run(&["seed", "--from", "first"]);
    assert!(first.out.starts_with("added 1 record as command 1:"), "{}", first.out);
    let second = place.run(&["seed", "--from", "second"]);
    assert_eq!(second.code, Some(0), "{}", second.err);
    assert_eq!(second.out, "nothing to add\nkept as registered: 1 (sector `tourism`)\n");
}

#[test]
fn a_broken_seed_is_told_by_file_line_and_record_and_nothing_is_written() {
    let place = Place::new();
    let agreement = r#"
[[field]]
key = "tourism-field"
agreement = "nowhere"
sector = "tourism"
title = { vi = "Du lịch" }
"#;
    place.write("seeds/sectors.toml", SECTOR);
    place.write("seeds/fields.toml", agreement);
    let ended = place.run(&["seed", "--from", "seeds"]);
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    let told = "seeds/fields.toml:2: field `tourism-field`: agreement: no agreement has the key";
    assert!(ended.err.contains(told), "{}", ended.err);
    assert!(ended.err.contains("nothing was written"), "{}", ended.err);
    let verified = place.run(&["verify"]);
    assert!(verified.out.contains("journal  sound: 0 entries"), "{}", verified.out);
}

#[test]
fn a_seed_file_of_the_wrong_form_is_told_by_line() {
    let place = Place::new();
    place.write("seeds/sectors.toml", &SECTOR.replace("code =", "cod ="));
    let ended = place.run(&["seed", "--from", "seeds"]);
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    assert!(ended.err.contains("seeds/sectors.toml:2: sector `tourism`: "), "{}", ended.err);
    assert!(!place.data().exists(), "nothing was made");
}

#[test]
fn verify_finds_a_sound_registry_sound_and_changes_nothing() {
    let place = Place::new();
    place.run(&["seed"]);
    for _ in 0..2 {
        let verified = place.run(&["verify"]);
        assert_eq!(verified.code, Some(0), "{}{}", verified.out, verified.err);
        assert!(verified.out.contains("journal  sound: 1 entry in 1 segment"), "{}", verified.out);
        assert!(verified.out.contains("view     agrees with the journal"), "{}", verified.out);
    }
    let ended = place.serve(&[]).stop("TERM");
    assert!(ended.err.contains("The view is intact"), "{}", ended.err);
}

/// A registry that was served, with its search index.
fn searched() -> Place {
    let place = Place::new();
    let server = place.serve(&["--log-filter", "off"]);
    // The index is built meanwhile.
    while server.query("{ search(text: \"a\") { edges { score } } }")["data"]["search"].is_null() {}
    assert_eq!(server.stop("TERM").code, Some(0));
    place
}

#[test]
fn verify_finds_any_damage_to_the_search_index() {
    let place = searched();
    let sound = place.run(&["verify"]);
    assert_eq!(sound.code, Some(0), "{}{}", sound.out, sound.err);
    assert!(sound.out.contains("search   agrees with the journal: "), "{}", sound.out);
    assert!(sound.out.ends_with(" records, at command 1\n"), "{}", sound.out);
    let (folder, kept) = (place.data().join("search"), place.path().join("kept"));
    crate::image::copy(&folder, &kept);
    let files = std::fs::read_dir(&kept).unwrap().map(|file| file.unwrap().path());
    let files: Vec<_> = files
        .filter(|file| std::fs::metadata(file).unwrap().len() > 0)
        .map(|file| file.file_name().unwrap().to_owned())
        .collect();
    let segments = ["fast", "idx", "pos", "store", "term"];
    for name in &files {
        let (path, size) = (folder.join(name), std::fs::metadata(kept.join(name)).unwrap().len());
        let is_segment = segments.iter().any(|it| path.extension().is_some_and(|has| has == *it));
        if !is_segment && *name != *"meta.json" {
            continue;
        }
        crate::image::flip(&path, usize::try_from(size / 2).unwrap(), 1);
        let damaged = place.run(&["verify"]);
        assert_eq!(damaged.code, Some(1), "{name:?}: {}{}", damaged.out, damaged.err);
        assert!(damaged.out.contains("search   DAMAGED: "), "{name:?}: {}", damaged.out);
        assert!(damaged.out.contains("view     agrees with the journal"), "{}", damaged.out);
        std::fs::copy(kept.join(name), &path).unwrap();
    }
    assert_eq!(place.run(&["verify"]).code, Some(0), "as it was");
    // Whole, but of another registry.
    let other = searched();
    std::fs::remove_dir_all(&folder).unwrap();
    crate::image::copy(&other.data().join("search"), &folder);
    let strange = place.run(&["verify"]);
    assert!(strange.out.contains("search   DAMAGED: it shows another history"), "{}", strange.out);
    std::fs::remove_dir_all(&folder).unwrap();
    let none = place.run(&["verify"]);
    assert_eq!(none.code, Some(0), "{}", none.out);
    assert!(none.out.contains("search   there is none; the next start"), "{}", none.out);
}

#[test]
fn verify_checks_the_journal_beside_a_running_server() {
    let place = Place::new();
    let _server = place.serve(&[]);
    let verified = place.run(&["verify"]);
    assert_eq!(verified.code, Some(0), "{}{}", verified.out, verified.err);
    assert!(verified.out.contains("a running hoptac has it open"), "{}", verified.out);
}

#[test]
fn a_flipped_bit_in_the_journal_is_found_with_file_and_offset_and_refused() {
    let place = Place::new();
    place.run(&["seed"]);
    let segment = place.segment();
    let mut bytes = std::fs::read(&segment).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&segment, bytes).unwrap();
    let name = segment.file_name().unwrap().to_str().unwrap().to_owned();

    let verified = place.run(&["verify"]);
    assert_eq!(verified.code, Some(1), "{}{}", verified.out, verified.err);
    assert!(verified.out.contains("journal  DAMAGED"), "{}", verified.out);
    assert!(verified.out.contains(&format!("{name} at byte ")), "{}", verified.out);

    let served = place.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(served.code, Some(2), "{}", served.err);
    assert!(served.err.contains(&name) && served.err.contains("at byte "), "{}", served.err);
}

#[test]
fn a_damaged_view_is_found_and_mended_by_rebuild() {
    let place = Place::new();
    place.run(&["seed"]);
    std::fs::write(place.data().join("view/db"), b"not a database").unwrap();
    let verified = place.run(&["verify"]);
    assert_eq!(verified.code, Some(1), "{}{}", verified.out, verified.err);
    assert!(verified.out.contains("hoptac rebuild"), "{}", verified.out);
    let rebuilt = place.run(&["rebuild"]);
    let told = "built the view from 1 command; the next start builds the search index\n";
    assert_eq!(rebuilt.out, told, "{}", rebuilt.err);
    assert_eq!(place.run(&["verify"]).code, Some(0));
}

#[test]
fn a_folder_without_a_registry_is_no_finding_but_a_mistake() {
    for command in ["verify", "rebuild"] {
        let place = Place::new();
        let ended = place.run(&[command, "--data", "elsewhere"]);
        assert_eq!(ended.code, Some(2), "{command}");
        assert!(ended.err.contains("no registry in elsewhere"), "{}", ended.err);
        assert!(!place.path().join("elsewhere").exists(), "{command} made the folder");
    }
}

#[test]
fn health_asks_the_configured_server() {
    let place = Place::new();
    let server = place.serve(&["--no-seed"]);
    let url = format!("http://{}", server.address);
    let healthy = place.run(&["health", "--url", &url]);
    assert_eq!(healthy.code, Some(0), "{}", healthy.err);
    let listen = server.address.to_string();
    let configured = place.command(&["health"]).env("HOPTAC_LISTEN", &listen).output().unwrap();
    assert_eq!(configured.status.code(), Some(0));
    server.stop("TERM");
    let gone = place.run(&["health", "--url", &url]);
    assert_eq!(gone.code, Some(1));
    assert!(gone.err.contains("does not answer"), "{}", gone.err);
}

#[test]
fn the_schema_is_printed() {
    let printed = Place::new().run(&["schema"]);
    assert_eq!(printed.code, Some(0));
    assert_eq!(printed.out, hoptac::graphql::sdl());
    let subgraph = Place::new().run(&["schema", "--federation"]);
    assert_eq!(subgraph.out, hoptac::graphql::subgraph_sdl());
}

#[test]
fn help_is_there_without_arguments_and_mistakes_are_told() {
    let place = Place::new();
    let bare = place.run(&[]);
    assert_eq!(bare.code, Some(2));
    assert!(bare.err.contains("Usage: hoptac <COMMAND>"), "{}", bare.err);
    assert_eq!(place.run(&["--help"]).code, Some(0));
    let wrong = place.run(&["srve"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("'serve'"), "{}", wrong.err);
}

#[test]
fn a_reader_that_has_gone_away_is_no_failure() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let ended = Place::new().command(&["schema"]).stdout(writer).output().unwrap();
    assert_eq!(ended.status.code(), Some(0), "{ended:?}");
}

#[test]
fn a_report_is_written_from_the_folder_and_from_a_server_alike() {
    let place = Place::new();
    place.run(&["seed"]);
    let report = ["report", "tt-2022", "--on", "2024-04-04", "--out"];
    let ended = place.run(&[&report[..], &["folder.html"]].concat());
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let server = place.serve(&[]);
    let url = format!("http://{}", server.address);
    let ended = place.run(&[&report[..], &["server.html", "--url", &url]].concat());
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let read = |name| std::fs::read_to_string(place.path().join(name)).unwrap();
    let written = read("folder.html");
    assert_eq!(written, read("server.html"));
    assert!(written.contains("ngày 04 tháng 04 năm 2024"), "{written}");
    assert!(written.contains("<span data-figure=\"agreed\">52</span>"), "{written}");
}

#[test]
fn a_report_that_cannot_be_made_says_why_and_writes_nothing() {
    let place = Place::new();
    let report = |arguments: &[&str]| {
        let ended = place.run(&[&["report", "--out", "report.html"], arguments].concat());
        assert_eq!(ended.code, Some(2), "{arguments:?}: {}", ended.err);
        assert!(!place.path().join("report.html").exists(), "{arguments:?}");
        ended.err
    };
    assert!(report(&["tt-2022"]).contains("there is no registry in"));
    place.run(&["seed"]);
    assert!(report(&["tt-1900"]).contains("`tt-1900`"));
    let told = "--on `4/4/2024` is not a day; write one like 2024-04-04";
    assert!(report(&["tt-2022", "--on", "4/4/2024"]).contains(told));
    assert!(report(&["tt-2022", "--url", "https://a"]).contains("does not begin with http://"));
    let server = place.serve(&[]);
    assert!(report(&["tt-2022"]).contains("or ask the server that uses it: --url http://"));
    drop(server);
}

#[test]
fn verify_finds_nothing_wrong_with_what_the_next_start_mends() {
    let place = Place::new();
    let server = place.serve(&["--log-filter", "off"]);
    assert!(server.query("{ head { seq } }")["data"].is_object());
    server.kill();
    let verified = place.run(&["verify"]);
    assert_eq!(verified.code, Some(0), "{}{}", verified.out, verified.err);
    assert!(verified.out.contains("view     agrees with the journal"), "{}", verified.out);
    // An index that is being built.
    std::fs::remove_dir_all(place.data().join("search")).unwrap();
    let index = place.data().join("search");
    std::fs::create_dir_all(&index).unwrap();
    let verified = place.run(&["verify"]);
    assert!(!verified.out.contains("``"), "{}", verified.out);
}

#[test]
fn lines_of_the_log_name_operation_and_error_and_probes_are_silent() {
    let place = Place::new();
    let server = place.serve_logging(&["--no-seed"]);
    server.query("query Named { sectors { totalCount } }");
    server.query("query Wrong { node(id: \"no\") { id } sectors(first: -1) { totalCount } }");
    for _ in 0..3 {
        assert_eq!(server.ask("GET", "/health/ready", &[], "").status, 200);
    }
    let log = server.log_of();
    let lines: Vec<_> = log.iter().filter(|it| it["http.path"].is_string()).collect();
    let named = |name: &str| {
        let found = lines.iter().find(|it| it["span"]["operation"] == name);
        (*found.unwrap_or_else(|| panic!("no {name} in {log:#?}"))).clone()
    };
    assert!(named("Named")["span"]["points"].as_u64() > Some(0), "{:#}", named("Named"));
    assert!(named("Named")["span"]["error.code"].is_null());
    assert_eq!(named("Wrong")["span"]["error.code"], "BAD_USER_INPUT");
    assert!(lines.iter().all(|it| it["http.path"] != "/health/ready"), "{lines:#?}");
}
