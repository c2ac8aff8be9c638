//! What each word of a file is, for its colour.

use super::snapshot::Snapshot;
use super::symbols::{Role, Symbol};
use super::walk::{Mention, mentions};
use crate::base::{FileId, Span};
use crate::model::item::DerivedKind;
use crate::syntax::TokenKind;

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    Keyword,
    Comment,
    Text,
    Number,
    Operator,
    /// Groups, sources, sections, the doctrine.
    Namespace,
    /// Choices, records, units.
    Type,
    ChoiceValue,
    Fact,
    Field,
    /// Parameters, and names that conditions bind.
    Parameter,
    /// Definitions and tables.
    Definition,
    /// Criteria and checklists.
    Rule,
    /// Scenarios, bodies, actors, datasets.
    Party,
    Milestone,
}

/// All classes, in the order in which the protocol numbers them, by their names there.
pub const CLASSES: [(Class, &str); 15] = [
    (Class::Keyword, "keyword"),
    (Class::Comment, "comment"),
    (Class::Text, "string"),
    (Class::Number, "number"),
    (Class::Operator, "operator"),
    (Class::Namespace, "namespace"),
    (Class::Type, "type"),
    (Class::ChoiceValue, "enumMember"),
    (Class::Fact, "variable"),
    (Class::Field, "property"),
    (Class::Parameter, "parameter"),
    (Class::Definition, "method"),
    (Class::Rule, "function"),
    (Class::Party, "class"),
    (Class::Milestone, "event"),
];

/// One coloured stretch. It may take several lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Coloured {
    pub span: Span,
    pub class: Class,
    pub declares: bool,
    pub writes: bool,
    /// Whether no dossier can change it.
    pub constant: bool,
}

/// The coloured stretches of a file that touch `within`, in order, none over another.
pub fn tokens(snapshot: &Snapshot, file: FileId, within: Span) -> Vec<Coloured> {
    let plain = |span, class| Coloured { span, class, declares: false, writes: false, constant: false };
    let mut found: Vec<Coloured> = Vec::new();
    for one in snapshot.symbols().in_file(file) {
        // A title is a text, whatever it stands for.
        if let Some((class, constant)) = class_of(snapshot, one.symbol).filter(|_| !one.by_title) {
            let (declares, writes) = (one.role == Role::Declaration, one.role == Role::Write);
            found.push(Coloured { span: one.at.span, class, declares, writes, constant });
        }
    }
    if let Some(words) = snapshot.words(file) {
        found.extend(words.keywords.iter().map(|(span, _)| plain(*span, Class::Keyword)));
        found.extend(words.tokens.iter().filter_map(|token| {
            let class = match token.kind {
                TokenKind::Text { .. } => Class::Text,
                TokenKind::Number => Class::Number,
                TokenKind::Symbol => Class::Operator,
                TokenKind::Word
                | TokenKind::Backquoted
                | TokenKind::Open(_)
                | TokenKind::Close(_)
                | TokenKind::Bar
                | TokenKind::Comma => return None,
            };
            Some(plain(token.span, class))
        }));
    }
    if let Some(tree) = snapshot.tree(file) {
        // Units and types that the language itself declares.
        for item in &tree.items {
            mentions(item, &mut |mention| {
                if let Mention::Type(name) | Mention::Unit(name) = mention {
                    found.push(plain(name.span, Class::Type));
                }
            });
        }
        found.extend(tree.comments.iter().map(|span| plain(*span, Class::Comment)));
        found.extend(tree.language_line.map(|span| plain(span, Class::Keyword)));
    }
    found.retain(|one| !one.span.is_empty() && one.span.start < within.end && within.start < one.span.end);
    apart(found)
}

/// Where stretches overlap, a name is cut out of the text around it, and a keyword wins over the words in it.
fn apart(mut found: Vec<Coloured>) -> Vec<Coloured> {
    found.sort_by_key(|one| (one.span.start, std::cmp::Reverse(one.span.end), one.class));
    let mut apart: Vec<Coloured> = Vec::new();
    for one in found {
        let Some(last) = apart.last_mut().filter(|last| one.span.start < last.span.end) else {
            apart.push(one);
            continue;
        };
        let is_inside = one.span.end <= last.span.end && last.class == Class::Text && one.class != Class::Text;
        if !is_inside || one.span == last.span {
            continue;
        }
        let rest = Coloured { span: Span { start: one.span.end, end: last.span.end }, ..*last };
        last.span.end = one.span.start;
        if last.span.is_empty() {
            apart.pop();
        }
        apart.push(one);
        if !rest.span.is_empty() {
            apart.push(rest);
        }
    }
    apart
}

fn class_of(snapshot: &Snapshot, symbol: Symbol) -> Option<(Class, bool)> {
    Some(match symbol {
        Symbol::Fact(_) => (Class::Fact, false),
        Symbol::Group(_) | Symbol::Source(_) | Symbol::Section(..) | Symbol::Doctrine => (Class::Namespace, false),
        Symbol::Derived(rank) => match snapshot.program().derived.get(rank)?.kind {
            DerivedKind::Parameter => (Class::Parameter, true),
            DerivedKind::Definition | DerivedKind::Table => (Class::Definition, false),
        },
        Symbol::Rule(_) | Symbol::Uncoded(_) => (Class::Rule, false),
        Symbol::Scenario(_) | Symbol::Body(_) | Symbol::Actor(_) | Symbol::Dataset(_) => (Class::Party, false),
        Symbol::Milestone(_) => (Class::Milestone, false),
        Symbol::Choice(_) | Symbol::Record(_) | Symbol::Unit(_) => (Class::Type, false),
        Symbol::ChoiceValue(..) => (Class::ChoiceValue, true),
        Symbol::Field(..) | Symbol::Point(_) => (Class::Field, false),
        Symbol::Local(_) => (Class::Parameter, false),
        // Its title is a text.
        Symbol::Test(_) => return None,
    })
}
