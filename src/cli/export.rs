//! `hoptac export`: the registry as lines, as tables or as a workbook, also beside a running server.

use std::{
    io::{BufWriter, Write},
    path::Path,
};

use anyhow::{Context, bail};
use jiff::Timestamp;

use super::{
    CommandResult,
    args::{ExportArgs, FileFormat},
    progress::Bars,
    report,
    settings::Settings,
};
use crate::{
    domain::Noun,
    exchange::export::{Columns, Export, ExportError, tables::Form},
    journal::{Journal, JournalError, LogError},
    registry::{self, Folders, JournalReader, Snapshot},
};

/// Writes what the registry holds, or held.
pub fn run(settings: &Settings, args: &ExportArgs) -> anyhow::Result<CommandResult> {
    let folders = Folders::within(&settings.data);
    if !folders.journal.is_dir() {
        bail!("there is no registry in {}; name its folder with --data", settings.data.display());
    }
    let nouns = nouns(&args.noun)?;
    let records = match why_only_looked_at(settings, &folders)? {
        None => {
            let registry = report::open(settings)?;
            let written = write(registry.journal().clone(), registry.snapshot(), args, &nouns);
            registry.close()?;
            written?
        }
        Some(reason) => look(settings, reason, args, &nouns)?,
    };
    eprintln!("exported {}", report::count(records, "record", "records"));
    Ok(CommandResult::Done)
}

/// Why the registry is not opened, which writes to its folder.
fn why_only_looked_at(
    settings: &Settings,
    folders: &Folders,
) -> anyhow::Result<Option<&'static str>> {
    match Journal::hold_to_read(&folders.journal) {
        Err(JournalError::Log(LogError::Locked { .. })) => return Ok(Some("is in use")),
        held => drop(held.with_context(|| report::cannot_open(&settings.data))?),
    }
    let writable = tempfile::Builder::new().prefix(".hoptac-").tempfile_in(&settings.data).is_ok();
    Ok((!writable).then_some("cannot be written"))
}

/// Exports a registry that somebody else has open, or that cannot be written.
fn look(
    settings: &Settings,
    reason: &str,
    args: &ExportArgs,
    nouns: &[Noun],
) -> anyhow::Result<u64> {
    let scratch = tempfile::Builder::new().prefix("hoptac-export-").tempdir();
    let scratch =
        scratch.context("the folder for temporary files cannot be written; set TMPDIR")?;
    eprintln!(
        "the registry in {} {reason}: its journal is read, and a view is built in {}",
        settings.data.display(),
        scratch.path().display()
    );
    let options = report::store_options(settings);
    let mut bars = Bars::new();
    let view = scratch.path().join("view");
    let looked = registry::look(&settings.data, &view, options, &mut |it| bars.show(it));
    bars.finish();
    let (journal, snapshot) = looked.with_context(|| report::cannot_open(&settings.data))?;
    write(journal, snapshot, args, nouns)
}

fn write(
    journal: JournalReader,
    snapshot: Snapshot,
    args: &ExportArgs,
    nouns: &[Noun],
) -> anyhow::Result<u64> {
    let snapshot = moment(snapshot, args.at.as_deref())?;
    let export = Export::over(journal, Box::new(snapshot), nouns)?;
    if args.rows.is_some() && args.format == FileFormat::Ndjson {
        bail!("--rows makes rows of tables; add --format csv or --format xlsx");
    }
    let tables = export.columns(args.rows.as_deref()).map_err(anyhow::Error::msg);
    match (args.format, &args.out) {
        (FileFormat::Ndjson, out) => lines(&export, out.as_deref()),
        (FileFormat::Csv, Some(folder)) => write_tables(&export, &tables?, args, folder),
        (FileFormat::Csv, None) => {
            bail!("tables are one file per noun; name a folder for them with --out")
        }
        (FileFormat::Xlsx, Some(path)) => {
            let (tables, mut bars) = (tables?, Bars::new());
            report::replacing(path, |file| {
                let file = BufWriter::with_capacity(1 << 20, file);
                Ok(export.workbook(&tables, file, &mut |it| bars.show(it))?)
            })
        }
        (FileFormat::Xlsx, None) => bail!("a workbook is a file; name it with --out"),
    }
}

fn lines(export: &Export, out: Option<&Path>) -> anyhow::Result<u64> {
    let mut bars = Bars::new();
    if let Some(path) = out {
        return report::replacing(path, |file| {
            let mut file = BufWriter::with_capacity(1 << 20, file);
            let records = export.lines(&mut file, &mut |it| bars.show(it))?;
            file.flush()?;
            Ok(records)
        });
    }
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let written = export.lines(&mut out, &mut |it| bars.show(it));
    match written.and_then(|it| Ok(out.flush().map(|()| it)?)) {
        // A reader that has gone away has read enough.
        Err(ExportError::Io(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(0),
        written => Ok(written?),
    }
}

fn write_tables(
    export: &Export,
    tables: &[(Noun, Columns)],
    args: &ExportArgs,
    folder: &Path,
) -> anyhow::Result<u64> {
    let separator = u8::try_from(args.separator).ok().filter(u8::is_ascii);
    let Some(separator) = separator.filter(|it| !it.is_ascii_alphanumeric() && *it != b'"') else {
        bail!("--separator `{}` is not allowed; write `,`, `;` or a tab", args.separator);
    };
    let form = Form { bom: args.bom, separator };
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let mut bars = Bars::new();
    let mut records = 0;
    for (noun, columns) in tables {
        let path = folder.join(format!("{}.csv", noun.plural()));
        records += report::replacing(&path, |file| {
            let mut file = BufWriter::with_capacity(1 << 20, file);
            let on_progress = &mut |it| bars.show(it);
            let records = export.table(*noun, columns, form, &mut file, on_progress)?;
            file.flush()?;
            Ok(records)
        })?;
    }
    Ok(records)
}

/// The registry as of a command's number or a moment; as it stands where none is given.
fn moment(snapshot: Snapshot, at: Option<&str>) -> anyhow::Result<Snapshot> {
    let Some(at) = at else { return Ok(snapshot) };
    if let Ok(seq) = at.parse::<u64>() {
        if seq > snapshot.seq() {
            bail!("--at {seq} is ahead of the registry, whose last command is {}", snapshot.seq());
        }
        return Ok(snapshot.at(seq));
    }
    let Ok(moment) = at.parse::<Timestamp>() else {
        bail!(
            "--at `{at}` is neither a command's number nor a moment; write one such as 12 or \
             2025-06-30T17:00:00Z"
        );
    };
    let seq = snapshot.seq_at(moment)?;
    Ok(snapshot.at(seq))
}

fn nouns(names: &[String]) -> anyhow::Result<Vec<Noun>> {
    let find = |name: &String| {
        let found = Noun::ALL.into_iter().find(|noun| {
            [noun.to_string().as_str(), noun.plural()].contains(&name.to_lowercase().as_str())
        });
        found.with_context(|| {
            let all = Noun::ALL.map(|noun| noun.to_string()).join(", ");
            format!("--noun `{name}` is not a noun; write one of {all}")
        })
    };
    names.iter().map(find).collect()
}
