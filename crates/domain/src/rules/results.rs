//! Rules for what came of it and what is said of it: outcomes, claims, directives, documents; and
//! for the codes of units.

use messages::message;

use super::{Rules, writes};
use crate::{
    Claim, CodeScheme, Directive, DirectiveStatus, Document, Outcome, Province,
    problem::ProblemCode, view::View,
};

impl<V: View> Rules<'_, V> {
    /// A result covers a time that has begun.
    pub(super) fn outcome(&mut self, before: Option<&Outcome>, it: &Outcome) {
        if let Some(period) = it.period
            && writes(before, it, |it| &it.period)
            && period.earliest().is_some_and(|first| first > self.today)
        {
            let today = self.today;
            let message =
                message!("{period} is after today, {today}; write what was reached so far");
            self.problem(ProblemCode::OutOfOrder, "period", message);
        }
    }

    pub(super) fn claim(&mut self, before: Option<&Claim>, it: &Claim) {
        if it.sources.is_empty() && writes(before, it, |it| &it.sources) {
            let message =
                message!("a claim is what somebody published; name the document that prints it");
            self.problem(ProblemCode::Required, "sources", message);
        }
        if let Some(stated) = it.stated_on
            && writes(before, it, |it| &it.stated_on)
        {
            self.not_after_today("statedOn", stated);
        }
    }

    pub(super) fn directive(&mut self, before: Option<&Directive>, it: &Directive) {
        if let Some(issued) = it.issued_on
            && writes(before, it, |it| &it.issued_on)
        {
            self.not_after_today("issuedOn", issued);
        }
        let written =
            writes(before, it, |it| &it.status) || writes(before, it, |it| &it.answered_by);
        if written && it.status == DirectiveStatus::Open && !it.answered_by.is_empty() {
            let message =
                message!("an OPEN directive has no answer; send `answerDirective` instead");
            self.problem(ProblemCode::Inconsistent, "answeredBy", message);
        }
    }

    pub(super) fn document(&mut self, before: Option<&Document>, it: &Document) {
        if let Some(published) = it.published_on
            && writes(before, it, |it| &it.published_on)
        {
            self.not_after_today("publishedOn", published);
        }
    }

    /// On no day has a unit two codes of a scheme that gives each one.
    pub(super) fn province(&mut self, before: Option<&Province>, it: &Province) {
        if !writes(before, it, |it| &it.codes) {
            return;
        }
        for (place, code) in it.codes.iter().enumerate() {
            let gives_one = match code.scheme {
                CodeScheme::Gso | CodeScheme::Iso3166_2 | CodeScheme::Nuts => true,
                // Items are merged and split; others may do as they like.
                CodeScheme::Wikidata | CodeScheme::Other => false,
            };
            let other = it.codes[..place].iter().find(|other| other.shares_days(code));
            if let Some(other) = other.filter(|_| gives_one) {
                let message = message!(
                    "the unit has the code {} on some of these days, and cannot have {} too; give \
                     both their days",
                    other.value,
                    code.value
                );
                self.problem(ProblemCode::Inconsistent, &format!("codes.{place}"), message);
            }
        }
    }
}
