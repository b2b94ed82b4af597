//! Three machines with three members of etcd, which stop by themselves: on loopback, or each on a host
//! of its own where that can be had.

use std::{
    fs,
    io::Write,
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::Command,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use order::Order;
use samples::etcd::{Etcd, Seat};
use serde_json::Value;

use super::{done, network::Network, order, shared};
use crate::{
    campaign::{
        disk::SmallDisk,
        stand::{ask, get, post_within},
    },
    program::{Answer, Ended, Place, Server},
};

/// Nothing takes longer to be as it should.
pub const PATIENCE: Duration = Duration::from_secs(180);
pub const NAMES: [&str; 3] = ["one", "two", "three"];
/// From when on answers are flagged as old, in seconds.
pub const STALE: u64 = 3;
/// The library by which a process is given another clock (Debian: `libfaketime`).
const CLOCKS: &str = "faketime/libfaketime.so.1";
/// Whose data folder is on a disk of its own, and how many MiB that has.
const ON_DISK: (&str, u64) = ("three", 4_096);

/// A machine: its folder, where it listens, and its server while there is one.
pub struct Machine {
    server: Mutex<Option<Server>>,
    /// Whether its clock is what its file says.
    has_clock: AtomicBool,
    pub name: &'static str,
    /// The host that it runs on, where there is a network.
    pub host: u8,
    pub address: SocketAddr,
    /// The disk of its data folder, where that is one of its own.
    pub disk: Option<SmallDisk>,
    pub place: Place,
}

/// The machines and the members.
pub struct Stand {
    pub machines: Vec<Machine>,
    pub etcd: Mutex<Etcd>,
    pub order: String,
    /// An administrator's.
    pub secret: String,
    /// An activity that outcomes are recorded of.
    pub activity: String,
    /// What the hosts are connected by; members are the first ones.
    pub network: Option<Network>,
}

impl Machine {
    fn new(name: &'static str, host: u8, address: SocketAddr, within: Vec<String>) -> Self {
        let place = Place::within(within);
        let (on_disk, size) = ON_DISK;
        let disk = (name == on_disk).then(|| SmallDisk::mount(&place.data(), size)).flatten();
        let (server, has_clock) = (Mutex::new(None), AtomicBool::new(false));
        Self { server, has_clock, name, host, address, disk, place }
    }

    /// Kills its server, as its machine's power does.
    pub fn kill(&self) {
        if let Some(server) = self.server.lock().unwrap().take() {
            self.log(&server.kill());
        }
    }

    /// Stops its server, as its operator does.
    pub fn stop(&self) {
        if let Some(server) = self.server.lock().unwrap().take() {
            let ended = server.stop("TERM");
            self.log(&ended);
            assert_eq!(ended.code, Some(0), "{}: {}", self.name, ended.err);
        }
    }

    /// Keeps what its server logged, for whoever looks into a failure.
    fn log(&self, ended: &Ended) {
        if let Some(folder) = std::env::var_os("CLUSTER_LOGS") {
            let path = PathBuf::from(folder).join(self.name);
            let mut file = fs::File::options().create(true).append(true).open(path).unwrap();
            file.write_all(ended.err.as_bytes()).unwrap();
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

    /// Takes all that it keeps away.
    pub fn set_aside(&self) {
        // The folder itself may be a disk.
        for entry in fs::read_dir(self.place.data()).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.unwrap();
        }
    }

    /// Has its clock, from its next start on, go ahead by so many seconds, and changes that while it
    /// runs.
    pub fn set_clock(&self, ahead: u32) {
        let (file, new) = (self.place.path().join("clock"), self.place.path().join("clock.new"));
        fs::write(&new, format!("+{ahead}s\n")).unwrap();
        fs::rename(new, file).unwrap();
        self.has_clock.store(true, Ordering::Release);
    }

    /// Gives it the clock of the system at its next start.
    pub fn reset_clock(&self) {
        self.has_clock.store(false, Ordering::Release);
    }

    /// Whether it is fine for something (`ready`, `write`), and what it says of that.
    pub fn health(&self, of: &str) -> Option<(bool, String)> {
        let answer = get(self.address, &format!("/health/{of}")).ok()?;
        Some((answer.status == 200, answer.json()["status"].as_str()?.to_owned()))
    }

    /// Its whole answer to a request; `None` where it does not answer in time.
    pub fn answer(&self, secret: &str, body: &Value) -> Option<Answer> {
        post_within(Duration::from_secs(60), self.address, Some(secret), body).ok()
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

impl Drop for Machine {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.kill();
        }
    }
}

impl Stand {
    /// A cluster that was founded with the seeds, with members of etcd started with options.
    pub fn new(options: &[&str]) -> Self {
        let network = Network::new(6);
        // All are open at once, so that no port is given twice.
        let open = NAMES.map(|_| TcpListener::bind("127.0.0.1:0").unwrap());
        let local = open.each_ref().map(|it| it.local_addr().unwrap());
        drop(open);
        let machine = |(nth, name): (usize, &'static str)| {
            let host = 3 + u8::try_from(nth).unwrap();
            match &network {
                Some(net) => {
                    let at = SocketAddr::new(net.address(host).into(), 8080);
                    Machine::new(name, host, at, net.within(host))
                }
                None => Machine::new(name, host, local[nth], Vec::new()),
            }
        };
        let machines: Vec<_> = NAMES.into_iter().enumerate().map(machine).collect();
        let etcd = match &network {
            Some(network) => {
                let seat = |host| Seat {
                    host: network.address(host).into(),
                    client: 2379,
                    peer: 2380,
                    within: network.within(host),
                };
                Etcd::start_at((0..3).map(seat).collect(), options)
            }
            None => Etcd::start_with(3, options),
        };
        let order = order(&etcd);
        let first = &machines[0];
        let listen = first.address.to_string();
        let server = first.place.serve(&["--log-filter", "off", "--listen", &listen]);
        let found = server.query("{ activity(by: {key: \"q1-ansinh\"}) { id } }");
        let activity = found["data"]["activity"]["id"].as_str().unwrap().to_owned();
        assert_eq!(server.stop("TERM").code, Some(0));
        done(&first.place, &["cluster", "init", "--order", &order, "--node", NAMES[0]]);
        let secret = fs::read_to_string(first.place.data().join("admin-token")).unwrap();
        let secret = secret.trim().to_owned();
        let etcd = Mutex::new(etcd);
        let stand = Self { machines, etcd, order, secret, activity, network };
        // The others join with empty folders: what was before the cluster they have from the first.
        for machine in &stand.machines {
            stand.start(machine);
            stand.wait_for_writer();
        }
        stand.settle();
        stand
    }

    /// Starts a machine's server, and waits until it serves.
    pub fn start(&self, machine: &Machine) {
        let started = self.try_start(machine);
        started.unwrap_or_else(|ended| panic!("{}: {}", machine.name, ended.err));
    }

    /// The same, with further settings, or others.
    pub fn start_with(&self, machine: &Machine, more: &[[&str; 2]]) {
        let started = self.try_start_with(machine, more);
        started.unwrap_or_else(|ended| panic!("{}: {}", machine.name, ended.err));
    }

    /// Starts a machine's server; how it ended where it did not start.
    pub fn try_start(&self, machine: &Machine) -> Result<(), Ended> {
        self.try_start_with(machine, &[])
    }

    fn try_start_with(&self, machine: &Machine, more: &[[&str; 2]]) -> Result<(), Ended> {
        let (listen, url) = (machine.address.to_string(), format!("http://{}", machine.address));
        let stale = STALE.to_string();
        let given: [[&str; 2]; 8] = [
            ["--listen", &listen],
            ["--node-url", &url],
            ["--order", &self.order],
            ["--node", machine.name],
            ["--stale-seconds", &stale],
            ["--log-filter", "warn"],
            // All clients have one address.
            ["--budget-points", "0"],
            ["--address-connections", "0"],
        ];
        let clock = machine.place.path().join("clock");
        let library = clocks();
        let variables = [
            ("LD_PRELOAD", library.as_ref().map_or("", |it| it.to_str().unwrap())),
            ("FAKETIME_TIMESTAMP_FILE", clock.to_str().unwrap()),
            ("FAKETIME_CACHE_DURATION", "1"),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ];
        let has_clock = machine.has_clock.load(Ordering::Acquire);
        let variables = if has_clock { &variables[..] } else { &[] };
        let is_other = |[name, _]: &&[&str; 2]| more.iter().any(|[other, _]| other == name);
        let given = given.iter().filter(|given| !is_other(given)).chain(more);
        let given: Vec<_> = given.flatten().copied().collect();
        let started = machine.place.start_with(variables, &given)?;
        *machine.server.lock().unwrap() = Some(started);
        Ok(())
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

/// Where the library is by which a process is given another clock.
pub fn clocks() -> Option<PathBuf> {
    let folders = fs::read_dir("/usr/lib").ok()?;
    let found = folders.map(|it| it.unwrap().path().join(CLOCKS)).find(|it| it.exists());
    found.or_else(|| Some(PathBuf::from("/usr/lib").join(CLOCKS)).filter(|it| it.exists()))
}
