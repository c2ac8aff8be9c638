//! `perenne doc`: the doctrine as a document, and the picture of what depends on what.

use super::Exit;
use super::language::choose_lang;
use super::options::{DocFormat, DocOptions, Shared};
use super::output::{print, print_diagnostics, refuse_with, rules_of};
use super::schema::several;
use crate::base::{Date, Lang, tr};
use crate::diagnostic::Diagnostic;
use crate::document::{Request, ShownFile, document, svg_file, to_html, to_markdown, whole_picture};
use crate::project::{Analysis, FilePlace, RootPlace, analyse, shown};
use std::path::Path;

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
    let format = match format_of(options, asked) {
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
    match &options.output {
        None => print(&written),
        Some(path) => {
            if let Err(message) = write(path, &written, lang) {
                return refuse_with(&message, lang);
            }
        }
    }
    if errors.is_empty() { Exit::Done } else { Exit::No }
}

/// The format asked for, else that of the file’s ending, else Markdown. An ending that says another thing than the
/// format is a slip.
fn format_of(options: &DocOptions, lang: Lang) -> Result<DocFormat, String> {
    let ending =
        options.output.as_deref().and_then(Path::extension).map(|ending| ending.to_string_lossy().to_lowercase());
    let by_ending = match ending.as_deref() {
        Some("html" | "htm") => Some(DocFormat::Html),
        Some("md" | "markdown") => Some(DocFormat::Markdown),
        _ => None,
    };
    match (options.format, by_ending, &options.output) {
        (Some(asked), Some(other), Some(path)) if asked != other => {
            let path = lang.quoted(&shown(path));
            Err(tr!(lang;
                en: "--format and the ending of {path} do not agree",
                fr: "--format et la fin du nom {path} ne disent pas la même chose"))
        }
        (Some(asked), ..) => Ok(asked),
        (None, Some(found), _) => Ok(found),
        (None, None, None) => Ok(DocFormat::Markdown),
        (None, None, Some(path)) => {
            let path = lang.quoted(&shown(path));
            Err(tr!(lang;
                en: "the ending of {path} does not say which format to write; name the file .md or .html, or give --format",
                fr: "la fin du nom {path} ne dit pas quel format écrire\u{a0}; nommez le fichier en .md ou .html, ou donnez --format"))
        }
    }
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

fn path_in(root: &RootPlace, file: &FilePlace, fallback: &str) -> String {
    let relative = match (root, file) {
        (RootPlace::Folder(folder), FilePlace::Disk(path)) => path.strip_prefix(folder).ok().map(shown),
        (RootPlace::File(_), FilePlace::Disk(path)) => path.file_name().map(|name| name.to_string_lossy().into_owned()),
        (RootPlace::Shipped(folder), FilePlace::Shipped(path)) => {
            path.strip_prefix(folder.as_str()).map(|path| path.trim_start_matches('/').to_string())
        }
        _ => None,
    };
    relative.unwrap_or_else(|| fallback.to_string())
}

fn write(path: &Path, text: &str, lang: Lang) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| {
        let path = shown(path);
        let why = error.to_string();
        tr!(lang; en: "cannot write {path}: {why}", fr: "impossible d’écrire {path}\u{a0}: {why}")
    })
}
