//! The lines of a JSON Lines text, one after another, whatever its size: one line is held at a time, and none that is
//! longer than a facts file may be.

use super::read::{LIMIT, read};
use crate::base::{FileId, Loc, Span};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::FactsProblem;
use serde_json::error::Category;
use serde_json::value::RawValue;
use std::io::{BufRead, Read, Result};

/// The byte order mark that some programs write before a text in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads lines that are not blank.
#[derive(Debug)]
pub struct Lines<R> {
    input: R,
    buffer: Vec<u8>,
    /// The number of the line in the buffer, from 1.
    number: usize,
    /// Whether the line in the buffer has an end.
    ended: bool,
    /// What the buffer holds, when it is to be given again.
    held: Option<Held>,
}

#[derive(Clone, Copy, Debug)]
enum Held {
    Whole,
    TooLong,
}

/// One line, without its end.
#[derive(Debug)]
pub struct Line<'l> {
    /// From 1; blank lines count.
    pub number: usize,
    pub content: Content<'l>,
    /// Whether it has an end; the last one may have none.
    pub ended: bool,
}

/// What a line holds.
#[derive(Debug)]
pub enum Content<'l> {
    Text(&'l str),
    /// Not UTF-8; the text is what stands before the first byte that is none.
    NotText(&'l str),
    /// Longer than a facts file may be, and passed over.
    TooLong,
}

impl<R: BufRead> Lines<R> {
    pub fn new(input: R) -> Self {
        Lines { input, buffer: Vec::new(), number: 0, ended: false, held: None }
    }

    /// The next line; `None` at the end. Blank lines are passed over: they separate nothing.
    pub fn next_line(&mut self) -> Result<Option<Line<'_>>> {
        let read = match self.held.take() {
            Some(held) => Some(held),
            None => self.advance()?,
        };
        let (number, ended) = (self.number, self.ended);
        Ok(read.map(|held| Line { number, content: self.content(held), ended }))
    }

    /// The line that [`next_line`](Self::next_line) will give, ahead of it.
    pub fn peek(&mut self) -> Result<Option<Line<'_>>> {
        if self.held.is_none() {
            self.held = self.advance()?;
        }
        let (number, ended) = (self.number, self.ended);
        Ok(self.held.map(|held| Line { number, content: self.content(held), ended }))
    }

    fn content(&self, held: Held) -> Content<'_> {
        if matches!(held, Held::TooLong) {
            return Content::TooLong;
        }
        match std::str::from_utf8(&self.buffer) {
            Ok(text) => Content::Text(text),
            Err(error) => {
                let sound = self.buffer.get(..error.valid_up_to()).unwrap_or_default();
                Content::NotText(std::str::from_utf8(sound).unwrap_or_default())
            }
        }
    }

    /// Reads up to the end of the next line that is not blank.
    fn advance(&mut self) -> Result<Option<Held>> {
        loop {
            self.buffer.clear();
            // The end of the line, a byte order mark, and one byte more than is allowed.
            let most = LIMIT as u64 + 6;
            if (&mut self.input).take(most).read_until(b'\n', &mut self.buffer)? == 0 {
                return Ok(None);
            }
            self.number += 1;
            self.ended = self.buffer.last() == Some(&b'\n');
            let cut = self.buffer.len() as u64 == most && !self.ended;
            if cut {
                self.input.skip_until(b'\n')?;
            }
            if self.number == 1 && self.buffer.starts_with(BYTE_ORDER_MARK) {
                self.buffer.drain(..BYTE_ORDER_MARK.len());
            }
            let length = self.buffer.trim_ascii_end().len();
            self.buffer.truncate(length);
            if cut || length > LIMIT {
                // One line out of proportion does not keep its room from all those after it.
                self.buffer = Vec::new();
                return Ok(Some(Held::TooLong));
            }
            if length > 0 {
                return Ok(Some(Held::Whole));
            }
        }
    }
}

impl<'l> Content<'l> {
    /// Whether it ends in the middle of a JSON value.
    pub fn is_cut(&self) -> bool {
        match self {
            Content::Text(text) => {
                serde_json::from_str::<&RawValue>(text).is_err_and(|error| error.classify() == Category::Eof)
            }
            Content::NotText(_) | Content::TooLong => false,
        }
    }

    /// The record that a line holds, one JSON object, else why it is none. `id` is the file of the places.
    pub fn record(&self, id: FileId) -> std::result::Result<&'l str, Vec<Diagnostic>> {
        let told = |problem: FactsProblem, offset: usize| {
            Err(vec![Diagnostic::new(problem.into(), Loc::new(id, Span::new(offset, offset)))])
        };
        match self {
            Content::TooLong => told(FactsProblem::TooLarge { mebibytes: LIMIT >> 20 }, 0),
            Content::NotText(before) => told(FactsProblem::NotUtf8, before.len()),
            Content::Text(text) => match serde_json::from_str::<&RawValue>(text) {
                Ok(value) if value.get().starts_with('{') => Ok(text),
                Ok(value) => told(FactsProblem::NotKeys { list: value.get().starts_with('[') }, 0),
                Err(error) => {
                    // The reader of facts files says it better, where it takes it for a mistake too.
                    let errors: Vec<_> = read(id, text).diagnostics.into_iter().filter(Diagnostic::is_error).collect();
                    if !errors.is_empty() {
                        return Err(errors);
                    }
                    let cut = error.classify() == Category::Eof;
                    told(FactsProblem::NotJson { cut }, error.column().saturating_sub(1).min(text.len()))
                }
            },
        }
    }
}

#[cfg(test)]
mod tests;
