//! A query, a mutation and a subscription by graphql_client and graphql-ws-client, with types from
//! the committed schema.
//!
//! `hoptac-client-tests URL TOKEN ACTIVITY` prints what it read, wrote and was told, as JSON.

use anyhow::{Context, Result, bail};
use futures_util::StreamExt;
use graphql_client::{GraphQLQuery, Response};
use graphql_ws_client::{Client, graphql::StreamingOperation};
use serde::Serialize;
use serde_json::json;
use tokio_tungstenite::{
    connect_async,
    tungstenite::{client::IntoClientRequest, http::HeaderValue},
};

// The scalars of the schema are strings in JSON.
type Decimal = String;
type EdtfDate = String;

macro_rules! documents {
    ($($name:ident),+) => {$(
        #[derive(GraphQLQuery)]
        #[graphql(
            schema_path = "../../../schema/schema.graphql",
            query_path = "documents.graphql",
            response_derives = "Debug, Serialize"
        )]
        struct $name;
    )+};
}

documents!(Find, Record, Follow);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [url, token, activity] = arguments.as_slice() else {
        bail!("give URL, TOKEN and ACTIVITY")
    };

    let found = ask::<Find>(url, token, find::Variables { id: activity.clone() })?;

    let title = record::LocalizedTextInput {
        en: Some("Teachers 👩‍🏫 trained".to_owned()), vi: None
    };
    let input = record::RecordOutcomeInput {
        activity: Some(activity.clone()),
        kind: record::OutcomeKind::OUTPUT,
        measure: Some(record::Measure::UNIT),
        value: Some("12".to_owned()),
        unit: Some("persons".to_owned()),
        title,
        // What the schema has a default for is written out: graphql_client asks for it.
        dry_run: false,
        submit: false,
        sources: Vec::new(),
        beneficiary: None,
        event: None,
        idempotency_key: None,
        indicator: None,
        key: None,
        narrative: None,
        note: None,
        period: None,
        provider: None,
        qualifier: None,
    };
    let written = ask::<Record>(url, token, record::Variables { input })?;

    let after = found.head.as_ref().map(|head| head.cursor.clone());
    let told = follow(url, token, follow::Variables { after }).await?;
    println!("{}", json!({ "found": found, "written": written, "told": told }));
    Ok(())
}

/// Answers a query or mutation by HTTP.
fn ask<Q: GraphQLQuery>(
    url: &str,
    token: &str,
    variables: Q::Variables,
) -> Result<Q::ResponseData> {
    let mut answer = ureq::post(url)
        .header("authorization", &format!("Bearer {token}"))
        .send_json(Q::build_query(variables))?;
    let answer: Response<Q::ResponseData> = answer.body_mut().read_json()?;
    if let Some(errors) = answer.errors {
        bail!("{errors:?}");
    }
    answer.data.context("no data")
}

/// The first answer of the subscription.
async fn follow(
    url: &str,
    token: &str,
    variables: follow::Variables,
) -> Result<impl Serialize + use<>> {
    let mut request = url.replacen("http", "ws", 1).into_client_request()?;
    let protocol = HeaderValue::from_static("graphql-transport-ws");
    request.headers_mut().insert("sec-websocket-protocol", protocol);
    let (connection, _) = connect_async(request).await?;
    let client = Client::build(connection);
    let client = client.payload(json!({ "authorization": format!("Bearer {token}") }))?;
    let mut changes = client.subscribe(StreamingOperation::<Follow>::new(variables)).await?;
    let told = changes.next().await.context("no change")??;
    told.data.context("no data")
}
