//! What counts towards a claim: each record against the claim's metric and scope.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{
    breakdown::Additive,
    finding::{Counts, Finding, Found, yes},
    money::{AmountUnit, scaled},
    series::{self, Series},
    share::Holds,
    sum::Sum,
};
use crate::{
    Activity, ActivityStatus, Agreement, AgreementId, AgreementKind, Claim, ClaimCriterion,
    ClaimKind, Decimal, Entity, Event, EventKind, EventStatus, Indicator, Measure, Metric, NounId,
    Organization, OrganizationKind, Outcome, OutcomeId, OutcomeStatus, Period, ProvinceId, Record,
    RecordId, Role, SectorId, Versioned, View, ViewFault,
};

/// One claim against the registry.
pub(super) struct Counter<'a, V: View> {
    pub(super) claim: &'a Claim,
    /// The claim's agreement with its descendants; `None` if the claim names none.
    pub(super) within: Option<&'a BTreeSet<AgreementId>>,
    /// The provinces of the scope, with those that became one of them.
    pub(super) provinces: &'a BTreeSet<ProvinceId>,
    /// The sectors of each agreement, by its fields.
    pub(super) sectors: BTreeMap<AgreementId, BTreeSet<SectorId>>,
    pub(super) view: &'a V,
}

/// A province in a role of a record.
type Row = (Option<ProvinceId>, Role);

impl<V: View> Counter<'_, V> {
    /// What a record adds: itself, or the provinces or organizations that it names. Nothing if it
    /// is outside the claim's agreement.
    pub(super) fn found(&self, id: RecordId, record: &Record) -> Result<Vec<Found>, ViewFault> {
        if !self.claim.metric.nouns().contains(&id.noun) {
            return Ok(Vec::new());
        }
        match record {
            Record::Activity(it) if self.is_under(it.agreement) => self.activity(id, it),
            Record::Event(it) if self.is_under(it.agreement) => self.event(id, it),
            Record::Outcome(it) => Ok(self.outcome(id, it)?.into_iter().collect()),
            Record::Field(it) if self.claim.metric == Metric::Fields => {
                let is_own = self.claim.agreement.is_none_or(|own| own == it.agreement);
                let finding =
                    Finding::of([(ClaimCriterion::Sector, self.in_sector(Some(it.sector)))]);
                Ok(is_own.then(|| Found::new(id, finding)).into_iter().collect())
            }
            Record::Agreement(it) if self.is_within(id) => Ok(self.agreement(id, it)),
            _ => Ok(Vec::new()),
        }
    }

    fn activity(&self, id: RecordId, it: &Activity) -> Result<Vec<Found>, ViewFault> {
        use ActivityStatus::{Completed, Ongoing, Planned};

        let metric = self.claim.metric;
        let with = |wanted: &[ActivityStatus]| match it.status {
            status if wanted.contains(&status) => Counts::Yes,
            ActivityStatus::Unknown => Counts::Perhaps,
            _ => Counts::No,
        };
        let (period, status) = match metric {
            Metric::PlannedActivities => (it.planned.or(it.actual), with(&[Planned])),
            Metric::OngoingActivities => (it.period(), self.as_claimed(with(&[Ongoing]))),
            Metric::CompletedActivities => (it.period(), self.as_claimed(with(&[Completed]))),
            Metric::ImplementedActivities => {
                (it.period(), self.as_claimed(with(&[Ongoing, Completed])))
            }
            Metric::AgreedActivities | Metric::LargelyNotImplemented => {
                (it.planned.or(it.actual), Counts::Yes)
            }
            _ => (it.period(), Counts::Yes),
        };
        let rows = it.participants.iter().map(|row| (row.province, row.role));
        let finding = Finding::of([
            (ClaimCriterion::Status, status),
            (ClaimCriterion::Sector, self.in_sector(Some(it.sector))),
            (ClaimCriterion::Period, self.in_period(period)),
            (ClaimCriterion::Province, self.has_province(rows)),
        ]);
        if names_participants(metric) {
            let rows = it.participants.iter().map(|row| (row.province, row.organization, row.role));
            return self.participants(finding, rows);
        }
        let mut found = Found::new(id, finding);
        if metric.is_money() {
            found = self.committed(found, it);
        }
        found.holds = Holds::of(metric, it);
        let is_judged = metric.told() != crate::metric::Told::Share || found.holds.is_some();
        found.finding = found.finding.and(ClaimCriterion::Flow, yes(is_judged));
        Ok(vec![found])
    }

    /// Adds the money committed to an activity, in the claim's currency and of its source.
    fn committed(&self, mut found: Found, it: &Activity) -> Found {
        let currency = self.amount_unit().and_then(|unit| unit.currency);
        let funding = self.claim.metric.funding();
        let fitting = it.commitments.iter().filter(|it| {
            Some(it.money.currency()) == currency && funding.is_none_or(|of| of == it.funding)
        });
        let mut sum = Sum::default();
        for commitment in fitting {
            sum.merge(&Sum::of(commitment.money.amount(), true), 1);
        }
        let counts = match (it.commitments.is_empty(), sum.terms) {
            (true, _) => Counts::Perhaps,
            (false, 0) => Counts::No,
            _ => Counts::Yes,
        };
        found.finding = found.finding.and(ClaimCriterion::Value, counts);
        found.amount = Some(sum);
        found
    }

    fn event(&self, id: RecordId, it: &Event) -> Result<Vec<Found>, ViewFault> {
        let metric = self.claim.metric;
        let held = match it.status {
            EventStatus::Held => Counts::Yes,
            EventStatus::Unknown => Counts::Perhaps,
            EventStatus::Scheduled | EventStatus::Postponed | EventStatus::Cancelled => Counts::No,
        };
        let sector = match self.claim.scope.sector {
            Some(_) => self.sector_of(it)?,
            None => None,
        };
        let host = it.host.map(|host| (Some(host), Role::Host));
        // Where the place is known, those that organize the event do not host it.
        let of_place = self.claim.scope.role == Some(Role::Host) && host.is_some();
        let rows = it.participants.iter().map(|row| (row.province, row.role));
        let rows = rows.filter(|(_, role)| !of_place || *role != Role::Host).chain(host);
        let has_value = metric != Metric::Attendance || it.attendance.is_some();
        let finding = Finding::of([
            (ClaimCriterion::Status, self.as_claimed(held)),
            (
                ClaimCriterion::Kind,
                yes(metric != Metric::Festivals || it.kind == EventKind::Festival),
            ),
            (ClaimCriterion::Sector, self.in_sector(sector)),
            (ClaimCriterion::Period, self.in_period(it.period)),
            (ClaimCriterion::Province, self.has_province(rows)),
            (ClaimCriterion::Value, if has_value { Counts::Yes } else { Counts::Perhaps }),
        ]);
        if names_participants(metric) {
            let rows = it.participants.iter().map(|row| (row.province, row.organization, row.role));
            let host = it.host.map(|host| (Some(host), None, Role::Host));
            return self.participants(finding, rows.chain(host));
        }
        let amount = it.attendance.map(|people| Sum::of(u64::from(people).into(), true));
        Ok(vec![Found { amount, ..Found::new(id, finding) }])
    }

    /// What a record adds to a count of those that take part in it.
    fn participants(
        &self,
        finding: Finding,
        rows: impl Iterator<Item = (Option<ProvinceId>, Option<crate::OrganizationId>, Role)>,
    ) -> Result<Vec<Found>, ViewFault> {
        let mut found = Vec::new();
        for (province, organization, role) in rows {
            if self.claim.scope.role.is_some_and(|wanted| wanted != role) {
                continue;
            }
            if self.claim.metric == Metric::ParticipatingProvinces {
                found.extend(province.map(|id| Found::new(id.record(), finding)));
                continue;
            }
            let Some(id) = organization.map(NounId::record) else { continue };
            let Some(read) = self.view.record(id)? else { continue };
            let kind = Organization::of(&read.record).map(|it| it.kind);
            let wanted = match self.claim.metric {
                Metric::Enterprises => Some(OrganizationKind::Enterprise),
                Metric::Hospitals => Some(OrganizationKind::Hospital),
                Metric::Departments => Some(OrganizationKind::Department),
                _ => None,
            };
            let fits = yes(wanted.is_none() || wanted == kind);
            found.push(Found::new(id, finding.and(ClaimCriterion::Kind, fits)));
        }
        Ok(found)
    }

    fn outcome(&self, id: RecordId, it: &Outcome) -> Result<Option<Found>, ViewFault> {
        let event = self.read(it.event.map(NounId::record))?;
        let event = event.as_deref().and_then(|found| Event::of(&found.record));
        let activity = event.map_or(it.activity, |event| event.activity);
        let activity = self.read(activity.map(NounId::record))?;
        let activity = activity.as_deref().and_then(|found| Activity::of(&found.record));
        let agreement =
            event.map_or_else(|| activity.and_then(|it| it.agreement), |it| it.agreement);
        if !self.is_under(agreement) {
            return Ok(None);
        }
        let period = it.period.or_else(|| event.and_then(|event| event.period));
        let period = period.or_else(|| activity.and_then(Activity::period));
        let actor =
            |actor: &Option<crate::Actor>, role| actor.as_ref().map(|actor| (actor.province, role));
        let rows = [actor(&it.provider, Role::Provider), actor(&it.beneficiary, Role::Beneficiary)];
        let amount = self.amount(it);
        let has_amount = self.claim.metric == Metric::Outcomes || amount.is_some();
        let finding = Finding::of([
            (ClaimCriterion::Status, yes(it.status == OutcomeStatus::Approved)),
            (ClaimCriterion::Value, yes(has_amount)),
            (ClaimCriterion::Sector, self.in_sector(activity.map(|it| it.sector))),
            (ClaimCriterion::Period, self.in_period(period)),
            (ClaimCriterion::Province, self.has_province(rows.into_iter().flatten())),
        ]);
        let indicator = self.read(it.indicator.map(NounId::record))?;
        let indicator = indicator.as_deref().and_then(|found| Indicator::of(&found.record));
        let is_cumulative = indicator.is_some_and(|it| it.cumulative);
        let series = (self.claim.metric != Metric::Outcomes)
            .then(|| Series::of(it, is_cumulative))
            .flatten();
        let day: Option<Date> = period.and_then(|period| period.earliest());
        let place = series::place(OutcomeId::from_number(id.number), it, day);
        let series = series.map(|series| (series, place));
        Ok(Some(Found { amount, series, ..Found::new(id, finding) }))
    }

    /// The value of an outcome, if it is in the unit of the claim.
    fn amount(&self, it: &Outcome) -> Option<Sum> {
        if it.measure != Measure::Unit {
            return None;
        }
        let (unit, value) = (it.unit.as_deref()?, it.value?);
        let wanted = self.amount_unit()?;
        let own = AmountUnit::of(unit);
        let value = match (wanted.currency, own.currency) {
            (Some(wanted), Some(own_currency)) if wanted == own_currency => {
                scaled(value, own.power)?
            }
            (None, None) if wanted.unit == unit => value,
            _ => return None,
        };
        Some(Sum::of(value, true))
    }

    /// The unit in which the claim's amounts are.
    pub(super) fn amount_unit(&self) -> Option<AmountUnit<'_>> {
        match self.claim.metric {
            Metric::Projects => Some(AmountUnit::of("projects")),
            _ => self.claim.unit.as_deref().map(AmountUnit::of),
        }
    }

    fn agreement(&self, id: RecordId, it: &Agreement) -> Vec<Found> {
        let metric = self.claim.metric;
        if metric == Metric::AgreementYears {
            let is_own = self.claim.agreement.is_some_and(|own| own.record() == id);
            let years = it.period.and_then(|period| years(&period));
            let counts = if years.is_some() { Counts::Yes } else { Counts::Perhaps };
            let amount = years.map(|years| Sum::of(Decimal::from(years), true));
            let found = Found::new(id, Finding::of([(ClaimCriterion::Value, counts)]));
            return is_own.then_some(Found { amount, ..found }).into_iter().collect();
        }
        let agreement = AgreementId::from_number(id.number);
        let sector = match (self.claim.scope.sector, self.sectors.get(&agreement)) {
            (None, _) => Counts::Yes,
            (Some(_), None) => Counts::Perhaps,
            (Some(sector), Some(own)) => yes(own.contains(&sector)),
        };
        let is_kind = metric != Metric::Memoranda || it.kind == AgreementKind::Memorandum;
        let parties = || it.parties.iter().filter_map(|party| party.province);
        let rows = parties().map(|province| (Some(province), Role::Partner));
        let finding = Finding::of([
            (ClaimCriterion::Kind, yes(is_kind)),
            (ClaimCriterion::Sector, sector),
            (ClaimCriterion::Period, self.in_period(it.signed_on.map(Period::from).or(it.period))),
            (ClaimCriterion::Province, self.has_province(rows)),
        ]);
        match metric {
            Metric::Agreements | Metric::Memoranda => vec![Found::new(id, finding)],
            Metric::Provinces => {
                let others = parties().filter(|province| !self.provinces.contains(province));
                others.map(|province| Found::new(province.record(), finding)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn is_within(&self, agreement: RecordId) -> bool {
        self.within.is_none_or(|all| all.contains(&AgreementId::from_number(agreement.number)))
    }

    fn is_under(&self, agreement: Option<AgreementId>) -> bool {
        self.within.is_none_or(|all| agreement.is_some_and(|it| all.contains(&it)))
    }

    fn in_sector(&self, sector: Option<SectorId>) -> Counts {
        match (self.claim.scope.sector, sector) {
            (None, _) => Counts::Yes,
            (Some(_), None) => Counts::Perhaps,
            (Some(wanted), Some(found)) => yes(wanted == found),
        }
    }

    fn in_period(&self, period: Option<Period>) -> Counts {
        match (self.claim.scope.period, period) {
            (None, _) => Counts::Yes,
            (Some(_), None) => Counts::Perhaps,
            (Some(wanted), Some(found)) => yes(wanted.may_overlap(&found)),
        }
    }

    /// Whether one of the scope's provinces, or any if it names none, is in the scope's role, or in
    /// any if it names none. What has no such role yet may have it.
    fn has_province(&self, rows: impl Iterator<Item = Row>) -> Counts {
        let Some(role) = self.claim.scope.role else {
            let mut present = rows.filter_map(|(province, _)| province);
            return yes(self.provinces.is_empty() || present.any(|it| self.provinces.contains(&it)));
        };
        let (mut open, mut known) = (false, false);
        for (province, found) in rows {
            let is_named = self.provinces.is_empty()
                || province.is_some_and(|it| self.provinces.contains(&it));
            if found == role && is_named {
                return Counts::Yes;
            }
            open |= found == Role::Unspecified && is_named;
            known |= found == role;
        }
        // An event takes place somewhere.
        if open || role == Role::Host && !known { Counts::Perhaps } else { Counts::No }
    }

    /// An intention covers what did not come about, too.
    fn as_claimed(&self, done: Counts) -> Counts {
        match self.claim.kind {
            ClaimKind::Planned => Counts::Yes,
            ClaimKind::Reported => done,
        }
    }

    fn sector_of(&self, it: &Event) -> Result<Option<SectorId>, ViewFault> {
        let activity = self.read(it.activity.map(NounId::record))?;
        Ok(activity.as_deref().and_then(|found| Some(Activity::of(&found.record)?.sector)))
    }

    fn read(&self, id: Option<RecordId>) -> Result<Option<std::sync::Arc<Versioned>>, ViewFault> {
        Ok(id.map(|id| self.view.record(id)).transpose()?.flatten())
    }
}

const fn names_participants(metric: Metric) -> bool {
    matches!(
        metric,
        Metric::ParticipatingProvinces
            | Metric::ParticipatingOrganizations
            | Metric::Enterprises
            | Metric::Hospitals
            | Metric::Departments
    )
}

/// The calendar years of a period, if both its ends are known.
fn years(period: &Period) -> Option<i64> {
    let (first, last) = period.earliest().zip(period.latest())?;
    Some(i64::from(last.year()) - i64::from(first.year()) + 1)
}
