//! The note that says a view was closed cleanly: every file of it, with size and BLAKE3 hash.
//!
//! sled notices some damage by panicking, and some not at all. Comparing the files with the note
//! finds any, at the speed of reading them. The note is removed before the view is written to.
//!
//! Of runs that are large together the sizes are compared at first, and the files later
//! ([`super::UncheckedRuns`]).

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

use super::{
    StoreError,
    parallel::in_parallel,
    runs::{self, RunNote},
};
use journal::Hash;

/// What the note says of the files.
#[derive(Debug, PartialEq, Eq)]
pub enum Seal {
    /// They are as they were left.
    Whole,
    /// They are not; says which.
    Broken(String),
    /// There is no note: the view was not closed cleanly.
    Absent,
}

/// Where the note of a view stands: beside its folder.
pub fn path(folder: &Path) -> PathBuf {
    beside(folder, "seal")
}

/// A name beside a folder: its own, a dot, and more. (`with_extension` would give `view` and
/// `view.compare` the same.)
pub fn beside(folder: &Path, more: &str) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(more);
    folder.with_file_name(name)
}

/// Writes the note for the files as they are, once they are durable: a loss of power must not leave
/// the note of files that it took. The hashes of runs are known.
pub fn write(folder: &Path, runs: &[(PathBuf, RunNote)]) -> Result<(), StoreError> {
    let (files, folders) = walk(folder)?;
    for path in files.iter().chain(&folders) {
        File::open(path).and_then(|it| it.sync_all()).map_err(StoreError::io(path))?;
    }
    sync_parent(folder)?;
    let known = |path: &Path| {
        let (_, note) = runs.iter().find(|(file, _)| file == path)?;
        Some((note.hash, note.bytes))
    };
    let note = describe(folder, known)?;
    let target = path(folder);
    let draft = beside(folder, "seal.unfinished");
    let mut file = File::create(&draft).map_err(StoreError::io(&draft))?;
    file.write_all(note.as_bytes()).map_err(StoreError::io(&draft))?;
    file.sync_all().map_err(StoreError::io(&draft))?;
    fs::rename(&draft, &target).map_err(StoreError::io(&target))?;
    sync_parent(&target)
}

/// What was found of the files, and what the note said.
pub struct Taken {
    pub seal: Seal,
    pub note: String,
    /// Runs of which only the sizes were compared.
    pub left: Vec<PathBuf>,
}

/// Compares the files with the note and removes the note. Of the runs, the smallest are compared
/// that are `check_first` bytes together; of the others, the sizes.
pub fn take(folder: &Path, check_first: u64) -> Result<Taken, StoreError> {
    let absent = |note| Taken { seal: Seal::Absent, note, left: Vec::new() };
    let note = path(folder);
    let sealed = match fs::read_to_string(&note) {
        Ok(sealed) => sealed,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(absent(String::new())),
        Err(error) if error.kind() == ErrorKind::InvalidData => String::new(),
        Err(error) => return Err(StoreError::Io { path: note, source: error }),
    };
    fs::remove_file(&note).map_err(StoreError::io(&note))?;
    sync_parent(&note)?;
    if !folder.exists() {
        return Ok(absent(sealed));
    }
    let left = noted(folder, &sealed, check_first);
    let found = describe(folder, |path| left.get(path).copied())?;
    let left = left.into_keys().collect();
    if found == sealed {
        return Ok(Taken { seal: Seal::Whole, note: sealed, left });
    }
    let changed = found.lines().find(|line| !sealed.lines().any(|other| other == *line));
    let missing = sealed.lines().find(|line| !found.lines().any(|other| other == *line));
    let name = |line: &str| line.split(' ').next_back().unwrap_or_default().to_owned();
    let file = changed.or(missing).map(name).unwrap_or_default();
    let seal = Seal::Broken(format!("{file} is not as it was when the view was closed"));
    Ok(Taken { seal, note: sealed, left })
}

/// Puts the note back that was taken, where the files are still as it says. Where that fails there
/// is none, and the next start reads the view through.
pub fn put_back(folder: &Path, note: &str, check_first: u64) {
    let left = noted(folder, note, check_first);
    if describe(folder, |path| left.get(path).copied()).is_ok_and(|found| found == note) {
        let target = path(folder);
        if fs::write(&target, note)
            .is_ok_and(|()| File::open(&target).is_ok_and(|it| it.sync_all().is_ok()))
        {
            return;
        }
        let _ = fs::remove_file(&target);
    }
}

/// All files and folders below a folder, and the folder itself; none where it is a file.
fn walk(folder: &Path) -> Result<(Vec<PathBuf>, Vec<PathBuf>), StoreError> {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    let mut next = vec![folder.to_path_buf()];
    while let Some(inner) = next.pop() {
        let entries = match fs::read_dir(&inner) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotADirectory => continue,
            Err(error) => return Err(StoreError::Io { path: inner, source: error }),
        };
        for entry in entries {
            let path = entry.map_err(StoreError::io(&inner))?.path();
            if path.is_dir() { next.push(path) } else { files.push(path) }
        }
        folders.push(inner);
    }
    Ok((files, folders))
}

/// What a note says of the runs that are not compared at first, as far as their sizes are those.
fn noted(folder: &Path, note: &str, check_first: u64) -> BTreeMap<PathBuf, (Hash, u64)> {
    let read = |line: &str| {
        let (hash, rest) = line.split_once(' ')?;
        let (bytes, name) = rest.split_once(' ')?;
        let (path, bytes) = (folder.join(name), bytes.parse::<u64>().ok()?);
        let is_run = path.starts_with(runs::folder(folder));
        is_run.then(|| Some((bytes, path, hash.parse::<Hash>().ok()?)))?
    };
    let mut all: Vec<_> = note.lines().filter_map(read).collect();
    all.sort_unstable();
    let mut together = 0;
    let left = all.into_iter().filter(|(bytes, path, _)| {
        together += bytes;
        together > check_first && fs::metadata(path).is_ok_and(|it| it.len() == *bytes)
    });
    left.map(|(bytes, path, hash)| (path, (hash, bytes))).collect()
}

/// A line per file: hash, size, name within the folder; sorted. Of some both are known.
fn describe(
    folder: &Path,
    known: impl Fn(&Path) -> Option<(Hash, u64)> + Sync,
) -> Result<String, StoreError> {
    let (mut files, _) = walk(folder)?;
    let line = |path: &PathBuf| {
        let (hash, bytes) = known(path).map_or_else(|| hash(path), Ok)?;
        let name = path.strip_prefix(folder).unwrap_or(path).display();
        Ok(format!("{hash} {bytes} {name}\n"))
    };
    // The large ones apart, so that none is begun last.
    files.sort_by_key(|path| std::cmp::Reverse(fs::metadata(path).map_or(0, |it| it.len())));
    let mut lines = in_parallel(&files, line)?;
    lines.sort();
    Ok(lines.concat())
}

/// The hash and size of a file.
fn hash(path: &Path) -> Result<(Hash, u64), StoreError> {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update_reader(File::open(path).map_err(StoreError::io(path))?)
        .map_err(StoreError::io(path))?;
    Ok((Hash::from_bytes(*hasher.finalize().as_bytes()), hasher.count()))
}

/// Makes the names in a file's folder durable.
pub fn sync_parent(path: &Path) -> Result<(), StoreError> {
    let parent = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(parent).and_then(|folder| folder.sync_all()).map_err(StoreError::io(parent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_runs_are_compared_first_and_of_the_others_the_sizes() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("view");
        let run = |number: usize| folder.join(format!("runs/{number:08}.run"));
        fs::create_dir_all(folder.join("runs")).unwrap();
        fs::write(folder.join("db"), [7; 900]).unwrap();
        for (number, bytes) in [(1, 300), (2, 10), (3, 200), (4, 20)] {
            fs::write(run(number), vec![b'a'; bytes]).unwrap();
        }
        let taken = |check_first: u64| {
            write(&folder, &[]).unwrap();
            take(&folder, check_first).unwrap()
        };
        for (first, left) in [
            (0, vec![1, 2, 3, 4]),
            (10, vec![1, 3, 4]),
            (229, vec![1, 3]),
            (230, vec![1]),
            (530, Vec::new()),
        ] {
            let found = taken(first);
            assert_eq!(found.seal, Seal::Whole);
            assert_eq!(found.left, left.into_iter().map(run).collect::<Vec<_>>(), "{first}");
        }
        // Other bytes are noticed in what is compared, another size in all.
        for (number, length, is_noticed) in [(1, 300, false), (1, 299, true), (2, 10, true)] {
            write(&folder, &[]).unwrap();
            let sound = fs::read(run(number)).unwrap();
            fs::write(run(number), vec![b'b'; length]).unwrap();
            let found = take(&folder, 230).unwrap();
            assert_eq!(matches!(found.seal, Seal::Broken(_)), is_noticed, "{number}, {length}");
            fs::write(run(number), sound).unwrap();
        }
    }
}
