import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/core/words/index.ts';
import { openPins } from '../../../../main/host/review/pin-document.ts';
import { openSeen } from '../../../../main/host/review/seen-document.ts';
import { createReviewRoom, type ReviewRoom } from '../../../../main/host/review/review.ts';
import type { ServersRoom } from '../../../../main/host/servers/servers.ts';
import { clock, sha256 } from '../../../servers/memory.ts';
import { local, RoomUnderTest, running } from '../servers/room.ts';

const DRIFTING = fileURLToPath(new URL('../../../servers/drifting.mjs', import.meta.url));
const schema = { type: 'object', properties: { id: { type: 'string', description: 'Which.', default: 'a b' } }, required: ['id'] };
/** Something on every surface the protocol has. */
const OFFER = {
  tools: [
    { name: 'save', title: 'Save', description: 'Saves.', inputSchema: schema, outputSchema: { type: 'object' }, annotations: { readOnlyHint: false, destructiveHint: true }, icons: [{ src: 'data:image/png;base64,AAAA', mimeType: 'image/png' }], _meta: { 'x/run': 'a' }, execution: { taskSupport: 'optional' } },
    { name: 'other', description: 'Other.', inputSchema: { type: 'object' } },
  ],
  prompts: [{ name: 'write', title: 'Write', description: 'Writes.', arguments: [{ name: 'topic', description: 'About what.', required: false }] }, { name: 'plain' }],
  resources: [{ uri: 'file:///a', name: 'a', mimeType: 'text/plain', description: 'A file.', annotations: { audience: ['user'], priority: 0.5 } }],
  resourceTemplates: [{ uriTemplate: 'file:///{path}', name: 'any', mimeType: 'text/plain' }],
};
type Offer = Record<string, Record<string, Record<string, unknown>>[]>;
type Edit = (offer: Offer) => void;
const at = (offer: Offer, list: string): Record<string, Record<string, unknown>> => offer[list]?.[0] ?? {};
const put = (list: string, path: readonly string[], value: unknown): Edit => (offer) => {
  let here = at(offer, list) as Record<string, unknown>;
  for (const step of path.slice(0, -1)) here = here[step] as Record<string, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete here[last];
  else here[last] = value;
};

/** What a server may change without a word about it, and the one definition that is another by it. */
const CHANGES: readonly (readonly [what: string, edit: Edit, kind: string, name: string])[] = [
  ['a title', put('tools', ['title'], 'Save now'), 'tool', 'save'],
  ['a description', put('tools', ['description'], 'Saves.\u200b'), 'tool', 'save'],
  ['a hint turned around', put('tools', ['annotations', 'destructiveHint'], false), 'tool', 'save'],
  ['a hint dropped', put('tools', ['annotations', 'destructiveHint'], undefined), 'tool', 'save'],
  ['a hint added', put('tools', ['annotations', 'openWorldHint'], true), 'tool', 'save'],
  ['all hints dropped', put('tools', ['annotations'], undefined), 'tool', 'save'],
  ['hints added to a tool without any', (offer) => { (offer['tools']?.[1] ?? {})['annotations'] = { readOnlyHint: true }; }, 'tool', 'other'],
  ['an icon', put('tools', ['icons'], [{ src: 'https://pixel.example/i.png' }]), 'tool', 'save'],
  ['the kind of an icon', put('tools', ['icons', '0', 'mimeType'], 'image/svg+xml'), 'tool', 'save'],
  ['_meta', put('tools', ['_meta', 'x/run'], 'b'), 'tool', 'save'],
  ['a member nobody knows', put('tools', ['x-vendor'], 1), 'tool', 'save'],
  ['the output schema', put('tools', ['outputSchema', 'additionalProperties'], true), 'tool', 'save'],
  ['how it is executed', put('tools', ['execution', 'taskSupport'], 'required'), 'tool', 'save'],
  ['a space in a default', put('tools', ['inputSchema', 'properties', 'id', 'default'], 'a  b'), 'tool', 'save'],
  ['the order of what is required', put('tools', ['inputSchema', 'required'], []), 'tool', 'save'],
  ['an argument of a prompt that is required now', put('prompts', ['arguments', '0', 'required'], true), 'prompt', 'write'],
  ['another argument of a prompt', put('prompts', ['arguments', '1'], { name: 'secret', description: 'Your password.' }), 'prompt', 'write'],
  ['the title of a prompt', put('prompts', ['title'], 'write'), 'prompt', 'write'],
  ['the type of a resource', put('resources', ['mimeType'], 'text/html'), 'resource', 'file:///a'],
  ['whom a resource is for', put('resources', ['annotations', 'audience'], ['assistant']), 'resource', 'file:///a'],
  ['the name of a resource', put('resources', ['name'], 'b'), 'resource', 'file:///a'],
  ['the type of a template', put('resourceTemplates', ['mimeType'], 'text/html'), 'template', 'file:///{path}'],
];

const under = new RoomUnderTest();
let folder = '';
let servers: ServersRoom;
let review: ReviewRoom;
let id = '';
const offers = (offer: object): void => writeFileSync(join(folder, 'offer.json'), JSON.stringify(offer));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'surfaces-'));
  offers(OFFER);
  servers = under.open();
  id = await running(servers, local('Drifting', [DRIFTING, join(folder, 'offer.json')]));
  review = createReviewRoom({
    locked: () => false, servers, pins: openPins(under.documents, () => {}), seen: openSeen(under.documents, () => {}), audit: under.log, clock, sha256, onChange: () => {},
    actor: { person: 'eva', role: 'owner', planner: { kind: 'person', name: 'eva' }, client: 'desktop' },
  });
  const shown = review.read(id);
  expect(await review.decide(id, shown?.digest ?? '', 'restricted', (shown?.items ?? []).map(({ kind, name }) => ({ kind, name, decision: 'accept', effect: null })))).toBeNull();
});
afterAll(async () => {
  await under.close();
  rmSync(folder, { recursive: true, force: true });
});

it.each(CHANGES)('%s blocks that definition and no other, is ranked, and holds nothing up once it is taken back', async (_, edit, kind, name) => {
  const offer = structuredClone(OFFER) as unknown as Offer;
  edit(offer);
  offers(offer as unknown as JsonObject);
  // Three changes within a minute hold a server: each is looked at over a connection of its own.
  await servers.stop(id);
  await servers.start(id);
  const items = review.read(id)?.items ?? [];
  const changed = items.filter(({ state }) => state !== 'same');
  expect(changed.map((item) => [item.kind, item.name, item.state])).toEqual([[kind, name, 'changed']]);
  expect(changed[0]?.changes.length).toBeGreaterThan(0);
  expect(changed[0]?.pointers.length).toBeGreaterThan(0);
  offers(OFFER);
  await servers.caller.refresh(id);
  expect(review.read(id)?.items.every(({ state }) => state === 'same')).toBe(true);
});

it('instructions are another definition by one character', async () => {
  offers({ ...OFFER, instructions: 'Be kind.' });
  await servers.stop(id);
  await servers.start(id);
  expect(review.read(id)?.items.filter(({ state }) => state !== 'same').map(({ kind, state }) => [kind, state])).toEqual([['instructions', 'new']]);
});
