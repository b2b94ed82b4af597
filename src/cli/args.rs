//! The commands and their options, as `--help` tells them.
//!
//! Values of settings stay texts here: `settings` reads them, whether they come from a flag, the
//! environment or a file.

#![allow(clippy::doc_markdown, reason = "these comments are printed as they stand")]

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::settings::Flags;

const EXIT_CODES: &str = "\
Exit codes:
  0  done, and all is well
  1  done, and something is wrong: findings, rejected seeds, a server that is not ready
  2  not done: a wrong option or setting, a data folder in use, a file that cannot be read";

const SOURCES: &str = "\
Each setting comes from its flag, else from the environment, else from a TOML file, else is the
default. The file is the one that --config or HOPTAC_CONFIG names, else hoptac.toml in the current
folder where there is one; hoptac.example.toml in the sources explains every key.";

/// A registry of cooperation between provinces: a GraphQL API over an embedded database.
///
/// `hoptac serve` starts it, with the recorded cooperation of Ho Chi Minh City and the Central
/// Highlands to look at, and prints the address of the console.
#[derive(Debug, Parser)]
#[command(version, after_help = EXIT_CODES, after_long_help = format!("{SOURCES}\n\n{EXIT_CODES}"))]
#[command(propagate_version = true, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// What can be asked of the program.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the registry over HTTP: GraphQL at /graphql, the console at /graphiql
    ///
    /// An empty registry is filled with the built-in seeds first. Stops on Ctrl-C or SIGTERM, after
    /// the requests under way are answered.
    #[command(after_long_help = SOURCES)]
    Serve(ServeArgs),

    /// Register seed files: those that come with the program, or a folder's
    ///
    /// All records or none: a broken file is told by file, line, record and reason, and nothing is
    /// written. What is registered already is left as it is, so seeding twice does no harm.
    #[command(after_long_help = SOURCES)]
    Seed {
        #[command(flatten)]
        base: BaseArgs,

        /// Folder with seed files, one per noun (activities.toml, …) [default: the built-in seeds]
        #[arg(long, value_name = "FOLDER")]
        from: Option<PathBuf>,
    },

    /// Print the GraphQL schema in its definition language
    Schema,

    /// Check every byte of the journal, and the view against it; changes nothing
    ///
    /// The journal can be checked while a server has it open; the view only while none has.
    #[command(after_help = EXIT_CODES, after_long_help = format!("{EXIT_CODES}\n\n{SOURCES}"))]
    Verify(BaseArgs),

    /// Build the view anew from the journal
    ///
    /// The view is what queries read. It can always be made again, so this loses nothing; the server
    /// does it by itself where it finds the view in doubt.
    #[command(after_long_help = SOURCES)]
    Rebuild(BaseArgs),

    /// Ask a running server whether it is ready; for health checks
    #[command(after_help = EXIT_CODES)]
    Health {
        #[command(flatten)]
        base: BaseArgs,

        /// Address of the server [default: the one that --listen or its kin sets]
        #[arg(long, value_name = "URL")]
        url: Option<String>,
    },
}

/// Settings that every command takes.
#[derive(Debug, Args)]
pub struct BaseArgs {
    /// Folder that the registry is kept in [env: HOPTAC_DATA] [default: ./data]
    #[arg(long, value_name = "FOLDER")]
    data: Option<String>,

    /// Memory for cached records and pages, in MiB [env: HOPTAC_CACHE_MB] [default: 256]
    #[arg(long, value_name = "MIB")]
    cache_mb: Option<String>,

    /// File with settings [env: HOPTAC_CONFIG] [default: hoptac.toml, where there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<String>,

    /// Form of the log on standard error, text or json [env: HOPTAC_LOG_FORMAT] [default: text]
    #[arg(long, value_name = "FORMAT")]
    log_format: Option<String>,

    /// What is logged, such as `warn` or `info,hoptac::http=debug` [env: HOPTAC_LOG_FILTER] [default: info]
    #[arg(long, value_name = "FILTER")]
    log_filter: Option<String>,
}

/// Settings of the server.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Address and port to answer on; port 0 takes a free one [env: HOPTAC_LISTEN] [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,

    /// Leave an empty registry empty [env: HOPTAC_NO_SEED] [default: false]
    #[arg(long, value_name = "true|false")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    no_seed: Option<String>,

    /// Longest wait for requests under way when stopping [env: HOPTAC_SHUTDOWN_SECONDS] [default: 10]
    #[arg(long, value_name = "SECONDS")]
    shutdown_seconds: Option<String>,

    #[command(flatten)]
    base: BaseArgs,
}

impl BaseArgs {
    /// The values given, by key.
    pub fn flags(&self) -> Flags {
        let values = [
            ("config", &self.config),
            ("data", &self.data),
            ("cache-mb", &self.cache_mb),
            ("log-format", &self.log_format),
            ("log-filter", &self.log_filter),
        ];
        given(&values)
    }
}

impl ServeArgs {
    /// The values given, by key.
    pub fn flags(&self) -> Flags {
        let mut flags = self.base.flags();
        flags.extend(given(&[
            ("listen", &self.listen),
            ("no-seed", &self.no_seed),
            ("shutdown-seconds", &self.shutdown_seconds),
        ]));
        flags
    }
}

fn given(values: &[(&'static str, &Option<String>)]) -> Flags {
    let given = values.iter().filter_map(|(key, value)| Some((*key, value.as_ref()?.clone())));
    given.collect()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::settings::{KEYS, variable};

    #[test]
    fn the_options_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn help_names_the_variable_and_the_default_of_every_setting() {
        let mut command = Cli::command();
        let serve = command.find_subcommand_mut("serve").unwrap();
        let help = serve.render_long_help().to_string().replace(['\n', ' '], "");
        for (key, default) in KEYS {
            let told = format!("[env:{}][default:{default}]", variable(key));
            assert!(help.contains(&told), "{told} is not in\n{help}");
        }
    }
}
