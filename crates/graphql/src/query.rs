//! The root of all reads.

use macros::object;
mod earlier;
mod head;
mod labels;
pub mod names;

use std::sync::Arc;

use async_graphql::{ID, Result};

use super::{
    context::Context,
    enums::Lang,
    feed::{ChangeConnection, Feed, FeedFilter, RecordKind},
    figures::{
        BetweenInput, BoundariesInput, Cooperation, CooperationMatrix, FigureQuery, LateActivities,
        LateActivityFilter, OverdueActivity, Progress, ScopeInput,
    },
    moment::Moment,
    page::{Connection, ListArguments, Listing, PageArguments, RankedConnection},
    scalars::Date,
    search::{self, SearchArgs, SearchConnection},
    types::{
        Activity, Agreement, Claim, Directive, Document, Event, Field, Indicator, Node, NounObject,
        Organization, Outcome, Province, Sector, Succession,
    },
    viewer::Viewer,
};
use domain::{
    self,
    edge::{Relation, Term},
    tally::FigureKey,
};
use earlier::MomentInput;
use head::Head;
use labels::EnumLabels;
use names::{CodedBy, DocumentBy, ProvinceBy, RecordBy, by_id, by_key};

/// The root of all reads, at the moment of the request or at an earlier one.
#[derive(Default)]
pub struct Query {
    at: Option<Moment>,
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
}

macro_rules! query {
    (
        records { $($(#[$record_doc:meta])* $record:ident: $record_type:ident;)* }
        lists { $($(#[$list_doc:meta])* $list:ident: $list_type:ident;)* }
        $($body:tt)*
    ) => {
        /// The root of all reads. Everything below it is read at one moment: that of the request
        /// or, below `at`, the one named there.
        #[object]
        impl Query {
            $(
                $(#[$record_doc])*
                fn $record(
                    &self,
                    ctx: &Context,
                    /// Identifies the record.
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
                    /// Only entries that match.
                    filter: Option<<$list_type as NounObject>::Filter>,
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
        /// A succession; null if it does not exist.
        succession: Succession;
        /// An organization; null if it does not exist.
        organization: Organization;
        /// A priority field; null if it does not exist.
        field: Field;
        /// An activity; null if it does not exist.
        activity: Activity;
        /// An event; null if it does not exist.
        event: Event;
        /// An indicator; null if it does not exist.
        indicator: Indicator;
        /// An outcome; null if it does not exist.
        outcome: Outcome;
        /// A published figure; null if it does not exist.
        claim: Claim;
        /// A directive; null if it does not exist.
        directive: Directive;
    }
    lists {
        /// All provinces, including former ones; `filter: {validOn: …}` selects those of a day.
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

    /// The whole graph as it was recorded at an earlier moment. Later records and changes do not
    /// show. Where the day of the request would count, the day of the moment does: the units under
    /// which figures count, what is overdue, what a code means. Use two aliases for two moments in
    /// one request.
    // Not through a gateway, which would join what others have now to what was here then.
    #[graphql(inaccessible)]
    fn at(
        &self,
        ctx: &Context,
        /// The moment.
        moment: MomentInput,
    ) -> Option<Result<Query>> {
        Some(self.moment(ctx).and_then(|now| Ok(Query { at: Some(moment.of(now)?) })))
    }

    /// The caller, and what they may do.
    fn viewer(&self, ctx: &Context) -> Result<Viewer> {
        Ok(Viewer::new(self.moment(ctx)?))
    }

    /// The position of the registry at the moment that is read.
    fn head(&self, ctx: &Context) -> Option<Result<Head>> {
        Some(self.moment(ctx).and_then(Head::of))
    }

    /// The feed: committed changes in order, oldest first. It can be resumed at any time: store the
    /// last cursor and continue after it. Each change lists the records that it wrote, as they then
    /// were, as far as the caller may see them. A change that shows the caller nothing is omitted;
    /// a record that becomes visible later (such as an outcome that is approved) appears then, as
    /// created.
    fn changes(
        &self,
        ctx: &Context,
        /// Only entries after this cursor; from the first change by default.
        after: Option<String>,
        /// At most this many entries: 0 to 100; 20 by default.
        first: Option<i32>,
        /// Only records of these nouns; all by default.
        kinds: Option<Vec<RecordKind>>,
        /// Only the record with this id, and the records that point at it.
        subject: Option<ID>,
    ) -> Option<Result<ChangeConnection>> {
        self.find(ctx, |moment| {
            let narrowing = FeedFilter::of(kinds, subject.as_ref())?;
            let caller = Arc::clone(moment.shared_caller());
            let (registry, meter) = (moment.registry(), moment.meter());
            let feed = Feed::new(Arc::clone(registry), caller, Arc::clone(meter), narrowing);
            let asked = PageArguments { first, after, ..PageArguments::default() };
            feed.page(moment.snapshot().seq(), &asked).map(Some)
        })
    }

    /// Finds records by word: all words of the text must occur in titles, codes, places or
    /// narratives. Best match first.
    ///
    /// Diacritics and case are optional: `dak lak` finds Đắk Lắk. With diacritics, exact matches
    /// come first. The last word may be the beginning of a longer word if nothing follows it. Words
    /// in double quotes must stand next to each other; all other characters are plain text. Only
    /// the first 16 words are used. A search finds everything that was recorded before it. It
    /// searches the present, not the moment of `at`.
    async fn search(
        &self,
        ctx: &Context,
        /// The text, at most 500 characters. Without a letter or digit it finds nothing.
        text: String,
        /// Only records of these nouns; all if omitted or empty.
        kinds: Option<Vec<RecordKind>>,
        /// At most this many entries: 0 to 100; 20 by default.
        first: Option<i32>,
        /// Only entries after this cursor.
        after: Option<String>,
    ) -> Option<Result<SearchConnection>> {
        Some(async {
            search::page(ctx, self.moment(ctx)?, SearchArgs { text, kinds, first, after }).await
        }.await)
    }

    /// What the values of enums are called, for people.
    fn enum_labels(
        &self,
        ctx: &Context,
        /// The names of the enums, such as `AgreementStatus`; all by default.
        names: Option<Vec<String>>,
        /// The language; that of messages by default.
        lang: Option<Lang>,
    ) -> Result<Vec<EnumLabels>> {
        labels::of(names, lang.map_or(ctx.languages.messages, Into::into))
    }

    /// The record with this id; null if there is none. For the id of a record that was merged, the one
    /// that stands for it.
    fn node(
        &self,
        ctx: &Context,
        /// The id.
        id: ID,
    ) -> Option<Result<Node>> {
        self.find(ctx, |moment| names::node(moment, &id))
    }

    /// The records with these ids, in their order; null for each id without a record.
    fn nodes(
        &self,
        ctx: &Context,
        /// The ids, at most 100.
        ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        names::nodes(self.moment(ctx)?, &ids)
    }

    /// A province; null if it does not exist.
    fn province(
        &self,
        ctx: &Context,
        /// Identifies the record.
        by: ProvinceBy,
    ) -> Option<Result<Province>> {
        self.find(ctx, |moment| by.province(moment))
    }

    /// An agreement, memorandum or plan; null if it does not exist.
    fn agreement(
        &self,
        ctx: &Context,
        /// Identifies the record.
        by: CodedBy,
    ) -> Option<Result<Agreement>> {
        self.find(ctx, |moment| by.agreement(moment))
    }

    /// A sector; null if it does not exist.
    fn sector(
        &self,
        ctx: &Context,
        /// Identifies the record.
        by: CodedBy,
    ) -> Option<Result<Sector>> {
        self.find(ctx, |moment| by.sector(moment))
    }

    /// The cooperation of two provinces: what was agreed, what was done, who gave, who received,
    /// what is overdue, and the results; the figures and the records behind them.
    fn cooperation(
        &self,
        ctx: &Context,
        /// The two provinces.
        between: BetweenInput,
        /// The scope; everything by default.
        scope: Option<ScopeInput>,
        /// The boundaries; TODAY by default.
        boundaries: Option<BoundariesInput>,
    ) -> Option<Result<Cooperation>> {
        self.find(ctx, |moment| {
            let scope = ScopeInput::read(scope, moment)?;
            let boundaries = BoundariesInput::read(boundaries.as_ref(), moment);
            let question = between.question(moment, scope, boundaries)?;
            Ok(Some(Cooperation::new(question, None)))
        })
    }

    /// The cooperation of all pairs of provinces, or of the pairs of one: a cell for each, who
    /// supported whom (hỗ trợ), one way or mutual, totals, and the network.
    fn cooperation_matrix(
        &self,
        ctx: &Context,
        /// The province whose pairs alone are counted, such as the hub of a network; all pairs by
        /// default. A unit that does not exist under the boundaries stands for its successor.
        of: Option<ProvinceBy>,
        /// The scope; everything by default.
        scope: Option<ScopeInput>,
        /// The boundaries; TODAY by default.
        boundaries: Option<BoundariesInput>,
        /// Whether to include pairs for which nothing is counted: pairs of the units valid on the
        /// day of the boundaries; under AS_RECORDED, of units that existed at the same time.
        #[graphql(default)]
        include_empty: bool,
    ) -> Option<Result<CooperationMatrix>> {
        self.find(ctx, |moment| {
            let scope = ScopeInput::read(scope, moment)?;
            let boundaries = BoundariesInput::read(boundaries.as_ref(), moment);
            let hub = of.as_ref();
            CooperationMatrix::asked(moment, hub, scope, boundaries, include_empty).map(Some)
        })
    }

    /// The progress of all activities on a day, and what is overdue. Each activity is counted once,
    /// however many agreements stand above its own, so that figures of agreements need not be added.
    fn progress(
        &self,
        ctx: &Context,
        /// The day; that of the request (in Asia/Ho_Chi_Minh) by default.
        on: Option<Date>,
        /// Only activities in this scope; all by default.
        scope: Option<ScopeInput>,
    ) -> Option<Result<Progress>> {
        self.find(ctx, |moment| {
            let scope = ScopeInput::read(scope, moment)?;
            let (period, boundaries) = (scope.period, BoundariesInput::read(None, moment));
            let question = FigureQuery::about(moment, FigureKey::Network, scope, boundaries);
            Progress::of(question, on, period).map(Some)
        })
    }

    /// The overdue activities, each once, the longest overdue first: the latest possible day of the
    /// planned end is past, and the activity is neither completed nor cancelled.
    fn late_activities(
        &self,
        ctx: &Context,
        /// Only activities that match.
        filter: Option<LateActivityFilter>,
        /// The day; that of the request (in Asia/Ho_Chi_Minh) by default.
        on: Option<Date>,
        /// The boundaries for the province of the filter; TODAY by default.
        boundaries: Option<BoundariesInput>,
        /// At most this many entries: 0 to 100; 20 by default.
        first: Option<i32>,
        /// Only entries after this cursor.
        after: Option<String>,
    ) -> Option<Result<RankedConnection<OverdueActivity>>> {
        self.find(ctx, |moment| {
            let boundaries = BoundariesInput::read(boundaries.as_ref(), moment);
            LateActivities::of(moment, filter, on, boundaries)?.page(first, after).map(Some)
        })
    }

    /// A document; null if it does not exist.
    fn document(
        &self,
        ctx: &Context,
        /// Identifies the record.
        by: DocumentBy,
    ) -> Option<Result<Document>> {
        self.find(ctx, |moment| match by {
            DocumentBy::Id(id) => by_id::<domain::Document, _>(moment, &id),
            DocumentBy::Key(key) => by_key(moment, key),
            DocumentBy::Url(url) => moment.named(&Term::DocumentUrl(url)),
        })
    }
}
