//! `perenne why`: the whole reason of a verdict.

use super::Exit;
use super::dossier::open;
use super::options::{Shared, WhyOptions};
use super::output::refuse_with;
use crate::base::tr;
use crate::explain::why::{why_json, why_markdown, why_text};

pub(super) fn run(options: &WhyOptions, shared: &Shared) -> Exit {
    let opened = match open(&options.dossier, shared) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let lang = opened.lang;
    if opened.only.is_empty() {
        let message = tr!(lang;
            en: "name a criterion or a checklist: perenne why facts.yaml NAME",
            fr: "nommez un critère ou une grille\u{a0}: perenne why faits.yaml NOM");
        return refuse_with(&message, lang);
    }
    let evaluated = opened.evaluate();
    let evaluation = opened.evaluation(&evaluated);
    let problems = opened.problems_of(&evaluation);
    let mut whys = evaluation.why(opened.title.clone(), &opened.only, lang);
    whys.under = evaluation.stance(&opened.dossier, opened.under);
    opened.explain(
        &problems,
        options.format,
        shared,
        |errors| why_json(&evaluation, &whys, errors),
        || why_markdown(&evaluation, &whys, lang),
        |layout| why_text(&evaluation, &whys, layout),
    )
}
