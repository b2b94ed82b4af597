//! The commands that are asked of what is merged, beside [`asked`](super::asked).

use super::asked::reason;
use domain::{
    Action, Command,
    commands::{
        AmendDocument, AmendOrganization, MergeDocuments, MergeOrganizations, MergeProvinces,
        Patch, SeparateDocument, SeparateOrganization, SeparateProvince,
    },
};
use samples::world::*;

/// Another record of a noun to merge: the world has two of each that are not merged.
const fn other(number: u64) -> u64 {
    if number == 1 { 2 } else { 1 }
}

macro_rules! merge {
    ($merge:ident, $target:ident, $number:ident) => {
        Command::$merge($merge {
            $target: target($number),
            duplicate: id(other($number)),
            duplicate_version: None,
            differing: Vec::new(),
            in_parts: false,
            reason: reason(),
        })
    };
}

pub fn on_organization(action: Action, number: u64) -> Option<Command> {
    Some(match action {
        Action::AmendOrganization => Command::AmendOrganization(AmendOrganization {
            note: Patch::Set("sửa".to_owned()),
            ..AmendOrganization::of(target(number), &reason())
        }),
        Action::MergeOrganizations => merge!(MergeOrganizations, organization, number),
        Action::SeparateOrganization => Command::SeparateOrganization(SeparateOrganization {
            organization: target(number),
            reason: reason(),
        }),
        _ => return None,
    })
}

pub fn on_document(action: Action, number: u64) -> Option<Command> {
    Some(match action {
        Action::AmendDocument => Command::AmendDocument(AmendDocument {
            note: Patch::Set("sửa".to_owned()),
            ..AmendDocument::of(target(number), &reason())
        }),
        Action::MergeDocuments => merge!(MergeDocuments, document, number),
        Action::SeparateDocument => Command::SeparateDocument(SeparateDocument {
            document: target(number),
            reason: reason(),
        }),
        _ => return None,
    })
}

pub fn on_province(action: Action, number: u64) -> Option<Command> {
    Some(match action {
        Action::MergeProvinces => merge!(MergeProvinces, province, number),
        Action::SeparateProvince => Command::SeparateProvince(SeparateProvince {
            province: target(number),
            reason: reason(),
        }),
        _ => return None,
    })
}
