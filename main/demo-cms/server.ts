import { fromJsonSchema, McpServer, type CallToolResult } from '@modelcontextprotocol/server';
import { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/server/validators/cf-worker';
import { MENU_TOOLS } from './menu-tools.ts';
import { PROJECT_TOOLS } from './project-tools.ts';
import { RECORD_TOOLS } from './record-tools.ts';
import type { Desk } from './records.ts';
import { REFERENCE_TOOLS } from './references.ts';
import { RIGHTS_TOOLS } from './rights-tools.ts';
import { Refusal, type Fields } from './rows.ts';
import type { DemoTool } from './tool.ts';

export const VERSION = '1.0.0';

const INSTRUCTIONS = 'A small content system for events and staff news, in English and German. '
  + 'News items are drafts until published. Menu changes are visible at once.';

/** Interprets schemas instead of compiling them, so that no code is made from text. */
const validator = new CfWorkerJsonSchemaValidator();

/** All tools, in the order in which they are listed. */
export const DEMO_TOOLS: readonly DemoTool[] = [...RIGHTS_TOOLS, ...PROJECT_TOOLS, ...MENU_TOOLS, ...RECORD_TOOLS, ...REFERENCE_TOOLS];

/** An MCP server over the desk's data. A refusal is answered as an error text; nothing was changed then. */
export function createDemoServer(desk: Desk): McpServer {
  const server = new McpServer(
    { name: 'demo-cms', title: 'Demo CMS', version: VERSION },
    { instructions: INSTRUCTIONS, jsonSchemaValidator: validator },
  );
  for (const tool of DEMO_TOOLS) register(server, desk, tool);
  return server;
}

function register(server: McpServer, desk: Desk, tool: DemoTool): void {
  server.registerTool(tool.name, {
    title: tool.title,
    description: tool.description,
    inputSchema: fromJsonSchema<Fields>({ ...tool.input }, validator),
    outputSchema: fromJsonSchema<Fields>({ ...tool.output }, validator),
    annotations: tool.annotations,
  }, (args) => answer(tool, desk, args));
}

function answer(tool: DemoTool, desk: Desk, args: Fields): CallToolResult {
  try {
    const result = tool.run(desk, args);
    return { content: [{ type: 'text', text: JSON.stringify(result, null, 2) }], structuredContent: { ...result } };
  } catch (error) {
    if (error instanceof Refusal) return refused(error.message);
    console.error(error instanceof Error ? error.message : String(error));
    return refused('The data of the demo CMS could not be read or written. Nothing was changed.');
  }
}

function refused(text: string): CallToolResult {
  return { isError: true, content: [{ type: 'text', text }] };
}
