//! Lines as they were before: a claim named its metric in words and at most one province.

use serde_json::Value;

use domain::{Metric, Noun, Record, link::ByKey};

/// The claim of a line of that form; `None` if it is no such line.
pub(super) fn claim(noun: Noun, line: &str) -> Option<Record<ByKey>> {
    if noun != Noun::Claim {
        return None;
    }
    let mut claim: Value = serde_json::from_str(line).ok()?;
    let attributes = claim.as_object_mut()?;
    attributes.remove("noun");
    let name = attributes.get("metric")?.as_str()?.to_owned();
    if serde_json::from_value::<Metric>(Value::from(name.as_str())).is_err() {
        let (metric, words) = Metric::of_earlier_name(&name);
        attributes.insert("metric".to_owned(), serde_json::to_value(metric).ok()?);
        attributes.insert("metricWords".to_owned(), Value::from(words));
    }
    if let Some(scope) = attributes.get_mut("scope").and_then(Value::as_object_mut)
        && let Some(province) = scope.remove("province")
    {
        let provinces = if province.is_null() { Vec::new() } else { vec![province] };
        if scope.insert("provinces".to_owned(), Value::from(provinces)).is_some() {
            return None;
        }
    }
    Record::read(noun, claim).ok()
}
