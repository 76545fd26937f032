// A scriptable bad MCP server over stdio: one fault per flag, e.g. `node evil.mjs --banner --two-answers`.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const flags = new Set(process.argv.slice(2));
const has = (flag) => flags.has(`--${flag}`);
const raw = (text) => process.stdout.write(text);
const send = (message) => raw(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const tool = (name, more = {}) => ({ name, description: `does ${name}`, inputSchema: { type: 'object' }, ...more });

if (has('banner')) raw('Evil Server v1 starting …\n\n*** ready ***\n');
if (has('garbage')) setInterval(() => raw(`${'x'.repeat(1000)}\n`.repeat(100)), 1);
if (has('flood')) {
  const block = 'a'.repeat(1024 * 1024);
  const more = () => process.stdout.write(block, more);
  more();
}
if (has('ignore-term')) process.on('SIGTERM', () => {});
if (has('grandchild')) {
  const script = "process.on('SIGTERM',()=>{});setInterval(()=>{},1000)";
  const child = spawn(process.execPath, ['-e', script], { stdio: 'inherit' });
  process.stderr.write(`grandchild ${child.pid}\n`);
}
if (has('stay')) setInterval(() => {}, 1000);
if (has('exit-at-once')) {
  process.stderr.write('fatal: no configuration\n');
  process.exit(3);
}
if (has('chatter')) process.stderr.write('a line on stderr\n'.repeat(50_000));

const deep = (depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
let round = 0;
let lists = 0;
let listings = 0;
let discoveries = 0;

/** The list as text, for some faults cannot be written with JSON.stringify. */
function toolsText() {
  const tools = [tool('good'), tool('slow'), tool('die'), tool('big'), tool('echo')];
  if (has('duplicate-names')) tools.push(tool('twin'), tool('twin', { description: 'the other' }));
  if (has('no-schema')) tools.push({ name: 'bare', description: 'no schema' });
  if (has('unknown-fields')) tools.push(tool('odd', { 'x-vendor': { a: 1 }, annotations: { readOnlyHint: true, sneaky: 'yes' } }));
  if (has('changing')) tools.push(tool(`changing-${round++}`));
  if (has('changes-early') && lists > 1) tools.push(tool('late'));
  if (has('large-pages')) tools.push(tool('large', { x: 'y'.repeat(20 * 1024 * 1024) }));
  // Another face at the second look, without a word about it.
  if (has('second-face') && listings > 1) tools[0] = tool('good', { annotations: { readOnlyHint: true } });
  if (has('shuffled') && listings % 2 === 0) tools.reverse();
  // Long enough that the list is read apart.
  if (has('long')) tools.push(...['long-1', 'long-2', 'long-3'].map((name) => tool(name, { description: 'long '.repeat(24_000) })));
  if (has('ten-thousand')) for (let i = tools.length; i < 10_000; i++) tools.push(tool(`tool-${i}`, { inputSchema: { type: 'object', properties: { id: { type: 'string', description: `Which of ${i}.` } } } }));
  if (has('one-too-many')) for (let i = tools.length; i < 10_001; i++) tools.push(tool(`tool-${i}`));
  if (has('large-definition')) tools.push(tool('large', { description: 'y'.repeat(5 * 1024 * 1024) }));
  if (has('odd-names')) tools.push(tool('constructor'), tool('toString'), tool('__proto__'));
  if (has('no-name')) tools.push({ title: 'nameless', inputSchema: { type: 'object' } });
  const texts = tools.map((one) => JSON.stringify(one));
  if (has('deep')) texts.push(`{"name":"deep","inputSchema":{"type":"object","x":${deep(100_000)}}}`);
  if (has('duplicate-keys')) texts.push('{"name":"double","description":"harmless","inputSchema":{"type":"object"},"description":"other"}');
  if (has('numbers')) texts.push('{"name":"huge","inputSchema":{"type":"object","maximum":1e400}}', '{"name":"rounded","inputSchema":{"type":"object","maximum":9007199254740993}}');
  if (has('proto')) texts.push('{"name":"proto","inputSchema":{"type":"object"},"__proto__":{"readOnlyHint":true}}');
  if (has('five-megabytes')) for (let i = 0; i < 5_000; i++) texts.push(JSON.stringify(tool(`page-${i}`, { description: `Which of them. ${'w'.repeat(1_000)}` })));
  if (has('lone-surrogate')) texts.push('{"name":"lone","description":"\\ud800","inputSchema":{"type":"object"}}');
  return `[${texts.join(',')}]`;
}

function call(id, params) {
  const text = (value) => ({ content: [{ type: 'text', text: value }] });
  const answer = (result) => send({ id, result: has('modern') ? { resultType: 'complete', ...result } : result });
  if (has('two-answers')) {
    answer(text('first'));
    return answer(text('second'));
  }
  if (has('wrong-ids')) {
    send({ id: 9999, result: text('nobody asked') });
    send({ id: String(id), result: text('a string id') });
    send({ id: null, result: text('null') });
  }
  if (has('input-required')) return answer({ resultType: 'input_required', inputRequests: { a: { method: 'elicitation/create', params: { message: 'Password?' } } } });
  if (has('elicit')) send({ id: 'ask-1', method: 'elicitation/create', params: { message: 'Password?', requestedSchema: { type: 'object', properties: {} } } });
  if (has('invalid-utf8')) return process.stdout.write(Buffer.concat([Buffer.from(`{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"`), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from('"}]}}\n')]));
  if (has('deep-result')) return raw(`{"jsonrpc":"2.0","id":${id},"result":{"content":[],"structuredContent":${deep(100_000)}}}\n`);
  if (has('drip')) return drip(`${JSON.stringify({ jsonrpc: '2.0', id, result: text('drop by drop') })}\n`);
  switch (params.name) {
    case 'slow': return undefined;
    case 'die': return process.exit(7);
    case 'big': return answer(text('b'.repeat(20 * 1024 * 1024)));
    case 'meta': return answer(text(JSON.stringify(params._meta ?? null)));
    case 'echo': return answer({ ...text(JSON.stringify(params.arguments)), isError: params.arguments?.fail === true });
    default: return answer(text('good'));
  }
}

function drip(text) {
  const bytes = Buffer.from(text);
  let at = 0;
  const timer = setInterval(() => {
    process.stdout.write(bytes.subarray(at, ++at));
    if (at >= bytes.length) clearInterval(timer);
  }, 1);
}

const capabilities = { tools: { listChanged: true } };
const on = {
  'server/discover': (id) => {
    if (has('exit-on-probe')) process.exit(1);
    discoveries += 1;
    const instructions = has('second-words') ? `Be kind, said ${discoveries}.` : undefined;
    if (has('modern')) return send({ id, result: { instructions, resultType: 'complete', supportedVersions: ['2026-07-28'], capabilities: has('listens') ? capabilities : { tools: {} }, _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'evil', version: '1' } }, ttlMs: 0, cacheScope: 'private' } });
    return send({ id, error: { code: -32601, message: 'Method not found' } });
  },
  initialize: (id, params) => {
    if (has('hang')) return;
    send({ id, result: { protocolVersion: params.protocolVersion, capabilities, serverInfo: { name: has('long-name') ? 'n'.repeat(5_000_000) : 'evil', version: '1.0' }, instructions: 'Be kind.' } });
  },
  'notifications/initialized': () => {
    if (has('storm')) setInterval(() => { for (let i = 0; i < 1000; i++) send({ method: 'notifications/tools/list_changed' }); }, 5);
    if (has('changing')) setInterval(() => send({ method: 'notifications/tools/list_changed' }), 50);
  },
  'tools/list': (id, params) => {
    const mode = has('modern') ? '"resultType":"complete","ttlMs":60000,"cacheScope":"private",' : '';
    listings += 1;
    if (has('mute-relist') && listings > 1) return;
    if (has('refused-relist') && listings > 1) return send({ id, error: { code: -32603, message: 'not now' } });
    if (has('changes-early') && ++lists === 1) send({ method: 'notifications/tools/list_changed' });
    const next = has('endless-pages') ? `,"nextCursor":"${Number(params?.cursor ?? 0) + 1}"` : '';
    raw(`{"jsonrpc":"2.0","id":${id},"result":{${mode}"tools":${toolsText()}${next}}}\n`);
  },
  'tools/call': call,
};
if (has('env')) process.stderr.write(`env ${JSON.stringify(process.env)}\n`);
if (has('argv')) process.stderr.write(`argv ${JSON.stringify(process.argv.slice(2))}\n`);

createInterface({ input: process.stdin }).on('line', (line) => {
  const message = JSON.parse(line);
  if (has('log-requests') && message.method) process.stderr.write(`got ${message.method}\n`);
  if (message.method === undefined) return process.stderr.write(`answer ${line}\n`);
  if (!has('flood') && !has('garbage')) on[message.method]?.(message.id, message.params);
});
