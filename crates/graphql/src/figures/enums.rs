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
    /// A figure of a tally. Cells are ordered by it, and its records are listed by it. For a rate,
    /// these are the records of its denominator.
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
        /// Activities whose status no source states.
        Unknown => Kind::Status(ActivityStatus::Unknown),
        /// `completionRate = completed / (all − cancelled)`. Records: all activities that are not
        /// cancelled.
        CompletionRate => Kind::CompletionRate,
        /// Activities with a stated flow a→b: one way, or mutual. Like all figures with an a and b,
        /// for a pair only.
        AToB => Kind::AToB,
        /// Activities with a stated flow b→a: one way, or mutual.
        BToA => Kind::BToA,
        /// One-way activities a→b.
        OneWayAToB => Kind::OneWayAToB,
        /// One-way activities b→a.
        OneWayBToA => Kind::OneWayBToA,
        /// One-way activities, in either direction; for a network, distinct activities that are one
        /// way as a whole.
        OneWay => Kind::OneWay,
        /// Mutual activities; for a network, distinct activities that are mutual as a whole.
        Mutual => Kind::Mutual,
        /// Activities whose direction no source states; for a network, as a whole.
        Unspecified => Kind::Unspecified,
        /// `balance = (w_ab−w_ba)/(w_ab+w_ba)`; without a value if it hangs on unspecified
        /// activities. Records: all activities of the pair.
        Balance => Kind::Balance,
        /// `2·min(w_ab, w_ba)/(w_ab+w_ba)`; without a value if it hangs on unspecified activities.
        /// Records: all activities of the pair.
        Reciprocity => Kind::Reciprocity,
        /// The share of one-way activities; without a value if it hangs on unspecified activities.
        /// Records: all activities of the pair.
        OneWayShare => Kind::OneWayShare,
        /// Distinct events, whatever their status.
        Events => Kind::Events,
        /// Events hosted by a.
        HostedByA => Kind::Hosted(HostSide::A),
        /// Events hosted by b.
        HostedByB => Kind::Hosted(HostSide::B),
        /// Events hosted by another province; for a network, by any province.
        HostedElsewhere => Kind::Hosted(HostSide::Elsewhere),
        /// Events without a recorded host, or whose host was split.
        HostUnknown => Kind::Hosted(HostSide::Unknown),
        /// Approved outcomes.
        Outcomes => Kind::Outcomes,
        /// Approved outcomes with a document.
        Evidenced => Kind::Evidenced,
        /// The share of approved outcomes with a document. Records: all approved outcomes.
        EvidenceShare => Kind::EvidenceShare,
        /// Records that may belong here but are not counted, because a unit was split and its
        /// successor is ambiguous.
        Unresolved => Kind::Unresolved,
    }
}

figures! {
    /// A figure of distinct activities by direction.
    DirectionFigure {
        /// Distinct activities, including those that belong to no pair.
        Activities => Kind::Activities,
        /// Activities that are one way as a whole.
        OneWay => Kind::OneWay,
        /// Activities that are mutual as a whole.
        Mutual => Kind::Mutual,
        /// Activities of which no source says whether they are one way or mutual.
        Unspecified => Kind::Unspecified,
        /// Activities that belong to no pair.
        WithoutPair => Kind::WithoutPair,
    }
}

figures! {
    /// A figure of progress.
    ProgressFigure {
        /// All activities, that is, the agreed ones.
        Agreed => Kind::Activities,
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
        /// Activities whose status no source states.
        Unknown => Kind::Status(ActivityStatus::Unknown),
        /// `completionRate = completed / (all − cancelled)`. Records: all activities that are not
        /// cancelled.
        CompletionRate => Kind::CompletionRate,
    }
}

same! {
    /// The direction of support (hỗ trợ) in an activity, a pair or both: one way, mutual, or not
    /// stated.
    FlowDirection = tally::Way {
        /// One way (một chiều): one gives and the other receives.
        OneWay,
        /// Mutual (hai chiều): both give and receive.
        Mutual,
        /// No source says whether it is one way or mutual.
        Unspecified,
    }

    /// The placement of an activity's flows under the boundaries. Every activity has exactly one,
    /// so the sum is the same under any boundaries.
    FlowPlacement = tally::Placement {
        /// It belongs to at least one pair.
        Paired,
        /// It belongs to no pair for certain, because a unit of a flow was split.
        Unresolved,
        /// All its flows are within one unit, because giver and receiver were merged.
        Internal,
        /// The activity has no flow, and nobody in it is UNSPECIFIED towards another.
        Flowless,
    }

    /// The result of comparing a claim with the records. The qualifier determines which counts
    /// match a value v: EXACT (or none) only v; MORE_THAN any greater count; NEARLY from nine
    /// tenths of v to less than v; ABOUT up to a tenth less or more; UP_TO any count not greater.
    /// DOZENS and TENS_OF_THOUSANDS state no value.
    Verdict = tally::Verdict {
        /// What is recorded matches the claim.
        Matches,
        /// Less is recorded than claimed.
        UnderRecorded,
        /// More is recorded than claimed.
        OverRecorded,
        /// The registry cannot tell what the claim is about; `reason` says why, and `needed` what
        /// would have to be recorded.
        NotComparable,
        /// The records bear a judgement out, whatever the sources leave open: both bounds of the
        /// share are above a half.
        Consistent,
        /// The records contradict a judgement, whatever the sources leave open: neither bound of
        /// the share is above a half.
        Contradicted,
        /// Whether the records bear a judgement out hangs on what no source states, or there are
        /// no such records.
        Undecided,
    }

    /// Why a claim cannot be compared.
    NotComparableReason = tally::Reason {
        /// The metric is OTHER: the registry has no count for it.
        Metric,
        /// The claim is in another unit than the metric is counted in.
        Unit,
        /// The scope restricts something that the counted records do not state.
        Scope,
        /// The claim states no value, or one that is too large to compute with.
        Value,
        /// More are recorded than claimed, but the claim also restricts its scope in words, and how
        /// many records these words mean cannot be counted. UNDER_RECORDED would hold all the same.
        Words,
    }
}

/// The direction of an order.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq, Default)]
#[graphql(name = "OrderDirection")]
pub enum Direction {
    /// Smallest first.
    Asc,
    /// Greatest first.
    #[default]
    Desc,
}

/// Boundaries that need no date.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
pub enum BoundariesKind {
    /// The units that the records name.
    AsRecorded,
    /// The units valid on the day of the request (in Asia/Ho_Chi_Minh).
    Today,
}
