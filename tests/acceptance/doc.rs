//! The doctrine as a document.

use crate::harness::{Run, perenne, perenne_in, root, scratch};
use crate::page::{can_be_walked_through, elements, needs_nothing_else_and_leads_somewhere, text_of, tree};
use perenne::base::{Date, Lang};
use perenne::document::{
    Document, PALETTE, Request, ShownFile, document, svg_file, to_html, to_markdown, whole_picture,
};
use perenne::project::{Analysis, DoctrineRoot, analyse, doctrines_for};
use roxmltree::Document as Page;
use std::collections::HashSet;

const LANGS: [Lang; 2] = [Lang::Fr, Lang::En];

/// Every doctrine of the repository that is there to be read.
fn doctrines() -> Vec<DoctrineRoot> {
    let paths = ["rules", "examples/tour", "examples/ministère", "tests/acceptance/specimen", "tests/acceptance/doc"];
    let found: Vec<DoctrineRoot> =
        paths.iter().flat_map(|path| doctrines_for(&root().join(path)).expect("a doctrine")).collect();
    assert!(found.len() >= paths.len());
    found
}

fn request(analysis: &Analysis, lang: Lang) -> Request<'_> {
    let files = analysis.project.files.iter().filter(|file| analysis.project.is_selected(file));
    let files = files.map(|file| ShownFile { id: file.id, path: file.path.clone(), literate: file.literate }).collect();
    let as_of = Date::new(2026, 9, 1).expect("a day");
    let (engine, sources) = (&analysis.engine, &analysis.sources);
    Request { engine, sources, files, lang, as_of, label: analysis.project.root.label(), is_part: false }
}

fn made(analysis: &Analysis, lang: Lang) -> Document {
    document(&request(analysis, lang))
}

#[test]
fn every_doctrine_gives_a_well_formed_page_that_needs_nothing_else_and_whose_links_lead_somewhere() {
    for root in doctrines() {
        let analysis = analyse(&root);
        for lang in LANGS {
            let html = to_html(&made(&analysis, lang));
            let links = needs_nothing_else_and_leads_somewhere(&html, &root.label());
            assert!(links > 50, "{}: {links} links", root.label());
        }
    }
}

#[test]
fn a_page_can_be_walked_through_by_its_headings_landmarks_and_languages() {
    for root in doctrines() {
        let analysis = analyse(&root);
        for lang in LANGS {
            let html = to_html(&made(&analysis, lang));
            can_be_walked_through(&html, &root.label(), lang);
            let page = tree(&html);
            let label = root.label();
            // Words of an author in another language say so.
            let other = lang.other().code();
            let written_in_other = analysis.lang == Some(lang.other());
            let marked = elements(&page).any(|node| node.attribute("lang") == Some(other));
            assert_eq!(marked, written_in_other, "{label} in {}", lang.code());
        }
    }
}

#[test]
fn everything_that_a_doctrine_declares_is_in_both_documents() {
    for root in doctrines() {
        let analysis = analyse(&root);
        let program = &analysis.engine.checked.program;
        let document = made(&analysis, Lang::Fr);
        let (html, markdown) = (to_html(&document), to_markdown(&document));
        let page = tree(&html);
        let words = text_of(page.root_element());
        let label = root.label();
        let own = |file| analysis.project.files.iter().any(|one| one.id == file && one.import == 0);
        let mut titles: Vec<&str> = Vec::new();
        titles.extend(
            program.rules.iter().map(|one| &one.meta).filter(|meta| own(meta.at.file)).map(|meta| meta.label()),
        );
        titles.extend(
            program.derived.iter().map(|one| &one.meta).filter(|meta| own(meta.at.file)).map(|meta| meta.label()),
        );
        titles.extend(
            program.sources.iter().map(|one| &one.meta).filter(|meta| own(meta.at.file)).map(|meta| meta.label()),
        );
        let plans = program.scenarios.iter().map(|one| &one.meta).chain(program.milestones.iter().map(|one| &one.meta));
        let plans = plans.chain(program.uncoded.iter().map(|one| &one.meta));
        titles.extend(plans.filter(|meta| own(meta.at.file)).map(|meta| meta.label()));
        let facts = || program.facts.iter().filter(|fact| fact.is_declared() && own(fact.decl.at.file));
        titles.extend(facts().map(|fact| fact.decl.label()));
        titles.extend(facts().filter_map(|fact| fact.decl.question.as_deref()));
        titles.extend(program.tests.iter().map(|test| test.title.as_str()));
        let versions = program.rules.iter().filter(|rule| own(rule.meta.at.file)).flat_map(|rule| &rule.versions);
        titles.extend(
            versions
                .flat_map(|version| &version.per)
                .filter_map(|one| one.quote.as_ref())
                .map(|(quote, _)| quote.as_str()),
        );
        assert!(titles.len() > 10, "{label}");
        for title in titles {
            assert!(words.contains(title), "{label}: the page lacks {title}");
            let plain = markdown.replace('\\', "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            assert!(plain.contains(title), "{label}: the Markdown lacks {title}");
        }
        let rows =
            program.tests.iter().flat_map(|test| &test.examples).map(|examples| examples.rows.len()).sum::<usize>();
        assert!(markdown.lines().filter(|line| line.trim_start().starts_with("| ")).count() >= rows, "{label}");
    }
}

#[test]
fn markdown_leads_to_its_own_anchors_only() {
    for root in doctrines() {
        let analysis = analyse(&root);
        for lang in LANGS {
            let markdown = to_markdown(&made(&analysis, lang));
            let ids: Vec<&str> = markdown.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            let known: HashSet<&str> = ids.iter().copied().collect();
            assert_eq!(known.len(), ids.len(), "{}", root.label());
            let links: Vec<&str> = markdown.split("](#").skip(1).filter_map(|rest| rest.split(')').next()).collect();
            assert!(links.len() > 50);
            for link in links {
                assert!(known.contains(link), "{}: #{link} leads nowhere", root.label());
            }
        }
    }
}

/// The luminance of a colour, as WCAG 2 defines it.
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value =
            f64::from(u8::from_str_radix(colour.get(at..at + 2).expect("two digits"), 16).expect("a colour")) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[test]
fn every_pair_of_colours_is_contrasted_by_day_and_by_night() {
    let pairs = [
        ("text", "page"),
        ("text", "panel"),
        ("soft", "page"),
        ("soft", "panel"),
        ("link", "page"),
        ("link", "panel"),
        ("accent", "page"),
        ("page", "accent"),
        ("strong", "page"),
        ("strong", "panel"),
        ("mild", "page"),
        ("mild", "panel"),
        ("text", "fact"),
        ("text", "definition"),
        ("page", "text"),
    ];
    let colour = |name: &str| PALETTE.iter().find(|(known, ..)| *known == name).unwrap_or_else(|| panic!("{name}"));
    for (front, back) in pairs {
        let ((_, front_day, front_night), (_, back_day, back_night)) = (colour(front), colour(back));
        for (one, other) in [(front_day, back_day), (front_night, back_night)] {
            let (one, other) = (luminance(one), luminance(other));
            let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
            assert!(contrast >= 4.5, "{front} on {back}: {contrast:.2}");
        }
    }
}

fn in_words(run: &Run) -> &str {
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    &run.out
}

#[test]
fn a_small_doctrine_reads_well_in_both_languages() {
    for lang in ["fr", "en"] {
        let call = ["doc", "tests/acceptance/doc", "--as-of", "2025-03-01", "--lang", lang];
        let run = perenne(&call);
        insta::assert_snapshot!(format!("markdown_{lang}"), in_words(&run));
        let run = perenne(&[&call[..], &["--format", "html"]].concat());
        let page = in_words(&run);
        let (head, body) = page.split_once("<body").expect("a body");
        assert!(head.starts_with("<!DOCTYPE html>") && head.contains("<style>"));
        insta::assert_snapshot!(format!("html_{lang}"), format!("<body{body}"));
    }
}

#[test]
fn a_part_is_shown_alone_and_names_the_rest_without_links() {
    let folder = scratch("doc-part");
    let (page, picture) = (folder.join("securite.html"), folder.join("securite.svg"));
    let (page_path, picture_path) = (page.to_string_lossy().into_owned(), picture.to_string_lossy().into_owned());
    let run =
        perenne(&["doc", "rules/securite", "-o", &page_path, "--picture", &picture_path, "--as-of", "2026-09-01"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
    let html = std::fs::read_to_string(page).expect("written");
    let tree = tree(&html);
    let words = text_of(tree.root_element());
    assert!(words.contains("Une homologation est en vigueur") && words.contains("C-13"));
    // A fact of the vocabulary is named; it is not there to be led to.
    assert!(words.contains("Les homologations relevées") && !html.contains("fact-securite.homologations"));
    assert!(!words.contains("Le pilotage de l’équipe est internalisé"));
    let svg = std::fs::read_to_string(picture).expect("written");
    let svg = Page::parse(&svg).expect("well formed");
    assert!(text_of(svg.root_element()).contains("L’homologation n’expire"));
    assert!(svg.descendants().all(|node| node.attribute("href").is_none()), "a file by itself leads nowhere");
}

#[test]
fn every_part_leads_to_itself_only() {
    let rules = root().join("rules");
    let folders = std::fs::read_dir(&rules).expect("the rules").flatten().map(|entry| entry.path());
    let mut parts = 0;
    for folder in folders.filter(|path| path.is_dir()) {
        parts += 1;
        let path = folder.to_string_lossy().into_owned();
        let page = perenne(&["doc", &path, "--format", "html", "--as-of", "2026-09-01"]);
        let page = tree(in_words(&page));
        let known: HashSet<&str> = elements(&page).filter_map(|node| node.attribute("id")).collect();
        let links = elements(&page).filter_map(|node| node.attribute("href")).filter_map(|href| href.strip_prefix('#'));
        for anchor in links {
            assert!(known.contains(anchor), "{path}: #{anchor} leads nowhere");
        }
    }
    assert!(parts > 5, "{parts} parts");
}

#[test]
fn the_format_is_that_of_the_file() {
    let folder = scratch("doc-format");
    std::fs::copy(root().join("tests/acceptance/doc/jardins.perenne.md"), folder.join("j.perenne.md")).expect("copied");
    let start =
        |name: &str| std::fs::read_to_string(folder.join(name)).map(|text| text.chars().take(15).collect::<String>());
    for (name, starts) in [("a.html", "<!DOCTYPE html>"), ("a.md", "<a id=\"top\"></a")] {
        let run = perenne_in(&folder, &["doc", "j.perenne.md", "-o", name]);
        assert_eq!((run.code, start(name).expect("written").as_str()), (0, starts));
    }
    let refused = [
        (vec!["doc", "j.perenne.md", "-o", "b.txt"], ".md ou .html"),
        (vec!["doc", "j.perenne.md", "-o", "b.md", "--format", "html"], "ne disent pas la même chose"),
        (vec!["doc", "j.perenne.md", "-o", "nulle/part.md"], "impossible d’écrire"),
        (vec!["doc", "jardins"], "ni un dossier ni un fichier"),
    ];
    for (call, says) in refused {
        let run = perenne_in(&folder, &call);
        assert_eq!(run.code, 2, "{call:?}");
        assert!(run.err.contains(says), "{call:?}: {}", run.err);
    }
    assert!(!folder.join("b.txt").exists() && !folder.join("b.md").exists());
}

#[test]
fn rules_with_mistakes_are_shown_as_far_as_they_can_be_read() {
    let folder = scratch("doc-broken");
    let rules = "langue fr\nfaits f {\n  a : oui/non « A »\n}\ncritère bon « Le bon »\n  exige f.a\ncritère faux « Le faux »\n  exige f.b\n";
    std::fs::write(folder.join("r.perenne"), rules).expect("written");
    let run = perenne_in(&folder, &["doc", "r.perenne"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("R0201"), "{}", run.err);
    assert!(run.out.contains("«\u{a0}[A](#fact-f.a)\u{a0}» doit être vrai"), "{}", run.out);
    assert!(run.out.contains("Le faux") && run.out.contains("n’a pas pu être lue"), "{}", run.out);
}

#[test]
fn the_shipped_doctrine_answers_where_there_are_no_files() {
    let folder = scratch("doc-shipped");
    let run = perenne_in(&folder, &["doc", "--format", "html", "--as-of", "2026-09-01"]);
    let html = in_words(&run);
    assert!(html.contains("Pérenniser un service numérique") && html.contains("id=\"chapter-securite\""));
}

#[test]
fn the_picture_of_a_whole_doctrine_is_the_same_each_time() {
    for root in doctrines() {
        let analysis = analyse(&root);
        let request = request(&analysis, Lang::En);
        let svg = svg_file(&whole_picture(&request));
        let page = Page::parse(&svg).expect("well formed");
        let nodes = page.descendants().filter(|node| node.tag_name().name() == "rect").count();
        assert!(nodes > 5, "{}: {nodes}", root.label());
        assert_eq!(svg, svg_file(&whole_picture(&request)));
    }
}
