//! What the body of an import brings: lines, or a form of two parts, a mapping and the table that it
//! reads.
//!
//! A form is what any page can have a browser send; nothing comes of it here, since whoever imports
//! sends a token in a header, which no form has. Must not know what rows are.

use std::{io, path::Path, sync::Arc};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, header},
};
use futures_util::{
    Stream, StreamExt, TryStreamExt,
    stream::{self, BoxStream},
};
use messages::{Message, message};
use multer::{Field, Multipart};

use crate::{
    exchange::mapping::Mapping,
    http::error::{ErrorCode, HttpError},
};

/// Longest mapping, in bytes.
const MAPPING_MAX: usize = 256 << 10;
const LINES: [&str; 3] = ["application/x-ndjson", "application/ndjson", "application/jsonl"];

/// How a body is written.
pub enum Form {
    Lines,
    /// In parts, with what stands between them.
    Parts(String),
}

/// What a body brings.
pub struct ImportBody {
    /// How to read a table; lines need none.
    pub mapping: Option<Arc<Mapping>>,
    /// The file.
    pub bytes: BoxStream<'static, io::Result<Bytes>>,
}

/// How the body of a request with these headers is written.
///
/// # Errors
/// 415 for what is not read.
pub fn form(headers: &HeaderMap) -> Result<Form, HttpError> {
    let told = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or("");
    let essence = told.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    if LINES.contains(&essence.as_str()) {
        return Ok(Form::Lines);
    }
    if let Ok(boundary) = multer::parse_boundary(told) {
        return Ok(Form::Parts(boundary));
    }
    let message = message!(
        "send lines of JSON, in UTF-8, as `Content-Type: application/x-ndjson`, or a \
                   table as multipart/form-data with the parts `mapping` and `table`"
    );
    Err(HttpError::new(ErrorCode::UnsupportedMediaType, message)
        .with_header(header::ACCEPT, "application/x-ndjson, multipart/form-data"))
}

/// Opens a body, as far as its file.
///
/// # Errors
/// Where its parts are not as they must be, or the first is no mapping.
pub async fn open(form: Form, body: Body) -> Result<ImportBody, HttpError> {
    let bytes = body.into_data_stream();
    let Form::Parts(boundary) = form else {
        let bytes = bytes.map_err(ended_early).boxed();
        return Ok(ImportBody { mapping: None, bytes });
    };
    let mut parts = Multipart::new(bytes, boundary);
    let text = text(part(&mut parts, "mapping").await?).await?;
    let mapping = Mapping::parse(Path::new("mapping"), &text)
        .map_err(|error| HttpError::bad_request(Message::foreign(error.to_string())))?;
    let table = part(&mut parts, "table").await?;
    let bytes = table.map_err(ended_early).chain(nothing_more(parts)).boxed();
    Ok(ImportBody { mapping: Some(Arc::new(mapping)), bytes })
}

/// Ends with an error where a part follows the table, which would go unread.
fn nothing_more(
    mut parts: Multipart<'static>,
) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    let more = async move {
        let part = match parts.next_field().await {
            Ok(None) => return None,
            Ok(Some(part)) => part,
            Err(error) => return Some(Err(ended_early(error))),
        };
        let name = part.name().unwrap_or_default().to_owned();
        let reason = format!("the part `{name}` follows the table; send one table at a time");
        Some(Err(io::Error::new(io::ErrorKind::InvalidInput, reason)))
    };
    stream::once(more).filter_map(std::future::ready)
}

fn ended_early(error: impl std::error::Error + Send + Sync + 'static) -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, error)
}

async fn part(parts: &mut Multipart<'static>, name: &str) -> Result<Field<'static>, HttpError> {
    let part = parts.next_field().await.map_err(|error| unread(&error))?;
    part.filter(|part| part.name() == Some(name)).ok_or_else(|| {
        HttpError::bad_request(message!(
            "the part `{name}` is out of order; send `mapping`, then `table`"
        ))
    })
}

async fn text(mut part: Field<'static>) -> Result<String, HttpError> {
    let mut text = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(|error| unread(&error))? {
        text.extend_from_slice(&piece);
        if text.len() > MAPPING_MAX {
            let message = message!("a mapping may have at most {MAPPING_MAX} bytes");
            return Err(HttpError::new(ErrorCode::PayloadTooLarge, message));
        }
    }
    String::from_utf8(text)
        .map_err(|error| HttpError::bad_request(message!("the mapping is not UTF-8: {error}")))
}

fn unread(error: &multer::Error) -> HttpError {
    HttpError::bad_request(message!("the form cannot be read: {error}"))
}
