//! The statuses of things that change, and which status may follow which.
//!
//! Owns the state machines. Must not know who may ask for a change, nor what else it requires.
//!
//! In the binary form a status is its variant's number: variants are only appended.

use std::{
    fmt::{self, Display},
    str::FromStr,
};

use messages::{Argument, Message, Say, listed, message};
use serde::{Deserialize, Serialize};

use super::{string_form::Excerpt, vocabulary::Vocabulary};

/// A change of status that the state machine does not allow; names both states and the allowed
/// ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IllegalTransition {
    /// What has the status: `activity`, `event`, `outcome` or `directive`.
    pub noun: &'static str,
    /// The name of its statuses, such as `ActivityStatus`.
    pub list: &'static str,
    /// The present status.
    pub from: &'static str,
    /// The status asked for.
    pub to: &'static str,
    /// The statuses that may follow `from`; none if it is final.
    pub allowed: &'static [&'static str],
}

impl IllegalTransition {
    /// Which statuses may follow.
    fn explained(&self) -> Message {
        let word = |status| Argument::Word(self.list, status);
        let from = word(self.from);
        match (self.allowed, self.noun) {
            ([], "activity") => message!("{from} is final; `reopenActivity` opens it again"),
            ([], "event") => message!("{from} is final; `reopenEvent` opens it again"),
            ([], "directive") => message!("{from} is final; `reopenDirective` opens it again"),
            ([], _) => message!("{from} is final"),
            ([only], _) => {
                message!("{from} may only be followed by {next}", next = word(only))
            }
            (several, _) => {
                let next = listed(several.iter().map(|it| word(it)));
                message!("{from} may be followed by {next}")
            }
        }
    }
}

impl Say for IllegalTransition {
    fn message(&self) -> Message {
        message!(
            "{noun} cannot go from {from} to {to}: {why}",
            noun = Message::new(self.noun, Vec::new()),
            from = Argument::Word(self.list, self.from),
            to = Argument::Word(self.list, self.to),
            why = self.explained()
        )
    }
}

impl Display for IllegalTransition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for IllegalTransition {}

/// Something that is not the name of a status.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Say)]
#[error("{value} is not a status of {noun}; write {}", .names.join(", "))]
pub struct StatusError {
    noun: &'static str,
    value: Excerpt,
    names: &'static [&'static str],
}

/// Defines a status: its noun, and per state its name and the states that may follow.
macro_rules! status {
    (
        $(#[doc = $doc:literal])+
        $status:ident of $noun:literal {
            $($(#[doc = $state_doc:literal])+ $state:ident = $name:literal => [$($next:ident),*],)+
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $status {
            $($(#[doc = $state_doc])+ #[serde(rename = $name)] $state,)+
        }

        impl $status {
            /// Every status, in the order of the variants.
            pub const ALL: &'static [Self] = &[$(Self::$state),+];

            /// Returns the name, as written everywhere outside the code.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$state => $name,)+
                }
            }

            /// Returns the statuses that may follow; none if it is final. A status never follows
            /// itself.
            #[must_use]
            pub const fn allowed(self) -> &'static [Self] {
                match self {
                    $(Self::$state => &[$(Self::$next),*],)+
                }
            }

            /// Goes to another status.
            ///
            /// # Errors
            ///
            /// Names both states and the allowed ones if `to` may not follow.
            pub fn transition(self, to: Self) -> Result<Self, IllegalTransition> {
                if self.allowed().contains(&to) {
                    return Ok(to);
                }
                let allowed: &'static [&'static str] = match self {
                    $(Self::$state => const { &[$(Self::$next.as_str()),*] },)+
                };
                let (from, to) = (self.as_str(), to.as_str());
                let list = stringify!($status);
                Err(IllegalTransition { noun: $noun, list, from, to, allowed })
            }
        }

        impl Say for $status {
            fn message(&self) -> Message {
                self.argument().message()
            }

            fn argument(&self) -> Argument {
                Argument::Word(stringify!($status), self.as_str())
            }
        }

        impl Vocabulary for $status {
            const NAME: &'static str = stringify!($status);
            const DOCUMENTED: &'static str = concat!($($doc, "\n"),+);
            const ALL: &'static [Self] = Self::ALL;

            fn word(self) -> &'static str {
                self.as_str()
            }

            fn documented(self) -> &'static str {
                match self { $(Self::$state => concat!($($state_doc, "\n"),+),)+ }
            }
        }

        impl Display for $status {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $status {
            type Err = StatusError;

            fn from_str(value: &str) -> Result<Self, StatusError> {
                match value {
                    $($name => Ok(Self::$state),)+
                    _ => Err(StatusError {
                        noun: $noun,
                        value: Excerpt::of(value),
                        names: &[$($name),+],
                    }),
                }
            }
        }
    };
}

status! {
    /// The status of an activity.
    ActivityStatus of "activity" {
        /// Planned (đã thỏa thuận, chưa thực hiện): agreed, not started.
        Planned = "PLANNED" => [Ongoing, Suspended, Cancelled],
        /// In progress (đang thực hiện).
        Ongoing = "ONGOING" => [Completed, Suspended, Cancelled],
        /// Completed (đã hoàn thành).
        Completed = "COMPLETED" => [],
        /// Suspended (tạm dừng).
        Suspended = "SUSPENDED" => [Ongoing, Cancelled],
        /// Cancelled (đã hủy), with the reason.
        Cancelled = "CANCELLED" => [],
        /// No source states the status (chưa rõ).
        Unknown = "UNKNOWN" => [Planned, Ongoing, Completed, Suspended, Cancelled],
    }
}

status! {
    /// The status of an event.
    EventStatus of "event" {
        /// Scheduled (sẽ tổ chức).
        Scheduled = "SCHEDULED" => [Held, Postponed, Cancelled],
        /// Held (đã tổ chức).
        Held = "HELD" => [],
        /// Postponed (hoãn), perhaps with the reason.
        Postponed = "POSTPONED" => [Scheduled, Held, Cancelled],
        /// Cancelled (đã hủy), with the reason.
        Cancelled = "CANCELLED" => [],
        /// No source states the status (chưa rõ).
        Unknown = "UNKNOWN" => [Scheduled, Held, Postponed, Cancelled],
    }
}

status! {
    /// The status of an outcome in the approval process.
    OutcomeStatus of "outcome" {
        /// Draft (bản nháp).
        Draft = "DRAFT" => [Submitted],
        /// Submitted (đã trình), waiting for approval.
        Submitted = "SUBMITTED" => [Approved, Returned],
        /// Approved (đã phê duyệt) and published.
        Approved = "APPROVED" => [Superseded, Retracted],
        /// Returned (trả lại) with a note.
        Returned = "RETURNED" => [Submitted],
        /// Superseded (đã thay thế) by a later outcome.
        Superseded = "SUPERSEDED" => [],
        /// Retracted (đã rút), with the reason.
        Retracted = "RETRACTED" => [],
    }
}

status! {
    /// The status of a directive.
    DirectiveStatus of "directive" {
        /// Open (chưa thực hiện): no activity answers it yet.
        Open = "OPEN" => [Answered, Closed],
        /// Answered by activities (đã có hoạt động thực hiện).
        Answered = "ANSWERED" => [Open, Closed],
        /// Closed (đã kết thúc): settled or lapsed.
        Closed = "CLOSED" => [],
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::string_form::assert, *};

    /// Checks one status against its table, written out independently: per state its name and those
    /// that may follow.
    macro_rules! check {
        ($test:ident, $status:ty, $noun:literal, $table:expr) => {
            #[test]
            fn $test() {
                let table: &[(&str, &[&str])] = &$table;
                let names: Vec<_> = <$status>::ALL.iter().map(|status| status.as_str()).collect();
                assert_eq!(names, table.iter().map(|(name, _)| *name).collect::<Vec<_>>());
                for (number, (&from, (from_name, next))) in
                    (0u32..).zip(<$status>::ALL.iter().zip(table))
                {
                    for &to in <$status>::ALL {
                        let expected = if next.contains(&to.as_str()) {
                            Ok(to)
                        } else {
                            Err(IllegalTransition {
                                list: stringify!($status),
                                noun: $noun,
                                from: from_name,
                                to: to.as_str(),
                                allowed: next,
                            })
                        };
                        assert_eq!(from.transition(to), expected);
                    }
                    assert_eq!(from.to_string().parse(), Ok(from));
                    assert_eq!(serde_json::to_string(&from).unwrap(), format!("\"{from_name}\""));
                    assert_eq!(assert::to_bincode(&from), number.to_le_bytes());
                    assert::survives_serde(&from);
                }
                assert!(assert::from_bincode::<$status>(&[99, 0, 0, 0]).is_err());
            }
        };
    }

    check!(
        activity_follows_its_table,
        ActivityStatus,
        "activity",
        [
            ("PLANNED", &["ONGOING", "SUSPENDED", "CANCELLED"]),
            ("ONGOING", &["COMPLETED", "SUSPENDED", "CANCELLED"]),
            ("COMPLETED", &[]),
            ("SUSPENDED", &["ONGOING", "CANCELLED"]),
            ("CANCELLED", &[]),
            ("UNKNOWN", &["PLANNED", "ONGOING", "COMPLETED", "SUSPENDED", "CANCELLED"]),
        ]
    );
    check!(
        event_follows_its_table,
        EventStatus,
        "event",
        [
            ("SCHEDULED", &["HELD", "POSTPONED", "CANCELLED"]),
            ("HELD", &[]),
            ("POSTPONED", &["SCHEDULED", "HELD", "CANCELLED"]),
            ("CANCELLED", &[]),
            ("UNKNOWN", &["SCHEDULED", "HELD", "POSTPONED", "CANCELLED"]),
        ]
    );
    check!(
        outcome_follows_its_table,
        OutcomeStatus,
        "outcome",
        [
            ("DRAFT", &["SUBMITTED"]),
            ("SUBMITTED", &["APPROVED", "RETURNED"]),
            ("APPROVED", &["SUPERSEDED", "RETRACTED"]),
            ("RETURNED", &["SUBMITTED"]),
            ("SUPERSEDED", &[]),
            ("RETRACTED", &[]),
        ]
    );
    check!(
        directive_follows_its_table,
        DirectiveStatus,
        "directive",
        [("OPEN", &["ANSWERED", "CLOSED"]), ("ANSWERED", &["OPEN", "CLOSED"]), ("CLOSED", &[]),]
    );

    #[test]
    fn an_illegal_transition_names_both_states_and_the_allowed_ones() {
        let refused = |from: ActivityStatus, to| from.transition(to).unwrap_err().to_string();
        assert_eq!(
            refused(ActivityStatus::Planned, ActivityStatus::Completed),
            "activity cannot go from PLANNED to COMPLETED: \
             PLANNED may be followed by ONGOING, SUSPENDED, CANCELLED"
        );
        assert_eq!(
            refused(ActivityStatus::Completed, ActivityStatus::Ongoing),
            "activity cannot go from COMPLETED to ONGOING: COMPLETED is final; `reopenActivity` opens it again"
        );
        assert_eq!(
            OutcomeStatus::Draft.transition(OutcomeStatus::Approved).unwrap_err().to_string(),
            "outcome cannot go from DRAFT to APPROVED: DRAFT may only be followed by SUBMITTED"
        );
    }

    #[test]
    fn an_unknown_name_is_rejected_with_the_known_ones() {
        assert_eq!(
            "open".parse::<DirectiveStatus>().unwrap_err().to_string(),
            "`open` is not a status of directive; write OPEN, ANSWERED, CLOSED"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_rejected(value in "\\PC*") {
            for status in [
                value.parse::<ActivityStatus>().map(ActivityStatus::as_str),
                value.parse::<EventStatus>().map(EventStatus::as_str),
                value.parse::<OutcomeStatus>().map(OutcomeStatus::as_str),
                value.parse::<DirectiveStatus>().map(DirectiveStatus::as_str),
            ].into_iter().flatten() {
                prop_assert_eq!(status, value.as_str());
            }
        }
    }
}
