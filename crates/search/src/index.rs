//! The index: tantivy, holding of each record's newest version which words stand in which part of
//! it, and nothing else. Knows nothing of where records come from, nor of who may see them.

use std::path::{Path, PathBuf};

use tantivy::{
    IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term,
    directory::{MmapDirectory, error::OpenReadError},
    indexer::IndexWriterOptions,
    schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{PreTokenizedString, Token},
};

use super::{
    error::IndexFault,
    rank::LengthNorm,
    texts::Part,
    words::{Word, words},
};
use domain::{Record, RecordId};
use journal::Hash;

/// What the index holds and how words are read; raised when either changes, so that an index
/// made by an older program is built anew.
const FORM: u32 = 1;
/// Memory for documents that are not written yet, in bytes.
const BUFFER_BYTES: usize = 32 << 20;

/// Where an index stands: which change of which history is the last that it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct IndexPosition {
    /// The change's number.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
}

impl IndexPosition {
    fn write(self) -> String {
        format!("{FORM} {} {}", self.seq, self.hash)
    }

    fn read(payload: &str) -> Option<Self> {
        let mut parts = payload.split(' ');
        let (form, seq, hash) = (parts.next()?, parts.next()?, parts.next()?);
        let standing = Self { seq: seq.parse().ok()?, hash: hash.parse().ok()? };
        (form == FORM.to_string() && parts.next().is_none()).then_some(standing)
    }
}

/// The fields of the index.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// The record.
    pub id: Field,
    /// Its noun.
    pub noun: Field,
    /// How short its title is.
    pub shortness: Field,
    /// The words of each part as they are written.
    pub exact: [Field; Part::ALL.len()],
    /// The words of each part in plain letters.
    pub folded: [Field; Part::ALL.len()],
}

impl Fields {
    /// The name of the field that says which record a document is of.
    pub const ID: &str = "id";
    /// The name of the field that says how short the record's title is.
    pub const SHORTNESS: &str = "shortness";

    fn declare() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text = TextOptions::default().set_indexing_options(indexing);
        let fields = Self {
            id: schema.add_u64_field(Self::ID, INDEXED | FAST),
            noun: schema.add_u64_field("noun", INDEXED),
            shortness: schema.add_u64_field(Self::SHORTNESS, FAST),
            exact: Part::ALL
                .map(|part| schema.add_text_field(&format!("exact-{part:?}"), text.clone())),
            folded: Part::ALL
                .map(|part| schema.add_text_field(&format!("folded-{part:?}"), text.clone())),
        };
        (schema.build(), fields)
    }
}

/// The index, open for writing. There is one, held by the thread that follows the registry.
pub(super) struct Index {
    writer: IndexWriter,
    reader: IndexReader,
    fields: Fields,
}

impl Index {
    /// Makes an empty index in a folder, in the place of whatever is there.
    pub fn create(folder: &Path) -> Result<Self, IndexFault> {
        remove(folder)?;
        std::fs::create_dir_all(folder).map_err(io(folder))?;
        let (schema, fields) = Fields::declare();
        let index = tantivy::Index::builder().schema(schema).create_in_dir(folder)?;
        Self::with(&index, fields)
    }

    /// Opens the index in a folder, having read all of it and compared it with its checksums.
    pub fn open(folder: &Path) -> Result<(Self, IndexPosition), IndexFault> {
        let (index, fields, standing) = Self::checked(folder)?;
        Ok((Self::with(&index, fields)?, standing))
    }

    /// How many records the index in a folder shows, and where it stands; checked as by
    /// [`Index::open`], without opening it.
    pub fn inspect(folder: &Path) -> Result<(u64, IndexPosition), IndexFault> {
        let (index, _, standing) = Self::checked(folder)?;
        let segments = index.searchable_segment_metas()?;
        Ok((segments.iter().map(|segment| u64::from(segment.num_docs())).sum(), standing))
    }

    fn checked(folder: &Path) -> Result<(tantivy::Index, Fields, IndexPosition), IndexFault> {
        if !folder.is_dir() {
            return Err(IndexFault::Missing);
        }
        let directory = MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
        let index = tantivy::Index::open(directory)?;
        let payload = index.load_metas()?.payload.unwrap_or_default();
        let Some(standing) = IndexPosition::read(&payload) else {
            if payload.is_empty() {
                return Err(IndexFault::Unfinished);
            }
            let shown: String = payload.chars().take(40).collect();
            return Err(IndexFault::odd(format!("it is of another form: `{shown}`")));
        };
        let (schema, fields) = Fields::declare();
        if index.schema() != schema {
            return Err(IndexFault::odd("it holds other fields"));
        }
        if let Some(path) = index.validate_checksum()?.iter().next() {
            let path = folder.join(path);
            return Err(IndexFault::odd(format!("{} is not as it was written", path.display())));
        }
        Ok((index, fields, standing))
    }

    fn with(index: &tantivy::Index, fields: Fields) -> Result<Self, IndexFault> {
        let options = IndexWriterOptions::builder()
            .memory_budget_per_thread(BUFFER_BYTES)
            .num_worker_threads(1)
            .num_merge_threads(1)
            .build();
        let writer = index.writer_with_options(options)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { writer, reader, fields })
    }

    /// Adds a record that the index does not have.
    pub fn add(&self, id: RecordId, record: &Record) -> Result<(), IndexFault> {
        self.writer.add_document(document(self.fields, id, record))?;
        Ok(())
    }

    /// Puts a record in the place of what the index has of it.
    pub fn replace(&self, id: RecordId, record: &Record) -> Result<(), IndexFault> {
        self.writer.delete_term(Term::from_field_u64(self.fields.id, id.pack()));
        // The one that stands for it is found instead.
        if record.merged_into().is_some() { Ok(()) } else { self.add(id, record) }
    }

    /// Writes what was added, and shows it to readers from now on.
    pub fn commit(&mut self, standing: IndexPosition) -> Result<(), IndexFault> {
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&standing.write());
        commit.commit()?;
        self.reader.reload()?;
        Ok(())
    }

    /// What reads the index as it was last committed.
    pub fn reader(&self) -> (IndexReader, Fields) {
        (self.reader.clone(), self.fields)
    }

    /// The files of what it shows.
    pub fn files(&self) -> Result<Vec<PathBuf>, IndexFault> {
        let index = self.writer.index();
        let mut files = index.directory().list_managed_files();
        let shown = index.searchable_segment_ids()?;
        let is_shown = |file: &PathBuf| {
            let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            shown.iter().any(|segment| name.starts_with(&segment.uuid_string()))
        };
        files.retain(is_shown);
        Ok(files.into_iter().collect())
    }

    /// Checks a file of it against its checksum; what was merged into another meanwhile is none any
    /// more.
    pub fn check(&self, file: &Path) -> Result<(), IndexFault> {
        match self.writer.index().directory().validate_checksum(file) {
            Ok(true) | Err(OpenReadError::FileDoesNotExist(_)) => Ok(()),
            Ok(false) => {
                Err(IndexFault::odd(format!("{} is not as it was written", file.display())))
            }
            Err(error) => Err(tantivy::TantivyError::from(error).into()),
        }
    }

    /// How many records it shows.
    pub fn count(&self) -> u64 {
        self.reader.searcher().num_docs()
    }
}

/// Removes an index, where there is one.
pub(super) fn remove(folder: &Path) -> Result<(), IndexFault> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(io(folder)(error)),
        _ => Ok(()),
    }
}

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> IndexFault {
    let path = PathBuf::from(path);
    move |source| IndexFault::Io { path, source }
}

fn document(fields: Fields, id: RecordId, record: &Record) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_u64(fields.id, id.pack());
    document.add_u64(fields.noun, u64::from(id.noun.tag()));
    let mut shortness = LengthNorm::default();
    for text in record.texts() {
        let words: Vec<Word> = words(text.says).collect();
        if text.part == Part::Title {
            shortness = shortness.max(LengthNorm::of(words.len()));
        }
        let place = text.part as usize;
        document.add_pre_tokenized_text(fields.exact[place], tokens(&words, |it| &it.exact));
        document.add_pre_tokenized_text(fields.folded[place], tokens(&words, |it| &it.folded));
    }
    document.add_u64(fields.shortness, shortness.stored());
    document
}

fn tokens(words: &[Word], form: impl Fn(&Word) -> &String) -> PreTokenizedString {
    let token = |(position, word): (usize, &Word)| Token {
        offset_from: word.start,
        offset_to: word.end,
        position,
        text: form(word).clone(),
        position_length: 1,
    };
    PreTokenizedString {
        text: String::new(),
        tokens: words.iter().enumerate().map(token).collect(),
    }
}
