//! Who takes part: a province, or one of its organizations, in a role.

use serde::{Deserialize, Serialize};

use super::{
    link::{ById, Link, Linker},
    noun::{OrganizationId, ProvinceId},
};

/// A province, acting itself or through an organization of its own.
///
/// A file may name the organization alone; once registered, the province is always set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "", rename_all = "camelCase", deny_unknown_fields)]
pub struct Actor<L: Link = ById> {
    /// The province.
    #[serde(default)]
    pub province: Option<L::To<ProvinceId>>,
    /// The organization of that province, where one is named.
    #[serde(default)]
    pub organization: Option<L::To<OrganizationId>>,
}

impl<A: Link> Actor<A> {
    /// Points the actor by another kind of link.
    pub fn relink<B: Link>(self, to: &mut impl Linker<A, B>) -> Actor<B> {
        Actor {
            province: to.link_option(self.province, "province"),
            organization: to.link_option(self.organization, "organization"),
        }
    }
}

/// What a participant of an activity or event is in it. One province may hold several roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// Gives goods, services, knowledge or work.
    Provider,
    /// Receives them.
    Beneficiary,
    /// Pays.
    Funder,
    /// Gives the place.
    Host,
    /// Carries out on behalf of others.
    Implementer,
    /// Gives and receives alike.
    Partner,
}

/// A province (and organization) in a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "", rename_all = "camelCase", deny_unknown_fields)]
pub struct Participant<L: Link = ById> {
    /// The province; a file may leave it to the organization.
    #[serde(default)]
    pub province: Option<L::To<ProvinceId>>,
    /// The organization, where one is named.
    #[serde(default)]
    pub organization: Option<L::To<OrganizationId>>,
    /// The role.
    pub role: Role,
}

impl<A: Link> Participant<A> {
    /// Points the participant by another kind of link.
    pub fn relink<B: Link>(self, to: &mut impl Linker<A, B>) -> Participant<B> {
        let Actor { province, organization } =
            Actor { province: self.province, organization: self.organization }.relink(to);
        Participant { province, organization, role: self.role }
    }

    pub(super) fn relink_all<B: Link>(
        participants: Vec<Self>,
        to: &mut impl Linker<A, B>,
    ) -> Vec<Participant<B>> {
        participants.into_iter().map(|participant| participant.relink(to)).collect()
    }
}
