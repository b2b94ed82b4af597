//! `hoptac import` and `hoptac transfer`: files of lines or tables into the registry of a data folder.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use anyhow::{Context, bail};

use super::{CommandResult, args, progress::Bars, report, settings::Settings};
use crate::{
    auth::Caller,
    domain::{Command, Existing, Import, Noun, RecordId},
    exchange::{
        export::Export,
        import::{
            self, Account, Difference, DryRun, Item, Lines, Live, Present, Registered, Rejection,
            Report, Row, Summary, Target, differences, differing,
        },
        mapping::{Mapping, Provinces, Table},
        workbook::is_workbook,
    },
    registry::{Progress, Registry, Snapshot},
};

/// Bytes that are read of a file at once.
const READ_AHEAD: usize = 1 << 18;

/// Registers what the files give, by the rules of the mutations.
pub fn run(settings: &Settings, args: &args::ImportArgs) -> anyhow::Result<CommandResult> {
    take_in(settings, args, "import", Command::Import)
}

/// Takes over what the files give, with what became of it in another registry.
pub fn transfer(settings: &Settings, args: args::TransferArgs) -> anyhow::Result<CommandResult> {
    let args::TransferArgs { files, mapping, sheet, dry_run } = args;
    let args = args::ImportArgs { files, mapping, sheet, dry_run, update: false, gone: false };
    take_in(settings, &args, "transfer", Command::Transfer)
}

fn take_in(
    settings: &Settings,
    args: &args::ImportArgs,
    by: &str,
    sent_as: fn(Import) -> Command,
) -> anyhow::Result<CommandResult> {
    let read = Arc::new(AtomicU64::new(0));
    let mapping = mapping(args)?;
    let files = open(args)?;
    let registry = report::open(settings)?;
    let total = files.iter().map(|(_, bytes)| bytes).sum();
    let before = Arc::new(Registered::new(&registry, registry.snapshot())?);
    let amended = args.update.then(|| Arc::clone(&before));
    let source = match source(args, files, mapping.as_ref(), &registry, amended.as_ref(), &read) {
        Ok(source) => source,
        Err(error) => {
            registry.close()?;
            return Err(error);
        }
    };
    let present = Present::default();
    let source: RowSource = if args.gone { Box::new(present.watch(source)) } else { source };
    let mut notes = Notes::new(args, &registry, before, &read, total);
    let existing = if args.update { Existing::Replace } else { Existing::Keep };
    let caller = Arc::new(Caller::system(by));
    let snapshot = registry.snapshot();
    let imported = {
        let began = snapshot.seq();
        let mut live = Live { registry: &registry, caller: Arc::clone(&caller), began, sent_as };
        let mut rehearsal = DryRun::new(&registry, &snapshot, caller, sent_as);
        let target: &mut dyn Target = if args.dry_run { &mut rehearsal } else { &mut live };
        import::import(source, existing, target, &mut notes)
    };
    let gone = if args.gone && imported.is_ok() {
        notes.list_gone(&present, &snapshot, mapping.as_deref().map(Mapping::key_families))
    } else {
        Ok(0)
    };
    let told = notes.close();
    drop(snapshot);
    registry.close()?;
    let summary = imported.context(
        "it ended early; registered rows stay, and running it again continues from there",
    )?;
    let (gone, reports) = (gone?, &told?);
    report::say(ImportSummary { summary: &summary, dry_run: args.dry_run, gone, reports });
    Ok(if summary.account.rejected > 0 { CommandResult::Wrong } else { CommandResult::Done })
}

/// What the columns mean, and which sheet they are on.
fn mapping(args: &args::ImportArgs) -> anyhow::Result<Option<Arc<Mapping>>> {
    let Some(path) = &args.mapping else { return Ok(None) };
    let mapping = Mapping::read(path)?;
    let mapping = match &args.sheet {
        Some(sheet) => mapping.of_sheet(sheet.clone()),
        None => mapping,
    };
    Ok(Some(Arc::new(mapping)))
}

type RowSource = Box<dyn Iterator<Item = io::Result<Item>> + Send>;

/// The files, and how many bytes they have.
fn open(args: &args::ImportArgs) -> anyhow::Result<Vec<(File, u64)>> {
    let mut files = Vec::new();
    for path in &args.files {
        let named = || path.display().to_string();
        let file = File::open(path).with_context(named)?;
        let found = file.metadata().with_context(named)?;
        if found.is_dir() {
            bail!("{} is a folder; name the files in it", path.display());
        }
        files.push((file, found.len()));
    }
    Ok(files)
}

/// All rows of all files.
fn source(
    args: &args::ImportArgs,
    files: Vec<(File, u64)>,
    mapping: Option<&Arc<Mapping>>,
    registry: &Registry,
    amended: Option<&Arc<Registered>>,
    read: &Arc<AtomicU64>,
) -> anyhow::Result<RowSource> {
    let provinces = Arc::new(Provinces::new(registry.snapshot()));
    let mut source: RowSource = Box::new(std::iter::empty());
    for (number, ((file, _), path)) in files.into_iter().zip(&args.files).enumerate() {
        let counted = Counted { file, read: Arc::clone(read) };
        let mut from = BufReader::with_capacity(READ_AHEAD, counted);
        if mapping.is_none() && is_workbook(from.fill_buf()?) {
            bail!("{} is a workbook, which needs --mapping", path.display());
        }
        let rows: RowSource = match mapping {
            None => Box::new(Lines::new(from, number).amending(amended.cloned())),
            Some(mapping) => {
                let provinces = Some(Arc::clone(&provinces));
                let table = Table::open(from, number, Arc::clone(mapping), provinces);
                let table = table.with_context(|| path.display().to_string())?;
                Box::new(table.amending(amended.cloned()))
            }
        };
        let path = path.clone();
        let located = move |item: io::Result<Item>| {
            let named = |error: io::Error| {
                io::Error::new(error.kind(), format!("{}: {error}", path.display()))
            };
            item.map_err(named)
        };
        source = Box::new(source.chain(rows.map(located)));
    }
    Ok(source)
}

/// A file that tells how much of it was read.
struct Counted {
    file: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// What became of rows, noted beside the files that they are from.
struct Notes<'a> {
    files: &'a [PathBuf],
    registry: &'a Registry,
    before: Arc<Registered>,
    bars: Bars,
    read: Arc<AtomicU64>,
    total: u64,
    rejected: Vec<Note>,
    kept: Vec<Note>,
    changed: Vec<Note>,
    noted: Vec<Note>,
    passed_over: Vec<Note>,
    gone: Vec<Note>,
}

/// A file that is made when there is something to note.
struct Note {
    path: PathBuf,
    file: Option<BufWriter<File>>,
}

impl<'a> Notes<'a> {
    fn new(
        args: &'a args::ImportArgs,
        registry: &'a Registry,
        before: Arc<Registered>,
        read: &Arc<AtomicU64>,
        total: u64,
    ) -> Self {
        let beside = |ending: &str| {
            let note = |path: &PathBuf| {
                let mut name = path.clone().into_os_string();
                name.push(ending);
                Note { path: name.into(), file: None }
            };
            args.files.iter().map(note).collect()
        };
        Self {
            files: args.files.as_slice(),
            registry,
            before,
            bars: Bars::new(),
            read: Arc::clone(read),
            total,
            rejected: beside(".rejected.txt"),
            kept: beside(".kept.txt"),
            changed: beside(".changed.txt"),
            noted: beside(".noted.txt"),
            passed_over: beside(".passed.txt"),
            gone: beside(".gone.txt"),
        }
    }

    /// Lists the records that were registered and that no file has, beside the first; how many.
    fn list_gone(
        &mut self,
        present: &Present,
        snapshot: &Snapshot,
        families: Option<Vec<(Noun, String)>>,
    ) -> anyhow::Result<u64> {
        let mut gone = Vec::new();
        present.gone(snapshot, families, &mut |key, id| gone.push((key.to_owned(), id)))?;
        for (key, id) in &gone {
            self.gone[0].line(&format!("{} `{key}` is registered, and no row has it", id.noun))?;
        }
        Ok(gone.len() as u64)
    }

    /// Finishes the notes, removes those of an earlier import that have nothing to say any more,
    /// and names those that were made.
    fn close(mut self) -> anyhow::Result<Vec<PathBuf>> {
        self.bars.finish();
        let mut made = Vec::new();
        let all = [
            &mut self.rejected,
            &mut self.kept,
            &mut self.changed,
            &mut self.noted,
            &mut self.passed_over,
            &mut self.gone,
        ];
        for note in all.into_iter().flat_map(std::mem::take) {
            let path = note.path;
            if let Some(mut file) = note.file {
                file.flush().with_context(|| path.display().to_string())?;
                made.push(path);
            } else if path.is_file() {
                std::fs::remove_file(&path).with_context(|| path.display().to_string())?;
            }
        }
        Ok(made)
    }
}

impl Note {
    fn line(&mut self, line: &str) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            empty => {
                let made = File::create(&self.path).map_err(|error| {
                    io::Error::new(error.kind(), format!("{}: {error}", self.path.display()))
                })?;
                empty.insert(BufWriter::new(made))
            }
        };
        // A reason stands on its line, whatever it quotes.
        writeln!(file, "{}", line.replace(['\n', '\r'], " "))
    }
}

impl Report for Notes<'_> {
    fn rejected(&mut self, rejection: &Rejection) -> io::Result<()> {
        let line = told(self.files, rejection);
        self.rejected[rejection.at.file].line(&line)
    }

    fn noted(&mut self, note: &Rejection) -> io::Result<()> {
        let line = told(self.files, note);
        self.noted[note.at.file].line(&line)
    }

    fn passed_over(&mut self, row: &Rejection) -> io::Result<()> {
        let line = told(self.files, row);
        self.passed_over[row.at.file].line(&line)
    }

    fn changed(&mut self, row: &Row, id: RecordId) -> io::Result<()> {
        let differences = differences(&row.draft, id, self.before.export());
        let place = place(&self.files[row.at.file], row.at.line);
        let (noun, key) = (row.draft.noun(), row.draft.key().unwrap_or_default());
        for difference in differences.map_err(io::Error::other)? {
            let Difference { attribute, old, new } = difference;
            self.changed[row.at.file]
                .line(&format!("{place}: {noun} `{key}`: {attribute}: {old} becomes {new}"))?;
        }
        Ok(())
    }

    fn kept(&mut self, row: &Row, id: RecordId) -> io::Result<()> {
        let export = Export::new(self.registry, self.registry.snapshot(), &[]);
        let named = export.and_then(|export| differing(&row.draft, id, &export));
        let named = named.map_err(io::Error::other)?.join(", ");
        let place = place(&self.files[row.at.file], row.at.line);
        let (noun, key) = (row.draft.noun(), row.draft.key().unwrap_or_default());
        self.kept[row.at.file]
            .line(&format!("{place}: {noun} `{key}` is registered with another {named}; kept"))
    }

    fn progress(&mut self, _: u64) {
        let done = self.read.load(Ordering::Relaxed);
        self.bars.show(Progress { task: "importing", done, total: self.total });
    }
}

/// `file:line: column: reason`.
fn told(files: &[PathBuf], rejection: &Rejection) -> String {
    let Rejection { at, column, reason } = rejection;
    let place = place(&files[at.file], at.line);
    let column = if column.is_empty() { String::new() } else { format!("{column}: ") };
    format!("{place}: {column}{reason}")
}

fn place(file: &Path, line: u64) -> String {
    format!("{}:{line}", file.display())
}

/// What an import did, for people.
struct ImportSummary<'a> {
    summary: &'a Summary,
    dry_run: bool,
    gone: u64,
    reports: &'a [PathBuf],
}

impl std::fmt::Display for ImportSummary<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Summary { rows, created, updated, unchanged, kept, account, noted, commands } =
            self.summary;
        let would = if self.dry_run { "would be " } else { "" };
        write!(f, "read {}", report::count(*rows, "row", "rows"))?;
        match commands {
            Some((first, last)) if first == last => writeln!(f, ", as command {first}")?,
            Some((first, last)) => writeln!(f, ", as commands {first} to {last}")?,
            None => writeln!(f, "; nothing was written")?,
        }
        for (what, counts) in [("created", created), ("updated", updated)] {
            for (noun, count) in counts {
                writeln!(f, "{count:>10}  {noun} {would}{what}")?;
            }
        }
        for (what, count) in [("unchanged", unchanged), ("kept as registered", kept)] {
            if *count > 0 {
                writeln!(f, "{count:>10}  {what}")?;
            }
        }
        let Account { rejected, passed_over, .. } = account;
        let told = [
            ("rejected", *rejected),
            ("passed over", *passed_over),
            ("accepted with a note", *noted),
            ("registered, but gone from the file", self.gone),
        ];
        for (what, count) in told {
            if count > 0 {
                writeln!(f, "{count:>10}  {what}")?;
            }
        }
        let records = created.values().chain(updated.values()).sum::<u64>() + unchanged + kept;
        // Where a row is one record, the figures above are the account.
        if records + rejected + passed_over != *rows {
            let Account { registered, changed, unchanged, kept, .. } = account;
            writeln!(
                f,
                "rows: {registered} registered, {changed} changed, {unchanged} unchanged, {kept} \
                 kept, {rejected} rejected, {passed_over} passed over"
            )?;
        }
        for path in self.reports {
            writeln!(f, "see {}", path.display())?;
        }
        Ok(())
    }
}
