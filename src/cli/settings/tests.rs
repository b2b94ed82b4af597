//! Which layer wins, and what a wrong value is told.

use std::path::Path;

use super::{file::File, *};

fn read(flags: &[(&'static str, &str)], variables: &[(&str, &str)]) -> Result<Settings, String> {
    let flags = flags.iter().map(|(key, value)| (*key, (*value).to_owned())).collect();
    let environment = |name: &str| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| OsString::from(value))
    };
    Settings::read(&flags, &environment).map_err(|errors| errors.to_string())
}

fn file(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hoptac.toml");
    std::fs::write(&path, text).unwrap();
    (folder, path.to_str().unwrap().to_owned())
}

#[test]
fn the_defaults_are_valid() {
    let settings = read(&[], &[]).unwrap();
    assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(settings.cache_bytes, 256 << 20);
    assert!(!settings.no_seed);
}

#[test]
fn the_defaults_are_those_of_the_layers() {
    let settings = read(&[], &[]).unwrap();
    assert_eq!(settings.http(), Options::default());
    assert_eq!(settings.cache_bytes, store::Options::default().cache_bytes);
}

#[test]
fn the_example_is_made_from_the_declarations() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/hoptac.example.toml");
    let committed = std::fs::read_to_string(path).unwrap();
    let remedy = "run `cargo run -- settings > hoptac.example.toml`";
    assert!(committed == example(), "hoptac.example.toml is not the program's; {remedy}");
    assert_eq!(read(&[("config", path)], &[]), read(&[], &[]));
    let file = File::read(Path::new(path), &SETTINGS).unwrap();
    for setting in SETTINGS.iter() {
        let (value, _) = file.get(setting.key).unwrap();
        assert_eq!(value, setting.default, "{}", setting.key);
    }
}

#[test]
fn a_list_is_written_by_commas_or_as_an_array() {
    let (_folder, path) = file("trusted-proxies = [\"10.0.0.0/8\", \"::1\"]\n");
    let from_file = read(&[("config", &path)], &[]).unwrap();
    let from_flag = read(&[("trusted-proxies", "10.0.0.0/8, ::1")], &[]).unwrap();
    assert_eq!(from_file, from_flag);
    assert_eq!(from_file.network.trusted_proxies.len(), 2);
    let (_folder, path) = file("trusted-proxies = [[1]]\nlisten = [\"127.0.0.1:1\"]\n");
    let told = read(&[("config", &path)], &[]).unwrap_err();
    assert!(told.contains("it is not a list of strings"), "{told}");
    assert!(told.contains("it is not a single value"), "{told}");
    let told = read(&[("trusted-proxies", "10.0.0.0/33")], &[]).unwrap_err();
    assert!(
        told.contains("trusted-proxies = `10.0.0.0/33` (from --trusted-proxies): `10."),
        "{told}"
    );
}

#[test]
fn a_flag_beats_the_environment_which_beats_the_file() {
    let (_folder, path) = file("shutdown-seconds = 1\ncache-mb = 32\nno-seed = true\n");
    let variables = [("HOPTAC_SHUTDOWN_SECONDS", "2"), ("HOPTAC_CACHE_MB", "64")];
    let flags = [("config", path.as_str()), ("shutdown-seconds", "3")];
    let settings = read(&flags, &variables).unwrap();
    assert_eq!(settings.shutdown, Duration::from_secs(3));
    assert_eq!(settings.cache_bytes, 64 << 20);
    assert!(settings.no_seed);
}

#[test]
fn the_environment_can_name_the_file() {
    let (_folder, path) = file("cache-mb = 32\n");
    let settings = read(&[], &[("HOPTAC_CONFIG", &path)]).unwrap();
    assert_eq!(settings.cache_bytes, 32 << 20);
}

#[test]
fn an_empty_variable_counts_as_none() {
    assert_eq!(read(&[], &[("HOPTAC_LISTEN", "")]), read(&[], &[]));
}

#[test]
fn every_wrong_value_is_told_with_key_origin_and_remedy() {
    let (_folder, path) = file("\nlog-format = \"xml\"\nno-seed = \"maybe\"\n");
    let variables = [("HOPTAC_CACHE_MB", "8")];
    let told = read(&[("config", &path), ("listen", "8080")], &variables).unwrap_err();
    let lines: Vec<_> = told.lines().collect();
    assert_eq!(lines.len(), 4, "{told}");
    let memory = "cache-mb = `8` (from the environment variable HOPTAC_CACHE_MB): write a whole";
    assert!(lines[0].starts_with(memory), "{told}");
    let seed = format!("no-seed = `maybe` (from {path}:3): write true or false");
    assert!(lines[1].contains(&seed), "{told}");
    let format = format!("log-format = `xml` (from {path}:2): write text or json");
    assert!(lines[2].contains(&format), "{told}");
    assert!(lines[3].contains("listen = `8080` (from --listen): it is not an IP address"));
}

#[test]
fn a_file_is_no_folder_of_a_registry() {
    let (_folder, path) = file("");
    for data in [path.clone(), format!("{path}/data")] {
        let told = read(&[("data", &data)], &[]).unwrap_err();
        assert!(told.contains(&data) && told.contains("it is a file, or in one"), "{told}");
    }
}

#[test]
fn an_unknown_key_is_refused_with_its_line() {
    let (_folder, path) = file("data = \"./data\"\nlisten-on = \"127.0.0.1:1\"\n");
    let told = read(&[("config", &path)], &[]).unwrap_err();
    assert!(told.starts_with(&format!("{path}:2: there is no setting `listen-on`")), "{told}");
}

#[test]
fn what_is_not_toml_is_refused_with_its_line() {
    let (_folder, path) = file("data = \"./data\"\ncache-mb =\n");
    let told = read(&[("config", &path)], &[]).unwrap_err();
    assert!(told.starts_with(&format!("{path}:2: ")), "{told}");
}

#[test]
fn a_named_file_must_exist() {
    let told = read(&[("config", "/nowhere/hoptac.toml")], &[]).unwrap_err();
    assert!(told.contains("/nowhere/hoptac.toml cannot be read"), "{told}");
}

#[test]
fn a_key_or_variable_that_is_misspelt_is_told_with_the_one_that_may_be_meant() {
    for (key, meant) in [("cache_mb", "cache-mb"), ("shutdown-second", "shutdown-seconds")] {
        let (_folder, path) = file(&format!("{key} = 20\n"));
        let told = read(&[("config", &path)], &[]).unwrap_err();
        assert!(
            told.ends_with(&format!("there is no setting `{key}`; did you mean `{meant}`?")),
            "{told}"
        );
    }
    let (_folder, path) = file("colour = 'red'\n");
    let told = read(&[("config", &path)], &[]).unwrap_err();
    assert!(told.ends_with("`hoptac settings` prints all of them"), "{told}");
    let names = ["HOPTAC_DATA", "HOPTAC_CONFIG", "HOPTAC_CASHE_MB", "HOPTAC_SERVICE_HOST", "HOME"];
    let unknown: Vec<_> = unknown_variables(names.map(str::to_owned).into_iter()).collect();
    let expected = [
        ("HOPTAC_CASHE_MB".to_owned(), Some("HOPTAC_CACHE_MB".to_owned())),
        ("HOPTAC_SERVICE_HOST".to_owned(), None),
    ];
    assert_eq!(unknown, expected);
}
