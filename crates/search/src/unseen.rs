//! What was written since the index was last committed: read from the registry and ranked as the
//! index ranks it, so that a search need not wait for a commit.

use std::collections::HashSet;

use super::{
    error::SearchError,
    query::{Query, QueryTerm},
    rank::{self, LengthNorm, Rank, TOGETHER, has_bonus},
    texts::Part,
    words::{Word, words},
};
use domain::{Record, RecordId};
use journal::Reader;
use registry::Snapshot;

/// The records that were written after the index.
#[derive(Default)]
pub(super) struct Unseen {
    ids: HashSet<RecordId>,
    /// Their words as a snapshot shows them.
    records: Vec<(RecordId, Words)>,
}

/// The words of a record.
struct Words {
    texts: Vec<(Part, Vec<Word>)>,
    shortness: LengthNorm,
}

impl Unseen {
    /// Those written after a change that the index shows, up to a snapshot; `None` where they are
    /// more than `most`.
    pub fn after(
        shown: u64,
        snapshot: &Snapshot,
        journal: &Reader,
        most: usize,
    ) -> Result<Option<Self>, SearchError> {
        let until = snapshot.seq();
        let mut unseen = Self::default();
        if shown >= until {
            return Ok(Some(unseen));
        }
        for entry in journal.read_from(shown + 1) {
            let entry = entry.map_err(|error| SearchError::Unreadable(error.to_string()))?;
            if entry.seq > until {
                break;
            }
            unseen.ids.extend(entry.body.changes.iter().map(|image| image.id));
            if unseen.ids.len() > most {
                return Ok(None);
            }
        }
        for id in &unseen.ids {
            let found = snapshot.find(*id).map_err(|error| {
                if error.is_stop() {
                    SearchError::Stopped
                } else {
                    SearchError::Unreadable(error.to_string())
                }
            })?;
            let shown = found.filter(|it| it.record.merged_into().is_none());
            unseen.records.extend(shown.map(|it| (*id, Words::of(&it.record))));
        }
        Ok(Some(unseen))
    }

    /// How many they are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether the index shows an earlier version of a record, or none.
    pub fn holds(&self, id: RecordId) -> bool {
        self.ids.contains(&id)
    }

    /// Their ranks, as far as they are found.
    pub fn ranks<'a>(&'a self, query: &'a Query) -> impl Iterator<Item = Rank> + 'a {
        self.records.iter().filter_map(|(id, words)| words.rank(*id, query))
    }
}

/// Whether a hit of the index is one by what is recorded: then the index says of the record what it
/// did when it was written. Of many words that begin alike the index looks at some, so it may say
/// less.
pub(super) fn is_recorded(hit: &Rank, record: &Record, query: &Query) -> bool {
    let own = Words::of(record).rank(hit.id, query);
    record.merged_into().is_none()
        && own.is_some_and(|own| own.shortness == hit.shortness && own.worth >= hit.worth)
}

impl Words {
    fn of(record: &Record) -> Self {
        let texts = record.texts().into_iter();
        let texts: Vec<_> = texts.map(|it| (it.part, words(it.says).collect::<Vec<_>>())).collect();
        let titles = texts.iter().filter(|(part, _)| *part == Part::Title);
        let shortness = titles.map(|(_, words)| LengthNorm::of(words.len())).max();
        Self { texts, shortness: shortness.unwrap_or_default() }
    }

    /// What [`rank::asked`] asks the index for.
    fn rank(&self, id: RecordId, query: &Query) -> Option<Rank> {
        let mut worth = 0;
        for phrase in query.phrases() {
            worth += self.standing(&phrase.iter().collect::<Vec<_>>(), 1)?;
        }
        if has_bonus(query) {
            let all: Vec<&QueryTerm> = query.words().collect();
            worth += self.standing(&all, TOGETHER).unwrap_or(0);
        }
        Some(Rank { worth, shortness: self.shortness, id })
    }

    /// What a phrase is worth, in whichever part that is most; `None` where it stands in none.
    fn standing(&self, phrase: &[&QueryTerm], times: u16) -> Option<u32> {
        let length = u32::try_from(phrase.len()).unwrap_or(u32::MAX);
        let of_text = |(part, words): &(Part, Vec<Word>)| {
            let grades = words.windows(phrase.len()).filter_map(|words| grade(phrase, words));
            grades.max().map(|grade| u32::from(rank::weight(*part) * grade))
        };
        let best = self.texts.iter().filter_map(of_text).max()?;
        Some(length * best * u32::from(times))
    }
}

/// How well words are those of a phrase; `None` where they are not.
fn grade(phrase: &[&QueryTerm], words: &[Word]) -> Option<u16> {
    let open = phrase.last().is_some_and(|word| word.open);
    let is = |form: fn(&QueryTerm) -> &str, of: fn(&Word) -> &str| {
        let (mut whole, mut started) = (true, open);
        for (place, (sought, word)) in phrase.iter().zip(words).enumerate() {
            let (sought, word) = (form(sought), of(word));
            whole &= sought == word;
            let is_last = place + 1 == phrase.len();
            started &= if is_last { word.starts_with(sought) } else { sought == word };
        }
        (whole, started)
    };
    let exact = is(|it| &it.exact, |it| &it.exact);
    let folded = is(|it| &it.folded, |it| &it.folded);
    match (exact, folded) {
        ((true, _), _) => Some(rank::EXACT),
        (_, (true, _)) => Some(rank::FOLDED),
        ((_, true), _) => Some(rank::EXACT_START),
        (_, (_, true)) => Some(rank::FOLDED_START),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::{Noun, Sector};
    use journal::Hash;
    use proptest::prelude::*;

    use super::*;
    use crate::index::{Index, IndexPosition};

    fn sector(code: &str, vi: &str, en: &str) -> Record {
        let json = serde_json::json!({ "code": code, "name": { "vi": vi, "en": en } });
        Record::Sector(serde_json::from_value::<Sector>(json).unwrap())
    }

    const WORDS: [&str; 9] = ["đắk", "dak", "đak", "lắk", "lak", "la", "đ", "Hội", "hoi"];

    fn text(most: usize) -> impl Strategy<Value = String> {
        let words = prop::collection::vec(prop::sample::select(&WORDS), 1..=most);
        words.prop_map(|words| words.join(" "))
    }

    /// Words with or without quotes, and whether more may follow the last.
    fn query() -> impl Strategy<Value = String> {
        let form =
            prop::sample::select(&["{} {2}", "\"{} {2}", "\"{}\" {2}", "{} \"{2}\"", "{} {2} "]);
        (text(3), text(2), form)
            .prop_map(|(one, other, form)| form.replacen("{}", &one, 1).replacen("{2}", &other, 1))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn ranks_are_those_of_the_index(
            texts in prop::collection::vec((text(5), text(3), text(1)), 1..12),
            queries in prop::collection::vec(query(), 1..8),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let mut index = Index::create(folder.path()).unwrap();
            let mut unseen = Unseen::default();
            for (number, (vi, en, code)) in (1..).zip(&texts) {
                let (id, record) = (RecordId { noun: Noun::Sector, number }, sector(code, vi, en));
                index.add(id, &record).unwrap();
                unseen.records.push((id, Words::of(&record)));
            }
            index.commit(IndexPosition { seq: 1, hash: Hash::ZERO }).unwrap();
            let (reader, fields) = index.reader();
            for text in &queries {
                let query = Query::parse(text);
                if query.is_empty() {
                    continue;
                }
                let best = rank::TopHits { limit: 1_000, after: None, unseen: std::sync::Arc::default() };
                let found = reader.searcher().search(&rank::asked(&fields, &query, &[]), &best).unwrap();
                let mut expected: Vec<Rank> = unseen.ranks(&query).collect();
                expected.sort_unstable_by(|one, other| other.cmp(one));
                for hit in &found {
                    let (vi, en, code) = &texts[usize::try_from(hit.id.number).unwrap() - 1];
                    prop_assert!(is_recorded(hit, &sector(code, vi, en), &query), "{}", text);
                    let other = sector("khác", "khác", "other");
                    prop_assert!(!is_recorded(hit, &other, &query), "{}", text);
                }
                prop_assert_eq!(found, expected, "{}", text);
            }
        }
    }
}
