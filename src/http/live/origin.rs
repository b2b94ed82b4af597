//! Keeps pages of other sites from opening streams in a visitor's name: browsers send `Origin`
//! with every WebSocket, and ask nobody's leave for one.

use axum::http::{HeaderMap, header};

use crate::http::error::{ErrorCode, HttpError};

/// Refuses a request from a page of another host than the one it is sent to.
///
/// # Errors
/// 403 where the header `Origin` names another host than `Host`.
pub fn check(headers: &HeaderMap) -> Result<(), HttpError> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
    let host = origin.to_str().ok().and_then(|it| it.split_once("://")).map(|(_, host)| host);
    match (host, text(header::HOST)) {
        (Some(origin), Some(host)) if origin.eq_ignore_ascii_case(host) => Ok(()),
        _ => Err(HttpError::new(
            ErrorCode::Forbidden,
            "a page of another origin may not open streams here",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_the_same_host_may_open_streams() {
        for (origin, allowed) in [
            (None, true),
            (Some("http://hoptac.example:8080"), true),
            (Some("https://HOPTAC.example:8080"), true),
            (Some("http://hoptac.example"), false),
            (Some("http://evil.example:8080"), false),
            (Some("http://hoptac.example:8080.evil.example"), false),
            (Some("null"), false),
            (Some(""), false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, "hoptac.example:8080".parse().unwrap());
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().unwrap());
            }
            assert_eq!(check(&headers).is_ok(), allowed, "{origin:?}");
        }
    }
}
