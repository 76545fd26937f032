// An MCP server whose tools are described by a file: what runs stays the same, what it offers does not.
// `node drifting.mjs <definition.json>`; the file holds one tool or a list of them and is read at each listing.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const definition = () => JSON.parse(readFileSync(process.argv[2], 'utf8'));
const answers = {
  initialize: (params) => ({ protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'drifting', version: '1' } }),
  'tools/list': () => ({ tools: [definition()].flat() }),
  'tools/call': ({ name }) => ({ content: [{ type: 'text', text: [definition()].flat().find((tool) => tool.name === name)?._meta?.answer ?? 'done' }] }),
  ping: () => ({}),
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const answer = answers[method];
  const reply = answer ? { result: answer(params) } : { error: { code: -32601, message: 'unknown method' } };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...reply })}\n`);
});
