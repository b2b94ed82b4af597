//! What the numbers mean: every figure of cooperation, as pure functions over the nouns.
//!
//! In reading order:
//!
//! - [`pair`]: who gave to whom: [`Flow`], [`ProvincePair`], [`Direction`], [`Way`].
//! - [`units`]: provinces as they were recorded, or as they stood on a day; [`located`]: ties
//!   between these.
//! - [`figures`]: [`Tally`], all figures that add up, and the rates derived from them; made of
//!   [`Breakdown`]s (counts by key) and exact [`Sum`]s.
//! - [`bounds`]: what figures of direction may be where nobody states a direction.
//! - [`figure`]: the figures by name, and which records count towards each; [`summed`]: one of them, of a
//!   sum that is not added up.
//! - [`fact`]: what one record adds to which figures. A [`Bundle`] holds what must be read for it.
//! - [`gather`]: reads a bundle, as far as it is published: figures are the same for everybody.
//! - [`key`]: the few keys under which facts are added up, and [`cell`]: their sums, so that an
//!   answer costs the number of cells.
//! - [`scope`]: which facts an answer is about, and which cells give it.
//! - [`network`]: all pairs together: degree, strength, reciprocity.
//! - [`progress`]: how far and how late.
//! - [`reconciliation`]: published figures beside recorded ones; [`metric`] says what counts for
//!   each, [`share`] what is mostly so.
//!
//! A figure is always the sum of the [`Tally`] of some facts, whether they were added up before
//! in cells or are now: the definitions stand once, in [`fact`]. Must not know how cells are
//! stored, nor what day it is today.

pub mod bounds;
pub mod breakdown;
pub mod bundle;
pub mod cell;
pub mod fact;
pub mod figure;
pub mod figures;
mod finding;
pub mod gather;
pub mod key;
pub mod located;
pub mod metric;
mod money;
mod needed;
pub mod network;
pub mod pair;
pub mod progress;
pub mod reconciliation;
pub mod scope;
mod series;
pub mod share;
pub mod sum;
pub mod summed;
pub mod units;

pub use bounds::{Bounds, Weights};
pub use breakdown::{Additive, Breakdown};
pub use bundle::{Bundle, Subject};
pub use cell::{Cell, add_change, change};
pub use fact::{Fact, FigureKey, facts};
pub use figure::{Counted, Figure};
pub use figures::{DueDay, HostSide, Placement, Tally};
pub use gather::{Gathered, subject_of};
pub use key::{CellKey, LEVELS, Level, OneOrAll};
pub use located::Located;
pub use network::{Network, Standing};
pub use pair::{Direction, Flow, ProvincePair, Ties, Way, flows, on_one_side, ties};
pub use progress::{DirectiveProgress, Overdue, Progress, silent_parties};
pub use reconciliation::{
    Contradiction, Reason, Reconciliation, Verdict, contradictions, reconcile,
};
pub use scope::Scope;
pub use share::Share;
pub use sum::Sum;
pub use summed::Summed;
pub use units::{Boundaries, Era, Units};

#[cfg(test)]
mod tests;
