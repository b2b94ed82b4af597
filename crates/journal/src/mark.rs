//! The mark of a clean close: the file `acknowledged`, which says where the journal ended.
//!
//! ```text
//! [magic, 8 bytes][format version, u32][seq, u64][hash, 32 bytes][crc32c of all before, u32]
//! ```
//!
//! While it stands, the journal must end at exactly this entry, so damage is told from an
//! interrupted write even in the last frame. It is written when the log is closed and removed
//! before the first append after that.
//!
//! Owns this one file. Must not know about segments or frames.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::error::LogError;
use super::frame::{Head, u32_at, u64_at};
use super::hash::Hash;
use super::lock::sync_dir;

const NAME: &str = "acknowledged";
/// The mark is written under this name first; one left behind by a crash means nothing.
const UNFINISHED: &str = "acknowledged.unfinished";
const MAGIC: &[u8; 8] = b"hoptaca\0";
const VERSION: u32 = 1;
const SIZE: usize = 56;

/// Where the mark of `dir` stands, if there is one.
pub(super) fn path(dir: &Path) -> PathBuf {
    dir.join(NAME)
}

/// Reads the mark of `dir`; `None` when the journal is in use or was not closed.
pub(super) fn read(dir: &Path) -> Result<Option<Head>, LogError> {
    let file = path(dir);
    let bytes = match fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(LogError::io("read", &file)(error)),
    };
    match decode(&bytes) {
        Ok(head) => Ok(Some(head)),
        Err(what) => Err(LogError::DamagedMark { file, what }),
    }
}

/// Writes the mark of `dir` durably.
pub(super) fn write(dir: &Path, head: Head) -> Result<(), LogError> {
    let (unfinished, file) = (dir.join(UNFINISHED), path(dir));
    File::create(&unfinished)
        .and_then(|mut mark| mark.write_all(&encode(head)).and_then(|()| mark.sync_all()))
        .map_err(LogError::io("write", &unfinished))?;
    fs::rename(&unfinished, &file).map_err(LogError::io("rename to", &file))?;
    sync_dir(dir)
}

/// Removes the mark of `dir` durably.
pub(super) fn remove(dir: &Path) -> Result<(), LogError> {
    let file = path(dir);
    fs::remove_file(&file).map_err(LogError::io("remove", &file))?;
    sync_dir(dir)
}

fn encode(head: Head) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(SIZE);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&VERSION.to_le_bytes());
    bytes.extend_from_slice(&head.seq.to_le_bytes());
    bytes.extend_from_slice(head.hash.as_bytes());
    let checksum = crc32c::crc32c(&bytes);
    bytes.extend_from_slice(&checksum.to_le_bytes());
    bytes
}

fn decode(bytes: &[u8]) -> Result<Head, String> {
    if bytes.len() != SIZE {
        return Err(format!("it has {} bytes, not {SIZE}", bytes.len()));
    }
    if u32_at(bytes, SIZE - 4) != Some(crc32c::crc32c(&bytes[..SIZE - 4])) {
        return Err("it does not match its checksum".to_owned());
    }
    if !bytes.starts_with(MAGIC) || u32_at(bytes, 8) != Some(VERSION) {
        return Err(format!("it is not a mark of version {VERSION}"));
    }
    match (u64_at(bytes, 12), bytes[20..52].try_into()) {
        (Some(seq), Ok(hash)) => Ok(Head { seq, hash: Hash::from_bytes(hash) }),
        _ => Err(format!("it has {} bytes, not {SIZE}", bytes.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_reads_back_and_goes_away() {
        let dir = tempfile::tempdir().unwrap();
        let head = Head { seq: 7, hash: Hash::of(b"seven") };
        assert_eq!(read(dir.path()).unwrap(), None);
        write(dir.path(), head).unwrap();
        assert_eq!(read(dir.path()).unwrap(), Some(head));
        remove(dir.path()).unwrap();
        assert_eq!(read(dir.path()).unwrap(), None);
    }

    #[test]
    fn any_flip_or_cut_is_refused_with_a_remedy() {
        let dir = tempfile::tempdir().unwrap();
        let sound = encode(Head { seq: 7, hash: Hash::of(b"seven") });
        let flips = (0..sound.len() * 8).map(|bit| {
            let mut flipped = sound.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            flipped
        });
        for bad in flips.chain((0..sound.len()).map(|end| sound[..end].to_vec())) {
            fs::write(path(dir.path()), &bad).unwrap();
            let error = read(dir.path()).unwrap_err();
            assert!(
                matches!(&error, LogError::DamagedMark { file, .. } if *file == path(dir.path()))
            );
            assert!(error.to_string().contains("delete this file"), "{error}");
        }
    }
}
