//! The commands for tokens, and what one is to be.

#![allow(clippy::doc_markdown, reason = "these comments are printed as they stand")]

use clap::{Args, Subcommand, ValueEnum};

use super::{ClusterArgs, SOURCES};
use crate::{auth::Role, domain::Noun};

/// What can be done with tokens.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Create a token; its secret is printed once, on standard output
    ///
    /// A running server accepts it at once; in a cluster all do, within a second.
    #[command(after_long_help = SOURCES)]
    Create {
        #[command(flatten)]
        token: CreateArgs,

        #[command(flatten)]
        base: ClusterArgs,
    },

    /// List all tokens ever created, without their secrets
    #[command(after_long_help = SOURCES)]
    List {
        /// Print a JSON array instead of a table
        #[arg(long)]
        json: bool,

        #[command(flatten)]
        base: ClusterArgs,
    },

    /// Revoke a token; a running server refuses it from the next request on
    ///
    /// In a cluster all do, within a second; one that is cut off lets no token in after
    /// token-stale-seconds.
    #[command(after_long_help = SOURCES)]
    Revoke {
        /// Its id, or its name if only one valid token has it
        #[arg(value_name = "ID|NAME")]
        which: String,

        #[command(flatten)]
        base: ClusterArgs,
    },
}

/// What a token is to be.
#[derive(Debug, Args)]
pub struct CreateArgs {
    /// Name of the holder; the history shows it with every change made with the token
    #[arg(long)]
    pub name: String,

    /// Role of the holder
    #[arg(long, value_enum, ignore_case = true)]
    pub role: RoleName,

    #[command(flatten)]
    pub coverage: CoverageArgs,

    /// Expiry: a day (2027-01-01), a time (2027-01-01T08:00:00Z) or a duration from now (90d, 12h)
    /// [default: never expires]
    #[arg(long, value_name = "WHEN")]
    pub expires: Option<String>,
}

/// The scope; RECORDER, APPROVER and COORDINATOR need one of these.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub struct CoverageArgs {
    /// Records of a province, by its key or id
    #[arg(long, value_name = "KEY")]
    province: Option<String>,

    /// Records of an organization, by its key or id
    #[arg(long, value_name = "KEY")]
    organization: Option<String>,

    /// Records of an agreement and the agreements under it, by its code, key or id
    #[arg(long, value_name = "CODE")]
    agreement: Option<String>,

    /// All records
    #[arg(long)]
    pub everywhere: bool,
}

impl CoverageArgs {
    /// The record named.
    pub fn named(&self) -> Option<Named> {
        let named = [
            (Noun::Province, &self.province),
            (Noun::Organization, &self.organization),
            (Noun::Agreement, &self.agreement),
        ];
        let given =
            |(noun, text): (Noun, &Option<String>)| text.clone().map(|text| Named { noun, text });
        named.into_iter().find_map(given)
    }
}

/// A record as an option names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What it is.
    pub noun: Noun,
    /// Its key, an agreement's code, or its id as the API shows it.
    pub text: String,
}

/// The roles that a token can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "UPPER")]
pub enum RoleName {
    /// Reads published records, and drafts of agreements that its own province or organization
    /// negotiates
    Reader,
    /// Also plans and reports activities and events, records and submits outcomes
    Recorder,
    /// Also approves, returns and retracts outcomes that others submitted
    Approver,
    /// Also signs, amends and ends agreements, issues and closes directives
    Coordinator,
    /// Everything, everywhere; cannot approve its own submissions
    Admin,
}

impl RoleName {
    /// The role itself.
    pub const fn granted(self) -> Role {
        match self {
            Self::Reader => Role::Reader,
            Self::Recorder => Role::Recorder,
            Self::Approver => Role::Approver,
            Self::Coordinator => Role::Coordinator,
            Self::Admin => Role::Admin,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_that_a_token_can_have_can_be_given() {
        let named: Vec<Role> = RoleName::value_variants().iter().map(|it| it.granted()).collect();
        assert_eq!(named, Role::granted().collect::<Vec<_>>());
    }
}
