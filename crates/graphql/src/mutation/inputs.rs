//! What inputs of several mutations are made of: texts, periods, actors, sources, money.

use jiff::civil::Date;
use macros::Input;

use super::{
    payload::UserErrorCode,
    read::{IdOf, Inputs, Read, Whole, Written},
};
use crate::enums;
use domain::{
    self, Currency, Decimal, DocumentId, EdtfDate, OrganizationId, ProvinceId, SectorId, commands,
    period::PeriodError,
    text::{LocalizedTextError, TextError, TextKind},
};

macro_rules! enums_read {
    ($($name:ident),+ $(,)?) => {$(
        impl Read for enums::$name {
            type To = domain::$name;

            fn read(self, _: &mut Inputs) -> domain::$name {
                self.into()
            }
        }
    )+};
}

enums_read!(
    AgreementKind,
    ClaimKind,
    CodeScheme,
    DirectiveKind,
    EventKind,
    EventLevel,
    Funding,
    Measure,
    Metric,
    OrganizationKind,
    OutcomeKind,
    PartyRole,
    ProvinceKind,
    Qualifier,
    Reading,
    Reliability,
    Role,
);

/// Declares an input object that is read field by field.
macro_rules! parts {
    ($(
        $(#[$doc:meta])*
        $input:ident => $($to:ident)::+ { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }
    )+) => {$(
        $(#[$doc])*
        #[derive(Debug, Input)]
        pub struct $input { $($(#[$field_doc])* $field: $type,)* }

        impl Read for $input {
            type To = $($to)::+;

            fn read(self, inputs: &mut Inputs) -> Self::To {
                let Self { $($field),* } = self;
                $(let $field = inputs.read(stringify!($field), $field);)*
                $($to)::+ { $($field),* }
            }
        }
    )+};
}

parts! {
    /// A document that prints a fact.
    SourceInput => domain::Source {
        /// The document.
        document: IdOf<DocumentId>,
        /// The words that prove the fact, as printed: at most 2,000 characters; omit them if the
        /// document only corroborates it.
        quote: Option<String>,
    }

    /// A province, acting itself or through one of its organizations. At least one of the two is
    /// required.
    ActorInput => domain::Actor {
        /// The province; that of the organization by default.
        province: Option<IdOf<ProvinceId>>,
        /// The organization of that province, if one acts.
        organization: Option<IdOf<OrganizationId>>,
    }

    /// A province, or one of its organizations, in a role. At least one of the two is required. One
    /// province may have several roles.
    ParticipantInput => domain::Participant {
        /// The province; that of the organization by default.
        province: Option<IdOf<ProvinceId>>,
        /// The organization of that province, if one takes part.
        organization: Option<IdOf<OrganizationId>>,
        /// The role: UNSPECIFIED if no source says who gives and who receives.
        role: enums::Role,
        /// The side on which it stands, such as `city`: at most 60 characters. By default, the side
        /// of its province among the parties to the agreement, if these have sides.
        side: Option<String>,
        /// What the role rests on: the words of a source, or a remark, at most 2,000 characters.
        basis: Option<String>,
    }

    /// A province or organization that signs. At least one of the two is required.
    PartyInput => domain::Party {
        /// The province; that of the organization by default.
        province: Option<IdOf<ProvinceId>>,
        /// The organization of that province, if one signs.
        organization: Option<IdOf<OrganizationId>>,
        /// Whether it is the lead.
        role: enums::PartyRole,
        /// The side on which it signs, such as `city`: at most 60 characters. Omit it if there are
        /// no sides.
        side: Option<String>,
    }

    /// Money committed to an activity.
    CommitmentInput => domain::Commitment {
        /// The amount.
        money: MoneyInput,
        /// The source of the money.
        funding: enums::Funding,
    }

    /// The situation before an activity.
    BaselineInput => domain::Baseline {
        /// The year of the measurement, from 1 to 9999.
        year: Whole<u16>,
        /// The date, if it is known.
        date: Option<Written<EdtfDate>>,
        /// The value, in the indicator's unit.
        value: Option<Written<Decimal>>,
        /// How it was measured: at most 2,000 characters.
        comment: Option<String>,
    }

    /// A target for a period.
    TargetInput => domain::Target {
        /// The period; unique among the targets of an indicator.
        period: PeriodInput,
        /// The target value, in the indicator's unit.
        value: Written<Decimal>,
        /// What the value means: at most 2,000 characters.
        comment: Option<String>,
    }

    /// The scope of a published figure. Omitted fields are ignored.
    ClaimScopeInput => domain::ClaimScope {
        /// The provinces that take part, or are parties; in the role, if one is given. At most 500.
        #[graphql(default)]
        provinces: Vec<IdOf<ProvinceId>>,
        /// The role in which they take part: HOST for the events that they host.
        role: Option<enums::Role>,
        /// The sector.
        sector: Option<IdOf<SectorId>>,
        /// The period.
        period: Option<PeriodInput>,
        /// The scope in words: at most 2,000 characters.
        text: Option<String>,
    }

    /// What a unit was until its kind or name changed.
    EarlierFormInput => domain::EarlierForm {
        /// The first day on which it no longer had this kind and name.
        until: Written<Date>,
        /// The kind until then.
        kind: enums::ProvinceKind,
        /// The name until then, without the word for the kind: at most 500 characters.
        name: LocalizedTextInput,
    }

    /// A code of a unit for some time.
    NewCodeInput => domain::Code {
        /// The code scheme.
        scheme: enums::CodeScheme,
        /// The code as printed, such as `52` or `VN-31`: at most 60 characters.
        value: String,
        /// The first day on which the code belongs to the unit; omit it if it always did.
        valid_from: Option<Written<Date>>,
        /// The first day on which it no longer belongs to the unit; omit it while it does.
        valid_to: Option<Written<Date>>,
    }

    /// A unit that a succession registers and begins. The unit and its codes are valid from the day
    /// of the succession.
    NewProvinceInput => commands::NewProvince {
        /// The external key: letters, digits and `-_./:`, at most 120 bytes.
        key: Option<String>,
        /// Centrally governed city, or province.
        kind: enums::ProvinceKind,
        /// The name, without the word for the kind: at most 500 characters.
        name: LocalizedTextInput,
        /// Other names by which people call it: one line each, at most 500, each of at most 300
        /// characters.
        #[graphql(default)]
        aliases: Vec<String>,
        /// The socio-economic region: at most 10,000 characters.
        region: Option<LocalizedTextInput>,
        /// Its codes.
        #[graphql(default)]
        codes: Vec<SuccessorCodeInput>,
        /// What is uncertain: at most 2,000 characters.
        note: Option<String>,
    }
}

/// A code of a unit that begins.
#[derive(Debug, Input)]
pub struct SuccessorCodeInput {
    /// The code scheme.
    scheme: enums::CodeScheme,
    /// The code as printed: at most 60 characters.
    value: String,
}

impl Read for SuccessorCodeInput {
    type To = (domain::CodeScheme, String);

    fn read(self, _: &mut Inputs) -> Self::To {
        (self.scheme.into(), self.value)
    }
}

/// A unit that begins.
#[derive(Debug, Input)]
pub enum SuccessorInput {
    /// A registered unit that begins on the day, or goes on.
    Province(IdOf<ProvinceId>),
    /// A unit that is not registered yet.
    New(NewProvinceInput),
}

impl Read for SuccessorInput {
    type To = commands::Successor;

    fn read(self, inputs: &mut Inputs) -> Self::To {
        match self {
            Self::Province(id) => commands::Successor::Registered(inputs.read("province", id)),
            Self::New(unit) => commands::Successor::New(inputs.read("new", unit)),
        }
    }
}

/// An outcome, with the version that the caller has read.
#[derive(Debug, Input)]
pub struct OutcomeVersionInput {
    /// The outcome.
    outcome: IdOf<domain::OutcomeId>,
    /// The version that the caller has read. The input is refused with CONFLICT if the record has a
    /// newer version. Without it, no version is checked.
    expected_version: Option<Whole<u32>>,
}

impl Read for OutcomeVersionInput {
    type To = commands::Target<domain::OutcomeId>;

    fn read(self, inputs: &mut Inputs) -> Self::To {
        commands::Target {
            id: inputs.read("outcome", self.outcome),
            expected_version: inputs.read("expected_version", self.expected_version),
        }
    }
}

/// A text in Vietnamese, in English, or in both; at least one is required. Texts are not
/// translated. White space at the ends and control characters are not allowed; titles are one line.
#[derive(Debug, Input)]
pub struct LocalizedTextInput {
    /// In Vietnamese.
    vi: Option<String>,
    /// In English.
    en: Option<String>,
}

impl Read for LocalizedTextInput {
    type To = domain::LocalizedText;

    fn read(self, inputs: &mut Inputs) -> Self::To {
        // Whether it must be shorter is for the rules to say.
        let kind = TextKind::Narrative;
        for (lang, text) in [("vi", &self.vi), ("en", &self.en)] {
            if let Some(Err(error)) = text.as_deref().map(|text| kind.accept(text)) {
                inputs.refuse_at(lang, text_code(&error), error);
            }
        }
        match domain::LocalizedText::new(self.vi.as_deref(), self.en.as_deref(), kind) {
            Ok(text) => text,
            Err(error) => {
                if matches!(error, LocalizedTextError::Missing) {
                    inputs.refuse(UserErrorCode::Required, error);
                }
                stand_in()
            }
        }
    }
}

const fn text_code(error: &TextError) -> UserErrorCode {
    match error {
        TextError::Empty => UserErrorCode::Required,
        TextError::TooLong { .. } => UserErrorCode::TooLong,
        TextError::Surrounded { .. } | TextError::Unprintable { .. } => UserErrorCode::Invalid,
    }
}

#[expect(clippy::expect_used, reason = "it is short and printable")]
fn stand_in() -> domain::LocalizedText {
    domain::LocalizedText::new(None, Some("-"), TextKind::Title).expect("a dash is a title")
}

/// A period, each end with the precision of its source. At least one end is required.
#[derive(Debug, Input)]
pub struct PeriodInput {
    /// The first day, month or year; omit it if it is not known.
    start: Option<Written<EdtfDate>>,
    /// The last day, month or year; omit it if it is not known.
    end: Option<Written<EdtfDate>>,
}

impl Read for PeriodInput {
    type To = domain::Period;

    fn read(self, inputs: &mut Inputs) -> domain::Period {
        let known = inputs.count();
        let (start, end) = (inputs.read("start", self.start), inputs.read("end", self.end));
        domain::Period::new(start, end).unwrap_or_else(|error| {
            // A stand-in for an end that could not be read says nothing.
            if inputs.count() == known {
                let backwards = matches!(error, PeriodError::Backwards { .. });
                let code =
                    if backwards { UserErrorCode::OutOfOrder } else { UserErrorCode::Required };
                inputs.refuse(code, error);
            }
            <EdtfDate as super::read::Literal>::stand_in().into()
        })
    }
}

/// An amount of money.
#[derive(Debug, Input)]
pub struct MoneyInput {
    /// The amount, in units of the currency: not negative, and with no more decimals than the
    /// currency has. `"400000000"` dong, `"12.50"` dollars.
    amount: Written<Decimal>,
    /// The currency (ISO 4217), such as `VND`.
    currency: String,
}

impl Read for MoneyInput {
    type To = domain::Money;

    #[expect(clippy::expect_used, reason = "no amount is finer than 0")]
    fn read(self, inputs: &mut Inputs) -> domain::Money {
        let known = inputs.count();
        let amount = inputs.read("amount", self.amount);
        let currency = self.currency.parse().unwrap_or_else(|error| {
            inputs.refuse_at("currency", UserErrorCode::Invalid, error);
            Currency::VND
        });
        domain::Money::new(amount, currency).unwrap_or_else(|error| {
            if inputs.count() == known {
                inputs.refuse_at("amount", UserErrorCode::Invalid, error);
            }
            domain::Money::new(Decimal::ZERO, currency).expect("0 is an amount of any currency")
        })
    }
}
