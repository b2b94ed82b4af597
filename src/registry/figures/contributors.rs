//! The records behind a figure, in order, and what is overdue among them.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{
    Figures,
    merge::{Merge, Places},
};
use crate::{
    domain::{
        Activity, ActivityId, Entity, Noun, NounId, ProvinceId, RecordId,
        edge::Relation,
        tally::{
            Boundaries, Era, Fact, Gathered, Overdue, Place, ProvincePair, Scope, facts,
            progress::overdue, subject_of,
        },
    },
    registry::{self, StoreError},
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
    pub after: Option<registry::Place>,
    /// Only those before this place.
    pub before: Option<registry::Place>,
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
        place: Place,
        scope: &'a Scope,
        boundaries: Boundaries,
        listed: Listed<'a>,
    ) -> Result<Places<'a>, StoreError> {
        let era = self.era_at(place, boundaries);
        let bounds = (listed.after, listed.before);
        let candidates = self.listed(place, era, listed.noun, bounds, listed.from_end)?;
        let mut known = HashMap::new();
        Ok(Box::new(candidates.filter_map(move |candidate| {
            let mut counts = |place_of: registry::Place| {
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

    /// Activities that are overdue on a day in a place within a scope, the latest first: at most
    /// `limit` of those that come after `after`. How many there are in all is
    /// [`Tally::overdue`](crate::domain::tally::Tally::overdue).
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn overdue(
        &self,
        place: Place,
        scope: &Scope,
        boundaries: Boundaries,
        on: Date,
        after: Option<(Date, ActivityId)>,
        limit: usize,
    ) -> Result<Vec<Overdue<ActivityId>>, StoreError> {
        let mut late = Vec::new();
        for found in self.contributors(place, scope, boundaries, Listed::all(Noun::Activity))? {
            let id = found?.to;
            let Some(found) = self.snapshot.find(id)? else { continue };
            let Some(activity) = Activity::of(&found.record) else { continue };
            late.extend(overdue(ActivityId::from_number(id.number), activity, on));
        }
        late.retain(|it| after.is_none_or(|after| (it.due, it.id) > after));
        late.sort_unstable_by_key(|it| (it.due, it.id));
        late.truncate(limit);
        Ok(late)
    }

    /// The facts of one record in one place.
    fn facts_of<'k>(
        &self,
        id: RecordId,
        place: Place,
        era: Era,
        known: &'k mut HashMap<RecordId, Vec<Fact>>,
    ) -> Result<Vec<&'k Fact>, StoreError> {
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
        Ok(facts.filter(|fact| fact.id == id).collect())
    }

    /// The records of a noun that may have facts in a place, in order, each once.
    pub(super) fn candidates(
        &self,
        place: Place,
        era: Era,
        noun: Noun,
        after: Option<registry::Place>,
        before: Option<registry::Place>,
    ) -> Result<Places<'_>, StoreError> {
        self.listed(place, era, noun, (after, before), false)
    }

    fn listed(
        &self,
        place: Place,
        era: Era,
        noun: Noun,
        (after, before): (Option<registry::Place>, Option<registry::Place>),
        from_end: bool,
    ) -> Result<Places<'_>, StoreError> {
        let related = |relation, from: Option<RecordId>| -> Places<'_> {
            let places = self.snapshot.places(relation, from, noun, after, before);
            if from_end { Box::new(places.rev()) } else { Box::new(places) }
        };
        let lists = match (place, noun) {
            (Place::Network, _) => vec![related(Relation::All, None)],
            (Place::Province(unit), Noun::Activity) => {
                let relation = Relation::ProvinceActivities;
                let recorded = self.recorded(era, unit).into_iter();
                recorded.map(|unit| related(relation, Some(unit.record()))).collect()
            }
            (Place::Field(field), Noun::Activity) => {
                vec![related(Relation::FieldActivities, Some(field.record()))]
            }
            (Place::Pair(pair), _) => self
                .recorded_pairs(era, pair)
                .into_iter()
                .take(1)
                .map(|_| related(Relation::All, None))
                .collect(),
            (Place::Province(_) | Place::Field(_), _) => Vec::new(),
        };
        Ok(Merge::of(lists, from_end))
    }

    /// The recorded pairs that may be a pair.
    fn recorded_pairs(&self, era: Era, pair: ProvincePair) -> Vec<ProvincePair> {
        let others: Vec<ProvinceId> = self.recorded(era, pair.b());
        let all = self.recorded(era, pair.a()).into_iter();
        let mut pairs: Vec<_> = all
            .flat_map(|one| others.iter().filter_map(move |other| ProvincePair::new(one, *other)))
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }
}
