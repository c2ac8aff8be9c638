//! Items: their first line, their clauses, and what stands between their braces.

use super::{Input, Node, Reader, Rule};
use crate::base::Span;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::{Note, SyntaxProblem};
use crate::syntax::ast::{Clause, ClauseKind, Expr, ExprKind, Item, ItemKind, Period, TypeExpr, TypeKind};
use crate::syntax::depth;
use crate::syntax::keyword::{self, Role};
use crate::syntax::lex::TokenKind;
use crate::syntax::split::{self, Block, Chunk, ChunkStart, Context, Piece};
use crate::syntax::suggest;

impl<'t> Reader<'t> {
    /// The item that a chunk of lines stands for.
    pub fn item(&mut self, chunk: &Chunk) -> Item {
        let span = self.span_of(&chunk.tokens);
        let mut item = Item {
            span,
            keyword: span.at_start(),
            kind: ItemKind::Error,
            name: None,
            title: None,
            ty: None,
            clauses: Vec::new(),
        };
        self.note_margins(chunk);
        if let Some(span) = depth::braces_too_deep(self.lexed, &chunk.tokens) {
            self.report(SyntaxProblem::TooDeep { limit: depth::LIMIT }, span);
            return item;
        }
        match chunk.start {
            ChunkStart::Stray => self.stray(chunk),
            ChunkStart::Item | ChunkStart::IndentedItem => self.known_item(chunk, &mut item),
            ChunkStart::Unknown => self.unknown_item(chunk, &mut item),
        }
        self.report_foreign();
        item
    }

    fn note_margins(&mut self, chunk: &Chunk) {
        for at in &chunk.unindented {
            let Some(token) = self.lexed.tokens.get(*at) else { continue };
            let len = self
                .lexed
                .keywords(token)
                .first()
                .map_or(token.span.end - token.span.start, |found| u32::try_from(found.len).unwrap_or(0));
            let span = Span { start: token.span.start, end: token.span.start + len };
            let problem = SyntaxProblem::ClauseAtMargin { word: self.written(span).to_string() };
            let diagnostic = self.diagnostic(problem, span).fix(self.loc(span.at_start()), "  ");
            self.diagnostics.push(diagnostic);
        }
        if chunk.start == ChunkStart::IndentedItem
            && let Some(token) = self.lexed.tokens.get(chunk.tokens.start)
        {
            let word = self.written(token.span).to_string();
            let margin = Span { start: token.span.start - token.column, end: token.span.start };
            let diagnostic = self.diagnostic(SyntaxProblem::IndentedItem { word }, token.span);
            self.diagnostics.push(diagnostic.fix(self.loc(margin), ""));
        }
    }

    fn stray(&mut self, chunk: &Chunk) {
        let Some(token) = self.lexed.tokens.get(chunk.tokens.start) else { return };
        let found = self.lexed.keywords(token);
        if let Some(found) = found.iter().find(|found| found.keyword.role == Role::Clause) {
            let span = Span::new(token.span.start as usize, token.span.start as usize + found.len);
            let word = self.written(span).to_string();
            return self.report(SyntaxProblem::ClauseOutside { word }, span);
        }
        let word = self.written(token.span).chars().take(24).collect();
        self.report(SyntaxProblem::UnknownItem { word, suggestion: None }, token.span);
    }

    fn unknown_item(&mut self, chunk: &Chunk, item: &mut Item) {
        let Some(token) = self.lexed.tokens.get(chunk.tokens.start).copied() else { return };
        let word = self.written(token.span).to_string();
        if let Some(span) = self.reserved_name(chunk) {
            let word = self.written(span).to_string();
            self.report_fix(SyntaxProblem::ReservedWord { word: word.clone() }, span, format!("`{word}`"));
        } else {
            let suggestion = if self.is_crowded() { None } else { suggest::item(&word).filter(|right| *right != word) };
            let problem = SyntaxProblem::UnknownItem { word, suggestion: suggestion.clone() };
            match suggestion {
                Some(right) => self.report_guess(problem, token.span, right),
                None => self.report(problem, token.span),
            }
        }
        item.keyword = token.span;
        // What is inside is read for its names alone: the first word is the mistake to mend.
        let told = self.diagnostics.len();
        let pieces = split::pieces(self.lexed, self.text, chunk.tokens.clone(), Context::Clauses);
        self.fill(pieces, Rule::in_item, Context::Clauses, item);
        item.kind = ItemKind::Error;
        self.diagnostics.truncate(told);
        // Nothing guessed about this item may serve the next one.
        self.foreign.clear();
        self.joined = None;
    }

    /// The name after the keyword of an item that is no item only because this name is a word of conditions.
    fn reserved_name(&self, chunk: &Chunk) -> Option<Span> {
        let first = self.lexed.tokens.get(chunk.tokens.start)?;
        let keyword =
            self.lexed.keywords(first).iter().find(|found| found.exact && found.keyword.role == Role::Item)?;
        let next = self.lexed.first_from(chunk.tokens.start, first.span.start as usize + keyword.len);
        let name = self.lexed.tokens.get(next).filter(|name| name.kind == TokenKind::Word && !name.line_start)?;
        self.is_reserved(name).then_some(name.span)
    }

    fn known_item(&mut self, chunk: &Chunk, item: &mut Item) {
        let token = self.lexed.tokens.get(chunk.tokens.start);
        let found = token.map_or(&[][..], |token| self.lexed.keywords(token));
        let Some(found) = found.iter().find(|found| found.keyword.role == Role::Item) else { return };
        item.keyword = Span::new(item.span.start as usize, item.span.start as usize + found.len);
        if found.keyword.id == "language" {
            return self.report(SyntaxProblem::LanguageLine, item.keyword);
        }
        item.kind = kind_of(found.keyword.id);
        let context = context_of(item.kind);
        let rule = if item.kind == ItemKind::Use { Rule::in_use } else { Rule::in_item };
        let mut pieces = split::pieces(self.lexed, self.text, chunk.tokens.clone(), context);
        if matches!(item.kind, ItemKind::Facts | ItemKind::Record | ItemKind::Choice { .. })
            && pieces.iter().all(|piece| piece.block.is_none())
        {
            pieces = self.without_braces(chunk);
        }
        self.fill(pieces, rule, context, item);
        if let Some(name) = self.joined.take() {
            item.name = Some(name);
        }
        self.check_type_sign(item);
        let nameless = matches!(item.kind, ItemKind::Test | ItemKind::Uncoded | ItemKind::Use | ItemKind::Error);
        if item.name.is_none() && !nameless {
            let word = self.written(item.keyword).to_string();
            self.report(SyntaxProblem::MissingName { item: word }, item.keyword);
        }
    }

    /// The head and the lines under it, as if braces stood around these.
    fn without_braces(&mut self, chunk: &Chunk) -> Vec<Piece> {
        let is_next_line = |at: &usize| self.lexed.tokens.get(*at).is_some_and(|token| token.line_start);
        let inner = (chunk.tokens.start + 1..chunk.tokens.end).find(is_next_line).unwrap_or(chunk.tokens.end);
        let head = chunk.tokens.start..inner;
        let first_line = self.span_of(&head).at_end();
        let end = self.span_of(&chunk.tokens).at_end();
        let diagnostic = self.diagnostic(SyntaxProblem::MissingBraces, first_line);
        let diagnostic = diagnostic.fix(self.loc(first_line), " {").fix(self.loc(end), "\n}");
        self.diagnostics.push(diagnostic);
        let lines = inner..chunk.tokens.end;
        let block = Block { open: inner, inner: lines.clone(), close: lines.end.checked_sub(1) };
        vec![Piece { tokens: head, block: (!lines.is_empty()).then_some(block), table: None }]
    }

    /// `definition d = percent`: a type after the wrong sign.
    fn check_type_sign(&mut self, item: &mut Item) {
        let typed = matches!(item.kind, ItemKind::Define | ItemKind::Parameter | ItemKind::Table { .. });
        let (true, None, Some(first)) = (typed, &item.ty, item.clauses.first_mut()) else { return };
        let ClauseKind::Value { value: Expr { kind: ExprKind::Path(path), .. }, .. } = &first.kind else { return };
        let found = keyword::at_start(self.written(path.span));
        let sign = Span { start: first.span.start, end: first.span.start + 1 };
        if found.iter().any(|found| found.keyword.role == Role::Type) {
            first.kind = ClauseKind::Error;
            let name = item.name.as_ref().map_or_else(String::new, |name| name.text.clone());
            self.report_fix(SyntaxProblem::EqualsForColon { name }, sign, ":");
        }
    }

    /// Reads the pieces of an item into it.
    fn fill(&mut self, pieces: Vec<Piece>, first_rule: Rule, context: Context, item: &mut Item) {
        for (index, piece) in pieces.into_iter().enumerate() {
            let rule = match (index, context) {
                (0, _) => first_rule,
                (_, Context::Dataset) => Rule::in_dataset,
                (_, _) => Rule::in_clauses,
            };
            self.table = piece.table.as_ref().map(|table| self.rows(table));
            let mut clauses = Vec::new();
            let (head_only, broken) = self.read_into(&piece, rule, &mut clauses, item);
            if let Some(block) = &piece.block {
                let holder = if index == 0 && head_only { Some(item.kind) } else { None };
                self.block(block, holder, broken.is_some(), context, &mut clauses);
            }
            if let Some(broken) = broken {
                if index == 0
                    && head_only
                    && !broken.is_empty()
                    && !matches!(item.kind, ItemKind::Facts | ItemKind::Record | ItemKind::Choice { .. })
                {
                    item.kind = ItemKind::Error;
                }
                clauses.push(Clause { span: broken, keyword: broken.at_start(), kind: ClauseKind::Error });
            }
            item.clauses.append(&mut clauses);
            self.table = None;
        }
        if item.kind == ItemKind::Parameter {
            self.check_periods(&item.clauses);
            item.clauses = with_values(std::mem::take(&mut item.clauses));
        }
    }

    /// `from 2024 = 40 %`: a period that opens the line of a value reads as that of the value before. Told once for all the
    /// values of a parameter.
    fn check_periods(&mut self, clauses: &[Clause]) {
        let mut told: Option<Diagnostic> = None;
        for pair in clauses.windows(2) {
            let [before, value] = pair else { continue };
            let is_period = matches!(before.kind, ClauseKind::Version { clauses: None, .. });
            let between = Span { start: before.span.end, end: value.span.start };
            let one_line = !between.slice(self.text).contains('\n') && self.opens_line(before.span);
            if !is_period || !one_line || !matches!(value.kind, ClauseKind::Value { .. }) {
                continue;
            }
            let (period, written) = (self.written(before.span).to_string(), self.written(value.span).to_string());
            let moved = Span { start: before.span.start, end: value.span.start };
            let after = format!("  {period}");
            let diagnostic = told
                .take()
                .unwrap_or_else(|| self.diagnostic(SyntaxProblem::PeriodFirst { value: written, period }, before.span));
            told = Some(diagnostic.fix(self.loc(moved), "").fix(self.loc(value.span.at_end()), after));
        }
        self.diagnostics.extend(told);
    }

    fn opens_line(&self, span: Span) -> bool {
        let rank = self.tokens_in(span).start;
        self.lexed.tokens.get(rank).is_some_and(|token| token.line_start)
    }

    /// Reads one piece; says whether it holds the head of the item and no clause, and what of it is broken.
    fn read_into(
        &mut self,
        piece: &Piece,
        rule: Rule,
        clauses: &mut Vec<Clause>,
        item: &mut Item,
    ) -> (bool, Option<Span>) {
        if piece.tokens.is_empty() && piece.table.is_none() {
            return (false, None);
        }
        let read = self.read_piece(piece, rule);
        let input = read.input;
        for node in read.nodes {
            match node.as_rule() {
                Rule::item_head => self.head(input, node, item),
                Rule::text if rule == Rule::in_use => item.title = Some(self.text_node(input, &node)),
                Rule::name if rule == Rule::in_use => item.name = Some(self.name(input, &node)),
                Rule::kw_use | Rule::kw_as => {}
                _ => self.clause(input, node, clauses),
            }
        }
        (clauses.is_empty(), read.broken)
    }

    fn head(&mut self, input: Input<'t>, node: Node<'t>, item: &mut Item) {
        for child in node.into_inner() {
            let span = input.span(&child);
            match child.as_rule() {
                Rule::item_name => item.name = self.names(input, child).pop(),
                Rule::head_part => {
                    for part in child.into_inner() {
                        self.head_part(input, part, span, item);
                    }
                }
                _ => {}
            }
        }
    }

    fn head_part(&mut self, input: Input<'t>, part: Node<'t>, span: Span, item: &mut Item) {
        match part.as_rule() {
            Rule::text => {
                let title = self.text_node(input, &part);
                match &item.title {
                    Some(first) => self.said_twice(first.span, title.span),
                    None => item.title = Some(title),
                }
            }
            Rule::type_name => {
                let ty = self.type_name(input, part);
                match &item.ty {
                    Some(first) => self.said_twice(first.span, ty.span),
                    None => item.ty = Some(ty),
                }
            }
            Rule::kw_ordered => match &mut item.kind {
                ItemKind::Choice { ordered } => *ordered = true,
                _ => self.unexpected(span),
            },
            Rule::kw_first_rows => match &mut item.kind {
                ItemKind::Table { first } => *first = true,
                _ => self.unexpected(span),
            },
            _ => {}
        }
    }

    fn said_twice(&mut self, first: Span, second: Span) {
        let diagnostic = self.diagnostic(SyntaxProblem::DuplicatePart, second);
        let diagnostic = diagnostic.related(self.loc(first), Note::FirstHere);
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn type_name(&mut self, input: Input<'t>, node: Node<'t>) -> TypeExpr {
        let span = input.span(&node);
        let Some(child) = node.into_inner().next() else { return TypeExpr { kind: TypeKind::Error, span } };
        let kind = match child.as_rule() {
            Rule::kw_yes_no => TypeKind::YesNo,
            Rule::kw_number => TypeKind::Number,
            Rule::kw_integer => TypeKind::Integer,
            Rule::kw_percent => TypeKind::Percent,
            Rule::kw_text_type => TypeKind::Text,
            Rule::kw_date_type => TypeKind::Date,
            Rule::judgement => TypeKind::Judgement { by: self.names(input, child).pop() },
            Rule::unit => TypeKind::Named(self.unit(input, child)),
            Rule::list_of => {
                let element = child.into_inner().find(|part| part.as_rule() == Rule::type_name);
                element.map_or(TypeKind::Error, |element| TypeKind::List(Box::new(self.type_name(input, element))))
            }
            _ => TypeKind::Error,
        };
        TypeExpr { kind, span }
    }
}

fn kind_of(id: &str) -> ItemKind {
    match id {
        "doctrine" => ItemKind::Doctrine,
        "source" => ItemKind::Source,
        "actor" => ItemKind::Actor,
        "unit" => ItemKind::Unit,
        "choice" => ItemKind::Choice { ordered: false },
        "record" => ItemKind::Record,
        "facts" => ItemKind::Facts,
        "parameter" => ItemKind::Parameter,
        "define" => ItemKind::Define,
        "table" => ItemKind::Table { first: false },
        "criterion" => ItemKind::Criterion,
        "checklist" => ItemKind::Checklist,
        "scenario" => ItemKind::Scenario,
        "body" => ItemKind::Body,
        "milestone" => ItemKind::Milestone,
        "dataset" => ItemKind::Dataset,
        "uncoded" => ItemKind::Uncoded,
        "test" => ItemKind::Test,
        "use" => ItemKind::Use,
        _ => ItemKind::Error,
    }
}

fn context_of(kind: ItemKind) -> Context {
    match kind {
        ItemKind::Parameter | ItemKind::Define | ItemKind::Unit => Context::Valued,
        ItemKind::Milestone => Context::Milestone,
        ItemKind::Checklist => Context::Checklist,
        ItemKind::Dataset => Context::Dataset,
        ItemKind::Doctrine
        | ItemKind::Source
        | ItemKind::Actor
        | ItemKind::Choice { .. }
        | ItemKind::Record
        | ItemKind::Facts
        | ItemKind::Table { .. }
        | ItemKind::Criterion
        | ItemKind::Scenario
        | ItemKind::Body
        | ItemKind::Uncoded
        | ItemKind::Test
        | ItemKind::Use
        | ItemKind::Error => Context::Clauses,
    }
}

/// In a parameter, the period and the sources that follow a value are that value's.
pub(super) fn with_values(clauses: Vec<Clause>) -> Vec<Clause> {
    let mut merged: Vec<Clause> = Vec::new();
    for clause in clauses {
        let span = clause.span;
        let last = merged.last_mut().map(|last| (&mut last.kind, &mut last.span));
        match (last, clause.kind) {
            (Some((ClauseKind::Value { per, .. }, whole)), ClauseKind::Per(citation)) => {
                per.push(citation);
                *whole = whole.to(span);
            }
            (
                Some((ClauseKind::Value { period, .. }, whole)),
                ClauseKind::Version { period: Period { from, until }, clauses: None },
            ) => {
                period.from = from.or(period.from);
                period.until = until.or(period.until);
                *whole = whole.to(span);
            }
            (_, kind) => merged.push(Clause { kind, ..clause }),
        }
    }
    merged
}
