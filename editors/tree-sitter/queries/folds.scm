(item) @fold
(block) @fold
