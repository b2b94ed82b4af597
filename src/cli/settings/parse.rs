//! How the values of settings are read from texts. A refusal says what to write.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use tracing_subscriber::EnvFilter;

use super::LogFormat;

/// An address with a port.
pub fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| {
        "it is not an IP address with a port; write it like 127.0.0.1:8080, [::1]:8080, or \
         0.0.0.0:8080 for all networks"
            .to_owned()
    })
}

/// What another reads, or nothing.
pub fn optional<T>(
    parse: impl Fn(&str) -> Result<T, String>,
) -> impl Fn(&str) -> Result<Option<T>, String> {
    move |text| if text.is_empty() { Ok(None) } else { parse(text).map(Some) }
}

/// A folder, which need not exist.
pub fn folder(text: &str) -> Result<PathBuf, String> {
    if text.is_empty() {
        return Err("it is empty; name a folder, like ./data".to_owned());
    }
    Ok(PathBuf::from(text))
}

/// A whole number within bounds, as whatever counts it.
pub fn number<T: TryFrom<u64>>(least: u64, most: u64) -> impl Fn(&str) -> Result<T, String> {
    move |text| {
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        let number = number.and_then(|number| T::try_from(number).ok());
        number.ok_or_else(|| format!("write a whole number from {least} to {most}"))
    }
}

/// A number of seconds within bounds.
pub fn seconds(least: u64, most: u64) -> impl Fn(&str) -> Result<Duration, String> {
    move |text| number(least, most)(text).map(Duration::from_secs)
}

/// A number of KiB within bounds, as bytes.
pub fn kibibytes<T: TryFrom<u64>>(least: u64, most: u64) -> impl Fn(&str) -> Result<T, String> {
    scaled(least, most, 10)
}

/// A number of MiB within bounds, as bytes.
pub fn mebibytes<T: TryFrom<u64>>(least: u64, most: u64) -> impl Fn(&str) -> Result<T, String> {
    scaled(least, most, 20)
}

fn scaled<T: TryFrom<u64>>(least: u64, most: u64, bits: u32) -> impl Fn(&str) -> Result<T, String> {
    move |text| {
        let bytes = number::<u64>(least, most)(text)? << bits;
        T::try_from(bytes).map_err(|_| format!("{bytes} bytes are more than this machine counts"))
    }
}

/// True or false.
pub fn flag(text: &str) -> Result<bool, String> {
    text.parse().map_err(|_| "write true or false".to_owned())
}

/// The form of log lines.
pub fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("write text or json".to_owned()),
    }
}

/// What is logged.
pub fn log_filter(text: &str) -> Result<String, String> {
    match EnvFilter::try_new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(format!("{error}; write it like `info` or `info,hoptac::http=debug`")),
    }
}

/// A list of what is told apart by commas; what is refused is named.
pub fn list<T, E: std::fmt::Display>(
    parse: impl Fn(&str) -> Result<T, E>,
) -> impl Fn(&str) -> Result<Vec<T>, String> {
    move |text| {
        let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
        items.map(|item| parse(item).map_err(|error| format!("`{item}`: {error}"))).collect()
    }
}
