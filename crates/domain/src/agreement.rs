//! Agreement: what parties signed, and until when it holds.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    actor::Actor,
    edtf::EdtfDate,
    link::{ById, Link, Linker},
    noun::{AgreementId, OrganizationId, ProvinceId},
    period::Period,
    source::Source,
    text::LocalizedText,
};

/// A cooperation agreement, memorandum or plan (thỏa thuận, biên bản ghi nhớ, kế hoạch).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "", rename_all = "camelCase", deny_unknown_fields)]
pub struct Agreement<L: Link = ById> {
    /// The external key.
    #[serde(default)]
    pub key: Option<String>,
    /// The code by which people name it; no two agreements share one.
    pub code: String,
    /// What sort of paper it is.
    pub kind: AgreementKind,
    /// Its title.
    pub title: LocalizedText,
    /// Who signed.
    #[serde(default)]
    pub parties: Vec<Party<L>>,
    /// When it was signed; absent where no source prints it.
    #[serde(default)]
    pub signed_on: Option<EdtfDate>,
    /// The time for which it holds; either end may be absent.
    #[serde(default)]
    pub period: Option<Period>,
    /// Whether it is still being negotiated.
    #[serde(default)]
    pub draft: bool,
    /// How it was ended early, if it was.
    #[serde(default)]
    pub termination: Option<Termination>,
    /// The agreement that it carries out or continues.
    #[serde(default)]
    pub parent: Option<L::To<AgreementId>>,
    /// The documents that print this.
    #[serde(default)]
    pub sources: Vec<Source<L>>,
    /// What is uncertain.
    #[serde(default)]
    pub note: Option<String>,
}

/// What sort of paper an agreement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AgreementKind {
    /// Thỏa thuận, chương trình hợp tác.
    CooperationAgreement,
    /// Biên bản ghi nhớ.
    Memorandum,
    /// Kế hoạch.
    Plan,
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
    /// Whether it leads.
    pub role: PartyRole,
}

/// Whether a party leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PartyRole {
    /// Named as the one in the lead.
    Lead,
    /// A signatory.
    Member,
}

/// The early end of an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Termination {
    /// The first day on which it no longer holds.
    pub on: Date,
    /// Why.
    pub reason: String,
}

/// Where an agreement stands on a day. Derived, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AgreementStatus {
    /// Being negotiated, or signed on a later day.
    Draft,
    /// In force, as far as its dates tell.
    Active,
    /// The latest possible day of its period is past.
    Expired,
    /// Ended early.
    Terminated,
}

impl<L: Link> Agreement<L> {
    /// Where the agreement stands on a day.
    #[must_use]
    pub fn status_on(&self, day: Date) -> AgreementStatus {
        let unsigned = self.draft || self.signed_on.is_some_and(|signed| signed.earliest() > day);
        if self.termination.as_ref().is_some_and(|termination| termination.on <= day) {
            AgreementStatus::Terminated
        } else if unsigned {
            AgreementStatus::Draft
        } else if self.period.is_some_and(|period| period.is_past_on(day)) {
            AgreementStatus::Expired
        } else {
            AgreementStatus::Active
        }
    }

    /// Points the agreement by another kind of link.
    pub fn relink<B: Link>(self, to: &mut impl Linker<L, B>) -> Agreement<B> {
        Agreement {
            key: self.key,
            code: self.code,
            kind: self.kind,
            title: self.title,
            parties: self.parties.into_iter().map(|party| party.relink(to)).collect(),
            signed_on: self.signed_on,
            period: self.period,
            draft: self.draft,
            termination: self.termination,
            parent: to.link_option(self.parent, "parent"),
            sources: Source::relink_all(self.sources, to),
            note: self.note,
        }
    }
}

impl<A: Link> Party<A> {
    fn relink<B: Link>(self, to: &mut impl Linker<A, B>) -> Party<B> {
        let Actor { province, organization } =
            Actor { province: self.province, organization: self.organization }.relink(to);
        Party { province, organization, role: self.role }
    }
}
