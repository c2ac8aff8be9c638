//! The shipped doctrine, looked at through every feature.

use perenne::base::{FileId, Lang, Span};
use perenne::ide::snapshot::{Rules, Snapshot};
use perenne::ide::symbols::Role;
use perenne::ide::tokens::{Class, tokens};
use perenne::ide::{actions, complete, diagnostics, hover, layout, outline, rename, signature, typing};
use perenne::project::{DoctrineRoot, Kept, RootPlace, Texts};
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn rules() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")
}

fn snapshot(texts: &Texts, kept: &mut Kept) -> Snapshot {
    let root = DoctrineRoot { place: RootPlace::Folder(rules()), name: None, part: None };
    let examples = rules().join("../examples/transport.data.gouv.fr.yaml");
    let text = std::fs::read_to_string(&examples).unwrap();
    Snapshot::new(Arc::new(Rules::new(&root, texts, kept)), &[(examples, text.into())])
}

/// Words that stand for nothing the doctrine declares: stable ids, old names, plurals, heads of results, the members that
/// come with a body, what a dataset says of the dossier itself.
fn is_free(line: &str, word: &str) -> bool {
    let line = line.trim_start();
    matches!(word, "résultat" | "membres")
        || ["réf ", "anciennement ", "pluriel ", "dossier "].iter().any(|start| line.starts_with(start))
        || line.starts_with("dossier.")
}

#[test]
fn every_name_in_the_shipped_rules_is_known() {
    let snapshot = snapshot(&Texts::new(), &mut Kept::default());
    let mut unknown = Vec::new();
    for file in snapshot.rule_files() {
        let text = snapshot.text(file);
        let coloured = tokens(&snapshot, file, Span::new(0, text.len()));
        // Whatever is neither coloured nor a mark is a word that nobody knows.
        let mut done = 0;
        let tree = snapshot.tree(file).unwrap();
        for region in &tree.regions {
            done = done.max(region.start as usize);
            let inside = coloured.iter().filter(|one| region.start <= one.span.start && one.span.end <= region.end);
            for one in inside.map(|one| one.span).chain([region.at_end()]) {
                let between = text.get(done..one.start as usize).unwrap_or("");
                for (at, word) in words(between) {
                    let source = snapshot.sources.get(file).unwrap();
                    let line = source.line_and_byte(done + at).0;
                    if !is_free(source.line_text(line), word) {
                        unknown.push(format!("{}:{} {word}", snapshot.sources.path(file), line + 1));
                    }
                }
                done = done.max(one.end as usize);
            }
        }
    }
    assert!(unknown.is_empty(), "{} unknown:\n{}", unknown.len(), unknown.join("\n"));
}

fn words(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        let is_word = letter == '_' || letter.is_alphanumeric();
        match (start, is_word) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                found.push((from, &text[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    found
}

#[test]
fn names_of_the_shipped_rules_can_be_changed() {
    let snapshot = snapshot(&Texts::new(), &mut Kept::default());
    let mut declared: Vec<_> = snapshot.symbols().declared().collect();
    declared.sort();
    let mut tried = 0;
    for (symbol, at) in declared.into_iter().step_by(600) {
        let renamed = rename::rename(&snapshot, at.file, at.span.start as usize + 1, "un_nom_que_rien_n_a");
        let edits = renamed.unwrap_or_else(|refusal| panic!("{symbol:?} {}: {refusal:?}", symbol.name(&snapshot)));
        let places = snapshot.symbols().of(symbol).filter(|one| !one.by_title || one.role == Role::Declaration).count();
        assert!(edits.len() >= places.min(1), "{symbol:?}");
        tried += 1;
    }
    assert!(tried > 3, "{tried}");
}

/// What is asked after each letter.
fn ask(snapshot: &Snapshot, file: FileId, at: usize) {
    complete::complete(snapshot, file, at, true, Lang::Fr);
    hover::hover(snapshot, file, at, None, Lang::Fr);
    signature::signature(snapshot, file, at);
    outline::outline(snapshot, file);
    typing::typed(snapshot, file, at, '\n');
    typing::typed(snapshot, file, at, '|');
    let _ = rename::prepare(snapshot, file, at);
    diagnostics::diagnostics(snapshot, file, Lang::En);
    tokens(snapshot, file, Span::new(0, snapshot.text(file).len()));
}

/// What is asked now and then.
fn ask_more(snapshot: &Snapshot, file: FileId, at: usize) {
    actions::actions(snapshot, file, Span::new(at, at), None, Lang::Fr);
    outline::around(snapshot, file, at);
    outline::folds(snapshot, file);
    layout::layout(snapshot, file, None, None);
}

/// A file by itself, at a path of its own.
struct Alone {
    root: DoctrineRoot,
    path: PathBuf,
    kept: Kept,
}

impl Alone {
    fn new(name: &str) -> Alone {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("ide-prefixes").join(name);
        let root = DoctrineRoot { place: RootPlace::File(path.clone()), name: None, part: None };
        Alone { root, path, kept: Kept::default() }
    }

    fn snapshot(&mut self, text: &str) -> (Snapshot, FileId) {
        let texts = Texts::from([(self.path.clone(), text.to_string())]);
        let snapshot = Snapshot::new(Arc::new(Rules::new(&self.root, &texts, &mut self.kept)), &[]);
        let file = snapshot.file_at(&self.path).unwrap();
        (snapshot, file)
    }
}

#[test]
fn nothing_fails_at_any_prefix() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, step) in [("tests/syntax/specimen.perenne", 1), ("rules/note/ressources.perenne.md", 97)] {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        let mut alone = Alone::new(name);
        for (rank, (at, _)) in text.char_indices().step_by(step).enumerate() {
            let (snapshot, file) = alone.snapshot(&text[..at]);
            ask(&snapshot, file, at);
            if rank % 31 == 0 {
                ask_more(&snapshot, file, at);
            }
        }
    }
}

/// Where a word is taken out with the rest of its item, it is among those offered in its place.
#[test]
fn the_next_word_is_offered() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(folder.join("tests/syntax/specimen.perenne")).unwrap();
    let mut alone = Alone::new("specimen.perenne");
    let (whole, file) = alone.snapshot(&text);
    let items: Vec<Span> = whole.tree(file).unwrap().items.iter().map(|item| item.span).collect();
    let all = tokens(&whole, file, Span::new(0, text.len()));
    let (mut offered, mut missing) = (0, Vec::new());
    for one in &all {
        let named = matches!(one.class, Class::Text | Class::Number | Class::Operator | Class::Comment) || one.declares;
        let Some(item) = items.iter().find(|item| item.start < one.span.start && one.span.start < item.end) else {
            continue;
        };
        if named {
            continue;
        }
        let at = one.span.start as usize;
        // What the item declares is known although its rest is not written yet.
        let cut = format!("{}{}", &text[..at], &text[item.end as usize..]);
        let (snapshot, file) = alone.snapshot(&cut);
        let entries = complete::complete(&snapshot, file, at, false, Lang::Fr);
        let word = one.span.slice(&text);
        let fits = |label: &str| {
            label == word || label.rsplit('.').next() == Some(word) || label.split('.').next() == Some(word)
        };
        if entries.iter().any(|entry| fits(&entry.label)) {
            offered += 1;
        } else {
            let line = text[..at].matches('\n').count() + 1;
            missing.push(format!("{line}: {word}"));
        }
    }
    let share = offered * 100 / (offered + missing.len());
    assert!(share >= 90, "{share} % offered; missing:\n{}", missing.join("\n"));
}
