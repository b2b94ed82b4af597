//! What mutations of events take.

use async_graphql::MaybeUndefined;

use super::{
    inputs::{LocalizedTextInput, ParticipantInput, PeriodInput, SourceInput},
    intent::intent,
    read::{IdOf, Whole},
};
use crate::enums::{EventKind, EventLevel};
use domain::{ActivityId, AgreementId, EventId, ProvinceId, commands};

intent! {
    /// An event to register.
    ScheduleEventInput creates commands::ScheduleEvent => ScheduleEvent {
        /// The activity that it belongs to. An activity or an agreement is required.
        activity: Option<IdOf<ActivityId>>,
        /// The agreement that it belongs to, if there is no activity.
        agreement: Option<IdOf<AgreementId>>,
        /// The kind of event.
        kind: EventKind,
        /// Its title: at most 500 characters.
        title: LocalizedTextInput,
        /// What it is about, in more words than the title: at most 10,000 characters.
        description: Option<LocalizedTextInput>,
        /// The level.
        level: Option<EventLevel>,
        /// The province where it takes place.
        host: Option<IdOf<ProvinceId>>,
        /// The place within that province: at most 300 characters.
        place: Option<String>,
        /// The period from its first to its last day.
        period: PeriodInput,
        /// The participants with their roles; at most 500.
        #[graphql(default)]
        participants: Vec<ParticipantInput>,
    }
}

intent! {
    /// New days of an event. Omitted place and host are unchanged, null removes them.
    RescheduleEventInput changes event: EventId, commands::RescheduleEvent => RescheduleEvent {
        /// Its new days; without them the event becomes POSTPONED.
        period: Option<PeriodInput>,
        /// The province where it now takes place.
        host: MaybeUndefined<IdOf<ProvinceId>>,
        /// The place within that province: at most 300 characters.
        place: MaybeUndefined<String>,
        /// Why it is postponed, only without new days: at most 2,000 characters.
        reason: Option<String>,
    }
}

intent! {
    /// The report on an event. Omitted lists, place and host are unchanged, null removes them.
    ReportEventHeldInput changes event: EventId, commands::ReportEventHeld => ReportEventHeld {
        /// The days on which it was held; omit them if the recorded days are right.
        period: Option<PeriodInput>,
        /// The number of attendees, not negative.
        attendance: Option<Whole<u32>>,
        /// The province where it was held.
        host: MaybeUndefined<IdOf<ProvinceId>>,
        /// The place within that province: at most 300 characters.
        place: MaybeUndefined<String>,
        /// All participants; at most 500.
        participants: MaybeUndefined<Vec<ParticipantInput>>,
        /// All documents that print it; at most 500.
        sources: MaybeUndefined<Vec<SourceInput>>,
    }
}

intent! {
    /// An event to cancel.
    CancelEventInput changes event: EventId, commands::CancelEvent => CancelEvent {
        /// The reason: at most 2,000 characters.
        reason: String,
    }
}
