//! Event: something that took place, where, and with whom.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    actor::Participant,
    declare::{Described, noun},
    link::Link,
    noun::{ActivityId, AgreementId, NounId, ProvinceId, RecordId},
    period::Period,
    status::EventStatus,
    text::LocalizedText,
};

noun! {
    /// An exhibition, conference, signing ceremony… (sự kiện).
    pub struct Event<L: Link = ById> {
        /// The activity that it belongs to.
        #[serde(default)]
        pub activity: Option<L::To<ActivityId>> => maybe(ActivityEvents),
        /// The agreement that it belongs to; an activity brings its own.
        #[serde(default)]
        pub agreement: Option<L::To<AgreementId>> => maybe(AgreementEvents),
        /// What sort of event it is.
        pub kind: EventKind,
        /// Its title.
        pub title: LocalizedText,
        /// At which level it was held.
        #[serde(default)]
        pub level: Option<EventLevel>,
        /// The province where it takes place.
        #[serde(default)]
        pub host: Option<L::To<ProvinceId>> => maybe(ProvinceHostedEvents, ProvinceEvents),
        /// The place within that province, as printed.
        #[serde(default)]
        pub place: Option<String>,
        /// From its first to its last day; either may be absent.
        #[serde(default)]
        pub period: Option<Period>,
        /// Who takes part, and as what.
        #[serde(default)]
        pub participants: Vec<Participant<L>> => parts(ProvinceEvents, OrganizationEvents),
        /// How many people attended.
        #[serde(default)]
        pub attendance: Option<u32>,
        /// Whether it was held.
        pub status: EventStatus,
        /// Why it was postponed or cancelled.
        #[serde(default)]
        pub status_reason: Option<String>,
    }
}

/// What sort of event an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EventKind {
    /// Triển lãm.
    Exhibition,
    /// Lễ hội.
    Festival,
    /// Kết nối cung cầu.
    SupplyDemandConnection,
    /// Hội chợ.
    TradeFair,
    /// Hội nghị.
    Conference,
    /// Hội thảo.
    Workshop,
    /// Tọa đàm.
    Seminar,
    /// Lễ ký kết.
    SigningCeremony,
    /// Khảo sát.
    FieldSurvey,
    /// Tập huấn, đào tạo.
    Training,
    /// Any other.
    Other,
}

/// The level at which an event was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EventLevel {
    /// Quốc tế.
    International,
    /// Cấp quốc gia.
    National,
    /// Cấp vùng.
    Regional,
    /// Cấp tỉnh.
    Provincial,
    /// Cấp huyện.
    District,
}

impl<A: Link> Event<A> {}

impl Described for Event {
    fn day(&self) -> Option<Date> {
        self.period?.earliest()
    }

    fn stands_under(&self) -> [Option<RecordId>; 2] {
        [self.agreement.map(NounId::record), None]
    }
}
