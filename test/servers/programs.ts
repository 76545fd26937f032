import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { StdioProgram } from '../../main/adapters/mcp/stdio-transport.ts';

const find = createRequire(import.meta.url);

/** The bad server with the given faults. */
export function evil(...faults: string[]): StdioProgram {
  return program(fileURLToPath(new URL('./evil.mjs', import.meta.url)), faults.map((fault) => `--${fault}`));
}

/** The server whose offer stands in a file. */
export function drifts(offer: string): StdioProgram {
  return program(fileURLToPath(new URL('./drifting.mjs', import.meta.url)), [offer]);
}

/** The server whose tool has a dry run, with its state in a file. */
export function dryRunning(state: string, ...faults: string[]): StdioProgram {
  return program(fileURLToPath(new URL('./dry-running.mjs', import.meta.url)), [state, ...faults.map((fault) => `--${fault}`)]);
}

/** The reference file server, rooted at a folder. */
export function filesystem(...roots: string[]): StdioProgram {
  return program(find.resolve('@modelcontextprotocol/server-filesystem/dist/index.js'), roots);
}

/** The reference server that has everything. */
export function everything(): StdioProgram {
  return program(find.resolve('@modelcontextprotocol/server-everything/dist/index.js'), ['stdio']);
}

function program(script: string, args: string[]): StdioProgram {
  return { file: process.execPath, args: [script, ...args], env: { PATH: process.env['PATH'] ?? '' }, cwd: process.cwd() };
}
