//! How the values of settings are written: read from texts, and back. A refusal says what to write.

use std::{fmt::Display, fs, io::ErrorKind, net::SocketAddr, path::PathBuf, time::Duration};

/// What is told of a file where a folder is meant.
const IS_FILE: &str = "it is a file, or in one; name a folder, such as ./data";

/// How a value is read from text, or what is wrong with it.
type Read<T> = Box<dyn Fn(&str) -> Result<T, String>>;

/// How values of a type are written.
pub struct Notation<T> {
    read: Read<T>,
    write: Box<dyn Fn(&T) -> String>,
}

impl<T: 'static> Notation<T> {
    fn new<E: Display>(
        read: impl Fn(&str) -> Result<T, E> + 'static,
        write: impl Fn(&T) -> String + 'static,
    ) -> Self {
        let read = move |text: &str| read(text).map_err(|error| error.to_string());
        Self { read: Box::new(read), write: Box::new(write) }
    }

    /// Reads a value.
    ///
    /// # Errors
    /// What to write instead.
    pub fn read(&self, text: &str) -> Result<T, String> {
        (self.read)(text)
    }

    /// Writes a value, as it is read.
    pub fn write(&self, value: &T) -> String {
        (self.write)(value)
    }
}

/// What writes itself, and is read like this.
pub fn shown<T: Display + 'static, E: Display>(
    read: impl Fn(&str) -> Result<T, E> + 'static,
) -> Notation<T> {
    Notation::new(read, T::to_string)
}

/// An address with a port.
pub fn address() -> Notation<SocketAddr> {
    shown(|text| {
        text.parse().map_err(|_| {
            "it is not an IP address with a port; write it like 127.0.0.1:8080, [::1]:8080, or \
             0.0.0.0:8080 for all networks"
        })
    })
}

/// What another notation reads, or nothing.
pub fn optional<T: 'static>(one: Notation<T>) -> Notation<Option<T>> {
    let Notation { read, write } = one;
    Notation::new(
        move |text| if text.is_empty() { Ok(None) } else { read(text).map(Some) },
        move |value| value.as_ref().map(&write).unwrap_or_default(),
    )
}

/// A list of what another notation reads, told apart by commas; what is refused is named.
pub fn list<T: 'static>(one: Notation<T>) -> Notation<Vec<T>> {
    let Notation { read, write } = one;
    Notation::new(
        move |text| {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            items.map(|item| read(item).map_err(|error| format!("`{item}`: {error}"))).collect()
        },
        move |values: &Vec<T>| values.iter().map(&write).collect::<Vec<_>>().join(","),
    )
}

/// A file or folder, which need not exist.
pub fn path() -> Notation<PathBuf> {
    let read = |text: &str| match text {
        "" => Err("it is empty; name a folder, such as ./data"),
        _ => Ok(PathBuf::from(text)),
    };
    Notation::new(read, |path| path.display().to_string())
}

/// A folder, which need not exist.
pub fn folder() -> Notation<PathBuf> {
    let Notation { read, write } = path();
    let read = move |text: &str| {
        let path = read(text)?;
        match fs::metadata(&path) {
            Ok(found) if !found.is_dir() => Err(IS_FILE.to_owned()),
            Err(error) if error.kind() == ErrorKind::NotADirectory => Err(IS_FILE.to_owned()),
            _ => Ok(path),
        }
    };
    Notation::new(read, write)
}

/// A whole number within bounds, as whatever counts it.
pub fn number<T: Count>(least: u64, most: u64) -> Notation<T> {
    scaled(least, most, 0)
}

/// A number of KiB within bounds, as bytes.
pub fn kibibytes<T: Count>(least: u64, most: u64) -> Notation<T> {
    scaled(least, most, 10)
}

/// A number of MiB within bounds, as bytes.
pub fn mebibytes<T: Count>(least: u64, most: u64) -> Notation<T> {
    scaled(least, most, 20)
}

/// What counts.
pub trait Count: TryFrom<u64> + TryInto<u64> + Copy + 'static {}

impl<T: TryFrom<u64> + TryInto<u64> + Copy + 'static> Count for T {}

fn scaled<T: Count>(least: u64, most: u64, bits: u32) -> Notation<T> {
    let read = move |text: &str| {
        let counted = whole(text, least, most)? << bits;
        T::try_from(counted).map_err(|_| format!("{counted} is too much for this machine"))
    };
    Notation::new(read, move |value| {
        (*value).try_into().map_or(u64::MAX, |it| it >> bits).to_string()
    })
}

/// A number of seconds within bounds.
pub fn seconds(least: u64, most: u64) -> Notation<Duration> {
    let read = move |text: &str| whole(text, least, most).map(Duration::from_secs);
    Notation::new(read, |duration| duration.as_secs().to_string())
}

/// A number of milliseconds within bounds.
pub fn milliseconds(least: u64, most: u64) -> Notation<Duration> {
    let read = move |text: &str| whole(text, least, most).map(Duration::from_millis);
    Notation::new(read, |duration| duration.as_millis().to_string())
}

fn whole(text: &str, least: u64, most: u64) -> Result<u64, String> {
    let number = text.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("write a whole number from {least} to {most}"))
}

/// True or false.
pub fn flag() -> Notation<bool> {
    shown(|text| text.parse().map_err(|_| "write true or false"))
}

/// A text that can be read like this, as it stands.
pub fn checked<T>(read: impl Fn(&str) -> Result<T, String> + 'static) -> Notation<String> {
    shown(move |text: &str| read(text).map(|_| text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_what_was_read() {
        fn same<T: 'static>(notation: &Notation<T>, texts: &[&str]) {
            for text in texts {
                let value = notation.read(text).unwrap();
                assert_eq!(notation.write(&value), *text);
            }
        }
        same(&address(), &["127.0.0.1:8080", "[::1]:0"]);
        same(&optional(flag()), &["", "true", "false"]);
        same(&list(path()), &["", "a", "a,b/c"]);
        same(&folder(), &["tests", "none/yet"]);
        same(&number::<usize>(0, 9), &["0", "9"]);
        same(&kibibytes::<u64>(1, 1 << 20), &["1", "1048576"]);
        same(&mebibytes::<usize>(0, 1 << 20), &["0", "256"]);
        same(&seconds(0, 3_600), &["0", "10"]);
        same(&checked(|text| text.parse::<u8>().map_err(|it| it.to_string())), &["+7", "007"]);
    }
}
