//! Whether a workbook may be read at all: what it unpacks to is measured before anything of it is
//! kept, since a few kilobytes can stand for gigabytes.
//!
//! The library that reads workbooks keeps all texts and styles in memory, takes the number of texts
//! as the file states it, and reads each piece of XML whole. So all parts are read through once, and
//! what would take more than a bounded amount of memory is refused.

use std::io::{self, BufReader, Read, Seek};

use zip::{ZipArchive, result::ZipError};

use super::wrong;

/// Most bytes of all sheets, unpacked. They are read piece by piece.
const SHEETS_MAX: u64 = 1 << 30;
/// Most bytes of all other parts, unpacked. Texts and styles are kept.
const OTHERS_MAX: u64 = 128 << 20;
/// Longest piece of XML and longest row of a sheet, in bytes.
const ROW_MAX: u64 = 16 << 20;
/// Most elements that are neither cells nor texts.
const ELEMENTS_MAX: u64 = 2_000_000;
/// Most texts that a workbook may say that it has.
const TEXTS_MAX: u64 = 20_000_000;
/// Longest head of the texts, in bytes.
const HEAD_MAX: usize = 4_096;
/// The part that all texts stand in, in lower case.
const TEXTS: &str = "sharedstrings.xml";

/// Reads all parts through.
///
/// # Errors
/// Where it is no workbook, or too large a one.
pub fn check(file: &mut (impl Read + Seek)) -> io::Result<()> {
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| broken(&error))?;
    let names: Result<Vec<_>, _> =
        archive.file_names().map(|name| name.map(|name| name.to_lowercase())).collect();
    let names = names.map_err(|error| broken(&error))?;
    let has = |ending: &str| names.iter().any(|name| name.ends_with(ending));
    if has("workbook.bin") {
        return Err(wrong("this is a binary workbook (.xlsb); save it as .xlsx or CSV"));
    }
    if has("content.xml") && !has("[content_types].xml") {
        return Err(wrong("this is an OpenDocument file (.ods); save it as .xlsx or CSV"));
    }
    if !has("[content_types].xml") {
        return Err(wrong("this is a ZIP archive, but no workbook; give its files one by one"));
    }
    let mut size = Size::default();
    let mut buffer = vec![0; 1 << 16];
    for number in 0..archive.len() {
        let mut part = archive.by_index(number).map_err(|error| broken(&error))?;
        let name = part.name().map_err(|error| broken(&error))?;
        let name = name.to_lowercase().replace('\\', "/");
        let mut scan = Scan::of(&name);
        loop {
            let count = filled(&mut part, &mut buffer).map_err(|error| {
                wrong(format!("the workbook is damaged: its part {name} cannot be read: {error}"))
            })?;
            if count == 0 {
                break;
            }
            scan.read(&buffer[..count], &mut size)
                .map_err(|reason| wrong(format!("the workbook is not read: {name} {reason}")))?;
        }
    }
    Ok(())
}

/// Reads until the buffer is full or nothing is left: the first piece tells how a part is encoded.
fn filled(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut count = 0;
    while count < buffer.len() {
        match from.read(&mut buffer[count..])? {
            0 => break,
            read => count += read,
        }
    }
    Ok(count)
}

fn broken(error: &ZipError) -> io::Error {
    wrong(format!("the workbook is damaged: {error}; open it and save it again"))
}

/// What was unpacked so far.
#[derive(Debug, Default)]
struct Size {
    sheets: u64,
    others: u64,
    elements: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    /// Behind a `<`.
    Open,
    /// In a tag, perhaps in quotes.
    Tag(Option<u8>),
    /// Behind `<!`.
    Bang,
    Comment,
    Data,
    Instruction,
}

/// A part, as far as it was read.
struct Scan {
    has_texts: bool,
    state: State,
    /// The first bytes of the part, or of the present tag.
    head: Vec<u8>,
    /// The last bytes, by which comments end.
    last: [u8; 2],
    begun: bool,
    /// The first element.
    root: Option<Vec<u8>>,
    in_cells: bool,
    /// Bytes since a piece of XML began.
    piece: u64,
    /// Bytes since a row began.
    row: u64,
}

impl Scan {
    fn of(name: &str) -> Self {
        Self {
            has_texts: name.ends_with(TEXTS),
            state: State::Text,
            head: Vec::new(),
            last: [0; 2],
            begun: false,
            root: None,
            in_cells: false,
            piece: 0,
            row: 0,
        }
    }

    fn is_sheet(&self) -> bool {
        !self.has_texts && self.root.as_deref() == Some(b"worksheet")
    }

    fn read(&mut self, bytes: &[u8], size: &mut Size) -> Result<(), String> {
        if !self.begun {
            self.begun = true;
            plainly_encoded(bytes)?;
        }
        for byte in bytes {
            self.byte(*byte, size)?;
        }
        let (all, most, what) = if self.is_sheet() {
            (&mut size.sheets, SHEETS_MAX, "sheets unpack")
        } else {
            (&mut size.others, OTHERS_MAX, "texts, styles and pictures unpack")
        };
        *all += bytes.len() as u64;
        if *all > most {
            let mebibytes = most >> 20;
            return Err(format!("is too large: all {what} to more than {mebibytes} MiB"));
        }
        Ok(())
    }

    fn byte(&mut self, byte: u8, size: &mut Size) -> Result<(), String> {
        self.piece += 1;
        self.row += u64::from(self.in_cells);
        if self.piece > ROW_MAX || self.row > ROW_MAX {
            return Err(format!("has a cell or a row of more than {} MiB", ROW_MAX >> 20));
        }
        match self.state {
            State::Text if byte == b'<' => self.begin(State::Open),
            State::Text => {}
            State::Open => match byte {
                b'!' => self.state = State::Bang,
                b'?' => self.state = State::Instruction,
                _ => {
                    self.state = State::Tag(None);
                    self.tag(byte, size)?;
                }
            },
            State::Tag(Some(quote)) => {
                self.keep(byte);
                if byte == quote {
                    self.state = State::Tag(None);
                }
            }
            State::Tag(None) => self.tag(byte, size)?,
            State::Bang => {
                self.head.push(byte);
                match self.head.as_slice() {
                    b"-" => {}
                    b"--" => self.begin(State::Comment),
                    b"[" => self.begin(State::Data),
                    _ => return Err("has a document type, which no workbook has".to_owned()),
                }
            }
            State::Comment | State::Data | State::Instruction => {
                let ends = match self.state {
                    State::Comment => self.last == *b"--" && self.piece > 2,
                    State::Data => self.last == *b"]]" && self.piece > 2,
                    _ => self.last[1] == b'?',
                };
                if byte == b'>' && ends {
                    self.begin(State::Text);
                }
            }
        }
        self.last = [self.last[1], byte];
        Ok(())
    }

    fn begin(&mut self, state: State) {
        self.state = state;
        self.piece = 0;
        self.head.clear();
    }

    fn keep(&mut self, byte: u8) {
        if self.head.len() <= HEAD_MAX {
            self.head.push(byte);
        }
    }

    fn tag(&mut self, byte: u8, size: &mut Size) -> Result<(), String> {
        match byte {
            b'"' | b'\'' => self.state = State::Tag(Some(byte)),
            b'>' => {
                self.element(size)?;
                self.begin(State::Text);
                return Ok(());
            }
            _ => {}
        }
        self.keep(byte);
        Ok(())
    }

    fn element(&mut self, size: &mut Size) -> Result<(), String> {
        let (closes, tag) = match self.head.strip_prefix(b"/") {
            Some(tag) => (true, tag),
            None => (false, self.head.as_slice()),
        };
        let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'/';
        let name = tag.split(ends).next().unwrap_or_default();
        let name = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
        match name {
            b"sheetData" => self.in_cells = !closes && !tag.ends_with(b"/"),
            b"row" if !closes => self.row = 0,
            _ => {}
        }
        if closes {
            return Ok(());
        }
        if name == b"sst" {
            let stated = number_behind(tag, b"uniqueCount");
            if tag.len() > HEAD_MAX || stated.is_some_and(|stated| stated > TEXTS_MAX) {
                return Err(format!("says that it has more than {TEXTS_MAX} texts"));
            }
        }
        if self.root.is_none() {
            self.root = Some(name.to_vec());
        }
        let is_content = matches!(name, b"row" | b"c" | b"v" | b"f" | b"is" | b"t" | b"r");
        if !is_content && !self.has_texts {
            size.elements += 1;
            if size.elements > ELEMENTS_MAX {
                return Err(format!("has, with others, more than {ELEMENTS_MAX} elements"));
            }
        }
        Ok(())
    }
}

/// The number that an attribute has; the largest where it is none.
fn number_behind(tag: &[u8], attribute: &[u8]) -> Option<u64> {
    let at = tag.windows(attribute.len()).position(|it| it == attribute)? + attribute.len();
    let value = tag[at..].iter().skip_while(|byte| !matches!(byte, b'"' | b'\'')).skip(1);
    let digits: String = value
        .take_while(|byte| !matches!(byte, b'"' | b'\''))
        .map(|byte| char::from(*byte))
        .collect();
    Some(digits.trim().parse().unwrap_or(u64::MAX))
}

/// Parts in which tags are not written in ASCII would not be measured rightly.
fn plainly_encoded(bytes: &[u8]) -> Result<(), String> {
    let wide: [&[u8]; 4] = [b"\xfe\xff", b"\xff\xfe", b"<\0", b"\0<"];
    let unread = || Err("is not UTF-8; open the workbook and save it again".to_owned());
    if wide.iter().any(|start| bytes.starts_with(start)) {
        return unread();
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).to_lowercase();
    let Some((_, declared)) = start.split('>').next().unwrap_or("").split_once("encoding") else {
        return Ok(());
    };
    let name = declared.trim_start_matches([' ', '=', '"', '\'', '\t', '\r', '\n']);
    if name.starts_with("utf-8") || name.starts_with("us-ascii") { Ok(()) } else { unread() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(name: &str, text: &str) -> Result<Size, String> {
        let mut size = Size::default();
        // In two pieces, so that nothing but the encoding hangs on where one ends.
        let (first, rest) = text.as_bytes().split_at(text.len().min(52));
        let mut scan = Scan::of(name);
        scan.read(first, &mut size)?;
        scan.read(rest, &mut size)?;
        Ok(size)
    }

    #[test]
    fn elements_are_counted_wherever_they_stand() {
        let sheet = "<?xml version='1.0' encoding='UTF-8'?><x:worksheet a='>'><!-- <xf> -->\
                     <sheetData><row r=\"1\"><c r='A1'><v>1</v></c></row></sheetData>\
                     <![CDATA[<xf>]]><mergeCells/></x:worksheet>";
        let size = scan("xl/worksheets/sheet1.xml", sheet).unwrap();
        assert_eq!(size.elements, 3, "the sheet, its data, what is merged");
        assert_eq!(
            scan("sharedstrings.xml", "<sst uniqueCount=\"3\"><b/></sst>").unwrap().elements,
            0
        );
    }

    #[test]
    fn what_would_take_too_much_is_refused() {
        let many = format!("<styleSheet>{}</styleSheet>", "<xf/>".repeat(2_000_001));
        let long = format!("<a><!--{}--></a>", "<".repeat(17 << 20));
        let row = format!("<worksheet><sheetData><row>{}", "<c><v>1</v></c>".repeat(1_200_000));
        for (name, text, told) in [
            ("a.xml", "<sst count='1' uniqueCount = '99999999999999999999999'>", "texts"),
            ("b.xml", "<x:sst uniqueCount=\"20000001\"/>", "texts"),
            ("styles.xml", many.as_str(), "elements"),
            ("a.xml", long.as_str(), "more than 16 MiB"),
            ("a.xml", row.as_str(), "more than 16 MiB"),
            ("a.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "document type"),
            ("a.xml", "<\0a\0>\0", "not UTF-8"),
            ("a.xml", "<?xml version='1.0' encoding='iso-2022-jp'?><a/>", "not UTF-8"),
        ] {
            let refused = scan(name, text).unwrap_err();
            assert!(refused.contains(told), "{refused}");
        }
    }
}
