" How rules are typed.
if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal comments=:# commentstring=#\ %s
setlocal expandtab shiftwidth=2 softtabstop=2 tabstop=2
setlocal iskeyword=@,48-57,_,192-255
setlocal matchpairs=(:),{:},«:»
setlocal autoindent
setlocal suffixesadd=.perenne,.perenne.md
setlocal foldmethod=indent foldlevel=99
" An item begins at the margin.
nnoremap <buffer> <silent> ]] :call search('^\k', 'W')<CR>
nnoremap <buffer> <silent> [[ :call search('^\k', 'bW')<CR>

let b:undo_ftplugin = 'setlocal comments< commentstring< expandtab< shiftwidth< softtabstop< tabstop< iskeyword<'
      \ . ' matchpairs< autoindent< suffixesadd< foldmethod< foldlevel<'
      \ . ' | silent! nunmap <buffer> ]]| silent! nunmap <buffer> [['
