//! What a process did to files, as `strace -f -xx` writes it down, one call of the system after another.

use std::collections::HashMap;

/// What is traced: whatever changes files, or which file a number means.
pub const CALLS: &str = "trace=openat,open,creat,close,dup,dup2,dup3,fcntl,lseek,read,write,writev,pwrite64,\
    pwritev,ftruncate,fallocate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,\
    rmdir,copy_file_range,sendfile,link,linkat,symlink,symlinkat";

/// One end of a call.
#[derive(Debug)]
pub enum Moment {
    /// It began: what it is to do may happen from now on.
    Begins(Call),
    /// It ended with this number: what it was to do has happened, where that is not negative.
    Ends(Call, i64),
}

/// A call: which thread's, its name and arguments.
#[derive(Debug, Clone)]
pub struct Call {
    pub thread: u32,
    pub name: String,
    pub arguments: Vec<Argument>,
}

#[derive(Debug, Clone)]
pub enum Argument {
    Bytes(Vec<u8>),
    Word(String),
}

impl Call {
    pub fn word(&self, nth: usize) -> &str {
        match self.arguments.get(nth) {
            Some(Argument::Word(word)) => word,
            _ => "",
        }
    }

    pub fn number(&self, nth: usize) -> i64 {
        let word = self.word(nth);
        word.parse().unwrap_or_else(|_| panic!("{word} is no number: {}", self.name))
    }

    pub fn bytes(&self, nth: usize) -> &[u8] {
        match self.arguments.get(nth) {
            Some(Argument::Bytes(bytes)) => bytes,
            _ => panic!("no bytes: {self:?}"),
        }
    }

    pub fn text(&self, nth: usize) -> String {
        String::from_utf8(self.bytes(nth).to_vec()).unwrap()
    }
}

/// Reads a trace line by line.
#[derive(Default)]
pub struct Trace {
    begun: HashMap<u32, Call>,
}

impl Trace {
    /// The moments that a line tells of: both ends of a call that nothing came between.
    pub fn read(&mut self, line: &str) -> Vec<Moment> {
        let Some((thread, rest)) = line.split_once(' ') else { return Vec::new() };
        let (Ok(thread), rest) = (thread.parse(), rest.trim_start()) else { return Vec::new() };
        if rest.starts_with("+++") || rest.starts_with("---") {
            return Vec::new();
        }
        if let Some(resumed) = rest.strip_prefix("<... ") {
            let Some(call) = self.begun.remove(&thread) else { return Vec::new() };
            let ended = result(resumed).map(|number| Moment::Ends(call, number));
            return ended.into_iter().collect();
        }
        let Some((name, rest)) = rest.split_once('(') else { return Vec::new() };
        let call = Call { thread, name: name.to_owned(), arguments: arguments(rest) };
        if rest.contains("<unfinished ...>") {
            self.begun.insert(thread, call.clone());
            return vec![Moment::Begins(call)];
        }
        let Some(number) = result(rest) else { return Vec::new() };
        vec![Moment::Begins(call.clone()), Moment::Ends(call, number)]
    }
}

/// The number after the last `= `.
fn result(text: &str) -> Option<i64> {
    let (_, number) = text.rsplit_once(" = ")?;
    number.split([' ', '<']).next()?.parse().ok()
}

/// The arguments up to the end of the list. In texts every byte is written as `\x12`, so that neither
/// commas nor brackets stand in them; vectors are flattened.
fn arguments(mut text: &str) -> Vec<Argument> {
    let mut found = Vec::new();
    loop {
        text = text.trim_start_matches([' ', ',', '[', ']', '{', '}']);
        text = text.strip_prefix("iov_base=").unwrap_or(text);
        if let Some(rest) = text.strip_prefix('"') {
            let Some(end) = rest.find('"') else { return found };
            let hex = rest[..end].split("\\x").filter(|it| !it.is_empty());
            let bytes = hex.map(|it| u8::from_str_radix(it, 16).unwrap()).collect();
            assert!(!rest[end + 1..].starts_with("..."), "strace cut a text");
            found.push(Argument::Bytes(bytes));
            text = &rest[end + 1..];
            continue;
        }
        let end = text.find([',', ')', ' ', ']', '}']).unwrap_or(text.len());
        let word = &text[..end];
        if !word.is_empty() && !word.starts_with('<') {
            found.push(Argument::Word(word.to_owned()));
        }
        text = &text[end..];
        if text.is_empty() || text.starts_with(')') || word.starts_with('<') {
            return found;
        }
    }
}

#[test]
fn a_trace_is_read_as_it_was_written() {
    let mut trace = Trace::default();
    let begun = trace.read(r#"7 pwrite64(5, "\x61\x2c\x29", 3, 40 <unfinished ...>"#);
    let [Moment::Begins(call)] = &begun[..] else { panic!("{begun:?}") };
    assert_eq!((call.bytes(1), call.number(0), call.number(3)), (&b"a,)"[..], 5, 40));
    let both = trace.read(r#"8 openat(AT_FDCWD, "\x2f\x61", O_RDWR|O_CREAT, 0666) = 9"#);
    let [Moment::Begins(_), Moment::Ends(open, 9)] = &both[..] else { panic!("{both:?}") };
    assert_eq!((open.text(1).as_str(), open.word(2)), ("/a", "O_RDWR|O_CREAT"));
    let ended = trace.read("7 <... pwrite64 resumed>) = 3");
    assert!(matches!(&ended[..], [Moment::Ends(call, 3)] if call.thread == 7), "{ended:?}");
    let failed = trace.read(r#"8 unlink("\x61") = -1 ENOENT (No such file or directory)"#);
    assert!(matches!(&failed[..], [_, Moment::Ends(_, -1)]), "{failed:?}");
    let vector = trace.read(
        r#"8 writev(3, [{iov_base="\x61", iov_len=1}, {iov_base="\x62", iov_len=1}], 2) = 2"#,
    );
    let [Moment::Begins(call), _] = &vector[..] else { panic!("{vector:?}") };
    let bytes = call.arguments.iter().filter(|it| matches!(it, Argument::Bytes(_)));
    assert_eq!(bytes.count(), 2);
    assert!(trace.read("8 +++ exited with 0 +++").is_empty());
}
