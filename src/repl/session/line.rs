//! A line that is neither a command nor an item: `équipe.internes = 2 ETP` tells a fact, anything else is an expression.

use super::{Assigned, Looks, Named, Reply, Session};
use crate::base::{FileId, Lang, Span, name, tr};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::{FactsProblem, Problem, TypedProblem, Words};
use crate::eval::slot::Status;
use crate::eval::value::Value;
use crate::eval::words::value_text;
use crate::eval::{Trace, evaluate_added};
use crate::explain::missing;
use crate::explain::report::Evaluation;
use crate::explain::text::wrapped;
use crate::facts::givens::given_value;
use crate::model::item::DerivedKind;
use crate::model::plan::{Given, Subject};
use crate::model::ty::Type;
use crate::model::{Line, ValueRef};
use crate::syntax::ast::{self, ClauseKind, ExprKind};
use crate::syntax::keyword;
use crate::syntax::{TokenKind, parse, parse_expression, parse_given, parse_with_words};
use crate::testing::leans_on_unsound;
use std::sync::Arc;

/// The name of the last result.
pub const LAST: &str = "_";

/// Something told, resolved against the doctrine.
#[derive(Clone, Debug)]
pub struct Told {
    pub givens: Vec<Given>,
    pub text: String,
    pub lang: Lang,
}

impl Session {
    pub(super) fn line(&mut self, entry: &str, looks: &Looks) -> Reply {
        if let Some(equals) = self.assignment(entry) {
            return self.assign(entry, equals, looks);
        }
        if let Some(named) = self.lone_name(entry) {
            return Reply::of(self.describe_named(named, looks));
        }
        self.expression(entry, looks)
    }

    /// The place of the equals sign of a line that tells a fact or a parameter. What has a value of its own is compared.
    fn assignment(&self, entry: &str) -> Option<Span> {
        let (path, equals) = left_side(entry)?;
        let program = &self.live.analysis.engine.checked.program;
        match program.values.get(&path) {
            None | Some(ValueRef::Fact(_) | ValueRef::Milestone(_)) => Some(equals),
            Some(ValueRef::Derived(id)) => {
                let parameter = program.derived_item(*id).is_some_and(|one| one.kind == DerivedKind::Parameter);
                parameter.then_some(equals)
            }
            Some(
                ValueRef::Group(_)
                | ValueRef::Rule(_)
                | ValueRef::Scenario(_)
                | ValueRef::Body(_)
                | ValueRef::Uncoded(_),
            ) => None,
        }
    }

    pub(in crate::repl) fn assign(&mut self, entry: &str, equals: Span, looks: &Looks) -> Reply {
        match self.told(entry, entry, equals) {
            Err(problems) => self.refusal(&problems, looks),
            Ok(told) => self.tell(told, looks),
        }
    }

    /// Reads what a line tells. `read` is as long as the line and is read in its place: blank where a command stands.
    pub(in crate::repl) fn told(&mut self, line: &str, read: &str, equals: Span) -> Result<Told, Vec<Diagnostic>> {
        let text = without_needless_equals(read, equals);
        let lang = self.line_lang();
        let (file, lang, given, mut problems, text) = match with_rows(&text, Some(equals), lang) {
            Some(table) => {
                let file = self.source(&table.shown);
                let (given, problems) = table.read(file);
                (file, lang, given, problems, table.told)
            }
            None => {
                let file = self.source(line);
                let (lang, given, problems) = self.in_best_language(|lang| parse_given(file, &text, lang));
                (file, lang, given, problems, text)
            }
        };
        let Some(given) = given else { return Err(problems) };
        let (givens, found) = self.live.add_given(file, lang, given);
        problems.extend(found);
        problems.extend(givens.iter().filter_map(|given| self.out_of_bounds(given)));
        if problems.iter().any(Diagnostic::is_error) || givens.is_empty() {
            return Err(problems);
        }
        Ok(Told { givens, text: text.trim().to_string(), lang })
    }

    /// Keeps what was told, and says which verdicts it moves.
    pub(in crate::repl) fn tell(&mut self, told: Told, looks: &Looks) -> Reply {
        let Some(subject) = told.givens.first().map(|given| given.subject) else { return Reply::default() };
        let before = self.remember();
        let name = self.live.subject_name(subject);
        let replaced = self.state.assigned.iter().position(|one| one.name == name);
        if let Some(rank) = replaced {
            self.state.assigned.remove(rank);
        }
        self.state.assigned.push(Assigned { name, text: told.text, lang: told.lang });
        let state = self.state.clone();
        self.live.assign(told.givens, replaced, &state);
        self.asking = None;
        let moved = self.moved(&before, looks);
        Reply::of(self.reservation(subject, looks).unwrap_or_default() + &moved)
    }

    /// Why what was told does not simply count.
    fn reservation(&self, subject: Subject, looks: &Looks) -> Option<String> {
        let Subject::Fact(fact) = subject else { return None };
        let evaluation = self.live.evaluation();
        let slot = self.live.present().slots.get(fact)?;
        match slot.status {
            Status::Known | Status::Partial | Status::Missing => None,
            Status::Contested | Status::Stale | Status::Unasserted => {
                Some(wrapped("", "  ", &evaluation.fact_line(fact, self.lang)?, looks.layout))
            }
        }
    }

    fn out_of_bounds(&self, given: &Given) -> Option<Diagnostic> {
        let Subject::Fact(id) = given.subject else { return None };
        let engine = &self.live.analysis.engine;
        let decl = &engine.checked.program.fact(id)?.decl;
        let allowed = match engine.top(id) {
            Value::MaybeAbsent(inner) => inner,
            other => other,
        };
        let values = given.claims.iter().filter_map(|claim| given_value(engine, &claim.value, &self.live.view));
        let outside =
            |value: &Value| !matches!(value, Value::Absent | Value::Any) && value.intersect(allowed).is_empty();
        if !values.into_iter().any(|value| outside(&value)) {
            return None;
        }
        let text = |lang| value_text(engine, allowed, &decl.ty, lang);
        let bounds = Words { en: text(Lang::En), fr: text(Lang::Fr) };
        let problem = TypedProblem::OutOfBounds { name: decl.label().to_string(), bounds };
        Some(Diagnostic::new(Problem::Facts(FactsProblem::Typed(problem)), given.at))
    }

    fn expression(&mut self, entry: &str, looks: &Looks) -> Reply {
        match self.evaluated(entry, entry, looks) {
            Err(reply) => *reply,
            Ok((value, ty, words)) => {
                let text = self.value_line(&value, &ty) + &words;
                self.last = Some((value, ty));
                Reply::of(text)
            }
        }
    }

    /// The type of an expression, in words.
    pub(in crate::repl) fn type_line(&mut self, line: &str, read: &str, looks: &Looks) -> Reply {
        match self.evaluated(line, read, looks) {
            Err(reply) => *reply,
            Ok((_, ty, _)) => Reply::of(self.type_words(&ty) + "\n"),
        }
    }

    /// The value of an expression and its type; with what keeps it from being known.
    fn evaluated(&mut self, line: &str, read: &str, looks: &Looks) -> Result<(Value, Type, String), Box<Reply>> {
        let file = self.source(line);
        let (lang, written, mut problems) = self.in_best_language(|lang| parse_expression(file, read, lang));
        let Some(written) = written else { return Err(Box::new(self.refusal(&problems, looks))) };
        let (last, ty): (Option<Value>, Option<Type>) = self.last.clone().unzip();
        let analysis = Arc::make_mut(&mut self.live.analysis);
        let line = Line { file, lang, written: &written, last: ty.as_ref().map(|_| LAST) };
        let (added, found) = analysis.engine.add_expression(line, ty.as_ref(), &analysis.sources);
        problems.extend(found);
        if problems.iter().any(Diagnostic::is_error) {
            return Err(Box::new(self.refusal(&problems, looks)));
        }
        let engine = &self.live.analysis.engine;
        if let Some(name) = leans_on_unsound(engine, added.id) {
            let message = self.has_errors(&name);
            return Err(Box::new(self.refused(&message)));
        }
        let situation = self.live.present();
        let (outcome, trace, value) = evaluate_added(engine, situation, added, last.as_ref());
        let evaluation =
            Evaluation { engine, sources: &self.live.analysis.sources, situation, outcome: &outcome, trace: &trace };
        let words = if value.is_known() { String::new() } else { self.unknown_words(&evaluation, added.id) };
        Ok((value, engine.checked.type_of(added.id).clone(), words))
    }

    /// What is wrong is told when the files are read.
    pub(in crate::repl) fn has_errors(&self, name: &str) -> String {
        tr!(self.lang;
            en: "{name} is not evaluated, because of errors (:reload shows them)",
            fr: "{name} n’est pas évalué, à cause d’erreurs (:recharger les montre)")
    }

    /// Which facts an expression that is not known waits for, and what else keeps it open.
    fn unknown_words(&self, evaluation: &Evaluation<'_>, id: crate::model::ids::ExprId) -> String {
        let lang = self.lang;
        let (engine, situation, outcome, trace) =
            (evaluation.engine, evaluation.situation, evaluation.outcome, evaluation.trace);
        let facts = missing::of_expr(engine, situation, outcome, trace, id);
        let names: Vec<String> = facts.into_iter().map(|fact| self.live.subject_name(Subject::Fact(fact))).collect();
        let mut lines = evaluation.cause_lines(Trace::TOP, id, lang);
        if !names.is_empty() {
            let names = names.join(", ");
            lines.push(tr!(lang; en: "missing: {names}", fr: "manque\u{a0}: {names}"));
        }
        lines.into_iter().map(|line| format!("  {line}\n")).collect()
    }

    /// `20 % (pourcentage)`
    pub(super) fn value_line(&self, value: &Value, ty: &Type) -> String {
        let text = value_text(&self.live.analysis.engine, value, ty, self.lang);
        match ty {
            // Its unit is its type.
            Type::Quantity(_) => format!("{text}\n"),
            _ => format!("{text} ({})\n", self.type_words(ty)),
        }
    }

    pub(in crate::repl) fn type_words(&self, ty: &Type) -> String {
        ty.words(&self.live.analysis.engine.checked.program, self.lang)
    }

    /// The thing that a line is the name of, when it has more to say than its value.
    fn lone_name(&self, entry: &str) -> Option<Named> {
        let (_, written, _) = self.in_best_language(|lang| parse_expression(FileId(u32::MAX), entry, lang));
        let ExprKind::Path(path) = written?.kind else { return None };
        let named = *self.live.analysis.engine.checked.program.values.get(&joined(&path))?;
        match named {
            ValueRef::Rule(_)
            | ValueRef::Group(_)
            | ValueRef::Scenario(_)
            | ValueRef::Body(_)
            | ValueRef::Milestone(_)
            | ValueRef::Uncoded(_) => Some(Named::Value(named)),
            ValueRef::Fact(_) | ValueRef::Derived(_) => None,
        }
    }

    /// Reads a text in the language of the session, or in the other one when that is the one it is written in.
    fn in_best_language<T>(
        &self,
        read: impl Fn(Lang) -> (Option<T>, Vec<Diagnostic>),
    ) -> (Lang, Option<T>, Vec<Diagnostic>) {
        let own = self.line_lang();
        let (node, problems) = read(own);
        if problems.is_empty() {
            return (own, node, problems);
        }
        match read(own.other()) {
            (Some(other), found) if found.is_empty() => (own.other(), Some(other), found),
            _ => (own, node, problems),
        }
    }

    /// What lines are read in first.
    pub(in crate::repl) fn line_lang(&self) -> Lang {
        self.lang
    }
}

fn joined(path: &ast::Path) -> String {
    path.names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(".")
}

/// The name at the left of the first equals sign of a line, and the place of that sign.
pub fn left_side(entry: &str) -> Option<(String, Span)> {
    let (_, words) = parse_with_words(FileId(u32::MAX), entry, false);
    let mut path = String::new();
    let mut names = true;
    for (rank, token) in words.tokens.iter().enumerate() {
        let written = entry.get(token.span.range())?;
        match token.kind {
            TokenKind::Word | TokenKind::Backquoted if names => path.push_str(written.trim_matches('`')),
            TokenKind::Symbol if !names && written == "." => path.push('.'),
            TokenKind::Symbol if !names && written == "=" => {
                let next = words.tokens.get(rank + 1).filter(|next| next.span.start == token.span.end);
                let doubled = next
                    .and_then(|next| entry.get(next.span.range()))
                    .is_some_and(|next| matches!(next, "=" | ">" | "<"));
                return (!doubled).then(|| (name::normalise(&path), token.span));
            }
            _ => return None,
        }
        names = !names;
    }
    None
}

/// `x = at least 4` and `x = missing` are said without the sign; what is read stays as long.
fn without_needless_equals(text: &str, equals: Span) -> String {
    let after = text.get(equals.end as usize..).unwrap_or("").trim_start();
    let tells_a_tail = keyword::at_start(after).iter().any(|found| {
        matches!(
            found.keyword.id,
            "missing"
                | "at_least"
                | "at_most"
                | "more_than"
                | "less_than"
                | "between"
                | "one_of"
                | "before"
                | "after"
                | "on_or_before"
                | "on_or_after"
        )
    });
    let compares = after.starts_with(['<', '>', '≤', '≥']);
    if !tells_a_tail && !compares {
        return text.to_string();
    }
    let before = text.get(..equals.start as usize).unwrap_or("");
    format!("{before} {}", text.get(equals.end as usize..).unwrap_or(""))
}

/// A list told as a table: the rows stand under the name, as in a test.
#[derive(Clone, Debug)]
pub struct Rows {
    /// The name and its rows, without the equals sign.
    pub told: String,
    /// The same as a test gives it, which is how it is read.
    pub shown: String,
}

/// The table that a text tells, when it tells one.
pub fn with_rows(text: &str, equals: Option<Span>, lang: Lang) -> Option<Rows> {
    text.lines().skip(1).any(|line| line.trim_start().starts_with('|')).then(|| {
        let cut = equals.map(|equals| (equals.start as usize, equals.end as usize));
        let told = match cut.and_then(|(start, end)| Some((text.get(..start)?, text.get(end..)?))) {
            Some((before, after)) => format!("{}{after}", before.trim_end()),
            None => text.to_string(),
        };
        let told = told.trim().to_string();
        let shown = tr!(lang;
            en: "test \"…\"\n  given {told}\n  expect yes\n",
            fr: "test « … »\n  étant donné {told}\n  attend oui\n");
        Rows { told, shown }
    })
}

impl Rows {
    /// The given that the shown text holds.
    pub fn read(&self, file: FileId) -> (Option<ast::Given>, Vec<Diagnostic>) {
        let parsed = parse(file, &self.shown, false);
        let clauses = parsed.file.items.into_iter().flat_map(|item| item.clauses);
        let given = clauses.into_iter().find_map(|clause| match clause.kind {
            ClauseKind::Given(givens) => givens.into_iter().next(),
            _ => None,
        });
        (given, parsed.diagnostics)
    }
}
