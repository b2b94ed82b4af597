//! What tests share: a registry in a folder of its own, drafts of records, and commands.

use std::{path::Path, sync::Arc};

use hoptac::{
    domain::{Command, Existing, Record, Register, link::ByKey},
    exchange::seeds::Seeds,
    registry::{FixedClock, Found, OpenError, Options, Receipt, Registry, Request, SubmitError},
    store,
};

/// The clock of all tests.
pub fn clock() -> Arc<FixedClock> {
    Arc::new(FixedClock("2025-09-01T08:00:00.123456789Z".parse().unwrap()))
}

pub fn open(data: &Path) -> Result<(Registry, Found), OpenError> {
    // Also what is small goes to runs now and then, as it does where there is much.
    let store = store::Options { bulk: 48, ..store::Options::default() };
    open_with(data, Options { store, ..Options::default() })
}

pub fn open_with(data: &Path, options: Options) -> Result<(Registry, Found), OpenError> {
    Registry::open(data, options, clock(), &mut |_| {})
}

pub fn request(command: Register) -> Request {
    Request::of_system("test", Command::Register(command))
}

/// Drafts written as in a seed file: one table of the noun after another.
pub fn drafts(files: &[(&str, &str)]) -> Vec<Record<ByKey>> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    Seeds::from_folder(folder.path()).unwrap().command().drafts
}

pub fn adding(drafts: Vec<Record<ByKey>>) -> Register {
    Register { drafts, existing: Existing::Keep }
}

pub fn replacing(drafts: Vec<Record<ByKey>>) -> Register {
    Register { drafts, existing: Existing::Replace }
}

pub fn submit(registry: &Registry, command: Register) -> Result<Receipt, SubmitError> {
    registry.submit_blocking(request(command))
}

/// A sector with a key, and a number in its description.
pub fn sector(key: &str, marker: u64) -> Record<ByKey> {
    let text = format!(
        "[[sector]]\nkey = '{key}'\ncode = '{}'\nname.en = 'Sector {key}'\n\
         description.en = 'marker {marker}'\n",
        key.to_uppercase().replace('-', "_")
    );
    drafts(&[("sectors.toml", &text)]).remove(0)
}

/// The number that [`sector`] wrote.
pub fn marker(record: &Record) -> u64 {
    let Record::Sector(sector) = record else { panic!("{record:?} is no sector") };
    let text = sector.description.as_ref().unwrap().en().unwrap();
    text.strip_prefix("marker ").unwrap().parse().unwrap()
}
