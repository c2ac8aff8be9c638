//! Lines and columns as editors count them, and byte offsets. The only place that knows UTF-16.

use tower_lsp::lsp_types::{Position, Range, TextDocumentContentChangeEvent};

/// What an editor counts columns in, agreed on at the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    #[default]
    Utf16,
}

/// Where the lines of a text begin. A line ends with `\n`, `\r\n` or `\r`, as the protocol says.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    pub fn new(text: &str) -> Lines {
        let bytes = text.as_bytes();
        let ends_line = |at: usize, byte: u8| byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        let ends = bytes.iter().enumerate().filter(|(at, byte)| ends_line(*at, **byte)).map(|(at, _)| at + 1);
        Lines { starts: std::iter::once(0).chain(ends).collect() }
    }

    fn start(&self, line: usize, text: &str) -> usize {
        self.starts.get(line).copied().unwrap_or(text.len())
    }

    /// A line without its end.
    fn line<'t>(&self, line: usize, text: &'t str) -> &'t str {
        let inside = text.get(self.start(line, text)..self.start(line + 1, text)).unwrap_or("");
        inside.trim_end_matches(['\n', '\r'])
    }

    /// The offset of a position; one beyond its line, or beyond the text, is at its end.
    pub fn offset(&self, text: &str, position: Position, encoding: Encoding) -> usize {
        let line = position.line as usize;
        if line >= self.starts.len() {
            return text.len();
        }
        self.start(line, text) + bytes_of(self.line(line, text), position.character as usize, encoding)
    }

    /// The position of an offset; one inside a character is at its start.
    pub fn position(&self, text: &str, offset: usize, encoding: Encoding) -> Position {
        let offset = offset.min(text.len());
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let inside = offset - self.start(line, text);
        let counted = self.line(line, text);
        let before = counted.get(..floor(counted, inside)).unwrap_or("");
        let character = match encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 => before.encode_utf16().count(),
        };
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Position::new(narrow(line), narrow(character))
    }

    pub fn range(&self, text: &str, span: std::ops::Range<usize>, encoding: Encoding) -> Range {
        Range::new(self.position(text, span.start, encoding), self.position(text, span.end, encoding))
    }
}

/// How many bytes the first `columns` units of a line take; a unit inside a character counts for none of it.
fn bytes_of(line: &str, columns: usize, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf8 => floor(line, columns),
        Encoding::Utf16 => {
            let mut left = columns;
            for (at, character) in line.char_indices() {
                let width = character.len_utf16();
                if left < width {
                    return at;
                }
                left -= width;
            }
            line.len()
        }
    }
}

/// The nearest offset at or before one that is not inside a character.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// A text after an editor's change of it. A change without a range replaces all.
pub fn changed(text: &str, change: &TextDocumentContentChangeEvent, encoding: Encoding) -> String {
    let Some(range) = change.range else { return change.text.clone() };
    let lines = Lines::new(text);
    let start = lines.offset(text, range.start, encoding);
    let end = lines.offset(text, range.end, encoding).max(start);
    let before = text.get(..start).unwrap_or("");
    let after = text.get(end..).unwrap_or("");
    format!("{before}{}{after}", change.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_come_back_in_both_encodings() {
        let text = "é œ 🦊\r\ne\u{301}\rfin\n";
        let lines = Lines::new(text);
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            for (offset, _) in text.char_indices().filter(|(_, character)| !matches!(character, '\n' | '\r')) {
                let position = lines.position(text, offset, encoding);
                assert_eq!(lines.offset(text, position, encoding), offset, "{encoding:?} {offset}");
            }
        }
        assert_eq!(lines.position(text, text.find("fin").unwrap(), Encoding::Utf16), Position::new(2, 0));
        assert_eq!(lines.position(text, text.find('\r').unwrap(), Encoding::Utf16), Position::new(0, 6));
    }

    #[test]
    fn what_lies_beyond_is_at_the_end() {
        let text = "é🦊\nb";
        let lines = Lines::new(text);
        assert_eq!(lines.offset(text, Position::new(0, 99), Encoding::Utf16), 6);
        assert_eq!(lines.offset(text, Position::new(0, 2), Encoding::Utf16), 2);
        assert_eq!(lines.offset(text, Position::new(0, 1), Encoding::Utf8), 0);
        assert_eq!(lines.offset(text, Position::new(9, 0), Encoding::Utf8), text.len());
    }
}
