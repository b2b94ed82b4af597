//! A record's history: its versions, who wrote each and when, and what each changed.

use macros::{Object, object};
use std::sync::Arc;

use async_graphql::Result;
use data_encoding::BASE64URL_NOPAD;

use super::{
    diff::{FieldChange, diff},
    error::{bad_input, internal},
    moment::Moment,
    page::{PageArguments, PageInfo, Window},
    scalars::DateTime,
    types::Node,
};
use auth::Role;
use domain::{RecordId, Versioned};
use messages::message;

/// What a cursor of a history starts with, so that no other cursor is taken for one.
const TAG: u8 = b'r';

/// One version of a record.
pub struct Revision {
    moment: Moment,
    version: Arc<Versioned>,
    before: Option<Arc<Versioned>>,
}

/// One version of a record: who wrote it, when, by which command, and what it changed.
#[object]
impl Revision {
    /// The number of the version: 1 when registered, one more with each change. The numbers of
    /// versions that the caller may not see, such as drafts of an outcome, are missing.
    fn version(&self) -> u32 {
        self.version.version
    }

    /// The number of the change that wrote it; `at(moment: {seq: …})` shows the graph as it was
    /// then.
    fn seq(&self) -> u64 {
        self.version.seq
    }

    /// When it was written.
    fn at(&self) -> DateTime {
        self.version.updated_at.into()
    }

    /// The id of the caller who wrote it; null for callers who are not signed in.
    fn by(&self) -> Option<Result<String>> {
        let known = self.moment.caller().role > Role::Anonymous;
        known
            .then(|| Ok(self.moment.entry()?.map(|entry| entry.body.by)))
            .and_then(Result::transpose)
    }

    /// The command that wrote it, such as `approveOutcomes`.
    fn command(&self) -> Option<Result<String>> {
        self.moment.entry().map(|entry| entry.map(|entry| entry.body.command)).transpose()
    }

    /// Why it was written, if its author gave a reason that is no attribute of the record.
    fn reason(&self) -> Option<Result<String>> {
        self.moment.entry().map(|entry| entry.and_then(|entry| entry.body.reason)).transpose()
    }

    /// The changed attributes, compared with the previous version that the caller may see. The
    /// first one has nothing to compare with.
    fn diff(&self) -> Vec<FieldChange> {
        let before = self.before.as_ref().map(|it| &it.record);
        diff(before, Some(&self.version.record), &self.moment)
    }

    /// The record in this version, with its surroundings as they were then.
    fn record(&self) -> Option<Node> {
        Node::locate(&self.moment, Arc::clone(&self.version))
    }
}

/// A page of a history.
pub struct RevisionConnection {
    edges: Vec<RevisionEdge>,
    previous: bool,
    next: bool,
    total: u64,
}

/// A page of a history, oldest first.
#[object]
impl RevisionConnection {
    /// The versions of the page.
    fn edges(&self) -> Vec<&RevisionEdge> {
        self.edges.iter().collect()
    }

    /// The versions, for clients that need no cursors.
    fn nodes(&self) -> Vec<&Revision> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// The position of the page in the history.
    fn page_info(&self) -> PageInfo {
        let cursors = [self.edges.first(), self.edges.last()];
        PageInfo::new(self.previous, self.next, cursors.map(|it| it.map(|it| it.cursor.clone())))
    }

    /// The number of versions that the caller may see.
    fn total_count(&self) -> u64 {
        self.total
    }
}

/// An entry of a page of a history.
#[derive(Object)]
pub struct RevisionEdge {
    /// The position of the version in the history; pass it as `after` or `before`.
    cursor: String,
    /// The version.
    node: Revision,
}

/// The page of a record's history that is asked for, up to a moment. Each version is seen or
/// hidden as it was when it was written.
///
/// # Errors
/// `BAD_USER_INPUT` where `first` or `last` is out of bounds or both are given, or a cursor is
/// none of a history.
pub fn page(moment: &Moment, id: RecordId, asked: &PageArguments) -> Result<RevisionConnection> {
    let window = Window::of(asked)?;
    let after = asked.after.as_deref().map(decode).transpose()?.unwrap_or(0);
    let before = asked.before.as_deref().map(decode).transpose()?.unwrap_or(u32::MAX);
    let all = revisions(moment, id)?;
    let total = all.len() as u64;
    let inside = |it: &Revision| after < it.version.version && it.version.version < before;
    let (page, previous, next) = window.cut(all.into_iter().filter(inside).collect(), asked);
    let edge = |node: Revision| RevisionEdge { cursor: encode(node.version.version), node };
    Ok(RevisionConnection { edges: page.into_iter().map(edge).collect(), previous, next, total })
}

/// The versions that the caller may see, oldest first.
fn revisions(moment: &Moment, id: RecordId) -> Result<Vec<Revision>> {
    let mut seen: Vec<Revision> = Vec::new();
    for seq in moment.snapshot().list_versions(id).map_err(internal)? {
        let then = moment.then(seq);
        if let Some(version) = then.find(id)? {
            let before = seen.last().map(|it| Arc::clone(&it.version));
            seen.push(Revision { moment: then, version, before });
        }
    }
    Ok(seen)
}

fn encode(version: u32) -> String {
    let [a, b, c, d] = version.to_be_bytes();
    BASE64URL_NOPAD.encode(&[TAG, a, b, c, d])
}

fn decode(text: &str) -> Result<u32> {
    match BASE64URL_NOPAD.decode(text.as_bytes()).as_deref() {
        Ok([TAG, version @ ..]) if version.len() == 4 => {
            Ok(version.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
        }
        _ => {
            let shown: String = text.chars().take(40).collect();
            let message =
                message!("`{shown}` is not a cursor of a history; use one from its edges");
            Err(bad_input(message))
        }
    }
}
