//! Participants, and random ones in every role and on every side.

use proptest::prelude::*;

use super::world::province;
use crate::{Participant, Role};

pub fn participant(province_number: u64, role: Role) -> Participant {
    Participant {
        province: Some(province(province_number)),
        organization: None,
        role,
        side: None,
        basis: None,
    }
}

/// A participant on a side.
pub fn on_side(province_number: u64, role: Role, side: &str) -> Participant {
    Participant { side: Some(side.to_owned()), ..participant(province_number, role) }
}

pub fn any_participants() -> impl Strategy<Value = Vec<Participant>> {
    // Those that make ties come up more often.
    let roles = [
        Role::Provider,
        Role::Beneficiary,
        Role::Funder,
        Role::Host,
        Role::Implementer,
        Role::Partner,
        Role::Partner,
        Role::Unspecified,
        Role::Unspecified,
    ];
    let sides = prop::sample::select(vec![None, Some("city"), Some("highlands")]);
    let row = (1..=9u64, prop::sample::select(roles.to_vec()), sides);
    let row = row.prop_map(|(number, role, side)| Participant {
        side: side.map(str::to_owned),
        ..participant(number, role)
    });
    prop::collection::vec(row, 0..6)
}
