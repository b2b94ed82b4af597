//! Records as somebody may want them, right and wrong.

use domain::{
    Activity, ActivityStatus, Agreement, AgreementKind, Claim, ClaimScope, Code, CodeScheme,
    Directive, DirectiveStatus, Document, EdtfDate, Event, EventStatus, Field, Indicator, Measure,
    Metric, Outcome, OutcomeStatus, Participant, Party, Period, Province, Role, Source,
};
use jiff::civil::date as day;
use proptest::{
    option,
    prelude::*,
    sample::{select, subsequence},
};
use samples::world::*;

/// What is wanted of a record.
#[derive(Debug, Clone)]
pub enum Wish {
    Agreement(Agreement),
    Field(Field),
    Activity(Activity),
    Event(Event),
    Indicator(Indicator),
    Outcome(Outcome),
    Claim(Claim),
    Directive(Directive),
    Document(Document),
    Province(Province),
}

fn dates() -> impl Strategy<Value = Option<EdtfDate>> {
    let days = ["2022-12-29", "2023", "2024-09", "2024-10-01", "2024-10-02", "2025"];
    option::weighted(0.8, select(days.to_vec()).prop_map(date))
}

fn periods() -> impl Strategy<Value = Option<Period>> {
    let periods = ["2020/2021", "2023/2024", "2024-09", "2024-10-01/2026", "2025", "../2023"];
    option::weighted(0.8, select(periods.to_vec()).prop_map(period))
}

fn sources() -> impl Strategy<Value = Vec<Source>> {
    select(vec![vec![], vec![source()], vec![source(), source()]])
}

fn participants() -> impl Strategy<Value = Vec<Participant>> {
    let all = vec![
        participant(HCM, Role::Provider),
        participant(LAM_DONG, Role::Beneficiary),
        participant(GIA_LAI, Role::Partner),
        Participant { organization: Some(id(HOSPITAL)), ..participant(LAM_DONG, Role::Host) },
        Participant { organization: Some(id(SCHOOL)), ..participant(HCM, Role::Host) },
        participant(77, Role::Host),
    ];
    subsequence(all, 0..3)
}

fn agreements() -> impl Strategy<Value = Wish> {
    let on = |province, side: &str| Party { side: Some(side.to_owned()), ..party(province) };
    let parties = select(vec![
        vec![],
        vec![party(HCM)],
        vec![party(HCM), party(LAM_DONG)],
        vec![on(HCM, "a"), on(LAM_DONG, "a")],
        vec![on(HCM, "a"), on(LAM_DONG, "b")],
        vec![on(HCM, "a"), party(LAM_DONG)],
        vec![party(HCM), party(HCM)],
    ]);
    let kinds = select(vec![AgreementKind::Plan, AgreementKind::Memorandum]);
    (parties, kinds, dates(), any::<bool>(), periods(), select(vec!["TT-2022", "X-1"])).prop_map(
        |(parties, kind, signed_on, draft, period, code)| {
            Wish::Agreement(Agreement {
                key: None,
                code: code.to_owned(),
                kind,
                title: text("Thỏa thuận"),
                description: None,
                parties,
                signed_on,
                period,
                draft,
                termination: None,
                parent: None,
                sources: Vec::new(),
                note: None,
            })
        },
    )
}

fn activities() -> impl Strategy<Value = Wish> {
    let places = select(vec![
        (None, None),
        (Some(SIGNED), None),
        (Some(SIGNED), Some(1)),
        (Some(DRAFT), None),
    ]);
    (places, participants(), periods(), periods(), sources()).prop_map(
        |((agreement, field), participants, planned, actual, sources)| {
            Wish::Activity(Activity {
                key: None,
                agreement: agreement.map(id),
                field: field.map(id),
                sector: id(1),
                title: text("Khám bệnh"),
                description: None,
                participants,
                planned,
                actual,
                status: ActivityStatus::Planned,
                status_reason: None,
                commitments: Vec::new(),
                sources,
                note: None,
            })
        },
    )
}

fn events() -> impl Strategy<Value = Wish> {
    let places = select(vec![
        (None, None),
        (Some(1), Some(SIGNED)),
        (None, Some(SIGNED)),
        (None, Some(DRAFT)),
    ]);
    let hosts = option::of(select(vec![HCM, GIA_LAI]));
    (places, hosts, participants(), periods(), option::of(Just(40)), sources()).prop_map(
        |((activity, agreement), host, participants, period, attendance, sources)| {
            Wish::Event(Event {
                activity: activity.map(id),
                agreement: agreement.map(id),
                host: host.map(id),
                period,
                participants,
                attendance,
                sources,
                ..held()
            })
        },
    )
}

fn held() -> Event {
    let it = event();
    Event {
        key: None,
        activity: it.activity,
        agreement: None,
        kind: it.kind,
        title: it.title,
        description: None,
        level: None,
        host: it.host,
        place: None,
        period: Some(it.period),
        participants: Vec::new(),
        attendance: None,
        status: EventStatus::Scheduled,
        status_reason: None,
        sources: Vec::new(),
        note: None,
    }
}

fn outcomes() -> impl Strategy<Value = Wish> {
    let places = select(vec![(None, None), (Some(1), None), (Some(1), Some(1)), (Some(2), None)]);
    let values = option::of(select(vec![-1i64, 40]));
    let measures = select(vec![
        (Measure::Unit, Some("persons")),
        (Measure::Unit, None),
        (Measure::Qualitative, None),
    ]);
    (places, option::of(Just(1)), measures, values, periods(), sources()).prop_map(
        |((activity, event), indicator, (measure, unit), value, period, sources)| {
            // The mutation takes it from the indicator where none is given.
            let unit = if indicator.is_some() { Some("persons") } else { unit };
            Wish::Outcome(Outcome {
                key: None,
                kind: outcome().kind,
                title: text("Kết quả"),
                activity: activity.map(id),
                event: event.map(id),
                indicator: indicator.map(id),
                measure,
                value: value.map(|it| it.to_string().parse().unwrap()),
                unit: unit.map(str::to_owned),
                qualifier: None,
                narrative: None,
                provider: None,
                beneficiary: None,
                period,
                status: OutcomeStatus::Draft,
                status_reason: None,
                supersedes: None,
                submitted_by: None,
                sources,
                note: None,
            })
        },
    )
}

fn sayings() -> impl Strategy<Value = Wish> {
    let metrics = select(vec![
        (Metric::AgreedActivities, None),
        (Metric::Other, None),
        (Metric::Other, Some("x".to_owned())),
    ]);
    let claims = (metrics, option::of(Just(29u64.into())), dates(), sources()).prop_map(
        |((metric, metric_words), value, stated_on, sources)| {
            Wish::Claim(Claim {
                metric,
                metric_words,
                value,
                stated_on,
                sources,
                scope: ClaimScope::everything(),
                ..claim()
            })
        },
    );
    let directives = (dates(), dates(), sources(), any::<bool>()).prop_map(
        |(issued_on, due, sources, answered)| {
            let answered_by = answered.then(|| id(1)).into_iter().collect();
            Wish::Directive(Directive { issued_on, due, sources, answered_by, ..issued() })
        },
    );
    let documents = (dates(), select(vec![None, Some("https://x.vn"), Some("ftp://x")])).prop_map(
        |(published_on, url)| {
            Wish::Document(Document { published_on, url: url.map(str::to_owned), ..document() })
        },
    );
    prop_oneof![claims, directives, documents]
}

fn issued() -> Directive {
    let it = directive();
    Directive {
        key: None,
        agreement: it.agreement,
        kind: it.kind,
        text: it.text,
        issued_by: None,
        issued_by_organization: None,
        issued_on: it.issued_on,
        addressed_to: Vec::new(),
        addressed_to_organizations: Vec::new(),
        due: None,
        status: DirectiveStatus::Open,
        answered_by: Vec::new(),
        sources: Vec::new(),
        note: None,
    }
}

fn frames() -> impl Strategy<Value = Wish> {
    let code = |value: &str, from, to| Code {
        scheme: CodeScheme::Gso,
        value: value.to_owned(),
        valid_from: from,
        valid_to: to,
    };
    let cut = Some(day(2024, 1, 1));
    let codes = select(vec![
        vec![],
        vec![code("90", None, None)],
        vec![code("90", None, None), code("91", None, None)],
        vec![code("90", None, cut), code("91", cut, None)],
        vec![code("79", None, None)],
    ]);
    let provinces =
        codes.prop_map(|codes| Wish::Province(Province { codes, ..province("Mới", "90") }));
    let sectors = select(vec![1, 1, 1, 77]);
    let fields = (select(vec![SIGNED, DRAFT]), sectors, option::of(Just(text("Tên")))).prop_map(
        |(agreement, sector, title)| {
            Wish::Field(Field { agreement: id(agreement), sector: id(sector), title, ..field() })
        },
    );
    let indicators = (select(vec![Measure::Unit, Measure::Percentage]), any::<bool>()).prop_map(
        |(measure, bare)| {
            let targets = if bare { Vec::new() } else { indicator().targets };
            Wish::Indicator(Indicator { measure, targets, ..indicator() })
        },
    );
    prop_oneof![provinces, fields, indicators]
}

/// Wishes for records of all nouns that have rules of their own.
pub fn wishes() -> impl Strategy<Value = Wish> {
    prop_oneof![agreements(), activities(), events(), outcomes(), sayings(), frames()]
}
