//! Settings as the program finds them: flags, environment, file.

use crate::program::Place;

#[test]
fn the_file_in_the_current_folder_is_read() {
    let place = Place::new();
    place.write("hoptac.toml", "data = \"registry\"\n");
    assert_eq!(place.run(&["seed"]).code, Some(0));
    assert!(place.path().join("registry/journal").is_dir());
    assert!(!place.data().exists());
}

#[test]
fn a_wrong_setting_names_its_key_and_where_it_came_from() {
    let place = Place::new();
    place.write("wrong.toml", "# settings\ncache-mb = \"much\"\n");
    let from_file = place.run(&["serve", "--config", "wrong.toml"]);
    let told = "error: cache-mb = `much` (from wrong.toml:2): write a whole number";
    assert!(from_file.err.starts_with(told), "{}", from_file.err);
    assert_eq!(from_file.code, Some(2));

    let from_flag = place.run(&["serve", "--listen", "localhost"]);
    let told = "error: listen = `localhost` (from --listen): it is not an IP address";
    assert!(from_flag.err.starts_with(told), "{}", from_flag.err);

    let mut command = place.command(&["serve"]);
    let output = command.env("HOPTAC_SHUTDOWN_SECONDS", "soon").output().unwrap();
    let from_variable = String::from_utf8(output.stderr).unwrap();
    let told = "shutdown-seconds = `soon` (from the environment variable HOPTAC_SHUTDOWN_SECONDS)";
    assert!(from_variable.contains(told), "{from_variable}");
    assert!(!place.data().exists(), "nothing was made");
}

#[test]
fn the_log_can_be_json_alone() {
    let place = Place::new();
    place.write("hoptac.toml", "log-format = \"json\"\n");
    let ended = place.run(&["seed"]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(!ended.err.is_empty());
    for line in ended.err.lines() {
        let event: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(event["message"].is_string(), "{line}");
    }
}

#[test]
fn the_filter_silences_the_log() {
    let place = Place::new();
    let ended = place.run(&["seed", "--log-filter", "warn"]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
}

#[cfg(not(feature = "opentelemetry"))]
#[test]
fn traces_are_refused_by_a_program_without_them_with_how_to_build_one() {
    let place = Place::new();
    let ended = place.run(&["serve", "--otlp-endpoint", "http://127.0.0.1:4318"]);
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    let remedy = "`cargo build --release --features opentelemetry`";
    assert!(ended.err.starts_with("error: otlp-endpoint = "), "{}", ended.err);
    assert!(ended.err.contains(remedy), "{}", ended.err);
    // What is meant for all programs of a machine is no reason to fail.
    let mut command = place.command(&["serve", "--listen", "nowhere"]);
    let output = command.env("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318").output();
    let told = String::from_utf8(output.unwrap().stderr).unwrap();
    assert!(told.contains("listen") && !told.contains("otlp"), "{told}");
}
