//! Members of etcd on loopback, each a process of its own, ended with the test.

use std::{
    ffi::OsString,
    fs,
    io::Write,
    net::{IpAddr, Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use order::etcd::{Access, Shared, Space, Tls};

/// Members that know each other; all end with this.
pub struct Etcd {
    folder: tempfile::TempDir,
    options: Vec<String>,
    tls: Option<Tls>,
    seats: Vec<Seat>,
    members: Vec<Option<Child>>,
}

/// Where a member runs.
#[derive(Debug, Clone)]
pub struct Seat {
    /// Its address.
    pub host: IpAddr,
    /// The port for clients.
    pub client: u16,
    /// The port for the other members.
    pub peer: u16,
    /// What its program is run by, such as `ip netns exec NAME`.
    pub within: Vec<String>,
}

impl Seat {
    fn url(&self, scheme: &str, port: u16) -> String {
        format!("{scheme}://{}:{port}", self.host)
    }
}

/// The way to members without users and certificates.
pub fn access(endpoints: &[String]) -> Access {
    Access {
        endpoints: endpoints.to_vec(),
        credentials: None,
        tls: None,
        patience: Duration::from_secs(1),
    }
}

impl Etcd {
    /// So many members.
    pub fn start(members: usize) -> Self {
        Self::start_with(members, &[])
    }

    /// The same, with further options.
    pub fn start_with(members: usize, options: &[&str]) -> Self {
        Self::start_as(members, options, None)
    }

    /// One member that speaks TLS to its clients.
    pub fn start_private(options: &[&str], tls: &Tls) -> Self {
        Self::start_as(1, options, Some(tls.clone()))
    }

    fn start_as(members: usize, options: &[&str], tls: Option<Tls>) -> Self {
        // All are open at once, so that no port is given twice.
        let listen = || TcpListener::bind("127.0.0.1:0").unwrap();
        let open: Vec<_> = (0..members).map(|_| (listen(), listen())).collect();
        let port = |it: &TcpListener| it.local_addr().unwrap().port();
        let seat = |(client, peer): &(TcpListener, TcpListener)| Seat {
            host: Ipv4Addr::LOCALHOST.into(),
            client: port(client),
            peer: port(peer),
            within: Vec::new(),
        };
        let seats = open.iter().map(seat).collect();
        drop(open);
        Self::start_on(seats, options, tls)
    }

    /// A member on each seat.
    pub fn start_at(seats: Vec<Seat>, options: &[&str]) -> Self {
        Self::start_on(seats, options, None)
    }

    fn start_on(seats: Vec<Seat>, options: &[&str], tls: Option<Tls>) -> Self {
        let members = seats.len();
        let mut etcd = Self {
            folder: tempfile::tempdir().unwrap(),
            options: options.iter().map(|&it| it.to_owned()).collect(),
            tls,
            seats,
            members: (0..members).map(|_| None).collect(),
        };
        for member in 0..members {
            etcd.restart(member);
        }
        etcd.wait();
        etcd
    }

    /// Where its clients reach each member.
    pub fn endpoints(&self) -> Vec<String> {
        self.seats.iter().map(|seat| seat.url(self.scheme(), seat.client)).collect()
    }

    const fn scheme(&self) -> &'static str {
        if self.tls.is_some() { "https" } else { "http" }
    }

    /// Starts a member that was killed.
    pub fn restart(&mut self, member: usize) {
        let program = std::env::var_os("ETCD").map_or_else(|| PathBuf::from("etcd"), PathBuf::from);
        let seat = &self.seats[member];
        let (client, peer) = (seat.url(self.scheme(), seat.client), seat.url("http", seat.peer));
        let all: Vec<_> = self
            .seats
            .iter()
            .enumerate()
            .map(|(nth, seat)| format!("m{nth}={}", seat.url("http", seat.peer)))
            .collect();
        let words = seat.within.iter().map(Into::into).chain([program.clone().into_os_string()]);
        let mut words = words.collect::<Vec<OsString>>().into_iter();
        let child = Command::new(words.next().unwrap())
            .args(words)
            .args(["--name", &format!("m{member}")])
            .arg("--data-dir")
            .arg(self.folder.path().join(format!("m{member}")))
            .args(["--listen-client-urls", &client, "--advertise-client-urls", &client])
            .args(["--listen-peer-urls", &peer, "--initial-advertise-peer-urls", &peer])
            .args(["--initial-cluster", &all.join(",")])
            .args(["--snapshot-count", "2000", "--logger", "zap", "--log-level", "fatal"])
            .args(&self.options)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| {
                panic!(
                    "{}: {error}; install etcd (Debian: etcd-server) or name it by ETCD",
                    program.display()
                )
            });
        self.members[member] = Some(child);
    }

    /// The member that leads.
    pub fn leader(&self) -> Option<usize> {
        let mut shared = Shared::new(&access(&self.endpoints()), "none").unwrap();
        let leads = |member: &Space| member.status.as_ref().is_ok_and(|status| status.leads);
        shared.space().iter().position(leads)
    }

    /// Kills a member, as its machine's power does.
    pub fn kill(&mut self, member: usize) {
        if let Some(mut child) = self.members[member].take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Stops a member for a while without ending it, as a machine that hangs.
    pub fn pause(&self, member: usize, time: Duration) {
        let Some(child) = &self.members[member] else { return };
        let signal = |name: &str| {
            let sent = Command::new("kill").args([name, &child.id().to_string()]).status();
            assert!(sent.unwrap().success(), "{name}");
        };
        signal("-STOP");
        thread::sleep(time);
        signal("-CONT");
    }

    /// Takes all that the members stored away, and starts them again.
    pub fn wipe(&mut self) {
        self.stop_and(|folder, _| fs::remove_dir_all(folder).unwrap());
    }

    /// Keeps a copy of all that the members stored, which are stopped meanwhile.
    pub fn keep(&mut self) {
        self.stop_and(copy);
    }

    /// Puts in the place of all that the members stored what was kept of it.
    pub fn put_back(&mut self) {
        self.stop_and(|folder, kept| {
            fs::remove_dir_all(folder).unwrap();
            fs::rename(kept, folder).unwrap();
        });
    }

    /// Stops all members, treats the folder of each beside one to keep a copy in, and starts them again.
    fn stop_and(&mut self, treat: impl Fn(&Path, &Path)) {
        let all = 0..self.members.len();
        for member in all.clone() {
            self.kill(member);
        }
        for member in all.clone() {
            let beside = |name: String| self.folder.path().join(name);
            treat(&beside(format!("m{member}")), &beside(format!("kept-{member}")));
        }
        for member in all {
            self.restart(member);
        }
        self.wait();
    }

    /// Waits until most members answer.
    pub fn wait(&self) {
        let access = Access { tls: self.tls.clone(), ..access(&self.endpoints()) };
        let mut shared = Shared::new(&access, "none").unwrap();
        let until = Instant::now() + Duration::from_secs(60);
        while shared.meta().is_err() {
            assert!(Instant::now() < until, "etcd does not answer: {:?}", shared.space());
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// How many keys begin so.
    pub fn keys(&self, prefix: &str) -> usize {
        let found = self.ctl(&["get", "--prefix", "--keys-only", prefix], &[]);
        String::from_utf8(found.stdout).unwrap().lines().filter(|line| !line.is_empty()).count()
    }

    /// Runs `etcdctl` with all members, and what it is to read.
    pub fn ctl(&self, arguments: &[&str], input: &[u8]) -> Output {
        let mut child = Command::new("etcdctl")
            .env("ETCDCTL_API", "3")
            // A member that gives space back does not answer meanwhile.
            .args(["--command-timeout", "60s", "--endpoints", &self.endpoints().join(",")])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("etcdctl (Debian: etcd-client)");
        child.stdin.take().unwrap().write_all(input).unwrap();
        child.wait_with_output().unwrap()
    }
}

impl Drop for Etcd {
    fn drop(&mut self) {
        for member in 0..self.members.len() {
            self.kill(member);
        }
    }
}

/// Copies a folder with all that is within, in the place of an earlier copy.
fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
