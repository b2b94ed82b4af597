//! Members of etcd on loopback, each a process of its own, ended with the test.

use std::{
    fs,
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use order::etcd::{Access, Shared, Tls};

/// Members that know each other; all end with this.
pub struct Etcd {
    folder: tempfile::TempDir,
    options: Vec<String>,
    tls: Option<Tls>,
    ports: Vec<(u16, u16)>,
    members: Vec<Option<Child>>,
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
        let ports = open.iter().map(|(client, peer)| (port(client), port(peer))).collect();
        drop(open);
        let mut etcd = Self {
            folder: tempfile::tempdir().unwrap(),
            options: options.iter().map(|&it| it.to_owned()).collect(),
            tls,
            ports,
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
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        self.ports.iter().map(|(client, _)| format!("{scheme}://127.0.0.1:{client}")).collect()
    }

    /// Starts a member that was killed.
    pub fn restart(&mut self, member: usize) {
        let program = std::env::var_os("ETCD").map_or_else(|| PathBuf::from("etcd"), PathBuf::from);
        let (client, peer) = self.ports[member];
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        let (client, peer) =
            (format!("{scheme}://127.0.0.1:{client}"), format!("http://127.0.0.1:{peer}"));
        let all: Vec<_> = self
            .ports
            .iter()
            .enumerate()
            .map(|(nth, (_, peer))| format!("m{nth}=http://127.0.0.1:{peer}"))
            .collect();
        let child = Command::new(&program)
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
        let leads = |status: &Result<(String, i64, i64, bool), String>| {
            status.as_ref().is_ok_and(|(_, _, _, leads)| *leads)
        };
        shared.space().iter().position(|member| leads(&member.status))
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
        let all = 0..self.members.len();
        for member in all.clone() {
            self.kill(member);
            fs::remove_dir_all(self.folder.path().join(format!("m{member}"))).unwrap();
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
        let counted = Command::new("etcdctl")
            .env("ETCDCTL_API", "3")
            .args(["--endpoints", &self.endpoints()[0], "get", "--prefix", "--keys-only", prefix])
            .output()
            .expect("etcdctl (Debian: etcd-client)");
        String::from_utf8(counted.stdout).unwrap().lines().filter(|line| !line.is_empty()).count()
    }
}

impl Drop for Etcd {
    fn drop(&mut self) {
        for member in 0..self.members.len() {
            self.kill(member);
        }
    }
}
