//! Which page is asked for, and the cursors that say where it begins.

use async_graphql::Result;
use data_encoding::BASE64URL_NOPAD;
use jiff::civil::Date;

use super::{FIRST, FIRST_MAX, Order, PageArguments};
use crate::error::bad_input;
use domain::{Noun, RecordId};
use messages::message;
use registry::EdgeEnd;

/// How many entries, and from which end.
pub struct Window {
    pub size: usize,
    pub from_end: bool,
}

impl Window {
    /// What is asked for.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where `first` or `last` is out of bounds, or both are given.
    pub fn of(asked: &PageArguments) -> Result<Self> {
        Self::up_to(FIRST_MAX, asked)
    }

    /// As [`Window::of`], of a list with another bound.
    pub fn up_to(most: usize, asked: &PageArguments) -> Result<Self> {
        let (name, size, from_end) = match (asked.first, asked.last) {
            (Some(_), Some(_)) => {
                return Err(bad_input(message!(
                    "`first` and `last` are both given; use one of them"
                )));
            }
            (None, None) => return Ok(Self { size: FIRST, from_end: asked.before.is_some() }),
            (Some(first), None) => ("first", first, false),
            (None, Some(last)) => ("last", last, true),
        };
        match usize::try_from(size) {
            Ok(size) if size <= most => Ok(Self { size, from_end }),
            _ => Err(bad_input(message!("`{name}` is {size}; write 0 to {most}"))),
        }
    }

    /// Cuts the page out of the entries between the cursors that are asked for, in order; tells
    /// also whether entries come before it, and after it.
    pub fn cut<T>(&self, mut entries: Vec<T>, asked: &PageArguments) -> (Vec<T>, bool, bool) {
        let more = entries.len() > self.size;
        if self.from_end {
            entries.drain(..entries.len().saturating_sub(self.size));
            (entries, more, asked.before.is_some())
        } else {
            entries.truncate(self.size);
            (entries, asked.after.is_some(), more)
        }
    }
}

/// A place in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cursor {
    pub order: Order,
    pub place: EdgeEnd,
}

impl Cursor {
    pub fn encode(&self) -> String {
        let mut bytes = vec![self.order.tag()];
        bytes.extend(self.place.to.pack().to_be_bytes());
        if let Some(day) = self.place.day {
            bytes.extend(day.year().to_be_bytes());
            bytes.extend(day.month().to_be_bytes());
            bytes.extend(day.day().to_be_bytes());
        }
        BASE64URL_NOPAD.encode(&bytes)
    }

    pub fn decode(text: &str, order: Order, takes: fn(Noun) -> bool) -> Result<Self> {
        let shown: String = text.chars().take(40).collect();
        let damaged = || {
            bad_input(message!("`{shown}` is not a cursor of this list; use one from its edges"))
        };
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| damaged())?;
        let (head, day) = bytes.split_first_chunk::<9>().ok_or_else(damaged)?;
        let [tag, packed @ ..] = *head;
        let to = RecordId::unpack(u64::from_be_bytes(packed)).ok_or_else(damaged)?;
        let day = match *day {
            [] => None,
            [century, year, month, day] => Some(
                Date::new(
                    i16::from_be_bytes([century, year]),
                    i8::from_be_bytes([month]),
                    i8::from_be_bytes([day]),
                )
                .map_err(|_| damaged())?,
            ),
            _ => return Err(damaged()),
        };
        if !takes(to.noun) {
            return Err(damaged());
        }
        if tag != order.tag() {
            let message = message!(
                "the cursor `{shown}` comes from another order of this list; ask with the \
                 `orderBy` that it came from"
            );
            return Err(bad_input(message));
        }
        Ok(Self { order, place: EdgeEnd { day, to } })
    }
}
