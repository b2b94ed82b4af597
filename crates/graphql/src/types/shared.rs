//! What several nouns are made of: sources, participants, parties, actors, money, periods.

use async_graphql::Result;
use macros::{Object, object};

use super::{Document, Organization, Province};
use crate::{
    enums::{Funding, PartyRole, Role},
    moment::Moment,
    scalars::{Decimal, EdtfDate},
};

/// A document that prints a fact.
pub struct Source {
    moment: Moment,
    source: domain::Source,
}

impl Source {
    pub fn all(moment: &Moment, sources: &[domain::Source]) -> Vec<Self> {
        sources.iter().cloned().map(|source| Self { moment: moment.clone(), source }).collect()
    }
}

/// A document that prints a fact, and its words.
#[object]
impl Source {
    /// The document.
    fn document(&self) -> Option<Result<Document>> {
        self.moment.get(self.source.document)
    }

    /// The words that prove the fact, as printed; null if the document only corroborates it.
    fn quote(&self) -> Option<&str> {
        self.source.quote.as_deref()
    }
}

/// A province, acting itself or through one of its organizations.
pub struct Actor {
    moment: Moment,
    actor: domain::Actor,
}

impl Actor {
    pub fn new(moment: &Moment, actor: &domain::Actor) -> Self {
        Self { moment: moment.clone(), actor: actor.clone() }
    }
}

/// A province, acting itself or through one of its organizations.
#[object]
impl Actor {
    /// The province.
    fn province(&self) -> Option<Result<Province>> {
        self.actor.province.and_then(|id| self.moment.get(id))
    }

    /// The organization of that province; null if the province itself is named.
    fn organization(&self) -> Option<Result<Organization>> {
        self.actor.organization.and_then(|id| self.moment.get(id))
    }
}

/// A province (and organization) in a role.
pub struct Participant {
    moment: Moment,
    participant: domain::Participant,
}

impl Participant {
    pub fn all(moment: &Moment, participants: &[domain::Participant]) -> Vec<Self> {
        let participants = participants.iter().cloned();
        participants.map(|participant| Self { moment: moment.clone(), participant }).collect()
    }
}

/// A province, perhaps through an organization, in a role. One province may have several entries.
#[object]
impl Participant {
    /// The province.
    fn province(&self) -> Option<Result<Province>> {
        self.participant.province.and_then(|id| self.moment.get(id))
    }

    /// The organization of that province; null if none is named.
    fn organization(&self) -> Option<Result<Organization>> {
        self.participant.organization.and_then(|id| self.moment.get(id))
    }

    /// The role.
    fn role(&self) -> Role {
        self.participant.role.into()
    }

    /// The side on which it stands, such as `city`; null if there are no sides. Those on one side
    /// form no pair with each other, unless one gives and the other receives.
    fn side(&self) -> Option<&str> {
        self.participant.side.as_deref()
    }

    /// What the role rests on: the words of a source, or a remark.
    fn basis(&self) -> Option<&str> {
        self.participant.basis.as_deref()
    }
}

/// A province or organization that signed.
pub struct Party {
    moment: Moment,
    party: domain::Party,
}

impl Party {
    pub fn all(moment: &Moment, parties: &[domain::Party]) -> Vec<Self> {
        parties.iter().cloned().map(|party| Self { moment: moment.clone(), party }).collect()
    }
}

/// A province or organization that signed an agreement.
#[object]
impl Party {
    /// The province; that of the organization if one signed.
    fn province(&self) -> Option<Result<Province>> {
        self.party.province.and_then(|id| self.moment.get(id))
    }

    /// The organization that signed; null if the province itself is named.
    fn organization(&self) -> Option<Result<Organization>> {
        self.party.organization.and_then(|id| self.moment.get(id))
    }

    /// Whether it is the lead.
    fn role(&self) -> PartyRole {
        self.party.role.into()
    }

    /// The side on which it signed, such as `city`; null if there are no sides. Those on one side
    /// form no pair with each other.
    fn side(&self) -> Option<&str> {
        self.party.side.as_deref()
    }
}

/// A period, each end with the precision of its source.
#[derive(Debug, Object)]
pub struct Period {
    /// The start; null if it is not known.
    start: Option<EdtfDate>,
    /// The end; null if it is not known.
    end: Option<EdtfDate>,
    /// The period as an EDTF interval: `2022-12-29/2025`, `2024`, `../2025`.
    edtf: String,
}

impl From<domain::Period> for Period {
    fn from(period: domain::Period) -> Self {
        Self {
            start: period.start().map(EdtfDate),
            end: period.end().map(EdtfDate),
            edtf: period.to_string(),
        }
    }
}

/// An amount of money.
#[derive(Debug, Object)]
pub struct Money {
    /// The amount, in units of the currency: `"400000000"` dong, `"12.50"` dollars.
    amount: Decimal,
    /// The currency (ISO 4217), such as `VND`.
    currency: String,
}

impl From<domain::Money> for Money {
    fn from(money: domain::Money) -> Self {
        Self { amount: money.amount().into(), currency: money.currency().to_string() }
    }
}

/// Money committed to an activity.
#[derive(Debug, Object)]
pub struct Commitment {
    /// The amount.
    money: Money,
    /// The source of the money.
    funding: Funding,
}

impl From<domain::Commitment> for Commitment {
    fn from(commitment: domain::Commitment) -> Self {
        Self { money: commitment.money.into(), funding: commitment.funding.into() }
    }
}
