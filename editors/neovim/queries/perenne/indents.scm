; Made by tests/editors from editors/tree-sitter/queries.

(item) @indent.begin
(block) @indent.begin
(block "}" @indent.branch)
