//! What mutations of provinces, organizations and sectors take.

use jiff::civil::Date;

use super::{
    inputs::{EarlierFormInput, LocalizedTextInput, NewCodeInput, SourceInput, SuccessorInput},
    intent::intent,
    read::{IdOf, Written},
};
use crate::enums::{OrganizationKind, ProvinceKind};
use domain::{DocumentId, Organization, Province, ProvinceId, Sector, commands};

intent! {
    /// An administrative unit to register.
    RegisterProvinceInput creates Province => RegisterProvince, with merged_into {
        /// Centrally governed city, or province.
        kind: ProvinceKind,
        /// The name, without the word for the kind: at most 500 characters.
        name: LocalizedTextInput,
        /// Other names by which people call it, such as `TPHCM`: one line each, at most 500, each of
        /// at most 300 characters.
        #[graphql(default)]
        aliases: Vec<String>,
        /// The socio-economic region: at most 10,000 characters.
        region: Option<LocalizedTextInput>,
        /// The first day on which the unit existed; omit it if no source prints it.
        valid_from: Option<Written<Date>>,
        /// The first day on which it no longer existed; omit it while it exists.
        valid_to: Option<Written<Date>>,
        /// Its codes, each with the days on which it belonged to this unit; at most 500.
        #[graphql(default)]
        codes: Vec<NewCodeInput>,
        /// What it was before its kind or name changed; at most 500 changes.
        #[graphql(default)]
        earlier: Vec<EarlierFormInput>,
    }
}

intent! {
    /// A unit that has another kind or name from a day on. At least one of the two is required.
    ChangeProvinceInput changes province: ProvinceId,
    commands::ChangeProvince => ChangeProvince {
        /// The first day with the new kind or name; it may be in the future.
        on: Written<Date>,
        /// The new kind; omit it if it stays.
        kind: Option<ProvinceKind>,
        /// The new name, without the word for the kind: at most 500 characters; omit it if it
        /// stays.
        name: Option<LocalizedTextInput>,
        /// The documents that print it, in addition to the present ones; at most 500 in all.
        #[graphql(default)]
        sources: Vec<SourceInput>,
    }
}

intent! {
    /// Units that end, and units that begin. The predecessors and their codes end on the day, and
    /// new successors begin on it. A unit among both goes on: Đắk Lắk became Đắk Lắk and Đắk Nông,
    /// Hà Nội and Hà Tây became Hà Nội.
    RecordSuccessionInput creates commands::RecordSuccession => RecordSuccession, path within_new {
        /// The first day of the successors; it may be in the future.
        on: Written<Date>,
        /// The resolution or decision that ordered it.
        instrument: Option<IdOf<DocumentId>>,
        /// The units that end, or go on: 1 to 500. One may be named in several successions of the
        /// same day.
        predecessors: Vec<IdOf<ProvinceId>>,
        /// The units that begin, or go on: 1 to 500.
        successors: Vec<SuccessorInput>,
    }
}

/// A unit that is registered by a succession stands one step further in than the command has it.
fn within_new(mut path: Vec<String>) -> Vec<String> {
    if path.len() > 2 && path[0] == "successors" {
        path.insert(2, "new".to_owned());
    }
    path
}

intent! {
    /// An organization of a province to register.
    RegisterOrganizationInput creates Organization => RegisterOrganization, with merged_into {
        /// The kind of organization.
        kind: OrganizationKind,
        /// Its name: at most 500 characters.
        name: LocalizedTextInput,
        /// Other names by which people call it, such as `TPHCM`: one line each, at most 500, each of
        /// at most 300 characters.
        #[graphql(default)]
        aliases: Vec<String>,
        /// The province that it belongs to.
        province: IdOf<ProvinceId>,
    }
}

intent! {
    /// A sector of cooperation to add.
    AddSectorInput creates Sector => AddSector {
        /// The code, such as `TOURISM`: capitals, digits and `_`, at most 60 characters; unique
        /// among sectors.
        code: String,
        /// Its name: at most 500 characters.
        name: LocalizedTextInput,
        /// What it covers: at most 10,000 characters.
        description: Option<LocalizedTextInput>,
    }
}
