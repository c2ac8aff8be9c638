//! What a call or a session sets beside the rules: `--set équipe.internes=2 ETP`.

use super::Lowerer;
use crate::base::{FileId, Lang};
use crate::syntax::ast;

/// One setting, parsed from a text of its own.
#[derive(Clone, Debug)]
pub struct Setting {
    pub file: FileId,
    pub lang: Lang,
    pub given: ast::Given,
}

impl Lowerer<'_> {
    pub(super) fn settings(&mut self, settings: &[Setting]) {
        self.prefix = None;
        self.locals.clear();
        for setting in settings {
            self.file = setting.file;
            self.lang = setting.lang;
            let givens = self.givens(std::slice::from_ref(&setting.given));
            self.program.settings.extend(givens);
        }
    }
}
