//! Which records a caller's scope covers.

use std::collections::BTreeSet;

use crate::caller::{Caller, Role, Scope};
use domain::{
    Action, Activity, ActivityId, Agreement, AgreementId, Claim, Directive, Entity, Event, EventId,
    NounId, Organization, OrganizationId, Outcome, Participant, ProvinceId, Record, RecordId,
    Succession, View, ViewFault, edge::Relation, standing,
};

/// How many agreements may stand above one another.
const PARENTS_MAX: usize = 50;

/// A caller's scope, spelled out.
pub(super) struct ResolvedScope<'a, V: View> {
    pub view: &'a V,
    pub own: OwnWork,
    /// Whether all records of an agreement go with the agreement.
    pub coordinates: bool,
}

/// Whom a caller speaks for.
pub(super) enum OwnWork {
    /// Everybody.
    All,
    /// A province, and those that it succeeded.
    Provinces(BTreeSet<ProvinceId>),
    /// An organization of a province, which with those that it succeeded only makes it a party.
    Organization(OrganizationId, BTreeSet<ProvinceId>),
    /// Nobody: an agreement is covered as such.
    Agreement(AgreementId),
}

impl<'a, V: View> ResolvedScope<'a, V> {
    pub fn of(caller: &Caller, view: &'a V) -> Result<Self, ViewFault> {
        let own = match caller.scope {
            // An administrator's token may name a scope, and covers everything all the same.
            _ if caller.role >= Role::Admin => OwnWork::All,
            Scope::All => OwnWork::All,
            Scope::Province(id) => {
                OwnWork::Provinces(with_predecessors(stands_for(id, view)?, view)?)
            }
            Scope::Organization(id) => {
                let id = stands_for(id, view)?;
                let provinces = match find::<Organization>(view, id)? {
                    Some(it) => with_predecessors(it.province, view)?,
                    None => BTreeSet::new(),
                };
                OwnWork::Organization(id, provinces)
            }
            Scope::Agreement(id) => OwnWork::Agreement(id),
        };
        Ok(Self { view, own, coordinates: caller.role >= Role::Coordinator })
    }

    /// Whether the caller speaks for one of these; an organization is of its province.
    pub fn names(
        &self,
        province: Option<ProvinceId>,
        organization: Option<OrganizationId>,
    ) -> Result<bool, ViewFault> {
        let province = province.map(|id| stands_for(id, self.view)).transpose()?;
        let organization = organization.map(|id| stands_for(id, self.view)).transpose()?;
        Ok(match &self.own {
            OwnWork::All => true,
            OwnWork::Provinces(own) => {
                let of_organization = match organization {
                    Some(id) => find::<Organization>(self.view, id)?.map(|it| it.province),
                    None => None,
                };
                province.or(of_organization).is_some_and(|id| own.contains(&id))
            }
            OwnWork::Organization(own, _) => organization == Some(*own),
            OwnWork::Agreement(_) => false,
        })
    }

    pub fn names_one_of(&self, participants: &[Participant]) -> Result<bool, ViewFault> {
        for it in participants {
            if self.names(it.province, it.organization)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the caller's own is a party to an agreement, or the agreement is under its own.
    pub fn agreement(&self, id: AgreementId, it: &Agreement) -> Result<bool, ViewFault> {
        match &self.own {
            OwnWork::All => Ok(true),
            OwnWork::Provinces(provinces) | OwnWork::Organization(_, provinces) => {
                for party in &it.parties {
                    // A province signs for all its organizations.
                    let as_province = party.organization.is_none()
                        && party.province.is_some_and(|id| provinces.contains(&id));
                    if as_province || self.names(party.province, party.organization)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            OwnWork::Agreement(own) => Ok(*own == id || self.under(it.parent, *own)?),
        }
    }

    /// Whether an agreement is another, or stands under it.
    pub fn under(
        &self,
        agreement: Option<AgreementId>,
        top: AgreementId,
    ) -> Result<bool, ViewFault> {
        let mut at = agreement;
        for _ in 0..PARENTS_MAX {
            match at {
                None => return Ok(false),
                Some(id) if id == top => return Ok(true),
                Some(id) => at = find::<Agreement>(self.view, id)?.and_then(|it| it.parent),
            }
        }
        Ok(false)
    }

    /// As [`ResolvedScope::agreement`], by id; what does not exist is no reason to deny.
    pub fn agreement_id(&self, id: AgreementId) -> Result<bool, ViewFault> {
        match find::<Agreement>(self.view, id)? {
            Some(it) => self.agreement(id, &it),
            None => Ok(true),
        }
    }

    /// Whether the agreement that a record belongs to carries the record with it.
    fn through(&self, agreement: Option<AgreementId>) -> Result<bool, ViewFault> {
        match agreement {
            Some(id) if self.coordinates || matches!(self.own, OwnWork::Agreement(_)) => {
                Ok(find::<Agreement>(self.view, id)?
                    .map(|it| self.agreement(id, &it))
                    .transpose()?
                    .unwrap_or(false))
            }
            _ => Ok(matches!(self.own, OwnWork::All)),
        }
    }

    pub fn activity(&self, it: &Activity) -> Result<bool, ViewFault> {
        Ok(self.through(it.agreement)? || self.names_one_of(&it.participants)?)
    }

    pub fn activity_id(&self, id: ActivityId) -> Result<bool, ViewFault> {
        find::<Activity>(self.view, id)?.map_or(Ok(true), |it| self.activity(&it))
    }

    pub fn event(&self, it: &Event) -> Result<bool, ViewFault> {
        if self.through(it.agreement)?
            || self.names(it.host, None)?
            || self.names_one_of(&it.participants)?
        {
            return Ok(true);
        }
        match it.activity {
            Some(id) => self.activity_id(id),
            None => Ok(false),
        }
    }

    /// Whether results of an event, or else of an activity, are the caller's to record.
    pub fn results_of(
        &self,
        event: Option<EventId>,
        activity: Option<ActivityId>,
    ) -> Result<bool, ViewFault> {
        match (event, activity) {
            (Some(id), _) => find::<Event>(self.view, id)?.map_or(Ok(true), |it| self.event(&it)),
            (None, Some(id)) => self.activity_id(id),
            // Rules refuse a result of nothing.
            (None, None) => Ok(true),
        }
    }

    pub fn outcome(&self, it: &Outcome) -> Result<bool, ViewFault> {
        self.results_of(it.event, it.activity)
    }

    pub fn claim(&self, it: &Claim) -> Result<bool, ViewFault> {
        let agreement = match it.agreement {
            Some(id) => self.agreement_id(id)?,
            None => false,
        };
        if agreement || self.names(None, it.stated_by_organization)? {
            return Ok(true);
        }
        for province in &it.scope.provinces {
            if self.names(Some(*province), None)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub fn directive(&self, it: &Directive) -> Result<bool, ViewFault> {
        let agreement = match it.agreement {
            Some(id) => self.agreement_id(id)?,
            None => false,
        };
        if agreement || self.names(None, it.issued_by_organization)? {
            return Ok(true);
        }
        for organization in &it.addressed_to_organizations {
            if self.names(None, Some(*organization))? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a province may be given organizations; who runs an agreement may need any.
    pub fn organizations_of(&self, id: ProvinceId) -> Result<bool, ViewFault> {
        Ok((self.coordinates && matches!(self.own, OwnWork::Agreement(_)))
            || self.names(Some(id), None)?)
    }

    /// Whether an action on a record, or under it, is the caller's.
    pub fn covers_action(
        &self,
        action: Action,
        id: RecordId,
        record: &Record,
    ) -> Result<bool, ViewFault> {
        match action {
            Action::RegisterOrganization => {
                self.organizations_of(ProvinceId::from_number(id.number))
            }
            Action::MergeOrganizations
            | Action::SeparateOrganization
            | Action::MergeDocuments
            | Action::SeparateDocument
            | Action::MergeProvinces
            | Action::SeparateProvince => Ok(matches!(self.own, OwnWork::All)),
            _ => self.covers(id, record),
        }
    }
}

/// A record, where it exists.
pub(super) fn find<E: Entity + Clone>(view: &impl View, id: E::Id) -> Result<Option<E>, ViewFault> {
    Ok(view.record(id.record())?.and_then(|found| E::of(&found.record).cloned()))
}

/// What a scope names, if it was merged since the token was made.
fn stands_for<I: NounId>(id: I, view: &impl View) -> Result<I, ViewFault> {
    Ok(I::from_number(standing(view, id.record())?.number))
}

/// A province and all that it succeeded, directly or not.
fn with_predecessors(id: ProvinceId, view: &impl View) -> Result<BTreeSet<ProvinceId>, ViewFault> {
    let mut all = BTreeSet::from([id]);
    let mut rest = vec![id];
    while let Some(id) = rest.pop() {
        for succession in view.linked(Relation::ProvincePrecededBy, id.record())? {
            let Some(found) = view.record(succession)? else { continue };
            let Some(it) = Succession::of(&found.record) else { continue };
            rest.extend(it.predecessors.iter().filter(|before| all.insert(**before)));
        }
    }
    Ok(all)
}
