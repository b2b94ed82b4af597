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
        /// The activity that it belongs to. An activity or an agreement is named.
        activity: Option<IdOf<ActivityId>>,
        /// The agreement that it belongs to, where there is no activity.
        agreement: Option<IdOf<AgreementId>>,
        /// What sort of event it is.
        kind: EventKind,
        /// Its title: at most 500 characters.
        title: LocalizedTextInput,
        /// The level at which it is held.
        level: Option<EventLevel>,
        /// The province where it takes place.
        host: Option<IdOf<ProvinceId>>,
        /// The place within that province: at most 300 characters.
        place: Option<String>,
        /// From its first to its last day.
        period: PeriodInput,
        /// Who takes part, and as what; at most 500.
        #[graphql(default)]
        participants: Vec<ParticipantInput>,
    }
}

intent! {
    /// The move of an event. Of place and host, what is absent stays, what is null is removed.
    RescheduleEventInput changes event: EventId, commands::RescheduleEvent => RescheduleEvent {
        /// Its new days; absent where it is put off without any, which makes it POSTPONED.
        period: Option<PeriodInput>,
        /// The province where it now takes place.
        host: MaybeUndefined<IdOf<ProvinceId>>,
        /// The place within that province: at most 300 characters.
        place: MaybeUndefined<String>,
        /// Why it is put off, only without new days: at most 2,000 characters.
        reason: Option<String>,
    }
}

intent! {
    /// The report on an event; of lists, place and host, what is absent stays, what is null is
    /// removed.
    ReportEventHeldInput changes event: EventId, commands::ReportEventHeld => ReportEventHeld {
        /// The days on which it was held; absent where those recorded are right.
        period: Option<PeriodInput>,
        /// How many people attended, from 0 on.
        attendance: Option<Whole<u32>>,
        /// The province where it was held.
        host: MaybeUndefined<IdOf<ProvinceId>>,
        /// The place within that province: at most 300 characters.
        place: MaybeUndefined<String>,
        /// Who took part, all of them; at most 500.
        participants: MaybeUndefined<Vec<ParticipantInput>>,
        /// The documents that print it, all of them; at most 500.
        sources: MaybeUndefined<Vec<SourceInput>>,
    }
}

intent! {
    /// The end of an event that is not held.
    CancelEventInput changes event: EventId, commands::CancelEvent => CancelEvent {
        /// Why it is given up: at most 2,000 characters.
        reason: String,
    }
}
