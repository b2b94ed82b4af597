//! Where the ties of an activity or event are under the boundaries of an era.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{
    figures::Placement,
    pair::{Direction, Flow, ProvincePair, Ties, Way},
    units::{Era, Units},
};
use crate::ProvinceId;

/// The ties of one activity or lone event between the units of an era.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The pairs that it belongs to.
    pub pairs: BTreeMap<ProvincePair, Direction>,
    /// The provinces from which something goes to another.
    pub givers: BTreeSet<ProvinceId>,
    /// The provinces to which something goes from another.
    pub receivers: BTreeSet<ProvinceId>,
    /// The pairs that it may belong to, because a unit is ambiguous.
    pub candidates: BTreeSet<ProvincePair>,
    /// What became of its ties.
    pub placement: Placement,
    /// Whether some tie has an ambiguous end, even if it belongs to pairs.
    pub unresolved: bool,
}

impl Located {
    /// Follows the ties to the units of an era; the records name units as they were on a day.
    #[must_use]
    pub fn of(recorded: &Ties, units: &Units, era: Era, day: Option<Date>) -> Self {
        let mut found = Search { units, era, day, candidates: BTreeSet::new(), unresolved: false };
        let mut certain = Ties::default();
        for flow in &recorded.flows {
            let ends = found.ends(flow.from, flow.to).filter(|(from, to)| from != to);
            certain.flows.extend(ends.map(|(from, to)| Flow { from, to }));
        }
        for pair in &recorded.undirected {
            let ends = found.ends(pair.a(), pair.b());
            certain.undirected.extend(ends.and_then(|(a, b)| ProvincePair::new(a, b)));
        }
        let pairs = certain.directions();
        let Search { mut candidates, unresolved, .. } = found;
        candidates.retain(|pair| !pairs.contains_key(pair));
        let placement = match (pairs.is_empty(), unresolved, recorded.is_empty()) {
            (false, ..) => Placement::Paired,
            (true, true, _) => Placement::Unresolved,
            (true, false, false) => Placement::Internal,
            (true, false, true) => Placement::Flowless,
        };
        let givers = certain.flows.iter().map(|flow| flow.from).collect();
        let receivers = certain.flows.iter().map(|flow| flow.to).collect();
        Self { pairs, givers, receivers, candidates, placement, unresolved }
    }

    /// Returns its direction as a whole; `None` if it belongs to no pair.
    #[must_use]
    pub fn way(&self) -> Option<Way> {
        self.pairs.values().map(|direction| direction.way()).max()
    }
}

struct Search<'a> {
    units: &'a Units,
    era: Era,
    day: Option<Date>,
    candidates: BTreeSet<ProvincePair>,
    unresolved: bool,
}

impl Search<'_> {
    /// The units of both ends of a tie; notes which they may be where nobody can say.
    fn ends(&mut self, one: ProvinceId, other: ProvinceId) -> Option<(ProvinceId, ProvinceId)> {
        let (one, other) = (
            self.units.resolve(self.era, one, self.day),
            self.units.resolve(self.era, other, self.day),
        );
        if let Some(ends) = one.unit().zip(other.unit()) {
            return Some(ends);
        }
        self.unresolved = true;
        let others = other.candidates();
        for one in one.candidates() {
            let pairs = others.iter().filter_map(|other| ProvincePair::new(one, *other));
            self.candidates.extend(pairs);
        }
        None
    }
}
