-- Driven by neovim.rs. Lines that begin with "= " are compared with what is expected.
local function say(text) io.stderr:write("= " .. text .. "\n") end
local function wait(done) return vim.wait(60000, done, 10) end
local function finish() vim.cmd("qa!") end

local ok, failure = pcall(function()
  local buffer = vim.api.nvim_get_current_buf()
  local id = vim.lsp.start_client({ name = "perenne", cmd = { vim.env.PERENNE, "lsp" }, root_dir = vim.fn.getcwd() })
  vim.lsp.buf_attach_client(buffer, id)
  wait(function() local client = vim.lsp.get_client_by_id(id); return client and client.initialized end)
  local client = vim.lsp.get_client_by_id(id)
  local function ask(method, params)
    local answer = client.request_sync(method, params, 60000, buffer)
    assert(answer and not answer.err, method .. ": " .. vim.inspect(answer))
    return answer.result
  end
  local document = { uri = vim.uri_from_bufnr(buffer) }
  local function at(line, column) return { textDocument = document, position = { line = line, character = column } } end

  vim.api.nvim_buf_set_lines(buffer, 7, 8, false, { "  exige équipe.interne au moins 2 ETP" })
  wait(function() return #vim.diagnostic.get(buffer) > 0 end)
  for _, found in ipairs(vim.diagnostic.get(buffer)) do
    local lsp = found.user_data and found.user_data.lsp or {}
    say("mistakes " .. (found.code or lsp.code or "?"))
  end
  local items = ask("textDocument/completion", at(7, 15)).items
  say("completion " .. items[1].label)

  vim.api.nvim_buf_set_lines(buffer, 7, 8, false, { "  exige équipe.internes au moins 2 ETP" })
  local place = ask("textDocument/definition", at(7, 18))
  say("definition " .. place.range.start.line + 1)

  local params = at(7, 18)
  params.newName = "agents"
  vim.lsp.util.apply_workspace_edit(ask("textDocument/rename", params), client.offset_encoding)
  for _, open in ipairs(vim.api.nvim_list_bufs()) do
    for _, line in ipairs(vim.api.nvim_buf_get_lines(open, 0, -1, false)) do
      if line:find("agents") then say("renamed " .. line) end
    end
  end
end)
if not ok then io.stderr:write(tostring(failure) .. "\n") end
finish()
