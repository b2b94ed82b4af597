//! Who gave to whom: ties between provinces, pairs, and the direction of an activity in a pair and as
//! a whole.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{NounId, Participant, ProvinceId, Role};

/// Something that goes from one province to another, as a source states it.
///
/// An activity gives the flow p→b for every PROVIDER or FUNDER p and BENEFICIARY b, p ≠ b. Two
/// PARTNERs that do not stand on one side give both directions. HOST and IMPLEMENTER alone give
/// none. A province named by several rows counts once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Flow {
    /// The province that gives.
    pub from: ProvinceId,
    /// The province that receives; another one.
    pub to: ProvinceId,
}

/// What ties provinces in an activity or event, as the records name them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ties {
    /// What is stated to go from one province to another.
    pub flows: BTreeSet<Flow>,
    /// Pairs without a direction of their own: one of the two stands with the role UNSPECIFIED, or
    /// both attend a lone event. Where there is a flow as well, the flow tells the direction.
    pub undirected: BTreeSet<ProvincePair>,
}

/// Two provinces.
///
/// Unordered, a ≠ b. An activity belongs to pair {a,b} if it has a flow either way, or if one of the
/// two is UNSPECIFIED and the other, not on the same side, is anything but HOST or IMPLEMENTER. A
/// pair's events are those of its activities, and agreement-level events whose host and participants
/// include both, not on one side.
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
/// Per activity and pair: one way a→b, one way b→a, mutual, or unspecified, where it has no flow
/// either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// One way from the pair's first province to its second.
    AToB,
    /// One way from the pair's second province to its first.
    BToA,
    /// Both ways.
    Mutual,
    /// Nobody says.
    Unspecified,
}

/// The direction of one activity as a whole, over its pairs.
///
/// Mutual if it is in at least one pair, whatever the others are; else unspecified if it is in at
/// least one; else one way, in every pair.
// From the least to the greatest: the greatest of its pairs' is the activity's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Way {
    /// One way in every pair.
    OneWay,
    /// Nobody says whether it is one way or mutual.
    Unspecified,
    /// Both ways in some pair.
    Mutual,
}

impl Direction {
    /// Returns the direction without its ends.
    #[must_use]
    pub const fn way(self) -> Way {
        match self {
            Self::AToB | Self::BToA => Way::OneWay,
            Self::Mutual => Way::Mutual,
            Self::Unspecified => Way::Unspecified,
        }
    }
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
    ties(participants).flows
}

/// Lists what ties the participants of an activity; see [`Flow`] and [`ProvincePair`] for the
/// definitions.
#[must_use]
pub fn ties(participants: &[Participant]) -> Ties {
    let mut ties = Ties::default();
    for (place, one) in participants.iter().enumerate() {
        for other in &participants[place + 1..] {
            let Some((p, b)) = one.province.zip(other.province) else { continue };
            let Some(pair) = ProvincePair::new(p, b) else { continue };
            let (forth, back) = (Flow { from: p, to: b }, Flow { from: b, to: p });
            ties.flows.extend(gives_to(one, other).then_some(forth));
            ties.flows.extend(gives_to(other, one).then_some(back));
            if on_one_side(one.side.as_deref(), other.side.as_deref()) {
                continue;
            }
            if one.role == Role::Partner && other.role == Role::Partner {
                ties.flows.extend([forth, back]);
            } else if is_open(one.role, other.role) {
                ties.undirected.insert(pair);
            }
        }
    }
    ties
}

/// Whether one gives and the other receives, as stated: so on one side, too.
pub(super) fn gives_to(one: &Participant, other: &Participant) -> bool {
    matches!(one.role, Role::Provider | Role::Funder) && other.role == Role::Beneficiary
}

/// Whether two stand on one side; who stands on none is on no side with anybody.
#[must_use]
pub fn on_one_side(one: Option<&str>, other: Option<&str>) -> bool {
    one.is_some() && one == other
}

/// Whether nobody says who of two gives and who receives, though both take part in it.
fn is_open(one: Role, other: Role) -> bool {
    let takes_part = |role| !matches!(role, Role::Host | Role::Implementer);
    (one == Role::Unspecified && takes_part(other))
        || (other == Role::Unspecified && takes_part(one))
}

impl Ties {
    /// Lists the pairs that are tied, each with its direction.
    #[must_use]
    pub fn directions(&self) -> BTreeMap<ProvincePair, Direction> {
        let mut directions = BTreeMap::new();
        for flow in &self.flows {
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
        for pair in &self.undirected {
            directions.entry(*pair).or_insert(Direction::Unspecified);
        }
        directions
    }

    /// Returns whether nothing is tied.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.flows.is_empty() && self.undirected.is_empty()
    }
}
