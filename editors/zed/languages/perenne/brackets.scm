; Made by tests/editors from editors/tree-sitter/queries.

("(" @open ")" @close)
("{" @open "}" @close)
