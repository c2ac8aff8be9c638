//! What is put right while typing: the columns of a table when a bar closes a cell, the next row or bullet on a new line.

use super::Edit;
use super::snapshot::Snapshot;
use crate::base::{FileId, Loc, Span};
use unicode_width::UnicodeWidthStr;

/// The edits that a character just typed at an offset asks for.
pub fn typed(snapshot: &Snapshot, file: FileId, offset: usize, character: char) -> Vec<Edit> {
    if snapshot.tree(file).is_none() {
        return Vec::new();
    }
    match character {
        '|' if snapshot.is_in_rules(file, offset) => align(snapshot, file, offset),
        '\n' => go_on(snapshot, file, offset),
        _ => Vec::new(),
    }
}

/// The lines of the table around an offset, made to stand one under the other.
fn align(snapshot: &Snapshot, file: FileId, offset: usize) -> Vec<Edit> {
    let Some(source) = snapshot.sources.get(file) else { return Vec::new() };
    let is_row = |line: usize| source.line_text(line).trim_start().starts_with('|');
    let (here, _) = source.line_and_byte(offset);
    if !is_row(here) {
        return Vec::new();
    }
    let first = (0..here).rev().take_while(|line| is_row(*line)).last().unwrap_or(here);
    let last = (here + 1..source.line_count()).take_while(|line| is_row(*line)).last().unwrap_or(here);
    let rows: Vec<Vec<String>> = (first..=last).map(|line| cells(source.line_text(line))).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let head = source.line_text(first);
    let indent = head.get(..head.len() - head.trim_start().len()).unwrap_or("");
    let mut edits = Vec::new();
    for (line, row) in (first..=last).zip(&rows) {
        let written = source.line_text(line);
        // A row that is still being written keeps its open end.
        let is_open = !written.trim_end().ends_with('|');
        let mut aligned = String::from(indent);
        for (rank, (cell, width)) in row.iter().zip(&widths).enumerate() {
            aligned.push_str("| ");
            aligned.push_str(cell);
            if !(is_open && rank + 1 == row.len()) {
                aligned.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 1));
            }
        }
        if !is_open {
            aligned.push('|');
        }
        if aligned != written {
            let start = source.line_start(line);
            edits.push(Edit::new(Loc::new(file, Span::new(start, start + written.len())), aligned));
        }
    }
    edits
}

/// The cells of a row, blanks around them left out. A bar inside a text is of the text.
fn cells(row: &str) -> Vec<String> {
    let inside = row.trim().trim_start_matches('|');
    let mut cells = vec![String::new()];
    let mut closing: Option<char> = None;
    for character in inside.chars() {
        match (closing, character) {
            (None, '|') => {
                cells.push(String::new());
                continue;
            }
            (None, '«') => closing = Some('»'),
            (None, '"') => closing = Some('"'),
            (None, '`') => closing = Some('`'),
            (Some(mark), _) if mark == character => closing = None,
            _ => {}
        }
        if let Some(cell) = cells.last_mut() {
            cell.push(character);
        }
    }
    // What follows the last bar is no cell.
    if cells.len() > 1 && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    cells.iter().map(|cell| cell.trim().to_string()).collect()
}

/// The start of a new line: a row after a row, a bullet after a bullet, a clause after an item's first line.
fn go_on(snapshot: &Snapshot, file: FileId, offset: usize) -> Vec<Edit> {
    let Some(source) = snapshot.sources.get(file) else { return Vec::new() };
    let (line, _) = source.line_and_byte(offset);
    let Some(above) = line.checked_sub(1).map(|above| source.line_text(above)) else { return Vec::new() };
    if !source.line_text(line).trim().is_empty() {
        return Vec::new();
    }
    let shown = above.trim_start();
    let indent = above.get(..above.len() - shown.len()).unwrap_or("");
    let in_rules = snapshot.is_in_rules(file, offset);
    let opens_item = in_rules && indent.is_empty() && snapshot.item_at(file, source.line_start(line - 1)).is_some();
    let start = match shown.chars().next() {
        Some('|') if in_rules && above.trim_end().ends_with('|') => format!("{indent}| "),
        Some(bullet @ ('-' | '*'))
            if !in_rules && shown.len() > 2 && shown.starts_with([bullet]) && shown.get(1..2) == Some(" ") =>
        {
            format!("{indent}{bullet} ")
        }
        _ if opens_item && !shown.starts_with(['#', '}']) && !shown.is_empty() => String::from("  "),
        _ => return Vec::new(),
    };
    let begin = source.line_start(line);
    let span = Span::new(begin, begin + source.line_text(line).len());
    match span.slice(&source.text) == start {
        true => Vec::new(),
        false => vec![Edit::new(Loc::new(file, span), start)],
    }
}
