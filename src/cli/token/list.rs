//! `hoptac token list`: every token that was ever made, for people or for programs.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{kept::Kept, second, state_name};
use crate::{
    cli::{CommandResult, report, settings::Settings},
    registry::{Clock, SystemClock},
    tokens::{Register, Token},
};

const HEAD: [&str; 8] = ["ID", "NAME", "ROLE", "SCOPE", "CREATED", "EXPIRES", "LAST USED", "STATE"];

/// Lists the tokens, without their secrets, which nobody has here.
pub fn run(settings: &Settings, as_json: bool) -> anyhow::Result<CommandResult> {
    let (tokens, now) = (Kept::of(settings)?.list()?, SystemClock.now());
    let used = Register::within(&settings.data).last_used();
    if as_json {
        let all: Vec<_> = tokens.iter().map(|token| object(token, &used, now)).collect();
        report::say(format_args!("{:#}", Value::from(all)));
    } else {
        let rows: Vec<_> = tokens.iter().map(|token| row(token, &used, now)).collect();
        report::say(report::table(HEAD, &rows));
    }
    Ok(CommandResult::Done)
}

fn row(token: &Token, used: &BTreeMap<String, Timestamp>, now: Timestamp) -> [String; 8] {
    let moment = |at: Option<Timestamp>| at.map_or("never".to_owned(), |at| second(at).to_string());
    [
        token.id.clone(),
        token.name.clone(),
        token.grant.role.to_string(),
        token.grant.coverage.to_string(),
        moment(Some(token.created_at)),
        moment(token.expires_at),
        moment(used.get(&token.id).copied()),
        state_name(token.state(now)).to_owned(),
    ]
}

fn object(token: &Token, used: &BTreeMap<String, Timestamp>, now: Timestamp) -> Value {
    let coverage = &token.grant.coverage;
    let scope = coverage.record().map(|record| {
        let noun = record.noun.to_string();
        json!({ "noun": noun, "named": coverage.named, "number": record.number })
    });
    json!({
        "id": token.id,
        "name": token.name,
        "role": token.grant.role.as_str(),
        "scope": scope,
        "createdAt": token.created_at.to_string(),
        "expiresAt": token.expires_at.map(|at| at.to_string()),
        "revokedAt": token.revoked_at.map(|at| at.to_string()),
        "lastUsedAt": used.get(&token.id).map(Timestamp::to_string),
        "state": state_name(token.state(now)),
    })
}
