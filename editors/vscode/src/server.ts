// The language server: one for the window.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import {
  LanguageClient,
  RevealOutputChannelOn,
  State,
  type DocumentSelector,
  type ExecuteCommandSignature,
  type LanguageClientOptions,
} from 'vscode-languageclient/node';
import { program } from './settings';

/** Rules, rules within prose, and the files that may hold facts; the server leaves alone those without a dossier. */
const FILES: DocumentSelector = [
  { scheme: 'file', language: 'perenne' },
  { scheme: 'file', pattern: '**/*.perenne.md' },
  { scheme: 'file', pattern: '**/*.{yaml,yml,json}' },
];

export class Server {
  readonly log = vscode.window.createOutputChannel('Pérenne', { log: true });
  private client: LanguageClient | undefined;

  /** Starts where the folder is trusted; says in one message when the program cannot be run. */
  async start(): Promise<void> {
    if (!vscode.workspace.isTrusted || this.client) return;
    const { command, arguments: before } = program();
    if (!(await runs(command))) {
      void this.tellMissing(command);
      return;
    }
    const run = { command, args: [...before, 'lsp'] };
    const client = new LanguageClient('perenne', 'Pérenne', { run, debug: run }, this.options());
    client.onDidChangeState(({ newState }) => {
      void vscode.commands.executeCommand('setContext', 'perenne.running', newState === State.Running);
    });
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.client = undefined;
      // The client has told the user.
      this.log.error(String(error));
    }
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client?.state === State.Running) await client.stop();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Has the server carry out a command; tells the user why it could not. */
  async run(command: string, ...args: unknown[]): Promise<unknown> {
    if (!this.client) {
      void this.tellMissing(program().command);
      return undefined;
    }
    try {
      return await this.client.sendRequest('workspace/executeCommand', { command, arguments: args });
    } catch (error) {
      void vscode.window.showWarningMessage(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: FILES,
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      middleware: { executeCommand: showPlaces },
    };
  }

  private async tellMissing(command: string): Promise<void> {
    const settings = vscode.l10n.t('Open settings');
    const message = vscode.l10n.t(
      'The program “{0}” cannot be run, so that rules are only coloured. Install it, or say where it is.',
      command,
    );
    const chosen = await vscode.window.showWarningMessage(message, settings);
    if (chosen === settings) {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'perenne.path');
    }
  }
}

/** Whether there is such a program: the client would say in words of its own, and twice, that there is none. */
async function runs(command: string): Promise<boolean> {
  return promisify(execFile)(command, ['--version'], { timeout: 10_000 }).then(
    () => true,
    () => false,
  );
}

/** The uses of a name, which the server gives with their places, open in the view that the editor has for them. */
async function showPlaces(command: string, args: unknown[], next: ExecuteCommandSignature): Promise<unknown> {
  if (command !== 'perenne.references') return next(command, args);
  const [uri, at, places] = args as [string, Position, { uri: string; range: { start: Position; end: Position } }[]];
  const position = ({ line, character }: Position) => new vscode.Position(line, character);
  const locations = places.map(
    ({ uri: of, range }) =>
      new vscode.Location(vscode.Uri.parse(of), new vscode.Range(position(range.start), position(range.end))),
  );
  return vscode.commands.executeCommand(
    'editor.action.showReferences',
    vscode.Uri.parse(uri),
    position(at),
    locations,
  );
}

interface Position {
  line: number;
  character: number;
}
