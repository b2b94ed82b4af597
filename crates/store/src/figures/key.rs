//! Keys of kept cells: `k`, the era, the place, the sector, the year, all of fixed width but the
//! place.

use jiff::civil::Date;

use crate::StoreError;
use domain::{
    FieldId, NounId, ProvinceId, SectorId,
    tally::{CellKey, DueDay, Era, FigureKey, OneOrAll, ProvincePair},
};

/// What the keys of all kept cells start with.
pub const CELLS: &[u8] = b"k";

/// Under which key it is noted that the units are others, and with them the cells of all eras.
pub const UNITS: &[u8] = b"units";
/// Under which key it is noted that cells of some pair changed.
pub const PAIRS: &[u8] = b"pairs";

/// Under which key it is noted that cells of a place changed.
pub fn noted(place: FigureKey) -> Vec<u8> {
    let era = Era::AsRecorded;
    encode(&CellKey { era, place, sector: OneOrAll::All, year: OneOrAll::All })
}

/// The key of a kept cell.
pub fn encode(key: &CellKey) -> Vec<u8> {
    let mut bytes = CELLS.to_vec();
    let (tag, day) = match key.era {
        Era::AsRecorded => (0, 0),
        Era::Before => (1, 0),
        Era::Since(day) => (2, i32::from(DueDay(day))),
    };
    bytes.push(tag);
    bytes.extend(day.to_be_bytes());
    let (tag, ids) = match key.place {
        FigureKey::Network => (0, [0, 0]),
        FigureKey::Pair(pair) => (1, [pair.a().number(), pair.b().number()]),
        FigureKey::Province(province) => (2, [province.number(), 0]),
        FigureKey::Field(field) => (3, [field.number(), 0]),
    };
    bytes.push(tag);
    bytes.extend(ids.map(u64::to_be_bytes).concat());
    let (tag, sector) = match key.sector {
        OneOrAll::All => (0, 0),
        OneOrAll::This(None) => (1, 0),
        OneOrAll::This(Some(sector)) => (2, sector.number()),
    };
    bytes.push(tag);
    bytes.extend(sector.to_be_bytes());
    let (tag, year) = match key.year {
        OneOrAll::All => (0, 0),
        OneOrAll::This(None) => (1, 0),
        OneOrAll::This(Some(year)) => (2, year),
    };
    bytes.push(tag);
    bytes.extend(year.to_be_bytes());
    bytes
}

/// Reads the key of a kept cell.
pub fn decode(bytes: &[u8]) -> Result<CellKey, StoreError> {
    read(bytes).ok_or_else(|| StoreError::corrupt("the key of a cell is damaged"))
}

fn read(bytes: &[u8]) -> Option<CellKey> {
    let mut rest = bytes.strip_prefix(CELLS)?;
    let (era, day) = (take::<1>(&mut rest)?, i32::from_be_bytes(take(&mut rest)?));
    let era = match era {
        [0] => Era::AsRecorded,
        [1] => Era::Before,
        [2] => Era::Since(date(day)?),
        _ => return None,
    };
    let place = take::<1>(&mut rest)?;
    let (a, b) = (u64::from_be_bytes(take(&mut rest)?), u64::from_be_bytes(take(&mut rest)?));
    let place = match place {
        [0] => FigureKey::Network,
        [1] => {
            let pair = (ProvinceId::from_number(a), ProvinceId::from_number(b));
            FigureKey::Pair(ProvincePair::try_from(pair).ok()?)
        }
        [2] => FigureKey::Province(ProvinceId::from_number(a)),
        [3] => FigureKey::Field(FieldId::from_number(a)),
        _ => return None,
    };
    let (tag, sector) = (take::<1>(&mut rest)?, u64::from_be_bytes(take(&mut rest)?));
    let sector = only(tag, SectorId::from_number(sector))?;
    let (tag, year) = (take::<1>(&mut rest)?, i16::from_be_bytes(take(&mut rest)?));
    let year = only(tag, year)?;
    rest.is_empty().then_some(CellKey { era, place, sector, year })
}

fn only<T>([tag]: [u8; 1], value: T) -> Option<OneOrAll<Option<T>>> {
    match tag {
        0 => Some(OneOrAll::All),
        1 => Some(OneOrAll::This(None)),
        2 => Some(OneOrAll::This(Some(value))),
        _ => None,
    }
}

fn date(days: i32) -> Option<Date> {
    DueDay::try_from(days).ok().map(|DueDay(day)| day)
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, left) = rest.split_first_chunk::<N>()?;
    *rest = left;
    Some(*taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back_and_no_two_are_the_same() {
        let pair = ProvincePair::new(ProvinceId::from_number(2), ProvinceId::from_number(1));
        let places = [
            FigureKey::Network,
            FigureKey::Pair(pair.unwrap()),
            FigureKey::Province(ProvinceId::from_number(1)),
            FigureKey::Field(FieldId::from_number(1)),
        ];
        let eras = [Era::AsRecorded, Era::Before, Era::Since(Date::constant(2025, 7, 1))];
        let sectors =
            [OneOrAll::All, OneOrAll::This(None), OneOrAll::This(Some(SectorId::from_number(1)))];
        let years = [
            OneOrAll::All,
            OneOrAll::This(None),
            OneOrAll::This(Some(-1)),
            OneOrAll::This(Some(2025)),
        ];
        let mut seen = std::collections::BTreeSet::new();
        for (era, place) in eras.iter().flat_map(|era| places.map(|place| (*era, place))) {
            for (sector, year) in sectors.iter().flat_map(|it| years.map(|year| (*it, year))) {
                let key = CellKey { era, place, sector, year };
                let bytes = encode(&key);
                assert_eq!(decode(&bytes).unwrap(), key);
                assert!(decode(&bytes[..bytes.len() - 1]).is_err());
                assert!(seen.insert(bytes));
            }
        }
    }
}
