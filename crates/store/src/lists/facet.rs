//! What lists are narrowed by: what can be said of a record in a word, and by which numbers of
//! records are kept. Must not know how the numbers are kept.

use jiff::civil::Date;

use crate::keys;
use domain::{
    AgreementId, Noun, NounId, Participant, Period, ProvinceId, Record, RecordId, Role, Turn,
    edge::{Relation, edges},
};

/// Something that is said of records. Its parts are those of the key that it is stored under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Facet {
    kind: u8,
    id: u64,
    word: u8,
}

/// Days by which records are compared, as numbers of a few bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// The day by which lists are ordered.
    Order = 1,
    /// The last day of the period that filters look at.
    Last = 2,
    /// The first day after each turn of an agreement.
    Signed = 3,
    Expired = 4,
    Terminated = 5,
}

impl Column {
    pub const fn of(turn: Turn) -> Self {
        match turn {
            Turn::Signed => Self::Signed,
            Turn::Expired => Self::Expired,
            Turn::Terminated => Self::Terminated,
        }
    }
}

/// Bits of a day, counted from 0001-01-01.
pub(super) const DAY_BITS: u8 = 22;

const STATUS: u8 = 5;
const KIND: u8 = 6;
const METRIC: u8 = 7;
const ROLE: u8 = 8;
const PARTICIPANT: u8 = 9;
const DAY_BIT: u8 = 10;
const DAY_KNOWN: u8 = 11;
const LINKED: u8 = 12;
const DRAFT: u8 = 13;

impl Facet {
    /// It is there.
    pub const ALL: Self = Self::word(1, 0);
    /// Not everybody may see it: it is not published, or stands under a draft.
    pub const HIDDEN: Self = Self::word(2, 0);
    /// It says itself that it is not published.
    pub const UNPUBLISHED: Self = Self::word(3, 0);
    /// It has the period that filters look at.
    pub(super) const DATED: Self = Self::word(4, 0);

    /// A record that was there has other days; said of none.
    pub(super) const MOVED: Self = Self::word(14, 0);

    /// Whether it is about a day.
    pub(super) const fn is_day(self) -> bool {
        matches!(self.kind, DAY_BIT | DAY_KNOWN)
    }

    /// Whether it is about who sees the record.
    pub(super) const fn is_sight(self) -> bool {
        self.kind == DRAFT || self.kind == Self::HIDDEN.kind || self.kind == Self::UNPUBLISHED.kind
    }

    const fn word(kind: u8, word: u8) -> Self {
        Self { kind, id: 0, word }
    }

    /// It has this status, a number of its vocabulary.
    #[must_use]
    pub const fn status(word: u8) -> Self {
        Self::word(STATUS, word)
    }

    /// It is of this kind (or, of indicators, measure; of documents, reliability).
    #[must_use]
    pub const fn kind(word: u8) -> Self {
        Self::word(KIND, word)
    }

    /// It counts by this metric.
    #[must_use]
    pub const fn metric(word: u8) -> Self {
        Self::word(METRIC, word)
    }

    /// Somebody takes part in this role.
    #[must_use]
    pub const fn role(role: Role) -> Self {
        Self::word(ROLE, role as u8)
    }

    /// A province takes part in a role.
    #[must_use]
    pub fn participant(province: ProvinceId, role: Role) -> Self {
        Self { kind: PARTICIPANT, id: province.number(), word: role as u8 }
    }

    /// It stands under this agreement, which is a draft, or is it.
    #[must_use]
    pub fn draft(agreement: AgreementId) -> Self {
        Self { kind: DRAFT, id: agreement.number(), word: 0 }
    }

    /// It is at the end of a relation from a record; `None` for relations that stay short, of
    /// which no numbers are kept.
    #[must_use]
    pub fn linked(relation: Relation, from: RecordId) -> Option<Self> {
        let kept = matches!(
            from.noun,
            Noun::Province | Noun::Organization | Noun::Agreement | Noun::Sector | Noun::Field
        );
        kept.then(|| Self { kind: LINKED, id: from.pack(), word: relation as u8 })
    }

    pub(super) const fn day_bit(column: Column, bit: u8) -> Self {
        Self { kind: DAY_BIT, id: column as u64, word: bit }
    }

    pub(super) const fn day_known(column: Column) -> Self {
        Self::word(DAY_KNOWN, column as u8)
    }

    pub(super) fn encode(self) -> [u8; 10] {
        let mut bytes = [0; 10];
        bytes[0] = self.kind;
        bytes[1..9].copy_from_slice(&self.id.to_be_bytes());
        bytes[9] = self.word;
        bytes
    }

    pub(super) fn decode([kind, id @ .., word]: [u8; 10]) -> Self {
        Self { kind, id: u64::from_be_bytes(id), word }
    }

    /// All that is said of a record, which is or stands under an agreement that may be a draft:
    /// each once.
    pub(super) fn of(
        id: RecordId,
        record: &Record,
        above: Option<(AgreementId, bool)>,
    ) -> Vec<Self> {
        if record.merged_into().is_some() {
            // It stands in no list.
            return Vec::new();
        }
        let mut facets = vec![Self::ALL];
        let draft = above.filter(|(_, is_draft)| *is_draft);
        if !record.is_published() {
            facets.push(Self::UNPUBLISHED);
        }
        if draft.is_some() || !record.is_published() {
            facets.push(Self::HIDDEN);
        }
        facets.extend(draft.map(|(agreement, _)| Self::draft(agreement)));
        let edges = edges(id, record).into_iter();
        facets.extend(edges.filter_map(|edge| Self::linked(edge.relation, edge.from?)));
        Self::put_day(&mut facets, Column::Order, record.day());
        words(record, &mut facets);
        facets.sort_unstable();
        facets.dedup();
        facets
    }

    fn put_day(facets: &mut Vec<Self>, column: Column, day: Option<Date>) {
        let Some(day) = day else { return };
        let number = keys::day_number(day);
        facets.push(Self::day_known(column));
        let bits = (0..DAY_BITS).filter(|bit| number >> bit & 1 == 1);
        facets.extend(bits.map(|bit| Self::day_bit(column, bit)));
    }

    fn put_period(facets: &mut Vec<Self>, period: Option<Period>) {
        if let Some(period) = period {
            facets.push(Self::DATED);
            Self::put_day(facets, Column::Last, period.latest());
        }
    }
}

/// What the words of a record say, and the period that its filter looks at: its first day is that
/// by which it is ordered, where it has any.
fn words(record: &Record, facets: &mut Vec<Facet>) {
    let take_part = |facets: &mut Vec<Facet>, participants: &[Participant]| {
        for it in participants {
            facets.push(Facet::role(it.role));
            facets.extend(it.province.map(|province| Facet::participant(province, it.role)));
        }
    };
    match record {
        Record::Activity(it) => {
            facets.push(Facet::status(it.status as u8));
            take_part(facets, &it.participants);
            Facet::put_period(facets, it.period());
        }
        Record::Event(it) => {
            facets.extend([Facet::status(it.status as u8), Facet::kind(it.kind as u8)]);
            take_part(facets, &it.participants);
            Facet::put_period(facets, it.period);
        }
        Record::Outcome(it) => {
            facets.extend([Facet::status(it.status as u8), Facet::kind(it.kind as u8)]);
            Facet::put_period(facets, it.period);
        }
        Record::Agreement(it) => {
            facets.push(Facet::kind(it.kind as u8));
            Facet::put_period(facets, it.signed_on.map(Period::from));
            for turn in [Turn::Signed, Turn::Expired, Turn::Terminated] {
                Facet::put_day(facets, Column::of(turn), it.turns_on(turn));
            }
        }
        Record::Claim(it) => {
            facets.extend([Facet::metric(it.metric as u8), Facet::kind(it.kind as u8)]);
        }
        Record::Directive(it) => {
            facets.extend([Facet::status(it.status as u8), Facet::kind(it.kind as u8)]);
        }
        Record::Organization(it) => facets.push(Facet::kind(it.kind as u8)),
        Record::Indicator(it) => facets.push(Facet::kind(it.measure as u8)),
        Record::Document(it) => facets.push(Facet::kind(it.reliability as u8)),
        Record::Province(_) | Record::Succession(_) | Record::Sector(_) | Record::Field(_) => {}
    }
}
