//! Pictures of what leans on what, facts at the left, then definitions, criteria and checklists; and of a calendar
//! (`timeline.rs`). Drawn by ourselves, so that the same rules always give the same picture.

mod graph;
mod layout;
mod svg;
mod timeline;

use crate::base::Lang;
use crate::explain::text::{Layout, timeline_text};
use crate::explain::timeline::Timeline;
use layout::{Bend, Box2};
pub use svg::svg_file;
pub use timeline::timeline_svg;

/// A picture of a page.
#[derive(Clone, Debug)]
pub enum Drawing {
    Links(Picture),
    Calendar { timeline: Timeline, title: String, lang: Lang },
}

impl Drawing {
    /// What it shows, in one line.
    pub fn title(&self) -> &str {
        match self {
            Drawing::Links(picture) => &picture.title,
            Drawing::Calendar { title, .. } => title,
        }
    }

    /// The picture drawn with signs, where that can be done.
    pub fn in_signs(&self) -> Option<String> {
        match self {
            Drawing::Links(_) => None,
            Drawing::Calendar { timeline, lang, .. } => {
                let layout = Layout { lang: *lang, width: 100, plain: false, color: false };
                Some(timeline_text(timeline, layout))
            }
        }
    }

    /// The picture for a page, whose style sheet colours it. `id` sets it apart from the other pictures of the page.
    pub fn inline(&self, id: &str) -> String {
        match self {
            Drawing::Links(picture) => svg::svg_inline(picture, id),
            Drawing::Calendar { timeline, title, lang } => timeline::svg_inline(timeline, title, *lang, id),
        }
    }
}

/// How pictures of either kind look on a page.
pub fn style() -> String {
    format!("{}{}", svg::STYLE, timeline::STYLE)
}

/// The column a node stands in, or the columns, when some of its kind lean on each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A fact; also a milestone or a body, which conditions read as facts.
    Fact,
    Definition,
    Criterion,
    Checklist,
}

/// One thing that is drawn.
#[derive(Clone, Debug)]
pub struct Node {
    pub kind: Kind,
    pub label: String,
    /// The language of the label.
    pub lang: Lang,
    /// Where it stands in the document.
    pub anchor: Option<String>,
}

/// A picture laid out, in units of a pixel at the size it is drawn.
#[derive(Clone, Debug)]
pub struct Picture {
    /// What it shows, in one line.
    pub title: String,
    pub lang: Lang,
    pub nodes: Vec<Node>,
    /// From what serves to what it serves, by ranks.
    pub edges: Vec<(usize, usize)>,
    /// By node.
    boxes: Vec<Box2>,
    /// By edge: where the line goes through.
    bends: Vec<Vec<Bend>>,
    /// The head of each column: its words and where it starts.
    columns: Vec<(Kind, i32)>,
    width: i32,
    height: i32,
}

impl Picture {
    /// Lays nodes out. `edges` lead from what serves to what it serves; those that would go round in a circle are left
    /// out of the layers.
    pub fn new(title: String, lang: Lang, nodes: Vec<Node>, edges: Vec<(usize, usize)>) -> Self {
        let laid = layout::layout(&nodes, &edges);
        Picture {
            title,
            lang,
            nodes,
            edges,
            boxes: laid.boxes,
            bends: laid.bends,
            columns: laid.columns,
            width: laid.width,
            height: laid.height,
        }
    }

    /// What serves a node, by ranks.
    pub fn servants(&self, rank: usize) -> impl Iterator<Item = usize> + '_ {
        self.edges.iter().filter(move |(_, to)| *to == rank).map(|(from, _)| *from)
    }
}
