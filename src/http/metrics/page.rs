//! The form in which numbers are told: `OpenMetrics` 1.0 to who accepts it, else the older text
//! format of Prometheus (0.0.4), which all others read.
//!
//! Both are written by the library, which knows `OpenMetrics` alone: the older format has the
//! counters' suffix in the name of the family, too, and no end. Must not know what is told.

use std::fmt;

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use prometheus_client::{
    encoding::{DescriptorEncoder, EncodeCounterValue, EncodeGaugeValue, NoLabelSet},
    metrics::MetricType,
};

use crate::{http::negotiate::prefers, measure::Spread};

/// A form of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `OpenMetrics` 1.0.
    OpenMetrics,
    /// The text format of Prometheus, version 0.0.4.
    Text,
}

impl Form {
    /// The form that is accepted best.
    pub fn accepted(headers: &HeaderMap) -> Self {
        let open = prefers(headers, "application/openmetrics-text", "text/plain");
        if open { Self::OpenMetrics } else { Self::Text }
    }

    /// A response of this form.
    pub fn respond(self, text: String) -> Response {
        let content_type = HeaderValue::from_static(match self {
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
            Self::Text => "text/plain; version=0.0.4; charset=utf-8",
        });
        let control = HeaderValue::from_static("no-store");
        ([(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, control)], text)
            .into_response()
    }
}

/// Labels with their values.
pub type Labels<'l, const N: usize> = [(&'static str, &'l str); N];

/// What numbers are written to.
pub struct Page<'p, 'e> {
    encoder: &'p mut DescriptorEncoder<'e>,
    form: Form,
}

impl<'p, 'e> Page<'p, 'e> {
    /// A page of a form.
    pub const fn new(encoder: &'p mut DescriptorEncoder<'e>, form: Form) -> Self {
        Self { encoder, form }
    }

    /// Writes numbers that only grow. The name ends in `_total`.
    pub fn counters<'l, V: EncodeCounterValue + EncodeGaugeValue, const N: usize>(
        &mut self,
        name: &str,
        help: &str,
        samples: impl IntoIterator<Item = (Labels<'l, N>, V)>,
    ) -> fmt::Result {
        let family = match self.form {
            Form::OpenMetrics => name.strip_suffix("_total").unwrap_or(name),
            Form::Text => name,
        };
        let counter = MetricType::Counter;
        let mut encoder = self.encoder.encode_descriptor(family, help, None, counter)?;
        for (labels, value) in samples {
            let mut encoder = encoder.encode_family(&labels)?;
            match self.form {
                Form::OpenMetrics => encoder.encode_counter::<NoLabelSet, V, f64>(&value, None)?,
                // Here the suffix stands in the name already.
                Form::Text => encoder.encode_gauge(&value)?,
            }
        }
        Ok(())
    }

    /// Writes a number that only grows.
    pub fn counter(
        &mut self,
        name: &str,
        help: &str,
        value: impl EncodeCounterValue + EncodeGaugeValue,
    ) -> fmt::Result {
        self.counters(name, help, [([], value)])
    }

    /// Writes a number that rises and falls.
    pub fn gauge(&mut self, name: &str, help: &str, value: impl EncodeGaugeValue) -> fmt::Result {
        self.gauges(name, help, [([], value)])
    }

    /// Writes a number that rises and falls, where it is known.
    pub fn gauge_if(
        &mut self,
        name: &str,
        help: &str,
        value: Option<impl EncodeGaugeValue>,
    ) -> fmt::Result {
        self.gauges(name, help, value.map(|value| ([], value)))
    }

    /// Writes numbers that rise and fall.
    pub fn gauges<'l, V: EncodeGaugeValue, const N: usize>(
        &mut self,
        name: &str,
        help: &str,
        samples: impl IntoIterator<Item = (Labels<'l, N>, V)>,
    ) -> fmt::Result {
        let gauge = MetricType::Gauge;
        let mut encoder = self.encoder.encode_descriptor(name, help, None, gauge)?;
        for (labels, value) in samples {
            encoder.encode_family(&labels)?.encode_gauge(&value)?;
        }
        Ok(())
    }

    /// Writes how values are spread, each divided by a scale.
    pub fn histograms<'l, const N: usize>(
        &mut self,
        name: &str,
        help: &str,
        scale: f64,
        samples: impl IntoIterator<Item = (Labels<'l, N>, Spread)>,
    ) -> fmt::Result {
        let histogram = MetricType::Histogram;
        let mut encoder = self.encoder.encode_descriptor(name, help, None, histogram)?;
        for (labels, spread) in samples {
            let bounds = spread.bounds.iter().map(|bound| float(*bound) / scale);
            let bounds = bounds.chain([f64::INFINITY]);
            let buckets: Vec<(f64, u64)> = bounds.zip(spread.counts.iter().copied()).collect();
            let (sum, count) = (float(spread.sum) / scale, spread.count());
            let mut encoder = encoder.encode_family(&labels)?;
            encoder.encode_histogram::<NoLabelSet>(sum, count, &buckets, None)?;
        }
        Ok(())
    }
}

/// A number as Prometheus keeps all of them.
#[expect(clippy::cast_precision_loss, reason = "Prometheus keeps floats")]
pub const fn float(value: u64) -> f64 {
    value as f64
}
