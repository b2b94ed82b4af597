//! The records behind a figure, in order.

use std::collections::{BTreeSet, HashMap};

use super::{
    Figures,
    merge::{Merge, Places},
};
use crate::StoreError;
use domain::{
    AgreementId, Noun, NounId, ProvinceId, RecordId,
    edge::Relation,
    tally::{Boundaries, Era, Fact, FigureKey, Gathered, ProvincePair, Scope, facts, subject_of},
};

/// Which records behind a figure are listed.
#[derive(Clone, Copy)]
pub struct Listed<'a> {
    /// Activities, events or outcomes; of other nouns there are none.
    pub noun: Noun,
    /// Which of them, by what they add to the figures; `None` for all that are counted. A record
    /// that is only unresolved is told by [`Fact::is_counted`].
    pub select: Option<&'a dyn Fn(&Fact) -> bool>,
    /// Only those after this place.
    pub after: Option<crate::EdgeEnd>,
    /// Only those before this place.
    pub before: Option<crate::EdgeEnd>,
    /// Whether the last come first.
    pub from_end: bool,
}

impl<'a> Listed<'a> {
    /// All records of a noun that are counted, from the first.
    #[must_use]
    pub const fn all(noun: Noun) -> Self {
        Self { noun, select: None, after: None, before: None, from_end: false }
    }

    /// Those alone that are selected by what they add.
    #[must_use]
    pub const fn selected(self, select: &'a dyn Fn(&Fact) -> bool) -> Self {
        Self { select: Some(select), ..self }
    }
}

/// Bundles whose facts a list keeps, since the records of one are near each other.
const KEPT: usize = 1_024;

impl Figures {
    /// The records that are counted in a place within a scope, lazily, by the day of each and then
    /// by id, as everywhere: those without a day of their own come last.
    ///
    /// Costs the records that are gone through, until enough are found.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn contributors<'a>(
        &'a self,
        place: FigureKey,
        scope: &'a Scope,
        boundaries: Boundaries,
        listed: Listed<'a>,
    ) -> Result<Places<'a>, StoreError> {
        let era = self.era_at(place, boundaries);
        let candidates = match &scope.agreements {
            // What is counted of agreements is under them, wherever: an agreement has few.
            Some(agreements) if listed.noun == Noun::Activity => self.under(agreements, listed),
            _ => self.candidates(place, era, listed),
        };
        if listed.select.is_none()
            && *scope == Scope::default()
            && self.is_index(place, era, listed)
        {
            return Ok(candidates);
        }
        let mut known = HashMap::new();
        Ok(Box::new(candidates.filter_map(move |candidate| {
            let mut counts = |place_of: crate::EdgeEnd| {
                let facts = self.facts_of(place_of.to, place, era, &mut known)?;
                Ok::<_, StoreError>(facts.iter().any(|fact| {
                    scope.admits(fact)
                        && listed.select.map_or_else(|| fact.is_counted(), |select| select(fact))
                }))
            };
            match candidate {
                Ok(found) => match counts(found) {
                    Ok(counts) => counts.then_some(Ok(found)),
                    Err(error) => Some(Err(error)),
                },
                Err(error) => Some(Err(error)),
            }
        })))
    }

    /// Whether all candidates are known to be counted, so that none has to be read: the index of
    /// pairs holds what is published, and each unit is certain.
    fn is_index(&self, place: FigureKey, era: Era, listed: Listed<'_>) -> bool {
        let FigureKey::Pair(pair) = place else { return false };
        let is_always = |unit: ProvinceId| {
            let mut recorded = self.recorded(era, unit).into_iter();
            recorded.all(|it| self.units.always(era, it) == Some(unit))
        };
        matches!(listed.noun, Noun::Activity | Noun::Event)
            && is_always(pair.a())
            && is_always(pair.b())
    }

    /// The facts of one record in one place.
    pub(super) fn facts_of(
        &self,
        id: RecordId,
        place: FigureKey,
        era: Era,
        known: &mut HashMap<RecordId, Vec<Fact>>,
    ) -> Result<Vec<Fact>, StoreError> {
        let subject = match self.snapshot.find(id)? {
            Some(found) => subject_of(id, &found.record, &self.snapshot)?,
            None => None,
        };
        let Some(subject) = subject else { return Ok(Vec::new()) };
        if !known.contains_key(&subject) {
            if known.len() >= KEPT {
                known.clear();
            }
            let gathered = if id == subject && id.noun == Noun::Activity {
                Gathered::read_alone(subject, &self.snapshot)?
            } else {
                Gathered::read(subject, &self.snapshot)?
            };
            let bundle = gathered.as_ref().and_then(Gathered::bundle);
            let mut of_bundle = bundle.map_or_else(Vec::new, |it| facts(&it, &self.units, era));
            of_bundle.retain(|fact| fact.place == place);
            known.insert(subject, of_bundle);
        }
        let facts = known.get(&subject).into_iter().flatten();
        Ok(facts.filter(|fact| fact.id == id).cloned().collect())
    }

    /// The records of a noun that may have facts in a place, in order, each once.
    pub(super) fn candidates(
        &self,
        place: FigureKey,
        era: Era,
        listed: Listed<'_>,
    ) -> Places<'static> {
        let Listed { noun, after, before, from_end, .. } = listed;
        let related = |relation, from: Option<RecordId>| {
            directed(self.snapshot.places(relation, from, noun, after, before), from_end)
        };
        let lists = match (place, noun) {
            (FigureKey::Network, _) => vec![related(Relation::All, None)],
            (FigureKey::Province(unit), Noun::Activity) => {
                let relation = Relation::ProvinceActivities;
                let recorded = self.recorded(era, unit).into_iter();
                recorded.map(|unit| related(relation, Some(unit.record()))).collect()
            }
            (FigureKey::Field(field), Noun::Activity) => {
                vec![related(Relation::FieldActivities, Some(field.record()))]
            }
            (FigureKey::Pair(pair), _) => {
                let recorded = self.recorded_pairs(era, pair).into_iter();
                let places = |pair| self.snapshot.places_of_pair(pair, noun, after, before);
                recorded.map(|pair| directed(places(pair), from_end)).collect()
            }
            (FigureKey::Province(_) | FigureKey::Field(_), _) => Vec::new(),
        };
        Merge::of(lists, from_end)
    }

    /// The activities of agreements, in order, each once.
    fn under(&self, agreements: &BTreeSet<AgreementId>, listed: Listed<'_>) -> Places<'static> {
        let Listed { noun, after, before, from_end, .. } = listed;
        let of_one = |id: &AgreementId| {
            let relation = Relation::AgreementActivities;
            let places = self.snapshot.places(relation, Some(id.record()), noun, after, before);
            directed(places, from_end)
        };
        Merge::of(agreements.iter().map(of_one).collect(), from_end)
    }

    /// The recorded pairs that may be a pair.
    fn recorded_pairs(&self, era: Era, pair: ProvincePair) -> BTreeSet<ProvincePair> {
        let others: Vec<ProvinceId> = self.recorded(era, pair.b());
        let all = self.recorded(era, pair.a()).into_iter();
        all.flat_map(|one| others.iter().filter_map(move |other| ProvincePair::new(one, *other)))
            .collect()
    }
}

fn directed(
    places: impl DoubleEndedIterator<Item = Result<crate::EdgeEnd, StoreError>> + 'static,
    from_end: bool,
) -> Places<'static> {
    if from_end { Box::new(places.rev()) } else { Box::new(places) }
}
