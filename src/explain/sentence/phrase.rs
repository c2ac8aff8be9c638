//! What sentences are made of: words, and names that a page can make into links.

use crate::base::{Lang, tr};
use crate::model::ValueRef;

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Words of the reader's language.
    Text(String),
    /// The title of an item, or its name when it has none.
    Name { of: ValueRef, words: String, lang: Lang },
    /// Words of an author, which are of no item: the value of a choice, a text.
    Own { words: String, lang: Lang },
}

/// Words in a row.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Phrase {
    parts: Vec<Part>,
}

/// A sentence without its capital and its stop, or a head with a list under it.
#[derive(Clone, Debug, PartialEq)]
pub enum Clause {
    Plain(Phrase),
    /// The head ends with a colon.
    List {
        head: Phrase,
        items: Vec<Clause>,
    },
}

impl Phrase {
    pub fn text(words: impl Into<String>) -> Self {
        Phrase { parts: vec![Part::Text(words.into())] }
    }

    pub(super) fn of(part: Part) -> Self {
        Phrase { parts: vec![part] }
    }

    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Adds words at the end; two texts in a row are one.
    pub fn push_text(&mut self, words: &str) {
        match self.parts.last_mut() {
            _ if words.is_empty() => {}
            Some(Part::Text(last)) => last.push_str(words),
            Some(Part::Name { .. } | Part::Own { .. }) | None => self.parts.push(Part::Text(words.to_string())),
        }
    }

    /// Adds another phrase at the end.
    pub fn push(&mut self, other: Phrase) {
        for part in other.parts {
            match part {
                Part::Text(words) => self.push_text(&words),
                Part::Name { .. } | Part::Own { .. } => self.parts.push(part),
            }
        }
    }

    #[must_use]
    pub fn then(mut self, other: Phrase) -> Phrase {
        self.push(other);
        self
    }

    #[must_use]
    pub fn then_text(mut self, words: &str) -> Phrase {
        self.push_text(words);
        self
    }

    /// `A, B et C`, with the word before the last.
    pub(super) fn joined(phrases: Vec<Phrase>, last: &str) -> Phrase {
        let count = phrases.len();
        let mut joined = Phrase::default();
        for (rank, phrase) in phrases.into_iter().enumerate() {
            match rank {
                0 => {}
                _ if rank + 1 == count => joined.push_text(&format!(" {last} ")),
                _ => joined.push_text(", "),
            }
            joined.push(phrase);
        }
        joined
    }

    pub(super) fn in_brackets(self) -> Phrase {
        Phrase::text("(").then(self).then_text(")")
    }

    /// A template whose `@0`, `@1`… are replaced by the parts.
    pub(super) fn filled(template: &str, parts: &[Phrase]) -> Phrase {
        let mut filled = Phrase::default();
        let mut pieces = template.split('@');
        filled.push_text(pieces.next().unwrap_or(""));
        for piece in pieces {
            let mut rest = piece.chars();
            let rank = rest.next().and_then(|digit| digit.to_digit(10)).and_then(|digit| usize::try_from(digit).ok());
            filled.push(rank.and_then(|rank| parts.get(rank)).cloned().unwrap_or_default());
            filled.push_text(rest.as_str());
        }
        filled
    }

    /// The same with a capital at its start, where it starts with words of ours.
    #[must_use]
    pub fn capitalised(mut self) -> Phrase {
        if let Some(Part::Text(words)) = self.parts.first_mut() {
            let mut chars = words.chars();
            if let Some(first) = chars.next() {
                *words = first.to_uppercase().chain(chars).collect();
            }
        }
        self
    }

    /// The same without some words of ours at its start, where they stand there.
    #[must_use]
    pub(super) fn without_start(mut self, start: &str) -> Phrase {
        if let Some(Part::Text(words)) = self.parts.first_mut()
            && let Some(rest) = words.strip_prefix(start)
        {
            *words = rest.to_string();
        }
        self
    }

    /// The words alone.
    pub fn plain(&self) -> String {
        let words = |part: &Part| match part {
            Part::Text(words) | Part::Name { words, .. } | Part::Own { words, .. } => words.clone(),
        };
        self.parts.iter().map(words).collect()
    }
}

impl Clause {
    /// The same after some words: `si A, ` before what then holds.
    #[must_use]
    pub(super) fn after(self, before: &Phrase) -> Clause {
        match self {
            Clause::Plain(phrase) => Clause::Plain(before.clone().then(phrase)),
            Clause::List { head, items } => Clause::List { head: before.clone().then(head), items },
        }
    }

    /// On one line, a list between brackets.
    pub fn on_one_line(&self, lang: Lang) -> Phrase {
        match self {
            Clause::Plain(phrase) => phrase.clone(),
            Clause::List { head, items } => {
                let mut line = head.clone().then_text(" ");
                for (rank, item) in items.iter().enumerate() {
                    if rank > 0 {
                        line.push_text(&tr!(lang; en: "; ", fr: "\u{a0}; "));
                    }
                    let nested = matches!(item, Clause::List { .. });
                    let item = item.on_one_line(lang);
                    line.push(if nested { item.in_brackets() } else { item });
                }
                line
            }
        }
    }

    pub fn plain(&self, lang: Lang) -> String {
        self.on_one_line(lang).plain()
    }
}
