import { describe, expect, it } from 'vitest';
import { checkSignature, signerOf } from '../../../../main/adapters/audit-file/ed25519.ts';
import { chainUp, type Place } from '../../../../main/adapters/audit-file/chain-up.ts';
import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import { startOf } from '../../../../main/core/audit/chain.ts';
import type { AuditEvent } from '../../../../main/core/audit/event.ts';
import { UNSIGNED, type Signer } from '../../../../main/core/audit/signing.ts';
import { verifyLines } from './verify-lines.ts';
import { started } from './events.ts';

const ours = signerOf('11'.repeat(32));
const theirs = signerOf('22'.repeat(32));
const clock = { now: () => '2026-01-02T03:04:05.678Z', monotonic: () => 0 };

function logOf(events: readonly AuditEvent[], signer: Signer | null, from: Place = { head: startOf('chain-1'), signing: UNSIGNED }): string[] {
  return chainUp(events, from, { clock, sha256, signer }, true).lines.map((line) => line.trimEnd());
}
/** The same events chained anew, as somebody without the key would. */
function rechained(lines: readonly string[], change: (events: AuditEvent[]) => AuditEvent[]): string[] {
  const events = lines.map((line): AuditEvent => JSON.parse(line).event);
  const forged: string[] = [];
  let place: Place = { head: startOf('chain-1'), signing: UNSIGNED };
  for (const event of change(events)) {
    // Written one by one with no rules: signing is never in force for whoever forges.
    const done = chainUp([event], { head: place.head, signing: UNSIGNED }, { clock, sha256, signer: null }, false);
    place = done;
    forged.push(...done.lines.map((line) => line.trimEnd()));
  }
  return forged;
}
const verify = (lines: readonly string[]) => verifyLines(lines, sha256, { check: checkSignature });
const many = Array.from({ length: 230 }, (_, n) => started(n));

describe('Ed25519', () => {
  it('signs as RFC 8032 says', () => {
    const signer = signerOf('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
    expect(signer?.keyId).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
    expect(signer?.sign('')).toBe('e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b');
  });

  it('is false for what is no key and no signature', () => {
    expect(checkSignature('zz', 'x', '00')).toBe(false);
    expect(checkSignature('02'.padEnd(64, '0'), 'x', '00'.repeat(64))).toBe(false);
    expect(signerOf('short')).toBeNull();
  });
});

describe('a signed chain', () => {
  const lines = logOf(many, ours);
  const points = lines.flatMap((line, index) => (line.includes('"type":"checkpoint"') ? [index] : []));

  it('verifies, and says how far it is signed', () => {
    expect(verify(lines)).toMatchObject({ ok: true, signed: { checkpoints: 4, upTo: lines.length - 1, key: ours?.keyId }, breaks: [] });
  });

  it('chained anew by somebody without the key is unsigned, or misses its next checkpoint', () => {
    const forged = rechained(lines.slice(0, 103), (events) => events.with(50, started(999)).map((event) => (event.type === 'checkpoint' || event.type === 'key' ? started() : event)));
    expect(verify(forged)).toMatchObject({ ok: true, signed: { upTo: null } });
    // Without key and checkpoints it is another, unsigned log: that is what an anchor is for. With the key it is found.
    const [key = '', first = ''] = lines;
    const kept = [key, first];
    let place: Place = { head: JSON.parse(first) as Place['head'], signing: UNSIGNED };
    place = { ...place, head: { chain: 'chain-1', seq: 2, hash: place.head.hash } };
    const tail = logOf(many.slice(0, 120), null, place);
    expect(verify([...kept, ...tail]).firstBad).toEqual({ file: '', record: 103, why: 'checkpoint-missing' });
  });

  it('is found when a checkpoint is signed by another key, of another place or not at all', () => {
    const [key = '', first = '', ...rest] = lines;
    const event = JSON.parse(first).event;
    const withPoint = (point: Record<string, unknown>): string[] => {
      const head = { chain: 'chain-1', seq: 1, hash: JSON.parse(key).hash };
      const signing = { keyId: ours?.keyId ?? '', last: ours?.keyId ?? '', since: 0 };
      return [key, ...chainUp([point as AuditEvent], { head, signing }, { clock, sha256, signer: ours }, false).lines.map((line) => line.trimEnd()), ...rest];
    };
    expect(verify(withPoint({ ...event, signature: '00'.repeat(64) })).firstBad).toMatchObject({ record: 2, why: 'bad-signature' });
    expect(verify(withPoint({ ...event, signature: theirs?.sign('x') })).firstBad).toMatchObject({ record: 2, why: 'bad-signature' });
    expect(verify(withPoint({ ...event, size: 0 })).firstBad).toMatchObject({ record: 2, why: 'bad-checkpoint' });
    expect(verify(withPoint({ ...event, keyId: theirs?.keyId })).firstBad).toMatchObject({ record: 2, why: 'bad-checkpoint' });
    expect(verify(withPoint({ type: 'key', keyId: theirs?.keyId ?? '', previous: null, why: 'created' })).firstBad).toMatchObject({ record: 2, why: 'bad-key' });
  });

  it('takes no new key without the checkpoint that proves it', () => {
    const forged = rechained(lines.slice(0, 1), (events) => [...events, started()]);
    expect(verify(forged).firstBad).toMatchObject({ record: 2, why: 'checkpoint-missing' });
    expect(points[0]).toBe(1);
  });
});
