//! Lateness: how late an activity is, and whether anything was reported of it.

use jiff::civil::Date;

use super::vocabulary::vocabulary;

vocabulary! {
    /// What is known of an activity whose planned end is past and that is neither COMPLETED nor
    /// CANCELLED.
    pub enum LatenessKind {
        /// Late (chậm tiến độ): something was reported since the plan, but not that it was completed.
        /// That is, it is ONGOING or SUSPENDED, or has an actual period, or an event that was HELD,
        /// or a published outcome.
        Late = "LATE",
        /// No report (chưa có báo cáo): nothing was reported since the plan, so it may have been
        /// carried out or not.
        NoReport = "NO_REPORT",
    }
}

/// How late an activity is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lateness {
    /// Whether anything was reported.
    pub kind: LatenessKind,
    /// The last day on which it would not have been late.
    pub due: Date,
    /// The number of days late, from 1.
    pub days: i64,
}
