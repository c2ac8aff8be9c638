//! Commands, and what stands beside the text to start them: lenses, and the values of a chosen dossier.

use super::ask::{Look, refused};
use super::reading::chosen;
use super::world::World;
use crate::base::{Lang, tr};
use crate::ide::hints::Hint;
use crate::ide::judged::Judged;
use crate::ide::lenses::{Action, Lens};
use crate::ide::{hints as ide_hints, lenses as ide_lenses, run};
use serde_json::{Value, json};
use std::sync::Arc;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::*;

/// Every command, with what it takes: `uri` of a file, then what is written beside it. A last `true` asks that the answer
/// be shown by the server, for editors without a view of their own.
pub const COMMANDS: [&str; 6] = [
    // uri, title: runs a test, or all
    "perenne.test",
    // uri, rule: the whole reason of a verdict under the chosen dossier
    "perenne.why",
    // uri or null: the dossier whose values are shown in the rules
    "perenne.dossier",
    // uri of a facts file: its verdicts
    "perenne.evaluate",
    // code: the page of a diagnostic
    "perenne.explain",
    // locations: gives them back, for editors that show them
    "perenne.references",
];

/// What a command gives.
#[derive(Debug)]
pub struct Answer {
    pub value: Value,
    /// What there is to read, with a short name for it.
    pub text: Option<(String, String)>,
    /// A line to be said at once, and whether it is bad news.
    pub said: Option<(String, bool)>,
}

impl Answer {
    fn silent(value: Value) -> Answer {
        Answer { value, text: None, said: None }
    }

    fn read(name: &str, text: String) -> Answer {
        Answer { value: Value::String(text.clone()), text: Some((name.to_string(), text)), said: None }
    }
}

fn command(title: String, name: &str, arguments: Vec<Value>) -> Command {
    Command { title, command: name.to_string(), arguments: Some(arguments) }
}

/// The command that shows the page of a diagnostic.
pub fn explain(title: String, code: &str) -> Command {
    command(title, "perenne.explain", vec![json!(code), json!(true)])
}

pub fn lenses(look: &Look<'_>, url: &Url) -> Vec<CodeLens> {
    let dossier = chosen(look.world, look.snapshot);
    let is_chosen = look.world.settings.dossier.as_deref() == look.snapshot.path_of(look.file);
    let found = ide_lenses::lenses(look.snapshot, look.file, dossier.as_deref(), is_chosen, look.lang);
    let lens = |lens: Lens| CodeLens {
        range: look.convert.range(look.file, lens.span),
        command: Some(lens_command(look, url, &lens)),
        data: None,
    };
    found.into_iter().map(lens).collect()
}

fn lens_command(look: &Look<'_>, url: &Url, lens: &Lens) -> Command {
    let title = lens.title.clone();
    match &lens.action {
        Action::Uses(places) => {
            let places: Vec<Location> = places.iter().filter_map(|at| look.convert.location(*at)).collect();
            let at = look.convert.range(look.file, lens.span).start;
            command(title, "perenne.references", vec![json!(url), json!(at), json!(places)])
        }
        Action::Test(test) => command(title, "perenne.test", vec![json!(url), json!(test), json!(true)]),
        Action::Why(rule) => command(title, "perenne.why", vec![json!(url), json!(rule), json!(true)]),
        Action::Choose(true) => command(title, "perenne.dossier", vec![json!(url)]),
        Action::Choose(false) => command(title, "perenne.dossier", vec![Value::Null]),
        Action::Evaluate => command(title, "perenne.evaluate", vec![json!(url), json!(true)]),
    }
}

pub fn hints(look: &Look<'_>, url: &Url, range: Range) -> Option<Vec<InlayHint>> {
    let judged = chosen(look.world, look.snapshot)?;
    look.snapshot.tree(look.file)?;
    let within = look.convert.span(look.file, range);
    let found = ide_hints::hints(look.snapshot, look.file, within, &judged, look.lang);
    let hint = |hint: &Hint| {
        let rule = hint.rule.and_then(|rule| look.snapshot.program().rule(rule)).map(|rule| rule.meta.name.clone());
        InlayHint {
            position: look.convert.position(look.file, hint.at),
            label: InlayHintLabel::String(hint.text.clone()),
            kind: None,
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: rule.map(|rule| json!({ "url": url, "rule": rule })),
        }
    };
    Some(found.iter().map(hint).collect())
}

/// The rules that a hint is of.
pub fn hint_of(hint: &InlayHint) -> Option<Url> {
    hint.data.as_ref()?.get("url")?.as_str().and_then(|url| Url::parse(url).ok())
}

/// A hint with the whole reason of its verdict.
pub fn explained(look: &Look<'_>, hint: InlayHint) -> InlayHint {
    let rule = hint.data.as_ref().and_then(|data| data.get("rule")).and_then(Value::as_str).map(str::to_string);
    let judged = chosen(look.world, look.snapshot);
    let text = rule.zip(judged).and_then(|(rule, judged)| run::why(look.snapshot, &judged, &rule, look.lang));
    let tooltip =
        text.map(|value| InlayHintTooltip::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value }));
    InlayHint { tooltip, ..hint }
}

/// The file that a command is about.
pub fn url_of(params: &ExecuteCommandParams) -> Option<Url> {
    params.arguments.first()?.as_str().and_then(|text| Url::parse(text).ok())
}

/// Whether the server is asked to show the answer itself.
pub fn is_shown(params: &ExecuteCommandParams) -> bool {
    params.arguments.last() == Some(&Value::Bool(true))
}

/// Runs a command that is about no file.
pub fn run_alone(world: &World, params: &ExecuteCommandParams) -> Result<Answer> {
    let lang = world.settings.lang.unwrap_or_default();
    match params.command.as_str() {
        "perenne.explain" => {
            let code = params.arguments.first().and_then(Value::as_str).unwrap_or("");
            let page = run::explain(code, lang).ok_or_else(|| {
                let code = lang.quoted(code);
                refused(tr!(lang; en: "no diagnostic has the code {code}", fr: "aucun diagnostic n’a le code {code}"))
            })?;
            Ok(Answer::read(code, page.to_string()))
        }
        "perenne.references" => Ok(Answer::silent(params.arguments.last().cloned().unwrap_or(Value::Null))),
        _ => Err(Error::invalid_params("no such command, or no file for it")),
    }
}

/// Runs a command on a file.
pub fn run_on(look: &Look<'_>, params: &ExecuteCommandParams) -> Result<Answer> {
    let word = params.arguments.get(1).and_then(Value::as_str);
    match params.command.as_str() {
        "perenne.test" => Ok(test(look, word)),
        "perenne.why" => {
            let rule = word.unwrap_or("");
            let judged = dossier(look)?;
            let text = run::why(look.snapshot, &judged, rule, look.lang).ok_or_else(|| {
                let rule = look.lang.quoted(rule);
                refused(tr!(look.lang; en: "no rule is called {rule}", fr: "aucune règle ne s’appelle {rule}"))
            })?;
            Ok(Answer::read(rule, text))
        }
        "perenne.evaluate" => {
            let judged = dossier(look)?;
            let value = run::verdicts(look.snapshot, &judged);
            let text = format!("```json\n{value:#}\n```\n");
            Ok(Answer { value, text: Some((judged.name.clone(), text)), said: None })
        }
        "perenne.dossier" => {
            if look.snapshot.facts_file(look.file).is_none() {
                return Err(refused(no_dossier(look.lang)));
            }
            let name = look.snapshot.judged(look.file).map(|judged| judged.name.clone());
            Ok(Answer::silent(json!({ "dossier": name })))
        }
        _ => Err(Error::invalid_params("no such command")),
    }
}

fn test(look: &Look<'_>, title: Option<&str>) -> Answer {
    let tested = run::tests(look.snapshot, title, look.lang);
    let (passed, failed) = (tested.passed, tested.failed);
    let said = tr!(look.lang;
        en: "tests: {passed} passed, {failed} failed",
        fr: "tests\u{a0}: {passed} réussis, {failed} en échec");
    let value = json!({ "passed": passed, "failed": failed, "failures": tested.failures, "text": tested.text });
    let text = (failed > 0).then(|| ("tests".to_string(), format!("```\n{}\n```\n", tested.text)));
    Answer { value, text, said: Some((said, failed > 0)) }
}

/// The facts file itself, else the one that the user chose.
fn dossier(look: &Look<'_>) -> Result<Arc<Judged>> {
    let own = look.snapshot.judged(look.file);
    own.or_else(|| chosen(look.world, look.snapshot)).ok_or_else(|| refused(no_dossier(look.lang)))
}

fn no_dossier(lang: Lang) -> String {
    tr!(lang;
        en: "choose a dossier first: open a facts file of this doctrine and click on “show this dossier in the rules”",
        fr: "choisissez d’abord un dossier\u{a0}: ouvrez un fichier de faits de cette doctrine et cliquez sur «\u{a0}montrer ce dossier dans les règles\u{a0}»")
}
