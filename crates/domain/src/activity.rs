//! Activity: an agreed item, who takes part in it and how far it is.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    actor::Participant,
    declare::{Described, noun},
    link::Link,
    money::Money,
    noun::{AgreementId, FieldId, SectorId},
    period::Period,
    status::ActivityStatus,
    text::LocalizedText,
    texts::{Part, Texts},
    vocabulary::vocabulary,
};

noun! {
    /// An agreed activity (nội dung, hoạt động hợp tác).
    pub struct Activity<L: Link = ById> {
        /// The agreement; absent where the sources name none. A field brings its own, unless one that
        /// stands below it is named.
        #[serde(default)]
        pub agreement: Option<L::To<AgreementId>> => maybe(AgreementActivities),
        /// The priority field of the agreement or of one above it; absent where these name no such field.
        #[serde(default)]
        pub field: Option<L::To<FieldId>> => maybe(FieldActivities),
        /// The sector; always the field's, where there is a field.
        pub sector: L::To<SectorId> => one(SectorActivities),
        /// Its title.
        pub title: LocalizedText,
        /// What it is about, in more words than the title.
        #[serde(default)]
        pub description: Option<LocalizedText>,
        /// The participants with their roles.
        #[serde(default)]
        pub participants: Vec<Participant<L>> => parts(ProvinceActivities, OrganizationActivities),
        /// The planned period.
        #[serde(default)]
        pub planned: Option<Period>,
        /// The actual period.
        #[serde(default)]
        pub actual: Option<Period>,
        /// Its status.
        pub status: ActivityStatus,
        /// Why it was suspended or cancelled.
        #[serde(default)]
        pub status_reason: Option<String>,
        /// The money committed to it.
        #[serde(default)]
        pub commitments: Vec<Commitment>,
    }
}

/// Money committed to an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Commitment {
    /// The amount.
    pub money: Money,
    /// The source of the money.
    pub funding: Funding,
}

vocabulary! {
    /// A source of committed money.
    pub enum Funding {
        /// State budget (ngân sách nhà nước).
        StateBudget = "STATE_BUDGET",
        /// Socialised funding (xã hội hóa): contributions of society.
        Socialised = "SOCIALISED",
        /// Enterprise funds (vốn doanh nghiệp).
        Enterprise = "ENTERPRISE",
        /// Official development assistance (vốn ODA).
        Oda = "ODA",
    }
}

impl<A: Link> Activity<A> {
    /// When it takes place, as far as known: the actual period, else the planned one.
    #[must_use]
    pub fn period(&self) -> Option<Period> {
        self.actual.or(self.planned)
    }
}

impl Described for Activity {
    fn day(&self) -> Option<Date> {
        self.period()?.earliest()
    }

    fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.localized(Part::Title, Some(&self.title));
        texts.localized(Part::Narrative, self.description.as_ref());
        texts.plain(Part::Narrative, self.status_reason.as_deref());
    }
}
