//! The records behind a figure, in order, and what is overdue among them.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use super::{
    Figures,
    merge::{Merge, Places},
};
use crate::StoreError;
use domain::{
    Activity, ActivityId, Entity, Lateness, LatenessKind, Noun, NounId, ProvinceId, RecordId,
    edge::Relation,
    tally::{
        Boundaries, Era, Fact, FigureKey, Gathered, ProvincePair, Scope, facts, progress::overdue,
        subject_of,
    },
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

/// Which overdue activities are listed.
#[derive(Clone, Copy)]
pub struct Late {
    /// The day on which they are.
    pub on: Date,
    /// Only those of this kind.
    pub kind: Option<LatenessKind>,
    /// Only those after this due day and activity.
    pub after: Option<(Date, ActivityId)>,
    /// At most so many.
    pub limit: usize,
}

impl Late {
    /// All that are overdue on a day.
    #[must_use]
    pub const fn all(on: Date) -> Self {
        Self { on, kind: None, after: None, limit: usize::MAX }
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
        let candidates = self.candidates(place, era, listed);
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

    /// Activities that are overdue on a day in a place within a scope, the latest first. How many
    /// there are in all is [`Tally::overdue`](domain::tally::Tally::overdue), and
    /// [`Tally::late`](domain::tally::Tally::late) by kind.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn overdue(
        &self,
        place: FigureKey,
        scope: &Scope,
        boundaries: Boundaries,
        listed: Late,
    ) -> Result<Vec<(ActivityId, Lateness)>, StoreError> {
        let Late { on, kind, after, limit } = listed;
        let era = self.era_at(place, boundaries);
        let mut late = Vec::new();
        if matches!(place, FigureKey::Network | FigureKey::Province(_))
            && scope.agreements.is_none()
        {
            let after = after.map(|(due, id)| crate::EdgeEnd { day: Some(due), to: id.record() });
            for found in self.snapshot.places_due(on, after) {
                if late.len() >= limit {
                    break;
                }
                let found = self.overdue_one(found?.to, place, scope, era, on)?;
                late.extend(found.filter(|(_, it)| kind.is_none_or(|kind| it.kind == kind)));
            }
            return Ok(late);
        }
        self.each_subject(Some(place), scope, era, &mut |id| {
            late.extend(self.overdue_one(id, place, scope, era, on)?);
            Ok(())
        })?;
        late.retain(|(id, it)| {
            kind.is_none_or(|kind| it.kind == kind)
                && after.is_none_or(|after| (it.due, *id) > after)
        });
        late.sort_unstable_by_key(|(id, it)| (it.due, *id));
        late.truncate(limit);
        Ok(late)
    }

    /// How late one activity is, if it is, and is counted.
    fn overdue_one(
        &self,
        id: RecordId,
        place: FigureKey,
        scope: &Scope,
        era: Era,
        on: Date,
    ) -> Result<Option<(ActivityId, Lateness)>, StoreError> {
        if id.noun != Noun::Activity {
            return Ok(None);
        }
        let id = ActivityId::from_number(id.number);
        let Some(found) = self.snapshot.find(id.record())? else { return Ok(None) };
        let is_overdue = |it: &Activity| overdue(id, it, on).is_some();
        if !Activity::of(&found.record).is_some_and(is_overdue) {
            return Ok(None);
        }
        let facts = self.facts_of(id.record(), place, era, &mut HashMap::new())?;
        if !facts.iter().any(|fact| scope.admits(fact) && fact.is_counted()) {
            return Ok(None);
        }
        Ok(self.lateness(id, on)?.map(|late| (id, late)))
    }

    /// How late an activity is on a day; `None` if it is not, or not published.
    ///
    /// # Errors
    /// Where the view cannot be read.
    pub fn lateness(&self, id: ActivityId, on: Date) -> Result<Option<Lateness>, StoreError> {
        let Some(found) = self.snapshot.find(id.record())? else { return Ok(None) };
        let Some(late) = Activity::of(&found.record).and_then(|it| overdue(id, it, on)) else {
            return Ok(None);
        };
        let gathered = Gathered::read(id.record(), &self.snapshot)?;
        let bundle = gathered.as_ref().and_then(Gathered::bundle);
        Ok(bundle.map(|bundle| late.lateness(bundle.lateness_kind())))
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
    fn facts_of(
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
