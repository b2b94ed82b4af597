//! What browsers are told of who may read answers: pages of the listed origins, without cookies.

use std::time::Duration;

use axum::http::{HeaderName, Method, header};
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::{csrf, observe, options::Options, origin, shared};

/// For how long a browser need not ask again.
const ASKED_ONCE: Duration = Duration::from_secs(2 * 60 * 60);

/// The headers of answers that a page may read beside those that every page may.
const EXPOSED: [HeaderName; 7] = [
    observe::REQUEST_ID,
    shared::SEQ,
    shared::STALE,
    header::CONTENT_DISPOSITION,
    header::ETAG,
    header::RETRY_AFTER,
    header::WWW_AUTHENTICATE,
];

/// The layer that answers a browser's questions; `None` where no origin is listed.
pub fn layer(options: &Options) -> Option<CorsLayer> {
    let network = options.network.clone();
    if network.origins.is_empty() {
        return None;
    }
    let mut sent = vec![
        header::ACCEPT_LANGUAGE,
        header::AUTHORIZATION,
        header::CONTENT_TYPE,
        header::IF_NONE_MATCH,
        HeaderName::from_static("last-event-id"),
        observe::REQUEST_ID,
        shared::MIN_SEQ,
        observe::TRACE_PARENT,
        observe::TRACE_STATE,
    ];
    sent.extend(csrf::PREFLIGHT);
    let listed = AllowOrigin::predicate(move |asked, _| origin::is_listed(&network, asked));
    Some(
        CorsLayer::new()
            .allow_origin(listed)
            .allow_methods([Method::GET, Method::POST])
            .allow_headers(sent)
            .expose_headers(EXPOSED)
            .max_age(ASKED_ONCE),
    )
}
