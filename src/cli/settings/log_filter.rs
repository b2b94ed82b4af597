//! What is logged: a level, or levels by module.

use tracing_subscriber::filter::{LevelFilter, Targets};

const REMEDY: &str = "write it like `info` or `info,hoptac::http=debug`";

/// Reads a filter. One that says nothing keeps errors alone.
///
/// # Errors
/// What to write instead.
pub fn log_filter(text: &str) -> Result<Targets, String> {
    let directives = text.split(',').map(str::trim).filter(|directive| !directive.is_empty());
    let directives: Vec<&str> = directives.collect();
    if directives.is_empty() {
        return Ok(Targets::new().with_default(LevelFilter::ERROR));
    }
    if let Some(directive) = directives.iter().find(|directive| directive.contains('[')) {
        return Err(format!("`{directive}` is no module with its level; {REMEDY}"));
    }
    let filter: Targets =
        directives.join(",").parse().map_err(|error| format!("{error}; {REMEDY}"))?;
    let usual = LevelFilter::WARN..=LevelFilter::INFO;
    let is_named = directives.iter().any(|it| it.starts_with("tantivy"));
    if !is_named && filter.default_level().is_some_and(|level| usual.contains(&level)) {
        // Who keeps the index tells what it warns of, with what becomes of it.
        return Ok(filter.with_target("tantivy", LevelFilter::ERROR));
    }
    Ok(filter)
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn a_level_counts_for_a_module_and_what_is_in_it() {
        for (text, module, level, logged) in [
            ("info", "hoptac::http", Level::INFO, true),
            ("info", "hoptac::http", Level::DEBUG, false),
            ("INFO", "h2", Level::INFO, true),
            ("off", "hoptac", Level::ERROR, false),
            ("", "hoptac", Level::ERROR, true),
            ("", "hoptac", Level::WARN, false),
            ("warn, hoptac::http=debug", "hoptac::http::live", Level::DEBUG, true),
            ("warn,hoptac::http=debug,", "hoptac::registry", Level::INFO, false),
            ("hoptac::http=debug", "h2", Level::ERROR, false),
            ("hoptac::http", "hoptac::http", Level::TRACE, true),
            ("info", "tantivy::indexer", Level::WARN, false),
            ("info", "tantivy::indexer", Level::ERROR, true),
            ("info,tantivy=warn", "tantivy::indexer", Level::WARN, true),
            ("debug", "tantivy::indexer", Level::WARN, true),
            ("off", "tantivy::indexer", Level::ERROR, false),
        ] {
            let filter = log_filter(text).unwrap();
            assert_eq!(filter.would_enable(module, &level), logged, "{text}: {module} {level}");
        }
        for wrong in ["hoptac=loud", "a=b=c", "hoptac[request]=debug"] {
            assert!(log_filter(wrong).unwrap_err().ends_with(REMEDY), "{wrong}");
        }
    }
}
