// What the user has set.
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';

/** The program and what comes before its command. */
export interface Program {
  command: string;
  arguments: string[];
}

export function program(): Program {
  const settings = vscode.workspace.getConfiguration('perenne');
  const told = settings.get<string>('path', '').trim();
  const language = settings.get<string>('language', 'auto');
  const before = language === 'auto' ? [] : ['--lang', language];
  return {
    command: expanded(told === '' ? 'perenne' : told),
    arguments: [...before, ...settings.get<string[]>('arguments', [])],
  };
}

function expanded(told: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const withFolder = told.replaceAll('${workspaceFolder}', folder);
  return withFolder.startsWith('~/') ? path.join(os.homedir(), withFolder.slice(2)) : withFolder;
}
