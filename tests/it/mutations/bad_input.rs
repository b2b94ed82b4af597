//! What bad input gets, for each field of each mutation: a rejection that names the field, and a
//! journal that stays as it is. The fields are read off the schema, so that none is forgotten.

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use super::stage::{BULK, MUTATIONS, Stage, input_type};

/// Longer than any text may be.
const TOO_LONG: usize = 20_001;

/// What is done to one place of an input, and what it must get.
struct Case {
    path: Vec<String>,
    /// The bad value; `None` where the place is left out.
    bad: Option<Value>,
    expected: Expected,
}

enum Expected {
    /// An error with this code (any, where it hangs on the field) at the place.
    Error(Option<&'static str>),
    /// GraphQL's own refusal, which names the field.
    Refusal,
}

/// The input types of the schema: per type its fields, each with its type as written.
struct Inputs(BTreeMap<String, BTreeMap<String, String>>);

impl Inputs {
    async fn of(stage: &Stage) -> Self {
        let query = "{ __schema { types { name kind inputFields { name type { name kind
            ofType { name kind ofType { name kind ofType { name kind } } } } } } } }";
        let schema = stage.world.data(query).await;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let types = schema["__schema"]["types"].as_array().unwrap();
        let objects = types.iter().filter(|it| it["kind"] == "INPUT_OBJECT").map(|it| {
            let fields = it["inputFields"].as_array().unwrap();
            let fields = fields.iter().map(|it| (text(&it["name"]), written(&it["type"])));
            (text(&it["name"]), fields.collect())
        });
        Self(objects.collect())
    }

    /// All that can be wrong with a value at a place.
    fn cases(&self, stage: &Stage, ty: &str, value: &Value, path: &[String]) -> Vec<Case> {
        let mut cases = Vec::new();
        let mut add = |bad: Value, expected| {
            cases.push(Case { path: path.to_vec(), bad: Some(bad), expected });
        };
        let inner = ty.trim_end_matches('!');
        if let (Some(items), Value::Array(values)) = (inner.strip_prefix('['), value) {
            let items = items.trim_end_matches(']');
            let nested = values.iter().enumerate().flat_map(|(place, value)| {
                self.cases(stage, items, value, &joined(path, &place.to_string()))
            });
            return nested.collect();
        }
        let error = |code| Expected::Error(Some(code));
        match inner {
            "ID" => {
                let good = value.as_str().unwrap();
                let document = stage.id("document");
                let noun = |id: &str| BASE64URL_NOPAD.decode(id.as_bytes()).unwrap()[0];
                let is_document = noun(good) == noun(document);
                let other = if is_document { stage.id("a") } else { document };
                add(json!("nonsense"), error("ID_INVALID"));
                add(json!(""), error("ID_INVALID"));
                add(json!(other), error("ID_OF_OTHER_NOUN"));
                add(json!(unregistered(good)), error("NOT_FOUND"));
            }
            "String" => {
                add(json!(""), Expected::Error(None));
                add(json!("x".repeat(TOO_LONG)), Expected::Error(None));
            }
            "Decimal" | "EdtfDate" | "Date" => {
                for bad in [json!("NaN"), json!(""), json!("1e400"), json!("2024-13"), json!(7)] {
                    add(bad, error("INVALID"));
                }
            }
            "Int" => {
                add(json!(-1), error("INVALID"));
                // An Int has 32 bits.
                add(json!(1_u64 << 40), Expected::Refusal);
            }
            "Boolean" => add(json!("x"), Expected::Refusal),
            "LocalizedTextInput" => {
                add(json!({}), error("REQUIRED"));
                cases.extend(["vi", "en"].map(|lang| {
                    let bad = Some(json!("x".repeat(TOO_LONG)));
                    Case { path: joined(path, lang), bad, expected: error("TOO_LONG") }
                }));
            }
            "PeriodInput" => {
                add(json!({}), error("REQUIRED"));
                add(json!({"start": "2024", "end": "2023"}), error("OUT_OF_ORDER"));
                cases.extend(self.fields(stage, inner, value, path));
            }
            _ if self.0.contains_key(inner) => {
                cases.extend(self.fields(stage, inner, value, path));
            }
            _ => add(json!("NO_SUCH_VALUE"), Expected::Refusal),
        }
        cases
    }

    fn fields(&self, stage: &Stage, ty: &str, value: &Value, path: &[String]) -> Vec<Case> {
        let mut cases = Vec::new();
        for (name, value) in value.as_object().unwrap() {
            let Some(ty) = self.0[ty].get(name) else { panic!("{ty} has no {name}") };
            let path = joined(path, name);
            if ty.ends_with('!')
                && !["draft", "submit", "titleFromUrl", "inParts"].contains(&name.as_str())
            {
                if !value.is_array() {
                    cases.push(Case { path: path.clone(), bad: None, expected: Expected::Refusal });
                }
                let null = Some(Value::Null);
                cases.push(Case { path: path.clone(), bad: null, expected: Expected::Refusal });
            }
            cases.extend(self.cases(stage, ty, value, &path));
        }
        cases
    }
}

/// A type as a schema writes it.
fn written(ty: &Value) -> String {
    match ty["kind"].as_str() {
        Some("NON_NULL") => format!("{}!", written(&ty["ofType"])),
        Some("LIST") => format!("[{}]", written(&ty["ofType"])),
        _ => ty["name"].as_str().unwrap().to_owned(),
    }
}

fn joined(path: &[String], part: &str) -> Vec<String> {
    path.iter().cloned().chain([part.to_owned()]).collect()
}

/// An id of the same noun that no record has.
fn unregistered(id: &str) -> String {
    let bytes = BASE64URL_NOPAD.decode(id.as_bytes()).unwrap();
    BASE64URL_NOPAD.encode(&[bytes[0], 99, 99])
}

/// The input with one place changed.
fn changed(input: &Value, path: &[String], bad: Option<&Value>) -> Value {
    let mut input = input.clone();
    let (last, above) = path.split_last().unwrap();
    let above: Vec<_> = std::iter::once("").chain(above.iter().map(String::as_str)).collect();
    let place = input.pointer_mut(&above.join("/"));
    match (place.unwrap(), bad) {
        (Value::Object(fields), Some(bad)) => drop(fields.insert(last.clone(), bad.clone())),
        (Value::Object(fields), None) => drop(fields.remove(last)),
        (Value::Array(entries), Some(bad)) => entries[last.parse::<usize>().unwrap()] = bad.clone(),
        (other, _) => panic!("{other} has no {last}"),
    }
    input
}

/// Sends a bad input, and tells what is amiss with what it gets.
async fn amiss(stage: &Stage, mutation: &str, input: &Value, case: &Case) -> Option<String> {
    let answer = stage
        .answer(Stage::admin(), mutation, &changed(input, &case.path, case.bad.as_ref()))
        .await;
    let field = case.path.join(".");
    let fits = match case.expected {
        Expected::Refusal => {
            let name = case.path.iter().rev().find(|part| part.parse::<usize>().is_err());
            let message = answer["errors"][0]["message"].as_str().unwrap_or_default();
            answer["data"].is_null() && message.contains(name.unwrap().as_str())
        }
        Expected::Error(code) => {
            let errors = answer["data"][mutation]["errors"].as_array().cloned();
            errors.unwrap_or_default().iter().any(|error| {
                let named: Vec<_> = error["field"].as_array().cloned().unwrap_or_default();
                let named: Vec<_> = named.iter().filter_map(Value::as_str).collect();
                // A registered unit is told at its place in the list.
                let above = error["code"] == "NOT_FOUND"
                    && field == format!("{}.province", named.join("."));
                (named.join(".") == field || above) && code.is_none_or(|code| error["code"] == code)
            })
        }
    };
    let shown: String = case.bad.as_ref().map_or_else(|| "nothing".to_owned(), Value::to_string);
    let shown: String = shown.chars().take(60).collect();
    let answer: String = answer.to_string().chars().take(600).collect();
    (!fits).then(|| format!("{mutation}: {field} = {shown}: {answer}"))
}

#[tokio::test]
async fn each_field_of_each_mutation_is_refused_by_name_when_it_is_bad() {
    let stage = Stage::new().await;
    let inputs = Inputs::of(&stage).await;
    let head = stage.head();
    let (mut found, mut count) = (Vec::new(), 0);
    for (mutation, input) in stage.right() {
        let dry = changed(&input, &["dryRun".to_owned()], Some(&json!(true)));
        let payload = stage.send(Stage::chief(), mutation, &dry).await;
        assert_eq!(payload["errors"], json!([]), "{mutation}");
        assert_eq!(payload["change"], Value::Null, "{mutation}");
        let mut cases = inputs.fields(&stage, &input_type(mutation), &input, &[]);
        for (part, bad) in [("idempotencyKey", String::new()), ("idempotencyKey", "x".repeat(201))]
        {
            cases.push(Case {
                path: vec![part.to_owned()],
                bad: Some(json!(bad)),
                expected: Expected::Error(None),
            });
        }
        for case in &cases {
            found.extend(amiss(&stage, mutation, &input, case).await);
        }
        count += cases.len();
    }
    assert!(found.is_empty(), "{} of {count}:\n{}", found.len(), found.join("\n"));
    assert!(count > 1_000, "{count}");
    assert_eq!(stage.head(), head);
}

#[tokio::test]
async fn the_inputs_that_are_right_say_all_that_the_schema_takes() {
    let stage = Stage::new().await;
    let inputs = Inputs::of(&stage).await;
    let mutations = stage.world.data("{ __schema { mutationType { fields { name } } } }").await;
    let mutations = mutations["__schema"]["mutationType"]["fields"].as_array().unwrap().clone();
    let named = |it: &Value| it["name"].as_str().unwrap().to_owned();
    let mut offered: BTreeSet<_> = mutations.iter().map(named).collect();
    for (bulk, one) in BULK {
        assert!(offered.remove(bulk) && offered.contains(one), "{bulk}");
    }
    assert_eq!(offered, MUTATIONS.iter().map(|(name, _)| (*name).to_owned()).collect());
    for mutation in offered {
        let right = stage.right().into_iter().filter(|(name, _)| *name == mutation);
        let said: BTreeSet<_> = right
            .flat_map(|(_, input)| input.as_object().unwrap().keys().cloned().collect::<Vec<_>>())
            .chain(["idempotencyKey", "dryRun", "expectedVersion"].map(str::to_owned))
            .collect();
        let taken: BTreeSet<_> = inputs.0[&input_type(&mutation)].keys().cloned().collect();
        assert!(taken.is_subset(&said), "{mutation} also takes {:?}", taken.difference(&said));
    }
}

#[tokio::test]
async fn what_is_named_twice_or_in_the_wrong_order_is_refused_at_its_place() {
    let stage = Stage::new().await;
    let head = stage.head();
    let right: BTreeMap<_, _> = stage.right().into_iter().collect();
    let twice = |mutation: &str, list: &str| {
        let entries = right[mutation][list].as_array().unwrap();
        let repeated = [entries.clone(), vec![entries[0].clone()]].concat();
        (json!(repeated), format!("{list}.{}", entries.len()))
    };
    for (mutation, list) in [
        ("signAgreement", "parties"),
        ("amendAgreement", "sources"),
        ("planActivity", "participants"),
        ("reviseActivityPlan", "participants"),
        ("scheduleEvent", "participants"),
        ("reportEventHeld", "participants"),
        ("defineIndicator", "sources"),
        ("recordOutcome", "sources"),
        ("approveOutcomes", "outcomes"),
        ("recordClaim", "conflictsWith"),
        ("issueDirective", "addressedTo"),
        ("issueDirective", "addressedToOrganizations"),
        ("answerDirective", "activities"),
        ("recordSuccession", "predecessors"),
    ] {
        let (repeated, place) = twice(mutation, list);
        let input = changed(&right[mutation], &[list.to_owned()], Some(&repeated));
        let faults = stage.faults(Stage::chief(), mutation, &input).await;
        let at_place = |(code, field): &(String, String)| {
            code == "DUPLICATE" && (*field == place || *field == format!("{place}.outcome"))
        };
        assert!(faults.iter().any(at_place), "{mutation} {place}: {faults:?}");
    }
    for (mutation, field, bad, code) in [
        ("registerProvince", "validTo", json!("1990-01-01"), "OUT_OF_ORDER"),
        ("completeActivity", "endedOn", json!("2024-02"), "OUT_OF_ORDER"),
        ("completeActivity", "endedOn", json!("2027"), "OUT_OF_ORDER"),
        ("startActivity", "startedOn", json!("2027"), "OUT_OF_ORDER"),
        ("terminateAgreement", "on", json!("2028-01-01"), "OUT_OF_ORDER"),
        ("issueDirective", "due", json!("2023"), "OUT_OF_ORDER"),
        ("recordOutcome", "value", json!("-3"), "INVALID"),
        ("recordOutcome", "unit", json!("tons"), "INCONSISTENT"),
        ("recordOutcome", "period", json!({"start": "2027"}), "OUT_OF_ORDER"),
        ("setIndicatorTarget", "value", json!("-3"), "INVALID"),
        ("signAgreement", "code", json!("tt-1"), "TAKEN"),
        ("signAgreement", "parties", json!([]), "REQUIRED"),
        ("addSector", "code", json!("HEALTH"), "TAKEN"),
        ("registerProvince", "key", json!("a"), "TAKEN"),
        ("approveOutcomes", "outcomes", json!([]), "REQUIRED"),
    ] {
        let input = changed(&right[mutation], &[field.to_owned()], Some(&bad));
        let faults = stage.faults(Stage::chief(), mutation, &input).await;
        let expected = (code.to_owned(), field.to_owned());
        assert!(faults.contains(&expected), "{mutation} {field}: {faults:?}");
    }
    assert_eq!(stage.head(), head);
}

#[tokio::test]
async fn all_that_is_wrong_is_told_at_once_and_nothing_that_only_follows() {
    let stage = Stage::new().await;
    let input = json!({"key": "no key", "field": "nonsense", "title": {"vi": "", "en": " x"},
        "participants": [{"province": stage.id("document"), "role": "PROVIDER"}],
        "planned": {"start": "2024", "end": "2023"},
        "commitments": [{"funding": "ODA", "money": {"amount": "0.5", "currency": "VND"}}],
        "sources": [{"document": unregistered(stage.id("document"))}],
        "idempotencyKey": ""});
    let mut faults = stage.faults(Stage::admin(), "planActivity", &input).await;
    faults.sort();
    let faults: Vec<_> = faults.iter().map(|(code, at)| (code.as_str(), at.as_str())).collect();
    assert_eq!(
        faults,
        [
            ("ID_INVALID", "field"),
            ("ID_OF_OTHER_NOUN", "participants.0.province"),
            ("INVALID", "commitments.0.money.amount"),
            ("INVALID", "key"),
            ("INVALID", "title.en"),
            ("NOT_FOUND", "sources.0.document"),
            ("OUT_OF_ORDER", "planned"),
            ("REQUIRED", "idempotencyKey"),
            ("REQUIRED", "title.vi"),
        ]
    );
    // An activity takes its sector from the field, and from none that is not there.
    let field = json!({"field": unregistered(stage.id("field")), "title": {"en": "x"},
        "participants": [{"province": stage.id("a"), "role": "PARTNER"}]});
    let faults = stage.faults(Stage::admin(), "planActivity", &field).await;
    assert_eq!(faults, [("NOT_FOUND".to_owned(), "field".to_owned())]);
    // Who may not is told that, whatever the input.
    let answer = stage.answer(hoptac::auth::Caller::anonymous(), "planActivity", &input).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
}
