import { sha256 } from '../../main/adapters/digest/sha256.ts';
import { carryOut } from '../../main/gate/gate.ts';
import type { Plan } from '../../main/gate/planned-call.ts';
import type { GatePorts, Question } from '../../main/gate/ports.ts';
import { createCallsRoom } from '../../main/host/calls/calls.ts';
import { createPlansRoom } from '../../main/host/plans/plans.ts';
import { unmanaged } from '../main/host/policy/neutral.ts';
import { createRequestsRoom } from '../../main/host/requests/requests.ts';
import { choose, gateWorld, never, plan, type GateWorld } from '../main/gate/gate-world.ts';
import { nextTurn } from '../main/host/plans/plans-world.ts';
import { baseOf, pick, toldBy, type Stage, type Told, type Truth } from './incident.ts';

/** Incidents that begin in a room of the host: in a set of calls, as the undo of another call, with a request that somebody else wrote. */
export const ROOM_COURSES = ['a row of a set', 'an undo', 'an undo that comes too late', 'a request, carried out', 'a request, denied', 'a call that may only be asked for'] as const;
export type RoomCourse = (typeof ROOM_COURSES)[number];
export const isRoomCourse = (course: string): course is RoomCourse => ROOM_COURSES.some((one) => one === course);

/** A world whose records go into the shared log. */
interface Place {
  readonly world: GateWorld;
  /** The gate's ports as one person has them. */
  readonly portsOf: (person: string, role: string) => GatePorts;
  readonly facts: Pick<Truth, 'server' | 'from'>;
}

function placeIn({ log, at, random }: Stage, n: number): Place {
  const world = gateWorld();
  world.nowMs = at.ms;
  world.server = { ...world.server, name: pick(random, ['Files', 'CMS of the fair']), identity: sha256(`identity ${n % 3}`) };
  let ids = 0;
  return {
    world,
    portsOf: (person, role) => ({
      ...world.ports, person, policy: { ...unmanaged(sha256), person: () => ({ role, ownProjects: null }) }, newCallId: () => `incident-${n}-${(ids += 1)}`,
      audit: { append: (event) => { at.ms = world.nowMs; return log.append(event); } },
    }),
    facts: { server: { name: world.server.name, identity: world.server.identity ?? '' }, from: new Date(world.nowMs).toISOString() },
  };
}

/** Lets one of them happen. */
export async function happenInRooms(course: RoomCourse, stage: Stage, n: number): Promise<Truth> {
  const place = placeIn(stage, n);
  const truth = await (course === 'a row of a set' ? aSet(place, n) : course === 'an undo' || course === 'an undo that comes too late' ? anUndo(course, place, n) : aRequest(course, place, n));
  stage.at.ms = place.world.nowMs + 1_000;
  return { ...truth, ...place.facts, until: new Date(stage.at.ms).toISOString() };
}
type Part = Omit<Truth, 'server' | 'from' | 'until'>;

async function aSet({ world, portsOf }: Place, n: number): Promise<Part> {
  const by = { planner: { kind: 'person', name: 'Grace' } as const, client: 'desktop' };
  const plans = createPlansRoom(portsOf('grace', 'editor'), { limit: () => 500, mayOpen: () => true, onChange: () => {} });
  const items = ['a', 'b', 'c'].map((name) => ({ key: name, serverId: 'files', tool: 'write_file', args: { path: `/set-${n}-${name}.txt`, content: `row ${name}` } }));
  const planned = plans.plan({ ...by, title: 'Three files', items });
  const id = planned?.planId ?? '';
  while (plans.view(id)?.head.stage !== 'asking') await nextTurn();
  const shown = plans.view(id)?.pages.flat()[1];
  const card = plans.card(id, shown?.rowId ?? '');
  if (shown?.painted === undefined || card === null) throw new Error('no card');
  world.nowMs += 1_000;
  plans.answer(id, { choice: 'approve', painted: plans.view(id)?.painted ?? '', wordTyped: false, stopOnFailure: false, by: 'person' });
  const receipt = await planned?.done;
  const row = receipt?.rows[1];
  const args = items[1]?.args ?? {};
  return {
    id: row?.callId ?? '', plan: { ...by, serverId: 'files', tool: 'write_file', args, planId: id }, person: 'grace', role: 'editor', args,
    answered: { question: { painted: shown.painted ?? '', card }, afterMs: 1_000 },
    told: { decision: receipt?.decision ?? 'none', outcome: row?.end === 'created' ? 'executed' : 'failed', failure: row?.why ?? null, afterwards: row?.afterwards ?? 'different', answer: 'result', policy: null },
    sent: world.wire.some(({ args: sent }) => sent['path'] === `/set-${n}-b.txt`), base: await baseOf(args), undoes: null, request: null,
  };
}

async function anUndo(course: 'an undo' | 'an undo that comes too late', { world, portsOf }: Place, n: number): Promise<Part> {
  const ports = portsOf('ada', 'owner');
  let asked: Question | null = null;
  world.onQuestion = (question) => { asked = question; choose(world, question, {}); };
  const first = await carryOut(`incident-${n}-first`, plan('write_file', { path: '/a.txt', content: 'changed' }), ports, never);
  if (first.undo === null) throw new Error('nothing to undo');
  if (course !== 'an undo') world.files.set('/a.txt', 'from somebody else');
  asked = null;
  const undoing: Plan = { ...plan(first.undo.tool, first.undo.args), undoes: { callId: first.call.id, tool: first.call.tool, onlyIf: first.undo.onlyIf } };
  const receipt = await carryOut(`incident-${n}`, undoing, ports, never);
  return {
    id: `incident-${n}`, plan: undoing, person: 'ada', role: 'owner', args: first.undo.args, answered: asked === null ? null : { question: asked, afterMs: 1_000 },
    told: toldBy(receipt), sent: course === 'an undo', base: receipt.preview?.base ?? null, undoes: first.call.id, request: null,
  };
}

/** An editor may not publish and writes a request; an administrator opens it and says yes or no. */
async function aRequest(course: Exclude<RoomCourse, 'a row of a set' | 'an undo' | 'an undo that comes too late'>, { world, portsOf }: Place, n: number): Promise<Part> {
  world.tools.set('publish_news', { name: 'publish_news', definition: { name: 'publish_news' }, digest: 'c'.repeat(64), pin: 'same', acceptedEffect: 'publish', ambiguous: false });
  const args = { id: `news-${n}`, content: 'public' };
  const [editor, admin] = [roomsOf(world, portsOf('ed', 'editor'), 'editor'), roomsOf(world, portsOf('ada', 'admin'), 'admin')];
  const planned = editor.calls.plan(plan('publish_news', args));
  const refused = await planned?.done;
  if (planned === null || refused === undefined) throw new Error('not planned');
  if (course === 'a call that may only be asked for') {
    return { id: planned.callId, plan: plan('publish_news', args), person: 'ed', role: 'editor', args, answered: null, told: toldBy(refused), sent: false, base: refused.preview?.base ?? null, undoes: null, request: null };
  }
  const text = (await editor.requests.ofCall(planned.callId))?.text ?? '';
  let asked: Question | null = null;
  world.onQuestion = (question) => { asked = question; choose(world, question, { wordTyped: true, choice: course === 'a request, denied' ? 'deny' : 'approve' }); };
  const ran = await admin.requests.run(text, 0, 'files', 'desktop');
  const told: Told | null = ran.ok ? toldBy(await ran.done) : null;
  return {
    id: ran.ok ? ran.callId : '', plan: plan('publish_news', args), person: 'ada', role: 'admin', args, answered: asked === null ? null : { question: asked, afterMs: 1_000 },
    told, sent: course === 'a request, carried out', base: null, undoes: null, request: { digest: sha256(text), requestedBy: 'ed', intact: true },
  };
}

function roomsOf(world: GateWorld, ports: GatePorts, role: string) {
  const calls = createCallsRoom(ports, () => {});
  const plans = createPlansRoom(ports, { limit: () => 500, mayOpen: () => true, onChange: () => {} });
  const requests = createRequestsRoom({
    calls, plans, tool: ports.servers.tool, review: () => null, audit: ports.audit, clock: ports.clock, sha256, redact: (value) => value,
    actor: { person: ports.person, role, planner: { kind: 'person', name: 'Eva' }, client: 'desktop' },
    servers: { ids: () => ['files'], facts: () => world.server, target: () => 'node files.js' },
  });
  return { calls, requests };
}
