//! Event: something that took place, where, and with whom.

use jiff::civil::Date;

use super::{
    actor::Participant,
    declare::{Described, noun},
    noun::{ActivityId, AgreementId, ProvinceId},
    period::Period,
    status::EventStatus,
    text::LocalizedText,
    texts::{Part, Texts},
    vocabulary::vocabulary,
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
        /// The kind of event.
        pub kind: EventKind,
        /// Its title.
        pub title: LocalizedText,
        /// What it is about, in more words than the title.
        #[serde(default)]
        pub description: Option<LocalizedText>,
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
        /// The participants with their roles.
        #[serde(default)]
        pub participants: Vec<Participant<L>> => parts(ProvinceEvents, OrganizationEvents),
        /// How many people attended.
        #[serde(default)]
        pub attendance: Option<u32>,
        /// Its status.
        pub status: EventStatus,
        /// Why it was postponed or cancelled.
        #[serde(default)]
        pub status_reason: Option<String>,
    }
}

vocabulary! {
    /// The kind of event.
    pub enum EventKind {
        /// Exhibition (triển lãm).
        Exhibition = "EXHIBITION",
        /// Festival (lễ hội).
        Festival = "FESTIVAL",
        /// Supply-demand connection (kết nối cung cầu).
        SupplyDemandConnection = "SUPPLY_DEMAND_CONNECTION",
        /// Trade fair (hội chợ).
        TradeFair = "TRADE_FAIR",
        /// Conference (hội nghị).
        Conference = "CONFERENCE",
        /// Workshop (hội thảo).
        Workshop = "WORKSHOP",
        /// Seminar (tọa đàm).
        Seminar = "SEMINAR",
        /// Signing ceremony (lễ ký kết).
        SigningCeremony = "SIGNING_CEREMONY",
        /// Field survey (khảo sát).
        FieldSurvey = "FIELD_SURVEY",
        /// Training (tập huấn, đào tạo).
        Training = "TRAINING",
        /// Other (khác).
        Other = "OTHER",
    }
}

vocabulary! {
    /// The level of an event.
    pub enum EventLevel {
        /// International (quốc tế).
        International = "INTERNATIONAL",
        /// National level (cấp quốc gia).
        National = "NATIONAL",
        /// Regional level (cấp vùng).
        Regional = "REGIONAL",
        /// Provincial level (cấp tỉnh).
        Provincial = "PROVINCIAL",
        /// District level (cấp huyện).
        District = "DISTRICT",
    }
}

impl Described for Event {
    fn day(&self) -> Option<Date> {
        self.period?.earliest()
    }

    fn texts<'a>(&'a self, texts: &mut Texts<'a>) {
        texts.localized(Part::Title, Some(&self.title));
        texts.localized(Part::Narrative, self.description.as_ref());
        texts.plain(Part::Place, self.place.as_deref());
        texts.plain(Part::Narrative, self.status_reason.as_deref());
    }
}
