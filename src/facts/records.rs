//! Many dossiers or foreign records in one text, one after another, whatever its size: JSON Lines, the elements of a JSON
//! array, or the rows of a table (CSV). One record is held at a time, and none that is longer than a facts file may be.

mod array;
mod table;

use super::lines::{Content, Lines};
use crate::base::FileId;
use crate::diagnostic::Diagnostic;
use std::io::{BufRead, Result};

pub use array::Elements;
pub use table::{Column, HeadError, Table};

/// One record, with what its places in the data are found by.
#[derive(Clone, PartialEq, Debug)]
pub struct Raw {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// How many characters stand before it on that line.
    pub before: usize,
    pub body: Body,
    /// Of a row, its cells by where they stand in the body; nothing for a record that stands in the data as it is.
    pub cells: Vec<Cell>,
    /// The file it is, where each record has a file of its own.
    pub file: Option<String>,
    /// The data end before it does.
    pub cut: bool,
}

/// What a record says, as text.
#[derive(Clone, PartialEq, Debug)]
pub enum Body {
    /// One JSON object, or what should be one.
    Json(String),
    /// A whole facts file, in YAML or JSON.
    Facts(String),
    /// Not UTF-8; the text is what stands before the first byte that is none.
    NotText(String),
    TooLong,
}

/// Where a cell of a table stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cell {
    /// Where its value begins in the body of the record.
    pub start: usize,
    /// In the data, from 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
}

impl Raw {
    fn json(line: usize, before: usize, text: String, cut: bool) -> Raw {
        Raw { line, before, body: Body::Json(text), cells: Vec::new(), file: None, cut }
    }

    /// A file that is a record.
    pub fn whole_file(path: String, bytes: Vec<u8>) -> Raw {
        let body = match String::from_utf8(bytes) {
            Ok(text) => Body::Facts(text),
            Err(error) => Body::NotText(sound(error.as_bytes())),
        };
        Raw { line: 1, before: 0, body, cells: Vec::new(), file: Some(path), cut: false }
    }

    /// Whether there is anything to read: of what was cut, a part of a row says nothing sure, and there may be nothing.
    pub fn is_there(&self) -> bool {
        let is_empty = matches!(&self.body, Body::Json(text) if text.is_empty());
        !self.cut || (self.cells.is_empty() && !is_empty)
    }

    /// The text to read, else why there is none. `id` is the file of the places.
    pub fn text(&self, id: FileId) -> std::result::Result<&str, Vec<Diagnostic>> {
        match &self.body {
            Body::Json(text) => Content::Text(text).record(id),
            Body::Facts(text) => Ok(text),
            Body::NotText(text) => Content::NotText(text).record(id),
            Body::TooLong => Content::TooLong.record(id),
        }
    }

    /// The line and the column, from 1 and in characters, of an offset in the text.
    pub fn place(&self, offset: usize) -> (usize, usize) {
        if let Some(cell) = self.cells.iter().rev().find(|cell| cell.start <= offset) {
            return (cell.line, cell.column);
        }
        let (Body::Json(text) | Body::Facts(text) | Body::NotText(text)) = &self.body else {
            return (self.line, self.before + 1);
        };
        let above = text.get(..offset).unwrap_or(text);
        match above.rsplit_once('\n') {
            None => (self.line, self.before + above.chars().count() + 1),
            Some((lines, last)) => (self.line + lines.matches('\n').count() + 1, last.chars().count() + 1),
        }
    }
}

/// What of some bytes is UTF-8.
fn sound(bytes: &[u8]) -> String {
    bytes.utf8_chunks().next().map(|chunk| chunk.valid().to_string()).unwrap_or_default()
}

/// A text of one of the three forms.
#[derive(Debug)]
pub enum Records<R> {
    Lines(Lines<R>),
    Array(Elements<R>),
    Table(Table<R>),
}

impl<R: BufRead> Records<R> {
    /// The next record; `None` at the end.
    pub fn next_record(&mut self) -> Result<Option<Raw>> {
        match self {
            Records::Lines(lines) => Ok(lines.next_line()?.map(|line| {
                let body = match line.content {
                    Content::Text(text) => Body::Json(text.to_string()),
                    Content::NotText(text) => Body::NotText(text.to_string()),
                    Content::TooLong => Body::TooLong,
                };
                let cut = !line.ended && line.content.is_cut();
                Raw { line: line.number, before: 0, body, cells: Vec::new(), file: None, cut }
            })),
            Records::Array(elements) => elements.next_element(),
            Records::Table(table) => table.next_row(),
        }
    }
}

#[cfg(test)]
mod tests;
