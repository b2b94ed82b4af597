//! Which record a key, a code or an id means.
//!
//! It is looked up in the journal and not in the view: the journal can be read while a server has
//! the registry open, so that a wrong key is told at once, not when the token is first used.

use std::collections::BTreeSet;

use anyhow::{Context, bail};

use crate::{
    cli::{args::Named, progress::Bars, settings::Settings},
    domain::{
        Noun, RecordId,
        edge::{Term, terms},
    },
    graphql::record_of_id,
    journal::Reader,
    registry::{Folders, Progress},
    tokens::Coverage,
};

/// Finds the record that an option names.
///
/// # Errors
/// Where there is none, or the journal cannot be read.
pub fn find(settings: &Settings, named: &Named) -> anyhow::Result<Coverage> {
    let Named { noun, text } = named;
    let folder = Folders::within(&settings.data).journal;
    if !folder.is_dir() {
        bail!(
            "--{noun} {text}: there is no registry in {}; name its folder with --data, or \
             start one with `hoptac serve`",
            settings.data.display()
        );
    }
    let mut bars = Bars::new();
    let reader = Reader::look(&folder, &mut |it| {
        bars.show(Progress {
            task: "reading the journal",
            done: it.bytes_done,
            total: it.bytes_total,
        });
    });
    bars.finish();
    let reader = reader.context("the journal cannot be read")?;
    let found = lookup(&reader, named)?.and_then(|record| Coverage::of(record, text));
    found.with_context(|| {
        let by = if *noun == Noun::Agreement { "code, key" } else { "key" };
        format!("no {noun} has the {by} or id `{text}`")
    })
}

fn lookup(reader: &Reader, named: &Named) -> anyhow::Result<Option<RecordId>> {
    let mut meant = vec![Term::Key(named.noun, named.text.clone())];
    if named.noun == Noun::Agreement {
        meant.push(Term::AgreementCode(named.text.clone()));
    }
    let id = record_of_id(&named.text).filter(|id| id.noun == named.noun);
    let (mut by_term, mut by_id) = (BTreeSet::new(), None);
    for entry in reader.read_from(1) {
        for image in entry?.body.changes {
            let record = image.id;
            if record.noun != named.noun {
                continue;
            }
            by_id = by_id.or(id.filter(|id| *id == record));
            // A later version may have lost the term.
            let terms = terms(&image.into_record()?);
            if meant.iter().any(|term| terms.contains(term)) {
                by_term.insert(record);
            } else {
                by_term.remove(&record);
            }
        }
    }
    match Vec::from_iter(by_term).as_slice() {
        [] => Ok(by_id),
        [one] => Ok(Some(*one)),
        _ => bail!(
            "several records of the noun {} are called `{}`; name one by its id",
            named.noun,
            named.text
        ),
    }
}
