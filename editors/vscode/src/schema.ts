// The schema of facts files, made by `perenne schema` from the doctrine nearest to the file: it completes and checks
// dossiers even where the server does not run.
import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { program } from './settings';

const SCHEME = 'perenne-schema';
const run = promisify(execFile);
const LARGEST = 64 * 1024 * 1024;
const LONGEST = 30_000;

/** What the YAML extension of Red Hat offers to others. */
interface YamlExtension {
  registerContributor(
    id: string,
    schemaOf: (uri: string) => string | undefined,
    contentOf: (uri: string) => Promise<string | undefined>,
  ): boolean;
}

/** Schemas by folder, until rules change. */
class Schemas {
  private readonly made = new Map<string, Promise<string>>();

  of(folder: string): Promise<string> {
    const known = this.made.get(folder);
    if (known) return known;
    const made = make(folder);
    this.made.set(folder, made);
    made.catch(() => this.made.delete(folder));
    return made;
  }

  forget(): void {
    this.made.clear();
  }
}

async function make(folder: string): Promise<string> {
  if (!vscode.workspace.isTrusted) throw new Error('not a trusted folder');
  const { command, arguments: before } = program();
  const { stdout } = await run(command, [...before, 'schema'], { cwd: folder, maxBuffer: LARGEST, timeout: LONGEST });
  return stdout;
}

/** The folder that the address of a schema names. */
function folderOf(uri: vscode.Uri): string {
  const folder = new URLSearchParams(uri.query).get('folder');
  return folder ?? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '.';
}

export async function registerSchemas(context: vscode.ExtensionContext): Promise<void> {
  const schemas = new Schemas();
  const contentOf = async (uri: string) => {
    // An editor without the program still has its colours; the log of the server says what is missing.
    return schemas.of(folderOf(vscode.Uri.parse(uri))).catch(() => undefined);
  };
  const rules = vscode.workspace.createFileSystemWatcher('**/*.{perenne,perenne.md}');
  context.subscriptions.push(
    rules,
    rules.onDidChange(() => schemas.forget()),
    rules.onDidCreate(() => schemas.forget()),
    rules.onDidDelete(() => schemas.forget()),
    // JSON files ask for it by its address, which package.json gives.
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: async (uri) => (await contentOf(uri.toString())) ?? '{}',
    }),
  );
  const yaml = vscode.extensions.getExtension<YamlExtension>('redhat.vscode-yaml');
  if (!yaml) return;
  const offered = await yaml.activate();
  offered.registerContributor(SCHEME, schemaOfYaml, contentOf);
}

/** The address of the schema of a YAML file that is a dossier. */
function schemaOfYaml(uri: string): string | undefined {
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri);
  if (!document || document.uri.scheme !== 'file' || !/^dossier\s*:/m.test(document.getText())) return undefined;
  if (!vscode.workspace.getConfiguration('perenne', document.uri).get('schema', true)) return undefined;
  const query = new URLSearchParams({ folder: path.dirname(document.uri.fsPath) }).toString();
  return `${SCHEME}:/dossier.json?${query}`;
}
