//! `perenne compare`: the options of a dossier and the scenarios of the doctrine side by side.

use super::Exit;
use super::dossier::open;
use super::options::{CompareOptions, Shared, WhyFormat};
use super::output::{print, refuse_with};
use super::style::{Stream, style_for};
use crate::base::tr;
use crate::diagnostic::render::to_json;
use crate::explain::compare::{compare_json, compare_markdown, compare_text};
use crate::explain::text::Layout;

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
    let evaluation = evaluated.evaluation(&opened.analysis);
    let problems = opened.problems_of(&evaluation);
    let comparison = evaluation.compare(opened.title.clone(), &opened.dossier, &opened.view, &opened.only, lang);
    if options.format == WhyFormat::Json {
        let errors = to_json(&problems, &opened.analysis.sources, lang);
        print(&format!("{:#}\n", compare_json(&evaluation, &comparison, errors)));
        return opened.exit(&problems);
    }
    opened.print_problems(&problems, shared);
    if !opened.is_refused() {
        let text = if options.format == WhyFormat::Markdown {
            compare_markdown(&evaluation, &comparison, lang)
        } else {
            let layout = Layout::of(style_for(Stream::Output, shared.color, shared.plain), lang);
            format!("{}\n{}", opened.choice.label(lang), compare_text(&evaluation, &comparison, layout))
        };
        print(&text);
    }
    opened.exit(&problems)
}
