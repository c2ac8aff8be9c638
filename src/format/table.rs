//! Tables: cells under their heads.

use super::doc::{Doc, Line, columns, flat};
use super::layout::Layout;
use super::spell::Place;
use super::writer::Writer;
use crate::syntax::TokenKind;
use crate::syntax::ast::{Cell, CellKind, Table};

/// A row before its columns are known.
struct Row {
    cells: Vec<String>,
    comment: Option<String>,
    /// How many lines stood before it.
    at: usize,
}

impl Layout<'_> {
    /// The rows of a table, in columns as wide as their widest cell.
    pub fn table(&mut self, table: &Table, indent: usize) {
        let rows = std::iter::once(table.heads.as_slice()).chain(table.rows.iter().map(|row| row.cells.as_slice()));
        let mut written = Vec::new();
        for cells in rows {
            self.lead_row(indent);
            let (cells, comment) = self.w.row(cells, table.span.end);
            written.push(Row { cells, comment, at: self.count() });
            self.push(Line::default());
        }
        let widths = widths(&written);
        for row in written {
            let text = row.text(&widths);
            self.fill(row.at, Line { indent, text, comment: row.comment, cuts: Vec::new() });
        }
    }
}

impl Row {
    fn text(&self, widths: &[usize]) -> String {
        let mut text = String::from("|");
        for (cell, width) in self.cells.iter().zip(widths) {
            let missing = width.saturating_sub(columns(cell));
            let blanks = if cell.contains('\n') { 0 } else { missing };
            text.push(' ');
            text.push_str(cell);
            text.extend(std::iter::repeat_n(' ', blanks));
            text.push_str(" |");
        }
        text
    }
}

/// The width of each column. A cell of several lines has none.
fn widths(rows: &[Row]) -> Vec<usize> {
    let mut widths = Vec::new();
    for row in rows {
        widths.resize(widths.len().max(row.cells.len()), 0);
        for (cell, width) in row.cells.iter().zip(&mut widths) {
            if !cell.contains('\n') {
                *width = columns(cell).max(*width);
            }
        }
    }
    widths
}

impl Writer<'_> {
    /// The text of each cell of a row, and the comment after it; the table ends at an offset.
    fn row(&mut self, cells: &[Cell], table_end: u32) -> (Vec<String>, Option<String>) {
        let end = self.line_end().min(table_end);
        let mut texts = Vec::new();
        for cell in cells {
            self.begin();
            self.skip_bars(end);
            let filled = self.peek().is_some_and(|token| token.span.start < cell.span.end);
            if filled {
                self.cell(cell);
            }
            texts.push(flat(&self.take_words()));
        }
        self.begin();
        self.skip_bars(end);
        // A comment ends its line, so that a row has one at most.
        let comment = self.take().into_iter().find_map(|doc| match doc {
            Doc::After(comment) => Some(comment),
            Doc::Text(_)
            | Doc::Blank
            | Doc::Line(_)
            | Doc::Flat(_)
            | Doc::Group(_)
            | Doc::Nest(..)
            | Doc::Cut
            | Doc::Own(_) => None,
        });
        (texts, comment)
    }

    fn skip_bars(&mut self, end: u32) {
        while self.peek().is_some_and(|token| token.kind == TokenKind::Bar && token.span.start < end) {
            self.skip();
        }
    }

    fn cell(&mut self, cell: &Cell) {
        match &cell.kind {
            CellKind::Expr(expr) => self.expr(expr),
            CellKind::Tails(tails) => self.tails(tails),
            CellKind::Empty
            | CellKind::Verdict(_)
            | CellKind::AsOf
            | CellKind::Missing
            | CellKind::None
            | CellKind::Error => {}
        }
        self.in_place(Place::Cell, |w| w.upto(cell.span.end));
    }
}
