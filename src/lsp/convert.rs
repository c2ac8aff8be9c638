//! What `ide` says, in the words of the protocol.

use super::position::{Encoding, Lines};
use super::world::World;
use crate::base::{FileId, Loc, Span};
use crate::diagnostic::code::Severity;
use crate::ide::Edit;
use crate::ide::diagnostics::Found;
use crate::ide::snapshot::Snapshot;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use tower_lsp::lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, NumberOrString, Position,
    Range, TextEdit, Url, WorkspaceEdit,
};

/// Turns places of one snapshot into those of the editor.
#[derive(Debug)]
pub struct Convert<'a> {
    world: &'a World,
    snapshot: &'a Snapshot,
    lines: RefCell<HashMap<FileId, Rc<Lines>>>,
}

impl<'a> Convert<'a> {
    pub fn new(world: &'a World, snapshot: &'a Snapshot) -> Self {
        Convert { world, snapshot, lines: RefCell::default() }
    }

    fn lines(&self, file: FileId) -> Rc<Lines> {
        let mut known = self.lines.borrow_mut();
        known.entry(file).or_insert_with(|| Rc::new(Lines::new(self.snapshot.text(file)))).clone()
    }

    pub fn encoding(&self) -> Encoding {
        self.world.settings.encoding
    }

    pub fn offset(&self, file: FileId, position: Position) -> usize {
        self.lines(file).offset(self.snapshot.text(file), position, self.encoding())
    }

    pub fn position(&self, file: FileId, offset: usize) -> Position {
        self.lines(file).position(self.snapshot.text(file), offset, self.encoding())
    }

    pub fn span(&self, file: FileId, range: Range) -> Span {
        Span::new(self.offset(file, range.start), self.offset(file, range.end))
    }

    pub fn range(&self, file: FileId, span: Span) -> Range {
        self.lines(file).range(self.snapshot.text(file), span.range(), self.encoding())
    }

    /// `None` for a place in a file that is not on disk.
    pub fn location(&self, at: Loc) -> Option<Location> {
        Some(Location { uri: self.url(at.file)?, range: self.range(at.file, at.span) })
    }

    pub fn url(&self, file: FileId) -> Option<Url> {
        self.world.url_of(self.snapshot.path_of(file)?)
    }

    pub fn diagnostic(&self, file: FileId, found: &Found) -> Diagnostic {
        let related = found.related.iter().filter_map(|(at, message)| {
            Some(DiagnosticRelatedInformation { location: self.location(*at)?, message: message.clone() })
        });
        let related: Vec<_> = related.collect();
        Diagnostic {
            range: self.range(file, found.span),
            severity: Some(match found.severity {
                Severity::Error => DiagnosticSeverity::ERROR,
                Severity::Warning => DiagnosticSeverity::WARNING,
            }),
            code: Some(NumberOrString::String(found.code.text().to_string())),
            source: Some("perenne".to_string()),
            message: found.message.clone(),
            related_information: (!related.is_empty()).then_some(related),
            tags: found.unnecessary.then(|| vec![DiagnosticTag::UNNECESSARY]),
            ..Diagnostic::default()
        }
    }

    pub fn text_edit(&self, edit: &Edit) -> TextEdit {
        TextEdit { range: self.range(edit.at.file, edit.at.span), new_text: edit.with.clone() }
    }

    /// Edits of several files; `None` when one of them is not on disk.
    pub fn workspace_edit(&self, edits: &[Edit]) -> Option<WorkspaceEdit> {
        let mut changes: HashMap<Url, Vec<TextEdit>> = HashMap::new();
        for edit in edits {
            changes.entry(self.url(edit.at.file)?).or_default().push(self.text_edit(edit));
        }
        Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() })
    }
}
