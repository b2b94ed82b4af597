//! Who gave to whom: flows between provinces, pairs, and the direction of an activity in a pair.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{NounId, Participant, ProvinceId, Role};

/// Something that goes from one province to another.
///
/// An activity gives the flow p→b for every PROVIDER or FUNDER p and BENEFICIARY b, p ≠ b. Two
/// PARTNERs give both directions. HOST and IMPLEMENTER alone give none. A province named by
/// several rows counts once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Flow {
    /// The province that gives.
    pub from: ProvinceId,
    /// The province that receives; another one.
    pub to: ProvinceId,
}

/// Two provinces.
///
/// Unordered, a ≠ b. An activity belongs to pair {a,b} if it has a flow either way. A pair's
/// events are those of its activities, and agreement-level events whose host and participants
/// include both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "(ProvinceId, ProvinceId)", into = "(ProvinceId, ProvinceId)")]
// Always a < b, so that {a,b} and {b,a} are one value.
pub struct ProvincePair {
    a: ProvinceId,
    b: ProvinceId,
}

/// Something that is not a pair: one province twice, or two in the wrong order in a stored form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{} and {} are not an ordered pair of provinces", .0.number(), .1.number())]
pub struct PairError(ProvinceId, ProvinceId);

/// The direction of one activity in one pair.
///
/// Per activity and pair: one way a→b, one way b→a, or mutual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// One way from the pair's first province to its second.
    AToB,
    /// One way from the pair's second province to its first.
    BToA,
    /// Both ways.
    Mutual,
}

impl ProvincePair {
    /// Makes the pair of two provinces, in whichever order they come; `None` for one province
    /// twice.
    #[must_use]
    pub fn new(one: ProvinceId, other: ProvinceId) -> Option<Self> {
        (one != other).then(|| Self { a: one.min(other), b: one.max(other) })
    }

    /// Returns the province with the smaller id.
    #[must_use]
    pub const fn a(self) -> ProvinceId {
        self.a
    }

    /// Returns the province with the larger id.
    #[must_use]
    pub const fn b(self) -> ProvinceId {
        self.b
    }

    /// Returns whether a province is one of the two.
    #[must_use]
    pub fn contains(self, province: ProvinceId) -> bool {
        self.a == province || self.b == province
    }
}

impl TryFrom<(ProvinceId, ProvinceId)> for ProvincePair {
    type Error = PairError;

    fn try_from((a, b): (ProvinceId, ProvinceId)) -> Result<Self, PairError> {
        if a < b { Ok(Self { a, b }) } else { Err(PairError(a, b)) }
    }
}

impl From<ProvincePair> for (ProvinceId, ProvinceId) {
    fn from(pair: ProvincePair) -> Self {
        (pair.a, pair.b)
    }
}

impl Flow {
    /// Returns the pair that the flow is within.
    #[must_use]
    pub fn pair(self) -> Option<ProvincePair> {
        ProvincePair::new(self.from, self.to)
    }

    fn direction_in(self, pair: ProvincePair) -> Direction {
        if self.from == pair.a { Direction::AToB } else { Direction::BToA }
    }
}

/// Lists the flows that participants give; see [`Flow`] for the definition.
#[must_use]
pub fn flows(participants: &[Participant]) -> BTreeSet<Flow> {
    let holding = |roles: &[Role]| -> BTreeSet<ProvinceId> {
        let rows = participants.iter().filter(|row| roles.contains(&row.role));
        rows.filter_map(|row| row.province).collect()
    };
    let givers = holding(&[Role::Provider, Role::Funder]);
    let receivers = holding(&[Role::Beneficiary]);
    let mut flows = crossings(&givers, &receivers);
    flows.extend(companions(&holding(&[Role::Partner])));
    flows
}

/// Lists the ties between provinces that take part alike: both directions of each two.
pub(super) fn companions(provinces: &BTreeSet<ProvinceId>) -> BTreeSet<Flow> {
    crossings(provinces, provinces)
}

fn crossings(from: &BTreeSet<ProvinceId>, to: &BTreeSet<ProvinceId>) -> BTreeSet<Flow> {
    let all = from.iter().flat_map(|from| to.iter().map(|to| Flow { from: *from, to: *to }));
    all.filter(|flow| flow.from != flow.to).collect()
}

/// Lists the pairs that flows are within, each with its direction.
#[must_use]
pub fn directions(flows: &BTreeSet<Flow>) -> BTreeMap<ProvincePair, Direction> {
    let mut directions = BTreeMap::new();
    for flow in flows {
        let Some(pair) = flow.pair() else { continue };
        let direction = flow.direction_in(pair);
        directions
            .entry(pair)
            .and_modify(|known| {
                if *known != direction {
                    *known = Direction::Mutual;
                }
            })
            .or_insert(direction);
    }
    directions
}

/// Returns the direction that flows have in one pair; `None` if none is within it.
#[must_use]
pub fn direction(pair: ProvincePair, flows: &BTreeSet<Flow>) -> Option<Direction> {
    let forth = flows.contains(&Flow { from: pair.a, to: pair.b });
    let back = flows.contains(&Flow { from: pair.b, to: pair.a });
    match (forth, back) {
        (true, true) => Some(Direction::Mutual),
        (true, false) => Some(Direction::AToB),
        (false, true) => Some(Direction::BToA),
        (false, false) => None,
    }
}
