//! The activities that are overdue: by the day that they had to be done by, a page at a time.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use super::Figures;
use crate::StoreError;
use domain::{
    Activity, ActivityId, ActivityStatus, Entity, Lateness, LatenessKind, Noun, NounId, ProvinceId,
    RecordId,
    edge::Relation,
    tally::{Boundaries, Era, FigureKey, Gathered, Scope, progress::overdue},
};
use store::{Condition, EdgeEnd, Facet, Selection};

/// Activities that are read one and all, rather than looked for among all that are due.
const FEW: u64 = 256;
/// Entries that cost as much to pass over as an activity to be read with what belongs to it.
const PASSED: u64 = 4;

/// Which overdue activities are listed: by the day that they had to be done by, then by id.
#[derive(Clone, Copy)]
pub struct Late {
    /// The day on which they are.
    pub on: Date,
    /// Only those of this kind.
    pub kind: Option<LatenessKind>,
    /// Only those that count there, too.
    pub within: Option<FigureKey>,
    /// Only those after this due day and activity.
    pub after: Option<(Date, ActivityId)>,
    /// Only those before this due day and activity.
    pub before: Option<(Date, ActivityId)>,
    /// Whether the last come first.
    pub from_end: bool,
    /// At most so many.
    pub limit: usize,
}

impl Late {
    /// All that are overdue on a day.
    #[must_use]
    pub const fn all(on: Date) -> Self {
        let (after, before) = (None, None);
        Self { on, kind: None, within: None, after, before, from_end: false, limit: usize::MAX }
    }
}

/// Where and in what an activity counts.
#[derive(Clone, Copy)]
struct Asked<'a> {
    places: [Option<(FigureKey, Era)>; 2],
    scope: &'a Scope,
    listed: Late,
}

impl Figures {
    /// Activities that are overdue on a day in a place within a scope, the latest first. How many
    /// there are in all is [`Tally::overdue`](domain::tally::Tally::overdue), and
    /// [`Tally::late`](domain::tally::Tally::late) by kind.
    ///
    /// Costs the activities that are due until enough are found, of which only those are read that
    /// may count, or all that may count where these are fewer.
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
        let at = |place| (place, self.era_at(place, boundaries));
        let places = [Some(at(place)), listed.within.map(at)];
        let asked = Asked { places, scope, listed };
        let conditions = self.conditions(asked);
        let selection = if conditions.is_empty() {
            None
        } else {
            self.snapshot.select(Noun::Activity, &conditions)?
        };
        if let Some(selection) = &selection {
            let chosen = selection.len();
            if chosen > FEW
                && let Some(found) = self.due(asked, Some(selection), PASSED * chosen)?
            {
                return Ok(found);
            }
            return self.sorted(asked, selection.by_number(None, None));
        }
        let is_index = matches!(place, FigureKey::Network | FigureKey::Province(_))
            && scope.agreements.is_none();
        if is_index && let Some(found) = self.due(asked, None, u64::MAX)? {
            return Ok(found);
        }
        let mut subjects = Vec::new();
        self.each_subject(Some(place), scope, at(place).1, &mut |id| {
            subjects.push(id);
            Ok(())
        })?;
        self.sorted(asked, subjects)
    }

    /// What all that count meet, as far as sets tell.
    fn conditions(&self, Asked { places, scope, .. }: Asked<'_>) -> Vec<Condition> {
        let mut conditions = Vec::new();
        let mut linked = |relation, from: Vec<RecordId>| {
            let facets = from.into_iter().filter_map(|from| Facet::linked(relation, from));
            conditions.push(Condition::AnyOf(facets.collect()));
        };
        let recorded = |era, unit: ProvinceId| -> Vec<RecordId> {
            self.recorded(era, unit).into_iter().map(NounId::record).collect()
        };
        for (place, era) in places.into_iter().flatten() {
            match place {
                FigureKey::Network => {}
                FigureKey::Province(unit) => {
                    linked(Relation::ProvinceActivities, recorded(era, unit));
                }
                FigureKey::Pair(pair) => {
                    for unit in [pair.a(), pair.b()] {
                        linked(Relation::ProvinceActivities, recorded(era, unit));
                    }
                }
                FigureKey::Field(field) => linked(Relation::FieldActivities, vec![field.record()]),
            }
        }
        let records =
            |ids: &BTreeSet<_>| ids.iter().map(|id: &domain::AgreementId| id.record()).collect();
        if let Some(agreements) = &scope.agreements {
            linked(Relation::AgreementActivities, records(agreements));
        }
        if let Some(sectors) = &scope.sectors {
            linked(Relation::SectorActivities, sectors.iter().map(|id| id.record()).collect());
        }
        if let Some(statuses) = &scope.statuses {
            let facets = statuses.iter().map(|status| Facet::status(*status as u8));
            conditions.push(Condition::AnyOf(facets.collect()));
        }
        if !conditions.is_empty() {
            let over = [ActivityStatus::Completed, ActivityStatus::Cancelled];
            conditions.push(Condition::NoneOf(over.map(|it| Facet::status(it as u8)).to_vec()));
        }
        conditions
    }

    /// Those found along the days on which activities are due; `None` where more entries than so
    /// many were passed.
    fn due(
        &self,
        asked: Asked<'_>,
        selection: Option<&Selection>,
        most: u64,
    ) -> Result<Option<Vec<(ActivityId, Lateness)>>, StoreError> {
        let Late { on, after, before, from_end, limit, .. } = asked.listed;
        let place = |(due, id): (Date, ActivityId)| EdgeEnd { day: Some(due), to: id.record() };
        let mut due = self.snapshot.places_due(on, after.map(place), before.map(place));
        let (mut late, mut passed) = (Vec::new(), 0);
        while late.len() < limit {
            let Some(found) = (if from_end { due.next_back() } else { due.next() }) else { break };
            let id = found?.to;
            passed += 1;
            if passed > most {
                return Ok(None);
            }
            if selection.is_none_or(|selection| selection.contains(id)) {
                late.extend(self.overdue_one(id, asked)?);
            }
        }
        Ok(Some(late))
    }

    /// Those among some records, by reading all.
    fn sorted(
        &self,
        asked: Asked<'_>,
        ids: impl IntoIterator<Item = RecordId>,
    ) -> Result<Vec<(ActivityId, Lateness)>, StoreError> {
        let Late { after, before, from_end, limit, .. } = asked.listed;
        let mut late = Vec::new();
        for id in ids {
            late.extend(self.overdue_one(id, asked)?.filter(|(id, it)| {
                after.is_none_or(|after| (it.due, *id) > after)
                    && before.is_none_or(|before| (it.due, *id) < before)
            }));
        }
        late.sort_unstable_by_key(|(id, it)| (it.due, *id));
        if from_end {
            late.reverse();
        }
        late.truncate(limit);
        Ok(late)
    }

    /// How late one activity is, if it is, and is counted.
    fn overdue_one(
        &self,
        id: RecordId,
        Asked { places, scope, listed }: Asked<'_>,
    ) -> Result<Option<(ActivityId, Lateness)>, StoreError> {
        if id.noun != Noun::Activity {
            return Ok(None);
        }
        let id = ActivityId::from_number(id.number);
        let Some(found) = self.snapshot.find(id.record())? else { return Ok(None) };
        let is_overdue = |it: &Activity| overdue(id, it, listed.on).is_some();
        if !Activity::of(&found.record).is_some_and(is_overdue) {
            return Ok(None);
        }
        for (place, era) in places.into_iter().flatten() {
            let facts = self.facts_of(id.record(), place, era, &mut HashMap::new())?;
            if !facts.iter().any(|fact| scope.admits(fact) && fact.is_counted()) {
                return Ok(None);
            }
        }
        let late = self.lateness(id, listed.on)?;
        let late = late.filter(|late| listed.kind.is_none_or(|kind| late.kind == kind));
        Ok(late.map(|late| (id, late)))
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
}
