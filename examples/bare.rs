//! What a server costs that does nothing: answers every request with the bytes of a file, to be
//! measured beside hoptac with the same client, in the same run.
//!
//! `cargo run --release --example bare -- 127.0.0.1:8081 answer.json`
#![allow(clippy::expect_used, reason = "a bench stops by panicking")]

use axum::{Router, body::Bytes, http::header, routing::any};

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().expect("an address");
    let file = arguments.next().expect("a file with the answer");
    let answer = Bytes::from(std::fs::read(file).expect("the answer"));
    // The request is read, as a server that answers it must.
    let handler = any(async move |_: Bytes| {
        ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], answer.clone())
    });
    let router = Router::new().route("/graphql", handler);
    let listener = tokio::net::TcpListener::bind(address).await.expect("a free port");
    axum::serve(listener, router).await.expect("serves");
}
