//! A disk as the standard promises it, and no more: contents last once their file was synced, names
//! once their folder was. Of all else a loss of power leaves any part, in any order.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::{Component, Path, PathBuf},
};

use super::{
    node::{File, Folder, Named, Node, Number, Pending, Written, put},
    trace::{Argument, Call, Moment},
};
use crate::campaign::Chance;

/// An open file.
#[derive(Debug, Clone, Copy)]
struct Open {
    node: Number,
    at: usize,
    appends: bool,
}

/// The disk below one folder.
pub struct Disk {
    root: PathBuf,
    nodes: Vec<Node>,
    open: HashMap<i64, Open>,
    /// By thread: of what a sync began, and how many changes there were by then.
    syncing: HashMap<u32, (Number, usize)>,
}

impl Disk {
    /// What is below a folder lasts.
    pub fn of(root: &Path) -> Self {
        let mut disk = Self {
            root: root.to_owned(),
            nodes: Vec::new(),
            open: HashMap::new(),
            syncing: HashMap::new(),
        };
        disk.load(root);
        disk
    }

    fn load(&mut self, path: &Path) -> Number {
        let number = self.nodes.len();
        if path.is_dir() {
            self.nodes.push(Node::Folder(Folder::default()));
            let mut names = BTreeMap::new();
            for entry in fs::read_dir(path).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                names.insert(name, self.load(&path));
            }
            let folder = Folder { lasting: names.clone(), now: names, pending: Pending::default() };
            self.nodes[number] = Node::Folder(folder);
        } else {
            let bytes = fs::read(path).unwrap();
            let file = File { lasting: bytes.clone(), now: bytes, pending: Pending::default() };
            self.nodes.push(Node::File(file));
        }
        number
    }

    fn file(&mut self, number: Number) -> &mut File {
        match &mut self.nodes[number] {
            Node::File(file) => file,
            Node::Folder(_) => panic!("a folder is no file"),
        }
    }

    fn folder(&mut self, number: Number) -> &mut Folder {
        match &mut self.nodes[number] {
            Node::Folder(folder) => folder,
            Node::File(_) => panic!("a file is no folder"),
        }
    }

    /// The folder and name that a call means; `None` where it is another disk's.
    fn place(&mut self, call: &Call, at: Option<usize>, path: usize) -> Option<(Number, String)> {
        let path = PathBuf::from(call.text(path));
        let (mut folder, rest) = match at.map(|at| call.word(at).parse::<i64>()) {
            Some(Ok(number)) if path.is_relative() => (self.open.get(&number)?.node, path),
            _ => (0, path.strip_prefix(&self.root).ok()?.to_owned()),
        };
        let mut names: Vec<String> = rest
            .components()
            .filter(|it| matches!(it, Component::Normal(_)))
            .map(|it| it.as_os_str().to_str().unwrap().to_owned())
            .collect();
        let name = names.pop()?;
        for name in names {
            folder = *self.folder(folder).now.get(&name)?;
        }
        Some((folder, name))
    }

    fn node(&mut self, (folder, name): &(Number, String)) -> Option<Number> {
        self.folder(*folder).now.get(name).copied()
    }

    fn name(&mut self, folder: Number, change: Named) {
        let folder = self.folder(folder);
        match &change {
            Named::Put(name, node) => drop(folder.now.insert(name.clone(), *node)),
            Named::Taken(name) => drop(folder.now.remove(name)),
            Named::Moved(from, to, node) => {
                folder.now.remove(from);
                folder.now.insert(to.clone(), *node);
            }
        }
        folder.pending.changes.push(change);
    }

    fn write(&mut self, number: Number, at: usize, bytes: &[u8]) {
        let file = self.file(number);
        put(&mut file.now, at, bytes);
        file.pending.changes.push(Written::Bytes(at, bytes.into()));
    }

    fn set_length(&mut self, number: Number, length: usize) {
        let file = self.file(number);
        file.now.resize(length, 0);
        file.pending.changes.push(Written::Length(length));
    }

    /// What happened to it.
    pub fn see(&mut self, moment: &Moment) {
        match moment {
            Moment::Begins(call) => self.begins(call),
            Moment::Ends(call, result) if *result >= 0 => self.ends(call, *result),
            Moment::Ends(..) => {}
        }
    }

    fn begins(&mut self, call: &Call) {
        match call.name.as_str() {
            "write" | "pwrite64" | "writev" | "pwritev" => self.writes(call),
            // Its number may be another's before the end is told.
            "close" => drop(self.open.remove(&call.number(0))),
            "fsync" | "fdatasync" => {
                let Some(open) = self.open.get(&call.number(0)) else { return };
                let all = match &self.nodes[open.node] {
                    Node::File(file) => file.pending.all(),
                    Node::Folder(folder) => folder.pending.all(),
                };
                self.syncing.insert(call.thread, (open.node, all));
            }
            _ => {}
        }
    }

    fn writes(&mut self, call: &Call) {
        let Some(open) = self.open.get(&call.number(0)).copied() else { return };
        let texts = call.arguments.iter().filter_map(|it| match it {
            Argument::Bytes(bytes) => Some(bytes.as_slice()),
            Argument::Word(_) => None,
        });
        let bytes = texts.collect::<Vec<_>>().concat();
        if call.name.starts_with('p') {
            let Some(Argument::Word(at)) = call.arguments.last() else { panic!("{call:?}") };
            return self.write(open.node, at.parse().unwrap(), &bytes);
        }
        let at = if open.appends { self.file(open.node).now.len() } else { open.at };
        self.write(open.node, at, &bytes);
        self.open.get_mut(&call.number(0)).unwrap().at = at + bytes.len();
    }

    fn ends(&mut self, call: &Call, result: i64) {
        let length = usize::try_from(result).unwrap();
        match call.name.as_str() {
            "openat" => self.opens(call, (Some(0), 1), call.word(2), result),
            "open" => self.opens(call, (None, 0), call.word(1), result),
            "creat" => self.opens(call, (None, 0), "O_CREAT|O_TRUNC", result),
            "dup" | "dup2" | "dup3" => self.doubles(call.number(0), result),
            "fcntl" if call.word(1).starts_with("F_DUPFD") => self.doubles(call.number(0), result),
            "lseek" | "read" => {
                if let Some(open) = self.open.get_mut(&call.number(0)) {
                    open.at = if call.name == "read" { open.at + length } else { length };
                }
            }
            "ftruncate" => {
                if let Some(open) = self.open.get(&call.number(0)).copied() {
                    self.set_length(open.node, usize::try_from(call.number(1)).unwrap());
                }
            }
            "fallocate" => self.allocates(call),
            "copy_file_range" => self.copies(call, (call.number(0), call.number(2)), length),
            "sendfile" => self.copies(call, (call.number(1), call.number(0)), length),
            "fsync" | "fdatasync" => self.syncs(call.thread),
            "rename" => self.renames(call, (None, 0), (None, 1)),
            "renameat" | "renameat2" => self.renames(call, (Some(0), 1), (Some(2), 3)),
            "unlink" | "rmdir" => self.removes(call, None, 0),
            "unlinkat" => self.removes(call, Some(0), 1),
            "mkdir" => self.makes(call, None, 0),
            "mkdirat" => self.makes(call, Some(0), 1),
            "link" | "linkat" | "symlink" | "symlinkat" => panic!("{call:?} is not understood"),
            _ => {}
        }
    }

    fn opens(&mut self, call: &Call, (at, path): (Option<usize>, usize), flags: &str, number: i64) {
        self.open.remove(&number);
        let is_root = Path::new(&call.text(path)) == self.root;
        let Some(place) = self.place(call, at, path) else {
            if is_root {
                self.open.insert(number, Open { node: 0, at: 0, appends: false });
            }
            return;
        };
        let node = self.node(&place).unwrap_or_else(|| {
            self.nodes.push(Node::File(File::default()));
            let node = self.nodes.len() - 1;
            self.name(place.0, Named::Put(place.1, node));
            node
        });
        if flags.contains("O_TRUNC") && !self.file(node).now.is_empty() {
            self.set_length(node, 0);
        }
        self.open.insert(number, Open { node, at: 0, appends: flags.contains("O_APPEND") });
    }

    fn doubles(&mut self, from: i64, to: i64) {
        match self.open.get(&from).copied() {
            Some(open) => drop(self.open.insert(to, open)),
            None => drop(self.open.remove(&to)),
        }
    }

    fn allocates(&mut self, call: &Call) {
        let Some(open) = self.open.get(&call.number(0)).copied() else { return };
        let end = usize::try_from(call.number(2) + call.number(3)).unwrap();
        if call.word(1) == "0" && self.file(open.node).now.len() < end {
            self.set_length(open.node, end);
        }
    }

    fn copies(&mut self, call: &Call, (from, to): (i64, i64), length: usize) {
        let (Some(source), Some(target)) =
            (self.open.get(&from).copied(), self.open.get(&to).copied())
        else {
            assert!(!self.open.contains_key(&to), "copied from elsewhere: {call:?}");
            return;
        };
        let bytes = self.file(source.node).now[source.at..source.at + length].to_vec();
        self.write(target.node, target.at, &bytes);
        self.open.get_mut(&from).unwrap().at += length;
        self.open.get_mut(&to).unwrap().at += length;
    }

    fn syncs(&mut self, thread: u32) {
        let Some((number, all)) = self.syncing.remove(&thread) else { return };
        match &mut self.nodes[number] {
            Node::File(file) => {
                for change in file.pending.sync(all) {
                    change.apply(&mut file.lasting);
                }
            }
            Node::Folder(folder) => {
                for change in folder.pending.sync(all) {
                    change.apply(&mut folder.lasting);
                }
            }
        }
    }

    fn renames(&mut self, call: &Call, from: (Option<usize>, usize), to: (Option<usize>, usize)) {
        let (from, to) = (self.place(call, from.0, from.1), self.place(call, to.0, to.1));
        let (Some(from), Some(to)) = (from, to) else { return };
        let node = self.node(&from).unwrap();
        if from.0 == to.0 {
            self.name(from.0, Named::Moved(from.1, to.1, node));
        } else {
            self.name(to.0, Named::Put(to.1, node));
            self.name(from.0, Named::Taken(from.1));
        }
    }

    fn removes(&mut self, call: &Call, at: Option<usize>, path: usize) {
        if let Some((folder, name)) = self.place(call, at, path) {
            self.name(folder, Named::Taken(name));
        }
    }

    fn makes(&mut self, call: &Call, at: Option<usize>, path: usize) {
        if let Some((folder, name)) = self.place(call, at, path) {
            self.nodes.push(Node::Folder(Folder::default()));
            self.name(folder, Named::Put(name, self.nodes.len() - 1));
        }
    }

    /// Writes what is there before any loss of power.
    pub fn write_whole(&self, to: &Path) {
        self.write_node(0, to, &mut |node| match node {
            Node::File(file) => Kept::Bytes(file.now.clone()),
            Node::Folder(folder) => Kept::Names(folder.now.clone()),
        });
    }

    /// Writes what a loss of power leaves at least.
    pub fn write_lasting(&self, to: &Path) {
        self.write_node(0, to, &mut |node| match node {
            Node::File(file) => Kept::Bytes(file.lasting.clone()),
            Node::Folder(folder) => Kept::Names(folder.lasting.clone()),
        });
    }

    /// Writes what a loss of power leaves.
    pub fn write_lost(&self, to: &Path, chance: &mut Chance) {
        // Now and then nothing is lost of what one kind of things had, or all.
        let (names, bytes) = (chance.below(4), chance.below(5));
        self.write_node(0, to, &mut |node| match node {
            Node::Folder(folder) => {
                let mut kept = folder.lasting.clone();
                for change in &folder.pending.changes {
                    if names == 0 || (names > 1 && chance.once_in(2)) {
                        change.apply(&mut kept);
                    }
                }
                Kept::Names(kept)
            }
            Node::File(file) => {
                let mut kept = file.lasting.clone();
                for change in &file.pending.changes {
                    match bytes {
                        0 => change.apply(&mut kept),
                        1 => {}
                        2 => change.apply_torn(&mut kept, chance),
                        _ if chance.once_in(2) => change.apply(&mut kept),
                        _ if chance.once_in(4) => change.apply_torn(&mut kept, chance),
                        _ => {}
                    }
                }
                Kept::Bytes(kept)
            }
        });
    }

    fn write_node(&self, number: Number, to: &Path, keep: &mut dyn FnMut(&Node) -> Kept) {
        match keep(&self.nodes[number]) {
            Kept::Bytes(bytes) => fs::write(to, bytes).unwrap(),
            Kept::Names(names) => {
                fs::create_dir_all(to).unwrap();
                for (name, node) in names {
                    self.write_node(node, &to.join(name), keep);
                }
            }
        }
    }
}

enum Kept {
    Bytes(Vec<u8>),
    Names(BTreeMap<String, Number>),
}
