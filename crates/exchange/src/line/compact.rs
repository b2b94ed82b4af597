//! JSON on one line that leaves out what is absent: attributes that are null or an empty list.

use std::io::{self, Write};

use serde_json::ser::{CharEscape, Formatter};

use domain::Noun;

/// Writes the object of a record, its noun first.
///
/// What is written waits until it is known to be there: the name of an attribute for its value,
/// the start of a list for its first entry.
pub struct Compact {
    noun: Option<Noun>,
    /// For each open object, whether it has an attribute yet.
    written: Vec<bool>,
    /// The name of an attribute whose value has not come yet, quotes included.
    name: Vec<u8>,
    in_name: bool,
    /// Whether a list was opened that has no entry yet.
    list: bool,
}

impl Compact {
    /// For a record of a noun.
    pub const fn of(noun: Noun) -> Self {
        Self {
            noun: Some(noun),
            written: Vec::new(),
            name: Vec::new(),
            in_name: false,
            list: false,
        }
    }

    /// Something is there: writes what waited for it.
    fn flush<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        if !self.name.is_empty() {
            if let Some(written) = self.written.last_mut() {
                if *written {
                    writer.write_all(b",")?;
                }
                *written = true;
            }
            writer.write_all(&self.name)?;
            writer.write_all(b":")?;
            self.name.clear();
        }
        if std::mem::take(&mut self.list) {
            writer.write_all(b"[")?;
        }
        Ok(())
    }

    fn text<W: ?Sized + Write>(&mut self, writer: &mut W, text: &[u8]) -> io::Result<()> {
        if self.in_name {
            self.name.extend(text);
            return Ok(());
        }
        self.flush(writer)?;
        writer.write_all(text)
    }
}

macro_rules! flushed {
    ($($method:ident($value:ty),)+) => {$(
        fn $method<W: ?Sized + Write>(&mut self, writer: &mut W, value: $value) -> io::Result<()> {
            self.flush(writer)?;
            write!(writer, "{value}")
        }
    )+};
}

impl Formatter for Compact {
    flushed! {
        write_bool(bool), write_i8(i8), write_i16(i16), write_i32(i32), write_i64(i64),
        write_u8(u8), write_u16(u16), write_u32(u32), write_u64(u64),
    }

    fn write_null<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.name.is_empty() {
            return self.text(writer, b"null");
        }
        self.name.clear();
        Ok(())
    }

    fn begin_string<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.text(writer, b"\"")
    }

    fn end_string<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.text(writer, b"\"")
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        self.text(writer, fragment.as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        let mut escaped = Vec::with_capacity(6);
        serde_json::ser::CompactFormatter.write_char_escape(&mut escaped, escape)?;
        self.text(writer, &escaped)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        // A list within a list is no attribute, and is never left out.
        if self.list {
            self.flush(writer)?;
        }
        self.list = true;
        Ok(())
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        if !self.list {
            return writer.write_all(b"]");
        }
        self.list = false;
        if self.name.is_empty() {
            return writer.write_all(b"[]");
        }
        self.name.clear();
        Ok(())
    }

    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.flush(writer)?;
        if first { Ok(()) } else { writer.write_all(b",") }
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.flush(writer)?;
        let noun = self.noun.take();
        self.written.push(noun.is_some());
        match noun {
            Some(noun) => write!(writer, r#"{{"noun":"{noun}""#),
            None => writer.write_all(b"{"),
        }
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.written.pop();
        writer.write_all(b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, _: &mut W, _: bool) -> io::Result<()> {
        self.in_name = true;
        Ok(())
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.in_name = false;
        Ok(())
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        Ok(())
    }
}
