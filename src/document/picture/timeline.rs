//! The calendar of a dossier as SVG: a row for each milestone over the months.

use crate::base::{Lang, tr};
use crate::document::html::{escaped, palette_css};
use crate::explain::timeline::{Month, Row, Stretch, Timeline};

const TITLES: Month = 320;
const ROW: Month = 26;
const TOP: Month = 40;
/// The width of a year.
const LABEL: Month = 32;
/// What the months take in all, unless they would be narrower than can be seen.
const MONTHS: Month = 560;

/// How the parts look, on a page and by themselves.
pub const STYLE: &str = "\
svg.timeline { font-family: system-ui, sans-serif; background: var(--page); }
svg.timeline rect.ground { fill: var(--page); }
svg.timeline text { fill: var(--text); font-size: 12px; }
svg.timeline text.year { fill: var(--soft); font-size: 11px; }
svg.timeline line { stroke: var(--line); }
svg.timeline line.today { stroke: var(--accent); stroke-dasharray: 4 3; }
svg.timeline .expected { fill: var(--definition); stroke: var(--line); }
svg.timeline .planned { fill: var(--page); stroke: var(--accent); stroke-width: 2; }
svg.timeline .reached { fill: var(--accent); }
svg.timeline .earliest, svg.timeline .effect { fill: var(--text); text-anchor: middle; }
";

/// The picture as a file by itself; `head` says whose it is and on which day.
pub fn timeline_svg(timeline: &Timeline, head: &str, lang: Lang) -> String {
    let style = format!("{}\n{STYLE}", palette_css(true));
    let svg = written(timeline, head.trim_end(), lang, "timeline", Some(&style));
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{svg}")
}

/// The picture for a page, whose style sheet colours it.
pub fn svg_inline(timeline: &Timeline, title: &str, lang: Lang, id: &str) -> String {
    written(timeline, title, lang, id, None)
}

fn written(timeline: &Timeline, title: &str, lang: Lang, id: &str, style: Option<&str>) -> String {
    let count = timeline.count();
    let month = (MONTHS / count).clamp(3, 40);
    let rows = Month::try_from(timeline.rows.len()).unwrap_or(0);
    let (width, bottom) = (TITLES + month * count + 20, TOP + ROW * rows);
    let height = bottom + 34;
    let (title, code) = (escaped(title), lang.code());
    let described: Vec<String> = timeline.rows.iter().map(|row| row_text(row, lang)).collect();
    let described = escaped(&described.join(". "));
    // Smaller than this, the labels could not be read: the page scrolls the picture within itself instead.
    let least = width * 7 / 10;
    let mut svg = format!(
        "<svg class=\"timeline\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" lang=\"{code}\" \
         aria-labelledby=\"{id}-title {id}-desc\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" style=\"min-width: {least}px\">\n\
         <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{described}</desc>\n"
    );
    if let Some(style) = style {
        svg.push_str(&format!("<style>\n{style}</style>\n"));
        svg.push_str(&format!("<rect class=\"ground\" width=\"{width}\" height=\"{height}\"/>\n"));
    }
    let place = |at: Month| TITLES + (at - timeline.months.0) * month;
    let mut at = timeline.months.0;
    let mut free = 0;
    while at <= timeline.months.1 {
        let (x, year) = (place(at), (at - 1) / 12);
        svg.push_str(&format!("<line x1=\"{x}\" y1=\"24\" x2=\"{x}\" y2=\"{bottom}\"/>\n"));
        // A year of which little is drawn leaves the room to the next one.
        let next = year * 12 + 13;
        let has_room = next > timeline.months.1 || place(next) - x >= LABEL;
        if free <= x && has_room {
            svg.push_str(&format!("<text class=\"year\" x=\"{}\" y=\"20\">{year}</text>\n", x + 2));
            free = x + LABEL;
        }
        at = next;
    }
    let today = place(timeline.today) + month / 2;
    svg.push_str(&format!("<line class=\"today\" x1=\"{today}\" y1=\"24\" x2=\"{today}\" y2=\"{bottom}\"/>\n"));
    for (rank, row) in (0..).zip(&timeline.rows) {
        svg.push_str(&drawn(row, TOP + ROW * rank, month, &place));
    }
    let legend = tr!(lang;
        en: "filled: reached · outlined: planned · shaded: expected · › at the earliest · ▸ takes effect · dashed: today",
        fr: "plein\u{a0}: atteint · contour\u{a0}: prévu · grisé\u{a0}: attendu · › au plus tôt · ▸ prend effet · tirets\u{a0}: aujourd’hui");
    svg.push_str(&format!("<text class=\"year\" x=\"8\" y=\"{}\">{}</text>\n</svg>\n", bottom + 22, escaped(&legend)));
    svg
}

fn drawn(row: &Row, y: Month, month: Month, place: &dyn Fn(Month) -> Month) -> String {
    let mut svg = format!("<text x=\"8\" y=\"{}\">{}</text>\n", y + 16, escaped(&shortened(&row.label)));
    let mut bar = |class: &str, stretch: Option<Stretch>, inset: Month| {
        if let Some((first, last)) = stretch {
            let (x, width) = (place(first), (last - first + 1) * month);
            let (top, height) = (y + inset, ROW - 2 * inset);
            svg.push_str(&format!(
                "<rect class=\"{class}\" x=\"{x}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"2\"/>\n"
            ));
        }
    };
    bar("expected", row.expected, 4);
    bar("planned", row.planned, 6);
    bar("reached", row.reached, 8);
    let mut mark = |class: &str, at: Option<Month>, sign: &str| {
        if let Some(at) = at {
            let (x, y) = (place(at) + month / 2, y + 17);
            svg.push_str(&format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{sign}</text>\n"));
        }
    };
    mark("earliest", row.earliest, "›");
    mark("effect", row.effect, "▸");
    svg
}

/// What fits beside the months; the description holds the whole.
fn shortened(label: &str) -> String {
    const LONGEST: usize = 46;
    if label.chars().count() <= LONGEST {
        return label.to_string();
    }
    let start: String = label.chars().take(LONGEST - 1).collect();
    format!("{}…", start.trim_end())
}

/// The row for those who listen to the picture.
fn row_text(row: &Row, lang: Lang) -> String {
    let written = |month: Month| format!("{:04}-{:02}", (month - 1) / 12, (month - 1) % 12 + 1);
    let stretch = |(first, last): Stretch| match first == last {
        true => written(first),
        false => format!("{} – {}", written(first), written(last)),
    };
    let mut parts = vec![row.label.clone()];
    if let Some(reached) = row.reached.map(stretch) {
        parts.push(tr!(lang; en: "reached {reached}", fr: "atteint {reached}"));
    }
    if let Some(planned) = row.planned.map(stretch) {
        parts.push(tr!(lang; en: "planned {planned}", fr: "prévu {planned}"));
    }
    if let Some(expected) = row.expected.map(stretch) {
        parts.push(tr!(lang; en: "expected {expected}", fr: "attendu {expected}"));
    }
    if let Some(earliest) = row.earliest.map(written) {
        parts.push(tr!(lang; en: "at the earliest {earliest}", fr: "au plus tôt {earliest}"));
    }
    if let Some(effect) = row.effect.map(written) {
        parts.push(tr!(lang; en: "takes effect {effect}", fr: "prend effet {effect}"));
    }
    parts.join(", ")
}
