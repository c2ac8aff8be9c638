// A stand-in for the module `vscode`: it records what is called, and answers what the extension and its client need.
'use strict';
const { pathToFileURL, fileURLToPath } = require('node:url');
const fs = require('node:fs');
const path = require('node:path');

class Disposable {
  constructor(dispose = () => {}) {
    this.dispose = dispose;
  }
  static from(...others) {
    return new Disposable(() => others.forEach((one) => one.dispose()));
  }
}

class EventEmitter {
  constructor() {
    this.heard = new Set();
    this.event = (listener, self) => {
      const bound = self ? listener.bind(self) : listener;
      this.heard.add(bound);
      return new Disposable(() => this.heard.delete(bound));
    };
  }
  fire(event) {
    for (const listener of [...this.heard]) listener(event);
  }
  dispose() {
    this.heard.clear();
  }
}

class Uri {
  constructor(scheme, fsPath, query, text) {
    Object.assign(this, { scheme, fsPath, path: fsPath, query, authority: '', fragment: '', text });
  }
  static parse(text) {
    const url = new URL(text);
    const fsPath = url.protocol === 'file:' ? fileURLToPath(url) : decodeURIComponent(url.pathname);
    return new Uri(url.protocol.slice(0, -1), fsPath, url.search.slice(1), text);
  }
  static file(fsPath) {
    return Uri.parse(pathToFileURL(fsPath).href);
  }
  static joinPath(uri, ...parts) {
    return Uri.file(path.join(uri.fsPath, ...parts));
  }
  with(change) {
    return Object.assign(new Uri(this.scheme, this.fsPath, this.query, this.text), change);
  }
  toString() {
    return this.text;
  }
}

class Position {
  constructor(line, character) {
    Object.assign(this, { line, character });
  }
}

class Range {
  constructor(start, end) {
    Object.assign(this, { start, end });
  }
}

class Location {
  constructor(uri, range) {
    Object.assign(this, { uri, range });
  }
}

class CodeActionKind {
  constructor(value) {
    this.value = value;
  }
  append(part) {
    return new CodeActionKind(this.value ? `${this.value}.${part}` : part);
  }
}
for (const kind of ['Empty', 'QuickFix', 'Refactor', 'RefactorExtract', 'RefactorInline', 'RefactorRewrite', 'RefactorMove']) {
  CodeActionKind[kind] = new CodeActionKind(kind === 'Empty' ? '' : kind);
}
for (const kind of ['Source', 'SourceOrganizeImports', 'SourceFixAll', 'Notebook']) {
  CodeActionKind[kind] = new CodeActionKind(kind);
}

class CancellationTokenSource {
  constructor() {
    const cancelled = new EventEmitter();
    this.token = { isCancellationRequested: false, onCancellationRequested: cancelled.event };
    this.cancel = () => {
      this.token.isCancellationRequested = true;
      cancelled.fire();
    };
    this.dispose = () => {};
  }
}

/** A document on disk. */
function document(file, languageId) {
  const uri = Uri.file(file);
  const text = fs.readFileSync(file, 'utf8');
  const word = (at) => {
    const line = text.split('\n')[at.line] ?? '';
    for (const found of line.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)) {
      const end = found.index + found[0].length;
      if (found.index <= at.character && at.character <= end) {
        return new Range(new Position(at.line, found.index), new Position(at.line, end));
      }
    }
    return undefined;
  };
  return {
    uri,
    languageId,
    version: 1,
    fileName: file,
    isClosed: false,
    isDirty: false,
    getText: (range) =>
      range ? text.split('\n')[range.start.line].slice(range.start.character, range.end.character) : text,
    getWordRangeAtPosition: word,
  };
}

/**
 * The module, what it recorded, and what a test may set: `settings` by their full names, `documents`, `editor`, `picks`
 * (answers to what is asked), `locale`, `bundle` (translations), `extensions`.
 */
function stub(given = {}) {
  const calls = [];
  const commands = new Map();
  const providers = new Map();
  const { settings = {}, documents = [], folder, picks = {}, bundle = {}, extensions = {} } = given;
  const opened = new EventEmitter();
  const noEvent = () => new Disposable();
  const namespace = (name, own) =>
    new Proxy(own, {
      get(target, key) {
        if (key in target || typeof key === 'symbol') return target[key];
        if (/^on[A-Z]/.test(key)) return noEvent;
        return (...args) => {
          calls.push([`${name}.${key}`, ...args]);
          return new Disposable();
        };
      },
    });
  const channel = (name) =>
    new Proxy({ name, lines: [] }, {
      get: (target, key) => {
        if (key in target) return target[key];
        if (/^on[A-Z]/.test(String(key))) return noEvent;
        return (...args) => {
          if (key === 'show') calls.push(['log.show']);
          target.lines.push(args.map(String).join(' '));
        };
      },
    });
  const asked = (kind) => async (...args) => {
    calls.push([kind, ...args]);
    return picks[kind]?.(...args);
  };
  const configuration = (section) => ({
    get: (key, otherwise) => settings[section ? `${section}.${key}` : key] ?? otherwise,
    has: (key) => `${section}.${key}` in settings,
    inspect: () => undefined,
    update: async () => {},
  });
  const folders = folder ? [{ uri: Uri.file(folder), name: path.basename(folder), index: 0 }] : undefined;
  const matches = (selector, doc) =>
    [selector].flat().some(
      (one) =>
        (!one.scheme || one.scheme === doc.uri.scheme) &&
        (!one.language || one.language === doc.languageId) &&
        (!one.pattern || glob(typeof one.pattern === 'string' ? one.pattern : one.pattern.pattern, doc.uri.fsPath)),
    )
      ? 10
      : 0;
  const named = {
    version: '1.91.0',
    Disposable,
    EventEmitter,
    Uri,
    Position,
    Range,
    Location,
    CancellationTokenSource,
    CodeActionKind,
    env: { language: given.locale ?? 'fr', appName: 'stand-in', clipboard: {}, uriScheme: 'vscode' },
    l10n: {
      t: (text, ...args) => (bundle[text] ?? text).replace(/\{(\d)\}/g, (_, rank) => args[Number(rank)]),
    },
    extensions: { getExtension: (id) => extensions[id], all: [], onDidChange: noEvent },
    commands: namespace('commands', {
      registerCommand: (name, run) => {
        if (commands.has(name)) throw new Error(`command ${name} is registered twice`);
        commands.set(name, run);
        return new Disposable(() => commands.delete(name));
      },
      executeCommand: async (name, ...args) => {
        calls.push(['commands.executeCommand', name, ...args]);
        return commands.get(name)?.(...args);
      },
      getCommands: async () => [...commands.keys()],
    }),
    window: namespace('window', {
      activeTextEditor: given.editor,
      visibleTextEditors: [],
      tabGroups: { all: [], onDidChangeTabs: noEvent, onDidChangeTabGroups: noEvent },
      createOutputChannel: channel,
      showInformationMessage: asked('information'),
      showWarningMessage: asked('warning'),
      showErrorMessage: asked('error'),
      showQuickPick: asked('pick'),
      showInputBox: asked('input'),
      showTextDocument: asked('shown'),
      withProgress: (_, task) => task({ report() {} }, new CancellationTokenSource().token),
    }),
    workspace: namespace('workspace', {
      isTrusted: given.trusted ?? true,
      textDocuments: documents,
      notebookDocuments: [],
      workspaceFolders: folders,
      onDidOpenTextDocument: opened.event,
      getConfiguration: configuration,
      getWorkspaceFolder: () => folders?.[0],
      asRelativePath: (uri) => path.relative(folder ?? '/', uri.fsPath),
      findFiles: async () => (given.files ?? []).map((file) => Uri.file(file)),
      fs: { readFile: async (uri) => fs.readFileSync(uri.fsPath), isWritableFileSystem: () => true },
      createFileSystemWatcher: () =>
        namespace('watcher', { onDidChange: noEvent, onDidCreate: noEvent, onDidDelete: noEvent, dispose() {} }),
      openTextDocument: async (uri) => {
        calls.push(['workspace.openTextDocument', uri]);
        return { uri };
      },
      registerTextDocumentContentProvider: (scheme, provider) => {
        providers.set(scheme, provider);
        return new Disposable();
      },
    }),
    languages: namespace('languages', {
      match: matches,
      createDiagnosticCollection: () => ({ set() {}, delete() {}, clear() {}, dispose() {}, get: () => [], has: () => false }),
    }),
  };
  // Classes and enumerations that only have to be there.
  const made = new Map();
  const any = (name) => {
    if (!made.has(name)) {
      const one = { [name]: class { constructor(...args) { this.args = args; } } }[name];
      const numbers = new Map();
      made.set(
        name,
        new Proxy(one, {
          get(target, key) {
            if (key in target || typeof key === 'symbol') return Reflect.get(target, key);
            if (!numbers.has(key)) numbers.set(key, numbers.size);
            return numbers.get(key);
          },
        }),
      );
    }
    return made.get(name);
  };
  const vscode = new Proxy(named, {
    get: (target, key) => (key in target || typeof key === 'symbol' ? target[key] : any(key)),
  });
  return { vscode, calls, commands, providers };
}

/** The few globs that the extension uses. */
function glob(pattern, file) {
  const parts = pattern
    .replace(/[.+^$()|[\]\\]/g, '\\$&')
    .replace(/\{([^}]*)\}/g, (_, inner) => `(?:${inner.replaceAll(',', '|')})`)
    .replaceAll('**/', '(?:.*/)?')
    .replace(/(?<![.)])\*/g, '[^/]*');
  return new RegExp(`^${parts}$`).test(file);
}

module.exports = { stub, document };
