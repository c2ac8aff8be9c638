//! `perenne missing`: the facts that could still change a verdict.

use super::Exit;
use super::dossier::open;
use super::options::{EvalFormat, MissingOptions, Shared};
use super::output::print;
use super::style::{Stream, style_for};
use crate::diagnostic::render::to_json;
use crate::explain::questions::{questions_json, questions_text};
use crate::explain::text::Layout;

pub(super) fn run(options: &MissingOptions, shared: &Shared) -> Exit {
    let opened = match open(&options.dossier, shared) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let evaluated = opened.evaluate();
    let evaluation = opened.evaluation(&evaluated);
    let problems = opened.problems_of(&evaluation);
    let questions = opened.questions(&evaluation);
    match options.format {
        EvalFormat::Json => {
            let errors = to_json(&problems, &opened.analysis.sources, opened.lang);
            print(&format!("{:#}\n", questions_json(&evaluation, &questions, errors)));
        }
        EvalFormat::Text => {
            opened.print_problems(&problems, shared);
            if !opened.is_refused() {
                let layout = Layout::of(style_for(Stream::Output, shared.color, shared.plain), opened.lang);
                let text = questions_text(&evaluation, &questions, layout);
                print(&format!("{}\n{text}", opened.choice.label(opened.lang)));
            }
        }
    }
    opened.exit(&problems)
}
