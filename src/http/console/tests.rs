//! What a browser and a cache see of the console, through the router alone.

use super::*;
use axum::{
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode},
};
use tower::ServiceExt;

type Headers<'a> = &'a [(HeaderName, &'a str)];

async fn ask(method: Method, path: &str, headers: Headers<'_>) -> Response {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    let request = request.body(Body::empty()).unwrap();
    routes::<()>().with_state(()).oneshot(request).await.unwrap()
}

async fn get(path: &str, headers: Headers<'_>) -> Response {
    ask(Method::GET, path, headers).await
}

fn header_of(response: &Response, name: HeaderName) -> &str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

async fn text(response: Response) -> String {
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    for (method, path, policy) in [
        (Method::GET, "/", POLICY),
        (Method::POST, "/", POLICY),
        (Method::GET, "/graphiql", GRAPHIQL_POLICY),
        (Method::GET, "/graphiql/", GRAPHIQL_POLICY),
        (Method::POST, "/graphiql", GRAPHIQL_POLICY),
    ] {
        let response = ask(method.clone(), path, &[]).await;
        assert_eq!(
            header_of(&response, header::CONTENT_SECURITY_POLICY),
            policy,
            "{method} {path}"
        );
        for (name, value) in SECURITY {
            assert_eq!(header_of(&response, name.clone()), value, "{method} {path} {name}");
        }
    }
}

#[tokio::test]
async fn only_get_and_head_are_allowed() {
    for method in [Method::POST, Method::PUT, Method::DELETE] {
        let response = ask(method, "/graphiql/", &[]).await;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(header_of(&response, header::ALLOW), "GET,HEAD");
    }
    let head = ask(Method::HEAD, "/graphiql/", &[]).await;
    assert_eq!(head.status(), StatusCode::OK);
    assert_eq!(text(head).await, "");
}

#[tokio::test]
async fn the_page_is_html_that_must_be_asked_for_again() {
    let response = get("/graphiql/", &[]).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header_of(&response, header::CONTENT_TYPE), "text/html; charset=utf-8");
    assert_eq!(header_of(&response, header::CACHE_CONTROL), "no-cache");
    assert!(text(response).await.contains("<title>hoptac</title>"));
}

#[tokio::test]
async fn an_unknown_path_is_not_found() {
    for path in [
        "/graphiql/nothing.js",
        "/graphiql/assets",
        "/graphiql/../Cargo.toml",
        "/graphiql/%2e%2e/x.txt",
    ] {
        assert_eq!(get(path, &[]).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[cfg(not(feature = "console"))]
#[tokio::test]
async fn without_the_bundle_the_page_says_how_to_get_it() {
    let page = text(get("/graphiql", &[]).await).await;
    assert!(page.contains("cargo build --release"));
}

#[cfg(feature = "console")]
mod bundle {
    use super::*;

    /// The address of the page's script, as index.html names it.
    async fn script() -> String {
        let page = text(get("/graphiql/", &[]).await).await;
        let (_, rest) = page.split_once("src=\"").unwrap();
        format!("/graphiql/{}", rest.split_once('"').unwrap().0)
    }

    async fn coding(path: &str, accepted: &str) -> String {
        let response = get(path, &[(header::ACCEPT_ENCODING, accepted)]).await;
        assert_eq!(header_of(&response, header::VARY), "accept-encoding");
        header_of(&response, header::CONTENT_ENCODING).to_owned()
    }

    #[test]
    fn every_file_has_a_media_type_and_no_variant_has() {
        for path in content::Bundle::iter() {
            let file = path.strip_suffix(".br").or_else(|| path.strip_suffix(".gz"));
            assert!(content::content_type(file.unwrap_or(&path)).is_some(), "{path}");
            assert!(file.is_none() || content::content_type(&path).is_none(), "{path}");
        }
    }

    #[tokio::test]
    async fn an_address_without_a_page_gets_one_that_says_so() {
        let known = [(header::IF_NONE_MATCH, "*")];
        for (path, prefix) in
            [("/matrx", "./assets/"), ("/pair/a", "../assets/"), ("/a/b/c", "../../assets/")]
        {
            let request = known.iter().map(|(name, value)| (name.clone(), value.parse().unwrap()));
            let page = no_page(path, &request.collect()).await.unwrap();
            assert_eq!(page.status(), StatusCode::NOT_FOUND, "{path}");
            assert!(page.headers().contains_key(header::CONTENT_SECURITY_POLICY), "{path}");
            assert!(text(page).await.contains(&format!("src=\"{prefix}")), "{path}");
        }
        assert!(no_page("/a/b/c/d", &HeaderMap::new()).await.is_none());
    }

    #[tokio::test]
    async fn each_page_loads_its_script_from_the_same_address() {
        let mut scripts = Vec::new();
        for (path, prefix) in [
            ("/", "./assets/"),
            ("/matrix", "./assets/"),
            ("/agreement/tt-2022", "../assets/"),
            ("/pair/a/b", "../../assets/"),
            ("/report/agreement/tt-2022", "../../assets/"),
        ] {
            let page = text(get(path, &[]).await).await;
            let (_, rest) = page.split_once("src=\"").unwrap();
            let script = rest.split_once('"').unwrap().0.strip_prefix(prefix).unwrap().to_owned();
            let response = get(&format!("/assets/{script}"), &[]).await;
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            assert!(header_of(&response, header::CACHE_CONTROL).ends_with("immutable"), "{path}");
            scripts.push(script);
        }
        scripts.dedup();
        assert_eq!(scripts.len(), 1);
    }

    #[tokio::test]
    async fn a_file_is_the_same_in_every_coding() {
        for path in ["/graphiql/", &script().await, "/graphiql/licenses.txt"] {
            let plain = get(path, &[]).await;
            assert_eq!(header_of(&plain, header::CONTENT_ENCODING), "");
            let packed = get(path, &[(header::ACCEPT_ENCODING, "gzip")]).await;
            assert_ne!(header_of(&packed, header::ETAG), header_of(&plain, header::ETAG), "{path}");
            let packed = to_bytes(packed.into_body(), usize::MAX).await.unwrap();
            let mut unpacked = String::new();
            let mut decoder = flate2::read::GzDecoder::new(&*packed);
            std::io::Read::read_to_string(&mut decoder, &mut unpacked).unwrap();
            assert_eq!(text(plain).await, unpacked, "{path}");
        }
    }

    #[tokio::test]
    async fn the_address_without_a_slash_leads_to_the_one_with() {
        let response = get("/graphiql?reset", &[]).await;
        assert_eq!(response.status(), StatusCode::PERMANENT_REDIRECT);
        assert_eq!(header_of(&response, header::LOCATION), "graphiql/?reset");
        let response = get("/graphiql", &[]).await;
        assert_eq!(header_of(&response, header::LOCATION), "graphiql/");
    }

    #[tokio::test]
    async fn hashed_files_may_be_kept_for_good() {
        let response = get(&script().await, &[]).await;
        assert_eq!(header_of(&response, header::CONTENT_TYPE), "text/javascript; charset=utf-8");
        assert_eq!(
            header_of(&response, header::CACHE_CONTROL),
            "public, max-age=31536000, immutable"
        );
    }

    #[tokio::test]
    async fn the_client_chooses_the_coding() {
        let script = script().await;
        for (accepted, expected) in [
            ("gzip, deflate, br, zstd", "br"),
            ("gzip;q=1.0, br;q=0.5", "gzip"),
            ("GZIP", "gzip"),
            ("br;q=0, *", "gzip"),
            ("br; q=0.001", "br"),
            ("identity, br;q=0.5", ""),
            ("deflate", ""),
            ("*;q=0", ""),
            ("", ""),
        ] {
            assert_eq!(coding(&script, accepted).await, expected, "{accepted}");
        }
        let variant = get(&format!("{script}.br"), &[]).await;
        assert_eq!(variant.status(), StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn a_known_tag_saves_the_body() {
        let accept = (header::ACCEPT_ENCODING, "gzip");
        let first = get("/graphiql/", std::slice::from_ref(&accept)).await;
        let tag = header_of(&first, header::ETAG).to_owned();
        let plain = get("/graphiql/", &[]).await;
        assert_ne!(header_of(&plain, header::ETAG), tag, "each coding has a tag of its own");

        for known in [tag.clone(), format!("\"other\", W/{tag}"), "*".to_owned()] {
            let known = (header::IF_NONE_MATCH, known.as_str());
            let again = get("/graphiql/", &[accept.clone(), known]).await;
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
            assert_eq!(header_of(&again, header::ETAG), tag);
            assert_eq!(header_of(&again, header::CACHE_CONTROL), "no-cache");
            assert_eq!(text(again).await, "");
        }
        let stale = get("/graphiql/", &[(header::IF_NONE_MATCH, "\"other\"")]).await;
        assert_eq!(stale.status(), StatusCode::OK);
    }
}
