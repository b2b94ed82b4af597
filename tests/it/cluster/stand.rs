//! Three machines on loopback with three members of etcd, which stop by themselves.

use std::{
    net::{SocketAddr, TcpListener},
    process::Command,
    sync::Mutex,
    time::{Duration, Instant},
};

use order::Order;
use samples::etcd::Etcd;
use serde_json::Value;

use super::{done, order, shared};
use crate::{
    campaign::stand::ask,
    program::{Place, Server},
};

/// Nothing takes longer to be as it should.
pub const PATIENCE: Duration = Duration::from_secs(90);
pub const NAMES: [&str; 3] = ["one", "two", "three"];

/// A machine: its folder, where it listens, and its server while there is one.
pub struct Machine {
    pub name: &'static str,
    pub place: Place,
    pub address: SocketAddr,
    server: Mutex<Option<Server>>,
}

/// The machines and the members.
pub struct Stand {
    pub etcd: Mutex<Etcd>,
    pub order: String,
    pub machines: Vec<Machine>,
    /// An administrator's.
    pub secret: String,
    /// An activity that outcomes are recorded of.
    pub activity: String,
}

impl Machine {
    fn new(name: &'static str, address: SocketAddr) -> Self {
        Self { name, place: Place::new(), address, server: Mutex::new(None) }
    }

    /// Kills its server, as its machine's power does.
    pub fn kill(&self) {
        if let Some(server) = self.server.lock().unwrap().take() {
            server.kill();
        }
    }

    /// Stops its server, as its operator does.
    pub fn stop(&self) {
        if let Some(server) = self.server.lock().unwrap().take() {
            let ended = server.stop("TERM");
            assert_eq!(ended.code, Some(0), "{}: {}", self.name, ended.err);
        }
    }

    /// Stops its server for a while without ending it, as a machine that hangs.
    pub fn pause(&self, time: Duration) {
        let id = self.server.lock().unwrap().as_ref().expect("it runs").id().to_string();
        for (signal, then) in [("-STOP", time), ("-CONT", Duration::ZERO)] {
            assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
            std::thread::sleep(then);
        }
    }

    /// What it says at its address; `None` where it does not answer.
    pub fn ask(&self, secret: &str, query: &str) -> Option<Value> {
        ask(self.address, Some(secret), query).ok()
    }

    /// The seq and the hash of the head that it shows.
    pub fn head(&self, secret: &str) -> Option<(u64, String)> {
        let answer = self.ask(secret, "{ head { seq hash } }")?;
        let head = &answer["data"]["head"];
        Some((head["seq"].as_u64()?, head["hash"].as_str()?.to_owned()))
    }
}

impl Stand {
    /// A cluster that was founded with the seeds, with so many members of etcd started with options.
    pub fn new(options: &[&str]) -> Self {
        let etcd = Etcd::start_with(3, options);
        let order = order(&etcd);
        // All are open at once, so that no port is given twice.
        let open = NAMES.map(|_| TcpListener::bind("127.0.0.1:0").unwrap());
        let addresses = open.each_ref().map(|it| it.local_addr().unwrap());
        drop(open);
        let machines: Vec<_> =
            NAMES.into_iter().zip(addresses).map(|(name, at)| Machine::new(name, at)).collect();
        let first = &machines[0].place;
        let server = first.serve(&["--log-filter", "off"]);
        let found = server.query("{ activity(by: {key: \"q1-ansinh\"}) { id } }");
        let activity = found["data"]["activity"]["id"].as_str().unwrap().to_owned();
        assert_eq!(server.stop("TERM").code, Some(0));
        done(first, &["cluster", "init", "--order", &order, "--node", NAMES[0]]);
        let backup = first.path().join("backup");
        let backup = backup.to_str().unwrap();
        done(first, &["backup", backup]);
        for machine in &machines[1..] {
            done(&machine.place, &["restore", backup]);
        }
        let secret = std::fs::read_to_string(first.data().join("admin-token")).unwrap();
        let secret = secret.trim().to_owned();
        let stand = Self { etcd: Mutex::new(etcd), order, machines, secret, activity };
        for machine in &stand.machines {
            stand.start(machine);
        }
        stand.settle();
        stand
    }

    /// Starts a machine's server, and waits until it serves.
    pub fn start(&self, machine: &Machine) {
        self.start_with(machine, &[]);
    }

    /// The same, with further settings.
    pub fn start_with(&self, machine: &Machine, more: &[&str]) {
        let (listen, url) = (machine.address.to_string(), format!("http://{}", machine.address));
        let given = ["--listen", &listen, "--order", &self.order, "--node", machine.name];
        let given = [&given[..], &["--node-url", &url, "--log-filter", "warn"], more].concat();
        let started = machine.place.start(&given);
        let started = started.unwrap_or_else(|ended| panic!("{}: {}", machine.name, ended.err));
        *machine.server.lock().unwrap() = Some(started);
    }

    /// Which machine writes.
    pub fn writer(&self) -> Option<&Machine> {
        let mut look = shared(&self.etcd.lock().unwrap());
        let (writer, _) = look.writer().ok()??;
        self.machines.iter().find(|it| it.name == writer.node)
    }

    /// One that follows, of those that do.
    pub fn follower(&self, nth: usize) -> &Machine {
        let writer = self.wait_for_writer().name;
        let others: Vec<_> = self.machines.iter().filter(|it| it.name != writer).collect();
        others[nth % others.len()]
    }

    /// The machine that writes, once one does.
    pub fn wait_for_writer(&self) -> &Machine {
        let begun = Instant::now();
        loop {
            if let Some(writer) = self.writer() {
                return writer;
            }
            assert!(begun.elapsed() < PATIENCE, "no machine writes");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until all machines show what the order says, and returns where they stand.
    pub fn settle(&self) -> (u64, String) {
        let begun = Instant::now();
        self.wait_for_writer();
        loop {
            let order = shared(&self.etcd.lock().unwrap()).head();
            let heads: Vec<_> = self.machines.iter().map(|it| it.head(&self.secret)).collect();
            if let (Ok(order), Some(Some(first))) = (&order, heads.first())
                && heads.iter().all(|it| it.as_ref() == Some(first))
                && (first.0, &first.1) == (order.seq, &order.hash.to_string())
            {
                return first.clone();
            }
            assert!(begun.elapsed() < PATIENCE, "order {order:?}, machines {heads:?}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Stops all servers, and has all that they keep verified.
    pub fn verify(&self) {
        for machine in &self.machines {
            machine.stop();
        }
        for machine in &self.machines {
            let verified = machine.place.run(&["verify"]);
            let said = (&verified.out, &verified.err);
            assert_eq!(verified.code, Some(0), "{}: {said:?}", machine.name);
        }
    }
}
