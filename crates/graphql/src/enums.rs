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
    /// A language of texts.
    Lang {
        /// Vietnamese.
        Vi,
        /// English.
        En,
    }

    /// Centrally governed city, or province.
    ProvinceKind {
        /// Centrally governed city (thành phố trực thuộc trung ương).
        Municipality,
        /// Province (tỉnh).
        Province,
    }

    /// A code scheme for administrative units.
    CodeScheme {
        /// General Statistics Office of Viet Nam (Tổng cục Thống kê): two digits. Seven of these
        /// codes were reassigned on 2025-07-01.
        Gso,
        /// ISO 3166-2, such as `VN-31`.
        #[graphql(name = "ISO_3166_2")]
        Iso3166_2,
        /// NUTS regions of the European Union, such as `BG41`.
        Nuts,
        /// Wikidata item, such as `Q1854`.
        Wikidata,
        /// Other (khác).
        Other,
    }

    /// The kind of organization.
    OrganizationKind {
        /// People's committee (Ủy ban nhân dân) of a province.
        PeoplesCommittee,
        /// Department (sở), or another agency of a province.
        Department,
        /// District (quận, huyện), or a city under a province.
        District,
        /// Hospital (bệnh viện).
        Hospital,
        /// Enterprise (doanh nghiệp).
        Enterprise,
        /// Association (hiệp hội).
        Association,
        /// School or university (trường học, trường đại học).
        School,
        /// Other (khác).
        Other,
    }

    /// The kind of agreement.
    AgreementKind {
        /// Cooperation agreement or programme (thỏa thuận, chương trình hợp tác).
        CooperationAgreement,
        /// Memorandum of understanding (biên bản ghi nhớ).
        Memorandum,
        /// Plan (kế hoạch).
        Plan,
    }

    /// The status of an agreement on the day of the request, derived from its dates.
    AgreementStatus {
        /// Draft (dự thảo): under negotiation, or signed on a later day.
        Draft,
        /// In force (đang có hiệu lực), according to its dates.
        Active,
        /// Expired (hết hiệu lực): the latest possible day of its period is past.
        Expired,
        /// Terminated early (chấm dứt trước hạn).
        Terminated,
    }

    /// The role of a party.
    PartyRole {
        /// Lead party (bên chủ trì).
        Lead,
        /// Signatory (bên tham gia).
        Member,
    }

    /// The role of a participant in an activity or event. One province may have several roles.
    Role {
        /// Provider (bên hỗ trợ): gives goods, services, knowledge or work.
        Provider,
        /// Beneficiary (bên thụ hưởng).
        Beneficiary,
        /// Funder (bên tài trợ).
        Funder,
        /// Host (bên đăng cai): provides the place.
        Host,
        /// Implementer (bên thực hiện): acts on behalf of others.
        Implementer,
        /// Partner (đối tác): a source calls it joint action of those named, who give and receive.
        Partner,
        /// Unspecified (chưa rõ vai trò): takes part, but no source says who gives and who receives.
        Unspecified,
    }

    /// The status of an activity.
    ActivityStatus {
        /// Planned (đã thỏa thuận, chưa thực hiện): agreed, not started.
        Planned,
        /// In progress (đang thực hiện).
        Ongoing,
        /// Completed (đã hoàn thành).
        Completed,
        /// Suspended (tạm dừng).
        Suspended,
        /// Cancelled (đã hủy), with the reason.
        Cancelled,
        /// No source states the status (chưa rõ).
        Unknown,
    }

    /// A source of committed money.
    Funding {
        /// State budget (ngân sách nhà nước).
        StateBudget,
        /// Socialised funding (xã hội hóa): contributions of society.
        Socialised,
        /// Enterprise funds (vốn doanh nghiệp).
        Enterprise,
        /// Official development assistance (vốn ODA).
        Oda,
    }

    /// The kind of event.
    EventKind {
        /// Exhibition (triển lãm).
        Exhibition,
        /// Festival (lễ hội).
        Festival,
        /// Supply-demand connection (kết nối cung cầu).
        SupplyDemandConnection,
        /// Trade fair (hội chợ).
        TradeFair,
        /// Conference (hội nghị).
        Conference,
        /// Workshop (hội thảo).
        Workshop,
        /// Seminar (tọa đàm).
        Seminar,
        /// Signing ceremony (lễ ký kết).
        SigningCeremony,
        /// Field survey (khảo sát).
        FieldSurvey,
        /// Training (tập huấn, đào tạo).
        Training,
        /// Other (khác).
        Other,
    }

    /// The level of an event.
    EventLevel {
        /// International (quốc tế).
        International,
        /// National level (cấp quốc gia).
        National,
        /// Regional level (cấp vùng).
        Regional,
        /// Provincial level (cấp tỉnh).
        Provincial,
        /// District level (cấp huyện).
        District,
    }

    /// The status of an event.
    EventStatus {
        /// Scheduled (sẽ tổ chức).
        Scheduled,
        /// Held (đã tổ chức).
        Held,
        /// Postponed (hoãn), perhaps with the reason.
        Postponed,
        /// Cancelled (đã hủy), with the reason.
        Cancelled,
        /// No source states the status (chưa rõ).
        Unknown,
    }

    /// The measure of a value (IATI codelist IndicatorMeasure).
    Measure {
        /// A count or an amount in a unit (số lượng).
        Unit,
        /// A percentage (tỷ lệ phần trăm).
        Percentage,
        /// Nominal (định danh): the number names a class.
        Nominal,
        /// Ordinal (thứ bậc): the number is a rank.
        Ordinal,
        /// Qualitative (định tính): words, no number.
        Qualitative,
    }

    /// The kind of result (IATI codelist ResultType).
    OutcomeKind {
        /// Output (sản phẩm, đầu ra): goods, services, trained people.
        Output,
        /// Outcome (kết quả): a change for the beneficiaries.
        Outcome,
        /// Impact (tác động): a lasting change.
        Impact,
        /// Another kind (khác), or not stated by the source.
        Other,
    }

    /// The precision with which a source states a value.
    Qualifier {
        /// Exactly the value (chính xác).
        Exact,
        /// More than the value (hơn).
        MoreThan,
        /// A little less than the value (gần).
        Nearly,
        /// About the value (khoảng).
        About,
        /// At most the value (đến).
        UpTo,
        /// Dozens (hàng chục); no value is printed.
        Dozens,
        /// Tens of thousands (hàng chục nghìn); no value is printed.
        TensOfThousands,
    }

    /// The status of an outcome in the approval process.
    OutcomeStatus {
        /// Draft (bản nháp).
        Draft,
        /// Submitted (đã trình), waiting for approval.
        Submitted,
        /// Approved (đã phê duyệt) and published.
        Approved,
        /// Returned (trả lại) with a note.
        Returned,
        /// Superseded (đã thay thế) by a later outcome.
        Superseded,
        /// Retracted (đã rút), with the reason.
        Retracted,
    }

    /// Whether a claim states a plan or a result.
    ClaimKind {
        /// A planned figure (kế hoạch).
        Planned,
        /// A reported figure (báo cáo, kết quả).
        Reported,
    }

    /// What the figure of a claim counts (chỉ tiêu công bố). Each but OTHER can be compared with
    /// the records: within the claim's agreement with its descendants, and its scope.
    Metric {
        /// Agreed activities (nội dung, hoạt động đã thỏa thuận), whatever became of them; by their
        /// planned period, else the actual one.
        AgreedActivities,
        /// Activities that are PLANNED (chưa thực hiện); by their planned period.
        PlannedActivities,
        /// Activities that are ONGOING (đang thực hiện).
        OngoingActivities,
        /// Activities that are COMPLETED (đã hoàn thành).
        CompletedActivities,
        /// Activities carried out at least in part (đã triển khai): ONGOING or COMPLETED; by their
        /// actual period, else the planned one.
        ImplementedActivities,
        /// Events that were HELD (sự kiện). With provinces and the role HOST, those that these
        /// provinces hosted.
        Events,
        /// Events of kind FESTIVAL that were HELD (lễ hội).
        Festivals,
        /// Agreements, memoranda and plans (văn bản hợp tác); by the day they were signed, else by
        /// their period.
        Agreements,
        /// Agreements of kind MEMORANDUM (biên bản ghi nhớ).
        Memoranda,
        /// Calendar years of the agreement's own period (số năm thực hiện).
        AgreementYears,
        /// Fields of the agreement itself (lĩnh vực hợp tác), not of those under it.
        Fields,
        /// Provinces that are parties to the agreements (địa phương ký kết), other than those of the
        /// scope.
        Provinces,
        /// Provinces that take part in the activities and the events that were HELD, or host them
        /// (địa phương tham gia).
        ParticipatingProvinces,
        /// Organizations that take part in the activities and the events that were HELD (đơn vị
        /// tham gia).
        ParticipatingOrganizations,
        /// Participating organizations of kind ENTERPRISE (doanh nghiệp).
        Enterprises,
        /// Participating organizations of kind HOSPITAL (bệnh viện).
        Hospitals,
        /// Participating organizations of kind DEPARTMENT (sở, ban, ngành).
        Departments,
        /// People who attended the events that were HELD (lượt người tham dự).
        Attendance,
        /// Projects (dự án): the sum of approved outcomes in the unit `projects`.
        Projects,
        /// Approved outcomes (kết quả), whatever their values.
        Outcomes,
        /// The sum of approved outcomes in the unit of the claim (giá trị kết quả); of a cumulative
        /// series the last value. Amounts of money in one currency are converted: `billion VND`
        /// and `million VND`.
        OutcomeValue,
        /// Money committed to the activities from all sources (kinh phí cam kết), in the currency
        /// of the claim.
        CommittedMoney,
        /// Money committed from the state budget (ngân sách nhà nước).
        StateBudgetMoney,
        /// Money committed as contributions of society (kinh phí xã hội hóa).
        SocialisedMoney,
        /// Money committed by enterprises (vốn đầu tư đăng ký của doanh nghiệp).
        InvestmentCapital,
        /// Money committed as official development assistance (vốn ODA).
        OdaMoney,
        /// The judgement that cooperation was mostly one way (chủ yếu là hỗ trợ một chiều): of the
        /// activities whose participants give and receive, more than half are one way.
        MostlyOneWay,
        /// The judgement that cooperation was mostly mutual (chủ yếu là hai chiều): of the
        /// activities whose participants give and receive, more than half are mutual.
        MostlyMutual,
        /// The judgement that much of what was agreed was not carried out (nhiều nội dung chưa được
        /// triển khai): more than half of the agreed activities are neither ONGOING nor COMPLETED.
        LargelyNotImplemented,
        /// Something else (khác), in the words of `metricWords`. It is stated, but not compared.
        Other,
    }

    /// What decides whether a record counts towards a claim.
    ClaimCriterion {
        /// The record's status: the claim counts what has another one.
        Status,
        /// Its kind: the claim counts records of another one.
        Kind,
        /// Its sector: the claim's scope names another one.
        Sector,
        /// Its period: it lies outside the period of the claim's scope.
        Period,
        /// Its provinces: none of the claim's scope takes part, or not in the role of the scope.
        Province,
        /// Its value: it has none, or one in another unit, currency or source of money.
        Value,
        /// Its participants: no two provinces give and receive, or may.
        Flow,
        /// A later value of the same cumulative series, which contains its value.
        Series,
    }

    /// What is known of an activity whose planned end is past and that is neither COMPLETED nor
    /// CANCELLED.
    LatenessKind {
        /// Late (chậm tiến độ): something was reported since the plan, but not that it was completed.
        /// That is, it is ONGOING or SUSPENDED, or has an actual period, or an event that was HELD,
        /// or a published outcome.
        Late,
        /// No report (chưa có báo cáo): nothing was reported since the plan, so it may have been
        /// carried out or not.
        NoReport,
    }

    /// Whether a directive is binding.
    DirectiveKind {
        /// Directive (chỉ đạo): binding.
        Directive,
        /// Recommendation (kiến nghị): not binding.
        Recommendation,
    }

    /// The status of a directive.
    DirectiveStatus {
        /// Open (chưa thực hiện): no activity answers it yet.
        Open,
        /// Answered by activities (đã có hoạt động thực hiện).
        Answered,
        /// Closed (đã kết thúc): settled or lapsed.
        Closed,
    }

    /// The reliability of a document.
    Reliability {
        /// Normal (bình thường) for a publication of its kind.
        Normal,
        /// Low (thấp): a mirror, a machine translation, a page without an author.
        Low,
    }

    /// How much of a document the person who recorded it has read.
    Reading {
        /// The whole document (toàn văn).
        Full,
        /// An excerpt (trích đoạn); the rest may contain more.
        Excerpt,
    }
}
