//! Diagnostics as workflow commands of GitHub Actions, which shows them beside the changed lines.

use super::place::Places;
use super::said;
use crate::base::Lang;
use crate::diagnostic::{Diagnostic, Severity};

/// `::error file=a.perenne,line=1,col=1,endLine=1,endColumn=8,title=R0101::message`
pub(super) fn command(diagnostic: &Diagnostic, places: &mut Places, lang: Lang) -> String {
    let kind = match diagnostic.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let place = places.place(diagnostic.at);
    let file = property(places.sources.path(diagnostic.at.file));
    let (line, end_line) = (place.line, place.end_line);
    // Columns are only read when all is on one line.
    let columns = match line == end_line {
        true => (format!(",col={}", place.column), format!(",endColumn={}", place.end_column)),
        false => (String::new(), String::new()),
    };
    let (column, end_column) = columns;
    let (title, message) = (diagnostic.code().text(), data(&said(diagnostic, lang)));
    format!("::{kind} file={file},line={line}{column},endLine={end_line}{end_column},title={title}::{message}\n")
}

/// What stands after the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What stands in a property, which a colon or a comma would end.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
