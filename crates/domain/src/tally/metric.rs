//! The published metrics that can be counted in the registry, and what counts for each.
//!
//! Claims may have any metric; one that is not here is stated, but not compared.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Activity, ActivityStatus, Agreement, AgreementId, AgreementKind, Claim, ClaimKind, CodeScheme,
    Entity, Event, EventKind, EventStatus, Noun, NounId, Period, Province, ProvinceId,
    ProvinceKind, Record, RecordId, SectorId, View, ViewFault,
};

/// The GSO code of Ho Chi Minh City, before and after 2025-07-01.
const HCMC_GSO: &str = "79";

/// A published metric that can be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Metric {
    /// Activities agreed, whatever became of them; by their planned period, else the actual one.
    AgreedActivities,
    /// Activities that are ONGOING or COMPLETED; by their actual period, else the planned one.
    ImplementedActivities,
    /// Events that were HELD.
    Events,
    /// Events in Ho Chi Minh City, the unit with GSO code 79.
    EventsInHcmc,
    /// Events in units of kind PROVINCE.
    EventsInProvinces,
    /// Events of kind FESTIVAL.
    Festivals,
    /// Fields of the agreement itself, not of those under it.
    Fields,
    /// Agreements of any kind; by the day they were signed, else by their period.
    Agreements,
    /// Agreements of kind MEMORANDUM.
    Memoranda,
    /// Provinces that are parties to the agreements.
    Provinces,
}

/// Whether a record counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Counts {
    /// It does not.
    No,
    /// It would if something that is not recorded were so: its day, sector, host or status.
    Perhaps,
    /// It does.
    Yes,
}

impl Metric {
    /// Every metric.
    pub const ALL: [Self; 10] = [
        Self::AgreedActivities,
        Self::ImplementedActivities,
        Self::Events,
        Self::EventsInHcmc,
        Self::EventsInProvinces,
        Self::Festivals,
        Self::Fields,
        Self::Agreements,
        Self::Memoranda,
        Self::Provinces,
    ];

    /// Returns the metric with a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.as_str() == name)
    }

    /// Returns the name, as claims write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AgreedActivities => "AGREED_ACTIVITIES",
            Self::ImplementedActivities => "IMPLEMENTED_ACTIVITIES",
            Self::Events => "EVENTS",
            Self::EventsInHcmc => "EVENTS_IN_HCMC",
            Self::EventsInProvinces => "EVENTS_IN_PROVINCES",
            Self::Festivals => "FESTIVALS",
            Self::Fields => "FIELDS",
            Self::Agreements => "AGREEMENTS",
            Self::Memoranda => "MEMORANDA",
            Self::Provinces => "PROVINCES",
        }
    }

    /// Returns the unit that a claim of the metric must be in to be compared.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::AgreedActivities | Self::ImplementedActivities => "activities",
            Self::Events | Self::EventsInHcmc | Self::EventsInProvinces => "events",
            Self::Festivals => "festivals",
            Self::Fields => "fields",
            Self::Agreements => "agreements",
            Self::Memoranda => "memoranda",
            Self::Provinces => "provinces",
        }
    }

    /// Returns the nouns that have to be read to count the metric, within any scope.
    #[must_use]
    pub const fn nouns(self) -> &'static [Noun] {
        match self {
            Self::AgreedActivities | Self::ImplementedActivities => &[Noun::Activity],
            Self::Events | Self::EventsInHcmc | Self::EventsInProvinces | Self::Festivals => {
                &[Noun::Event]
            }
            Self::Fields => &[Noun::Field],
            // The sectors of an agreement are those of its fields.
            Self::Agreements | Self::Memoranda => &[Noun::Agreement, Noun::Field],
            Self::Provinces => &[Noun::Agreement],
        }
    }

    /// Returns whether every part of a claim's scope can be told of what the metric counts.
    pub(super) fn has_scope_of(self, claim: &Claim) -> bool {
        let scope = &claim.scope;
        match self {
            Self::Fields => scope.province.is_none() && scope.period.is_none(),
            Self::Provinces => {
                scope.province.is_none() && scope.sector.is_none() && scope.period.is_none()
            }
            _ => true,
        }
    }
}

/// One claim against the registry.
pub(super) struct Counter<'a, V: View> {
    pub(super) metric: Metric,
    pub(super) claim: &'a Claim,
    /// The claim's agreement with its descendants; `None` if the claim names none.
    pub(super) within: Option<&'a BTreeSet<AgreementId>>,
    /// The sectors of each agreement, by its fields.
    pub(super) sectors: BTreeMap<AgreementId, BTreeSet<SectorId>>,
    pub(super) view: &'a V,
}

impl<V: View> Counter<'_, V> {
    /// What a record adds: itself or, for provinces, the parties.
    pub(super) fn counts(
        &self,
        id: RecordId,
        record: &Record,
    ) -> Result<Vec<(RecordId, Counts)>, ViewFault> {
        let own = match (self.metric, record) {
            (Metric::AgreedActivities | Metric::ImplementedActivities, Record::Activity(it)) => {
                self.activity(it)
            }
            (
                Metric::Events
                | Metric::EventsInHcmc
                | Metric::EventsInProvinces
                | Metric::Festivals,
                Record::Event(it),
            ) => self.event(it)?,
            (Metric::Fields, Record::Field(it)) => {
                let own = self.claim.agreement.is_none_or(|agreement| agreement == it.agreement);
                yes(own).min(self.in_sector(Some(it.sector)))
            }
            (Metric::Agreements | Metric::Memoranda, Record::Agreement(it)) => {
                self.agreement(id, it)
            }
            (Metric::Provinces, Record::Agreement(it)) if self.is_within(id) => {
                let parties = it.parties.iter().filter_map(|party| party.province);
                return Ok(parties.map(|party| (party.record(), Counts::Yes)).collect());
            }
            _ => Counts::No,
        };
        Ok(vec![(id, own)])
    }

    fn activity(&self, it: &Activity) -> Counts {
        let (period, done) = if self.metric == Metric::AgreedActivities {
            (it.planned.or(it.actual), Counts::Yes)
        } else {
            let done = match it.status {
                ActivityStatus::Ongoing | ActivityStatus::Completed => Counts::Yes,
                ActivityStatus::Unknown => Counts::Perhaps,
                ActivityStatus::Planned | ActivityStatus::Suspended | ActivityStatus::Cancelled => {
                    Counts::No
                }
            };
            (it.period(), self.as_claimed(done))
        };
        done.min(self.in_agreement(it.agreement))
            .min(self.in_sector(Some(it.sector)))
            .min(self.in_period(period))
            .min(self.has_province(it.participants.iter().filter_map(|row| row.province)))
    }

    fn event(&self, it: &Event) -> Result<Counts, ViewFault> {
        let held = match it.status {
            EventStatus::Held => Counts::Yes,
            EventStatus::Unknown => Counts::Perhaps,
            EventStatus::Scheduled | EventStatus::Postponed | EventStatus::Cancelled => Counts::No,
        };
        let right_kind = self.metric != Metric::Festivals || it.kind == EventKind::Festival;
        let mut counts = self.as_claimed(held).min(yes(right_kind));
        counts = counts.min(self.in_agreement(it.agreement)).min(self.in_period(it.period));
        let present = it.participants.iter().filter_map(|row| row.province).chain(it.host);
        counts = counts.min(self.has_province(present));
        if counts != Counts::No && self.claim.scope.sector.is_some() {
            let activity = it.activity.map(|id| self.view.record(id.record())).transpose()?;
            let sector =
                activity.flatten().and_then(|found| Some(Activity::of(&found.record)?.sector));
            counts = counts.min(self.in_sector(sector));
        }
        if counts == Counts::No { Ok(counts) } else { Ok(counts.min(self.hosted(it.host)?)) }
    }

    /// Whether the host is where the metric says.
    fn hosted(&self, host: Option<ProvinceId>) -> Result<Counts, ViewFault> {
        if !matches!(self.metric, Metric::EventsInHcmc | Metric::EventsInProvinces) {
            return Ok(Counts::Yes);
        }
        let Some(host) = host else { return Ok(Counts::Perhaps) };
        let found = self.view.record(host.record())?;
        let Some(unit) = found.as_deref().and_then(|found| Province::of(&found.record)) else {
            return Ok(Counts::Perhaps);
        };
        let is_city =
            unit.codes.iter().any(|code| code.scheme == CodeScheme::Gso && code.value == HCMC_GSO);
        Ok(yes(match self.metric {
            Metric::EventsInHcmc => is_city,
            _ => unit.kind == ProvinceKind::Province,
        }))
    }

    fn agreement(&self, id: RecordId, it: &Agreement) -> Counts {
        let right_kind = self.metric == Metric::Agreements || it.kind == AgreementKind::Memorandum;
        let sector =
            match (self.claim.scope.sector, self.sectors.get(&AgreementId::from_number(id.number)))
            {
                (None, _) => Counts::Yes,
                (Some(_), None) => Counts::Perhaps,
                (Some(sector), Some(own)) => yes(own.contains(&sector)),
            };
        yes(right_kind && self.is_within(id))
            .min(sector)
            .min(self.in_period(it.signed_on.map(Period::from).or(it.period)))
            .min(self.has_province(it.parties.iter().filter_map(|party| party.province)))
    }

    fn is_within(&self, agreement: RecordId) -> bool {
        self.within.is_none_or(|all| all.contains(&AgreementId::from_number(agreement.number)))
    }

    fn in_agreement(&self, agreement: Option<AgreementId>) -> Counts {
        yes(self.within.is_none_or(|all| agreement.is_some_and(|it| all.contains(&it))))
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

    fn has_province(&self, mut present: impl Iterator<Item = ProvinceId>) -> Counts {
        yes(self.claim.scope.province.is_none_or(|wanted| present.any(|found| found == wanted)))
    }

    /// An intention covers what did not come about, too.
    fn as_claimed(&self, done: Counts) -> Counts {
        match self.claim.kind {
            ClaimKind::Planned => Counts::Yes,
            ClaimKind::Reported => done,
        }
    }
}

fn yes(holds: bool) -> Counts {
    if holds { Counts::Yes } else { Counts::No }
}
