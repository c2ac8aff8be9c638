//! One row a record, as CSV (RFC 4180): what a line of JSON says, for spreadsheets. Heads and verdicts are English
//! whatever the language, names as written.

use super::line::{errors, flips, missing};
use super::{Judged, Portfolio, Record};
use crate::base::Lang;
use crate::diagnostic::Diagnostic;
use crate::explain::json::verdict_key;

/// The heads of the columns, the end of the line included.
pub fn table_head(portfolio: &Portfolio<'_>) -> String {
    let mut heads = vec!["file", "line", "key"];
    heads.extend(portfolio.asked.group_by.map(|_| "group"));
    heads.extend(portfolio.given().iter().map(|rule| portfolio.name(*rule)));
    heads.extend(portfolio.asked.flips.then_some("flips"));
    heads.extend(["missing", "errors"]);
    row(heads.into_iter().map(str::to_string))
}

/// The row of a record. `mistakes` are those met in reading it.
pub fn table_row(
    portfolio: &Portfolio<'_>,
    record: &Record<'_>,
    judged: &Judged,
    mistakes: &[Diagnostic],
    lang: Lang,
) -> String {
    let mut cells =
        vec![record.file().to_string(), record.raw.line.to_string(), record.key.unwrap_or_default().to_string()];
    if portfolio.asked.group_by.is_some() {
        cells.push(judged.group.as_ref().and_then(|group| group.key.clone()).unwrap_or_default());
    }
    let given = portfolio.given().len();
    let verdicts = judged.verdicts.iter().map(|verdicts| verdict_key(verdicts.verdict()).to_string());
    cells.extend(verdicts.chain(std::iter::repeat(String::new())).take(given));
    if portfolio.asked.flips {
        let flips = flips(portfolio, judged);
        let flips: Vec<String> =
            flips.iter().map(|flip| format!("{}: {} -> {}", flip.name, flip.from, flip.to)).collect();
        cells.push(flips.join("; "));
    }
    cells.push(missing(portfolio, judged).join(" "));
    let errors = errors(portfolio, record, judged, mistakes, lang);
    let errors: Vec<String> =
        errors.iter().map(|error| format!("{} ({}): {}", error.code, error.line, error.message)).collect();
    cells.push(errors.join("; "));
    row(cells.into_iter())
}

fn row(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| quoted(&cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell, between quotation marks where it needs them. What a spreadsheet would take for a formula stands after an
/// apostrophe: names of dossiers are other people's words.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula { format!("'{cell}") } else { cell.to_string() };
    if cell.contains([',', '"', '\n', '\r', ';']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(quoted("été"), "été");
        assert_eq!(quoted("a, b"), "\"a, b\"");
        assert_eq!(quoted("dit « \"oui\" »\n"), "\"dit « \"\"oui\"\" »\n\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
    }
}
