//! One name changed everywhere it stands: in rules, in tests, in facts files. Refused when another thing has the new
//! name, and when any name would then stand for something else.

use super::Edit;
use super::snapshot::{Rules, Snapshot};
use super::symbols::{Mentioned, Symbol};
use crate::base::{FileId, Lang, Loc, Span, name, tr};
use crate::project::{Kept, Texts};
use crate::syntax::ast::ExprKind;
use crate::syntax::parse_expression;
use std::path::PathBuf;
use std::sync::Arc;

/// Why a name is not changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// Nothing there has a name that can change.
    Nothing,
    /// It is declared in a file that is not on disk.
    Shipped,
    /// The new name is no name.
    NoName(String),
    /// Something else is called so.
    Taken { name: String, at: Option<Loc> },
    /// Names would stand for other things than before.
    Confusing(String),
}

impl Refusal {
    pub fn message(&self, snapshot: &Snapshot, lang: Lang) -> String {
        match self {
            Refusal::Nothing => {
                tr!(lang; en: "there is no name to change here", fr: "il n’y a pas ici de nom à changer")
            }
            Refusal::Shipped => tr!(lang;
                en: "this is declared in a doctrine shipped with the program, which cannot be changed from here",
                fr: "ceci est déclaré dans une doctrine livrée avec le programme, que l’on ne peut pas changer d’ici"),
            Refusal::NoName(name) => {
                let name = lang.quoted(name);
                tr!(lang;
                    en: "{name} is not a name: letters, digits and underscores make one, a letter first",
                    fr: "{name} n’est pas un nom\u{a0}: il faut des lettres, des chiffres et des traits bas, une lettre d’abord")
            }
            Refusal::Taken { name, at } => {
                let name = lang.quoted(name);
                let place = at.map(|at| {
                    let source = snapshot.sources.get(at.file);
                    let line = source.map_or(0, |source| source.line_column(at.span.start as usize).0);
                    format!(" ({}:{line})", snapshot.sources.path(at.file))
                });
                let place = place.unwrap_or_default();
                tr!(lang; en: "{name} is already the name of something{place}", fr: "{name} est déjà le nom de quelque chose{place}")
            }
            Refusal::Confusing(name) => {
                let name = lang.quoted(name);
                tr!(lang;
                    en: "with {name}, some conditions would no longer say the same",
                    fr: "avec {name}, des conditions ne diraient plus la même chose")
            }
        }
    }
}

/// The name at an offset that can be changed, with its place.
pub fn prepare(snapshot: &Snapshot, file: FileId, offset: usize) -> Result<(Span, String), Refusal> {
    let mentioned = target(snapshot, file, offset)?;
    let span = match mentioned.symbol {
        Symbol::Test(_) => mentioned.at.span,
        _ => without_backquotes(mentioned.at.span, snapshot.text(file)),
    };
    Ok((span, mentioned.symbol.name(snapshot)))
}

fn target(snapshot: &Snapshot, file: FileId, offset: usize) -> Result<Mentioned, Refusal> {
    let mentioned = snapshot.symbols().at(file, offset).filter(|one| !one.by_title).ok_or(Refusal::Nothing)?;
    let declared = snapshot.symbols().declaration(mentioned.symbol).ok_or(Refusal::Nothing)?;
    match snapshot.path_of(declared.file) {
        Some(_) => Ok(mentioned),
        None => Err(Refusal::Shipped),
    }
}

fn without_backquotes(span: Span, text: &str) -> Span {
    match span.slice(text).starts_with('`') {
        true => Span { start: span.start + 1, end: span.end - 1 },
        false => span,
    }
}

/// The edits that give what is named at an offset another name.
pub fn rename(snapshot: &Snapshot, file: FileId, offset: usize, new: &str) -> Result<Vec<Edit>, Refusal> {
    let mentioned = target(snapshot, file, offset)?;
    let symbol = mentioned.symbol;
    let new = name::normalise(new.trim().trim_matches('`'));
    if new == symbol.name(snapshot) {
        return Ok(Vec::new());
    }
    let written = spelled(symbol, &new, snapshot.lang_of(file))?;
    if let Some(at) = taken(snapshot, symbol, &new) {
        return Err(Refusal::Taken { name: new, at });
    }
    let edits: Vec<Edit> = snapshot
        .symbols()
        .of(symbol)
        .filter(|one| !one.by_title || matches!(symbol, Symbol::Test(_)))
        .map(|one| edit(snapshot, symbol, one, &new, &written))
        .collect();
    if edits.iter().any(|edit| snapshot.path_of(edit.at.file).is_none()) {
        return Err(Refusal::Shipped);
    }
    match says_the_same(snapshot, &edits) {
        true => Ok(edits),
        false => Err(Refusal::Confusing(new)),
    }
}

fn edit(snapshot: &Snapshot, symbol: Symbol, one: &Mentioned, new: &str, written: &str) -> Edit {
    if snapshot.facts_file(one.at.file).is_none() {
        let lang = snapshot.lang_of(one.at.file);
        return match symbol {
            Symbol::Test(_) => Edit::new(one.at, quoted(new, lang)),
            _ => Edit::new(one.at, written),
        };
    }
    // The place is inside the quotation marks of a key, where it has some.
    Edit::new(one.at, new)
}

fn quoted(text: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("\"{text}\""),
        Lang::Fr => format!("«\u{a0}{text}\u{a0}»"),
    }
}

/// A name as it is written in rules, between backquotes where it has to be.
fn spelled(symbol: Symbol, new: &str, lang: Lang) -> Result<String, Refusal> {
    let refused = || Refusal::NoName(new.to_string());
    match symbol {
        Symbol::Test(_) if new.is_empty() || new.contains(['«', '»', '"', '“', '”', '\n']) => {
            return Err(refused());
        }
        Symbol::Test(_) => return Ok(new.to_string()),
        // Sections are called as the text calls them: `N4.1`.
        Symbol::Section(..) => {
            let fits = !new.is_empty()
                && new.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_'));
            return if fits { Ok(new.to_string()) } else { Err(refused()) };
        }
        _ => {}
    }
    let is_name = |written: &str| match parse_expression(FileId(0), written, lang) {
        (Some(expr), problems) if problems.is_empty() => match expr.kind {
            ExprKind::Path(path) => path.names.len() == 1 && path.names.iter().all(|name| name.text == new),
            _ => false,
        },
        _ => false,
    };
    let between = format!("`{new}`");
    [new.to_string(), between].into_iter().find(|written| is_name(written)).ok_or_else(refused)
}

/// Where something else with the new name is declared, among what may be meant in the same places.
fn taken(snapshot: &Snapshot, symbol: Symbol, new: &str) -> Option<Option<Loc>> {
    let program = snapshot.program();
    let declaration = |symbol: Symbol| snapshot.symbols().declaration(symbol);
    let sibling = |names: Vec<&str>, make: &dyn Fn(usize) -> Symbol| {
        names.iter().position(|name| *name == new).map(|rank| declaration(make(rank)))
    };
    match symbol {
        Symbol::Fact(rank) => {
            let path = &program.facts.get(rank)?.path;
            let group = path.rsplit_once('.').map_or("", |(group, _)| group);
            let other = program.values.get(&format!("{group}.{new}"))?;
            Some(declaration(Symbol::of_value(*other)))
        }
        Symbol::ChoiceValue(choice, _) => {
            let values = program.choices.get(choice)?.values.iter().map(|value| value.name.as_str()).collect();
            sibling(values, &|rank| Symbol::ChoiceValue(choice, rank))
        }
        Symbol::Field(record, _) => {
            let fields = program.records.get(record)?.fields.iter().map(|field| field.name.as_str()).collect();
            sibling(fields, &|rank| Symbol::Field(record, rank))
        }
        Symbol::Section(source, _) => {
            let sections = program.sources.get(source)?.sections.iter().map(|(id, _)| id.as_str()).collect();
            sibling(sections, &|rank| Symbol::Section(source, rank))
        }
        Symbol::Test(_) => {
            let same = |test: &crate::model::plan::Test| name::fold(&test.title) == name::fold(new);
            program.tests.iter().position(same).map(|rank| declaration(Symbol::Test(rank)))
        }
        other => {
            let space = Space::of(other)?;
            let own = other.meta(program).map(|meta| meta.name.as_str()).unwrap_or_default();
            let full = own.rsplit_once('.').map_or_else(|| new.to_string(), |(prefix, _)| format!("{prefix}.{new}"));
            let mut declared = snapshot.symbols().declared();
            let is_same = |found: Symbol| match found.meta(program) {
                Some(meta) => meta.name == full,
                None => found.name(snapshot) == new,
            };
            let found =
                declared.find(|(found, _)| *found != other && Space::of(*found) == Some(space) && is_same(*found));
            found.map(|(_, at)| Some(at))
        }
    }
}

/// Names that would be taken for one another.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Space {
    Source,
    Type,
    Actor,
    Value,
    Dataset,
    Point,
}

impl Space {
    fn of(symbol: Symbol) -> Option<Space> {
        Some(match symbol {
            Symbol::Group(_)
            | Symbol::Derived(_)
            | Symbol::Rule(_)
            | Symbol::Scenario(_)
            | Symbol::Body(_)
            | Symbol::Milestone(_)
            | Symbol::Uncoded(_) => Space::Value,
            Symbol::Source(_) => Space::Source,
            Symbol::Actor(_) => Space::Actor,
            Symbol::Choice(_) | Symbol::Record(_) | Symbol::Unit(_) => Space::Type,
            Symbol::Dataset(_) => Space::Dataset,
            Symbol::Point(_) => Space::Point,
            Symbol::Fact(_)
            | Symbol::Section(..)
            | Symbol::ChoiceValue(..)
            | Symbol::Field(..)
            | Symbol::Test(_)
            | Symbol::Doctrine
            | Symbol::Local(_) => return None,
        })
    }
}

/// Whether the same places stand for the same things after the edits, and nothing more is wrong: everything is read
/// again to be sure.
fn says_the_same(snapshot: &Snapshot, edits: &[Edit]) -> bool {
    let mut texts = Texts::new();
    let mut facts: Vec<(PathBuf, Arc<str>)> = Vec::new();
    for file in snapshot.rule_files() {
        if let Some(path) = snapshot.path_of(file) {
            texts.insert(path.to_path_buf(), applied(snapshot.text(file), file, edits));
        }
    }
    for file in &snapshot.facts {
        facts.push((file.path.clone(), applied(&file.text, file.id, edits).into()));
    }
    let root = snapshot.rules.analysis.project.root.clone();
    let after = Snapshot::new(Arc::new(Rules::new(&root, &texts, &mut Kept::default())), &facts);
    let errors = |snapshot: &Snapshot| {
        let of_rules = snapshot.rules.analysis.diagnostics.iter().filter(|found| found.is_error()).count();
        of_rules + snapshot.facts.iter().flat_map(|facts| &facts.diagnostics).filter(|found| found.is_error()).count()
    };
    if errors(&after) > errors(snapshot) {
        return false;
    }
    let files: Vec<FileId> = snapshot.rule_files().chain(snapshot.facts.iter().map(|facts| facts.id)).collect();
    files.iter().all(|file| {
        let (before, after) = (snapshot.symbols().in_file(*file), after.symbols().in_file(*file));
        before.len() == after.len() && before.iter().zip(after).all(|(one, other)| same_kind(one.symbol, other.symbol))
    })
}

/// Symbols are numbered in the order of the text, which renaming does not change; those known by their place move.
fn same_kind(one: Symbol, other: Symbol) -> bool {
    match (one, other) {
        (Symbol::Unit(_), Symbol::Unit(_))
        | (Symbol::Point(_), Symbol::Point(_))
        | (Symbol::Local(_), Symbol::Local(_)) => true,
        (one, other) => one == other,
    }
}

/// A text with the edits of one file in it.
pub fn applied(text: &str, file: FileId, edits: &[Edit]) -> String {
    let mut own: Vec<&Edit> = edits.iter().filter(|edit| edit.at.file == file).collect();
    own.sort_by_key(|edit| edit.at.span);
    let (mut after, mut done) = (String::with_capacity(text.len()), 0);
    for edit in own {
        after.push_str(text.get(done..edit.at.span.start as usize).unwrap_or(""));
        after.push_str(&edit.with);
        done = edit.at.span.end as usize;
    }
    after.push_str(text.get(done..).unwrap_or(""));
    after
}
