//! Activity: an agreed item, who takes part in it and how far it is.

use serde::{Deserialize, Serialize};

use super::{
    actor::Participant,
    link::{ById, Link, Linker},
    money::Money,
    noun::{AgreementId, FieldId, SectorId},
    period::Period,
    source::Source,
    status::ActivityStatus,
    text::LocalizedText,
};

/// An agreed item (nội dung, hoạt động hợp tác).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "", rename_all = "camelCase", deny_unknown_fields)]
pub struct Activity<L: Link = ById> {
    /// The external key.
    #[serde(default)]
    pub key: Option<String>,
    /// The agreement; absent where the sources name none. A field brings its own.
    #[serde(default)]
    pub agreement: Option<L::To<AgreementId>>,
    /// The priority field; absent where the agreement names no such field.
    #[serde(default)]
    pub field: Option<L::To<FieldId>>,
    /// The sector; always the field's, where there is a field.
    pub sector: L::To<SectorId>,
    /// Its title.
    pub title: LocalizedText,
    /// Who takes part, and as what.
    #[serde(default)]
    pub participants: Vec<Participant<L>>,
    /// When it was to take place.
    #[serde(default)]
    pub planned: Option<Period>,
    /// When it took place.
    #[serde(default)]
    pub actual: Option<Period>,
    /// How far it is.
    pub status: ActivityStatus,
    /// Why it was suspended or cancelled.
    #[serde(default)]
    pub status_reason: Option<String>,
    /// The money promised for it.
    #[serde(default)]
    pub commitments: Vec<Commitment>,
    /// The documents that print this.
    #[serde(default)]
    pub sources: Vec<Source<L>>,
    /// What is uncertain.
    #[serde(default)]
    pub note: Option<String>,
}

/// Money promised for an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Commitment {
    /// How much.
    pub money: Money,
    /// From which source.
    pub funding: Funding,
}

/// A source of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Funding {
    /// Ngân sách nhà nước.
    StateBudget,
    /// Xã hội hóa: contributions of society.
    Socialised,
    /// An enterprise's own money.
    Enterprise,
    /// Official development assistance.
    Oda,
}

impl<A: Link> Activity<A> {
    /// When it takes place, as far as known: the actual period, else the planned one.
    #[must_use]
    pub fn period(&self) -> Option<Period> {
        self.actual.or(self.planned)
    }

    /// Points the activity by another kind of link.
    pub fn relink<B: Link>(self, to: &mut impl Linker<A, B>) -> Activity<B> {
        Activity {
            key: self.key,
            agreement: to.link_option(self.agreement, "agreement"),
            field: to.link_option(self.field, "field"),
            sector: to.link(self.sector, "sector"),
            title: self.title,
            participants: Participant::relink_all(self.participants, to),
            planned: self.planned,
            actual: self.actual,
            status: self.status,
            status_reason: self.status_reason,
            commitments: self.commitments,
            sources: Source::relink_all(self.sources, to),
            note: self.note,
        }
    }
}
