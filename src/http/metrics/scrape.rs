//! All numbers at the moment when they are asked for.

use std::fmt;

use prometheus_client::{
    collector::Collector,
    encoding::{
        DescriptorEncoder,
        text::{encode_eof, encode_registry},
    },
    registry::Registry,
};

use super::{
    families,
    page::{Form, Page},
};
use crate::http::App;

/// All numbers of an app.
///
/// # Errors
/// None that is known: a text takes all that is written.
pub fn write(app: App, form: Form) -> Result<String, fmt::Error> {
    let mut registry = Registry::default();
    registry.register_collector(Box::new(Scrape { app, form }));
    let mut text = String::new();
    encode_registry(&mut text, &registry)?;
    if form == Form::OpenMetrics {
        encode_eof(&mut text)?;
    }
    Ok(text)
}

/// Reads all numbers when they are asked for.
struct Scrape {
    app: App,
    form: Form,
}

impl fmt::Debug for Scrape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scrape").field("form", &self.form).finish_non_exhaustive()
    }
}

impl Collector for Scrape {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        families::write(&mut Page::new(&mut encoder, self.form), &self.app)
    }
}
