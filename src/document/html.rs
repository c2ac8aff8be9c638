//! The document as one page of HTML that needs nothing else: no script, no file beside it, no network.

use super::block::{Block, Entry, Field, Inline, Item, Table};
use super::{ContentsLine, Document, prose};
use crate::base::{Lang, tr};

const STYLE: &str = include_str!("page.css");

/// The colours: their name, by day, by night.
pub const PALETTE: [(&str, &str, &str); 12] = [
    ("page", "#ffffff", "#161a20"),
    ("panel", "#f4f6fa", "#1f252e"),
    ("text", "#1c2430", "#e6eaf0"),
    ("soft", "#525c6b", "#a9b3c1"),
    ("line", "#c9d0db", "#3d4756"),
    ("accent", "#1d3f8f", "#a5bffb"),
    ("link", "#1a46b8", "#9dbbff"),
    ("fact", "#e8eff9", "#263449"),
    ("definition", "#f3eee2", "#37301f"),
    ("strong", "#8a1f2d", "#ffa9b1"),
    ("mild", "#6b4c00", "#f0c766"),
    ("good", "#1c5a33", "#93d9a8"),
];

/// The colours as custom properties. A file by itself has no print rules around it.
pub fn palette_css(by_night: bool) -> String {
    let list = |night: bool| {
        let colours = PALETTE.iter().map(|(name, day, dark)| format!("--{name}: {};", if night { dark } else { day }));
        colours.collect::<Vec<_>>().join(" ")
    };
    let day = format!(":root {{ {} }}\n", list(false));
    match by_night {
        true => format!("{day}@media screen and (prefers-color-scheme: dark) {{ :root {{ {} }} }}", list(true)),
        false => day,
    }
}

/// The whole page.
pub fn to_html(document: &Document) -> String {
    let mut writer = Writer { document, out: String::new(), pictures: 0, in_section: false };
    writer.page();
    writer.out
}

/// Text between tags or inside the quotes of an attribute.
pub fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Characters that no HTML or XML may hold.
            c if c.is_control() && !c.is_ascii_whitespace() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Whether an address may be a link: nothing that runs.
pub fn is_web(url: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| url.starts_with(scheme))
}

struct Writer<'a> {
    document: &'a Document,
    out: String,
    pictures: usize,
    in_section: bool,
}

impl Writer<'_> {
    fn lang(&self) -> Lang {
        self.document.lang
    }

    fn push(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn page(&mut self) {
        let document = self.document;
        let lang = document.lang;
        let (code, title) = (lang.code(), escaped(&document.title));
        let skip = tr!(lang; en: "Skip to the contents", fr: "Aller au contenu");
        let palette = palette_css(true);
        self.push(&format!(
            "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\"/>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
             <meta name=\"color-scheme\" content=\"light dark\"/>\n<meta name=\"generator\" content=\"perenne\"/>\n\
             <title>{title}</title>\n<style>\n{palette}\n{STYLE}{}</style>\n</head>\n<body id=\"top\">\n\
             <a class=\"skip\" href=\"#content\">{skip}</a>\n<header>\n",
            super::picture::style()
        ));
        let own = self.lang_of(document.title_lang);
        self.push(&format!("<h1{own}>{title}</h1>\n"));
        self.blocks(&document.cover);
        self.push("</header>\n<div class=\"columns\">\n");
        self.contents();
        self.push("<main id=\"content\">\n");
        self.blocks(&document.body);
        self.close_section();
        let top = tr!(lang; en: "Back to the top", fr: "Haut de la page");
        self.push(&format!(
            "</main>\n</div>\n<footer>\n<p><a href=\"#top\">{top}</a></p>\n</footer>\n</body>\n</html>\n"
        ));
    }

    /// The chapters, and under each its sections.
    fn contents(&mut self) {
        let title = tr!(self.lang(); en: "Contents", fr: "Sommaire");
        self.push(&format!(
            "<nav id=\"contents\" aria-labelledby=\"contents-title\">\n<h2 id=\"contents-title\">{title}</h2>\n<ul>\n"
        ));
        let lines = &self.document.contents;
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            let link = self.contents_link(line);
            self.push(&format!("<li>{link}"));
            at += 1;
            let under: Vec<&ContentsLine> = lines.iter().skip(at).take_while(|line| line.level > 2).collect();
            if !under.is_empty() {
                at += under.len();
                let links: String =
                    under.iter().map(|line| format!("<li>{}</li>\n", self.contents_link(line))).collect();
                self.push(&format!("\n<ul>\n{links}</ul>\n"));
            }
            self.push("</li>\n");
        }
        self.push("</ul>\n</nav>\n");
    }

    fn contents_link(&self, line: &ContentsLine) -> String {
        let own = self.lang_of(line.lang);
        format!("<a{own} href=\"#{}\">{}</a>", escaped(&line.anchor), escaped(&line.title))
    }

    /// The attribute of words in another language than the page’s.
    fn lang_of(&self, lang: Lang) -> String {
        if lang == self.lang() { String::new() } else { format!(" lang=\"{}\"", lang.code()) }
    }

    fn close_section(&mut self) {
        if self.in_section {
            self.push("</section>\n");
            self.in_section = false;
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, anchor, title } => self.heading(*level, anchor, title),
            Block::Item(item) => self.item(item),
            Block::Lead { sentence, under } => {
                let sentence = self.inlines(sentence);
                self.push(&format!("<div class=\"lead\">\n<p>{sentence}</p>\n"));
                self.blocks(under);
                self.push("</div>\n");
            }
            Block::Paragraph(inlines) => {
                let inlines = self.inlines(inlines);
                self.push(&format!("<p>{inlines}</p>\n"));
            }
            Block::List { entries, cards } => self.list(entries, *cards),
            Block::Fields(fields) => self.fields(fields),
            Block::Table(table) => self.table(table),
            Block::Details { anchor, summary, body } => {
                let id = anchor.as_ref().map_or_else(String::new, |anchor| format!(" id=\"{}\"", escaped(anchor)));
                let summary = self.inlines(summary);
                self.push(&format!("<details{id}>\n<summary>{summary}</summary>\n<div>\n"));
                self.blocks(body);
                self.push("</div>\n</details>\n");
            }
            Block::Prose(stretch) => {
                let own = self.lang_of(stretch.lang);
                let label = tr!(self.lang(); en: "Table", fr: "Tableau");
                let html = prose::to_html(&stretch.text, stretch.file, &self.document.chapters, &label);
                self.push(&format!("<div class=\"prose\"{own}>\n{html}</div>\n"));
            }
            Block::Picture { drawing, about, words, folded } => {
                if !about.is_empty() {
                    self.push(&format!("<p>{}</p>\n", escaped(about)));
                }
                self.pictures += 1;
                let svg = drawing.inline(&format!("picture-{}", self.pictures));
                let title = escaped(drawing.title());
                let label = tr!(self.lang(); en: "Picture: ", fr: "Schéma\u{a0}: ");
                let in_words = tr!(self.lang(); en: "The same in words", fr: "Le même schéma en mots");
                if *folded {
                    self.push(&format!("<details class=\"drawing\">\n<summary>{label}{title}</summary>\n<div>\n"));
                } else {
                    self.push("<div class=\"drawing\">\n");
                }
                self.push(&format!(
                    "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{title}\">\n{svg}</div>\n"
                ));
                if !words.is_empty() {
                    self.push(&format!("<details>\n<summary>{in_words}</summary>\n<div>\n"));
                    self.list(words, false);
                    self.push("</div>\n</details>\n");
                }
                self.push(if *folded { "</div>\n</details>\n" } else { "</div>\n" });
            }
        }
    }

    fn heading(&mut self, level: u8, anchor: &str, title: &[Inline]) {
        let (anchor, title) = (escaped(anchor), self.inlines(title));
        if level == 2 {
            self.close_section();
            self.push(&format!("<section aria-labelledby=\"{anchor}\">\n"));
            self.in_section = true;
        }
        self.push(&format!("<h{level} id=\"{anchor}\">{title}</h{level}>\n"));
    }

    fn item(&mut self, item: &Item) {
        let (anchor, title, tags) = (escaped(&item.anchor), self.inlines(&item.title), self.inlines(&item.tags));
        let (level, class) = (item.level, item.class);
        self.push(&format!(
            "<article class=\"item {class}\" id=\"{anchor}\">\n<h{level}><a href=\"#{anchor}\">{title}</a></h{level}>\n<p class=\"tags\">{tags}</p>\n"
        ));
        self.blocks(&item.body);
        self.push("</article>\n");
    }

    fn list(&mut self, entries: &[Entry], cards: bool) {
        self.push(if cards { "<ul class=\"cards\">\n" } else { "<ul>\n" });
        for entry in entries {
            let id = entry.anchor.as_ref().map_or_else(String::new, |anchor| format!(" id=\"{}\"", escaped(anchor)));
            let inlines = self.inlines(&entry.inlines);
            self.push(&format!("<li{id}>{inlines}"));
            if !entry.under.is_empty() {
                self.push("\n");
                self.blocks(&entry.under);
            }
            self.push("</li>\n");
        }
        self.push("</ul>\n");
    }

    fn fields(&mut self, fields: &[Field]) {
        if fields.is_empty() {
            return;
        }
        self.push("<dl>\n");
        for field in fields {
            let (label, inlines) = (escaped(&field.label), self.inlines(&field.inlines));
            self.push(&format!("<div><dt>{label}</dt><dd>{inlines}"));
            if !field.under.is_empty() {
                self.push("\n");
                self.blocks(&field.under);
            }
            self.push("</dd></div>\n");
        }
        self.push("</dl>\n");
    }

    fn table(&mut self, table: &Table) {
        let caption = escaped(&table.caption);
        self.push(&format!(
            "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{caption}\">\n<table>\n"
        ));
        if !caption.is_empty() {
            self.push(&format!("<caption>{caption}</caption>\n"));
        }
        let heads: String =
            table.heads.iter().map(|head| format!("<th scope=\"col\">{}</th>", self.inlines(head))).collect();
        self.push(&format!("<thead>\n<tr>{heads}</tr>\n</thead>\n<tbody>\n"));
        for row in &table.rows {
            let cells: String = row.iter().map(|cell| format!("<td>{}</td>", self.inlines(cell))).collect();
            self.push(&format!("<tr>{cells}</tr>\n"));
        }
        self.push("</tbody>\n</table>\n</div>\n");
    }

    fn inlines(&self, inlines: &[Inline]) -> String {
        inlines.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&self, inline: &Inline) -> String {
        match inline {
            Inline::Text(words) => escaped(words),
            Inline::Own { words, lang } => match self.lang_of(*lang) {
                own if own.is_empty() => escaped(words),
                own => format!("<span{own}>{}</span>", escaped(words)),
            },
            Inline::Code(words) => format!("<code>{}</code>", escaped(words)),
            Inline::Strong(inlines) => format!("<strong>{}</strong>", self.inlines(inlines)),
            Inline::Tag { class, words } => format!("<span class=\"tag {class}\">{}</span> ", escaped(words)),
            Inline::Link { to, inlines } => format!("<a href=\"#{}\">{}</a>", escaped(to), self.inlines(inlines)),
            Inline::Url(url) => match is_web(url) {
                true => format!("<a href=\"{0}\">{0}</a>", escaped(url)),
                false => escaped(url),
            },
        }
    }
}
