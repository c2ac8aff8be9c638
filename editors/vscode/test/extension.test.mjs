// The extension under node, against a stand-in for the editor and the real server (`PERENNE` says where it is).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { stub, document } = require('./stub.cjs');
const here = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const root = path.resolve(here, '../..');
const json = (file) => JSON.parse(readFileSync(path.join(here, file), 'utf8'));
const manifest = json('package.json');
const bundle = json('l10n/bundle.l10n.fr.json');
const program = process.env.PERENNE ?? 'perenne';
const serves = spawnSync(program, ['lsp', '--help']).status === 0;
const needs = { skip: serves ? false : `no ${program} with a server` };

/** A fresh extension for each test. */
function load(given) {
  const made = stub({ bundle, ...given });
  const resolve = Module._resolveFilename;
  Module._resolveFilename = (name, ...rest) => (name === 'vscode' ? 'vscode' : resolve.call(Module, name, ...rest));
  require.cache['vscode'] = { id: 'vscode', filename: 'vscode', loaded: true, exports: made.vscode };
  const file = path.join(here, 'dist/extension.js');
  delete require.cache[file];
  const extension = require(file);
  Module._resolveFilename = resolve;
  const context = { subscriptions: [], extensionUri: made.vscode.Uri.file(here) };
  return { ...made, extension, context };
}

const rules = path.join(root, 'examples/tour/tour.perenne');
const facts = path.join(root, 'examples/tour/allotments.yaml');

function tour(more = {}) {
  const open = document(rules, 'perenne');
  const line = open.getText().split('\n').findIndex((text) => /^criterion /.test(text));
  return load({
    settings: { 'perenne.path': program, 'perenne.language': 'fr' },
    folder: path.dirname(rules),
    documents: [open, document(facts, 'yaml')],
    editor: { document: open, selection: { active: { line, character: 'criterion '.length } } },
    files: [facts],
    ...more,
  });
}

const said = (calls, kind) => calls.filter(([name]) => name === kind).map(([, text]) => text);

test('every command of the manifest does its work once', needs, async () => {
  const { extension, context, vscode, commands, calls } = tour({
    picks: { pick: (items) => items[0], input: () => 'r0301', shown: (what) => what },
  });
  await extension.activate(context);
  try {
    const declared = manifest.contributes.commands.map(({ command }) => command);
    for (const name of declared) assert.ok(commands.has(name), name);
    const order = ['perenne.testAll', 'perenne.chooseDossier', 'perenne.whyRule', 'perenne.evaluateFile'];
    const rest = declared.filter((name) => !order.includes(name) && name !== 'perenne.restart');
    for (const name of [...order, ...rest, 'perenne.restart']) await vscode.commands.executeCommand(name);
    assert.match(said(calls, 'information').join('\n'), /tests\u00a0: \d+ réussis, 0 en échec/);
    assert.deepEqual(said(calls, 'warning'), []);
    assert.deepEqual(said(calls, 'error'), []);
    const picked = calls.find(([name]) => name === 'pick');
    assert.deepEqual(picked[1].map(({ label }) => label), ['allotments.yaml']);
    assert.ok(calls.some(([name]) => name === 'log.show'));
  } finally {
    await extension.deactivate();
  }
});

test('the uses of a name open in the view that the editor has for them', needs, async () => {
  const { extension, context, vscode, calls } = tour();
  await extension.activate(context);
  try {
    const uri = vscode.Uri.file(rules).toString();
    const at = { line: 1, character: 2 };
    const places = [{ uri, range: { start: at, end: at } }];
    await vscode.commands.executeCommand('perenne.references', uri, at, places);
    const [, , shown, position, locations] = calls.find((call) => call[1] === 'editor.action.showReferences');
    assert.equal(shown.toString(), uri);
    assert.deepEqual({ ...position }, at);
    assert.equal(locations.length, 1);
  } finally {
    await extension.deactivate();
  }
});

test('a program that is not there is one message, in French, and nothing throws', async () => {
  const { extension, context, vscode, calls } = tour({ settings: { 'perenne.path': '/nowhere/perenne' } });
  await extension.activate(context);
  const warnings = said(calls, 'warning');
  assert.equal(warnings.length, 1);
  assert.match(warnings[0], /Le programme «\u00a0\/nowhere\/perenne\u00a0» ne peut pas être lancé/);
  await vscode.commands.executeCommand('perenne.testAll');
  assert.equal(said(calls, 'warning').length, 2);
  assert.deepEqual(said(calls, 'error'), []);
  await extension.deactivate();
});

test('nothing is started in a folder that is not trusted', async () => {
  const { extension, context, calls } = tour({ trusted: false });
  await extension.activate(context);
  assert.deepEqual(said(calls, 'warning'), []);
  await extension.deactivate();
});

test('facts files have the schema of their doctrine', { skip: spawnSync(program, ['--version']).status !== 0 }, async () => {
  let contributed;
  const yaml = { activate: async () => ({ registerContributor: (...args) => (contributed = args) }) };
  const { extension, context, vscode, providers } = tour({ trusted: true, extensions: { 'redhat.vscode-yaml': yaml } });
  await extension.activate(context);
  try {
    const [, schemaOf, contentOf] = contributed;
    assert.equal(schemaOf(vscode.Uri.file(rules).toString()), undefined);
    const address = schemaOf(vscode.Uri.file(facts).toString());
    const schema = JSON.parse(await contentOf(address));
    assert.ok('team' in schema.properties, Object.keys(schema.properties).join());
    const [{ url }] = manifest.contributes.jsonValidation;
    const provided = await providers.get('perenne-schema').provideTextDocumentContent(vscode.Uri.parse(url));
    assert.deepEqual(JSON.parse(provided), schema);
  } finally {
    await extension.deactivate();
  }
});

test('every text is there in both languages, and every file that the manifest names', () => {
  const keys = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
  for (const file of ['package.nls.json', 'package.nls.fr.json']) {
    const texts = json(file);
    assert.deepEqual(keys.filter((key) => !(key in texts)), [], file);
    assert.deepEqual(Object.keys(texts).filter((key) => !keys.includes(key)), [], file);
  }
  const sources = readdirSync(path.join(here, 'src')).map((name) => readFileSync(path.join(here, 'src', name), 'utf8'));
  const used = [...sources.join('\n').matchAll(/l10n\.t\(\s*'([^']+)'/g)].map(([, text]) => text);
  assert.deepEqual(new Set(used), new Set(Object.keys(bundle)));
  for (const [, file] of JSON.stringify(manifest).matchAll(/"(\.?\/?[\w./-]+\.(?:json|md))"/g)) {
    assert.ok(existsSync(path.join(here, file)), file);
  }
});
