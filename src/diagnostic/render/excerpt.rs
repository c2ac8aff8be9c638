//! The few lines of each file that a diagnostic shows, with its labels moved onto them.

use super::cut::CutLine;
use super::place::Places;
use crate::base::{FileId, Loc, SourceFile};
use std::ops::Range;

/// A label over more lines than this is shown by its first line.
const LONGEST_LABEL: usize = 5;

/// A place to underline, and the words beside it.
#[derive(Debug)]
pub(super) struct Label {
    pub at: Loc,
    pub text: Option<String>,
    pub primary: bool,
}

/// The windows one after the other in one text, in which the labels' ranges are counted.
#[derive(Debug, Default)]
pub(super) struct Excerpt {
    pub text: String,
    pub windows: Vec<Window>,
    pub labels: Vec<PlacedLabel>,
}

/// Consecutive lines of one file; every line, the last included, ends with a line feed.
#[derive(Debug)]
pub(super) struct Window {
    pub range: Range<usize>,
    pub path: String,
    /// 0-based
    pub first_line: usize,
    pub line_count: usize,
}

#[derive(Debug)]
pub(super) struct PlacedLabel {
    pub range: Range<usize>,
    pub text: Option<String>,
    pub primary: bool,
    /// The true place of its first character, 1-based.
    pub line: usize,
    pub column: usize,
}

/// The part of a label that is on one line, in bytes of the whole text. miette marks a label over several lines beside
/// them; a part for each line underlines the words themselves.
#[derive(Debug)]
struct Part<'a> {
    label: &'a Label,
    /// 0-based
    line: usize,
    range: Range<usize>,
    first: bool,
    last: bool,
}

impl Excerpt {
    /// Lines longer than `limit` columns are cut. The window of the primary label comes first. Labels in files without
    /// text give no window.
    pub(super) fn new(labels: &[Label], places: &mut Places, limit: usize) -> Excerpt {
        let sources = places.sources;
        let mut excerpt = Excerpt::default();
        for id in files_of(labels) {
            let Some(file) = sources.get(id).filter(|file| !file.text.is_empty()) else { continue };
            let in_file = labels.iter().filter(|label| label.at.file == id);
            let parts: Vec<Part> = in_file.flat_map(|label| parts_of(file, label)).collect();
            for lines in windows_of(file, &parts) {
                excerpt.add_window(file, lines, &parts, places, limit);
            }
        }
        excerpt
    }

    fn add_window(
        &mut self,
        file: &SourceFile,
        lines: Range<usize>,
        parts: &[Part],
        places: &mut Places,
        limit: usize,
    ) {
        let start = self.text.len();
        for line in lines.clone() {
            let inside: Vec<&Part> = parts.iter().filter(|part| part.line == line).collect();
            let (line_start, text) = line_without_mark(file, line);
            let in_line = |offset: usize| offset.saturating_sub(line_start).min(text.len());
            let focus: Vec<Range<usize>> =
                inside.iter().map(|part| in_line(part.range.start)..in_line(part.range.end)).collect();
            let cut = CutLine::new(text, &focus, limit);
            for (part, range) in inside.iter().zip(focus) {
                let shown_at = self.text.len();
                let (line, column) = places.line_column(part.label.at.file, part.range.start);
                self.labels.push(PlacedLabel {
                    range: shown_at + cut.position(range.start)..shown_at + cut.position(range.end),
                    text: part.label.text.clone().filter(|_| part.last),
                    primary: part.label.primary && part.first,
                    line,
                    column,
                });
            }
            self.text.push_str(&cut.text);
            self.text.push('\n');
        }
        self.windows.push(Window {
            range: start..self.text.len(),
            path: super::one_line(&file.path),
            first_line: lines.start,
            line_count: lines.len(),
        });
    }
}

/// The files of the labels, that of the primary label first, the others in the order of the labels.
fn files_of(labels: &[Label]) -> Vec<FileId> {
    let mut files: Vec<FileId> = Vec::new();
    for label in labels.iter().filter(|label| label.primary).chain(labels) {
        if !files.contains(&label.at.file) {
            files.push(label.at.file);
        }
    }
    files
}

/// A line and where it starts, a byte-order mark at the start of the file left out.
fn line_without_mark(file: &SourceFile, line: usize) -> (usize, &str) {
    let (start, text) = (file.line_start(line), file.line_text(line));
    match text.strip_prefix('\u{feff}') {
        Some(rest) if line == 0 => (start + text.len() - rest.len(), rest),
        _ => (start, text),
    }
}

fn parts_of<'a>(file: &SourceFile, label: &'a Label) -> Vec<Part<'a>> {
    let start = char_boundary(&file.text, label.at.span.start as usize);
    let end = char_boundary(&file.text, label.at.span.end as usize).max(start);
    let end = start + file.text.get(start..end).unwrap_or("").trim_end().len();
    let (first_line, _) = file.line_and_byte(start);
    let (last_line, _) = file.line_and_byte(end);
    let last_line = if last_line - first_line < LONGEST_LABEL { last_line } else { first_line };
    let mut parts = Vec::new();
    for line in first_line..=last_line {
        let (line_start, text) = line_without_mark(file, line);
        let indent = text.len() - text.trim_start().len();
        let from = if line == first_line { start } else { line_start + indent };
        let to = end.min(line_start + text.trim_end().len()).max(from);
        if line == first_line || to > from {
            parts.push(Part { label, line, range: from..to, first: line == first_line, last: line == last_line });
        }
    }
    parts
}

/// The nearest place at or before `offset` that does not cut a character.
fn char_boundary(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|&offset| text.is_char_boundary(offset)).unwrap_or(0)
}

/// Runs of lines around the labels, those that touch made one; that of the primary label first, then downwards. The
/// line before and the line after are shown unless they are blank.
fn windows_of(file: &SourceFile, parts: &[Part]) -> Vec<Range<usize>> {
    let written = |line: usize| line < file.line_count() && !file.line_text(line).trim().is_empty();
    let mut around: Vec<Range<usize>> = Vec::new();
    for part in parts {
        let before = part.line.checked_sub(1).filter(|&line| written(line));
        let after = Some(part.line + 1).filter(|&line| written(line));
        around.push(before.unwrap_or(part.line)..after.unwrap_or(part.line) + 1);
    }
    around.sort_by_key(|lines| lines.start);
    let mut windows: Vec<Range<usize>> = Vec::new();
    for lines in around {
        match windows.last_mut() {
            Some(last) if lines.start <= last.end => last.end = last.end.max(lines.end),
            _ => windows.push(lines),
        }
    }
    let primary = parts.iter().find(|part| part.label.primary).map(|part| part.line);
    windows.sort_by_key(|lines| !primary.is_some_and(|line| lines.contains(&line)));
    windows
}
