//! Runs the tests against one mutant after another, on every core.

use super::change::Mutant;
use super::edits::edits;
use super::find::find;
use super::prove::Prover;
use super::reach::Graph;
use super::{Choice, Fate, Judged, Mutation};
use crate::base::name::fold;
use crate::base::{FileId, Sources};
use crate::eval::{Engine, Situation, tables};
use crate::model::ids::DerivedId;
use crate::model::item::{Body, DerivedKind};
use crate::testing::case::{Case, Posed, posed};
use crate::testing::expect::{any_fails, are_plain, failures, hold_in};
use crate::testing::item::Item;
use crate::testing::{Readings, Runner, rows};
use std::collections::HashMap;
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
        let mut judge = Judge { bench, engine: bench.runner.engine.clone() };
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
    /// The rank of its test, and its row.
    of: (usize, Option<usize>),
    /// The situation it starts from, when that is all it takes to hold it against its expectations.
    plain: Option<Situation>,
}

/// What is worked out once for all mutants.
struct Bench<'a> {
    runner: Runner<'a>,
    graph: Graph,
    ready: Vec<Ready<'a>>,
    /// The cases that can see an item, the likeliest to notice first.
    seeing: HashMap<Item, Vec<usize>>,
    /// The tables whose cells lean on a parameter.
    tables: HashMap<DerivedId, Vec<DerivedId>>,
}

impl<'a> Bench<'a> {
    fn new(runner: Runner<'a>, filter: Option<&str>) -> Self {
        let program = &runner.engine.checked.program;
        let graph = Graph::new(program);
        let filter = filter.map(fold);
        let mut ready: Vec<Ready<'a>> = Vec::new();
        for (rank, test) in program.tests.iter().enumerate() {
            if filter.as_ref().is_some_and(|filter| !fold(&test.title).contains(filter.as_str())) {
                continue;
            }
            ready.extend(rows(test).into_iter().filter_map(|(row, _)| Ready::new(runner, rank, row)));
        }
        let mut seeing: HashMap<Item, Vec<(bool, usize, usize)>> = HashMap::new();
        for (rank, case) in ready.iter().enumerate() {
            for (item, distance) in graph.seen_by(program, &case.posed) {
                seeing.entry(item).or_default().push((case.plain.is_none(), distance, rank));
            }
        }
        let seeing = seeing.into_iter().map(|(item, mut cases)| {
            cases.sort_unstable();
            (item, cases.into_iter().map(|(_, _, rank)| rank).collect())
        });
        let seeing = seeing.collect();
        let tables = leaning_tables(runner.engine, &graph);
        Bench { runner, graph, ready, seeing, tables }
    }
}

impl<'a> Ready<'a> {
    fn new(runner: Runner<'a>, rank: usize, row: Option<usize>) -> Option<Self> {
        let posed = posed(runner, rank, row).ok()?;
        let case = Case { engine: runner.engine, sources: runner.sources, start: &posed.start };
        if !failures(&case, &posed.expectations).is_empty() {
            return None;
        }
        let plain = are_plain(&posed.expectations).then(|| case.situation(case.under(), &[]));
        Some(Ready { posed, of: (rank, row), plain })
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
struct Judge<'a> {
    bench: &'a Bench<'a>,
    engine: Engine,
}

impl Judge<'_> {
    fn fate(&mut self, mutant: &Mutant) -> Fate {
        let bench = self.bench;
        let mut edits = edits(&bench.runner.engine.checked.program, mutant);
        let in_constants = bench.graph.is_in_constants(mutant.item);
        self.engine.exchange(&mut edits);
        if in_constants {
            self.engine.declare();
        }
        let fate = self.judged(mutant, in_constants);
        self.engine.exchange(&mut edits);
        if in_constants {
            self.engine.declare();
        }
        fate
    }

    fn judged(&self, mutant: &Mutant, in_constants: bool) -> Fate {
        if self.is_refused(mutant) {
            return Fate::Refused;
        }
        let cases = self.bench.seeing.get(&mutant.item).map_or(&[][..], Vec::as_slice);
        let ready = cases.iter().filter_map(|rank| self.bench.ready.get(*rank));
        let is_noticed = |case: &Ready<'_>| if in_constants { self.fails_anew(case) } else { self.fails(case) };
        if ready.into_iter().any(is_noticed) {
            return Fate::Noticed;
        }
        let prover = Prover::new(self.bench.runner.engine, &self.engine);
        prover.ground(mutant).map_or(Fate::Unnoticed, Fate::Equivalent)
    }

    fn fails(&self, case: &Ready<'_>) -> bool {
        let Posed { start, expectations } = &case.posed;
        match &case.plain {
            Some(situation) => !hold_in(&self.engine, situation, expectations),
            None => any_fails(&Case { engine: &self.engine, sources: self.bench.runner.sources, start }, expectations),
        }
    }

    /// The same for a case that starts from elsewhere now.
    fn fails_anew(&self, case: &Ready<'_>) -> bool {
        let (rank, row) = case.of;
        let runner = Runner { engine: &self.engine, ..self.bench.runner };
        let Ok(Posed { start, expectations }) = posed(runner, rank, row) else { return true };
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
