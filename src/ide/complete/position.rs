//! Where in the rules a cursor stands: the item, the clause, the words before it.

use crate::base::{FileId, Lang, Span};
use crate::ide::snapshot::Snapshot;
use crate::syntax::keyword::{Keyword, Role, at_start};
use crate::syntax::{Bracket, Token, TokenKind};

/// A cursor among the words of a file of rules.
#[derive(Clone, Debug)]
pub struct Place<'s> {
    pub file: FileId,
    pub lang: Lang,
    pub text: &'s str,
    /// The letters of the word being written.
    pub typed: Span,
    /// Whether nothing stands before them on their line, and whether they stand at the margin.
    pub opens_line: bool,
    pub at_margin: bool,
    /// The word that opens the item, by its name in the grammar.
    pub item: Option<&'static str>,
    /// The word that opens the clause, and where it ends.
    pub clause: Option<(&'static str, usize)>,
    /// The words before those being written, from the start of the item.
    pub(crate) before: Vec<Token>,
    /// The text between quotation marks that the cursor is in.
    pub in_text: Option<Span>,
}

/// The place of an offset; `None` in prose and comments.
pub fn place(snapshot: &Snapshot, file: FileId, offset: usize) -> Option<Place<'_>> {
    let tree = snapshot.tree(file)?;
    let region = tree.regions.iter().rev().find(|region| region.contains(offset))?;
    if tree.comments.iter().any(|comment| (comment.start as usize) < offset && offset <= comment.end as usize) {
        return None;
    }
    let text = snapshot.text(file);
    let tokens = snapshot.tokens(file);
    let end = tokens.partition_point(|token| (token.span.start as usize) < offset);
    let known = tokens.get(..end).unwrap_or(&[]);
    let known: Vec<Token> = known.iter().filter(|token| token.span.start >= region.start).copied().collect();
    let (typed, before, in_text) = split(&known, offset, text);
    let line = text.get(..typed.start as usize).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let line = line.max(region.start as usize);
    let lead = text.get(line..typed.start as usize).unwrap_or("");
    let opens_line = lead.trim().is_empty();
    let at_margin = opens_line && lead.is_empty();
    let start = before.iter().rposition(|token| token.line_start && token.column == 0).unwrap_or(0);
    let before: Vec<Token> = before.get(start..).unwrap_or(&[]).to_vec();
    let item = before.first().and_then(|token| keyword_at(text, token, &[Role::Item]));
    let clause = before.iter().skip(1).rev().filter(|token| token.kind == TokenKind::Word).find_map(|token| {
        let keyword = keyword_at(text, token, &[Role::Clause, Role::Force])?;
        opens(&before, token, keyword, text)
            .then_some((keyword.id, token.span.start as usize + keyword_len(text, token)))
    });
    let lang = snapshot.lang_of(file);
    Some(Place {
        file,
        lang,
        text,
        typed,
        opens_line,
        at_margin,
        item: item.map(|item| item.id),
        clause,
        before,
        in_text,
    })
}

/// The letters typed, the words before them, and the text that holds the cursor.
fn split(known: &[Token], offset: usize, text: &str) -> (Span, Vec<Token>, Option<Span>) {
    let nothing = Span::new(offset, offset);
    let Some((last, before)) = known.split_last() else { return (nothing, Vec::new(), None) };
    let written = last.span.slice(text);
    match last.kind {
        TokenKind::Text { .. } if offset < last.span.end as usize || !closes(written) => {
            (nothing, before.to_vec(), Some(last.span))
        }
        TokenKind::Word | TokenKind::Backquoted if offset <= last.span.end as usize => {
            (Span::new(last.span.start as usize, offset), before.to_vec(), None)
        }
        _ => (nothing, known.to_vec(), None),
    }
}

fn closes(written: &str) -> bool {
    written.chars().count() > 1 && written.ends_with(['»', '"', '”'])
}

/// Whether a word of a clause opens one here: at the start of its line, or after what ends a part.
fn opens(before: &[Token], token: &Token, keyword: &Keyword, text: &str) -> bool {
    if token.line_start {
        return true;
    }
    let rank = before.iter().position(|other| other.span == token.span).unwrap_or(0);
    let previous = rank.checked_sub(1).and_then(|rank| before.get(rank));
    let after_part = previous.is_some_and(|previous| {
        matches!(previous.kind, TokenKind::Open(Bracket::Curly) | TokenKind::Text { .. } | TokenKind::Number)
            || previous.kind == TokenKind::Symbol && previous.span.slice(text) == "%"
            || previous.kind == TokenKind::Word
    });
    // Inside a line, only words that no condition holds are taken for the start of a clause.
    after_part && matches!(keyword.id, "per" | "from" | "until" | "question" | "hint" | "bounds" | "step" | "valid_for")
}

/// The keyword of one of these roles at a token.
pub(crate) fn keyword_at(text: &str, token: &Token, roles: &[Role]) -> Option<&'static Keyword> {
    let found = at_start(text.get(token.span.start as usize..)?);
    found.iter().find(|found| roles.contains(&found.keyword.role)).map(|found| found.keyword)
}

fn keyword_len(text: &str, token: &Token) -> usize {
    let found = at_start(text.get(token.span.start as usize..).unwrap_or(""));
    found.first().map_or((token.span.end - token.span.start) as usize, |found| found.len)
}

impl Place<'_> {
    /// The word before those being written.
    pub(crate) fn previous(&self) -> Option<&Token> {
        self.before.last()
    }

    pub(crate) fn written(&self, token: &Token) -> &str {
        token.span.slice(self.text)
    }

    /// The keywords that end with the word before, whatever their role: `au moins` after its second word.
    pub(crate) fn keywords_before(&self) -> Vec<&'static Keyword> {
        let Some(previous) = self.previous() else { return Vec::new() };
        // Clauses and conditions have no keyword of more than five words.
        let starts = self.before.iter().rev().take(5).filter(|token| token.kind == TokenKind::Word);
        for start in starts.collect::<Vec<_>>().into_iter().rev() {
            let found = at_start(self.text.get(start.span.start as usize..self.typed.start as usize).unwrap_or(""));
            let ends = |len: usize| {
                let end = start.span.start as usize + len;
                end >= previous.span.end as usize && end <= self.typed.start as usize
            };
            if found.first().is_some_and(|found| ends(found.len)) {
                return found.iter().map(|found| found.keyword).collect();
            }
        }
        Vec::new()
    }

    /// Whether the keyword before is one of these.
    pub(crate) fn follows(&self, ids: &[&str]) -> bool {
        self.keywords_before().iter().any(|keyword| ids.contains(&keyword.id))
    }

    pub(crate) fn clause_is(&self, ids: &[&str]) -> bool {
        self.clause.is_some_and(|(id, _)| ids.contains(&id))
    }

    /// The words of the clause before the cursor, the one that opens it left out.
    pub(crate) fn in_clause(&self) -> &[Token] {
        let Some((_, end)) = self.clause else { return self.before.get(1..).unwrap_or(&[]) };
        let start = self.before.partition_point(|token| (token.span.start as usize) < end);
        self.before.get(start..).unwrap_or(&[])
    }

    /// The brackets open at the cursor, outermost first.
    pub(crate) fn open_brackets(&self) -> Vec<Bracket> {
        let mut open = Vec::new();
        for token in &self.before {
            match token.kind {
                TokenKind::Open(bracket) => open.push(bracket),
                TokenKind::Close(bracket) if open.last() == Some(&bracket) => {
                    open.pop();
                }
                _ => {}
            }
        }
        open
    }

    /// The names joined by dots that end with the token of this rank.
    pub(crate) fn path_before(&self, rank: usize) -> Vec<String> {
        let is_name = |token: &&Token| matches!(token.kind, TokenKind::Word | TokenKind::Backquoted);
        let mut names = Vec::new();
        let mut next = Some(rank);
        while let Some(token) = next.and_then(|rank| self.before.get(rank)).filter(is_name) {
            names.push(crate::ide::symbols::bare(self.written(token)));
            let dot = next.and_then(|rank| self.before.get(rank.checked_sub(1)?));
            next = dot.filter(|dot| self.written(dot) == ".").and(next).and_then(|rank| rank.checked_sub(2));
        }
        names.reverse();
        names
    }
}
