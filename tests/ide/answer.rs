//! Answers as texts that a reviewer can read alone.

use super::case::Case;
use perenne::base::{FileId, Lang, Loc, Span};
use perenne::ide::actions::What;
use perenne::ide::{
    actions, complete, diagnostics, hints, hover, layout, lenses, links, moved, navigate, outline, rename, signature,
    tokens, typing,
};

const LANG: Lang = Lang::Fr;

pub fn answer(case: &Case) -> String {
    // The day of the test is not that of the snapshot.
    told(case).replace(&perenne::base::Date::today().to_string(), "AUJOURD’HUI")
}

fn told(case: &Case) -> String {
    let (snapshot, file, at) = (&case.snapshot, case.file, case.offset);
    match case.request.as_str() {
        "hover" => {
            let judged = snapshot.facts.first().and_then(|facts| snapshot.judged(facts.id));
            let found = hover::hover(snapshot, file, at, judged.as_deref(), LANG);
            found.map_or_else(|| "rien".to_string(), |found| found.markdown)
        }
        "definition" => places(case, navigate::definition(snapshot, file, at).map(|found| found.places)),
        "type-definition" => places(case, navigate::type_definition(snapshot, file, at).map(|found| found.places)),
        "implementation" => places(case, navigate::implementation(snapshot, file, at).map(|found| found.places)),
        "references" => places(case, navigate::references(snapshot, file, at, true)),
        "highlight" => {
            let found = navigate::highlights(snapshot, file, at).unwrap();
            found.iter().map(|one| format!("{:?} {}", one.role, place(case, one.at))).collect()
        }
        "outline" => outline::outline(snapshot, file).iter().map(|line| lines(line, 0)).collect(),
        "search" => outline::search(snapshot, &case.argument, LANG)
            .iter()
            .map(|one| format!("{} ({})\n", one.name, one.detail))
            .collect(),
        "folds" => outline::folds(snapshot, file).iter().map(|fold| place(case, Loc::new(file, fold.span))).collect(),
        "selection" => outline::around(snapshot, file, at)
            .iter()
            .map(|span| format!("{:?}\n", span.slice(snapshot.text(file))))
            .collect(),
        "tokens" => {
            let all = Span::new(0, snapshot.text(file).len());
            tokens::tokens(snapshot, file, all)
                .iter()
                .map(|one| {
                    let shades = [(one.declares, " declares"), (one.writes, " writes"), (one.constant, " constant")];
                    let shades: String = shades.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
                    format!("{:?}{shades} {:?}\n", one.class, one.span.slice(snapshot.text(file)))
                })
                .collect()
        }
        "links" => links::links(snapshot, file)
            .iter()
            .map(|link| {
                let target = format!("{:?}", link.target).replace(&*case.folder.to_string_lossy(), "");
                format!("{} → {target}\n", link.span.slice(snapshot.text(file)))
            })
            .collect(),
        "format" => {
            let within = (case.end > case.offset).then(|| Span::new(case.offset, case.end));
            let edits = layout::layout(snapshot, file, within, None);
            edits.map_or_else(|| "rien".to_string(), |edits| edited(case, &edits))
        }
        "complete" => {
            let entries = complete::complete(snapshot, file, at, case.argument == "snippets", LANG);
            let text = snapshot.text(file);
            let shown = entries.iter().take(40).map(|entry| {
                let typed = &text[entry.replaces.start as usize..at];
                let insert =
                    if entry.insert == entry.label { String::new() } else { format!(" ⇒ {:?}", entry.insert) };
                format!("{} {typed:?}→{} — {}{insert}\n", entry.rank, entry.label, entry.detail)
            });
            shown.collect()
        }
        "rename" => match rename::prepare(snapshot, file, at) {
            Err(refusal) => format!("refusé : {}", refusal.message(snapshot, LANG)),
            Ok((span, name)) => match rename::rename(snapshot, file, at, &case.argument) {
                Ok(edits) => format!("{name} ({:?})\n{}", span.slice(snapshot.text(file)), edited(case, &edits)),
                Err(refusal) => {
                    let message = refusal.message(snapshot, LANG);
                    let folder = perenne::project::shown(&case.folder);
                    format!("refusé : {}", message.replace(&format!("{folder}/"), ""))
                }
            },
        },
        "actions" => {
            let judged = snapshot.facts.first().and_then(|facts| snapshot.judged(facts.id));
            let found = actions::actions(snapshot, file, Span::new(at, case.end), judged.as_deref(), LANG);
            let wanted = |action: &&actions::Action| match case.argument.as_str() {
                "" => action.kind != actions::Kind::Source,
                words => action.title.contains(words),
            };
            let shown = found.iter().filter(wanted).map(|action| {
                let what = match &action.what {
                    What::Edits(edits) => edited(case, edits),
                    What::Explain(code) => format!("page {code}\n"),
                };
                let preferred = if action.preferred { " (préféré)" } else { "" };
                format!("▸ {:?} {}{preferred}\n{what}", action.kind, action.title)
            });
            shown.collect()
        }
        "lenses" => {
            let judged = snapshot.facts.first().and_then(|facts| snapshot.judged(facts.id));
            let found = lenses::lenses(snapshot, file, judged.as_deref(), false, LANG);
            let line = |span: Span| snapshot.sources.get(file).unwrap().line_column(span.start as usize).0;
            found.iter().map(|lens| format!("{} {}\n", line(lens.span), lens.title)).collect()
        }
        "hints" => {
            let judged = snapshot.judged(snapshot.facts[0].id).unwrap();
            let text = snapshot.text(file);
            let found = hints::hints(snapshot, file, Span::new(0, text.len()), &judged, LANG);
            let (mut shown, mut done) = (String::new(), 0);
            for hint in found {
                shown += &format!("{}⟪{}⟫", &text[done..hint.at], hint.text);
                done = hint.at;
            }
            shown + &text[done..]
        }
        "signature" => match signature::signature(snapshot, file, at) {
            Some(found) => format!("{} → {} ({})", found.label, found.parts[found.active], found.about),
            None => "rien".to_string(),
        },
        "typed" => {
            let character = if case.argument == "newline" { '\n' } else { case.argument.chars().next().unwrap() };
            edited(case, &typing::typed(snapshot, file, at, character))
        }
        "moved" => {
            let (from, to) = case.argument.split_once(" → ").unwrap();
            edited(case, &moved::moved(snapshot, &case.folder.join(from), &case.folder.join(to)))
        }
        "diagnostics" => {
            let found = diagnostics::diagnostics(snapshot, file, LANG);
            found
                .iter()
                .map(|one| format!("{} {}{}\n", one.code.text(), place(case, Loc::new(file, one.span)), one.message))
                .collect()
        }
        "calls" => {
            let symbol = navigate::calls_from(snapshot, file, at).unwrap();
            let called = |calls: Vec<(perenne::ide::symbols::Symbol, Vec<Loc>)>| -> String {
                calls.iter().map(|(symbol, places)| format!("{} ×{}\n", symbol.name(snapshot), places.len())).collect()
            };
            let callers = called(navigate::callers(snapshot, symbol));
            format!("appelé par\n{callers}appelle\n{}", called(navigate::callees(snapshot, symbol)))
        }
        other => panic!("unknown request {other}"),
    }
}

fn places(case: &Case, places: Option<Vec<Loc>>) -> String {
    let Some(places) = places else { return "rien".to_string() };
    places.into_iter().map(|at| place(case, at)).collect()
}

/// `a.perenne:3 équipe.«internes» : entier`
fn place(case: &Case, at: Loc) -> String {
    let source = case.snapshot.sources.get(at.file).unwrap();
    let (line, column) = source.line_and_byte(at.span.start as usize);
    let text = source.line_text(line);
    let end = (column + (at.span.end - at.span.start) as usize).min(text.len());
    let (before, inside, after) = (&text[..column], &text[column..end], &text[end..]);
    let last = source.line_and_byte(at.span.end as usize).0;
    let more = if last > line { format!(" … {}", last + 1) } else { String::new() };
    format!("{}:{} {before}⟦{inside}⟧{after}{more}\n", case.path(at.file), line + 1)
}

fn lines(line: &outline::Line, depth: usize) -> String {
    let own = format!("{}{:?} {} — {}\n", "  ".repeat(depth), line.kind, line.name, line.detail);
    let inside: String = line.children.iter().map(|line| lines(line, depth + 1)).collect();
    own + &inside
}

/// The files that edits change, after them.
pub fn edited(case: &Case, edits: &[perenne::ide::Edit]) -> String {
    let mut files: Vec<FileId> = edits.iter().map(|edit| edit.at.file).collect();
    files.sort();
    files.dedup();
    let mut shown = String::new();
    for file in files {
        let mut own: Vec<_> = edits.iter().filter(|edit| edit.at.file == file).collect();
        own.sort_by_key(|edit| edit.at.span);
        let before = case.snapshot.text(file);
        let (mut text, mut done) = (String::new(), 0);
        for edit in own {
            let span = edit.at.span;
            assert!(span.start as usize >= done, "edits overlap: {edits:?}");
            text += &before[done..span.start as usize];
            text += &edit.with;
            done = span.end as usize;
        }
        text += &before[done..];
        shown += &format!("── {}\n", case.path(file));
        for (before, after) in lines_apart(before, &text) {
            shown += &format!("{before}{after}\n");
        }
    }
    shown
}

/// The lines that differ, with `-` and `+`.
fn lines_apart(before: &str, after: &str) -> Vec<(char, String)> {
    let diff = similar_lines(before, after);
    diff.into_iter().filter(|(sign, _)| *sign != ' ').collect()
}

fn similar_lines(before: &str, after: &str) -> Vec<(char, String)> {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    // The longest common subsequence: cases are short.
    let mut common = vec![vec![0; after.len() + 1]; before.len() + 1];
    for (i, one) in before.iter().enumerate().rev() {
        for (j, other) in after.iter().enumerate().rev() {
            common[i][j] = if one == other { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    while i < before.len() || j < after.len() {
        if i < before.len() && j < after.len() && before[i] == after[j] {
            lines.push((' ', before[i].to_string()));
            (i, j) = (i + 1, j + 1);
        } else if j == after.len() || i < before.len() && common[i + 1][j] >= common[i][j + 1] {
            lines.push(('-', before[i].to_string()));
            i += 1;
        } else {
            lines.push(('+', after[j].to_string()));
            j += 1;
        }
    }
    lines
}
