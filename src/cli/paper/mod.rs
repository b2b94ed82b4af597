//! `hoptac report`: the report on an agreement as a file that needs neither a server nor scripts to be read.
//!
//! It asks the public API what the page `/report/agreement/CODE` asks, and renders the same template: `web/src/pages`
//! holds the queries, the template, its words and its styles. Knows no rules and no figures.

mod data;
mod render;
mod source;

use std::{io::Write, path::Path};

use anyhow::{Context, bail};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::{
    CommandResult,
    args::{PaperLang, ReportArgs},
    report,
    settings::Settings,
};
use source::Source;

/// Writes the report.
pub fn run(settings: &Settings, args: &ReportArgs) -> anyhow::Result<CommandResult> {
    let on = args.on.as_deref().map(day).transpose()?;
    let source = Source::open(settings, args.url.as_deref(), args.lang.into())?;
    let page = page(&source, &args.code, on, args.lang);
    source.close()?;
    write(&page?, &args.out)?;
    Ok(CommandResult::Done)
}

fn day(text: &str) -> anyhow::Result<Date> {
    let read = text.parse();
    read.ok().with_context(|| format!("--on `{text}` is not a day; write one like 2024-04-04"))
}

/// The whole file.
fn page(source: &Source, code: &str, on: Option<Date>, lang: PaperLang) -> anyhow::Result<String> {
    let on = on.map(|it| it.to_string());
    let boundaries = on.as_ref().map_or_else(|| json!({"kind": "TODAY"}), |day| json!({"on": day}));
    let answer = source.ask("Report", json!({"code": code, "on": on, "boundaries": boundaries}))?;
    if answer["agreement"].is_null() {
        bail!("no agreement has the code `{code}`");
    }
    let rows = activities(source, code, on.as_deref())?;
    let report = data::arranged(&answer, &rows);
    render::page(&report, lang)
}

/// All activities of the agreement, page by page.
fn activities(source: &Source, code: &str, on: Option<&str>) -> anyhow::Result<Vec<Value>> {
    let mut rows = Vec::new();
    let mut after = Value::Null;
    loop {
        let variables = json!({"code": code, "on": on, "after": after});
        let answer = source.ask("ReportedActivities", variables)?;
        let page = &answer["agreement"]["progress"]["contributors"];
        rows.extend(page["nodes"].as_array().into_iter().flatten().cloned());
        if page["pageInfo"]["hasNextPage"] != true {
            return Ok(rows);
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

fn write(page: &str, out: &Path) -> anyhow::Result<()> {
    report::replacing(out, |file| Ok(file.write_all(page.as_bytes())?))?;
    eprintln!("wrote {}", out.display());
    Ok(())
}
