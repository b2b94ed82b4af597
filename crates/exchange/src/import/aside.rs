//! Takes rows out of a part that the rules refuse, and with them the rows that cannot do without.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io,
    sync::Arc,
};

use super::{
    ImportError, Position, Row,
    importer::Importer,
    names::{hashed, named},
};
use domain::{Noun, Problem, ProblemCode};
use messages::message;

/// The record because of which others are not registered.
#[derive(Debug)]
pub struct Cause {
    noun: Noun,
    key: String,
    at: Position,
    /// Whether it names what is not there: then what else is wrong with those that depend on it may
    /// follow from that.
    is_absent: bool,
}

impl Cause {
    /// A row that is itself at fault.
    pub fn of(row: &Row, is_absent: bool) -> Self {
        let key = row.draft.key().unwrap_or_default().to_owned();
        Self { noun: row.draft.noun(), key, at: row.at, is_absent }
    }

    /// Why another row is rejected, in words.
    fn told(&self) -> String {
        let Self { noun, key, at, .. } = self;
        message!("it depends on the {noun} `{key}` on line {}, which was rejected", at.line)
            .to_string()
    }
}

/// What becomes of a row of a part.
#[derive(Clone)]
enum Aside {
    Stays,
    Waits,
    /// Told by its own problems.
    Rejected(Arc<Cause>),
    /// Rejected because of another row.
    Follows(Arc<Cause>),
}

impl Importer<'_> {
    /// Takes the rows out that have problems, and those that cannot do without: they wait, or are
    /// rejected.
    pub(super) fn set_aside(
        &mut self,
        rows: Vec<Row>,
        problems: &[Problem],
        last: bool,
    ) -> Result<Vec<Row>, ImportError> {
        let mut of_row: BTreeMap<usize, Vec<&Problem>> = BTreeMap::new();
        for problem in problems {
            of_row.entry(problem.draft.unwrap_or(0)).or_default().push(problem);
        }
        let mut aside = vec![Aside::Stays; rows.len()];
        for (&place, problems) in &of_row {
            let absent = problems.iter().any(|it| it.code == ProblemCode::NotFound);
            aside[place] = if absent && !last {
                Aside::Waits
            } else {
                Aside::Rejected(Arc::new(Cause::of(&rows[place], absent)))
            };
        }
        self.spread(&rows, &mut aside, last)?;
        for (place, row) in rows.iter().enumerate() {
            match &aside[place] {
                Aside::Stays => {}
                Aside::Waits => {
                    let joined = place > 0
                        && matches!(aside[place - 1], Aside::Waits)
                        && row.is_joined_to(&rows[place - 1]);
                    self.waiting.push(row, joined)?;
                }
                Aside::Rejected(cause) => {
                    self.fail(row, Arc::clone(cause));
                    let problems = of_row.remove(&place).unwrap_or_default();
                    self.reject_for(row, &problems, &rows)?;
                }
                Aside::Follows(cause) => {
                    self.fail(row, Arc::clone(cause));
                    self.reject(row, String::new(), cause.told())?;
                }
            }
        }
        let stays = rows.into_iter().zip(aside);
        Ok(stays.filter(|(_, aside)| matches!(aside, Aside::Stays)).map(|(row, _)| row).collect())
    }

    fn reject_for(&mut self, row: &Row, problems: &[&Problem], rows: &[Row]) -> io::Result<()> {
        let told: BTreeSet<_> = problems
            .iter()
            .map(|problem| (problem.field.join("."), self.told(problem, rows)))
            .collect();
        for (number, (column, reason)) in told.into_iter().enumerate() {
            if number == 0 {
                self.reject(row, column, reason)?;
            } else {
                let at = row.at;
                self.report.rejected(&super::Rejection { at, column, reason })?;
            }
        }
        Ok(())
    }

    /// Carries on what becomes of rows to those that name them, and to those of the same line.
    fn spread(&mut self, rows: &[Row], aside: &mut [Aside], last: bool) -> Result<(), ImportError> {
        let mut places = HashMap::with_capacity(rows.len());
        for (place, row) in rows.iter().enumerate() {
            places.entry((row.draft.noun(), row.draft.key().unwrap_or_default())).or_insert(place);
        }
        // By whom each row is named.
        let mut named_by: Vec<Vec<usize>> = vec![Vec::new(); rows.len()];
        for (place, row) in rows.iter().enumerate() {
            for (noun, key) in named(&row.draft) {
                let to = places.get(&(noun, key.as_str()));
                if let Some(&to) = to.filter(|to| **to != place) {
                    named_by[to].push(place);
                }
            }
        }
        let taken_out = aside.iter().enumerate().filter(|(_, it)| !matches!(it, Aside::Stays));
        let mut next: Vec<usize> = taken_out.map(|(place, _)| place).collect();
        while let Some(place) = next.pop() {
            let row = &rows[place];
            let mut follow = Vec::new();
            let joins = |other: usize| rows.get(other).is_some_and(|it| it.is_joined_to(row));
            let around = [place.checked_sub(1), Some(place + 1)].into_iter().flatten();
            follow.extend(around.filter(|other| joins(*other)));
            let key = row.draft.key().unwrap_or_default();
            let first = places.get(&(row.draft.noun(), key)) == Some(&place);
            if first && !named_by[place].is_empty() && !self.target.knows(row.draft.noun(), key)? {
                follow.extend(&named_by[place]);
            }
            let becomes = match &aside[place] {
                Aside::Stays => continue,
                Aside::Waits => Aside::Waits,
                Aside::Rejected(cause) | Aside::Follows(cause) => Aside::Follows(Arc::clone(cause)),
            };
            for other in follow {
                let joined = rows[other].is_joined_to(row);
                let becomes = match &becomes {
                    // Until the end, it may yet be found elsewhere.
                    Aside::Follows(_) if !last && !joined => Aside::Waits,
                    becomes => becomes.clone(),
                };
                let worse = match (&aside[other], &becomes) {
                    (Aside::Stays, _) | (Aside::Waits, Aside::Follows(_)) => true,
                    (Aside::Rejected(own), Aside::Waits) => !own.is_absent,
                    (Aside::Rejected(own), Aside::Follows(cause)) => {
                        cause.is_absent && !own.is_absent
                    }
                    _ => false,
                };
                if worse {
                    aside[other] = becomes;
                    next.push(other);
                }
            }
        }
        Ok(())
    }

    /// The rows that do not name a record which was rejected; the others are, too.
    pub(super) fn without_failed(&mut self, rows: Vec<Row>) -> Result<Vec<Row>, ImportError> {
        if self.failed.is_empty() {
            return Ok(rows);
        }
        let mut aside = vec![Aside::Stays; rows.len()];
        for (place, row) in rows.iter().enumerate() {
            for (noun, key) in named(&row.draft) {
                let cause = self.failed.get(&hashed(noun, &key)).map(Arc::clone);
                if let Some(cause) = cause
                    && !self.target.knows(noun, &key)?
                {
                    aside[place] = Aside::Follows(cause);
                    break;
                }
            }
        }
        if aside.iter().all(|aside| matches!(aside, Aside::Stays)) {
            return Ok(rows);
        }
        self.spread(&rows, &mut aside, true)?;
        let mut left = Vec::new();
        for (row, aside) in rows.into_iter().zip(aside) {
            match aside {
                Aside::Rejected(cause) | Aside::Follows(cause) => {
                    self.reject(&row, String::new(), cause.told())?;
                    self.fail(&row, cause);
                }
                Aside::Stays | Aside::Waits => left.push(row),
            }
        }
        Ok(left)
    }
}
