//! Offsets as the lines and columns that people read.

use crate::base::{FileId, Loc, Sources};
use std::collections::HashMap;

/// A place by its first character and the character after its last one: 1-based lines and columns, columns counted in
/// characters, a byte-order mark at the start of the file not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

/// Lines longer than this many bytes get a table of their characters, so that thousands of diagnostics on one line of
/// several mebibytes do not each count it from its start.
const STRIDE: usize = 1024;

#[derive(Debug)]
pub(super) struct Places<'a> {
    pub sources: &'a Sources,
    /// For a long line, the number of characters before each multiple of [`STRIDE`] bytes.
    long_lines: HashMap<(FileId, usize), Vec<usize>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Places { sources, long_lines: HashMap::new() }
    }

    pub(super) fn place(&mut self, at: Loc) -> Place {
        let (line, column) = self.line_column(at.file, at.span.start as usize);
        let (end_line, end_column) = self.line_column(at.file, at.span.end as usize);
        Place { line, column, end_line, end_column }
    }

    /// 1-based line and column of a byte offset; (1, 1) in a file that is not known.
    pub(super) fn line_column(&mut self, id: FileId, offset: usize) -> (usize, usize) {
        let Some(file) = self.sources.get(id) else { return (1, 1) };
        let (line, byte) = file.line_and_byte(offset);
        let start = file.line_start(line);
        let bytes = file.text.as_bytes().get(start..start + byte).unwrap_or_default();
        let mark = usize::from(line == 0 && bytes.starts_with("\u{feff}".as_bytes()));
        let characters = if byte < 2 * STRIDE {
            characters_in(bytes)
        } else {
            let table = self.long_lines.entry((id, line)).or_insert_with(|| table_of(file.line_text(line).as_bytes()));
            // A place in the line end itself lies beyond the table's text; the last entry is then the nearest.
            let entry = (byte / STRIDE).min(table.len().saturating_sub(1));
            table.get(entry).copied().unwrap_or(0) + characters_in(bytes.get(entry * STRIDE..).unwrap_or_default())
        };
        (line + 1, characters + 1 - mark)
    }
}

/// The characters before each multiple of [`STRIDE`] bytes, 0 first.
fn table_of(line: &[u8]) -> Vec<usize> {
    let mut total = 0;
    let mut table = vec![0];
    for chunk in line.chunks_exact(STRIDE) {
        total += characters_in(chunk);
        table.push(total);
    }
    table
}

/// Counts the bytes that open a character.
fn characters_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{SourceFile, Span};

    fn sources(text: &str) -> Sources {
        let mut sources = Sources::default();
        sources.add(SourceFile::new("a.perenne", text));
        sources
    }

    #[test]
    fn columns_are_characters_and_a_byte_order_mark_is_none() {
        let sources = sources("\u{feff}été là\nsuite");
        let mut places = Places::new(&sources);
        assert_eq!(places.line_column(FileId(0), 3), (1, 1));
        assert_eq!(places.line_column(FileId(0), 3 + "été ".len()), (1, 5));
        let place = places.place(Loc::new(FileId(0), Span::new(3, sources.get(FileId(0)).unwrap().text.len())));
        assert_eq!(place, Place { line: 1, column: 1, end_line: 2, end_column: 6 });
        assert_eq!(places.line_column(FileId(9), 4), (1, 1));
    }

    #[test]
    fn a_long_line_counts_the_same_through_its_table() {
        let text = "aé€𝄞 ".repeat(2000);
        let sources = sources(&text);
        let mut places = Places::new(&sources);
        for (index, (offset, _)) in text.char_indices().enumerate().step_by(37) {
            assert_eq!(places.line_column(FileId(0), offset), (1, index + 1));
        }
        assert_eq!(places.line_column(FileId(0), text.len()), (1, text.chars().count() + 1));
    }
}
