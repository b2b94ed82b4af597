//! A registry that is written at random, by commands, some of which are refused.

use std::{path::Path, sync::Arc};

use auth::Caller;
use domain::{
    commands::{
        AmendAgreement, ApproveOutcomes, CancelActivity, CompleteActivity, CorrectOutcome, Patch,
        PlanActivity, RecordOutcome, ReportEventHeld, ReturnOutcome, ReviseActivityPlan,
        ScheduleEvent, SignAgreement, StartActivity, TerminateAgreement,
    },
    *,
};
use registry::{FixedClock, Options, Registry, Request};
use samples::world::{
    agreement, claim, date, directive, document, event, id, indicator, organization, outcome,
    participant, party, period, province, sector, source, target, text,
};

/// The day on which tests take place.
pub const NOW: &str = "2024-10-01T03:00:00Z";
const TITLES: [&str; 6] =
    ["Ăn trái", "Hội chợ", "hội chợ", "Điện lực", "Dạy nghề", "Ân nghĩa 2024"];
const PERIODS: [&str; 6] =
    ["2023/2024", "2024-03", "2022-12-29/2025", "2024-03-05", "../2024-05", "2024-09/.."];

/// A command in numbers: which, of what, and how.
pub type Step = [u8; 6];

/// Queries of many kinds, which rest on what is written.
pub const ASKED: &[&str] = &[
    "{ activities { totalCount nodes { id title status planned { edtf } agreement { code }
        sector { code } participants { role province { name } } } } }",
    "{ activities(first: 2, filter: {status: [PLANNED]}) { totalCount nodes { title } } }",
    "{ outcomes { totalCount nodes { id status activity { title agreement { code } } } } }",
    "{ outcomes(filter: {status: [DRAFT, SUBMITTED]}) { totalCount } }",
    "{ agreements { totalCount nodes { code status fields { id } claims { id }
        activities(first: 2) { totalCount nodes { title outcomes(first: 2) { totalCount nodes { title } }
        events { totalCount } indicators { nodes { title } } } } } } }",
    "{ agreement(by: {code: \"draft\"}) { title parties { province { name } } activities { totalCount } } }",
    "{ activity(by: {key: \"k-5\"}) { title status outcomes { totalCount } lateness { days } } }",
    "{ provinces { nodes { name activities(first: 2) { totalCount nodes { title } } outcomesReceived { totalCount } } } }",
    "{ sectors { nodes { code activities(filter: {status: [COMPLETED]}) { totalCount } } } }",
    "{ claims { totalCount } directives { totalCount nodes { overdue } } indicators { totalCount } }",
    "{ cooperation(between: {a: {key: \"ho-chi-minh\"}, b: {key: \"lam-dong\"}}) {
        tally { activities flows { mutual oneWay } outcomes { count } } activities(first: 3) { totalCount nodes { title } } } }",
    "{ cooperationMatrix { cells(first: 4) { nodes { a { name } tally { activities } } } network { reciprocity } } }",
    "{ progress { agreed completed overdueCount } lateActivities { totalCount nodes { daysLate } } }",
    "{ head { seq } }",
    "{ viewer { name may } activity(by: {key: \"k-3\"}) { viewerCan } }",
];

pub fn open(folder: &Path) -> Arc<Registry> {
    let clock = Arc::new(FixedClock(NOW.parse().unwrap()));
    Arc::new(Registry::open(folder, Options::default(), clock, &mut |_| {}).unwrap().0)
}

/// Writes, or is refused.
pub async fn submit(registry: &Registry, command: Command) -> bool {
    // Nobody approves what they have submitted.
    let by = if matches!(command, Command::ApproveOutcomes(_)) { "approver" } else { "test" };
    let caller = Caller::system(by);
    let request = Request { command, caller, idempotency: None, dry_run: false };
    registry.submit(request).await.is_ok()
}

/// What everything else is about.
pub async fn prepare(registry: &Registry) {
    let names = [
        ("ho-chi-minh", "Hồ Chí Minh", "79"),
        ("lam-dong", "Lâm Đồng", "68"),
        ("kon-tum", "Kon Tum", "62"),
        ("gia-lai", "Gia Lai", "64"),
    ];
    for (key, name, code) in names {
        let province = Province { key: Some(key.to_owned()), ..province(name, code) };
        assert!(submit(registry, Command::RegisterProvince(province)).await);
    }
    for (name, of) in [("Bệnh viện", 2), ("Trường", 4)] {
        assert!(submit(registry, Command::RegisterOrganization(organization(name, of))).await);
    }
    for code in ["HEALTH", "TOURISM"] {
        assert!(submit(registry, Command::AddSector(sector(code))).await);
    }
    assert!(submit(registry, Command::AddDocument(document())).await);
    let draft = SignAgreement { signed_on: None, draft: true, ..agreement("draft") };
    for agreement in [agreement("tt-2022"), draft] {
        assert!(submit(registry, Command::SignAgreement(agreement)).await);
    }
}

fn pick<T: Copy>(from: &[T], by: u8) -> T {
    from[usize::from(by) % from.len()]
}

fn title(by: u8) -> LocalizedText {
    text(pick(&TITLES, by))
}

fn participants(by: u8) -> Vec<Participant> {
    let roles = [Role::Provider, Role::Beneficiary, Role::Host];
    let one = |at: u8| participant(u64::from(by >> at & 3) + 1, pick(&roles, by >> at));
    let mut all = vec![one(0), one(3)];
    all.dedup();
    all
}

fn actor(by: u8) -> Option<Actor> {
    let province = (by.is_multiple_of(2)).then(|| id(u64::from(by) % 4 + 1));
    province.map(|province| Actor { province: Some(province), organization: None })
}

/// The command of a step, which registers nothing under a key but that of its number.
#[expect(clippy::too_many_lines, reason = "a table of commands")]
pub fn command(number: usize, [which, of, a, b, c, d]: Step) -> Command {
    let of = u64::from(of) % 8 + 1;
    let key = Some(format!("k-{number}"));
    match which % 20 {
        0 => Command::SignAgreement(SignAgreement {
            key,
            title: title(a),
            draft: b.is_multiple_of(2),
            signed_on: (!b.is_multiple_of(2)).then(|| date(pick(&["2022", "2024-03-05"], c))),
            parties: vec![party(u64::from(c) % 4 + 1), party(u64::from(c) % 3 + 2)],
            kind: pick(&[AgreementKind::CooperationAgreement, AgreementKind::Plan], d),
            period: (d > 99).then(|| period(pick(&PERIODS[1..4], d))),
            ..agreement(&format!("code-{number}"))
        }),
        1 => Command::AmendAgreement(AmendAgreement {
            agreement: target(of),
            code: Patch::Keep,
            kind: Patch::Keep,
            title: Patch::Set(title(a)),
            description: Patch::Keep,
            parties: Patch::Keep,
            signed_on: Patch::Set(date("2024-02")),
            period: Patch::Keep,
            parent: Patch::Keep,
            sources: Patch::Keep,
            note: Patch::Keep,
        }),
        19 if a.is_multiple_of(2) => Command::TerminateAgreement(TerminateAgreement {
            agreement: target(of),
            on: pick(&["2024-06-30", "2024-10-01", "2024-10-02"], b).parse().unwrap(),
            reason: "hết kinh phí".to_owned(),
        }),
        2..=5 => Command::PlanActivity(PlanActivity {
            key,
            agreement: (a > 60).then(|| id(u64::from(a) % 5 + 1)),
            field: None,
            sector: Some(id(u64::from(b) % 2 + 1)),
            title: title(c),
            description: None,
            participants: participants(d),
            planned: (b > 30).then(|| period(pick(&PERIODS, b))),
            commitments: Vec::new(),
            sources: vec![source()],
            note: None,
        }),
        6 => Command::StartActivity(StartActivity {
            activity: target(of),
            started_on: date(pick(&["2024-01-01", "2024-05"], a)),
        }),
        7 => Command::CompleteActivity(CompleteActivity {
            activity: target(of),
            ended_on: date("2024-08"),
            started_on: None,
        }),
        8 => Command::CancelActivity(CancelActivity {
            activity: target(of),
            reason: "không còn".to_owned(),
        }),
        9 | 10 => Command::ReviseActivityPlan(ReviseActivityPlan {
            activity: target(of),
            agreement: if a > 200 { Patch::Clear } else { Patch::Set(id(u64::from(a) % 5 + 1)) },
            field: Patch::Keep,
            sector: Patch::Set(id(u64::from(b) % 2 + 1)),
            title: Patch::Set(title(c)),
            description: Patch::Keep,
            participants: Patch::Set(participants(d)),
            planned: Patch::Set(period(pick(&PERIODS, d))),
            commitments: Patch::Keep,
            sources: Patch::Keep,
            note: Patch::Keep,
        }),
        11 | 12 => Command::ScheduleEvent(ScheduleEvent {
            key,
            activity: a.is_multiple_of(2).then(|| id(of)),
            agreement: (!a.is_multiple_of(2)).then(|| id(u64::from(a) % 5 + 1)),
            kind: pick(&[EventKind::Conference, EventKind::TradeFair], b),
            title: title(b),
            host: Some(id(u64::from(c) % 4 + 1)),
            period: period(pick(&PERIODS[..4], d)),
            participants: participants(d),
            ..event()
        }),
        13 => Command::ReportEventHeld(ReportEventHeld {
            event: target(of),
            period: Some(period("2024-03-05")),
            attendance: None,
            host: Patch::Keep,
            place: Patch::Keep,
            participants: Patch::Keep,
            sources: Patch::Keep,
        }),
        14 | 15 => Command::RecordOutcome(RecordOutcome {
            key,
            kind: pick(&[OutcomeKind::Output, OutcomeKind::Outcome], a),
            title: title(b),
            activity: Some(id(of)),
            event: None,
            indicator: None,
            measure: Some(Measure::Qualitative),
            value: None,
            narrative: Some(title(b)),
            provider: actor(c),
            beneficiary: actor(d),
            period: (d > 99).then(|| period(pick(&PERIODS[..4], d))),
            submit: c > 99,
            ..outcome()
        }),
        16 if a.is_multiple_of(3) => Command::ReturnOutcome(ReturnOutcome {
            outcome: target(of),
            note: "thiếu".to_owned(),
        }),
        16 => Command::ApproveOutcomes(ApproveOutcomes { outcomes: vec![target(of)] }),
        17 => Command::CorrectOutcome(correction(of, a)),
        18 if a.is_multiple_of(2) => Command::RecordClaim(Claim {
            key,
            agreement: b.is_multiple_of(2).then(|| id(u64::from(b) % 5 + 1)),
            kind: pick(&[ClaimKind::Reported, ClaimKind::Planned], c),
            ..claim()
        }),
        18 => Command::IssueDirective(commands::IssueDirective {
            key,
            agreement: Some(id(u64::from(b) % 5 + 1)),
            text: title(c),
            ..directive()
        }),
        _ => Command::DefineIndicator(Indicator {
            key,
            activity: id(of),
            title: title(a),
            ..indicator()
        }),
    }
}

fn correction(of: u64, by: u8) -> CorrectOutcome {
    CorrectOutcome {
        kind: Patch::Set(pick(&[OutcomeKind::Output, OutcomeKind::Outcome], by)),
        title: Patch::Set(title(by)),
        activity: if by > 128 { Patch::Set(id(u64::from(by) % 5 + 1)) } else { Patch::Keep },
        ..samples::world::correction(id(of))
    }
}
