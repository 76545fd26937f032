// Answers an MCP client over standard input, a line each, for servers that are nothing but a list of tools.
import { createInterface } from 'node:readline';

/** `call` gives the result of one tool call. */
export function serve(name, tools, call) {
  const answers = {
    initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name, version: '1' } }),
    'tools/list': () => ({ tools }),
    'tools/call': call,
    ping: () => ({}),
  };
  createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, method, params } = JSON.parse(line);
    if (id === undefined) return;
    const answer = answers[method];
    const reply = answer ? { result: answer(params) } : { error: { code: -32601, message: 'unknown method' } };
    process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...reply })}\n`);
  });
}
