//! Who takes part: a province, or one of its organizations, in a role of an activity or event, or as
//! a party to an agreement.

use serde::{Deserialize, Serialize};

use super::{
    link::{ById, Link, Linker},
    noun::{OrganizationId, ProvinceId},
    path::FieldPath,
    pointing::{LinkedPart, See, SeenPart, maybe},
    relation::Relation,
    vocabulary::vocabulary,
};

/// A province, acting itself or through one of its organizations.
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

impl<A: Link> LinkedPart<A> for Actor<A> {
    type Over<B: Link> = Actor<B>;

    fn relink<B: Link>(self, at: &FieldPath<'_>, to: &mut impl Linker<A, B>) -> Actor<B> {
        Actor {
            province: maybe::relink(self.province, &at.attribute("province"), to),
            organization: maybe::relink(self.organization, &at.attribute("organization"), to),
        }
    }
}

impl SeenPart for Actor {
    type Relations = [Relation; 2];

    fn see(&self, at: &FieldPath<'_>, [province, organization]: [Relation; 2], see: See<'_>) {
        maybe::see(&self.province, &at.attribute("province"), [province], see);
        maybe::see(&self.organization, &at.attribute("organization"), [organization], see);
    }
}

/// Lets a part be an actor with a role when it points at records.
macro_rules! actor_with_role {
    ($part:ident { $($rest:ident),+ }) => {
        impl<A: Link> LinkedPart<A> for $part<A> {
            type Over<B: Link> = $part<B>;

            fn relink<B: Link>(self, at: &FieldPath<'_>, to: &mut impl Linker<A, B>) -> $part<B> {
                let actor = Actor { province: self.province, organization: self.organization };
                let Actor { province, organization } = actor.relink(at, to);
                $part { province, organization, $($rest: self.$rest),+ }
            }
        }

        impl SeenPart for $part {
            type Relations = [Relation; 2];

            fn see(&self, at: &FieldPath<'_>, relations: [Relation; 2], see: See<'_>) {
                let Self { province, organization, .. } = *self;
                Actor { province, organization }.see(at, relations, see);
            }
        }
    };
}

vocabulary! {
    /// The role of a participant in an activity or event. One province may have several roles.
    pub enum Role {
        /// Provider (bên hỗ trợ): gives goods, services, knowledge or work.
        Provider = "PROVIDER",
        /// Beneficiary (bên thụ hưởng).
        Beneficiary = "BENEFICIARY",
        /// Funder (bên tài trợ).
        Funder = "FUNDER",
        /// Host (bên đăng cai): provides the place.
        Host = "HOST",
        /// Implementer (bên thực hiện): acts on behalf of others.
        Implementer = "IMPLEMENTER",
        /// Partner (đối tác): a source calls it joint action of those named, who give and receive.
        Partner = "PARTNER",
        /// Unspecified (chưa rõ vai trò): takes part, but no source says who gives and who receives.
        Unspecified = "UNSPECIFIED",
    }
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
    /// The side on which it stands, such as `city`. Those on one side form no pair with each other,
    /// unless one gives and the other receives.
    #[serde(default)]
    pub side: Option<String>,
    /// What the role rests on: the words of a source, or a remark.
    #[serde(default)]
    pub basis: Option<String>,
}

/// A province or organization that signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "", rename_all = "camelCase", deny_unknown_fields)]
pub struct Party<L: Link = ById> {
    /// The province; a file may leave it to the organization.
    #[serde(default)]
    pub province: Option<L::To<ProvinceId>>,
    /// The organization that signed, where one is named.
    #[serde(default)]
    pub organization: Option<L::To<OrganizationId>>,
    /// Whether it is the lead.
    pub role: PartyRole,
    /// The side on which it signed, such as `city`. Those on one side form no pair with each other.
    #[serde(default)]
    pub side: Option<String>,
}

vocabulary! {
    /// The role of a party.
    pub enum PartyRole {
        /// Lead party (bên chủ trì).
        Lead = "LEAD",
        /// Signatory (bên tham gia).
        Member = "MEMBER",
    }
}

actor_with_role!(Participant { role, side, basis });
actor_with_role!(Party { role, side });
