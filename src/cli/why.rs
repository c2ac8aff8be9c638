//! `perenne why`: the whole reason of a verdict.

use super::Exit;
use super::dossier::open;
use super::options::{Shared, WhyFormat, WhyOptions};
use super::output::{print, refuse_with};
use super::style::{Stream, style_for};
use crate::base::tr;
use crate::diagnostic::render::to_json;
use crate::explain::text::Layout;
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
    let evaluation = evaluated.evaluation(&opened.analysis);
    let problems = opened.problems_of(&evaluation);
    let mut whys = evaluation.why(opened.title.clone(), &opened.only, lang);
    whys.under = evaluation.stance(&opened.dossier, opened.under);
    if options.format == WhyFormat::Json {
        let errors = to_json(&problems, &opened.analysis.sources, lang);
        print(&format!("{:#}\n", why_json(&evaluation, &whys, errors)));
        return opened.exit(&problems);
    }
    opened.print_problems(&problems, shared);
    if !opened.is_refused() {
        let text = if options.format == WhyFormat::Markdown {
            why_markdown(&evaluation, &whys, lang)
        } else {
            let layout = Layout::of(style_for(Stream::Output, shared.color, shared.plain), lang);
            let label = opened.choice.label(lang);
            format!("{label}\n{}", why_text(&evaluation, &whys, layout))
        };
        print(&text);
    }
    opened.exit(&problems)
}
