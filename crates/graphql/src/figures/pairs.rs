//! The pairs of one activity, each with its direction.

use async_graphql::Result;
use macros::object;

use super::{BoundariesInput, enums::FlowDirection};
use crate::{error::internal, moment::Moment, types::Province};
use domain::{
    NounId, ProvinceId,
    tally::{self, Boundaries, Direction, Located, ProvincePair, Way},
};

/// Where the ties of an activity are; as recorded by default.
///
/// # Errors
/// Where the view cannot be read.
pub fn located(
    activity: &domain::Activity,
    moment: &Moment,
    boundaries: Option<&BoundariesInput>,
) -> Result<Located> {
    let ties = tally::ties(&activity.participants);
    let boundaries = boundaries
        .map_or(Boundaries::AsRecorded, |asked| BoundariesInput::read(Some(asked), moment));
    let figures = moment.figures()?;
    let own = activity.period().and_then(|period| period.earliest());
    let day = match (own, activity.agreement) {
        (None, Some(agreement)) => {
            let found = moment.snapshot().find(agreement.record()).map_err(internal)?;
            found.and_then(|found| found.record.day())
        }
        _ => own,
    };
    Ok(Located::of(&ties, figures.units(), figures.era(boundaries), day))
}

/// A pair of one activity.
pub struct ActivityPair {
    moment: Moment,
    pair: ProvincePair,
    direction: Direction,
}

impl ActivityPair {
    pub fn all(located: &Located, moment: &Moment) -> Vec<Self> {
        let pairs = located.pairs.iter();
        let shown = |(pair, direction): (&ProvincePair, &Direction)| Self {
            moment: moment.clone(),
            pair: *pair,
            direction: *direction,
        };
        pairs.map(shown).collect()
    }

    fn ends(&self) -> Option<[ProvinceId; 2]> {
        match self.direction {
            Direction::AToB => Some([self.pair.a(), self.pair.b()]),
            Direction::BToA => Some([self.pair.b(), self.pair.a()]),
            Direction::Mutual | Direction::Unspecified => None,
        }
    }
}

/// A pair of provinces to which an activity belongs, and the direction of support (hỗ trợ) between
/// them.
#[object]
impl ActivityPair {
    /// The province that was registered first.
    fn a(&self) -> Option<Result<Province>> {
        self.moment.get(self.pair.a())
    }

    /// The other province.
    fn b(&self) -> Option<Result<Province>> {
        self.moment.get(self.pair.b())
    }

    /// The direction of the activity in this pair: one way, mutual or unspecified.
    fn direction(&self) -> FlowDirection {
        self.direction.way().into()
    }

    /// The province that gives, if it is one way; otherwise null.
    fn from(&self) -> Option<Result<Province>> {
        self.ends().and_then(|[from, _]| self.moment.get(from))
    }

    /// The province that receives, if it is one way; otherwise null.
    fn to(&self) -> Option<Result<Province>> {
        self.ends().and_then(|[_, to]| self.moment.get(to))
    }
}

/// The direction of an activity as a whole.
pub fn direction(located: &Located) -> Option<FlowDirection> {
    located.way().map(|way: Way| way.into())
}
