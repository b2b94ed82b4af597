//! A registry of its own for a test: in a folder that goes away, on a clock that stands still.

use std::{path::Path, sync::Arc};

use async_graphql::parser::types::OperationType;
use hoptac::{
    auth::Caller,
    domain::{Command, Lang},
    exchange::seeds::Seeds,
    graphql::Api,
    registry::{FixedClock, Options, Receipt, Registry, Request},
    search::Search,
};
use serde_json::Value;
use tempfile::TempDir;

/// The day on which tests take place.
pub const NOW: &str = "2026-11-23T03:00:00Z";

pub struct World {
    pub api: Api,
    folder: TempDir,
}

impl World {
    /// An empty registry.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { api: Api::new(Arc::new(open(folder.path()))), folder }
    }

    /// A registry with the real seeds as its first command.
    pub async fn seeded() -> Self {
        let world = Self::empty();
        let seeds = Seeds::built_in().expect("seeds");
        world.submit(Command::Register(seeds.command())).await;
        world
    }

    /// The same registry with a search over it, anew if it had one.
    pub fn searching(self) -> Self {
        let Self { api, folder } = self;
        // The one before lets go of its folder first.
        let registry = Arc::clone(api.registry());
        drop(api);
        let search = Search::open(folder.path(), &registry).expect("a thread");
        Self { api: Api::new(registry).with_search(search), folder }
    }

    /// The same registry as a subgraph.
    pub fn federated(self) -> Self {
        Self { api: self.api.federated(), folder: self.folder }
    }

    /// Where the registry is kept.
    pub fn place(&self) -> &Path {
        self.folder.path()
    }

    /// The same registry after a new start.
    pub fn reopened(self) -> Self {
        let Self { api, folder } = self;
        let registry = Arc::clone(api.registry());
        drop(api);
        let registry = Arc::into_inner(registry).expect("nobody else has it");
        registry.close().expect("closes");
        Self { api: Api::new(Arc::new(open(folder.path()))), folder }
    }

    pub async fn submit(&self, command: Command) -> Receipt {
        let request = Request::of_system("test", command);
        self.api.registry().submit(request).await.expect("accepted")
    }

    /// The answer to a request in Vietnamese, errors and all.
    pub async fn answer(&self, query: &str) -> Value {
        self.answer_to(Caller::anonymous(), query).await
    }

    /// The answer to somebody's request.
    pub async fn answer_to(&self, caller: Caller, query: &str) -> Value {
        self.answer_with(caller, query, Value::Null).await
    }

    /// The answer to somebody's request with variables.
    pub async fn answer_with(&self, caller: Caller, query: &str, variables: Value) -> Value {
        let variables = async_graphql::Variables::from_json(variables);
        let request = async_graphql::Request::new(query).variables(variables.clone());
        let caller = Arc::new(caller);
        let answer = self.api.execute(request, Arc::clone(&caller), Lang::Vi).await;
        let answer = serde_json::to_value(&answer).expect("an answer is JSON");
        let request = async_graphql::Request::new(query).variables(variables);
        if let Ok(operation) = self.api.read_request(request)
            && operation.kind() == Some(OperationType::Query)
            // The library has no way to fail one entity of several.
            && !query.contains("_entities")
            // Whether the search index is ready may change between the two.
            && !answer.to_string().contains("UNAVAILABLE")
        {
            let library = self.api.execute_by_library(&operation, caller, Lang::Vi).await;
            let library = serde_json::to_value(&library).expect("an answer is JSON");
            // Of a field that must not be null the library's executor lets an error take all away.
            if answer["data"].is_null() || !library["data"].is_null() {
                assert_eq!(in_order(library), in_order(answer.clone()), "by the library: {query}");
            }
        }
        answer
    }

    /// The data of an answer that has no errors.
    pub async fn data(&self, query: &str) -> Value {
        let mut answer = self.answer(query).await;
        assert!(answer.get("errors").is_none(), "{query}\n{answer:#}");
        answer["data"].take()
    }
}

/// An answer with its errors in the order of their paths: plans find them in the order of the
/// fields, the library as they come.
fn in_order(mut answer: Value) -> Value {
    if let Some(errors) = answer["errors"].as_array_mut() {
        for error in errors.iter_mut() {
            // The library is given no places.
            error["locations"].take();
        }
        errors.sort_by_key(|error| error["path"].to_string());
    }
    answer
}

pub fn open(folder: &Path) -> Registry {
    let clock = Arc::new(FixedClock(NOW.parse().expect("a moment")));
    Registry::open(folder, Options::default(), clock, &mut |_| {}).expect("opens").0
}
