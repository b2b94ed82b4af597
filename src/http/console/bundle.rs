//! The bundle that the build script made, embedded with its compressed variants.

use axum::{
    Router,
    extract::{Path, RawQuery},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "$OUT_DIR/console"]
pub(super) struct Bundle;

const INDEX: &str = "index.html";

/// Content codings by preference, each with the suffix of its variant in the bundle.
const CODINGS: [(&str, &str); 3] = [("br", ".br"), ("gzip", ".gz"), ("identity", "")];

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
    let Some((coding, file)) = variant(path, &accepted(request)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = entity_tag(&file);
    let mut response = if holds(request, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let content_type = (header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        let mut response = ([content_type], file.data).into_response();
        if coding != "identity" {
            response
                .headers_mut()
                .insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
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

/// Whether `If-None-Match` lists the tag; `W/` does not matter there (RFC 9110, 13.1.2).
fn holds(request: &HeaderMap, tag: &str) -> bool {
    let lists = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|list| list.to_str().ok());
    lists
        .flat_map(|list| list.split(','))
        .map(str::trim)
        .any(|listed| listed == "*" || listed.strip_prefix("W/").unwrap_or(listed) == tag)
}

fn accepted(request: &HeaderMap) -> String {
    let values = request.get_all(header::ACCEPT_ENCODING).iter();
    values.filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(",")
}

/// The embedded variant that the client likes best, with its coding; the plain file if it likes none.
fn variant(path: &str, accepted: &str) -> Option<(&'static str, EmbeddedFile)> {
    let mut ranked = CODINGS.map(|(coding, suffix)| (weight(accepted, coding), coding, suffix));
    // Stable: equal weights keep the order of preference.
    ranked.sort_by(|(left, ..), (right, ..)| right.total_cmp(left));
    let wanted = ranked.into_iter().filter(|(weight, ..)| *weight > 0.0);
    wanted
        .map(|(_, coding, suffix)| (coding, suffix))
        .chain([("identity", "")])
        .find_map(|(coding, suffix)| Some((coding, Bundle::get(&format!("{path}{suffix}"))?)))
}

/// The weight that `Accept-Encoding` gives a coding (RFC 9110, 12.5.3). `identity` needs no
/// mention to be acceptable, but then comes last.
fn weight(accepted: &str, coding: &str) -> f32 {
    let weight_of = |name: &str| {
        accepted.split(',').find_map(|item| {
            let (listed, parameters) = item.split_once(';').unwrap_or((item, ""));
            let quality = parameters.trim().strip_prefix("q=");
            listed.trim().eq_ignore_ascii_case(name).then(|| match quality {
                Some(quality) => quality.trim().parse().unwrap_or(0.0),
                None => 1.0,
            })
        })
    };
    let unlisted = if coding == "identity" { f32::MIN_POSITIVE } else { 0.0 };
    weight_of(coding).or_else(|| weight_of("*")).unwrap_or(unlisted)
}
