// An MCP server over stdio that says everything it was told back: in results, errors, notifications and on its error output.
import { createInterface } from 'node:readline';

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const told = () => Object.entries(process.env).filter(([name]) => name.startsWith('CANARY')).map(([, value]) => value);
const tool = (name) => ({ name, description: `does ${name}`, inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } });
process.stderr.write(`started with ${told().join(' ')}\n`);

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  const said = `${JSON.stringify(params?.arguments ?? null)} ${told().join(' ')}`;
  if (method === 'initialize') send({ id, result: { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'leaky', version: '1' } } });
  else if (method === 'tools/list') send({ id, result: { tools: ['result', 'tool_error', 'protocol_error', 'structured', 'exit'].map(tool) } });
  else if (method === 'tools/call') call(id, params.name, said);
  else if (id !== undefined) send({ id, error: { code: -32601, message: `no ${method}` } });
});

function call(id, name, said) {
  process.stderr.write(`called with ${said}\n`);
  if (name === 'tool_error') send({ id, result: { isError: true, content: [{ type: 'text', text: `failed on ${said}` }] } });
  else if (name === 'protocol_error') send({ id, error: { code: -32000, message: `cannot do ${said}`, data: { said } } });
  else if (name === 'structured') send({ id, result: { content: [{ type: 'text', text: said }], structuredContent: { [said.slice(0, 900)]: { said, list: told() } } } });
  else if (name === 'exit') process.exit(7);
  else send({ id, result: { content: [{ type: 'text', text: said }, { type: 'resource', resource: { uri: `file:///${encodeURIComponent(said)}`, text: Buffer.from(said).toString('base64') } }] } });
}
