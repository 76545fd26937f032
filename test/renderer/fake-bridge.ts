import canonicalize from 'canonicalize';
import type { Bridge } from '../../preload/contract/bridge.ts';
import { CHANNELS, type Channel, type Room } from '../../preload/contract/channels.ts';
import { paintedText } from '../../preload/contract/painted.ts';
import type { Problem, Reply } from '../../preload/contract/problem.ts';
import { schemas, type ServerDraft } from '../../preload/contract/schemas.ts';
import type {
  ActivityFilterView, AlarmView, AuditEntryView, GrantView, LaunchView, PageView, PlanHeadView, PlannedCallView, PlanRowView, PolicyView, ReceiptView, ReviewItemView, ReviewRowView, ReviewView, ServerView, SettingsView, StatusView, ToolDetailView, VerifyView,
} from '../../preload/contract/views.ts';

/** Everything the main process would know, in memory. Tests change it and push the room. */
export interface World {
  status: StatusView;
  settings: SettingsView;
  servers: ServerView[];
  drafts: ServerDraft[];
  launches: Record<string, LaunchView>;
  reviews: Record<string, { readonly review: ReviewView; readonly rows: ReviewRowView[]; readonly items: ReviewItemView[] }>;
  logs: Record<string, string[]>;
  tools: ToolDetailView[];
  cards: PlannedCallView[];
  /** Pages of the cards, by their digests. */
  pages: Record<string, PageView>;
  grants: GrantView[];
  plans: { head: PlanHeadView; pages: PlanRowView[][] }[];
  alarms: AlarmView[];
  receipts: Record<string, ReceiptView>;
  entries: AuditEntryView[];
  policy: PolicyView;
  records: Record<number, unknown[]>;
  verify: VerifyView;
}

export interface FakeBridge {
  readonly bridge: Bridge;
  readonly world: World;
  /** Every request that came, in order. */
  readonly requests: { readonly channel: Channel; readonly request: unknown }[];
  /** The next request on the channel gets this problem. */
  failNext(channel: Channel, problem: Problem): void;
  push(room: Room): void;
}

const hex = async (text: string): Promise<string> =>
  Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))), (byte) => byte.toString(16).padStart(2, '0')).join('');

const refused = (code: Problem['code']): never => { throw Object.assign(new Error(code), { problem: { code, facts: {} } }); };

/** What each channel does in memory; a thrown problem becomes the reply. */
function answers(world: World): Record<Channel, (request: never) => unknown> {
  const server = (id: string): ServerView => world.servers.find((one) => one.id === id) ?? refused('unknown-server');
  const put = (next: ServerView): ServerView => { world.servers = world.servers.map((one) => (one.id === next.id ? next : one)); return next; };
  return {
    'app:status': () => world.status,
    'settings:read': () => world.settings,
    'settings:change': (request: Partial<SettingsView>) => (world.settings = { ...world.settings, ...request }),
    'servers:list': () => world.servers,
    'servers:parse': () => ({ drafts: world.drafts, unknown: [] }),
    'servers:add': ({ drafts }: { drafts: ServerDraft[] }) => {
      const added = drafts.map((draft, at): ServerView => ({ ...(world.servers[0] ?? refused('internal')), id: `added-${at}`, name: draft.name, connection: { state: 'needs-consent' } }));
      world.servers = [...world.servers, ...added];
      return added;
    },
    'servers:launch': ({ serverId }: { serverId: string }) => world.launches[serverId] ?? refused('unknown-server'),
    'servers:consent': ({ serverId, digest, yes }: { serverId: string; digest: string; yes: boolean }) => {
      if (world.launches[serverId]?.digest !== digest) refused('launch-changed');
      return put({ ...server(serverId), connection: yes ? { state: 'running', since: '2026-11-22T09:00:00.000Z', era: '2025-11-25' } : { state: 'stopped' } });
    },
    'servers:start': ({ serverId }: { serverId: string }) => put({ ...server(serverId), connection: { state: 'starting', since: '2026-11-22T09:00:00.000Z' } }),
    'servers:stop': ({ serverId }: { serverId: string }) => put({ ...server(serverId), connection: { state: 'stopped' } }),
    'servers:remove': ({ serverId }: { serverId: string }) => { world.servers = world.servers.filter((one) => one.id !== serverId); return {}; },
    'servers:log': ({ serverId }: { serverId: string }) => ({ lines: world.logs[serverId] ?? [], dropped: 0 }),
    'servers:trust': ({ serverId, trust }: { serverId: string; trust: ServerView['trust'] }) => put({ ...server(serverId), trust }),
    'servers:pin': ({ serverId }: { serverId: string }) => put({ ...server(serverId), pinnable: false, floating: false, trust: 'untrusted', identity: null, target: `node /home/packages/${serverId}/index.js`, connection: { state: 'needs-consent' } }),
    'servers:secret': ({ serverId }: { serverId: string }) => server(serverId),
    'review:read': ({ serverId }: { serverId: string }) => world.reviews[serverId]?.review ?? refused('unknown-server'),
    'review:rows': ({ serverId, digest }: { serverId: string; digest: string }) => (world.reviews[serverId]?.review.digest === digest ? world.reviews[serverId]?.rows : refused('review-moved')),
    'review:items': ({ serverId, items }: { serverId: string; items: { kind: string; name: string }[] }) =>
      world.reviews[serverId]?.items.filter(({ kind, name }) => items.some((one) => one.kind === kind && one.name === name)),
    'review:batch': ({ serverId }: { serverId: string }) => server(serverId),
    'review:history': () => [],
    'review:summary': () => ({ findings: null, reviews: [], total: 0 }),
    'review:decide': ({ serverId, digest, trust }: { serverId: string; digest: string; trust: ServerView['trust'] }) => {
      if (world.reviews[serverId]?.review.digest !== digest) refused('review-moved');
      return put({ ...server(serverId), trust });
    },
    'tools:list': () => world.tools.map(({ definition: _definition, inputSchema: _schema, ...view }) => view),
    'tools:read': ({ serverId, tool }: { serverId: string; tool: string }) => world.tools.find((one) => one.serverId === serverId && one.name === tool) ?? refused('unknown-tool'),
    'calls:plan': () => ({ callId: 'planned-1' }),
    'calls:cancel': () => ({}),
    'calls:receipt': ({ callId }: { callId: string }) => world.receipts[callId] ?? refused('unknown-call'),
    'calls:undo': () => refused('nothing-to-undo'),
    'plans:plan': () => ({ planId: 'plan-1' }),
    'plans:list': () => world.plans.map(({ head }) => head),
    'plans:rows': ({ planId, page }: { planId: string; page: number }) => world.plans.find(({ head }) => head.planId === planId)?.pages[page] ?? [],
    'plans:card': () => world.cards[0] ?? null,
    'plans:answer': async ({ planId, painted }: { planId: string; painted: string }) => {
      const plan = world.plans.find(({ head }) => head.planId === planId) ?? refused('unknown-plan');
      if (painted !== await hex(canonicalize(plan.head) ?? '')) refused('card-moved');
      return {};
    },
    'plans:leave': () => ({}), 'plans:edit': () => ({}), 'plans:pause': () => ({}), 'plans:resume': () => ({}), 'plans:cancel': () => ({}),
    'plans:undo': () => refused('nothing-to-undo'), 'plans:save': () => ({ saved: true }),
    'plans:undo-around': () => refused('nothing-to-undo'),
    'skills:list': () => ({ skills: [], runs: [], packs: { lockedBy: null, requireSignature: false } }), 'skills:choices': () => [], 'skills:asked': () => [], 'skills:choose': () => null, 'skills:prepare': () => refused('bad-request'),
    'skills:begin': () => refused('unknown-run'), 'skills:receipt': () => null, 'skills:report': () => ({ saved: true }), 'skills:resume': () => null, 'skills:abandon': () => refused('unknown-run'), 'skills:made': () => [], 'skills:reset': () => refused('nothing-to-undo'),
    'skills:systems': () => [], 'skills:choose-mapping': () => null, 'skills:forget-mapping': () => ({}),
    'skills:choose-pack': () => null, 'skills:dropped': () => refused('bad-request'), 'skills:inspect': () => refused('bad-request'), 'skills:install': () => refused('bad-request'),
    'skills:review': () => refused('bad-request'), 'skills:accept': () => refused('bad-request'), 'skills:restore': () => ({ restored: false }), 'skills:remove': () => ({ removed: false }), 'skills:export': () => ({ saved: false }),
    'alarms:list': () => world.alarms, 'alarms:look': ({ id }: { id: string }) => { world.alarms = world.alarms.filter((alarm) => alarm.id !== id); return {}; },
    'approvals:list': () => world.cards,
    'approvals:page': ({ digest }: { digest: string }) => ({ page: world.pages[digest] ?? refused('unknown-call') }),
    'approvals:answer': async ({ callId, painted }: { callId: string; painted: string }) => {
      const card = world.cards.find((one) => one.callId === callId) ?? refused('already-answered');
      if (painted !== await hex(paintedText(card))) refused('card-moved');
      world.cards = world.cards.filter((one) => one.callId !== callId);
      return {};
    },
    'requests:save': () => ({ saved: true }),
    'requests:save-review': () => ({ saved: false }),
    'requests:open': () => refused('no-request'),
    'requests:run': () => ({ callId: 'planned-1' }),
    'requests:run-set': () => ({ planId: 'plan-1' }),
    'requests:save-plan': () => ({ saved: true }),
    'grants:list': () => world.grants,
    'grants:revoke': ({ grantId }: { grantId: string }) => (world.grants = world.grants.map((one) => (one.id === grantId ? { ...one, ended: { at: '2026-11-22T09:30:00.000Z', why: 'revoked' as const } } : one))),
    'policy:read': () => world.policy,
    'policy:choose-role': ({ role }: { role: PolicyView['me']['chosen'] }) => (world.policy = { ...world.policy, me: { ...world.policy.me, role: role ?? 'owner', chosen: role } }),
    'policy:build': () => ({ text: '{\n  "schema": 1\n}\n' }),
    'policy:check': ({ text }: { text: string }) => (text.includes('"schema"') ? { problems: [], loosens: ['/deny/0'], tightens: [] } : { problems: [{ code: 'missing', pointer: '/schema', line: 1, name: 'schema' }], loosens: [], tightens: [] }),
    'policy:try': () => ({ verdict: 'deny', because: 'policy-denies', effect: 'publish', objects: 1, sources: ['draft#/deny/0'] }),
    'policy:export': () => ({ saved: true }),
    'activity:list': ({ before, limit, filter }: { before: number | null; limit: number; filter: ActivityFilterView | null }) => {
      const left = world.entries.filter((entry) => (before === null || entry.seq < before) && (filter?.tool === undefined || entry.tool === filter.tool));
      const entries = left.slice(0, limit);
      return { entries, total: world.entries.length, more: left.length > entries.length ? entries.at(-1)?.seq ?? null : null };
    },
    'activity:shown': () => null,
    'activity:object': () => ({ answer: 'not through this log', last: null, sure: null, elsewhere: [], missing: null, observed: null, servers: [], others: [], partial: false, damaged: 0 }),
    'activity:summary': () => ({
      calls: 0, events: 0, outcomes: { executed: 0, failed: 0, refused: 0, unknown: 0, open: 0 }, effects: {}, partial: false,
      prompts: { tasks: 0, asked: 0, most: 0, mostTool: null, approved: 0, denied: 0, withdrawn: 0, quick: 0, medianMs: null },
    }),
    'activity:erase': () => ({ calls: 1, pieces: 2, inRecord: 0 }),
    'activity:export': () => ({ path: null, stopped: false, leftOut: { lines: 0, files: 0 } }), 'activity:export-progress': () => null, 'activity:export-stop': () => ({}),
    'activity:read': ({ seq }: { seq: number }) => ({ records: world.records[seq] ?? refused('unknown-record') }),
    'activity:verify': () => world.verify,
  };
}

/** A bridge over a world in memory. Requests and replies go through the contract's own schemas. */
export function createFakeBridge(world: World): FakeBridge {
  const listeners = new Set<(room: Room) => void>();
  const requests: FakeBridge['requests'] = [];
  const failing = new Map<Channel, Problem>();
  const run = answers(world);
  const ask = async (channel: Channel, request: unknown): Promise<Reply<unknown>> => {
    requests.push({ channel, request });
    const problem = failing.get(channel);
    failing.delete(channel);
    if (problem !== undefined) return { ok: false, problem };
    if (!schemas[channel].request.safeParse(request).success) return { ok: false, problem: { code: 'bad-request', facts: {} } };
    try {
      // A copy, as the border makes one: no object of the main process is ever the window's.
      return { ok: true, value: schemas[channel].reply.parse(structuredClone(await run[channel](request as never))) };
    } catch (error) {
      if (error instanceof Error && 'problem' in error) return { ok: false, problem: error.problem as Problem };
      throw error;
    }
  };
  const rooms: Record<string, Record<string, (request: unknown) => Promise<Reply<unknown>>>> = {};
  for (const channel of CHANNELS) {
    const [room = '', verb = ''] = channel.split(':');
    (rooms[room] ??= {})[verb] = (request) => ask(channel, request);
  }
  const bridge = { ...rooms, onChanged: (listener: (room: Room) => void) => { listeners.add(listener); return () => listeners.delete(listener); }, dropped: () => ask('skills:dropped', { path: '/dropped' }) };
  return {
    bridge: bridge as unknown as Bridge, world, requests,
    failNext: (channel, problem) => void failing.set(channel, problem),
    push: (room) => { for (const listener of listeners) listener(room); },
  };
}
