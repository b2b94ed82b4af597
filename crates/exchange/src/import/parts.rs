//! What a source gives, gathered into parts that one command can hold: as far ahead as the parts
//! before are being registered.

use std::{io, sync::mpsc};

use super::{Item, Row};

/// Most records of one command.
pub const ROWS_MAX: usize = 2_000;
/// A command is closed once its rows take up so many bytes of their file.
const BYTES_MAX: usize = 4 << 20;

/// What is read ahead: records, and the rest.
#[derive(Default)]
pub struct Part {
    pub rows: Vec<Row>,
    pub told: Vec<Item>,
}

/// Reads a source to its end, or as far as somebody waits for more.
pub fn read(
    source: impl Iterator<Item = io::Result<Item>>,
    parts: &mpsc::SyncSender<io::Result<Part>>,
) {
    let (mut part, mut bytes) = (Part::default(), 0);
    for item in source {
        let full = part.rows.len() + part.told.len() >= ROWS_MAX || bytes >= BYTES_MAX;
        if full && !item.as_ref().is_ok_and(|item| goes_on(item, part.rows.last())) {
            bytes = 0;
            if parts.send(Ok(std::mem::take(&mut part))).is_err() {
                return;
            }
        }
        match item {
            Ok(Item::Row(row)) => {
                bytes += row.bytes;
                part.rows.push(row);
            }
            Ok(item) => part.told.push(item),
            Err(error) => {
                // The receiver has gone away where the import ended: nobody waits for more.
                let _ = parts.send(Err(error));
                return;
            }
        }
    }
    let _ = parts.send(Ok(part));
}

/// Whether an item is of the same row as the record before, with which it stands or falls.
fn goes_on(item: &Item, last: Option<&Row>) -> bool {
    match (item, last) {
        (Item::Row(row), Some(last)) => row.is_joined_to(last),
        _ => false,
    }
}
