-- The server in Neovim: PERENNE=program FILE=rules.perenne nvim --clean --headless -c 'luafile server.lua'. FILE is a copy
-- that may be changed. Prints what was seen, and ends with an error where something lacks.
local here = debug.getinfo(1, 'S').source:sub(2):match('^(.*)/test/') or '.'
vim.opt.runtimepath:prepend(here)
vim.cmd('filetype plugin on | syntax on')
vim.cmd('runtime! ftdetect/perenne.vim plugin/perenne.lua')

local function fail(why)
  io.stdout:write('FAILED: ' .. why .. '\n')
  vim.cmd('cquit')
end

local function await(what, ready)
  if not vim.wait(20000, ready, 50) then
    fail('no ' .. what .. ' in twenty seconds')
  end
  io.stdout:write('seen: ' .. what .. '\n')
end

local ok, problem = xpcall(function()
  require('perenne').setup({ cmd = { vim.env.PERENNE, 'lsp' } })
  vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.FILE))
  local client
  await('the server', function()
    client = (vim.lsp.get_active_clients or vim.lsp.get_clients)()[1]
    return client and client.initialized and vim.lsp.buf_is_attached(0, client.id)
  end)

  -- A word that no rule has is told where it stands.
  local last = vim.api.nvim_buf_line_count(0)
  local half = { '', 'critère essai « À moitié »', '  exige inconnu_ici au moins 2', '' }
  vim.api.nvim_buf_set_lines(0, last, last, false, half)
  local found
  await('a diagnostic', function()
    for _, one in ipairs(vim.diagnostic.get(0)) do
      if one.lnum == last + 2 and one.message:find('inconnu_ici', 1, true) then
        found = one
      end
    end
    return found
  end)
  assert(found.col == #'  exige ', 'the diagnostic begins at column ' .. found.col)

  -- What is known of a name under the cursor.
  local line = vim.fn.search('^crit\\%(ère\\|erion\\) ', 'nw')
  local params = { textDocument = vim.lsp.util.make_text_document_params(), position = { line = line - 1, character = 11 } }
  local answers = vim.lsp.buf_request_sync(0, 'textDocument/hover', params, 10000)
  local hover = answers and select(2, next(answers))
  assert(hover and hover.result and #vim.inspect(hover.result) > 60, 'no hover: ' .. vim.inspect(answers))
  io.stdout:write('seen: a hover\n')

  -- The commands reach the server.
  local said = {}
  client.handlers['window/showMessage'] = function(_, message)
    table.insert(said, message.message)
  end
  vim.cmd('PerenneTest')
  await('the tests run', function()
    return table.concat(said, '\n'):find('%d')
  end)
  io.stdout:write(table.concat(said, '\n') .. '\n')
  local windows = #vim.api.nvim_list_wins()
  vim.cmd('PerenneExplain R0301')
  await('a page', function()
    return #vim.api.nvim_list_wins() > windows
  end)
end, debug.traceback)
if not ok then
  fail(problem)
end
vim.cmd('quitall!')
