//! Metric: what a claim's figure counts, as a term with a definition.

use super::{activity::Funding, noun::Noun, vocabulary::vocabulary};

vocabulary! {
    /// What the figure of a claim counts (chỉ tiêu công bố). Each but OTHER can be compared with
    /// the records: within the claim's agreement with its descendants, and its scope.
    pub enum Metric {
        /// Agreed activities (nội dung, hoạt động đã thỏa thuận), whatever became of them; by their
        /// planned period, else the actual one.
        AgreedActivities = "AGREED_ACTIVITIES",
        /// Activities that are PLANNED (chưa thực hiện); by their planned period.
        PlannedActivities = "PLANNED_ACTIVITIES",
        /// Activities that are ONGOING (đang thực hiện).
        OngoingActivities = "ONGOING_ACTIVITIES",
        /// Activities that are COMPLETED (đã hoàn thành).
        CompletedActivities = "COMPLETED_ACTIVITIES",
        /// Activities carried out at least in part (đã triển khai): ONGOING or COMPLETED; by their
        /// actual period, else the planned one.
        ImplementedActivities = "IMPLEMENTED_ACTIVITIES",
        /// Events that were HELD (sự kiện). With provinces and the role HOST, those that these
        /// provinces hosted.
        Events = "EVENTS",
        /// Events of kind FESTIVAL that were HELD (lễ hội).
        Festivals = "FESTIVALS",
        /// Agreements, memoranda and plans (văn bản hợp tác); by the day they were signed, else by
        /// their period.
        Agreements = "AGREEMENTS",
        /// Agreements of kind MEMORANDUM (biên bản ghi nhớ).
        Memoranda = "MEMORANDA",
        /// Calendar years of the agreement's own period (số năm thực hiện).
        AgreementYears = "AGREEMENT_YEARS",
        /// Fields of the agreement itself (lĩnh vực hợp tác), not of those under it.
        Fields = "FIELDS",
        /// Provinces that are parties to the agreements (địa phương ký kết), other than those of the
        /// scope.
        Provinces = "PROVINCES",
        /// Provinces that take part in the activities and the events that were HELD, or host them
        /// (địa phương tham gia).
        ParticipatingProvinces = "PARTICIPATING_PROVINCES",
        /// Organizations that take part in the activities and the events that were HELD (đơn vị
        /// tham gia).
        ParticipatingOrganizations = "PARTICIPATING_ORGANIZATIONS",
        /// Participating organizations of kind ENTERPRISE (doanh nghiệp).
        Enterprises = "ENTERPRISES",
        /// Participating organizations of kind HOSPITAL (bệnh viện).
        Hospitals = "HOSPITALS",
        /// Participating organizations of kind DEPARTMENT (sở, ban, ngành).
        Departments = "DEPARTMENTS",
        /// People who attended the events that were HELD (lượt người tham dự).
        Attendance = "ATTENDANCE",
        /// Projects (dự án): the sum of approved outcomes in the unit `projects`.
        Projects = "PROJECTS",
        /// Approved outcomes (kết quả), whatever their values.
        Outcomes = "OUTCOMES",
        /// The sum of approved outcomes in the unit of the claim (giá trị kết quả); of a cumulative
        /// series the last value. Amounts of money in one currency are converted: `billion VND`
        /// and `million VND`.
        OutcomeValue = "OUTCOME_VALUE",
        /// Money committed to the activities from all sources (kinh phí cam kết), in the currency
        /// of the claim.
        CommittedMoney = "COMMITTED_MONEY",
        /// Money committed from the state budget (ngân sách nhà nước).
        StateBudgetMoney = "STATE_BUDGET_MONEY",
        /// Money committed as contributions of society (kinh phí xã hội hóa).
        SocialisedMoney = "SOCIALISED_MONEY",
        /// Money committed by enterprises (vốn đầu tư đăng ký của doanh nghiệp).
        InvestmentCapital = "INVESTMENT_CAPITAL",
        /// Money committed as official development assistance (vốn ODA).
        OdaMoney = "ODA_MONEY",
        /// The judgement that cooperation was mostly one way (chủ yếu là hỗ trợ một chiều): of the
        /// activities whose participants give and receive, more than half are one way.
        MostlyOneWay = "MOSTLY_ONE_WAY",
        /// The judgement that cooperation was mostly mutual (chủ yếu là hai chiều): of the
        /// activities whose participants give and receive, more than half are mutual.
        MostlyMutual = "MOSTLY_MUTUAL",
        /// The judgement that much of what was agreed was not carried out (nhiều nội dung chưa được
        /// triển khai): more than half of the agreed activities are neither ONGOING nor COMPLETED.
        LargelyNotImplemented = "LARGELY_NOT_IMPLEMENTED",
        /// Something else (khác), in the words of `metricWords`. It is stated, but not compared.
        Other = "OTHER",
    }
}

vocabulary! {
    /// What decides whether a record counts towards a claim.
    pub enum ClaimCriterion {
        /// The record's status: the claim counts what has another one.
        Status = "STATUS",
        /// Its kind: the claim counts records of another one.
        Kind = "KIND",
        /// Its sector: the claim's scope names another one.
        Sector = "SECTOR",
        /// Its period: it lies outside the period of the claim's scope.
        Period = "PERIOD",
        /// Its provinces: none of the claim's scope takes part, or not in the role of the scope.
        Province = "PROVINCE",
        /// Its value: it has none, or one in another unit, currency or source of money.
        Value = "VALUE",
        /// Its participants: no two provinces give and receive, or may.
        Flow = "FLOW",
        /// A later value of the same cumulative series, which contains its value.
        Series = "SERIES",
    }
}

/// How a metric is told from the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// By counting records.
    Count,
    /// By adding up what records state.
    Sum,
    /// By the bounds of a share, against a half.
    Share,
    /// It is not.
    Not,
}

impl Metric {
    /// Returns the term, and the words that it needs, for a metric as claims named it before
    /// metrics were terms. What named a place, or nothing that can be told, stays in its words.
    ///
    /// Records and files of that time are read by it: nothing here is ever edited.
    #[must_use]
    pub fn of_earlier_name(name: &str) -> (Self, Option<String>) {
        let metric = match name {
            "AGREED_ACTIVITIES" => Self::AgreedActivities,
            "IMPLEMENTED_ACTIVITIES" => Self::ImplementedActivities,
            "EVENTS" => Self::Events,
            "FESTIVALS" => Self::Festivals,
            "FIELDS" => Self::Fields,
            "AGREEMENTS" => Self::Agreements,
            "MEMORANDA" => Self::Memoranda,
            "PROVINCES" => Self::Provinces,
            "PROJECTS" => Self::Projects,
            "ENTERPRISES" => Self::Enterprises,
            "HOSPITALS" => Self::Hospitals,
            "DEPARTMENTS" => Self::Departments,
            "INVESTMENT_CAPITAL" => Self::InvestmentCapital,
            "PARTICIPANTS" => Self::Attendance,
            "SUPPORT_VALUE" => Self::OutcomeValue,
            words => return (Self::Other, Some(words.to_owned())),
        };
        (metric, None)
    }

    /// Returns how it is told from the records.
    #[must_use]
    pub const fn told(self) -> Told {
        match self {
            Self::Other => Told::Not,
            Self::MostlyOneWay | Self::MostlyMutual | Self::LargelyNotImplemented => Told::Share,
            Self::AgreementYears
            | Self::Attendance
            | Self::Projects
            | Self::OutcomeValue
            | Self::CommittedMoney
            | Self::StateBudgetMoney
            | Self::SocialisedMoney
            | Self::InvestmentCapital
            | Self::OdaMoney => Told::Sum,
            _ => Told::Count,
        }
    }

    /// Returns the units that a claim of the metric may be in; empty if any unit says what is
    /// counted, or none is needed.
    #[must_use]
    pub const fn units(self) -> &'static [&'static str] {
        match self {
            Self::AgreedActivities
            | Self::PlannedActivities
            | Self::OngoingActivities
            | Self::CompletedActivities
            | Self::ImplementedActivities => &["activities"],
            Self::Events => &["events"],
            Self::Festivals => &["festivals", "events"],
            Self::Agreements => &["agreements"],
            Self::Memoranda => &["memoranda", "agreements"],
            Self::AgreementYears => &["years"],
            Self::Fields => &["fields"],
            Self::Provinces | Self::ParticipatingProvinces => {
                &["provinces", "localities", "partners"]
            }
            Self::ParticipatingOrganizations => &["organizations"],
            Self::Enterprises => &["enterprises"],
            Self::Hospitals => &["hospitals"],
            Self::Departments => &["departments"],
            Self::Attendance => &["persons"],
            Self::Projects => &["projects"],
            Self::Outcomes => &["outcomes"],
            _ => &[],
        }
    }

    /// Returns the source of the money that it counts; `None` for all sources, and for what is no
    /// committed money.
    #[must_use]
    pub const fn funding(self) -> Option<Funding> {
        match self {
            Self::StateBudgetMoney => Some(Funding::StateBudget),
            Self::SocialisedMoney => Some(Funding::Socialised),
            Self::InvestmentCapital => Some(Funding::Enterprise),
            Self::OdaMoney => Some(Funding::Oda),
            _ => None,
        }
    }

    /// Returns whether it counts committed money.
    #[must_use]
    pub const fn is_money(self) -> bool {
        matches!(self, Self::CommittedMoney) || self.funding().is_some()
    }

    /// Returns the nouns that have to be read to tell it, within any scope.
    #[must_use]
    pub const fn nouns(self) -> &'static [Noun] {
        match self {
            Self::Events | Self::Festivals | Self::Attendance => &[Noun::Event],
            Self::Fields => &[Noun::Field],
            // The sectors of an agreement are those of its fields.
            Self::Agreements | Self::Memoranda | Self::Provinces => &[Noun::Agreement, Noun::Field],
            Self::AgreementYears => &[Noun::Agreement],
            Self::ParticipatingProvinces
            | Self::ParticipatingOrganizations
            | Self::Enterprises
            | Self::Hospitals
            | Self::Departments => &[Noun::Activity, Noun::Event],
            Self::Projects | Self::Outcomes | Self::OutcomeValue => &[Noun::Outcome],
            Self::Other => &[],
            _ => &[Noun::Activity],
        }
    }
}
