//! Datasets: how the records that others publish become facts.

use super::ids::{ExprId, FactId};
use super::item::Meta;
use super::unit::Unit;
use crate::base::{Loc, name};

/// `dataset directory "…"`: what each fact of a dossier is read from in a foreign record.
#[derive(Clone, Debug)]
pub struct Dataset {
    pub meta: Meta,
    /// `dossier = "title"`: what names the record.
    pub name: Option<Origin>,
    /// `dossier.as_of = "…"`: the day for which the record stands.
    pub as_of: Option<Origin>,
    /// `dossier.on = "…"`: the day on which the record said what it says.
    pub said_on: Option<Origin>,
    pub facts: Vec<Mapping>,
}

/// One fact and where it comes from.
#[derive(Clone, Debug)]
pub struct Mapping {
    pub fact: FactId,
    pub origin: Origin,
    pub at: Loc,
}

/// Where a value comes from.
#[derive(Clone, Debug)]
pub struct Origin {
    pub kind: OriginKind,
    pub at: Loc,
}

#[derive(Clone, Debug)]
pub enum OriginKind {
    /// The same for every record.
    Constant(ExprId),
    /// One value, or several that are added up.
    Paths { paths: Vec<KeyPath>, unit: Option<OriginUnit>, about: bool },
    /// One value, or a list of them, in words of the publisher's own.
    Translated { path: KeyPath, values: Vec<(String, ExprId)> },
    /// An object, or a list of them, field by field.
    Fields { path: KeyPath, fields: Vec<FieldMapping> },
}

/// The unit written after the paths.
#[derive(Clone, Debug)]
pub struct OriginUnit {
    /// `None` for `%`.
    pub unit: Option<Unit>,
    pub at: Loc,
}

/// One field of a record, by its name until `check` has compared it with the record.
#[derive(Clone, Debug)]
pub struct FieldMapping {
    pub name: String,
    pub origin: Origin,
    pub at: Loc,
}

/// The keys that lead to a value: `derived.team.admin`. A key that holds a dot stands between backquotes:
/// ``scores.`a.b`.total``.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPath {
    /// At least one, in NFC.
    pub keys: Vec<String>,
}

impl KeyPath {
    /// Reads a path; `None` when a key is empty or a backquote lacks its pair.
    pub fn parse(text: &str) -> Option<KeyPath> {
        let mut keys = Vec::new();
        let mut rest = text;
        loop {
            let (key, after) = match rest.strip_prefix('`') {
                Some(quoted) => quoted.split_once('`')?,
                None => rest.split_at_checked(rest.find('.').unwrap_or(rest.len()))?,
            };
            let key = key.trim();
            if key.is_empty() || key.contains('`') {
                return None;
            }
            keys.push(name::normalise(key));
            if after.is_empty() {
                return Some(KeyPath { keys });
            }
            rest = after.strip_prefix('.')?;
        }
    }

    /// The keys joined by dots.
    pub fn text(&self) -> String {
        self.keys.join(".")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_separates_keys_unless_backquotes_hold_it() {
        let keys = |text: &str| KeyPath::parse(text).map(|path| path.keys);
        let list = |keys: &[&str]| Some(keys.iter().map(|key| (*key).to_string()).collect::<Vec<_>>());
        assert_eq!(keys("title"), list(&["title"]));
        assert_eq!(keys("derived.team.admin"), list(&["derived", "team", "admin"]));
        assert_eq!(keys("`a.b`.c.`d e`"), list(&["a.b", "c", "d e"]));
        assert_eq!(keys("Nom du service"), list(&["Nom du service"]));
        assert_eq!(keys("e\u{301}tat"), list(&["état"]));
        for broken in ["", ".", "a..b", "a.", ".a", "`a", "a`b`", "`a`b", "``", "a. .b"] {
            assert_eq!(keys(broken), None, "{broken}");
        }
    }
}
