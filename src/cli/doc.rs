//! `perenne doc`: the doctrine as a document, and the picture of what depends on what.

use super::Exit;
use super::language::choose_lang;
use super::options::{DocFormat, DocOptions, Shared};
use super::output::{print_diagnostics, refuse_with, rules_of};
use super::page::{format_of, path_in, put, write};
use super::schema::several;
use crate::base::{Date, Lang, tr};
use crate::diagnostic::Diagnostic;
use crate::document::{Request, ShownFile, document, svg_file, to_html, to_markdown, whole_picture};
use crate::project::{Analysis, analyse};

pub(super) fn run(options: &DocOptions, shared: &Shared) -> Exit {
    let asked = choose_lang(shared.lang, None);
    let (choice, names) = match rules_of(&options.places, asked) {
        Ok(rules) => rules,
        Err(exit) => return exit,
    };
    if let Some(name) = names.first() {
        let name = asked.quoted(name);
        let message = tr!(asked;
            en: "{name} is neither a folder nor a file of rules",
            fr: "{name} n’est ni un dossier ni un fichier de règles");
        return refuse_with(&message, asked);
    }
    let [root] = choice.doctrines.as_slice() else {
        return refuse_with(&several(&choice.doctrines, asked), asked);
    };
    let format = match format_of(options.format, options.output.as_deref(), asked) {
        Ok(format) => format,
        Err(message) => return refuse_with(&message, asked),
    };
    let analysis = analyse(root);
    let lang = choose_lang(shared.lang, analysis.lang);
    let errors: Vec<Diagnostic> = super::check::selected(&analysis).into_iter().filter(Diagnostic::is_error).collect();
    print_diagnostics(&errors, &analysis.sources, lang, shared);
    let request = request(&analysis, options.as_of.unwrap_or_else(Date::today), lang);
    if request.files.is_empty() {
        return Exit::Call;
    }
    let document = document(&request);
    let written = match format {
        DocFormat::Markdown => to_markdown(&document),
        DocFormat::Html => to_html(&document),
    };
    if let Some(picture) = &options.picture
        && let Err(message) = write(picture, &svg_file(&whole_picture(&request)), lang)
    {
        return refuse_with(&message, lang);
    }
    if let Err(message) = put(&written, options.output.as_deref(), lang) {
        return refuse_with(&message, lang);
    }
    if errors.is_empty() { Exit::Done } else { Exit::No }
}

/// The files of the part that was asked for, by their paths in the doctrine.
fn request(analysis: &Analysis, as_of: Date, lang: Lang) -> Request<'_> {
    let project = &analysis.project;
    let files = project.files.iter().filter(|file| project.is_selected(file)).map(|file| ShownFile {
        id: file.id,
        path: path_in(&project.root.place, &file.place, &file.path),
        literate: file.literate,
    });
    Request {
        engine: &analysis.engine,
        sources: &analysis.sources,
        files: files.collect(),
        lang,
        as_of,
        label: project.root.label(),
        is_part: project.root.part.is_some(),
    }
}
