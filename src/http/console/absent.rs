//! What stands at `/graphiql` when the bundle was left out.

use axum::{
    Router,
    http::{HeaderMap, HeaderName, header},
    response::{Html, Redirect, Response},
    routing::get,
};

const ABSENT: &str = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>hoptac</title>
<link rel="icon" href="data:,">
<style>
  body { max-width: 36rem; margin: 15vh auto 0; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif }
</style>
<h1>hoptac</h1>
<p>This build has no console. The API works without it: send GraphQL by POST to <code>/graphql</code>.</p>
<p>To get the console, build with Node.js and npm present: <code>cargo build --release</code>.</p>
<p lang="vi">Bản này không kèm giao diện. API vẫn hoạt động tại <code>/graphql</code>.</p>
</html>
"#;

/// Without pages there are no documents of theirs.
pub(super) const DOCUMENTS: &str = "{}";

/// Without pages, none says that there is none.
#[expect(clippy::unused_async, reason = "with pages, one is unpacked, which is waited for")]
pub(super) async fn no_page(_: &str, _: &HeaderMap) -> Option<Response> {
    None
}

/// Without pages there are no packages in them.
#[expect(
    clippy::unnecessary_wraps,
    reason = "with pages, their files are unpacked, which can fail"
)]
pub(super) fn licences() -> std::io::Result<Vec<String>> {
    Ok(Vec::new())
}

/// Without pages, the first address leads to the notice.
pub(super) fn pages<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/", get(async || Redirect::temporary("graphiql")))
}

pub(super) fn graphiql<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/graphiql", get(absent)).route("/graphiql/", get(absent))
}

async fn absent() -> ([(HeaderName, &'static str); 1], Html<&'static str>) {
    ([(header::CACHE_CONTROL, "no-cache")], Html(ABSENT))
}
