//! `perenne lsp`: the language server, until the editor ends it.

use super::Exit;
use super::language::told_lang;
use super::options::{LspOptions, Shared};
use super::output::refuse_with;
use crate::base::tr;
use crate::lsp::{End, run as serve};

/// Serves one editor. Standard input and output are the only way to speak with it, so that there is nothing to choose.
pub(super) fn run(_: &LspOptions, shared: &Shared) -> Exit {
    let lang = told_lang(shared.lang);
    match serve(lang) {
        Ok(End::Orderly) => Exit::Done,
        Ok(End::Abrupt) => Exit::No,
        Err(error) => {
            let lang = lang.unwrap_or_default();
            let message = tr!(lang;
                en: "the language server cannot start: {error}",
                fr: "le serveur de langage ne peut pas démarrer\u{a0}: {error}");
            refuse_with(&message, lang)
        }
    }
}
