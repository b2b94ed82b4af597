//! From a code in a table to the province that it meant.

use std::sync::Arc;

use jiff::civil::Date;

use domain::{CodeScheme, Entity, NounId, Province, RecordId, Versioned, edge::Term};
use registry::{Snapshot, StoreError};

/// Finds provinces by code, as the registry knows them.
pub struct Provinces {
    snapshot: Snapshot,
}

impl Provinces {
    /// Those of a snapshot.
    #[must_use]
    pub const fn new(snapshot: Snapshot) -> Self {
        Self { snapshot }
    }

    /// The key of the province that a code means on a day.
    ///
    /// # Errors
    /// Why there is none, in words: nobody has the code, or it meant several units and the day
    /// does not tell which.
    pub(super) fn key(
        &self,
        scheme: CodeScheme,
        code: &str,
        on: Option<Date>,
    ) -> Result<String, String> {
        let holders = self.holders(scheme, code).map_err(|error| error.to_string())?;
        let named = |found: &[(RecordId, Province)]| {
            let names =
                found.iter().map(|(id, it)| it.key.clone().unwrap_or_else(|| id.to_string()));
            names.collect::<Vec<_>>().join(" and ")
        };
        let meant: Vec<_> = holders.iter().filter(|(_, it)| means(it, scheme, code, on)).collect();
        match (meant.as_slice(), on) {
            ([(id, it)], _) => {
                it.key.clone().ok_or_else(|| format!("{id} has no key; give it one"))
            }
            ([], Some(on)) if !holders.is_empty() => Err(format!(
                "the code `{code}` meant no unit on {on}, though it means {} on other days; give \
                 the right day under [codes]",
                named(&holders)
            )),
            ([], _) => {
                let meant = self.without_its_zeros(scheme, code).map_err(|it| it.to_string())?;
                let help = meant.map_or_else(
                    || "register it first".to_owned(),
                    |(meant, width)| {
                        format!(
                            "did you mean `{meant}`? Where a spreadsheet dropped zeros in front, \
                             write pad:{width} before province"
                        )
                    },
                );
                Err(format!("no province has the code `{code}`; {help}"))
            }
            _ => Err(format!(
                "the code `{code}` meant {} at different times; write under [codes] on which day \
                 the codes are meant",
                named(&holders)
            )),
        }
    }

    /// The code that somebody has and that this one is with zeros in front, and its length.
    fn without_its_zeros(
        &self,
        scheme: CodeScheme,
        code: &str,
    ) -> Result<Option<(String, usize)>, StoreError> {
        if code.is_empty() || !code.bytes().all(|it| it.is_ascii_digit()) {
            return Ok(None);
        }
        for width in code.len() + 1..=code.len() + 2 {
            let padded = format!("{code:0>width$}");
            if !self.holders(scheme, &padded)?.is_empty() {
                return Ok(Some((padded, width)));
            }
        }
        Ok(None)
    }

    /// The units that have or had a code, each once; for what was merged, what stands for it, with
    /// the codes of both.
    fn holders(
        &self,
        scheme: CodeScheme,
        code: &str,
    ) -> Result<Vec<(RecordId, Province)>, StoreError> {
        let mut holders: Vec<(RecordId, Province)> = Vec::new();
        for id in self.snapshot.list_named(&Term::ProvinceCode(scheme, code.to_owned()))? {
            let found = self.snapshot.find(id)?;
            let Some(it) = found.as_deref().and_then(|it| Province::of(&it.record)) else {
                continue;
            };
            let stands = it.merged_into.map_or(id, NounId::record);
            let found = self.snapshot.find(stands)?;
            let Some(kept) = found.as_deref().and_then(|it| Province::of(&it.record)) else {
                continue;
            };
            match holders.iter_mut().find(|(known, _)| *known == stands) {
                Some((_, known)) => known.codes.extend(it.codes.iter().cloned()),
                None => {
                    holders.push((stands, Province { codes: it.codes.clone(), ..kept.clone() }));
                }
            }
        }
        Ok(holders)
    }

    /// What a term names, each once; for what was merged, what stands for it.
    pub(super) fn standing(&self, term: &Term) -> Result<Vec<Arc<Versioned>>, StoreError> {
        let mut standing: Vec<Arc<Versioned>> = Vec::new();
        for id in self.snapshot.list_named(term)? {
            let Some(mut found) = self.snapshot.find(id)? else { continue };
            if let Some(kept) = found.record.merged_into() {
                let Some(stands) = self.snapshot.find(kept)? else { continue };
                found = stands;
            }
            if standing.iter().all(|it| it.id != found.id) {
                standing.push(found);
            }
        }
        Ok(standing)
    }
}

/// Whether a code means a unit on a day; at any time where no day is given.
fn means(province: &Province, scheme: CodeScheme, code: &str, on: Option<Date>) -> bool {
    province.codes.iter().any(|held| {
        held.scheme == scheme && held.value == code && on.is_none_or(|on| held.is_valid_on(on))
    })
}
