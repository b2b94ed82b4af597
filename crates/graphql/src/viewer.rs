//! Who asks, and what they may do: what a front end needs to know which buttons to show. The
//! policy decides; this only tells.

use async_graphql::Result;
use macros::{Enum, object};

use super::{
    error::unreadable,
    moment::Moment,
    types::{Agreement, Organization, Province},
};
use auth::{self, allowed_actions, allowed_anywhere};
use domain::{self, Versioned};

macro_rules! actions {
    ($($(#[$doc:meta])* $action:ident,)+) => {
        /// What can be done to the registry. Each is the mutation of that name.
        #[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
        pub enum Action { $($(#[$doc])* $action,)+ }

        impl Action {
            /// The action as the API offers it; `None` for what it does not offer.
            const fn offered(action: domain::Action) -> Option<Self> {
                match action {
                    domain::Action::Register | domain::Action::Import => None,
                    $(domain::Action::$action => Some(Self::$action),)+
                }
            }
        }
    };
}

actions! {
    /// Register an agreement, signed or as a draft.
    SignAgreement,
    /// Change what an agreement says, or sign a draft.
    AmendAgreement,
    /// End an agreement early.
    TerminateAgreement,
    /// Add a priority field to an agreement.
    AddField,
    /// Register an agreed item.
    PlanActivity,
    /// Change what was agreed for an activity.
    ReviseActivityPlan,
    /// Say that an activity began.
    StartActivity,
    /// Halt an activity.
    SuspendActivity,
    /// Go on with a halted activity.
    ResumeActivity,
    /// Say that an activity was carried out.
    CompleteActivity,
    /// Give an activity up.
    CancelActivity,
    /// Register an event that is to take place.
    ScheduleEvent,
    /// Move an event to other days, or put it off without.
    RescheduleEvent,
    /// Say that an event took place.
    ReportEventHeld,
    /// Give an event up.
    CancelEvent,
    /// Say what an activity is measured by.
    DefineIndicator,
    /// Set, change or remove what is to be reached in a period.
    SetIndicatorTarget,
    /// Record a result, as a draft or submitted at once.
    RecordOutcome,
    /// Hand a result in for approval.
    SubmitOutcome,
    /// Approve results.
    ApproveOutcomes,
    /// Send a result back with a note.
    ReturnOutcome,
    /// Correct a result.
    CorrectOutcome,
    /// Withdraw an approved result.
    RetractOutcome,
    /// Register a figure that somebody published.
    RecordClaim,
    /// Register an instruction or recommendation.
    IssueDirective,
    /// Name activities that answer a directive.
    AnswerDirective,
    /// Say that a directive is settled or lapsed.
    CloseDirective,
    /// Register an administrative unit.
    RegisterProvince,
    /// Say that units became other units.
    RecordSuccession,
    /// Register a body of a province.
    RegisterOrganization,
    /// Add a branch of cooperation.
    AddSector,
    /// Register a source or piece of evidence.
    AddDocument,
}

impl Action {
    /// What the caller may do to a version of a record, and make under it.
    pub fn on(moment: &Moment, version: &Versioned) -> Result<Vec<Self>> {
        let (id, record) = (version.id, &version.record);
        let allowed = allowed_actions(moment.caller(), id, record, moment.snapshot());
        Ok(allowed.map_err(unreadable)?.into_iter().filter_map(Self::offered).collect())
    }
}

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident,)+) => {
        /// What a caller may do. Each role may do all that those before it may.
        #[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
        pub enum CallerRole { $($(#[$doc])* $role,)+ }

        impl From<auth::Role> for CallerRole {
            fn from(role: auth::Role) -> Self {
                match role { $(auth::Role::$role => Self::$role,)+ }
            }
        }
    };
}

roles! {
    /// Has not signed in; reads what is published.
    Anonymous,
    /// Reads; also the drafts of agreements that its own province or organization negotiates.
    Reader,
    /// Records for its own.
    Recorder,
    /// Approves what others recorded for its own.
    Approver,
    /// Runs agreements.
    Coordinator,
    /// Does everything.
    Admin,
    /// The program itself, as for seeds.
    System,
}

/// Who asks.
pub struct Viewer(Moment);

impl Viewer {
    /// Who asks at a moment.
    pub fn new(moment: &Moment) -> Self {
        Self(moment.clone())
    }
}

/// Who asks, and what they may do.
#[object]
impl Viewer {
    /// What people call the caller, as it was given with the token.
    fn name(&self) -> &str {
        &self.0.caller().name
    }

    /// What the caller may do at all.
    fn role(&self) -> CallerRole {
        self.0.caller().role.into()
    }

    /// For which records.
    fn scope(&self) -> ViewerScope {
        ViewerScope(self.0.clone())
    }

    /// The mutations that the caller's role has, for the records of its scope; `viewerCan` of a
    /// record tells those that it takes now.
    fn may(&self) -> Vec<Action> {
        allowed_anywhere(self.0.caller()).into_iter().filter_map(Action::offered).collect()
    }
}

/// The records that a caller may act on.
pub struct ViewerScope(Moment);

/// The records that a caller may act on: those of a province and of the units that it
/// succeeded, of an organization, or of an agreement and those under it. Where none is named,
/// all.
#[object]
impl ViewerScope {
    /// The province.
    fn province(&self) -> Option<Result<Province>> {
        match self.0.caller().scope {
            auth::Scope::Province(id) => self.0.get(id),
            _ => None,
        }
    }

    /// The organization.
    fn organization(&self) -> Option<Result<Organization>> {
        match self.0.caller().scope {
            auth::Scope::Organization(id) => self.0.get(id),
            _ => None,
        }
    }

    /// The agreement.
    fn agreement(&self) -> Option<Result<Agreement>> {
        match self.0.caller().scope {
            auth::Scope::Agreement(id) => self.0.get(id),
            _ => None,
        }
    }
}
