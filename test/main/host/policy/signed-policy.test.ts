import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readSigningKey, signBytes, verifyBytes, type SigningKey } from '../../../../main/adapters/policy-sources/minisign.ts';
import { NOBODY } from '../../../../main/core/trust/server-identity.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';
import type { PolicyRoom } from '../../../../main/host/policy/policy-room.ts';
import { file, LISTED, Machine, policy, runs } from './machine.ts';

describe('a policy that was signed', () => {
  const newKey = () => readSigningKey(generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
  const [it_, stranger, next] = [newKey(), newKey(), newKey()];
  const signed = (more: JsonObject, key: SigningKey, keys: readonly SigningKey[] = [it_]): ReturnType<typeof policy> => {
    const found = policy({ ...LISTED, signatures: { required: true, keys: keys.map(({ publicText }) => publicText) }, ...more });
    return found.ok ? { ...found, signature: signBytes(found.bytes, key, 'policy') } : found;
  };
  const machineWith = async (found: ReturnType<typeof policy>): Promise<Machine> => {
    const machine = new Machine();
    machine.verify = verifyBytes;
    machine.found = [found];
    expect(runs(await machine.start())).toBe(true);
    return machine;
  };
  const LOOSE: JsonObject = { servers: [...(LISTED['servers'] as JsonObject[]), { id: 'evil', match: { by: 'url', url: 'https://evil.example/' } }], version: 9, issuedAt: '2026-01-02T00:00:00Z' };
  const EVIL = { ...NOBODY, url: 'https://evil.example/' };

  it.each([
    ['without the demand for a signature', policy({ ...LOOSE }), 'unsigned'],
    ['with the demand switched off', policy({ ...LOOSE, signatures: { required: false, keys: [it_.publicText] } }), 'unsigned'],
    ['with a stranger’s key and signature', signed(LOOSE, stranger, [stranger]), 'unknown-signer'],
    ['signed by a stranger', signed(LOOSE, stranger), 'unknown-signer'],
    ['with the signature of another version', { ...signed(LOOSE, it_), signature: (signed({ version: 4 }, it_) as { signature: string }).signature }, 'wrong-signature'],
    ['of an older version, well signed', signed({ version: 2 }, it_), 'rolled-back'],
    ['past its end, well signed', signed({ ...LOOSE, expiresAt: '2026-02-01T00:00:00Z' }, it_), 'expired'],
  ])('is not replaced by one %s, at once nor after a start', async (_what, other, code) => {
    const machine = await machineWith(signed({ version: 3 }, it_));
    machine.found = [other];
    for (const room of [await machine.start(), await machine.start()]) {
      expect(room.server(EVIL, 'external').refused).not.toBeNull();
      expect([...room.fallbacks().flatMap(({ problems }) => problems), ...room.effective().closed.flatMap(({ problems }) => problems)].map((one) => one.code)).toContain(code);
    }
  });

  const FAST: JsonObject = { version: 900_000 };
  const LATER = '2026-05-01T00:00:00Z';
  const versions = (room: PolicyRoom): number[] => room.effective().sources.map(({ document }) => document.version);
  const problems = (room: PolicyRoom): string[] => [...room.fallbacks().flatMap((one) => one.problems), ...room.effective().closed.flatMap((one) => one.problems)].map(({ code }) => code);

  it('with a version beyond what is plausible is refused, and locks no later one out', async () => {
    const machine = await machineWith(signed({ version: 3 }, it_));
    machine.found = [signed({ version: 2_000_000_000 }, it_)];
    const room = await machine.start();
    expect(versions(room)).toEqual([3]);
    expect(room.fallbacks()[0]?.problems).toEqual([{ code: 'version-jump', pointer: '/version', line: 1, name: '3' }]);
    machine.found = [signed({ version: 4 }, it_)];
    const after = await machine.start();
    expect([versions(after), problems(after)]).toEqual([[4], []]);
  });

  it('whose numbers somebody used up is followed by a low one once that key is taken out, and nothing older comes back', async () => {
    const machine = await machineWith(signed({ version: 3 }, it_, [it_, next]));
    machine.found = [signed(FAST, it_, [it_, next])];
    expect(versions(await machine.start())).toEqual([900_000]);
    // The other key alone, and issued later: counting begins anew.
    machine.found = [signed({ version: 4, issuedAt: LATER }, next, [next])];
    expect(versions(await machine.start())).toEqual([4]);
    for (const [back, said] of [
      [signed(FAST, it_, [it_, next]), 'issued-before'], [signed(FAST, next, [it_, next]), 'issued-before'], [signed({ version: 3, issuedAt: LATER }, next, [next]), 'rolled-back'],
      [signed({ version: 5, issuedAt: '2026-05-02T00:00:00Z' }, it_, [it_, next]), 'unknown-signer'],
    ] as const) {
      machine.found = [back];
      const room = await machine.start();
      expect([versions(room), problems(room)]).toEqual([[4], [said]]);
    }
    machine.found = [signed({ version: 5, issuedAt: LATER }, next, [next])];
    expect(versions(await machine.start())).toEqual([5]);
  });

  it('cannot be issued ahead of its time', async () => {
    const machine = await machineWith(signed({ version: 3 }, it_));
    machine.found = [signed({ version: 4, issuedAt: '2030-01-01T00:00:00Z' }, it_)];
    const room = await machine.start();
    expect([versions(room), problems(room)]).toEqual([[3], ['issued-ahead']]);
  });

  it('is not replaced by another one that the same key signed for somewhere else', async () => {
    const machine = await machineWith(signed({ version: 3 }, it_));
    machine.found = [signed({ ...LOOSE, id: 'lab' }, it_)];
    const room = await machine.start();
    expect(room.server(EVIL, 'external').refused).not.toBeNull();
    expect(problems(room)).toEqual(['other-policy']);
  });

  it('goes on holding where its file is taken away, until it is withdrawn by what its key signed', async () => {
    const machine = await machineWith(signed({ version: 3, expiresAt: '2026-07-01T00:00:00Z' }, it_));
    machine.found = [];
    const room = await machine.start();
    expect([versions(room), problems(room)]).toEqual([[3], ['gone']]);
    machine.now = '2026-07-02T00:00:00.000Z';
    expect(runs(await machine.start())).toBe(false);
    const none = policy({ ...LISTED, version: 4, issuedAt: LATER });
    machine.found = [none.ok ? { ...none, signature: signBytes(none.bytes, it_, 'policy') } : none];
    expect(versions(await machine.start())).toEqual([4]);
    machine.found = [];
    const free = await machine.start();
    expect([free.effective().sources, problems(free)]).toEqual([[], []]);
  });

  it('is held to the floor of the machine by a home that saw none before', async () => {
    const floor = (more: object): ReturnType<typeof policy> => ({ ...file(JSON.stringify({ schema: 1, policies: [{ id: 'it', version: 5, keys: [it_.publicText], ...more }] }), '/etc/floor.json'), scope: 'floor' });
    const machine = new Machine();
    machine.verify = verifyBytes;
    for (const [found, said] of [
      [[floor({})], 'missing-policy'], [[floor({}), signed({ version: 4 }, it_)], 'below-floor'], [[floor({}), policy({ ...LISTED, version: 6 })], 'unsigned'],
      [[floor({}), signed({ version: 6 }, stranger, [stranger])], 'unknown-signer'],
    ] as const) {
      machine.found = found;
      const room = await machine.start();
      expect([runs(room), problems(room)]).toEqual([false, [said]]);
    }
    machine.found = [floor({}), signed({ version: 5 }, it_)];
    expect(runs(await machine.start())).toBe(true);
    // The floor has the last word over what this home remembers: so a key that was stolen, and took the others out, is taken out itself.
    machine.found = [floor({ keys: [next.publicText], version: 1 }), signed({ version: 1, issuedAt: LATER }, next, [next])];
    const other = await machine.start();
    expect([versions(other), problems(other)]).toEqual([[1], []]);
  });

  it('is remembered from a build that kept versions without their keys', async () => {
    const machine = await machineWith(signed({ version: 3 }, it_));
    const kept = machine.documents.read('policy') as { seen: Record<string, { version: number }>; good: JsonObject };
    machine.documents.write('policy', { v: 1, seen: { it: kept.seen['it']?.version ?? 0 }, good: kept.good });
    machine.found = [signed({ version: 2, issuedAt: LATER }, it_, [it_, next])];
    const room = await machine.start();
    expect([versions(room), problems(room)]).toEqual([[3], ['rolled-back']]);
  });

  it('is replaced by what its key signed later, be it for another key or for none', async () => {
    const machine = await machineWith(signed({ version: 3 }, it_));
    machine.found = [signed({ version: 4, issuedAt: '2026-01-02T00:00:00Z' }, it_, [it_, next])];
    expect((await machine.start()).effective().sources.map(({ document }) => document.version)).toEqual([4]);
    machine.found = [signed({ version: 5, issuedAt: '2026-01-03T00:00:00Z' }, next, [next])];
    expect((await machine.start()).effective().sources.map(({ document }) => document.version)).toEqual([5]);
    const none = policy({ ...LISTED, version: 6, issuedAt: '2026-01-04T00:00:00Z' });
    machine.found = [none.ok ? { ...none, signature: signBytes(none.bytes, next, 'policy') } : none];
    expect((await machine.start()).effective().sources.map(({ document }) => document.version)).toEqual([6]);
    machine.found = [policy({ ...LISTED, version: 7 })];
    expect((await machine.start()).effective().sources.map(({ document }) => document.version)).toEqual([7]);
  });
});
