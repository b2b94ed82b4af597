//! A real process is killed while it seeds and writes: what it acknowledged is there, nothing is
//! half there, and the registry opens by itself.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        LazyLock,
        mpsc::{self, RecvTimeoutError},
    },
    time::{Duration, Instant},
};

use hoptac::{
    domain::{Noun, RecordId, edge::Term},
    exchange::seeds::Seeds,
    registry::{Registry, Snapshot},
};

use super::{
    fixture::{self, marker, sector},
    image,
};

/// Where the process that is going to be killed finds its data.
const DATA: &str = "HOPTAC_TEST_COMMITTER_DATA";
const WRITERS: u64 = 8;
/// What a line begins with that tells of a durable command.
const ACKNOWLEDGED: &str = "acknowledged ";

/// What a process has acknowledged.
#[derive(Debug, Default)]
struct Acknowledged {
    seeds: bool,
    markers: Vec<u64>,
}

/// Seeds, then has several threads write pairs of records; tells of each command once it is
/// durable. Every command writes the two records of its own and two that all share.
fn commit(registry: &Registry, commands: u64) {
    fixture::submit(registry, Seeds::built_in().unwrap().command()).unwrap();
    tell("seeds");
    let first = 1_000 * (registry.head().seq + 1);
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            scope.spawn(move || {
                for command in (0..commands).filter(|command| command % WRITERS == writer) {
                    let marker = first + command;
                    let names = [format!("l-{marker}"), format!("r-{marker}")];
                    let keys =
                        ["left", "right"].into_iter().chain(names.iter().map(String::as_str));
                    let all = keys.map(|key| sector(key, marker)).collect();
                    fixture::submit(registry, fixture::replacing(all)).unwrap();
                    tell(&marker.to_string());
                }
            });
        }
    });
}

/// Past the test harness, which keeps what is printed to itself.
fn tell(done: &str) {
    std::io::stdout().write_all(format!("\n{ACKNOWLEDGED}{done}\n").as_bytes()).unwrap();
}

/// The process that is killed is this test, run with a folder to work in.
#[test]
fn the_committer_writes_what_it_acknowledges() {
    if let Some(data) = std::env::var_os(DATA) {
        let (registry, _) = fixture::open(Path::new(&data)).unwrap();
        commit(&registry, 1_000_000);
    } else {
        let data = tempfile::tempdir().unwrap();
        let (registry, _) = fixture::open(data.path()).unwrap();
        commit(&registry, 20);
        assert_eq!(registry.head().seq, 21);
        let first = Acknowledged { seeds: true, markers: (2_000..2_020).collect() };
        check(&registry.snapshot(), &first);
        registry.close().unwrap();
    }
}

fn spawn(data: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::the_committer_writes_what_it_acknowledges", "--nocapture"])
        .env(DATA, data)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// When a process is killed.
enum Kill {
    /// After this time, wherever it is.
    After(Duration),
    /// So much after it acknowledged the seeds and as many commands.
    Acknowledged(usize, Duration),
}

/// Lets a process work, kills it, and notes what it had acknowledged.
fn killed(data: &Path, kill: &Kill, acknowledged: &mut Acknowledged) {
    let mut child = spawn(data);
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (sender, told) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        lines.map_while(Result::ok).try_for_each(|line| sender.send(line)).ok()
    });
    let mut lines: Vec<String> = Vec::new();
    let mut end = match kill {
        Kill::After(time) => Some(Instant::now() + *time),
        Kill::Acknowledged(..) => None,
    };
    loop {
        if let (Kill::Acknowledged(commands, time), None) = (kill, end)
            && lines.iter().filter(|line| line.starts_with(ACKNOWLEDGED)).count() > *commands
        {
            end = Some(Instant::now() + *time);
        }
        let end = end.unwrap_or_else(|| Instant::now() + Duration::from_secs(60));
        match told.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(line) => lines.push(line),
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => panic!("the committer ended: {lines:?}"),
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    lines.extend(told);
    reader.join().unwrap();
    for done in lines.iter().filter_map(|line| line.strip_prefix(ACKNOWLEDGED)) {
        match done.parse() {
            Ok(marker) => acknowledged.markers.push(marker),
            Err(_) => acknowledged.seeds = true,
        }
    }
}

fn find(snapshot: &Snapshot, key: &str) -> Option<u64> {
    let named = snapshot.list_named(&Term::Key(Noun::Sector, key.to_owned())).unwrap();
    let id: RecordId = *named.first()?;
    Some(marker(&snapshot.find(id).unwrap().unwrap().record))
}

/// The key of every seed.
static SEEDS: LazyLock<Vec<Term>> = LazyLock::new(|| {
    let drafts = Seeds::built_in().unwrap().command().drafts.into_iter();
    drafts.map(|it| Term::Key(it.noun(), it.key().unwrap().to_owned())).collect()
});

/// What was acknowledged is there, and every command is there whole or not at all.
fn check(snapshot: &Snapshot, acknowledged: &Acknowledged) {
    for written in &acknowledged.markers {
        for key in [format!("l-{written}"), format!("r-{written}")] {
            assert_eq!(find(snapshot, &key), Some(*written), "{key} was acknowledged");
        }
    }
    let seeds = &*SEEDS;
    let there = seeds.iter().filter(|key| !snapshot.list_named(key).unwrap().is_empty()).count();
    assert!(there == seeds.len() || (there == 0 && !acknowledged.seeds), "{there} seeds are there");
    for seq in 0..=snapshot.seq() {
        let at = snapshot.at(seq);
        let (left, right) = (find(&at, "left"), find(&at, "right"));
        assert_eq!(left, right, "at {seq}");
        let Some(written) = left else { continue };
        for key in [format!("l-{written}"), format!("r-{written}")] {
            assert_eq!(find(&at, &key), Some(written), "{key} at {seq}");
        }
    }
}

/// Ten times over, each time going on from what the last kill left.
fn kill_ten_times(lineage: u32) {
    let data = tempfile::tempdir().unwrap();
    let mut acknowledged = Acknowledged::default();
    for round in 0..10 {
        // Spread without a pattern: the first ones while it opens and seeds, then while it writes.
        let spread = (lineage * 10 + round) * 7_919 % 1_000;
        let kill = if round < 4 {
            Kill::After(Duration::from_millis(u64::from(spread)))
        } else {
            Kill::Acknowledged(spread as usize % 60, Duration::from_micros(u64::from(spread * 20)))
        };
        killed(data.path(), &kill, &mut acknowledged);
        let copy = tempfile::tempdir().unwrap();
        image::copy(data.path(), copy.path());
        let (registry, _) = fixture::open(copy.path()).unwrap();
        check(&registry.snapshot(), &acknowledged);
        registry.close().unwrap();
    }
    assert!(!acknowledged.markers.is_empty(), "the committer never got to write");
}

#[test]
fn killed_at_any_moment_the_first_ten_times() {
    kill_ten_times(0);
}

#[test]
fn killed_at_any_moment_the_second_ten_times() {
    kill_ten_times(1);
}

#[test]
fn killed_at_any_moment_the_third_ten_times() {
    kill_ten_times(2);
}

#[test]
fn killed_at_any_moment_the_fourth_ten_times() {
    kill_ten_times(3);
}

#[test]
fn killed_at_any_moment_the_fifth_ten_times() {
    kill_ten_times(4);
}
