//! The byte form of figures that were added up: `[version byte][bincode, standard configuration]`,
//! in which numbers take up as few bytes as they need. They follow from the records, and are made
//! anew where their form changes.

use domain::tally::Cell;
use journal::codec::{CodecError, RECORD_MAX};

const CELL_VERSION: u8 = 2;

/// Writes a cell.
///
/// # Errors
/// Where it takes up more than [`RECORD_MAX`].
pub fn encode_cell(cell: &Cell) -> Result<Vec<u8>, CodecError> {
    let mut bytes = vec![CELL_VERSION];
    let compact = bincode::config::standard().with_limit::<RECORD_MAX>();
    bincode::serde::encode_into_std_write(cell, &mut bytes, compact)?;
    Ok(bytes)
}

/// Reads a cell.
///
/// # Errors
/// Where the bytes are not exactly one cell of a known form.
pub fn decode_cell(bytes: &[u8]) -> Result<Cell, CodecError> {
    let payload = match bytes.split_first() {
        Some((&CELL_VERSION, payload)) => payload,
        Some((&version, _)) => return Err(CodecError::Version(version)),
        None => return Err(CodecError::Empty),
    };
    let compact = bincode::config::standard().with_limit::<RECORD_MAX>();
    let (cell, read) = bincode::serde::decode_from_slice(payload, compact)?;
    match payload.len() - read {
        0 => Ok(cell),
        left => Err(CodecError::Trailing(left)),
    }
}
