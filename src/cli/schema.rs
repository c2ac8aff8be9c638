//! `perenne schema`: the JSON Schema of the facts files of a doctrine, or of what a command prints for programs.

use super::Exit;
use super::language::choose_lang;
use super::options::{SchemaOptions, SchemaOutput, Shared};
use super::output::{print, print_diagnostics, refuse_with, rules_of};
use crate::base::{Lang, tr};
use crate::diagnostic::Diagnostic;
use crate::explain::schema::Output;
use crate::facts::schema::facts_schema;
use crate::project::{DoctrineRoot, analyse};

pub(super) fn run(options: &SchemaOptions, shared: &Shared) -> Exit {
    if let Some(output) = options.output {
        print(output_of(output).schema());
        return Exit::Done;
    }
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
    let analysis = analyse(root);
    let lang = choose_lang(shared.lang, analysis.lang);
    let errors: Vec<Diagnostic> = analysis.diagnostics.iter().filter(|one| one.is_error()).cloned().collect();
    print_diagnostics(&errors, &analysis.sources, lang, shared);
    print(&format!("{:#}\n", facts_schema(&analysis.engine, lang)));
    if errors.is_empty() { Exit::Done } else { Exit::No }
}

fn output_of(output: SchemaOutput) -> Output {
    match output {
        SchemaOutput::Eval => Output::Eval,
        SchemaOutput::Missing => Output::Missing,
        SchemaOutput::Why => Output::Why,
        SchemaOutput::Compare => Output::Compare,
        SchemaOutput::Calendar => Output::Calendar,
        SchemaOutput::Portfolio => Output::Portfolio,
        SchemaOutput::Diff => Output::Diff,
        SchemaOutput::Check => Output::Check,
        SchemaOutput::Test => Output::Test,
    }
}

pub(super) fn several(doctrines: &[DoctrineRoot], lang: Lang) -> String {
    let names: Vec<String> = doctrines.iter().map(DoctrineRoot::label).collect();
    let names = names.join(", ");
    tr!(lang;
        en: "several doctrines here: {names}; name one",
        fr: "plusieurs doctrines ici\u{a0}: {names}\u{a0}; nommez-en une")
}
