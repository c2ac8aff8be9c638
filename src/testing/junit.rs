//! The cases as JUnit XML, which the dashboards of continuous integration read: one `testsuite` a file, one `testcase`
//! a case. No time is given, since none is measured.

use super::json::kind_key;
use super::text::Words;
use super::{CaseOutcome, CaseResult, Failure, Report};
use crate::base::{FileId, Lang, Sources};
use crate::eval::Engine;
use std::fmt::Write;

/// The suites of several doctrines, in the order of their files.
#[derive(Debug, Default)]
pub struct Junit {
    suites: String,
    tests: usize,
    failures: usize,
    errors: usize,
}

impl Junit {
    /// Adds the cases of one doctrine, in words of the language asked for.
    pub fn add(&mut self, report: &Report, sources: &Sources, engine: &Engine, lang: Lang) {
        let words = Words { sources, engine, lang };
        let mut files: Vec<FileId> = report.cases.iter().map(|case| case.at.file).collect();
        files.sort_by_key(|file| sources.path(*file));
        files.dedup();
        for file in files {
            let cases: Vec<&CaseResult> = report.cases.iter().filter(|case| case.at.file == file).collect();
            self.suite(&words, sources.path(file), &cases);
        }
    }

    fn suite(&mut self, words: &Words<'_>, path: &str, cases: &[&CaseResult]) {
        let count = |wanted: fn(&CaseOutcome) -> bool| cases.iter().filter(|case| wanted(&case.outcome)).count();
        let failures = count(|outcome| matches!(outcome, CaseOutcome::Failed(_)));
        let errors = count(|outcome| matches!(outcome, CaseOutcome::NotRun(_)));
        let tests = cases.len();
        let name = attribute(path);
        line(
            &mut self.suites,
            1,
            &format!(
                r#"<testsuite name="{name}" tests="{tests}" failures="{failures}" errors="{errors}" skipped="0">"#
            ),
        );
        for case in cases {
            self.case(words, path, case);
        }
        line(&mut self.suites, 1, "</testsuite>");
        self.tests += tests;
        self.failures += failures;
        self.errors += errors;
    }

    fn case(&mut self, words: &Words<'_>, path: &str, case: &CaseResult) {
        let (name, file, line_number) = (words.title(case), attribute(path), words.line(case.at));
        let head = format!(
            r#"<testcase classname="{}" name="{}" file="{file}" line="{line_number}""#,
            attribute(&class_name(path)),
            attribute(&name),
        );
        let inner = match &case.outcome {
            CaseOutcome::Passed => {
                line(&mut self.suites, 2, &format!("{head}/>"));
                return;
            }
            CaseOutcome::Failed(failures) => failed(words, case, failures),
            CaseOutcome::NotRun(why) => {
                let (place, why) = (words.place(case.at), words.not_run(why));
                format!(r#"<error message="{}" type="not_run">{}</error>"#, attribute(&why), text(&place))
            }
        };
        line(&mut self.suites, 2, &format!("{head}>"));
        line(&mut self.suites, 3, &inner);
        line(&mut self.suites, 2, "</testcase>");
    }

    /// The whole document.
    pub fn finish(self) -> String {
        let Junit { suites, tests, failures, errors } = self;
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <testsuites name=\"perenne\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\">\n\
             {suites}</testsuites>\n"
        )
    }
}

/// One element for all that fails in a case, since readers take one: the first says its name, the text tells them all.
fn failed(words: &Words<'_>, case: &CaseResult, failures: &[Failure]) -> String {
    let all: String = failures.iter().map(|failure| words.failure(case, failure)).collect();
    let message = failures.first().map_or_else(String::new, |failure| words.message(failure));
    let kind = failures.first().map_or("", |failure| kind_key(&failure.kind));
    format!(r#"<failure message="{}" type="{kind}">{}</failure>"#, attribute(&message), text(&format!("\n{all}")))
}

/// `rules.team` for `rules/team.perenne.md`: readers group classes by what stands before the last point.
fn class_name(path: &str) -> String {
    let stem = path.trim_end_matches(".md").trim_end_matches(".perenne");
    stem.trim_start_matches("./").replace('/', ".")
}

fn line(out: &mut String, depth: usize, text: &str) {
    // Writing to a text cannot fail.
    let _ = writeln!(out, "{}{text}", "  ".repeat(depth));
}

/// Between quotation marks, where line ends are written as references so that readers keep them.
fn attribute(value: &str) -> String {
    value.chars().fold(String::new(), |mut out, c| {
        match c {
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            other => push(&mut out, other),
        }
        out
    })
}

fn text(value: &str) -> String {
    value.chars().fold(String::new(), |mut out, c| {
        push(&mut out, c);
        out
    })
}

fn push(out: &mut String, c: char) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '\r' => out.push_str("&#13;"),
        '\n' | '\t' => out.push(c),
        // XML 1.0 has no way at all to write the others below the space, nor these two.
        '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
        other => out.push(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_escaped_or_replaced() {
        let value = "a < b & \"c\" > 'd'\n\t\u{1}\u{0}\r é « \u{a0} » \u{ffff} ]]>";
        let document = format!("<a b=\"{}\">{}</a>", attribute(value), text(value));
        let parsed = roxmltree::Document::parse(&document).unwrap();
        let expected = "a < b & \"c\" > 'd'\n\t\u{fffd}\u{fffd}\r é « \u{a0} » \u{fffd} ]]>";
        assert_eq!(parsed.root_element().attribute("b"), Some(expected));
        assert_eq!(parsed.root_element().text(), Some(expected));
    }

    #[test]
    fn classes_are_named_after_files() {
        assert_eq!(class_name("rules/team.perenne.md"), "rules.team");
        assert_eq!(class_name("./a.perenne"), "a");
        assert_eq!(class_name("../règles/x.perenne"), "...règles.x");
    }
}
