// An MCP server whose offer is described by a file: what runs stays the same, what it offers does not.
// `node drifting.mjs <definition.json>`; the file holds one tool, a list of them, or an object with `tools` and the other
// lists, `instructions`, `answers` (by tool) and `mute` (requests that get no answer). It is read at each request.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const offer = () => {
  const read = JSON.parse(readFileSync(process.argv[2], 'utf8'));
  return Array.isArray(read.tools) ? read : { tools: [read].flat() };
};
const capabilities = () => ({
  tools: {}, ...(offer().prompts && { prompts: {} }), ...((offer().resources ?? offer().resourceTemplates) && { resources: {} }),
});
const answers = {
  initialize: (params) => ({
    protocolVersion: params.protocolVersion, capabilities: capabilities(), serverInfo: { name: 'drifting', version: '1' }, instructions: offer().instructions,
  }),
  'tools/list': () => ({ tools: offer().tools }),
  'prompts/list': () => ({ prompts: offer().prompts ?? [] }),
  'resources/list': () => ({ resources: offer().resources ?? [] }),
  'resources/templates/list': () => ({ resourceTemplates: offer().resourceTemplates ?? [] }),
  'tools/call': ({ name }) => ({ content: [{ type: 'text', text: offer().answers?.[name] ?? offer().tools.find((tool) => tool.name === name)?._meta?.answer ?? 'done' }] }),
  ping: () => ({}),
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined || offer().mute?.includes(method)) return;
  const answer = answers[method];
  const reply = answer ? { result: answer(params) } : { error: { code: -32601, message: 'unknown method' } };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...reply })}\n`);
});
