//! A JSON object into the same tree as [`read`](super::read) gives, quickly: for records, which come by the thousand.
//!
//! What is not plain JSON, or goes beyond a limit, is left to the other reader, which says what is wrong and where. Each
//! value is first taken as the text it stands for: so numbers keep their spelling, and every value has its place.

use super::read::{DEPTH_LIMIT, Entry, Key, NODE_LIMIT, Node, NodeKind};
use crate::base::{Span, name};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::HashSet;
use std::fmt;

/// The entries of the object that `text` holds; `None` when it is not one, or has the same key twice in one place.
pub(super) fn read_object(text: &str) -> Option<Vec<Entry>> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let whole: &RawValue = serde_json::from_str(body).ok()?;
    let mut reader = Reader { start: text.as_ptr().addr(), left: NODE_LIMIT };
    match reader.node(whole, 0)?.kind {
        NodeKind::Mapping(entries) => Some(entries),
        NodeKind::Null | NodeKind::Scalar { .. } | NodeKind::Sequence(_) => None,
    }
}

struct Reader {
    /// Where the whole text starts in memory: a part of it tells its place by its own.
    start: usize,
    /// How many more values may be read.
    left: usize,
}

impl Reader {
    fn node(&mut self, raw: &RawValue, depth: usize) -> Option<Node> {
        self.left = self.left.checked_sub(1)?;
        let text = raw.get();
        let start = text.as_ptr().addr().checked_sub(self.start)?;
        let span = Span::new(start, start + text.len());
        let kind = match text.as_bytes().first()? {
            b'{' | b'[' if depth >= DEPTH_LIMIT => return None,
            b'{' => NodeKind::Mapping(self.entries(text, span, depth)?),
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
                NodeKind::Sequence(items.into_iter().map(|item| self.node(item, depth + 1)).collect::<Option<_>>()?)
            }
            b'"' => NodeKind::Scalar { text: serde_json::from_str(text).ok()?, quoted: true },
            b'n' => NodeKind::Null,
            _ => NodeKind::Scalar { text: text.to_string(), quoted: false },
        };
        Some(Node { kind, span })
    }

    fn entries(&mut self, text: &str, span: Span, depth: usize) -> Option<Vec<Entry>> {
        let Members(members) = serde_json::from_str(text).ok()?;
        let mut seen = HashSet::with_capacity(members.len());
        let mut entries = Vec::with_capacity(members.len());
        for (key, raw) in members {
            let text = name::normalise(&key);
            if !seen.insert(text.clone()) {
                return None;
            }
            let value = self.node(raw, depth + 1)?;
            // A key stands somewhere before its value; no message is about it.
            entries.push(Entry { key: Key { text, span: span.at_start() }, value });
        }
        Some(entries)
    }
}

/// The members of an object, in their order.
struct Members<'t>(Vec<(String, &'t RawValue)>);

impl<'t> Deserialize<'t> for Members<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'t> Visitor<'t> for MembersVisitor {
    type Value = Members<'t>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FileId;
    use crate::facts::read::read;
    use proptest::prelude::*;

    #[test]
    fn spellings_and_places_are_kept() {
        let text = "\u{feff}{ \"a\": 1.10, \"é\" : [true, null, \"x\\u00e9\\ud83d\\ude00\"], \"b\": {\"c\": 1e3} }";
        let entries = read_object(text).unwrap();
        let node = &entries[0].value;
        assert_eq!((node.text(), node.span.slice(text)), (Some("1.10"), "1.10"));
        let NodeKind::Sequence(items) = &entries[1].value.kind else { panic!("{entries:?}") };
        assert_eq!(items[2].text(), Some("xé😀"));
        assert_eq!(items[2].span.slice(text), "\"x\\u00e9\\ud83d\\ude00\"");
        assert_eq!(entries[2].value.entries().unwrap()[0].value.text(), Some("1e3"));
    }

    #[test]
    fn what_is_not_plain_json_is_left_to_the_other_reader() {
        let deep = format!("{{\"a\": {}{}}}", "[".repeat(200), "]".repeat(200));
        for text in ["", "[1]", "3", "{\"a\": 1,}", "{a: 1}", "{\"a\": 1} {}", "{\"a\": 1, \"a\": 2}", &deep] {
            assert_eq!(read_object(text), None, "{text}");
        }
    }

    /// A value of JSON, its texts free of what only one of the two readers takes.
    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(serde_json::Value::from),
            any::<i32>().prop_map(serde_json::Value::from),
            "[a-zé :,#-]{0,6}".prop_map(serde_json::Value::from),
        ];
        leaf.prop_recursive(3, 20, 4, |inner| {
            let object = prop::collection::btree_map("[a-zé]{1,4}", inner.clone(), 0..4);
            prop_oneof![
                prop::collection::vec(inner, 0..4).prop_map(serde_json::Value::from),
                object.prop_map(|map| map.into_iter().collect()),
            ]
        })
    }

    fn without_places(entries: &[Entry]) -> String {
        fn show(node: &Node) -> String {
            match &node.kind {
                NodeKind::Null => String::from("null"),
                NodeKind::Scalar { text, quoted } => format!("{text:?} {quoted}"),
                NodeKind::Sequence(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(", ")),
                NodeKind::Mapping(entries) => format!("{{{}}}", without_places(entries)),
            }
        }
        entries.iter().map(|entry| format!("{}: {}; ", entry.key.text, show(&entry.value))).collect()
    }

    proptest! {
        #[test]
        fn both_readers_agree_on_json(members in prop::collection::btree_map("[a-zé]{1,4}", json(), 1..5)) {
            let text = serde_json::Value::from_iter(members).to_string();
            let quick = read_object(&text).unwrap();
            let other = read(FileId(0), &text);
            prop_assert!(other.diagnostics.is_empty(), "{:?}", other.diagnostics);
            prop_assert_eq!(without_places(&quick), without_places(&other.root));
        }
    }
}
