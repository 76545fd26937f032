import { describe, expect, it } from 'vitest';
import { canonical } from '../../main/core/canonical/canonical.ts';
import { matchRecipe } from '../../main/core/recipes/match.ts';
import type { JsonObject } from '../../main/core/words/index.ts';
import { carryOut } from '../../main/gate/gate.ts';
import type { Label } from '../../main/gate/planned-call.ts';
import type { GatePorts, Question } from '../../main/gate/ports.ts';
import { gateWorld, never } from '../main/gate/gate-world.ts';
import { below, seeded, type Random } from '../verifier/sample-logs.ts';

/** `npm run prove -- road-trips` makes a million trips; COUNTERSIGN_TRIPS says how many, COUNTERSIGN_SEED which. */
const FULL = process.env['COUNTERSIGN_PROOF'] === 'full';
const TRIPS = Number(process.env['COUNTERSIGN_TRIPS'] ?? (FULL ? 1_000_000 : 1500));
const SEED = Number(process.env['COUNTERSIGN_SEED'] ?? 20261123);

/** What the world does to a call between its preview and its sending. */
const ATTACKS = [
  'nothing', 'arguments-swapped', 'arguments-changed', 'base-moved', 'listed-again', 'policy-changed', 'approval-replayed',
  'other-windows-painting', 'two-windows', 'answered-twice', 'server-swapped', 'recipe-swapped', 'labels-changed', 'edited',
] as const;
type Attack = (typeof ATTACKS)[number];

/** One call on its way, and what its approval was given for. Kept apart from the gate: it is what the gate is held against. */
interface Trip {
  readonly callId: string;
  readonly client: string;
  readonly args: { path: string; content: string };
  /** The planner's own list, and what it was when the call was planned. */
  readonly labels: Label[];
  readonly planned: string;
  readonly questions: Question[];
  /** What stood on the painting that was approved: bytes, tool, server, policy, and the state it rested on. */
  approved: string | null;
  approval: string | null;
  asked: number;
}

interface Tally {
  sent: number;
  refused: number;
  askedAgain: number;
  readonly attacks: Record<Attack, number>;
  readonly wrong: string[];
}

/** One world with one call, or two that are alike and come from two clients; everything that may move, moves. */
async function roadTrip(random: Random, trip: number, tally: Tally): Promise<void> {
  const world = gateWorld();
  const trips = new Map<string, Trip>();
  const parents = new Map<string, string | null>();
  const lastRead = new Map<string, string>();
  const approvals: { question: Question; painted: string }[] = [];
  let moves = 0;
  let policy = 'policy-0';
  world.nowMs = 1_000_000;

  const attackNow = (attack: Attack, on: Trip): void => {
    tally.attacks[attack] += 1;
    const tool = world.tools.get('write_file');
    if (tool === undefined) return;
    switch (attack) {
      case 'arguments-swapped': on.args.path = '/b.txt'; break;
      case 'arguments-changed': on.args.content = `evil ${moves += 1}`; break;
      case 'base-moved': world.files.set('/a.txt', `moved ${moves += 1}`); break;
      case 'listed-again': world.tools.set('write_file', { ...tool, digest: below(random, 2) === 0 ? `digest ${moves += 1}` : tool.digest, pin: below(random, 4) === 0 ? 'changed' : 'same' }); break;
      case 'policy-changed': policy = `policy-${moves += 1}`; break;
      case 'server-swapped': world.server = { ...world.server, identity: `identity ${moves += 1}` }; break;
      case 'recipe-swapped': world.server = { ...world.server, soleCode: `other code ${moves += 1}` }; break;
      case 'labels-changed': on.labels.splice(0, on.labels.length, { pointer: '/content', source: `elsewhere ${moves += 1}` }); break;
      case 'approval-replayed': for (const { question, painted } of approvals) question.answer({ choice: 'approve', painted, args: null, wordTyped: true, by: 'person' }); break;
      case 'nothing': case 'other-windows-painting': case 'two-windows': case 'answered-twice': case 'edited': break;
    }
  };
  const anyAttack = (): Attack => ATTACKS[below(random, ATTACKS.length)] ?? 'nothing';
  /** Whether the recipe of the file server is known of the tool as it is now. */
  const recipeNow = (): boolean => matchRecipe({ soleCode: world.server.soleCode, bundle: null, tool: 'write_file', digest: world.tools.get('write_file')?.digest ?? '' }) !== null;
  /** Everything an approval is bound to, as the world has it and as this call last read it. */
  const bound = (of: Trip, args: JsonObject): string => canonical([
    of.callId, of.client, args, world.tools.get('write_file')?.digest ?? '', world.server.identity ?? '', recipeNow(), of.planned, policy, lastRead.get(of.callId) ?? 'none',
  ]);

  const answer = (of: Trip, question: Question): void => {
    of.asked += 1;
    if (of.asked > 1) tally.askedAgain += 1;
    if (of.asked > 4) return void question.answer({ choice: 'deny', painted: question.painted, args: null, wordTyped: false, by: 'person' });
    const painting = bound(of, question.card.args);
    world.nowMs += 450 + below(random, 600); // sometimes within the half second
    const attack = anyAttack();
    attackNow(attack, of);
    world.nowMs += below(random, 51); // 0-50 ms before the click
    const old = of.questions.at(-2)?.painted ?? 'f'.repeat(64);
    const painted = attack === 'other-windows-painting' ? old : question.painted;
    if (attack === 'edited') {
      const edited = question.answer({ choice: 'edit', painted, args: { path: '/a.txt', content: `edited ${moves += 1}` }, wordTyped: false, by: 'person' });
      if (!edited.ok) queueMicrotask(() => answer(of, question)); // too soon
      return;
    }
    const say = () => question.answer({ choice: 'approve', painted, args: null, wordTyped: true, by: 'person' });
    const no = () => question.answer({ choice: 'deny', painted, args: null, wordTyped: false, by: 'person' });
    if (attack === 'two-windows' && below(random, 2) === 0) {
      // The other window was first, and said no.
      if (no().ok && say().ok) tally.wrong.push(`trip ${trip}: a yes was taken after a no`);
      return;
    }
    const taken = say();
    if (taken.ok) {
      of.approved = painting;
      of.approval = question.card.approval;
      approvals.push({ question, painted });
      if (attack === 'two-windows' && no().ok) tally.wrong.push(`trip ${trip}: a no of the other window was taken after a yes`);
      if (attack === 'answered-twice' && say().ok) tally.wrong.push(`trip ${trip}: answered twice`);
      if (painted !== question.painted) tally.wrong.push(`trip ${trip}: another painting was taken`);
    } else if (below(random, 3) === 0) {
      question.answer({ choice: 'deny', painted, args: null, wordTyped: false, by: 'person' });
    } else {
      queueMicrotask(() => answer(of, question)); // the person tries again
    }
  };

  const send = (tool: string, args: JsonObject, callId: string): void => {
    const of = trips.get(callId);
    if (tool !== 'write_file' || of === undefined) return;
    tally.sent += 1;
    const intent = world.log.findLast((event) => event.type === 'intent' && event.call.callId === callId);
    const told = intent?.type === 'intent' ? intent.answer.approval : null;
    if (of.approved === null || bound(of, args) !== of.approved) tally.wrong.push(`trip ${trip}: sent ${bound(of, args)}, approved ${String(of.approved)}`);
    const labels = intent?.type === 'intent' ? canonical((intent.call.labels ?? []).map((label) => ({ ...label }))) : '';
    if (labels !== of.planned) tally.wrong.push(`trip ${trip}: sent with labels ${labels}, planned ${of.planned}`);
    if (told === null || told !== of.approval) tally.wrong.push(`trip ${trip}: sent under another approval`);
    of.approved = null; // used once
  };

  const ports: GatePorts = {
    ...world.ports,
    policy: { ...world.ports.policy, digest: () => policy },
    compute: { draw: ({ changes, meanwhile, args }) => Promise.resolve({ changes: changes.filter((change) => change.kind === 'move'), meanwhile: meanwhile.filter((change) => change.kind === 'move'), args, pages: new Map() }), checkArguments: () => Promise.resolve([]) },
    audit: {
      append(event) {
        if (event.type === 'intent') parents.set(event.call.callId, event.call.parent);
        world.log.push(event);
        return Promise.resolve();
      },
    },
    asker: {
      ask(question) {
        const of = trips.get(question.card.callId);
        if (of === undefined) return;
        of.questions.push(question);
        queueMicrotask(() => answer(of, question));
      },
      settled() {},
    },
    servers: {
      ...world.ports.servers,
      refresh() {
        const of = [...trips.values()][below(random, trips.size)];
        if (of !== undefined && below(random, 4) === 0) attackNow(anyAttack(), of);
        return Promise.resolve();
      },
    },
    caller: {
      call(serverId, tool, args, signal, callId) {
        if (tool === 'read_text_file') {
          const parent = parents.get(callId) ?? '';
          const of = trips.get(parent);
          if (of !== undefined && below(random, 8) === 0) attackNow('base-moved', of);
          lastRead.set(parent, world.files.get(String(args['path'])) ?? 'absent');
        }
        send(tool, args, callId);
        return world.ports.caller.call(serverId, tool, args, signal, callId);
      },
    },
  };
  const clients = below(random, 2) === 0 ? ['desktop'] : ['desktop', 'another client'];
  const receipts = await Promise.all(clients.map((client, at) => {
    const labels: Label[] = below(random, 3) === 0 ? [{ pointer: '/content', source: 'mail' }] : [];
    const of: Trip = {
      callId: `call-${trip}-${at}`, client, args: { path: '/a.txt', content: 'as planned' }, labels, planned: canonical(labels.map((label) => ({ ...label }))), questions: [], approved: null, approval: null, asked: 0,
    };
    trips.set(of.callId, of);
    const plan = { planner: { kind: at === 0 ? 'person' : 'client', name: client }, client, serverId: 'files', tool: 'write_file', args: of.args, labels } as const;
    return carryOut(of.callId, plan, ports, never);
  }));
  tally.refused += receipts.filter(({ outcome }) => outcome === 'refused').length;
}

describe('a call on its road', () => {
  it(`never leaves with bytes that were not approved, ${TRIPS} times over`, { timeout: 14_400_000 }, async () => {
    const random = seeded(SEED);
    const attacks = Object.fromEntries(ATTACKS.map((attack) => [attack, 0])) as Record<Attack, number>;
    const tally: Tally = { sent: 0, refused: 0, askedAgain: 0, attacks, wrong: [] };
    for (let trip = 1; trip <= TRIPS; trip += 1) {
      await roadTrip(random, trip, tally);
      if (FULL && trip % 2000 === 0) process.stdout.write(`${trip} trips: ${JSON.stringify({ ...tally, wrong: tally.wrong.length })}\n`);
      if (tally.wrong.length > 10) break;
    }
    expect(tally.wrong).toEqual([]);
    // A proof in which nothing goes through, or nothing is kept back, shows nothing.
    expect(tally.sent).toBeGreaterThan(TRIPS / 10);
    expect(tally.refused).toBeGreaterThan(TRIPS / 10);
    expect(Object.values(tally.attacks).every((count) => count > TRIPS / 100)).toBe(true);
  });
});
