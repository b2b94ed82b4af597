//! What a list takes: which page of it, and in which order.

use macros::{Enum, Input};

/// The order of a list. Ties are broken by registration.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By day, earliest first: the day on which the record began, was signed, stated, issued or
    /// published; the earliest possible day if only a month or year is known. Records without a day
    /// come last.
    #[default]
    DateAsc,
    /// By day, latest first. Records without a day come first.
    DateDesc,
    /// By title or name, in Vietnamese order (a, ă, â, b, … d, đ, e, ê …).
    TitleAsc,
    /// By title or name, in reverse Vietnamese order.
    TitleDesc,
    /// By registration, oldest first.
    RegisteredAsc,
    /// By registration, newest first.
    RegisteredDesc,
}

impl Order {
    pub(super) const fn tag(self) -> u8 {
        match self {
            Self::DateAsc => 1,
            Self::DateDesc => 2,
            Self::TitleAsc => 3,
            Self::TitleDesc => 4,
            Self::RegisteredAsc => 5,
            Self::RegisteredDesc => 6,
        }
    }

    pub(super) const fn is_backward(self) -> bool {
        matches!(self, Self::DateDesc | Self::TitleDesc | Self::RegisteredDesc)
    }
}

/// Which page of a list.
#[derive(Debug, Default, Input)]
pub struct PageArguments {
    /// At most this many entries from the start: 0 to 100; 20 by default.
    pub first: Option<i32>,
    /// Only entries after this cursor.
    pub after: Option<String>,
    /// At most this many entries from the end: 0 to 100.
    pub last: Option<i32>,
    /// Only entries before this cursor; the last 20 of them if neither `first` nor `last` is given.
    pub before: Option<String>,
}

/// Which page of a list, in which order.
#[derive(Debug, Default, Input)]
pub struct ListArguments {
    #[graphql(flatten)]
    pub page: PageArguments,
    /// The order; `DATE_ASC` by default.
    pub order_by: Option<Order>,
}

impl From<PageArguments> for ListArguments {
    fn from(page: PageArguments) -> Self {
        Self { page, order_by: None }
    }
}

/// Which page of a list whose entries read no record.
#[derive(Debug, Input)]
pub struct CellArguments {
    /// At most this many entries from the start: 0 to 2,000; 20 by default.
    first: Option<i32>,
    /// Only entries after this cursor.
    after: Option<String>,
    /// At most this many entries from the end: 0 to 2,000.
    last: Option<i32>,
    /// Only entries before this cursor; the last 20 of them if neither `first` nor `last` is given.
    before: Option<String>,
}

impl From<CellArguments> for PageArguments {
    fn from(CellArguments { first, after, last, before }: CellArguments) -> Self {
        Self { first, after, last, before }
    }
}
