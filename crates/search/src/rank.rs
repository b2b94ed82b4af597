//! How hits are ordered, and how much what counts.
//!
//! What counts is where a word stands, whether it stands there as it was typed, and whether the
//! words stand next to each other; then how short the title is; then which record is newer. How
//! rare a word is does not count: a query wants all its words, and rarity would tell callers of
//! records that they may not see. So too the order hangs on nothing but the record and the query,
//! and is the same however the index came about.

use std::{cmp::Reverse, collections::BinaryHeap, ops::Bound, sync::Arc};

use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader, Term,
    collector::{Collector, SegmentCollector},
    fastfield::Column,
    query::{
        BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, PhrasePrefixQuery, PhraseQuery,
        RangeQuery, TermQuery,
    },
    schema::{Field, IndexRecordOption},
};

use super::{
    index::Fields,
    query::{Query, QueryTerm},
    texts::Part,
    unseen::Unseen,
};
use domain::{Noun, RecordId};

/// How short a title is: the more words, the less. None is the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct LengthNorm(u8);

impl LengthNorm {
    /// Of a title with so many words.
    #[must_use]
    pub fn of(words: usize) -> Self {
        Self(u8::MAX - u8::try_from(words).unwrap_or(u8::MAX))
    }

    pub(super) const fn stored(self) -> u64 {
        self.0 as u64
    }
}

/// Where a hit stands among others; the greater comes first. No two records have the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// What its matches are worth.
    pub worth: u32,
    /// How short its title is.
    pub shortness: LengthNorm,
    /// The record.
    pub id: RecordId,
}

impl Rank {
    /// The rank in bytes.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 13] {
        let mut bytes = [0; 13];
        bytes[..4].copy_from_slice(&self.worth.to_be_bytes());
        bytes[4] = self.shortness.0;
        bytes[5..].copy_from_slice(&self.id.pack().to_be_bytes());
        bytes
    }

    /// The rank that bytes say; `None` where they say none.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 13]) -> Option<Self> {
        let [a, b, c, d, shortness, id @ ..] = bytes;
        Some(Self {
            worth: u32::from_be_bytes([a, b, c, d]),
            shortness: LengthNorm(shortness),
            id: RecordId::unpack(u64::from_be_bytes(id))?,
        })
    }
}

/// What a word is worth that stands in a part as it was typed, whole.
pub(super) const EXACT: u16 = 5;
/// What it is worth in plain letters, whole.
pub(super) const FOLDED: u16 = 4;
/// What one is worth that begins as it was typed.
pub(super) const EXACT_START: u16 = 3;
/// What one is worth that begins so in plain letters.
pub(super) const FOLDED_START: u16 = 2;
/// What words are worth more, each, where all of them stand next to each other.
pub(super) const TOGETHER: u16 = 2;
/// Most words that the last word of a phrase is taken to begin.
const STARTS_MAX: u32 = 1_024;

/// How much more a part counts than a narrative.
pub(super) const fn weight(part: Part) -> u16 {
    match part {
        Part::Title | Part::Code => 8,
        Part::Place => 4,
        Part::Narrative => 1,
    }
}

/// The most that a record can be worth: all words stand in its title, as they were typed, next to
/// each other.
#[must_use]
pub fn best_worth(query: &Query) -> u32 {
    let words = u32::try_from(query.words().count()).unwrap_or(u32::MAX);
    let together = if has_bonus(query) { TOGETHER * FOLDED.max(EXACT) } else { 0 };
    words * u32::from(weight(Part::Title) * EXACT)
        + words * u32::from(weight(Part::Title) * together)
}

/// Whether there are words that need not stand next to each other, but may.
pub(super) fn has_bonus(query: &Query) -> bool {
    query.phrases().len() > 1
}

type Clause = Box<dyn tantivy::query::Query>;

/// What tantivy is asked for a query, among records of some nouns; of all where none is named.
pub(super) fn asked(fields: &Fields, query: &Query, nouns: &[Noun]) -> BooleanQuery {
    let phrases = query.phrases().iter();
    let mut clauses: Vec<(Occur, Clause)> =
        phrases.map(|phrase| (Occur::Must, standing(fields, phrase, 1))).collect();
    if has_bonus(query) {
        let all: Vec<QueryTerm> = query.words().cloned().collect();
        clauses.push((Occur::Should, standing(fields, &all, TOGETHER)));
    }
    if !nouns.is_empty() {
        let of = |noun: &Noun| -> Clause {
            let term = Term::from_field_u64(fields.noun, u64::from(noun.tag()));
            Box::new(TermQuery::new(term, IndexRecordOption::Basic))
        };
        let any = BooleanQuery::union(nouns.iter().map(of).collect());
        clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(any), 0.0))));
    }
    BooleanQuery::new(clauses)
}

/// A phrase, in whichever part it is worth most.
fn standing(fields: &Fields, phrase: &[QueryTerm], times: u16) -> Clause {
    let words = u16::try_from(phrase.len()).unwrap_or(u16::MAX);
    let open = phrase.last().is_some_and(|word| word.open);
    let mut ways: Vec<Clause> = Vec::new();
    let mut way = |query: Clause, part: Part, grade: u16| {
        let worth = Score::from(words * weight(part) * grade * times);
        ways.push(Box::new(ConstScoreQuery::new(query, worth)));
    };
    for part in Part::ALL {
        let exact = terms(fields.exact[part as usize], phrase, |word| &word.exact);
        let folded = terms(fields.folded[part as usize], phrase, |word| &word.folded);
        if open {
            way(started(exact.clone()), part, EXACT_START);
            way(started(folded.clone()), part, FOLDED_START);
        }
        way(whole(exact), part, EXACT);
        way(whole(folded), part, FOLDED);
    }
    Box::new(DisjunctionMaxQuery::new(ways))
}

fn terms(field: Field, phrase: &[QueryTerm], form: impl Fn(&QueryTerm) -> &String) -> Vec<Term> {
    phrase.iter().map(|word| Term::from_field_text(field, form(word))).collect()
}

fn whole(mut terms: Vec<Term>) -> Clause {
    if terms.len() > 1 {
        return Box::new(PhraseQuery::new(terms));
    }
    let term = terms.swap_remove(0);
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

/// Words of which the last may go on.
fn started(mut terms: Vec<Term>) -> Clause {
    if terms.len() > 1 {
        let mut query = PhrasePrefixQuery::new(terms);
        query.set_max_expansions(STARTS_MAX);
        return Box::new(query);
    }
    let first = terms.swap_remove(0);
    let mut last = first.clone();
    last.append_bytes(char::MAX.to_string().as_bytes());
    Box::new(RangeQuery::new(Bound::Included(first), Bound::Excluded(last)))
}

/// Collects the hits that rank highest, of those behind a place.
pub(super) struct TopHits {
    /// How many.
    pub limit: usize,
    /// Behind which; from the first where absent.
    pub after: Option<Rank>,
    /// Those that the index shows no longer as they are.
    pub unseen: Arc<Unseen>,
}

/// The best hits of one segment.
pub(super) struct SegmentBest {
    limit: usize,
    after: Option<Rank>,
    unseen: Arc<Unseen>,
    ids: Column<u64>,
    shortness: Column<u64>,
    best: BinaryHeap<Reverse<Rank>>,
}

impl Collector for TopHits {
    type Fruit = Vec<Rank>;
    type Child = SegmentBest;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentBest> {
        Ok(SegmentBest {
            limit: self.limit,
            after: self.after,
            unseen: Arc::clone(&self.unseen),
            ids: segment.fast_fields().u64(Fields::ID)?,
            shortness: segment.fast_fields().u64(Fields::SHORTNESS)?,
            best: BinaryHeap::with_capacity(self.limit + 1),
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<Vec<Rank>>) -> tantivy::Result<Vec<Rank>> {
        let mut all: Vec<Rank> = segments.into_iter().flatten().collect();
        all.sort_unstable_by_key(|rank| Reverse(*rank));
        all.truncate(self.limit);
        Ok(all)
    }
}

impl SegmentCollector for SegmentBest {
    type Fruit = Vec<Rank>;

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "scores are sums of small whole numbers, which floats hold exactly"
    )]
    fn collect(&mut self, document: DocId, score: Score) {
        let Some(id) = self.ids.first(document).and_then(RecordId::unpack) else { return };
        let shortness = self.shortness.first(document).unwrap_or(0);
        let shortness = LengthNorm(u8::try_from(shortness).unwrap_or(0));
        let rank = Rank { worth: score as u32, shortness, id };
        if self.after.is_some_and(|after| rank >= after) || self.unseen.holds(id) {
            return;
        }
        if self.best.len() < self.limit {
            self.best.push(Reverse(rank));
        } else if self.best.peek().is_some_and(|least| rank > least.0) {
            self.best.pop();
            self.best.push(Reverse(rank));
        }
    }

    fn harvest(self) -> Vec<Rank> {
        self.best.into_iter().map(|Reverse(rank)| rank).collect()
    }
}
