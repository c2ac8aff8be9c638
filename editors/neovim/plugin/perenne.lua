-- :PerenneTest, :PerenneWhy, :PerenneDossier, :PerenneEvaluate, :PerenneExplain CODE
if vim.g.loaded_perenne then
  return
end
vim.g.loaded_perenne = true

local function command(name, run, options)
  vim.api.nvim_create_user_command(name, run, options or {})
end

command('PerenneTest', function()
  require('perenne').run('perenne.test', vim.NIL, true)
end)
command('PerenneWhy', function(given)
  local rule = given.args ~= '' and given.args or vim.fn.expand('<cword>')
  require('perenne').run('perenne.why', rule, true)
end, { nargs = '?' })
command('PerenneDossier', function()
  require('perenne').run('perenne.dossier')
end)
command('PerenneEvaluate', function()
  require('perenne').run('perenne.evaluate', true)
end)
command('PerenneExplain', function(given)
  local buffer = vim.api.nvim_get_current_buf()
  local params = { command = 'perenne.explain', arguments = { given.args, true } }
  vim.lsp.buf_request(buffer, 'workspace/executeCommand', params, function(problem)
    if problem then
      vim.notify(problem.message, vim.log.levels.WARN)
    end
  end)
end, { nargs = 1 })
