//! A small registry for tests, written by commands, and a right input for each of them.

mod samples;

use jiff::{Timestamp, civil::Date};

pub use samples::*;

use domain::{
    commands::{
        ApproveOutcomes, CancelActivity, CompleteActivity, PlanActivity, RecordOutcome,
        SignAgreement, StartActivity, SubmitOutcome,
    },
    *,
};

use crate::memory::Memory;

/// The day of every command.
pub const TODAY: Date = Date::constant(2024, 10, 1);
/// Hồ Chí Minh City, Lâm Đồng and Kon Tum signed agreement 1; Gia Lai signed nothing.
pub const HCM: u64 = 1;
/// See [`HCM`].
pub const LAM_DONG: u64 = 2;
/// See [`HCM`].
pub const KON_TUM: u64 = 3;
/// See [`HCM`].
pub const GIA_LAI: u64 = 4;
/// A hospital of Lâm Đồng, which takes part in activity 1.
pub const HOSPITAL: u64 = 1;
/// A school of Gia Lai.
pub const SCHOOL: u64 = 2;
/// The agreement that was signed; has field 1 and activity 1.
pub const SIGNED: u64 = 1;
/// The agreement that Hồ Chí Minh City and Lâm Đồng negotiate; has activity 2.
pub const DRAFT: u64 = 2;

/// A registry, and the changes that made it.
pub struct World {
    /// As it stands.
    pub memory: Memory,
    /// The changes of each command.
    pub log: Vec<Vec<Change>>,
}

/// An id by number.
pub fn id<I: NounId>(number: u64) -> I {
    I::from_number(number)
}

/// A record to change, whatever its version.
pub fn target<I: NounId>(number: u64) -> commands::Target<I> {
    commands::Target { id: id(number), expected_version: None }
}

/// A Vietnamese text.
pub fn text(vi: &str) -> LocalizedText {
    LocalizedText::new(Some(vi), None, text::TextKind::Narrative).unwrap()
}

/// A date.
pub fn date(written: &str) -> EdtfDate {
    written.parse().unwrap()
}

/// A period.
pub fn period(written: &str) -> Period {
    written.parse().unwrap()
}

/// A province in a role.
pub fn participant(province: u64, role: Role) -> Participant {
    Participant { province: Some(id(province)), organization: None, role, side: None, basis: None }
}

/// A province that signs.
pub fn party(province: u64) -> Party {
    Party { province: Some(id(province)), organization: None, role: PartyRole::Member, side: None }
}

/// Document 1, quoted.
pub fn source() -> Source {
    Source { document: id(1), quote: Some("đã in".to_owned()) }
}

/// The context of a command by this caller.
pub fn context(by: &str) -> Context {
    Context { by: by.to_owned(), at: Timestamp::UNIX_EPOCH, today: TODAY }
}

impl World {
    /// What every test starts from.
    pub fn new() -> Self {
        let mut world = Self { memory: Memory::default(), log: Vec::new() };
        for (name, code) in
            [("Hồ Chí Minh", "79"), ("Lâm Đồng", "68"), ("Kon Tum", "62"), ("Gia Lai", "64")]
        {
            world.run("seed", Command::RegisterProvince(province(name, code)));
        }
        world.run("seed", Command::RegisterOrganization(organization("Bệnh viện", LAM_DONG)));
        world.run("seed", Command::RegisterOrganization(organization("Trường", GIA_LAI)));
        world.run("seed", Command::AddSector(sector("TOURISM")));
        world.run("seed", Command::AddDocument(document()));
        world.run("seed", Command::SignAgreement(agreement("TT-2022")));
        let draft = SignAgreement {
            parties: vec![party(HCM), party(LAM_DONG)],
            signed_on: None,
            draft: true,
            ..agreement("TT-2026")
        };
        world.run("seed", Command::SignAgreement(draft));
        world.run("seed", Command::AddField(field()));
        world.run("seed", Command::PlanActivity(activity()));
        let under_draft = PlanActivity {
            agreement: Some(id(DRAFT)),
            field: None,
            sector: Some(id(1)),
            participants: vec![
                participant(HCM, Role::Partner),
                participant(LAM_DONG, Role::Partner),
            ],
            ..activity()
        };
        world.run("seed", Command::PlanActivity(under_draft));
        world.run("seed", Command::ScheduleEvent(event()));
        world.run("seed", Command::DefineIndicator(indicator()));
        world.run("seed", Command::RecordClaim(claim()));
        world.run("seed", Command::IssueDirective(directive()));
        world
    }

    /// Does a command that must be right.
    #[expect(clippy::needless_pass_by_value, reason = "tests read better without the ampersand")]
    pub fn run(&mut self, by: &str, command: Command) -> Decision {
        let decision = decide(&context(by), &command, &self.memory)
            .unwrap_or_else(|refusal| panic!("{}: {refusal:?}", command.name()));
        self.write(&decision);
        decision
    }

    /// Writes what was decided.
    pub fn write(&mut self, decision: &Decision) {
        self.memory.apply(&decision.changes, Timestamp::UNIX_EPOCH);
        self.log.push(decision.changes.clone());
    }

    /// The problems of a command that must be wrong: code and attribute of each.
    pub fn refused(&self, by: &str, command: &Command) -> Vec<(ProblemCode, String)> {
        match decide(&context(by), command, &self.memory) {
            Err(Refusal::Rejected(problems)) => {
                problems.into_iter().map(|it| (it.code, it.field.join("."))).collect()
            }
            other => panic!("{} was not rejected: {other:?}", command.name()),
        }
    }

    /// The newest version of a record.
    pub fn get<E: Entity + Clone>(&self, number: u64) -> E {
        let found = self.memory.record(id::<E::Id>(number).record()).unwrap().unwrap();
        E::of(&found.record).unwrap().clone()
    }

    /// Its number.
    pub fn version<I: NounId>(&self, id: I) -> u32 {
        self.memory.record(id.record()).unwrap().unwrap().version
    }

    /// Brings activity 1 to a status.
    pub fn bring_activity(&mut self, to: ActivityStatus) {
        let target = || id::<ActivityId>(1).into();
        let start = StartActivity { activity: target(), started_on: date("2023-03") };
        let reason = "lý do".to_owned();
        match to {
            ActivityStatus::Ongoing => {
                self.run("seed", Command::StartActivity(start));
            }
            ActivityStatus::Completed => {
                self.run("seed", Command::StartActivity(start));
                self.run(
                    "seed",
                    Command::CompleteActivity(CompleteActivity {
                        activity: target(),
                        ended_on: date("2024-05"),
                        started_on: None,
                    }),
                );
            }
            ActivityStatus::Suspended => {
                let halt = commands::SuspendActivity { activity: target(), reason };
                self.run("seed", Command::SuspendActivity(halt));
            }
            ActivityStatus::Cancelled => {
                let cancel = CancelActivity { activity: target(), reason };
                self.run("seed", Command::CancelActivity(cancel));
            }
            ActivityStatus::Planned | ActivityStatus::Unknown => {}
        }
    }

    /// Records an outcome by `by` and brings it to a status; `boss` decides on it.
    pub fn bring_outcome(&mut self, to: OutcomeStatus) -> OutcomeId {
        let submit = to != OutcomeStatus::Draft;
        let record = RecordOutcome { submit: false, ..outcome() };
        let number = self.run("rec", Command::RecordOutcome(record)).effects[0].0.number;
        let target = || commands::Target::from(id::<OutcomeId>(number));
        if submit {
            self.run("rec", Command::SubmitOutcome(SubmitOutcome { outcome: target() }));
        }
        match to {
            OutcomeStatus::Approved | OutcomeStatus::Retracted => {
                let approve = ApproveOutcomes { outcomes: vec![target()] };
                self.run("boss", Command::ApproveOutcomes(approve));
            }
            OutcomeStatus::Returned => {
                let back = commands::ReturnOutcome { outcome: target(), note: "sai".to_owned() };
                self.run("boss", Command::ReturnOutcome(back));
            }
            OutcomeStatus::Draft | OutcomeStatus::Submitted | OutcomeStatus::Superseded => {}
        }
        if to == OutcomeStatus::Retracted {
            let retract =
                commands::RetractOutcome { outcome: target(), reason: "nhầm".to_owned() };
            self.run("boss", Command::RetractOutcome(retract));
        }
        id(number)
    }
}
