//! Every record that a record names, and under which attribute, so that a name that leads
//! nowhere is told where it stands.

use crate::{
    Activity, Actor, Agreement, Claim, Directive, Event, Outcome, Participant, Record,
    noun::{NounId, OrganizationId, ProvinceId, RecordId},
};

/// The attributes of a record that name others, each with the record named.
pub(super) fn references(record: &Record) -> Vec<(String, RecordId)> {
    let mut named = References(Vec::new());
    match record {
        Record::Province(_) | Record::Sector(_) | Record::Document(_) => {}
        Record::Succession(it) => {
            named.maybe("instrument", it.instrument);
            named.all("predecessors", &it.predecessors);
            named.all("successors", &it.successors);
        }
        Record::Organization(it) => named.one("province", it.province),
        Record::Agreement(it) => named.agreement(it),
        Record::Field(it) => {
            named.one("agreement", it.agreement);
            named.one("sector", it.sector);
            named.maybe("lead", it.lead);
        }
        Record::Activity(it) => named.activity(it),
        Record::Event(it) => named.event(it),
        Record::Indicator(it) => named.one("activity", it.activity),
        Record::Outcome(it) => named.outcome(it),
        Record::Claim(it) => named.claim(it),
        Record::Directive(it) => named.directive(it),
    }
    for (place, source) in record.sources().iter().enumerate() {
        named.one(&format!("sources.{place}.document"), source.document);
    }
    named.0
}

struct References(Vec<(String, RecordId)>);

impl References {
    fn one(&mut self, field: &str, id: impl Into<RecordId>) {
        self.0.push((field.to_owned(), id.into()));
    }

    fn maybe(&mut self, field: &str, id: Option<impl Into<RecordId>>) {
        if let Some(id) = id {
            self.one(field, id);
        }
    }

    fn all(&mut self, field: &str, ids: &[impl NounId]) {
        for (place, id) in ids.iter().enumerate() {
            self.one(&format!("{field}.{place}"), id.record());
        }
    }

    fn actor(
        &mut self,
        field: &str,
        province: Option<ProvinceId>,
        organization: Option<OrganizationId>,
    ) {
        self.maybe(&format!("{field}.province"), province);
        self.maybe(&format!("{field}.organization"), organization);
    }

    fn participants(&mut self, participants: &[Participant]) {
        for (place, it) in participants.iter().enumerate() {
            self.actor(&format!("participants.{place}"), it.province, it.organization);
        }
    }

    fn outcome(&mut self, it: &Outcome) {
        self.maybe("activity", it.activity);
        self.maybe("event", it.event);
        self.maybe("indicator", it.indicator);
        self.maybe("supersedes", it.supersedes);
        for (field, actor) in [("provider", &it.provider), ("beneficiary", &it.beneficiary)] {
            if let Some(Actor { province, organization }) = actor {
                self.actor(field, *province, *organization);
            }
        }
    }

    fn agreement(&mut self, it: &Agreement) {
        for (place, party) in it.parties.iter().enumerate() {
            self.actor(&format!("parties.{place}"), party.province, party.organization);
        }
        self.maybe("parent", it.parent);
    }

    fn activity(&mut self, it: &Activity) {
        self.maybe("agreement", it.agreement);
        self.maybe("field", it.field);
        self.one("sector", it.sector);
        self.participants(&it.participants);
    }

    fn event(&mut self, it: &Event) {
        self.maybe("activity", it.activity);
        self.maybe("agreement", it.agreement);
        self.maybe("host", it.host);
        self.participants(&it.participants);
    }

    fn claim(&mut self, it: &Claim) {
        self.maybe("agreement", it.agreement);
        self.maybe("scope.province", it.scope.province);
        self.maybe("scope.sector", it.scope.sector);
        self.maybe("statedByOrganization", it.stated_by_organization);
        self.all("conflictsWith", &it.conflicts_with);
    }

    fn directive(&mut self, it: &Directive) {
        self.maybe("agreement", it.agreement);
        self.maybe("issuedByOrganization", it.issued_by_organization);
        self.all("addressedToOrganizations", &it.addressed_to_organizations);
        self.all("answeredBy", &it.answered_by);
    }
}
