//! What the numbers mean, to callers: cooperation of two provinces, the matrix of all pairs,
//! progress, reconciliation, and the records behind every figure.
//!
//! Nothing is counted here. A [`FigureQuery`](question::Question) says what an answer is about; the
//! registry's figures answer it; the types show the answer. What costs something is paid for
//! where it is asked for: a tally when one of its figures is, records when they are.

mod contributors;
mod cooperation;
mod directions;
mod enums;
mod groups;
mod inputs;
mod lateness;
mod matrix;
mod network;
mod notice;
mod pairs;
mod progress;
mod question;
mod reconciliation;
mod results;
mod review;
mod tally;

pub use cooperation::Cooperation;
pub use directions::Directions;
pub use enums::FlowDirection;
pub use inputs::{BetweenInput, BoundariesInput, ScopeInput};
pub use lateness::{LateActivities, LateActivityFilter, Lateness};
pub use matrix::CooperationMatrix;
pub use notice::standing;
pub use pairs::{ActivityPair, direction, located};
pub use progress::{OverdueActivity, Progress};
pub use question::FigureQuery;
pub use reconciliation::Reconciliation;
pub use review::{DirectiveProgress, SilentParty};
