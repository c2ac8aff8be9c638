-- For Neovim 0.11 and later: `vim.lsp.enable('perenne')`.
local perenne = require('perenne')
local config = perenne.config()

config.filetypes = perenne.filetypes
config.root_dir = function(buffer, on_dir)
  if perenne.is_ours(buffer) then
    on_dir(perenne.root(buffer))
  end
end

return config
