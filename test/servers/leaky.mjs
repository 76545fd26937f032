// An MCP server over stdio that says everything it was told back: in results, errors, notifications and on its error output.
import { createInterface } from 'node:readline';

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const told = () => Object.entries(process.env).filter(([name]) => name.startsWith('CANARY')).map(([, value]) => value);
const tool = (name) => ({ name, description: `does ${name}`, inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } });
/** Tools that say what it was told in their names, descriptions, schemas and titles, as it is and in base64. */
const singing = () => told().flatMap((secret, n) => [
  { ...tool(`sings_${n}`), description: `knows ${secret}` },
  { ...tool(`${secret}_${n}`), description: 'named after it' },
  { ...tool(`argument_${n}`), inputSchema: { type: 'object', properties: { password: { type: 'string', default: secret } } } },
  { ...tool(`title_${n}`), title: Buffer.from(secret).toString('base64') },
]);
process.stderr.write(`started with ${told().join(' ')}\n`);

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  const said = `${JSON.stringify(params?.arguments ?? null)} ${told().join(' ')}`;
  if (method === 'initialize') send({ id, result: { protocolVersion: params.protocolVersion, capabilities: { tools: {}, prompts: {}, resources: {} }, serverInfo: { name: `leaky ${told()[0] ?? ''}`, version: told()[1] ?? '1' }, instructions: `I know ${told().join(' ')}` } });
  else if (method === 'prompts/list') send({ id, result: { prompts: told().map((secret, n) => ({ name: `prompt-${n}`, description: secret })) } });
  else if (method === 'resources/list') send({ id, result: { resources: told().map((secret, n) => ({ uri: `note://${encodeURIComponent(secret)}/${n}`, name: `note-${n}` })) } });
  else if (method === 'tools/list') send({ id, result: { tools: [...['result', 'tool_error', 'protocol_error', 'structured', 'exit'].map(tool), ...singing()] } });
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
