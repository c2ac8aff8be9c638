//! One line a record, for machines: `perenne.portfolio/1`. Keys and verdicts are English whatever the language.

use super::{Judged, Portfolio};
use crate::base::Lang;
use crate::diagnostic::{Diagnostic, Severity};
use crate::explain::json::verdict_key;
use crate::facts::records::Raw;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// The version of the format.
pub const FORMAT: &str = "perenne.portfolio/1";

/// One record of the data.
#[derive(Clone, Copy, Debug)]
pub struct Record<'r> {
    /// The path of the data, as shown; of a record that has a file of its own, that of its file is told.
    pub path: &'r str,
    pub raw: &'r Raw,
    /// What names it, where something does.
    pub key: Option<&'r str>,
}

/// A place in the data or in the rules; line and column from 1, columns in characters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    pub file: String,
    pub line: usize,
    pub column: usize,
}

impl<'r> Record<'r> {
    /// Where in the data a mistake of this record is.
    pub fn place(&self, mistake: &Diagnostic) -> Place {
        let (line, column) = self.raw.place(mistake.at.span.start as usize);
        Place { file: self.file().to_string(), line, column }
    }

    /// The file it stands in.
    pub fn file(&self) -> &'r str {
        self.raw.file.as_deref().unwrap_or(self.path)
    }
}

#[derive(serde::Serialize)]
struct LineOut<'l> {
    format: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'l str>,
    line: usize,
    key: Option<&'l str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<Option<&'l str>>,
    verdicts: Verdicts<'l>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flips: Option<Vec<FlipOut<'l>>>,
    missing: Vec<&'l str>,
    errors: Vec<ErrorOut>,
}

/// A verdict that is another without settings.
#[derive(serde::Serialize)]
pub(super) struct FlipOut<'l> {
    pub name: &'l str,
    pub from: &'static str,
    pub to: &'static str,
}

struct Verdicts<'l> {
    portfolio: &'l Portfolio<'l>,
    judged: &'l Judged,
}

#[derive(serde::Serialize)]
pub(super) struct ErrorOut {
    pub code: &'static str,
    severity: &'static str,
    pub message: String,
    file: String,
    pub line: usize,
    column: usize,
}

impl Serialize for Verdicts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let given = self.portfolio.given();
        let mut map = serializer.serialize_map(Some(given.len().min(self.judged.verdicts.len())))?;
        for (rule, verdicts) in given.iter().zip(&self.judged.verdicts) {
            map.serialize_entry(self.portfolio.name(*rule), verdict_key(verdicts.verdict()))?;
        }
        map.end()
    }
}

/// The line of a record, its end included. `mistakes` are those met in reading it.
pub fn record_line(
    portfolio: &Portfolio<'_>,
    record: &Record<'_>,
    judged: &Judged,
    mistakes: &[Diagnostic],
    lang: Lang,
) -> String {
    let flips = portfolio.asked.flips.then(|| flips(portfolio, judged));
    let group = portfolio.asked.group_by.map(|_| judged.group.as_ref().and_then(|group| group.key.as_deref()));
    let out = LineOut {
        format: FORMAT,
        file: record.raw.file.as_deref(),
        line: record.raw.line,
        key: record.key,
        group,
        verdicts: Verdicts { portfolio, judged },
        flips,
        missing: missing(portfolio, judged),
        errors: errors(portfolio, record, judged, mistakes, lang),
    };
    // Plain texts and numbers always have a JSON form.
    let mut line = serde_json::to_string(&out).unwrap_or_default();
    line.push('\n');
    line
}

/// The paths of the facts that are missing.
pub(super) fn missing<'a>(portfolio: &Portfolio<'a>, judged: &Judged) -> Vec<&'a str> {
    let program = &portfolio.engine.checked.program;
    judged.missing.iter().filter_map(|fact| Some(program.fact(*fact)?.path.as_str())).collect()
}

/// The verdicts that are others without settings, of those that stand in lines.
pub(super) fn flips<'a>(portfolio: &Portfolio<'a>, judged: &Judged) -> Vec<FlipOut<'a>> {
    let in_lines = judged.flips.iter().filter(|(rank, _)| *rank < portfolio.in_lines);
    let out = in_lines.filter_map(|(rank, from)| {
        let to = judged.verdicts.get(*rank)?.verdict();
        let name = portfolio.name(*portfolio.rules.get(*rank)?);
        Some(FlipOut { name, from: verdict_key(*from), to: verdict_key(to) })
    });
    out.collect()
}

/// What is wrong with a record, then what could not be evaluated.
pub(super) fn errors(
    portfolio: &Portfolio<'_>,
    record: &Record<'_>,
    judged: &Judged,
    mistakes: &[Diagnostic],
    lang: Lang,
) -> Vec<ErrorOut> {
    let of_record = mistakes.iter().map(|mistake| error_out(mistake, record.place(mistake), lang));
    let of_rules = judged.failures.iter().map(|failure| error_out(failure, in_rules(portfolio, failure), lang));
    of_record.chain(of_rules).collect()
}

fn error_out(diagnostic: &Diagnostic, place: Place, lang: Lang) -> ErrorOut {
    ErrorOut {
        code: diagnostic.code().text(),
        severity: match diagnostic.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: diagnostic.problem.message(lang),
        file: place.file,
        line: place.line,
        column: place.column,
    }
}

/// What could not be evaluated has its place in the rules.
fn in_rules(portfolio: &Portfolio<'_>, failure: &Diagnostic) -> Place {
    let file = portfolio.sources.get(failure.at.file);
    let (line, column) = file.map_or((1, 1), |file| file.line_column(failure.at.span.start as usize));
    Place { file: portfolio.sources.path(failure.at.file).to_string(), line, column }
}
