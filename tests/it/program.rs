//! The real program, run in a folder of its own, and a client that sends bytes as they are given.

use std::{
    ffi::OsString,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::Arc,
    thread::JoinHandle,
    time::Duration,
};

/// Nothing here takes longer; it keeps a test that hangs from hanging for ever.
const PATIENCE: Duration = Duration::from_secs(60);

/// A folder to run the program in, with its data folder.
pub struct Place {
    folder: Arc<tempfile::TempDir>,
    /// What the program is run by.
    within: Vec<String>,
}

impl Place {
    pub fn new() -> Self {
        Self::within(Vec::new())
    }

    /// One where the program is run by another, such as `ip netns exec NAME`.
    pub fn within(words: Vec<String>) -> Self {
        Self { folder: Arc::new(tempfile::tempdir().unwrap()), within: words }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    /// The one segment of a small journal.
    pub fn segment(&self) -> PathBuf {
        let files = std::fs::read_dir(self.data().join("journal")).unwrap();
        let mut files = files.map(|entry| entry.unwrap().path());
        files.find(|path| path.extension().is_some_and(|it| it == "journal")).unwrap()
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// The program in this place, without any setting from the outside.
    pub fn command(&self, arguments: &[&str]) -> Command {
        // The campaign may try another build of it.
        let program = std::env::var_os("CAMPAIGN_PROGRAM");
        let program = program.unwrap_or_else(|| env!("CARGO_BIN_EXE_hoptac").into());
        let words = self.within.iter().map(Into::into).chain([program]);
        let mut words = words.collect::<Vec<OsString>>().into_iter();
        let mut command = Command::new(words.next().unwrap());
        command.args(words);
        command.current_dir(self.path()).args(arguments).stdin(Stdio::null());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("HOPTAC_") {
                command.env_remove(name);
            }
        }
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        Ended::of(self.command(arguments).output().unwrap())
    }

    /// Starts a server on a free port and waits until it says where.
    pub fn serve(&self, arguments: &[&str]) -> Server {
        let started = self.start(arguments);
        started.unwrap_or_else(|ended| panic!("the server did not start: {}", ended.err))
    }

    /// As [`Place::serve`], or how it ended where it did not start.
    pub fn start(&self, arguments: &[&str]) -> Result<Server, Ended> {
        self.start_with(&[], arguments)
    }

    /// The same, with variables of its environment.
    pub fn start_with(
        &self,
        variables: &[(&str, &str)],
        arguments: &[&str],
    ) -> Result<Server, Ended> {
        // A free port, unless one is asked for.
        let listen =
            if arguments.contains(&"--listen") { &[][..] } else { &["--listen", "127.0.0.1:0"] };
        let all = [&["serve"], listen, arguments].concat();
        let mut command = self.command(&all);
        command.envs(variables.iter().copied());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut metrics = None;
        let told = lines.find_map(|line| {
            let line = line.trim();
            if let Some(url) = line.strip_prefix("metrics ") {
                let address = url.trim().strip_prefix("http://")?.strip_suffix("/metrics")?;
                metrics = address.parse().ok();
            }
            line.strip_prefix("GraphQL ").map(|url| url.trim().to_owned())
        });
        let Some(url) = told else {
            return Err(Ended::of(child.wait_with_output().unwrap()));
        };
        let address = url.strip_prefix("http://").and_then(|it| it.strip_suffix("/graphql"));
        let address = address.unwrap().parse().unwrap();
        let log = logged(child.stderr.take().unwrap());
        let folder = Arc::clone(&self.folder);
        Ok(Server { child, address, metrics, log: Some(log), _folder: folder })
    }

    /// As [`Place::serve`], where the log is JSON, which alone then says where the server is.
    pub fn serve_logging(&self, arguments: &[&str]) -> Server {
        let mut all = vec!["serve", "--listen", "127.0.0.1:0", "--log-format", "json"];
        all.extend(arguments);
        let mut command = self.command(&all);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut err = BufReader::new(child.stderr.take().unwrap());
        let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let folder = Arc::clone(&self.folder);
        let mut server =
            Server { child, address: nowhere, metrics: None, log: None, _folder: folder };
        while server.address == nowhere {
            let mut line = String::new();
            assert!(err.read_line(&mut line).unwrap() > 0, "the server did not start");
            let event: serde_json::Value = serde_json::from_str(&line).unwrap();
            let url = event["url"].as_str().and_then(|url| url.strip_prefix("http://"));
            server.address = url.map_or(nowhere, |address| address.parse().unwrap());
        }
        server.log = Some(logged(err));
        server
    }
}

/// Reads what a server logs as it does: one whose log nobody reads stands still once the pipe is
/// full.
fn logged(mut log: impl Read + Send + 'static) -> JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        log.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// What a command said, and how it ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ended {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// A running server. It is killed when dropped, as by a crash.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// Where it tells metrics.
    pub metrics: Option<SocketAddr>,
    /// What it logs, until it ends.
    log: Option<JoinHandle<String>>,
    /// Keeps the folder for as long as the server runs.
    _folder: Arc<tempfile::TempDir>,
}

impl Server {
    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to stop by a signal, and waits until it did.
    pub fn stop(mut self, signal: &str) -> Ended {
        let kill = format!("kill -{signal} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        self.ended()
    }

    /// Kills it, as the machine's power does.
    pub fn kill(mut self) -> Ended {
        self.child.kill().unwrap();
        self.ended()
    }

    fn ended(&mut self) -> Ended {
        let err = self.log.take().unwrap().join().unwrap();
        Ended { code: self.child.wait().unwrap().code(), out: String::new(), err }
    }

    /// Sends a request as it stands and reads the answer.
    pub fn send(&self, request: &[u8]) -> Answer {
        Self::send_to(self.address, request)
    }

    /// Sends a request as it stands to an address.
    pub fn send_to(address: SocketAddr, request: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        // A server that refuses a large body may close before it has read it.
        let sent = stream.write_all(request);
        let mut bytes = Vec::new();
        if let Err(error) = stream.read_to_end(&mut bytes) {
            assert!(!bytes.is_empty(), "no answer: {error} after {sent:?}");
        }
        Answer::read(&bytes)
    }

    /// What the log said, once the server was stopped by a signal; each line of JSON an event.
    pub fn log_of(self) -> Vec<serde_json::Value> {
        let ended = self.stop("TERM");
        let events = ended.err.lines().filter(|line| line.starts_with('{'));
        events.map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The status of the answer to a request, of which no more is read.
    pub fn status(&self, request: &[u8]) -> u16 {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request).unwrap();
        let mut head = [0; 12];
        stream.read_exact(&mut head).unwrap();
        std::str::from_utf8(&head[9..]).unwrap().parse().unwrap()
    }

    /// Sends a request with headers and a body.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n", self.address);
        for (name, value) in headers {
            request.extend([name, ": ", value, "\r\n"]);
        }
        let size = body.len().to_string();
        request.extend(["content-length: ", &size, "\r\nconnection: close\r\n\r\n", body]);
        self.send(request.as_bytes())
    }

    /// Sends a GraphQL request as most clients do.
    pub fn query(&self, query: &str) -> serde_json::Value {
        let body = serde_json::json!({ "query": query }).to_string();
        self.ask("POST", "/graphql", &[("content-type", "application/json")], &body).json()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        // For whoever looks into a failure.
        if let Some(log) = self.log.take().filter(|_| std::thread::panicking())
            && let Ok(log) = log.join()
            && !log.is_empty()
        {
            eprintln!("what the server at {} logged:\n{log}", self.address);
        }
    }
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: String,
    /// The same, where it is no text.
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn read(bytes: &[u8]) -> Self {
        let ends = bytes.windows(4).position(|it| it == b"\r\n\r\n").unwrap();
        let head = std::str::from_utf8(&bytes[..ends]).unwrap();
        let bytes = bytes[ends + 4..].to_vec();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.map(|line| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_ascii_lowercase(), value.to_owned())
        });
        Self { status, headers: headers.collect(), body, bytes }
    }

    /// A header's value; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// All values of a header that is a list.
    pub fn list(&self, name: &str) -> Vec<&str> {
        let values = self.headers.iter().filter(|(known, _)| known == name);
        values.flat_map(|(_, value)| value.split(',').map(str::trim)).collect()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// The code of the first error; empty where there is none.
    pub fn code(&self) -> String {
        let json = self.json();
        json["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }
}
