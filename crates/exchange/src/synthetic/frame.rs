//! What made-up activities stand in: documents, provinces, sectors, organizations, agreements with
//! their fields, and what is said of them afterwards.

use std::io;

use jiff::civil::Date;

use super::{Synthetic, chance::Chance};
use domain::{
    Agreement, AgreementId, AgreementKind, Claim, ClaimKind, ClaimScope, Code, CodeScheme, Decimal,
    Directive, DirectiveKind, DirectiveStatus, Document, DocumentId, EdtfDate, Field, FieldId,
    LocalizedText, Metric, NounId, Organization, OrganizationId, OrganizationKind, Party,
    PartyRole, Period, Province, ProvinceId, ProvinceKind, Reading, Record, Reliability, Sector,
    SectorId, Source,
    link::{ByKey, KeyOf},
    text::TextKind,
};

type Give<'a> = dyn FnMut(Record<ByKey>) -> io::Result<()> + 'a;

/// Sectors: the end of the key, the code, and the name in both languages.
pub const SECTORS: [(&str, &str, &str, &str); 7] = [
    ("tourism", "SYNTHETIC_TOURISM", "du lịch", "tourism"),
    ("trade", "SYNTHETIC_TRADE", "thương mại", "trade"),
    ("agriculture", "SYNTHETIC_AGRICULTURE", "nông nghiệp", "agriculture"),
    ("science", "SYNTHETIC_SCIENCE", "khoa học", "science"),
    ("health", "SYNTHETIC_HEALTH", "y tế", "health"),
    ("social", "SYNTHETIC_SOCIAL", "an sinh xã hội", "social security"),
    ("investment", "SYNTHETIC_INVESTMENT", "đầu tư", "investment"),
];

/// How many documents there are to point at.
pub const DOCUMENTS: u64 = 100;
/// The first year in which anything is signed, and the number of years.
const YEARS: (i16, u64) = (2016, 9);

/// A text that says in both languages that it is made up.
pub fn text(vi: &str, en: &str) -> LocalizedText {
    let (vi, en) = (format!("Mô phỏng: {vi}"), format!("Synthetic: {en}"));
    LocalizedText::new(Some(&vi), Some(&en), TextKind::Title)
        .unwrap_or_else(|error| unreachable!("made of few plain words, so acceptable: {error}"))
}

/// A pointer at a record.
pub fn to<I: NounId>(key: String) -> KeyOf<I> {
    KeyOf::new(key)
}

/// A province's key, by its number.
pub fn province(number: u32) -> KeyOf<ProvinceId> {
    to(format!("syn-p{number:05}"))
}

/// The key of a province's people's committee.
pub fn committee(number: u32) -> KeyOf<OrganizationId> {
    to(format!("syn-p{number:05}-ubnd"))
}

/// A sector's key.
pub fn sector(place: usize) -> KeyOf<SectorId> {
    to(format!("syn-{}", SECTORS[place % SECTORS.len()].0))
}

/// A source: one of the documents.
pub fn source(chance: &mut Chance) -> Vec<Source<ByKey>> {
    let document: KeyOf<DocumentId> = to(format!("syn-d{:03}", 1 + chance.below(DOCUMENTS)));
    vec![Source { document, quote: None }]
}

/// A day of a year that is in every month.
pub fn day(year: i16, chance: &mut Chance) -> Date {
    let month = i8::try_from(1 + chance.below(12)).unwrap_or(1);
    let day = i8::try_from(1 + chance.below(28)).unwrap_or(1);
    Date::constant(year, month, day)
}

/// A date as a text has it.
pub fn dated(text: &str) -> Option<EdtfDate> {
    text.parse().ok()
}

/// The records that all others point at.
pub fn frame(synthetic: &Synthetic, give: &mut Give<'_>) -> io::Result<()> {
    for number in 1..=DOCUMENTS {
        give(Record::Document(document(number)))?;
    }
    for number in 1..=synthetic.provinces {
        give(Record::Province(unit(number)))?;
    }
    for (place, (_, code, vi, en)) in SECTORS.into_iter().enumerate() {
        give(Record::Sector(Sector {
            key: Some(sector(place).as_str().to_owned()),
            code: code.to_owned(),
            name: text(vi, en),
            description: None,
            sources: Vec::new(),
            note: None,
        }))?;
    }
    for number in 1..=synthetic.provinces {
        give(Record::Organization(Organization {
            key: Some(committee(number).as_str().to_owned()),
            kind: OrganizationKind::PeoplesCommittee,
            name: text(&format!("UBND tỉnh {number}"), &format!("committee of province {number}")),
            aliases: Vec::new(),
            province: province(number),
            merged_into: None,
            sources: Vec::new(),
            note: None,
        }))?;
    }
    Ok(())
}

fn document(number: u64) -> Document<ByKey> {
    Document {
        key: Some(format!("syn-d{number:03}")),
        title: format!("Synthetic document {number}"),
        title_from_url: false,
        publisher: Some("nobody".to_owned()),
        published_on: dated(&format!("{}", 2016 + number % 10)),
        url: None,
        language: "vi".to_owned(),
        sha256: None,
        reliability: Reliability::Low,
        reading: Reading::Full,
        merged_into: None,
        sources: Vec::new(),
        note: Some("made up by hoptac generate".to_owned()),
    }
}

fn unit(number: u32) -> Province<ByKey> {
    let kind = if number <= 5 { ProvinceKind::Municipality } else { ProvinceKind::Province };
    let value = format!("SYN-{number:05}");
    let code = Code { scheme: CodeScheme::Other, value, valid_from: None, valid_to: None };
    Province {
        key: Some(province(number).as_str().to_owned()),
        kind,
        name: text(&format!("tỉnh {number}"), &format!("province {number}")),
        aliases: Vec::new(),
        region: None,
        valid_from: None,
        valid_to: None,
        codes: vec![code],
        earlier: Vec::new(),
        merged_into: None,
        sources: Vec::new(),
        note: Some("made up by hoptac generate".to_owned()),
    }
}

/// An agreement as far as what stands under it needs to know it.
pub struct Frame {
    /// Its key.
    pub key: String,
    /// Who gives and who receives, mostly.
    pub pair: (u32, u32),
    /// The year in which it was signed.
    pub year: i16,
    signed: Date,
    last: i16,
}

/// A field as far as its activities need to know it.
pub struct Part {
    /// Its key.
    pub key: String,
    /// The place of its sector.
    pub sector: usize,
}

/// An agreement of a pair.
pub fn agreement(number: u64, pair: (u32, u32), chance: &mut Chance) -> Frame {
    let year = YEARS.0 + i16::try_from(chance.below(YEARS.1)).unwrap_or(0);
    let last = year + 2 + i16::try_from(chance.below(3)).unwrap_or(0);
    Frame { key: format!("syn-a{number:07}"), pair, year, signed: day(year, chance), last }
}

/// One to five fields, of different sectors.
pub fn fields(agreement: &Frame, chance: &mut Chance) -> Vec<Part> {
    let first = chance.index(SECTORS.len());
    let count = 1 + chance.index(5);
    let part = |place: usize| Part {
        key: format!("{}-f{}", agreement.key, place + 1),
        sector: (first + place) % SECTORS.len(),
    };
    (0..count).map(part).collect()
}

impl Frame {
    /// The pointer at it.
    pub fn link(&self) -> KeyOf<AgreementId> {
        to(self.key.clone())
    }

    /// The agreement itself.
    pub fn record(&self) -> Record<ByKey> {
        let party = |number, role| Party {
            province: Some(province(number)),
            organization: Some(committee(number)),
            role,
            side: None,
        };
        let (giver, receiver) = self.pair;
        let (vi, en) = (
            format!("thỏa thuận giữa tỉnh {giver} và tỉnh {receiver}, {}", self.key),
            format!("agreement of provinces {giver} and {receiver}, {}", self.key),
        );
        Record::Agreement(Agreement {
            key: Some(self.key.clone()),
            code: self.key.to_uppercase(),
            kind: AgreementKind::CooperationAgreement,
            title: text(&vi, &en),
            description: None,
            parties: vec![party(giver, PartyRole::Lead), party(receiver, PartyRole::Member)],
            signed_on: dated(&self.signed.to_string()),
            period: format!("{}/{}", self.signed, self.last).parse::<Period>().ok(),
            draft: false,
            termination: None,
            parent: None,
            sources: Vec::new(),
            note: None,
        })
    }
}

impl Part {
    /// The pointer at it.
    pub fn link(&self) -> KeyOf<FieldId> {
        to(self.key.clone())
    }

    /// The field itself.
    pub fn record(&self, agreement: &Frame) -> Record<ByKey> {
        let (_, _, vi, en) = SECTORS[self.sector];
        Record::Field(Field {
            key: Some(self.key.clone()),
            agreement: agreement.link(),
            sector: sector(self.sector),
            title: Some(text(&format!("hợp tác {vi}"), &format!("cooperation in {en}"))),
            objectives: None,
            lead: Some(committee(agreement.pair.0)),
            sources: Vec::new(),
            note: None,
        })
    }
}

/// What a review says of an agreement with so many activities: a figure, and sometimes what is
/// to be done.
pub fn review(
    agreement: &Frame,
    activities: u64,
    last: u64,
    chance: &mut Chance,
    give: &mut Give<'_>,
) -> io::Result<()> {
    // A third of the figures is not what was recorded.
    let published = activities + if chance.percent(33) { 1 + chance.below(5) } else { 0 };
    let stated = agreement.year + 1;
    give(Record::Claim(Claim {
        key: Some(format!("{}-c", agreement.key)),
        agreement: Some(agreement.link()),
        metric: Metric::AgreedActivities,
        metric_words: None,
        kind: ClaimKind::Reported,
        value: Some(Decimal::from(published)),
        unit: None,
        qualifier: None,
        narrative: Some(text("số liệu không có thật", "a figure that nobody published")),
        scope: ClaimScope::everything(),
        stated_on: dated(&stated.to_string()),
        stated_by: Some("nobody".to_owned()),
        stated_by_organization: None,
        conflicts_with: Vec::new(),
        sources: source(chance),
        note: None,
    }))?;
    if !chance.percent(40) {
        return Ok(());
    }
    let answered = chance.percent(50);
    let status = if answered { DirectiveStatus::Answered } else { DirectiveStatus::Open };
    let answers = [last].into_iter().filter(|_| answered);
    give(Record::Directive(Directive {
        key: Some(format!("{}-d", agreement.key)),
        agreement: Some(agreement.link()),
        kind: DirectiveKind::Recommendation,
        text: text("kiến nghị không có thật", "a recommendation that nobody made"),
        issued_by: Some("nobody".to_owned()),
        issued_by_organization: Some(committee(agreement.pair.0)),
        issued_on: dated(&stated.to_string()),
        addressed_to: Vec::new(),
        addressed_to_organizations: vec![committee(agreement.pair.1)],
        due: dated(&format!("{}-12", stated + 1)),
        status,
        answered_by: answers.map(|number| to(super::activity::key(number))).collect(),
        sources: source(chance),
        note: None,
    }))
}
