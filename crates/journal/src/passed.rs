//! Groups on their way from one journal to another: their frames one after the other, as they lie in
//! a segment.
//!
//! Whoever takes them checks that they follow what is there. Owns the bytes of the way. Must not know
//! how they travel.

use super::error::LogError;
use super::frame::{self, Frame, Parsed};
use super::group::{Group, Groups};

/// What came is not groups of a journal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("what came is no part of a journal: {0}")]
pub struct PassedError(String);

/// The bytes of groups, some `most` of them: at least one group, where there is one.
///
/// # Errors
/// Where they cannot be read.
pub(super) fn write<E>(
    groups: impl Iterator<Item = Result<Group, E>>,
    most: usize,
) -> Result<Vec<u8>, E> {
    let mut bytes = Vec::new();
    for group in groups {
        let Group { first, mut previous, bodies, .. } = group?;
        for (body, seq) in bodies.iter().zip(first..) {
            previous = frame::encode(&mut bytes, seq, first - 1, previous, body);
        }
        if bytes.len() >= most {
            break;
        }
    }
    Ok(bytes)
}

/// The groups that such bytes hold.
///
/// # Errors
/// Where they hold anything else.
pub fn read(bytes: &[u8]) -> Result<Vec<Group>, PassedError> {
    let (mut frames, mut at) = (Vec::<Frame>::new(), 0);
    while at < bytes.len() {
        let expected = frames.last().map_or(0, |last| last.seq + 1);
        let frame = match frame::parse(&bytes[at..], expected) {
            Parsed::Frame(frame) => frame,
            Parsed::Short(_) => return Err(PassedError(format!("it ends within {expected}"))),
            Parsed::Fault(fault) => return Err(PassedError(fault.to_string())),
        };
        let previous = frames.last().map(|last| last.hash);
        let seq = if expected == 0 { frame.seq } else { expected };
        frame.check_place(seq, previous).map_err(|fault| PassedError(fault.to_string()))?;
        at += frame.size();
        frames.push(frame.to_frame());
    }
    let groups = Groups::new(frames.into_iter().map(Ok::<_, LogError>));
    groups.collect::<Result<_, _>>().map_err(|error| PassedError(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{frame::Head, group};

    fn groups() -> Vec<Group> {
        let mut before = Head { seq: 7, hash: crate::Hash::of(b"seven") };
        let bodies = [vec![b"eight".to_vec()], vec![vec![9; 300], Vec::new()], vec![vec![11; 40]]];
        let mut groups = Vec::new();
        for bodies in bodies {
            let last = group::behind(before, &bodies);
            groups.push(Group { first: before.seq + 1, previous: before.hash, bodies, last });
            before = last;
        }
        groups
    }

    fn written(groups: &[Group], most: usize) -> Vec<u8> {
        write(groups.iter().cloned().map(Ok::<_, LogError>), most).unwrap()
    }

    #[test]
    fn groups_come_as_they_were_written_and_whole() {
        let groups = groups();
        assert_eq!(read(&written(&groups, usize::MAX)).unwrap(), groups);
        assert_eq!(read(&written(&groups, 0)).unwrap(), groups[..1], "one at least");
        assert_eq!(read(&written(&groups, 100)).unwrap(), groups[..2], "no part of one");
        assert_eq!(read(&[]).unwrap(), []);
    }

    #[test]
    fn what_is_cut_changed_or_out_of_order_is_refused() {
        let groups = groups();
        let bytes = written(&groups, usize::MAX);
        let ends: Vec<_> = (1..=3).map(|it| written(&groups[..it], usize::MAX).len()).collect();
        let within = 8 + 48 + 300 + ends[0];
        for end in (1..bytes.len()).filter(|end| !ends.contains(end) && *end != within) {
            assert!(read(&bytes[..end]).is_err(), "{end} bytes");
        }
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(read(&changed).is_err(), "byte {at}");
        }
        assert!(read(&[&bytes[ends[0]..], &bytes[..ends[0]]].concat()).is_err());
        assert!(read(&[&bytes[..ends[0]], &bytes[ends[1]..]].concat()).is_err());
    }
}
