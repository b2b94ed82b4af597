//! The domain's vocabularies as GraphQL enums.

use macros::Enum;

macro_rules! enums {
    ($($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Enum, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$value_doc])* $value),+ }

        impl From<domain::$name> for $name {
            fn from(value: domain::$name) -> Self {
                match value { $(domain::$name::$value => Self::$value),+ }
            }
        }

        impl From<$name> for domain::$name {
            fn from(value: $name) -> Self {
                match value { $($name::$value => Self::$value),+ }
            }
        }
    )+};
}

enums! {
    /// A language that texts are given in.
    Lang {
        /// Vietnamese.
        Vi,
        /// English.
        En,
    }

    /// City under the central government, or province.
    ProvinceKind {
        /// Thành phố trực thuộc trung ương.
        Municipality,
        /// Tỉnh.
        Province,
    }

    /// A system of codes for administrative units.
    CodeScheme {
        /// General Statistics Office of Viet Nam: two digits. Seven of these codes changed
        /// meaning on 2025-07-01.
        Gso,
        /// ISO 3166-2, such as `VN-31`.
        #[graphql(name = "ISO_3166_2")]
        Iso3166_2,
        /// NUTS regions of the European Union, such as `BG41`.
        Nuts,
        /// Wikidata item, such as `Q1854`.
        Wikidata,
        /// Any other.
        Other,
    }

    /// What sort of body an organization is.
    OrganizationKind {
        /// Ủy ban nhân dân of a province.
        PeoplesCommittee,
        /// Sở, or another agency of a province.
        Department,
        /// Quận, huyện, or a city under a province.
        District,
        /// Bệnh viện.
        Hospital,
        /// Doanh nghiệp.
        Enterprise,
        /// Hiệp hội.
        Association,
        /// School or university.
        School,
        /// Any other.
        Other,
    }

    /// What sort of paper an agreement is.
    AgreementKind {
        /// Thỏa thuận, chương trình hợp tác.
        CooperationAgreement,
        /// Biên bản ghi nhớ.
        Memorandum,
        /// Kế hoạch.
        Plan,
    }

    /// Where an agreement stands on the day of the request, derived from its dates.
    AgreementStatus {
        /// Being negotiated, or signed on a later day.
        Draft,
        /// In force, as far as its dates tell.
        Active,
        /// The latest possible day of its period is past.
        Expired,
        /// Ended early.
        Terminated,
    }

    /// Whether a party leads.
    PartyRole {
        /// Named as the one in the lead.
        Lead,
        /// A signatory.
        Member,
    }

    /// What a participant is in an activity or event. One province may hold several roles.
    Role {
        /// Gives goods, services, knowledge or work.
        Provider,
        /// Receives them.
        Beneficiary,
        /// Pays.
        Funder,
        /// Gives the place.
        Host,
        /// Carries out on behalf of others.
        Implementer,
        /// Gives and receives alike.
        Partner,
    }

    /// How far an activity is.
    ActivityStatus {
        /// Agreed, not begun.
        Planned,
        /// Begun.
        Ongoing,
        /// Carried out.
        Completed,
        /// Stopped for a time.
        Suspended,
        /// Given up; the reason is told.
        Cancelled,
        /// No source says.
        Unknown,
    }

    /// Where promised money comes from.
    Funding {
        /// Ngân sách nhà nước.
        StateBudget,
        /// Xã hội hóa: contributions of society.
        Socialised,
        /// An enterprise's own money.
        Enterprise,
        /// Official development assistance.
        Oda,
    }

    /// What sort of event an event is.
    EventKind {
        /// Triển lãm.
        Exhibition,
        /// Lễ hội.
        Festival,
        /// Kết nối cung cầu.
        SupplyDemandConnection,
        /// Hội chợ.
        TradeFair,
        /// Hội nghị.
        Conference,
        /// Hội thảo.
        Workshop,
        /// Tọa đàm.
        Seminar,
        /// Lễ ký kết.
        SigningCeremony,
        /// Khảo sát.
        FieldSurvey,
        /// Tập huấn, đào tạo.
        Training,
        /// Any other.
        Other,
    }

    /// The level at which an event was held.
    EventLevel {
        /// Quốc tế.
        International,
        /// Cấp quốc gia.
        National,
        /// Cấp vùng.
        Regional,
        /// Cấp tỉnh.
        Provincial,
        /// Cấp huyện.
        District,
    }

    /// Whether an event was held.
    EventStatus {
        /// To be held.
        Scheduled,
        /// Held.
        Held,
        /// Put off; the reason may be told.
        Postponed,
        /// Given up; the reason is told.
        Cancelled,
        /// No source says.
        Unknown,
    }

    /// How a value is to be read (IATI codelist IndicatorMeasure).
    Measure {
        /// A count or amount of some unit.
        Unit,
        /// A part of a hundred.
        Percentage,
        /// A number that only names a class.
        Nominal,
        /// A number that only ranks.
        Ordinal,
        /// Words, no number.
        Qualitative,
    }

    /// What sort of result an outcome is (IATI codelist ResultType).
    OutcomeKind {
        /// What was delivered: goods, services, trained people.
        Output,
        /// What changed for those who received it.
        Outcome,
        /// What changed for good.
        Impact,
        /// Of another sort, or not said by its source.
        Other,
    }

    /// How exactly a source states a value.
    Qualifier {
        /// The value itself.
        Exact,
        /// Hơn: more than the value.
        MoreThan,
        /// Gần: a little less than the value.
        Nearly,
        /// Khoảng: about the value.
        About,
        /// Đến: the value at most.
        UpTo,
        /// Hàng chục: some tens; no value is printed.
        Dozens,
        /// Hàng chục nghìn: some tens of thousands; no value is printed.
        TensOfThousands,
    }

    /// Where an outcome stands on its way to approval.
    OutcomeStatus {
        /// Being written.
        Draft,
        /// Waiting for approval.
        Submitted,
        /// Approved and published.
        Approved,
        /// Sent back with a note.
        Returned,
        /// Corrected by a later outcome.
        Superseded,
        /// Withdrawn; the reason is told.
        Retracted,
    }

    /// Whether a claim is an intention or a report.
    ClaimKind {
        /// What is to be.
        Planned,
        /// What was.
        Reported,
    }

    /// Whether a directive binds.
    DirectiveKind {
        /// Chỉ đạo: it does.
        Directive,
        /// Kiến nghị: it does not.
        Recommendation,
    }

    /// Where a directive stands.
    DirectiveStatus {
        /// No activity answers it yet.
        Open,
        /// Activities answer it.
        Answered,
        /// Settled.
        Closed,
    }

    /// How far a document can be trusted.
    Reliability {
        /// As any publication of its kind.
        Normal,
        /// Less: a mirror, a machine translation, a page without an author.
        Low,
    }

    /// How much of a document was read by the person who recorded it.
    Reading {
        /// All of it.
        Full,
        /// A part; what was not read may say more.
        Excerpt,
    }
}
