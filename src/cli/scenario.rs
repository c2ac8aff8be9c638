//! `--scenario NAME`: an option of the dossier, or a scenario of the doctrine.

use crate::base::{Lang, tr};
use crate::facts::dossier::Dossier;
use crate::facts::resolve::Under;
use crate::model::Program;

/// What the call asks to look under; a name that is neither gives the sentence that says so.
pub(super) fn under(wanted: Option<&str>, dossier: &Dossier, program: &Program, lang: Lang) -> Result<Under, String> {
    let Some(wanted) = wanted else { return Ok(Under::Dossier) };
    dossier.under(program, wanted).map_err(|suggestion| unknown(wanted, suggestion, dossier, program, lang))
}

fn unknown(wanted: &str, suggestion: Option<String>, dossier: &Dossier, program: &Program, lang: Lang) -> String {
    let wanted = lang.quoted(wanted);
    let text = tr!(lang;
        en: "neither an option of the dossier nor a scenario is called {wanted}",
        fr: "aucune option du dossier ni aucun scénario ne s’appelle {wanted}");
    if let Some(suggestion) = suggestion {
        let suggestion = lang.quoted(&suggestion);
        return tr!(lang;
            en: "{text}; did you mean {suggestion}?",
            fr: "{text}\u{a0}; vouliez-vous dire {suggestion}\u{a0}?");
    }
    let options = dossier.options.iter().map(|option| option.name.as_str());
    let names: Vec<&str> = options.chain(program.scenarios.iter().map(|one| one.meta.name.as_str())).take(8).collect();
    let names = names.join(", ");
    match names.is_empty() {
        true => text,
        false => tr!(lang; en: "{text}; there are: {names}", fr: "{text}\u{a0}; il y a\u{a0}: {names}"),
    }
}
