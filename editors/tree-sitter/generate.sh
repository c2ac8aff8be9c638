#!/bin/sh
# Makes src/parser.c anew from grammar.js, and notes what it was made from. Needs the tree-sitter program
# (cargo install tree-sitter-cli --version 0.25.10 --locked) and node.
set -eu
cd "$(dirname "$0")"
tree-sitter generate --abi 14
cat grammar.js units.js | sha256sum | cut -d' ' -f1 >src/made-from
