//! One line a record, for machines: `perenne.portfolio/1`. Keys and verdicts are English whatever the language.

use super::{Judged, Portfolio};
use crate::base::Lang;
use crate::diagnostic::{Diagnostic, Severity};
use crate::explain::json::verdict_key;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// The version of the format.
pub const FORMAT: &str = "perenne.portfolio/1";

/// One record of the data.
#[derive(Clone, Copy, Debug)]
pub struct Record<'r> {
    /// The path of the data, as shown.
    pub path: &'r str,
    /// Its line, from 1.
    pub line: usize,
    /// Its text, to find columns in.
    pub text: &'r str,
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

impl Record<'_> {
    /// Where in the data a mistake of this record is.
    pub fn place(&self, mistake: &Diagnostic) -> Place {
        let start = mistake.at.span.start as usize;
        let column = self.text.get(..start).unwrap_or(self.text).chars().count() + 1;
        Place { file: self.path.to_string(), line: self.line, column }
    }
}

#[derive(serde::Serialize)]
struct LineOut<'l> {
    format: &'static str,
    line: usize,
    key: Option<&'l str>,
    verdicts: Verdicts<'l>,
    missing: Vec<&'l str>,
    errors: Vec<ErrorOut>,
}

struct Verdicts<'l> {
    portfolio: &'l Portfolio<'l>,
    judged: &'l Judged,
}

#[derive(serde::Serialize)]
struct ErrorOut {
    code: &'static str,
    severity: &'static str,
    message: String,
    file: String,
    line: usize,
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
    let program = &portfolio.engine.checked.program;
    let of_record = mistakes.iter().map(|mistake| error_out(mistake, record.place(mistake), lang));
    let of_rules = judged.failures.iter().map(|failure| error_out(failure, in_rules(portfolio, failure), lang));
    let out = LineOut {
        format: FORMAT,
        line: record.line,
        key: record.key,
        verdicts: Verdicts { portfolio, judged },
        missing: judged.missing.iter().filter_map(|fact| Some(program.fact(*fact)?.path.as_str())).collect(),
        errors: of_record.chain(of_rules).collect(),
    };
    // Plain texts and numbers always have a JSON form.
    let mut line = serde_json::to_string(&out).unwrap_or_default();
    line.push('\n');
    line
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
