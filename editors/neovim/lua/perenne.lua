-- The language server in Neovim: `require('perenne').setup()`, from 0.7 on. From 0.11 on it is `vim.lsp.enable('perenne')`.
local M = {}

-- Facts files are YAML or JSON; the server leaves alone those without a dossier.
M.filetypes = { 'perenne', 'markdown', 'yaml', 'json' }

-- Whether a file is the server's: rules, rules in prose, or facts.
function M.is_ours(buffer)
  local name = vim.api.nvim_buf_get_name(buffer)
  if name:match('%.perenne$') or name:match('%.perenne%.md$') then
    return true
  end
  if not name:match('%.ya?ml$') and not name:match('%.json$') then
    return false
  end
  for _, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, 200, false)) do
    if line:match('^dossier%s*:') or line:match('^%s*{?%s*"dossier"%s*:') then
      return true
    end
  end
  return false
end

-- The folder that the doctrine of a file is in: the highest one that still holds rules, else that of the file.
function M.root(buffer)
  local name = vim.api.nvim_buf_get_name(buffer)
  local folder = vim.fn.fnamemodify(name, ':p:h')
  local root = folder
  local up = folder
  while up ~= '' do
    local rules = vim.fn.glob(up .. '/*.perenne', true, true)
    if #rules > 0 then
      root = up
    end
    if vim.fn.isdirectory(up .. '/.git') == 1 then
      break
    end
    local next_up = vim.fn.fnamemodify(up, ':h')
    if next_up == up then
      break
    end
    up = next_up
  end
  return root
end

-- What the server shows (a reason, the page of a diagnostic) opens beside the text.
local function show_document(_, params)
  local path = vim.uri_to_fname(params.uri)
  vim.cmd('split ' .. vim.fn.fnameescape(path))
  return { success = true }
end

-- A lens may ask for the uses of a name: the list of places shows them.
local function show_places(command, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  local encoding = client and client.offset_encoding or 'utf-16'
  local items = vim.lsp.util.locations_to_items(command.arguments[3], encoding)
  vim.fn.setqflist({}, ' ', { title = command.title, items = items })
  vim.cmd('botright copen')
end

-- What is told to the client; `options.cmd` is the program with its arguments.
function M.config(options)
  options = options or {}
  local capabilities = vim.lsp.protocol.make_client_capabilities()
  capabilities.window = capabilities.window or {}
  capabilities.window.showDocument = { support = true }
  return {
    name = 'perenne',
    cmd = options.cmd or { 'perenne', 'lsp' },
    capabilities = vim.tbl_deep_extend('force', capabilities, options.capabilities or {}),
    handlers = { ['window/showDocument'] = show_document },
    commands = { ['perenne.references'] = show_places },
    on_attach = options.on_attach,
  }
end

local clients = {}

local function start(buffer, options)
  local root = M.root(buffer)
  local config = M.config(options)
  config.root_dir = root
  if vim.lsp.start then
    vim.lsp.start(config, { bufnr = buffer })
    return
  end
  local key = root .. '\n' .. table.concat(config.cmd, ' ')
  local id = clients[key]
  if not id or not vim.lsp.get_client_by_id(id) then
    id = vim.lsp.start_client(config)
    clients[key] = id
  end
  if id then
    vim.lsp.buf_attach_client(buffer, id)
  end
end

-- Starts the server for the files that are its own, from now on.
function M.setup(options)
  options = options or {}
  local program = (options.cmd or { 'perenne' })[1]
  local told = false
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('perenne', { clear = true }),
    pattern = M.filetypes,
    callback = function(event)
      if not M.is_ours(event.buf) then
        return
      end
      if vim.fn.executable(program) == 0 then
        if not told then
          told = true
          vim.notify('perenne: ' .. program .. ' is not on the PATH · n’est pas dans le PATH', vim.log.levels.WARN)
        end
        return
      end
      start(event.buf, options)
    end,
  })
end

-- Has the server carry out a command, with the file at hand first.
function M.run(command, ...)
  local buffer = vim.api.nvim_get_current_buf()
  local arguments = { vim.uri_from_bufnr(buffer), ... }
  vim.lsp.buf_request(buffer, 'workspace/executeCommand', { command = command, arguments = arguments }, function(problem)
    if problem then
      vim.notify(problem.message, vim.log.levels.WARN)
    end
  end)
end

return M
