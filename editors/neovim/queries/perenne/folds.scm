; Made by tests/editors from editors/tree-sitter/queries.

(item) @fold
(block) @fold
