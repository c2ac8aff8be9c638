//! What the benches share: a common ground of work, and how it is measured.
//!
//! Figures are ratios on the same work in one run: a machine drifts, a ratio holds.

#![allow(dead_code, reason = "each bench uses its part of the common ground")]

pub mod doctrine;
pub mod handwritten;
pub mod service;

use std::time::{Duration, Instant};

/// The shortest time of one call, over many batches: what the work costs when nothing disturbs it.
pub fn shortest(mut work: impl FnMut()) -> Duration {
    let batch = batch_size(&mut work);
    let mut best = Duration::MAX;
    let until = Instant::now() + Duration::from_millis(600);
    while Instant::now() < until {
        let start = Instant::now();
        for _ in 0..batch {
            work();
        }
        best = best.min(start.elapsed() / batch);
    }
    best
}

/// As many calls as take about two milliseconds, so that reading the clock does not count.
fn batch_size(work: &mut impl FnMut()) -> u32 {
    work();
    let start = Instant::now();
    work();
    let once = start.elapsed().as_nanos().max(1);
    u32::try_from((2_000_000 / once).clamp(1, 1_000_000)).unwrap_or(1)
}

/// One line of the results: a figure, its limit, whether it stays within.
pub fn line(what: &str, figure: f64, unit: &str, limit: Limit) {
    let (sign, bound, within) = match limit {
        Limit::AtMost(bound) => ("≤", bound, figure <= bound),
        Limit::AtLeast(bound) => ("≥", bound, figure >= bound),
    };
    let word = if within { "within" } else { "BEYOND" };
    println!("{what:<64} {figure:>9.2} {unit:<5} {sign} {bound:<6} {word}");
}

#[derive(Clone, Copy)]
pub enum Limit {
    AtMost(f64),
    AtLeast(f64),
}

/// A figure without a limit.
pub fn plain(what: &str, figure: f64, unit: &str) {
    println!("{what:<64} {figure:>9.2} {unit}");
}

/// A doctrine from its text to what evaluates dossiers, without any file.
pub fn engine(text: &str) -> perenne::eval::Engine {
    let (engine, diagnostics) = analyse(text);
    assert!(diagnostics.is_empty(), "the doctrine of the bench has mistakes: {diagnostics:#?}");
    engine
}

/// The same with what is wrong with it.
pub fn analyse(text: &str) -> (perenne::eval::Engine, Vec<perenne::diagnostic::Diagnostic>) {
    use perenne::base::{SourceFile, Sources};
    use perenne::{check, eval, model, syntax};
    let mut sources = Sources::default();
    let id = sources.add(SourceFile::new("bench.perenne", text));
    let parsed = syntax::parse(id, text, false);
    let input = model::Input { id, file: &parsed.file, prefix: None, imported: false };
    let mut diagnostics = parsed.diagnostics.clone();
    let (program, problems) = model::build(&[input], &[], &sources);
    diagnostics.extend(problems);
    let (checked, problems) = check::check(program, &diagnostics);
    diagnostics.extend(problems);
    let engine = eval::Engine::new(checked);
    diagnostics.extend(eval::tables::check(&engine));
    (engine, diagnostics)
}
