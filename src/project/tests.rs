use super::scratch::Scratch;
use super::*;
use crate::base::{Lang, Loc, Span};
use crate::diagnostic::problem::{FilesProblem, Problem};
use std::path::Path;

/// `name (place) part` for each doctrine that a path stands for.
fn doctrines(folder: &Scratch, path: &str) -> Vec<String> {
    let describe = |root: DoctrineRoot| {
        let name = root.name.clone().unwrap_or_else(|| "-".to_string());
        let part = root.part.as_ref().map_or(String::new(), |part| format!(" {}", part.to_string_lossy()));
        format!("{name} ({}){}", folder.inside(&root.shown_path()), part.replace('\\', "/"))
    };
    doctrines_for(&folder.path(path)).unwrap().into_iter().map(describe).collect()
}

fn load(folder: &Scratch, path: &str) -> Project {
    Project::load(doctrines_for(&folder.path(path)).unwrap().first().unwrap())
}

fn files(folder: &Scratch, project: &Project) -> Vec<String> {
    project.files.iter().map(|file| folder.inside(&file.path)).collect()
}

fn problems(project: &Project) -> Vec<&FilesProblem> {
    let files = project.diagnostics.iter().filter_map(|diagnostic| match &diagnostic.problem {
        Problem::Files(problem) => Some(problem),
        _ => None,
    });
    files.collect()
}

fn ministry() -> Scratch {
    Scratch::new(&[
        ("rules/a.perenne", "doctrine ministère « Titre »\n"),
        ("rules/équipe/b.perenne.md", "# prose\n\n```perenne\nacteur x « X »\n```\n"),
        ("rules/équipe/notes.md", "doctrine non\n"),
        ("rules/.caché/c.perenne", "acteur caché « C »\n"),
        ("rules/.#a.perenne", "verrou"),
        ("rules/commun/d.perenne.md", "```perenne\ndoctrine commun\n```\n"),
        ("rules/commun/plus/e.perenne", "acteur y « Y »\n"),
        ("seul/f.perenne", "acteur z « Z »\n"),
    ])
}

#[test]
fn a_path_stands_for_the_nearest_doctrine_at_or_above() {
    let folder = ministry();
    assert_eq!(doctrines(&folder, "rules"), ["ministère (rules)"]);
    assert_eq!(doctrines(&folder, "rules/équipe"), ["ministère (rules) équipe"]);
    assert_eq!(doctrines(&folder, "rules/équipe/b.perenne.md"), ["ministère (rules) équipe/b.perenne.md"]);
    assert_eq!(doctrines(&folder, "rules/commun/plus"), ["commun (rules/commun) plus"]);
    assert_eq!(doctrines(&folder, "rules/équipe/../commun"), ["commun (rules/commun)"]);
}

#[test]
fn with_none_above_it_stands_for_those_below_or_for_itself() {
    let folder = ministry();
    assert_eq!(doctrines(&folder, ""), ["ministère (rules)", "commun (rules/commun)"]);
    assert_eq!(doctrines(&folder, "seul"), ["- (seul)"]);
    assert_eq!(doctrines(&folder, "seul/f.perenne"), ["- (seul/f.perenne)"]);
    assert_eq!(files(&folder, &load(&folder, "seul/f.perenne")), ["seul/f.perenne"]);
}

#[test]
fn a_doctrine_is_its_folder_without_hidden_folders_and_other_doctrines() {
    let folder = ministry();
    let project = load(&folder, "rules");
    assert_eq!(files(&folder, &project), ["rules/a.perenne", "rules/équipe/b.perenne.md"]);
    assert_eq!(project.files.iter().map(|file| file.literate).collect::<Vec<_>>(), [false, true]);
    assert!(project.diagnostics.is_empty());
}

#[test]
fn a_part_loads_the_whole_and_selects() {
    let folder = ministry();
    let project = load(&folder, "rules/équipe");
    let selected: Vec<bool> = project.files.iter().map(|file| project.is_selected(file)).collect();
    assert_eq!(selected, [false, true]);
    let project = load(&folder, "rules/.caché");
    assert!(
        matches!(problems(&project)[..], [FilesProblem::NoRules { path }] if folder.inside(path) == "rules/.caché")
    );
}

#[cfg(unix)]
#[test]
fn links_to_folders_are_skipped_and_broken_links_are_told() {
    let folder = ministry();
    std::os::unix::fs::symlink(folder.path("seul"), folder.path("rules/lien")).unwrap();
    std::os::unix::fs::symlink(folder.path("rules"), folder.path("rules/équipe/boucle.perenne")).unwrap();
    std::os::unix::fs::symlink(folder.path("seul/f.perenne"), folder.path("rules/g.perenne")).unwrap();
    std::os::unix::fs::symlink(folder.path("nulle part"), folder.path("rules/h.perenne")).unwrap();
    let project = load(&folder, "rules");
    assert_eq!(files(&folder, &project), ["rules/a.perenne", "rules/g.perenne", "rules/équipe/b.perenne.md"]);
    assert!(matches!(problems(&project)[..], [FilesProblem::Unreadable { .. }]));
}

#[test]
fn files_that_cannot_be_read_are_told_and_the_others_stay() {
    let folder = Scratch::new(&[("a.perenne", "doctrine d\n")]);
    folder.write("gros.perenne", &vec![b'\n'; FILE_LIMIT as usize + 1]);
    folder.write("latin.perenne", b"# bon\nacteur \xe9quipe\n");
    let project = load(&folder, "");
    assert_eq!(files(&folder, &project), ["a.perenne"]);
    let [too_large, not_utf8] = &project.diagnostics[..] else { panic!("{:?}", project.diagnostics) };
    assert_eq!(too_large.code().text(), "R0602");
    assert_eq!(not_utf8.code().text(), "R0603");
    let source = project.sources.get(not_utf8.at.file).unwrap();
    assert_eq!(
        (source.line_column(not_utf8.at.span.start as usize), source.slice(not_utf8.at.span)),
        ((2, 8), "\u{fffd}")
    );
}

#[test]
fn byte_order_marks_line_ends_and_forms_are_kept() {
    let text = "\u{feff}doctrine d\r\nacteur e\u{301} « É »\r\n";
    let folder = Scratch::new(&[("a.perenne", text)]);
    let project = load(&folder, "");
    assert_eq!(&*project.sources.get(project.files[0].id).unwrap().text, text);
}

#[test]
fn a_path_that_does_not_exist_is_guessed_at() {
    let folder = ministry();
    let Err(FilesProblem::PathNotFound { suggestion: Some(near), .. }) = doctrines_for(&folder.path("rules/equipe"))
    else {
        panic!("no suggestion")
    };
    assert_eq!(folder.inside(&near), "rules/équipe");
    assert!(matches!(
        doctrines_for(&folder.path("rien/du/tout")),
        Err(FilesProblem::PathNotFound { suggestion: None, .. })
    ));
    assert!(holds_rules(&folder.path("")) && !holds_rules(&folder.path("rules/.caché/rien")));
}

/// Stands for the parser: every line `utilise "…"`.
fn uses_of(file: &RuleFile, text: &str) -> Vec<UseRequest> {
    let targets = text.lines().filter_map(|line| line.strip_prefix("utilise \"")?.strip_suffix('"'));
    let at = Loc::new(file.id, Span::default());
    targets.map(|target| UseRequest { target: target.to_string(), at }).collect()
}

fn load_with_uses(folder: &Scratch, path: &str) -> Project {
    Project::load_with_uses(doctrines_for(&folder.path(path)).unwrap().first().unwrap(), uses_of)
}

#[test]
fn what_is_used_is_loaded_once_and_never_selected() {
    let folder = Scratch::new(&[
        ("haut/a.perenne", "doctrine haut\nutilise \"../gauche\"\nutilise \"../droite\"\n"),
        ("gauche/b.perenne", "doctrine gauche\nutilise \"../bas\"\n"),
        ("droite/c.perenne", "doctrine droite\nutilise \"../gauche/../bas/\"\n"),
        ("bas/d.perenne", "doctrine bas\n"),
    ]);
    let project = load_with_uses(&folder, "haut");
    let imports: Vec<String> = project.imports.iter().map(DoctrineRoot::label).collect();
    assert_eq!(imports, ["haut", "gauche", "droite", "bas"]);
    let edges: Vec<(u32, u32)> = project.uses.iter().map(|used| (used.from, used.import)).collect();
    assert_eq!(edges, [(0, 1), (0, 2), (1, 3), (2, 3)]);
    assert_eq!(project.files.iter().map(|file| file.import).collect::<Vec<_>>(), [0, 1, 2, 3]);
    assert_eq!(project.files.iter().filter(|file| project.is_selected(file)).count(), 1);
    assert!(project.diagnostics.is_empty());
}

#[test]
fn circles_are_shown_and_cut() {
    let folder = Scratch::new(&[
        ("un/a.perenne", "doctrine un\nutilise \"../deux\"\nutilise \".\"\n"),
        ("deux/b.perenne", "doctrine deux\nutilise \"../trois\"\n"),
        ("trois/c.perenne", "doctrine trois\nutilise \"../un\"\n"),
    ]);
    let project = load_with_uses(&folder, "un");
    let messages: Vec<String> =
        project.diagnostics.iter().map(|diagnostic| diagnostic.problem.message(Lang::En)).collect();
    assert_eq!(
        messages,
        ["this doctrine uses itself", "these doctrines use each other in a circle: trois → un → deux → trois"]
    );
    assert_eq!(project.uses.len(), 2);
}

#[test]
fn a_target_must_be_a_doctrine() {
    let folder = ministry();
    let from = FilePlace::Disk(folder.path("rules/a.perenne"));
    assert_eq!(resolve_use(&from, "commun").unwrap().name.as_deref(), Some("commun"));
    let suggestion = |target: &str| match resolve_use(&from, target) {
        Err(FilesProblem::UseNotFound { suggestion, .. }) => suggestion,
        other => panic!("{other:?}"),
    };
    assert_eq!(suggestion("./comun").as_deref(), Some("./commun"));
    assert_eq!(suggestion("../rules/comun/").as_deref(), Some("../rules/commun"));
    assert_eq!(suggestion(""), None);
    for target in ["commun/d.perenne.md", "commun/plus", "../seul"] {
        assert!(matches!(resolve_use(&from, target), Err(FilesProblem::NotADoctrine { .. })), "{target}");
    }
}

#[test]
fn the_shipped_rules_are_shown_under_rules() {
    let project = shipped();
    assert_eq!(project.imports.len(), 1);
    assert!(project.files.iter().all(|file| file.path.starts_with("rules/") && is_rules_path(Path::new(&file.path))));
    for root in shipped_doctrines() {
        assert_eq!(shipped_named(&root.label()), Some(root));
    }
    assert_eq!(shipped_named("nulle part"), None);
}
