//! The variables' depth and number of values, measured without recursion.

use serde_json::{Map, Value};

/// How deep the variables' lists and objects stand within one another, and how many values they
/// hold, not counted much beyond the most.
pub fn measure(variables: &Map<String, Value>, most: usize) -> (usize, usize) {
    let (mut depth, mut count) = (0, 0);
    let mut rest: Vec<(&Value, usize)> = variables.values().map(|value| (value, 0)).collect();
    while let Some((value, within)) = rest.pop() {
        count += 1;
        if count > most {
            break;
        }
        match value {
            Value::Array(items) => {
                depth = depth.max(within + 1);
                rest.extend(items.iter().map(|item| (item, within + 1)));
            }
            Value::Object(fields) => {
                depth = depth.max(within + 1);
                rest.extend(fields.values().map(|field| (field, within + 1)));
            }
            _ => {}
        }
    }
    (depth, count)
}
