//! The list in an answer as a table: CSV or a workbook, for people who open it in a spreadsheet.
//!
//! Owns the response: what is told where there is no list or there are errors, and how the file is
//! called. `rows` finds the list and its columns. Must not know what was asked.

mod rows;

use std::sync::Arc;

use async_graphql::{Value, parser::types::OperationType};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use data_encoding::BASE64URL_NOPAD;
use jiff::{Timestamp, civil::Date, tz::Offset};
use messages::{Message, message};
use serde::Deserialize;

use super::{
    cache::{CachedResponse, Negotiated, VARY},
    error::{self, ErrorCode, HttpError},
    graphql::Admitted,
    negotiate::{MediaType, TableType, be_asked_for_again},
};
use crate::exchange::export::tables::{Form, Sheets, TextTable};
use rows::Rows;

/// Refuses what must not be executed only to be told that it is no table.
///
/// # Errors
/// 406 for mutations and subscriptions.
pub fn only_of_queries(admitted: &Admitted) -> Result<(), HttpError> {
    match admitted.operation {
        None | Some(OperationType::Query) => Ok(()),
        Some(_) => {
            Err(no_table(message!("only a query is answered as a table; accept application/json")))
        }
    }
}

fn no_table(message: Message) -> HttpError {
    HttpError::new(ErrorCode::NotAcceptable, message).accepted_as(MediaType::GraphqlResponse)
}

/// An answer, as it was written.
#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    data: Value,
    #[serde(default)]
    errors: Vec<AnswerError>,
}

#[derive(Deserialize)]
struct AnswerError {
    #[serde(default)]
    extensions: Extensions,
}

#[derive(Deserialize, Default)]
struct Extensions {
    #[serde(default)]
    code: String,
}

/// What becomes of an answer.
enum Made {
    Table {
        name: String,
        bytes: Vec<u8>,
    },
    /// It has errors, by the first of which it is known.
    Errors(String),
}

/// The response that has the list of an answer as a table. An answer with errors stays JSON, and
/// its status is that of the first: a table with holes would not tell why.
///
/// # Errors
/// 406 where the answer has no list, or several.
pub async fn respond(
    finished: &Arc<CachedResponse>,
    table: TableType,
    wanted: &Negotiated,
) -> Result<Response, HttpError> {
    let answer = Arc::clone(finished);
    let day = finished.standing.map(|standing| standing.today);
    let made = tokio::task::spawn_blocking(move || make(answer.plain().0, table, day)).await;
    let made = made.map_err(|error| unwritten(&error))??;
    let mut response = Response::default();
    let (name, bytes) = match made {
        Made::Table { name, bytes } => (name, bytes),
        Made::Errors(code) => {
            let (body, status) = finished.plain();
            *response.status_mut() = if status.is_success() { status_of(&code) } else { status };
            *response.body_mut() = body.clone().into();
            let content_type = HeaderValue::from_static(MediaType::GraphqlResponse.content_type());
            response.headers_mut().insert(header::CONTENT_TYPE, content_type);
            return Ok(response);
        }
    };
    let hash = BASE64URL_NOPAD.encode(&blake3::hash(&bytes).as_bytes()[..15]);
    let tag = format!("\"{hash}-{}\"", table.extension());
    let is_kept = wanted.by_get && finished.standing.is_some();
    let is_known = is_kept && wanted.known.include(&tag);
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static(VARY));
    if is_kept {
        be_asked_for_again(headers, &tag, wanted.public);
    }
    if is_known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(response);
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(table.content_type()));
    headers.insert(header::CONTENT_DISPOSITION, attachment(&name, table.extension()));
    *response.body_mut() = bytes.into();
    Ok(response)
}

/// By which a browser saves a response under a name.
pub fn attachment(name: &str, extension: &str) -> HeaderValue {
    let value = format!("attachment; filename=\"{name}.{extension}\"");
    HeaderValue::try_from(value).unwrap_or(HeaderValue::from_static("attachment"))
}

fn status_of(code: &str) -> StatusCode {
    let known = ErrorCode::ALL.iter().find(|known| known.as_str() == code);
    known.map_or(StatusCode::INTERNAL_SERVER_ERROR, |known| error::status(*known))
}

fn make(body: &[u8], table: TableType, day: Option<Date>) -> Result<Made, HttpError> {
    let answer: Answer = serde_json::from_slice(body).map_err(|error| unwritten(&error))?;
    if let Some(first) = answer.errors.into_iter().next() {
        return Ok(Made::Errors(first.extensions.code));
    }
    let Rows { name, columns, cells: rows } = Rows::of(&answer.data).map_err(no_table)?;
    let bytes = match table {
        TableType::Csv => csv(&columns, &rows),
        TableType::Xlsx => workbook(&name, &columns, &rows, day),
    };
    Ok(Made::Table { name, bytes: bytes.map_err(|error| unwritten(&error))? })
}

fn unwritten(error: &dyn std::fmt::Display) -> HttpError {
    tracing::error!(%error, "A table could not be made of an answer");
    HttpError::new(
        ErrorCode::Internal,
        message!("the table cannot be written; the log has the reason"),
    )
}

fn csv(columns: &[String], rows: &[Vec<serde_json::Value>]) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut table = TextTable::begin(&mut bytes, Form::default(), columns)?;
    rows.iter().try_for_each(|row| table.row(row))?;
    table.end()?;
    Ok(bytes)
}

fn workbook(
    name: &str,
    columns: &[String],
    rows: &[Vec<serde_json::Value>],
    day: Option<Date>,
) -> std::io::Result<Vec<u8>> {
    let at = |day: Date| Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok();
    let mut sheets = Sheets::of(day.and_then(at).unwrap_or(Timestamp::UNIX_EPOCH));
    // A sheet's name has at most 31 characters.
    sheets.begin(name.get(..31).unwrap_or(name), columns)?;
    rows.iter().try_for_each(|row| sheets.row(row))?;
    let mut bytes = Vec::new();
    sheets.save(&mut bytes)?;
    Ok(bytes)
}
