//! What is asked: the mutation, and what the model expects of it.

use hoptac::auth::Role;
use serde_json::{Value, json};

use super::{
    model::{Kind, Model, State, Thing},
    stage::Stage,
    steps::{Ask, Version, What},
};

/// What the model says must be answered.
#[derive(Debug, PartialEq)]
enum Expected {
    Unauthenticated,
    Forbidden,
    /// At least these codes are told; texts that one of the messages has.
    Refused(Vec<&'static str>, Vec<String>),
    Done,
}

/// What is sent.
struct Sent {
    mutation: &'static str,
    kind: Kind,
    input: Value,
    title: String,
    reason: Option<String>,
}

/// Sends what is asked, and compares what is answered with what the model says.
pub async fn ask(stage: &Stage, model: &mut Model, ask: &Ask) {
    let kind = match ask.what {
        What::Schedule | What::Answer => Kind::Activity,
        What::Record { of, .. } => of,
        What::Step(kind, _) => kind,
        What::Plan(_) | What::Sign => Kind::Directive,
    };
    let things = model.of(kind);
    if things.is_empty() || (matches!(ask.what, What::Sign) && !model.draft) {
        return;
    }
    let (who, on) = (ask.who.index(stage.cast.len()), things[ask.which.index(things.len())]);
    let mut sent = sent(stage, model, ask.what, on);
    let versioned = matches!(ask.what, What::Answer | What::Step(..));
    let about = if matches!(ask.what, What::Answer) { 0 } else { on };
    if versioned {
        expect(&mut sent.input, ask.expects, model.things[about].version());
    }
    let mut expected = expected(stage, model, who, ask.what, on);
    if versioned && matches!(ask.expects, Version::Wrong) {
        conflict(&mut expected, model.things[about].version());
    }
    let (noun, head) = (plural(sent.mutation, sent.kind), stage.head());
    let answer = stage.send(who, sent.mutation, noun, &sent.input).await;
    compare(&answer, &expected, &format!("{} by {}", sent.mutation, stage.cast[who].caller.id));
    let done = expected == Expected::Done;
    assert_eq!(stage.head(), head + u64::from(done), "{answer:#}");
    if !done {
        return;
    }
    let payload = &answer["data"]["it"];
    let shown = if noun == "outcomes" { &payload[noun][0] } else { &payload[noun] };
    note(stage, model, who, ask.what, on, shown["id"].as_str().unwrap(), &sent);
    if !matches!(ask.what, What::Sign) {
        let id = shown["id"].as_str().unwrap();
        let thing = model.things.iter().find(|it| it.id == id).unwrap();
        assert_eq!(shown["version"], thing.version(), "{answer:#}");
    }
    if ask.again {
        let again = stage.send(who, sent.mutation, noun, &sent.input).await;
        assert_eq!(again["data"]["it"]["change"]["replayed"], true, "{again:#}");
        assert_eq!(again["data"]["it"][noun], payload[noun]);
        assert_eq!(stage.head(), head + 1);
    }
}

fn plural(mutation: &str, kind: Kind) -> &'static str {
    match mutation {
        "approveOutcomes" => "outcomes",
        "amendAgreement" => "agreement",
        _ => kind.noun(),
    }
}

fn expect(input: &mut Value, expects: Version, version: usize) {
    let version = match expects {
        Version::Absent => return,
        Version::Right => version,
        Version::Wrong => version + 1,
    };
    let at = match input.get_mut("outcomes") {
        Some(outcomes) => &mut outcomes[0],
        None => input,
    };
    at["expectedVersion"] = json!(version);
}

/// Whoever expected another version is told so, unless they are told nothing of it at all.
fn conflict(expected: &mut Expected, version: usize) {
    let told = vec![format!("is at version {version}")];
    match expected {
        Expected::Done => *expected = Expected::Refused(vec!["CONFLICT"], told),
        Expected::Refused(codes, texts) if !codes.contains(&"NOT_FOUND") => {
            codes.push("CONFLICT");
            texts.extend(told);
        }
        _ => {}
    }
}

fn compare(answer: &Value, expected: &Expected, what: &str) {
    let told = &answer["errors"][0]["extensions"]["code"];
    match expected {
        Expected::Unauthenticated => assert_eq!(told, "UNAUTHENTICATED", "{what}: {answer:#}"),
        Expected::Forbidden => assert_eq!(told, "FORBIDDEN", "{what}: {answer:#}"),
        Expected::Done => {
            assert_eq!(answer["data"]["it"]["errors"], json!([]), "{what}: {answer:#}");
            assert_eq!(answer["data"]["it"]["change"]["replayed"], false, "{what}");
        }
        Expected::Refused(codes, texts) => {
            assert_eq!(told, &Value::Null, "{what}: {answer:#}");
            let payload = &answer["data"]["it"];
            assert_eq!(payload["change"], Value::Null, "{what}: {answer:#}");
            let errors = payload["errors"].as_array().unwrap();
            for code in codes {
                assert!(errors.iter().any(|it| it["code"] == *code), "{what} {code}: {answer:#}");
            }
            let messages = errors.iter().map(|it| it["message"].as_str().unwrap());
            let messages: Vec<&str> = messages.collect();
            for text in texts {
                assert!(messages.iter().any(|it| it.contains(text)), "{what} {text}: {answer:#}");
            }
        }
    }
}

/// The input: each text of its own, so that it is found wherever it is told.
fn sent(stage: &Stage, model: &Model, what: What, on: usize) -> Sent {
    let number = model.written.len() + 1_000;
    let (title, reason) = (format!("title-{number}."), format!("reason-{number}."));
    let text = json!({ "vi": title });
    let id = &model.things[on].id;
    let [a, b, _] = &stage.provinces[..] else { panic!("three provinces") };
    let (mutation, kind, mut input) = match what {
        What::Plan(agreement) => (
            "planActivity",
            Kind::Activity,
            json!({
            "agreement": stage.agreements[agreement], "sector": stage.sector, "title": text, "participants": [
                {"province": a, "role": "PROVIDER"}, {"province": b, "role": "BENEFICIARY"}]}),
        ),
        What::Schedule => (
            "scheduleEvent",
            Kind::Event,
            json!({"activity": id,
            "kind": "TRAINING", "title": text, "host": a, "period": {"start": "2026-10"}}),
        ),
        What::Record { of, submit } => (
            "recordOutcome",
            Kind::Outcome,
            json!({
            of.noun(): id, "kind": "OUTPUT", "title": text, "measure": "UNIT", "value": "38",
            "unit": "persons", "submit": submit, "provider": {"province": a},
            "beneficiary": {"province": b}, "sources": [{"document": stage.document}]}),
        ),
        What::Answer => (
            "answerDirective",
            Kind::Directive,
            json!({"directive": stage.directive, "activities": [id]}),
        ),
        What::Sign => (
            "amendAgreement",
            Kind::Activity,
            json!({"agreement": stage.agreements[1], "signedOn": "2026-11-20"}),
        ),
        What::Step(kind, step) => (
            step.mutation,
            kind,
            match step.mutation {
                "approveOutcomes" => json!({"outcomes": [{"outcome": id}]}),
                "reviseActivityPlan" | "correctOutcome" => json!({kind.noun(): id, "title": text}),
                "startActivity" => json!({"activity": id, "startedOn": "2024"}),
                "completeActivity" => json!({"activity": id, "endedOn": "2025-06"}),
                // One that was put off has no days.
                "reportEventHeld" => json!({"event": id, "period": {"start": "2026-08"}}),
                "rescheduleEvent" if step.reason.is_none() => {
                    let day =
                        format!("2026-{:02}-{:02}", model.seq / 28 % 10 + 1, model.seq % 28 + 1);
                    json!({"event": id, "period": {"start": day}})
                }
                _ => json!({kind.noun(): id}),
            },
        ),
    };
    let asks = if let What::Step(_, step) = what { step.reason } else { None };
    if let Some(name) = asks {
        input[name] = json!(reason);
    }
    input["idempotencyKey"] = json!(format!("key-{number}-{}", model.seq));
    Sent { mutation, kind, input, title, reason: asks.map(|_| reason) }
}

/// What must be answered, by who asks, what they see, and how things stand.
fn expected(stage: &Stage, model: &Model, who: usize, what: What, on: usize) -> Expected {
    use Expected::{Done, Forbidden, Refused, Unauthenticated};
    let (who, thing) = (&stage.cast[who], &model.things[on]);
    let needs = match what {
        What::Sign => Role::Coordinator,
        What::Step(_, step) => step.needs,
        _ => Role::Recorder,
    };
    if who.caller.role == Role::Anonymous {
        return Unauthenticated;
    }
    if who.caller.role < needs {
        return Forbidden;
    }
    let not_found = || Refused(vec!["NOT_FOUND"], Vec::new());
    let [signed, _] = who.acts;
    let (agreement, sees) = match what {
        What::Plan(agreement) => (agreement, model.sees_agreement(who, agreement)),
        What::Sign => (1, model.sees_agreement(who, 1)),
        _ => (thing.agreement, model.sees(who, thing)),
    };
    // Who speaks for nobody that is named may not, whatever else there is.
    if matches!(what, What::Plan(_) | What::Answer) && !signed {
        return Forbidden;
    }
    match (sees, who.acts[agreement]) {
        (false, _) => return not_found(),
        (true, false) => return Forbidden,
        (true, true) => {}
    }
    let refused = |code| Refused(vec![code], Vec::new());
    let present = thing.now().status;
    match what {
        What::Schedule if present == "CANCELLED" => refused("ILLEGAL_TRANSITION"),
        What::Plan(_) | What::Schedule | What::Record { .. } | What::Sign => Done,
        What::Answer => match &model.things[0] {
            directive if directive.now().status == "CLOSED" => {
                let states = ["CLOSED", "ANSWERED"].map(str::to_owned).to_vec();
                Refused(vec!["ILLEGAL_TRANSITION"], states)
            }
            directive if directive.answers.contains(&on) => refused("DUPLICATE"),
            _ => Done,
        },
        What::Step(_, step) if !step.from.contains(&present) => {
            let states = [present, step.to.unwrap_or(present)].map(str::to_owned).to_vec();
            Refused(vec!["ILLEGAL_TRANSITION"], states)
        }
        What::Step(_, step) => match step.mutation {
            "approveOutcomes" if thing.submitter.as_ref() == Some(&who.caller.id) => {
                refused("SELF_APPROVAL")
            }
            "correctOutcome" if present == "APPROVED" && has_open_correction(model, on) => {
                refused("CONFLICT")
            }
            _ => Done,
        },
    }
}

fn has_open_correction(model: &Model, on: usize) -> bool {
    let open = |it: &Thing| ["DRAFT", "SUBMITTED", "RETURNED"].contains(&it.now().status);
    model.things.iter().any(|it| it.corrects == Some(on) && open(it))
}

/// What was done, in the model.
fn note(
    stage: &Stage,
    model: &mut Model,
    who: usize,
    what: What,
    on: usize,
    id: &str,
    sent: &Sent,
) {
    let by = stage.cast[who].caller.id.clone();
    let seq = model.seq + 1;
    let mutation = sent.mutation;
    let version = |status, title: &str, reason: Option<&String>| State {
        seq,
        by: by.clone(),
        command: mutation.to_owned(),
        status,
        title: title.to_owned(),
        reason: reason.cloned(),
    };
    let new = |kind, agreement, status, submitter, corrects| Thing {
        kind,
        id: id.to_owned(),
        agreement,
        states: vec![version(status, &sent.title, None)],
        submitter,
        corrects,
        answers: Vec::new(),
    };
    let (agreement, now) = (model.things[on].agreement, model.things[on].now().clone());
    match what {
        What::Plan(agreement) => {
            model.things.push(new(Kind::Activity, agreement, "PLANNED", None, None));
        }
        What::Schedule => {
            model.things.push(new(Kind::Event, agreement, "SCHEDULED", None, None));
        }
        What::Record { submit, .. } => {
            let status = if submit { "SUBMITTED" } else { "DRAFT" };
            let submitter = submit.then(|| by.clone());
            model.things.push(new(Kind::Outcome, agreement, status, submitter, None));
        }
        What::Sign => model.draft = false,
        What::Answer => {
            let title = model.things[0].now().title.clone();
            model.things[0].states.push(version("ANSWERED", &title, None));
            model.things[0].answers.push(on);
        }
        What::Step(_, step) if step.mutation == "correctOutcome" && now.status == "APPROVED" => {
            let me = Some(by.clone());
            model.things.push(new(Kind::Outcome, agreement, "SUBMITTED", me, Some(on)));
        }
        What::Step(_, step) => {
            let renamed = ["reviseActivityPlan", "correctOutcome"].contains(&step.mutation);
            let title = if renamed { &sent.title } else { &now.title };
            // A reason stays for as long as the status that it is of.
            let reason = if step.to.is_some() { sent.reason.as_ref() } else { now.reason.as_ref() };
            let status = step.to.unwrap_or(now.status);
            model.things[on].states.push(version(status, title, reason));
            if step.mutation == "submitOutcome" {
                model.things[on].submitter = Some(by.clone());
            }
            let corrected = model.things[on].corrects.filter(|_| status == "APPROVED");
            if let Some(at) = corrected
                && model.things[at].now().status == "APPROVED"
            {
                let old = model.things[at].now().clone();
                model.things[at].states.push(version(
                    "SUPERSEDED",
                    &old.title,
                    old.reason.as_ref(),
                ));
            }
        }
    }
    model.commit(stage, seq);
}
