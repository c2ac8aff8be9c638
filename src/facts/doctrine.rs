//! A doctrine for the tests of this folder, from its text.

use crate::base::{FileId, SourceFile, Sources};
use crate::diagnostic::Diagnostic;
use crate::eval::Engine;
use crate::{check, model, syntax};

/// The facts file of a test, which is not that of the doctrine.
pub(super) const FILE: FileId = FileId(1);

/// Compiles a doctrine, which must be without errors.
pub(super) fn engine(text: &str) -> Engine {
    let mut sources = Sources::default();
    let id = sources.add(SourceFile::new("test.perenne", text));
    let parsed = syntax::parse(id, text, false);
    let mut diagnostics = parsed.diagnostics;
    let input = model::Input { id, file: &parsed.file, prefix: None, imported: false };
    let (program, problems) = model::build(&[input], &[], &sources);
    diagnostics.extend(problems);
    let (checked, problems) = check::check(program, &diagnostics);
    diagnostics.extend(problems);
    let errors: Vec<&Diagnostic> = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    Engine::new(checked)
}
