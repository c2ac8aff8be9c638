//! From lines to text: columns, comments under each other, line ends.

use super::doc::{WIDTH, columns};
use super::layout::Placed;
use crate::base::Span;
use crate::syntax::ast::File;
use crate::syntax::{TokenKind, Words};
use std::collections::HashMap;

/// Blanks between a text and the comment after it.
const BEFORE_COMMENT: usize = 2;

/// The line end that most lines of the rules have.
pub fn line_end(text: &str, file: &File, words: &Words) -> &'static str {
    let texts = words.tokens.iter().filter(|token| matches!(token.kind, TokenKind::Text { .. }));
    let count = |spans: &mut dyn Iterator<Item = Span>, mark: &str| -> usize {
        spans.map(|span| span.slice(text).matches(mark).count()).sum()
    };
    let outside_texts = |mark: &str| {
        let inside = count(&mut texts.clone().map(|token| token.span), mark);
        count(&mut file.regions.iter().copied(), mark).saturating_sub(inside)
    };
    let (all, long) = match outside_texts("\n") {
        0 => (text.matches('\n').count(), text.matches("\r\n").count()),
        all => (all, outside_texts("\r\n")),
    };
    if long * 2 > all { "\r\n" } else { "\n" }
}

/// The text of lines, each with its end.
pub fn text(mut lines: Vec<Placed>, end: &str) -> String {
    align_columns(&mut lines);
    let before_comments = before_comments(&lines);
    let mut text = String::new();
    for (placed, before_comment) in lines.iter().zip(before_comments) {
        if placed.after_blank {
            text.push_str(end);
        }
        text.extend(std::iter::repeat_n(' ', placed.line.indent));
        text.push_str(&placed.line.text);
        if let Some(comment) = &placed.line.comment {
            text.extend(std::iter::repeat_n(' ', before_comment));
            text.push_str(comment);
        }
        text.push_str(end);
    }
    text
}

/// Moves what follows the cuts of lines of one group under each other.
fn align_columns(lines: &mut [Placed]) {
    let mut groups: HashMap<(usize, usize), Vec<usize>> = HashMap::new();
    for (at, placed) in lines.iter().enumerate() {
        let cuts = placed.line.cuts.len();
        if let Some(group) = placed.group.filter(|_| cuts > 0 && !placed.line.text.contains('\n')) {
            groups.entry((group, cuts)).or_default().push(at);
        }
    }
    for ((_, cuts), members) in groups {
        for cut in 0..cuts {
            align(lines, &members, cut);
        }
    }
}

/// Aligns one cut of some lines: at the column where most of them fit the width of lines. The others stand out.
fn align(lines: &mut [Placed], members: &[usize], cut: usize) {
    let widths = |placed: &Placed| {
        let at = placed.line.cuts.get(cut).copied().unwrap_or(0);
        let (before, after) = placed.line.text.split_at_checked(at).unwrap_or((&placed.line.text, ""));
        (placed.line.indent + columns(before), columns(after))
    };
    let of_all: Vec<(usize, usize)> = members.iter().filter_map(|at| lines.get(*at)).map(widths).collect();
    // What is too long anyway is no longer too long for being moved.
    let fits = |(before, after): &(usize, usize), column: usize| {
        *before <= column && (column + after <= WIDTH || before + after > WIDTH)
    };
    let aligned = |column: &usize| of_all.iter().filter(|widths| fits(widths, *column)).count();
    let column = of_all.iter().map(|(before, _)| *before).max_by_key(|column| (aligned(column), *column));
    let Some(column) = column else { return };
    for (at, widths) in members.iter().zip(&of_all) {
        let blanks = if fits(widths, column) { column.saturating_sub(widths.0) } else { 0 };
        let Some(placed) = lines.get_mut(*at) else { continue };
        let Some(place) = placed.line.cuts.get(cut).copied() else { continue };
        if placed.line.text.is_char_boundary(place) {
            placed.line.text.insert_str(place, &" ".repeat(blanks));
        }
        placed.line.cuts.iter_mut().skip(cut).for_each(|cut| *cut += blanks);
    }
}

/// The blanks before the comment of each line: comments on lines that follow each other stand under each other.
fn before_comments(lines: &[Placed]) -> Vec<usize> {
    let mut blanks = vec![BEFORE_COMMENT; lines.len()];
    let width = |placed: &Placed| placed.line.indent + columns(&placed.line.text);
    let mut run: Vec<usize> = Vec::new();
    let mut close = |run: &mut Vec<usize>| {
        let widest = run.iter().filter_map(|at| lines.get(*at)).map(width).max().unwrap_or(0);
        for at in run.drain(..) {
            if let (Some(blank), Some(placed)) = (blanks.get_mut(at), lines.get(at)) {
                *blank = widest - width(placed) + BEFORE_COMMENT;
            }
        }
    };
    for (at, placed) in lines.iter().enumerate() {
        let commented = placed.line.comment.is_some() && !placed.line.text.contains('\n');
        if placed.after_blank || !commented {
            close(&mut run);
        }
        if commented {
            run.push(at);
        }
    }
    close(&mut run);
    blanks
}
