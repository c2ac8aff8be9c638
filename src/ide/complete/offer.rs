//! What is offered at a place of the rules.

use super::items::snippet_of;
use super::names::Names;
use super::{Entry, Kind, Place};
use crate::base::{Lang, Span, tr};
use crate::ide::snapshot::Snapshot;
use crate::model::ids::{GroupId, RecordId};
use crate::model::item::DerivedKind;
use crate::model::ty::Type;
use crate::model::{Program, ValueRef};
use crate::syntax::keyword::{KEYWORDS, Role};
use crate::syntax::{Bracket, TokenKind};

/// Clauses that most items take.
const COMMON: &[&str] = &["per", "ref", "remark", "in_tension_with", "vague", "formerly", "from"];

/// The clauses of an item beside the common ones.
fn clauses_of(item: &str) -> (&'static [&'static str], bool) {
    match item {
        "doctrine" => (&["authority", "ref", "remark", "vague"], false),
        "source" => (&["publisher", "date", "url", "sections", "text", "remark"], false),
        "actor" => (&["role"], true),
        "unit" => (&["plural", "symbol", "remark"], false),
        "parameter" => (&["from"], true),
        "define" | "table" => (&["except_when"], true),
        "criterion" => (&["requires", "applies_when", "except_when", "remedy", "for_each"], true),
        "checklist" => (&["all_of", "any_of", "at_least_n", "none_of", "applies_when", "except_when", "remedy"], true),
        "scenario" => (&["assuming", "feasible_when", "advantage", "risk", "precedent", "next_step"], true),
        "body" => (&["members", "meets"], true),
        "milestone" => (
            &[
                "expected",
                "after_milestone",
                "takes_at_least",
                "only_between",
                "takes_effect_on",
                "requires",
                "decided_by",
                "reached_on",
            ],
            true,
        ),
        "uncoded" => (&["because"], true),
        "test" => (&["as_of", "texts_as_of", "known_by", "given", "under_scenario", "expect", "examples"], false),
        _ => (&[], true),
    }
}

const FIELD_CLAUSES: &[&str] = &["question", "hint", "bounds", "step", "optional", "open", "valid_for"];
const DATES_FOLLOW: &[&str] = &[
    "from",
    "until",
    "date",
    "as_of",
    "known_by",
    "texts_as_of",
    "expected",
    "since",
    "before",
    "after",
    "on_or_before",
    "on_or_after",
    "on",
    "possible_from",
];
const COMPARISONS: &[&str] = &[
    "is",
    "is_not",
    "one_of",
    "at_least",
    "at_most",
    "more_than",
    "less_than",
    "contains",
    "between",
    "before",
    "after",
    "on_or_before",
    "on_or_after",
];

pub(super) fn entries(snapshot: &Snapshot, place: &Place<'_>, lang: Lang) -> Vec<Entry> {
    let mut names = Names::new(snapshot, place, lang);
    match place.in_text {
        Some(text) => in_text(&mut names, text),
        None if place.at_margin => items(&mut names),
        None => {
            begun(&mut names);
            inside(&mut names);
        }
    }
    names.entries
}

/// Keywords of several words, of which the first stand before the cursor: `sauf s`, `au mo`.
fn begun(names: &mut Names<'_>) {
    let lang = names.place.lang;
    let starts_line = names.place.before.iter().rev().find(|token| token.line_start).map(|token| token.span.start);
    for keyword in KEYWORDS {
        let spelled = keyword.canonical(lang);
        let replaces = names.replaced_by(&spelled);
        let is_begun = replaces.start < names.place.typed.start;
        // Items and clauses open their line.
        let opens =
            !matches!(keyword.role, Role::Item | Role::Clause | Role::Force) || Some(replaces.start) == starts_line;
        if is_begun && opens {
            names.keyword(keyword, 0);
        }
    }
}

/// Each kind of item, ready to be filled in.
fn items(names: &mut Names<'_>) {
    let lang = names.place.lang;
    for keyword in KEYWORDS.iter().filter(|keyword| keyword.role == Role::Item) {
        let spelled = keyword.canonical(lang);
        let insert = snippet_of(keyword.id, lang).unwrap_or(&spelled).to_string();
        let replaces = names.replaced_by(&spelled);
        let detail = keyword.canonical(lang.other());
        names.entries.push(Entry {
            label: spelled,
            kind: Kind::Item,
            detail,
            insert,
            is_snippet: true,
            replaces,
            rank: 1,
        });
    }
}

/// Names between the braces of a text, and the files that a text may name.
fn in_text(names: &mut Names<'_>, text: Span) {
    let place = names.place;
    let written = place.text.get(text.start as usize..place.typed.start as usize).unwrap_or("");
    let open = written.rfind('{');
    if open.is_some_and(|open| !written.get(open..).unwrap_or("").contains('}')) {
        let start = text.start as usize + open.map_or(0, |open| open + 1);
        let typed = Span::new(start, place.typed.end as usize);
        names.derived(&[DerivedKind::Parameter, DerivedKind::Definition, DerivedKind::Table], 1);
        names.facts(2);
        names.entries.iter_mut().for_each(|entry| entry.replaces = typed);
        return;
    }
    if place.follows(&["file"]) {
        files(names, text);
    } else if place.follows(&["as_in"]) {
        let start = Span::new(text.start as usize, place.typed.end as usize);
        let titles: Vec<String> = names.program().tests.iter().map(|test| test.title.clone()).collect();
        for title in titles {
            let quoted = match place.lang {
                Lang::En => format!("\"{title}\""),
                Lang::Fr => format!("«\u{a0}{title}\u{a0}»"),
            };
            names.plain(&title, Kind::Value, String::from("test"), 1);
            if let Some(entry) = names.entries.last_mut() {
                entry.insert = quoted;
                entry.replaces = Span { end: text.end.max(start.end), ..start };
            }
        }
    }
}

/// The facts files and records beside the rules, and below their folder.
fn files(names: &mut Names<'_>, text: Span) {
    let place = names.place;
    let written = place.text.get(text.start as usize..place.typed.end as usize).unwrap_or("");
    let opening = written.chars().next().map_or(0, char::len_utf8);
    let blank = written.get(opening..).map_or(0, |rest| rest.len() - rest.trim_start().len());
    let typed = Span::new(text.start as usize + opening + blank, place.typed.end as usize);
    let typed_path = typed.slice(place.text);
    let above = typed_path.rsplit_once('/').map_or("", |(above, _)| above);
    let Some(folder) = names.snapshot.path_of(place.file).and_then(|path| path.parent()) else { return };
    let Ok(listed) = std::fs::read_dir(folder.join(above)) else { return };
    for entry in listed.flatten().take(500) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_folder = entry.path().is_dir();
        let is_data = name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".json");
        if name.starts_with('.') || !is_folder && !is_data {
            continue;
        }
        let path = if above.is_empty() { name } else { format!("{above}/{name}") };
        let path = if is_folder { format!("{path}/") } else { path };
        names.plain(&path, Kind::File, String::new(), 1);
        if let Some(entry) = names.entries.last_mut() {
            entry.replaces = typed;
        }
    }
}

fn inside(names: &mut Names<'_>) {
    let place = names.place;
    let Some(previous) = place.previous() else { return };
    let written = place.written(previous);
    let is_symbol = |mark: &str| previous.kind == TokenKind::Symbol && written == mark;
    if is_symbol(".") {
        return members(names);
    }
    if is_symbol("§") {
        let source = place.before.len().checked_sub(2).map(|rank| place.path_before(rank)).unwrap_or_default();
        return names.sections(&source.join("."));
    }
    if is_symbol(":") && !place.opens_line {
        return names.types();
    }
    if previous.kind == TokenKind::Number && !place.opens_line {
        names.units();
    }
    if place.opens_line && !continues(place) {
        clauses(names);
    }
    if in_table(names) {
        return;
    }
    if !place.opens_line && by_keyword(names) {
        return;
    }
    match place.item {
        Some("facts" | "record") if place.clause.is_none() || place.opens_line => {}
        Some("source" | "actor" | "unit" | "choice" | "doctrine" | "use" | "uncoded" | "language") => {}
        Some("checklist") if !place.open_brackets().is_empty() => checklist(names),
        Some("body") => {}
        Some("test") => test(names),
        Some("scenario") if place.clause_is(&["assuming"]) => givens(names),
        Some("dataset") => names.facts(1),
        Some(_) | None => {
            if !place.opens_line || continues(place) || place.clause.is_some() {
                expression(names);
            }
        }
    }
}

/// Whether what stands before cannot end a clause.
fn continues(place: &Place<'_>) -> bool {
    let Some(previous) = place.previous() else { return false };
    match previous.kind {
        TokenKind::Open(Bracket::Round) | TokenKind::Comma => true,
        TokenKind::Symbol => !matches!(place.written(previous), "%" | "€"),
        TokenKind::Word => place.keywords_before().iter().any(|keyword| match keyword.role {
            Role::Operator | Role::Prefix => !matches!(keyword.id, "applies" | "does_not_apply" | "fn_min" | "fn_max"),
            Role::Part | Role::Clause => !matches!(keyword.id, "optional" | "open" | "ordered"),
            Role::Item | Role::Type | Role::Verdict | Role::Force | Role::State | Role::Literal => false,
        }),
        TokenKind::Number
        | TokenKind::Text { .. }
        | TokenKind::Backquoted
        | TokenKind::Open(_)
        | TokenKind::Close(_)
        | TokenKind::Bar => false,
    }
}

fn clauses(names: &mut Names<'_>) {
    let place = names.place;
    let Some(item) = place.item else { return };
    let in_braces = place.open_brackets().contains(&Bracket::Curly);
    if matches!(item, "facts" | "record") && in_braces {
        return names.keywords(FIELD_CLAUSES, 1);
    }
    let (own, common) = clauses_of(item);
    names.keywords(own, 1);
    if common {
        names.keywords(COMMON, 2);
    }
    if matches!(item, "criterion" | "checklist") {
        names.with_role(&[Role::Force], 2);
    }
}

/// What the word before asks for; whether it asks for something of its own.
fn by_keyword(names: &mut Names<'_>) -> bool {
    let place = names.place;
    let after = |ids: &[&str]| place.follows(ids);
    if after(&["per"]) {
        names.sources();
        return true;
    }
    if after(&["decided_by"]) {
        names.bodies();
        return true;
    }
    if after(&["dataset"]) {
        names.datasets();
        return true;
    }
    if place.clause_is(&["after_milestone"]) {
        names.milestones(1);
        return true;
    }
    if after(&["under_scenario"]) && place.item == Some("test") {
        names.scenarios();
        return true;
    }
    if after(&["in_tension_with"]) {
        names.all_values();
        return true;
    }
    if place.clause_is(&["members"]) && place.item == Some("body") {
        names.actors(1);
        return true;
    }
    if place.previous().is_some_and(|previous| previous.kind == TokenKind::Word) && after(&["judged_by", "by"]) {
        let of_type = place.item.is_some_and(|item| matches!(item, "facts" | "record"));
        if of_type || place.clause_is(&["given", "assuming"]) {
            names.actors(1);
            names.bodies();
            return true;
        }
    }
    if after(DATES_FOLLOW) && !after(COMPARISONS) {
        names.dates();
        return true;
    }
    if place.clause_is(&["per"]) && place.item != Some("test") {
        names.keywords(&["section", "quote", "from", "until", "per"], 2);
        names.plain("§", Kind::Keyword, tr!(names.lang; en: "a section", fr: "une section"), 1);
        return true;
    }
    place.clause_is(&[
        "ref",
        "formerly",
        "remark",
        "vague",
        "question",
        "hint",
        "remedy",
        "precedent",
        "next_step",
        "because",
    ])
}

/// What may stand after a dot.
fn members(names: &mut Names<'_>) {
    let place = names.place;
    let path = place.before.len().checked_sub(2).map(|rank| place.path_before(rank)).unwrap_or_default();
    let full = path.join(".");
    let program = names.program();
    if let Some(ValueRef::Group(GroupId(rank))) = value(program, place, &full) {
        let facts = program.groups.get(rank as usize).map_or(&[][..], |group| &group.facts);
        for id in facts {
            let name = program.fact(*id).map_or("", |fact| fact.decl.name.as_str());
            names.symbol(crate::ide::symbols::Symbol::Fact(id.index()), name, 1);
        }
        return;
    }
    match type_of_path(program, place, &path) {
        Some(Type::Record(RecordId(record))) => return names.fields(record as usize),
        Some(_) => return,
        None => {}
    }
    // A doctrine brought in under a name.
    let prefix = format!("{full}.");
    let mut below: Vec<(&String, &ValueRef)> =
        program.values.iter().filter(|(name, _)| name.starts_with(&prefix)).collect();
    below.sort_by_key(|(name, _)| *name);
    let is_prefix = !below.is_empty();
    for (name, value) in below {
        names.symbol(crate::ide::symbols::Symbol::of_value(*value), name.strip_prefix(&prefix).unwrap_or(name), 1);
    }
    // A name that a condition binds stands for an element of a list: the fields of every record may be meant.
    if !is_prefix && path.len() == 1 {
        (0..program.records.len()).for_each(|record| names.fields(record));
    }
}

fn value(program: &Program, place: &Place<'_>, full: &str) -> Option<ValueRef> {
    let own = program.prefixes.get(&place.file).and_then(|prefix| program.values.get(&format!("{prefix}.{full}")));
    own.or_else(|| program.values.get(full)).copied()
}

/// The type of a path; of a field of a name that a condition binds, that of any field called so.
fn type_of_path(program: &Program, place: &Place<'_>, path: &[String]) -> Option<Type> {
    match value(program, place, &path.join(".")) {
        Some(ValueRef::Fact(id)) => return program.fact(id).map(|fact| fact.decl.ty.clone()),
        Some(ValueRef::Derived(id)) => return program.derived_item(id).map(|derived| derived.ty.clone()),
        Some(ValueRef::Rule(_)) => return Some(Type::Bool),
        Some(ValueRef::Milestone(_)) => return Some(Type::Date),
        Some(ValueRef::Group(_) | ValueRef::Scenario(_) | ValueRef::Body(_) | ValueRef::Uncoded(_)) => return None,
        None => {}
    }
    let (field, before) = path.split_last()?;
    if before.is_empty() {
        return None;
    }
    let fields = program.records.iter().flat_map(|record| &record.fields);
    fields.clone().find(|decl| decl.name == *field).map(|decl| decl.ty.clone())
}

fn checklist(names: &mut Names<'_>) {
    let place = names.place;
    let opens = place.previous().is_some_and(|token| matches!(token.kind, TokenKind::Open(_) | TokenKind::Comma));
    let after_force = place.keywords_before().iter().any(|keyword| keyword.role == Role::Force);
    if opens || after_force {
        names.rules(1);
        names.keywords(&["all_of", "any_of", "at_least_n", "none_of"], 3);
        names.with_role(&[Role::Force], 3);
    }
}

fn test(names: &mut Names<'_>) {
    let place = names.place;
    if place.clause_is(&["given"]) {
        return givens(names);
    }
    if !place.clause_is(&["expect"]) {
        return;
    }
    let said = place.in_clause();
    if said.is_empty() {
        names.values();
        names.scenarios();
        names.milestones(3);
        return names.keywords(&["missing"], 4);
    }
    let path = place.before.len().checked_sub(1).map(|rank| place.path_before(rank)).unwrap_or_default();
    match value(names.program(), place, &path.join(".")) {
        Some(ValueRef::Rule(_)) => {
            names.with_role(&[Role::Verdict], 0);
            names.keywords(&["passes_with"], 2);
        }
        Some(ValueRef::Scenario(_)) => names.keywords(&["feasible", "not_feasible"], 0),
        Some(ValueRef::Milestone(_)) => {
            names.keywords(&["late_by", "possible_from", "blocked", "not_blocked", "takes_effect_on"], 0);
        }
        _ => expression(names),
    }
}

fn givens(names: &mut Names<'_>) {
    let place = names.place;
    let said = place.in_clause();
    let starts = said.last().is_none_or(|token| token.kind == TokenKind::Comma);
    if starts {
        names.facts(1);
        names.derived(&[DerivedKind::Parameter], 2);
        return names.keywords(&["file", "as_in", "rest_of"], 3);
    }
    if !value_here(names) {
        names.keywords(&["missing", "by", "on", "per", "at_least", "at_most", "between", "one_of"], 2);
    }
}

/// Offers the values of the type of what is compared, where a comparison stands before; whether one does.
fn value_here(names: &mut Names<'_>) -> bool {
    let place = names.place;
    let Some(subject) = subject(place) else { return false };
    if let Some(ty) = type_of_path(names.program(), place, &subject) {
        names.of_type(&ty);
    }
    true
}

/// The path that is compared with what comes here.
fn subject(place: &Place<'_>) -> Option<Vec<String>> {
    let previous = place.previous()?;
    let last = place.before.len().checked_sub(1)?;
    let is_equals =
        previous.kind == TokenKind::Symbol && matches!(place.written(previous), "=" | "≠" | "≥" | "≤" | ">" | "<");
    if is_equals {
        return Some(place.path_before(last.checked_sub(1)?)).filter(|path| !path.is_empty());
    }
    if let TokenKind::Open(Bracket::Round) | TokenKind::Comma = previous.kind {
        // `est parmi (a, b`
        let open = place.before.iter().rposition(|token| token.kind == TokenKind::Open(Bracket::Round))?;
        let shorter = Place {
            before: place.before.get(..open)?.to_vec(),
            typed: place.before.get(open)?.span.at_start(),
            ..place.clone()
        };
        return shorter.follows(&["one_of"]).then(|| before_comparison(&shorter)).flatten();
    }
    place.follows(COMPARISONS).then(|| before_comparison(place)).flatten()
}

/// The path before the words of a comparison that end here.
fn before_comparison(place: &Place<'_>) -> Option<Vec<String>> {
    let last = place.before.len().checked_sub(1)?;
    // The words of comparisons are four at most: `n'est pas parmi`, `au plus tard le`.
    for rank in (last.saturating_sub(5)..last).rev() {
        let path = place.path_before(rank);
        let token = place.before.get(rank)?;
        let is_word = crate::syntax::keyword::at_start(place.text.get(token.span.start as usize..)?)
            .iter()
            .any(|found| found.keyword.role == Role::Operator);
        if !path.is_empty() && !is_word && path.iter().all(|name| !matches!(name.as_str(), "n" | "pas" | "not" | "le"))
        {
            return Some(path);
        }
    }
    None
}

/// The cells of a table, by the head of their column; whether the place is in one.
fn in_table(names: &mut Names<'_>) -> bool {
    let place = names.place;
    let line = place.before.iter().rposition(|token| token.line_start).unwrap_or(0);
    let row = place.before.get(line..).unwrap_or(&[]);
    if place.opens_line || row.first().is_none_or(|token| token.kind != TokenKind::Bar) {
        return false;
    }
    let column = row.iter().filter(|token| token.kind == TokenKind::Bar).count();
    let heads = place.before.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Bar && token.line_start);
    let first = heads.map(|(rank, _)| rank).next().unwrap_or(line);
    if first == line {
        names.values();
        names.keywords(&["as_of"], 3);
        return true;
    }
    let mut bars = 0;
    let mut head = None;
    for (rank, token) in place.before.iter().enumerate().skip(first) {
        if token.line_start && rank != first {
            break;
        }
        if token.kind == TokenKind::Bar {
            bars += 1;
        } else if bars == column {
            head = Some(rank);
        }
    }
    let path = head.map(|rank| place.path_before(rank)).unwrap_or_default();
    if let Some(ValueRef::Rule(_)) = value(names.program(), place, &path.join(".")) {
        names.with_role(&[Role::Verdict], 0);
    } else if let Some(ty) = type_of_path(names.program(), place, &path) {
        names.of_type(&ty);
    }
    names.keywords(&["at_least", "at_most", "more_than", "less_than", "between", "one_of", "missing"], 3);
    if column == 1 {
        names.keywords(&["otherwise"], 2);
    }
    if row.last().is_some_and(|token| token.kind == TokenKind::Number) {
        names.units();
    }
    true
}

/// Conditions and values.
fn expression(names: &mut Names<'_>) {
    let place = names.place;
    let Some(previous) = place.previous() else { return };
    let compared = value_here(names);
    let is_operand = match previous.kind {
        TokenKind::Word | TokenKind::Backquoted => {
            let keywords = place.keywords_before();
            keywords.is_empty()
                || keywords.iter().all(|keyword| matches!(keyword.role, Role::Verdict | Role::State | Role::Literal))
        }
        TokenKind::Number | TokenKind::Text { .. } | TokenKind::Close(_) => true,
        TokenKind::Symbol => matches!(place.written(previous), "%" | "€"),
        TokenKind::Open(_) | TokenKind::Bar | TokenKind::Comma => false,
    };
    if is_operand {
        names.with_role(&[Role::Operator], if place.opens_line { 3 } else { 2 });
        return names.keywords(&["then", "else", "for", "in", "where", "satisfies", "among", "of", "per"], 4);
    }
    if place.follows(&["is", "is_not"]) {
        names.with_role(&[Role::Verdict, Role::State], 3);
        names.keywords(&["one_of", "between", "under"], 2);
    }
    names.values();
    names.with_role(&[Role::Prefix], 5);
    names.with_role(&[Role::Literal], if compared { 6 } else { 5 });
}
