//! Who asks: their role, and the records that they may act on.

pub use domain::CallerRole as Role;
use domain::{AgreementId, OrganizationId, ProvinceId};

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Caller {
    /// The id by which the journal remembers them; never given to anybody else.
    pub id: String,
    /// What people call them.
    pub name: String,
    /// Which commands they may use.
    pub role: Role,
    /// For which records.
    pub scope: Scope,
}

impl Caller {
    /// A part of the program itself, such as `seed`.
    #[must_use]
    pub fn system(name: &str) -> Self {
        let id = format!("system:{name}");
        Self { id, name: name.to_owned(), role: Role::System, scope: Scope::All }
    }

    /// Somebody who has not signed in.
    #[must_use]
    pub fn anonymous() -> Self {
        let name = "anonymous".to_owned();
        Self { id: name.clone(), name, role: Role::Anonymous, scope: Scope::All }
    }
}

/// The records that a caller may act on.
///
/// A province or organization may act on what it takes part in, is a party to, or hosts. A
/// province speaks for its organizations; an organization only for itself. When a province ends,
/// its callers keep their rights over its records, and callers of every unit that succeeded it
/// gain the same rights: somebody must be able to carry on what it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// All records.
    All,
    /// Those of a province and of the units that it succeeded.
    Province(ProvinceId),
    /// Those of an organization.
    Organization(OrganizationId),
    /// Those of an agreement and of the agreements under it.
    Agreement(AgreementId),
}
