import { describe, expect, it } from 'vitest';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import type { AuditFile } from '../../main/adapters/audit-file/audit-log.ts';
import type { ToolAnswer } from '../../main/core/ports.ts';
import type { JsonObject } from '../../main/core/words/index.ts';
import { carryOut } from '../../main/gate/gate.ts';
import type { GatePorts } from '../../main/gate/ports.ts';
import { newHome, openLog } from '../main/adapters/audit-file/home.ts';
import { cli } from '../main/cli/harness.ts';
import { choose, gateWorld, never, plan, type GateWorld } from '../main/gate/gate-world.ts';
import { below, seeded, type Random } from '../verifier/sample-logs.ts';
import { pick } from './incident.ts';

/** Objects that are changed and deleted, by us and behind our back; the command line is asked who changed each. */
const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20260104);
const OBJECTS = process.env['COUNTERSIGN_PROOF'] === 'full' ? 1_000 : 100;

const STEPS = [
  'write', 'write by a member', 'delete', 'denied', 'the server says no', 'never answered', 'read', 'read', 'read', 'read in vain',
  'read without an answer', 'read by another tool', 'changed elsewhere', 'deleted elsewhere', 'put back elsewhere',
  'dry run, then denied', 'dry run that writes, then denied', 'dry run, then approved',
] as const;
type Step = (typeof STEPS)[number];
/** What happens to objects that nobody here changes. */
const NOT_OURS: readonly Step[] = ['denied', 'read', 'read', 'read', 'read in vain', 'read by another tool', 'changed elsewhere', 'deleted elsewhere', 'put back elsewhere'];

/** What the wire says of an object: everybody's truth, written down beside the log. */
class Truth {
  /** What each tool gave last, and whether the server was asked for a dry run since. */
  readonly #known = new Map<string, { readonly content: string; dry: boolean }>();
  last: 'executed' | 'failed' | 'unknown' | 'dry-run' | null = null;
  sure = false;
  since = false;
  gone = false;
  elsewhere = 0;
  /** Those of them that the dry run of a server may have made. */
  orDry = 0;

  dry(): void {
    this.last = 'dry-run';
    for (const known of this.#known.values()) known.dry = true;
  }

  /** A call went out, and the server said this of it. */
  sent(end: 'executed' | 'failed' | 'unknown'): void {
    this.last = end;
    this.#known.clear();
    // Said to have failed, it ended no change elsewhere.
    if (end !== 'failed') this.since = false;
    if (end !== 'executed') return;
    this.sure = true;
    this.gone = false;
  }

  read(tool: string, content: string | undefined): void {
    const known = this.#known.get(tool);
    if (content === undefined) {
      if (known !== undefined) this.gone = true;
      return;
    }
    if (known !== undefined && known.content !== content) {
      this.since = true;
      this.elsewhere += 1;
      if (known.dry) this.orDry += 1;
    }
    this.#known.set(tool, { content, dry: false });
    this.gone = false;
  }

  get answer(): string {
    return this.since ? 'changed elsewhere since' : this.last !== null ? 'through Countersign' : 'not through this log';
  }
}

/** A name as systems give them; each is its own object. */
function nameOf(random: Random, n: number): string {
  return pick(random, [`/news/eröffnung-${n}.md`, `n-${n}`, `Speaker ${n} “Müller”`, `=1+${n}`, `${n}f3c9-77`, `hall.${n}`]);
}

/** Lets these steps happen to one object, on the real road into the log. */
async function happen(name: string, steps: readonly Step[], log: AuditFile, clock: { ms: number }, calls: { n: number }): Promise<Truth> {
  const world = gateWorld();
  const truth = new Truth();
  const [tool] = world.tools.values();
  if (tool === undefined) throw new Error('no tool');
  for (const own of ['update_entries', 'delete_entries']) world.tools.set(own, { ...tool, name: own, definition: { name: own, inputSchema: { type: 'object' } }, digest: sha256(own) });
  world.tools.set('set_entry', { ...tool, name: 'set_entry', definition: { name: 'set_entry', inputSchema: { type: 'object' } }, digest: sha256('set_entry'), acceptedEffect: 'write', dryRun: { tool: 'set_entry', at: '/dry_run' } });
  world.tools.set('show_entry', { ...tool, name: 'show_entry', definition: { name: 'show_entry', inputSchema: { type: 'object' } }, digest: sha256('show_entry'), acceptedEffect: 'read' });
  world.files.set(name, 'as it was first');
  for (const step of steps) {
    clock.ms += 1_000;
    world.nowMs = clock.ms;
    const before = world.files.get(name);
    if (step === 'changed elsewhere') world.files.set(name, `by somebody else ${clock.ms}`);
    else if (step === 'deleted elsewhere') world.files.delete(name);
    else if (step === 'put back elsewhere') world.files.set(name, before ?? 'as it was first');
    else await call(step, name, world, portsFor(step, name, world, truth, log, calls));
    clock.ms = world.nowMs;
  }
  return truth;
}

async function call(step: Step, name: string, world: GateWorld, ports: GatePorts): Promise<void> {
  const byMember = step === 'write by a member' || step === 'delete';
  const content = `by us ${world.nowMs}`;
  const args: JsonObject = step.startsWith('read') ? { path: name } : byMember ? { entries: { [name]: step === 'delete' ? null : { content } } } : { path: name, content };
  world.onQuestion = (question) => {
    const choice = question.card.lookFirst.length > 0 ? 'look-first' : step.endsWith('denied') ? 'deny' : 'approve';
    choose(world, question, { choice, wordTyped: true });
  };
  await carryOut(ports.newCallId(), plan(toolOf(step), args), ports, never);
}

function toolOf(step: Step): string {
  if (step === 'read by another tool') return 'show_entry';
  if (step.startsWith('read')) return 'read_text_file';
  if (step.startsWith('dry run')) return 'set_entry';
  return step === 'delete' ? 'delete_entries' : step === 'write by a member' ? 'update_entries' : 'write_file';
}

function portsFor(step: Step, name: string, world: GateWorld, truth: Truth, log: AuditFile, calls: { n: number }): GatePorts {
  const { caller } = world.ports;
  const call: GatePorts['caller']['call'] = async (...request) => {
    const [, tool, args] = request;
    if (tool === 'read_text_file' || tool === 'show_entry') {
      if (step === 'read without an answer') return { kind: 'failed', why: 'timeout', sent: true, detail: '' };
      const content = step === 'read in vain' ? undefined : world.files.get(name);
      truth.read(tool, content);
      return content === undefined ? SAYS_NO : says(content);
    }
    if (args['dry_run'] === true) {
      truth.dry();
      if (step === 'dry run that writes, then denied') world.files.set(name, `by a dry run ${world.nowMs}`);
      return says('would set it');
    }
    truth.sent(step === 'the server says no' ? 'failed' : step === 'never answered' ? 'unknown' : 'executed');
    if (step === 'the server says no') return SAYS_NO;
    if (tool === 'update_entries' || tool === 'set_entry') world.files.set(name, JSON.stringify(args));
    if (tool === 'delete_entries') world.files.delete(name);
    const answer = await caller.call(...request);
    return step === 'never answered' ? { kind: 'failed', why: 'timeout', sent: true, detail: '' } : answer;
  };
  return { ...world.ports, caller: { ...caller, call }, newCallId: () => `call-${(calls.n += 1)}`, audit: { append: (event) => log.append(event) } };
}
const says = (text: string, isError = false): ToolAnswer => ({ kind: 'result', isError, parts: [{ type: 'text', text }], structured: null });
const SAYS_NO = says('not now', true);

/** As somebody may type it: letters composed otherwise, or as in an address. */
const spelled = (random: Random, name: string): string => pick(random, [name, name.normalize('NFD'), encodeURIComponent(name)]);

describe('objects that were changed here and elsewhere', () => {
  it('are answered for by the command line alone: through us or not, changed elsewhere since, perhaps deleted elsewhere', async () => {
    const home = await newHome();
    const clock = { ms: Date.UTC(2026, 5, 1, 8) };
    const log = await openLog(home, { clock: { now: () => new Date(clock.ms).toISOString(), monotonic: () => clock.ms } });
    const random = seeded(SEED);
    const calls = { n: 0 };
    const objects: { readonly name: string; readonly steps: readonly Step[]; readonly truth: Truth }[] = [];
    for (let n = 0; n < OBJECTS; n += 1) {
      const name = nameOf(random, n);
      const from = n % 2 === 0 ? STEPS : NOT_OURS;
      const steps = Array.from({ length: 1 + below(random, 10) }, () => from[below(random, from.length)] ?? 'read');
      objects.push({ name, steps, truth: await happen(name, steps, log, clock, calls) });
    }
    await log.close();
    const wrong: string[] = [];
    const counts = new Map<string, number>();
    for (const { name, steps, truth } of objects) {
      const { lines: [said] } = await cli(['audit', 'ask', home, '--object', spelled(random, name)]);
      const { answer, last, sure, missing, elsewhere } = said as { answer: string; last: { end: string } | null; sure: unknown; missing: unknown; elsewhere: { dryRun: unknown }[] };
      const told = [answer, last?.end ?? null, sure !== null, missing !== null, elsewhere.length, elsewhere.filter(({ dryRun }) => dryRun !== null).length];
      const meant = [truth.answer, truth.last, truth.sure, truth.gone, truth.elsewhere, truth.orDry];
      if (JSON.stringify(told) !== JSON.stringify(meant)) wrong.push(`${name} (${steps.join(', ')}): ${told.join(', ')} instead of ${meant.join(', ')}`);
      for (const kind of [truth.answer, ...(truth.gone ? ['perhaps deleted elsewhere'] : []), ...(truth.last === 'dry-run' ? ['last a dry run'] : []), ...(truth.orDry > 0 ? ['elsewhere or by a dry run'] : [])]) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    expect(wrong).toEqual([]);
    // Every answer was one that had to be told from the others.
    expect([...counts].filter(([, count]) => count >= OBJECTS / 50)).toHaveLength(6);
    if (process.env['COUNTERSIGN_PROOF'] === 'full') process.stdout.write(`objects: ${OBJECTS}, seed ${SEED}, ${calls.n} calls, all answers right; ${[...counts].map((one) => one.join(' ')).join(', ')}\n`);
  }, 600_000);
});
