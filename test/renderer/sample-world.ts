import type { PlannedCallView, PolicyView, ServerView, ToolDetailView } from '../../preload/contract/views.ts';
import type { World } from './fake-bridge.ts';

type Lines = Extract<PlannedCallView['preview']['changes'][number], { kind: 'text' }>['lines'];

/** Lines of a diff, written as a person writes one: `+`, `-` or a space before each. */
export function diffOf(...lines: readonly string[]): Lines {
  return lines.map((line) => ({ op: line.startsWith('+') ? 'add' : line.startsWith('-') ? 'remove' : 'same', text: `${line.slice(1)}\n` }));
}

/** A question about a file, to be varied. */
export function sampleCard(change: Partial<Omit<PlannedCallView, 'bar' | 'preview'>> & { bar?: Partial<PlannedCallView['bar']>; preview?: Partial<PlannedCallView['preview']> } = {}): PlannedCallView {
  const { bar, preview, ...rest } = change;
  return {
    callId: 'call-1', revision: 1,
    bar: {
      effect: 'write', effectSource: 'recipe', serverId: 'files', serverName: 'Files', serverClass: 'local', environment: 'live',
      trust: 'restricted', tool: 'write_file', pin: 'same', planner: { kind: 'person', name: 'desktop' }, role: 'owner', project: null, ...bar,
    },
    preview: {
      kind: 'effect', objects: 1, unknowns: [], files: [],
      sentence: { verb: 'changes', noun: 'file', objects: 1, fields: null, project: null },
      changes: [{ kind: 'text', target: '/data/programme.md', existsBefore: true, existsAfter: true, lines: diffOf(' # Programme', '-Doors open at 9', '+Doors open at 8:30', ' Welcome') }],
      ...preview,
    },
    meanwhile: [], cautions: [], because: 'write-asks', sources: ['built-in#/write-asks'], args: { path: '/data/programme.md', content: '# Programme\nDoors open at 8:30\nWelcome\n' },
    inputSchema: { type: 'object', properties: { path: { type: 'string', title: 'Path' }, content: { type: 'string' } }, required: ['path', 'content'] },
    lookFirst: [], confirm: 'plain', grant: null, approval: '3f9a61c2b04d'.repeat(5).padEnd(64, '0'), askedAt: '2026-11-22T09:00:00.000Z',
    ...rest,
  };
}

export function sampleServer(change: Partial<ServerView> = {}): ServerView {
  return {
    id: 'files', name: 'Files', kind: 'local', class: 'local', environment: 'live', trust: 'restricted',
    connection: { state: 'running', since: '2026-11-22T09:00:00.000Z', era: '2025-11-25' },
    target: 'node server-filesystem /data', identity: 'a'.repeat(64), floating: false, byHand: null, pinnable: false, highest: 'trusted', secretNames: [],
    tools: { reviewed: 14, waiting: 0, changed: 0, blocked: 0, refused: 0 }, managed: { refused: null, sources: [], cap: null, capFrom: [], entries: [] }, saysName: 'secure-filesystem-server', saysVersion: '0.2.0', ...change,
  };
}

export function sampleTool(change: Partial<ToolDetailView> = {}): ToolDetailView {
  return {
    serverId: 'files', serverName: 'Files', name: 'write_file', title: 'Write File', description: 'Writes a file.', pin: 'same',
    effect: 'write', effectSource: 'recipe', available: true, locked: null, ambiguous: false, alike: [], definition: { name: 'write_file' },
    inputSchema: { type: 'object', properties: { path: { type: 'string' }, content: { type: 'string' } }, required: ['path', 'content'] }, ...change,
  };
}

/** A machine nobody manages, to be varied. */
export function samplePolicy(change: Partial<PolicyView> = {}): PolicyView {
  return {
    managed: false, digest: 'c'.repeat(64),
    me: { person: 'person', role: 'owner', from: ['built-in#/roles/owner'], effects: ['read', 'write', 'send', 'publish', 'delete', 'configure', 'permission'], requests: [], servers: null, tools: null, skills: null, projects: null, known: true, mayChoose: true, chosen: null },
    contacts: [], sources: [], floors: [], damaged: [], evidence: [],
    keys: [{ key: 'limits/perCall', value: 50, from: ['built-in#/limits/perCall'], lost: [] }, { key: 'trust/highest', value: 'trusted', from: ['built-in#'], lost: [] }],
    locks: [], ...change,
  };
}

/** The same machine with a policy that took something away. */
export function managedPolicy(change: Partial<PolicyView> = {}): PolicyView {
  return samplePolicy({
    managed: true,
    me: { ...samplePolicy().me, role: 'editor', from: ['/etc/countersign/policy.json#/roles/editor'], effects: ['read', 'write'], requests: ['publish'], projects: ['town'] },
    contacts: [{ organisation: 'Town of Example', name: 'IT service desk', mail: 'it@example.org', phone: null, url: null }],
    sources: [{ file: '/etc/countersign/policy.json', scope: 'managed', id: 'town', version: 3, issuedAt: '2026-01-01T00:00:00Z', expiresAt: null, signed: false, document: { schema: 1 } }],
    keys: [{ key: 'limits/perCall', value: 20, from: ['/etc/countersign/policy.json#/limits/perCall'], lost: [{ value: 30, from: '/etc/more.json#/limits/perCall' }] }],
    locks: [{ lock: 'add-servers', from: ['/etc/countersign/policy.json#/locks'] }, { lock: 'trust', from: ['/etc/countersign/policy.json#/locks'] }], ...change,
  });
}

export function sampleWorld(change: Partial<World> = {}): World {
  return {
    status: { version: '0.1.0', runtime: 'official', electron: '45.4.1', home: '/home/person/.config/countersign', keychain: 'keychain', log: 'writable', role: 'owner', person: 'person', damaged: [], seals: 'sealed' },
    settings: { language: 'en', theme: 'system', contentDays: null },
    servers: [sampleServer()], drafts: [], launches: {}, reviews: {}, logs: {}, tools: [sampleTool()], cards: [], pages: {}, grants: [], plans: [], alarms: [], receipts: {}, entries: [], records: {}, policy: samplePolicy(),
    verify: { ok: true, records: 0, removed: 0, signed: null, breaks: [], torn: 0, firstBad: null, anchored: 'file', anchoredTo: null }, ...change,
  };
}
