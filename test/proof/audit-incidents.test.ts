import { describe, expect, it } from 'vitest';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import type { AuditFile } from '../../main/adapters/audit-file/audit-log.ts';
import type { ToolAnswer } from '../../main/core/ports.ts';
import { combine } from '../../main/core/policy/document/combine.ts';
import type { JsonObject } from '../../main/core/words/index.ts';
import { carryOut } from '../../main/gate/gate.ts';
import type { Plan } from '../../main/gate/planned-call.ts';
import type { GatePorts, GrantBook, Question } from '../../main/gate/ports.ts';
import { NO_GRANTS, unmanaged } from '../main/host/policy/neutral.ts';
import { newHome, openLog } from '../main/adapters/audit-file/home.ts';
import { cli } from '../main/cli/harness.ts';
import { good, managed } from '../main/core/policy/document/documents.ts';
import { choose, gateWorld, type GateWorld } from '../main/gate/gate-world.ts';
import { below, seeded, type Random } from '../verifier/sample-logs.ts';
import { baseOf, digestOfBase, pick, toldBy, type Stage, type Truth } from './incident.ts';
import { happenInRooms, isRoomCourse, ROOM_COURSES, type RoomCourse } from './incidents-in-rooms.ts';

/** One hundred incidents go down the real road of a call into a real log; the command line is asked eight questions about each. */
const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20260103);
const INCIDENTS = 100;

/** How an incident goes: what the person and the server do. */
const COURSES = [
  'approved', 'denied', 'edited, then approved', 'withdrawn', 'the server says no', 'the server never answers', 'nothing is known after the crash',
  'the server does something else', 'a path that is protected', 'a server that is gone', 'a tool nobody knows', 'a read',
  'managed policy says no', 'a client that managed policy does not name', 'a tool that is suspended', 'a skill', 'a standing permission',
  ...ROOM_COURSES,
] as const;
type Course = Exclude<(typeof COURSES)[number], RoomCourse>;

function planOf(random: Random, course: Course, n: number): Plan {
  const planner = course === 'a skill' ? { kind: 'skill' as const, name: 'agenda-import' } : course === 'a client that managed policy does not name' ? { kind: 'client' as const, name: 'Other Client' } : pick<Plan['planner']>(random, [
    { kind: 'person', name: 'Eva' }, { kind: 'person', name: 'Noah Müller' }, { kind: 'skill', name: 'agenda-import' }, { kind: 'client', name: 'Claude Code' },
  ]);
  const text = pick(random, ['Guten Tag\n', '=HYPERLINK("x")', 'ünï €\u2028\u202e', '', '{"role":"owner"}', `line ${n}\n`.repeat(20)]);
  const tool = course === 'a read' ? 'read_text_file' : course === 'a tool nobody knows' ? pick(random, ['mystery', 'no_such_tool']) : 'write_file';
  const path = pick(random, ['/a.txt', `/new-${n}.txt`]);
  const skill = course === 'a skill' ? { skill: 'agenda-import', planId: `plan-${n}`, labels: [{ pointer: '/content', source: 'agenda.csv' }] } : {};
  return { planner, ...skill, client: planner.kind === 'client' ? planner.name : pick(random, ['desktop', 'cli']), serverId: 'files', tool, args: tool === 'read_text_file' ? { path: '/a.txt' } : { path, content: text } };
}

/** Lets one incident happen in a world of its own that shares the log with the others. */
async function happen(course: Course, { random, log, at }: Stage, n: number): Promise<Truth> {
  const world = gateWorld();
  world.nowMs = at.ms;
  const person = pick(random, ['ada', 'grace', 'j.müller']);
  const role = pick(random, ['owner', 'admin', 'editor']);
  world.server = { ...world.server, name: pick(random, ['Files', 'Files of the trade fair', '=1+1']), identity: sha256(`identity ${below(random, 3)}`), environment: pick(random, ['test', 'live', 'demo']) };
  if (course === 'a server that is gone') world.server = { ...world.server, connected: false };
  if (course === 'a tool that is suspended') for (const [name, tool] of world.tools) world.tools.set(name, { ...tool, suspended: true });
  const plan = planOf(random, course, n);
  if (course === 'a path that is protected') world.protectedPath = String(plan.args['path']);
  const id = `incident-${n}`;
  const stop = new AbortController();
  const given: { answered: Truth['answered']; args: JsonObject; edited: boolean } = { answered: null, args: plan.args, edited: false };
  world.onQuestion = (question) => answerAs(course, world, question, given, stop);
  const server = { name: world.server.name, identity: world.server.identity ?? '' };
  const from = new Date(world.nowMs).toISOString();
  const ports = portsFor(course, world, log, at, { person, role });
  const road = carryOut(id, plan, ports, stop.signal);
  const crashed = course === 'nothing is known after the crash' && (await Promise.race([road.then(() => false), isOut(log, id)]));
  const receipt = crashed ? null : await road;
  at.ms = world.nowMs + 1_000;
  return {
    id, plan, person, role, server, args: given.args, from, until: new Date(at.ms).toISOString(), answered: given.answered, told: receipt === null ? null : toldBy(receipt),
    sent: world.wire.some(({ tool }) => tool === plan.tool) || crashed,
    // After a crash nobody has a receipt: what was read stands in the one of a call that was denied on the same file.
    base: receipt === null ? await baseOf(given.args) : receipt.preview?.base ?? null, undoes: null, request: null,
  };
}

function answerAs(course: Course, world: GateWorld, question: Question, given: { answered: Truth['answered']; args: JsonObject; edited: boolean }, stop: AbortController): void {
  if (course === 'withdrawn') {
    world.nowMs += 700;
    stop.abort();
    return;
  }
  if (course === 'edited, then approved' && !given.edited) {
    given.edited = true;
    given.args = { ...given.args, content: 'edited by hand\n' };
    choose(world, question, { choice: 'edit', args: given.args });
    return;
  }
  const choice = course === 'denied' ? 'deny' : 'approve';
  given.answered = { question, afterMs: 1_000 };
  choose(world, question, { choice });
}

function portsFor(course: Course, world: GateWorld, log: AuditFile, at: { ms: number }, { person, role }: { person: string; role: string }): GatePorts {
  const { caller } = world.ports;
  const call: GatePorts['caller']['call'] = async (...request) => {
    const isIt = request[1] === 'write_file';
    world.nowMs += 5;
    at.ms = world.nowMs;
    if (isIt && course === 'nothing is known after the crash') return new Promise<ToolAnswer>(() => undefined);
    if (isIt && course === 'the server never answers') { await caller.call(...request); return { kind: 'failed', why: 'timeout', sent: true, detail: '' }; }
    if (isIt && course === 'the server says no') { await caller.call(...request); return { kind: 'result', isError: true, parts: [{ type: 'text', text: 'EACCES' }], structured: null }; }
    const answer = await caller.call(...request);
    if (isIt && course === 'the server does something else') world.files.set(String(request[2]['path']), 'not what was shown\n');
    return answer;
  };
  return {
    ...world.ports, caller: { ...caller, call }, person, policy: policyOf(course, role), grants: course === 'a standing permission' ? STANDING : NO_GRANTS,
    audit: { append: (event) => { at.ms = world.nowMs; return log.append(event); } },
  };
}

/** Documents of IT that hold in a course. */
const MANAGED: Partial<Record<Course, JsonObject>> = {
  'managed policy says no': { deny: [{ tools: ['write_file'] }] },
  'a client that managed policy does not name': { gateway: { enabled: true, clients: ['Claude Code'] } },
};
/** Whatever asks for a write was allowed before. */
const STANDING: GrantBook = { covering: () => 'grant-1', use: () => Promise.resolve(true), give: () => Promise.resolve(false) };

function policyOf(course: Course, role: string): GatePorts['policy'] {
  const document = MANAGED[course];
  const book = { ...unmanaged(sha256), person: () => ({ role, ownProjects: null }) };
  if (document === undefined) return book;
  const policy = combine([good(managed(document), 'house.json')]);
  return { ...book, effective: () => policy, digest: () => sha256(JSON.stringify(document)) };
}

async function isOut(log: AuditFile, id: string): Promise<true> {
  while (!log.openCalls().has(id)) await new Promise((resolve) => { setImmediate(resolve); });
  return true;
}

const at = (value: unknown, ...path: readonly string[]): unknown => path.reduce<unknown>((here, key) => (typeof here === 'object' && here !== null ? (here as Record<string, unknown>)[key] : undefined), value);

/** The eight questions, and what the truth says the answer is. Each gives what is wrong, or nothing. */
const QUESTIONS: Readonly<Record<string, (answer: unknown, truth: Truth) => void>> = {
  'who started it': (answer, { person, role, plan, undoes, request }) => {
    expect(at(answer, 'who')).toEqual({ person, role, planner: plan.planner });
    expect([at(answer, 'skill'), at(answer, 'plan'), at(answer, 'undoes'), at(answer, 'request')]).toEqual([plan.skill ?? null, plan.planId ?? null, undoes, request]);
  },
  'when': (answer, { from, until }) => {
    const planned = String(at(answer, 'when', 'planned'));
    expect([from <= planned, planned <= until]).toEqual([true, true]);
  },
  'through which client': (answer, { plan }) => expect(at(answer, 'client')).toBe(plan.client),
  'on which server': (answer, { server }) => expect(at(answer, 'server')).toMatchObject(server),
  'which tool with which arguments': (answer, { plan, args }) => {
    expect(at(answer, 'tool', 'name')).toBe(plan.tool);
    expect(at(answer, 'arguments')).toEqual(args);
    expect(at(answer, 'labels')).toEqual(plan.labels ?? []);
  },
  'what changed': (answer, { base, told, sent }) => {
    expect(at(answer, 'change', 'before')).toBe(digestOfBase(base));
    expect(at(answer, 'change', 'afterwards')).toBe(told === null ? 'not checkable' : sent ? told.afterwards : null);
    expect(typeof at(answer, 'change', 'result') === 'string').toBe(told?.answer === 'result' || told?.answer === 'error');
  },
  'was there a preview and a confirmation, of what': (answer, { answered, told }) => {
    const decision = told?.decision ?? 'approved';
    expect(at(answer, 'confirmation')).toMatchObject({ decision, ...(answered === null ? {} : { by: 'person', afterMs: answered.afterMs, painted: expect.stringMatching(/^[0-9a-f]{64}$/) }) });
    if (answered !== null) expect(at(answer, 'preview', 'kind')).toBe(answered.question.card.preview.kind);
    if (told?.policy) expect(at(answer, 'policy')).toMatchObject(told.policy);
  },
  'how it ended, with which errors': (answer, { told }) => {
    expect(at(answer, 'outcome')).toBe(told?.outcome ?? 'unknown');
    expect(at(answer, 'errors')).toEqual(told === null || told.failure === null ? [] : [told.failure]);
    expect(at(answer, 'answeredWithError')).toBe(told === null ? false : told.answer === 'none' ? null : told.answer === 'error');
  },
};

describe('one hundred incidents', () => {
  it('are answered for, each in eight questions, by the command line alone', async () => {
    const home = await newHome();
    const clock = { ms: Date.UTC(2026, 5, 1, 8) };
    const log = await openLog(home, { clock: { now: () => new Date(clock.ms).toISOString(), monotonic: () => clock.ms } });
    const random = seeded(SEED);
    const truths: { readonly course: Course | RoomCourse; readonly truth: Truth }[] = [];
    for (let n = 0; n < INCIDENTS; n += 1) {
      const course = COURSES[n % COURSES.length] ?? 'approved';
      const stage = { log, at: clock, random };
      truths.push({ course, truth: isRoomCourse(course) ? await happenInRooms(course, stage, n) : await happen(course, stage, n) });
    }
    await log.close();
    // The next start ends what the crash left open.
    await (await openLog(home)).close();
    let right = 0;
    const wrong: string[] = [];
    for (const { course, truth } of truths) {
      const { lines: [answer] } = await cli(['audit', 'ask', home, '--call', truth.id]);
      for (const [question, check] of Object.entries(QUESTIONS)) {
        try {
          check(answer, truth);
          right += 1;
        } catch (error) {
          wrong.push(`${truth.id} (${course}): ${question}: ${error instanceof Error ? error.message.slice(0, 400) : ''}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(right).toBe(INCIDENTS * 8);
    if (process.env['COUNTERSIGN_PROOF'] === 'full') process.stdout.write(`incidents: ${INCIDENTS} of ${COURSES.length} courses, seed ${SEED}: ${right} of ${INCIDENTS * 8} answers right\n`);
  }, 120_000);
});
