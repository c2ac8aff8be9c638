-- Colours files and compares with the stretches that the compiler gives:
-- LIST=list.json nvim --clean --headless -c 'luafile colours.lua', where the list is [{ path, stretches: [[start, end, class]] }]
-- in bytes. Ends with an error where more than MOST stretches differ.
local here = debug.getinfo(1, 'S').source:sub(2):match('^(.*)/test/') or '.'
vim.opt.runtimepath:prepend(here)
vim.cmd('filetype plugin on | syntax on')
vim.cmd('runtime! ftdetect/perenne.vim')

local CLASSES = {
  perenneComment = 'comment',
  perenneTodo = 'comment',
  perenneText = 'text',
  perenneNested = 'text',
  perennePlaceholder = 'text',
  perenneNumber = 'number',
}
for _, class in ipairs({ 'Item', 'Clause', 'Force', 'Verdict', 'State', 'Literal', 'Operator', 'Part', 'Type' }) do
  CLASSES['perenne' .. class] = 'keyword'
end

local compared, differences = 0, 0
for _, file in ipairs(vim.json.decode(table.concat(vim.fn.readfile(vim.env.LIST), '\n'))) do
  vim.cmd('silent edit ' .. vim.fn.fnameescape(file.path))
  -- Of two stretches the one that begins later stands within the other.
  local wanted = {}
  for _, stretch in ipairs(file.stretches) do
    for at = stretch[1], stretch[2] - 1 do
      wanted[at] = stretch[3]
    end
  end
  local offset = 0
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local last
    for column = 1, #line do
      local byte = line:byte(column)
      -- The first byte of each character that is no blank.
      if byte > 32 and (byte < 128 or byte > 191) then
        local group = vim.fn.synIDattr(vim.fn.synID(number, column, 1), 'name')
        local found, should = CLASSES[group] or 'plain', wanted[offset + column - 1] or 'plain'
        compared = compared + 1
        if found ~= should and last ~= found .. should then
          differences = differences + 1
          io.stdout:write(('%s:%d:%d is %s, coloured %s: %s\n'):format(file.path, number, column, should, found, line))
        end
        last = found ~= should and found .. should or nil
      end
    end
    offset = offset + #line + 1
  end
end
io.stdout:write(('%d characters compared, %d stretches differ\n'):format(compared, differences))
vim.cmd((compared == 0 or differences > tonumber(vim.env.MOST or '0')) and 'cquit' or 'quitall!')
