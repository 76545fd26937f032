import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../main/adapters/digest/sha256.ts';
import { digestOf } from '../../../main/core/canonical/canonical.ts';
import { redact, redactorOf } from '../../../main/core/audit/redact.ts';
import { tokenFinder } from '../../../main/core/audit/token-shapes.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../main/core/words/index.ts';
import { carryOut } from '../../../main/gate/gate.ts';
import { OWN_SECRETS, TOKENS } from '../../proof/token-samples.ts';
import { choose, gateWorld, never, plan, type GateWorld } from './gate-world.ts';

const clean = redactorOf({ secrets: OWN_SECRETS.map(([, secret]) => secret), tokens: tokenFinder([]) });

/**
 * A world that keeps count of the digests by which a guess could be tried out: of each text in which the secret stands, and of each in which such
 * a digest stands.
 */
function watched(secret: string): { readonly world: GateWorld; readonly telling: ReadonlySet<string>; readonly kept: JsonObject[] } {
  const world = gateWorld();
  const telling = new Set<string>();
  const kept: JsonObject[] = [];
  const escaped = JSON.stringify(secret).slice(1, -1);
  Object.assign(world.ports, {
    redact: (value: JsonObject) => clean(value),
    content: { keep: (_id: string, content: JsonObject) => { kept.push(content); return Promise.resolve({ at: '1/1', digest: 'd', marks: ['m'] }); } },
    sha256: (text: string) => {
      const digest = sha256(text);
      if (text.includes(escaped) || [...telling].some((one) => text.includes(one))) telling.add(digest);
      return digest;
    },
  });
  world.onQuestion = (question) => { choose(world, question, { choice: 'approve', wordTyped: true }); };
  return { world, telling, kept };
}

/** Each digest in what is on record by which somebody could try out a secret. */
function givenAway(told: unknown, telling: ReadonlySet<string>): readonly string[] {
  const text = JSON.stringify(told);
  return [...telling].filter((digest) => text.includes(digest));
}

describe('digests on record', () => {
  it.each([...OWN_SECRETS, ...TOKENS].map(([name, secret]) => [name, secret] as const))('say nothing by which to try out %s', async (_, secret) => {
    const { world, telling, kept } = watched(secret);
    const before = `login\n${secret}\n`;
    world.files.set('/a.txt', before);
    const written = await carryOut('call-w', plan('write_file', { path: '/a.txt', content: `new\n${secret}\n` }), world.ports, never);
    const asked = await carryOut('call-m', { ...plan('mystery', { note: secret }), labels: [{ pointer: `/${secret}`, source: 'other' }] }, world.ports, never);
    const read = await carryOut('call-r', plan('read_text_file', { path: '/a.txt' }), world.ports, never);
    expect([written.outcome, written.afterwards, asked.outcome, read.outcome]).toEqual(['executed', 'as shown', 'executed', 'executed']);

    const [intent, end] = [world.log.find((event) => event.type === 'intent' && event.call.callId === 'call-w'), world.log.find((event) => event.type === 'outcome' && event.callId === 'call-w')];
    if (intent?.type !== 'intent' || end?.type !== 'outcome') throw new Error('not on record');
    for (const digest of [intent.call.argsDigest, intent.answer.approval, intent.answer.base, intent.answer.painted, intent.answer.preview?.digest, end.resultDigest, end.after]) expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(telling.size).toBeGreaterThan(4);
    expect(givenAway(world.log, telling)).toEqual([]);
    expect(givenAway(kept, telling)).toEqual([]);
  });

  it('bind what was painted and approved to what the record and the content say', async () => {
    const { world, kept } = watched('Xk9!mQ2#vL7pRt');
    await carryOut('call-m', plan('mystery', { note: 'new' }), world.ports, never);
    const intent = world.log.find((event) => event.type === 'intent' && event.call.callId === 'call-m');
    const card = kept.find((content) => isJsonObject(content['card'] ?? null))?.['card'];
    if (intent?.type !== 'intent' || card === undefined || !isJsonObject(card)) throw new Error('not on record');
    const { call, answer } = intent;
    expect(digestOf(card['preview'] ?? null, sha256)).toBe(answer.preview?.digest);
    expect(digestOf({ ...card, preview: answer.preview?.digest ?? null }, sha256)).toBe(answer.painted);
    expect(card['approval']).toBe(answer.approval);
    const bound = {
      callId: call.callId, planner: call.actor.planner, client: call.actor.client, plan: call.plan, skill: call.skill, server: call.server.identity,
      tool: { server: call.server.id, name: call.tool.name, pin: call.tool.digest }, recipe: null, args: call.argsDigest, effect: call.effect,
      labels: call.labels, base: answer.base, project: null, policy: call.policyVersion,
    };
    expect(digestOf(bound as unknown as Json, sha256)).toBe(answer.approval);
  });

  it.each([['a secret stands in what it left', 'Pw7#kd93!fjT', 'not-checkable'], ['none does', 'plain', null]])('undo a call by its record where %s: %s', async (_, text, failure) => {
    const { world } = watched(text);
    Object.assign(world.ports, { redact: (value: JsonObject) => redact(value, ['Pw7#kd93!fjT']) });
    await carryOut('call-w', plan('write_file', { path: '/a.txt', content: text }), world.ports, never);
    const after = world.log.flatMap((event) => (event.type === 'outcome' && event.callId === 'call-w' ? [event.after] : []))[0] ?? '';
    const reads = [{ key: 'before', tool: 'read_text_file', args: { path: '/a.txt' } }];
    const undone = await carryOut('call-u', { ...plan('write_file', { path: '/a.txt', content: 'one' }), undoes: { callId: 'call-w', tool: 'write_file', onlyIf: { reads, after } } }, world.ports, never);
    expect(undone.failure).toBe(failure);
    world.files.set('/a.txt', 'somebody else wrote this');
    const late = await carryOut('call-v', { ...plan('write_file', { path: '/a.txt', content: 'one' }), undoes: { callId: 'call-w', tool: 'write_file', onlyIf: { reads, after } } }, world.ports, never);
    expect(late.failure).toBe('not-as-left');
  });

  it('are equal where answers are, and differ where they do', async () => {
    const digestOfReading = async (content: string): Promise<unknown> => {
      const { world } = watched('none of it');
      world.files.set('/a.txt', content);
      await carryOut('call-r', plan('read_text_file', { path: '/a.txt' }), world.ports, never);
      return world.log.flatMap((event) => (event.type === 'outcome' ? [event.resultDigest] : []))[0];
    };
    expect(await digestOfReading('one')).toBe(await digestOfReading('one'));
    expect(await digestOfReading('one')).not.toBe(await digestOfReading('two'));
  });
});
