//! What activities are measured by, and what is to be reached.

use jiff::civil::Date;
use messages::message;

use super::{patch::Target, work::Work};
use crate::{
    Activity, ActivityStatus, Decimal, Indicator, IndicatorId,
    indicator::Target as Goal,
    period::Period,
    problem::{ProblemCode, ViewFault},
    view::View,
};

/// What `setIndicatorTarget` takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetIndicatorTarget {
    /// The indicator.
    pub indicator: Target<IndicatorId>,
    /// The period; it replaces a target of exactly these days.
    pub period: Period,
    /// The value to reach; `None` removes the target of the period.
    pub value: Option<Decimal>,
    /// What the value means.
    pub comment: Option<String>,
}

pub(super) fn define<V: View>(work: &mut Work<'_, V>, input: &Indicator) -> Result<(), ViewFault> {
    refuse_cancelled(work, input, "activity")?;
    let mut it = input.clone();
    // The record keeps them in the order of their periods; the input need not.
    let mut places: Vec<usize> = (0..it.targets.len()).collect();
    places.sort_by_key(|&place| order(&it.targets[place]));
    it.targets.sort_by_key(order);
    let known = work.problem_count();
    work.create(it)?;
    work.retell(known, |field| {
        if let [list, place, ..] = field.as_mut_slice()
            && list == "targets"
            && let Some(at) = place.parse().ok().and_then(|at: usize| places.get(at))
        {
            *place = at.to_string();
        }
    });
    Ok(())
}

fn refuse_cancelled<V: View>(
    work: &mut Work<'_, V>,
    it: &Indicator,
    field: &str,
) -> Result<(), ViewFault> {
    if let Some(activity) = work.peek::<Activity>(it.activity)?
        && activity.status == ActivityStatus::Cancelled
    {
        let message = message!("the activity is CANCELLED and can have no targets");
        work.problem(ProblemCode::IllegalTransition, field, message);
    }
    Ok(())
}

fn order(target: &Goal) -> (Option<Date>, Option<Date>) {
    (target.period.earliest(), target.period.latest())
}

pub(super) fn set_target<V: View>(
    work: &mut Work<'_, V>,
    input: &SetIndicatorTarget,
) -> Result<(), ViewFault> {
    let Some(mut it) = work.target::<Indicator>("indicator", input.indicator)? else {
        return Ok(());
    };
    refuse_cancelled(work, &it, "indicator")?;
    let place = it.targets.iter().position(|target| target.is_for(input.period));
    match (input.value, place) {
        (None, None) => {
            let message = message!("{} has no target to remove; write a value", input.period);
            work.problem(ProblemCode::NotFound, "period", message);
        }
        (None, Some(place)) => drop(it.targets.remove(place)),
        (Some(value), place) => {
            let target = Goal { period: input.period, value, comment: input.comment.clone() };
            match place {
                Some(place) => it.targets[place] = target,
                None => it.targets.push(target),
            }
            it.targets.sort_by_key(order);
        }
    }
    let known = work.problem_count();
    let at = it.targets.iter().position(|target| target.is_for(input.period));
    work.update(input.indicator.id, it)?;
    if let Some(at) = at.map(|at| at.to_string()) {
        // The record keeps it in a list; the input does not.
        work.retell(known, |field| {
            if field.len() == 3 && field[0] == "targets" && field[1] == at {
                field.drain(..2);
            }
        });
    }
    Ok(())
}
