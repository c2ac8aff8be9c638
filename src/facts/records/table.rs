//! The rows of a table in CSV, each turned into a record: the head of a column is the path of a fact
//! (`équipe.internes`), or of a key of a foreign record. An empty cell says nothing.
//!
//! The `csv` crate is not used: it gives neither the place of a cell nor a quotation mark that is never closed, and both
//! must be told.

use super::{Body, Cell, Raw, sound};
use crate::base::name;
use crate::facts::read::LIMIT;
use std::io::{BufRead, Result};

/// Reads the rows of one table.
#[derive(Debug)]
pub struct Table<R> {
    input: R,
    separator: u8,
    /// Where the next byte stands.
    line: usize,
    column: usize,
    columns: Vec<Column>,
    tree: Vec<Branch>,
}

/// One column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its head, as written.
    pub head: String,
    /// The keys that lead to its values.
    pub path: Vec<String>,
    /// Whether its cells are read.
    pub read: bool,
}

/// Why the first line is no head of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HeadError {
    Empty,
    NotText,
    /// Two columns say the same, or one says a part of what the other does.
    Twice(String, String),
}

/// The keys of a record, and where the values of its columns go.
#[derive(Clone, Debug)]
enum Branch {
    Leaf { key: String, column: usize },
    Inner { key: String, branches: Vec<Branch> },
}

/// One row as written.
#[derive(Default, Debug)]
struct Row {
    line: usize,
    cells: Vec<Written>,
    too_long: bool,
    /// A quotation mark is still open at the end of the data.
    cut: bool,
}

#[derive(Debug)]
struct Written {
    bytes: Vec<u8>,
    line: usize,
    column: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Bare,
    Quoted,
    /// After a quotation mark inside quotation marks: the end, or one that is written twice.
    Mark,
}

impl<R: BufRead> Table<R> {
    /// Reads the head: its separator is the one among `;`, `,` and the tab that occurs most.
    pub fn open(mut input: R) -> Result<std::result::Result<Self, HeadError>> {
        let start = input.fill_buf()?;
        let first = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let count = |separator: u8| first.iter().filter(|byte| **byte == separator).count();
        // The first of those that occur as often is the last in this list.
        let separator = [b'\t', b';', b','].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(b',');
        let mut table = Table { input, separator, line: 1, column: 1, columns: Vec::new(), tree: Vec::new() };
        let Some(head) = table.row()? else { return Ok(Err(HeadError::Empty)) };
        for cell in head.cells {
            let Ok(text) = String::from_utf8(cell.bytes) else { return Ok(Err(HeadError::NotText)) };
            let head = name::normalise(text.trim());
            let path: Vec<String> = head.split('.').map(|key| key.trim().to_string()).collect();
            let read = path.iter().all(|key| !key.is_empty());
            table.columns.push(Column { head, path, read });
        }
        Ok(Ok(table))
    }

    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Chooses the columns to read, and the keys that lead to their values; to be done before any row is read.
    pub fn choose(&mut self, mut choice: impl FnMut(&mut Column)) -> std::result::Result<(), HeadError> {
        self.columns.iter_mut().filter(|column| column.read).for_each(&mut choice);
        self.grow()
    }

    fn grow(&mut self) -> std::result::Result<(), HeadError> {
        self.tree.clear();
        for (rank, column) in self.columns.iter().enumerate().filter(|(_, column)| column.read) {
            if let Some(other) = graft(&mut self.tree, &column.path, rank) {
                let other = self.columns.get(other).map_or("", |column| column.head.as_str());
                return Err(HeadError::Twice(other.to_string(), column.head.clone()));
            }
        }
        Ok(())
    }

    /// The next row that is not blank, as a record; `None` at the end. One that is cut has no text.
    pub fn next_row(&mut self) -> Result<Option<Raw>> {
        let Some(row) = self.row()? else { return Ok(None) };
        let mut raw = Raw::json(row.line, 0, String::new(), row.cut);
        if row.too_long {
            raw.body = Body::TooLong;
            return Ok(Some(raw));
        }
        let mut texts = Vec::with_capacity(row.cells.len());
        for cell in &row.cells {
            let Ok(text) = std::str::from_utf8(&cell.bytes) else {
                raw.body = Body::NotText(sound(&cell.bytes));
                raw.cells = vec![Cell { start: 0, line: cell.line, column: cell.column }];
                return Ok(Some(raw));
            };
            texts.push(text.trim());
        }
        let mut writer = Writer { row: &row, texts: &texts, text: String::new(), cells: Vec::new() };
        writer.object(&self.tree, &texts, self.columns.len());
        (raw.body, raw.cells) = (Body::Json(writer.text), writer.cells);
        Ok(Some(raw))
    }

    fn row(&mut self) -> Result<Option<Row>> {
        loop {
            let Some(row) = self.written()? else { return Ok(None) };
            let is_blank = row.cells.iter().all(|cell| cell.bytes.trim_ascii().is_empty());
            if !is_blank || row.too_long || row.cut {
                return Ok(Some(row));
            }
        }
    }

    /// The next row as it is written, quotation marks taken off.
    fn written(&mut self) -> Result<Option<Row>> {
        let mut row = Row { line: self.line, ..Row::default() };
        let mut cell = Written { bytes: Vec::new(), line: self.line, column: self.column };
        let (mut state, mut length, mut any) = (State::Start, 0_usize, false);
        while let Some(byte) = self.byte()? {
            any = true;
            length += 1;
            row.too_long |= length > LIMIT;
            let ends_cell = state != State::Quoted && (byte == self.separator || byte == b'\n');
            if ends_cell {
                let next = Written { bytes: Vec::new(), line: self.line, column: self.column };
                row.cells.push(std::mem::replace(&mut cell, next));
                state = State::Start;
                if byte == b'\n' {
                    return Ok(Some(row));
                }
                continue;
            }
            state = match (state, byte) {
                (State::Start, b'"') => State::Quoted,
                (State::Quoted, b'"') => State::Mark,
                (State::Mark, b'"') | (State::Quoted, _) => {
                    keep(&mut cell, byte, row.too_long);
                    State::Quoted
                }
                (State::Start | State::Bare | State::Mark, _) => {
                    keep(&mut cell, byte, row.too_long);
                    State::Bare
                }
            };
        }
        row.cells.push(cell);
        row.cut = state == State::Quoted;
        Ok(any.then_some(row))
    }

    fn byte(&mut self) -> Result<Option<u8>> {
        let Some(byte) = self.input.fill_buf()?.first().copied() else { return Ok(None) };
        self.input.consume(1);
        if byte == b'\n' {
            self.line += 1;
            self.column = 1;
        } else if byte & 0b1100_0000 != 0b1000_0000 {
            self.column += 1;
        }
        Ok(Some(byte))
    }
}

fn keep(cell: &mut Written, byte: u8, too_long: bool) {
    if too_long {
        // One row out of proportion does not keep its room.
        cell.bytes = Vec::new();
    } else {
        cell.bytes.push(byte);
    }
}

/// Adds a column to the tree; gives the column that is in its way, where there is one.
fn graft(tree: &mut Vec<Branch>, path: &[String], column: usize) -> Option<usize> {
    let (key, rest) = path.split_first()?;
    let known = tree.iter_mut().find(|branch| {
        let (Branch::Leaf { key: known, .. } | Branch::Inner { key: known, .. }) = branch;
        name::fold(known) == name::fold(key)
    });
    match known {
        Some(Branch::Leaf { column, .. }) => Some(*column),
        Some(Branch::Inner { branches, .. }) if rest.is_empty() => first_leaf(branches),
        Some(Branch::Inner { branches, .. }) => graft(branches, rest, column),
        None if rest.is_empty() => {
            tree.push(Branch::Leaf { key: key.clone(), column });
            None
        }
        None => {
            let mut branches = Vec::new();
            graft(&mut branches, rest, column);
            tree.push(Branch::Inner { key: key.clone(), branches });
            None
        }
    }
}

fn first_leaf(branches: &[Branch]) -> Option<usize> {
    branches.iter().find_map(|branch| match branch {
        Branch::Leaf { column, .. } => Some(*column),
        Branch::Inner { branches, .. } => first_leaf(branches),
    })
}

/// Writes a row as a JSON object, and notes where each cell went.
struct Writer<'r> {
    row: &'r Row,
    texts: &'r [&'r str],
    text: String,
    cells: Vec<Cell>,
}

impl Writer<'_> {
    /// The object of a row; cells beyond the last head stand in a group that does not exist.
    fn object(&mut self, tree: &[Branch], texts: &[&str], columns: usize) {
        self.text.push('{');
        self.branches(tree);
        for (rank, text) in texts.iter().enumerate().skip(columns).filter(|(_, text)| !text.is_empty()) {
            self.separate();
            // The group itself is what is wrong: the cell begins there.
            self.note(rank);
            self.quote(&format!("#{}", rank + 1));
            self.text.push_str(":{\"\":");
            self.quote(text);
            self.text.push('}');
        }
        self.text.push('}');
    }

    fn branches(&mut self, branches: &[Branch]) {
        for branch in branches {
            match branch {
                Branch::Leaf { key, column } => {
                    let Some(text) = self.texts.get(*column).filter(|text| !text.is_empty()) else { continue };
                    self.separate();
                    self.note(*column);
                    self.quote(key);
                    self.text.push(':');
                    // A cell may hold a list, or all that a fact may say, as JSON.
                    if text.starts_with(['[', '{']) && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() {
                        self.text.push_str(text);
                    } else {
                        self.quote(text);
                    }
                }
                Branch::Inner { key, branches } => {
                    if !self.says_something(branches) {
                        continue;
                    }
                    self.separate();
                    self.quote(key);
                    self.text.push_str(":{");
                    self.branches(branches);
                    self.text.push('}');
                }
            }
        }
    }

    fn says_something(&self, branches: &[Branch]) -> bool {
        branches.iter().any(|branch| match branch {
            Branch::Leaf { column, .. } => self.texts.get(*column).is_some_and(|text| !text.is_empty()),
            Branch::Inner { branches, .. } => self.says_something(branches),
        })
    }

    fn separate(&mut self) {
        if !self.text.ends_with('{') {
            self.text.push(',');
        }
    }

    fn note(&mut self, column: usize) {
        if let Some(cell) = self.row.cells.get(column) {
            self.cells.push(Cell { start: self.text.len(), line: cell.line, column: cell.column });
        }
    }

    fn quote(&mut self, text: &str) {
        // A text always has a JSON form.
        self.text.push_str(&serde_json::to_string(text).unwrap_or_default());
    }
}
