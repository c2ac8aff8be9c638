//! The picture as SVG.

use super::layout::{Bend, Box2, LINE, WIDTH};
use super::{Kind, Node, Picture};
use crate::base::{Lang, tr};
use crate::document::html::{escaped, palette_css};
use std::collections::HashSet;

/// The picture for a page, whose style sheet colours it. `id` sets it apart from the other pictures of the page.
pub fn svg_inline(picture: &Picture, id: &str) -> String {
    written(picture, id, None)
}

/// The picture as a file by itself.
pub fn svg_file(picture: &Picture) -> String {
    let style = format!("{}\n{STYLE}", palette_css(true));
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}", written(picture, "picture", Some(&style)))
}

/// How the parts look, on a page and by themselves.
pub const STYLE: &str = "\
svg.picture { font-family: system-ui, sans-serif; background: var(--page); }
svg.picture rect { fill: var(--page); stroke: var(--line); stroke-width: 1; }
svg.picture rect.ground { stroke: none; }
svg.picture text { fill: var(--text); font-size: 12px; }
svg.picture text.head { fill: var(--soft); font-size: 11px; font-weight: 600; letter-spacing: .04em; }
svg.picture .fact rect { fill: var(--fact); }
svg.picture .definition rect { fill: var(--definition); stroke-dasharray: 4 3; }
svg.picture .criterion rect { fill: var(--page); stroke: var(--accent); }
svg.picture .checklist rect { fill: var(--accent); stroke: var(--accent); }
svg.picture .checklist text { fill: var(--page); font-weight: 600; }
svg.picture path { fill: none; stroke: var(--soft); stroke-width: 1; }
svg.picture a:hover rect, svg.picture a:focus rect { stroke-width: 3; }
";

fn written(picture: &Picture, id: &str, style: Option<&str>) -> String {
    let (width, height, lang) = (picture.width, picture.height, picture.lang.code());
    // Smaller than this, the labels could not be read: the page scrolls the picture within itself instead.
    let least = width * 7 / 10;
    let title = escaped(&picture.title);
    let description = escaped(&description(picture));
    let mut svg = format!(
        "<svg class=\"picture\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" lang=\"{lang}\" \
         aria-labelledby=\"{id}-title {id}-desc\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" style=\"min-width: {least}px\">\n\
         <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{description}</desc>\n"
    );
    if let Some(style) = style {
        svg.push_str(&format!("<style>\n{style}</style>\n"));
        svg.push_str(&format!("<rect class=\"ground\" width=\"{width}\" height=\"{height}\"/>\n"));
    }
    for (kind, x) in &picture.columns {
        let words = escaped(&column(*kind, picture.lang));
        svg.push_str(&format!("<text class=\"head\" x=\"{x}\" y=\"24\">{words}</text>\n"));
    }
    let (mut drawn, mut known): (Vec<String>, HashSet<(Bend, Bend)>) = (Vec::new(), HashSet::new());
    for bends in &picture.bends {
        for pair in bends.windows(2) {
            // Lines from one node share their way: each stretch is drawn once.
            if let [from, to] = pair
                && known.insert((*from, *to))
            {
                drawn.push(piece(*from, *to));
            }
        }
    }
    if !drawn.is_empty() {
        svg.push_str(&format!("<path d=\"{}\"/>\n", drawn.join(" ")));
    }
    for (node, place) in picture.nodes.iter().zip(&picture.boxes) {
        svg.push_str(&node_svg(node, place, picture.lang, style.is_none()));
    }
    svg.push_str("</svg>\n");
    svg
}

/// A stretch of a line: straight over a column it passes, a curve between two.
fn piece(from: Bend, to: Bend) -> String {
    if from.y == to.y {
        return format!("M{} {}H{}", from.x, from.y, to.x);
    }
    let middle = i32::midpoint(from.x, to.x);
    format!("M{} {}C{middle} {} {middle} {} {} {}", from.x, from.y, from.y, to.y, to.x, to.y)
}

fn node_svg(node: &Node, place: &Box2, lang: Lang, on_page: bool) -> String {
    let class = match node.kind {
        Kind::Fact => "fact",
        Kind::Definition => "definition",
        Kind::Criterion => "criterion",
        Kind::Checklist => "checklist",
    };
    // Facts are round, so that colour is not all that tells them apart.
    let round = if node.kind == Kind::Fact { place.height / 2 } else { 3 };
    let (x, y, height) = (place.x, place.y, place.height);
    let own = if node.lang == lang { String::new() } else { format!(" lang=\"{}\"", node.lang.code()) };
    let count = i32::try_from(place.lines.len()).unwrap_or(1);
    let first = y + (height - count * LINE) / 2 + 11;
    let middle = x + WIDTH / 2;
    let mut text = String::new();
    for (rank, line) in place.lines.iter().enumerate() {
        let line_y = first + i32::try_from(rank).unwrap_or(0) * LINE;
        let words = escaped(line);
        text.push_str(&format!("<tspan x=\"{middle}\" y=\"{line_y}\">{words}</tspan>"));
    }
    let inside = format!(
        "<title>{}</title><rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{height}\" rx=\"{round}\"/>\
         <text text-anchor=\"middle\">{text}</text>",
        escaped(&node.label)
    );
    // The list under the picture has the same links for the keyboard and for those who listen to the page.
    match node.anchor.as_ref().filter(|_| on_page) {
        Some(anchor) => {
            format!("<a class=\"{class}\"{own} href=\"#{}\" tabindex=\"-1\">{inside}</a>\n", escaped(anchor))
        }
        None => format!("<g class=\"{class}\"{own}>{inside}</g>\n"),
    }
}

fn column(kind: Kind, lang: Lang) -> String {
    match kind {
        Kind::Fact => tr!(lang; en: "FACTS", fr: "FAITS"),
        Kind::Definition => tr!(lang; en: "DEFINITIONS", fr: "DÉFINITIONS"),
        Kind::Criterion => tr!(lang; en: "CRITERIA", fr: "CRITÈRES"),
        Kind::Checklist => tr!(lang; en: "CHECKLISTS", fr: "GRILLES"),
    }
}

fn description(picture: &Picture) -> String {
    let (nodes, edges) = (picture.nodes.len(), picture.edges.len());
    tr!(picture.lang;
        en: "{nodes} items and {edges} links, from what is told on the left to what is judged on the right. The list under the picture says the same in words.",
        fr: "{nodes} éléments et {edges} liens, de ce qui est dit, à gauche, à ce qui est jugé, à droite. La liste sous le schéma dit la même chose en mots.")
}
