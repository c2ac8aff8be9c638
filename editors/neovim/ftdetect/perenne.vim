" Rules. A literate file stays Markdown, with the rules in its fences coloured.
autocmd BufRead,BufNewFile *.perenne setfiletype perenne

if index(get(g:, 'markdown_fenced_languages', []), 'perenne') < 0
  let g:markdown_fenced_languages = get(g:, 'markdown_fenced_languages', []) + ['perenne']
endif
