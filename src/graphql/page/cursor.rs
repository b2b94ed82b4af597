//! Cursors: where in an order a page ends, and which order that was.

use async_graphql::Result;
use data_encoding::BASE64URL_NOPAD;
use jiff::civil::Date;

use super::Order;
use crate::{
    domain::{Noun, RecordId},
    graphql::error::bad_input,
    registry::Place,
};

/// A place in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The order.
    pub order: Order,
    /// The place.
    pub place: Place,
}

impl Cursor {
    /// The cursor as callers hold it: opaque, and safe in a URL.
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

    /// Reads a cursor of a noun's list in an order.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where it is none, or comes from another list or order.
    pub fn decode(text: &str, order: Order, noun: Noun) -> Result<Self> {
        let shown: String = text.chars().take(40).collect();
        let damaged =
            || bad_input(format!("`{shown}` is no cursor of this list; take one from its edges"));
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
        if to.noun != noun {
            return Err(damaged());
        }
        if tag != order.tag() {
            let message = format!(
                "the cursor `{shown}` comes from another order of this list; ask with the \
                 `orderBy` that it came from"
            );
            return Err(bad_input(message));
        }
        Ok(Self { order, place: Place { day, to } })
    }
}
