//! What every page of HTML that the program writes must be.

use perenne::base::Lang;
use roxmltree::{Document as Page, Node, ParsingOptions};
use std::collections::HashSet;

/// The page as a tree: it must be well formed to become one.
pub fn tree(html: &str) -> Page<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Page::parse_with_options(html, options).unwrap_or_else(|error| panic!("{error}"))
}

pub fn elements<'a>(page: &'a Page<'a>) -> impl Iterator<Item = Node<'a, 'a>> {
    page.descendants().filter(Node::is_element)
}

pub fn text_of(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

/// No script, no file beside it, no network; every id stands once and every link leads to one. Gives how many links.
pub fn needs_nothing_else_and_leads_somewhere(html: &str, label: &str) -> usize {
    let page = tree(html);
    let ids: Vec<&str> = elements(&page).filter_map(|node| node.attribute("id")).collect();
    let known: HashSet<&str> = ids.iter().copied().collect();
    assert_eq!(known.len(), ids.len(), "{label}: an id stands twice");
    let mut links = 0;
    for node in elements(&page) {
        let name = node.tag_name().name();
        assert!(!["script", "link", "img", "iframe", "object", "embed", "base", "form"].contains(&name), "{name}");
        let loading = node.attributes().filter(|one| ["src", "srcset", "action", "data"].contains(&one.name()));
        assert_eq!(loading.count(), 0, "{label}: {name}");
        assert!(node.attributes().all(|one| !one.name().starts_with("on")), "{label}: {name}");
        if let Some(href) = node.attribute("href") {
            links += 1;
            match href.strip_prefix('#') {
                Some(anchor) => assert!(known.contains(anchor), "{label}: {href} leads nowhere"),
                None => assert!(
                    ["https://", "http://", "mailto:"].iter().any(|scheme| href.starts_with(scheme)),
                    "{label}: {href}"
                ),
            }
        }
        for pointed in ["aria-labelledby", "aria-describedby"].iter().filter_map(|name| node.attribute(*name)) {
            assert!(pointed.split(' ').all(|id| known.contains(id)), "{label}: {pointed}");
        }
    }
    let style = elements(&page).find(|node| node.has_tag_name("style")).and_then(|node| node.text()).expect("a style");
    assert!(!style.contains("url(") && !style.contains("@import"), "{label}");
    links
}

/// Landmarks, headings that go down one by one, and what is wide reached by the keyboard.
pub fn can_be_walked_through(html: &str, label: &str, lang: Lang) {
    let page = tree(html);
    let top = page.root_element();
    assert_eq!(top.attribute("lang"), Some(lang.code()));
    for landmark in ["header", "nav", "main", "footer"] {
        assert_eq!(elements(&page).filter(|node| node.has_tag_name(landmark)).count(), 1, "{label}: {landmark}");
    }
    let first_link = elements(&page).find(|node| node.tag_name().name() == "a");
    assert_eq!(first_link.and_then(|node| node.attribute("href")), Some("#content"));
    let mut last = 0;
    let mut count = 0;
    for node in elements(&page) {
        let Some(level) = node.tag_name().name().strip_prefix('h').and_then(|level| level.parse::<u8>().ok()) else {
            continue;
        };
        assert!(level <= last + 1, "{label}: h{last} then h{level}: {}", text_of(node));
        assert!(!text_of(node).trim().is_empty(), "{label}: an empty h{level}");
        (last, count) = (level, count + usize::from(level == 1));
    }
    assert_eq!(count, 1, "{label}: one h1");
    // What is wide scrolls in itself, and the keyboard reaches it.
    for node in elements(&page).filter(|node| ["table", "svg"].contains(&node.tag_name().name())) {
        let around = node.ancestors().find(|around| around.attribute("class") == Some("scroll"));
        assert_eq!(around.and_then(|around| around.attribute("tabindex")), Some("0"), "{label}");
    }
    for svg in elements(&page).filter(|node| node.tag_name().name() == "svg") {
        assert_eq!(svg.attribute("role"), Some("img"));
        assert!(svg.children().any(|child| child.tag_name().name() == "title"));
    }
}
