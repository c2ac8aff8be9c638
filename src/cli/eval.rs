//! `perenne eval`: the verdicts of one dossier.

use super::Exit;
use super::dossier::open;
use super::options::{EvalFormat, EvalOptions, FailOn, Shared};
use super::output::print;
use super::style::{Stream, style_for};
use crate::diagnostic::render::to_json;
use crate::explain::json::report_json;
use crate::explain::report::Node;
use crate::explain::text::{Layout, report_text};
use crate::model::expr::Verdict;

pub(super) fn run(options: &EvalOptions, shared: &Shared) -> Exit {
    let opened = match open(&options.dossier, shared) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let evaluated = opened.evaluate();
    let evaluation = opened.evaluation(&evaluated);
    let problems = opened.problems_of(&evaluation);
    let report = opened.report(&evaluation, options.format == EvalFormat::Json);
    match options.format {
        EvalFormat::Json => {
            let errors = to_json(&problems, &opened.analysis.sources, opened.lang);
            print(&format!("{:#}\n", report_json(&evaluation, &report, errors)));
        }
        EvalFormat::Text => {
            opened.print_problems(&problems, shared);
            if !opened.is_refused() {
                let layout = Layout::of(style_for(Stream::Output, shared.color, shared.plain), opened.lang);
                print(&format!("{}\n{}", opened.choice.label(opened.lang), report_text(&evaluation, &report, layout)));
            }
        }
    }
    if fails(&report.roots, &options.fail_on) { Exit::No } else { opened.exit(&problems) }
}

/// Whether a blocking verdict among those shown is one that the call fails on.
fn fails(nodes: &[Node], on: &[FailOn]) -> bool {
    nodes.iter().any(|node| {
        let verdict = node.verdicts.verdict();
        let own = (verdict == Verdict::NotMet && on.contains(&FailOn::NotMet))
            || (verdict == Verdict::Unknown && on.contains(&FailOn::Unknown));
        (own && node.blocking) || fails(&node.children, on)
    })
}
