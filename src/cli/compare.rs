//! `perenne compare`: the options of a dossier and the scenarios of the doctrine side by side.

use super::Exit;
use super::dossier::open;
use super::options::{CompareOptions, Shared};
use super::output::refuse_with;
use crate::base::tr;
use crate::explain::compare::{compare_json, compare_markdown, compare_text};

pub(super) fn run(options: &CompareOptions, shared: &Shared) -> Exit {
    let opened = match open(&options.dossier, shared) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let lang = opened.lang;
    if options.dossier.scenario.is_some() {
        let message = tr!(lang;
            en: "compare shows every option and scenario; --scenario is for eval, why and missing",
            fr: "compare montre toutes les options et tous les scénarios\u{a0}; --scenario est pour eval, why et missing");
        return refuse_with(&message, lang);
    }
    let evaluated = opened.evaluate();
    let evaluation = opened.evaluation(&evaluated);
    let problems = opened.problems_of(&evaluation);
    let comparison = evaluation.compare(opened.title.clone(), &opened.dossier, &opened.view, &opened.only, lang);
    opened.explain(
        &problems,
        options.format,
        shared,
        |errors| compare_json(&evaluation, &comparison, errors),
        || compare_markdown(&evaluation, &comparison, lang),
        |layout| compare_text(&evaluation, &comparison, layout),
    )
}
