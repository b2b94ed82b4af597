//! Traces on their way to a collector: gathered beside the requests, sent by a thread of their own,
//! and dropped where they are more than that can send.

use std::time::Duration;

use anyhow::{Context, Error, anyhow};
use opentelemetry::{
    KeyValue,
    trace::{SpanKind, TracerProvider},
};
use opentelemetry_otlp::{Protocol, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::{
    Resource,
    error::OTelSdkResult,
    trace::{SdkTracerProvider, SpanData, SpanExporter},
};
use tracing_subscriber::{Layer, filter::filter_fn, layer::SubscriberExt, util::SubscriberInitExt};

use super::{VARIABLES, client::Client};
use crate::cli::{
    logs,
    settings::{Settings, collector, log_filter},
};

/// How long the last traces may take when the server stops.
const FAREWELL: Duration = Duration::from_secs(5);
/// Whose spans are sent.
const TARGET: &str = "hoptac";

/// Traces on their way, and lines of the log; the last are sent when it is dropped.
pub struct Exporting {
    provider: Option<SdkTracerProvider>,
    _logs: logs::Written,
}

impl Drop for Exporting {
    fn drop(&mut self) {
        let Some(provider) = self.provider.take() else { return };
        if let Err(error) = provider.shutdown_with_timeout(FAREWELL) {
            tracing::warn!(%error, "The last traces were not sent: {error}");
        }
    }
}

/// Starts the logs, and where a collector is named the traces.
///
/// # Errors
/// Where either cannot be started.
pub fn start(settings: &Settings) -> anyhow::Result<Exporting> {
    let Some(endpoint) = named(settings)? else {
        return Ok(Exporting { provider: None, _logs: logs::start(settings)? });
    };
    let provider = provider(&endpoint)?;
    let tracer = provider.tracer(TARGET);
    let spans = tracing_opentelemetry::layer()
        .with_tracer(tracer)
        .with_location(false)
        .with_threads(false)
        .with_tracked_inactivity(false)
        .with_filter(filter_fn(|it| it.is_span() && it.target().starts_with(TARGET)));
    let filter = log_filter(&settings.log_filter).map_err(Error::msg)?;
    let (lines, written) = logs::lines(settings);
    tracing_subscriber::registry()
        .with(lines.with_filter(filter))
        .with(spans)
        .try_init()
        .map_err(|error| anyhow!("logging cannot be started: {error}"))?;
    tracing::info!(endpoint, "Sending traces to {endpoint}");
    Ok(Exporting { provider: Some(provider), _logs: written })
}

/// Where traces are sent, as the setting or else OpenTelemetry's own variables say.
fn named(settings: &Settings) -> anyhow::Result<Option<String>> {
    let with_path = |base: &str| format!("{base}/v1/traces");
    if let Some(base) = &settings.otlp_endpoint {
        return Ok(Some(with_path(base)));
    }
    for name in VARIABLES {
        let Some(text) = std::env::var(name).ok().filter(|text| !text.is_empty()) else { continue };
        let given = collector(&text).map_err(|reason| anyhow!("{name} = `{text}`: {reason}"))?;
        return Ok(Some(if name == VARIABLES[0] { given } else { with_path(&given) }));
    }
    Ok(None)
}

fn provider(endpoint: &str) -> anyhow::Result<SdkTracerProvider> {
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_http()
        .with_http_client(Client::default())
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(endpoint)
        .build()
        .context("traces cannot be sent")?;
    let version = KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
    let resource = Resource::builder().with_attribute(version);
    let resource = match std::env::var_os("OTEL_SERVICE_NAME") {
        Some(_) => resource,
        None => resource.with_attribute(KeyValue::new("service.name", TARGET)),
    };
    let builder = SdkTracerProvider::builder().with_resource(resource.build());
    Ok(builder.with_batch_exporter(Requests(exporter)).build())
}

/// Sends spans, each of which is a request that the server answers, under the name and kind of one.
#[derive(Debug)]
struct Requests(opentelemetry_otlp::SpanExporter);

impl SpanExporter for Requests {
    fn export(&self, mut batch: Vec<SpanData>) -> impl Future<Output = OTelSdkResult> + Send {
        for span in &mut batch {
            span.span_kind = SpanKind::Server;
            span.name = name(&span.attributes).into();
        }
        self.0.export(batch)
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.0.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.0.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.0.set_resource(resource);
    }
}

/// Method and route, as the conventions name a request; the path is a stranger's, and no name.
fn name(attributes: &[KeyValue]) -> String {
    let of = |key: &str| attributes.iter().find(|it| it.key.as_str() == key).map(|it| &it.value);
    let known = [of("http.request.method"), of("http.route")].into_iter().flatten();
    known.map(|value| value.as_str()).collect::<Vec<_>>().join(" ")
}
