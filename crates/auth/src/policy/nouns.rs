//! What a scope covers of each noun: of records that are there, and of new ones.

use super::reach::{OwnWork, ResolvedScope};
use domain::{AgreementId, NounId, OrganizationId, ProvinceId, Record, RecordId, View, ViewFault};

impl<V: View> ResolvedScope<'_, V> {
    /// Whether a record is one that the caller may act on.
    pub fn covers(&self, id: RecordId, record: &Record) -> Result<bool, ViewFault> {
        match record {
            Record::Agreement(it) => self.agreement(AgreementId::from_number(id.number), it),
            Record::Field(it) => self.agreement_id(it.agreement),
            Record::Activity(it) => self.activity(it),
            Record::Event(it) => self.event(it),
            Record::Indicator(it) => self.activity_id(it.activity),
            Record::Outcome(it) => self.outcome(it),
            Record::Claim(it) => self.claim(it),
            Record::Directive(it) => self.directive(it),
            Record::Province(_) => self.names(Some(ProvinceId::from_number(id.number)), None),
            Record::Organization(it) => {
                self.names(Some(it.province), Some(OrganizationId::from_number(id.number)))
            }
            Record::Succession(_) | Record::Sector(_) | Record::Document(_) => {
                Ok(matches!(self.own, OwnWork::All))
            }
        }
    }

    /// Whether a record that is not there yet is one that the caller may add, given that their role
    /// may.
    pub fn covers_new(&self, record: &Record) -> Result<bool, ViewFault> {
        match record {
            Record::Organization(it) => self.organizations_of(it.province),
            Record::Agreement(it) => self.signs(it.parent, &it.parties),
            Record::Field(it) => self.agreement_id(it.agreement),
            Record::Activity(it) => self.plans_under(it.agreement, &it.participants),
            Record::Event(it) => {
                self.schedules_under(it.activity, it.agreement, it.host, &it.participants)
            }
            Record::Indicator(it) => self.activity_id(it.activity),
            Record::Outcome(it) => self.results_of(it.event, it.activity),
            Record::Claim(it) => self.claim(it),
            Record::Directive(it) => self.issues_under(it.agreement, it.issued_by_organization),
            // These belong to nobody.
            Record::Sector(_) | Record::Document(_) => Ok(true),
            Record::Province(_) | Record::Succession(_) => Ok(matches!(self.own, OwnWork::All)),
        }
    }
}
