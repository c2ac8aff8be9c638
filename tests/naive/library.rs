//! The library at the same work: the text of a program and a facts file in, what it found out, compared with single
//! values.

use super::calendar::Day;
use super::evaluate::{Days, Found};
use super::program::{FACTS, Item, Program, Value, Verdict};
use perenne::base::{Date, Lang, Num, SourceFile, Sources};
use perenne::diagnostic::Diagnostic;
use perenne::diagnostic::render::{Style, to_text};
use perenne::eval::value::Value as Possible;
use perenne::eval::verdict::VerdictSet;
use perenne::eval::{Engine, NoTrace, Outcome, Situation, Trace, evaluate};
use perenne::explain::missing::{open_of_derived, open_of_rule};
use perenne::facts::dossier::read_dossier;
use perenne::facts::resolve::{View, situation};
use perenne::model::ids::{DerivedId, RuleId};

/// A program as the library holds it.
pub struct Library {
    pub engine: Engine,
    sources: Sources,
}

/// The library's number for an item.
#[derive(Clone, Copy, Debug)]
pub enum Named {
    Derived(DerivedId),
    Rule(RuleId),
}

/// One evaluation by the library.
pub struct Evaluated {
    pub situation: Situation,
    pub outcome: Outcome,
    pub trace: Trace,
}

impl Library {
    /// Takes a text through every stage; nothing in it may be an error.
    pub fn read(text: &str) -> Library {
        let (library, errors) = Library::read_anything(text);
        let shown = to_text(&errors, &library.sources, Lang::En, Style::default());
        assert!(errors.is_empty(), "{shown}\n{text}");
        library
    }

    /// The same for a text with mistakes in it, and its errors.
    pub fn read_anything(text: &str) -> (Library, Vec<Diagnostic>) {
        let mut sources = Sources::default();
        let id = sources.add(SourceFile::new("p.perenne", text));
        let parsed = perenne::syntax::parse(id, text, false);
        let input = perenne::model::Input { id, file: &parsed.file, prefix: None, imported: false };
        let (program, problems) = perenne::model::build(&[input], &[], &sources);
        let mut all: Vec<Diagnostic> = parsed.diagnostics.into_iter().chain(problems).collect();
        let (checked, problems) = perenne::check::check(program, &all);
        all.extend(problems);
        let engine = Engine::new(checked);
        all.extend(perenne::eval::tables::check(&engine));
        all.retain(Diagnostic::is_error);
        (Library { engine, sources }, all)
    }

    /// Each item of the program, by its rank.
    pub fn items(&self, program: &Program) -> Vec<Named> {
        let model = &self.engine.checked.program;
        let named = |rank: usize| {
            let name = program.name(rank);
            match &program.items[rank] {
                Item::Definition(_) | Item::Table(_) => {
                    let id =
                        model.derived_ids().find(|id| model.derived_item(*id).is_some_and(|one| one.meta.name == name));
                    Named::Derived(id.expect("a value of that name"))
                }
                Item::Criterion(_) | Item::Checklist(_) => {
                    Named::Rule(model.find_rule(&name).expect("a rule of that name"))
                }
            }
        };
        (0..program.items.len()).map(named).collect()
    }

    /// The ranks of the facts that may still change a value or a verdict, as the library lists them.
    pub fn missing(&self, found: &Evaluated, named: Named) -> Vec<usize> {
        let (engine, situation, outcome, trace) = (&self.engine, &found.situation, &found.outcome, &found.trace);
        let listed = match named {
            Named::Rule(id) => open_of_rule(engine, situation, outcome, trace, id).facts,
            Named::Derived(id) => open_of_derived(engine, situation, outcome, trace, id).facts,
        };
        let rank = |id| {
            let path = &self.engine.checked.program.fact(id).expect("a fact").path;
            FACTS.iter().position(|(name, _)| format!("f.{name}") == *path).expect("a fact of the dossier")
        };
        listed.into_iter().map(rank).collect()
    }

    /// Evaluates a facts file; nothing in it may be an error.
    pub fn evaluate(&mut self, facts: &str, days: Days) -> Evaluated {
        let id = self.sources.add(SourceFile::new("f.yaml", facts));
        let (dossier, problems) = read_dossier(&self.engine, id, facts);
        assert_eq!(problems, [], "{facts}");
        let view = View { as_of: date(days.today), texts_as_of: date(days.texts), known_by: None, source: None };
        let situation = situation(&self.engine, &dossier, &view, None);
        let (outcome, trace) = evaluate(&self.engine, &situation, Trace::default());
        self.agrees_when_nobody_listens(&situation, &outcome);
        Evaluated { situation, outcome, trace }
    }

    /// What explanations start from.
    pub fn evaluation<'a>(&'a self, found: &'a Evaluated) -> perenne::explain::report::Evaluation<'a> {
        perenne::explain::report::Evaluation {
            engine: &self.engine,
            sources: &self.sources,
            situation: &found.situation,
            outcome: &found.outcome,
            trace: &found.trace,
        }
    }

    /// Verdicts alone are worked out by a shorter way, which must come to the same.
    fn agrees_when_nobody_listens(&self, situation: &Situation, traced: &Outcome) {
        let (alone, _) = evaluate(&self.engine, situation, NoTrace);
        let program = &self.engine.checked.program;
        for id in program.rule_ids() {
            assert_eq!(alone.verdicts(id), traced.verdicts(id), "{}", program.rule(id).expect("a rule").meta.name);
        }
        assert_eq!(alone.derived, traced.derived);
    }
}

pub fn date(day: Day) -> Date {
    Date::parse(&day.to_string()).expect("a day")
}

impl Evaluated {
    /// Whether the library leaves possible what the naive evaluator found.
    pub fn allows(&self, named: Named, found: &Found) -> bool {
        match (named, found) {
            (Named::Derived(id), Found::Value(value)) => allows(self.value(id), value),
            (Named::Rule(id), Found::Verdict(verdict)) => self.verdicts(id).contains(set(*verdict)),
            (named, found) => panic!("{named:?} with {found:?}"),
        }
    }

    /// Whether the library holds nothing else possible than one of these.
    pub fn allows_only(&self, named: Named, found: &[Found]) -> bool {
        match named {
            Named::Rule(id) => {
                let all = found.iter().fold(VerdictSet::NONE, |all, one| match one {
                    Found::Verdict(verdict) => all.union(set(*verdict)),
                    Found::Value(_) => panic!("a value where a verdict is asked"),
                });
                self.verdicts(id) == all
            }
            Named::Derived(id) => {
                let values: Vec<&Value> = found
                    .iter()
                    .map(|one| match one {
                        Found::Value(value) => value,
                        Found::Verdict(_) => panic!("a verdict where a value is asked"),
                    })
                    .collect();
                same(self.value(id), &values)
            }
        }
    }

    pub fn is_decided(&self, named: Named) -> bool {
        match named {
            Named::Derived(id) => self.value(id).is_known(),
            Named::Rule(id) => self.verdicts(id).is_decided(),
        }
    }

    pub fn verdicts(&self, id: RuleId) -> VerdictSet {
        self.outcome.rule(id).expect("a sound rule").verdicts
    }

    pub fn value(&self, id: DerivedId) -> &Possible {
        self.outcome.derived(id).expect("a sound value")
    }

    /// What the library found, for the message of a failure.
    pub fn shown(&self, named: Named) -> String {
        match named {
            Named::Derived(id) => format!("{:?}", self.value(id)),
            Named::Rule(id) => format!("{:?}", self.verdicts(id)),
        }
    }
}

/// The set of these verdicts.
pub fn all_of(verdicts: &[Verdict]) -> VerdictSet {
    verdicts.iter().fold(VerdictSet::NONE, |all, one| all.union(set(*one)))
}

fn set(verdict: Verdict) -> VerdictSet {
    match verdict {
        Verdict::Met => VerdictSet::MET,
        Verdict::NotMet => VerdictSet::NOT_MET,
        Verdict::NotApplicable => VerdictSet::NOT_APPLICABLE,
        Verdict::Exempt => VerdictSet::EXEMPT,
    }
}

fn number(number: &super::program::Rational) -> Num {
    Num::parse(&number.to_string()).expect("a number")
}

fn allows(possible: &Possible, value: &Value) -> bool {
    match (possible, value) {
        (Possible::Any, _) => true,
        (Possible::MaybeAbsent(inner), value) => *value == Value::Absent || allows(inner, value),
        (Possible::Absent, value) => *value == Value::Absent,
        (Possible::Num(set), Value::Number(value)) => set.contains(&number(value)),
        (Possible::Bool(set), Value::Truth(truth)) => set.contains(*truth),
        (Possible::Date(set), Value::Day(day)) => set.contains(date(*day)),
        (Possible::Choice(set), Value::Choice(rank)) => set.contains(*rank),
        (possible, value) => panic!("{possible:?} with {value:?}"),
    }
}

/// Whether the possible values are those and no others. Numbers and dates are ranges, of which the ends are compared.
fn same(possible: &Possible, values: &[&Value]) -> bool {
    if !values.iter().all(|value| allows(possible, value)) {
        return false;
    }
    let numbers =
        || values.iter().filter_map(|value| if let Value::Number(one) = value { Some(number(one)) } else { None });
    let days = || values.iter().filter_map(|value| if let Value::Day(day) = value { Some(date(*day)) } else { None });
    match possible {
        Possible::Num(set) => {
            set.lower().value() == numbers().min().as_ref() && set.upper().value() == numbers().max().as_ref()
        }
        Possible::Date(set) => set.first() == days().min() && set.last() == days().max(),
        Possible::Bool(set) => {
            [true, false].iter().all(|truth| !set.contains(*truth) || values.contains(&&Value::Truth(*truth)))
        }
        Possible::Choice(set) => set.iter().all(|rank| values.contains(&&Value::Choice(rank))),
        Possible::Absent | Possible::MaybeAbsent(_) | Possible::Any | Possible::Text(_) | Possible::Actor(_) => false,
        Possible::List(_) | Possible::Record(_) => false,
    }
}
