//! One table a noun, for spreadsheets: RFC 4180, a row for each record.
//!
//! Columns are the noun's attributes by their names in lines; what has parts takes a column for
//! each, as `title.vi`; a list stands in one cell, its entries separated by `; `. A table is for
//! reading: lines are what is imported. A text that a spreadsheet would take for a formula is
//! given an apostrophe in front.

use std::io;

use serde_json::{Map, Value};

use super::{Export, ExportError, columns::columns};
use domain::{Noun, Record, link::ByKey};
use registry::Progress;

/// How tables are written.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// Whether they start with a byte order mark, by which spreadsheets tell UTF-8.
    pub bom: bool,
    /// What stands between cells.
    pub separator: u8,
}

impl Export {
    /// Writes the table of a noun, and returns how many records it shows.
    ///
    /// # Errors
    /// Where the view cannot be read or `to` not be written.
    pub fn table(
        &self,
        noun: Noun,
        form: Form,
        to: &mut impl io::Write,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<u64, ExportError> {
        if form.bom {
            to.write_all("\u{feff}".as_bytes())?;
        }
        let mut table = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .delimiter(form.separator)
            .from_writer(to);
        let columns = columns(noun);
        table.write_record(&columns).map_err(io::Error::from)?;
        let mut done = 0;
        self.each(noun, &mut |record| {
            table.write_record(cells(&columns, &record)?).map_err(io::Error::from)?;
            done += 1;
            if done % 1_000 == 0 {
                on_progress(Progress { task: "exporting", done, total: 0 });
            }
            Ok(())
        })?;
        table.flush()?;
        Ok(done)
    }
}

fn cells(columns: &[String], record: &Record<ByKey>) -> io::Result<Vec<String>> {
    let value = record.write(serde_json::value::Serializer)?;
    let part = |value: &Value, name: &str| value.get(name).cloned().unwrap_or(Value::Null);
    let cell = |column: &String| {
        let found = column.split('.').fold(value.clone(), |value, name| part(&value, name));
        guarded(shown(&found))
    };
    Ok(columns.iter().map(cell).collect())
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(entries) => entries.iter().map(shown).collect::<Vec<_>>().join("; "),
        Value::Object(parts) => shown_parts(parts),
    }
}

/// What is there of an entry of a list: `province=hcmc, role=PROVIDER`.
fn shown_parts(parts: &Map<String, Value>) -> String {
    let there = parts.iter().filter(|(_, value)| !value.is_null());
    let shown = there.map(|(name, value)| match value {
        Value::Object(parts) => shown_parts(parts),
        value => format!("{name}={}", shown(value)),
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// A cell that no spreadsheet takes for a formula. Numbers stay numbers.
fn guarded(cell: String) -> String {
    let starts_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_number = cell.strip_prefix(['-', '+']).is_some_and(|digits| {
        digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
    });
    if starts_formula && !is_number { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seeds::Seeds;

    #[test]
    fn what_looks_like_a_formula_is_disarmed_and_numbers_are_not() {
        for (cell, shown) in [
            ("=1+1", "'=1+1"),
            ("+84 28", "'+84 28"),
            ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("-1.5", "-1.5"),
            ("-", "'-"),
            ("Đà Lạt", "Đà Lạt"),
            ("", ""),
        ] {
            assert_eq!(guarded(cell.to_owned()), shown);
        }
    }

    /// The paths of what a value has that is no list and has no parts.
    fn leaves(path: &str, value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Null => {}
            Value::Object(parts) => {
                for (name, value) in parts {
                    let path =
                        if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    leaves(&path, value, found);
                }
            }
            _ => found.push(path.to_owned()),
        }
    }

    #[test]
    fn a_column_stands_for_each_attribute_and_for_each_of_its_parts() {
        let shown = |noun| columns(noun).join(" ");
        assert_eq!(
            shown(Noun::Agreement),
            "key code kind title.vi title.en description.vi description.en parties signedOn period draft termination.on \
             termination.reason parent sources note"
        );
        assert_eq!(
            shown(Noun::Claim),
            "key agreement metric metricWords kind value unit qualifier narrative.vi narrative.en \
             scope.provinces scope.role scope.sector scope.period scope.text statedOn statedBy \
             statedByOrganization conflictsWith sources note"
        );
    }

    #[test]
    fn every_attribute_of_every_seed_has_its_column() {
        for draft in Seeds::built_in().unwrap().command().drafts {
            let value = draft.write(serde_json::value::Serializer).unwrap();
            let mut found = Vec::new();
            leaves("", &value, &mut found);
            for path in found {
                let columns = columns(draft.noun());
                assert!(columns.contains(&path), "{} has no {path}", draft.noun());
            }
        }
    }
}
