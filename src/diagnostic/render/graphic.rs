//! The drawn form of one diagnostic, by miette.
//!
//! miette is given an [`Excerpt`] and never a whole file: it prints lines whole, and stops the program at a label beyond
//! column 65 535. Its own English words, “help:” among them, are replaced by ours, in the code and in the footer.

use super::excerpt::{Excerpt, Label, Window};
use super::place::Places;
use super::{Style, help_word, severity_word, wrap};
use crate::base::{Lang, tr};
use crate::diagnostic::{Diagnostic, Severity};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents, ThemeCharacters, ThemeStyles,
};
use std::fmt;

/// Related places that are drawn; the others are counted.
const MOST_RELATED: usize = 8;

/// The columns miette takes beside a source line, with a line number of four digits.
const GUTTER: usize = 12;

/// Narrower terminals are treated as this wide.
const LEAST_WIDTH: usize = 40;

/// Draws one diagnostic, ending with a line feed; `None` if miette cannot.
pub(super) fn draw(diagnostic: &Diagnostic, places: &mut Places, lang: Lang, style: Style) -> Option<String> {
    let width = style.width.max(LEAST_WIDTH);
    let excerpt = Excerpt::new(&labels_of(diagnostic, lang), places, width - GUTTER);
    let shown = Shown {
        code: heading(diagnostic, &excerpt, places, lang),
        // Four columns are the mark before the message.
        message: wrap(&super::one_line(&diagnostic.problem.message(lang)), width - 4),
        severity: diagnostic.severity(),
        excerpt,
    };
    let mut handler = GraphicalReportHandler::new_themed(theme(style))
        .with_links(false)
        .with_wrap_lines(false)
        .tab_width(super::cut::TAB)
        .without_syntax_highlighting();
    let footer = footer(diagnostic, lang, style, width);
    if !footer.is_empty() {
        handler = handler.with_footer(footer);
    }
    let mut text = String::new();
    handler.render_report(&mut text, &shown).ok()?;
    Some(text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n") + "\n")
}

fn labels_of(diagnostic: &Diagnostic, lang: Lang) -> Vec<Label> {
    let mut labels = vec![Label { at: diagnostic.at, text: None, primary: true }];
    for related in diagnostic.related.iter().take(MOST_RELATED) {
        labels.push(Label { at: related.at, text: Some(super::one_line(&related.note.text(lang))), primary: false });
    }
    labels
}

/// `erreur R0301`, with the path when no line of the file is shown.
fn heading(diagnostic: &Diagnostic, excerpt: &Excerpt, places: &Places, lang: Lang) -> String {
    let word = severity_word(diagnostic.severity(), lang);
    let code = diagnostic.code().text();
    let path = places.sources.path(diagnostic.at.file);
    let drawn = excerpt.labels.iter().any(|label| label.primary);
    if drawn || path.is_empty() {
        format!("{word} {code}")
    } else {
        format!("{word} {code} [{}]", super::one_line(path))
    }
}

/// The help, and how many related places were left out, after miette's two columns of indentation.
fn footer(diagnostic: &Diagnostic, lang: Lang, style: Style, width: usize) -> String {
    let mut parts = Vec::new();
    let more = diagnostic.related.len().saturating_sub(MOST_RELATED);
    if more > 0 {
        parts.push(match more {
            1 => tr!(lang; en: "… and 1 other place", fr: "… et 1 autre endroit"),
            _ => tr!(lang; en: "… and {more} other places", fr: "… et {more} autres endroits"),
        });
    }
    if let Some(help) = diagnostic.problem.help(lang) {
        let word = help_word(lang);
        let hang = word.chars().count() + 1;
        let lines = wrap(&super::one_line(&help), width.saturating_sub(hang + 2));
        let lines = lines.replace('\n', &format!("\n{:hang$}", ""));
        parts.push(if style.color { format!("\u{1b}[36m{word}\u{1b}[0m {lines}") } else { format!("{word} {lines}") });
    }
    parts.join("\n")
}

fn theme(style: Style) -> GraphicalTheme {
    GraphicalTheme {
        characters: if style.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() },
        styles: if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() },
    }
}

/// A diagnostic in the form miette takes.
#[derive(Debug)]
struct Shown {
    code: String,
    message: String,
    severity: Severity,
    excerpt: Excerpt,
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown {}

impl miette::Diagnostic for Shown {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        if self.excerpt.labels.is_empty() {
            return None;
        }
        Some(Box::new(self.excerpt.labels.iter().map(|label| {
            let span = SourceSpan::new(label.range.start.into(), label.range.len());
            match label.primary {
                true => LabeledSpan::new_primary_with_span(label.text.clone(), span),
                false => LabeledSpan::new_with_span(label.text.clone(), span),
            }
        })))
    }
}

impl SourceCode for Excerpt {
    /// A whole window whatever the context asked for, since it was chosen line by line. A span over two windows is out
    /// of bounds, which keeps miette from drawing them as one. Without context miette asks for a label's own place, and
    /// is told where it truly is.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_lines_before: usize,
        _context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset() + span.len();
        let window = self.windows.iter().find(|window| window.range.start <= span.offset() && end <= window.range.end);
        let Some(Window { range, path, first_line, line_count }) = window else {
            return Err(MietteError::OutOfBounds);
        };
        let data = self.text.as_bytes().get(range.clone()).unwrap_or_default();
        let (line, column) = match self.labels.iter().find(|label| label.range.start == span.offset()) {
            Some(label) if context_lines_before == 0 => (label.line - 1, label.column - 1),
            _ => (*first_line, 0),
        };
        let whole = SourceSpan::new(range.start.into(), range.len());
        Ok(Box::new(MietteSpanContents::new_named(path.clone(), data, whole, line, column, *line_count)))
    }
}
