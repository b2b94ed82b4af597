//! The guide for several machines: its commands run in order on three machines on loopback, and say
//! what the guide says.
//!
//! The word after a block's language is the machine. `toml` is what its settings become, `sh` runs
//! there (`systemctl` starts and stops its server), and `text` is what the block before said: `…` is
//! anything, on a line of its own any lines.

use std::{
    collections::BTreeMap,
    net::TcpListener,
    path::Path,
    time::{Duration, Instant},
};

use samples::etcd::Etcd;
use serde_json::Value;

use crate::program::{Place, Server};

const NAMES: [&str; 3] = ["one", "two", "three"];
const PATIENCE: Duration = Duration::from_secs(120);

/// A machine of the guide, by what stands for its addresses.
struct Machine {
    place: Place,
    server: Option<Server>,
    listen: String,
}

struct Guide {
    etcd: Etcd,
    machines: BTreeMap<&'static str, Machine>,
    /// Addresses of the guide, and what they are here.
    addresses: Vec<(String, String)>,
    /// Where backups are, as if they were copied.
    backups: tempfile::TempDir,
    said: String,
}

impl Guide {
    fn new() -> Self {
        let etcd = Etcd::start(3);
        let open: Vec<_> = (0..6).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
        let ports: Vec<_> = open.iter().map(|it| it.local_addr().unwrap().to_string()).collect();
        let (mut addresses, mut machines) = (Vec::new(), BTreeMap::new());
        for (nth, (name, endpoint)) in NAMES.into_iter().zip(etcd.endpoints()).enumerate() {
            let (listen, metrics) = (ports[nth].clone(), ports[nth + 3].clone());
            let host = format!("10.0.0.{}", nth + 1);
            let member = endpoint.trim_start_matches("http://").to_owned();
            addresses.push((format!("{host}:2379"), member));
            addresses.push((format!("{host}:8080"), listen.clone()));
            addresses.push((format!("{host}:9464"), metrics));
            let _ = machines.insert(name, Machine { place: Place::new(), server: None, listen });
        }
        let backups = tempfile::tempdir().unwrap();
        Self { etcd, machines, addresses, backups, said: String::new() }
    }

    /// A text of the guide with the real addresses and folders of a machine.
    fn put(&self, name: &str, text: &str) -> String {
        let data = self.machines[name].place.data();
        let text = text.replace("/var/lib/hoptac", data.to_str().unwrap());
        let text = text.replace("/var/backups/hoptac", self.backups.path().to_str().unwrap());
        self.addresses.iter().fold(text, |text, (there, here)| text.replace(there, here))
    }

    fn follow(&mut self, page: &str) {
        let mut lines = page.lines().enumerate();
        while let Some((at, line)) = lines.next() {
            if line == "### etcd lost its data" {
                self.etcd.wipe();
            }
            let Some(head) = line.strip_prefix("```") else { continue };
            let text: Vec<_> =
                lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
            let text = text.join("\n") + "\n";
            let at = at + 1;
            match head.split_once(' ') {
                Some(("toml", name)) => {
                    let settings = self.put(name, &text);
                    self.machines[name].place.write("hoptac.toml", &settings);
                }
                Some(("sh", name)) => self.run(at, name, &text),
                // tests/clients/cluster.test.js runs it.
                Some(("js", _)) => {}
                Some(("text", name)) => {
                    let expected = self.put(name, &text);
                    let (told, said) = (expected.lines().collect::<Vec<_>>(), self.said.clone());
                    let said: Vec<_> = said.lines().map(str::trim_end).collect();
                    assert!(is_like(&told, &said), "line {at}: it says\n{}", self.said);
                }
                _ => panic!("line {at}: no test knows what to do with `{head}`"),
            }
        }
    }

    fn run(&mut self, at: usize, name: &str, text: &str) {
        self.said.clear();
        let (mut script, mut rest) = (String::new(), text.lines());
        loop {
            let line = rest.next();
            let control = line.and_then(|line| line.strip_prefix("systemctl "));
            if (line.is_none() || control.is_some()) && !script.is_empty() {
                let script = std::mem::take(&mut script);
                self.shell(at, name, &script);
            }
            match (line, control) {
                (None, _) => return,
                (_, Some("stop hoptac")) => self.stop(name),
                (_, Some("start hoptac")) => self.start(name),
                (_, Some(other)) => panic!("line {at}: systemctl {other}"),
                (Some(line), None) => script = format!("{script}{line}\n"),
            }
        }
    }

    fn shell(&mut self, at: usize, name: &str, script: &str) {
        let place = &self.machines[name].place;
        let program = Path::new(env!("CARGO_BIN_EXE_hoptac")).parent().unwrap().to_owned();
        let path = std::env::join_paths(
            std::iter::once(program)
                .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
        );
        let mut command = std::process::Command::new("bash");
        command.args(["-euo", "pipefail", "-c", &self.put(name, script)]);
        for (variable, _) in std::env::vars_os() {
            if variable.to_string_lossy().starts_with("HOPTAC_") {
                command.env_remove(variable);
            }
        }
        let output = command.current_dir(place.path()).env("PATH", path.unwrap()).output().unwrap();
        let (out, err) = (
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        );
        assert!(output.status.success(), "line {at}: {script}\n{out}{err}");
        self.said.push_str(&out);
    }

    fn stop(&mut self, name: &str) {
        let machine = self.machines.get_mut(name).unwrap();
        let ended = machine.server.take().expect("it runs").stop("TERM");
        assert_eq!(ended.code, Some(0), "{name}: {}", ended.err);
    }

    /// Starts a server, and waits until it has all.
    fn start(&mut self, name: &str) {
        let machine = self.machines.get_mut(name).unwrap();
        let started = machine.place.start(&["--listen", &machine.listen, "--log-filter", "warn"]);
        machine.server = Some(started.unwrap_or_else(|ended| panic!("{name}: {}", ended.err)));
        let settings = std::fs::read_to_string(machine.place.path().join("hoptac.toml"));
        if !settings.unwrap_or_default().contains("order = ") {
            return;
        }
        let begun = Instant::now();
        loop {
            let ended = machine.place.run(&["cluster", "status", "--json"]);
            let status: Value = serde_json::from_str(&ended.out).unwrap();
            let cluster = &status["cluster"];
            let machines = cluster["machines"].as_array().into_iter().flatten();
            let mut own = machines.filter(|it| it["name"] == name && it["isHere"] == true);
            let has_all = own.any(|it| it["seq"] == cluster["seq"]);
            if has_all && cluster["writer"].is_string() {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "{name} does not catch up: {status:#}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// Whether lines are what the guide says.
fn is_like(told: &[&str], said: &[&str]) -> bool {
    let Some((first, rest)) = told.split_first() else { return said.is_empty() };
    if *first == "…" {
        return (0..=said.len()).any(|skipped| is_like(rest, &said[skipped..]));
    }
    said.split_first().is_some_and(|(line, left)| fits(first, line) && is_like(rest, left))
}

/// Whether a line is one of the guide, in which `…` is anything.
fn fits(told: &str, line: &str) -> bool {
    let mut parts = told.split('…');
    let Some(mut left) = parts.next().and_then(|first| line.strip_prefix(first)) else {
        return false;
    };
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        let at = if parts.peek().is_none() { left.rfind(part) } else { left.find(part) };
        let Some(at) = at else { return false };
        left = &left[at + part.len()..];
    }
    left.is_empty()
}

#[test]
fn what_the_guide_says_is_matched() {
    assert!(fits("a … b", "a x b b") && fits("a…", "a") && fits("a", "a"));
    assert!(!fits("a…c", "ab") && !fits("a", "ab"));
    assert!(is_like(&["a", "…", "z"], &["a", "b", "c", "z"]) && is_like(&["…"], &[]));
    assert!(!is_like(&["a", "…", "z"], &["a", "z", "b"]));
}

#[test]
fn every_command_of_the_guide_works_on_three_machines() {
    let mut guide = Guide::new();
    let one = &guide.machines["one"].place;
    let alone = one.start(&["--log-filter", "warn"]);
    guide.machines.get_mut("one").unwrap().server = alone.ok();
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cluster.md");
    guide.follow(&std::fs::read_to_string(page).unwrap());
}
