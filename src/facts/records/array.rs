//! The elements of a JSON array, one after another: the text is cut between them, and each is read by itself, so that a
//! mistake in one does not hide the others.

use super::{Body, Raw, sound};
use crate::facts::read::LIMIT;
use std::io::{BufRead, Result};

/// Reads the elements of one array.
#[derive(Debug)]
pub struct Elements<R> {
    input: R,
    /// Where the next byte stands: its line from 1, and how many characters stand before it on that line.
    line: usize,
    before: usize,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    /// Before its `[`.
    Before,
    Inside,
    /// After its `]`, where nothing should stand.
    After,
}

/// One element while it is read.
struct Element {
    line: usize,
    before: usize,
    bytes: Vec<u8>,
    /// How many brackets are open in it.
    depth: usize,
    in_text: bool,
    escaped: bool,
    too_long: bool,
}

impl Element {
    fn push(&mut self, byte: u8) {
        if self.in_text {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_text = false,
                _ => {}
            }
        } else {
            match byte {
                b'"' => self.in_text = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        self.too_long |= self.bytes.len() >= LIMIT;
        if !self.too_long {
            self.bytes.push(byte);
        }
    }

    /// Whether that byte ends it, when nothing of it is open.
    fn ends_at(&self, byte: u8) -> bool {
        self.depth == 0 && !self.in_text && matches!(byte, b',' | b']')
    }

    fn raw(self, cut: bool) -> Raw {
        let length = self.bytes.trim_ascii_end().len();
        let mut bytes = self.bytes;
        bytes.truncate(length);
        let body = match String::from_utf8(bytes) {
            _ if self.too_long => Body::TooLong,
            Ok(text) => Body::Json(text),
            Err(error) => Body::NotText(sound(error.as_bytes())),
        };
        Raw { line: self.line, before: self.before, body, cells: Vec::new(), file: None, cut }
    }
}

impl<R: BufRead> Elements<R> {
    /// `input` stands before the `[`.
    pub fn new(input: R) -> Self {
        Elements { input, line: 1, before: 0, state: State::Before }
    }

    /// The next element; `None` at the end. An array without its `]` is cut: an element that is not whole says so, and
    /// so does an empty one where the array ends between two.
    pub fn next_element(&mut self) -> Result<Option<Raw>> {
        let mut element: Option<Element> = None;
        while let Some(byte) = self.byte()? {
            let (line, before) = self.advance(byte);
            if let Some(open) = &mut element {
                // What stands after the array is one piece, to be told once.
                if self.state == State::Inside && open.ends_at(byte) {
                    if byte == b']' {
                        self.state = State::After;
                    }
                    return Ok(element.map(|element| element.raw(false)));
                }
                open.push(byte);
                continue;
            }
            match (self.state, byte) {
                (_, b' ' | b'\t' | b'\r' | b'\n') | (State::Inside, b',') => {}
                (State::Before, b'[') => self.state = State::Inside,
                (State::Inside, b']') => self.state = State::After,
                (State::Before | State::Inside | State::After, _) => {
                    let mut open = Element {
                        line,
                        before,
                        bytes: Vec::new(),
                        depth: 0,
                        in_text: false,
                        escaped: false,
                        too_long: false,
                    };
                    open.push(byte);
                    element = Some(open);
                }
            }
        }
        let cut = self.state == State::Inside;
        self.state = State::After;
        if let Some(element) = element {
            return Ok(Some(element.raw(cut)));
        }
        Ok(cut.then(|| Raw::json(self.line, self.before, String::new(), true)))
    }

    fn byte(&mut self) -> Result<Option<u8>> {
        let byte = self.input.fill_buf()?.first().copied();
        if byte.is_some() {
            self.input.consume(1);
        }
        Ok(byte)
    }

    /// Goes past a byte and gives its place.
    fn advance(&mut self, byte: u8) -> (usize, usize) {
        let place = (self.line, self.before);
        if byte == b'\n' {
            self.line += 1;
            self.before = 0;
        } else if byte & 0b1100_0000 != 0b1000_0000 {
            // A byte that goes on with a character is not one more.
            self.before += 1;
        }
        place
    }
}
