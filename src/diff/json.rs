//! What changes, for machines: `perenne.diff/1`. Keys and kinds are English whatever the language; sentences and reasons
//! are in the language asked for.

use super::{Change, Diff, Impact, Item, Kind, Line, Side, Status, Tag, Told};
use crate::model::ids::RuleId;
use serde_json::{Value as Json, json};

const FORMAT: &str = "perenne.diff/1";

/// Everything that changes; `errors` are the diagnostics of both, already as JSON. The impact has the path of its data.
pub fn diff_json(
    diff: &Diff,
    old: (&str, Side<'_>),
    new: (&str, Side<'_>),
    impact: Option<(&Impact<'_>, &str)>,
    errors: Json,
) -> Json {
    json!({
        "format": FORMAT,
        "old": old.0,
        "new": new.0,
        "counts": {
            "added": diff.count(Status::Added),
            "removed": diff.count(Status::Removed),
            "renamed": diff.count(Status::Renamed),
            "changed": diff.count(Status::Changed),
            "same": diff.same,
        },
        "changes": diff.changes.iter().map(|one| change(one, old.1, new.1)).collect::<Vec<_>>(),
        "impact": impact.map(|(impact, path)| self::impact(impact, path)),
        "errors": errors,
    })
}

fn change(change: &Change, old: Side<'_>, new: Side<'_>) -> Json {
    let item = |side: Side<'_>, item: &Option<Item>| {
        item.as_ref().map(|item| {
            let (file, line) = side.place(item);
            json!({ "name": item.name, "title": item.title, "file": file, "line": line })
        })
    };
    let bounds = change.bounds.iter().map(|moved| json!({ "of": moved.of, "from": moved.from, "to": moved.to }));
    json!({
        "status": status_key(change.status),
        "kind": change.item().map(|item| kind_key(item.kind)),
        "old": item(old, &change.old),
        "new": item(new, &change.new),
        "guessed": change.guessed,
        "words": lines(&change.words),
        "text": lines(&change.text),
        "bounds": bounds.collect::<Vec<_>>(),
    })
}

fn lines(lines: &[Line]) -> Vec<Json> {
    let tag = |tag: Tag| match tag {
        Tag::Same => "same",
        Tag::Removed => "removed",
        Tag::Added => "added",
    };
    lines.iter().map(|line| json!({ "line": tag(line.tag), "text": line.text })).collect()
}

fn impact(impact: &Impact<'_>, path: &str) -> Json {
    let turned = impact.causes.iter().flat_map(|(cause, rules)| rules.iter().map(move |one| (*cause, one)));
    let turned = turned.map(|(cause, ((rule, from, to), turned))| {
        let cause = cause.and_then(|rank| impact.diff.changes.get(rank)).and_then(Change::item);
        let dossiers =
            turned.dossiers.iter().map(|one| json!({ "name": one.name, "before": one.before, "after": one.after }));
        json!({
            "cause": cause.map(|item| item.name.as_str()),
            "rule": name(impact, *rule),
            "from": from,
            "to": to,
            "count": turned.count,
            "dossiers": dossiers.collect::<Vec<_>>(),
        })
    });
    let errors = impact.errors.iter().map(|Told { file, line, column, message, code }| {
        json!({ "file": file, "line": line, "column": column, "message": message, "code": code })
    });
    json!({
        "data": path,
        "records": impact.records,
        "unread": impact.unread,
        "moved": impact.moved,
        "turned": turned.collect::<Vec<_>>(),
        "errors": errors.collect::<Vec<_>>(),
    })
}

fn name<'i>(impact: &'i Impact<'_>, rule: RuleId) -> Option<&'i str> {
    impact.new.engine.checked.program.rule(rule).map(|rule| rule.meta.name.as_str())
}

fn status_key(status: Status) -> &'static str {
    match status {
        Status::Added => "added",
        Status::Removed => "removed",
        Status::Renamed => "renamed",
        Status::Changed => "changed",
    }
}

fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Doctrine => "doctrine",
        Kind::Source => "source",
        Kind::Actor => "actor",
        Kind::Unit => "unit",
        Kind::Choice => "choice",
        Kind::Record => "record",
        Kind::Facts => "facts",
        Kind::Parameter => "parameter",
        Kind::Definition => "definition",
        Kind::Table => "table",
        Kind::Criterion => "criterion",
        Kind::Checklist => "checklist",
        Kind::Scenario => "scenario",
        Kind::Body => "body",
        Kind::Milestone => "milestone",
        Kind::Dataset => "dataset",
        Kind::Uncoded => "uncoded",
        Kind::Use => "use",
    }
}
