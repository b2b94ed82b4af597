//! The root of all reads.

use macros::{Input, Object, object};
pub mod names;

use std::sync::Arc;

use async_graphql::{ID, Result};

use super::{
    context::Context,
    error::{bad_input, internal},
    feed::{ChangeConnection, Cursor, Feed, Narrowing, RecordKind},
    figures::{
        BetweenInput, BoundariesInput, Cooperation, CooperationMatrix, Question, ScopeInput,
    },
    id,
    moment::Moment,
    page::{Connection, ListArguments, Listing, PageArguments},
    scalars::DateTime,
    search::{self, SearchConnection, Sought},
    types::{
        Activity, Agreement, Claim, Directive, Document, Event, Field, Indicator, Located, Node,
        Organization, Outcome, Province, Sector, Succession,
    },
    viewer::Viewer,
};
use domain::{
    self,
    edge::{Relation, Term},
    tally::Place,
};
use names::{CodedBy, DocumentBy, ProvinceBy, RecordBy, by_id, by_key};

/// Most records that `nodes` gives at once.
const NODES_MAX: usize = 100;

/// The root of all reads, at the moment of the request or at an earlier one.
#[derive(Default)]
pub struct Query {
    at: Option<Moment>,
}

/// A moment of the registry's history.
#[derive(Debug, Clone, Copy, Input)]
pub enum MomentInput {
    /// After the change with this number; 0 is before the first.
    Seq(u64),
    /// At this time: after the last change that was committed by then.
    Instant(DateTime),
}

/// Where the registry stands.
#[derive(Debug, Object)]
pub struct Head {
    /// The number of the last change shown; 0 before the first.
    seq: u64,
    /// When that change was committed; null before the first.
    at: Option<DateTime>,
    /// The BLAKE3 hash of that change's entry in the journal, in hexadecimal digits, which
    /// fixes all that was recorded until then; null before the first.
    hash: Option<String>,
    /// The place in the feed after that change; pass it as `after` to `changes`, so that nothing is
    /// missed between what is read here and what comes.
    cursor: String,
}

impl Query {
    fn moment<'a>(&'a self, ctx: &'a Context) -> Result<&'a Moment> {
        self.at.as_ref().map_or_else(|| ctx.moment(), Ok)
    }

    /// What is found at the moment, as a nullable field wants it.
    fn find<T>(
        &self,
        ctx: &Context,
        find: impl FnOnce(&Moment) -> Result<Option<T>>,
    ) -> Option<Result<T>> {
        self.moment(ctx).and_then(find).transpose()
    }

    /// The graph as it was at a moment that is not to come.
    fn earlier(&self, ctx: &Context, moment: MomentInput) -> Result<Self> {
        let now = self.moment(ctx)?;
        let snapshot = now.snapshot();
        let seq = match moment {
            MomentInput::Seq(seq) if seq > snapshot.seq() => {
                let last = snapshot.seq();
                let message = format!("there is no change {seq} yet; the last one is {last}");
                return Err(bad_input(message));
            }
            MomentInput::Seq(seq) => seq,
            MomentInput::Instant(instant) => snapshot.seq_at(instant.0).map_err(internal)?,
        };
        Ok(Self { at: Some(now.at(seq)?) })
    }
}

impl Head {
    fn of(moment: &Moment) -> Result<Self> {
        let entry = moment.entry()?;
        Ok(Self {
            seq: moment.snapshot().seq(),
            at: entry.as_ref().map(|entry| entry.body.at.into()),
            hash: entry.as_ref().map(|entry| entry.hash.to_string()),
            cursor: entry.as_ref().map_or(Cursor::START, Cursor::of).encode(),
        })
    }
}

macro_rules! query {
    (
        records { $($(#[$record_doc:meta])* $record:ident: $record_type:ident;)* }
        lists { $($(#[$list_doc:meta])* $list:ident: $list_type:ident;)* }
        $($body:tt)*
    ) => {
        /// The root of all reads. Everything below it is read at one moment: that of the request,
        /// or, below `at`, the one named there.
        #[object]
        impl Query {
            $(
                $(#[$record_doc])*
                fn $record(
                    &self,
                    ctx: &Context,
                    /// What names it.
                    by: RecordBy,
                ) -> Option<Result<$record_type>> {
                    self.find(ctx, |moment| match by {
                        RecordBy::Id(id) => by_id::<domain::$record_type, _>(moment, &id),
                        RecordBy::Key(key) => by_key(moment, key),
                    })
                }
            )*

            $(
                $(#[$list_doc])*
                fn $list(
                    &self,
                    ctx: &Context,
                    #[graphql(flatten)]
                    list: ListArguments,
                    /// Only what matches.
                    filter: Option<<$list_type as Located>::Filter>,
                ) -> Option<Result<Connection<$list_type>>> {
                    self.find(ctx, |moment| {
                        Listing::of(moment, Relation::All, None, filter)?.page(&list).map(Some)
                    })
                }
            )*

            $($body)*
        }
    };
}

query! {
    records {
        /// A succession; null where none is named so.
        succession: Succession;
        /// An organization; null where none is named so.
        organization: Organization;
        /// A priority field; null where none is named so.
        field: Field;
        /// An activity; null where none is named so.
        activity: Activity;
        /// An event; null where none is named so.
        event: Event;
        /// An indicator; null where none is named so.
        indicator: Indicator;
        /// An outcome; null where none is named so.
        outcome: Outcome;
        /// A published figure; null where none is named so.
        claim: Claim;
        /// A directive; null where none is named so.
        directive: Directive;
    }
    lists {
        /// All provinces, those of the past too; `filter: {validOn: …}` gives those of a day.
        provinces: Province;
        /// All successions.
        successions: Succession;
        /// All organizations.
        organizations: Organization;
        /// All agreements, memoranda and plans.
        agreements: Agreement;
        /// All sectors.
        sectors: Sector;
        /// All priority fields of all agreements.
        fields: Field;
        /// All activities.
        activities: Activity;
        /// All events.
        events: Event;
        /// All indicators.
        indicators: Indicator;
        /// All outcomes.
        outcomes: Outcome;
        /// All published figures.
        claims: Claim;
        /// All directives and recommendations.
        directives: Directive;
        /// All documents.
        documents: Document;
    }

    /// The whole graph as it was recorded at an earlier moment. What was registered later is not
    /// there, what was changed later is as it was. Two moments in one request: by two aliases.
    // Not through a gateway, which would join what others have now to what was here then.
    #[graphql(inaccessible)]
    fn at(
        &self,
        ctx: &Context,
        /// The moment.
        moment: MomentInput,
    ) -> Option<Result<Query>> {
        Some(self.earlier(ctx, moment))
    }

    /// Who asks, and what they may do.
    fn viewer(&self, ctx: &Context) -> Result<Viewer> {
        Ok(Viewer::new(self.moment(ctx)?))
    }

    /// Where the registry stands at the moment that is read.
    fn head(&self, ctx: &Context) -> Option<Result<Head>> {
        Some(self.moment(ctx).and_then(Head::of))
    }

    /// The feed: committed changes in their order, oldest first, resumable for ever: keep the last
    /// cursor, and go on after it. Each tells the records that it wrote as they then were, as far
    /// as the caller may see them. A change of which the caller may see nothing is left out; what
    /// becomes visible later (an outcome, when it is approved) is told then, as created.
    fn changes(
        &self,
        ctx: &Context,
        /// Only what comes after this cursor; absent: from the first change.
        after: Option<String>,
        /// At most this many: 0 to 100; 20 where absent.
        first: Option<i32>,
        /// Only records of these kinds; absent: of all.
        kinds: Option<
            Vec<RecordKind>,
        >,
        /// Only the record with this id, and those that point at it.
        subject: Option<ID>,
    ) -> Option<Result<ChangeConnection>> {
        self.find(ctx, |moment| {
            let narrowing = Narrowing::of(kinds, subject.as_ref())?;
            let caller = Arc::clone(moment.shared_caller());
            let feed = Feed::new(Arc::clone(moment.registry()), caller, narrowing);
            let asked = PageArguments { first, after, ..PageArguments::default() };
            feed.page(moment.snapshot().seq(), &asked).map(Some)
        })
    }

    /// Records in whose titles, codes, places and narratives all words of a text stand, best first.
    ///
    /// Diacritics and case may be left out: `dak lak` finds Đắk Lắk; where they are written, what
    /// is written so comes first. The last word may be the beginning of a longer one, as long as
    /// nothing is typed behind it. Words in double quotes must stand next to each other; all else
    /// is text. Of a text of more than 16 words the first 16 are looked for. What was recorded
    /// before the search is found by it. Only the present is searched, not what is below `at`.
    async fn search(
        &self,
        ctx: &Context,
        /// What is looked for, 500 characters at most. Without a letter or digit it finds nothing.
        text: String,
        /// Only records of these kinds; absent or empty: of all.
        kinds: Option<Vec<RecordKind>>,
        /// At most this many: 0 to 100; 20 where absent.
        first: Option<i32>,
        /// Only what comes after this cursor.
        after: Option<String>,
    ) -> Option<Result<SearchConnection>> {
        Some(async {
            let now = ctx.moment()?;
            if self.moment(ctx)?.snapshot().seq() != now.snapshot().seq() {
                return Err(bad_input("only the present is searched; take `search` out of `at`"));
            }
            search::page(ctx, now, Sought { text, kinds, first, after }).await
        }.await)
    }

    /// Whatever has this id; null where nothing has it.
    fn node(
        &self,
        ctx: &Context,
        /// The id.
        id: ID,
    ) -> Option<Result<Node>> {
        self.find(ctx, |moment| find_node(moment, &id))
    }

    /// Whatever has these ids, in their order; null in the place of those that nothing has.
    fn nodes(
        &self,
        ctx: &Context,
        /// The ids, 100 at most.
        ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        if ids.len() > NODES_MAX {
            let message = format!("{} ids are given; ask for {NODES_MAX} at most", ids.len());
            return Err(bad_input(message));
        }
        let moment = self.moment(ctx)?;
        ids.iter().map(|id| find_node(moment, id)).collect()
    }

    /// A province; null where none is named so.
    fn province(
        &self,
        ctx: &Context,
        /// What names it.
        by: ProvinceBy,
    ) -> Option<Result<Province>> {
        self.find(ctx, |moment| by.province(moment))
    }

    /// An agreement, memorandum or plan; null where none is named so.
    fn agreement(
        &self,
        ctx: &Context,
        /// What names it.
        by: CodedBy,
    ) -> Option<Result<Agreement>> {
        self.find(ctx, |moment| by.agreement(moment))
    }

    /// A sector; null where none is named so.
    fn sector(
        &self,
        ctx: &Context,
        /// What names it.
        by: CodedBy,
    ) -> Option<Result<Sector>> {
        self.find(ctx, |moment| by.sector(moment))
    }

    /// The cooperation of two provinces: what was agreed, what was done, who gave and who received,
    /// how late, with what result; the figures and the records behind them.
    fn cooperation(
        &self,
        ctx: &Context,
        /// The two provinces.
        between: BetweenInput,
        /// What it is about; absent: everything.
        scope: Option<ScopeInput>,
        /// Under which provinces it counts; absent: AS_RECORDED.
        boundaries: Option<BoundariesInput>,
    ) -> Option<Result<Cooperation>> {
        self.find(ctx, |moment| {
            let scope = ScopeInput::read(scope, moment)?;
            let boundaries = BoundariesInput::read(boundaries.as_ref(), moment);
            let question = between.question(moment, scope, boundaries)?;
            Ok(Some(Cooperation::new(question, None)))
        })
    }

    /// The cooperation of all pairs of provinces: a cell for each, totals, and the network.
    fn cooperation_matrix(
        &self,
        ctx: &Context,
        /// What it is about; absent: everything.
        scope: Option<ScopeInput>,
        /// Under which provinces it counts; absent: AS_RECORDED.
        boundaries: Option<BoundariesInput>,
        /// Whether there are cells, too, for pairs of which nothing is counted: of the units valid
        /// on the day of the boundaries; as recorded, of units that existed together.
        #[graphql(default)]
        include_empty: bool,
    ) -> Option<Result<CooperationMatrix>> {
        self.find(ctx, |moment| {
            let scope = ScopeInput::read(scope, moment)?;
            let boundaries = BoundariesInput::read(boundaries.as_ref(), moment);
            let question = Question::about(moment, Place::Network, scope, boundaries);
            Ok(Some(CooperationMatrix::new(question, include_empty)))
        })
    }

    /// A document; null where none is named so.
    fn document(
        &self,
        ctx: &Context,
        /// What names it.
        by: DocumentBy,
    ) -> Option<Result<Document>> {
        self.find(ctx, |moment| match by {
            DocumentBy::Id(id) => by_id::<domain::Document, _>(moment, &id),
            DocumentBy::Key(key) => by_key(moment, key),
            DocumentBy::Url(url) => moment.named(&Term::DocumentUrl(url)),
        })
    }
}

fn find_node(moment: &Moment, id: &ID) -> Result<Option<Node>> {
    let Some(record) = id::decode(&id.0) else { return Ok(None) };
    Ok(moment.find(record)?.and_then(|version| Node::locate(moment, version)))
}
