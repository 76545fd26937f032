// A CMS that is not ours, as an MCP server over stdio: sites and sessions, fields in a member `body`, one moment for day and time.
// `node other-cms.mjs <state.json>` keeps what it holds in that file.
import { readFileSync, writeFileSync } from 'node:fs';
import { serve } from './replies.mjs';

const file = process.argv[2];
const load = () => { try { return JSON.parse(readFileSync(file, 'utf8')); } catch { return { next: 1, sessions: [] }; } };
const save = (state) => writeFileSync(file, JSON.stringify(state));

const text = { type: 'string' };
const body = { type: 'object', properties: { headline: text, starts: text, ends: text, where: text, thread: text, text }, additionalProperties: false };
const schema = (properties, required) => ({ type: 'object', properties, required, additionalProperties: false });
const reads = { readOnlyHint: true };
const tools = [
  { name: 'sites_all', description: 'Lists the sites.', inputSchema: schema({}, []), annotations: reads },
  { name: 'sessions_find', description: 'Finds the sessions of a site.', inputSchema: schema({ site: text, from: { type: 'integer' }, count: { type: 'integer' } }, ['site']), annotations: reads },
  { name: 'session_put', description: 'Adds a session.', inputSchema: schema({ site: text, body }, ['site', 'body']), annotations: { destructiveHint: false } },
  { name: 'session_patch', description: 'Changes fields of a session.', inputSchema: schema({ key: text, body }, ['key', 'body']), annotations: { destructiveHint: false } },
  { name: 'session_drop', description: 'Deletes a session.', inputSchema: schema({ key: text }, ['key']), annotations: { destructiveHint: true } },
];

const calls = {
  sites_all: () => ({ sites: [{ slug: 'fair', label: 'The fair' }] }),
  sessions_find({ site, from = 0, count = 10 }) {
    const all = load().sessions.filter((one) => one.site === site);
    return { hits: all.slice(from, from + count).map(({ key, body: fields }) => ({ key, body: fields })), found: all.length };
  },
  session_put({ site, body: fields }) {
    const state = load();
    const key = `s${state.next}`;
    save({ next: state.next + 1, sessions: [...state.sessions, { key, site, body: fields }] });
    return { key };
  },
  session_patch({ key, body: fields }) {
    const state = load();
    save({ ...state, sessions: state.sessions.map((one) => (one.key === key ? { ...one, body: { ...one.body, ...fields } } : one)) });
    return { key };
  },
  session_drop({ key }) {
    const state = load();
    save({ ...state, sessions: state.sessions.filter((one) => one.key !== key) });
    return { key };
  },
};

serve('other-cms', tools, ({ name, arguments: args = {} }) => {
  const found = calls[name](args);
  return { content: [{ type: 'text', text: JSON.stringify(found) }], structuredContent: found };
});
