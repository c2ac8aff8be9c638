//! Names that nothing declares, declared.

use super::{Action, Desk};
use crate::base::{Lang, Loc, Span, tr};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::{NameKind, NameProblem, Problem};
use crate::ide::Edit;
use crate::ide::symbols::Symbol;
use crate::model::ValueRef;
use crate::syntax::ast::ClauseKind;
use crate::syntax::keyword::at_start;

/// The ways to declare a name that is unknown where a mistake was found.
pub(super) fn missing(desk: &Desk<'_>, found: &Diagnostic) -> Vec<Action> {
    let Problem::Name(NameProblem::Unknown { expected, name, .. }) = &found.problem else { return Vec::new() };
    match expected {
        NameKind::Value | NameKind::Fact => match name.rsplit_once('.') {
            Some((group, fact)) => fact_of(desk, found, group, fact).into_iter().collect(),
            None if *expected == NameKind::Fact => group_fact(desk, found, name).into_iter().collect(),
            None => value(desk, found, name),
        },
        NameKind::Rule => vec![item(desk, found, "criterion", name)],
        NameKind::Source => vec![item(desk, found, "source", name)],
        NameKind::Actor => vec![item(desk, found, "actor", name)],
        NameKind::Type => vec![item(desk, found, "choice", name), item(desk, found, "record", name)],
        NameKind::Unit => vec![item(desk, found, "unit", name)],
        NameKind::Scenario => vec![item(desk, found, "scenario", name)],
        NameKind::Body => vec![item(desk, found, "body", name)],
        NameKind::Milestone => vec![item(desk, found, "milestone", name)],
        NameKind::Section => section(desk, found, name).into_iter().collect(),
        NameKind::ChoiceValue
        | NameKind::Field
        | NameKind::Risk
        | NameKind::Item
        | NameKind::Test
        | NameKind::Dataset => Vec::new(),
    }
}

fn value(desk: &Desk<'_>, found: &Diagnostic, name: &str) -> Vec<Action> {
    ["define", "parameter", "criterion"].iter().map(|kind| item(desk, found, kind, name)).collect()
}

/// An item of that name before the one that mentions it.
fn item(desk: &Desk<'_>, found: &Diagnostic, kind: &'static str, name: &str) -> Action {
    let word = desk.word(kind);
    let title = desk.quoted(&super::in_words(name));
    let written = match (kind, desk.own()) {
        ("source", Lang::En) => format!("source {name} {title}\n  date 2024-01"),
        ("source", Lang::Fr) => format!("source {name} {title}\n  date 2024-01"),
        ("define", Lang::En) => format!("define {name} : yes/no {title}\n  = unspecified"),
        ("define", Lang::Fr) => format!("définition {name} : oui/non {title}\n  = non précisé"),
        ("parameter", Lang::En) => format!("parameter {name} : percent {title}\n  = unspecified"),
        ("parameter", Lang::Fr) => format!("paramètre {name} : pourcentage {title}\n  = non précisé"),
        ("criterion", Lang::En) => format!("criterion {name} {title}\n  requires unspecified"),
        ("criterion", Lang::Fr) => format!("critère {name} {title}\n  exige non précisé"),
        ("choice", _) => format!("{word} {name} {{ a, b }}"),
        ("record", Lang::En) => format!("record {name} {{\n  name : text\n}}"),
        ("record", Lang::Fr) => format!("fiche {name} {{\n  nom : texte\n}}"),
        ("body", Lang::En) => format!("body {name} {title}\n  meets \"every month\""),
        ("body", Lang::Fr) => format!("instance {name} {title}\n  se réunit « chaque mois »"),
        _ => format!("{word} {name} {title}"),
    };
    let written = if kind == "unit" { format!("{word} {name}") } else { written };
    let before = desk.snapshot.item_at(found.at.file, found.at.span.start as usize).map_or(0, |item| item.span.start);
    let quoted = desk.lang.quoted(name);
    let title = tr!(desk.lang; en: "declare {quoted}: {word}", fr: "déclarer {quoted}\u{a0}: {word}");
    desk.mend(found, title, vec![desk.insert(before, format!("{written}\n\n"))])
}

/// A fact in the group that is named before the dot, or a group with this fact.
fn fact_of(desk: &Desk<'_>, found: &Diagnostic, group: &str, fact: &str) -> Option<Action> {
    let line = format!("{fact} : {} {}", guessed_type(desk, found), desk.quoted(&super::in_words(fact)));
    let quoted = desk.lang.quoted(&format!("{group}.{fact}"));
    let title = tr!(desk.lang; en: "declare the fact {quoted}", fr: "déclarer le fait {quoted}");
    match desk.snapshot.program().values.get(group) {
        Some(ValueRef::Group(id)) => {
            let edit = in_group(desk, id.index(), &line)?;
            Some(desk.mend(found, title, vec![edit]))
        }
        Some(_) => None,
        None if group.contains('.') => None,
        None => {
            let heading = desk.quoted(&super::in_words(group));
            let written = format!("{} {group} {heading} {{\n  {line}\n}}\n\n", desk.word("facts"));
            let before =
                desk.snapshot.item_at(found.at.file, found.at.span.start as usize).map_or(0, |item| item.span.start);
            Some(desk.mend(found, title, vec![desk.insert(before, written)]))
        }
    }
}

/// A fact without the name of its group: in the one that the file declares last.
fn group_fact(desk: &Desk<'_>, found: &Diagnostic, fact: &str) -> Option<Action> {
    let group = desk.snapshot.program().groups.iter().rev().find(|group| group.meta.at.file == found.at.file)?;
    fact_of(desk, found, &group.meta.name.clone(), fact)
}

/// A line at the end of a group of facts.
fn in_group(desk: &Desk<'_>, group: usize, line: &str) -> Option<Edit> {
    let declared = desk.snapshot.symbols().declaration(Symbol::Group(group))?;
    desk.snapshot.path_of(declared.file)?;
    let item = desk.snapshot.item_at(declared.file, declared.span.start as usize)?;
    let text = desk.snapshot.text(declared.file);
    let close = item.span.slice(text).rfind('}').map(|at| item.span.start as usize + at)?;
    let fields = item.clauses.iter().find_map(|clause| match &clause.kind {
        ClauseKind::Fields(fields) => Some(fields),
        _ => None,
    });
    let last = fields.and_then(|fields| fields.last()).map(|field| field.span.end as usize);
    let between = text.get(last.unwrap_or(close)..close).unwrap_or("");
    let written = match (last, between.contains('\n')) {
        // Several facts on one line are separated by commas.
        (Some(_), false) => format!(", {line}"),
        _ => format!("\n  {line}"),
    };
    let at = last.unwrap_or(close);
    Some(Edit::new(Loc::new(declared.file, Span::new(at, at)), written))
}

/// The type that what stands beside the name lets guess: that of a number's unit, a date, or yes/no.
fn guessed_type(desk: &Desk<'_>, found: &Diagnostic) -> String {
    let text = desk.snapshot.text(found.at.file);
    let after = text.get(found.at.span.end as usize..).unwrap_or("");
    let line = after.lines().next().unwrap_or("").trim_start();
    let found = at_start(line);
    let skip = found
        .first()
        .map_or_else(|| line.len() - line.trim_start_matches(['=', '≥', '≤', '<', '>', ' ']).len(), |it| it.len);
    let compares = skip > 0;
    let value = line.get(skip..).unwrap_or("").trim_start();
    let digits = value.len()
        - value.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ',' || letter == '.').len();
    if !compares || digits == 0 {
        return desk.word("yes_no");
    }
    let number = value.get(..digits).unwrap_or("");
    let rest = value.get(digits..).unwrap_or("");
    if rest.starts_with('-') && number.len() == 4 {
        return desk.word("date_type");
    }
    let unit: String = rest
        .trim_start_matches([' ', '\u{a0}', '\u{202f}'])
        .chars()
        .take_while(|letter| letter.is_alphanumeric() || matches!(letter, '€' | '%' | '/'))
        .collect();
    match unit.as_str() {
        "%" => desk.word("percent"),
        unit if desk.snapshot.program().units.find(unit).is_some() => unit.to_string(),
        _ if number.contains([',', '.']) => desk.word("number"),
        _ => desk.word("integer"),
    }
}

/// A section in the list of the source that is cited.
fn section(desk: &Desk<'_>, found: &Diagnostic, name: &str) -> Option<Action> {
    let item = desk.snapshot.item_at(found.at.file, found.at.span.start as usize)?;
    let mut source = None;
    crate::ide::walk::mentions(item, &mut |mention| {
        if let crate::ide::walk::Mention::Section { source: of, section } = mention {
            let span = match section {
                crate::syntax::ast::Section::Id(id) => id.span,
                crate::syntax::ast::Section::Title(title) => title.span,
            };
            if span == found.at.span {
                source = Some(of.span);
            }
        }
    });
    let cited = desk.snapshot.symbols().at(found.at.file, source?.start as usize)?;
    let declared = desk.snapshot.symbols().declaration(cited.symbol)?;
    desk.snapshot.path_of(declared.file)?;
    let item = desk.snapshot.item_at(declared.file, declared.span.start as usize)?;
    let sections = item.clauses.iter().find_map(|clause| match &clause.kind {
        ClauseKind::Sections(sections) => sections.last(),
        _ => None,
    })?;
    let written = format!("\n    {name} {}", desk.quoted(&super::in_words(name)));
    let quoted = desk.lang.quoted(name);
    let title = tr!(desk.lang; en: "add the section {quoted}", fr: "ajouter la section {quoted}");
    let at = Loc::new(declared.file, sections.title.span.at_end());
    Some(desk.mend(found, title, vec![Edit::new(at, written)]))
}
