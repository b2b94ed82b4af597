//! Somebody else's axum program that serves the registry beside its own pages, by the crate
//! async-graphql-axum. It decides itself who asks, and how long requests may take and be.
//!
//! `cargo run --example embedded -- 127.0.0.1:8082 data`

use std::{path::Path, sync::Arc};

use async_graphql::{Data, Executor, http::ALL_WEBSOCKET_PROTOCOLS};
use async_graphql_axum::{GraphQLProtocol, GraphQLRequest, GraphQLResponse, GraphQLWebSocket};
use axum::{
    Router,
    extract::{State, WebSocketUpgrade},
    http::HeaderMap,
    response::Response,
    routing::get,
};
use hoptac::{
    auth::{Caller, Role, Scope},
    graphql::Api,
    registry::{Options, Registry, SystemClock},
};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8082".to_owned());
    let data = arguments.next().unwrap_or_else(|| "data".to_owned());
    let clock = Arc::new(SystemClock);
    let (registry, _) = Registry::open(Path::new(&data), Options::default(), clock, &mut |_| {})?;
    let listener = tokio::net::TcpListener::bind(address).await?;
    axum::serve(listener, router(Api::new(Arc::new(registry)))).await?;
    Ok(())
}

/// The program's pages, and the registry's schema among them: queries and mutations by POST and
/// GET, all operations by WebSocket.
pub fn router(api: Api) -> Router {
    Router::new()
        .route("/", get(async || "The departments' own page"))
        .route("/registry", get(answer).post(answer))
        .route("/registry/live", get(follow))
        .with_state(api)
}

async fn answer(
    State(api): State<Api>,
    headers: HeaderMap,
    request: GraphQLRequest,
) -> GraphQLResponse {
    let request = request.into_inner().data(caller(&headers));
    Executor::execute(&api, request).await.into()
}

async fn follow(
    State(api): State<Api>,
    headers: HeaderMap,
    protocol: GraphQLProtocol,
    upgrade: WebSocketUpgrade,
) -> Response {
    let mut session = Data::default();
    session.insert(caller(&headers));
    upgrade.protocols(ALL_WEBSOCKET_PROTOCOLS).on_upgrade(move |socket| {
        GraphQLWebSocket::new(socket, api, protocol).with_data(session).serve()
    })
}

/// Who asks: a proxy in front signs people in, and names in this header those who work here. It
/// removes the header from what comes from outside.
fn caller(headers: &HeaderMap) -> Arc<Caller> {
    let staff = headers.get("x-staff").and_then(|name| name.to_str().ok());
    Arc::new(staff.map_or_else(Caller::anonymous, |name| Caller {
        id: format!("staff:{name}"),
        name: name.to_owned(),
        role: Role::Coordinator,
        scope: Scope::All,
    }))
}
