//! The chapters: a file each, the authors' prose with each rule at its place. First what stands at the doctrine's root,
//! then the files in the order in which that leads to them, then the others by path; the vocabulary comes last.

use super::ShownFile;
use super::block::{Block, Entry, Inline, Prose, text};
use super::builder::Builder;
use super::prose::{self, Piece};
use super::target::{Target, slug};
use crate::base::{FileId, Loc, Span, tr};
use crate::model::ids::GroupId;
use crate::model::item::RuleKind;
use crate::model::{Program, ValueRef};
use crate::syntax::fences;
use std::collections::HashMap;

/// Where relative links between the files lead.
#[derive(Clone, Debug, Default)]
pub struct ChapterLinks {
    /// The path of each file, and the anchor of its chapter.
    paths: HashMap<FileId, String>,
    anchors: HashMap<String, String>,
}

/// What a link in the prose leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkTo {
    Anchor(String),
    /// An address of the web or of the mail.
    Web,
    /// A file that is not shown, or an address of another kind.
    Nowhere,
}

impl ChapterLinks {
    /// What an address written in a file leads to.
    pub fn resolve(&self, file: FileId, dest: &str) -> LinkTo {
        if ["https://", "http://", "mailto:"].iter().any(|scheme| dest.starts_with(scheme)) {
            return LinkTo::Web;
        }
        let path = dest.split(['#', '?']).next().unwrap_or("");
        let Some(from) = self.paths.get(&file) else { return LinkTo::Nowhere };
        match joined_path(from, path).and_then(|path| self.anchors.get(&path)) {
            Some(anchor) => LinkTo::Anchor(anchor.clone()),
            None => LinkTo::Nowhere,
        }
    }
}

/// The path that a relative one leads to from a file; `None` when it leaves the doctrine.
fn joined_path(from: &str, relative: &str) -> Option<String> {
    if relative.is_empty() || relative.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// An item with its place.
struct Placed {
    target: Target,
    at: Loc,
}

/// The blocks of every chapter, in order.
pub(super) fn build(builder: &mut Builder<'_>) -> (Vec<Block>, ChapterLinks) {
    let items = placed(builder.program);
    let files = ordered(builder, &items);
    let mut links = ChapterLinks::default();
    for file in &files {
        let anchor = builder.anchors.give(Target::Chapter(file.id), &format!("chapter-{}", slug(short(&file.path))));
        links.paths.insert(file.id, file.path.clone());
        links.anchors.insert(file.path.clone(), anchor);
    }
    let alone = files.len() == 1;
    let mut blocks = builder.overview();
    for file in &files {
        let own: Vec<&Placed> = items.iter().filter(|item| item.at.file == file.id).collect();
        blocks.extend(chapter(builder, file, &own, alone));
        blocks.extend(builder.chapter_picture(&outside_checklists(builder, &own)));
    }
    (blocks, links)
}

/// The criteria of a chapter that no checklist counts: the picture of a checklist shows the others.
fn outside_checklists(builder: &Builder<'_>, items: &[&Placed]) -> Vec<ValueRef> {
    let is_checklist = |of: &ValueRef| matches!(of, ValueRef::Rule(id) if builder.program.rule(*id).is_some_and(|rule| rule.kind == RuleKind::Checklist));
    let rules = items.iter().filter_map(|item| match item.target {
        Target::Value(of @ ValueRef::Rule(_)) => Some(of),
        _ => None,
    });
    rules.filter(|of| !is_checklist(of) && !builder.links.serves(*of).iter().any(is_checklist)).collect()
}

/// The path without its ending, which names the chapter of a file that does not name itself.
fn stem(path: &str) -> &str {
    let path = path.strip_suffix(".md").unwrap_or(path);
    path.strip_suffix(".perenne").unwrap_or(path)
}

/// The same without a folder of the same name: `sécurité/sécurité` is `sécurité`.
fn short(path: &str) -> &str {
    let stem = stem(path);
    match stem.rsplit_once('/') {
        Some((folder, name)) if folder.rsplit('/').next() == Some(name) => folder,
        _ => stem,
    }
}

/// Everything that has a place of its own in the text, by file and place.
fn placed(program: &Program) -> Vec<Placed> {
    let mut items: Vec<Placed> = Vec::new();
    let mut add = |target: Target, at: Loc| items.push(Placed { target, at });
    program.sources.iter().enumerate().for_each(|(rank, one)| add(Target::Source(rank), one.meta.item));
    program.actors.iter().enumerate().for_each(|(rank, one)| add(Target::Actor(rank), one.meta.item));
    program.choices.iter().enumerate().for_each(|(rank, one)| add(Target::Choice(rank), one.meta.item));
    program.records.iter().enumerate().for_each(|(rank, one)| add(Target::Record(rank), one.meta.item));
    program.datasets.iter().enumerate().for_each(|(rank, one)| add(Target::Dataset(rank), one.meta.item));
    program.tests.iter().enumerate().for_each(|(rank, one)| add(Target::Test(rank), one.item));
    let mut values: Vec<ValueRef> = super::links::items(program).collect();
    values.extend((0..program.groups.len()).map(|rank| ValueRef::Group(GroupId::new(rank))));
    values.extend((0..program.uncoded.len()).map(ValueRef::Uncoded));
    for of in values {
        if let Some(meta) = program.meta(of) {
            add(Target::Value(of), meta.item);
        }
    }
    items.sort_by_key(|item| item.at);
    items
}

/// The files in the order of reading.
fn ordered(builder: &Builder<'_>, items: &[Placed]) -> Vec<ShownFile> {
    let files = &builder.request.files;
    let mut led_to: Vec<String> = Vec::new();
    for file in files.iter().filter(|file| file.literate && !file.path.contains('/')) {
        let text = builder.request.sources.get(file.id).map_or("", |file| &file.text);
        led_to.extend(prose::destinations(text).iter().filter_map(|dest| joined_path(&file.path, dest)));
    }
    let rank = |file: &ShownFile| {
        let led = led_to.iter().position(|path| *path == file.path);
        let own = items.iter().filter(|item| item.at.file == file.id);
        let (mut any, mut vocabulary) = (false, true);
        for item in own {
            any = true;
            vocabulary &= match item.target {
                Target::Value(ValueRef::Group(_)) => true,
                Target::Value(_) => false,
                Target::Source(_) | Target::Actor(_) | Target::Choice(_) | Target::Record(_) => true,
                Target::Dataset(_) | Target::Test(_) | Target::Chapter(_) => true,
            };
        }
        match (file.path.contains('/'), led) {
            (false, _) => (0, 0),
            (true, Some(led)) => (1, led),
            (true, None) if any && vocabulary => (3, 0),
            (true, None) => (2, 0),
        }
    };
    let mut files = files.clone();
    files.sort_by_key(rank);
    files
}

/// One file: its title, its prose and its items.
fn chapter(builder: &mut Builder<'_>, file: &ShownFile, items: &[&Placed], alone: bool) -> Vec<Block> {
    let sources = builder.request.sources;
    let written = sources.get(file.id).map_or("", |file| &file.text);
    let mut writer = ChapterWriter { builder, file, level: 2, blocks: Vec::new(), titled: false, alone };
    if !file.literate {
        writer.items(items);
        return writer.blocks;
    }
    let definitions = prose::definitions(written);
    let mut done = 0;
    for region in fences(written).regions {
        let before = line_before(written, region);
        writer.prose(written.get(done..before).unwrap_or(""), &definitions);
        let inside = items.iter().filter(|item| region.contains(item.at.span.start as usize));
        writer.items(&inside.copied().collect::<Vec<_>>());
        done = line_after(written, region);
    }
    writer.prose(written.get(done..).unwrap_or(""), &definitions);
    writer.blocks
}

/// Where the line that opens a fence starts.
fn line_before(text: &str, region: Span) -> usize {
    let before = text.get(..region.start as usize).unwrap_or("").trim_end_matches(['\n', '\r']);
    before.rfind('\n').map_or(0, |at| at + 1)
}

/// Where the line after the one that closes a fence starts.
fn line_after(text: &str, region: Span) -> usize {
    let end = region.end as usize;
    let rest = text.get(end..).unwrap_or("");
    rest.find('\n').map_or(text.len(), |at| end + at + 1)
}

struct ChapterWriter<'b, 'a> {
    builder: &'b mut Builder<'a>,
    file: &'b ShownFile,
    /// The level of the last heading of the prose.
    level: u8,
    blocks: Vec<Block>,
    titled: bool,
    /// Whether it is the only chapter.
    alone: bool,
}

impl ChapterWriter<'_, '_> {
    fn prose(&mut self, text: &str, definitions: &str) {
        let text = text.trim_start_matches('\u{feff}');
        for piece in prose::pieces(text, definitions) {
            match piece {
                Piece::Heading { level, title } if !self.titled && level == 1 => self.title(title),
                Piece::Heading { level, title } => {
                    self.ensure_title();
                    // A heading never skips a level.
                    let level = level.saturating_add(1).clamp(3, 5).min(self.level + 1);
                    self.level = level;
                    let wanted = format!("{}.{}", self.chapter_anchor(), slug(&title));
                    let anchor = self.builder.anchors.free(&wanted);
                    let lang = self.builder.lang_of(self.file.id);
                    self.blocks.push(Block::Heading { level, anchor, title: vec![Inline::Own { words: title, lang }] });
                }
                Piece::Text(text) => {
                    self.ensure_title();
                    let lang = self.builder.lang_of(self.file.id);
                    self.blocks.push(Block::Prose(Prose { file: self.file.id, lang, text }));
                }
            }
        }
    }

    fn chapter_anchor(&self) -> String {
        self.builder.anchors.of(Target::Chapter(self.file.id)).unwrap_or("chapter").to_string()
    }

    fn title(&mut self, title: String) {
        let lang = self.builder.lang_of(self.file.id);
        self.push_title(vec![Inline::Own { words: title, lang }]);
    }

    fn push_title(&mut self, title: Vec<Inline>) {
        self.titled = true;
        self.level = 2;
        let anchor = self.chapter_anchor();
        self.blocks.push(Block::Heading { level: 2, anchor, title });
    }

    /// A file that does not say its title is called by its name.
    fn ensure_title(&mut self) {
        if self.titled {
            return;
        }
        match self.alone {
            true => self.push_title(vec![text(tr!(self.builder.lang; en: "The rules", fr: "Les règles"))]),
            false => self.push_title(vec![text(stem(&self.file.path).to_string())]),
        }
    }

    fn items(&mut self, items: &[&Placed]) {
        let level = (self.level + 1).min(6);
        let mut sources: Vec<usize> = Vec::new();
        for item in items {
            if let Target::Source(rank) = item.target {
                sources.push(rank);
                continue;
            }
            self.sources(&mut sources);
            let Some(block) = self.item(item.target, level) else { continue };
            self.ensure_title();
            self.blocks.push(block);
        }
        self.sources(&mut sources);
    }

    fn item(&mut self, target: Target, level: u8) -> Option<Block> {
        let builder = &mut *self.builder;
        let item = match target {
            Target::Value(ValueRef::Rule(id)) => builder.rule(id, level),
            Target::Value(ValueRef::Derived(id)) => builder.derived(id, level),
            Target::Value(ValueRef::Group(id)) => builder.group(id, level),
            Target::Value(ValueRef::Scenario(rank)) => builder.scenario(rank, level),
            Target::Value(ValueRef::Body(rank)) => builder.body(rank, level),
            Target::Value(ValueRef::Milestone(rank)) => builder.milestone(rank, level),
            Target::Value(ValueRef::Uncoded(rank)) => builder.uncoded(rank, level),
            Target::Value(ValueRef::Fact(_)) | Target::Source(_) | Target::Chapter(_) => None,
            Target::Actor(rank) => builder.actor(rank, level),
            Target::Choice(rank) => builder.choice(rank, level),
            Target::Record(rank) => builder.record(rank, level),
            Target::Dataset(rank) => builder.dataset(rank, level),
            Target::Test(rank) => return builder.test(rank),
        };
        item.map(Block::Item)
    }

    /// Sources are told at the end of the document; here stands where to find them.
    fn sources(&mut self, ranks: &mut Vec<usize>) {
        if ranks.is_empty() {
            return;
        }
        self.ensure_title();
        let entries = ranks.drain(..).map(|rank| {
            let source = self.builder.program.sources.get(rank);
            let words =
                source.map(|source| Inline::Own { words: source.meta.label().to_string(), lang: source.meta.lang });
            let mut inlines = self.builder.linked(Target::Source(rank), words.into_iter().collect());
            if let Some(source) = source {
                inlines.extend(self.builder.source_facts(source));
            }
            Entry::of(inlines)
        });
        let entries = entries.collect();
        self.blocks.push(Block::List { entries, cards: false });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths_stay_in_the_doctrine() {
        assert_eq!(joined_path("note/sortie.md", "../commun/v.md"), Some("commun/v.md".to_string()));
        assert_eq!(joined_path("note/sortie.md", "./structure.md"), Some("note/structure.md".to_string()));
        assert_eq!(joined_path("note/sortie.md", "../../../etc/passwd"), None);
        assert_eq!(joined_path("a.md", "/a.md"), None);
    }
}
