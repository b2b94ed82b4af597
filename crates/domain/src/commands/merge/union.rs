//! What the record that stays takes over from its duplicate, and in what both differ.
//!
//! Lists are united, names become aliases, and what only the duplicate has is taken over. Where both
//! have something else, somebody has to decide: the merge is refused until the caller amends one of
//! them, or says that the duplicate's value is left.

use std::{collections::BTreeSet, fmt::Display};

use messages::{Message, message};

use super::{called, links::once};
use crate::{
    Code, CodeScheme, Document, DocumentId, LocalizedText, Organization, OrganizationId, Province,
    ProvinceId, Source, Succession, Vocabulary,
    check::NOTE_MAX,
    commands::work::Work,
    edge::Relation,
    name::folded,
    noun::{NounId, RecordId},
    problem::{ProblemCode, ViewFault},
    record::Entity,
    view::View,
};

/// A noun whose records are merged.
pub trait Mergeable: Entity + Clone {
    /// Marks it as merged into another, or as its own again.
    fn merge_into(&mut self, kept: Option<Self::Id>);

    /// Takes over what only the duplicate has.
    fn take_over(&mut self, duplicate: &Self, union: &mut Union<'_>);

    /// Notes why two records cannot be of one thing.
    fn are_one<V: View>(
        work: &mut Work<'_, V>,
        kept: (Self::Id, &Self),
        duplicate: (Self::Id, &Self),
    ) -> Result<(), ViewFault>;
}

/// What two records have in common and in what they differ.
pub struct Union<'a> {
    settled: &'a [String],
    compared: Vec<String>,
    differences: Vec<Message>,
}

impl<'a> Union<'a> {
    /// Nothing is compared yet; the caller has settled these attributes.
    pub const fn new(settled: &'a [String]) -> Self {
        Self { settled, compared: Vec::new(), differences: Vec::new() }
    }

    /// The attributes that were compared.
    pub fn compared(&self) -> &[String] {
        &self.compared
    }

    /// What the caller named that is no such attribute, each with its place.
    pub fn unknown(&self) -> Vec<(usize, &'a String)> {
        let settled = self.settled.iter().enumerate();
        settled.filter(|(_, name)| !self.compared.contains(name)).collect()
    }

    /// Where they differ and nobody decided, in words.
    pub fn into_differences(self) -> Vec<Message> {
        self.differences
    }

    fn differ(&mut self, attribute: &'static str, kept: impl Display, other: impl Display) {
        let name = called(attribute);
        if !self.settled.contains(&name) {
            self.differences.push(message!(
                "the duplicate's {name} is {other}, and that of the one that stays {kept}; amend one \
                 of them, or name `{name}` here to leave the duplicate's"
            ));
        }
    }

    /// An attribute that both have.
    fn both<T: PartialEq>(
        &mut self,
        attribute: &'static str,
        (kept, other): (&T, &T),
        show: impl Fn(&T) -> String,
    ) {
        self.compared.push(called(attribute));
        if kept != other {
            self.differ(attribute, show(kept), show(other));
        }
    }

    /// An attribute that the duplicate may have alone.
    fn either<T: PartialEq + Clone>(
        &mut self,
        attribute: &'static str,
        kept: &mut Option<T>,
        other: Option<&T>,
        show: impl Fn(&T) -> String,
    ) {
        self.compared.push(called(attribute));
        match (&*kept, other) {
            (Some(kept), Some(other)) if kept != other => {
                self.differ(attribute, show(kept), show(other));
            }
            (None, Some(other)) => *kept = Some(other.clone()),
            _ => {}
        }
    }

    /// Sources and notes: what the duplicate's say besides is added.
    fn said(
        &mut self,
        (sources, note): (&mut Vec<Source>, &mut Option<String>),
        (others, other): (&[Source], Option<&String>),
    ) {
        sources.extend(others.iter().cloned());
        once(sources);
        if let (Some(kept), Some(other)) = (&*note, other)
            && !kept.contains(other.as_str())
            && kept.chars().count() + 1 + other.chars().count() <= NOTE_MAX
        {
            *note = Some(format!("{kept}\n{other}"));
            self.compared.push(called("note"));
        } else if note
            .as_ref()
            .zip(other)
            .is_none_or(|(kept, other)| !kept.contains(other.as_str()))
        {
            self.either("note", note, other, |note| excerpt(note));
        } else {
            self.compared.push(called("note"));
        }
    }
}

/// Adds names as aliases, where they are not known in any spelling.
fn add_names(aliases: &mut Vec<String>, known: &[String], names: Vec<String>) {
    let mut known: BTreeSet<String> = known.iter().map(|name| folded(name)).collect();
    for name in names {
        if known.insert(folded(&name)) {
            aliases.push(name);
        }
    }
}

fn both_languages(name: &LocalizedText) -> Vec<String> {
    [name.vi(), name.en()].into_iter().flatten().map(str::to_owned).collect()
}

fn excerpt(text: &str) -> String {
    let start: String = text.chars().take(40).collect();
    if start.len() < text.len() { format!("`{start}…`") } else { format!("`{start}`") }
}

fn word(value: &impl Vocabulary) -> String {
    value.word().to_owned()
}

fn said(text: &LocalizedText) -> String {
    excerpt(&both_languages(text).join(" / "))
}

impl Mergeable for Organization {
    fn merge_into(&mut self, kept: Option<OrganizationId>) {
        self.merged_into = kept;
    }

    fn take_over(&mut self, duplicate: &Self, union: &mut Union<'_>) {
        union.both("kind", (&self.kind, &duplicate.kind), word);
        let known = [both_languages(&self.name), self.aliases.clone()].concat();
        let names = [both_languages(&duplicate.name), duplicate.aliases.clone()].concat();
        add_names(&mut self.aliases, &known, names);
        let of = (duplicate.sources.as_slice(), duplicate.note.as_ref());
        union.said((&mut self.sources, &mut self.note), of);
    }

    fn are_one<V: View>(
        work: &mut Work<'_, V>,
        (_, kept): (OrganizationId, &Self),
        (_, duplicate): (OrganizationId, &Self),
    ) -> Result<(), ViewFault> {
        if kept.province != duplicate.province {
            let message = message!(
                "the duplicate belongs to {}, the one that stays to {}; amend the province of one of \
                 them first",
                work.label(duplicate.province.record())?,
                work.label(kept.province.record())?
            );
            work.problem(ProblemCode::Inconsistent, "duplicate", message);
        }
        Ok(())
    }
}

impl Mergeable for Document {
    fn merge_into(&mut self, kept: Option<DocumentId>) {
        self.merged_into = kept;
    }

    fn take_over(&mut self, duplicate: &Self, union: &mut Union<'_>) {
        union.both("title", (&self.title, &duplicate.title), |it| excerpt(it));
        if self.title == duplicate.title {
            self.title_from_url &= duplicate.title_from_url;
        }
        let other = duplicate.publisher.as_ref();
        union.either("publisher", &mut self.publisher, other, |it| excerpt(it));
        let other = duplicate.published_on.as_ref();
        union.either("published_on", &mut self.published_on, other, ToString::to_string);
        // Both addresses find it: the duplicate keeps its own.
        self.url = self.url.take().or_else(|| duplicate.url.clone());
        union.both("language", (&self.language, &duplicate.language), Clone::clone);
        let other = duplicate.sha256.as_ref();
        union.either("sha256", &mut self.sha256, other, Clone::clone);
        union.both("reliability", (&self.reliability, &duplicate.reliability), word);
        union.both("reading", (&self.reading, &duplicate.reading), word);
        let of = (duplicate.sources.as_slice(), duplicate.note.as_ref());
        union.said((&mut self.sources, &mut self.note), of);
    }

    fn are_one<V: View>(
        work: &mut Work<'_, V>,
        (kept, it): (DocumentId, &Self),
        (duplicate, other): (DocumentId, &Self),
    ) -> Result<(), ViewFault> {
        let cites = |it: &Self, id| it.sources.iter().any(|source| source.document == id);
        if cites(it, duplicate) || cites(other, kept) {
            let message = message!(
                "one cites the other, so that it would cite itself; take the source out first"
            );
            work.problem(ProblemCode::Inconsistent, "duplicate", message);
        }
        Ok(())
    }
}

impl Mergeable for Province {
    fn merge_into(&mut self, kept: Option<ProvinceId>) {
        self.merged_into = kept;
    }

    fn take_over(&mut self, duplicate: &Self, union: &mut Union<'_>) {
        union.both("kind", (&self.kind, &duplicate.kind), word);
        union.either("region", &mut self.region, duplicate.region.as_ref(), said);
        let other = duplicate.valid_from.as_ref();
        union.either("valid_from", &mut self.valid_from, other, ToString::to_string);
        // None of the two ends where it is absent: an end is nothing to be taken over.
        union.both("valid_to", (&self.valid_to, &duplicate.valid_to), |day| {
            day.map_or_else(|| "absent".to_owned(), |day| day.to_string())
        });
        union.compared.push(called("earlier"));
        if self.earlier.is_empty() && self.kind == duplicate.kind {
            self.earlier.clone_from(&duplicate.earlier);
        } else if !duplicate.earlier.is_empty() && self.earlier != duplicate.earlier {
            let shown = |it: &Self| {
                let days = it.earlier.iter().map(|form| form.until.to_string());
                format!("until {}", days.collect::<Vec<_>>().join(", "))
            };
            let (kept, other) = (shown(self), shown(duplicate));
            union.differ("earlier", kept, other);
        }
        self.unite_codes(duplicate, union);
        let known = self.names();
        let earlier = duplicate.earlier.iter().flat_map(|form| both_languages(&form.name));
        let names = both_languages(&duplicate.name).into_iter().chain(earlier);
        let names = names.chain(duplicate.aliases.iter().cloned()).collect();
        add_names(&mut self.aliases, &known, names);
        let of = (duplicate.sources.as_slice(), duplicate.note.as_ref());
        union.said((&mut self.sources, &mut self.note), of);
    }

    fn are_one<V: View>(
        work: &mut Work<'_, V>,
        (kept, _): (ProvinceId, &Self),
        (duplicate, _): (ProvinceId, &Self),
    ) -> Result<(), ViewFault> {
        for (was, became) in [(kept, duplicate), (duplicate, kept)] {
            if succeeds(work.view(), was, became)? {
                let message = message!(
                    "{} became {} by a succession: they are two units, and not one that was \
                     registered twice",
                    work.label(was.record())?,
                    work.label(became.record())?
                );
                work.problem(ProblemCode::Inconsistent, "duplicate", message);
                break;
            }
        }
        Ok(())
    }
}

impl Province {
    /// The codes of both: one of a scheme on a day.
    fn unite_codes(&mut self, duplicate: &Self, union: &mut Union<'_>) {
        union.compared.push(called("codes"));
        let mut added = Vec::new();
        for code in &duplicate.codes {
            let on_same_days = |it: &&Code| it.shares_days(code);
            let held: Vec<&Code> = self.codes.iter().filter(on_same_days).collect();
            match held.first() {
                _ if held.iter().any(|it| it.value == code.value) => {}
                Some(other) if code.scheme != CodeScheme::Other => {
                    let scheme = code.scheme.word();
                    union.differ(
                        "codes",
                        format_args!("{scheme} {}", other.value),
                        format_args!("{scheme} {} on the same days", code.value),
                    );
                }
                _ => added.push(code.clone()),
            }
        }
        self.codes.extend(added);
    }
}

/// Whether a unit became another by successions, directly or not.
fn succeeds(view: &impl View, was: ProvinceId, became: ProvinceId) -> Result<bool, ViewFault> {
    let mut met = BTreeSet::from([was.record()]);
    let mut rest: Vec<RecordId> = vec![was.record()];
    while let Some(unit) = rest.pop() {
        for id in view.linked(Relation::ProvinceSucceededBy, unit)? {
            let Some(found) = view.record(id)? else { continue };
            let Some(it) = Succession::of(&found.record) else { continue };
            if it.successors.contains(&became) {
                return Ok(true);
            }
            rest.extend(it.successors.iter().map(|it| it.record()).filter(|it| met.insert(*it)));
        }
    }
    Ok(false)
}
