//! `perenne explain`: the page of a diagnostic, or the list of all codes.

use super::Exit;
use super::language::choose_lang;
use super::options::{ExplainOptions, Shared};
use super::output::{print, refuse_with};
use super::style::{Stream, style_for};
use crate::base::{Lang, name, tr};
use crate::diagnostic::code::{CATALOGUE, Entry, FAMILIES};
use crate::diagnostic::render::page_text;
use crate::diagnostic::{Code, Severity, pages};
use std::io::IsTerminal;

pub(super) fn run(options: &ExplainOptions, shared: &Shared) -> Exit {
    let lang = choose_lang(shared.lang, None);
    let Some(wanted) = &options.code else {
        print(&list(lang));
        return Exit::Done;
    };
    let Some(page) = Code::parse(wanted).and_then(|code| pages::page(code, lang)) else {
        return refuse_with(&unknown(wanted, lang), lang);
    };
    // A page that goes to a file stays Markdown; a person reads it laid out.
    if shared.plain || std::io::stdout().is_terminal() {
        print(&page_text(page, style_for(Stream::Output, shared.color, shared.plain)));
    } else {
        print(page);
    }
    Exit::Done
}

/// Every code with its title, by family.
fn list(lang: Lang) -> String {
    let mut text = String::new();
    for family in FAMILIES {
        text.push_str(family.title(lang));
        text.push('\n');
        for entry in family.entries() {
            text.push_str(&line(entry, lang));
        }
        text.push('\n');
    }
    let example = lang.quoted("perenne explain R0301");
    text.push_str(&tr!(lang;
        en: "{example} shows the page of a code.\n",
        fr: "{example} montre la page d’un code.\n"));
    text
}

fn line(entry: &Entry, lang: Lang) -> String {
    let (code, title) = (entry.text, entry.title(lang));
    match entry.severity {
        Severity::Error => format!("  {code}  {title}\n"),
        Severity::Warning => {
            tr!(lang; en: "  {code}  {title} (warning)\n", fr: "  {code}  {title} (avertissement)\n")
        }
    }
}

fn unknown(wanted: &str, lang: Lang) -> String {
    let near = name::did_you_mean(wanted, CATALOGUE.iter().map(|entry| entry.text));
    let wanted = lang.quoted(wanted);
    match near {
        Some(near) => {
            let near = lang.quoted(near);
            tr!(lang;
                en: "no diagnostic has the code {wanted}; did you mean {near}?",
                fr: "aucun diagnostic n’a le code {wanted}\u{a0}; vouliez-vous dire {near}\u{a0}?")
        }
        None => {
            let all = lang.quoted("perenne explain");
            tr!(lang;
                en: "no diagnostic has the code {wanted}; {all} lists them all",
                fr: "aucun diagnostic n’a le code {wanted}\u{a0}; {all} les cite tous")
        }
    }
}
