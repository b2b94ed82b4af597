//! The bundle that the build script made, embedded as it is compressed. The few clients that take no
//! coding get it unpacked.

use std::{
    borrow::Cow,
    io::{self, Read},
};

use axum::{
    Router,
    extract::{Path, RawQuery},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use flate2::read::GzDecoder;
use rust_embed::{EmbeddedFile, RustEmbed};
use tokio::task::spawn_blocking;

use crate::http::negotiate::{Coding, KnownTags};

#[derive(RustEmbed)]
#[folder = "$OUT_DIR/console"]
pub(super) struct Bundle;

/// The manifest of the pages' own documents, as GraphQL Code Generator wrote it.
pub(super) const DOCUMENTS: &str =
    include_str!("../../../web/src/pages/gql/persisted-documents.json");

/// The folder of `GraphiQL`'s files in the bundle. The pages' stand at its top.
const GRAPHIQL: &str = "graphiql/";

/// One document for all pages. The browser makes the page of its address; the document is there once
/// for each depth of an address, because its own addresses are relative.
const PAGES: [(&str, &[&str]); 3] = [
    ("index.html", &["/", "/agreements", "/provinces", "/map", "/matrix", "/search", "/work"]),
    ("index-1.html", &["/agreement/{code}", "/province/{id}", "/record/{id}"]),
    ("index-2.html", &["/pair/{a}/{b}", "/report/agreement/{code}", "/do/{action}/{id}"]),
];

/// The codings in which the bundle has its files, the one that makes them smallest first.
const CODINGS: [Coding; 2] = [Coding::Brotli, Coding::Gzip];

/// The routes of the pages.
pub(super) fn pages<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let mut routes = Router::new()
        .route(
            "/assets/{file}",
            get(async |Path(file): Path<String>, headers: HeaderMap| {
                answer(&format!("assets/{file}"), &headers).await
            }),
        )
        .route(
            "/licenses.txt",
            get(async |headers: HeaderMap| answer("licenses.txt", &headers).await),
        );
    for (document, addresses) in PAGES {
        for address in addresses {
            routes = routes.route(
                address,
                get(async move |headers: HeaderMap| answer(document, &headers).await),
            );
        }
    }
    routes
}

/// The document of the pages at an address that none of them has: the browser says so.
pub(super) async fn no_page(path: &str, request: &HeaderMap) -> Option<Response> {
    let (document, _) = PAGES.get(path.matches('/').count().checked_sub(1)?)?;
    // Whatever was kept of this address, it is not found.
    let coding = request.get_all(header::ACCEPT_ENCODING).iter();
    let coding = coding.map(|it| (header::ACCEPT_ENCODING, it.clone())).collect();
    let mut response = answer(document, &coding).await;
    response.headers_mut().remove(header::ETAG);
    *response.status_mut() = StatusCode::NOT_FOUND;
    Some(response)
}

/// What parts `licenses.txt`.
const RULE: &str =
    "--------------------------------------------------------------------------------";

/// The parts of both files of licences, each once, in their order.
pub(super) fn licences() -> io::Result<Vec<String>> {
    let mut parts: Vec<String> = Vec::new();
    for path in ["licenses.txt", "graphiql/licenses.txt"] {
        let mut text = String::new();
        let packed = Bundle::get(&format!("{path}.gz")).ok_or(io::ErrorKind::NotFound)?;
        GzDecoder::new(&*packed.data).read_to_string(&mut text)?;
        for part in text.split(&format!("\n\n{RULE}\n\n")).map(str::trim) {
            if !parts.iter().any(|known| known == part) {
                parts.push(part.to_owned());
            }
        }
    }
    Ok(parts)
}

/// The routes of `GraphiQL`.
pub(super) fn graphiql<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/graphiql", get(add_slash))
        .route(
            "/graphiql/",
            get(async |headers: HeaderMap| answer_graphiql("index.html", &headers).await),
        )
        .route(
            "/graphiql/{*path}",
            get(async |Path(path): Path<String>, headers: HeaderMap| {
                answer_graphiql(&path, &headers).await
            }),
        )
}

async fn answer_graphiql(path: &str, headers: &HeaderMap) -> Response {
    answer(&format!("{GRAPHIQL}{path}"), headers).await
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

async fn answer(path: &str, request: &HeaderMap) -> Response {
    let Some(content_type) = content_type(path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let Some(File { coding, bytes, tag }) = find(path, Coding::accepted(request, &CODINGS)).await
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = if KnownTags::of(request).include(&tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let content_type = (header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        let mut response = ([content_type], bytes).into_response();
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
        "json" => Some("application/json"),
        "svg" => Some("image/svg+xml"),
        "ttf" => Some("font/ttf"),
        "txt" => Some("text/plain; charset=utf-8"),
        _ => None,
    }
}

/// Files below `assets/` carry a hash of their content in their name; the others must be asked for.
fn cache_control(path: &str) -> &'static str {
    if path.strip_prefix(GRAPHIQL).unwrap_or(path).starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

/// A file of the bundle.
struct File {
    coding: Coding,
    bytes: Cow<'static, [u8]>,
    /// A strong tag: each coding has its own (RFC 9110, 8.8.3).
    tag: String,
}

impl File {
    fn of(coding: Coding, file: EmbeddedFile) -> Self {
        let hash = file.metadata.sha256_hash();
        let head = hash.iter().take(16).fold(0_u128, |head, byte| (head << 8) | u128::from(*byte));
        Self { coding, bytes: file.data, tag: format!("\"{head:032x}\"") }
    }

    /// The same, unpacked where blocking is allowed; `None` where it is packed in another way.
    async fn unpacked(self) -> Option<Self> {
        let Self { bytes: packed, tag, .. } = self;
        let unpack = move || {
            let mut bytes = Vec::new();
            GzDecoder::new(&*packed).read_to_end(&mut bytes).map(|_| bytes)
        };
        let bytes = spawn_blocking(unpack).await.ok()?.ok()?;
        let tag = format!("{}-{}\"", tag.trim_end_matches('"'), Coding::Identity.as_str());
        Some(Self { coding: Coding::Identity, bytes: bytes.into(), tag })
    }
}

/// The file at a path in a coding, where the bundle has it so, else as it is.
async fn find(path: &str, coding: Coding) -> Option<File> {
    let with = |coding| match coding {
        Coding::Brotli => Bundle::get(&format!("{path}.br")),
        Coding::Gzip => Bundle::get(&format!("{path}.gz")),
        Coding::Identity => Bundle::get(path),
    };
    for coding in [coding, Coding::Identity] {
        if let Some(file) = with(coding) {
            return Some(File::of(coding, file));
        }
    }
    File::of(Coding::Gzip, with(Coding::Gzip)?).unpacked().await
}
