//! A place in the feed: the number of a change, and the start of its hash, so that a cursor from
//! another history (a registry restored from an older backup, say) is found out, not followed.

use async_graphql::Result;
use data_encoding::BASE64URL_NOPAD;
use messages::message;

use crate::{
    error::{bad_input, cursor_unknown, internal, not_caught_up},
    moment::count_entry,
};
use journal::{Entry, Hash};
use registry::{Meter, Registry};

/// What a cursor starts with, so that none of another list is taken for it.
const TAG: u8 = b'f';
/// How many bytes of the hash a cursor has.
const HASH: usize = 8;

/// A place in the feed: right after a change, or at its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The number of the change; 0 at the beginning.
    pub seq: u64,
    hash: [u8; HASH],
}

impl Cursor {
    /// The place before the first change.
    pub const START: Self = Self { seq: 0, hash: [0; HASH] };

    /// The place after an entry of the journal.
    pub fn of(entry: &Entry) -> Self {
        Self::new(entry.seq, entry.hash)
    }

    /// The place after the change with this number and hash.
    pub fn new(seq: u64, hash: Hash) -> Self {
        let mut start = [0; HASH];
        start.copy_from_slice(&hash.as_bytes()[..HASH]);
        Self { seq, hash: start }
    }

    /// The cursor as callers keep it.
    pub fn encode(self) -> String {
        let mut bytes = vec![TAG];
        bytes.extend(self.seq.to_be_bytes());
        bytes.extend(self.hash);
        BASE64URL_NOPAD.encode(&bytes)
    }

    /// Reads a cursor.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where it is none.
    pub fn decode(text: &str) -> Result<Self> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).unwrap_or_default();
        match bytes.split_first_chunk::<9>() {
            Some(([TAG, seq @ ..], hash)) => match hash.try_into() {
                Ok(hash) => Ok(Self { seq: u64::from_be_bytes(*seq), hash }),
                Err(_) => Err(damaged(text)),
            },
            _ => Err(damaged(text)),
        }
    }

    /// The same, where a registry has this place, at or before its last change.
    ///
    /// # Errors
    /// `CURSOR_UNKNOWN` where it has not; `NOT_CAUGHT_UP` where one of several machines does not
    /// show it yet, and so cannot tell.
    pub fn check(self, registry: &Registry, meter: &Meter, last: u64) -> Result<Self> {
        if registry.standing().is_some() && self.seq > last {
            return Err(not_caught_up(message!(
                "this machine does not show the change {} yet, at which the cursor is; send the \
                 request again in a moment, or to another machine",
                self.seq
            )));
        }
        let entry = match self.seq {
            seq if seq > last => None,
            0 => return if self == Self::START { Ok(self) } else { Err(unknown(self)) },
            seq => registry.journal().get(seq).map_err(|error| internal(error.into()))?,
        };
        entry.as_ref().map_or(Ok(()), |entry| count_entry(meter, entry))?;
        match entry {
            Some(entry) if Self::of(&entry) == self => Ok(self),
            _ => Err(unknown(self)),
        }
    }
}

fn damaged(text: &str) -> async_graphql::Error {
    let shown: String = text.chars().take(40).collect();
    bad_input(message!("`{shown}` is not a cursor of the feed; use one from it, or from `head`"))
}

fn unknown(cursor: Cursor) -> async_graphql::Error {
    cursor_unknown(message!(
        "this registry has no such change {}: the cursor comes from another history, or is later \
         than the moment that is read; start again from `head`",
        cursor.seq
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back() {
        for cursor in [Cursor::START, Cursor::new(u64::MAX, Hash::of(b"x"))] {
            assert_eq!(Cursor::decode(&cursor.encode()).unwrap(), cursor);
        }
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        let good = Cursor::new(7, Hash::of(b"x")).encode();
        for bad in ["", "1", "é", &good[1..], &good[..good.len() - 2], &format!("{good}AA")] {
            assert!(Cursor::decode(bad).is_err(), "{bad}");
        }
    }
}
