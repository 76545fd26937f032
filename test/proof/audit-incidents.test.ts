import { describe, expect, it } from 'vitest';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import type { AuditFile } from '../../main/adapters/audit-file/audit-log.ts';
import { digestOf } from '../../main/core/canonical/canonical.ts';
import type { ToolAnswer } from '../../main/core/ports.ts';
import type { Json, JsonObject } from '../../main/core/words/index.ts';
import { carryOut } from '../../main/gate/gate.ts';
import type { Plan } from '../../main/gate/planned-call.ts';
import type { GatePorts, Question } from '../../main/gate/ports.ts';
import type { Receipt } from '../../main/gate/receipt.ts';
import { unmanaged } from '../../main/host/policy/neutral.ts';
import { newHome, openLog } from '../main/adapters/audit-file/home.ts';
import { cli } from '../main/cli/harness.ts';
import { choose, gateWorld, run, type GateWorld } from '../main/gate/gate-world.ts';
import { below, seeded, type Random } from '../verifier/sample-logs.ts';

/** One hundred incidents go down the real road of a call into a real log; the command line is asked eight questions about each. */
const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20260103);
const INCIDENTS = 100;
const pick = <T>(random: Random, from: readonly [T, ...T[]]): T => from[below(random, from.length)] ?? from[0];

/** How an incident goes: what the person and the server do. */
const COURSES = [
  'approved', 'denied', 'edited, then approved', 'withdrawn', 'the server says no', 'the server never answers', 'nothing is known after the crash',
  'the server does something else', 'a path that is protected', 'a server that is gone', 'a tool nobody knows', 'a read',
] as const;
type Course = (typeof COURSES)[number];

/** What really happened, as the script and everybody beside the log saw it. */
interface Truth {
  readonly id: string;
  readonly plan: Plan;
  readonly person: string;
  readonly role: string;
  readonly server: { readonly name: string; readonly identity: string };
  /** The arguments that were judged last. */
  readonly args: JsonObject;
  readonly from: string;
  readonly until: string;
  /** The question that was answered, and how long it stood there. */
  readonly answered: { readonly question: Question; readonly afterMs: number; readonly choice: 'approve' | 'deny' } | null;
  readonly receipt: Receipt | null;
  readonly sent: boolean;
  /** The state before, as it was read for the preview; null where none was. */
  readonly base: Json;
}

function planOf(random: Random, course: Course, n: number): Plan {
  const planner = pick<Plan['planner']>(random, [
    { kind: 'person', name: 'Eva' }, { kind: 'person', name: 'Noah Müller' }, { kind: 'skill', name: 'agenda-import' }, { kind: 'client', name: 'Claude Code' },
  ]);
  const text = pick(random, ['Guten Tag\n', '=HYPERLINK("x")', 'ünï €\u2028\u202e', '', '{"role":"owner"}', `line ${n}\n`.repeat(20)]);
  const tool = course === 'a read' ? 'read_text_file' : course === 'a tool nobody knows' ? pick(random, ['mystery', 'no_such_tool']) : 'write_file';
  const path = pick(random, ['/a.txt', `/new-${n}.txt`]);
  return { planner, client: pick(random, ['desktop', 'cli', 'Claude Code']), serverId: 'files', tool, args: tool === 'read_text_file' ? { path: '/a.txt' } : { path, content: text } };
}

/** Lets one incident happen in a world of its own that shares the log with the others. */
async function happen(course: Course, random: Random, log: AuditFile, at: { ms: number }, n: number): Promise<Truth> {
  const world = gateWorld();
  world.nowMs = at.ms;
  const person = pick(random, ['ada', 'grace', 'j.müller']);
  const role = pick(random, ['owner', 'admin', 'editor']);
  world.server = { ...world.server, name: pick(random, ['Files', 'Files of the trade fair', '=1+1']), identity: sha256(`identity ${below(random, 3)}`), environment: pick(random, ['test', 'live', 'demo']) };
  if (course === 'a server that is gone') world.server = { ...world.server, connected: false };
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
    id, plan, person, role, server, args: given.args, from, until: new Date(at.ms).toISOString(), answered: given.answered, receipt,
    sent: world.wire.some(({ tool }) => tool === plan.tool) || crashed,
    // After a crash nobody has a receipt: what was read stands in the one of a call that was denied on the same file.
    base: receipt === null ? await baseOf(given.args) : receipt.preview?.base ?? null,
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
  given.answered = { question, afterMs: 1_000, choice };
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
    ...world.ports, caller: { ...caller, call }, person, policy: { ...unmanaged(sha256), person: () => ({ role, ownProjects: null }) },
    audit: { append: (event) => { at.ms = world.nowMs; return log.append(event); } },
  };
}

async function baseOf(args: JsonObject): Promise<Json> {
  const world = gateWorld();
  world.onQuestion = (question) => { choose(world, question, { choice: 'deny' }); };
  const { preview } = await run(world, 'write_file', args);
  return preview?.base ?? null;
}

async function isOut(log: AuditFile, id: string): Promise<true> {
  while (!log.openCalls().has(id)) await new Promise((resolve) => { setImmediate(resolve); });
  return true;
}

const at = (value: unknown, ...path: readonly string[]): unknown => path.reduce<unknown>((here, key) => (typeof here === 'object' && here !== null ? (here as Record<string, unknown>)[key] : undefined), value);

/** The eight questions, and what the truth says the answer is. Each gives what is wrong, or nothing. */
const QUESTIONS: Readonly<Record<string, (answer: unknown, truth: Truth) => void>> = {
  'who started it': (answer, { person, role, plan }) => expect(at(answer, 'who')).toEqual({ person, role, planner: plan.planner }),
  'when': (answer, { from, until }) => {
    const planned = String(at(answer, 'when', 'planned'));
    expect([from <= planned, planned <= until]).toEqual([true, true]);
  },
  'through which client': (answer, { plan }) => expect(at(answer, 'client')).toBe(plan.client),
  'on which server': (answer, { server }) => expect(at(answer, 'server')).toMatchObject(server),
  'which tool with which arguments': (answer, { plan, args }) => {
    expect(at(answer, 'tool', 'name')).toBe(plan.tool);
    expect(at(answer, 'arguments')).toEqual(args);
  },
  'what changed': (answer, { base, receipt, sent }) => {
    expect(at(answer, 'change', 'before')).toBe(base === null ? null : digestOf(base, sha256));
    expect(at(answer, 'change', 'afterwards')).toBe(receipt === null ? 'not checkable' : sent ? receipt.afterwards : null);
    expect(typeof at(answer, 'change', 'result') === 'string').toBe(receipt?.answer?.kind === 'result');
  },
  'was there a preview and a confirmation, of what': (answer, { answered, receipt }) => {
    const asked = answered !== null;
    const decision = receipt?.decision ?? 'approved';
    expect(at(answer, 'confirmation')).toMatchObject({ decision, ...(asked ? { by: 'person', afterMs: answered.afterMs, painted: answered.question.painted } : {}) });
    if (asked) expect(at(answer, 'preview', 'kind')).toBe(answered.question.card.preview.kind);
  },
  'how it ended, with which errors': (answer, { receipt }) => {
    expect(at(answer, 'outcome')).toBe(receipt?.outcome ?? 'unknown');
    expect(at(answer, 'errors')).toEqual(receipt?.failure === null || receipt === null ? [] : [receipt.failure]);
    expect(at(answer, 'answeredWithError')).toBe(receipt === null ? false : receipt.answer === null ? null : receipt.answer.kind === 'result' && receipt.answer.isError);
  },
};

describe('one hundred incidents', () => {
  it('are answered for, each in eight questions, by the command line alone', async () => {
    const home = await newHome();
    const clock = { ms: Date.UTC(2026, 5, 1, 8) };
    const log = await openLog(home, { clock: { now: () => new Date(clock.ms).toISOString(), monotonic: () => clock.ms } });
    const random = seeded(SEED);
    const truths: { readonly course: Course; readonly truth: Truth }[] = [];
    for (let n = 0; n < INCIDENTS; n += 1) {
      const course = COURSES[n % COURSES.length] ?? 'approved';
      truths.push({ course, truth: await happen(course, random, log, clock, n) });
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
