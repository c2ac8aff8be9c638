//! Events of the YAML parser into nodes.

use super::mistake::{self, Mistake};
use super::read::{DEPTH_LIMIT, Entry, Findings, Key, NODE_LIMIT, Node, NodeKind};
use crate::base::{Span, name};
use crate::diagnostic::problem::{FactsProblem, YamlFeature};
use granit_parser::{Event, Parser, ScalarStyle, ScanError, StrInput, StructureStyle, Tag};

/// What the top level of a text is.
#[derive(Debug)]
pub(super) enum Root {
    Empty,
    /// Keys at the left margin, or all indented alike.
    Block,
    /// Keys between braces, as in JSON.
    Flow,
    Sequence(Span),
    /// A text, as it stands in the file.
    Scalar(Span, String),
}

/// What one parse gave.
pub(super) struct Tree {
    pub root: Root,
    /// The top-level entries; where the text broke, only what can be trusted.
    pub entries: Vec<Entry>,
    pub broken: Option<Broken>,
    /// Whether another document follows, which was reported and is not read.
    pub ended: bool,
}

/// A mistake that ended a parse.
pub(super) struct Broken {
    pub mistake: Mistake,
    /// Where the top-level group that broke begins.
    pub resume: usize,
    /// Whether nothing more of the file may be read, because a limit was met.
    pub fatal: bool,
}

/// Reads a whole text whose first byte stands at `start` in the file.
pub(super) fn read_whole(text: &str, start: usize, findings: &mut Findings) -> Tree {
    let first = mistake::first_word(text);
    let body = text.get(first..).unwrap_or("");
    if body.starts_with(['{', '[']) {
        return read_brackets(body, start + first, findings);
    }
    read_text(text, Place { start, prefix: 0, end: start + text.len() }, findings)
}

/// Reads `body`, which starts with a bracket at `start` in the file. It is put behind the mark of a document: there it
/// cannot begin a key, so that the parser tells what is inside before it has seen the closing one.
fn read_brackets(body: &str, start: usize, findings: &mut Findings) -> Tree {
    let place = Place { start, prefix: DOCUMENT_MARK.len(), end: start + body.len() };
    read_text(&format!("{DOCUMENT_MARK}{body}"), place, findings)
}

/// Reads members of a JSON object, which start at `start` in the file and have no braces around them.
pub(super) fn read_members(members: &str, start: usize, findings: &mut Findings) -> Tree {
    let place = Place { start, prefix: DOCUMENT_MARK.len() + 1, end: start + members.len() };
    read_text(&format!("{DOCUMENT_MARK}{{{members}}}"), place, findings)
}

/// Reads a top-level group of YAML, which starts at `start` in the file.
pub(super) fn read_group(text: &str, start: usize, findings: &mut Findings) -> Tree {
    read_text(text, Place { start, prefix: 0, end: start + text.len() }, findings)
}

const DOCUMENT_MARK: &str = "--- ";

fn read_text(text: &str, place: Place, findings: &mut Findings) -> Tree {
    // Comments are only skipped, and an unknown alias is one mistake like another, not the end of the reading.
    let mut options = granit_parser::options! { emit_unresolved_aliases: true };
    options.set_emit_comments(false);
    let parser = Parser::new_from_str_with_options(text, options);
    let reader = Reader { text, place, parser, findings, open: Vec::new(), broken: None, fatal: false, top_key: None };
    reader.document()
}

/// How places in the text parsed become places in the file: the text after its first `prefix` bytes stands at
/// `start..end`.
#[derive(Clone, Copy)]
struct Place {
    start: usize,
    prefix: usize,
    end: usize,
}

impl Place {
    fn offset(self, local: usize) -> usize {
        (self.start + local).saturating_sub(self.prefix).clamp(self.start, self.end)
    }

    fn span(self, local: Span) -> Span {
        Span::new(self.offset(local.start as usize), self.offset(local.end as usize))
    }
}

struct Reader<'t, 'f> {
    text: &'t str,
    place: Place,
    parser: Parser<'t, StrInput<'t>>,
    findings: &'f mut Findings,
    /// The brackets open at this point, outermost first.
    open: Vec<(char, usize)>,
    /// Set when the parse cannot go on, with the local offset of the mistake; everything then unwinds.
    broken: Option<(usize, Mistake)>,
    fatal: bool,
    /// Where the last top-level key begins, locally.
    top_key: Option<usize>,
}

impl<'t> Reader<'t, '_> {
    fn document(mut self) -> Tree {
        let mut tree = Tree { root: Root::Empty, entries: Vec::new(), broken: None, ended: false };
        while let Some((event, span)) = self.next() {
            match event {
                Event::StreamStart | Event::DocumentStart(..) => {}
                Event::StreamEnd | Event::DocumentEnd => break,
                Event::SequenceStart(..) => {
                    // Nothing in a list can be a fact group: the rest need not be read.
                    tree.root = Root::Sequence(self.place.span(span));
                    return tree;
                }
                event => {
                    self.top_level(event, span, &mut tree);
                    break;
                }
            }
        }
        if self.broken.is_none() {
            self.after_document(&mut tree);
        }
        if let Some((_, mistake)) = self.broken.take() {
            let resume = self.place.offset(self.top_key.unwrap_or(0));
            tree.broken = Some(Broken { mistake: self.placed(mistake), resume, fatal: self.fatal });
        }
        tree
    }

    fn top_level(&mut self, event: Event<'t>, span: Span, tree: &mut Tree) {
        let flow = is_flow(&event);
        let Some(node) = self.node(event, span, 0) else { return };
        match node.kind {
            NodeKind::Null => {}
            NodeKind::Scalar { .. } => tree.root = Root::Scalar(node.span, span.slice(self.text).to_string()),
            NodeKind::Sequence(_) => tree.root = Root::Sequence(node.span),
            NodeKind::Mapping(entries) => {
                tree.root = if flow { Root::Flow } else { Root::Block };
                tree.entries = entries;
            }
        }
    }

    /// Looks for what follows the first document.
    fn after_document(&mut self, tree: &mut Tree) {
        loop {
            match self.parser.next_event() {
                Some(Ok((Event::DocumentEnd | Event::StreamStart, _))) => {}
                Some(Ok((Event::DocumentStart(..), place))) => {
                    let at = self.place.span(local_span(&place));
                    self.findings.add(Mistake::new(FactsProblem::SecondDocument, at));
                    tree.ended = true;
                    return;
                }
                Some(Ok(_)) | None => return,
                Some(Err(error)) => {
                    self.trailing(&error, tree);
                    return;
                }
            }
        }
    }

    /// Something after the end of the document that does not belong to it.
    fn trailing(&mut self, error: &ScanError, tree: &mut Tree) {
        let offset = error.marker().byte_offset().unwrap_or(self.text.len());
        let at = mistake::line_at(self.text, offset);
        match tree.root {
            // A line further left than the first key ended the document: there may be groups after it.
            Root::Block => {
                self.top_key = Some(at.start as usize);
                self.broken = Some((offset, Mistake::new(FactsProblem::Misaligned, at)));
            }
            Root::Scalar(..) => self.broken = Some((offset, mistake::explain(error.kind(), offset, self.text, None))),
            Root::Empty | Root::Flow | Root::Sequence(_) => {
                self.findings.add(Mistake::new(FactsProblem::TextAfterEnd, self.place.span(at)));
                tree.ended = true;
            }
        }
    }

    fn next(&mut self) -> Option<(Event<'t>, Span)> {
        if self.broken.is_some() {
            return None;
        }
        match self.parser.next_event()? {
            Ok((event, place)) => Some((event, local_span(&place))),
            Err(error) => {
                let offset = error.marker().byte_offset().unwrap_or(self.text.len());
                let mistake = mistake::explain(error.kind(), offset, self.text, self.open.last().copied());
                self.broken = Some((offset, mistake));
                None
            }
        }
    }

    fn placed(&self, mistake: Mistake) -> Mistake {
        mistake.moved(|span| self.place.span(span))
    }

    /// Reports a mistake at a local place and goes on.
    fn report(&mut self, mistake: Mistake) {
        let placed = self.placed(mistake);
        self.findings.add(placed);
    }

    /// Ends the parse at a local place.
    fn stop(&mut self, problem: FactsProblem, at: Span, fatal: bool) {
        self.broken = Some((at.start as usize, Mistake::new(problem, at)));
        self.fatal |= fatal;
    }

    /// The node that `event` begins. `None` when it cannot be read, which the caller must not take for an absent value:
    /// a list that lacks an element, or a claim that lacks its value, would say something else than its author.
    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Option<Node> {
        self.findings.nodes += 1;
        if self.findings.nodes > NODE_LIMIT {
            self.stop(FactsProblem::TooManyValues { limit: NODE_LIMIT }, span, true);
            return None;
        }
        match event {
            Event::Scalar(text, style, _, tag) => self.scalar(text.into_owned(), style, tag.as_deref(), span),
            Event::SequenceStart(_, _, tag) => {
                let usable = self.tag_is_usable(tag.as_deref(), span);
                self.enter(span, depth)?;
                self.sequence(span, depth + 1).filter(|_| usable)
            }
            Event::MappingStart(style, _, tag) => {
                let usable = self.tag_is_usable(tag.as_deref(), span);
                self.enter(span, depth)?;
                self.mapping(style == StructureStyle::Flow, span, depth + 1).filter(|_| usable)
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.report(Mistake::new(FactsProblem::YamlOnly { feature: YamlFeature::Alias }, span));
                None
            }
            // The grammar of events has no other kind here; a later version of the parser might.
            _ => None,
        }
    }

    fn scalar(&mut self, text: String, style: ScalarStyle, tag: Option<&Tag>, span: Span) -> Option<Node> {
        if !self.tag_is_usable(tag, span) {
            return None;
        }
        let quoted = style != ScalarStyle::Plain;
        if matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted)
            && swallows_a_key(span.slice(self.text))
        {
            let quote = if style == ScalarStyle::SingleQuoted { '\'' } else { '"' };
            let at = Span::new(span.start as usize, span.start as usize + 1);
            self.stop(FactsProblem::UnclosedQuote { quote }, at, false);
            return None;
        }
        let is_text = tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str"));
        let kind = if !quoted && !is_text && (span.is_empty() || is_null(&text)) {
            NodeKind::Null
        } else {
            NodeKind::Scalar { text, quoted }
        };
        Some(Node { kind, span: self.place.span(span) })
    }

    /// Tags of YAML's own types say nothing we need; any other tag is more likely a text that begins with `!`.
    fn tag_is_usable(&mut self, tag: Option<&Tag>, span: Span) -> bool {
        if tag.is_none_or(Tag::is_yaml_core_schema) {
            return true;
        }
        let line = mistake::line_at(self.text, span.start as usize);
        self.report(Mistake::new(FactsProblem::YamlOnly { feature: YamlFeature::Tag }, line));
        false
    }

    /// Counts one more collection around what follows.
    fn enter(&mut self, span: Span, depth: usize) -> Option<()> {
        if depth >= DEPTH_LIMIT {
            self.stop(FactsProblem::TooDeep { limit: DEPTH_LIMIT }, span, false);
            return None;
        }
        Some(())
    }

    fn push_bracket(&mut self, span: Span) -> bool {
        // A pair inside a list, as in `[a: 1]`, is a mapping without braces of its own.
        let bracket = match span.slice(self.text) {
            "[" => '[',
            "{" => '{',
            _ => return false,
        };
        self.open.push((bracket, span.start as usize));
        true
    }

    fn sequence(&mut self, start: Span, depth: usize) -> Option<Node> {
        let bracketed = self.push_bracket(start);
        let mut items = Vec::new();
        let mut complete = true;
        let end = loop {
            let (event, span) = self.next()?;
            if event == Event::SequenceEnd {
                break span;
            }
            let item = self.node(event, span, depth);
            if self.broken.is_some() {
                return None;
            }
            complete &= item.is_some();
            items.extend(item);
        };
        if bracketed {
            self.open.pop();
        }
        if !complete {
            return None;
        }
        let last = items.last().map(|item: &Node| item.span);
        Some(Node { span: self.collection_span(start, end, last), kind: NodeKind::Sequence(items) })
    }

    /// A collection of indented lines ends with its last value, not with the blank lines and comments after it.
    fn collection_span(&self, start: Span, end: Span, last: Option<Span>) -> Span {
        let start = self.place.span(start);
        match last {
            Some(last) if end.is_empty() => Span { start: start.start, end: last.end.max(start.end) },
            Some(_) | None => start.to(self.place.span(end)),
        }
    }

    fn mapping(&mut self, flow: bool, start: Span, depth: usize) -> Option<Node> {
        let bracketed = flow && self.push_bracket(start);
        let mut entries: Vec<Entry> = Vec::new();
        let end = loop {
            let Some((event, key_span)) = self.next() else {
                self.distrust_last(&mut entries);
                break None;
            };
            if event == Event::MappingEnd {
                break Some(key_span);
            }
            if !self.entry(event, key_span, depth, flow, &mut entries) {
                break None;
            }
        };
        if bracketed && end.is_some() {
            self.open.pop();
        }
        // Of a broken file the top level and its groups are kept as far as they go; deeper down, half a claim or half a
        // record would say something else than its author.
        if end.is_none() && depth > 2 {
            return None;
        }
        if depth > 1 {
            self.findings.duplicates(&entries);
        }
        let last = entries.last().map(|entry| entry.value.span);
        let span = self.collection_span(start, end.unwrap_or(start.at_start()), last);
        Some(Node { span, kind: NodeKind::Mapping(entries) })
    }

    /// Reads one key and its value; false when the text broke.
    fn entry(&mut self, event: Event<'t>, key_span: Span, depth: usize, flow: bool, entries: &mut Vec<Entry>) -> bool {
        if depth == 1 {
            self.top_key = Some(key_span.start as usize);
        }
        let key = self.key(event, key_span, depth);
        let Some((event, value_span)) = self.next() else { return false };
        let value = self.node(event, value_span, depth);
        let whole = self.broken.is_none();
        if flow && whole && self.decimal_comma(key_span, value_span, entries) {
            return true;
        }
        if let (Some(key), Some(value)) = (key, value) {
            entries.push(Entry { key, value });
        }
        whole
    }

    fn key(&mut self, event: Event<'t>, span: Span, depth: usize) -> Option<Key> {
        let Event::Scalar(text, style, ..) = &event else {
            if matches!(event, Event::SequenceStart(..) | Event::MappingStart(..)) {
                self.report(Mistake::new(FactsProblem::UnusableKey, span));
            }
            self.node(event, span, depth);
            return None;
        };
        if *style == ScalarStyle::Plain && text == "<<" {
            self.report(Mistake::new(FactsProblem::YamlOnly { feature: YamlFeature::Merge }, span));
            return None;
        }
        if span.is_empty() || text.is_empty() {
            self.report(Mistake::new(FactsProblem::UnusableKey, span));
            return None;
        }
        Some(Key { text: name::normalise(text), span: self.place.span(span) })
    }

    /// Between braces, `valeur: 2,5` reads as `valeur: 2` and a key `5` without a value: a wrong number, in silence.
    /// Reports it, and leaves the value blank: nobody said the wrong number, and that it is not said is no other mistake.
    fn decimal_comma(&mut self, key: Span, value: Span, entries: &mut [Entry]) -> bool {
        let (Some(last), true) = (entries.last_mut(), value.is_empty()) else { return false };
        let start = self.place.span(key).start;
        let whole = Span { start: last.value.span.start, end: self.place.span(key).end };
        let adjacent = last.value.span.end.checked_add(1) == Some(start);
        let digits = key.slice(self.text).starts_with(|c: char| c.is_ascii_digit());
        let number = last.value.text().is_some_and(|text| text.ends_with(|c: char| c.is_ascii_digit()));
        let unquoted = matches!(last.value.kind, NodeKind::Scalar { quoted: false, .. });
        if !(adjacent && digits && number && unquoted) {
            return false;
        }
        let written = format!("{},{}", last.value.text().unwrap_or(""), key.slice(self.text));
        let mistake = Mistake::new(FactsProblem::decimal_comma(&written), whole).fix(whole, format!("\"{written}\""));
        last.value = Node { span: whole.at_end(), kind: NodeKind::Null };
        self.findings.add(mistake);
        true
    }

    /// The value just before a mistake may itself be wrong (`1` and a line too far right read as one text), unless it
    /// ended on an earlier line.
    fn distrust_last(&self, entries: &mut Vec<Entry>) {
        let Some((offset, _)) = &self.broken else { return };
        let line = self.place.offset(mistake::line_start(self.text, *offset));
        if entries.last().is_some_and(|entry| entry.value.span.end as usize > line) {
            entries.pop();
        }
    }
}

fn is_flow(event: &Event<'_>) -> bool {
    matches!(event, Event::MappingStart(StructureStyle::Flow, ..))
}

fn local_span(place: &granit_parser::Span) -> Span {
    let range = place.byte_range().unwrap_or(0..0);
    Span::new(range.start, range.end)
}

fn is_null(text: &str) -> bool {
    matches!(text, "~" | "null" | "Null" | "NULL")
}

/// Whether a quoted text runs over a line that starts, at the left margin, like a group: the quote was not closed and
/// another one further down closed it. YAML itself forbids such lines; the parser lets them pass.
fn swallows_a_key(quoted: &str) -> bool {
    quoted.split('\n').skip(1).any(|line| {
        line.starts_with(char::is_alphabetic)
            && line.split_once(':').is_some_and(|(word, rest)| {
                word.chars().all(|c| c.is_alphanumeric() || c == '_')
                    && (rest.trim().is_empty() || rest.starts_with(' '))
            })
    })
}
