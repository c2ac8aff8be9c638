//! What is known of a name, where the mouse stands on it.

use super::judged::{Judged, verdict_sign};
use super::snapshot::Snapshot;
use super::symbols::{Role, Symbol};
use crate::base::{Date, FileId, Lang, Span, tr};
use crate::document::links::{Links, citations};
use crate::eval::words::written_date_text;
use crate::explain::reason::period_text;
use crate::explain::sentence::{Clause, Sentences};
use crate::explain::text::force_text;
use crate::model::ValueRef;
use crate::model::expr::Quantity;
use crate::model::item::{
    Body, Citation, Derived, DerivedKind, FactOrigin, FieldDecl, MemberKind, Members, Meta, Rule, RuleKind,
};
use crate::model::ty::Type;
use std::fmt::Write;

/// Markdown, and the name it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Hover {
    pub span: Span,
    pub markdown: String,
}

/// What is known of the name at an offset; with the values of a dossier, when one is chosen.
pub fn hover(snapshot: &Snapshot, file: FileId, offset: usize, dossier: Option<&Judged>, lang: Lang) -> Option<Hover> {
    let mentioned = snapshot.symbols().at(file, offset)?;
    let markdown = describe(snapshot, mentioned.symbol, dossier, lang);
    Some(Hover { span: mentioned.at.span, markdown })
}

/// The same of a symbol, wherever it stands.
pub fn describe(snapshot: &Snapshot, symbol: Symbol, dossier: Option<&Judged>, lang: Lang) -> String {
    let words = Words { snapshot, dossier, lang };
    words.describe(symbol)
}

/// What a symbol is, in a word.
pub fn kind_word(snapshot: &Snapshot, symbol: Symbol, lang: Lang) -> String {
    let program = snapshot.program();
    match symbol {
        Symbol::Fact(rank) => match program.facts.get(rank).map(|fact| fact.origin) {
            Some(FactOrigin::Meetings(_)) => tr!(lang; en: "meetings", fr: "réunions"),
            Some(FactOrigin::Planned(_) | FactOrigin::Reached(_)) => tr!(lang; en: "date", fr: "date"),
            Some(FactOrigin::Group(_)) | None => tr!(lang; en: "fact", fr: "fait"),
        },
        Symbol::Group(_) => tr!(lang; en: "facts", fr: "faits"),
        Symbol::Derived(rank) => match program.derived.get(rank).map(|derived| derived.kind) {
            Some(DerivedKind::Parameter) => tr!(lang; en: "parameter", fr: "paramètre"),
            Some(DerivedKind::Table) => tr!(lang; en: "table", fr: "table"),
            Some(DerivedKind::Definition) | None => tr!(lang; en: "define", fr: "définition"),
        },
        Symbol::Rule(rank) => match program.rules.get(rank).map(|rule| rule.kind) {
            Some(RuleKind::Checklist) => tr!(lang; en: "checklist", fr: "grille"),
            Some(RuleKind::Criterion) | None => tr!(lang; en: "criterion", fr: "critère"),
        },
        Symbol::Scenario(_) => tr!(lang; en: "scenario", fr: "scénario"),
        Symbol::Body(_) => tr!(lang; en: "body", fr: "instance"),
        Symbol::Milestone(_) => tr!(lang; en: "milestone", fr: "jalon"),
        Symbol::Uncoded(_) => tr!(lang; en: "uncoded", fr: "non codé"),
        Symbol::Source(_) => tr!(lang; en: "source", fr: "source"),
        Symbol::Section(..) => tr!(lang; en: "section", fr: "section"),
        Symbol::Actor(_) => tr!(lang; en: "actor", fr: "acteur"),
        Symbol::Choice(_) => tr!(lang; en: "choice", fr: "choix"),
        Symbol::ChoiceValue(..) => tr!(lang; en: "value", fr: "valeur"),
        Symbol::Record(_) => tr!(lang; en: "record", fr: "fiche"),
        Symbol::Field(..) => tr!(lang; en: "field", fr: "champ"),
        Symbol::Dataset(_) => tr!(lang; en: "dataset", fr: "données"),
        Symbol::Test(_) => tr!(lang; en: "test", fr: "test"),
        Symbol::Doctrine => tr!(lang; en: "doctrine", fr: "doctrine"),
        Symbol::Unit(_) => tr!(lang; en: "unit", fr: "unité"),
        Symbol::Point(_) => tr!(lang; en: "risk or advantage", fr: "risque ou avantage"),
        Symbol::Local(_) => tr!(lang; en: "each element", fr: "chaque élément"),
    }
}

/// The title of a symbol, where it has one.
pub fn title_of(snapshot: &Snapshot, symbol: Symbol) -> Option<&str> {
    let program = snapshot.program();
    match symbol {
        Symbol::Fact(rank) => program.facts.get(rank)?.decl.title.as_deref(),
        Symbol::Section(source, rank) => {
            program.sources.get(source)?.sections.get(rank).map(|(_, title)| title.as_str())
        }
        Symbol::ChoiceValue(choice, rank) => program.choices.get(choice)?.values.get(rank)?.title.as_deref(),
        Symbol::Field(record, rank) => program.records.get(record)?.fields.get(rank)?.title.as_deref(),
        Symbol::Doctrine => program.doctrine.as_ref()?.title.as_deref(),
        other => other.meta(program)?.title.as_deref(),
    }
}

/// The type of a symbol in words, where it has one.
pub fn type_of(snapshot: &Snapshot, symbol: Symbol, lang: Lang) -> Option<String> {
    let program = snapshot.program();
    let decl_type = |decl: &FieldDecl| match (&decl.judgement, &decl.ty) {
        (Some(_), _) => tr!(lang; en: "judgement", fr: "appréciation"),
        (None, ty) => ty.words(program, lang),
    };
    match symbol {
        Symbol::Fact(rank) => program.facts.get(rank).map(|fact| decl_type(&fact.decl)),
        Symbol::Derived(rank) => program.derived.get(rank).map(|derived| derived.ty.words(program, lang)),
        Symbol::Field(record, rank) => program.records.get(record)?.fields.get(rank).map(decl_type),
        _ => None,
    }
}

struct Words<'a> {
    snapshot: &'a Snapshot,
    dossier: Option<&'a Judged>,
    lang: Lang,
}

impl Words<'_> {
    fn describe(&self, symbol: Symbol) -> String {
        let program = self.snapshot.program();
        let mut text = self.head(symbol);
        match symbol {
            Symbol::Fact(rank) => {
                if let Some(fact) = program.facts.get(rank) {
                    self.decl(&mut text, &fact.decl);
                }
            }
            Symbol::Field(record, rank) => {
                if let Some(decl) = program.records.get(record).and_then(|record| record.fields.get(rank)) {
                    self.decl(&mut text, decl);
                }
            }
            Symbol::Group(rank) => {
                for fact in program.groups.get(rank).into_iter().flat_map(|group| &group.facts) {
                    self.item(&mut text, Symbol::Fact(fact.index()));
                }
            }
            Symbol::Derived(rank) => {
                if let Some(derived) = program.derived.get(rank) {
                    self.derived(&mut text, derived);
                }
            }
            Symbol::Rule(rank) => {
                if let Some(rule) = program.rules.get(rank) {
                    self.rule(&mut text, rule);
                }
            }
            Symbol::Scenario(rank) => {
                if let Some(version) = program.scenarios.get(rank).and_then(|one| one.versions.last())
                    && !version.feasible.is_empty()
                {
                    let sentence = self.sentences().condition(&version.feasible).plain(self.lang);
                    paragraph(&mut text, &tr!(self.lang; en: "Feasible when {sentence}", fr: "Faisable si {sentence}"));
                }
            }
            Symbol::Source(rank) => self.source(&mut text, rank),
            Symbol::Choice(rank) => {
                let values = program.choices.get(rank).map_or(0, |choice| choice.values.len());
                (0..values).for_each(|value| self.item(&mut text, Symbol::ChoiceValue(rank, value)));
            }
            Symbol::Record(rank) => {
                let fields = program.records.get(rank).map_or(0, |record| record.fields.len());
                (0..fields).for_each(|field| self.item(&mut text, Symbol::Field(rank, field)));
            }
            Symbol::ChoiceValue(choice, _) => self.belongs(&mut text, Symbol::Choice(choice)),
            Symbol::Section(source, _) => self.belongs(&mut text, Symbol::Source(source)),
            Symbol::Actor(rank) => {
                if let Some(role) = program.actors.get(rank).and_then(|actor| actor.role.as_ref()) {
                    paragraph(&mut text, role);
                }
            }
            Symbol::Body(rank) => {
                if let Some(version) = program.bodies.get(rank).and_then(|body| body.versions.last()) {
                    version.members.iter().for_each(|actor| self.item(&mut text, Symbol::Actor(actor.index())));
                }
            }
            Symbol::Uncoded(rank) => {
                if let Some(because) = program.uncoded.get(rank).and_then(|one| one.because.as_ref()) {
                    paragraph(&mut text, because);
                }
            }
            Symbol::Milestone(_)
            | Symbol::Dataset(_)
            | Symbol::Test(_)
            | Symbol::Doctrine
            | Symbol::Unit(_)
            | Symbol::Point(_)
            | Symbol::Local(_) => {}
        }
        if let Some(value) = symbol.value() {
            self.citations(&mut text, citations(program, value).into_iter());
        }
        if let Some(meta) = symbol.meta(program) {
            self.notes(&mut text, meta);
        }
        self.users(&mut text, symbol);
        text
    }

    fn sentences(&self) -> Sentences<'_> {
        Sentences::new(self.snapshot.checked(), self.lang, Date::today())
    }

    /// **critère** `nom` : type — *title*
    fn head(&self, symbol: Symbol) -> String {
        let name = match symbol {
            Symbol::Fact(rank) => self.snapshot.program().facts.get(rank).map(|fact| fact.path.clone()),
            _ => None,
        };
        let name = name.unwrap_or_else(|| symbol.name(self.snapshot));
        let mut head = format!("**{}** `{name}`", kind_word(self.snapshot, symbol, self.lang));
        if let Some(ty) = type_of(self.snapshot, symbol, self.lang) {
            let colon = match self.lang {
                Lang::En => ": ",
                Lang::Fr => "\u{a0}: ",
            };
            let _ = write!(head, "{colon}{ty}");
        }
        if let Some(title) = title_of(self.snapshot, symbol) {
            paragraph(&mut head, &escaped(title));
        }
        head
    }

    fn item(&self, text: &mut String, symbol: Symbol) {
        let name = symbol.name(self.snapshot);
        let title = title_of(self.snapshot, symbol).map(|title| format!(" — {}", escaped(title))).unwrap_or_default();
        let before = if text.lines().last().is_some_and(|line| line.starts_with("- ")) { "\n" } else { "\n\n" };
        let _ = write!(text, "{before}- `{name}`{title}");
    }

    fn belongs(&self, text: &mut String, owner: Symbol) {
        let kind = kind_word(self.snapshot, owner, self.lang);
        let name = owner.name(self.snapshot);
        let title = title_of(self.snapshot, owner).map(|title| format!(", {}", escaped(title))).unwrap_or_default();
        paragraph(text, &format!("{kind} `{name}`{title}"));
    }

    fn decl(&self, text: &mut String, decl: &FieldDecl) {
        for line in [&decl.question, &decl.hint].into_iter().flatten() {
            paragraph(text, &format!("*{}*", escaped(line)));
        }
        if let Type::Choice(id) = decl.ty.innermost() {
            let values = self.snapshot.program().choice(*id).map_or(0, |choice| choice.values.len());
            (0..values).for_each(|value| self.item(text, Symbol::ChoiceValue(id.index(), value)));
        }
    }

    fn derived(&self, text: &mut String, derived: &Derived) {
        let several = derived.versions.len() > 1;
        for version in &derived.versions {
            let sentences = self.sentences().within(version.period);
            let value = match &version.body {
                Body::Expr(id) => sentences.value(*id).plain(self.lang),
                Body::Table(table) => {
                    let rows = table.rows.len();
                    tr!(self.lang; en: "a table of {rows} rows", fr: "une table de {rows} lignes")
                }
            };
            let period =
                period_text(&version.period, self.lang).filter(|_| several || derived.kind == DerivedKind::Parameter);
            let period = period.map(|period| format!(" — {period}")).unwrap_or_default();
            let line = format!("{}{period}", escaped(&value));
            match several {
                true => {
                    let before =
                        if text.lines().last().is_some_and(|line| line.starts_with("- ")) { "\n" } else { "\n\n" };
                    let _ = write!(text, "{before}- {line}");
                }
                false => paragraph(text, &line),
            }
        }
    }

    fn rule(&self, text: &mut String, rule: &Rule) {
        let day = Date::today();
        let current = rule.versions.iter().find(|version| version.period.holds(day)).or(rule.versions.last());
        if let Some(version) = current {
            let mut line = force_text(version.force, self.lang);
            if let Some(period) = period_text(&version.period, self.lang) {
                let _ = write!(line, " · {period}");
            }
            paragraph(text, &line);
            let sentences = self.sentences().within(version.period);
            if let Some(applies) = sentences.applies(version) {
                let applies = applies.plain(self.lang);
                paragraph(text, &escaped(&tr!(self.lang; en: "Applies when {applies}", fr: "S’applique si {applies}")));
            }
            match &version.members {
                Some(members) => self.members(text, members),
                None => self.clause(text, &sentences.requirement(version)),
            }
        }
        let verdict = self.dossier.and_then(|judged| {
            let id = self.snapshot.program().find_rule(&rule.meta.name)?;
            Some((judged, judged.verdict(id)?))
        });
        if let Some((judged, verdict)) = verdict {
            let sign = verdict_sign(verdict, self.lang);
            paragraph(text, &format!("**{}** : {sign}", escaped(&judged.name)));
        }
    }

    fn members(&self, text: &mut String, members: &Members) {
        let head = match members.quantity {
            Quantity::All => tr!(self.lang; en: "All of:", fr: "Toutes\u{a0}:"),
            Quantity::Any => tr!(self.lang; en: "Any of:", fr: "Au moins une\u{a0}:"),
            Quantity::None => tr!(self.lang; en: "None of:", fr: "Aucune\u{a0}:"),
            Quantity::AtLeast(n) => tr!(self.lang; en: "At least {n} of:", fr: "Au moins {n} parmi\u{a0}:"),
            Quantity::Exactly(n) => tr!(self.lang; en: "Exactly {n} of:", fr: "Exactement {n} parmi\u{a0}:"),
        };
        paragraph(text, &head);
        for member in &members.members {
            if let MemberKind::Rule(id) = &member.kind {
                self.item(text, Symbol::Rule(id.index()));
            }
        }
    }

    fn clause(&self, text: &mut String, clause: &Clause) {
        match clause {
            Clause::Plain(phrase) => paragraph(text, &escaped(&phrase.clone().capitalised().plain())),
            Clause::List { head, items } => {
                paragraph(text, &escaped(&head.clone().capitalised().plain()));
                text.push('\n');
                for item in items {
                    let _ = write!(text, "\n- {}", escaped(&item.plain(self.lang)));
                }
            }
        }
    }

    fn source(&self, text: &mut String, rank: usize) {
        let Some(source) = self.snapshot.program().sources.get(rank) else { return };
        let date = source.date.map(|date| written_date_text(date, self.lang));
        let parts: Vec<String> = [source.publisher.clone(), date].into_iter().flatten().collect();
        if !parts.is_empty() {
            paragraph(text, &escaped(&parts.join(", ")));
        }
        if let Some(url) = &source.url {
            paragraph(text, &format!("<{url}>"));
        }
    }

    fn citations<'c>(&self, text: &mut String, cited: impl Iterator<Item = &'c Citation>) {
        let program = self.snapshot.program();
        let mut lines: Vec<String> = Vec::new();
        for citation in cited {
            let Some(source) = program.source(citation.source) else { continue };
            let mut line = source.meta.label().to_string();
            if let Some(section) = &citation.section {
                let _ = write!(line, ", §\u{a0}{}", section.label(self.lang));
            }
            if let Some(date) = source.date {
                let _ = write!(line, " ({})", written_date_text(date, self.lang));
            }
            let mut line = escaped(&line);
            if let Some((quote, _)) = &citation.quote {
                let _ = write!(line, "  \n  > {}", escaped(&self.lang.quoted(quote)));
            }
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        if !lines.is_empty() {
            paragraph(text, &lines.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n"));
        }
    }

    fn notes(&self, text: &mut String, meta: &Meta) {
        for remark in &meta.notes.remarks {
            paragraph(text, &escaped(remark));
        }
    }

    /// Who uses it: how often it is mentioned, and by which items.
    fn users(&self, text: &mut String, symbol: Symbol) {
        let uses = uses(self.snapshot, symbol);
        let serves = symbol.value().map(|value| Links::new(self.snapshot.program()).serves(value).to_vec());
        let names: Vec<String> = serves
            .unwrap_or_default()
            .iter()
            .take(6)
            .map(|value: &ValueRef| format!("`{}`", Symbol::of_value(*value).name(self.snapshot)))
            .collect();
        let count = uses_text(uses, self.lang);
        match names.is_empty() {
            true => paragraph(text, &count),
            false => paragraph(text, &format!("{count} — {}", names.join(", "))),
        }
    }
}

/// How often a symbol is mentioned where it is not declared.
pub fn uses(snapshot: &Snapshot, symbol: Symbol) -> usize {
    snapshot.symbols().of(symbol).filter(|one| one.role != Role::Declaration).count()
}

/// `3 uses`
pub fn uses_text(uses: usize, lang: Lang) -> String {
    match uses {
        0 => tr!(lang; en: "no use", fr: "aucun emploi"),
        1 => tr!(lang; en: "1 use", fr: "1 emploi"),
        n => tr!(lang; en: "{n} uses", fr: "{n} emplois"),
    }
}

fn paragraph(text: &mut String, line: &str) {
    text.push_str("\n\n");
    text.push_str(line);
}

/// Words that Markdown is not to read.
fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for character in words.chars() {
        if matches!(character, '*' | '_' | '`' | '<' | '[' | ']' | '\\' | '#' | '|') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
