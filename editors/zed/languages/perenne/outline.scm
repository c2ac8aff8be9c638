; Made by tests/editors from editors/tree-sitter/queries.

(item
  keyword: (item_keyword) @context
  name: (name) @name) @item

(item
  keyword: (item_keyword) @context
  title: (text) @name) @item
