//! The authors' own Markdown: cut at its headings, and written again with links that lead somewhere in the document.
//! The only file that names the Markdown parser.

use super::chapters::{ChapterLinks, LinkTo};
use crate::base::FileId;
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};
use std::ops::Range;

/// A stretch of prose, or the heading before one.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// 1 to 6, as written.
    Heading {
        level: u8,
        title: String,
    },
    Text(String),
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// The definitions of links of a whole file, which each of its stretches may use.
pub fn definitions(text: &str) -> String {
    let parser = Parser::new_ext(text, options());
    let mut found: Vec<(&str, &str)> =
        parser.reference_definitions().iter().map(|(label, definition)| (label, definition.dest.as_ref())).collect();
    found.sort_unstable();
    found.iter().map(|(label, dest)| format!("[{label}]: <{dest}>\n")).collect()
}

/// Cuts a stretch of Markdown at its headings.
pub fn pieces(text: &str, definitions: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut depth = 0_usize;
    let mut done = 0;
    let mut heading: Option<(u8, String)> = None;
    let push_text = |pieces: &mut Vec<Piece>, range: Range<usize>| {
        let words = text.get(range).unwrap_or("").trim_matches(['\n', '\r']);
        if !words.trim().is_empty() {
            let ends = if definitions.is_empty() { String::new() } else { format!("\n\n{definitions}") };
            pieces.push(Piece::Text(format!("{words}{ends}")));
        }
    };
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) if depth == 0 => {
                push_text(&mut pieces, done..range.start);
                done = range.end;
                heading = Some((level_of(level), String::new()));
                depth += 1;
            }
            Event::Start(_) => depth += 1,
            Event::End(TagEnd::Heading(_)) if depth == 1 => {
                depth -= 1;
                if let Some((level, title)) = heading.take() {
                    pieces.push(Piece::Heading { level, title: title.trim().to_string() });
                }
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(words) | Event::Code(words) => {
                if let Some((_, title)) = &mut heading {
                    title.push_str(&words);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some((_, title)) = &mut heading {
                    title.push(' ');
                }
            }
            _ => {}
        }
    }
    push_text(&mut pieces, done..text.len());
    pieces
}

fn level_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// Where the links of a text lead, in order.
pub fn destinations(text: &str) -> Vec<String> {
    let links = Parser::new_ext(text, options()).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.to_string()),
        _ => None,
    });
    links.collect()
}

/// A stretch of prose as HTML. What it holds of raw HTML is shown as text, and its images by their words: a page needs
/// nothing from elsewhere and runs nothing.
pub fn to_html(text: &str, file: FileId, links: &ChapterLinks, table_label: &str) -> String {
    let mut events = Vec::new();
    // Links that lead nowhere in the document lose their mark but keep their words.
    let mut open: Vec<bool> = Vec::new();
    for event in Parser::new_ext(text, options()) {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                events.extend([Event::Start(Tag::Paragraph), Event::Start(Tag::Strong)]);
            }
            Event::End(TagEnd::Heading(_)) => {
                events.extend([Event::End(TagEnd::Strong), Event::End(TagEnd::Paragraph)])
            }
            Event::Html(html) | Event::InlineHtml(html) => events.push(Event::Text(html)),
            Event::Start(Tag::HtmlBlock) => events.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => events.push(Event::End(TagEnd::Paragraph)),
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            Event::Start(Tag::Table(alignments)) => {
                let label = super::html::escaped(table_label);
                let before = format!("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\">\n");
                events.extend([Event::Html(CowStr::from(before)), Event::Start(Tag::Table(alignments))]);
            }
            Event::End(TagEnd::Table) => {
                events.extend([Event::End(TagEnd::Table), Event::Html(CowStr::from("</div>\n"))]);
            }
            Event::Start(Tag::Link { link_type, dest_url, id, .. }) => {
                let dest = destination(link_type, &dest_url, file, links);
                open.push(dest.is_some());
                if let Some(dest) = dest {
                    // A title would be read out beside the words, which say where the link leads.
                    let (dest_url, title) = (CowStr::from(dest), CowStr::from(""));
                    events.push(Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, title, id }));
                }
            }
            Event::End(TagEnd::Link) => {
                if open.pop() == Some(true) {
                    events.push(Event::End(TagEnd::Link));
                }
            }
            other => events.push(other),
        }
    }
    let mut written = String::new();
    html::push_html(&mut written, events.into_iter());
    // A head of a table names its column.
    written.replace("<th>", "<th scope=\"col\">").replace("<th style", "<th scope=\"col\" style")
}

/// A link whose end has not been read.
struct OpenLink {
    range: Range<usize>,
    link_type: LinkType,
    dest: String,
    /// Where its words stand.
    words: Option<Range<usize>>,
}

/// A stretch of prose as Markdown, with its links led into the document.
pub fn to_markdown(text: &str, file: FileId, links: &ChapterLinks) -> String {
    let mut written = String::with_capacity(text.len());
    let mut done = 0;
    for (range, words) in edits(text, file, links) {
        // What stands inside something that was written anew goes with it.
        if range.start < done {
            continue;
        }
        written.push_str(text.get(done..range.start).unwrap_or(""));
        written.push_str(&words);
        done = range.end;
    }
    written.push_str(text.get(done..).unwrap_or(""));
    written
}

/// What is written otherwise than the author did, in order: links, and headings that stand inside something.
fn edits(text: &str, file: FileId, links: &ChapterLinks) -> Vec<(Range<usize>, String)> {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut open: Vec<OpenLink> = Vec::new();
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                open.push(OpenLink { range, link_type, dest: dest_url.to_string(), words: None });
                continue;
            }
            Event::End(TagEnd::Link) => {
                if let Some(link) = open.pop() {
                    let words = link.words.and_then(|words| text.get(words)).unwrap_or("");
                    let written = match destination(link.link_type, &link.dest, file, links) {
                        Some(dest) => format!("[{words}]({})", in_brackets(&dest)),
                        None => words.to_string(),
                    };
                    edits.push((link.range, written));
                }
                continue;
            }
            Event::Start(Tag::Heading { .. }) => edits.extend(bold(text, &range)),
            _ => {}
        }
        if let Some(link) = open.last_mut()
            && link.range.start <= range.start
            && range.end <= link.range.end
        {
            let words = link.words.get_or_insert_with(|| range.clone());
            *words = words.start.min(range.start)..words.end.max(range.end);
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    edits
}

/// An address between round brackets.
fn in_brackets(dest: &str) -> String {
    dest.replace('(', "%28").replace(')', "%29").replace(' ', "%20")
}

/// A heading inside a quotation or a list, made bold: it would stand out of the order of the document's own.
fn bold(text: &str, range: &Range<usize>) -> Option<(Range<usize>, String)> {
    let written = text.get(range.clone())?.trim_end();
    let words = written.trim_start_matches('#');
    (words.len() < written.len()).then(|| (range.start..range.start + written.len(), format!("**{}**", words.trim())))
}

fn destination(link_type: LinkType, dest: &str, file: FileId, links: &ChapterLinks) -> Option<String> {
    if link_type == LinkType::Email {
        return Some(format!("mailto:{dest}"));
    }
    match links.resolve(file, dest) {
        LinkTo::Anchor(anchor) => Some(format!("#{anchor}")),
        LinkTo::Web => Some(dest.to_string()),
        LinkTo::Nowhere => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_cut_at_its_own_headings() {
        let text = "# Un\n\nDes *mots*.\n\n> # Cité\n\nDeux\n----\n\nFin.\n";
        let heading = |level, title: &str| Piece::Heading { level, title: title.to_string() };
        let words = |text: &str| Piece::Text(text.to_string());
        assert_eq!(
            pieces(text, ""),
            [heading(1, "Un"), words("Des *mots*.\n\n> # Cité"), heading(2, "Deux"), words("Fin.")]
        );
    }

    #[test]
    fn nothing_from_elsewhere_is_loaded_or_run() {
        let links = ChapterLinks::default();
        let text = "<script>alert(1)</script>\n\n![une image](https://a.fr/b.png) et <b>gras</b>, [x](javascript:alert(1)), [y](https://a.fr/?a=1&b=2)";
        let html = to_html(text, FileId(0), &links, "");
        assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<b>"), "{html}");
        assert!(!html.contains("javascript:"), "{html}");
        assert!(html.contains("une image") && html.contains("<a href=\"https://a.fr/?a=1&amp;b=2\">y</a>"), "{html}");
    }

    #[test]
    fn links_that_lead_nowhere_keep_their_words() {
        let links = ChapterLinks::default();
        let text = "Voir [le *vocabulaire*](commun.md), [le site](https://a.fr) et [r].\n\n[r]: autre.md\n";
        let markdown = to_markdown(text, FileId(0), &links);
        assert!(markdown.starts_with("Voir le *vocabulaire*, [le site](https://a.fr) et r."), "{markdown}");
    }
}
