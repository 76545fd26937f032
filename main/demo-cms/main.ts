import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { config } from 'zod';
import { parentPort, PortTransport } from './port-transport.ts';
import { ACCOUNTS, type Account } from './rights.ts';
import { createDemoServer } from './server.ts';
import { openStore } from './store.ts';

// Validation interprets: no code is made from text, here or under a policy that forbids it.
config({ jitless: true });

/** Words for people go to standard error: standard output carries MCP and nothing else. */
function warn(sentence: string): void {
  process.stderr.write(`demo-cms: ${sentence}\n`);
}

function accountFrom(name: string | undefined): Account | null {
  return ACCOUNTS.find((account) => account === (name ?? 'owner')) ?? null;
}

function start(): void {
  const folder = process.env['COUNTERSIGN_DEMO_DATA'];
  const account = accountFrom(process.env['COUNTERSIGN_DEMO_ACCOUNT']);
  if (folder === undefined || folder === '') return stop('COUNTERSIGN_DEMO_DATA must name the folder for the data.');
  if (account === null) return stop(`COUNTERSIGN_DEMO_ACCOUNT must be one of: ${ACCOUNTS.join(', ')}.`);
  const now = (): string => new Date().toISOString();
  const desk = { store: openStore(folder, now, warn), account, now };
  const port = parentPort();
  const transport = port === null ? new StdioServerTransport() : new PortTransport(port, () => process.exit(0));
  serveStdio(() => createDemoServer(desk), { transport, onerror: (error) => warn(error.message) });
}

function stop(sentence: string): void {
  warn(sentence);
  process.exitCode = 1;
}

try {
  start();
} catch (error) {
  stop(`Cannot start: ${error instanceof Error ? error.message : String(error)}`);
}
