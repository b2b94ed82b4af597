//! What figures are called in the schema.

use domain::{
    ActivityStatus,
    tally::{self, Figure as Kind, HostSide},
};
use macros::Enum;

macro_rules! same {
    ($($(#[$doc:meta])* $name:ident = $domain:path { $($(#[$value_doc:meta])* $value:ident),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$value_doc])* $value),+ }

        impl From<$domain> for $name {
            fn from(value: $domain) -> Self {
                type Domain = $domain;
                match value { $(Domain::$value => Self::$value),+ }
            }
        }
    )+};
}

macro_rules! figures {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident => $figure:expr),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$value_doc])* $value),+ }

        impl From<$name> for tally::Figure {
            fn from(figure: $name) -> Self {
                match figure { $($name::$value => $figure),+ }
            }
        }
    };
}

figures! {
    /// A figure of a tally: what cells are ordered by, and what the records are asked behind. Of a
    /// rate, these are the things that it is a rate of.
    Figure {
        /// Distinct activities.
        Activities => Kind::Activities,
        /// Activities that are PLANNED.
        Planned => Kind::Status(ActivityStatus::Planned),
        /// Activities that are ONGOING.
        Ongoing => Kind::Status(ActivityStatus::Ongoing),
        /// Activities that are COMPLETED.
        Completed => Kind::Status(ActivityStatus::Completed),
        /// Activities that are SUSPENDED.
        Suspended => Kind::Status(ActivityStatus::Suspended),
        /// Activities that are CANCELLED.
        Cancelled => Kind::Status(ActivityStatus::Cancelled),
        /// Activities of which no source says how far they are.
        Unknown => Kind::Status(ActivityStatus::Unknown),
        /// `completionRate = completed / (all − cancelled)`. Behind it: all activities that are not
        /// cancelled.
        CompletionRate => Kind::CompletionRate,
        /// Activities with a flow a→b: one way, or mutual. In a pair only, as all that have a
        /// direction.
        AToB => Kind::AToB,
        /// Activities with a flow b→a: one way, or mutual.
        BToA => Kind::BToA,
        /// Activities that are one way a→b.
        OneWayAToB => Kind::OneWayAToB,
        /// Activities that are one way b→a.
        OneWayBToA => Kind::OneWayBToA,
        /// Activities that are one way, whichever.
        OneWay => Kind::OneWay,
        /// Activities that are mutual.
        Mutual => Kind::Mutual,
        /// `balance = (w_ab−w_ba)/(w_ab+w_ba)`. Behind it: all activities of the pair.
        Balance => Kind::Balance,
        /// `2·min(w_ab, w_ba)/(w_ab+w_ba)`. Behind it: all activities of the pair.
        Reciprocity => Kind::Reciprocity,
        /// The share of one-way activities. Behind it: all activities of the pair.
        OneWayShare => Kind::OneWayShare,
        /// Distinct events, whatever their status.
        Events => Kind::Events,
        /// Events hosted by a.
        HostedByA => Kind::Hosted(HostSide::A),
        /// Events hosted by b.
        HostedByB => Kind::Hosted(HostSide::B),
        /// Events hosted by another province; of a network, by any.
        HostedElsewhere => Kind::Hosted(HostSide::Elsewhere),
        /// Events of which no host is recorded, or whose host was split.
        HostUnknown => Kind::Hosted(HostSide::Unknown),
        /// Approved outcomes.
        Outcomes => Kind::Outcomes,
        /// Approved outcomes with a document.
        Evidenced => Kind::Evidenced,
        /// The share of approved outcomes with a document. Behind it: all approved outcomes.
        EvidenceShare => Kind::EvidenceShare,
        /// What may belong here but is not counted, because a unit was split and its successor is
        /// ambiguous.
        Unresolved => Kind::Unresolved,
    }
}

figures! {
    /// A figure of progress.
    ProgressFigure {
        /// All activities, which is what was agreed.
        Agreed => Kind::Activities,
        /// Those that are PLANNED.
        Planned => Kind::Status(ActivityStatus::Planned),
        /// Those that are ONGOING.
        Ongoing => Kind::Status(ActivityStatus::Ongoing),
        /// Those that are COMPLETED.
        Completed => Kind::Status(ActivityStatus::Completed),
        /// Those that are SUSPENDED.
        Suspended => Kind::Status(ActivityStatus::Suspended),
        /// Those that are CANCELLED.
        Cancelled => Kind::Status(ActivityStatus::Cancelled),
        /// Those of which no source says how far they are.
        Unknown => Kind::Status(ActivityStatus::Unknown),
        /// `completionRate = completed / (all − cancelled)`. Behind it: all that are not cancelled.
        CompletionRate => Kind::CompletionRate,
    }
}

same! {
    /// What became of an activity's flows under the boundaries. Every activity is in exactly one
    /// of these, so that their sum is the same under any boundaries.
    FlowPlacement = tally::Placement {
        /// It belongs to at least one pair.
        Paired,
        /// It belongs to no pair for certain, because a unit of a flow was split.
        Unresolved,
        /// All its flows are within one unit: those who gave and received were merged.
        Internal,
        /// Nothing that is recorded of it is a flow.
        Flowless,
    }

    /// How a claim compares with what is recorded. The qualifier says which counts match a value
    /// v: EXACT (or none) only v; MORE_THAN any greater one; NEARLY from nine tenths of v to less
    /// than v; ABOUT up to a tenth less or more; UP_TO any not greater. DOZENS and
    /// TENS_OF_THOUSANDS state no value.
    Verdict = tally::Verdict {
        /// As many are recorded as the claim says.
        Matches,
        /// Fewer are recorded.
        UnderRecorded,
        /// More are recorded.
        OverRecorded,
        /// The registry cannot count what the claim is about; the reason is told.
        NotComparable,
    }

    /// Why a claim cannot be compared.
    NotComparableReason = tally::Reason {
        /// The registry has no count for the metric.
        Metric,
        /// The claim is in another unit than the metric is counted in.
        Unit,
        /// The scope narrows what the counted records do not tell.
        Scope,
        /// The claim states no value, or one too large to compute with.
        Value,
        /// More are recorded than the claim says, but it narrows its scope in words, too: nobody
        /// can count how many of them it means. That fewer are recorded would hold all the same.
        Words,
    }
}

/// Which way a list runs.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq, Default)]
#[graphql(name = "OrderDirection")]
pub enum Direction {
    /// The least first.
    Asc,
    /// The greatest first.
    #[default]
    Desc,
}

/// The units that boundaries mean, in a word.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
pub enum BoundariesKind {
    /// The units that the records name.
    AsRecorded,
    /// The units valid on the day of the request (in Asia/Ho_Chi_Minh).
    Today,
}
