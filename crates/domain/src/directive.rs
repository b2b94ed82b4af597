//! Directive: an instruction or recommendation from a review, and what answered it.

use serde::{Deserialize, Serialize};

use super::{
    edtf::EdtfDate,
    link::{ById, Link, Linker},
    noun::{ActivityId, AgreementId, OrganizationId},
    source::Source,
    status::DirectiveStatus,
    text::LocalizedText,
};

/// An instruction (chỉ đạo) or recommendation (kiến nghị) from a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "", rename_all = "camelCase", deny_unknown_fields)]
pub struct Directive<L: Link = ById> {
    /// The external key.
    #[serde(default)]
    pub key: Option<String>,
    /// The agreement that it is about.
    #[serde(default)]
    pub agreement: Option<L::To<AgreementId>>,
    /// Whether it binds.
    pub kind: DirectiveKind,
    /// Its text.
    pub text: LocalizedText,
    /// Who issued it, as printed.
    #[serde(default)]
    pub issued_by: Option<String>,
    /// The organization that issued it.
    #[serde(default)]
    pub issued_by_organization: Option<L::To<OrganizationId>>,
    /// When it was issued.
    #[serde(default)]
    pub issued_on: Option<EdtfDate>,
    /// Whom it addresses, as printed.
    #[serde(default)]
    pub addressed_to: Vec<String>,
    /// The organizations that it addresses.
    #[serde(default)]
    pub addressed_to_organizations: Vec<L::To<OrganizationId>>,
    /// Until when it is to be done.
    #[serde(default)]
    pub due: Option<EdtfDate>,
    /// Where it stands.
    pub status: DirectiveStatus,
    /// The activities that answer it.
    #[serde(default)]
    pub answered_by: Vec<L::To<ActivityId>>,
    /// The documents that print it.
    #[serde(default)]
    pub sources: Vec<Source<L>>,
    /// What is uncertain.
    #[serde(default)]
    pub note: Option<String>,
}

/// Whether a directive binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DirectiveKind {
    /// It does.
    Directive,
    /// It does not.
    Recommendation,
}

impl<A: Link> Directive<A> {
    /// Points the directive by another kind of link.
    pub fn relink<B: Link>(self, to: &mut impl Linker<A, B>) -> Directive<B> {
        Directive {
            key: self.key,
            agreement: to.link_option(self.agreement, "agreement"),
            kind: self.kind,
            text: self.text,
            issued_by: self.issued_by,
            issued_by_organization: to
                .link_option(self.issued_by_organization, "issuedByOrganization"),
            issued_on: self.issued_on,
            addressed_to: self.addressed_to,
            addressed_to_organizations: to
                .link_all(self.addressed_to_organizations, "addressedToOrganizations"),
            due: self.due,
            status: self.status,
            answered_by: to.link_all(self.answered_by, "answeredBy"),
            sources: Source::relink_all(self.sources, to),
            note: self.note,
        }
    }
}
