(item) @indent.begin
(block) @indent.begin
(block "}" @indent.branch)
