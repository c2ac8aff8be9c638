//! Runs the tests against one mutant after another, on every core.

use super::change::Mutant;
use super::edits::edits;
use super::find::find;
use super::prove::Prover;
use super::reach::{Graph, expected, named};
use super::{Choice, Fate, Judged, Mutation};
use crate::base::name::fold;
use crate::base::{FileId, Sources};
use crate::check::Step;
use crate::eval::edit::Edit;
use crate::eval::{Engine, Situation, tables};
use crate::model::ids::DerivedId;
use crate::model::item::{Body, DerivedKind};
use crate::testing::case::{Case, Posed, expectations, posed};
use crate::testing::expect::{any_fails, are_plain, hold_in};
use crate::testing::item::Item;
use crate::testing::{Readings, Runner, rows};
use std::collections::{HashMap, VecDeque};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// What a thread may take for conditions nested as deep as texts allow: as much as the program itself.
const STACK: usize = 16 << 20;

/// Changes what the `selected` files declare, and runs the tests of the whole doctrine that can see each change: a test
/// may well stand in another file. Only tests that pass without any change count. `progress` is told now and then how
/// many changes are judged, and of how many.
pub fn run_mutants(
    engine: &Engine,
    sources: &Sources,
    readings: &Readings,
    choice: Choice<'_>,
    selected: impl Fn(FileId) -> bool,
    progress: &mut dyn FnMut(usize, usize),
) -> Mutation {
    let mutants: Vec<Mutant> =
        find(&engine.checked, sources, &selected).into_iter().step_by(choice.every.max(1)).collect();
    let runner = Runner { engine, sources, readings };
    let bench = Bench::new(runner, choice.filter);
    let fates = judge_all(&bench, &mutants, progress);
    let changes = mutants.into_iter().zip(fates);
    let changes = changes
        .map(|(mutant, fate)| Judged { item: mutant.item, at: mutant.at, change: mutant.change, fate })
        .collect();
    Mutation { changes }
}

/// In the order of the mutants, whichever thread judged which.
fn judge_all(bench: &Bench<'_>, mutants: &[Mutant], progress: &mut dyn FnMut(usize, usize)) -> Vec<Fate> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(mutants.len());
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        let mut judge = Judge::new(bench);
        let mut judged = Vec::new();
        loop {
            let rank = next.fetch_add(1, Ordering::Relaxed);
            let Some(mutant) = mutants.get(rank) else { return judged };
            judged.push((rank, judge.fate(mutant)));
            done.fetch_add(1, Ordering::Relaxed);
        }
    };
    let mut fates = vec![Fate::Refused; mutants.len()];
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .filter_map(|_| std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok())
            .collect();
        // Where no thread could be had, this one does the work.
        let own = if workers.is_empty() { work() } else { Vec::new() };
        while workers.iter().any(|worker| !worker.is_finished()) {
            progress(done.load(Ordering::Relaxed), mutants.len());
            std::thread::sleep(Duration::from_millis(20));
        }
        let found = workers.into_iter().flat_map(|worker| match worker.join() {
            Ok(judged) => judged,
            // A panic is ours, and is reported as such by whoever called.
            Err(panic) => std::panic::resume_unwind(panic),
        });
        for (rank, fate) in own.into_iter().chain(found) {
            if let Some(place) = fates.get_mut(rank) {
                *place = fate;
            }
        }
    });
    fates
}

/// A case that passes without any change.
struct Ready<'a> {
    posed: Posed<'a>,
    /// The situation it starts from, when that is all it takes to hold it against its expectations.
    plain: Option<Plain>,
}

struct Plain {
    situation: Situation,
    /// The items that the expectations lean on.
    steps: Vec<Step>,
}

/// A test, or one row of its examples.
struct Place<'a> {
    test: usize,
    row: Option<usize>,
    /// Whether verdicts and conditions are all that it expects.
    plain: bool,
    /// Made ready the first time that a mutant needs it; `None` where it does not pass.
    ready: OnceLock<Option<Ready<'a>>>,
}

/// What is worked out once for all mutants.
struct Bench<'a> {
    runner: Runner<'a>,
    graph: Graph,
    cases: Vec<Place<'a>>,
    /// The cases that look at an item, by rank.
    looking: HashMap<Item, Vec<usize>>,
    /// The tables whose cells lean on a parameter.
    tables: HashMap<DerivedId, Vec<DerivedId>>,
}

impl<'a> Bench<'a> {
    fn new(runner: Runner<'a>, filter: Option<&str>) -> Self {
        let program = &runner.engine.checked.program;
        let graph = Graph::new(program);
        let filter = filter.map(fold);
        let (mut cases, mut looking) = (Vec::new(), HashMap::<Item, Vec<usize>>::new());
        for (test, item) in program.tests.iter().enumerate() {
            if filter.as_ref().is_some_and(|filter| !fold(&item.title).contains(filter.as_str())) {
                continue;
            }
            for (row, _) in rows(item) {
                let case = cases.len();
                named(program, item, row).into_iter().for_each(|item| looking.entry(item).or_default().push(case));
                let plain = are_plain(&expectations(item, row));
                cases.push(Place { test, row, plain, ready: OnceLock::new() });
            }
        }
        let tables = leaning_tables(runner.engine, &graph);
        Bench { runner, graph, cases, looking, tables }
    }

    /// The cases that can see an item, the nearest first: those that cost little, then the others.
    fn seeing(&self, item: Item) -> [VecDeque<usize>; 2] {
        let mut nearest = self.nearest(item);
        nearest.sort_unstable();
        let is_plain = |case: &usize| self.cases.get(*case).is_some_and(|case| case.plain);
        let (plain, others) = nearest.into_iter().map(|(_, case)| case).partition(is_plain);
        [plain, others]
    }

    /// The cases that can see an item, with how far from it they look.
    fn nearest(&self, item: Item) -> Vec<(usize, usize)> {
        if self.graph.is_in_constants(item) {
            return (0..self.cases.len()).map(|case| (0, case)).collect();
        }
        let mut nearest: HashMap<usize, usize> = HashMap::new();
        for (item, distance) in self.graph.leaning_on(item) {
            for case in self.looking.get(&item).into_iter().flatten() {
                let known = nearest.entry(*case).or_insert(distance);
                *known = distance.min(*known);
            }
        }
        nearest.into_iter().map(|(case, distance)| (distance, case)).collect()
    }

    fn ready(&self, case: usize) -> Option<&Ready<'a>> {
        let place = self.cases.get(case)?;
        place.ready.get_or_init(|| self.made_ready(place)).as_ref()
    }

    fn made_ready(&self, place: &Place<'a>) -> Option<Ready<'a>> {
        let engine = self.runner.engine;
        let posed = posed(self.runner, place.test, place.row).ok()?;
        let case = Case { engine, sources: self.runner.sources, start: &posed.start };
        let plain = place.plain.then(|| {
            let named = expected(&engine.checked.program, &posed.expectations);
            let steps = self.graph.steps(named, &engine.checked.order);
            Plain { situation: case.situation(case.under(), &[]), steps }
        });
        let ready = Ready { plain, posed };
        (!fails(engine, self.runner.sources, &ready)).then_some(ready)
    }
}

fn fails(engine: &Engine, sources: &Sources, case: &Ready<'_>) -> bool {
    let Posed { start, expectations } = &case.posed;
    match &case.plain {
        Some(Plain { situation, steps }) => !hold_in(engine, situation, steps, expectations),
        None => any_fails(&Case { engine, sources, start }, expectations),
    }
}

fn has_tables(engine: &Engine, id: DerivedId) -> bool {
    let derived = engine.checked.program.derived_item(id);
    derived.is_some_and(|derived| derived.versions.iter().any(|version| matches!(version.body, Body::Table(_))))
}

fn leaning_tables(engine: &Engine, graph: &Graph) -> HashMap<DerivedId, Vec<DerivedId>> {
    let program = &engine.checked.program;
    let tables: Vec<DerivedId> = program.derived_ids().filter(|id| has_tables(engine, *id)).collect();
    let parameters = program.derived_ids().zip(&program.derived);
    let parameters = parameters.filter(|(_, derived)| derived.kind == DerivedKind::Parameter);
    let leaning = |parameter: DerivedId| {
        let leans = |table: &&DerivedId| graph.leans(Item::Derived(**table), Item::Derived(parameter));
        tables.iter().filter(leans).copied().collect::<Vec<_>>()
    };
    parameters.map(|(id, _)| (id, leaning(id))).filter(|(_, tables)| !tables.is_empty()).collect()
}

/// One thread's own copy of the doctrine, changed and put right again for each mutant.
struct Judge<'b, 'a> {
    bench: &'b Bench<'a>,
    engine: Engine,
    /// The item judged last, and the cases that can see it, those that cost little apart: those that noticed something
    /// come first, since they are the likeliest to notice more.
    item: Option<Item>,
    cases: [VecDeque<usize>; 2],
}

impl<'b, 'a> Judge<'b, 'a> {
    fn new(bench: &'b Bench<'a>) -> Self {
        Judge { bench, engine: bench.runner.engine.clone(), item: None, cases: Default::default() }
    }

    fn fate(&mut self, mutant: &Mutant) -> Fate {
        let bench = self.bench;
        if self.item != Some(mutant.item) {
            self.item = Some(mutant.item);
            self.cases = bench.seeing(mutant.item);
        }
        let mut edits = edits(&bench.runner.engine.checked.program, mutant);
        let in_constants = bench.graph.is_in_constants(mutant.item);
        self.exchange(&mut edits, in_constants);
        let fate = self.judged(mutant, in_constants);
        self.exchange(&mut edits, in_constants);
        fate
    }

    fn exchange(&mut self, edits: &mut [Edit], in_constants: bool) {
        self.engine.exchange(edits);
        if in_constants {
            self.engine.declare();
        }
    }

    fn judged(&mut self, mutant: &Mutant, in_constants: bool) -> Fate {
        if self.is_refused(mutant) {
            return Fate::Refused;
        }
        let notices = |case: usize| match (self.bench.ready(case), in_constants) {
            (None, _) => false,
            (Some(ready), false) => fails(&self.engine, self.bench.runner.sources, ready),
            (Some(_), true) => self.fails_anew(case),
        };
        let noticed = self.cases.iter().enumerate().find_map(|(list, cases)| {
            let place = cases.iter().position(|case| notices(*case))?;
            Some((list, place))
        });
        if let Some((list, place)) = noticed {
            if let Some(cases) = self.cases.get_mut(list)
                && let Some(case) = cases.remove(place)
            {
                cases.push_front(case);
            }
            return Fate::Noticed;
        }
        let prover = Prover::new(self.bench.runner.engine, &self.engine);
        prover.ground(mutant).map_or(Fate::Unnoticed, Fate::Equivalent)
    }

    /// Whether a case fails that starts from elsewhere now.
    fn fails_anew(&self, case: usize) -> bool {
        let Some(place) = self.bench.cases.get(case) else { return false };
        let runner = Runner { engine: &self.engine, ..self.bench.runner };
        let Ok(Posed { start, expectations }) = posed(runner, place.test, place.row) else { return true };
        any_fails(&Case { engine: &self.engine, sources: runner.sources, start: &start }, &expectations)
    }

    /// Whether the checks would tell the author of a mistake: names, types and circles are as before, but rows of tables
    /// may overlap now, or leave a gap.
    fn is_refused(&self, mutant: &Mutant) -> bool {
        let Item::Derived(id) = mutant.item else { return false };
        let leaning = self.bench.tables.get(&id).into_iter().flatten().copied();
        let own = has_tables(&self.engine, id).then_some(id);
        own.into_iter().chain(leaning).any(|table| {
            self.engine.checked.sound.derived(table)
                && tables::check_one(&self.engine, table).iter().any(crate::diagnostic::Diagnostic::is_error)
        })
    }
}
