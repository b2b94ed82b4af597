//! Who asks, and what they may do: what a front end needs to know which buttons to show. The
//! policy decides; this only tells.

use async_graphql::Result;
use macros::{Enum, object};

use super::{
    enums::CallerRole,
    error::unreadable,
    moment::Moment,
    types::{Agreement, Organization, Province},
};
use auth::{self, allowed_actions, allowed_anywhere};
use domain::{self, Versioned};

macro_rules! actions {
    ($($(#[$doc:meta])* $action:ident,)+) => {
        /// The mutations, as values. Each has the name of its mutation.
        #[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
        pub enum Action { $($(#[$doc])* $action,)+ }

        impl Action {
            /// The action as the API offers it; `None` for what it does not offer.
            const fn offered(action: domain::Action) -> Option<Self> {
                match action {
                    domain::Action::Register
                    | domain::Action::Import
                    | domain::Action::Transfer => None,
                    $(domain::Action::$action => Some(Self::$action),)+
                }
            }
        }
    };
}

actions! {
    /// Register an agreement, signed or as a draft.
    SignAgreement,
    /// Amend an agreement, or sign a draft.
    AmendAgreement,
    /// Terminate an agreement.
    TerminateAgreement,
    /// Add a priority field to an agreement.
    AddField,
    /// Register a planned activity.
    PlanActivity,
    /// Change the plan of an activity.
    ReviseActivityPlan,
    /// Report an activity as started.
    StartActivity,
    /// Suspend an activity.
    SuspendActivity,
    /// Resume a suspended activity.
    ResumeActivity,
    /// Report an activity as completed.
    CompleteActivity,
    /// Cancel an activity.
    CancelActivity,
    /// Register a scheduled event.
    ScheduleEvent,
    /// Reschedule or postpone an event.
    RescheduleEvent,
    /// Report an event as held.
    ReportEventHeld,
    /// Cancel an event.
    CancelEvent,
    /// Define an indicator of an activity.
    DefineIndicator,
    /// Set, change or remove the target of a period.
    SetIndicatorTarget,
    /// Record an outcome, as a draft or submitted.
    RecordOutcome,
    /// Submit an outcome for approval.
    SubmitOutcome,
    /// Approve outcomes.
    ApproveOutcomes,
    /// Return an outcome to its author with a note.
    ReturnOutcome,
    /// Correct an outcome.
    CorrectOutcome,
    /// Retract an approved outcome.
    RetractOutcome,
    /// Register a published figure.
    RecordClaim,
    /// Register an instruction or recommendation.
    IssueDirective,
    /// Name activities that answer a directive.
    AnswerDirective,
    /// Close a directive as settled or lapsed.
    CloseDirective,
    /// Register an administrative unit.
    RegisterProvince,
    /// Record that a unit has another kind or name from a day on.
    ChangeProvince,
    /// Record that units became other units.
    RecordSuccession,
    /// Register an organization of a province.
    RegisterOrganization,
    /// Add a sector of cooperation.
    AddSector,
    /// Register a source or piece of evidence.
    AddDocument,
    /// Correct an activity.
    AmendActivity,
    /// Reopen an activity.
    ReopenActivity,
    /// Correct an event.
    AmendEvent,
    /// Reopen an event.
    ReopenEvent,
    /// Correct a priority field.
    AmendField,
    /// Correct an indicator.
    AmendIndicator,
    /// Correct a directive.
    AmendDirective,
    /// Reopen a directive.
    ReopenDirective,
    /// Correct a claim.
    AmendClaim,
    /// Correct a province.
    AmendProvince,
    /// Correct a succession.
    AmendSuccession,
    /// Correct an organization.
    AmendOrganization,
    /// Correct a sector.
    AmendSector,
    /// Correct a document.
    AmendDocument,
    /// Merge a duplicate into an organization.
    MergeOrganizations,
    /// Make a merged organization its own again.
    SeparateOrganization,
    /// Merge a duplicate into a document.
    MergeDocuments,
    /// Make a merged document its own again.
    SeparateDocument,
    /// Merge a duplicate into a unit.
    MergeProvinces,
    /// Make a merged unit its own again.
    SeparateProvince,
}

impl Action {
    /// What the caller may do to a version of a record, and make under it.
    pub fn on(moment: &Moment, version: &Versioned) -> Result<Vec<Self>> {
        let (id, record) = (version.id, &version.record);
        let allowed = allowed_actions(moment.caller(), id, record, moment.snapshot());
        Ok(allowed.map_err(unreadable)?.into_iter().filter_map(Self::offered).collect())
    }
}

/// Who asks.
pub struct Viewer(Moment);

impl Viewer {
    /// Who asks at a moment.
    pub fn new(moment: &Moment) -> Self {
        Self(moment.clone())
    }
}

/// The caller, and what they may do.
#[object]
impl Viewer {
    /// The name of the caller, from the token.
    fn name(&self) -> &str {
        &self.0.caller().name
    }

    /// The role of the caller.
    fn role(&self) -> CallerRole {
        self.0.caller().role.into()
    }

    /// The records that the role covers.
    fn scope(&self) -> ViewerScope {
        ViewerScope(self.0.clone())
    }

    /// The mutations that the caller's role allows, for the records of its scope; `viewerCan` of a
    /// record lists the ones that are possible now.
    fn may(&self) -> Vec<Action> {
        allowed_anywhere(self.0.caller()).into_iter().filter_map(Action::offered).collect()
    }
}

/// The records that a caller may act on.
pub struct ViewerScope(Moment);

/// The records that a caller may act on: those of a province and of its predecessors, of an
/// organization, or of an agreement and the agreements under it. All records if none is named.
#[object]
impl ViewerScope {
    /// The province.
    fn province(&self) -> Option<Result<Province>> {
        match self.0.caller().scope {
            auth::Scope::Province(id) => self.0.get_standing(id),
            _ => None,
        }
    }

    /// The organization.
    fn organization(&self) -> Option<Result<Organization>> {
        match self.0.caller().scope {
            auth::Scope::Organization(id) => self.0.get_standing(id),
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
