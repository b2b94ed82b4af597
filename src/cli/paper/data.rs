//! The answer of the API in the order of the report, as `web/src/pages/report/data.ts` puts it for the page. A test compares
//! what the two make of one answer.

use serde_json::{Map, Value, json};

const GIVES: [&str; 2] = ["PROVIDER", "FUNDER"];
const RECEIVES: [&str; 1] = ["BENEFICIARY"];

/// What the template takes as `report`.
pub fn arranged(answer: &Value, rows: &[Value]) -> Value {
    let mut agreement = answer["agreement"].clone();
    if agreement["reconciliation"].is_null() {
        agreement["reconciliation"] = json!([]);
    }
    for it in agreement["reconciliation"].as_array_mut().into_iter().flatten() {
        let counts = list(&it["undecidedBy"]).filter_map(|by| by["count"].as_i64());
        it["undecided"] = counts.sum::<i64>().into();
    }
    let matrix = &answer["cooperationMatrix"];
    json!({
        "documents": documents(&agreement, rows),
        "agreement": agreement,
        "sectors": by_sector(rows),
        "pairs": list(&matrix["cells"]["nodes"]).collect::<Vec<_>>(),
        "boundariesOn": matrix["boundaries"]["on"],
    })
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Activities by sector: the sector with most first, those without one last.
fn by_sector(rows: &[Value]) -> Vec<Value> {
    let mut sectors: Vec<(&Value, Vec<Value>)> = Vec::new();
    for row in rows {
        let sector = &row["sector"];
        match sectors.iter_mut().find(|(known, _)| known["code"] == sector["code"]) {
            Some((_, activities)) => activities.push(with_actors(row)),
            None => sectors.push((sector, vec![with_actors(row)])),
        }
    }
    sectors.sort_by_key(|(sector, activities)| {
        (sector.is_null(), std::cmp::Reverse(activities.len()))
    });
    let named = |(sector, activities): (&Value, Vec<Value>)| json!({"name": sector["name"], "activities": activities});
    sectors.into_iter().map(named).collect()
}

fn with_actors(row: &Value) -> Value {
    let mut row = row.clone();
    let actors = |chosen: &dyn Fn(&str) -> bool| {
        let mut names: Vec<Value> = Vec::new();
        for it in list(&row["participants"]) {
            let actor =
                if it["province"].is_null() { &it["organization"] } else { &it["province"] };
            let name = &actor["name"];
            if it["role"].as_str().is_some_and(chosen) && !name.is_null() && !names.contains(name) {
                names.push(name.clone());
            }
        }
        Value::from(names)
    };
    let is_giver = |role: &str| GIVES.contains(&role);
    let is_receiver = |role: &str| RECEIVES.contains(&role);
    let named = [
        ("givers", actors(&is_giver)),
        ("receivers", actors(&is_receiver)),
        ("others", actors(&|role| !is_giver(role) && !is_receiver(role))),
    ];
    for (name, names) in named {
        row[name] = names;
    }
    row
}

/// Each document once, with all words that are quoted from it.
fn documents(agreement: &Value, rows: &[Value]) -> Vec<Value> {
    let claims = list(&agreement["reconciliation"]).map(|it| &it["claim"]);
    let directives = list(&agreement["directives"]["nodes"]);
    let sourced = std::iter::once(agreement).chain(claims).chain(rows).chain(directives);
    let mut documents: Vec<Map<String, Value>> = Vec::new();
    for source in sourced.flat_map(|it| list(&it["sources"])) {
        let Some(document) = source["document"].as_object() else { continue };
        let at = documents.iter().position(|known| known["id"] == document["id"]);
        let at = at.unwrap_or_else(|| {
            let mut document = document.clone();
            document.insert("quotes".to_owned(), json!([]));
            documents.push(document);
            documents.len() - 1
        });
        let quote = &source["quote"];
        if let Some(quotes) = documents[at].get_mut("quotes").and_then(Value::as_array_mut)
            && !quote.is_null()
            && !quotes.contains(quote)
        {
            quotes.push(quote.clone());
        }
    }
    documents.into_iter().map(Value::Object).collect()
}
