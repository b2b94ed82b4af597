//! What an answer is about: a place, a scope and boundaries, at a moment.

use std::{collections::btree_map::Entry, sync::Arc};

use async_graphql::Result;

use super::notice::Notice;
use crate::{
    error::internal,
    moment::Moment,
    page::{KeyRange, ListSource},
    types::Activity,
};
use domain::{
    ActivityId, Lateness, NounId, ProvinceId, SectorId,
    tally::{Boundaries, CellKey, Counted, Fact, Figure, FigureKey, Level, OneOrAll, Scope, Tally},
};
use registry::{
    self,
    figures::{Late, Listed},
};

/// What an answer is about. Cheap to clone.
#[derive(Clone)]
pub struct FigureQuery {
    pub moment: Moment,
    pub place: FigureKey,
    pub scope: Arc<Scope>,
    pub boundaries: Boundaries,
    /// What the caller should know of the units that it names.
    pub notices: Arc<[Notice]>,
    /// Whether a pair is seen from its second province.
    pub swapped: bool,
    /// Of which sector; `This(None)` for what has none.
    pub sector: OneOrAll<Option<SectorId>>,
    /// Of which year; `This(None)` for what has none.
    pub year: OneOrAll<Option<i16>>,
}

/// A tally told apart by a key.
pub type Slices<K> = Vec<(K, Arc<Tally>)>;

impl FigureQuery {
    /// A question about one place.
    pub fn about(
        moment: &Moment,
        place: FigureKey,
        scope: Arc<Scope>,
        boundaries: Boundaries,
    ) -> Self {
        let moment = moment.clone();
        Self {
            moment,
            place,
            scope,
            boundaries,
            notices: Arc::default(),
            swapped: false,
            sector: OneOrAll::All,
            year: OneOrAll::All,
        }
    }

    /// All figures.
    pub fn tally(&self) -> Result<Arc<Tally>> {
        let figures = self.moment.figures()?;
        let tally = figures.tally(self.place, &self.scope, self.boundaries).map_err(internal)?;
        Ok(self.seen(tally))
    }

    /// A tally as it is seen from the pair's side.
    pub fn seen(&self, tally: Arc<Tally>) -> Arc<Tally> {
        if self.swapped { Arc::new(Tally::clone(&tally).swapped()) } else { tally }
    }

    /// The figures by sector, what has none last.
    pub fn by_sector(&self) -> Result<Slices<Option<SectorId>>> {
        let mut slices = self.slices(Level { sector: true, year: false }, |key| key.sector)?;
        slices.sort_by_key(|(sector, _)| (sector.is_none(), *sector));
        Ok(slices)
    }

    /// The figures by year, what has none last.
    pub fn by_year(&self) -> Result<Slices<Option<i16>>> {
        let mut slices = self.slices(Level { sector: false, year: true }, |key| key.year)?;
        slices.sort_by_key(|(year, _)| (year.is_none(), *year));
        Ok(slices)
    }

    /// The figures told apart by what a level tells apart, within the sector and the year that the
    /// question is about.
    fn slices<K: Ord + Copy>(
        &self,
        apart: Level,
        key: impl Fn(&CellKey) -> OneOrAll<K>,
    ) -> Result<Slices<K>> {
        let figures = self.moment.figures()?;
        let apart = Level {
            sector: apart.sector || self.sector != OneOrAll::All,
            year: apart.year || self.year != OneOrAll::All,
        };
        let cells = figures.cells(self.place, &self.scope, self.boundaries, apart);
        let mut slices = std::collections::BTreeMap::<K, Arc<Tally>>::new();
        for (cell, tally) in cells.map_err(internal)? {
            let is_asked = [OneOrAll::All, cell.sector].contains(&self.sector)
                && [OneOrAll::All, cell.year].contains(&self.year);
            let (OneOrAll::This(slice), true) = (key(&cell), is_asked) else { continue };
            match slices.entry(slice) {
                Entry::Vacant(none) => {
                    none.insert(tally);
                }
                Entry::Occupied(mut some) => Arc::make_mut(some.get_mut()).add(&tally),
            }
        }
        slices.retain(|_, tally| !tally.is_empty());
        Ok(slices.into_iter().map(|(key, tally)| (key, self.seen(tally))).collect())
    }

    fn admits(&self, sector: Option<SectorId>, year: Option<i16>) -> bool {
        [OneOrAll::All, OneOrAll::This(sector)].contains(&self.sector)
            && [OneOrAll::All, OneOrAll::This(year)].contains(&self.year)
    }

    /// Whether a fact is in the question and counts towards what is counted.
    fn holds(&self, counted: &Counted, fact: &Fact) -> bool {
        self.admits(fact.sector, fact.year())
            && if self.swapped {
                counted.holds(&fact.tally.clone().swapped())
            } else {
                counted.holds(&fact.tally)
            }
    }

    /// The records behind what is counted.
    pub fn records(&self, counted: Counted) -> ListSource {
        let (question, counted) = (self.clone(), Arc::new(counted));
        let (asked, of) = (self.clone(), Arc::clone(&counted));
        let find = move |span: KeyRange, most| {
            let mut found = Vec::new();
            for noun in counted.nouns() {
                found.extend(question.places(noun, &counted, span, most)?);
            }
            // Several nouns are as many lists, each in order.
            Ok(if counted.nouns().len() > 1 { span.ordered(found, most) } else { found })
        };
        let count = move || Ok(of.records(&*asked.slice()?));
        ListSource::Found { find: Arc::new(find), count: Some(Arc::new(count)) }
    }

    /// The figures of the sector and the year that the question is about.
    fn slice(&self) -> Result<Arc<Tally>> {
        if self.sector == OneOrAll::All && self.year == OneOrAll::All {
            return self.tally();
        }
        let whole = Level { sector: false, year: false };
        let slices = self.slices(whole, |_| OneOrAll::This(()))?;
        Ok(slices.into_iter().next().map(|((), tally)| tally).unwrap_or_default())
    }

    fn places(
        &self,
        noun: domain::Noun,
        counted: &Counted,
        span: KeyRange,
        most: Option<usize>,
    ) -> Result<Vec<registry::EdgeEnd>> {
        let figures = self.moment.figures()?;
        let select = |fact: &Fact| self.holds(counted, fact);
        let KeyRange { after, before, from_end } = span;
        let listed = Listed { after, before, from_end, ..Listed::all(noun).selected(&select) };
        let found = figures.contributors(self.place, &self.scope, self.boundaries, listed);
        let found = found.map_err(internal)?.take(most.unwrap_or(usize::MAX));
        found
            .map(|place| {
                self.moment.still_wanted()?;
                place.map_err(internal)
            })
            .collect()
    }

    /// The activity that counts on the earliest day, or on the latest.
    pub fn activity_at(&self, from_end: bool) -> Result<Option<Activity>> {
        let counted = Counted::Figure(Figure::Activities);
        // Those without a day come last.
        let before = from_end.then(|| registry::EdgeEnd {
            day: Some(jiff::civil::Date::MAX),
            to: ActivityId::from_number((1 << 56) - 1).record(),
        });
        let span = KeyRange { after: None, before, from_end };
        let noun = domain::Noun::Activity;
        let found = self.places(noun, &counted, span, Some(1))?;
        let found = found.into_iter().find(|place| place.day.is_some());
        found
            .and_then(|place| self.moment.get(ActivityId::from_number(place.to.number)))
            .transpose()
    }

    /// The activities that are overdue on a day, the latest first.
    pub fn overdue(&self, listed: Late) -> Result<Vec<(ActivityId, Lateness)>> {
        let figures = self.moment.figures()?;
        figures.overdue(self.place, &self.scope, self.boundaries, listed).map_err(internal)
    }

    /// The same question about one sector only.
    pub fn in_sector(&self, sector: Option<SectorId>) -> Self {
        Self { sector: OneOrAll::This(sector), ..self.clone() }
    }

    /// The same question about one year only.
    pub fn in_year(&self, year: Option<i16>) -> Self {
        Self { year: OneOrAll::This(year), ..self.clone() }
    }
}

/// A pair's provinces, in the order in which they are told.
pub fn ends(question: &FigureQuery) -> Option<[ProvinceId; 2]> {
    let FigureKey::Pair(pair) = question.place else { return None };
    Some(if question.swapped { [pair.b(), pair.a()] } else { [pair.a(), pair.b()] })
}
