//! What stands between braces: facts, values of a choice, sections, the clauses of a version.

use super::item::with_values;
use super::{Input, Node, Reader, Rule};
use crate::base::name;
use crate::diagnostic::problem::{Expected, SyntaxProblem};
use crate::syntax::ast::{ChoiceValue, Clause, ClauseKind, Field, ItemKind, Name, SectionDecl, TypeExpr, TypeKind};
use crate::syntax::lex::TokenKind;
use crate::syntax::split::{self, Block, Context, Piece};
use std::ops::Range;

impl<'t> Reader<'t> {
    /// What stands between braces, added to the clauses of what holds it.
    pub(super) fn block(
        &mut self,
        block: &Block,
        holder: Option<ItemKind>,
        broken: bool,
        context: Context,
        clauses: &mut Vec<Clause>,
    ) {
        let open = self.span_of(&(block.open..block.open + 1));
        if block.close.is_none() {
            self.report(SyntaxProblem::UnclosedBracket { open: '{' }, open);
        }
        let inner = block.inner.clone();
        let end = block.close.map_or(inner.end, |close| close + 1);
        let span = self.span_of(&(block.open..end));
        let kind = match holder {
            Some(ItemKind::Facts | ItemKind::Record) => Some(ClauseKind::Fields(self.fields(inner.clone()))),
            Some(ItemKind::Choice { .. }) => Some(ClauseKind::ChoiceValues(self.choice_values(inner.clone()))),
            _ => None,
        };
        if let Some(kind) = kind {
            return clauses.push(Clause { span, keyword: span.at_start(), kind });
        }
        match clauses.last_mut() {
            Some(Clause { kind: ClauseKind::Version { clauses: held @ None, .. }, span: whole, .. }) if !broken => {
                *whole = whole.to(span);
                *held = Some(Vec::new());
                let inside = self.clauses_in(inner, context);
                if let Some(Clause { kind: ClauseKind::Version { clauses: Some(held), .. }, .. }) = clauses.last_mut() {
                    *held = inside;
                }
            }
            Some(Clause { kind: ClauseKind::Sections(sections), span: whole, .. })
                if !broken && sections.is_empty() =>
            {
                *whole = whole.to(span);
                let inside = self.sections(inner);
                if let Some(Clause { kind: ClauseKind::Sections(sections), .. }) = clauses.last_mut() {
                    *sections = inside;
                }
            }
            _ if broken => {}
            _ => {
                self.report(SyntaxProblem::UnexpectedBraces, open);
                let mut inside = self.clauses_in(inner, context);
                clauses.append(&mut inside);
            }
        }
    }

    /// The clauses of a version.
    fn clauses_in(&mut self, inner: Range<usize>, context: Context) -> Vec<Clause> {
        let table = self.table.take();
        let pieces = split::pieces(self.lexed, self.text, inner, context);
        let mut clauses = Vec::new();
        for piece in pieces {
            self.table = piece.table.as_ref().map(|table| self.rows(table));
            let rule = if context == Context::Dataset { Rule::in_dataset } else { Rule::in_clauses };
            let broken = self.clauses_of(&piece, rule, &mut clauses);
            if let Some(block) = &piece.block {
                self.block(block, None, broken, Context::Clauses, &mut clauses);
            }
        }
        self.table = table;
        if context == Context::Valued { with_values(clauses) } else { clauses }
    }

    fn clauses_of(&mut self, piece: &Piece, rule: Rule, clauses: &mut Vec<Clause>) -> bool {
        if piece.tokens.is_empty() && piece.table.is_none() {
            return false;
        }
        let read = self.read_piece(piece, rule);
        for node in read.nodes {
            self.clause(read.input, node, clauses);
        }
        if let Some(span) = read.broken {
            clauses.push(Clause { span, keyword: span.at_start(), kind: ClauseKind::Error });
        }
        read.broken.is_some()
    }

    fn fields(&mut self, inner: Range<usize>) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        for piece in split::pieces(self.lexed, self.text, inner, Context::Fields) {
            if !piece.tokens.is_empty() {
                self.fields_of(&piece, &mut fields);
            }
            if let Some(block) = &piece.block {
                let open = self.span_of(&(block.open..block.open + 1));
                self.report(SyntaxProblem::UnexpectedBraces, open);
            }
        }
        fields
    }

    fn fields_of(&mut self, piece: &Piece, fields: &mut Vec<Field>) {
        let before = fields.len();
        let read = self.read_piece(piece, Rule::in_fields);
        for node in read.nodes {
            match node.as_rule() {
                Rule::field_head => fields.push(self.field_head(read.input, node)),
                Rule::comma => {}
                _ => {
                    let span = read.input.span(&node);
                    let Some(field) = fields.last_mut() else {
                        let found = self.written(span).split_whitespace().next().map(str::to_string);
                        self.report(
                            SyntaxProblem::Expected { expected: vec![Expected::Name], found, suggestion: None },
                            span,
                        );
                        continue;
                    };
                    field.span = field.span.to(span);
                    self.clause(read.input, node, &mut field.clauses);
                }
            }
        }
        let Some(span) = read.broken else { return };
        if fields.len() == before {
            fields.extend(self.nameable_field(piece));
        }
        if let Some(field) = fields.last_mut() {
            field.clauses.push(Clause { span, keyword: span.at_start(), kind: ClauseKind::Error });
        }
    }

    /// A field whose type cannot be read, where the line begins with what must be its name.
    fn nameable_field(&self, piece: &Piece) -> Option<Field> {
        let at = piece.tokens.start;
        let token = self.lexed.tokens.get(at)?;
        if token.kind != TokenKind::Word || split::opens_clause(self.lexed, self.text, at, Context::Fields) {
            return None;
        }
        let name = Name { text: name::normalise(self.written(token.span)), span: token.span };
        let ty = TypeExpr { kind: TypeKind::Error, span: token.span.at_end() };
        Some(Field { name, ty, title: None, clauses: Vec::new(), span: self.span_of(&piece.tokens) })
    }

    fn field_head(&mut self, input: Input<'t>, node: Node<'t>) -> Field {
        let span = input.span(&node);
        let title = self.maybe_text(input, &node);
        let name = self.one_name(input, node.clone());
        let ty = node.into_inner().find(|child| child.as_rule() == Rule::type_name);
        let ty = ty.map_or(TypeExpr { kind: TypeKind::Error, span }, |ty| self.type_name(input, ty));
        Field { name, ty, title, clauses: Vec::new(), span }
    }

    fn choice_values(&mut self, inner: Range<usize>) -> Vec<ChoiceValue> {
        let mut values = Vec::new();
        for piece in split::pieces(self.lexed, self.text, inner, Context::Choice) {
            if piece.tokens.is_empty() {
                continue;
            }
            let read = self.read_piece(&piece, Rule::in_choice);
            let mut separated = true;
            for node in read.nodes {
                if node.as_rule() == Rule::choice_value {
                    let value = self.choice_value(read.input, node);
                    self.check_comma(separated, values.last(), &value);
                    values.push(value);
                    separated = false;
                } else {
                    separated = true;
                }
            }
        }
        values
    }

    fn check_comma(&mut self, separated: bool, before: Option<&ChoiceValue>, value: &ChoiceValue) {
        let Some(before) = before.filter(|_| !separated) else { return };
        let found = Some(value.name.text.clone());
        let problem = SyntaxProblem::Expected { expected: vec![Expected::Comma], found, suggestion: None };
        let diagnostic = self.diagnostic(problem, value.name.span).fix(self.loc(before.span.at_end()), ",");
        self.diagnostics.push(diagnostic);
    }

    fn choice_value(&mut self, input: Input<'t>, node: Node<'t>) -> ChoiceValue {
        let span = input.span(&node);
        let becomes = node.clone().into_inner().find(|child| child.as_rule() == Rule::becomes);
        ChoiceValue {
            name: self.one_name(input, node.clone()),
            title: self.maybe_text(input, &node),
            period: self.period(input, node),
            becomes: becomes.map_or_else(Vec::new, |becomes| self.names(input, becomes)),
            span,
        }
    }

    fn sections(&mut self, inner: Range<usize>) -> Vec<SectionDecl> {
        let mut sections = Vec::new();
        for piece in split::pieces(self.lexed, self.text, inner, Context::Sections) {
            if piece.tokens.is_empty() {
                continue;
            }
            let read = self.read_piece(&piece, Rule::in_sections);
            for node in read.nodes {
                if node.as_rule() == Rule::section_head {
                    let Some(title) = self.maybe_text(read.input, &node) else { continue };
                    sections.push(SectionDecl { id: self.one_name(read.input, node), title });
                }
            }
        }
        sections
    }
}
