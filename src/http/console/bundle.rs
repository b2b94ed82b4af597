//! The bundle that the build script made, embedded with its compressed variants.

use axum::{
    Router,
    extract::{Path, RawQuery},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::http::negotiate::{Coding, KnownTags};

#[derive(RustEmbed)]
#[folder = "$OUT_DIR/console"]
pub(super) struct Bundle;

const INDEX: &str = "index.html";

/// The codings in which the bundle has its files, the one that makes them smallest first.
const CODINGS: [Coding; 2] = [Coding::Brotli, Coding::Gzip];

pub(super) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/graphiql", get(add_slash))
        .route("/graphiql/", get(async |headers: HeaderMap| file(INDEX, &headers)))
        .route(
            "/graphiql/{*path}",
            get(async |Path(path): Path<String>, headers: HeaderMap| file(&path, &headers)),
        )
}

/// Sends the browser to `graphiql/`, so that the page's relative addresses resolve below it.
/// The target is relative too: a proxy may serve all this under a path of its own.
async fn add_slash(RawQuery(query): RawQuery) -> Response {
    let target = query.map(|query| format!("graphiql/?{query}"));
    let location = target
        .and_then(|target| HeaderValue::try_from(target).ok())
        .unwrap_or(HeaderValue::from_static("graphiql/"));
    (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, location)]).into_response()
}

fn file(path: &str, request: &HeaderMap) -> Response {
    let Some(content_type) = content_type(path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let Some((coding, file)) = variant(path, Coding::accepted(request, &CODINGS)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = entity_tag(&file);
    let mut response = if KnownTags::of(request).include(&tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let content_type = (header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        let mut response = ([content_type], file.data).into_response();
        if coding != Coding::Identity {
            let coding = HeaderValue::from_static(coding.as_str());
            response.headers_mut().insert(header::CONTENT_ENCODING, coding);
        }
        response
    };
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache_control(path)));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// The media type by the file's ending; none for an ending that no page of the bundle asks for,
/// which also keeps the compressed variants from having addresses of their own.
pub(super) fn content_type(path: &str) -> Option<&'static str> {
    let (_, ending) = path.rsplit_once('.')?;
    match ending {
        "css" => Some("text/css; charset=utf-8"),
        "html" => Some("text/html; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        "ttf" => Some("font/ttf"),
        "txt" => Some("text/plain; charset=utf-8"),
        _ => None,
    }
}

/// Files below `assets/` carry a hash of their content in their name; the others must be asked for.
fn cache_control(path: &str) -> &'static str {
    if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// A strong tag: the hash of the very bytes sent, so each coding has its own (RFC 9110, 8.8.3).
fn entity_tag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    let head = hash.iter().take(16).fold(0_u128, |head, byte| (head << 8) | u128::from(*byte));
    format!("\"{head:032x}\"")
}

/// The file in a coding, where the bundle has it so, else as it is.
fn variant(path: &str, coding: Coding) -> Option<(Coding, EmbeddedFile)> {
    let suffix = match coding {
        Coding::Brotli => ".br",
        Coding::Gzip => ".gz",
        Coding::Identity | Coding::Zstd => "",
    };
    let compressed = Bundle::get(&format!("{path}{suffix}")).map(|file| (coding, file));
    compressed.or_else(|| Some((Coding::Identity, Bundle::get(path)?)))
}
