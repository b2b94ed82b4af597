//! Agreement: what parties signed, and until when it holds.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    actor::Party,
    declare::{Described, noun},
    edtf::EdtfDate,
    link::Link,
    noun::AgreementId,
    period::Period,
    term::Term,
    text::LocalizedText,
    texts::{Part, Texts},
    vocabulary::{Vocabulary, vocabulary},
};

noun! {
    /// A cooperation agreement, memorandum or plan (thỏa thuận, biên bản ghi nhớ, kế hoạch).
    pub struct Agreement<L: Link = ById> {
        /// The code that people use for it; unique among agreements.
        pub code: String,
        /// The kind of agreement.
        pub kind: AgreementKind,
        /// Its title.
        pub title: LocalizedText,
        /// What it is about, in more words than the title.
        #[serde(default)]
        pub description: Option<LocalizedText>,
        /// The parties.
        #[serde(default)]
        pub parties: Vec<Party<L>> => parts(ProvinceAgreements, OrganizationAgreements),
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
        /// The agreement that it implements or continues.
        #[serde(default)]
        pub parent: Option<L::To<AgreementId>> => maybe(AgreementChildren),
    }
}

vocabulary! {
    /// The kind of agreement.
    pub enum AgreementKind {
        /// Cooperation agreement or programme (thỏa thuận, chương trình hợp tác).
        CooperationAgreement = "COOPERATION_AGREEMENT",
        /// Memorandum of understanding (biên bản ghi nhớ).
        Memorandum = "MEMORANDUM",
        /// Plan (kế hoạch).
        Plan = "PLAN",
    }
}

/// The early end of an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Termination {
    /// The first day on which it is no longer in force.
    pub on: Date,
    /// The reason.
    pub reason: String,
}

vocabulary! {
    /// The status of an agreement on the day of the request, derived from its dates.
    pub enum AgreementStatus {
        /// Draft (dự thảo): under negotiation, or signed on a later day.
        Draft = "DRAFT",
        /// In force (đang có hiệu lực), according to its dates.
        Active = "ACTIVE",
        /// Expired (hết hiệu lực): the latest possible day of its period is past.
        Expired = "EXPIRED",
        /// Terminated early (chấm dứt trước hạn).
        Terminated = "TERMINATED",
    }
}

impl<L: Link> Agreement<L> {
    /// Where the agreement stands on a day.
    #[must_use]
    pub fn status_on(&self, day: Date) -> AgreementStatus {
        let is_reached = |turn: &Turn| self.turns_on(*turn).is_some_and(|on| on <= day);
        let is_so = |status: &AgreementStatus| {
            let (reached, open) = status.turns();
            reached.iter().all(is_reached) && !open.iter().any(is_reached)
        };
        // Each agreement has one.
        AgreementStatus::ALL.iter().copied().find(is_so).unwrap_or(AgreementStatus::Draft)
    }

    /// The first day after a turn; `None` where it does not come.
    #[must_use]
    pub fn turns_on(&self, turn: Turn) -> Option<Date> {
        match turn {
            Turn::Signed if self.draft => None,
            Turn::Signed => Some(self.signed_on.map_or(Date::MIN, EdtfDate::earliest)),
            Turn::Expired => self.period?.latest()?.tomorrow().ok(),
            Turn::Terminated => self.termination.as_ref().map(|it| it.on),
        }
    }
}

/// What comes about on a day, and decides where an agreement stands from then on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It is signed, and no draft. One without a day was signed before any other.
    Signed,
    /// The latest possible day of its period is past.
    Expired,
    /// It was ended early.
    Terminated,
}

impl AgreementStatus {
    /// The turns that were reached where an agreement has this status, and those that were not.
    #[must_use]
    pub const fn turns(self) -> (&'static [Turn], &'static [Turn]) {
        use Turn::{Expired, Signed, Terminated};
        match self {
            Self::Terminated => (&[Terminated], &[]),
            Self::Draft => (&[], &[Terminated, Signed]),
            Self::Expired => (&[Signed, Expired], &[Terminated]),
            Self::Active => (&[Signed], &[Terminated, Expired]),
        }
    }
}

impl Described for Agreement {
    fn day(&self) -> Option<Date> {
        self.signed_on
            .map(EdtfDate::earliest)
            .or_else(|| self.period.and_then(|period| period.earliest()))
    }

    fn terms(&self) -> Vec<(&'static str, Term)> {
        vec![("code", Term::AgreementCode(self.code.clone()))]
    }

    fn is_published(&self) -> bool {
        !self.draft
    }

    fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.localized(Part::Title, Some(&self.title));
        texts.localized(Part::Narrative, self.description.as_ref());
        texts.plain(Part::Code, Some(&self.code));
        let termination = self.termination.as_ref();
        texts.plain(Part::Narrative, termination.map(|it| it.reason.as_str()));
    }
}
