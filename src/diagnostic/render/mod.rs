//! Diagnostics as text for people and as JSON for programs.
//!
//! `graphic.rs` is the only file that names miette.

mod cut;
mod excerpt;
mod github;
mod graphic;
mod json;
mod page;
mod place;
mod sarif;

#[cfg(test)]
mod tests;

use super::{Diagnostic, Severity, pages};
use crate::base::{Lang, Sources, tr};
pub use page::page_text;
use place::Places;
pub use sarif::Sarif;
use unicode_width::UnicodeWidthStr;

/// At most this many diagnostics are written as text; the rest are counted.
pub const MOST_SHOWN: usize = 50;

/// How text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// With ANSI colours.
    pub color: bool,
    /// In columns.
    pub width: usize,
    /// One line a diagnostic, in words, for screen readers and for programs that read lines.
    pub plain: bool,
    /// Frames drawn with more than ASCII.
    pub unicode: bool,
}

impl Default for Style {
    fn default() -> Self {
        Style { color: false, width: 100, plain: false, unicode: true }
    }
}

/// All diagnostics by file and place, at most [`MOST_SHOWN`] of them (errors before warnings when some must be left
/// out), then a line that counts them. Empty when there are none; else it ends with a line feed.
pub fn to_text(diagnostics: &[Diagnostic], sources: &Sources, lang: Lang, style: Style) -> String {
    if diagnostics.is_empty() {
        return String::new();
    }
    let mut places = Places::new(sources);
    let mut text = String::new();
    for diagnostic in shown(diagnostics, sources) {
        let drawn = if style.plain { None } else { graphic::draw(diagnostic, &mut places, lang, style) };
        match drawn {
            Some(drawn) => {
                text.push_str(&drawn);
                text.push('\n');
            }
            None => text.push_str(&plain(diagnostic, &mut places, lang)),
        }
    }
    let more = diagnostics.len().saturating_sub(MOST_SHOWN);
    if more > 0 {
        text.push_str(&match more {
            1 => tr!(lang; en: "1 more not shown\n", fr: "1 autre n’est pas montrée\n"),
            _ => tr!(lang; en: "{more} more not shown\n", fr: "{more} autres ne sont pas montrées\n"),
        });
    }
    text.push_str(&summary(diagnostics, lang));
    text.push('\n');
    text
}

/// An array of all diagnostics by file and place, in the form that `check --format json` documents.
pub fn to_json(diagnostics: &[Diagnostic], sources: &Sources, lang: Lang) -> serde_json::Value {
    json::to_value(&sorted(diagnostics, sources), &mut Places::new(sources), lang)
}

/// All diagnostics by file and place, one workflow command of GitHub Actions a line.
pub fn to_github(diagnostics: &[Diagnostic], sources: &Sources, lang: Lang) -> String {
    let mut places = Places::new(sources);
    sorted(diagnostics, sources).iter().map(|diagnostic| github::command(diagnostic, &mut places, lang)).collect()
}

/// Adds all diagnostics by file and place to a SARIF run.
pub fn add_to_sarif(run: &mut Sarif, diagnostics: &[Diagnostic], sources: &Sources) {
    run.add(&sorted(diagnostics, sources), &mut Places::new(sources));
}

/// `2 erreurs, 1 avertissement`; empty when there are none.
pub fn summary(diagnostics: &[Diagnostic], lang: Lang) -> String {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
    let warnings = diagnostics.len() - errors;
    let mut counts = Vec::new();
    match errors {
        0 => {}
        1 => counts.push(tr!(lang; en: "1 error", fr: "1 erreur")),
        _ => counts.push(tr!(lang; en: "{errors} errors", fr: "{errors} erreurs")),
    }
    match warnings {
        0 => {}
        1 => counts.push(tr!(lang; en: "1 warning", fr: "1 avertissement")),
        _ => counts.push(tr!(lang; en: "{warnings} warnings", fr: "{warnings} avertissements")),
    }
    counts.join(", ")
}

/// Which page says more: that of the first error, else of the first warning. `None` when nothing is shown.
pub fn more(diagnostics: &[Diagnostic], sources: &Sources, lang: Lang) -> Option<String> {
    let all = sorted(diagnostics, sources);
    let first = all.iter().find(|diagnostic| diagnostic.is_error()).or(all.first())?;
    pages::page(first.code(), lang)?;
    let command = lang.quoted(&format!("perenne explain {}", first.code().text()));
    Some(tr!(lang; en: "{command} says more", fr: "{command} en dit plus"))
}

fn sorted<'a>(diagnostics: &'a [Diagnostic], sources: &Sources) -> Vec<&'a Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|diagnostic| (sources.path(diagnostic.at.file), diagnostic.at, diagnostic.code()));
    sorted
}

fn shown<'a>(diagnostics: &'a [Diagnostic], sources: &Sources) -> Vec<&'a Diagnostic> {
    let all = sorted(diagnostics, sources);
    let errors = all.iter().filter(|diagnostic| diagnostic.is_error()).count().min(MOST_SHOWN);
    let (mut errors_left, mut warnings_left) = (errors, MOST_SHOWN - errors);
    let fits = |diagnostic: &&Diagnostic| {
        let left = if diagnostic.is_error() { &mut errors_left } else { &mut warnings_left };
        let fits = *left > 0;
        *left = left.saturating_sub(1);
        fits
    };
    all.into_iter().filter(fits).collect()
}

/// `path:line:column: error R0301: message. See also path:line:column (note). Help: …`
fn plain(diagnostic: &Diagnostic, places: &mut Places, lang: Lang) -> String {
    let word = severity_word(diagnostic.severity(), lang);
    let code = diagnostic.code().text();
    let message = sentence(&diagnostic.problem.message(lang));
    let at = spot(diagnostic.at, places);
    let mut line = format!("{at}: {word} {code}: {message}");
    for related in &diagnostic.related {
        let (at, note) = (spot(related.at, places), one_line(&related.note.text(lang)));
        line.push_str(&tr!(lang; en: " See also {at} ({note}).", fr: " Voir aussi {at} ({note})."));
    }
    if let Some(help) = diagnostic.problem.help(lang) {
        let help = sentence(&help);
        line.push_str(&tr!(lang; en: " Help: {help}", fr: " Aide\u{a0}: {help}"));
    }
    line.push('\n');
    line
}

fn spot(at: crate::base::Loc, places: &mut Places) -> String {
    let place = places.place(at);
    format!("{}:{}:{}", one_line(places.sources.path(at.file)), place.line, place.column)
}

/// The message and what to do, as sentences on one line, for formats that have one place for both.
fn said(diagnostic: &Diagnostic, lang: Lang) -> String {
    let message = sentence(&diagnostic.problem.message(lang));
    match diagnostic.problem.help(lang) {
        Some(help) => {
            let help = sentence(&help);
            tr!(lang; en: "{message} Help: {help}", fr: "{message} Aide\u{a0}: {help}")
        }
        None => message,
    }
}

/// One line that ends like a sentence.
fn sentence(text: &str) -> String {
    let text = one_line(text);
    if text.ends_with(['.', '?', '!', '…']) { text } else { text + "." }
}

fn severity_word(severity: Severity, lang: Lang) -> String {
    match severity {
        Severity::Error => tr!(lang; en: "error", fr: "erreur"),
        Severity::Warning => tr!(lang; en: "warning", fr: "avertissement"),
    }
}

fn help_word(lang: Lang) -> String {
    tr!(lang; en: "help:", fr: "aide\u{a0}:")
}

/// The text on one line and without anything that a terminal would obey.
pub fn one_line(text: &str) -> String {
    text.chars()
        .map(|character| if character.is_whitespace() && character.is_control() { ' ' } else { cut::shown(character) })
        .collect()
}

/// Breaks a line at its plain spaces so that each line takes at most `width` columns where its words allow it.
fn wrap(text: &str, width: usize) -> String {
    let mut wrapped = String::with_capacity(text.len());
    let mut column = 0;
    for word in text.split(' ') {
        let needed = word.width();
        if column > 0 {
            let fits = column + 1 + needed <= width;
            wrapped.push(if fits { ' ' } else { '\n' });
            column = if fits { column + 1 } else { 0 };
        }
        wrapped.push_str(word);
        column += needed;
    }
    wrapped
}
