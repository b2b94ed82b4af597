//! Event: something that took place, where, and with whom.

use serde::{Deserialize, Serialize};

use super::{
    actor::Participant,
    link::{ById, Link, Linker},
    noun::{ActivityId, AgreementId, ProvinceId},
    period::Period,
    source::Source,
    status::EventStatus,
    text::LocalizedText,
};

/// An exhibition, conference, signing ceremony… (sự kiện).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "", rename_all = "camelCase", deny_unknown_fields)]
pub struct Event<L: Link = ById> {
    /// The external key.
    #[serde(default)]
    pub key: Option<String>,
    /// The activity that it belongs to.
    #[serde(default)]
    pub activity: Option<L::To<ActivityId>>,
    /// The agreement that it belongs to; an activity brings its own.
    #[serde(default)]
    pub agreement: Option<L::To<AgreementId>>,
    /// What sort of event it is.
    pub kind: EventKind,
    /// Its title.
    pub title: LocalizedText,
    /// At which level it was held.
    #[serde(default)]
    pub level: Option<EventLevel>,
    /// The province where it takes place.
    #[serde(default)]
    pub host: Option<L::To<ProvinceId>>,
    /// The place within that province, as printed.
    #[serde(default)]
    pub place: Option<String>,
    /// From its first to its last day; either may be absent.
    #[serde(default)]
    pub period: Option<Period>,
    /// Who takes part, and as what.
    #[serde(default)]
    pub participants: Vec<Participant<L>>,
    /// How many people attended.
    #[serde(default)]
    pub attendance: Option<u32>,
    /// Whether it was held.
    pub status: EventStatus,
    /// Why it was postponed or cancelled.
    #[serde(default)]
    pub status_reason: Option<String>,
    /// The documents that print this.
    #[serde(default)]
    pub sources: Vec<Source<L>>,
    /// What is uncertain.
    #[serde(default)]
    pub note: Option<String>,
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

impl<A: Link> Event<A> {
    /// Points the event by another kind of link.
    pub fn relink<B: Link>(self, to: &mut impl Linker<A, B>) -> Event<B> {
        Event {
            key: self.key,
            activity: to.link_option(self.activity, "activity"),
            agreement: to.link_option(self.agreement, "agreement"),
            kind: self.kind,
            title: self.title,
            level: self.level,
            host: to.link_option(self.host, "host"),
            place: self.place,
            period: self.period,
            participants: Participant::relink_all(self.participants, to),
            attendance: self.attendance,
            status: self.status,
            status_reason: self.status_reason,
            sources: Source::relink_all(self.sources, to),
            note: self.note,
        }
    }
}
