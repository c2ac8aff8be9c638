//! One line of a source, short enough to be shown and safe to send to a terminal.

use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// The columns a tab is shown with.
pub(super) const TAB: usize = 4;

/// What stands in a gap.
const ELLIPSIS: char = '…';

/// The columns that each of several focuses on one line gets at least.
const LEAST_SHARE: usize = 24;

/// A line as shown, and where each byte of the original went.
#[derive(Debug)]
pub(super) struct CutLine {
    pub text: String,
    /// Pairs of an original offset and the offset in `text`, both increasing.
    marks: Vec<(usize, usize)>,
}

impl CutLine {
    /// The whole line when it fits in `limit` columns; else the parts around `focus` (byte ranges in the line) joined
    /// by …, or its beginning when there is no focus.
    pub(super) fn new(line: &str, focus: &[Range<usize>], limit: usize) -> CutLine {
        let mut cut = CutLine { text: String::new(), marks: Vec::new() };
        let mut reached = 0;
        for piece in pieces(line, focus, limit) {
            if piece.start > reached {
                cut.text.push(ELLIPSIS);
            }
            for (offset, character) in line.get(piece.clone()).unwrap_or("").char_indices() {
                cut.marks.push((piece.start + offset, cut.text.len()));
                cut.text.push(shown(character));
            }
            cut.marks.push((piece.end, cut.text.len()));
            reached = piece.end;
        }
        if reached < line.len() {
            cut.text.push(ELLIPSIS);
        }
        cut
    }

    /// Where an offset of the original line is in `text`; inside a gap, where the gap begins.
    pub(super) fn position(&self, offset: usize) -> usize {
        let after = self.marks.partition_point(|&(original, _)| original <= offset);
        after.checked_sub(1).and_then(|index| self.marks.get(index)).map_or(0, |&(_, position)| position)
    }
}

/// What a terminal is sent for a character: controls would move its cursor, and what is invisible or changes the
/// direction of writing would hide the very thing a diagnostic shows.
pub(super) fn shown(character: char) -> char {
    match character {
        '\t' => '\t',
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {
            char::REPLACEMENT_CHARACTER
        }
        _ if character.is_control() => char::REPLACEMENT_CHARACTER,
        _ => character,
    }
}

/// The columns a character takes at most. One that takes none counts for one, so that a line of combining marks is cut
/// like any other.
fn columns(character: char) -> usize {
    if character == '\t' { TAB } else { character.width().unwrap_or(1).max(1) }
}

fn pieces(line: &str, focus: &[Range<usize>], limit: usize) -> Vec<Range<usize>> {
    let head = forward(line, 0, limit).0;
    if head == line.len() || focus.is_empty() {
        return vec![Range { start: 0, end: head }];
    }
    let share = (limit / focus.len()).max(LEAST_SHARE);
    let mut around: Vec<Range<usize>> = focus.iter().map(|range| piece_around(line, range, share)).collect();
    around.sort_by_key(|piece| piece.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for piece in around {
        match merged.last_mut() {
            Some(last) if piece.start <= last.end => last.end = last.end.max(piece.end),
            _ => merged.push(piece),
        }
    }
    merged
}

/// About `share` columns of the line: the focus, or its beginning when it is long, with as much on both sides.
fn piece_around(line: &str, focus: &Range<usize>, share: usize) -> Range<usize> {
    let (reach, _) = forward(line, focus.start, share * 2 / 3);
    let inside = reach.min(focus.end).max(focus.start);
    let used = line.get(focus.start..inside).unwrap_or("").chars().map(columns).sum::<usize>();
    let spare = share.saturating_sub(used);
    let (start, left) = backward(line, focus.start, spare / 2);
    let (end, right) = forward(line, inside, spare.saturating_sub(left));
    // Near the end of the line, what the right side does not need shows more of the left.
    let (start, _) = backward(line, start, spare.saturating_sub(left + right));
    start..end
}

/// The offset reached from `from` by at most `budget` columns to the right, and the columns passed.
fn forward(line: &str, from: usize, budget: usize) -> (usize, usize) {
    let mut passed = 0;
    for (offset, character) in line.get(from..).unwrap_or("").char_indices() {
        if passed + columns(character) > budget {
            return (from + offset, passed);
        }
        passed += columns(character);
    }
    (line.len(), passed)
}

/// The same to the left.
fn backward(line: &str, from: usize, budget: usize) -> (usize, usize) {
    let mut passed = 0;
    let mut reached = from;
    for (offset, character) in line.get(..from).unwrap_or("").char_indices().rev() {
        if passed + columns(character) > budget {
            break;
        }
        passed += columns(character);
        reached = offset;
    }
    (reached, passed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn focus(line: &str, word: &str) -> Range<usize> {
        let start = line.find(word).unwrap();
        start..start + word.len()
    }

    #[test]
    fn a_short_line_is_whole() {
        let cut = CutLine::new("exige équipe", std::slice::from_ref(&(6..13)), 40);
        assert_eq!(cut.text, "exige équipe");
        assert_eq!((cut.position(6), cut.position(13)), (6, 13));
    }

    #[test]
    fn a_long_line_keeps_what_is_around_the_focus() {
        let line = format!("{} mot {}", "avant ".repeat(100), "après ".repeat(100));
        let cut = CutLine::new(&line, &[focus(&line, "mot")], 30);
        assert_eq!(cut.text, "…avant avant  mot après après a…");
        let range = focus(&line, "mot");
        assert_eq!(cut.text.get(cut.position(range.start)..cut.position(range.end)), Some("mot"));
        assert_eq!(CutLine::new(&line, &[], 10).text, "avant avan…");
    }

    #[test]
    fn two_far_places_of_one_line_are_both_shown() {
        let line = format!("un {} deux {}", "x".repeat(500), "y".repeat(500));
        let cut = CutLine::new(&line, &[focus(&line, "un"), focus(&line, "deux")], 60);
        assert!(cut.text.starts_with("un xxx") && cut.text.contains("x…x") && cut.text.contains(" deux "));
        assert!(cut.text.chars().count() < 70);
    }

    #[test]
    fn controls_never_reach_the_terminal() {
        assert_eq!(CutLine::new("a\u{1b}[2Jb\u{202e}c\td", &[], 40).text, "a\u{fffd}[2Jb\u{fffd}c\td");
    }

    #[test]
    fn a_line_without_width_is_cut_too() {
        assert!(CutLine::new(&"\u{301}".repeat(100_000), &[], 80).text.len() < 400);
    }
}
