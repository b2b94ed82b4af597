//! Who is tied to whom, straight from the rows of a record.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{
    brute::{event_named_on, named_on},
    world::World,
};
use crate::{Activity, Event, Participant, ProvinceId, Role};

/// Who is tied to whom, as recorded, in both orders unless one gives and the other receives.
#[derive(Debug, Default)]
pub struct Ends {
    pub gives: BTreeSet<(ProvinceId, ProvinceId)>,
    pub open: BTreeSet<(ProvinceId, ProvinceId)>,
    /// The day by which the units are told that the record names.
    pub on: Option<Date>,
}

impl Ends {
    pub fn all(&self) -> impl Iterator<Item = &(ProvinceId, ProvinceId)> {
        self.gives.iter().chain(&self.open)
    }
}

fn face(one: &Participant, other: &Participant) -> bool {
    match (&one.side, &other.side) {
        (Some(one), Some(other)) => one != other,
        _ => true,
    }
}

fn aids(one: &Participant, other: &Participant) -> bool {
    [Role::Provider, Role::Funder].contains(&one.role) && other.role == Role::Beneficiary
}

/// The recorded ties of an activity, one by one from its rows.
pub fn ends(activity: &Activity) -> Ends {
    let mut ends = Ends { on: named_on(activity), ..Ends::default() };
    for one in &activity.participants {
        for other in &activity.participants {
            let (Some(p), Some(b)) = (one.province, other.province) else { continue };
            if p == b {
                continue;
            }
            let partners = one.role == Role::Partner && other.role == Role::Partner;
            if aids(one, other) || partners && face(one, other) {
                ends.gives.insert((p, b));
            }
            let idle = [Role::Host, Role::Implementer].contains(&other.role);
            if one.role == Role::Unspecified && !idle && face(one, other) {
                ends.open.extend([(p, b), (b, p)]);
            }
        }
    }
    ends
}

/// Each two that attend a lone event and face each other, or of whom one gives to the other.
pub fn meets(world: &World, event: &Event) -> Ends {
    let mut rows = event.participants.clone();
    if event.participants.iter().all(|row| row.province != event.host) {
        rows.push(Participant {
            province: event.host,
            organization: None,
            role: Role::Host,
            side: None,
            basis: None,
        });
    }
    let mut ends = Ends { on: event_named_on(world, event), ..Ends::default() };
    for one in &rows {
        for other in &rows {
            let (Some(p), Some(b)) = (one.province, other.province) else { continue };
            if p != b && (face(one, other) || aids(one, other) || aids(other, one)) {
                ends.open.insert((p, b));
            }
        }
    }
    ends
}
