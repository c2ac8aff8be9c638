; Made by tests/editors from editors/tree-sitter/queries.

; What rules are made of. No two patterns fit the same node, for editors differ on which of two wins.

(identifier) @variable
(backquoted) @variable
(member) @property
(field name: (name) @property)
(value) @constant

(item keyword: (item_keyword) @keyword)
(language) @keyword
((item keyword: (item_keyword) @_kind name: (name) @type)
  (#not-any-of? @_kind "critère" "criterion" "grille" "checklist" "définition" "define" "table"))
((item keyword: (item_keyword) @_kind name: (name) @function)
  (#any-of? @_kind "critère" "criterion" "grille" "checklist" "définition" "define" "table"))

(clause_keyword) @keyword
(part) @keyword
(operator) @keyword.operator
(mark) @operator
(type) @type.builtin
(force) @attribute
(verdict) @constant.builtin
(state) @constant.builtin
(literal) @constant.builtin

(number) @number
(date) @number
(unit) @type
(text) @string
(reference) @label
(section) @label
"§" @punctuation.special
(comment) @comment

["(" ")" "[" "]" "{" "}"] @punctuation.bracket
["," ":" "|"] @punctuation.delimiter
