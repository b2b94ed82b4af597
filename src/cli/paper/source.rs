//! Where the report's figures come from: the public API, of the data folder or of a running server. What is asked are the
//! documents of the pages, word for word, so that a server answers them that answers trusted documents only.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use anyhow::{Context, anyhow, bail};
use async_graphql::{Request, Variables};
use serde_json::{Value, json};

use crate::{
    auth::Caller,
    cli::{client::Server, describe, report, settings::Settings},
    domain::Lang,
    graphql::Api,
    registry::{Folders, Registry},
};

/// The documents of the pages by their hashes.
const DOCUMENTS: &str = include_str!("../../../web/src/pages/gql/persisted-documents.json");

/// How long a server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// Most bytes of an answer of a server.
const ANSWER_MAX: u64 = 64 << 20;

/// Whoever answers, as anybody is answered.
pub struct Source {
    from: From,
    documents: BTreeMap<String, String>,
    lang: Lang,
}

enum From {
    Folder { api: Api, registry: Arc<Registry>, runtime: tokio::runtime::Runtime },
    Server(Server),
}

impl Source {
    /// The server at a URL, or the data folder.
    pub fn open(settings: &Settings, url: Option<&str>, lang: Lang) -> anyhow::Result<Self> {
        let from = match url {
            Some(url) => From::Server(Server::at(url, "/graphql")?),
            None => folder(settings)?,
        };
        let documents = serde_json::from_str(DOCUMENTS).context("the pages' documents")?;
        Ok(Self { from, documents, lang })
    }

    /// The data of the answer to a document of the pages, all of it.
    pub fn ask(&self, name: &str, variables: Value) -> anyhow::Result<Value> {
        let head = format!("query {name}(");
        let text = self.documents.values().find(|it| it.starts_with(&head));
        let text = text.with_context(|| format!("the pages have no query {name}"))?;
        let mut answer = match &self.from {
            From::Folder { api, runtime, .. } => {
                let request = Request::new(text).variables(Variables::from_json(variables));
                let caller = Arc::new(Caller::anonymous());
                let answer = runtime.block_on(api.execute(request, caller, self.lang));
                serde_json::to_value(answer)?
            }
            From::Server(server) => server.post(
                &json!({"query": text, "variables": variables}),
                self.lang,
                PATIENCE,
                ANSWER_MAX,
            )?,
        };
        let message = answer["errors"][0]["message"].as_str();
        if let Some(message) = message {
            bail!("{message}");
        }
        Ok(answer["data"].take())
    }

    /// Leaves the data folder as it was found.
    pub fn close(self) -> anyhow::Result<()> {
        if let From::Folder { api, registry, .. } = self.from {
            drop(api);
            if let Ok(registry) = Arc::try_unwrap(registry) {
                registry.close()?;
            }
        }
        Ok(())
    }
}

fn folder(settings: &Settings) -> anyhow::Result<From> {
    let data = &settings.data;
    if !Folders::within(data).journal.is_dir() {
        bail!("there is no registry in {}; name its folder with --data", data.display());
    }
    let registry = report::open(settings).map_err(|error| {
        anyhow!("{}, or ask the server that uses it: --url http://…", describe(&error))
    })?;
    let registry = Arc::new(registry);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build()?;
    Ok(From::Folder { api: Api::new(Arc::clone(&registry)), registry, runtime })
}
