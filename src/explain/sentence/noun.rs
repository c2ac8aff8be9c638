//! What things are called in a sentence. A title is quoted, since it may be any turn of phrase; one that opens with a
//! noun we know takes its article instead, and reads as part of the sentence.

use super::Writer;
use super::phrase::{Part, Phrase};
use crate::base::{Lang, name};
use crate::model::ValueRef;
use crate::model::expr::{ExprKind, FieldRef};
use crate::model::ids::ExprId;
use crate::model::item::{Body, DerivedKind, FieldDecl};
use crate::model::ty::Type;

/// The article before a noun. English has one, and no gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Article {
    The,
    Le,
    La,
    /// `l’`, and whether the noun is feminine.
    Elided(bool),
}

/// A noun with the article it takes, if any.
#[derive(Clone, Debug)]
pub(super) struct Noun {
    pub article: Option<Article>,
    pub words: Phrase,
}

impl Noun {
    pub fn bare(words: Phrase) -> Self {
        Noun { article: None, words }
    }

    pub fn with(article: Article, words: Phrase) -> Self {
        Noun { article: Some(article), words }
    }

    /// As a subject or an object.
    pub fn plain(self) -> Phrase {
        self.after(|article| match article {
            None => "",
            Some(Article::The) => "the ",
            Some(Article::Le) => "le ",
            Some(Article::La) => "la ",
            Some(Article::Elided(_)) => "l’",
        })
    }

    /// After `of`, `de`.
    pub fn of(self, lang: Lang) -> Phrase {
        self.after(|article| match (article, lang) {
            (None, Lang::En) => "of ",
            (None, Lang::Fr) => "de ",
            (Some(Article::The), _) => "of the ",
            (Some(Article::Le), _) => "du ",
            (Some(Article::La), _) => "de la ",
            (Some(Article::Elided(_)), _) => "de l’",
        })
    }

    /// After `à`, in French.
    pub fn at(self) -> Phrase {
        self.after(|article| match article {
            None => "à ",
            Some(Article::The) => "the ",
            Some(Article::Le) => "au ",
            Some(Article::La) => "à la ",
            Some(Article::Elided(_)) => "à l’",
        })
    }

    /// Whether an adjective that goes with it is feminine.
    pub fn is_feminine(&self) -> bool {
        matches!(self.article, Some(Article::La | Article::Elided(true)))
    }

    fn after(self, before: impl Fn(Option<Article>) -> &'static str) -> Phrase {
        Phrase::text(before(self.article)).then(self.words)
    }
}

/// Nouns that open the titles of quantities, dates and choices, by their article.
const MASCULINE: &[&str] = &[
    "budget", "coût", "début", "délai", "jour", "montant", "mois", "niveau", "nom", "nombre", "plafond", "plancher",
    "préavis", "rang", "score", "seuil", "statut", "taux", "total", "type",
];
const FEMININE: &[&str] = &[
    "date",
    "durée",
    "fin",
    "forme",
    "mention",
    "nature",
    "part",
    "phase",
    "proportion",
    "quantité",
    "rémunération",
    "somme",
    "valeur",
    "version",
];
const ELIDED: &[(&str, bool)] =
    &[("adresse", true), ("âge", false), ("année", true), ("échéance", true), ("effectif", false), ("état", false)];
const ENGLISH: &[&str] = &[
    "address", "amount", "average", "cost", "date", "day", "deadline", "duration", "earliest", "floor", "highest",
    "largest", "latest", "length", "level", "longest", "lowest", "maximum", "minimum", "name", "number", "phase",
    "rate", "score", "share", "shortest", "smallest", "status", "total",
];

/// The article that a title takes, when it opens with a noun we know and runs on without a mark that would break the
/// sentence around it.
fn article(title: &str, lang: Lang) -> Option<Article> {
    if title.contains([',', ':', ';', '?', '!', '.', '(', '«', '“']) {
        return None;
    }
    let first = title.split_whitespace().next()?.to_lowercase();
    match lang {
        Lang::En => ENGLISH.contains(&first.as_str()).then_some(Article::The),
        Lang::Fr if MASCULINE.contains(&first.as_str()) => Some(Article::Le),
        Lang::Fr if FEMININE.contains(&first.as_str()) => Some(Article::La),
        Lang::Fr => ELIDED.iter().find(|(noun, _)| *noun == first).map(|(_, feminine)| Article::Elided(*feminine)),
    }
}

fn lower_first(title: &str) -> String {
    let mut chars = title.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

impl Writer<'_> {
    /// The title between quotation marks, else the name.
    pub(super) fn quoted_name(&self, of: ValueRef) -> Phrase {
        let (title, words, lang) = self.titled(of);
        self.quoted(Part::Name { of, words, lang }, title)
    }

    pub(super) fn bare_name(&self, of: ValueRef) -> Phrase {
        let (_, words, lang) = self.titled(of);
        Phrase::of(Part::Name { of, words, lang })
    }

    /// The value of a parameter on the day, else the title.
    pub(super) fn called(&self, of: ValueRef) -> Phrase {
        let ValueRef::Derived(id) = of else { return self.quoted_name(of) };
        let versions = self.program.derived_item(id).filter(|item| item.kind == DerivedKind::Parameter);
        let versions = versions.map_or(&[][..], |item| &item.versions);
        let now = versions.iter().find(|version| version.period.holds(self.day)).or(versions.last());
        match now.map(|version| &version.body) {
            Some(Body::Expr(body)) if matches!(self.kind(*body), ExprKind::Number { .. } | ExprKind::Date(_)) => {
                let words = self.value(*body).words.plain();
                Phrase::of(Part::Name { of, words, lang: self.lang })
            }
            Some(Body::Expr(_) | Body::Table(_)) | None => self.quoted_name(of),
        }
    }

    /// A name in a sentence, with its article where it can take one.
    pub(super) fn named(&self, of: ValueRef) -> Noun {
        let (title, words, lang) = self.titled(of);
        match article(&words, lang).filter(|_| title && lang == self.lang) {
            Some(article) => {
                let words = lower_first(&words);
                Noun::with(article, Phrase::of(Part::Name { of, words, lang }))
            }
            None => Noun::bare(self.quoted(Part::Name { of, words, lang }, title)),
        }
    }

    /// Words of an author between quotation marks.
    pub(super) fn own(&self, words: &str, lang: Lang) -> Phrase {
        self.quoted(Part::Own { words: words.to_string(), lang }, true)
    }

    fn quoted(&self, part: Part, quotes: bool) -> Phrase {
        if !quotes {
            return Phrase::of(part);
        }
        let (open, close) = match self.lang {
            Lang::En => ("“", "”"),
            Lang::Fr => ("«\u{a0}", "\u{a0}»"),
        };
        Phrase::text(open).then(Phrase::of(part)).then_text(close)
    }

    /// Whether an item has a title, the words it is called by, and their language.
    fn titled(&self, of: ValueRef) -> (bool, String, Lang) {
        let program = self.program;
        if let ValueRef::Fact(id) = of {
            let Some(fact) = program.fact(id) else { return (false, String::new(), self.lang) };
            let lang = program.languages.get(&fact.decl.at.file).copied().unwrap_or(self.lang);
            let words = fact.decl.title.clone().unwrap_or_else(|| fact.path.clone());
            return (fact.decl.title.is_some(), words, lang);
        }
        let Some(meta) = program.meta(of) else { return (false, String::new(), self.lang) };
        (meta.title.is_some(), meta.label().to_string(), meta.lang)
    }

    /// The declaration of a field, by the record that `of` is.
    pub(super) fn field(&self, of: ExprId, field: &FieldRef) -> Option<&FieldDecl> {
        let Type::Record(record) = self.ty(of) else { return None };
        let fields = &self.program.record(*record)?.fields;
        match field {
            FieldRef::Rank(rank) => fields.get(usize::from(*rank)),
            FieldRef::Name(wanted) => fields.iter().find(|field| name::fold(&field.name) == name::fold(wanted)),
        }
    }

    /// A field called by its title, with its article where it can take one.
    pub(super) fn field_noun(&self, decl: &FieldDecl) -> Noun {
        let lang = self.program.languages.get(&decl.at.file).copied().unwrap_or(self.lang);
        let Some(title) = &decl.title else { return Noun::bare(Phrase::text(decl.name.clone())) };
        match article(title, lang).filter(|_| lang == self.lang) {
            Some(article) => Noun::with(article, Phrase::of(Part::Own { words: lower_first(title), lang })),
            None => Noun::bare(self.own(title, lang)),
        }
    }
}
