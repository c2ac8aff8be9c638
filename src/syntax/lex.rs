//! Words, texts, brackets and comments of a text: enough to cut it into items and pieces, to count how deeply it nests,
//! and to prepare for the grammar a copy of the same length in which what the grammar must not see is blank.

mod foreign;
mod hidden;
mod texts;

use super::keyword::{self, Found, Role, is_blank};
use crate::base::{Lang, Span};
use crate::diagnostic::problem::SyntaxProblem;
use rustc_hash::FxHashMap;
use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    Word,
    Number,
    /// Between quotation marks, they included; `sound` unless the end had to be guessed.
    Text {
        sound: bool,
    },
    /// A name between backquotes.
    Backquoted,
    Open(Bracket),
    Close(Bracket),
    /// `|`
    Bar,
    Comma,
    /// Any other character.
    Symbol,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bracket {
    Round,
    Curly,
    Square,
}

#[derive(Clone, Copy, Debug)]
pub struct Token {
    pub kind: TokenKind,
    pub span: Span,
    /// Whether it is the first of its line.
    pub line_start: bool,
    /// Bytes of the line before it.
    pub column: u32,
    /// Where the keywords that stand here begin in [`Lexed::found`], and how many they are.
    keywords: (u32, u32),
}

/// A mistake found while reading characters, with the edits that repair it.
#[derive(Debug)]
pub struct LexProblem {
    pub problem: SyntaxProblem,
    pub span: Span,
    pub fixes: Vec<(Span, String)>,
}

/// What a text is made of.
#[derive(Debug, Default)]
pub struct Lexed {
    pub tokens: Vec<Token>,
    /// The keywords that stand at the tokens, one after the other: see [`Lexed::keywords`].
    found: Vec<Found>,
    pub comments: Vec<Span>,
    /// The tokens of each region.
    pub regions: Vec<Range<usize>>,
    /// The text with comments, hidden characters and broken quotation marks replaced, byte for byte as long. Empty
    /// until the language is known.
    pub mask: String,
    /// What the mask replaces.
    hides: Vec<(Span, Mask)>,
    pub problems: Vec<LexProblem>,
}

/// Reads the regions of a text. The mask is made by [`Lexed::mask_for`].
pub fn lex(text: &str, regions: &[Span]) -> Lexed {
    let (lexed, words) = (Lexed::default(), FxHashMap::default());
    let mut lexer = Lexer { text, at: 0, end: 0, line: 0, fresh: true, lexed, masked: 0, words };
    for region in regions {
        let first = lexer.lexed.tokens.len();
        lexer.region(*region);
        let last = lexer.lexed.tokens.len();
        lexer.lexed.regions.push(first..last);
    }
    lexer.lexed
}

/// How a stretch of the text is hidden from the grammar.
#[derive(Clone, Copy, Debug)]
enum Mask {
    Blank,
    /// As a text in straight quotation marks.
    Quoted,
    /// In lower case.
    Lower,
    /// As one character.
    Unequal,
    /// As digits.
    Digit,
    /// As underscores: a word that no keyword holds, which the grammar then knows at its first letter.
    Plain,
}

/// An equals sign and the stroke through it.
const DECOMPOSED_UNEQUAL: &str = "=\u{338}";

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    end: usize,
    /// Where the current line starts.
    line: usize,
    /// No token yet on this line.
    fresh: bool,
    lexed: Lexed,
    /// Where the last keyword put in lower case ends.
    masked: usize,
    /// The words met that stand for the same keywords wherever they are: most words come again and again.
    words: FxHashMap<&'t str, WordFound>,
}

/// What the table says of a word.
#[derive(Clone, Copy)]
struct WordFound {
    /// Whether it can be part of a keyword.
    in_table: bool,
    /// As in [`Token`].
    keywords: (u32, u32),
}

impl Lexer<'_> {
    fn region(&mut self, region: Span) {
        (self.at, self.end, self.line, self.fresh) =
            (region.start as usize, region.end as usize, region.start as usize, true);
        while let Some(c) = self.peek() {
            match c {
                '\n' => {
                    self.at += 1;
                    self.line = self.at;
                    self.fresh = true;
                }
                ' ' => self.at += 1,
                _ if c == '\r' || is_blank(c) => {
                    let blank = Span::new(self.at, self.at + c.len_utf8());
                    self.lexed.hides.push((blank, Mask::Blank));
                    self.at += c.len_utf8();
                }
                '#' => self.comment(),
                '«' | '"' | '“' => self.quoted(c),
                '`' => self.backquoted(),
                _ if hidden::is_hidden(c) => self.hidden(),
                _ => self.plain(c),
            }
        }
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..self.end).unwrap_or("")
    }

    /// The rest of the line, its end excluded.
    fn rest_of_line(&self) -> &str {
        let rest = self.rest();
        rest.split(['\n', '\r']).next().unwrap_or(rest)
    }

    fn push(&mut self, kind: TokenKind, len: usize) {
        let span = Span::new(self.at, self.at + len);
        let column = u32::try_from(self.at - self.line).unwrap_or(u32::MAX);
        self.lexed.tokens.push(Token { kind, span, line_start: self.fresh, column, keywords: (0, 0) });
        self.fresh = false;
        self.at += len;
    }

    fn problem(&mut self, problem: SyntaxProblem, span: Span, fixes: Vec<(Span, String)>) {
        self.lexed.problems.push(LexProblem { problem, span, fixes });
    }

    fn comment(&mut self) {
        let line = self.rest_of_line();
        let (len, shown) = (line.len(), line.trim_end().len());
        let span = Span::new(self.at, self.at + shown);
        self.check_hidden(span);
        self.lexed.comments.push(span);
        self.lexed.hides.push((Span::new(self.at, self.at + len), Mask::Blank));
        self.at += len;
    }

    fn plain(&mut self, c: char) {
        let kind = match c {
            '(' => TokenKind::Open(Bracket::Round),
            '{' => TokenKind::Open(Bracket::Curly),
            '[' => TokenKind::Open(Bracket::Square),
            ')' => TokenKind::Close(Bracket::Round),
            '}' => TokenKind::Close(Bracket::Curly),
            ']' => TokenKind::Close(Bracket::Square),
            '|' => TokenKind::Bar,
            ',' => TokenKind::Comma,
            '=' if self.rest().starts_with(DECOMPOSED_UNEQUAL) => return self.unequal(),
            _ if c.is_ascii_digit() => return self.number(),
            _ if is_word(c) => return self.word(),
            _ => TokenKind::Symbol,
        };
        self.push(kind, c.len_utf8());
    }

    /// `≠` in the decomposed form that some systems write, which is as long.
    fn unequal(&mut self) {
        let span = Span::new(self.at, self.at + DECOMPOSED_UNEQUAL.len());
        self.lexed.hides.push((span, Mask::Unequal));
        self.push(TokenKind::Symbol, DECOMPOSED_UNEQUAL.len());
    }

    fn word(&mut self) {
        let rest = self.text.get(self.at..self.end).unwrap_or("");
        let len = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let capital = self.fresh && rest.starts_with(char::is_uppercase);
        let WordFound { in_table, keywords } = self.look_up(len);
        let opening = if capital { opening_len(self.lexed.found_at(keywords)) } else { None };
        let word = Span::new(self.at, self.at + len);
        self.check_scripts(word);
        if let Some(opening) = opening {
            self.lexed.hides.push((Span::new(self.at, self.at + opening), Mask::Lower));
            self.masked = self.at + opening;
        } else if self.at >= self.masked && !in_table {
            self.lexed.hides.push((word, Mask::Plain));
        }
        self.push(TokenKind::Word, len);
        if let Some(token) = self.lexed.tokens.last_mut() {
            token.keywords = keywords;
        }
    }

    /// What the table says of the word of that length here.
    fn look_up(&mut self, len: usize) -> WordFound {
        let rest = self.text.get(self.at..self.end).unwrap_or("");
        let (word, after) = rest.split_at_checked(len).unwrap_or((rest, ""));
        // `d'`, `yes/no`: these go on.
        let ends = !after.starts_with(['\'', '’', '/']);
        if let Some(known) = self.words.get(word).filter(|_| ends) {
            return *known;
        }
        let in_table = keyword::may_be(word);
        let first = self.lexed.found.len();
        let alone = !in_table || keyword::push_at_start(rest, &mut self.lexed.found);
        let keywords = (as_rank(first), as_rank(self.lexed.found.len() - first));
        let found = WordFound { in_table, keywords };
        if alone && ends {
            self.words.insert(word, found);
        }
        found
    }

    /// Digits, with the marks that stand between two digits, and the blanks that group thousands.
    fn number(&mut self) {
        let rest = self.rest();
        let mut len = digits_and_marks(rest);
        let mut gaps = Vec::new();
        if len <= 3 {
            while let Some((gap, group)) = rest.get(len..).and_then(thousands) {
                gaps.push(Span::new(self.at + len, self.at + len + gap));
                len += gap + group;
            }
        }
        self.lexed.hides.extend(gaps.into_iter().map(|gap| (gap, Mask::Digit)));
        self.push(TokenKind::Number, len);
    }

    fn backquoted(&mut self) {
        let line = self.rest_of_line();
        let inside = line.strip_prefix('`').and_then(|rest| rest.find('`'));
        match inside {
            Some(len) if len > 0 => self.push(TokenKind::Backquoted, len + 2),
            Some(_) | None => {
                let len = line.trim_end().len();
                let span = Span::new(self.at, self.at + 1);
                self.problem(SyntaxProblem::UnclosedBackquote, span, Vec::new());
                self.lexed.hides.push((Span::new(self.at, self.at + len), Mask::Quoted));
                self.push(TokenKind::Text { sound: false }, len);
            }
        }
    }
}

/// The length of the digits at the start of a text, and of the marks between two of them.
fn digits_and_marks(text: &str) -> usize {
    let mut len = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next_is_digit = chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        let inside = c.is_ascii_digit() || (matches!(c, '.' | ',' | '-') && next_is_digit);
        if !inside {
            break;
        }
        len = at + c.len_utf8();
    }
    len
}

/// A blank of any width and three digits, then perhaps decimals: the length of the blank and of the rest.
fn thousands(text: &str) -> Option<(usize, usize)> {
    let gap = text.chars().next().filter(|c| is_blank(*c) && *c != '\t')?.len_utf8();
    let after = text.get(gap..)?;
    let len = digits_and_marks(after);
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let grouped = digits == 3 && !after.get(..len)?.contains('-');
    grouped.then_some((gap, len))
}

/// The length of the keyword of an item or a clause among those found.
fn opening_len(found: &[Found]) -> Option<usize> {
    let opens = |role| matches!(role, Role::Item | Role::Clause | Role::Force);
    found.iter().find(|found| opens(found.keyword.role)).map(|found| found.len)
}

fn as_rank(rank: usize) -> u32 {
    u32::try_from(rank).unwrap_or(u32::MAX)
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c)
}

/// Replaces stretches of the text, keeping every offset.
fn masked(text: &str, stretches: &[(Span, Mask)]) -> String {
    let mut mask = String::with_capacity(text.len());
    let mut done = 0;
    for (span, how) in stretches {
        let (start, end) = (span.start as usize, span.end as usize);
        let Some(inside) = text.get(start..end) else { continue };
        mask.push_str(text.get(done..start).unwrap_or(""));
        match how {
            Mask::Blank => mask.extend(inside.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' })),
            Mask::Unequal => mask.push('≠'),
            Mask::Digit => mask.extend(inside.bytes().map(|_| '0')),
            Mask::Plain => mask.extend(inside.bytes().map(|_| '_')),
            Mask::Quoted if inside.len() < 2 => mask.extend(inside.bytes().map(|_| ' ')),
            Mask::Quoted => {
                mask.push('"');
                mask.extend(inside.bytes().skip(2).map(|_| ' '));
                mask.push('"');
            }
            Mask::Lower => {
                let lower = inside.to_lowercase();
                mask.push_str(if lower.len() == inside.len() { &lower } else { inside });
            }
        }
        done = end;
    }
    mask.push_str(text.get(done..).unwrap_or(""));
    mask
}

impl Lexed {
    /// Makes the mask, for a file in this language.
    pub fn mask_for(&mut self, text: &str, lang: Lang) {
        let names = foreign::names(self, text, lang);
        if !names.is_empty() {
            self.hides.extend(names.into_iter().map(|span| (span, Mask::Plain)));
            self.hides.sort_by_key(|(span, _)| span.start);
        }
        self.mask = masked(text, &self.hides);
    }

    /// The keywords that stand at a token: those of the longest spelling that begins there, whatever their role.
    pub fn keywords(&self, token: &Token) -> &[Found] {
        self.found_at(token.keywords)
    }

    fn found_at(&self, (first, count): (u32, u32)) -> &[Found] {
        let first = first as usize;
        self.found.get(first..first + count as usize).unwrap_or(&[])
    }

    /// The tokens of a range.
    pub fn slice(&self, range: &Range<usize>) -> &[Token] {
        self.tokens.get(range.clone()).unwrap_or(&[])
    }

    /// The first token, from position `at` on, that starts at or after the offset `end`.
    pub fn first_from(&self, at: usize, end: usize) -> usize {
        let rest = self.tokens.get(at..).unwrap_or(&[]);
        at + rest.iter().take_while(|token| (token.span.start as usize) < end).count()
    }
}
