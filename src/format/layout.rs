//! The lines of a region: items, their clauses and their blocks, with comments and empty lines between them.

use super::doc::{Doc, Line, STEP, WIDTH, columns, flat, render};
use super::writer::{Context, Remark, Source, Writer};
use crate::base::{Lang, Span};
use crate::syntax::ast::{ChoiceValue, Clause, ClauseKind, Field, GivenKind, Item, ItemKind, SectionDecl, Table};
use crate::syntax::keyword::Keyword;
use crate::syntax::{Bracket, TokenKind};
use std::ops::Range;

/// A line and what stands around it.
#[derive(Debug, Default)]
pub struct Placed {
    pub line: Line,
    /// Whether an empty line precedes it.
    pub after_blank: bool,
    /// The lines whose columns are aligned with this one's.
    pub group: Option<usize>,
}

#[derive(Debug)]
pub struct Layout<'t> {
    pub w: Writer<'t>,
    lines: Vec<Placed>,
    groups: usize,
    /// Whether an empty line precedes the next line.
    blank: bool,
    /// Whether commas between units are left out, since each has its line.
    drops_commas: bool,
}

/// What a block holds.
#[derive(Clone, Copy)]
enum Block<'a> {
    Fields(&'a [Field]),
    Choices(&'a [ChoiceValue]),
    Sections(&'a [SectionDecl]),
    Clauses(&'a [Clause]),
}

/// Lays a region out. `language_line` is the line that says the language, when it stands in this region.
pub fn region(
    source: &Source<'_>,
    tokens: Range<usize>,
    region: Span,
    language_line: Option<Span>,
    items: &[Item],
) -> Vec<Placed> {
    let w = Writer::new(source, tokens, region);
    let mut layout = Layout { w, lines: Vec::new(), groups: 0, blank: false, drops_commas: false };
    if let Some(line) = language_line {
        layout.between(false, region.end);
        layout.unit(0, |w| w.leaf(line, said(source.to)));
    }
    let mut previous: Option<&Item> = None;
    for item in items {
        let (first, apart) = layout.between(previous.is_some(), region.end);
        layout.item(item);
        // Items of one kind without clauses may stand together, as their author left them.
        let alike = |above: &Item| above.kind == item.kind && above.clauses.is_empty() && item.clauses.is_empty();
        layout.separate(first, apart || !previous.is_some_and(alike));
        previous = Some(item);
    }
    let (first, _) = layout.between(previous.is_some(), region.end);
    layout.separate(first, true);
    layout.lines
}

/// Puts a line that says the language before all others.
pub fn say_language(lines: &mut Vec<Placed>, lang: Lang) {
    let line = Line { text: said(lang), ..Line::default() };
    if let Some(first) = lines.first_mut() {
        first.after_blank = true;
    }
    lines.insert(0, Placed { line, ..Placed::default() });
}

fn said(lang: Lang) -> String {
    let word = Keyword::by_id("language").map(|keyword| keyword.canonical(lang)).unwrap_or_default();
    format!("{word} {}", lang.code())
}

impl Layout<'_> {
    /// Puts an empty line before a line that is not the first, or takes it away.
    fn separate(&mut self, line: usize, apart: bool) {
        if let Some(placed) = self.lines.get_mut(line) {
            placed.after_blank = apart && line > 0;
        }
    }

    /// The comments before an item or the end. Those that are further from the margin and under the item above belong
    /// to it. Gives the first line of what follows that item, and whether an empty line stands there in the source.
    fn between(&mut self, item_above: bool, limit: u32) -> (usize, bool) {
        let remarks: Vec<Remark> = std::iter::from_fn(|| self.w.take_remark(limit)).collect();
        let item_below = self.w.peek().is_some();
        let blank_below = self.w.after_blank();
        let adjoins_above = |at: usize| remarks.iter().take(at + 1).all(|remark| !remark.after_blank);
        let adjoins_below =
            |at: usize| item_below && !blank_below && remarks.iter().skip(at + 1).all(|remark| !remark.after_blank);
        let belongs =
            |at: usize, remark: &Remark| item_above && remark.column > 0 && (adjoins_above(at) || !adjoins_below(at));
        let above = remarks.iter().enumerate().take_while(|(at, remark)| belongs(*at, remark)).count();
        let apart = above > 0 || blank_below || remarks.iter().any(|remark| remark.after_blank);
        let mut first = self.lines.len();
        for (at, remark) in remarks.into_iter().enumerate() {
            let indent = if at < above { STEP } else { 0 };
            self.remark(remark, indent, false);
            if at < above {
                first = self.lines.len();
            }
        }
        self.blank = blank_below;
        (first, apart)
    }

    fn remark(&mut self, remark: Remark, indent: usize, first: bool) {
        let line = Line { indent, text: remark.text, ..Line::default() };
        let after_blank = remark.after_blank && !first;
        self.lines.push(Placed { line, after_blank, group: None });
    }

    /// The comments before the next unit; no empty line opens a block.
    fn lead(&mut self, indent: usize, first: bool) {
        let mut first = first;
        while let Some(remark) = self.w.take_remark(u32::MAX) {
            self.remark(remark, indent, first);
            first = false;
        }
        self.blank = !first && self.w.after_blank();
    }

    /// Lays out what is written as lines of its own.
    fn unit(&mut self, indent: usize, write: impl FnOnce(&mut Writer<'_>)) {
        self.grouped_unit(indent, None, write);
    }

    fn grouped_unit(&mut self, indent: usize, group: Option<usize>, write: impl FnOnce(&mut Writer<'_>)) {
        self.w.begin();
        write(&mut self.w);
        if self.drops_commas && self.w.peek_is(",") {
            self.w.skip();
        }
        let docs = self.w.take();
        self.place(&docs, indent, group);
    }

    fn place(&mut self, docs: &[Doc], indent: usize, group: Option<usize>) {
        let lines = render(docs, indent);
        // Columns are those of units that stand on one line.
        let group = group.filter(|_| lines.len() == 1);
        for line in lines {
            let after_blank = std::mem::take(&mut self.blank);
            self.lines.push(Placed { line, after_blank, group });
        }
    }

    /// A number for lines to be aligned with each other.
    fn new_group(&mut self) -> usize {
        self.groups += 1;
        self.groups
    }

    // ── items ──

    fn item(&mut self, item: &Item) {
        self.w.context = context(item.kind);
        let (block, rest) = match item.clauses.split_first() {
            Some((first, rest)) if is_of_head(first) => (block(first).map(|block| (block, first.span)), rest),
            Some(_) | None => (None, item.clauses.as_slice()),
        };
        let end = item.clauses.first().map_or(item.span.end, |clause| clause.span.start);
        match block {
            Some((block, span)) => self.block(0, block, span, |w| w.head(item, end)),
            None => self.unit(0, |w| w.head(item, end)),
        }
        self.clauses(rest, STEP, block.is_none());
    }

    /// The clauses of an item, a fact or a version; the first of them may be what opens a block.
    fn clauses(&mut self, clauses: &[Clause], indent: usize, opens: bool) {
        let values = self.new_group();
        let mut rest = clauses;
        let mut first = opens;
        while let Some((clause, after)) = rest.split_first() {
            self.lead(indent, std::mem::take(&mut first));
            // Expectations after one keyword stand together.
            let more = after.iter().take_while(|next| is_further_expectation(next)).count();
            let (together, after) = after.split_at_checked(more).unwrap_or((&[], after));
            if together.is_empty() {
                self.clause(clause, indent, values);
            } else {
                self.unit(indent, |w| w.expectations(clause, together));
            }
            rest = after;
        }
    }

    /// A clause with its block or its table; `values` is the group of the values of a parameter.
    fn clause(&mut self, clause: &Clause, indent: usize, values: usize) {
        if let Some(block) = block(clause) {
            self.block(indent, block, clause.span, |_| {});
        } else if let ClauseKind::Rows(table) = &clause.kind {
            self.table(table, indent);
        } else if let Some(table) = table_below(clause) {
            self.unit(indent, |w| {
                w.clause(clause);
                w.upto(table.span.start);
            });
            self.table(table, indent + STEP);
        } else {
            let group = matches!(clause.kind, ClauseKind::Value { .. }).then_some(values);
            self.grouped_unit(indent, group, |w| w.clause(clause));
        }
    }

    // ── blocks ──

    /// What stands between braces, each thing on its line; alone and short, on the line of what holds it. `head` writes
    /// what must be written with care before the brace.
    fn block(&mut self, indent: usize, block: Block<'_>, span: Span, head: impl Fn(&mut Writer<'_>)) {
        if block.fits_on_a_line() && !self.w.has_comment(span) && self.on_one_line(indent, block, &head) {
            return;
        }
        self.unit(indent, |w| {
            head(w);
            w.upto_brace();
        });
        let inside = indent + STEP;
        let commas = std::mem::replace(&mut self.drops_commas, !matches!(block, Block::Clauses(_)));
        let group = self.new_group();
        let mut first = true;
        match block {
            Block::Clauses(clauses) => {
                self.clauses(clauses, inside, true);
                first = clauses.is_empty();
            }
            Block::Fields(fields) => {
                for field in fields {
                    self.lead(inside, std::mem::take(&mut first));
                    self.grouped_unit(inside, Some(group), |w| w.field(field));
                    self.clauses(&field.clauses, inside + STEP, false);
                }
            }
            Block::Choices(values) => {
                for value in values {
                    self.lead(inside, std::mem::take(&mut first));
                    self.grouped_unit(inside, Some(group), |w| w.choice_value(value));
                }
            }
            Block::Sections(sections) => {
                for section in sections {
                    self.lead(inside, std::mem::take(&mut first));
                    self.grouped_unit(inside, Some(group), |w| w.section(section));
                }
            }
        }
        self.drops_commas = commas;
        self.lead(inside, first);
        self.blank = false;
        self.unit(indent, |w| w.token());
    }

    /// Writes a whole block on the line of what holds it, if there is room.
    fn on_one_line(&mut self, indent: usize, block: Block<'_>, head: &impl Fn(&mut Writer<'_>)) -> bool {
        let mark = self.w.mark();
        self.w.begin();
        head(&mut self.w);
        self.w.upto_brace();
        let count = block.len();
        for index in 0..count {
            match block {
                Block::Fields(fields) => fields.get(index).into_iter().for_each(|field| self.w.field(field)),
                Block::Choices(values) => values.get(index).into_iter().for_each(|value| self.w.choice_value(value)),
                Block::Sections(all) => all.get(index).into_iter().for_each(|section| self.w.section(section)),
                Block::Clauses(_) => {}
            }
            if self.w.peek_is(",") {
                self.w.skip();
            }
            if index + 1 < count {
                self.w.insert(Doc::Text(",".to_string()));
            }
        }
        self.w.token();
        let docs = self.w.take();
        let text = flat(&docs);
        if text.contains('\n') || indent + columns(&text) > WIDTH {
            self.w.back_to(mark);
            return false;
        }
        self.place(&docs, indent, None);
        true
    }

    /// Adds a line that is made elsewhere.
    pub fn push(&mut self, line: Line) {
        let after_blank = std::mem::take(&mut self.blank);
        self.lines.push(Placed { line, after_blank, group: None });
    }

    /// How many lines there are.
    pub fn count(&self) -> usize {
        self.lines.len()
    }

    /// Fills a line that was added before its text was known.
    pub fn fill(&mut self, at: usize, line: Line) {
        if let Some(placed) = self.lines.get_mut(at) {
            placed.line = line;
        }
    }

    /// The comments before the row of a table, which no empty line precedes.
    pub fn lead_row(&mut self, indent: usize) {
        while let Some(remark) = self.w.take_remark(u32::MAX) {
            self.remark(remark, indent, true);
        }
    }
}

impl Block<'_> {
    fn len(&self) -> usize {
        match self {
            Block::Fields(fields) => fields.len(),
            Block::Choices(values) => values.len(),
            Block::Sections(sections) => sections.len(),
            Block::Clauses(clauses) => clauses.len(),
        }
    }

    /// Whether it is made of one short thing, or of bare names.
    fn fits_on_a_line(&self) -> bool {
        let bare = |value: &ChoiceValue| value.title.is_none() && value.period.is_empty() && value.becomes.is_empty();
        match self {
            Block::Fields(fields) => fields.len() < 2 && fields.iter().all(|field| field.clauses.is_empty()),
            Block::Choices(values) => values.len() < 2 || values.iter().all(bare),
            Block::Sections(sections) => sections.len() < 2,
            Block::Clauses(clauses) => clauses.is_empty(),
        }
    }
}

impl Writer<'_> {
    /// The first line of an item: its title goes under it where there is no room.
    fn head(&mut self, item: &Item, end: u32) {
        if item.kind == ItemKind::Use {
            return self.upto(end);
        }
        let title = item.title.as_ref().map(|title| title.span);
        let titled_first = item.ty.as_ref().is_none_or(|ty| title.is_some_and(|title| title.start < ty.span.start));
        self.group(|w| {
            if let Some(name) = &item.name {
                w.name(name);
            }
            for titles in [titled_first, !titled_first] {
                match (titles, title, &item.ty) {
                    (true, Some(title), _) => {
                        w.upto(title.start);
                        w.nest(STEP, |w| {
                            // A word that opens an item stands alone only at the peril of the item.
                            if item.name.is_some() {
                                w.line();
                            }
                            w.as_is(title);
                        });
                    }
                    (false, _, Some(ty)) => w.type_name(ty),
                    (true, None, _) | (false, _, None) => {}
                }
            }
            w.upto(end);
        });
    }

    /// Expectations that share a keyword.
    fn expectations(&mut self, first: &Clause, more: &[Clause]) {
        self.filled(more.len() + 1, |w, index| {
            let clause = index.checked_sub(1).map_or(Some(first), |index| more.get(index));
            if let Some(clause) = clause {
                w.clause(clause);
            }
        });
    }

    /// Writes up to the next brace that opens, that one included.
    fn upto_brace(&mut self) {
        while let Some(token) = self.peek() {
            self.token();
            if token.kind == TokenKind::Open(Bracket::Curly) {
                break;
            }
        }
    }

    fn field(&mut self, field: &Field) {
        self.group(|w| {
            w.name(&field.name);
            w.type_name(&field.ty);
            if let Some(title) = &field.title {
                w.nest(STEP, |w| {
                    w.line();
                    w.insert(Doc::Cut);
                    w.as_is(title.span);
                });
            }
        });
    }

    fn choice_value(&mut self, value: &ChoiceValue) {
        self.name(&value.name);
        if let Some(title) = &value.title {
            self.cut(" ");
            self.as_is(title.span);
        }
        self.upto(value.span.end);
    }

    fn section(&mut self, section: &SectionDecl) {
        self.name(&section.id);
        self.cut(" ");
        self.as_is(section.title.span);
    }
}

/// What stands between the braces of a clause.
fn block(clause: &Clause) -> Option<Block<'_>> {
    if let ClauseKind::Fields(fields) = &clause.kind {
        Some(Block::Fields(fields))
    } else if let ClauseKind::ChoiceValues(values) = &clause.kind {
        Some(Block::Choices(values))
    } else if let ClauseKind::Sections(sections) = &clause.kind {
        Some(Block::Sections(sections))
    } else if let ClauseKind::Version { clauses: Some(inner), .. } = &clause.kind {
        Some(Block::Clauses(inner))
    } else {
        None
    }
}

/// Whether a clause is the block that follows the head of an item.
fn is_of_head(clause: &Clause) -> bool {
    matches!(clause.kind, ClauseKind::Fields(_) | ClauseKind::ChoiceValues(_))
}

/// The table under the words of a clause.
fn table_below(clause: &Clause) -> Option<&Table> {
    if let ClauseKind::Examples(table) = &clause.kind {
        return Some(table);
    }
    let (ClauseKind::Given(givens) | ClauseKind::Assuming(givens)) = &clause.kind else { return None };
    let GivenKind::Rows { table, .. } = &givens.last()?.kind else { return None };
    Some(table)
}

/// Whether a clause shares the keyword of the one before it.
fn is_further_expectation(clause: &Clause) -> bool {
    matches!(clause.kind, ClauseKind::Expect(_)) && clause.keyword.is_empty()
}

fn context(kind: ItemKind) -> Context {
    match kind {
        ItemKind::Parameter | ItemKind::Define | ItemKind::Unit => Context::Valued,
        ItemKind::Milestone => Context::Milestone,
        ItemKind::Checklist => Context::Checklist,
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
        | ItemKind::Dataset
        | ItemKind::Uncoded
        | ItemKind::Test
        | ItemKind::Use
        | ItemKind::Error => Context::Plain,
    }
}
