//! Walking a plan: each field is resolved and written where it stands.
//!
//! Specification: <https://spec.graphql.org/September2025/#sec-Executing-Selection-Sets>. An error
//! of a field that must not be null takes away what was written of the closest one around it that
//! may be.

mod list;

use async_graphql::{
    Error, Name, PathSegment, Pos, Result, ServerError, Value as Const, dynamic::TypeRef,
    parser::types::OperationType,
};
use futures_util::future::BoxFuture;
use messages::Message;
use serde::Serialize;

use super::{Arguments, Plan, Slots, Step, Then, What};
use crate::{
    context::Context,
    error::{bad_input, masked, stopped},
    limits::MUTATION,
    mutation::Mutation,
    parts::{Cutter, Parts},
    query::Query,
    subscription::Subscription,
    table::{Args, Object, Resolve, Stream, Value},
};
use registry::Work;

/// Bytes that an answer is given at first.
const FIRST: usize = 1_024;

/// What came of a walk.
#[derive(Debug)]
pub struct PlanResult {
    /// The data as JSON; `None` where an error took all of it away.
    pub data: Option<Vec<u8>>,
    /// The errors of fields, in the order in which they arose.
    pub errors: Vec<ServerError>,
    /// The parts that later answers may take over; `None` where there are errors, or nobody asked
    /// for any.
    pub parts: Option<Parts>,
}

/// Nothing can stand here: the error is noted, and what is around is null.
struct Nothing;

/// A walk, as far as it has come.
struct Walk<'a> {
    context: &'a Context,
    bound: &'a Bound<'a>,
    json: Vec<u8>,
    path: Vec<Segment<'a>>,
    errors: Vec<ServerError>,
    cutter: Option<Cutter<'a>>,
}

#[derive(Clone, Copy)]
enum Segment<'a> {
    Key(&'a str),
    Index(usize),
}

/// A plan of a document, with the variables of a request.
pub struct Bound<'a> {
    plan: &'a Plan,
    document: &'a gate::Document,
    slots: &'a Slots,
}

impl<'a> Bound<'a> {
    /// A plan of a document, with the arguments that [`Plan::bind`] gave.
    #[must_use]
    pub const fn new(plan: &'a Plan, document: &'a gate::Document, slots: &'a Slots) -> Self {
        Self { plan, document, slots }
    }
}

/// Executes a query or mutation.
pub async fn execute(bound: &Bound<'_>, context: &Context) -> PlanResult {
    let (plan, mut walk) = (bound.plan, Walk::new(context, bound));
    let (query, mutation) = (Query::default(), Mutation);
    if plan.kind == OperationType::Mutation {
        // What is written is counted whether or not much of it is shown.
        let _ = context.meter.count(Work::Other, MUTATION * plan.steps.len() as u64);
    }
    let root: &Object = match plan.kind {
        OperationType::Mutation => &mutation,
        _ => &query,
    };
    let waits = plan.steps.iter().any(Step::waits);
    let done =
        if waits { walk.waiting(root, &plan.steps).await } else { walk.object(root, &plan.steps) };
    walk.finish(done)
}

/// Begins a subscription: what it gives is answered by [`event`].
///
/// # Errors
/// Those of its field, where it cannot begin.
pub fn subscribe(bound: &Bound<'_>, context: &Context) -> Result<Stream, ServerError> {
    let field = bound.plan.steps.iter().find_map(|step| match &step.what {
        What::Field { row, arguments, .. } => Some((step, row, arguments)),
        What::TypeName(_) => None,
    });
    let Some((step, row, arguments)) = field else {
        return Err(masked().into_server_error(Pos::default()));
    };
    let begun = arguments.values(bound).and_then(|values| match row.resolve {
        Resolve::Stream(resolve) => resolve(&Subscription, Args::new(&row.name, values), context),
        _ => Err(masked()),
    });
    begun.map_err(|error| {
        let mut error = error.into_server_error(place(bound.document, step));
        error.path = vec![PathSegment::Field(step.key.to_string())];
        error
    })
}

/// Answers one of the things that a subscription gives.
pub fn event(bound: &Bound<'_>, context: &Context, value: Result<Value<'static>>) -> PlanResult {
    let mut walk = Walk::new(context, bound);
    let mut value = Some(value);
    walk.json.push(b'{');
    let mut done = Ok(());
    for step in &bound.plan.steps {
        let What::Field { row, then, .. } = &step.what else { continue };
        let Some(value) = value.take() else { continue };
        walk.json.extend(step.json.as_bytes());
        walk.path.push(Segment::Key(&step.key));
        done = walk.settle(step, &row.ty, then, value);
        walk.path.pop();
    }
    walk.json.push(b'}');
    walk.finish(done)
}

/// Where a step stands in its document.
fn place(document: &gate::Document, step: &Step) -> Pos {
    let found = document.location(step.span);
    found.map_or_else(Pos::default, |it| Pos { line: it.line, column: it.column })
}

impl Step {
    const fn waits(&self) -> bool {
        matches!(self.what, What::Field { waits: true, .. })
    }
}

impl Arguments {
    /// The values that are given.
    ///
    /// # Errors
    /// Where a variable of null stands for one that must not be.
    fn values<'a>(&'a self, bound: &'a Bound<'_>) -> Result<&'a [(Name, Const)]> {
        let slot = match self {
            Self::Fixed(values) => return Ok(values),
            Self::Slot(slot) => bound.slots.get(*slot),
        };
        match slot {
            Some(Ok(values)) => Ok(values),
            Some(Err(error)) => Err(bad_input(Message::foreign(&error.message))),
            None => Ok(&[]),
        }
    }
}

impl Then {
    /// The steps of an object.
    fn steps(&self, object: &Object) -> &[Step] {
        match self {
            Self::Leaf => &[],
            Self::Object(steps) => steps,
            Self::OneOf(members) => {
                let rust = object.type_id();
                let found = members.iter().find(|(known, _)| *known == rust);
                found.map_or(&[], |(_, steps)| steps)
            }
        }
    }
}

impl<'a> Walk<'a> {
    fn new(context: &'a Context, bound: &'a Bound<'a>) -> Self {
        let json = Vec::with_capacity(FIRST);
        let parts = context.parts.as_deref().filter(|_| bound.plan.has_cuts);
        let cutter = parts.zip(context.moment.as_ref());
        let cutter = cutter.map(|(parts, moment)| Cutter::new(parts, moment));
        Self { context, bound, json, path: Vec::new(), errors: Vec::new(), cutter }
    }

    fn finish(self, done: Result<(), Nothing>) -> PlanResult {
        let data = done.is_ok().then_some(self.json);
        // What took text away again has left an error.
        let cutter = self.cutter.filter(|_| self.errors.is_empty());
        PlanResult { data, errors: self.errors, parts: cutter.map(Cutter::finish) }
    }

    /// Writes an object.
    fn object(&mut self, object: &Object, steps: &'a [Step]) -> Result<(), Nothing> {
        self.begin()?;
        for (place, step) in steps.iter().enumerate() {
            self.key(place, step);
            match &step.what {
                What::TypeName(name) => self.plain(name),
                What::Field { row, arguments, then, .. } => {
                    let value = arguments.values(self.bound).and_then(|values| {
                        let args = Args::new(&row.name, values);
                        match row.resolve {
                            Resolve::Plain(resolve) => resolve(object, args, self.context),
                            Resolve::Waits(_) | Resolve::Stream(_) => Err(masked()),
                        }
                    });
                    self.settle(step, &row.ty, then, value)?;
                }
            }
            self.path.pop();
        }
        self.json.push(b'}');
        Ok(())
    }

    /// Writes an object of which something is waited for.
    fn waiting<'s>(
        &'s mut self,
        object: &'s Object,
        steps: &'a [Step],
    ) -> BoxFuture<'s, Result<(), Nothing>>
    where
        'a: 's,
    {
        Box::pin(async move {
            self.begin()?;
            for (place, step) in steps.iter().enumerate() {
                self.key(place, step);
                match &step.what {
                    What::TypeName(name) => self.plain(name),
                    What::Field { row, arguments, then, waits, .. } => {
                        let args = arguments.values(self.bound).map(|it| Args::new(&row.name, it));
                        let value = match (args, row.resolve) {
                            (Err(error), _) => Err(error),
                            (Ok(args), Resolve::Plain(resolve)) => {
                                resolve(object, args, self.context)
                            }
                            (Ok(args), Resolve::Waits(resolve)) => {
                                resolve(object, args, self.context).await
                            }
                            (Ok(_), Resolve::Stream(_)) => Err(masked()),
                        };
                        match value {
                            // Lists of what waits are none of the schema's.
                            Ok(Value::Object(inner)) if *waits && then.waits() => {
                                let mark = self.mark();
                                let done = self.waiting(&*inner, then.steps(&*inner)).await;
                                self.absorb(&row.ty, mark, done)?;
                            }
                            value => self.settle(step, &row.ty, then, value)?,
                        }
                    }
                }
                self.path.pop();
            }
            self.json.push(b'}');
            Ok(())
        })
    }

    fn begin(&mut self) -> Result<(), Nothing> {
        self.json.push(b'{');
        // The root is none that was asked for.
        let objects = u64::from(!self.path.is_empty());
        let counted = self.context.meter.count(Work::Object, objects);
        counted.map_err(|_| self.fail(&stopped(), None))
    }

    fn key(&mut self, place: usize, step: &'a Step) {
        if place > 0 {
            self.json.push(b',');
        }
        self.json.extend(step.json.as_bytes());
        self.path.push(Segment::Key(&step.key));
    }

    /// Writes the value of a field, or null where it failed and may be.
    fn settle(
        &mut self,
        step: &'a Step,
        ty: &TypeRef,
        then: &'a Then,
        value: Result<Value<'_>>,
    ) -> Result<(), Nothing> {
        let mark = self.mark();
        let done = match value {
            Ok(value) => self.write(step, ty, then, value),
            Err(error) => Err(self.fail(&error, Some(step))),
        };
        self.absorb(ty, mark, done)
    }

    /// How much is written, and how deep in the answer that is.
    fn mark(&self) -> (usize, usize) {
        (self.json.len(), self.path.len())
    }

    /// Puts null in the place of what could not stand, where it may be null.
    fn absorb(
        &mut self,
        ty: &TypeRef,
        (start, depth): (usize, usize),
        done: Result<(), Nothing>,
    ) -> Result<(), Nothing> {
        // What is stopped is answered with nothing but why.
        let stays = || matches!(ty, TypeRef::NonNull(_)) || self.context.is_stopped();
        if done.is_err() && !stays() {
            self.json.truncate(start);
            self.path.truncate(depth);
            self.json.extend(b"null");
            return Ok(());
        }
        done
    }

    /// Writes a value of a type.
    fn write(
        &mut self,
        step: &'a Step,
        ty: &TypeRef,
        then: &'a Then,
        value: Value<'_>,
    ) -> Result<(), Nothing> {
        let inner = match ty {
            TypeRef::NonNull(_) if matches!(value, Value::Null) => {
                tracing::error!(field = %step.key, "A field that is never null has no value");
                return Err(self.fail(&masked(), Some(step)));
            }
            TypeRef::NonNull(inner) => inner,
            other => other,
        };
        match value {
            Value::Null => self.json.extend(b"null"),
            Value::Bool(it) => self.json.extend(if it { &b"true"[..] } else { &b"false"[..] }),
            Value::Int(it) => self.plain(&it),
            Value::Natural(it) => self.plain(&it),
            Value::Float(it) => self.plain(&it),
            Value::Text(it) => self.plain(&it),
            Value::Name(it) => {
                // It consists of letters, digits and underscores.
                self.json.push(b'"');
                self.json.extend(it.as_bytes());
                self.json.push(b'"');
            }
            Value::Any(it) => self.plain(&it),
            Value::Failed(error) => return Err(self.fail(&error, Some(step))),
            Value::List(items) => return self.list(step, inner, then, items),
            Value::Ref(it) => return self.object(it, then.steps(it)),
            Value::Object(it) => return self.object(&*it, then.steps(&*it)),
        }
        Ok(())
    }

    /// Writes a leaf.
    fn plain(&mut self, value: &(impl Serialize + ?Sized)) {
        // Neither memory nor a text, a number or a name fails to be written to.
        drop(serde_json::to_writer(&mut self.json, value));
    }

    /// Notes an error of the field that is being resolved.
    fn fail(&mut self, error: &Error, step: Option<&Step>) -> Nothing {
        let pos = step.map_or_else(Pos::default, |step| place(self.bound.document, step));
        let mut error = error.clone().into_server_error(pos);
        let segment = |segment: &Segment<'_>| match segment {
            Segment::Key(key) => PathSegment::Field((*key).to_owned()),
            Segment::Index(index) => PathSegment::Index(*index),
        };
        error.path = self.path.iter().map(segment).collect();
        self.errors.push(error);
        Nothing
    }
}
