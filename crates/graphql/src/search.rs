//! Search in the schema: its pages, and what of a record is shown beside a hit. Every hit is
//! read again at the request's moment, so that nothing is shown that its caller may not see.

use async_graphql::Result;
use data_encoding::BASE64URL_NOPAD;
use macros::{Enum, Object};

use super::{
    context::Context,
    enums::Lang,
    error::{bad_input, stopped, unavailable},
    feed::RecordKind,
    moment::Moment,
    page::{PageArguments, PageInfo, Window},
    types::Node,
};
use ::search::{self, Highlight, Part, Query, Rank, SearchError, best_worth, highlights};
use domain::Noun;
use messages::message;
use registry::Work;

/// Longest text that is looked for, in characters.
const TEXT_MAX: usize = 500;
/// Most hits that are taken from the index at once.
const CHUNK_MAX: usize = 1_024;
/// Entries that a look into the index counts as, beside those that it finds.
const LOOK: u64 = 1_000;

/// What is looked for, and which page of what is found.
pub struct SearchArgs {
    pub text: String,
    pub kinds: Option<Vec<RecordKind>>,
    pub first: Option<i32>,
    pub after: Option<String>,
}

/// A page of the hits of a search, best first.
#[derive(Object)]
pub struct SearchConnection {
    /// The hits of the page.
    edges: Vec<SearchEdge>,
    /// The position of the page among all hits. The total is not counted.
    page_info: PageInfo,
}

/// A hit of a search.
#[derive(Object)]
pub struct SearchEdge {
    /// The position of the hit; pass it as `after` to a search for the same text and kinds.
    cursor: String,
    /// The record.
    node: Node,
    /// How well it matches, above 0 up to 1. At 1 all words stand in its title or codes, as typed
    /// and next to each other. Comparable within one search only.
    score: f64,
    /// The texts that contain the words, most important first, at most 5.
    highlights: Vec<SearchHighlight>,
}

/// A text of a record that contains words of the search.
#[derive(Object)]
pub struct SearchHighlight {
    /// The part of the record.
    part: SearchPart,
    /// The language of the text; null for texts without one, such as a code.
    lang: Option<Lang>,
    /// The text in pieces: the whole text if it is short, otherwise the surroundings of the first
    /// match, at most 200 characters, with … for omitted text. The pieces are plain text: escape
    /// them for display.
    pieces: Vec<SearchPiece>,
}

/// A piece of a text.
#[derive(Object)]
pub struct SearchPiece {
    /// The piece, with its white space.
    text: String,
    /// Whether the piece is a word of the search.
    matched: bool,
}

/// The part of a record that a text belongs to, in decreasing weight.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
pub enum SearchPart {
    /// Its title or name.
    Title,
    /// An identifier: the key and the codes.
    Code,
    /// A place: that of an event, or the region of a province.
    Place,
    /// Narratives, descriptions, reasons and notes.
    Narrative,
}

impl From<Part> for SearchPart {
    fn from(part: Part) -> Self {
        match part {
            Part::Title => Self::Title,
            Part::Code => Self::Code,
            Part::Place => Self::Place,
            Part::Narrative => Self::Narrative,
        }
    }
}

impl From<Highlight> for SearchHighlight {
    fn from(highlight: Highlight) -> Self {
        let piece = |it: search::Piece| SearchPiece { text: it.text, matched: it.matched };
        Self {
            part: highlight.part.into(),
            lang: highlight.lang.map(Into::into),
            pieces: highlight.pieces.into_iter().map(piece).collect(),
        }
    }
}

/// The page that is asked for, as the caller sees it at a moment.
///
/// # Errors
/// `BAD_USER_INPUT` where the moment is an earlier one, the text is too long, or `first` or `after` are not of this search;
/// `UNAVAILABLE` where the index is not ready.
pub async fn page(ctx: &Context, moment: &Moment, sought: SearchArgs) -> Result<SearchConnection> {
    let SearchArgs { text, kinds, first, after } = sought;
    if moment.snapshot().seq() != ctx.moment()?.snapshot().seq() {
        let message = message!("`search` searches the present only; move it out of `at`");
        return Err(bad_input(message));
    }
    if text.chars().nth(TEXT_MAX).is_some() {
        return Err(bad_input(message!(
            "the text has more than {TEXT_MAX} characters; search for a few words"
        )));
    }
    let Window { size, .. } = Window::of(&PageArguments { first, ..PageArguments::default() })?;
    let nouns: Vec<Noun> = kinds.unwrap_or_default().into_iter().map(Into::into).collect();
    let search = Lookup { query: Query::parse(&text), print: print(&text, &nouns), nouns };
    let after = after.map(|cursor| search.read(&cursor)).transpose()?;
    let absent = || unavailable(message!("this server has no search index"));
    let index = ctx.search.as_ref().ok_or_else(absent)?;
    let reading = index.at(moment.snapshot()).await.map_err(told)?;
    let (edges, more) = search.walk(moment, &reading, after, size)?;
    let cursor = |edge: Option<&SearchEdge>| edge.map(|edge| edge.cursor.clone());
    let ends = [cursor(edges.first()), cursor(edges.last())];
    let page_info = PageInfo::new(after.is_some(), more, ends);
    Ok(SearchConnection { edges, page_info })
}

/// A failed search, as callers are told.
#[expect(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
fn told(error: SearchError) -> async_graphql::Error {
    if error == SearchError::Stopped { stopped() } else { unavailable(&error) }
}

/// A search for something among some nouns.
struct Lookup {
    query: Query,
    nouns: Vec<Noun>,
    /// What tells cursors of this search from those of another.
    print: [u8; 4],
}

/// What tells a search from others.
fn print(text: &str, nouns: &[Noun]) -> [u8; 4] {
    let mut tags: Vec<u8> = nouns.iter().map(|noun| noun.tag()).collect();
    tags.sort_unstable();
    tags.dedup();
    let mut hasher = blake3::Hasher::new();
    hasher.update(&[u8::try_from(tags.len()).unwrap_or(u8::MAX)]);
    hasher.update(&tags).update(text.as_bytes());
    let hash = hasher.finalize();
    let [a, b, c, d, ..] = *hash.as_bytes();
    [a, b, c, d]
}

impl Lookup {
    /// The hits behind a place that the caller may see, and whether there are more.
    fn walk(
        &self,
        moment: &Moment,
        reading: &search::SearchReader,
        mut after: Option<Rank>,
        size: usize,
    ) -> Result<(Vec<SearchEdge>, bool)> {
        let mut edges = Vec::new();
        let mut chunk = size + 1;
        loop {
            let counted = moment.meter().count(Work::Entry, LOOK);
            counted.map_err(|_| stopped())?;
            let ranks = reading.best(&self.query, &self.nouns, after, chunk);
            let ranks = ranks.map_err(told)?;
            for rank in &ranks {
                let Some(edge) = self.show(moment, *rank)? else { continue };
                if edges.len() == size {
                    return Ok((edges, true));
                }
                edges.push(edge);
            }
            if ranks.len() < chunk {
                return Ok((edges, false));
            }
            after = ranks.last().copied();
            chunk = (chunk * 4).min(CHUNK_MAX);
        }
    }

    /// A hit as the caller sees it; `None` where it sees no such record, or not these words in it.
    fn show(&self, moment: &Moment, rank: Rank) -> Result<Option<SearchEdge>> {
        let Some(version) = moment.find(rank.id)? else { return Ok(None) };
        let Some(found) = highlights(&self.query, &version.record) else { return Ok(None) };
        let score = f64::from(rank.worth) / f64::from(best_worth(&self.query).max(1));
        let node = Node::locate(moment, version);
        Ok(node.map(|node| SearchEdge {
            cursor: self.write(rank),
            node,
            score,
            highlights: found.into_iter().map(Into::into).collect(),
        }))
    }

    fn write(&self, rank: Rank) -> String {
        BASE64URL_NOPAD.encode(&[self.print.as_slice(), &rank.to_bytes()].concat())
    }

    fn read(&self, cursor: &str) -> Result<Rank> {
        let bytes = BASE64URL_NOPAD.decode(cursor.as_bytes()).ok();
        let rank = bytes.and_then(|bytes| {
            let (print, rank) = bytes.split_first_chunk::<4>()?;
            let rank = Rank::from_bytes(rank.try_into().ok()?)?;
            (*print == self.print).then_some(rank)
        });
        rank.ok_or_else(|| {
            let shown: String = cursor.chars().take(40).collect();
            bad_input(message!(
                "`{shown}` is not a cursor of a search for this text among these kinds; use one \
                 from its edges"
            ))
        })
    }
}
