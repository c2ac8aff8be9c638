//! A cursor over the words of a text, that writes them anew: each word as it was, or as another language says it, with
//! the blanks that belong between two words, and every comment at its place. What is written is a [`Doc`]; the tree says
//! where it may break, and the words alone say what stands in it, so that nothing is lost where the tree is silent.

use super::doc::Doc;
use super::spell::{self, Next, Place};
use crate::base::{Lang, Span};
use crate::syntax::ast::{Name, Path};
use crate::syntax::keyword::{self, Keyword, Role};
use crate::syntax::{Bracket, Token, TokenKind};
use std::collections::{HashMap, HashSet};

/// What is known of the text being written anew.
#[derive(Debug)]
pub struct Source<'t> {
    pub text: &'t str,
    pub tokens: &'t [Token],
    /// The keywords by their first byte.
    pub keywords: HashMap<u32, (Span, &'static Keyword)>,
    pub comments: &'t [Span],
    /// The language of the file, and the one to write in.
    pub from: Lang,
    pub to: Lang,
    /// Whether words of the other language are turned into the one to write in; else they stay.
    pub translates: bool,
    /// Whether names lose the backquotes that only the other language needs.
    pub unquotes: bool,
    /// Choices and records of the authors', which are no units although they may be called so.
    pub types: &'t HashSet<String>,
}

/// What was written last in a unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Before {
    Nothing,
    Word,
    /// No blank may follow.
    Joined,
}

/// A comment that stands before the next word.
#[derive(Debug)]
pub struct Remark {
    pub text: String,
    /// Whether nothing precedes it on its line.
    pub own_line: bool,
    /// Whether an empty line does.
    pub after_blank: bool,
    /// Bytes of its line before it.
    pub column: usize,
}

/// Where a line that begins with some word would be read as a clause of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Context {
    Plain,
    /// At `=`.
    Valued,
    /// At `after`.
    Milestone,
    /// At `at least n of`, `all of`.
    Checklist,
}

#[derive(Debug)]
pub struct Writer<'t> {
    pub source: &'t Source<'t>,
    /// The next word to write, and the first that is not of the region.
    pub next: usize,
    pub end: usize,
    /// The next comment to write.
    comment: usize,
    docs: Vec<Doc>,
    before: Before,
    /// Round brackets that are open.
    depth: usize,
    place: Place,
    pub context: Context,
}

impl<'t> Writer<'t> {
    pub fn new(source: &'t Source<'t>, tokens: std::ops::Range<usize>, region: Span) -> Self {
        let comment = source.comments.partition_point(|comment| comment.start < region.start);
        let (next, end) = (tokens.start, tokens.end);
        Writer {
            source,
            next,
            end,
            comment,
            docs: Vec::new(),
            before: Before::Nothing,
            depth: 0,
            place: Place::Elsewhere,
            context: Context::Plain,
        }
    }

    // ── reading ──

    pub fn peek(&self) -> Option<&'t Token> {
        self.at(self.next)
    }

    pub fn at(&self, index: usize) -> Option<&'t Token> {
        if index < self.end { self.source.tokens.get(index) } else { None }
    }

    pub fn slice(&self, span: Span) -> &'t str {
        span.slice(self.source.text)
    }

    pub fn peek_is(&self, mark: &str) -> bool {
        self.peek().is_some_and(|token| self.slice(token.span) == mark)
    }

    /// Whether a round bracket opens before an offset.
    pub fn opens_before(&self, offset: u32) -> bool {
        let rest = self.source.tokens.iter().take(self.end).skip(self.next);
        let mut before = rest.take_while(|token| token.span.start < offset);
        before.any(|token| token.kind == TokenKind::Open(Bracket::Round))
    }

    /// Where the first word of the next line begins.
    pub fn line_end(&self) -> u32 {
        let mut rest = self.source.tokens.iter().take(self.end).skip(self.next + 1);
        rest.find(|token| token.line_start).map_or(u32::MAX, |token| token.span.start)
    }

    /// The keyword that the next word begins.
    pub fn peek_keyword(&self) -> Option<&'static Keyword> {
        let token = self.peek()?;
        self.source.keywords.get(&token.span.start).map(|(_, keyword)| *keyword)
    }

    /// The end of the last word before the next one.
    fn end_before(&self) -> Option<u32> {
        self.next.checked_sub(1).and_then(|index| self.source.tokens.get(index)).map(|token| token.span.end)
    }

    /// Takes the next comment if it stands before `limit` and before the next word.
    pub fn take_remark(&mut self, limit: u32) -> Option<Remark> {
        let until = self.peek().map_or(limit, |token| token.span.start.min(limit));
        let span = *self.source.comments.get(self.comment).filter(|comment| comment.start < until)?;
        let word = self.end_before().filter(|end| *end <= span.start);
        let comment = self.comment.checked_sub(1).and_then(|index| self.source.comments.get(index));
        let above = self.source.text.get(..span.start as usize)?;
        let column = above.len() - above.rfind('\n').map_or(0, |at| at + 1);
        let last = word.into_iter().chain(comment.map(|comment| comment.end)).max();
        let gap = Span { start: last.unwrap_or(0), end: span.start };
        let breaks = self.slice(gap).matches('\n').count();
        self.comment += 1;
        Some(Remark {
            text: self.slice(span).to_string(),
            own_line: breaks > 0 || last.is_none() || word.is_none(),
            after_blank: breaks > 1,
            column,
        })
    }

    /// Whether an empty line stands right before the next word.
    pub fn after_blank(&self) -> bool {
        let Some(token) = self.peek() else { return false };
        let comment = self.comment.checked_sub(1).and_then(|index| self.source.comments.get(index));
        let last = self.end_before().into_iter().chain(comment.map(|comment| comment.end)).max();
        let gap = Span { start: last.unwrap_or(token.span.start), end: token.span.start };
        self.slice(gap).matches('\n').count() > 1
    }

    /// Whether comments stand inside a part of the text.
    pub fn has_comment(&self, span: Span) -> bool {
        let first = self.source.comments.partition_point(|comment| comment.start < span.start);
        self.source.comments.get(first).is_some_and(|comment| comment.start < span.end)
    }

    // ── units ──

    /// Begins a unit: what is written until [`Writer::take`].
    pub fn begin(&mut self) {
        self.docs.clear();
        self.before = Before::Nothing;
    }

    /// What was written since, with the comment that follows on the same line.
    pub fn take(&mut self) -> Vec<Doc> {
        self.take_trailing();
        self.take_words()
    }

    /// What was written since.
    pub fn take_words(&mut self) -> Vec<Doc> {
        self.before = Before::Nothing;
        std::mem::take(&mut self.docs)
    }

    /// The place reached, to come back to.
    pub fn mark(&self) -> (usize, usize) {
        (self.next, self.comment)
    }

    pub fn back_to(&mut self, (next, comment): (usize, usize)) {
        (self.next, self.comment, self.depth) = (next, comment, 0);
    }

    /// Writes the comment that follows on the same line, if one does.
    fn take_trailing(&mut self) {
        let at = self.comment;
        match self.take_remark(u32::MAX) {
            Some(remark) if !remark.own_line => self.docs.push(Doc::After(remark.text)),
            Some(_) => self.comment = at,
            None => {}
        }
    }

    /// Writes something as a group.
    pub fn group(&mut self, write: impl FnOnce(&mut Self)) {
        self.flush();
        let outside = std::mem::take(&mut self.docs);
        write(self);
        let inside = std::mem::replace(&mut self.docs, outside);
        self.docs.push(Doc::Group(inside));
    }

    /// Writes something further from the margin.
    pub fn nest(&mut self, by: usize, write: impl FnOnce(&mut Self)) {
        self.flush();
        let outside = std::mem::take(&mut self.docs);
        write(self);
        let inside = std::mem::replace(&mut self.docs, outside);
        self.docs.push(Doc::Nest(by, inside));
    }

    /// A place where the line may break, else a blank.
    pub fn line(&mut self) {
        self.line_or(" ");
    }

    /// A place where the line may break; what stands there else.
    pub fn line_or(&mut self, flat: &'static str) {
        self.flush();
        self.docs.push(Doc::Line(flat));
        self.before = Before::Joined;
    }

    /// The same, where the next word cannot be taken for the first of a clause.
    pub fn safe_line(&mut self) {
        if self.depth > 0 || !self.may_open_clause() {
            self.line();
        }
    }

    /// Where what follows may be moved to the right; `blanks` stand there.
    pub fn cut(&mut self, blanks: &'static str) {
        self.flush();
        self.docs.push(Doc::Text(blanks.to_string()));
        self.docs.push(Doc::Cut);
        self.before = Before::Joined;
    }

    /// The keyword after the one that comes next.
    pub fn second_keyword(&self) -> Option<&'static Keyword> {
        let (first, _) = self.source.keywords.get(&self.peek()?.span.start)?;
        let mut rest = self.source.tokens.iter().take(self.end).skip(self.next);
        let second = rest.find(|token| token.span.start >= first.end)?;
        self.source.keywords.get(&second.span.start).map(|(_, keyword)| *keyword)
    }

    /// The language in which the next keyword will be written.
    pub fn next_lang(&self) -> Lang {
        let keyword = self.peek().and_then(|token| self.source.keywords.get(&token.span.start));
        keyword.map_or(self.source.to, |(span, keyword)| self.lang_of(*span, keyword))
    }

    fn may_open_clause(&self) -> bool {
        let Some(token) = self.peek() else { return false };
        let word = self.slice(token.span);
        if let Some((_, keyword)) = self.source.keywords.get(&token.span.start) {
            return matches!(
                (self.context, keyword.id),
                (Context::Milestone, "after")
                    | (Context::Checklist, "at_least" | "at_least_every")
                    | (Context::Plain, "risk")
            );
        }
        if word == "=" {
            return self.context == Context::Valued;
        }
        let rest = self.source.text.get(token.span.start as usize..).unwrap_or("");
        let found = if keyword::may_be(word) { keyword::at_start(rest) } else { Vec::new() };
        found.iter().any(|found| matches!(found.keyword.role, Role::Clause | Role::Force | Role::Item))
    }

    // ── writing ──

    /// Writes the comments that stand before the next word.
    pub fn flush(&mut self) {
        let Some(token) = self.peek() else { return };
        let limit = token.span.start;
        while let Some(remark) = self.take_remark(limit) {
            let own = remark.own_line || self.before == Before::Nothing;
            self.docs.push(if own { Doc::Own(remark.text) } else { Doc::After(remark.text) });
        }
    }

    fn word(&mut self, text: String, joins_before: bool, joins_after: bool) {
        self.flush();
        if self.before == Before::Word && !joins_before {
            self.docs.push(Doc::Blank);
        }
        self.docs.push(Doc::Text(text));
        self.before = if joins_after { Before::Joined } else { Before::Word };
    }

    /// Writes what the source does not hold.
    pub fn insert(&mut self, doc: Doc) {
        self.docs.push(doc);
    }

    /// The next word will follow without a blank.
    pub fn join(&mut self) {
        self.before = Before::Joined;
    }

    /// Leaves the next word out; its comments stay.
    pub fn skip(&mut self) {
        self.flush();
        self.next += 1;
    }

    /// Leaves the next keyword out; its comments stay.
    pub fn skip_keyword(&mut self) {
        self.flush();
        let keyword = self.peek().and_then(|token| self.source.keywords.get(&token.span.start));
        if let Some((span, _)) = keyword {
            self.pass(span.end);
        }
    }

    /// Writes the next keyword in other words.
    pub fn keyword_as(&mut self, words: String) {
        let keyword = self.peek().and_then(|token| self.source.keywords.get(&token.span.start));
        if let Some((span, _)) = keyword {
            self.word(words, false, false);
            self.pass(span.end);
        }
    }

    /// Writes every word that begins before an offset.
    pub fn upto(&mut self, offset: u32) {
        while self.peek().is_some_and(|token| token.span.start < offset) {
            self.token();
        }
    }

    /// Writes the next word.
    pub fn token(&mut self) {
        let Some(token) = self.peek() else { return };
        if let Some((span, keyword)) = self.source.keywords.get(&token.span.start) {
            return self.keyword(*span, keyword);
        }
        let text = self.slice(token.span).to_string();
        let (before, after) = match token.kind {
            TokenKind::Open(Bracket::Round | Bracket::Square) => (false, true),
            TokenKind::Close(Bracket::Round | Bracket::Square) | TokenKind::Comma => (true, false),
            TokenKind::Symbol if text == "." => (true, true),
            TokenKind::Symbol => (self.goes_on(token), false),
            TokenKind::Word
            | TokenKind::Number
            | TokenKind::Text { .. }
            | TokenKind::Backquoted
            | TokenKind::Open(Bracket::Curly)
            | TokenKind::Close(Bracket::Curly)
            | TokenKind::Bar => (false, false),
        };
        self.word(text, before, after);
        match token.kind {
            TokenKind::Open(Bracket::Round) => self.depth += 1,
            TokenKind::Close(Bracket::Round) => self.depth = self.depth.saturating_sub(1),
            TokenKind::Open(_)
            | TokenKind::Close(_)
            | TokenKind::Word
            | TokenKind::Number
            | TokenKind::Text { .. }
            | TokenKind::Backquoted
            | TokenKind::Bar
            | TokenKind::Comma
            | TokenKind::Symbol => {}
        }
        self.next += 1;
    }

    /// Whether a sign is the rest of the one before it: `>=`.
    fn goes_on(&self, token: &Token) -> bool {
        let compares = |token: &Token| matches!(self.slice(token.span), "<" | ">" | "=" | "!");
        let before = self.next.checked_sub(1).and_then(|index| self.source.tokens.get(index));
        before.is_some_and(|before| before.span.end == token.span.start && compares(before) && compares(token))
    }

    /// Writes one thing that may be several words, as `text`.
    pub fn leaf(&mut self, span: Span, text: impl Into<String>) {
        self.upto(span.start);
        // What was written already is not written twice.
        if self.peek().is_some_and(|token| token.span.start < span.end) {
            self.word(text.into(), false, false);
            self.pass(span.end);
        }
    }

    /// One thing that may be several words, as it is.
    pub fn as_is(&mut self, span: Span) {
        self.leaf(span, self.slice(span));
    }

    fn pass(&mut self, offset: u32) {
        while self.peek().is_some_and(|token| token.span.start < offset) {
            self.next += 1;
        }
    }

    pub fn name(&mut self, name: &Name) {
        self.as_is(name.span);
    }

    /// A name that is a word of conditions in the language to write in alone stands between backquotes, even where it
    /// could do without; one that is a word of the other language alone does without.
    pub fn path(&mut self, path: &Path) {
        let to = self.source.to;
        let Some(first) = path.names.first() else { return self.as_is(path.span) };
        let own = self.slice(first.span);
        let rest = self.slice(path.span).get(own.len()..).unwrap_or("");
        let bare = own.strip_prefix('`').and_then(|inside| inside.strip_suffix('`'));
        match bare {
            None if spell::only_reserved_in(&first.text, to) => self.leaf(path.span, format!("`{own}`{rest}")),
            Some(bare) if self.source.unquotes && spell::only_reserved_in(bare, to.other()) => {
                self.leaf(path.span, format!("{bare}{rest}"));
            }
            Some(_) | None => self.as_is(path.span),
        }
    }

    /// Writes in a place where words have forms of their own.
    pub fn in_place(&mut self, place: Place, write: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.place, place);
        write(self);
        self.place = before;
    }

    fn keyword(&mut self, span: Span, keyword: &'static Keyword) {
        let after =
            self.next + self.source.tokens.iter().skip(self.next).take_while(|t| t.span.start < span.end).count();
        let text = self.spelled(span, keyword, after);
        let text = if matches!(keyword.id, "at_least_every" | "meets_every") { self.every(text, after) } else { text };
        let joins = text.ends_with('\'');
        self.word(text, false, joins);
        self.next = after;
    }

    /// The keyword at a place, as it should be written; `after` is the word after it.
    fn spelled(&self, span: Span, keyword: &'static Keyword, after: usize) -> String {
        let lang = self.lang_of(span, keyword);
        let next = self.at(after);
        let Some(token) = next else { return spell::keyword(keyword, lang, self.place, Next::Other) };
        let written = self.slice(token.span);
        let own = self.source.keywords.get(&token.span.start).map(|(span, keyword)| {
            let lang = self.lang_of(*span, keyword);
            spell::keyword(keyword, lang, Place::Elsewhere, Next::Other)
        });
        let next = match (token.kind, &own) {
            (_, Some(own)) => Next::Word(own),
            (TokenKind::Word, None) => Next::Word(written),
            (TokenKind::Number, None) if written.matches('-').count() == 2 => Next::Day,
            (_, None) => Next::Other,
        };
        spell::keyword(keyword, lang, self.place, next)
    }

    /// `tous les` before a masculine unit, `toutes les` before a feminine one.
    fn every(&self, text: String, after: usize) -> String {
        let unit = self.at(after + 1).map_or("", |token| self.slice(token.span));
        let number = self.at(after).is_some_and(|token| token.kind == TokenKind::Number);
        if number && spell::is_feminine(unit) { text.replace("tous", "toutes") } else { text }
    }

    fn lang_of(&self, span: Span, keyword: &'static Keyword) -> Lang {
        if self.source.translates {
            self.source.to
        } else {
            spell::lang_of(keyword, self.slice(span), self.source.from)
        }
    }
}
