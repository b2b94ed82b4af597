//! The keys of the view. One tree holds everything, told apart by the first byte: a sled batch
//! is atomic within one tree only.
//!
//! | first byte | rest of the key | value |
//! |---|---|---|
//! | `m` | | where the view stands ([`super::value::Meta`]) |
//! | `r` | | which runs there are ([`super::runs`]) |
//! | `h` | id | the newest version of a record |
//! | `v` | id, seq | an earlier version, under the seq that wrote it |
//! | `e` | relation, from, day, to | when the edge was there ([`super::value::SeqRanges`]) |
//! | `p` | pair of provinces, noun, day, id | when the record was in a bundle of the pair, as recorded |
//! | `d` | day, activity | when the activity was open and had to be done by the day |
//! | `k` | era, place, sector, year | figures added up ([`super::figures`]) as they stood at some seq; nothing where they are gone |
//! | `o` | noun, collation key, 0, id | when the record had the title |
//! | `x` | noun, facet, piece | numbers of records ([`super::lists`]) as they stood at some seq; nothing where none is left |
//! | `t` | kind, name, 0, id | when the term named the record |
//! | `c` | microseconds, seq | nothing: the command with this seq was committed then |
//! | `i` | hash of sender and idempotency key | seq of the last command sent so |
//!
//! Numbers are big-endian and offset so that bytes sort as values do.

use jiff::{Timestamp, civil::Date};

use super::collation;
use domain::{
    ActivityId, CodeScheme, Noun, NounId, RecordId,
    edge::{Edge, Relation, Term},
    tally::ProvincePair,
};

/// Where the view stands.
pub const META: &[u8] = b"m";

/// Which runs there are.
pub const RUNS: &[u8] = b"r";

/// Whether an entry tells how others are kept, or that there is none.
pub fn is_about_keeping(key: &[u8], value: &[u8]) -> bool {
    // The lists of numbers are compared by what they hold.
    key == META
        || key == RUNS
        || key.first() == Some(&b'x')
        || (key.first() == Some(&b'k') && value.is_empty())
}

/// What is looked for by a key's beginning: that of an entry, without what tells several apart
/// that are asked for together. `None` for what is read in long ranges.
pub fn beginning(key: &[u8]) -> Option<&[u8]> {
    match key.first()? {
        b'h' | b'v' => key.get(..9),
        b'e' => key.get(..10),
        b'p' => key.get(..18),
        b'i' | b'k' | b'x' => Some(key),
        b't' => key.get(..key.len().checked_sub(8)?),
        _ => None,
    }
}

/// The beginning that all keys of a range have; `None` where it is not one.
pub fn common_beginning<'a>(from: &'a [u8], to: &[u8]) -> Option<&'a [u8]> {
    match from.first()? {
        // A name ends with a zero, and has none in it.
        b't' => (from == to && from.len() > 3 && from.ends_with(&[0])).then_some(from),
        b'i' | b'k' | b'x' => None,
        _ => beginning(from).filter(|it| to.starts_with(it)),
    }
}

/// The newest version of a record.
pub fn head(id: RecordId) -> [u8; 9] {
    let mut key = [b'h'; 9];
    key[1..].copy_from_slice(&id.pack().to_be_bytes());
    key
}

/// The version of a record that a command wrote.
pub fn version(id: RecordId, seq: u64) -> [u8; 17] {
    let mut key = [b'v'; 17];
    key[1..9].copy_from_slice(&id.pack().to_be_bytes());
    key[9..].copy_from_slice(&seq.to_be_bytes());
    key
}

/// An edge; see [`adjacent`] for all that leave one record.
pub fn edge(edge: &Edge) -> [u8; 22] {
    let mut key = [0; 22];
    key[..10].copy_from_slice(&adjacent(edge.relation, edge.from, edge.to.noun));
    key[10..14].copy_from_slice(&day_bytes(edge.day));
    key[14..].copy_from_slice(&edge.to.pack().to_be_bytes());
    key
}

/// A title of a record; see [`titles`] for all of a noun.
pub fn title(id: RecordId, title: &str) -> Vec<u8> {
    title_place(id.noun, &collation::key(title), id)
}

/// Where a record stands by a title whose collation key this is.
pub fn title_place(noun: Noun, collated: &[u8], id: RecordId) -> Vec<u8> {
    let mut key = titles(noun).to_vec();
    key.extend(collated);
    // No collation key has a zero in it, so that none is the beginning of another.
    key.push(0);
    key.extend(id.pack().to_be_bytes());
    key
}

/// What the keys of the titles of all records of a noun start with.
pub const fn titles(noun: Noun) -> [u8; 2] {
    [b'o', noun.tag()]
}

/// The part of a key under which it is noted when it was last written: of an edge or a record of a
/// pair, that of its list; of a term, all but the record that it names; of a title, that of its
/// noun; of a record's newest version, all; `None` for what nobody asks.
pub fn watched(key: &[u8]) -> Option<&[u8]> {
    match key.first()? {
        b'e' => key.get(..10),
        b'p' => key.get(..18),
        b'o' => key.get(..2),
        b'd' => key.get(..1),
        b't' => key.get(..key.len().checked_sub(8)?),
        b'h' => Some(key),
        _ => None,
    }
}

/// The day and the record of an entry of a list that is kept: an edge, or a term, which has no day.
pub fn listed(key: &[u8]) -> Option<(Option<Date>, RecordId)> {
    if key.first() == Some(&b't') { Some((None, last_id(key)?)) } else { end(key) }
}

/// What the keys of all edges of a relation from one record start with. Where the relation leads
/// from nothing, the noun that it leads to takes the record's place.
pub fn adjacent(relation: Relation, from: Option<RecordId>, to: Noun) -> [u8; 10] {
    let from = from.map_or_else(|| u64::from(to.tag()) << 56, RecordId::pack);
    let mut key = [b'e'; 10];
    key[1] = relation as u8;
    key[2..].copy_from_slice(&from.to_be_bytes());
    key
}

/// What follows the start given by [`adjacent`]: the place of an entry among the others.
pub fn place(day: Option<Date>, to: RecordId) -> [u8; 12] {
    let mut key = [0; 12];
    key[..4].copy_from_slice(&day_bytes(day));
    key[4..].copy_from_slice(&to.pack().to_be_bytes());
    key
}

/// A record in a bundle of a pair; see [`of_pair`] for all of a noun.
pub fn pair(pair: ProvincePair, day: Option<Date>, record: RecordId) -> [u8; 30] {
    let mut key = [0; 30];
    key[..18].copy_from_slice(&of_pair(pair, record.noun));
    key[18..].copy_from_slice(&place(day, record));
    key
}

/// What the keys of all records of a noun in bundles of a pair start with.
pub fn of_pair(pair: ProvincePair, noun: Noun) -> [u8; 18] {
    let mut key = [b'p'; 18];
    key[1..9].copy_from_slice(&pair.a().number().to_be_bytes());
    key[9..17].copy_from_slice(&pair.b().number().to_be_bytes());
    key[17] = noun.tag();
    key
}

/// An activity that has to be done by a day.
pub fn due(day: Date, activity: ActivityId) -> [u8; 13] {
    let mut key = [b'd'; 13];
    key[1..].copy_from_slice(&place(Some(day), activity.record()));
    key
}

/// The day and record that a key ends with.
pub fn end(key: &[u8]) -> Option<(Option<Date>, RecordId)> {
    let (_, key) = key.split_at_checked(key.len().checked_sub(12)?)?;
    let day: [u8; 4] = key.get(..4)?.try_into().ok()?;
    let to: [u8; 8] = key.get(4..)?.try_into().ok()?;
    let days = u32::from_be_bytes(day);
    let day = (days != u32::MAX).then(|| date(days)).flatten();
    Some((day, RecordId::unpack(u64::from_be_bytes(to))?))
}

/// Days from 0001-01-01, which sort as dates do; no day sorts last.
fn day_bytes(day: Option<Date>) -> [u8; 4] {
    day.map_or(u32::MAX, day_number).to_be_bytes()
}

/// Days from 0001-01-01.
pub fn day_number(day: Date) -> u32 {
    let since = day.duration_since(Date::constant(1, 1, 1)).as_hours() / 24;
    u32::try_from(since).unwrap_or(0)
}

/// The day that comes so many days after 0001-01-01.
pub fn date(days: u32) -> Option<Date> {
    Date::constant(1, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// A term and the record that it names; see [`named`] for all that a term names.
pub fn term(term: &Term, id: RecordId) -> Vec<u8> {
    let mut key = named(term);
    key.extend(id.pack().to_be_bytes());
    key
}

/// What the keys of all records that a term names start with.
pub fn named(term: &Term) -> Vec<u8> {
    let (kind, text) = match term {
        Term::Key(noun, key) => ([1, noun.tag()], key),
        Term::AgreementCode(code) => ([2, 0], code),
        Term::SectorCode(code) => ([3, 0], code),
        Term::ProvinceCode(scheme, code) => ([4, scheme_tag(*scheme)], code),
        Term::DocumentUrl(url) => ([5, 0], url),
        Term::Name(noun, name) => ([6, noun.tag()], name),
    };
    let mut key = vec![b't'];
    key.extend(kind);
    key.extend(text.bytes().filter(|byte| *byte != 0));
    key.push(0);
    key
}

const fn scheme_tag(scheme: CodeScheme) -> u8 {
    match scheme {
        CodeScheme::Gso => 1,
        CodeScheme::Iso3166_2 => 2,
        CodeScheme::Nuts => 3,
        CodeScheme::Wikidata => 4,
        CodeScheme::Other => 5,
    }
}

/// What the terms of all records of a noun with an external key start with.
pub const fn keyed(noun: Noun) -> [u8; 3] {
    [b't', 1, noun.tag()]
}

/// The external key that a term's key names.
pub fn external_key(key: &[u8]) -> Option<&str> {
    let text = key.get(3..key.len().checked_sub(9)?)?;
    std::str::from_utf8(text).ok()
}

/// The record at the end of a term's or a head's key.
pub fn last_id(key: &[u8]) -> Option<RecordId> {
    let id = key.get(key.len().checked_sub(8)?..)?;
    RecordId::unpack(u64::from_be_bytes(id.try_into().ok()?))
}

/// When a command was committed.
pub fn committed(at: Timestamp, seq: u64) -> [u8; 17] {
    let mut key = [b'c'; 17];
    key[1..9].copy_from_slice(&micros(at));
    key[9..].copy_from_slice(&seq.to_be_bytes());
    key
}

/// The seq at the end of a commit's or a version's key.
pub fn last_seq(key: &[u8]) -> Option<u64> {
    let seq = key.get(key.len().checked_sub(8)?..)?;
    Some(u64::from_be_bytes(seq.try_into().ok()?))
}

/// The command that a sender gave an idempotency key. The hash keeps the key short, whatever the
/// sender called it.
pub fn idempotency(by: &str, key: &str) -> [u8; 17] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(by.len() as u64).to_be_bytes());
    hasher.update(by.as_bytes());
    hasher.update(key.as_bytes());
    let mut bytes = [b'i'; 17];
    hasher.finalize_xof().fill(&mut bytes[1..]);
    bytes
}

fn micros(at: Timestamp) -> [u8; 8] {
    // Flipping the sign bit makes negative numbers sort before positive ones.
    (at.as_microsecond() ^ i64::MIN).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_day() -> impl Strategy<Value = Option<Date>> {
        proptest::option::of(
            (1i16..=9999, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| Date::constant(y, m, d)),
        )
    }

    fn any_to() -> impl Strategy<Value = RecordId> {
        (0..Noun::ALL.len(), 1u64..1 << 40)
            .prop_map(|(noun, number)| RecordId { noun: Noun::ALL[noun], number })
    }

    proptest! {
        #[test]
        fn an_edges_end_reads_back_and_sorts_by_day_then_record(
            a in (any_day(), any_to()), b in (any_day(), any_to()),
        ) {
            let from = RecordId { noun: Noun::Province, number: 7 };
            let key = |(day, to)| edge(&Edge {
                relation: Relation::ProvinceEvents, from: Some(from), day, to,
            });
            prop_assert_eq!(end(&key(a)), Some(a));
            let rank = |(day, to): (Option<Date>, RecordId)| (day.is_none(), day, to);
            prop_assert_eq!(key(a).cmp(&key(b)), rank(a).cmp(&rank(b)));
        }

        #[test]
        fn commits_sort_by_time(a in -1i64 << 50..1 << 50, b in -1i64 << 50..1 << 50) {
            let key = |micros| committed(Timestamp::from_microsecond(micros).unwrap(), 1);
            prop_assert_eq!(key(a).cmp(&key(b)), a.cmp(&b));
        }
    }

    #[test]
    fn a_term_is_no_start_of_another() {
        let short = named(&Term::AgreementCode("kh".into()));
        let long = named(&Term::AgreementCode("kh-2024".into()));
        assert!(!long.starts_with(&short));
    }
}
