//! Tables: rows of cells between bars. Each cell is read by itself, so that a mistake in one leaves the others.

use super::{Input, Node, Reader, Rule, tail};
use crate::base::{Span, name};
use crate::diagnostic::problem::SyntaxProblem;
use crate::syntax::ast::{Cell, CellKind, Expr, ExprKind, Name, Path, Row, Table, Verdict};
use crate::syntax::keyword::{Found, Role};
use crate::syntax::lex::{Token, TokenKind};
use std::ops::Range;

impl<'t> Reader<'t> {
    /// The rows in these tokens, each on its line.
    pub(super) fn rows(&mut self, tokens: &Range<usize>) -> Table {
        let lines = self.lines(tokens);
        let span = self.span_of(tokens);
        let mut lines = lines.into_iter();
        let heads = lines.next().map_or_else(Vec::new, |line| self.heads(&line));
        let rows = lines.map(|line| self.row(&line, heads.len())).collect();
        Table { heads, rows, span }
    }

    fn lines(&self, tokens: &Range<usize>) -> Vec<Range<usize>> {
        let mut lines: Vec<Range<usize>> = Vec::new();
        for at in tokens.clone() {
            let starts = self.lexed.tokens.get(at).is_some_and(|token| token.line_start);
            match lines.last_mut() {
                Some(line) if !starts => line.end = at + 1,
                _ => lines.push(at..at + 1),
            }
        }
        lines
    }

    /// The tokens between the bars of a line, and the place of each cell.
    fn cells(&self, line: &Range<usize>) -> Vec<(Span, bool)> {
        let tokens = self.lexed.slice(line);
        let mut cells = Vec::new();
        let mut start: Option<u32> = None;
        let mut inside: Option<Span> = None;
        for token in tokens {
            if token.kind != TokenKind::Bar {
                inside = Some(inside.map_or(token.span, |before| before.to(token.span)));
                continue;
            }
            if start.is_some() || inside.is_some() {
                cells.push(cell_place(inside.take(), start.unwrap_or(token.span.start), token));
            }
            start = Some(token.span.end);
        }
        // A last bar may lack.
        if let Some(inside) = inside {
            cells.push((inside, true));
        }
        cells
    }

    fn heads(&mut self, line: &Range<usize>) -> Vec<Cell> {
        let cells = self.cells(line);
        cells.into_iter().map(|(span, filled)| self.cell(span, filled, Rule::in_head_cell)).collect()
    }

    /// A row with as many cells as there are heads; what lacks or is too many is reported, and filled or cut.
    fn row(&mut self, line: &Range<usize>, heads: usize) -> Row {
        let span = self.span_of(line);
        let places = self.cells(line);
        let otherwise = places.first().is_some_and(|(span, filled)| *filled && self.is_otherwise(*span));
        let found = places.len();
        let mut cells = Vec::new();
        for (index, (place, filled)) in places.into_iter().enumerate() {
            let cell = if otherwise && index == 0 {
                self.note_otherwise(place);
                Cell { kind: CellKind::Empty, span: place }
            } else {
                self.cell(place, filled, Rule::in_cell)
            };
            cells.push(cell);
        }
        if otherwise && found < heads {
            let gap = cells.last().map_or(span, |last| last.span).at_start();
            let result = cells.pop();
            cells.resize(heads.saturating_sub(1), Cell { kind: CellKind::Empty, span: gap });
            cells.extend(result);
        } else if found != heads {
            self.report(SyntaxProblem::RowLength { cells: found, heads }, span);
            // Which head a cell belongs to is not known: none of them says anything more.
            cells.resize(heads, Cell { kind: CellKind::Error, span: span.at_end() });
            cells.iter_mut().for_each(|cell| cell.kind = CellKind::Error);
        }
        Row { cells, otherwise, span }
    }

    fn is_otherwise(&self, span: Span) -> bool {
        let first = self.lexed.tokens.get(self.tokens_in(span).start);
        let begins =
            first.is_some_and(|token| self.lexed.keywords(token).iter().any(|one| one.keyword.id == "otherwise"));
        begins && self.input(span).read(Rule::otherwise_cell).is_ok()
    }

    fn note_otherwise(&mut self, span: Span) {
        let input = self.input(span);
        if let Ok(nodes) = input.read(Rule::otherwise_cell) {
            self.check_keywords(input, nodes);
        }
    }

    fn cell(&mut self, span: Span, filled: bool, rule: Rule) -> Cell {
        if !filled {
            return Cell { kind: CellKind::Empty, span };
        }
        let kind = self.cell_kind(span, rule);
        Cell { kind, span }
    }

    fn cell_kind(&mut self, span: Span, rule: Rule) -> CellKind {
        let tokens = self.tokens_in(span);
        if let Some(plain) = self.plain_cell(span, &tokens, rule) {
            return plain;
        }
        self.cell_by_grammar(span, &tokens, rule)
    }

    fn cell_by_grammar(&mut self, span: Span, tokens: &Range<usize>, rule: Rule) -> CellKind {
        if !self.is_readable(tokens) {
            return CellKind::Error;
        }
        let input = self.input(span);
        let nodes = match input.read(rule) {
            Ok(nodes) => nodes,
            Err(error) => {
                if !self.bare_text(span, tokens) {
                    self.explain(input, &error, tokens);
                }
                return CellKind::Error;
            }
        };
        self.check_keywords(input, nodes.clone());
        let Some(node) = nodes.flat_map(Node::into_inner).next() else { return CellKind::Empty };
        self.cell_content(input, node)
    }

    /// What the grammar reads of a cell that is one keyword or the name of one thing, as most are, without asking it.
    fn plain_cell(&mut self, span: Span, tokens: &Range<usize>, rule: Rule) -> Option<CellKind> {
        if let Some(names) = self.names_of_mask(span) {
            return Some(CellKind::Expr(Expr { kind: ExprKind::Path(Path { names, span }), span }));
        }
        let token = self.lexed.tokens.get(tokens.start).filter(|_| rule == Rule::in_cell)?;
        let found = self.lexed.keywords(token);
        let len = (span.end - span.start) as usize;
        let own = |one: &&Found| one.exact && one.len == len && one.langs.contains(&self.lang);
        // The first of these is what the cell is, in this order: `none` is two keywords.
        let kinds = PLAIN.iter().filter_map(|id| found.iter().filter(own).find(|one| one.keyword.id == *id));
        let found = kinds.into_iter().next()?;
        let kind = plain_kind(found.keyword.id, span)?;
        if let Some(kept) = &mut self.keywords {
            kept.push((span, found.keyword));
        }
        Some(kind)
    }

    /// The names of a path whose words no keyword holds: underscores and dots, in what the grammar sees.
    fn names_of_mask(&self, span: Span) -> Option<Vec<Name>> {
        let mask = self.input(span).text;
        if mask.bytes().any(|byte| !matches!(byte, b'_' | b'.')) {
            return None;
        }
        let mut names = Vec::new();
        let mut start = span.start;
        for part in mask.split('.') {
            let end = start + u32::try_from(part.len()).ok().filter(|len| *len > 0)?;
            let span = Span { start, end };
            names.push(Name { text: name::normalise(self.written(span)), span });
            start = end + 1;
        }
        Some(names)
    }

    /// Tells of several words that look like a text without its quotation marks.
    fn bare_text(&mut self, span: Span, tokens: &Range<usize>) -> bool {
        let words = self.lexed.slice(tokens);
        let is_keyword = |token: &Token| {
            let found = self.lexed.keywords(token);
            found.iter().any(|found| matches!(found.keyword.role, Role::Operator | Role::Verdict))
        };
        let prose = words.len() > 1 && words.iter().all(|token| token.kind == TokenKind::Word && !is_keyword(token));
        let Some(first) = words.first().filter(|_| prose) else { return false };
        let problem = SyntaxProblem::TextExpected { word: self.written(first.span).to_string() };
        let quoted = self.in_quotes(self.written(span));
        self.report_guess(problem, span, quoted);
        true
    }

    fn cell_content(&mut self, input: Input<'t>, node: Node<'t>) -> CellKind {
        match node.as_rule() {
            Rule::kw_as_of => CellKind::AsOf,
            Rule::verdict => CellKind::Verdict(tail::verdict(node)),
            Rule::kw_missing => CellKind::Missing,
            Rule::kw_none | Rule::kw_absent_value => CellKind::None,
            Rule::cell_tails => CellKind::Tails(self.cell_tails(input, node)),
            Rule::if_then | Rule::logic => CellKind::Expr(self.expression(input, node)),
            _ => CellKind::Error,
        }
    }

    fn cell_tails(&mut self, input: Input<'t>, node: Node<'t>) -> Vec<crate::syntax::ast::Tail> {
        let mut tails = Vec::new();
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::tail => tails.push(self.tail(input, child).0),
                Rule::one_of => tails.push(self.simple_tail(input, child)),
                _ => {}
            }
        }
        tails
    }
}

/// The keywords that a cell can be alone, in the order in which the grammar tries them.
const PLAIN: [&str; 10] =
    ["not_applicable", "not_met", "met", "unknown", "exempt", "missing", "none", "absent_value", "yes", "no"];

fn plain_kind(keyword: &str, span: Span) -> Option<CellKind> {
    let truth = |value| CellKind::Expr(Expr { kind: ExprKind::Bool(value), span });
    match keyword {
        "not_applicable" => Some(CellKind::Verdict(Verdict::NotApplicable)),
        "not_met" => Some(CellKind::Verdict(Verdict::NotMet)),
        "met" => Some(CellKind::Verdict(Verdict::Met)),
        "unknown" => Some(CellKind::Verdict(Verdict::Unknown)),
        "exempt" => Some(CellKind::Verdict(Verdict::Exempt)),
        "missing" => Some(CellKind::Missing),
        "none" | "absent_value" => Some(CellKind::None),
        "yes" => Some(truth(true)),
        "no" => Some(truth(false)),
        _ => None,
    }
}

/// A filled cell is where its words are; an empty one stands between its bars.
fn cell_place(inside: Option<Span>, start: u32, bar: &Token) -> (Span, bool) {
    match inside {
        Some(span) => (span, true),
        None => (Span { start, end: bar.span.start }, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{FileId, Lang};
    use crate::syntax::lex_whole;

    #[test]
    fn a_plain_cell_is_what_the_grammar_reads() {
        let cells = [
            "oui",
            "non",
            "satisfait",
            "non satisfaite",
            "non  satisfait",
            "indéterminé",
            "sans objet",
            "exempté",
            "manque",
            "aucun",
            "aucune",
            "absente",
            "équipe",
            "équipe.internes",
            "m.d.e",
            "yes",
            "met",
            "not applicable",
            "none",
            "missing",
            "unknown",
            "aujourd'hui",
            "non précisé",
            "a_b",
            "_",
            "au",
            "parmi",
            "40 %",
            "oui et non",
        ];
        let mut plain = 0;
        for (lang, written) in [Lang::Fr, Lang::En].into_iter().flat_map(|lang| cells.map(|cell| (lang, cell))) {
            for rule in [Rule::in_cell, Rule::in_head_cell] {
                let lexed = lex_whole(written, lang);
                let (span, tokens) = (Span::new(0, written.len()), 0..lexed.tokens.len());
                let reader = || {
                    let mut reader = Reader::new(FileId(0), lang, written, &lexed);
                    reader.keywords = Some(Vec::new());
                    reader
                };
                let mut quick = reader();
                let Some(found) = quick.plain_cell(span, &tokens, rule) else { continue };
                plain += 1;
                let mut slow = reader();
                assert_eq!(found, slow.cell_by_grammar(span, &tokens, rule), "{written}");
                let ids = |reader: &Reader<'_>| {
                    let kept = reader.keywords.iter().flatten();
                    kept.map(|(span, keyword)| (*span, keyword.id)).collect::<Vec<_>>()
                };
                assert_eq!(ids(&quick), ids(&slow), "{written}");
                assert!(slow.diagnostics.is_empty() && slow.foreign.is_empty(), "{written}");
            }
        }
        assert!(plain > 25, "{plain} of these are plain");
    }
}
