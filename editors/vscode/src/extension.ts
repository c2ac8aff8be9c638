// Starts the server, offers the commands, and gives the schema of facts files to the extensions that check them.
import * as vscode from 'vscode';
import { Server } from './server';
import { registerCommands } from './commands';
import { registerSchemas } from './schema';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  server = new Server();
  context.subscriptions.push(server.log);
  registerCommands(context, server);
  await registerSchemas(context);
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      const restarts = ['perenne.path', 'perenne.arguments', 'perenne.language'];
      if (restarts.some((setting) => change.affectsConfiguration(setting))) await server?.restart();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => server?.restart()),
  );
  await server.start();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
