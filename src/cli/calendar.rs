//! `perenne calendar`: the milestones of a dossier, drawn and told.

use super::Exit;
use super::dossier::open;
use super::options::{CalendarFormat, CalendarOptions, Shared};
use super::output::{print, refuse_with};
use super::style::{Stream, style_for};
use crate::base::tr;
use crate::diagnostic::render::to_json;
use crate::document::timeline_svg;
use crate::explain::json::calendar_json;
use crate::explain::text::{Layout, calendar_head, calendar_text};

pub(super) fn run(options: &CalendarOptions, shared: &Shared) -> Exit {
    let opened = match open(&options.dossier, shared) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let lang = opened.lang;
    if !opened.only.is_empty() {
        let message = tr!(lang;
            en: "calendar shows every milestone, and no criterion: leave the names out",
            fr: "calendar montre tous les jalons, et aucun critère\u{a0}: retirez les noms");
        return refuse_with(&message, lang);
    }
    let evaluated = opened.evaluate();
    let evaluation = opened.evaluation(&evaluated);
    let under = evaluation.stance(&opened.dossier, opened.under);
    let (title, plans) = (opened.title.as_deref(), evaluation.course());
    let problems = opened.problems_of(&evaluation);
    if options.format == CalendarFormat::Json {
        let errors = to_json(&problems, &opened.analysis.sources, lang);
        print(&format!("{:#}\n", calendar_json(&evaluation, title, under.as_ref(), &plans, errors)));
        return opened.exit(&problems);
    }
    opened.print_problems(&problems, shared);
    if opened.is_refused() {
        return opened.exit(&problems);
    }
    let head = calendar_head(&evaluation, title, under.as_ref(), lang);
    if options.format == CalendarFormat::Svg {
        let Some(timeline) = evaluation.timeline(&plans.milestones) else {
            let message = tr!(lang;
                en: "no milestone has a date: there is nothing to draw",
                fr: "aucun jalon n’a de date\u{a0}: il n’y a rien à dessiner");
            return refuse_with(&message, lang);
        };
        print(&timeline_svg(&timeline, &head, lang));
        return opened.exit(&problems);
    }
    let layout = Layout::of(style_for(Stream::Output, shared.color, shared.plain), lang);
    let text = calendar_text(&evaluation, head, &plans, layout);
    print(&format!("{}\n{text}", opened.choice.label(lang)));
    opened.exit(&problems)
}
