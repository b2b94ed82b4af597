//! What whoever is on call asks and is told: `hoptac status`, drills, and alerts that say what to do.

use std::{
    collections::BTreeSet,
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    time::Duration,
};

use serde_json::Value;

use crate::program::{Ended, Place, Server};

const LISTEN: [&str; 5] = ["--no-seed", "--metrics-listen", "127.0.0.1:0", "--log-filter", "off"];

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn metrics(server: &Server) -> String {
    format!("http://{}", server.metrics.unwrap())
}

fn status(place: &Place, server: &Server, options: &[&str]) -> Ended {
    let url = metrics(server);
    place.run(&[&["status", "--url", url.as_str()], options].concat())
}

/// The line of a check, without the spaces between its columns.
fn line(ended: &Ended, check: &str) -> String {
    let found = ended.out.lines().find(|line| line.starts_with(check));
    let words = found.unwrap_or_else(|| panic!("no {check} in {}", ended.out)).split_whitespace();
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn status_tells_what_needs_somebody_until_it_is_done() {
    let place = Place::new();
    let server = place.serve(&LISTEN);
    let asked = status(&place, &server, &[]);
    assert_eq!(asked.code, Some(1), "{}{}", asked.out, asked.err);
    assert!(line(&asked, "server").starts_with("server ok ready; "), "{}", asked.out);
    assert_eq!(line(&asked, "view"), "view ok shows every command");
    assert!(line(&asked, "backup").starts_with("backup ATTENTION none was noted"), "{}", asked.out);
    assert!(line(&asked, "drill").starts_with("drill ok no backup was restored"), "{}", asked.out);
    assert_eq!(line(&asked, "tokens"), "tokens ok 1 valid");

    let kept = ["backup", "backups", "--keep", "3"];
    assert_eq!(place.run(&kept).code, Some(0));
    let drilled = place.run(&["drill", "backups"]);
    assert_eq!(drilled.code, Some(0), "{}{}", drilled.out, drilled.err);
    assert!(drilled.out.contains("drill    passed"), "{}", drilled.out);
    let made =
        place.run(&["token", "create", "--name", "Kho", "--role", "READER", "--expires", "3d"]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    let asked = status(&place, &server, &["--json"]);
    assert_eq!(asked.code, Some(1), "a token ends: {}", asked.out);
    let told: Value = serde_json::from_str(&asked.out).unwrap();
    let levels: Vec<(&str, &str)> = told["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["name"].as_str().unwrap(), it["level"].as_str().unwrap()))
        .filter(|(name, _)| ["server", "backup", "drill", "tokens"].contains(name))
        .collect();
    let expected = [("server", "ok"), ("backup", "ok"), ("drill", "ok"), ("tokens", "attention")];
    assert_eq!(levels, expected, "{}", asked.out);
    assert_eq!(told["status"]["tokens"]["ending"][0]["name"], "Kho");
    assert_eq!(told["status"]["backup"]["seq"], told["status"]["headSeq"]);
    assert_eq!(told["status"]["drill"]["seq"], told["status"]["headSeq"]);

    // Nobody else is told.
    assert_eq!(server.ask("GET", "/status", &[], "").status, 404);
    let url = format!("http://{}", server.address);
    let other = place.run(&["status", "--url", &url]);
    assert_eq!(other.code, Some(2));
    assert!(other.err.contains("metrics-listen"), "{}", other.err);
}

#[test]
fn status_without_an_address_for_metrics_tells_whether_the_server_is_ready() {
    let place = Place::new();
    let server = place.serve(&["--no-seed", "--log-filter", "off"]);
    place.write("hoptac.toml", &format!("listen = \"{}\"\n", server.address));
    let asked = place.run(&["status"]);
    assert_eq!(asked.code, Some(0), "{}", asked.err);
    assert!(line(&asked, "server").starts_with("server ok ready, at command 0;"), "{}", asked.out);
    server.stop("TERM");
    let asked = place.run(&["status"]);
    assert_eq!((asked.code, asked.out.as_str()), (Some(2), ""));
    assert!(asked.err.contains("does not answer"), "{}", asked.err);
}

#[test]
fn a_drill_of_a_damaged_backup_fails_and_is_not_noted() {
    let place = Place::new();
    place.serve(&["--no-seed", "--log-filter", "off"]).stop("TERM");
    let none = place.run(&["drill", "data"]);
    assert_eq!(none.code, Some(2));
    assert!(none.err.contains("is no backup and holds none"), "{}", none.err);
    assert_eq!(place.run(&["backup", "copy"]).code, Some(0));
    let manifest = place.path().join("copy/backup.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    let seq = text.lines().find(|line| line.starts_with("seq = ")).unwrap();
    fs::write(&manifest, text.replace(seq, "seq = 41")).unwrap();
    let failed = place.run(&["drill", "copy"]);
    assert_eq!(failed.code, Some(2), "{}", failed.out);
    assert!(failed.err.contains("is damaged"), "{}", failed.err);
    assert!(!place.data().join("drill.last.toml").exists());
}

#[test]
fn backups_are_kept_as_many_as_asked() {
    let place = Place::new();
    place.serve(&["--no-seed", "--log-filter", "off"]).stop("TERM");
    let none = place.run(&["backup", "backups", "--keep", "0"]);
    assert_eq!(none.code, Some(2), "{}", none.out);
    for name in ["20200101T000000Z", "20200102T000000Z"] {
        let to = format!("backups/{name}");
        assert_eq!(place.run(&["backup", &to]).code, Some(0));
    }
    let kept = place.run(&["backup", "backups", "--keep", "2"]);
    assert_eq!(kept.code, Some(0), "{}", kept.err);
    assert!(kept.out.contains("removed backups/20200101T000000Z"), "{}", kept.out);
    assert_eq!(fs::read_dir(place.path().join("backups")).unwrap().count(), 2);
}

#[test]
fn a_slow_request_is_logged_as_a_warning_from_when_it_is_asked() {
    let place = Place::new();
    let level = |slow: &str| {
        let server = place.serve_logging(&["--no-seed", "--slow-ms", slow]);
        server.query("query Named { sectors { totalCount } }");
        let log = server.log_of();
        let line = log.iter().find(|it| it["span"]["operation"] == "Named").unwrap().clone();
        line["level"].as_str().unwrap().to_owned()
    };
    assert_eq!(level("0"), "WARN");
    assert_eq!(level("60000"), "INFO");
}

#[test]
fn who_sends_slowly_makes_no_slow_request() {
    let server = Place::new().serve_logging(&["--no-seed", "--slow-ms", "900"]);
    let body = "{\"query\": \"query Trickled { __typename }\"}";
    let mut stream = TcpStream::connect(server.address).unwrap();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_secs(1));
    stream.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let log = server.log_of();
    let line = log.iter().find(|it| it["span"]["operation"] == "Trickled").unwrap();
    assert_eq!(line["level"], "INFO", "{line}");
}

/// Words of a text that look like metrics, without what histograms add to their names.
fn named_metrics(text: &str) -> BTreeSet<String> {
    let is_part = |it: char| it.is_ascii_lowercase() || it == '_';
    let words = text.split(|it| !is_part(it));
    let metrics = words.filter(|it| it.starts_with("hoptac_") || it.starts_with("process_"));
    metrics.map(|it| it.strip_suffix("_bucket").unwrap_or(it).to_owned()).collect()
}

#[test]
fn each_alert_asks_for_metrics_that_are_served_and_says_what_to_do() {
    let (rules, manual) = (read("deploy/prometheus/hoptac.rules.yml"), read("docs/operating.md"));
    let values = |key: &str| -> Vec<String> {
        let lines = rules.lines().map(|line| line.trim().trim_start_matches("- "));
        lines.filter_map(|line| Some(line.strip_prefix(key)?.trim().to_owned())).collect()
    };
    let alerts = values("alert:");
    assert!(alerts.len() > 10, "{alerts:?}");
    assert_eq!(alerts.iter().collect::<BTreeSet<_>>().len(), alerts.len(), "a name is there twice");
    let sections: Vec<&str> = manual
        .lines()
        .filter_map(|line| line.strip_prefix("### "))
        .filter(|heading| heading.starts_with("Hoptac"))
        .collect();
    assert_eq!(alerts, sections, "each alert has its section, in this order");
    let links: Vec<String> =
        alerts.iter().map(|it| format!("docs/operating.md#{}", it.to_lowercase())).collect();
    assert_eq!(values("runbook:"), links);
    let expressions = values("expr:");
    assert_eq!(expressions.len(), alerts.len());
    // `the_manual_has_every_metric` compares the rows with what is served.
    for metric in expressions.iter().flat_map(|it| named_metrics(it)) {
        assert!(manual.contains(&format!("| `{metric}` |")), "{metric} is not served");
    }
}
