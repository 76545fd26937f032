import { createHash } from 'node:crypto';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { answerOf } from '../../../main/adapters/mcp/tool-answer.ts';
import type { ToolAnswer } from '../../../main/core/ports.ts';
import type { Json, JsonObject } from '../../../main/core/words/index.ts';
import { isJsonObject } from '../../../main/core/words/index.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A real server over stdio, with the definitions as they came over the wire. */
export interface RealServer {
  readonly definitions: ReadonlyMap<string, JsonObject>;
  call(tool: string, args: JsonObject): Promise<ToolAnswer>;
  close(): Promise<void>;
}

/** Starts a program and lists its tools; the raw messages are tapped below the library's own schemas. */
export async function startServer(args: readonly string[], env: Record<string, string> = {}): Promise<RealServer> {
  const transport = new StdioClientTransport({
    command: process.execPath, args: [...args], env: { PATH: process.env['PATH'] ?? '', ...env }, stderr: 'ignore',
  });
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(transport);
  const definitions = new Map<string, JsonObject>();
  const deliver = transport.onmessage;
  transport.onmessage = (message) => {
    if ('result' in message) note(definitions, JSON.parse(JSON.stringify(message.result)));
    deliver?.(message);
  };
  await client.listTools();
  return {
    definitions,
    call: async (name, given) => answerOf(JSON.parse(JSON.stringify(await client.callTool({ name, arguments: { ...given } })))),
    close: () => client.close(),
  };
}

function note(definitions: Map<string, JsonObject>, result: Json): void {
  const tools = isJsonObject(result) ? result['tools'] : undefined;
  for (const tool of Array.isArray(tools) ? tools : []) {
    if (isJsonObject(tool) && typeof tool['name'] === 'string') definitions.set(tool['name'], tool);
  }
}
