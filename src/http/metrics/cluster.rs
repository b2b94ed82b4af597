//! The numbers of a machine among others. One that is alone tells the same: it writes, and shows all.

use std::fmt::Result;

use super::page::Page;
use crate::{
    http::App,
    registry::{Standing, Writes},
};

/// Writes them.
pub fn write(page: &mut Page<'_, '_>, app: &App) -> Result {
    let place = app.place(Standing::clone);
    let told = |of: fn(&Standing) -> u64, alone: u64| place.as_ref().map_or(alone, of);
    page.gauge(
        "hoptac_writer",
        "1 on the machine that decides what is written; one alone always does.",
        told(|it| u64::from(it.writes == Writes::Here), 1),
    )?;
    page.gauge(
        "hoptac_writable",
        "1 where a mutation would be written, here or by the machine that writes.",
        u64::from(app.writes_nothing().is_none()),
    )?;
    page.gauge(
        "hoptac_order_lag_changes",
        "Changes that were ordered and are not shown here yet.",
        place.as_ref().map_or(0, |it| it.ordered.saturating_sub(app.seq())),
    )?;
    page.gauge_if(
        "hoptac_order_age_seconds",
        "Time since all that was ordered was known to be shown here, in a cluster.",
        place.as_ref().and_then(|it| it.current).map(|current| current.elapsed().as_secs_f64()),
    )?;
    page.counter(
        "hoptac_order_failures_total",
        "Times that etcd did not answer, or refused.",
        told(|it| it.failures, 0),
    )?;
    page.gauge(
        "hoptac_machines",
        "Machines of the cluster that are there; one alone is one.",
        app.machines(),
    )?;
    page.gauge(
        "hoptac_machines_dropped",
        "Machines that are not there, and that etcd keeps nothing for any more, because half of its space was in use.",
        place.as_ref().map_or(0, |it| it.machines.dropped),
    )?;
    page.gauge(
        "hoptac_cut_off",
        "1 if the history of this machine is not that of the others, or of a newer hoptac.",
        told(|it| u64::from(it.is_cut_off), 0),
    )
}
