//! Who is tied to whom, straight from the rows of a record.

use hoptac::domain::{Activity, Event, Participant, ProvinceId, Role};

use super::brute::{Day, Pairs};

/// Who is tied to whom, as recorded: from who gives to who receives, or in both orders.
#[derive(Default)]
pub struct Ends {
    pub gives: Pairs,
    pub open: Pairs,
    pub on: Day,
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

/// Every two rows of different provinces, in both orders.
fn each_two(rows: &[Participant], mut take: impl FnMut(ProvinceId, ProvinceId, [&Participant; 2])) {
    for one in rows {
        for other in rows {
            if let (Some(p), Some(b)) = (one.province, other.province)
                && p != b
            {
                take(p, b, [one, other]);
            }
        }
    }
}

/// The recorded ties of an activity, one by one from its rows.
pub fn ends(activity: &Activity) -> Ends {
    let mut ends = Ends::default();
    each_two(&activity.participants, |p, b, [one, other]| {
        let partners = one.role == Role::Partner && other.role == Role::Partner;
        if aids(one, other) || partners && face(one, other) {
            ends.gives.insert((p, b));
        }
        let idle = [Role::Host, Role::Implementer].contains(&other.role);
        if one.role == Role::Unspecified && !idle && face(one, other) {
            ends.open.extend([(p, b), (b, p)]);
        }
    });
    ends
}

/// Each two that attend a lone event and face each other, or of whom one gives to the other.
pub fn meets(event: &Event) -> Ends {
    let mut rows = event.participants.clone();
    if rows.iter().all(|row| row.province != event.host) {
        let (organization, side, basis) = (None, None, None);
        let role = Role::Host;
        rows.push(Participant { province: event.host, organization, role, side, basis });
    }
    let mut ends = Ends::default();
    each_two(&rows, |p, b, [one, other]| {
        if face(one, other) || aids(one, other) || aids(other, one) {
            ends.open.extend([(p, b), (b, p)]);
        }
    });
    ends
}
