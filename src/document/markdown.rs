//! The document as Markdown, as GitHub and most readers understand it: anchors and folded examples are small pieces of
//! HTML, everything else is plain.

use super::Document;
use super::block::{Block, Entry, Field, Inline, Item, Table, plain};
use super::html::escaped as html_escaped;
use super::prose;
use crate::base::{Lang, tr};

/// The whole document.
pub fn to_markdown(document: &Document) -> String {
    let mut writer = Writer { document, out: String::new() };
    writer.out.push_str(&format!("<a id=\"top\"></a>\n\n# {}\n\n", at_start(&escaped(&document.title))));
    writer.blocks(&document.cover, "");
    writer.contents();
    writer.blocks(&document.body, "");
    format!("{}\n", writer.out.trim_end())
}

struct Writer<'a> {
    document: &'a Document,
    out: String,
}

impl Writer<'_> {
    fn lang(&self) -> Lang {
        self.document.lang
    }

    fn contents(&mut self) {
        let title = tr!(self.lang(); en: "Contents", fr: "Sommaire");
        self.out.push_str(&format!("<a id=\"contents\"></a>\n\n## {title}\n\n"));
        for line in &self.document.contents {
            let indent = if line.level > 2 { "  " } else { "" };
            self.out.push_str(&format!("{indent}- [{}](#{})\n", escaped(&line.title), line.anchor));
        }
        self.out.push('\n');
    }

    fn blocks(&mut self, blocks: &[Block], indent: &str) {
        blocks.iter().for_each(|block| self.block(block, indent));
    }

    fn block(&mut self, block: &Block, indent: &str) {
        match block {
            Block::Heading { level, anchor, title } => self.heading(*level, anchor, title, indent),
            Block::Item(item) => self.item(item),
            Block::Lead { sentence, under } => {
                self.line(&at_start(&self.inlines(sentence)), indent);
                self.blocks(under, indent);
            }
            Block::Paragraph(inlines) => self.line(&at_start(&self.inlines(inlines)), indent),
            Block::List { entries, .. } => self.list(entries, indent),
            Block::Fields(fields) => self.fields(fields, indent),
            Block::Table(table) => self.table(table, indent),
            Block::Details { anchor, summary, body } => {
                let id = anchor.as_ref().map_or_else(String::new, |anchor| format!(" id=\"{anchor}\""));
                let summary = html_escaped(&self.summary(summary));
                self.line(&format!("<details{id}><summary>{summary}</summary>"), indent);
                self.blocks(body, indent);
                self.line("</details>", indent);
            }
            Block::Prose(prose) => {
                let text = prose::to_markdown(&prose.text, prose.file, &self.document.chapters);
                self.out.push_str(text.trim_end());
                self.out.push_str("\n\n");
            }
            // A picture is a file of its own, written when it is asked for. That of the whole is told in words; of the
            // others, each item says what it depends on. A calendar is drawn with signs.
            Block::Picture { drawing, words, folded, .. } => {
                if let Some(signs) = drawing.in_signs() {
                    let signs: String = signs.lines().map(|line| format!("{indent}{line}\n")).collect();
                    self.line(&format!("```text\n{signs}{indent}```"), indent);
                }
                if !folded && !words.is_empty() {
                    self.list(words, indent);
                }
            }
        }
    }

    /// The words of a summary, a colon after its kind.
    fn summary(&self, summary: &[Inline]) -> String {
        match summary {
            [Inline::Tag { words, .. }, rest @ ..] => {
                let colon = tr!(self.lang(); en: ":", fr: "\u{a0}:");
                format!("{words}{colon}{}", plain(rest))
            }
            all => plain(all),
        }
    }

    /// A line by itself, with the blank line after it.
    fn line(&mut self, text: &str, indent: &str) {
        self.out.push_str(indent);
        self.out.push_str(text);
        self.out.push_str("\n\n");
    }

    fn heading(&mut self, level: u8, anchor: &str, title: &[Inline], indent: &str) {
        self.line(&format!("<a id=\"{anchor}\"></a>"), indent);
        let marks = "#".repeat(usize::from(level));
        self.line(&format!("{marks} {}", self.inlines(title)), indent);
    }

    fn item(&mut self, item: &Item) {
        self.heading(item.level, &item.anchor, &item.title, "");
        let mut tags = String::new();
        for tag in &item.tags {
            if matches!(tag, Inline::Tag { .. }) && !tags.is_empty() {
                tags.push_str(" · ");
            }
            tags.push_str(&self.inline(tag));
        }
        self.line(&tags, "");
        self.blocks(&item.body, "");
    }

    fn list(&mut self, entries: &[Entry], indent: &str) {
        for entry in entries {
            let anchor = entry.anchor.as_ref().map_or_else(String::new, |anchor| format!("<a id=\"{anchor}\"></a>"));
            self.out.push_str(&format!("{indent}- {anchor}{}\n", self.inlines(&entry.inlines)));
            self.under(&entry.under, indent);
        }
        self.end_list();
    }

    /// One blank line after a list, whatever stands at its end.
    fn end_list(&mut self) {
        if !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn fields(&mut self, fields: &[Field], indent: &str) {
        let colon = tr!(self.lang(); en: ":", fr: "\u{a0}:");
        for field in fields {
            let inlines = self.inlines(&field.inlines);
            let space = if inlines.is_empty() { "" } else { " " };
            // Another mark than that of lists: two lists in a row stay two.
            self.out.push_str(&format!("{indent}* **{}{colon}**{space}{inlines}\n", escaped(&field.label)));
            self.under(&field.under, indent);
        }
        self.end_list();
    }

    /// What stands under an entry of a list: lists close up, other blocks stand by themselves.
    fn under(&mut self, blocks: &[Block], indent: &str) {
        let inside = format!("{indent}  ");
        for block in blocks {
            match block {
                Block::List { .. } | Block::Fields(_) => {
                    self.block(block, &inside);
                    // The blank line after a list would part the entries around it.
                    if self.out.ends_with("\n\n") {
                        self.out.pop();
                    }
                }
                other => {
                    self.out.push('\n');
                    self.block(other, &inside);
                }
            }
        }
    }

    fn table(&mut self, table: &Table, indent: &str) {
        if !table.caption.is_empty() {
            self.line(&format!("*{}*", escaped(&table.caption)), indent);
        }
        let row = |cells: &[Vec<Inline>]| {
            let cells: Vec<String> = cells.iter().map(|cell| self.inlines(cell)).collect();
            format!("{indent}| {} |\n", cells.join(" | "))
        };
        let mut written = row(&table.heads);
        written.push_str(&format!("{indent}|{}\n", " --- |".repeat(table.heads.len())));
        table.rows.iter().for_each(|cells| written.push_str(&row(cells)));
        self.out.push_str(&written);
        self.out.push('\n');
    }

    fn inlines(&self, inlines: &[Inline]) -> String {
        inlines.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&self, inline: &Inline) -> String {
        match inline {
            Inline::Text(words) | Inline::Own { words, .. } => escaped(words),
            Inline::Code(words) => format!("`{}`", words.replace('`', "")),
            Inline::Strong(inlines) => format!("**{}**", self.inlines(inlines)),
            Inline::Tag { words, .. } => format!("*{}*", escaped(words)),
            Inline::Link { to, inlines } => format!("[{}](#{to})", self.inlines(inlines)),
            Inline::Url(url) => match super::html::is_web(url) {
                true => format!("<{}>", url.replace(['<', '>', ' '], "")),
                false => escaped(url),
            },
        }
    }
}

/// Words that Markdown shows as they are.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\n' | '\r' => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// The same where a line starts: what would open a heading or a list does not.
fn at_start(line: &str) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let after = line.chars().nth(digits);
    match line.chars().next() {
        Some('#' | '+' | '-' | '=') => format!("\\{line}"),
        Some(_) if digits > 0 && matches!(after, Some('.' | ')')) => {
            let (number, rest) = line.split_at_checked(digits).unwrap_or((line, ""));
            format!("{number}\\{rest}")
        }
        _ => line.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_stay_what_they_are() {
        assert_eq!(escaped("a_b *c* [d] <e> | `f`"), "a\\_b \\*c\\* \\[d\\] &lt;e&gt; \\| \\`f\\`");
        assert_eq!(at_start("# un"), "\\# un");
        assert_eq!(at_start("12. un"), "12\\. un");
        assert_eq!(at_start("- un"), "\\- un");
        assert_eq!(at_start("un"), "un");
    }
}
