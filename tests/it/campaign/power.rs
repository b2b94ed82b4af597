//! Power is lost while a registry opens, seeds, writes, imports, closes, is backed up and recovers: what
//! it acknowledged is there, and it opens by itself. `strace` records what the process does, since calls
//! that pass the C library by are seen by the kernel alone; the disk of `disk` says what may be left.

mod disk;
mod node;
mod trace;

use std::{
    fs::File,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use hoptac::{
    auth::Role,
    backup,
    domain::{Noun, edge::Term},
    exchange::seeds::Seeds,
    journal,
    registry::{Clock, Options, Recovery, Registry, SystemClock},
    store,
    tokens::{Coverage, Draft, Grant, Register, Secret, State, Tokens},
};

use self::{disk::Disk, trace::Trace};
use super::{Chance, cases, seed, tell};
use crate::{
    fixture::{self, marker, sector},
    image,
};

/// Where the process that is recorded finds its folder.
const DATA: &str = "HOPTAC_TEST_RECORDED";
/// What a line begins with that tells of something durable.
const DONE: &str = "done ";
/// Images of one recorded life.
const OF_LIFE: usize = 60;
const WRITERS: u64 = 4;
/// Commands of each round of writing.
const COMMANDS: u64 = 24;
/// Records of a command that goes to a sorted run.
const MANY: u64 = 120;

fn options() -> Options {
    // Small enough that segments end, and runs are made and merged, within one life.
    let store = store::Options { bulk: 48, cache_bytes: 8 << 20, ..store::Options::default() };
    let journal = journal::Options { segment_bytes: 96 << 10, ..journal::Options::default() };
    Options { store, journal }
}

fn done(what: &str) {
    std::io::stdout().write_all(format!("\n{DONE}{what}\n").as_bytes()).unwrap();
}

/// Everything that is durable in the life of a registry, told as it is done.
fn live(place: &Path) {
    let data = place.join("data");
    let (registry, _) = fixture::open_with(&data, options()).unwrap();
    if registry.head().seq == 0 {
        fixture::submit(&registry, Seeds::built_in().unwrap().command()).unwrap();
        done("seeds");
    }
    write(&registry, COMMANDS);
    give_tokens(&data);
    for _ in 0..3 {
        import(&registry);
    }
    back_up(place);
    registry.close().unwrap();
    done("closed");
    let (registry, _) = fixture::open_with(&data, options()).unwrap();
    write(&registry, COMMANDS);
    import(&registry);
    registry.close().unwrap();
}

/// Several write at the same time; each command writes two records of its own and two that all share.
fn write(registry: &Registry, commands: u64) {
    let first = 1_000 * (registry.head().seq + 1);
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            scope.spawn(move || {
                for number in (first..first + commands).filter(|it| it % WRITERS == writer) {
                    let names = ["left", "right", &format!("l-{number}"), &format!("r-{number}")]
                        .map(|name| sector(name, number));
                    fixture::submit(registry, fixture::replacing(names.to_vec())).unwrap();
                    done(&number.to_string());
                }
            });
        }
    });
}

/// One command that writes many records.
fn import(registry: &Registry) {
    let number = 1_000 * (registry.head().seq + 1);
    let own = (0..MANY).map(|nth| sector(&format!("b-{number}-{nth}"), number));
    let names = ["left", "right", &format!("l-{number}"), &format!("r-{number}")];
    let shared = names.map(|name| sector(name, number));
    fixture::submit(registry, fixture::replacing(own.chain(shared).collect())).unwrap();
    done(&number.to_string());
}

fn give_tokens(data: &Path) {
    let register = Register::within(data);
    for (name, is_revoked) in [("kept", false), ("gone", true)] {
        let now = SystemClock.now();
        let draft = Draft {
            name: format!("{name}-{}", now.as_nanosecond()),
            grant: Grant { role: Role::Reader, coverage: Coverage::everywhere() },
            expires_at: None,
        };
        let id = now.as_nanosecond().to_le_bytes()[..8].try_into().unwrap();
        let secret = Secret::from_random([u8::from(is_revoked); 32]);
        let token = register.create(draft, &secret, id, now).unwrap();
        done(&format!("token {}", token.id));
        if is_revoked {
            register.revoke(&token.id, now).unwrap();
            done(&format!("revoked {}", token.id));
        }
    }
}

fn back_up(place: &Path) {
    let name = format!("backup-{}", SystemClock.now().as_nanosecond());
    backup::make(&place.join("data"), &place.join(&name), SystemClock.now(), &mut |_| {}).unwrap();
    done(&format!("backup {name}"));
}

/// The process that is recorded is this test, run with a folder to live in.
#[test]
fn a_registry_lives_through_all_that_is_durable() {
    if let Some(place) = std::env::var_os(DATA) {
        return live(Path::new(&place));
    }
    let place = tempfile::tempdir().unwrap();
    live(place.path());
    let (registry, found) = fixture::open_with(&place.path().join("data"), options()).unwrap();
    assert_eq!(found.recovery, Recovery::Intact);
    registry.close().unwrap();
}

/// What was acknowledged before power was lost.
#[derive(Debug, Clone, Default)]
struct Acknowledged {
    seeds: bool,
    markers: Vec<u64>,
    tokens: Vec<String>,
    revoked: Vec<String>,
    backups: Vec<String>,
}

impl Acknowledged {
    fn read(&mut self, written: &str) {
        for told in written.lines().filter_map(|line| line.strip_prefix(DONE)) {
            match told.split_once(' ').unwrap_or((told, "")) {
                ("seeds", _) => self.seeds = true,
                ("closed", _) => {}
                ("token", id) => self.tokens.push(id.to_owned()),
                ("revoked", id) => self.revoked.push(id.to_owned()),
                ("backup", name) => self.backups.push(name.to_owned()),
                (marker, _) => self.markers.push(marker.parse().unwrap()),
            }
        }
    }
}

/// What came of all images.
#[derive(Debug, Default)]
struct Figures {
    images: usize,
    acknowledged: usize,
    torn: usize,
    recoveries: [usize; 4],
}

/// Opens what a loss of power left: all that was acknowledged is there, and every command whole.
fn check(place: &Path, acknowledged: &Acknowledged, figures: &mut Figures, told: &str) {
    let data = place.join("data");
    if !data.exists() {
        assert!(acknowledged.markers.is_empty() && acknowledged.tokens.is_empty(), "{told}: gone");
        figures.images += 1;
        return;
    }
    let opened = fixture::open_with(&data, options());
    let (registry, found) = opened.unwrap_or_else(|error| panic!("{told}: refused: {error}"));
    let snapshot = registry.snapshot();
    let find = |snapshot: &hoptac::registry::Snapshot, key: &str| {
        let named = snapshot.list_named(&Term::Key(Noun::Sector, key.to_owned())).unwrap();
        let id = *named.first()?;
        Some(marker(&snapshot.find(id).unwrap().unwrap().record))
    };
    for written in &acknowledged.markers {
        for key in [format!("l-{written}"), format!("r-{written}")] {
            assert_eq!(find(&snapshot, &key), Some(*written), "{told}: {key} was acknowledged");
        }
    }
    let seeds = snapshot.seq() > 0;
    assert!(seeds || !acknowledged.seeds, "{told}: the seeds are gone");
    for seq in 0..=snapshot.seq() {
        let at = snapshot.at(seq);
        let (left, right) = (find(&at, "left"), find(&at, "right"));
        assert_eq!(left, right, "{told}: half a command at {seq}");
    }
    let tokens = Register::within(&data).list().unwrap_or_else(|error| panic!("{told}: {error}"));
    for id in &acknowledged.tokens {
        let token = tokens.iter().find(|token| token.id == *id);
        let token = token.unwrap_or_else(|| panic!("{told}: the token {id} is gone"));
        let is_revoked = matches!(token.state(SystemClock.now()), State::Revoked(_));
        assert!(is_revoked || !acknowledged.revoked.contains(id), "{told}: {id} was revoked");
    }
    Tokens::open(&data).unwrap();
    for name in &acknowledged.backups {
        let checked = backup::verify(&place.join(name), &mut |_| {});
        checked.unwrap_or_else(|error| panic!("{told}: {name}: {error}"));
    }
    // It goes on, and closes as a whole one.
    fixture::submit(&registry, fixture::adding(vec![sector("after", 0)])).unwrap();
    drop(snapshot);
    registry.close().unwrap();
    figures.images += 1;
    figures.acknowledged += acknowledged.markers.len();
    figures.torn += usize::from(found.torn.is_some());
    figures.recoveries[match found.recovery {
        Recovery::Intact => 0,
        Recovery::Replayed { .. } => 1,
        Recovery::Built => 2,
        Recovery::Rebuilt { set_aside, reason } => {
            let kept = "a loss of power sets nothing aside";
            assert_eq!(set_aside, None, "{told}: {kept}: {reason}");
            3
        }
    }] += 1;
}

/// Records a life from where a folder stands, and gives the trace.
fn record(place: &Path, to: &Path) -> Option<PathBuf> {
    let trace = to.join("trace");
    let status = Command::new("strace")
        .args(["-f", "--seccomp-bpf", "-xx", "-s", "33554432", "-e", trace::CALLS, "-o"])
        .arg(&trace)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "campaign::power::a_registry_lives_through_all_that_is_durable"])
        .arg("--nocapture")
        .env(DATA, place)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match status {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        status => {
            assert!(status.unwrap().success(), "the recorded life failed");
            Some(trace)
        }
    }
}

/// Loses power at as many moments of a recorded life; gives an image for another life to begin from.
fn lose_power(
    trace: &Path,
    mut disk: Disk,
    images: usize,
    chance: &mut Chance,
    figures: &mut Figures,
    mut acknowledged: Acknowledged,
) -> (Disk, tempfile::TempDir, Acknowledged) {
    let lines = BufReader::new(File::open(trace).unwrap()).lines();
    let count = lines.count();
    let mut at: Vec<usize> = (0..images).map(|_| chance.below(count)).collect();
    at.sort_unstable();
    let next_life = *chance.pick(&at);
    let (mut trace_of, mut at, mut left) = (Trace::default(), at.into_iter().peekable(), None);
    let lines = BufReader::new(File::open(trace).unwrap()).lines();
    for (number, line) in lines.enumerate() {
        for moment in trace_of.read(&line.unwrap()) {
            disk.see(&moment);
            if let trace::Moment::Begins(call) = &moment
                && call.name == "write"
                && call.number(0) == 1
            {
                acknowledged.read(&String::from_utf8_lossy(call.bytes(1)));
            }
        }
        while at.next_if(|it| *it <= number).is_some() {
            let image = tempfile::tempdir().unwrap();
            disk.write_lost(image.path(), chance);
            if left.is_none() && number >= next_life {
                let copied = tempfile::tempdir().unwrap();
                image::copy(image.path(), copied.path());
                left = Some((copied, acknowledged.clone()));
            }
            let told = format!("seed {}, image {}, line {number}", seed(), figures.images);
            check(image.path(), &acknowledged, figures, &told);
        }
    }
    let (copied, acknowledged) = left.unwrap();
    (disk, copied, acknowledged)
}

#[test]
fn whatever_a_loss_of_power_leaves_has_all_that_was_acknowledged() {
    let images = cases(12);
    let mut figures = Figures::default();
    let mut place = tempfile::tempdir().unwrap();
    let mut acknowledged = Acknowledged::default();
    let mut life = 0;
    while figures.images < images {
        let mut chance = Chance::of("power", life);
        let traces = tempfile::tempdir().unwrap();
        let disk = Disk::of(place.path());
        let Some(trace) = record(place.path(), traces.path()) else {
            println!("campaign power: skipped, since strace is not installed");
            return;
        };
        let many = OF_LIFE.min(images - figures.images);
        let (disk, left, known) =
            lose_power(&trace, disk, many, &mut chance, &mut figures, acknowledged);
        // The record is right only if it tells of every byte.
        let whole = tempfile::tempdir().unwrap();
        disk.write_whole(whole.path());
        same(place.path(), whole.path());
        // What was closed is durable as it was closed, the note that it is whole and all that it tells of.
        let closed = tempfile::tempdir().unwrap();
        disk.write_lasting(closed.path());
        let (registry, found) = fixture::open_with(&closed.path().join("data"), options()).unwrap();
        assert_eq!(found.recovery, Recovery::Intact, "life {life}: closed, and not as it was");
        registry.close().unwrap();
        // Another life goes on from what this one left, or begins.
        life += 1;
        (place, acknowledged) = if life % 3 == 0 {
            (tempfile::tempdir().unwrap(), Acknowledged::default())
        } else {
            (left, known)
        };
    }
    let Figures { images, acknowledged, torn, recoveries: [intact, replayed, built, rebuilt] } =
        figures;
    tell(
        "power",
        &format!(
            "{images} images of {life} lives, {acknowledged} acknowledgements looked for: 0 lost, 0 \
             refused; {torn} journals cut; views: {intact} intact, {replayed} replayed, {built} \
             built, {rebuilt} rebuilt"
        ),
    );
}

fn same(there: &Path, recorded: &Path) {
    let names = |folder: &Path| -> Vec<PathBuf> {
        let files = image::files(folder).into_iter();
        files.map(|it| it.strip_prefix(folder).unwrap().to_owned()).collect()
    };
    assert_eq!(names(there), names(recorded), "files that the record does not tell of");
    for name in names(there) {
        let (is, told) = (std::fs::read(there.join(&name)), std::fs::read(recorded.join(&name)));
        assert!(is.unwrap() == told.unwrap(), "{} is not as recorded", name.display());
    }
}
