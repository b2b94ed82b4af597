//! What an export is asked for.

use axum::{extract::Query, http::Uri};
use jiff::{Timestamp, ToSpan, civil::Date, tz::Offset};
use messages::{Message, message};
use serde::Deserialize;

use super::kinds;
use crate::{
    domain::Noun,
    exchange::export::Columns,
    http::{error::HttpError, negotiate::TableType},
    registry::Snapshot,
};

/// How an export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileFormat {
    /// A record a line.
    #[default]
    Ndjson,
    /// A table.
    Csv,
    /// A workbook, with a sheet for each kind.
    Xlsx,
}

impl FileFormat {
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Ndjson => "application/x-ndjson",
            Self::Csv => TableType::Csv.content_type(),
            Self::Xlsx => TableType::Xlsx.content_type(),
        }
    }

    pub const fn extension(self) -> &'static str {
        match self {
            Self::Ndjson => "ndjson",
            Self::Csv => TableType::Csv.extension(),
            Self::Xlsx => TableType::Xlsx.extension(),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Parameters {
    #[serde(default)]
    format: FileFormat,
    kinds: Option<String>,
    at: Option<String>,
    rows: Option<String>,
    #[serde(default)]
    bom: bool,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    pub format: FileFormat,
    /// Which kinds of records, in the order in which they leave.
    pub kinds: Vec<Noun>,
    /// The list of whose entries rows are made.
    pub rows: Option<String>,
    /// Whether a text starts with a byte order mark.
    pub bom: bool,
    at: Option<String>,
}

impl Asked {
    /// Reads the parameters of an address.
    ///
    /// # Errors
    /// Where one is unknown or has no meaning, or they do not go together.
    pub fn read(uri: &Uri) -> Result<Self, HttpError> {
        let Query(Parameters { format, kinds: list, at, rows, bom }) = Query::try_from_uri(uri)
            .map_err(|it| HttpError::bad_request(Message::foreign(it.body_text())))?;
        let named = list.as_deref().map(kinds).transpose()?;
        let wanted = |noun: &Noun| named.as_ref().is_none_or(|named| named.contains(noun));
        let kinds: Vec<_> = Noun::IN_ORDER.into_iter().filter(wanted).collect();
        if format == FileFormat::Csv && kinds.len() != 1 {
            return Err(HttpError::bad_request(message!(
                "a CSV file has one table; name one kind, such as kinds=activity, or take format=xlsx"
            )));
        }
        match &rows {
            Some(_) if format == FileFormat::Ndjson => {
                let message = message!("rows are those of tables; add format=csv or format=xlsx");
                return Err(HttpError::bad_request(message));
            }
            Some(rows) => {
                let columns = kinds.iter().map(|noun| Columns::of(*noun, Some(rows)).map(drop));
                columns
                    .collect::<Result<(), _>>()
                    .map_err(|it| HttpError::bad_request(Message::foreign(it)))?;
            }
            None => {}
        }
        Ok(Self { format, kinds, rows, bom, at })
    }

    /// The registry at the moment asked for: the number of a change, an instant, or the end of a day
    /// in Viet Nam.
    ///
    /// # Errors
    /// Where it is none of these, or is yet to come.
    pub fn moment(&self, now: Snapshot) -> Result<Snapshot, HttpError> {
        let Some(at) = &self.at else { return Ok(now) };
        if let Ok(seq) = at.parse::<u64>() {
            if seq > now.seq() {
                let last = now.seq();
                let message = message!("there is no change {seq} yet; the last one is {last}");
                return Err(HttpError::bad_request(message));
            }
            return Ok(now.at(seq));
        }
        let end = |day: Date| {
            let next = day.checked_add(1.day()).ok()?;
            let begins = Offset::constant(7).to_timestamp(next.at(0, 0, 0, 0)).ok()?;
            begins.checked_sub(1.nanosecond()).ok()
        };
        let moment = at.parse::<Timestamp>().ok().or_else(|| end(at.parse().ok()?));
        let Some(moment) = moment else {
            return Err(HttpError::bad_request(message!(
                "at={at} is no moment; write the number of a change, a day such as 2025-06-30, or an \
                 instant such as 2025-06-30T17:00:00Z"
            )));
        };
        let seq = now.seq_at(moment).map_err(|error| super::unreadable(&error))?;
        Ok(now.at(seq))
    }
}
