//! The registry's schema in somebody else's axum program, as `examples/embedded.rs` mounts it.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use futures_util::{SinkExt, StreamExt};
use hoptac::graphql::{Api, Limits};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest},
};
use tower::ServiceExt;

#[path = "../../examples/embedded.rs"]
#[allow(dead_code, reason = "the test starts it in another way")]
mod example;

/// Nothing here takes longer; it keeps a test that hangs from hanging for ever.
const LIMIT: Duration = Duration::from_secs(60);

const ADD: &str = "mutation Add($code: String!) { \
    addSector(input: {code: $code, name: {en: \"Water\"}}) { \
    change { seq } errors { code message } sector { code name(lang: EN) } } }";

fn api(folder: &tempfile::TempDir) -> Api {
    let (registry, _) = crate::fixture::open(folder.path()).unwrap();
    Api::new(Arc::new(registry))
}

async fn post(router: &Router, staff: Option<&str>, body: &Value) -> Value {
    let request = Request::post("/registry").header("content-type", "application/json");
    let request = staff.iter().fold(request, |it, name| it.header("x-staff", *name));
    let request = request.body(Body::from(body.to_string())).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    serde_json::from_slice(&body).unwrap()
}

#[tokio::test]
async fn queries_and_mutations_are_answered_beside_the_programs_own_pages() {
    let folder = tempfile::tempdir().unwrap();
    let router = example::router(api(&folder));
    let page = Request::get("/").body(Body::empty()).unwrap();
    assert_eq!(router.clone().oneshot(page).await.unwrap().status(), StatusCode::OK);

    let add = json!({ "query": ADD, "variables": { "code": "WATER" } });
    let stranger = post(&router, None, &add).await;
    assert_eq!(stranger["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    let added = post(&router, Some("lan"), &add).await;
    assert_eq!(
        added,
        json!({ "data": { "addSector": {
            "change": { "seq": 1 }, "errors": [],
            "sector": { "code": "WATER", "name": "Water" },
        } } })
    );
    let get =
        "/registry?query=%7B%20sectors%20%7B%20totalCount%20%7D%20viewer%20%7B%20name%20%7D%20%7D";
    let get = Request::get(get).header("x-staff", "lan").body(Body::empty()).unwrap();
    let read = to_bytes(router.oneshot(get).await.unwrap().into_body(), usize::MAX).await.unwrap();
    let read: Value = serde_json::from_slice(&read).unwrap();
    assert_eq!(
        read,
        json!({ "data": { "sectors": { "totalCount": 1 }, "viewer": { "name": "lan" } } })
    );
}

#[tokio::test]
async fn requests_pass_the_limits_and_the_gate() {
    let folder = tempfile::tempdir().unwrap();
    let router = example::router(api(&folder));
    let code = async |query: &str| {
        let answer = post(&router, Some("lan"), &json!({ "query": query })).await;
        assert_eq!(answer["data"], Value::Null, "{answer}");
        answer["errors"][0]["extensions"]["code"].as_str().unwrap().to_owned()
    };
    // What the library's own parser or validation would let pass, or stumble over.
    assert_eq!(code(ADD).await, "GRAPHQL_VALIDATION_FAILED");
    let required = "query Q($status: [ActivityStatus!]!) { \
                    activities(filter: {status: $status}) { totalCount } }";
    assert_eq!(code(required).await, "GRAPHQL_VALIDATION_FAILED");
    assert_eq!(code("{ head").await, "GRAPHQL_PARSE_FAILED");
    assert_eq!(code("subscription { changes { seq } }").await, "GRAPHQL_VALIDATION_FAILED");
    let deep = format!("{}{}", "{ a".repeat(100), " }".repeat(100));
    assert_eq!(code(&deep).await, "LIMIT_EXCEEDED");
    let emoji = r#"{ search(text: "\u{1F600}") { nodes { __typename } } }"#;
    assert_eq!(code(emoji).await, "GRAPHQL_VALIDATION_FAILED");

    let folder = tempfile::tempdir().unwrap();
    let limits = Limits { tokens: 5, ..Limits::default() };
    let router = example::router(api(&folder).with_limits(limits));
    let query = json!({ "query": "{ head { seq } viewer { name } }" });
    let refused = post(&router, None, &query).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "LIMIT_EXCEEDED");
}

#[tokio::test]
async fn all_operations_are_answered_over_a_websocket() {
    let folder = tempfile::tempdir().unwrap();
    let router = example::router(api(&folder));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async { axum::serve(listener, router).await.unwrap() });
    let mut client = Client::connect(address).await;

    client
        .send(&subscribe("live", "subscription { changes { seq kinds: __typename } }", &json!({})))
        .await;
    client.send(&subscribe("ask", "{ head { seq } }", &json!({}))).await;
    assert_eq!(client.next("ask").await["payload"], json!({ "data": { "head": { "seq": 0 } } }));
    assert_eq!(client.next("ask").await["type"], "complete");
    for seq in 1..=2 {
        let code = json!({ "code": format!("WATER_{seq}") });
        client.send(&subscribe("add", ADD, &code)).await;
        let (mut added, mut told, mut ended) = (None, None, false);
        // The change and the mutation's answer come in any order.
        while added.is_none() || told.is_none() || !ended {
            let message = client.read().await;
            match (message["id"].as_str().unwrap(), message["type"].as_str().unwrap()) {
                ("add", "complete") => ended = true,
                ("add", "next") => added = Some(message["payload"]["data"]["addSector"].clone()),
                ("live", "next") => told = Some(message["payload"]["data"]["changes"].clone()),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(added.unwrap()["change"]["seq"], seq);
        assert_eq!(told.unwrap()["seq"], seq);
    }
    client
        .send(&subscribe(
            "wrong",
            "subscription($a: String!) { changes(after: $a) { seq } }",
            &json!({}),
        ))
        .await;
    let wrong = client.next("wrong").await;
    let error = &wrong["payload"]["errors"][0];
    assert_eq!(error["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED", "{wrong}");
    drop(client);
    server.abort();
}

fn subscribe(id: &str, query: &str, variables: &Value) -> Value {
    let payload = json!({ "query": query, "variables": variables });
    json!({ "id": id, "type": "subscribe", "payload": payload })
}

struct Client(WebSocketStream<TcpStream>);

impl Client {
    async fn connect(address: SocketAddr) -> Self {
        let mut request = format!("ws://{address}/registry/live").into_client_request().unwrap();
        let headers = request.headers_mut();
        headers.insert("sec-websocket-protocol", "graphql-transport-ws".parse().unwrap());
        headers.insert("x-staff", "lan".parse().unwrap());
        let stream = TcpStream::connect(address).await.unwrap();
        let (stream, _) = client_async(request, stream).await.unwrap();
        let mut client = Self(stream);
        client.send(&json!({ "type": "connection_init" })).await;
        assert_eq!(client.read().await, json!({ "type": "connection_ack" }));
        client
    }

    async fn send(&mut self, message: &Value) {
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    async fn read(&mut self) -> Value {
        let message = tokio::time::timeout(LIMIT, self.0.next()).await.unwrap().unwrap().unwrap();
        serde_json::from_str(message.to_text().unwrap()).unwrap()
    }

    /// The next message of an operation, while no other has one.
    async fn next(&mut self, id: &str) -> Value {
        let message = self.read().await;
        assert_eq!(message["id"], id, "{message}");
        message
    }
}
