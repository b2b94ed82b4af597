//! The nouns, their rules, and what commands do: pure, without I/O, clock, GraphQL or storage.
//!
//! Read in this order: [`Noun`] and ids, the nouns themselves (one file each), [`Record`] that
//! holds any of them, [`edge`] for how records are found, [`View`] for what rules may ask, and
//! [`decide`], which turns a [`Command`] into [`Change`]s or a [`Refusal`]; the commands are in
//! [`commands`], one file per noun.

pub mod action;
pub mod activity;
pub mod actor;
pub mod agreement;
pub mod caller_role;
mod check;
pub mod claim;
mod claims;
mod code;
pub mod command;
pub mod commands;
pub mod decimal;
pub mod decision;
mod declare;
pub mod directive;
pub mod document;
pub mod edge;
pub mod edtf;
pub mod event;
pub mod field;
pub mod indicator;
pub mod lateness;
pub mod link;
mod merged;
pub mod metric;
pub mod money;
pub mod name;
pub mod noun;
pub mod organization;
pub mod outcome;
pub mod path;
pub mod period;
pub mod pointing;
pub mod problem;
pub mod province;
pub mod record;
pub mod register;
pub mod relation;
mod rules;
pub mod sector;
pub mod source;
pub mod standing;
pub mod status;
mod string_form;
pub mod succession;
pub mod tally;
pub mod term;
pub mod text;
pub mod texts;
mod title;
pub mod view;
pub mod vocabulary;

pub use activity::{Activity, Commitment, Funding};
pub use actor::{Actor, Participant, Party, PartyRole, Role};
pub use agreement::{Agreement, AgreementKind, AgreementStatus, Termination, Turn};
pub use caller_role::CallerRole;
pub use claim::{Claim, ClaimKind, ClaimScope};
pub use code::{Code, CodeScheme};
pub use command::{Action, Command, Context, Decision, Effect, Writes, decide};
pub use decimal::Decimal;
pub use directive::{Directive, DirectiveKind};
pub use document::{Document, Reading, Reliability};
pub use edtf::EdtfDate;
pub use event::{Event, EventKind, EventLevel};
pub use field::Field;
pub use indicator::{Baseline, Indicator, Measure, Target};
pub use lateness::{Lateness, LatenessKind};
pub use link::{ById, ByKey, MadeKeys};
pub use merged::standing;
pub use metric::{ClaimCriterion, Metric};
pub use money::{Currency, Money};
pub use noun::{
    ActivityId, AgreementId, ClaimId, DirectiveId, DocumentId, EventId, FieldId, IndicatorId, Noun,
    NounId, OrganizationId, OutcomeId, ProvinceId, RecordId, SectorId, SuccessionId,
};
pub use organization::{Organization, OrganizationKind};
pub use outcome::{Outcome, OutcomeKind, Qualifier};
pub use path::FieldPath;
pub use period::Period;
pub use problem::{Problem, ProblemCode, Refusal, ViewFault};
pub use province::{EarlierForm, Province, ProvinceKind};
pub use record::{Change, Entity, Record, Versioned};
pub use register::{Existing, Import, Register};
pub use sector::Sector;
pub use source::Source;
pub use status::{ActivityStatus, DirectiveStatus, EventStatus, OutcomeStatus};
pub use string_form::is_invisible;
pub use succession::Succession;
pub use text::{Lang, Languages, LocalizedText};
pub use view::{Overlay, View};
pub use vocabulary::Vocabulary;
