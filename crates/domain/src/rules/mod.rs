//! The rules that hold for what somebody writes now, whichever way it is written: by a mutation, an
//! amendment or an import.
//!
//! [`check`](super::check) has the rules that every record keeps, the history of another registry
//! too. What was recorded earlier need not keep the rules here: each looks at what changes. What
//! commands guard by the statuses of the records that they take stands, for imports, in [`steps`].
//! Must not know who may write.

pub(crate) mod fitting;
mod results;
mod steps;
mod works;

use jiff::civil::Date;

pub(crate) use steps::Steps;
pub(crate) use works::twin;

use messages::{Message, message};

use super::{
    Agreement, Organization, OrganizationId, Province, ProvinceId,
    edtf::EdtfDate,
    noun::{NounId, RecordId},
    problem::{Problem, ProblemCode, ViewFault},
    record::{Entity, Record},
    view::View,
    vocabulary::Vocabulary,
};

/// What is wrong with records that somebody writes now.
pub(crate) struct Rules<'a, V: View> {
    today: Date,
    /// The registry with all that is written.
    view: &'a V,
    problems: Vec<Problem>,
    /// Whether others of its input are judged, too; what but one of them may have is told by
    /// [`Claims`](super::claims::Claims).
    is_batch: bool,
}

/// The days of which at least one has to be a day of a unit.
type Days = (Option<Date>, Option<Date>);

impl<'a, V: View> Rules<'a, V> {
    pub(crate) const fn new(today: Date, view: &'a V) -> Self {
        Self { today, view, problems: Vec::new(), is_batch: false }
    }

    /// Leaves what records of one input have in common to [`Claims`](super::claims::Claims).
    pub(crate) const fn of_batch(mut self) -> Self {
        self.is_batch = true;
        self
    }

    /// All that was found.
    pub(crate) fn finish(self) -> Vec<Problem> {
        self.problems
    }

    /// Notes every rule that the new content of a record breaks; without `before`, the record is
    /// new.
    pub(crate) fn record(
        &mut self,
        id: RecordId,
        before: Option<&Record>,
        after: &Record,
    ) -> Result<(), ViewFault> {
        match after {
            Record::Agreement(it) => self.agreement(of(before), it),
            Record::Field(it) => self.field(id, of(before), it),
            Record::Activity(it) => self.activity(of(before), it),
            Record::Event(it) => self.event(of(before), it),
            Record::Indicator(it) => self.indicator(id, of(before), it),
            Record::Outcome(it) => {
                self.outcome(of(before), it);
                Ok(())
            }
            Record::Claim(it) => {
                self.claim(of(before), it);
                Ok(())
            }
            Record::Directive(it) => {
                self.directive(of(before), it);
                Ok(())
            }
            Record::Document(it) => {
                self.document(of(before), it);
                Ok(())
            }
            Record::Province(it) => {
                self.province(of(before), it);
                Ok(())
            }
            Record::Organization(_) | Record::Sector(_) | Record::Succession(_) => Ok(()),
        }
    }

    fn problem(&mut self, code: ProblemCode, field: &str, message: Message) {
        let field = field.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        self.problems.push(Problem::new(code, field, message));
    }

    /// A record that another names.
    fn peek<E: Entity + Clone>(&self, id: E::Id) -> Result<Option<E>, ViewFault> {
        peek(self.view, id)
    }

    /// What is reported to have happened cannot lie in the future.
    fn not_after_today(&mut self, field: &str, date: EdtfDate) {
        if let Some(message) = after_today(self.today, date) {
            self.problem(ProblemCode::OutOfOrder, field, message);
        }
    }

    /// A unit named for something exists on one of its days.
    fn unit_exists(
        &mut self,
        field: &str,
        province: Option<ProvinceId>,
        organization: Option<OrganizationId>,
        (first, last): Days,
    ) -> Result<(), ViewFault> {
        let of_organization = match organization {
            Some(id) => self.peek::<Organization>(id)?.map(|it| it.province),
            None => None,
        };
        let Some(id) = province.or(of_organization) else { return Ok(()) };
        let Some(unit) = self.peek::<Province>(id)? else { return Ok(()) };
        if let (Some(ended), Some(first)) = (unit.valid_to, first)
            && ended <= first
        {
            let message = message!("this unit ended on {ended}; name its successor");
            self.problem(ProblemCode::OutOfOrder, field, message);
        }
        if let (Some(began), Some(last)) = (unit.valid_from, last)
            && last < began
        {
            let message = message!("this unit began on {began}; name its predecessor");
            self.problem(ProblemCode::OutOfOrder, field, message);
        }
        Ok(())
    }
}

/// What is wrong with a day of something that is reported to have happened.
pub(crate) fn after_today(today: Date, date: EdtfDate) -> Option<Message> {
    (date.earliest() > today)
        .then(|| message!("{date} is after today, {today}; write a day that is past"))
}

/// Why nothing is added to an agreement, or changed in it, that was ended or is to end early.
pub(crate) fn terminated(today: Date, it: &Agreement, command: &str) -> Option<Message> {
    let termination = it.termination.as_ref()?;
    let present = it.status_on(today);
    Some(message!(
        "`{command}` takes no agreement that was terminated; it is {}, and was terminated as of {}",
        present.word(),
        termination.on
    ))
}

/// A record that another names.
fn peek<E: Entity + Clone>(view: &impl View, id: E::Id) -> Result<Option<E>, ViewFault> {
    Ok(view.record(id.record())?.and_then(|found| E::of(&found.record).cloned()))
}

fn of<E: Entity>(record: Option<&Record>) -> Option<&E> {
    record.and_then(E::of)
}

/// Whether a part of a record is written: it is new, or becomes another.
fn writes<T, P: PartialEq + ?Sized>(
    before: Option<&T>,
    it: &T,
    part: impl for<'b> Fn(&'b T) -> &'b P,
) -> bool {
    before.is_none_or(|before| part(before) != part(it))
}
