//! A token: who holds it, what it grants, until when.

use jiff::Timestamp;

use super::secret::Digest;
use auth::{Caller, Role, Scope};
use domain::{AgreementId, Noun, NounId, OrganizationId, ProvinceId, RecordId};

/// A token, as it is kept: without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// `tok_…`: by it the journal remembers the holder. Random rather than counted, so that no id
    /// comes back even where the file of tokens was lost.
    pub id: String,
    /// Who holds it.
    pub name: String,
    /// What it grants.
    pub grant: Grant,
    /// The hash of its secret.
    pub digest: Digest,
    /// When it was made.
    pub created_at: Timestamp,
    /// The first moment at which it does not count any more.
    pub expires_at: Option<Timestamp>,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

/// A token to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Who is to hold it.
    pub name: String,
    /// What it is to grant.
    pub grant: Grant,
    /// When it is to end.
    pub expires_at: Option<Timestamp>,
}

/// A role, for some records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Which commands.
    pub role: Role,
    /// For which records.
    pub coverage: Coverage,
}

impl Grant {
    /// The role of this name that a token can have.
    #[must_use]
    pub fn role(name: &str) -> Option<Role> {
        Role::granted().find(|role| role.as_str() == name)
    }

    /// Everything, everywhere.
    #[must_use]
    pub const fn admin() -> Self {
        Self { role: Role::Admin, coverage: Coverage::everywhere() }
    }
}

/// The records that a token is for, and how its maker named them.
///
/// What counts is the record, found when the token was made: a key or code that changes hands
/// later takes no rights with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// What counts.
    pub scope: Scope,
    /// The key or code; `None` for all records.
    pub named: Option<String>,
}

impl Coverage {
    /// All records.
    #[must_use]
    pub const fn everywhere() -> Self {
        Self { scope: Scope::All, named: None }
    }

    /// The records of one; `None` where its noun is no scope.
    #[must_use]
    pub fn of(record: RecordId, named: &str) -> Option<Self> {
        let scope = match record.noun {
            Noun::Province => Scope::Province(ProvinceId::from_number(record.number)),
            Noun::Organization => Scope::Organization(OrganizationId::from_number(record.number)),
            Noun::Agreement => Scope::Agreement(AgreementId::from_number(record.number)),
            _ => return None,
        };
        Some(Self { scope, named: Some(named.to_owned()) })
    }

    /// The one record that the scope is of.
    #[must_use]
    pub fn record(&self) -> Option<RecordId> {
        match self.scope {
            Scope::All => None,
            Scope::Province(id) => Some(id.record()),
            Scope::Organization(id) => Some(id.record()),
            Scope::Agreement(id) => Some(id.record()),
        }
    }
}

impl std::fmt::Display for Coverage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.record(), &self.named) {
            (Some(record), Some(named)) => f.pad(&format!("{} {named}", record.noun)),
            (Some(record), None) => f.pad(&record.to_string()),
            (None, _) => f.pad("everything"),
        }
    }
}

/// Whether a token counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It does.
    Valid,
    /// Not any more, since this moment.
    Expired(Timestamp),
    /// It was taken back, at this moment.
    Revoked(Timestamp),
}

impl Token {
    /// Whether the token counts at a moment. It does not any more at the very moment of its expiry.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> State {
        match (self.revoked_at, self.expires_at) {
            (Some(at), _) => State::Revoked(at),
            (None, Some(at)) if at <= now => State::Expired(at),
            _ => State::Valid,
        }
    }

    /// Who asks when the token is shown.
    #[must_use]
    pub fn caller(&self) -> Caller {
        Caller {
            id: self.id.clone(),
            name: self.name.clone(),
            role: self.grant.role,
            scope: self.grant.coverage.scope,
        }
    }
}
