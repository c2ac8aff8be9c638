; Made by tests/editors from editors/tree-sitter/queries.

((comment) @injection.content
  (#set! injection.language "comment"))
