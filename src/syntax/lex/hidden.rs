//! Characters that make a text look like what it is not: invisible ones, those that turn the direction of writing, and
//! letters of another script that look like Latin ones.

use super::{Lexer, Mask};
use crate::base::Span;
use crate::diagnostic::problem::SyntaxProblem;

/// Letters of other scripts and the Latin letters they look like.
const LOOK_ALIKES: &[(char, char)] = &[
    ('а', 'a'),
    ('А', 'A'),
    ('В', 'B'),
    ('е', 'e'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('о', 'o'),
    ('О', 'O'),
    ('р', 'p'),
    ('Р', 'P'),
    ('с', 'c'),
    ('С', 'C'),
    ('Т', 'T'),
    ('у', 'y'),
    ('х', 'x'),
    ('Х', 'X'),
    ('і', 'i'),
    ('І', 'I'),
    ('ѕ', 's'),
    ('ј', 'j'),
    ('ο', 'o'),
    ('Ο', 'O'),
    ('α', 'a'),
    ('Α', 'A'),
    ('Β', 'B'),
    ('Ε', 'E'),
    ('Η', 'H'),
    ('ι', 'i'),
    ('Ι', 'I'),
    ('Κ', 'K'),
    ('Μ', 'M'),
    ('Ν', 'N'),
    ('ν', 'v'),
    ('ρ', 'p'),
    ('Ρ', 'P'),
    ('Τ', 'T'),
    ('υ', 'u'),
    ('Χ', 'X'),
    ('Ζ', 'Z'),
];

/// Invisible characters and those that change the direction of writing.
pub(super) fn is_hidden(c: char) -> bool {
    matches!(c, '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}')
        || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
}

fn script(c: char) -> Option<Script> {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' if c.is_alphabetic() => {
            Some(Script::Latin)
        }
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(Script::Greek),
        '\u{400}'..='\u{52f}' => Some(Script::Cyrillic),
        _ => None,
    }
}

impl Lexer<'_> {
    /// Outside a text or a comment: said, and then read as a blank.
    pub(super) fn hidden(&mut self) {
        let rest = self.rest();
        let len = rest.find(|c| !is_hidden(c)).unwrap_or(rest.len());
        let span = Span::new(self.at, self.at + len);
        self.check_hidden(span);
        self.lexed.hides.push((span, Mask::Blank));
        self.at += len;
    }

    /// Warns once about the hidden characters of a stretch.
    pub(super) fn check_hidden(&mut self, span: Span) {
        let inside = span.slice(self.text);
        if inside.is_ascii() && !inside.bytes().any(|byte| byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t')) {
            return;
        }
        let found: Vec<(Span, char)> = inside
            .char_indices()
            .filter(|(_, c)| is_hidden(*c))
            .map(|(at, c)| (Span::new(at, at + c.len_utf8()).shifted(span.start as usize), c))
            .collect();
        let Some((first, c)) = found.first().copied() else { return };
        let fixes = found.iter().map(|(at, _)| (*at, String::new())).collect();
        self.problem(SyntaxProblem::HiddenCharacter { code: u32::from(c) }, first, fixes);
    }

    /// Warns about a word whose letters come from several scripts.
    pub(super) fn check_scripts(&mut self, span: Span) {
        let word = span.slice(self.text);
        if word.is_ascii() {
            return;
        }
        let mut scripts = word.chars().filter_map(script);
        let Some(first) = scripts.next() else { return };
        if scripts.all(|other| other == first) {
            return;
        }
        let plain: String =
            word.chars().map(|c| LOOK_ALIKES.iter().find(|(a, _)| *a == c).map_or(c, |(_, b)| *b)).collect();
        let all_latin = plain.chars().filter_map(script).all(|script| script == Script::Latin);
        let fixes = if all_latin { vec![(span, plain)] } else { Vec::new() };
        self.problem(SyntaxProblem::MixedScripts { word: word.to_string() }, span, fixes);
    }
}
