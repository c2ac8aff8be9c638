//! The JSON Schemas of what programs read. They allow keys that they do not name: keys are added freely, removed or
//! redefined only with the next number of the format. A test holds each to what the program prints.

/// What a command prints for other programs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Output {
    /// `perenne.eval/1`
    Eval,
    /// `perenne.missing/1`
    Missing,
    /// `perenne.why/1`
    Why,
    /// `perenne.compare/1`
    Compare,
    /// `perenne.calendar/1`
    Calendar,
    /// `perenne.portfolio/1`, one line
    Portfolio,
    /// `perenne.diff/1`
    Diff,
    /// `perenne.check/1`
    Check,
    /// `perenne.test/1`
    Test,
}

impl Output {
    /// Its JSON Schema (2020-12), as text.
    pub fn schema(self) -> &'static str {
        match self {
            Output::Eval => include_str!("schema/eval.json"),
            Output::Missing => include_str!("schema/missing.json"),
            Output::Why => include_str!("schema/why.json"),
            Output::Compare => include_str!("schema/compare.json"),
            Output::Calendar => include_str!("schema/calendar.json"),
            Output::Portfolio => include_str!("schema/portfolio.json"),
            Output::Diff => include_str!("schema/diff.json"),
            Output::Check => include_str!("schema/check.json"),
            Output::Test => include_str!("schema/test.json"),
        }
    }
}
