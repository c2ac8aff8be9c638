// The commands of the palette. What they show, the server shows.
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Server } from './server';

/** A top-level key `dossier`, in YAML or in JSON. */
const DOSSIER = /^(?:dossier\s*:|\s*\{?\s*"dossier"\s*:)/m;

const MOST_FILES = 500;

export function registerCommands(context: vscode.ExtensionContext, server: Server): void {
  const commands: Record<string, () => unknown> = {
    'perenne.testAll': () => onFile((uri) => server.run('perenne.test', uri, null, true)),
    'perenne.evaluateFile': () => onFile((uri) => server.run('perenne.evaluate', uri, true)),
    'perenne.whyRule': () => why(server),
    'perenne.chooseDossier': () => chooseDossier(server),
    'perenne.forgetDossier': () => server.run('perenne.dossier', null),
    'perenne.explainCode': () => explain(server),
    'perenne.restart': () => server.restart(),
    'perenne.showLog': () => server.log.show(),
  };
  for (const [name, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(name, run));
  }
}

async function onFile(run: (uri: string) => Promise<unknown>): Promise<unknown> {
  const document = vscode.window.activeTextEditor?.document;
  if (document) return run(document.uri.toString());
  void vscode.window.showInformationMessage(vscode.l10n.t('Open a file of rules or of facts first.'));
  return undefined;
}

/** The whole reason of the verdict whose name stands under the cursor. */
async function why(server: Server): Promise<unknown> {
  const editor = vscode.window.activeTextEditor;
  const range = editor?.document.getWordRangeAtPosition(editor.selection.active);
  if (!editor || !range) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Put the cursor on the name of a rule first.'));
    return undefined;
  }
  return server.run('perenne.why', editor.document.uri.toString(), editor.document.getText(range), true);
}

async function chooseDossier(server: Server): Promise<unknown> {
  const found = await vscode.workspace.findFiles('**/*.{yaml,yml,json}', '**/{node_modules,target}/**', MOST_FILES);
  const facts: (vscode.QuickPickItem & { uri: vscode.Uri })[] = [];
  for (const uri of found) {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    if (!DOSSIER.test(text)) continue;
    facts.push({ label: path.basename(uri.path), description: vscode.workspace.asRelativePath(uri), uri });
  }
  if (facts.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('No facts file here: one begins with “dossier:” and says what is known of a service.'),
    );
    return undefined;
  }
  facts.sort((one, other) => one.label.localeCompare(other.label));
  const placeHolder = vscode.l10n.t('The dossier whose values are shown in the rules');
  const chosen = await vscode.window.showQuickPick(facts, { placeHolder, matchOnDescription: true });
  return chosen && server.run('perenne.dossier', chosen.uri.toString());
}

async function explain(server: Server): Promise<unknown> {
  const prompt = vscode.l10n.t('The code of a diagnostic, such as R0301');
  const code = await vscode.window.showInputBox({ prompt, placeHolder: 'R0301' });
  return code && server.run('perenne.explain', code.trim().toUpperCase(), true);
}
