// Colours files with the TextMate grammars as VS Code does, and compares with the stretches that the compiler gives:
// node colours.mjs LIST MOST, where LIST is [{ path, literate, stretches: [[start, end, class]] }] and MOST the number of
// stretches that may differ.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const textmate = require('vscode-textmate');
const oniguruma = require('vscode-oniguruma');
const here = (path) => new URL(`../${path}`, import.meta.url);

await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));

const grammars = {
  'source.perenne': () => here('syntaxes/perenne.tmLanguage.json'),
  'markdown.perenne.codeblock': () => here('syntaxes/perenne.markdown.tmLanguage.json'),
  'text.html.markdown': () => require.resolve('tm-grammars/grammars/markdown.json'),
};
const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async (scope) => {
    const path = grammars[scope]?.();
    return path ? textmate.parseRawGrammar(readFileSync(path, 'utf8'), 'grammar.json') : null;
  },
  getInjections: (scope) => (scope === 'text.html.markdown' ? ['markdown.perenne.codeblock'] : undefined),
});
const rules = await registry.loadGrammar('source.perenne');
const markdown = await registry.loadGrammar('text.html.markdown');

const KEYWORD = /^(?!keyword\.operator\.perenne|entity\.).*\.(item|clause|force|verdict|state|literal|operator|part|type)\.perenne$/;

/** What a character is, by its scopes. */
export function classOf(scopes) {
  const own = scopes.filter((scope) => scope.endsWith('.perenne'));
  if (own.some((scope) => scope.startsWith('comment.'))) return 'comment';
  if (own.some((scope) => scope.startsWith('string.'))) return 'text';
  if (own.some((scope) => scope.startsWith('constant.numeric.'))) return 'number';
  if (own.some((scope) => KEYWORD.test(scope))) return 'keyword';
  return '';
}

/** The class of each character of a text. */
function colour(text, literate) {
  const classes = [];
  let state = textmate.INITIAL;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = (literate ? markdown : rules).tokenizeLine(line, state);
    state = ruleStack;
    for (const token of tokens) {
      for (let at = token.startIndex; at < Math.min(token.endIndex, line.length); at++) {
        classes.push(classOf(token.scopes));
      }
    }
    classes.push('');
  }
  return classes;
}

let differences = 0;
let compared = 0;
for (const { path, literate, stretches } of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  const wanted = new Array(text.length).fill('');
  // A keyword of several words may stand over several lines.
  for (const [start, end, name] of stretches) for (let at = start; at < end; at++) wanted[at] = name;
  const found = colour(text, literate);
  const differs = (at) => /\S/.test(text[at]) && wanted[at] !== found[at];
  for (let at = 0; at < text.length; at++) {
    if (/\S/.test(text[at])) compared++;
    if (!differs(at)) continue;
    let end = at;
    while (end < text.length && differs(end) && wanted[end] === wanted[at] && found[end] === found[at]) end++;
    const lineStart = text.lastIndexOf('\n', at) + 1;
    const number = text.slice(0, at).split('\n').length;
    const line = text.slice(lineStart, (text.indexOf('\n', at) + 1 || text.length + 1) - 1);
    console.log(`${path}:${number}: « ${text.slice(at, end)} » is ${wanted[at] || 'plain'}, coloured ${found[at] || 'plain'}: ${line.trim()}`);
    differences += 1;
    at = end - 1;
  }
}
console.log(`${compared} characters compared, ${differences} stretches differ`);
const most = Number(process.argv[3] ?? 0);
process.exitCode = differences > most || compared === 0 ? 1 : 0;
